//! Seats in the contract.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::policy::{Act, personal_view};
use netra_entity::code::{Appointment, ApprovalState, Function, Grade};
use netra_entity::{Date, seat};
use netra_registry::office::seat::SeatInput;
use netra_registry::{Done, Error};

use crate::auth::{SecretKind, SecretToken};
use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read, read_optional};
use crate::graphql::kernel::noun::{Noun, nested, nouns, row};
use crate::graphql::kernel::paging::{List, Paged, Paging};
use crate::graphql::kernel::receipt::Receipt;
use crate::graphql::kernel::record::Record;
use crate::graphql::office::institution::Institution;

/// A person's place in an office, from a date to a date (kedudukan).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Seat {
    #[graphql(flatten)]
    pub(in crate::graphql) row: seat::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    Seat shows seat under ReadSeats as Seat with rev;
}

#[ComplexObject]
impl Seat {
    /// The institution (instansi).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.institution_id).await
    }

    /// Name of the person in it, for those who manage or approve seats (pemegang).
    async fn holder_name(&self, ctx: &Context<'_>) -> Option<String> {
        if !personal_view(&Call::of(ctx).actor).holder {
            return None;
        }
        let name = row::<netra_entity::user::Model>(ctx, self.row.user_id).await?.display_name;
        // An erased account has none.
        Some(name).filter(|it| !it.is_empty())
    }

    /// Acts that concern it, and whether they are open to the caller (tindakan yang tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        let prepared = self.row.state == ApprovalState::Prepared;
        let runs = self.row.valid_to.is_none();
        let open = |open: bool| if open { Ok(()) } else { Err(Rule::AlreadyDecided) };
        let acts = [(Act::ApproveSeat, open(prepared)), (Act::EndSeat, open(runs))];
        available(Call::of(ctx), &acts)
    }
}

/// A place in an office, and who is to have it.
#[derive(InputObject)]
pub(in crate::graphql) struct NewSeatInput {
    /// The institution (instansi).
    institution: ID,
    /// Name with which the holder signs in; an account is made where there is none.
    login: String,
    /// Name shown to colleagues, for a new account (nama tampilan).
    display_name: String,
    /// The function it acts under (fungsi).
    function: Function,
    /// Official position (jabatan).
    official_position: String,
    /// How its holder is appointed (definitif, Plt., Plh., Pj.).
    appointment: Appointment,
    /// First day.
    valid_from: Date,
    /// First day after its last.
    valid_to: Option<Date>,
}

/// The first seat of an institution, which is its administrator's.
#[derive(InputObject)]
pub(in crate::graphql) struct PrepareSeatInput {
    #[graphql(flatten)]
    seat: NewSeatInput,
}

/// A seat to grant.
#[derive(InputObject)]
pub(in crate::graphql) struct GrantSeatInput {
    #[graphql(flatten)]
    seat: NewSeatInput,
    /// What it may do (tingkat kewenangan).
    grade: Grade,
}

/// A decision on a prepared seat.
#[derive(InputObject)]
pub(in crate::graphql) struct ApproveSeatInput {
    /// The prepared seat.
    id: ID,
    /// Whether it is approved; refused otherwise.
    approve: bool,
}

/// A seat to end.
#[derive(InputObject)]
pub(in crate::graphql) struct EndSeatInput {
    /// The seat.
    id: ID,
    /// Why, 10 to 2,000 characters (alasan).
    reason: String,
    /// Revision that the caller has seen; refused where the record has moved on.
    expected_version: Option<i32>,
}

/// What an act on a seat answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct SeatPayload {
    /// The seat.
    seat: Option<Seat>,
    /// Token with which a new holder activates the account: shown once, never stored.
    invitation_token: Option<String>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
}

#[derive(Default)]
pub(in crate::graphql) struct SeatQuery;

/// Seats.
#[Object]
impl SeatQuery {
    /// Seats within the caller's reach (daftar kedudukan).
    #[graphql(directive = access::apply(word(Act::ReadSeats), roles(Act::ReadSeats)))]
    async fn seats(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of this institution.")] institution: Option<ID>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<Seat>> {
        let call = Call::of(ctx);
        let listed = async {
            let id = read_optional("institution", Kind::Institution, institution.as_ref())?;
            let paged = Paged::new(call, "seats", &id);
            let window = paged.window(&Paging { first, after, last, before })?;
            let page = call.registry().seats(&call.permit()?, id, &window).await?;
            Ok(paged.connect(page, Seat::show))
        };
        answer(ctx, listed.await)
    }
}

#[derive(Default)]
pub(in crate::graphql) struct SeatMutation;

/// Acts on seats.
#[Object]
impl SeatMutation {
    /// Prepares the first administrator's seat of an institution; the second office approves it
    /// (penyiapan kedudukan pertama).
    #[graphql(directive = access::apply(word(Act::PrepareSeat), roles(Act::PrepareSeat)))]
    async fn prepare_seat(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The seat.")] input: PrepareSeatInput,
    ) -> Option<SeatPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "prepareSeat")?;
            let (token, input) = input.seat.read(Grade::Admin)?;
            let done = call.registry().prepare_seat(&permit, &request, &input).await?;
            payload(call, done, Some(token)).await
        };
        answer(ctx, done.await)
    }

    /// Approves or refuses a prepared seat (persetujuan kedudukan).
    #[graphql(directive = access::apply(word(Act::ApproveSeat), roles(Act::ApproveSeat)))]
    async fn approve_seat(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: ApproveSeatInput,
    ) -> Option<SeatPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "approveSeat")?;
            let id = read("input.id", Kind::Seat, &input.id)?;
            let done = call.registry().approve_seat(&permit, &request, id, input.approve).await?;
            payload(call, done, None).await
        };
        answer(ctx, done.await)
    }

    /// Grants a seat of one's own institution (pemberian kedudukan).
    #[graphql(directive = access::apply(word(Act::GrantSeat), roles(Act::GrantSeat)))]
    async fn grant_seat(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The seat.")] input: GrantSeatInput,
    ) -> Option<SeatPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "grantSeat")?;
            let (token, input) = input.seat.read(input.grade)?;
            let done = call.registry().grant_seat(&permit, &request, &input).await?;
            payload(call, done, Some(token)).await
        };
        answer(ctx, done.await)
    }

    /// Ends a seat of one's own institution; its holder loses it today (pengakhiran kedudukan).
    #[graphql(directive = access::apply(word(Act::EndSeat), roles(Act::EndSeat)))]
    async fn end_seat(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What ends, and why.")] input: EndSeatInput,
    ) -> Option<SeatPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "endSeat")?;
            let id = read("input.id", Kind::Seat, &input.id)?;
            let (reason, version) = (&input.reason, input.expected_version);
            let done = call.registry().end_seat(&permit, &request, id, reason, version).await?;
            payload(call, done, None).await
        };
        answer(ctx, done.await)
    }
}

impl NewSeatInput {
    fn read(self, grade: Grade) -> Result<(SecretToken, SeatInput), Error> {
        let token = new_token()?;
        let input = SeatInput {
            institution_id: read("input.institution", Kind::Institution, &self.institution)?,
            login: self.login,
            display_name: self.display_name,
            function: self.function,
            grade,
            official_position: self.official_position,
            appointment: self.appointment,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            token_digest: Some(token.digest_hex()),
            is_invented: false,
        };
        Ok((token, input))
    }
}

/// A new invitation's token.
pub(in crate::graphql) fn new_token() -> Result<SecretToken, Error> {
    SecretToken::generate(SecretKind::Invitation).map_err(|_source| Error::Crypto("no randomness"))
}

async fn payload(
    call: &Call,
    done: Done,
    token: Option<SecretToken>,
) -> Result<SeatPayload, Error> {
    let id = done.subject_id.unwrap_or_default();
    // Whoever prepares or approves a seat may see it; a grant is seen by its administrator.
    let seat = call.registry().seat(&call.permit()?, id).await.ok().map(Seat::show);
    let invitation_token = token.filter(|_| !done.replayed).map(|token| token.reveal().to_owned());
    Ok(SeatPayload { seat, invitation_token, receipt: Receipt::of(&done) })
}
