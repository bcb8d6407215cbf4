//! Contestants: who stands in a contest, and what each became on which day.

mod read;
mod status;

use async_graphql::InputObject;
use netra_domain::contestant::{Nomination, check_nomination};
use netra_domain::policy::{Permit, of};
use netra_domain::{Rule, Zone};
use netra_entity::code::{ContestantKind, ContestantState, ElectionRegime, StatusGround};
use netra_entity::{
    Date, Ref, contest, contest_round, contest_type, contestant, contestant_party,
    contestant_status, election, party,
};
use uuid::Uuid;

use crate::Registry;
use crate::elections;
use crate::elections::contest::{ContestLaw, legal_day};
use crate::ledger::error::{Error, Result, read, read_optional};
use crate::ledger::write::{ActRequest, Done, Parts, Write, open_act};
use crate::office::region::zone_of;
use crate::record::part::{CONTESTANT_STATUS, NOMINATED_BY};

pub use read::ContestantFilterInput;
pub use status::{ChangeContestantStatusInput, StatusDocumentInput};
pub(crate) use status::{check_document, day, enter, status, store};

/// Longest name, in characters.
const LONGEST_NAME: usize = 300;

/// A contestant to register.
#[derive(Clone, Debug, InputObject)]
pub struct RegisterContestantInput {
    /// The contest.
    pub contest: Ref<contest::Entity>,
    /// Number of the first round in which it stands; the last one by default (putaran).
    pub round: Option<i32>,
    /// The kind (jenis peserta).
    pub kind: ContestantKind,
    /// The party, if it is one.
    pub party: Option<Ref<party::Entity>>,
    /// The parties that nominate a pair (partai pengusul).
    #[graphql(default)]
    pub nominated_by: Vec<Ref<party::Entity>>,
    /// Whether it stands without a party (perseorangan).
    #[graphql(default)]
    pub is_independent: bool,
    /// Name of the persons; a party has its own.
    pub name: Option<String>,
    /// Number on the ballot (nomor urut).
    pub ballot_number: Option<i32>,
    /// KPU's own code (kode KPU).
    pub kpu_code: Option<String>,
    /// Day of registration; today by default (tanggal pendaftaran).
    pub registered_on: Option<Date>,
    /// Where the facts come from (sumber).
    pub source: String,
    /// Whether it is invented for demonstration or tests (data contoh).
    #[graphql(default)]
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
        input: &RegisterContestantInput,
    ) -> Result<Done> {
        let contest_id = read("contest", &input.contest)?;
        let party_id = read_optional("party", input.party.as_ref())?;
        let by = input.nominated_by.iter().map(|it| read("nominatedBy", it));
        let by = by.collect::<Result<Vec<Uuid>>>()?;
        let mut act = open_act!(self, permit, request);
        let contest = elections::within::lock_contest(&act, contest_id).await?;
        let contest = contest.ok_or(Error::NotFound)?;
        permit.covers_jurisdiction(
            contest.registrar_level,
            contest.registrar_region_code.as_deref(),
        )?;
        let law = ContestLaw::load(act.tx()).await?;
        let election = elections::within::election(act.tx(), contest.election_id).await?;
        let election = election.ok_or(Error::NotFound)?;
        let rounds = elections::within::rounds(act.tx(), &[contest.id]).await?;
        let ids: Vec<Uuid> = party_id.iter().chain(&by).copied().collect();
        let parties = elections::within::parties(act.tx(), &ids).await?;
        let unknown = |path| Error::invalid(path, Rule::PartyNotParticipating);
        let kind = law.kind(&contest.contest_type).ok_or(Error::NotFound)?;
        let find = |id: &Uuid| parties.iter().find(|it| it.id == *id);
        let party = party_id.map(|id| find(&id).ok_or(unknown("party"))).transpose()?;
        let nominated_by = by.iter().map(|id| find(id).cloned()).collect::<Option<Vec<_>>>();
        let nomination = Nomination {
            kind: input.kind,
            is_independent: input.is_independent,
            party,
            nominated_by: &nominated_by.ok_or(unknown("nominatedBy"))?,
        };
        let mut absent = Vec::new();
        for id in ids {
            if !elections::within::participates(act.tx(), id, election.id).await? {
                absent.push(id);
            }
        }
        let place = Place { contest: &contest, election: &election, kind, law: &law };
        place.judge(&nomination, act.today(), |party| !absent.contains(&party))?;
        let round = open_round(&rounds, input.round)?.number;
        let zone = zone_of(act.tx(), contest.region_code.as_deref()).await?;
        let today = local_today(&act, zone);
        let registered_on = input.registered_on.unwrap_or(today);
        if registered_on > today {
            return Err(Error::invalid("registeredOn", Rule::DayInFuture));
        }
        let row = draft(&act, input, (contest.id, round), party)?;
        let id = row.id;
        insert(&mut act, row, by, Some(registered_on), None).await?;
        act.commit(Some(id)).await
    }
}

/// The day it is in a zone.
pub(crate) fn local_today(act: &Write, zone: Zone) -> Date {
    Date(zone.local_day(act.now().0))
}

/// Where somebody is to stand, and by which law.
pub(crate) struct Place<'a> {
    pub(crate) contest: &'a contest::Model,
    pub(crate) election: &'a election::Model,
    pub(crate) kind: &'a contest_type::Model,
    pub(crate) law: &'a ContestLaw,
}

impl Place<'_> {
    /// Refuses who cannot stand, whether an act or a file says so.
    pub(crate) fn judge(
        &self,
        nomination: &Nomination<'_>,
        today: Date,
        takes_part: impl Fn(Uuid) -> bool,
    ) -> std::result::Result<(), Rule> {
        let on = legal_day(self.election, today);
        check_nomination(self.kind, nomination, self.law.has_local_parties(self.contest, on))?;
        let mut parties = nomination.party.into_iter().chain(nomination.nominated_by);
        let needs_part = self.election.regime == ElectionRegime::Pemilu;
        if needs_part && !parties.all(|party| takes_part(party.id)) {
            return Err(Rule::PartyNotParticipating);
        }
        Ok(())
    }
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

/// The row that an input makes in a round of a contest.
pub(crate) fn draft(
    act: &Write,
    input: &RegisterContestantInput,
    (contest_id, round_number): (Uuid, i32),
    party: Option<&party::Model>,
) -> Result<contestant::Model> {
    let name = party.map(|it| it.name.as_str()).or(input.name.as_deref()).unwrap_or_default();
    Ok(contestant::Model {
        id: act.new_id(),
        kpu_code: input.kpu_code.clone(),
        contest_id,
        round_number,
        kind: input.kind,
        party_id: party.map(|it| it.id),
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
    mut row: contestant::Model,
    nominated_by: Vec<Uuid>,
    registered_on: Option<Date>,
    determined: Option<&(Date, StatusDocumentInput)>,
) -> Result<()> {
    let mut versions = Vec::new();
    if let Some(on) = registered_on {
        versions.push(status(act, &row, (on, StatusGround::Registration), None));
    }
    if let Some((on, document)) = determined {
        row = contestant::Model { rev: 1, ..enter(row, ContestantState::Determined, *on, &[]) };
        let by = (*on, StatusGround::Determination);
        versions.push(status(act, &row, by, Some(document)));
    }
    let by = nominating(row.id, nominated_by);
    act.add(row, parts(&by, &versions))
        .await
        .map_err(|error| error.or_taken(|| Rule::ContestantTaken.into()))?;
    act.insert_all(by)
        .await
        .map_err(|error| error.or_taken(|| Error::invalid("nominatedBy", Rule::DuplicateRow)))?;
    act.insert_all(versions).await
}

/// The rows of the parties that nominate a contestant.
pub(crate) fn nominating(contestant_id: Uuid, by: Vec<Uuid>) -> Vec<contestant_party::Model> {
    by.into_iter().map(|party_id| contestant_party::Model { contestant_id, party_id }).collect()
}

/// What hangs on a contestant: its parties, and the status that changed last.
pub(crate) fn parts(
    by: &[contestant_party::Model],
    statuses: &[contestant_status::Model],
) -> Parts {
    vec![NOMINATED_BY.of(by), CONTESTANT_STATUS.of(statuses)]
}
