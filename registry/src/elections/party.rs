//! Parties and the elections in which they take part.

use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::code::{Confidence, Level, PartyScope};
use netra_entity::{Date, party, party_participation};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Registry;
use crate::elections;
use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, open_act};
use crate::reach;

/// Kinds of the records in events.
const KIND: &str = "party";
pub(crate) const PARTICIPATION: &str = "party_participation";

/// A party to record.
#[derive(Clone, Debug, Serialize)]
pub struct PartyInput {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Short name.
    pub abbreviation: String,
    /// Where it may stand.
    pub scope: PartyScope,
    /// Where the facts come from.
    pub source: String,
}

/// A party's part in an election to record.
#[derive(Clone, Debug, Serialize)]
pub struct ParticipationInput {
    /// The party.
    pub party_id: Uuid,
    /// The election.
    pub election_id: Uuid,
    /// Its number on the ballot.
    pub ballot_number: Option<i32>,
    /// Its name in that election.
    pub name: String,
    /// The decision that admitted it.
    pub decision: String,
    /// Day of the decision.
    pub decided_on: Date,
    /// Where the facts come from.
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
}

/// Which parties are asked for.
#[derive(Clone, Debug, Default)]
pub struct PartyFilter {
    /// Only those of this scope.
    pub scope: Option<PartyScope>,
    /// Only participants of this election.
    pub election_id: Option<Uuid>,
}

impl Registry {
    /// Parties in the order of their codes.
    ///
    /// # Errors
    /// The database's own.
    pub async fn parties(
        &self,
        permit: &Permit<of::ReadReference>,
        filter: &PartyFilter,
        window: &Window,
    ) -> Result<Page<party::Model>> {
        use party::Column;
        let taking_part =
            filter.election_id.map(|it| Column::Id.in_subquery(reach::published::participants(it)));
        let condition = Condition::all()
            .add_option(filter.scope.map(|it| Column::Scope.eq(it)))
            .add_option(taking_part);
        let select = self.within::<party::Entity, _>(permit, AsOf::Now).filter(condition);
        page::cut(self.reader(), select, &[Column::Code, Column::Id], window).await
    }

    /// One party.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn party(
        &self,
        permit: &Permit<of::ReadReference>,
        id: Uuid,
    ) -> Result<party::Model> {
        self.parties_by_ids(permit, &[id]).await?.pop().ok_or(Error::NotFound)
    }

    /// Parties by their ids, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn parties_by_ids(
        &self,
        permit: &Permit<of::ReadReference>,
        ids: &[Uuid],
    ) -> Result<Vec<party::Model>> {
        Ok(self
            .within::<party::Entity, _>(permit, AsOf::Now)
            .filter(party::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?)
    }

    /// The elections that parties take part in, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn participations_of(
        &self,
        permit: &Permit<of::ReadReference>,
        parties: &[Uuid],
    ) -> Result<Vec<party_participation::Model>> {
        use party_participation::Column;
        Ok(self
            .within::<party_participation::Entity, _>(permit, AsOf::Now)
            .filter(Column::PartyId.is_in(parties.iter().copied()))
            .order_by_asc(Column::DecidedOn)
            .order_by_asc(Column::Id)
            .all(self.reader())
            .await?)
    }

    /// Records a party; only the central election administration does.
    ///
    /// # Errors
    /// `FORBIDDEN` below the central level; `NAME_REQUIRED`; `CODE_TAKEN`.
    pub async fn record_party(
        &self,
        permit: &Permit<of::RecordParty>,
        request: &ActRequest,
        input: &PartyInput,
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
        act.insert(row).await.map_err(taken)?;
        act.record(KIND, id, 1, input)?;
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
        input: &ParticipationInput,
    ) -> Result<Done> {
        permit.covers_jurisdiction(Level::Central, None)?;
        let mut act = open_act!(self, permit, request);
        if elections::within::parties(act.tx(), &[input.party_id]).await?.is_empty() {
            return Err(Error::NotFound);
        }
        elections::within::election(act.tx(), input.election_id).await?.ok_or(Error::NotFound)?;
        if input.decided_on > self.clock().today() {
            return Err(Error::invalid("decidedOn", Rule::DayInFuture));
        }
        let row = party_participation::Model {
            id: act.new_id(),
            party_id: input.party_id,
            election_id: input.election_id,
            ballot_number: input.ballot_number,
            name: input.name.clone(),
            decision: input.decision.clone(),
            decided_on: input.decided_on,
            source: input.source.clone(),
            confidence: input.confidence,
        };
        let id = row.id;
        let taken = |error: Error| error.or_taken(|| Error::invalid("party", Rule::CodeTaken));
        let after = after(&row);
        act.insert(row).await.map_err(taken)?;
        act.record(PARTICIPATION, id, 1, &after)?;
        act.commit(Some(input.party_id)).await
    }
}

/// What the event of a participation holds.
pub(crate) fn after(row: &party_participation::Model) -> Value {
    json!({
        "party_id": row.party_id, "election_id": row.election_id,
        "ballot_number": row.ballot_number, "name": row.name, "decision": row.decision,
        "decided_on": row.decided_on, "source": row.source, "confidence": row.confidence,
    })
}
