//! Civil servants in the contract. Personal columns are null or masked unless the reach opens
//! them.

mod dossier;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, OneofObject, SimpleObject};
use netra_domain::ServiceNumber as Number;
use netra_domain::policy::{Act, personal_view};
use netra_entity::code::{CivilServantKind, PactStanding};
use netra_entity::{Date, civil_servant, service_number};
use netra_registry::pact::pact_signature::SignatureLine;
use netra_registry::people::civil_servant::{CivilServantBy, CivilServantFilter};
use netra_registry::people::service_number::ServiceNumberInput;

use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::as_of::AsOf;
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read, read_optional};
use crate::graphql::kernel::loader::{EmploymentsOf, SignatureLinesOf, StandingOf, load};
use crate::graphql::kernel::noun::children;
use crate::graphql::kernel::noun::{Noun, nouns, rows};
use crate::graphql::kernel::paging::{List, Paged, Paging};
use crate::graphql::kernel::plain::{self, Line};
use crate::graphql::kernel::receipt::Receipt;
use crate::graphql::kernel::record::Record;
use crate::graphql::pact::pact_signature::PactSignature;
use crate::graphql::people::employment::Employment;
use crate::graphql::privacy::erasure::PersonalDataState;

/// A person in the civil service (pegawai ASN), UU 20/2023 Pasal 5.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct CivilServant {
    #[graphql(flatten)]
    pub(in crate::graphql) row: civil_servant::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    CivilServant shows civil_servant under ReadCivilServants as CivilServant with rev;
    ServiceNumber shows service_number under ReadCivilServants as ServiceNumber;
}

#[ComplexObject]
impl CivilServant {
    /// Name without titles; null where the caller's office does not work with persons (nama).
    async fn name(&self, ctx: &Context<'_>) -> Option<&str> {
        self.reads_names(ctx).then_some(self.row.name.as_str())
    }

    /// Titles before the name; null as for the name (gelar depan).
    async fn front_title(&self, ctx: &Context<'_>) -> Option<&str> {
        self.row.front_title.as_deref().filter(|_| self.reads_names(ctx))
    }

    /// Titles after the name; null as for the name (gelar belakang).
    async fn back_title(&self, ctx: &Context<'_>) -> Option<&str> {
        self.row.back_title.as_deref().filter(|_| self.reads_names(ctx))
    }

    /// Whether name and titles are read, and why not (keadaan data pribadi).
    async fn personal_data(&self, ctx: &Context<'_>) -> PersonalDataState {
        let is_open = personal_view(&Call::of(ctx).actor).name;
        PersonalDataState::of(self.row.erased_at.is_some(), is_open)
    }

    /// Service numbers held, oldest first (NIP, NI PPPK).
    async fn service_numbers(&self, ctx: &Context<'_>) -> Option<Vec<ServiceNumber>> {
        Some(children(ctx, self.row.id).await)
    }

    /// Employments within the caller's reach, oldest first (riwayat hubungan kerja).
    async fn employments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was known at this point; now by default.")] as_of: Option<AsOf>,
    ) -> Option<Vec<Employment>> {
        let call = Call::of(ctx);
        let point = async {
            let Some(as_of) = as_of else { return Ok(None) };
            Ok(Some(call.point(Some(as_of.input()?)).await?.into()))
        };
        let point = answer(ctx, point.await)?;
        let rows = load(ctx, EmploymentsOf(self.row.id, point)).await.unwrap_or_default();
        Some(rows.into_iter().map(Employment::show).collect())
    }

    /// The employment on a day, if it lies within the caller's reach (hubungan kerja).
    async fn employment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day; today by default.")] on: Option<Date>,
    ) -> Option<Employment> {
        let call = Call::of(ctx);
        let on = on.unwrap_or_else(|| call.today());
        let rows = load(ctx, EmploymentsOf(self.row.id, None)).await?;
        rows.into_iter()
            .find(|row| row.valid_from <= on && row.valid_to.is_none_or(|to| to > on))
            .map(Employment::show)
    }

    /// Signatures within the caller's reach (tanda tangan pakta).
    async fn pact_signatures(&self, ctx: &Context<'_>) -> Option<Vec<Line<SignatureLine>>> {
        let id = self.row.id;
        let asked = &ctx.item.node.selection_set.node;
        if plain::holds(Call::of(ctx), asked, &SignatureLine::blank()) {
            let rows = load(ctx, SignatureLinesOf(id)).await.unwrap_or_default();
            return Some(rows.into_iter().map(Line::Plain).collect());
        }
        let rows = rows::<PactSignature>(ctx, id).await;
        Some(rows.into_iter().map(|row| Line::Whole(PactSignature::show(row))).collect())
    }

    /// How the person stands today towards a cycle's pact in force, where employed; null outside the
    /// caller's reach (status penandatanganan).
    async fn pact_standing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The cycle.")] cycle: ID,
    ) -> Option<PactStanding> {
        let cycle = answer(ctx, read("cycle", Kind::Cycle, &cycle))?;
        load(ctx, StandingOf(self.row.id, cycle)).await
    }

    /// Acts that concern the person, and whether they are open to the caller (tindakan yang
    /// tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        let acts = [
            Act::RecordEmployment,
            Act::EndEmployment,
            Act::RecordServiceNumber,
            Act::ExemptFromPact,
            Act::InvitePeople,
            Act::ResetCredential,
            Act::Unmask,
            Act::Erase,
            Act::PlaceHold,
        ];
        available(Call::of(ctx), &acts.map(|act| (act, Ok(()))))
    }
}

impl CivilServant {
    /// Whether the caller reads names, and there is one to read.
    fn reads_names(&self, ctx: &Context<'_>) -> bool {
        self.row.erased_at.is_none() && personal_view(&Call::of(ctx).actor).name
    }
}

/// NIP of a PNS or NI PPPK, held by a person for a time (nomor induk).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct ServiceNumber {
    #[graphql(flatten)]
    row: service_number::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

#[ComplexObject]
impl ServiceNumber {
    /// The 18 digits; null unless the person asks for oneself.
    async fn number(&self, ctx: &Context<'_>) -> Option<&str> {
        let is_open = personal_view(&Call::of(ctx).actor).number && !self.is_erased();
        is_open.then_some(self.row.number.as_str())
    }

    /// Whether the digits are read, and why not (keadaan data pribadi).
    async fn personal_data(&self, ctx: &Context<'_>) -> PersonalDataState {
        PersonalDataState::of(self.is_erased(), personal_view(&Call::of(ctx).actor).number)
    }

    /// The number with all but its last three digits masked; null where it is erased.
    async fn number_masked(&self) -> Option<String> {
        Number::parse(&self.row.number).ok().map(|number| number.masked())
    }
}

impl ServiceNumber {
    /// What an erasure leaves is no number.
    fn is_erased(&self) -> bool {
        Number::parse(&self.row.number).is_err()
    }
}

/// How a civil servant is looked up.
#[derive(OneofObject)]
pub(in crate::graphql) enum CivilServantByInput {
    /// By the global id.
    Id(ID),
    /// By a service number, present or former: 18 digits, spaces, dots and hyphens allowed (NIP,
    /// NI PPPK).
    ServiceNumber(String),
}

/// The look-up that an argument at a path asks for.
pub(in crate::graphql) fn by(
    path: &str,
    input: CivilServantByInput,
) -> Result<CivilServantBy, netra_registry::Error> {
    Ok(match input {
        CivilServantByInput::Id(id) => {
            CivilServantBy::Id(read(&format!("{path}.id"), Kind::CivilServant, &id)?)
        }
        CivilServantByInput::ServiceNumber(number) => CivilServantBy::ServiceNumber(number),
    })
}

/// Which civil servants are asked for.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct CivilServantFilterInput {
    /// Only those employed today in this institution.
    institution: Option<ID>,
    /// Only those employed today in this unit.
    unit: Option<ID>,
    /// Only those whose identity has to be checked by hand, or only the others (perlu pemeriksaan
    /// identitas).
    is_identity_doubtful: Option<bool>,
}

/// A new service number of a person.
#[derive(InputObject)]
pub(in crate::graphql) struct RecordServiceNumberInput {
    /// A number that the person holds or held.
    holder: String,
    /// The new number (NIP, NI PPPK).
    number: String,
    /// The declared kind, checked against the number (jenis ASN).
    kind: Option<CivilServantKind>,
    /// First day on which it is held.
    valid_from: Date,
}

/// What an act on a civil servant answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct CivilServantPayload {
    /// The person.
    pub(in crate::graphql) civil_servant: Option<CivilServant>,
    /// Its event; null where nothing changed.
    pub(in crate::graphql) receipt: Option<Receipt>,
}

#[derive(Default)]
pub(in crate::graphql) struct CivilServantQuery;

/// Civil servants.
#[Object]
impl CivilServantQuery {
    /// One civil servant (pegawai ASN).
    #[graphql(directive = access::apply(word(Act::ReadCivilServants), roles(Act::ReadCivilServants)))]
    async fn civil_servant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] by: CivilServantByInput,
    ) -> Option<CivilServant> {
        let found = async {
            let by = self::by("by", by)?;
            dossier::read(ctx, &by).await
        };
        answer(ctx, found.await)
    }

    /// Civil servants within the caller's reach, in the order in which they were registered
    /// (daftar pegawai ASN).
    #[graphql(directive = access::apply(word(Act::ReadCivilServants), roles(Act::ReadCivilServants)))]
    async fn civil_servants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<CivilServantFilterInput>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<CivilServant>> {
        let call = Call::of(ctx);
        let listed = async {
            let filter = filter.unwrap_or_default();
            let (institution, unit) = (filter.institution.as_ref(), filter.unit.as_ref());
            let filter = CivilServantFilter {
                institution_id: read_optional(
                    "filter.institution",
                    Kind::Institution,
                    institution,
                )?,
                unit_id: read_optional("filter.unit", Kind::Unit, unit)?,
                is_identity_doubtful: filter.is_identity_doubtful,
            };
            let paged = Paged::new(call, "civilServants", &filter);
            let window = paged.window(&Paging { first, after, last, before })?;
            let page = call.registry().civil_servants(&call.permit()?, &filter, &window).await?;
            Ok(paged.connect(page, CivilServant::show))
        };
        answer(ctx, listed.await)
    }
}

#[derive(Default)]
pub(in crate::graphql) struct CivilServantMutation;

/// Acts on civil servants.
#[Object]
impl CivilServantMutation {
    /// Records that a person holds a new service number; the former one ends that day (pencatatan
    /// nomor induk).
    #[graphql(directive = access::apply(word(Act::RecordServiceNumber), roles(Act::RecordServiceNumber)))]
    async fn record_service_number(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new number.")] input: RecordServiceNumberInput,
    ) -> Option<CivilServantPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "recordServiceNumber")?;
            let input = ServiceNumberInput {
                holder: input.holder,
                number: input.number,
                kind: input.kind,
                valid_from: input.valid_from,
            };
            let done = call.registry().record_service_number(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }
}

/// Re-reads the person through the caller's own permit.
pub(in crate::graphql) async fn payload(
    call: &Call,
    done: netra_registry::Done,
) -> netra_registry::Result<CivilServantPayload> {
    let by = CivilServantBy::Id(done.subject_id.unwrap_or_default());
    let row = call.registry().civil_servant(&call.permit()?, &by).await?;
    Ok(CivilServantPayload {
        civil_servant: Some(CivilServant::show(row)),
        receipt: Receipt::of(&done),
    })
}
