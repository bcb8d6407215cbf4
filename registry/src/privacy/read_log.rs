//! Who looked at personal records. What a request is shown or refused is noted while it is
//! answered (`Ledger`), accounted for before the answer leaves, and written in groups; a minute
//! of a server is closed by an event with its digest. Unmasking a person is an event of its own,
//! committed before the answer.

mod group;
mod minute;
mod read;
mod unmask;
pub(crate) mod within;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use netra_domain::policy::Actor;
use netra_entity::code::ContestantKind;
use netra_entity::{
    api_client, api_client_key, breach, campaign_account, campaign_account_copy,
    campaign_account_imitation, campaign_account_name, campaign_account_rule, candidate,
    candidate_status, certified_signature, circular, civil_servant, code_list, contest,
    contest_exception, contest_phase, contest_round, contest_type, contestant, contestant_party,
    contestant_status, countersign_delegation, cycle, election, election_phase, electoral_district,
    employment, erasure, event, holiday, institution, institution_function, legal_hold,
    legal_instrument, legal_instrument_number, non_asn_signature, organisational_unit,
    pact_abstention, pact_signature, pact_text, party, party_participation, read_log,
    read_log_subject, rectification, region, seat, service_number, succession, succession_function,
    succession_party, succession_unit, user,
};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::ledger::page::Page;
use crate::pact::pact_signature::SignatureLine;
use crate::{Registry, ledger::ids, ledger::leaf};

pub use read::ReadingFilter;
pub use unmask::{UnmaskInput, Unmasked, UnmaskedField};

pub(crate) use group::Pending;
pub(crate) use minute::{holds as minute_holds, is_whole, of as minute_of, open_minute};
pub(crate) use unmask::{clock, in_force};

/// Kind of the record in events.
pub(crate) const KIND: &str = "reading";

/// What one request was shown and refused, until it is accounted for.
#[derive(Debug, Default)]
pub(crate) struct Ledger(Mutex<Noted>);

#[derive(Debug, Default)]
struct Noted {
    shown: BTreeSet<Uuid>,
    /// Records that tell of persons who are no civil servants.
    others: BTreeSet<Uuid>,
    /// Persons whose reading is an event of this request.
    evented: BTreeSet<Uuid>,
    refusals: Vec<String>,
}

impl Ledger {
    fn note(&self, note: impl FnOnce(&mut Noted)) {
        note(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn take(&self) -> Noted {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Whom a reading showed: persons, and records of those who are no civil servants.
pub(crate) fn persons_of(row: &read_log::Model) -> Vec<Uuid> {
    let bytes = URL_SAFE_NO_PAD.decode(&row.shown).unwrap_or_default();
    bytes.as_chunks().0.iter().map(|id| Uuid::from_bytes(*id)).collect()
}

/// Whom a row tells of.
#[derive(Clone, Copy, Debug)]
pub enum Whom {
    /// A civil servant.
    Person(Uuid),
    /// Somebody else, known by this record only.
    Other(Uuid),
    /// Nobody, or what everybody reads.
    Nobody,
}

/// A row that may tell something of a person.
pub trait OfPerson {
    /// Whom it tells of.
    fn whom(&self) -> Whom;
}

macro_rules! of_person {
    ($($table:ident.$column:ident),*) => {
        $(impl OfPerson for $table::Model {
            fn whom(&self) -> Whom {
                Whom::Person(self.$column)
            }
        })*
    };
}

of_person!(
    civil_servant.id,
    service_number.civil_servant_id,
    employment.civil_servant_id,
    pact_signature.civil_servant_id,
    rectification.civil_servant_id,
    legal_hold.civil_servant_id,
    pact_abstention.civil_servant_id,
    countersign_delegation.delegate_id
);

/// Tables whose rows tell of nobody, or of what everybody reads.
macro_rules! of_nobody {
    ($($table:ident),* $(,)?) => {
        $(impl OfPerson for $table::Model {
            fn whom(&self) -> Whom {
                Whom::Nobody
            }
        })*
    };
}

of_nobody!(
    circular,
    api_client,
    api_client_key,
    breach,
    campaign_account,
    campaign_account_copy,
    campaign_account_imitation,
    campaign_account_name,
    campaign_account_rule,
    candidate_status,
    certified_signature,
    code_list,
    contest,
    contest_exception,
    contest_phase,
    contest_round,
    contest_type,
    contestant_party,
    contestant_status,
    cycle,
    election,
    election_phase,
    electoral_district,
    erasure,
    event,
    holiday,
    institution,
    institution_function,
    legal_instrument,
    legal_instrument_number,
    organisational_unit,
    pact_text,
    party,
    party_participation,
    read_log,
    read_log_subject,
    region,
    seat,
    succession,
    succession_function,
    succession_party,
    succession_unit,
);

impl OfPerson for SignatureLine {
    fn whom(&self) -> Whom {
        Whom::Person(self.civil_servant_id)
    }
}

impl OfPerson for user::Model {
    fn whom(&self) -> Whom {
        self.civil_servant_id.map_or(Whom::Nobody, Whom::Person)
    }
}

impl OfPerson for non_asn_signature::Model {
    fn whom(&self) -> Whom {
        Whom::Other(self.id)
    }
}

impl OfPerson for candidate::Model {
    fn whom(&self) -> Whom {
        match (self.published_on, self.civil_servant_id) {
            (Some(_), _) => Whom::Nobody,
            (None, Some(person_id)) => Whom::Person(person_id),
            (None, None) => Whom::Other(self.id),
        }
    }
}

impl OfPerson for contestant::Model {
    fn whom(&self) -> Whom {
        match self.kind {
            ContestantKind::Party => Whom::Nobody,
            _ if self.published_on.is_some() => Whom::Nobody,
            ContestantKind::Pair | ContestantKind::Individual => Whom::Other(self.id),
        }
    }
}

/// What a request asked, as the log keeps it.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Its root fields.
    pub field: String,
    /// Their arguments as JSON, in which no word stands that may be personal.
    pub filter: String,
    /// Index up to which the order was known, where the request took it.
    pub read_index: Option<i64>,
    /// Trace of the request.
    pub trace_id: String,
}

impl Registry {
    /// The same registry for one request: what it shows is noted.
    #[must_use]
    pub fn noting(&self) -> Self {
        Self { ledger: Some(Arc::default()), ..self.clone() }
    }

    /// Passes rows on to whoever asked, and notes whose they are.
    pub(crate) fn showing<M: OfPerson>(&self, rows: Vec<M>) -> Vec<M> {
        self.note_persons(&rows);
        rows
    }

    /// Passes a page on to whoever asked, and notes whose rows are on it.
    pub(crate) fn showing_page<M: OfPerson>(&self, page: Page<M>) -> Page<M> {
        self.note_persons(&page.rows);
        page
    }

    /// Passes a row on to whoever asked, and notes whose it is.
    pub(crate) fn showing_one<M: OfPerson>(&self, row: Option<M>) -> Option<M> {
        self.note_persons(row.as_slice());
        row
    }

    fn note_persons<M: OfPerson>(&self, rows: &[M]) {
        if let Some(ledger) = &self.ledger {
            ledger.note(|noted| {
                for row in rows {
                    match row.whom() {
                        Whom::Person(id) => noted.shown.extend([id]),
                        Whom::Other(id) => noted.others.extend([id]),
                        Whom::Nobody => {}
                    }
                }
            });
        }
    }

    /// Notes that the reading of a person is an event of this request.
    fn note_evented(&self, person_id: Uuid) {
        if let Some(ledger) = &self.ledger {
            ledger.note(|noted| noted.evented.extend([person_id]));
        }
    }

    /// Notes a refusal, by its code and field.
    pub fn note_refusal(&self, code: &str, field: &str) {
        if let Some(ledger) = &self.ledger {
            ledger.note(|noted| noted.refusals.push(format!("{code} {field}")));
        }
    }

    /// Accounts for what a request was shown and refused. The answer leaves only after this: where
    /// too much waits to be written, it waits too.
    ///
    /// # Errors
    /// The database's own, where too much waits and cannot be written.
    pub async fn account(&self, actor: &Actor, asked: Asked) -> Result<()> {
        let Some(ledger) = &self.ledger else { return Ok(()) };
        let noted = ledger.take();
        // Nobody needs to be told of one's own reading of oneself; strangers are shown no person.
        let own = actor.civil_servant_id();
        let mut shown = noted.shown;
        shown.retain(|id| Some(*id) != own && !noted.evented.contains(id));
        if actor.user_id().is_none()
            || (shown.is_empty() && noted.others.is_empty() && noted.refusals.is_empty())
        {
            return Ok(());
        }
        // Where it is full and cannot be written, nothing is added: the answer stays here.
        if self.inner.read_log.is_full() {
            self.write_read_log().await?;
        }
        let persons: Vec<Uuid> = shown.into_iter().collect();
        let all: Vec<Uuid> = persons.iter().copied().chain(noted.others).collect();
        let refusals = (!noted.refusals.is_empty()).then(|| noted.refusals.join(", "));
        let row = read_log::Model { refusals, ..self.reading(actor, &asked, &all) };
        self.inner.read_log.push(row, persons);
        Ok(())
    }

    /// A reading of this moment.
    fn reading(&self, actor: &Actor, asked: &Asked, persons: &[Uuid]) -> read_log::Model {
        let now = self.clock().now();
        let seat = actor.seat();
        let bytes: Vec<u8> = persons.iter().flat_map(|id| *id.as_bytes()).collect();
        read_log::Model {
            id: ids::at(now),
            server: self.inner.read_log.server(),
            minute: minute::of(now),
            read_at: now,
            actor: self.pseudonym(actor),
            seat_id: seat.map(|it| it.seat_id),
            institution_id: seat.map(|it| it.institution_id),
            function: seat.map(|it| it.function),
            field: asked.field.clone(),
            filter: asked.filter.clone(),
            read_index: asked.read_index,
            shown_count: i32::try_from(persons.len()).unwrap_or(i32::MAX),
            shown: leaf::encode(&bytes),
            refusals: None,
            purpose: None,
            note: None,
            recorded_by: None,
            trace_id: asked.trace_id.clone(),
        }
    }
}
