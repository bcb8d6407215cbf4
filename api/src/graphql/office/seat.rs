//! Seats in the contract.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::approval;
use netra_domain::policy::{Act, personal_view};
use netra_entity::{Ref, institution, seat, user};
use netra_registry::Registry;
use netra_registry::office::seat::{
    ApproveSeatInput, EndSeatInput, GrantSeatInput, PrepareSeatInput,
};

use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::noun::{act, list, nested, nouns, row};
use crate::graphql::kernel::paging::{List, Paging};
use crate::graphql::kernel::payload::payloads;
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
        // An erased account has none.
        self.holder(ctx).await.map(|it| it.display_name).filter(|it| !it.is_empty())
    }

    /// Name with which that person signs in; it ends in the name of the institution that gave it.
    async fn holder_login(&self, ctx: &Context<'_>) -> Option<String> {
        self.holder(ctx).await.map(|it| it.login)
    }

    /// Address to which that person's token is sent, to be confirmed with the seat (alamat surel).
    async fn holder_email(&self, ctx: &Context<'_>) -> Option<String> {
        self.holder(ctx).await?.email
    }

    /// Acts that concern it, and whether they are open to the caller (tindakan yang tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        let runs = if self.row.valid_to.is_none() { Ok(()) } else { Err(Rule::AlreadyDecided) };
        let decision = approval::SEAT.check(Act::ApproveSeat, self.row.state);
        available(Call::of(ctx), &[(Act::ApproveSeat, decision), (Act::EndSeat, runs)])
    }
}

impl Seat {
    async fn holder(&self, ctx: &Context<'_>) -> Option<user::Model> {
        if !personal_view(&Call::of(ctx).actor).holder {
            return None;
        }
        row::<user::Model>(ctx, self.row.user_id).await
    }
}

payloads! {
    /// What an act on a seat answers.
    SeatPayload {
        /// The seat.
        seat: Seat
    }
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
        #[graphql(desc = "Only those of this institution.")] institution: Option<
            Ref<institution::Entity>,
        >,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<Seat>> {
        let paging = Paging { first, after, last, before };
        list(ctx, "seats", paging, Some(institution), Registry::seats).await
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
        act(ctx, &input, Registry::prepare_seat).await
    }

    /// Approves or refuses a prepared seat: the second office the first seat of an institution,
    /// another approver or administrator any other. The token of a new account goes to its holder
    /// (persetujuan kedudukan).
    #[graphql(directive = access::apply(word(Act::ApproveSeat), roles(Act::ApproveSeat)))]
    async fn approve_seat(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: ApproveSeatInput,
    ) -> Option<SeatPayload> {
        act(ctx, &input, Registry::approve_seat).await
    }

    /// Grants a seat of one's own institution; it works once another person has confirmed it by
    /// `approveSeat` (pemberian kedudukan).
    #[graphql(directive = access::apply(word(Act::GrantSeat), roles(Act::GrantSeat)))]
    async fn grant_seat(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The seat.")] input: GrantSeatInput,
    ) -> Option<SeatPayload> {
        act(ctx, &input, Registry::grant_seat).await
    }

    /// Ends a seat of one's own institution; its holder loses it today (pengakhiran kedudukan).
    #[graphql(directive = access::apply(word(Act::EndSeat), roles(Act::EndSeat)))]
    async fn end_seat(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What ends, and why.")] input: EndSeatInput,
    ) -> Option<SeatPayload> {
        act(ctx, &input, Registry::end_seat).await
    }
}
