//! Rounds of contests and their own phases.

use async_graphql::{ComplexObject, Context, SimpleObject};
use netra_entity::{contest_phase, contest_round};

use super::district::ElectoralDistrict;
use crate::graphql::kernel::noun::{children, nested, nouns};
use crate::graphql::kernel::record::Record;

/// A round of a contest: the vote, a run-off, a re-vote or a repeat election (putaran).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct ContestRound {
    #[graphql(flatten)]
    pub(super) row: contest_round::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    ContestRound shows contest_round under ReadReference as ContestRound with rev;
    ContestPhase shows contest_phase under ReadReference;
}

#[ComplexObject]
impl ContestRound {
    /// The only district it is held in, if so (daerah pemilihan).
    async fn district(&self, ctx: &Context<'_>) -> Option<ElectoralDistrict> {
        nested(ctx, self.row.district_id).await
    }

    /// Its own phases, where they differ from the election's (tahapan).
    async fn phases(&self, ctx: &Context<'_>) -> Option<Vec<ContestPhase>> {
        Some(children(ctx, self.row.id).await)
    }
}

/// A phase of one round of one contest (tahapan).
#[derive(SimpleObject)]
pub(in crate::graphql) struct ContestPhase {
    #[graphql(flatten)]
    row: contest_phase::Model,
}
