//! Candidates in the contract.

mod act;

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use netra_domain::policy::{Act, candidate_names};
use netra_entity::candidate_status::Model as CandidateStatus;
use netra_entity::{Ref, candidate};
use netra_registry::Registry;
use netra_registry::elections::candidate::CandidateFilterInput;

use crate::graphql::elections::contest::{Contest, ElectoralDistrict};
use crate::graphql::elections::contestant::Contestant;
use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::loader::{DoubleNominationsOf, load};
use crate::graphql::kernel::noun::{Noun, find, list, nested, nouns, rows};
use crate::graphql::kernel::paging::{List, Paging};
use crate::graphql::kernel::record::Record;
use crate::graphql::people::civil_servant::CivilServant;
pub(in crate::graphql) use act::CandidateMutation;

/// A person who stands for a contestant (calon). Everybody reads those who are or were determined.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Candidate {
    #[graphql(flatten)]
    pub(in crate::graphql) row: candidate::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! { Candidate shows candidate under ReadCandidates as Candidate with rev naming published_on; }

#[ComplexObject]
impl Candidate {
    /// Name. Of a person who was never determined, only those offices read it that work with
    /// nominations; else null.
    async fn name(&self, ctx: &Context<'_>) -> Option<&str> {
        let open = self.row.published_on.is_some() || candidate_names(&Call::of(ctx).actor);
        open.then_some(self.row.name.as_str())
    }

    /// The contestant (peserta).
    async fn contestant(&self, ctx: &Context<'_>) -> Option<Contestant> {
        nested(ctx, self.row.contestant_id).await
    }

    /// The contest (pemilihan).
    async fn contest(&self, ctx: &Context<'_>) -> Option<Contest> {
        nested(ctx, self.row.contest_id).await
    }

    /// The electoral district, if the contest has any (daerah pemilihan).
    async fn district(&self, ctx: &Context<'_>) -> Option<ElectoralDistrict> {
        nested(ctx, self.row.district_id).await
    }

    /// The candidate whose place was taken (calon yang diganti).
    async fn replaces(&self, ctx: &Context<'_>) -> Option<Self> {
        nested(ctx, self.row.replaces_id).await
    }

    /// The civil servant who resigned to stand, as far as the caller may read civil servants; else
    /// null, as where there is none.
    async fn civil_servant(&self, ctx: &Context<'_>) -> Option<CivilServant> {
        nested(ctx, self.row.civil_servant_id).await
    }

    /// What the candidate became on which day, and by which document (riwayat status).
    async fn statuses(&self, ctx: &Context<'_>) -> Option<Vec<CandidateStatus>> {
        Some(rows::<netra_entity::candidate_status::Model>(ctx, self.row.id).await)
    }

    /// Further nominations of the same person in the same election, as far as the caller may read
    /// them (kegandaan pencalonan). Both stay until the election administration decides.
    async fn double_nominations(&self, ctx: &Context<'_>) -> Option<Vec<Self>> {
        let found = load(ctx, DoubleNominationsOf(self.row.id)).await.unwrap_or_default();
        Some(found.visible.into_iter().map(Self::show).collect())
    }

    /// How many further nominations there are, those included that the caller may not read; null
    /// for those who read only what is published, and where the person's NIK is not known.
    async fn double_nomination_count(&self, ctx: &Context<'_>) -> Option<i32> {
        let found = load(ctx, DoubleNominationsOf(self.row.id)).await?;
        found.count.map(|count| i32::try_from(count).unwrap_or(i32::MAX))
    }

    /// Acts that concern the candidate, and whether they are open to the caller (tindakan yang
    /// tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        available(Call::of(ctx), &[(Act::ChangeCandidateStatus, Ok(()))])
    }
}

#[derive(Default)]
pub(in crate::graphql) struct CandidateQuery;

/// Candidates.
#[Object]
impl CandidateQuery {
    /// One candidate (calon).
    #[graphql(directive = access::apply(word(Act::ReadCandidates), roles(Act::ReadCandidates)))]
    async fn candidate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The candidate's global id.")] id: Ref<candidate::Entity>,
    ) -> Option<Candidate> {
        find(ctx, "id", &id).await
    }

    /// Candidates in the order in which they were registered (daftar calon).
    #[graphql(directive = access::apply(word(Act::ReadCandidates), roles(Act::ReadCandidates)))]
    async fn candidates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<CandidateFilterInput>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<Candidate>> {
        let paging = Paging { first, after, last, before };
        list(ctx, "candidates", paging, filter, Registry::candidates).await
    }
}
