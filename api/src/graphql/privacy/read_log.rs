//! Who looked, in the contract: unmasking, a person's own access log, and an office's readings.

use async_graphql::{ComplexObject, Context, Enum, ID, InputObject, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_domain::{Rule, ServiceNumber};
use netra_entity::code::Function;
use netra_entity::{Instant, civil_servant as person, read_log, read_log_subject};
use netra_registry::Error;
use netra_registry::privacy::read_log::{
    ReadingFilter, UnmaskInput, Unmasked, UnmaskedField as Field,
};

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read, read_optional, show};
use crate::graphql::kernel::loader::{WithheldOf, load};
use crate::graphql::kernel::noun::{Noun, nested, nouns, row};
use crate::graphql::kernel::paging::{List, Paged, Paging};
use crate::graphql::kernel::receipt::Receipt;
use crate::graphql::kernel::record::Record;
use crate::graphql::office::institution::Institution;
use crate::graphql::office::seat::Seat;
use crate::graphql::people::civil_servant::{self, CivilServant, CivilServantByInput};

/// Somebody looked at the caller's own record (catatan akses).
pub(in crate::graphql) struct AccessLogEntry {
    row: read_log_subject::Model,
}

/// Somebody looked at the caller's own record (catatan akses).
#[Object]
impl AccessLogEntry {
    /// The institution that read (instansi).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.institution_id).await
    }

    /// The function under which it read (fungsi).
    async fn function(&self) -> Option<Function> {
        self.row.function
    }

    /// The purpose, code list `READ_PURPOSE`; null for a reading of the masked record in the course
    /// of the office's work (tujuan).
    async fn purpose(&self) -> Option<&str> {
        self.row.purpose.as_deref()
    }

    /// When; of masked readings by one place within a minute the first (waktu akses).
    async fn read_at(&self) -> Instant {
        self.row.read_at
    }
}

/// A reading of personal records, or a refusal of one (catatan akses).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Reading {
    #[graphql(flatten)]
    row: read_log::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    Reading shows read_log under ReadReadings as Reading;
}

#[ComplexObject]
impl Reading {
    /// The institution that read (instansi).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.institution_id).await
    }

    /// The seat that read, where visible to the caller (kedudukan).
    async fn seat(&self, ctx: &Context<'_>) -> Option<Seat> {
        row::<Seat>(ctx, self.row.seat_id?).await.map(Seat::show)
    }

    /// Index up to which the order was known to the reading, as text.
    async fn read_index(&self) -> Option<String> {
        self.row.read_index.map(|index| index.to_string())
    }

    /// The event, where the reading is one of its own (peristiwa).
    async fn event_id(&self) -> Option<ID> {
        self.row.recorded_by.map(|id| show(Kind::Event, id))
    }

    /// Until when the person does not see the reading; null where it never was withheld.
    async fn withheld_until(&self, ctx: &Context<'_>) -> Option<Instant> {
        self.row.recorded_by?;
        load(ctx, WithheldOf(self.row.id)).await?.withheld_until
    }
}

/// What is behind the mask.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub(in crate::graphql) enum UnmaskedField {
    /// Name and titles (nama dan gelar).
    Name,
    /// The whole service numbers (NIP, NI PPPK).
    ServiceNumbers,
}

/// Whose mask is taken off, how far and why.
#[derive(InputObject)]
#[graphql(name = "UnmaskInput")]
pub(in crate::graphql) struct UnmaskPersonInput {
    /// The person.
    by: CivilServantByInput,
    /// What the purpose needs.
    fields: Vec<UnmaskedField>,
    /// Purpose, code list `READ_PURPOSE` (tujuan).
    purpose: String,
    /// The purpose in the reader's own words, 10 to 2,000 characters.
    note: String,
}

/// A reading to let its person see.
#[derive(InputObject)]
pub(in crate::graphql) struct ReleaseReadingInput {
    /// The reading, as `readings` names it.
    id: ID,
    /// Why: the case is notified, or there is none; 10 to 2,000 characters (alasan).
    reason: String,
}

/// A person without the mask.
#[derive(SimpleObject)]
pub(in crate::graphql) struct UnmaskPayload {
    /// The person, masked as ever.
    civil_servant: Option<CivilServant>,
    /// Name without titles; null where not asked for (nama).
    name: Option<String>,
    /// Titles before the name (gelar depan).
    front_title: Option<String>,
    /// Titles after the name (gelar belakang).
    back_title: Option<String>,
    /// The whole service numbers, oldest first; null where not asked for (NIP, NI PPPK).
    service_numbers: Option<Vec<String>>,
    /// Until when the person does not see this reading; null where at once.
    withheld_until: Option<Instant>,
    /// Its event.
    receipt: Option<Receipt>,
}

impl UnmaskPayload {
    fn of(unmasked: Unmasked, fields: &[Field]) -> Self {
        let Unmasked { person, numbers, withheld_until, done } = unmasked;
        let named = fields.contains(&Field::Name).then(|| person.clone());
        // What is erased is behind no mask.
        let named = named.filter(|row| row.erased_at.is_none());
        let numbers: Vec<_> = numbers.into_iter().map(|it| it.number).collect();
        let (name, front_title, back_title) = match named {
            None => (None, None, None),
            Some(person::Model { name, front_title, back_title, .. }) => {
                (Some(name), front_title, back_title)
            }
        };
        let numbers = numbers.into_iter().filter(|it| ServiceNumber::parse(it).is_ok());
        let service_numbers = fields.contains(&Field::ServiceNumbers).then(|| numbers.collect());
        let receipt = Receipt::of(&done);
        let civil_servant = Some(CivilServant::show(person));
        Self {
            civil_servant,
            name,
            front_title,
            back_title,
            service_numbers,
            withheld_until,
            receipt,
        }
    }
}

/// What `releaseReading` answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct ReleaseReadingPayload {
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
}

/// Which readings are asked for.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct ReadingFilterInput {
    /// Only those of this institution.
    institution: Option<ID>,
    /// Only those of this seat.
    seat: Option<ID>,
    /// Only those with this purpose, code list `READ_PURPOSE`.
    purpose: Option<String>,
}

#[derive(Default)]
pub(in crate::graphql) struct ReadLogQuery;

/// Who looked.
#[Object]
impl ReadLogQuery {
    /// Who looked at the caller's own record, oldest first: institution, purpose and time. Readings
    /// for a case of which the caller has not been told yet follow when that is done. A reading may
    /// take a few seconds to appear (catatan akses atas data sendiri).
    #[graphql(directive = access::apply(word(Act::ReadAccessLog), roles(Act::ReadAccessLog)))]
    async fn access_log(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<AccessLogEntry>> {
        let call = Call::of(ctx);
        let listed = async {
            let paged = Paged::new(call, "accessLog", &());
            let window = paged.window(&Paging { first, after, last, before })?;
            let page = call.registry().access_log(&call.permit()?, &window).await?;
            Ok(paged.connect(page, |row| AccessLogEntry { row }))
        };
        answer(ctx, listed.await)
    }

    /// What the people of an office read of persons and were refused, oldest first; of every office
    /// for audit (daftar akses instansi).
    #[graphql(directive = access::apply(word(Act::ReadReadings), roles(Act::ReadReadings)))]
    async fn readings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<ReadingFilterInput>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<Reading>> {
        let call = Call::of(ctx);
        let listed = async {
            let filter = filter.unwrap_or_default();
            let (institution, seat) = (filter.institution.as_ref(), filter.seat.as_ref());
            let filter = ReadingFilter {
                institution_id: read_optional(
                    "filter.institution",
                    Kind::Institution,
                    institution,
                )?,
                seat_id: read_optional("filter.seat", Kind::Seat, seat)?,
                purpose: filter.purpose,
            };
            let paged = Paged::new(call, "readings", &filter);
            let window = paged.window(&Paging { first, after, last, before })?;
            let page = call.registry().readings(&call.permit()?, &filter, &window).await?;
            Ok(paged.connect(page, Reading::show))
        };
        answer(ctx, listed.await)
    }
}

#[derive(Default)]
pub(in crate::graphql) struct ReadLogMutation;

/// Acts on what is masked.
#[Object]
impl ReadLogMutation {
    /// Takes the mask off one person, for a purpose. Each time is an event, committed before the
    /// answer, so an idempotency key is not honoured (pembukaan samaran data pribadi).
    #[graphql(directive = access::apply(word(Act::Unmask), roles(Act::Unmask)))]
    async fn unmask(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, what and why.")] input: UnmaskPersonInput,
    ) -> Option<UnmaskPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "unmask")?;
            let field = |field: &UnmaskedField| match field {
                UnmaskedField::Name => Field::Name,
                UnmaskedField::ServiceNumbers => Field::ServiceNumbers,
            };
            let input = UnmaskInput {
                by: civil_servant::by("input.by", input.by)?,
                fields: input.fields.iter().map(field).collect(),
                purpose: input.purpose,
                note: input.note,
            };
            let unmasked = call.registry().unmask(&permit, &request, &input).await;
            let outcome = match &unmasked {
                Ok(_) => "shown",
                Err(Error::Refused(Rule::UnmaskLimit)) => "limit",
                Err(_) => "refused",
            };
            metrics::counter!("netra_unmaskings_total", "outcome" => outcome).increment(1);
            let unmasked = unmasked?;
            Ok(UnmaskPayload::of(unmasked, &input.fields))
        };
        answer(ctx, done.await)
    }

    /// Lets a person see a reading that was withheld, when the case is notified or there is none
    /// (pembukaan catatan akses yang ditahan).
    #[graphql(directive = access::apply(word(Act::ReleaseReading), roles(Act::ReleaseReading)))]
    async fn release_reading(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one and why.")] input: ReleaseReadingInput,
    ) -> Option<ReleaseReadingPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "releaseReading")?;
            let id = read("input.id", Kind::Reading, &input.id)?;
            call.registry().release_reading(&permit, &request, id, &input.reason).await
        };
        answer(ctx, done.await).map(|done| ReleaseReadingPayload { receipt: Receipt::of(&done) })
    }
}
