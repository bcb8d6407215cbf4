//! What the transparency log costs: the same acts in a registry that keeps a log and in one that keeps
//! none, turn by turn, and proofs while the log grows to its last entry.
//!
//! The acts are signatures on paper, one to an event, done where the server does them but without the
//! way there: HTTP and GraphQL would only make the log look cheaper.

mod entries;
mod side;

use std::time::{Duration, Instant};

use netra_domain::policy::{Permit, of};
use netra_registry::Registry;
use serde::Serialize;
use uuid::Uuid;

use crate::fill::permit;
use crate::{Place, Result, say, tell};
use entries::Entries;
use side::Side;

/// How many proofs are timed at each size.
const PROOFS: usize = 500;
/// Up to here the registry without a log is sequenced as well.
const COMPARED: u32 = 100_000;

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) rounds: u32,
    /// Acts in all rounds.
    pub(crate) acts: u32,
    /// Entries of the log at the end.
    pub(crate) entries: u32,
}

/// What was found.
#[derive(Debug, Serialize)]
struct Cost {
    /// Acts acknowledged per second without the log, with it, and the median ratio of a round.
    acts: [f64; 3],
    /// The same, until everything is sequenced and signed.
    settled: [f64; 3],
    /// Bytes of each table for one act, without the log and with it.
    bytes: Vec<(String, [f64; 2])>,
    /// Bytes written to PostgreSQL's own log for one act.
    written: [f64; 2],
    sizes: Vec<Size>,
}

/// A log of a size.
#[derive(Debug, Serialize)]
struct Size {
    entries: u32,
    /// Events sequenced per second without the log, where that was done, and with it.
    sequenced: [Option<f64>; 2],
    /// Leaves read again and signed per second.
    signed: f64,
    inclusion: Times,
    consistency: Times,
    /// Bytes of tiles and checkpoints for one entry.
    bytes: f64,
}

/// Times in microseconds.
#[derive(Clone, Copy, Debug, Serialize)]
struct Times {
    p50: u32,
    p99: u32,
}

/// Measures, and prints a table.
pub(crate) async fn measure(
    place: &Place<'_>,
    plan: Plan,
    json: Option<&std::path::Path>,
) -> Result<()> {
    let sides = [
        Side::found(place, "without_log", false, plan.acts).await?,
        Side::found(place, "with_log", true, plan.acts).await?,
    ];
    let before = [sides[0].sizes(place).await?, sides[1].sizes(place).await?];
    let mut rounds = Vec::new();
    let mut written = [0.0; 2];
    for round in 0..plan.rounds {
        let mut spent = [(Duration::ZERO, Duration::ZERO); 2];
        let turns = if round % 2 == 0 { [0, 1] } else { [1, 0] };
        for turn in turns {
            if let (Some(side), Some(spent), Some(written)) =
                (sides.get(turn), spent.get_mut(turn), written.get_mut(turn))
            {
                let begun = side.written().await?;
                *spent = side.act(round, plan.rounds).await?;
                *written += side.written().await? - begun;
            }
        }
        tell(&format!("round {round}: {spent:?}"));
        rounds.push(spent);
    }
    let acts = f64::from(plan.acts / plan.rounds.max(1));
    let after = [sides[0].sizes(place).await?, sides[1].sizes(place).await?];
    let all = acts * f64::from(plan.rounds);
    let each = |side: usize, name: &String| -> f64 {
        let bytes = |sizes: &[side::Sizes; 2]| {
            sizes.get(side).and_then(|it| it.get(name)).copied().unwrap_or_default()
        };
        (bytes(&after) - bytes(&before)) / all
    };
    let bytes = after[1].keys().map(|it| (it.clone(), [each(0, it), each(1, it)])).collect();
    let cost = Cost {
        acts: rates(acts, &rounds, |it| it.0),
        settled: rates(acts, &rounds, |it| it.1),
        bytes,
        written: written.map(|bytes| bytes / all),
        sizes: grow(place, &sides, plan.entries).await?,
    };
    if let Some(file) = json {
        std::fs::write(file, serde_json::to_string(&cost)? + "\n")?;
    }
    say(&cost.table())
}

type Spent = (Duration, Duration);

/// Medians of both sides per second, and of the ratio.
fn rates(acts: f64, rounds: &[[Spent; 2]], part: fn(&Spent) -> Duration) -> [f64; 3] {
    let rate = |side: &Spent| acts / part(side).as_secs_f64();
    let median = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
    };
    [
        median(rounds.iter().map(|[without, _]| rate(without)).collect()),
        median(rounds.iter().map(|[_, with]| rate(with)).collect()),
        median(rounds.iter().map(|[without, with]| rate(with) / rate(without)).collect()),
    ]
}

/// Grows both to ten, a hundred times as many entries, and so on to the last size.
async fn grow(place: &Place<'_>, sides: &[Side; 2], last: u32) -> Result<Vec<Size>> {
    let [without, with] = sides;
    let mut entries = [Entries::of(without).await?, Entries::of(with).await?];
    let held = u32::try_from(entries[1].held())?;
    let mut grown = Vec::new();
    for size in [1_000, 10_000, 100_000, 1_000_000, 10_000_000] {
        let size = size.min(last);
        if size <= held.max(grown.last().map_or(0, |it: &Size| it.entries)) {
            continue;
        }
        let mut sequenced = [None, None];
        for ((side, entries), rate) in sides.iter().zip(&mut entries).zip(&mut sequenced) {
            if side.keeps_log || size <= COMPARED {
                let more = entries.fill(side, size).await?;
                let begun = Instant::now();
                side.registry.sequence_all().await?;
                *rate = Some(f64::from(more) / begun.elapsed().as_secs_f64());
            }
        }
        let begun = Instant::now();
        let [_, of_log] = &entries;
        let signed = with.registry.publish().await?.ok_or("no log")?;
        let rate = f64::from(of_log.last()) / begun.elapsed().as_secs_f64();
        let inclusion = inclusion(&with.registry, of_log.ids()).await?;
        let consistency = consistency(&with.registry, signed.size).await?;
        let tables = with.sizes(place).await?;
        let log = ["log_tile", "log_checkpoint"].map(|it| tables.get(it).copied());
        let bytes = log.into_iter().flatten().sum::<f64>() / f64::from(size);
        tell(&format!("{size} entries: {sequenced:?}/s, {inclusion:?}, {consistency:?}"));
        let one = Size { entries: size, sequenced, signed: rate, inclusion, consistency, bytes };
        grown.push(one);
    }
    Ok(grown)
}

/// A position among so many, spread over all of them.
fn spread(turn: usize, among: usize) -> usize {
    turn.wrapping_mul(0x9E37_79B9) % among.max(1)
}

async fn inclusion(registry: &Registry, ids: &[Uuid]) -> Result<Times> {
    let permit: Permit<of::ReadLog> = permit()?;
    let mut times = Vec::with_capacity(PROOFS);
    for turn in 0..PROOFS {
        let id = ids.get(spread(turn, ids.len())).ok_or("no entries")?;
        let begun = Instant::now();
        registry.inclusion_proof(&permit, *id).await?;
        times.push(begun.elapsed());
    }
    Times::of(times)
}

async fn consistency(registry: &Registry, size: u64) -> Result<Times> {
    let permit: Permit<of::ReadLog> = permit()?;
    let mut times = Vec::with_capacity(PROOFS);
    for turn in 0..PROOFS {
        let from = u64::try_from(spread(turn, usize::try_from(size)?))?;
        let begun = Instant::now();
        registry.consistency_proof(&permit, None, from, None).await?;
        times.push(begun.elapsed());
    }
    Times::of(times)
}

impl Times {
    fn of(mut times: Vec<Duration>) -> Result<Self> {
        times.sort_unstable();
        let at = |percent: usize| -> Result<u32> {
            let time = times.get(times.len() * percent / 100).copied().unwrap_or_default();
            Ok(u32::try_from(time.as_micros())?)
        };
        Ok(Self { p50: at(50)?, p99: at(99)? })
    }
}

impl Cost {
    fn table(&self) -> String {
        use std::fmt::Write as _;
        let mut out = String::new();
        let [without, with, ratio] = self.acts;
        let _ = writeln!(out, "| | without log | with log | with / without |\n|---|---|---|---|");
        let _ = writeln!(out, "| acts acknowledged /s | {without:.0} | {with:.0} | {ratio:.2} |");
        let [without, with, ratio] = self.settled;
        let _ =
            writeln!(out, "| sequenced and signed /s | {without:.0} | {with:.0} | {ratio:.2} |");
        for (table, [without, with]) in &self.bytes {
            let _ = writeln!(out, "| {table}, bytes per act | {without:.0} | {with:.0} | |");
        }
        let [without, with] = self.written;
        let _ = writeln!(out, "| written to the WAL, bytes per act | {without:.0} | {with:.0} | |");
        let _ = writeln!(
            out,
            "\n| entries | sequenced /s, without | with | with / without | leaves re-read and \
             signed /s | inclusion us, p50 / p99 | consistency us | tiles, bytes per entry |\n\
             |---|---|---|---|---|---|---|---|"
        );
        for size in &self.sizes {
            let shown =
                |it: Option<f64>| it.map_or_else(|| "-".to_owned(), |it| format!("{it:.0}"));
            let [without, with] = size.sequenced;
            let ratio = without.zip(with).map(|(without, with)| with / without);
            let ratio = ratio.map_or_else(|| "-".to_owned(), |it| format!("{it:.2}"));
            let _ = writeln!(
                out,
                "| {} | {} | {} | {ratio} | {:.0} | {} / {} | {} / {} | {:.1} |",
                size.entries,
                shown(without),
                shown(with),
                size.signed,
                size.inclusion.p50,
                size.inclusion.p99,
                size.consistency.p50,
                size.consistency.p99,
                size.bytes
            );
        }
        out
    }
}
