//! Acts on candidates.

use async_graphql::{Context, Object};
use netra_domain::policy::Act;
use netra_registry::Registry;
use netra_registry::elections::candidate::{ChangeCandidateStatusInput, RegisterCandidateInput};

use super::Candidate;
use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::noun::act;
use crate::graphql::kernel::payload::payloads;

payloads! {
    /// What an act on a candidate answers.
    CandidatePayload {
        /// The candidate.
        candidate: Candidate
    }
}

#[derive(Default)]
pub(in crate::graphql) struct CandidateMutation;

/// Acts on candidates.
#[Object]
impl CandidateMutation {
    /// Registers a candidate, who is prospective until determined; only the office that registers
    /// the contest does. Who stands twice is registered and flagged (pendaftaran calon).
    #[graphql(directive = access::apply(
        word(Act::RegisterCandidate), roles(Act::RegisterCandidate)
    ))]
    async fn register_candidate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The candidate.")] input: RegisterCandidateInput,
    ) -> Option<CandidatePayload> {
        act(ctx, &input, Registry::register_candidate).await
    }

    /// Changes a candidate's state by its document: verification, lists, withdrawal, replacement,
    /// death, orders of courts (perubahan status calon).
    #[graphql(directive = access::apply(
        word(Act::ChangeCandidateStatus), roles(Act::ChangeCandidateStatus)
    ))]
    async fn change_candidate_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: ChangeCandidateStatusInput,
    ) -> Option<CandidatePayload> {
        act(ctx, &input, Registry::change_candidate_status).await
    }
}
