//! The phase of a contest on a day, with what it rests on.

use async_graphql::{ComplexObject, Context, Enum, ID, SimpleObject};
use futures_util::future::join_all;
use netra_domain::phase::{self, Calendar, History, Stand};
use netra_domain::{Rule, Zone};
use netra_entity::{Date, Instant, contest};
use netra_registry::Error;

use super::Contest;
use super::round::{ContestPhase, ContestRound};
use crate::graphql::elections::candidate::Candidate;
use crate::graphql::elections::contestant::Contestant;
use crate::graphql::elections::election::ElectionPhase;
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::id::{Kind, read_optional};
use crate::graphql::kernel::loader::{RegionOf, load};
use crate::graphql::kernel::noun::{Noun, row, rows};

/// Where a contest stands on a day (tahapan).
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "phase::Phase")]
pub(in crate::graphql) enum ContestPhaseCode {
    /// Nobody is determined: who stands is a prospective candidate (sebelum penetapan).
    BeforeDetermination,
    /// Determined, and the campaign has not begun (setelah penetapan).
    AfterDetermination,
    /// The campaign runs (masa kampanye).
    Campaign,
    /// The quiet period (masa tenang).
    QuietPeriod,
    /// The day of voting (pemungutan suara).
    Voting,
    /// Voted, and not concluded (setelah pemungutan suara).
    AfterVoting,
    /// Concluded (selesai).
    Concluded,
    /// The one asked about was rejected, withdrew or was cancelled (bukan peserta).
    NotStanding,
}

/// What a day of determination rests on.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "phase::DeterminedBy")]
pub(in crate::graphql) enum DeterminationBasis {
    /// The decision about this contestant or candidate.
    Own,
    /// The decision about the contest's round.
    Contest,
    /// The schedule of the election; no decision is recorded.
    Schedule,
}

/// A phase of the calendar that runs on the day.
#[derive(SimpleObject)]
pub(in crate::graphql) struct RunningPhase {
    /// Phase, code list `PHASE` (tahapan).
    phase: String,
    /// First day.
    starts_on: Date,
    /// Last day, inclusive.
    ends_on: Date,
    /// Where it comes from (sumber).
    source: String,
    /// Whether the contest's round has it of its own.
    is_own: bool,
}

/// The phase of a contest on a day, for everybody or for one who stands, with everything it rests
/// on (tahapan pada suatu tanggal).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct PhaseOnDay {
    /// The phase.
    code: ContestPhaseCode,
    /// The local day of the contest's region that was judged.
    day: Date,
    /// IANA zone of that day.
    time_zone: String,
    /// Number of the round that runs (putaran).
    round: i32,
    /// Whether the contest, or the one asked about, is determined on the day (sudah ditetapkan).
    is_determined: bool,
    /// Day of determination that counts; it may lie after the day judged.
    determined_on: Option<Date>,
    /// What that day rests on.
    determined_by: Option<DeterminationBasis>,
    /// Day on which the round was concluded.
    concluded_on: Option<Date>,
    /// Phases of the calendar that run on the day.
    running: Vec<RunningPhase>,
    #[graphql(skip)]
    contestant: Option<netra_entity::contestant::Model>,
    #[graphql(skip)]
    candidate: Option<netra_entity::candidate::Model>,
}

#[ComplexObject]
impl PhaseOnDay {
    /// The contestant asked about.
    async fn contestant(&self) -> Option<Contestant> {
        self.contestant.clone().map(Contestant::show)
    }

    /// The candidate asked about.
    async fn candidate(&self) -> Option<Candidate> {
        self.candidate.clone().map(Candidate::show)
    }
}

/// What a phase is asked for.
pub(in crate::graphql) struct Asked {
    pub(in crate::graphql) on: Option<Date>,
    pub(in crate::graphql) at: Option<Instant>,
    pub(in crate::graphql) contestant: Option<ID>,
    pub(in crate::graphql) candidate: Option<ID>,
}

/// Loads what the domain needs, and lets it tell the phase.
pub(in crate::graphql) async fn tell(
    ctx: &Context<'_>,
    contest: &Contest,
    asked: &Asked,
) -> Result<PhaseOnDay, Error> {
    let row = &contest.row;
    if asked.on.is_some() && asked.at.is_some() {
        return Err(Error::invalid("at", Rule::DayOrInstant));
    }
    let zone = zone(ctx, row).await;
    let instant = asked.at.unwrap_or_else(|| Call::of(ctx).registry().clock().now());
    let day = asked.on.unwrap_or_else(|| Date(zone.local_day(instant.0)));
    let rounds = rows::<ContestRound>(ctx, row.id).await;
    let own = join_all(rounds.iter().map(|it| rows::<ContestPhase>(ctx, it.id))).await;
    let own: Vec<_> = own.into_iter().flatten().collect();
    let election = rows::<ElectionPhase>(ctx, row.election_id).await;
    let (contestant, candidate) = standing(ctx, row, asked).await?;
    let mut history = None;
    if let Some(contestant) = &contestant {
        let statuses = rows::<netra_entity::contestant_status::Model>(ctx, contestant.id).await;
        history = Some(statuses.iter().map(|it| (it.valid_from, Stand::from(it.state))).collect());
    }
    if let (Some(candidate), Some(of_contestant)) = (&candidate, &history) {
        let statuses = rows::<netra_entity::candidate_status::Model>(ctx, candidate.id).await;
        let own: History =
            statuses.iter().map(|it| (it.valid_from, Stand::from(it.state))).collect();
        history = Some(phase::together(of_contestant, &own));
    }
    let calendar = Calendar { contest: row, rounds: &rounds, own: &own, election: &election };
    let found = calendar.on(day, history.as_ref());
    Ok(PhaseOnDay {
        code: found.phase.into(),
        day,
        time_zone: zone.as_str().to_owned(),
        round: found.round,
        is_determined: found.is_determined,
        determined_on: found.determined_on,
        determined_by: found.determined_by.map(Into::into),
        concluded_on: found.concluded_on,
        running: found.running.into_iter().map(running).collect(),
        contestant,
        candidate,
    })
}

async fn zone(ctx: &Context<'_>, row: &contest::Model) -> Zone {
    let Some(code) = row.region_code.clone() else { return Zone::Wib };
    let region = load(ctx, RegionOf(code)).await;
    region.and_then(|it| Zone::parse(&it.time_zone)).unwrap_or(Zone::Wib)
}

fn running(span: phase::Span) -> RunningPhase {
    RunningPhase {
        phase: span.phase,
        starts_on: span.starts_on,
        ends_on: span.ends_on,
        source: span.source,
        is_own: span.is_own,
    }
}

/// The contestant and the candidate asked about, within the caller's reach and of this contest.
async fn standing(
    ctx: &Context<'_>,
    contest: &contest::Model,
    asked: &Asked,
) -> Result<(Option<netra_entity::contestant::Model>, Option<netra_entity::candidate::Model>), Error>
{
    let candidate = match read_optional("candidate", Kind::Candidate, asked.candidate.as_ref())? {
        Some(id) => Some(row::<Candidate>(ctx, id).await.ok_or(Error::NotFound)?),
        None => None,
    };
    let named = read_optional("contestant", Kind::Contestant, asked.contestant.as_ref())?;
    let contestant = match named.or(candidate.as_ref().map(|it| it.contestant_id)) {
        Some(id) => Some(row::<Contestant>(ctx, id).await.ok_or(Error::NotFound)?),
        None => None,
    };
    let of_contest = contestant.as_ref().is_none_or(|it| it.contest_id == contest.id);
    let of_contestant = match (&contestant, &candidate) {
        (Some(contestant), Some(candidate)) => candidate.contestant_id == contestant.id,
        _ => true,
    };
    if of_contest && of_contestant { Ok((contestant, candidate)) } else { Err(Error::NotFound) }
}
