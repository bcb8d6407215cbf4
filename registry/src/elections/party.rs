//! Parties and the elections in which they take part.

use async_graphql::InputObject;
use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::code::{Confidence, Level, PartyScope};
use netra_entity::{Date, Ref, election, party, party_participation};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, QueryFilter};

use crate::Registry;
use crate::elections;
use crate::ledger::error::{Error, Result, read, read_optional};
use crate::ledger::page::{Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, open_act};
use crate::reach;

/// A party to record.
#[derive(Clone, Debug, InputObject)]
pub struct RecordPartyInput {
    /// Code, English `UPPER_SNAKE`.
    pub code: String,
    /// Name.
    pub name: String,
    /// Short name (singkatan).
    pub abbreviation: String,
    /// Where it may stand.
    pub scope: PartyScope,
    /// Where the facts come from (sumber).
    pub source: String,
}

/// A party's part in an election to record.
#[derive(Clone, Debug, InputObject)]
pub struct RecordPartyParticipationInput {
    /// The party.
    pub party: Ref<party::Entity>,
    /// The election (pemilihan).
    pub election: Ref<election::Entity>,
    /// Its number on the ballot (nomor urut).
    pub ballot_number: Option<i32>,
    /// Its name in that election.
    pub name: String,
    /// The decision that admitted it (keputusan).
    pub decision: String,
    /// Day of the decision.
    pub decided_on: Date,
    /// Where the facts come from (sumber).
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
}

/// Which parties are asked for.
#[derive(Clone, Debug, Default, InputObject)]
pub struct PartyFilterInput {
    /// Only those of this scope.
    pub scope: Option<PartyScope>,
    /// Only participants of this election.
    pub election: Option<Ref<election::Entity>>,
}

impl Registry {
    /// Parties in the order of their codes.
    ///
    /// # Errors
    /// The database's own.
    pub async fn parties(
        &self,
        permit: &Permit<of::ReadReference>,
        filter: &PartyFilterInput,
        window: &Window,
    ) -> Result<Page<party::Model>> {
        use party::Column;
        let election = read_optional("filter.election", filter.election.as_ref())?;
        let taking_part =
            election.map(|it| Column::Id.in_subquery(reach::published::participants(it)));
        let condition = Condition::all()
            .add_option(filter.scope.map(|it| Column::Scope.eq(it)))
            .add_option(taking_part);
        let select = self.within::<party::Entity, _>(permit, AsOf::Now).filter(condition);
        self.page(select, &[Column::Code, Column::Id], window).await
    }

    /// Records a party; only the central election administration does.
    ///
    /// # Errors
    /// `FORBIDDEN` below the central level; `NAME_REQUIRED`; `CODE_TAKEN`.
    pub async fn record_party(
        &self,
        permit: &Permit<of::RecordParty>,
        request: &ActRequest,
        input: &RecordPartyInput,
    ) -> Result<Done> {
        permit.covers_jurisdiction(Level::Central, None)?;
        for (path, text) in [("code", &input.code), ("name", &input.name)] {
            if text.trim().is_empty() {
                return Err(Error::invalid(path, Rule::NameRequired));
            }
        }
        let mut act = open_act!(self, permit, request);
        let row = party::Model {
            id: act.new_id(),
            code: input.code.clone(),
            name: input.name.clone(),
            abbreviation: input.abbreviation.clone(),
            scope: input.scope,
            source: input.source.clone(),
            rev: 1,
        };
        let id = row.id;
        let taken = |error: Error| error.or_taken(|| Error::invalid("code", Rule::CodeTaken));
        act.add(row, Vec::new()).await.map_err(taken)?;
        act.commit(Some(id)).await
    }

    /// Records that a party was admitted to an election; only the central election administration
    /// does.
    ///
    /// # Errors
    /// `FORBIDDEN` below the central level; `NOT_FOUND` for the party or the election;
    /// `DAY_IN_FUTURE`; `CODE_TAKEN` where it takes part already.
    pub async fn record_party_participation(
        &self,
        permit: &Permit<of::RecordPartyParticipation>,
        request: &ActRequest,
        input: &RecordPartyParticipationInput,
    ) -> Result<Done> {
        let party_id = read("party", &input.party)?;
        let election_id = read("election", &input.election)?;
        permit.covers_jurisdiction(Level::Central, None)?;
        let mut act = open_act!(self, permit, request);
        if elections::within::parties(act.tx(), &[party_id]).await?.is_empty() {
            return Err(Error::NotFound);
        }
        elections::within::election(act.tx(), election_id).await?.ok_or(Error::NotFound)?;
        if input.decided_on > self.clock().today() {
            return Err(Error::invalid("decidedOn", Rule::DayInFuture));
        }
        let row = party_participation::Model {
            id: act.new_id(),
            party_id,
            election_id,
            ballot_number: input.ballot_number,
            name: input.name.clone(),
            decision: input.decision.clone(),
            decided_on: input.decided_on,
            source: input.source.clone(),
            confidence: input.confidence,
        };
        let taken = |error: Error| error.or_taken(|| Error::invalid("party", Rule::CodeTaken));
        act.add(row, Vec::new()).await.map_err(taken)?;
        act.commit(Some(party_id)).await
    }
}
