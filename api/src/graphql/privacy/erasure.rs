//! Erasure and legal holds in the contract.

use async_graphql::{ComplexObject, Context, Enum, ID, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::policy::{Act, personal_view};
use netra_entity::{erasure, legal_hold};
use netra_registry::Registry;
use netra_registry::privacy::erasure::{EraseInput, LiftHoldInput, PlaceHoldInput};

use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::id::{Kind, show};
use crate::graphql::kernel::noun::{act, list, nested, nouns};
use crate::graphql::kernel::paging::{List, Paging};
use crate::graphql::kernel::payload::payloads;
use crate::graphql::kernel::record::Record;
use crate::graphql::office::institution::Institution;
use crate::graphql::people::civil_servant::CivilServant;

/// Whether personal fields are read, and why not.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub(in crate::graphql) enum PersonalDataState {
    /// Shown to the caller (terbuka).
    Open,
    /// Kept from the caller by the reach (disamarkan).
    Masked,
    /// Erased; nobody reads them any more (dihapus).
    Erased,
}

impl PersonalDataState {
    /// The state of fields that are erased or not, and opened to the caller or not.
    pub(in crate::graphql) const fn of(is_erased: bool, is_open: bool) -> Self {
        match (is_erased, is_open) {
            (true, _) => Self::Erased,
            (false, true) => Self::Open,
            (false, false) => Self::Masked,
        }
    }
}

/// The erasure of a person's data (penghapusan data pribadi), UU 27/2022 Pasal 43.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Erasure {
    #[graphql(flatten)]
    pub(in crate::graphql) row: erasure::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    Erasure shows erasure under ReadErasures as Erasure;
    LegalHold shows legal_hold under ReadHolds as LegalHold with rev;
}

#[ComplexObject]
impl Erasure {
    /// The person, without what was erased (pegawai).
    async fn civil_servant(&self, ctx: &Context<'_>) -> Option<CivilServant> {
        nested(ctx, self.row.civil_servant_id).await
    }

    /// Its event (peristiwa).
    async fn event_id(&self) -> ID {
        show(Kind::Event, self.row.recorded_by)
    }
}

/// A legal process for which a person's data stay (penundaan penghapusan), UU 27/2022 Pasal 44.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct LegalHold {
    #[graphql(flatten)]
    pub(in crate::graphql) row: legal_hold::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

#[ComplexObject]
impl LegalHold {
    /// The person, where visible to the caller (pegawai).
    async fn civil_servant(&self, ctx: &Context<'_>) -> Option<CivilServant> {
        nested(ctx, self.row.civil_servant_id).await
    }

    /// The institution that placed it (instansi).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.institution_id).await
    }

    /// Why; null where the caller does not read names (alasan).
    async fn reason(&self, ctx: &Context<'_>) -> Option<&str> {
        self.row.reason.as_deref().filter(|_| personal_view(&Call::of(ctx).actor).name)
    }

    /// Why it was lifted; null as for the reason (alasan pencabutan).
    async fn lift_reason(&self, ctx: &Context<'_>) -> Option<&str> {
        self.row.lift_reason.as_deref().filter(|_| personal_view(&Call::of(ctx).actor).name)
    }

    /// Acts that concern it, and whether they are open to the caller (tindakan yang tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        let runs = self.row.lifted_at.is_none();
        let state = if runs { Ok(()) } else { Err(Rule::AlreadyDecided) };
        available(Call::of(ctx), &[(Act::LiftHold, state)])
    }
}

payloads! {
    /// What `erase` answers.
    ErasurePayload {
        /// The erasure.
        erasure: Erasure
    }

    /// What an act on a hold answers.
    LegalHoldPayload {
        /// The hold.
        legal_hold: LegalHold
    }
}

#[derive(Default)]
pub(in crate::graphql) struct ErasureQuery;

/// Erasures and holds.
#[Object]
impl ErasureQuery {
    /// Erasures, oldest first (daftar penghapusan data).
    #[graphql(directive = access::apply(word(Act::ReadErasures), roles(Act::ReadErasures)))]
    async fn erasures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<Erasure>> {
        let paging = Paging { first, after, last, before };
        list(ctx, "erasures", paging, Some(()), async |it, permit, (), window| {
            it.erasures(permit, window).await
        })
        .await
    }

    /// Legal holds that the caller's office placed, oldest first; all of them for audit (daftar
    /// penundaan penghapusan).
    #[graphql(directive = access::apply(word(Act::ReadHolds), roles(Act::ReadHolds)))]
    async fn legal_holds(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<LegalHold>> {
        let paging = Paging { first, after, last, before };
        list(ctx, "legalHolds", paging, Some(()), async |it, permit, (), window| {
            it.legal_holds(permit, window).await
        })
        .await
    }
}

#[derive(Default)]
pub(in crate::graphql) struct ErasureMutation;

/// Acts of erasure.
#[Object]
impl ErasureMutation {
    /// Erases a person's data in every version and event; keys, ranges and states stay, so counts
    /// and proofs do (penghapusan data pribadi).
    #[graphql(directive = access::apply(word(Act::Erase), roles(Act::Erase)))]
    async fn erase(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose data, and by which right.")] input: EraseInput,
    ) -> Option<ErasurePayload> {
        act(ctx, &input, Registry::erase).await
    }

    /// Keeps a person's data from erasure while a legal process runs (penundaan penghapusan).
    #[graphql(directive = access::apply(word(Act::PlaceHold), roles(Act::PlaceHold)))]
    async fn place_hold(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose data, and why.")] input: PlaceHoldInput,
    ) -> Option<LegalHoldPayload> {
        act(ctx, &input, Registry::place_hold).await
    }

    /// Lifts a hold of the caller's own office (pencabutan penundaan).
    #[graphql(directive = access::apply(word(Act::LiftHold), roles(Act::LiftHold)))]
    async fn lift_hold(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one, and why.")] input: LiftHoldInput,
    ) -> Option<LegalHoldPayload> {
        act(ctx, &input, Registry::lift_hold).await
    }
}
