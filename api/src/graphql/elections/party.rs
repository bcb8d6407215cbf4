//! Parties in the contract.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::{party, party_participation};
use netra_registry::Registry;
use netra_registry::elections::party::{
    PartyFilterInput, RecordPartyInput, RecordPartyParticipationInput,
};

use crate::graphql::elections::election::Election;
use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::noun::{act, children, list, nested, nouns};
use crate::graphql::kernel::paging::{List, Paging};
use crate::graphql::kernel::payload::payloads;
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

payloads! {
    /// What an act on a party answers.
    PartyPayload {
        /// The party.
        party: Party
    }
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
        let paging = Paging { first, after, last, before };
        list(ctx, "parties", paging, filter, Registry::parties).await
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
        act(ctx, &input, Registry::record_party).await
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
        act(ctx, &input, Registry::record_party_participation).await
    }
}
