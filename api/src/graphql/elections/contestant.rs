//! Contestants in the contract.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use netra_domain::policy::{Act, candidate_names};
use netra_entity::code::ContestantKind;
use netra_entity::contestant_status::Model as ContestantStatus;
use netra_entity::{Ref, contestant};
use netra_registry::Registry;
use netra_registry::elections::contestant::{
    ChangeContestantStatusInput, ContestantFilterInput, RegisterContestantInput,
};

use crate::graphql::elections::contest::Contest;
use crate::graphql::elections::party::Party;
use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::noun::{act, find, list, nested, nouns, rows};
use crate::graphql::kernel::paging::{List, Paging};
use crate::graphql::kernel::payload::payloads;
use crate::graphql::kernel::record::Record;

/// Who stands in a contest: a party at its level, a pair, an individual (peserta). Everybody reads
/// those that are determined.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Contestant {
    #[graphql(flatten)]
    pub(in crate::graphql) row: contestant::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! { Contestant shows contestant under ReadCandidates as Contestant with rev naming published_on; }

#[ComplexObject]
impl Contestant {
    /// Name: of the party, or of the persons. Of persons who are not determined, only those offices
    /// read it that work with nominations; else null.
    async fn name(&self, ctx: &Context<'_>) -> Option<&str> {
        let row = &self.row;
        let open = row.published_on.is_some()
            || row.kind == ContestantKind::Party
            || candidate_names(&Call::of(ctx).actor);
        open.then_some(row.name.as_str())
    }

    /// The contest (pemilihan).
    async fn contest(&self, ctx: &Context<'_>) -> Option<Contest> {
        nested(ctx, self.row.contest_id).await
    }

    /// The party, if it is one (partai politik).
    async fn party(&self, ctx: &Context<'_>) -> Option<Party> {
        nested(ctx, self.row.party_id).await
    }

    /// The parties that nominate it (partai pengusul).
    async fn nominated_by(&self, ctx: &Context<'_>) -> Option<Vec<Party>> {
        let ids = rows::<netra_entity::contestant_party::Model>(ctx, self.row.id).await;
        let parties = ids.iter().map(|it| nested(ctx, it.party_id));
        Some(futures_util::future::join_all(parties).await.into_iter().flatten().collect())
    }

    /// Acts that concern it, and whether they are open to the caller (tindakan yang tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        let acts = [(Act::ChangeContestantStatus, Ok(())), (Act::RegisterCandidate, Ok(()))];
        available(Call::of(ctx), &acts)
    }

    /// What it became on which day, and by which document (riwayat status).
    async fn statuses(&self, ctx: &Context<'_>) -> Option<Vec<ContestantStatus>> {
        Some(rows::<ContestantStatus>(ctx, self.row.id).await)
    }
}

payloads! {
    /// What an act on a contestant answers.
    ContestantPayload {
        /// The contestant.
        contestant: Contestant
    }
}

#[derive(Default)]
pub(in crate::graphql) struct ContestantQuery;

/// Contestants.
#[Object]
impl ContestantQuery {
    /// One contestant (peserta).
    #[graphql(directive = access::apply(word(Act::ReadCandidates), roles(Act::ReadCandidates)))]
    async fn contestant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: Ref<contestant::Entity>,
    ) -> Option<Contestant> {
        find(ctx, "id", &id).await
    }

    /// Contestants in the order in which they were registered (daftar peserta).
    #[graphql(directive = access::apply(word(Act::ReadCandidates), roles(Act::ReadCandidates)))]
    async fn contestants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<ContestantFilterInput>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<Contestant>> {
        let paging = Paging { first, after, last, before };
        list(ctx, "contestants", paging, filter, Registry::contestants).await
    }
}

#[derive(Default)]
pub(in crate::graphql) struct ContestantMutation;

/// Acts on contestants.
#[Object]
impl ContestantMutation {
    /// Registers a contestant, which is prospective until it is determined; only the office that
    /// registers the contest does (pendaftaran peserta).
    #[graphql(directive = access::apply(
        word(Act::RegisterContestant), roles(Act::RegisterContestant)
    ))]
    async fn register_contestant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contestant.")] input: RegisterContestantInput,
    ) -> Option<ContestantPayload> {
        act(ctx, &input, Registry::register_contestant).await
    }

    /// Changes a contestant's state by its document: withdrawal, cancellation, orders of courts, a
    /// late addition with a day of its own (perubahan status peserta).
    #[graphql(directive = access::apply(
        word(Act::ChangeContestantStatus), roles(Act::ChangeContestantStatus)
    ))]
    async fn change_contestant_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: ChangeContestantStatusInput,
    ) -> Option<ContestantPayload> {
        act(ctx, &input, Registry::change_contestant_status).await
    }
}
