//! Parties in the contract.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::code::{Confidence, PartyScope};
use netra_entity::{Date, party, party_participation};
use netra_registry::Done;
use netra_registry::elections::party::{ParticipationInput, PartyFilter, PartyInput};

use crate::graphql::elections::election::Election;
use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read, read_optional};
use crate::graphql::kernel::noun::{Noun, children, nested, nouns};
use crate::graphql::kernel::paging::{List, Paged, Paging};
use crate::graphql::kernel::receipt::Receipt;
use crate::graphql::kernel::record::Record;

/// A political party, national or local to Aceh (partai politik).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Party {
    #[graphql(flatten)]
    pub(in crate::graphql) row: party::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    Party shows party under ReadReference as Party with rev;
    PartyParticipation shows party_participation under ReadReference as PartyParticipation;
}

#[ComplexObject]
impl Party {
    /// The elections it takes part in (keikutsertaan dalam pemilu).
    async fn participations(&self, ctx: &Context<'_>) -> Option<Vec<PartyParticipation>> {
        Some(children(ctx, self.row.id).await)
    }
}

/// A party determined as participant of an election (partai peserta pemilu).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct PartyParticipation {
    #[graphql(flatten)]
    row: party_participation::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

#[ComplexObject]
impl PartyParticipation {
    /// The election (pemilihan).
    async fn election(&self, ctx: &Context<'_>) -> Option<Election> {
        nested(ctx, self.row.election_id).await
    }
}

/// Which parties are asked for.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct PartyFilterInput {
    /// Only those of this scope.
    scope: Option<PartyScope>,
    /// Only participants of this election.
    election: Option<ID>,
}

/// A party to record.
#[derive(InputObject)]
pub(in crate::graphql) struct RecordPartyInput {
    /// Code, English `UPPER_SNAKE`.
    code: String,
    /// Name.
    name: String,
    /// Short name (singkatan).
    abbreviation: String,
    /// Where it may stand.
    scope: PartyScope,
    /// Where the facts come from (sumber).
    source: String,
}

/// A party's part in an election to record.
#[derive(InputObject)]
pub(in crate::graphql) struct RecordPartyParticipationInput {
    /// The party.
    party: ID,
    /// The election (pemilihan).
    election: ID,
    /// Its number on the ballot (nomor urut).
    ballot_number: Option<i32>,
    /// Its name in that election.
    name: String,
    /// The decision that admitted it (keputusan).
    decision: String,
    /// Day of the decision.
    decided_on: Date,
    /// Where the facts come from (sumber).
    source: String,
    /// How sure they are.
    confidence: Confidence,
}

/// What an act on a party answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct PartyPayload {
    /// The party.
    party: Option<Party>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
}

#[derive(Default)]
pub(in crate::graphql) struct PartyQuery;

/// Parties.
#[Object]
impl PartyQuery {
    /// Parties in the order of their codes (daftar partai).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn parties(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<PartyFilterInput>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<Party>> {
        let call = Call::of(ctx);
        let listed = async {
            let filter = filter.unwrap_or_default();
            let election =
                read_optional("filter.election", Kind::Election, filter.election.as_ref())?;
            let filter = PartyFilter { scope: filter.scope, election_id: election };
            let paged = Paged::new(call, "parties", &filter);
            let window = paged.window(&Paging { first, after, last, before })?;
            let page = call.registry().parties(&call.permit()?, &filter, &window).await?;
            Ok(paged.connect(page, Party::show))
        };
        answer(ctx, listed.await)
    }
}

#[derive(Default)]
pub(in crate::graphql) struct PartyMutation;

/// Acts on parties.
#[Object]
impl PartyMutation {
    /// Records a party; only the central election administration does (pencatatan partai).
    #[graphql(directive = access::apply(word(Act::RecordParty), roles(Act::RecordParty)))]
    async fn record_party(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The party.")] input: RecordPartyInput,
    ) -> Option<PartyPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "recordParty")?;
            let input = PartyInput {
                code: input.code,
                name: input.name,
                abbreviation: input.abbreviation,
                scope: input.scope,
                source: input.source,
            };
            let done = call.registry().record_party(&permit, &request, &input).await?;
            payload(call, &done).await
        };
        answer(ctx, done.await)
    }

    /// Records that a party was admitted to an election; only the central election administration
    /// does (penetapan partai peserta pemilu).
    #[graphql(directive = access::apply(
        word(Act::RecordPartyParticipation), roles(Act::RecordPartyParticipation)
    ))]
    async fn record_party_participation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The party's part.")] input: RecordPartyParticipationInput,
    ) -> Option<PartyPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "recordPartyParticipation")?;
            let input = ParticipationInput {
                party_id: read("input.party", Kind::Party, &input.party)?,
                election_id: read("input.election", Kind::Election, &input.election)?,
                ballot_number: input.ballot_number,
                name: input.name,
                decision: input.decision,
                decided_on: input.decided_on,
                source: input.source,
                confidence: input.confidence,
            };
            let registry = call.registry();
            let done = registry.record_party_participation(&permit, &request, &input).await?;
            payload(call, &done).await
        };
        answer(ctx, done.await)
    }
}

async fn payload(call: &Call, done: &Done) -> netra_registry::Result<PartyPayload> {
    let row = call.registry().party(&call.permit()?, done.subject_id.unwrap_or_default()).await?;
    Ok(PartyPayload { party: Some(Party::show(row)), receipt: Receipt::of(done) })
}
