//! Taking the mask off one person: for a purpose, and as an event that is committed before the
//! answer.

use netra_domain::Rule;
use netra_domain::pact::check_reason;
use netra_domain::policy::{Permit, of};
use netra_domain::read_log::{Purpose, Span};
use netra_entity::{
    Date, Instant, civil_servant, code_list, read_log, read_log_subject, seat, service_number,
};
use sea_orm::{ConnectionTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::{Asked, KIND, open_minute};
use crate::law;
use crate::ledger::error::{Error, Result};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Opened, Write, open_act};
use crate::people;
use crate::people::civil_servant::CivilServantBy;
use crate::privacy;
use crate::{Registry, ledger::ids, office::region};

/// What is behind the mask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnmaskedField {
    /// Name and titles.
    Name,
    /// The whole service numbers.
    ServiceNumbers,
}

impl UnmaskedField {
    const fn code(self) -> &'static str {
        match self {
            Self::Name => "NAME",
            Self::ServiceNumbers => "SERVICE_NUMBERS",
        }
    }
}

/// Whose mask is taken off, how far and why.
#[derive(Clone, Debug)]
pub struct UnmaskInput {
    /// The person.
    pub by: CivilServantBy,
    /// What the purpose needs.
    pub fields: Vec<UnmaskedField>,
    /// Code of the list `READ_PURPOSE`.
    pub purpose: String,
    /// The purpose in the reader's own words.
    pub note: String,
}

/// A person without the mask.
#[derive(Clone, Debug)]
pub struct Unmasked {
    /// The person.
    pub person: civil_servant::Model,
    /// The person's service numbers, oldest first.
    pub numbers: Vec<service_number::Model>,
    /// Until when the person does not see the reading.
    pub withheld_until: Option<Instant>,
    /// What was done.
    pub done: Done,
}

impl Registry {
    /// Takes the mask off one person. Each time is an event of its own, so no idempotency key is
    /// honoured: a repetition shows again, and is counted again.
    ///
    /// # Errors
    /// [`Error::NotFound`] where absent or outside the reach; `CODE_UNKNOWN`,
    /// `PURPOSE_NOT_OF_FUNCTION`, `FIELD_REQUIRED`, `REASON_REQUIRED`; `UNMASK_LIMIT` where the seat
    /// has done so too often on that day.
    pub async fn unmask(
        &self,
        permit: &Permit<of::Unmask>,
        request: &ActRequest,
        input: &UnmaskInput,
    ) -> Result<Unmasked> {
        let today = self.clock().today();
        let purpose = self.check_unmasking(permit, input, today).await?;
        let person = self
            .within::<civil_servant::Entity, _>(permit, AsOf::Now)
            .filter(input.by.condition()?)
            .one(self.reader())
            .await?
            .ok_or(Error::NotFound)?;
        let stated = Some(input.purpose.clone());
        let request = ActRequest { purpose: stated, idempotency: None, ..request.clone() };
        let Opened::Fresh(mut act) = self.open(permit, &request).await? else {
            return Err(Error::IdempotencyInProgress);
        };
        check_frequency(&act, today).await?;
        // An erasure comes before or after, not in between.
        let mut locked = people::within::lock_persons(&act, &[person.id]).await?;
        let person = locked.pop().ok_or(Error::NotFound)?;
        let withheld_until = if purpose.is_withheld {
            Some(clock(act.tx(), "READING_WITHHELD", today).await?.after(act.now()))
        } else {
            None
        };
        let row = self.unmasking(&act, &request, input, person.id).await?;
        let after = json!({
            "civil_servant_id": person.id, "fields": codes(&input.fields), "note": row.note,
            "purpose": row.purpose, "withheld_until": withheld_until,
        });
        let id = row.id;
        act.insert(subject(&row, person.id, withheld_until)).await?;
        act.insert(row).await?;
        act.record(KIND, id, 1, &after)?;
        let numbers = people::within::numbers_of(&act, &[person.id]).await?;
        let done = act.commit(Some(id)).await?;
        self.note_evented(person.id);
        Ok(Unmasked { person, numbers, withheld_until, done })
    }

    /// Refuses an unmasking without its reasons; answers what its purpose allows.
    async fn check_unmasking(
        &self,
        permit: &Permit<of::Unmask>,
        input: &UnmaskInput,
        today: Date,
    ) -> Result<Purpose> {
        check_reason(&input.note).map_err(|rule| Error::invalid("note", rule))?;
        if input.fields.is_empty() {
            return Err(Error::invalid("fields", Rule::FieldRequired));
        }
        let row = in_force(self.reader(), "READ_PURPOSE", &input.purpose, today).await?;
        let row = row.ok_or(Error::invalid("purpose", Rule::CodeUnknown))?;
        let purpose = Purpose::of_attribute(row.attribute.as_deref());
        let function = permit.actor().seat().map(|seat| seat.function);
        purpose.check(function).map_err(|rule| Error::invalid("purpose", rule))?;
        Ok(purpose)
    }

    /// The reading that an unmasking is.
    async fn unmasking(
        &self,
        act: &Write,
        request: &ActRequest,
        input: &UnmaskInput,
        person_id: Uuid,
    ) -> Result<read_log::Model> {
        let asked = Asked {
            field: privacy::within::UNMASK.to_owned(),
            filter: json!({ "fields": codes(&input.fields) }).to_string(),
            read_index: None,
            trace_id: request.trace_id.clone(),
        };
        Ok(read_log::Model {
            minute: open_minute(act.tx(), self, act.now()).await?,
            purpose: Some(input.purpose.clone()),
            note: Some(input.note.trim().to_owned()),
            recorded_by: Some(act.event_id()),
            ..self.reading(act.actor(), &asked, &[person_id])
        })
    }

    /// Lets the person see a reading that was withheld: the case is notified, or there is none.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a reading of another office; `READING_NOT_WITHHELD`;
    /// `REASON_REQUIRED`.
    pub async fn release_reading(
        &self,
        permit: &Permit<of::ReleaseReading>,
        request: &ActRequest,
        id: Uuid,
        reason: &str,
    ) -> Result<Done> {
        check_reason(reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let found = privacy::within::reading_subject(&act, id).await?.ok_or(Error::NotFound)?;
        let own = found.institution_id.is_some_and(|it| permit.covers_own_past(it).is_ok());
        if !own {
            return Err(Error::NotFound);
        }
        let now = act.now();
        if found.withheld_until.is_none_or(|until| until <= now) {
            return Err(Rule::ReadingNotWithheld.into());
        }
        let after = json!({ "withheld_until": now, "reason": reason.trim() });
        act.replace::<read_log_subject::Entity>(read_log_subject::Model {
            withheld_until: Some(now),
            ..found
        })
        .await?;
        let rev = act.next_rev(id).await?;
        act.record(KIND, id, rev, &after)?;
        act.commit(Some(id)).await
    }
}

/// Refuses a seat that has taken off as many masks today as the code list `READ_LIMIT` allows: whoever
/// needs more is not after one person.
async fn check_frequency(act: &Write, today: Date) -> Result<()> {
    let Some(seat) = act.actor().seat().map(|seat| seat.seat_id) else { return Ok(()) };
    let row = in_force(act.tx(), "READ_LIMIT", "UNMASK_DAY", today).await?;
    let most = row.and_then(|it| it.attribute).and_then(|it| it.parse::<u64>().ok());
    let Some(most) = most else { return Ok(()) };
    // One after the other: two at once would both be the last.
    act.take::<seat::Entity>(seat, None).await?;
    let zone = region::zone_of(act.tx(), None).await?;
    let since = Instant::from_utc(zone.start_of_day(today.0));
    if privacy::within::unmaskings_since(act, seat, since).await? < most {
        Ok(())
    } else {
        Err(Rule::UnmaskLimit.into())
    }
}

fn codes(fields: &[UnmaskedField]) -> Vec<&'static str> {
    fields.iter().map(|field| field.code()).collect()
}

/// What the person sees of an unmasking, from the moment when it is not withheld any more.
fn subject(
    row: &read_log::Model,
    civil_servant_id: Uuid,
    withheld_until: Option<Instant>,
) -> read_log_subject::Model {
    read_log_subject::Model {
        id: ids::at(row.read_at),
        civil_servant_id,
        log_id: row.id,
        seat_id: row.seat_id,
        institution_id: row.institution_id,
        function: row.function,
        purpose: row.purpose.clone(),
        read_at: row.read_at,
        minute: None,
        withheld_until,
    }
}

/// The length of a clock in force.
pub(crate) async fn clock(db: &impl ConnectionTrait, code: &str, on: Date) -> Result<Span> {
    let row = in_force(db, "CLOCK", code, on).await?;
    let attribute = row.and_then(|it| it.attribute).ok_or(Rule::ClockUnknown)?;
    Ok(attribute.parse()?)
}

/// A code that a list has on a day.
pub(crate) async fn in_force(
    db: &impl ConnectionTrait,
    list: &str,
    code: &str,
    on: Date,
) -> Result<Option<code_list::Model>> {
    let rows = law::within::code_list(db, list).await?;
    let holds = |row: &code_list::Model| {
        row.code == code && region::holds(row.valid_from, row.valid_to, on)
    };
    Ok(rows.into_iter().find(holds))
}
