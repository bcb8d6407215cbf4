//! Contestants: who stands in a contest, and what each became on which day.

mod read;
mod status;

use netra_domain::contestant::{Nomination, check_nomination};
use netra_domain::policy::{Permit, of};
use netra_domain::{Rule, Zone};
use netra_entity::code::{ContestantKind, ContestantState, ElectionRegime, StatusGround};
use netra_entity::{
    Date, contest, contest_round, contestant, contestant_party, contestant_status, election, party,
};
use serde_json::json;
use uuid::Uuid;

use crate::Registry;
use crate::elections;
use crate::elections::contest::{ContestLaw, legal_day};
use crate::ledger::error::{Error, Result};
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office::region::zone_of;

pub use read::ContestantFilter;
pub use status::{StatusChange, StatusDocument};
pub(crate) use status::{enter, status, store};

/// Kind of the record in events.
pub(crate) const KIND: &str = "contestant";

/// Longest name, in characters.
const LONGEST_NAME: usize = 300;

/// A contestant to register.
#[derive(Clone, Debug)]
pub struct ContestantInput {
    /// KPU's own code.
    pub kpu_code: Option<String>,
    /// The contest.
    pub contest_id: Uuid,
    /// The first round in which it stands; the last one by default.
    pub round: Option<i32>,
    /// The kind.
    pub kind: ContestantKind,
    /// The party, if it is one.
    pub party_id: Option<Uuid>,
    /// The parties that nominate it.
    pub nominated_by: Vec<Uuid>,
    /// Whether it stands without a party.
    pub is_independent: bool,
    /// Name of the persons; a party has its own.
    pub name: Option<String>,
    /// Number on the ballot.
    pub ballot_number: Option<i32>,
    /// Day of registration; today by default.
    pub registered_on: Option<Date>,
    /// Where the facts come from.
    pub source: String,
    /// Whether it is invented.
    pub is_invented: bool,
}

impl Registry {
    /// Registers a contestant; it is prospective until it is determined.
    ///
    /// # Errors
    /// `NOT_FOUND` for the contest; `FORBIDDEN` outside the office's level and region;
    /// `CONTESTANT_KIND`, `INDEPENDENT_NOT_ALLOWED`, `NOMINATION_REQUIRED`,
    /// `LOCAL_PARTY_ELSEWHERE`, `PARTY_NOT_PARTICIPATING`, `CONTESTANT_TAKEN`,
    /// `CONTEST_CONCLUDED`, `ROUND_UNKNOWN`, `NAME_REQUIRED`, `DAY_IN_FUTURE`.
    pub async fn register_contestant(
        &self,
        permit: &Permit<of::RegisterContestant>,
        request: &ActRequest,
        input: &ContestantInput,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let contest = elections::within::lock_contest(&act, input.contest_id).await?;
        let contest = contest.ok_or(Error::NotFound)?;
        permit.covers_jurisdiction(
            contest.registrar_level,
            contest.registrar_region_code.as_deref(),
        )?;
        let law = ContestLaw::load(act.tx()).await?;
        let election = elections::within::election(act.tx(), contest.election_id).await?;
        let election = election.ok_or(Error::NotFound)?;
        let rounds = elections::within::rounds(act.tx(), &[contest.id]).await?;
        let ids: Vec<Uuid> = input.party_id.iter().chain(&input.nominated_by).copied().collect();
        let parties = elections::within::parties(act.tx(), &ids).await?;
        let round = check(&act, input, (&contest, &election, &rounds), &law, &parties).await?;
        let zone = zone_of(act.tx(), contest.region_code.as_deref()).await?;
        let today = local_today(&act, zone);
        let registered_on = input.registered_on.unwrap_or(today);
        if registered_on > today {
            return Err(Error::invalid("registeredOn", Rule::DayInFuture));
        }
        let row = draft(&act, input, round, &parties)?;
        let id = row.id;
        insert(&mut act, input, row, Some(registered_on), None).await?;
        act.commit(Some(id)).await
    }
}

/// The day it is in a zone.
pub(crate) fn local_today(act: &Write, zone: Zone) -> Date {
    Date(zone.local_day(act.now().0))
}

/// Refuses who cannot stand; answers the round in which the contestant first stands.
async fn check(
    act: &Write,
    input: &ContestantInput,
    (contest, election, rounds): (&contest::Model, &election::Model, &[contest_round::Model]),
    law: &ContestLaw,
    parties: &[party::Model],
) -> Result<i32> {
    let kind = law.kind(&contest.contest_type).ok_or(Error::NotFound)?;
    let find = |id: &Uuid| parties.iter().find(|it| it.id == *id);
    let party = match &input.party_id {
        Some(id) => Some(find(id).ok_or(Error::invalid("party", Rule::PartyNotParticipating))?),
        None => None,
    };
    let by = input.nominated_by.iter().map(|id| find(id).cloned()).collect::<Option<Vec<_>>>();
    let by = by.ok_or(Error::invalid("nominatedBy", Rule::PartyNotParticipating))?;
    let nomination = Nomination {
        kind: input.kind,
        is_independent: input.is_independent,
        party,
        nominated_by: &by,
    };
    let on = legal_day(election, act.today());
    check_nomination(kind, &nomination, law.has_local_parties(contest, on))?;
    if election.regime == ElectionRegime::Pemilu {
        for party in party.into_iter().chain(&by) {
            if !elections::within::participates(act.tx(), party.id, election.id).await? {
                return Err(Rule::PartyNotParticipating.into());
            }
        }
    }
    open_round(rounds, input.round).map(|round| round.number)
}

/// The round with a number, or the last one, unless it is concluded.
pub(crate) fn open_round(
    rounds: &[contest_round::Model],
    number: Option<i32>,
) -> Result<&contest_round::Model> {
    let round = match number {
        None => rounds.last(),
        Some(number) => rounds.iter().find(|it| it.number == number),
    };
    let round = round.ok_or(Error::invalid("round", Rule::RoundUnknown))?;
    if round.concluded_on.is_some() {
        return Err(Rule::ContestConcluded.into());
    }
    Ok(round)
}

/// The row that an input makes.
pub(crate) fn draft(
    act: &Write,
    input: &ContestantInput,
    round_number: i32,
    parties: &[party::Model],
) -> Result<contestant::Model> {
    let party = input.party_id.and_then(|id| parties.iter().find(|it| it.id == id));
    let name = party.map(|it| it.name.as_str()).or(input.name.as_deref()).unwrap_or_default();
    Ok(contestant::Model {
        id: act.new_id(),
        kpu_code: input.kpu_code.clone(),
        contest_id: input.contest_id,
        round_number,
        kind: input.kind,
        party_id: input.party_id,
        name: checked_name(name)?,
        ballot_number: input.ballot_number,
        is_independent: input.is_independent,
        state: ContestantState::Prospective,
        determined_on: None,
        published_on: None,
        source: input.source.clone(),
        is_invented: input.is_invented,
        rev: 1,
    })
}

/// A name without blanks around it, neither empty nor longer than a page shows.
pub(crate) fn checked_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Error::invalid("name", Rule::NameRequired));
    }
    Ok(name.to_owned())
}

/// Stores a new contestant with its parties and its first status; one that a file brings may be
/// determined already.
pub(crate) async fn insert(
    act: &mut Write,
    input: &ContestantInput,
    row: contestant::Model,
    registered_on: Option<Date>,
    determined: Option<&(Date, StatusDocument)>,
) -> Result<()> {
    let (mut row, mut versions) = (row, Vec::new());
    if let Some(on) = registered_on {
        versions.push(status(act, &row, (on, StatusGround::Registration), None));
    }
    if let Some((on, document)) = determined {
        row = contestant::Model { rev: 1, ..enter(row, ContestantState::Determined, *on, &[]) };
        let by = (*on, StatusGround::Determination);
        versions.push(status(act, &row, by, Some(document)));
    }
    let parties: Vec<_> = input
        .nominated_by
        .iter()
        .map(|id| contestant_party::Model { contestant_id: row.id, party_id: *id })
        .collect();
    act.insert(row.clone())
        .await
        .map_err(|error| error.or_taken(|| Rule::ContestantTaken.into()))?;
    act.insert_all(parties)
        .await
        .map_err(|error| error.or_taken(|| Error::invalid("nominatedBy", Rule::DuplicateRow)))?;
    if let Some(last) = versions.last() {
        act.record(KIND, row.id, row.rev, &after(&row, &input.nominated_by, last))?;
    }
    act.insert_all(versions).await
}

/// The after-image of a contestant, with the status that changed last.
pub(crate) fn after(
    row: &contestant::Model,
    nominated_by: &[Uuid],
    status: &contestant_status::Model,
) -> serde_json::Value {
    json!({
        "kpu_code": row.kpu_code, "contest_id": row.contest_id, "round_number": row.round_number,
        "kind": row.kind, "party_id": row.party_id, "nominated_by": nominated_by,
        "name": row.name, "ballot_number": row.ballot_number,
        "is_independent": row.is_independent, "state": row.state,
        "determined_on": row.determined_on, "published_on": row.published_on,
        "source": row.source, "is_invented": row.is_invented,
        "status": {
            "state": status.state, "valid_from": status.valid_from, "ground": status.ground,
            "document_number": status.document_number,
            "document_issuer": status.document_issuer,
            "document_dated_on": status.document_dated_on,
            "document_sha256": status.document_sha256,
        },
    })
}
