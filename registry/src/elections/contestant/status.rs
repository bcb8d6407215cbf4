//! What becomes of contestants: withdrawal, cancellation, orders of courts, late additions.

use async_graphql::InputObject;
use netra_domain::Rule;
use netra_domain::candidate::check_contestant_change;
use netra_domain::policy::{Permit, of};
use netra_entity::code::{ContestantState, StatusGround};
use netra_entity::{Date, Ref, contestant, contestant_status};

use super::{local_today, nominating, parts};
use crate::Registry;
use crate::elections;
use crate::elections::candidate::determine_candidates;
use crate::ledger::error::{Error, Result, read};
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office::region::zone_of;
use crate::pact::pact_text::expect_version;

/// A document that a change rests on (surat, keputusan, putusan).
#[derive(Clone, Debug, InputObject)]
pub struct StatusDocumentInput {
    /// Its number.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// Its day.
    pub dated_on: Option<Date>,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: Option<String>,
}

/// A change of a contestant's state.
#[derive(Clone, Debug, InputObject)]
pub struct ChangeContestantStatusInput {
    /// The contestant.
    pub id: Ref<contestant::Entity>,
    /// The state (status).
    pub state: ContestantState,
    /// First day; today by default.
    pub on: Option<Date>,
    /// Why (dasar perubahan).
    pub ground: StatusGround,
    /// By which document; verification alone needs none.
    pub document: Option<StatusDocumentInput>,
    /// Whether it stands in place of the last status, which was recorded wrongly.
    #[graphql(default)]
    pub corrects_last: bool,
    /// Version that the caller has seen; refused where the record has moved on.
    pub expected_version: Option<i32>,
}

/// The day of a change, neither in the future nor before the last status.
pub(crate) fn day(on: Option<Date>, today: Date, last: Option<Date>) -> Result<Date> {
    let on = on.unwrap_or(today);
    if on > today {
        return Err(Error::invalid("on", Rule::DayInFuture));
    }
    if last.is_some_and(|last| on < last) {
        return Err(Error::invalid("on", Rule::StatusBeforeLast));
    }
    Ok(on)
}

/// Refuses a document that says nothing.
pub(crate) fn check_document(document: Option<&StatusDocumentInput>) -> Result<()> {
    let Some(document) = document else { return Ok(()) };
    let texts = [("document.number", &document.number), ("document.issuer", &document.issuer)];
    match texts.into_iter().find(|(_, text)| text.trim().is_empty()) {
        Some((path, _)) => Err(Error::invalid(path, Rule::DocumentRequired)),
        None => Ok(()),
    }
}

impl Registry {
    /// Changes a contestant's state by its document.
    ///
    /// # Errors
    /// `NOT_FOUND`; `FORBIDDEN` outside the office's level and region; `STATUS_TRANSITION`,
    /// `STATUS_GROUND`, `DOCUMENT_REQUIRED`, `STATUS_BEFORE_LAST`, `DAY_IN_FUTURE`.
    pub async fn change_contestant_status(
        &self,
        permit: &Permit<of::ChangeContestantStatus>,
        request: &ActRequest,
        change: &ChangeContestantStatusInput,
    ) -> Result<Done> {
        let id = read("id", &change.id)?;
        let mut act = open_act!(self, permit, request);
        let contest_id = elections::within::contest_of_contestant(act.tx(), id).await?;
        let contest = match contest_id {
            Some(id) => elections::within::lock_contest(&act, id).await?,
            None => None,
        };
        let contest = contest.ok_or(Error::NotFound)?;
        permit.covers_jurisdiction(
            contest.registrar_level,
            contest.registrar_region_code.as_deref(),
        )?;
        let mut rows = elections::within::contestants(act.tx(), &[id]).await?;
        let row = rows.pop().ok_or(Error::NotFound)?;
        expect_version(change.expected_version, row.rev)?;
        check_document(change.document.as_ref())?;
        let zone = zone_of(act.tx(), contest.region_code.as_deref()).await?;
        let today = local_today(&act, zone);
        let mut history = elections::within::contestant_statuses(&act, row.id).await?;
        if change.corrects_last {
            let wrong = history.pop().ok_or(Error::NotFound)?;
            act.supersede::<contestant_status::Entity>(vec![wrong.row_id]).await?;
        }
        let last = history.last();
        let on = day(change.on, today, last.map(|it| it.valid_from))?;
        let from = last.map_or(ContestantState::Prospective, |it| it.state);
        let is_first = last.is_none() && change.state == ContestantState::Prospective;
        if !is_first {
            let (to, ground) = (change.state, change.ground);
            check_contestant_change(from, to, ground, change.document.is_some())?;
        }
        let row = enter(row, change.state, on, &history);
        let status = status(&act, &row, (on, change.ground), change.document.as_ref());
        store(&mut act, row.clone(), status).await?;
        if change.state == ContestantState::Determined {
            let by = (on, change.ground, change.document.as_ref());
            determine_candidates(&mut act, &[row], by).await?;
        }
        act.commit(Some(id)).await
    }
}

/// The row of a contestant that enters a state on a day.
pub(crate) fn enter(
    row: contestant::Model,
    state: ContestantState,
    on: Date,
    history: &[contestant_status::Model],
) -> contestant::Model {
    let earlier =
        history.iter().filter(|it| it.state == ContestantState::Determined).map(|it| it.valid_from);
    let (first, last) = (earlier.clone().min(), earlier.max());
    let is_determined = state == ContestantState::Determined;
    contestant::Model {
        state,
        determined_on: if is_determined { Some(on) } else { last },
        published_on: first.or(is_determined.then_some(on)),
        rev: row.rev + 1,
        ..row
    }
}

/// A new version of a status.
pub(crate) fn status(
    act: &Write,
    row: &contestant::Model,
    (on, ground): (Date, StatusGround),
    document: Option<&StatusDocumentInput>,
) -> contestant_status::Model {
    contestant_status::Model {
        row_id: act.new_id(),
        contestant_id: row.id,
        state: row.state,
        valid_from: on,
        ground,
        document_number: document.map(|it| it.number.clone()),
        document_issuer: document.map(|it| it.issuer.clone()),
        document_dated_on: document.and_then(|it| it.dated_on),
        document_sha256: document.and_then(|it| it.sha256.clone()),
        recorded_by: act.event_id(),
        superseded_by: None,
    }
}

/// Stores a contestant that entered a state.
pub(crate) async fn store(
    act: &mut Write,
    row: contestant::Model,
    status: contestant_status::Model,
) -> Result<()> {
    let by = nominating(row.id, elections::within::nominating_parties(act.tx(), row.id).await?);
    let told = parts(&by, std::slice::from_ref(&status));
    act.tell::<contestant::Entity>(&row, row.rev, told);
    act.replace::<contestant::Entity>(row).await?;
    act.insert(status).await
}
