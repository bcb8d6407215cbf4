//! In which phase a contest is on a day, for everybody or for one who stands in it. The phase
//! decides by which rules an act is judged, so the answer carries everything it rests on.
//!
//! Days are local days of the contest's region. Who is determined on a day counts as determined on
//! the whole of it.

use netra_entity::code::{ContestantState, RoundKind};
use netra_entity::{Date, contest, contest_phase, contest_round, election_phase};

/// Where a contest stands on a day (tahapan).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// The candidates are not determined yet: who stands is a prospective candidate.
    BeforeDetermination,
    /// Determined, and the campaign has not begun.
    AfterDetermination,
    /// The campaign runs.
    Campaign,
    /// The quiet period.
    QuietPeriod,
    /// The day of voting.
    Voting,
    /// Voted, and the contest is not concluded.
    AfterVoting,
    /// The contest is concluded.
    Concluded,
    /// The one asked about was rejected, withdrew or was cancelled.
    NotStanding,
}

/// What the day of determination rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeterminedBy {
    /// The decision about this contestant or candidate.
    Own,
    /// The decision about the contest's round.
    Contest,
    /// The schedule of the election; no decision is recorded.
    Schedule,
}

/// How somebody stands in a contest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Not determined.
    Prospective,
    /// Determined.
    Determined,
    /// No more, or not at all.
    Out,
}

impl From<ContestantState> for Stand {
    fn from(state: ContestantState) -> Self {
        match state {
            ContestantState::Prospective => Self::Prospective,
            ContestantState::Determined => Self::Determined,
            ContestantState::Rejected | ContestantState::Withdrawn | ContestantState::Cancelled => {
                Self::Out
            }
        }
    }
}

/// Days on which somebody's stand changed, in the order in which they count.
pub type History = Vec<(Date, Stand)>;

/// What a phase is told from.
#[derive(Clone, Copy, Debug)]
pub struct Calendar<'a> {
    /// The contest.
    pub contest: &'a contest::Model,
    /// Its rounds, the first one first.
    pub rounds: &'a [contest_round::Model],
    /// Phases of its rounds.
    pub own: &'a [contest_phase::Model],
    /// Phases of its election.
    pub election: &'a [election_phase::Model],
}

/// A phase that runs from a day to a day, both inclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Code of the phase.
    pub phase: String,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// Where it comes from.
    pub source: String,
    /// Whether the contest's round has it of its own.
    pub is_own: bool,
}

/// The phase on a day, with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseOn {
    /// The phase.
    pub phase: Phase,
    /// The day.
    pub day: Date,
    /// Number of the round.
    pub round: i32,
    /// Whether the contest, or the one who stands, is determined on the day.
    pub is_determined: bool,
    /// Day of determination that counts, if there is one; it may lie after the day.
    pub determined_on: Option<Date>,
    /// What that day rests on.
    pub determined_by: Option<DeterminedBy>,
    /// Day of conclusion, if the round is concluded.
    pub concluded_on: Option<Date>,
    /// Phases of the calendar that run on the day.
    pub running: Vec<Span>,
}

impl Calendar<'_> {
    /// The phase on a day; for one who stands, with the days on which that one's stand changed.
    #[must_use]
    pub fn on(&self, day: Date, history: Option<&History>) -> PhaseOn {
        let number = self.round_on(day).map_or(1, |it| it.number);
        let spans = self.spans(number);
        let (mut determined_on, mut determined_by) = self.determination(number, &spans);
        let mut stand = None;
        if let Some(history) = history {
            let last = last_until(history, day);
            stand = last.map(|(_, stand)| stand);
            let own = match last {
                Some((since, Stand::Determined)) => Some(since),
                _ => history.iter().find(|it| it.1 == Stand::Determined).map(|it| it.0),
            };
            if own.is_some() || determined_by == Some(DeterminedBy::Contest) {
                (determined_on, determined_by) = (own, own.map(|_| DeterminedBy::Own));
            }
        }
        let round = self.rounds.iter().find(|it| it.number == number);
        let concluded_on = round.and_then(|it| it.concluded_on);
        let is_determined = stand != Some(Stand::Out) && determined_on.is_some_and(|it| it <= day);
        let phase = match (stand, is_determined) {
            (Some(Stand::Out), _) => Phase::NotStanding,
            (_, false) => Phase::BeforeDetermination,
            (_, true) => calendar_phase(&spans, concluded_on, day),
        };
        let running = spans.into_iter().filter(|it| it.contains(day)).collect();
        PhaseOn {
            phase,
            day,
            round: number,
            is_determined,
            determined_on,
            determined_by,
            concluded_on,
            running,
        }
    }

    /// The round that runs on a day: the last one that has begun. It begins with the decision that
    /// orders it.
    fn round_on(&self, day: Date) -> Option<&contest_round::Model> {
        let begun = |round: &&contest_round::Model| {
            let own = self.own.iter().filter(|it| it.round_id == round.id).map(|it| it.starts_on);
            let first = own.chain(round.determined_on).chain(round.ordered_on).min();
            round.number == 1 || first.is_some_and(|it| it <= day)
        };
        self.rounds.iter().filter(begun).max_by_key(|it| it.number)
    }

    /// The calendar of a round. The first one follows the election's, except where it has phases
    /// of its own; every other has only its own.
    fn spans(&self, number: i32) -> Vec<Span> {
        let round = self.rounds.iter().find(|it| it.number == number);
        let own = self.own.iter().filter(|it| round.is_some_and(|round| round.id == it.round_id));
        let mut spans: Vec<Span> = own
            .map(|it| Span {
                phase: it.phase.clone(),
                starts_on: it.starts_on,
                ends_on: it.ends_on,
                source: it.source.clone(),
                is_own: true,
            })
            .collect();
        if number == 1 {
            let kinds: Vec<String> = spans.iter().map(|it| it.phase.clone()).collect();
            let general = self.general();
            spans.extend(general.into_iter().filter(|it| !kinds.contains(&it.phase)));
        }
        spans.sort_by(|one, other| {
            (one.starts_on, &one.phase).cmp(&(other.starts_on, &other.phase))
        });
        spans
    }

    /// The election's phases for this contest: those of its region before those of its type, and
    /// those before the ones for all.
    fn general(&self) -> Vec<Span> {
        let rank = |it: &election_phase::Model| {
            let kind = match it.contest_type.as_str() {
                kind if kind == self.contest.contest_type => 1,
                "ALL" => 0,
                _ => return None,
            };
            match &it.region_code {
                None => Some(kind),
                region if *region == self.contest.region_code => Some(kind + 2),
                Some(_) => None,
            }
        };
        let ranked: Vec<_> =
            self.election.iter().filter_map(|it| rank(it).map(|rank| (rank, it))).collect();
        let best = |phase: &str| {
            ranked.iter().filter(|(_, it)| it.phase == phase).map(|(rank, _)| *rank).max()
        };
        ranked
            .iter()
            .filter(|(rank, it)| best(&it.phase) == Some(*rank))
            .map(|(_, it)| Span {
                phase: it.phase.clone(),
                starts_on: it.starts_on,
                ends_on: it.ends_on,
                source: it.source.clone(),
                is_own: false,
            })
            .collect()
    }

    /// The day of determination that counts in a round. In a re-vote those stand who were
    /// determined before; a repeat election determines anew.
    fn determination(&self, number: i32, spans: &[Span]) -> (Option<Date>, Option<DeterminedBy>) {
        let mut rounds: Vec<_> = self.rounds.iter().filter(|it| it.number <= number).collect();
        rounds.sort_by_key(|it| std::cmp::Reverse(it.number));
        for round in rounds {
            if let Some(day) = round.determined_on {
                return (Some(day), Some(DeterminedBy::Contest));
            }
            match round.kind {
                RoundKind::RunOff | RoundKind::ReVote => {}
                RoundKind::First | RoundKind::Repeat => {
                    let of_round;
                    let spans = if round.number == number {
                        spans
                    } else {
                        of_round = self.spans(round.number);
                        &of_round
                    };
                    let planned = spans.iter().find(|it| it.phase == "DETERMINATION");
                    let day = planned.map(|it| it.starts_on);
                    return (day, day.map(|_| DeterminedBy::Schedule));
                }
            }
        }
        (None, None)
    }
}

impl Span {
    /// Whether it runs on a day.
    #[must_use]
    pub fn contains(&self, day: Date) -> bool {
        self.starts_on <= day && day <= self.ends_on
    }
}

/// The history of a candidate of a contestant: who stands for nobody any more is out, and nobody
/// is determined before the contestant.
#[must_use]
pub fn together(contestant: &History, candidate: &History) -> History {
    let mut days: Vec<Date> = contestant.iter().chain(candidate).map(|it| it.0).collect();
    days.sort_unstable();
    days.dedup();
    let stand = |history: &History, day| last_until(history, day).map(|it| it.1);
    days.into_iter()
        .filter_map(|day| {
            let both = match (stand(contestant, day)?, stand(candidate, day)?) {
                (Stand::Out, _) | (_, Stand::Out) => Stand::Out,
                (Stand::Determined, Stand::Determined) => Stand::Determined,
                (Stand::Prospective, _) | (_, Stand::Prospective) => Stand::Prospective,
            };
            Some((day, both))
        })
        .collect()
}

/// The last change on or before a day. A status that leaves the stand as it was is no change.
fn last_until(history: &History, day: Date) -> Option<(Date, Stand)> {
    let mut known: Vec<_> = history.iter().filter(|it| it.0 <= day).collect();
    known.sort_by_key(|it| it.0);
    let mut last: Option<(Date, Stand)> = None;
    for (since, stand) in known {
        if last.is_none_or(|(_, before)| before != *stand) {
            last = Some((*since, *stand));
        }
    }
    last
}

/// The phase of those who are determined.
fn calendar_phase(spans: &[Span], concluded_on: Option<Date>, day: Date) -> Phase {
    let runs = |code: &str| spans.iter().any(|it| it.phase == code && it.contains(day));
    let voted = spans.iter().any(|it| it.phase == "VOTING" && it.ends_on < day);
    if runs("VOTING") {
        Phase::Voting
    } else if concluded_on.is_some_and(|it| it <= day) {
        Phase::Concluded
    } else if runs("QUIET_PERIOD") {
        Phase::QuietPeriod
    } else if runs("CAMPAIGN") {
        Phase::Campaign
    } else if voted {
        Phase::AfterVoting
    } else {
        Phase::AfterDetermination
    }
}

#[cfg(test)]
mod tests;
