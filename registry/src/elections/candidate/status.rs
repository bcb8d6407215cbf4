//! What becomes of candidates: verification, lists, withdrawal, replacement, death, orders.

use async_graphql::InputObject;
use netra_domain::Rule;
use netra_domain::candidate::{check_change, stands};
use netra_domain::policy::{Permit, of};
use netra_entity::code::{CandidateState, ContestantKind, StatusGround};
use netra_entity::{Date, Ref, candidate, candidate_status, contestant};

use super::{By, Place, check_place, parts, placed};
use crate::Registry;
use crate::elections;
use crate::elections::contestant::{StatusDocumentInput, check_document, day, local_today};
use crate::ledger::error::{Error, Result, read};
use crate::ledger::write::{ActRequest, CHUNK, Done, Write, open_act};
use crate::office::region::zone_of;
use crate::pact::pact_text::expect_version;

/// A change of a candidate's state.
#[derive(Clone, Debug, InputObject)]
pub struct ChangeCandidateStatusInput {
    /// The candidate.
    pub id: Ref<candidate::Entity>,
    /// The state (status).
    pub state: CandidateState,
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

impl Registry {
    /// Changes a candidate's state by its document. Two nominations of one person both stay until
    /// one is struck off by such an act.
    ///
    /// # Errors
    /// `NOT_FOUND`; `FORBIDDEN` outside the office's level and region; `STATUS_TRANSITION`,
    /// `STATUS_GROUND`, `DOCUMENT_REQUIRED`, `STATUS_BEFORE_LAST`, `DAY_IN_FUTURE`, `ROLE_TAKEN`.
    pub async fn change_candidate_status(
        &self,
        permit: &Permit<of::ChangeCandidateStatus>,
        request: &ActRequest,
        change: &ChangeCandidateStatusInput,
    ) -> Result<Done> {
        let id = read("id", &change.id)?;
        let mut act = open_act!(self, permit, request);
        let found = elections::within::candidate(act.tx(), id).await?.ok_or(Error::NotFound)?;
        let (contest, contestant) = placed(&act, found.contestant_id).await?;
        permit.covers_jurisdiction(
            contest.registrar_level,
            contest.registrar_region_code.as_deref(),
        )?;
        // Read again: until the lock was held, another act may have changed it.
        let row = elections::within::candidate(act.tx(), id).await?.ok_or(Error::NotFound)?;
        expect_version(change.expected_version, row.rev)?;
        check_document(change.document.as_ref())?;
        let zone = zone_of(act.tx(), contest.region_code.as_deref()).await?;
        let today = local_today(&act, zone);
        let mut history = elections::within::candidate_statuses(act.tx(), &[row.id]).await?;
        if change.corrects_last {
            let wrong = history.pop().ok_or(Error::NotFound)?;
            act.supersede::<candidate_status::Entity>(vec![wrong.row_id]).await?;
        }
        let last = history.last();
        let on = day(change.on, today, last.map(|it| it.valid_from))?;
        if let Some(last) = last {
            let (to, ground) = (change.state, change.ground);
            check_change(last.state, to, ground, change.document.is_some())?;
        } else if change.state != CandidateState::Prospective {
            return Err(Rule::StatusTransition.into());
        }
        if stands(change.state) && !stands(row.state) {
            let others = elections::within::candidates_of(act.tx(), contestant.id).await?;
            let place = Place {
                district_id: row.district_id,
                role: row.role,
                list_number: row.list_number,
            };
            let others: Vec<_> = others.into_iter().filter(|it| it.id != row.id).collect();
            check_place(contestant.kind, &place, &others)?;
        }
        let row = enter(row, change.state, on, &history);
        let version = status(&act, &row, (on, change.ground), change.document.as_ref());
        let indexes: Vec<String> = row.nik_index.iter().cloned().collect();
        let twins = elections::within::nominations(act.tx(), row.election_id, &indexes).await?;
        let twins: Vec<_> = twins.iter().map(|it| it.id).filter(|id| *id != row.id).collect();
        act.tell::<candidate::Entity>(&row, row.rev, parts(&version, &twins));
        act.replace::<candidate::Entity>(row).await?;
        act.insert(version).await?;
        act.commit(Some(id)).await
    }
}

/// The row of a candidate that enters a state on a day.
pub(crate) fn enter(
    row: candidate::Model,
    state: CandidateState,
    on: Date,
    history: &[candidate_status::Model],
) -> candidate::Model {
    let finals =
        history.iter().filter(|it| it.state == CandidateState::Final).map(|it| it.valid_from);
    let (first, last) = (finals.clone().min(), finals.max());
    let is_final = state == CandidateState::Final;
    candidate::Model {
        state,
        determined_on: if is_final { Some(on) } else { last },
        published_on: first.or(is_final.then_some(on)),
        rev: row.rev + 1,
        ..row
    }
}

/// A new version of a status.
pub(crate) fn status(
    act: &Write,
    row: &candidate::Model,
    (on, ground): (Date, StatusGround),
    document: Option<&StatusDocumentInput>,
) -> candidate_status::Model {
    candidate_status::Model {
        row_id: act.new_id(),
        candidate_id: row.id,
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

/// Determines the candidates of contestants that are determined: those who qualified or are on
/// the provisional list. The decision about a pair or an individual is one about its persons.
pub(crate) async fn determine_candidates(
    act: &mut Write,
    contestants: &[contestant::Model],
    (on, ground, document): By<'_>,
) -> Result<()> {
    for contestant in contestants {
        let with_persons = contestant.kind != ContestantKind::Party;
        let ready = |it: &candidate::Model| match it.state {
            CandidateState::Qualified | CandidateState::Provisional => true,
            CandidateState::Prospective => with_persons,
            // A pair that a court restores is restored with its persons.
            CandidateState::Unqualified | CandidateState::Cancelled => {
                with_persons
                    && matches!(ground, StatusGround::CourtOrder | StatusGround::SupervisorOrder)
            }
            CandidateState::Incomplete
            | CandidateState::Final
            | CandidateState::StruckOff
            | CandidateState::Replaced
            | CandidateState::Withdrawn
            | CandidateState::Deceased
            | CandidateState::Elected
            | CandidateState::NotElected => false,
        };
        let mut rows = elections::within::candidates_of(act.tx(), contestant.id).await?;
        rows.retain(ready);
        if act.changed() + rows.len() > CHUNK {
            return Err(Error::invalid("contestants", Rule::TooManyRows));
        }
        let ids: Vec<_> = rows.iter().map(|it| it.id).collect();
        let history = elections::within::candidate_statuses(act.tx(), &ids).await?;
        let mut versions = Vec::with_capacity(rows.len());
        for row in rows {
            let own: Vec<_> =
                history.iter().filter(|it| it.candidate_id == row.id).cloned().collect();
            if own.last().is_some_and(|it| it.valid_from > on) {
                return Err(Error::invalid("on", Rule::StatusBeforeLast));
            }
            let row = enter(row, CandidateState::Final, on, &own);
            let version = status(act, &row, (on, ground), document);
            act.tell::<candidate::Entity>(&row, row.rev, parts(&version, &[]));
            act.replace::<candidate::Entity>(row).await?;
            versions.push(version);
        }
        act.insert_all(versions).await?;
    }
    Ok(())
}
