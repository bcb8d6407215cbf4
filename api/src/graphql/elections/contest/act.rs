//! Acts on contests.

use async_graphql::{Context, Object};
use netra_domain::policy::Act;
use netra_registry::Registry;
use netra_registry::elections::contest::{
    ConcludeElectionInput, DetermineContestInput, RecordContestInput, RecordContestRoundInput,
};

use super::Contest;
use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::noun::act;
use crate::graphql::kernel::payload::payloads;

payloads! {
    /// What an act on a contest answers.
    ContestPayload {
        /// The contest.
        contest: Contest
    }
}

#[derive(Default)]
pub(in crate::graphql) struct ContestMutation;

/// Acts on contests.
#[Object]
impl ContestMutation {
    /// Records a contest with its districts and its first round; only the office that registers
    /// contests of this type in this region does (pencatatan pemilihan di satu wilayah).
    #[graphql(directive = access::apply(word(Act::RecordContest), roles(Act::RecordContest)))]
    async fn record_contest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contest.")] input: RecordContestInput,
    ) -> Option<ContestPayload> {
        act(ctx, &input, Registry::record_contest).await
    }

    /// Records a further round that a decision orders: a run-off, a re-vote (PSU), a repeat
    /// election (pencatatan putaran).
    #[graphql(directive = access::apply(
        word(Act::RecordContestRound), roles(Act::RecordContestRound)
    ))]
    async fn record_contest_round(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round.")] input: RecordContestRoundInput,
    ) -> Option<ContestPayload> {
        act(ctx, &input, Registry::record_contest_round).await
    }

    /// Determines who stands in a round, with their candidates; from then on everybody reads them
    /// (penetapan peserta dan calon).
    #[graphql(directive = access::apply(word(Act::DetermineContest), roles(Act::DetermineContest)))]
    async fn determine_contest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who stands.")] input: DetermineContestInput,
    ) -> Option<ContestPayload> {
        act(ctx, &input, Registry::determine_contest).await
    }

    /// Concludes an election in one contest, and tells who is elected (penetapan hasil).
    #[graphql(directive = access::apply(word(Act::ConcludeElection), roles(Act::ConcludeElection)))]
    async fn conclude_election(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The end of the round.")] input: ConcludeElectionInput,
    ) -> Option<ContestPayload> {
        act(ctx, &input, Registry::conclude_election).await
    }
}
