//! Rounds of contests and their own phases.

use async_graphql::{ComplexObject, Context, SimpleObject};
use netra_entity::{contest_phase, contest_round};

use super::district::ElectoralDistrict;
use crate::graphql::kernel::as_of::AsOf;
use crate::graphql::kernel::history::{self, Asked, RecordHistory};
use crate::graphql::kernel::noun::{children, nested, nouns};

/// A round of a contest: the vote, a run-off, a re-vote or a repeat election (putaran).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct ContestRound {
    #[graphql(flatten)]
    pub(super) row: contest_round::Model,
}

nouns! {
    ContestRound shows contest_round under ReadReference;
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

    /// What changed, by which office and when, newest first (riwayat).
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "What was known at this point; now by default.")] as_of: Option<AsOf>,
    ) -> Option<RecordHistory> {
        history::of(ctx, self.row.id, Asked { first, after, as_of }).await
    }
}

/// A phase of one round of one contest (tahapan).
#[derive(SimpleObject)]
pub(in crate::graphql) struct ContestPhase {
    #[graphql(flatten)]
    row: contest_phase::Model,
}
