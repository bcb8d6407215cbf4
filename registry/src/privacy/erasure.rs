//! Erasure: a person's personal and secret columns are blanked in every version, and so are the
//! payloads and salts of every event about the person. Keys, ranges, states and event references
//! stay, so sets and counts never change and every proof holds.

mod blank;
mod hold;

use async_graphql::InputObject;
pub(crate) use blank::subjects;
pub use hold::{LiftHoldInput, PlaceHoldInput};

use netra_domain::erasure::{check, is_any_time};
use netra_domain::policy::{Permit, of};
use netra_domain::read_log::Span;
use netra_domain::{Rule, Zone};
use netra_entity::{Date, Instant, Ref, civil_servant as person, erasure};
use serde_json::json;
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result, read};
use crate::ledger::page::{Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::people;
use crate::privacy;
use crate::privacy::read_log::{clock, in_force};

/// Longest description of a decision, in characters.
const LONGEST: usize = 200;

/// Whose data are erased, and by which right.
#[derive(Clone, Debug, InputObject)]
pub struct EraseInput {
    /// The person.
    pub civil_servant: Ref<person::Entity>,
    /// Why, code list `ERASURE_BASIS` (dasar hukum).
    pub legal_basis: String,
    /// The decision it rests on: number and day, no names, at most 200 characters (keputusan).
    pub decree: String,
}

/// An erasure of before a restore.
#[derive(Clone, Debug)]
pub struct Replay {
    /// What was erased.
    pub input: EraseInput,
    /// When.
    pub erased_at: Instant,
}

/// What became of an erasure that is done again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replayed {
    /// The data had come back, and are erased again.
    Erased,
    /// The data are erased.
    Unchanged,
    /// A hold keeps the data: it is lifted first.
    Held,
    /// The database does not know the person.
    Absent,
}

impl Registry {
    /// Erases a person's data.
    ///
    /// # Errors
    /// `NOT_FOUND`, `ALREADY_ERASED`, `OWN_RECORD`; `CODE_UNKNOWN`, `DECREE_REQUIRED`; `LEGAL_PROCESS_HOLDS`,
    /// `STILL_EMPLOYED`, `RETENTION_HOLDS`.
    pub async fn erase(
        &self,
        permit: &Permit<of::Erase>,
        request: &ActRequest,
        input: &EraseInput,
    ) -> Result<Done> {
        let person_id = read("civilServant", &input.civil_servant)?;
        let length = input.decree.trim().chars().count();
        if !(1..=LONGEST).contains(&length) {
            return Err(Error::invalid("decree", Rule::DecreeRequired));
        }
        let mut act = open_act!(self, permit, request);
        let mut locked = people::within::lock_persons(&act, &[person_id]).await?;
        let person = locked.pop().ok_or(Error::NotFound)?;
        if person.erased_at.is_some() {
            return Err(Rule::AlreadyErased.into());
        }
        if act.actor().person_id() == Some(person.id) {
            return Err(Rule::OwnRecord.into());
        }
        check_time(&act, input, person.id).await?;
        let id = erase(&mut act, person, input, None).await?;
        act.commit(Some(id)).await
    }

    /// Does an erasure again after an older copy of the database was restored. What was decided
    /// is not judged anew.
    ///
    /// # Errors
    /// The database's own.
    pub async fn replay_erasure(
        &self,
        permit: &Permit<of::Erase>,
        replay: &Replay,
    ) -> Result<Replayed> {
        let request = ActRequest::default();
        let crate::ledger::write::Opened::Fresh(mut act) = self.open(permit, &request).await?
        else {
            return Ok(Replayed::Unchanged);
        };
        let id = read("civilServant", &replay.input.civil_servant)?;
        let mut locked = people::within::lock_persons(&act, &[id]).await?;
        let Some(person) = locked.pop() else { return Ok(Replayed::Absent) };
        if person.erased_at.is_some() {
            return Ok(Replayed::Unchanged);
        }
        // A hold placed since is not replayed away; one that the copy brought back is lifted again.
        let holds = privacy::within::holds_of(&act, id).await?;
        if check(&holds, &[], act.today(), None::<fn(Date) -> Date>).is_err() {
            return Ok(Replayed::Held);
        }
        let id = erase(&mut act, person, &replay.input, Some(replay.erased_at)).await?;
        act.commit(Some(id)).await?;
        Ok(Replayed::Erased)
    }

    /// Erasures, oldest first.
    ///
    /// # Errors
    /// The database's own.
    pub async fn erasures(
        &self,
        permit: &Permit<of::ReadErasures>,
        window: &Window,
    ) -> Result<Page<erasure::Model>> {
        let select = self.within::<erasure::Entity, _>(permit, AsOf::Now);
        self.page(select, &[erasure::Column::Id], window).await
    }
}

/// Refuses what a legal process, the service or the time of keeping still holds.
async fn check_time(act: &Write, input: &EraseInput, person_id: Uuid) -> Result<()> {
    let today = act.today();
    let basis = in_force(act.tx(), "ERASURE_BASIS", &input.legal_basis, today).await?;
    let basis = basis.ok_or(Error::invalid("legalBasis", Rule::CodeUnknown))?;
    let kept: Option<Span> = if is_any_time(basis.attribute.as_deref()) {
        None
    } else {
        Some(clock(act.tx(), "RECORD_RETENTION", today).await?)
    };
    let kept_until = kept.map(|span| {
        move |left: Date| {
            let start = Instant(left.0.and_time(chrono::NaiveTime::MIN).and_utc());
            Date(Zone::Wib.local_day(span.after(start).0))
        }
    });
    let holds = privacy::within::holds_of(act, person_id).await?;
    let employments = people::within::employments(act, &[person_id]).await?;
    Ok(check(&holds, &employments, today, kept_until)?)
}

/// Blanks the person, and records that it was done.
async fn erase(
    act: &mut Write,
    before: person::Model,
    input: &EraseInput,
    first_at: Option<Instant>,
) -> Result<Uuid> {
    let person_id = before.id;
    // The last revision is asked for before its payload goes.
    let rev = act.next_rev(person_id).await?;
    blank::events(act, person_id).await?;
    blank::rows(act, person_id).await?;
    let now = act.now();
    let after = person::Model {
        name: String::new(),
        front_title: None,
        back_title: None,
        nik_cipher: None,
        nik_index: None,
        erased_at: Some(now),
        rev,
        ..before
    };
    act.tell::<person::Entity>(&after, rev, vec![]);
    act.replace::<person::Entity>(after).await?;
    let row = erasure::Model {
        id: act.new_id(),
        civil_servant_id: person_id,
        legal_basis: input.legal_basis.clone(),
        decree: input.decree.trim().to_owned(),
        erased_at: now,
        recorded_by: act.event_id(),
    };
    let id = row.id;
    let first_erased_at = json!(first_at.unwrap_or(now));
    act.add(row, vec![("first_erased_at", first_erased_at)]).await?;
    Ok(id)
}
