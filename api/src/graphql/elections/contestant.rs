//! Contestants in the contract.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use netra_domain::policy::{Act, candidate_names};
use netra_entity::code::{ContestantKind, ContestantState, StatusGround};
use netra_entity::contestant_status::Model as ContestantStatus;
use netra_entity::{Date, contestant};
use netra_registry::elections::contestant::{ContestantFilter, ContestantInput, StatusChange};

use crate::graphql::elections::candidate::StatusDocumentInput;
use crate::graphql::elections::contest::Contest;
use crate::graphql::elections::party::Party;
use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read, read_optional};
use crate::graphql::kernel::noun::{Noun, nested, nouns, rows};
use crate::graphql::kernel::paging::{List, Paged, Paging};
use crate::graphql::kernel::receipt::Receipt;
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

/// Which contestants are asked for.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct ContestantFilterInput {
    /// Only those of this contest.
    contest: Option<ID>,
    /// Only this party's.
    party: Option<ID>,
    /// Only those in this state today.
    state: Option<ContestantState>,
}

/// A contestant to register.
#[derive(InputObject)]
pub(in crate::graphql) struct RegisterContestantInput {
    /// The contest.
    contest: ID,
    /// Number of the first round in which it stands; the last one by default (putaran).
    round: Option<i32>,
    /// The kind (jenis peserta).
    kind: ContestantKind,
    /// The party, if it is one.
    party: Option<ID>,
    /// The parties that nominate a pair (partai pengusul).
    #[graphql(default)]
    nominated_by: Vec<ID>,
    /// Whether it stands without a party (perseorangan).
    #[graphql(default)]
    is_independent: bool,
    /// Name of the persons; a party has its own.
    name: Option<String>,
    /// Number on the ballot (nomor urut).
    ballot_number: Option<i32>,
    /// KPU's own code (kode KPU).
    kpu_code: Option<String>,
    /// Day of registration; today by default (tanggal pendaftaran).
    registered_on: Option<Date>,
    /// Where the facts come from (sumber).
    source: String,
    /// Whether it is invented for demonstration or tests (data contoh).
    #[graphql(default)]
    is_invented: bool,
}

/// A change of a contestant's state.
#[derive(InputObject)]
pub(in crate::graphql) struct ChangeContestantStatusInput {
    /// The contestant.
    id: ID,
    /// The state (status).
    state: ContestantState,
    /// First day; today by default.
    on: Option<Date>,
    /// Why (dasar perubahan).
    ground: StatusGround,
    /// By which document; verification alone needs none.
    document: Option<StatusDocumentInput>,
    /// Whether it stands in place of the last status, which was recorded wrongly.
    #[graphql(default)]
    corrects_last: bool,
    /// Revision that the caller has seen; refused where the record has moved on.
    expected_version: Option<i32>,
}

/// What an act on a contestant answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct ContestantPayload {
    /// The contestant.
    contestant: Option<Contestant>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
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
        #[graphql(desc = "Its global id.")] id: ID,
    ) -> Option<Contestant> {
        let call = Call::of(ctx);
        let found = async {
            let id = read("id", Kind::Contestant, &id)?;
            call.registry().contestant(&call.permit()?, id).await
        };
        answer(ctx, found.await).map(Contestant::show)
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
        let call = Call::of(ctx);
        let listed = async {
            let filter = filter.unwrap_or_default();
            let filter = ContestantFilter {
                contest_id: read_optional(
                    "filter.contest",
                    Kind::Contest,
                    filter.contest.as_ref(),
                )?,
                party_id: read_optional("filter.party", Kind::Party, filter.party.as_ref())?,
                state: filter.state,
            };
            let paged = Paged::new(call, "contestants", &filter);
            let window = paged.window(&Paging { first, after, last, before })?;
            let page = call.registry().contestants(&call.permit()?, &filter, &window).await?;
            Ok(paged.connect(page, Contestant::show))
        };
        answer(ctx, listed.await)
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
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "registerContestant")?;
            let input = input.read()?;
            let done = call.registry().register_contestant(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
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
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "changeContestantStatus")?;
            let change = StatusChange {
                id: read("input.id", Kind::Contestant, &input.id)?,
                state: input.state,
                on: input.on,
                ground: input.ground,
                document: input.document.map(StatusDocumentInput::read),
                corrects_last: input.corrects_last,
                expected_version: input.expected_version,
            };
            let registry = call.registry();
            let done = registry.change_contestant_status(&permit, &request, &change).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }
}

async fn payload(
    call: &Call,
    done: netra_registry::Done,
) -> netra_registry::Result<ContestantPayload> {
    let id = done.subject_id.unwrap_or_default();
    let row = call.registry().contestant(&call.permit()?, id).await?;
    Ok(ContestantPayload { contestant: Some(Contestant::show(row)), receipt: Receipt::of(&done) })
}

impl RegisterContestantInput {
    fn read(self) -> netra_registry::Result<ContestantInput> {
        let party = |id: &ID| read("input.nominatedBy", Kind::Party, id);
        Ok(ContestantInput {
            contest_id: read("input.contest", Kind::Contest, &self.contest)?,
            party_id: read_optional("input.party", Kind::Party, self.party.as_ref())?,
            nominated_by: self.nominated_by.iter().map(party).collect::<Result<_, _>>()?,
            kpu_code: self.kpu_code,
            round: self.round,
            kind: self.kind,
            is_independent: self.is_independent,
            name: self.name,
            ballot_number: self.ballot_number,
            registered_on: self.registered_on,
            source: self.source,
            is_invented: self.is_invented,
        })
    }
}
