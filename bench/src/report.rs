//! The table: medians over the rounds, as ratios beside floors and goals.

use std::fmt;
use std::io::Write;
use std::path::Path;

use crate::Result;
use crate::measure::{Measured, Plan, Target};
use crate::operation::Ratios;

/// What a server may have of the peer's memory, as floor and as goal.
const MEMORY: [f64; 2] = [0.4, 0.2];

/// Writes every measurement.
pub(crate) fn write(file: &Path, measured: &[Measured]) -> Result<()> {
    let mut out = std::fs::File::create(file)?;
    for one in measured {
        writeln!(out, "{}", serde_json::to_string(one)?)?;
    }
    Ok(())
}

/// The table.
pub(crate) struct Report {
    rows: Vec<Row>,
    what: Vec<(&'static str, &'static str)>,
}

/// An operation at one concurrency.
struct Row {
    operation: &'static str,
    concurrency: usize,
    ratios: Ratios,
    floor: Ratios,
    goal: Ratios,
    ours: Middle,
    peer: Middle,
    memory: f64,
}

/// Medians of one target.
#[derive(Clone, Copy, Default)]
struct Middle {
    rps: f64,
    p50: f64,
    p99: f64,
    cpu: f64,
    database: f64,
    bytes: f64,
    peak: f64,
}

impl Report {
    /// The table of what was measured.
    pub(crate) fn of(measured: &[Measured], plan: &Plan) -> Self {
        let mut rows = Vec::new();
        for operation in &plan.operations {
            let mut limit: f64 = 0.0;
            for &concurrency in &plan.concurrency {
                let of = |target| {
                    let is = |it: &&Measured| {
                        it.operation == operation.name()
                            && it.concurrency == concurrency
                            && it.target == target
                    };
                    Middle::of(&measured.iter().filter(is).collect::<Vec<_>>())
                };
                let (ours, peer) = (of(Target::Netra), of(Target::Postgraphile));
                // With more connections pgbench gets slower; what it reached with fewer stands.
                limit = limit.max(of(Target::Pgbench).rps);
                rows.push(Row {
                    operation: operation.name(),
                    concurrency,
                    ratios: Ratios {
                        rps: ours.rps / peer.rps,
                        cpu: peer.cpu / ours.cpu,
                        limit: ours.rps / limit,
                    },
                    floor: operation.floor(),
                    goal: operation.goal(),
                    ours,
                    peer,
                    memory: ours.peak / peer.peak,
                });
            }
        }
        let what = plan.operations.iter().map(|it| (it.name(), it.what())).collect();
        Self { rows, what }
    }
}

impl Middle {
    fn of(measured: &[&Measured]) -> Self {
        let median = |value: fn(&Measured) -> f64| {
            let mut values: Vec<f64> = measured.iter().map(|it| value(it)).collect();
            values.sort_by(f64::total_cmp);
            let above = values.get(values.len() / 2).copied();
            let below = values.get(values.len().saturating_sub(1) / 2).copied();
            above.zip(below).map_or(f64::NAN, |(above, below)| f64::midpoint(above, below))
        };
        Self {
            rps: median(|it| it.rps),
            p50: median(|it| it.p50_us.into()),
            p99: median(|it| it.p99_us.into()),
            cpu: median(|it| it.cpu_us),
            database: median(|it| it.database_cpu_us),
            bytes: median(|it| it.bytes),
            peak: median(|it| f64::from(u32::try_from(it.peak_kib).unwrap_or(u32::MAX))),
        }
    }
}

/// A ratio, and what it reaches: `!` is below the floor, `*` the goal.
fn mark(value: f64, floor: f64, goal: f64) -> String {
    if !value.is_finite() {
        return "-".to_owned();
    }
    let sign = match value {
        _ if value < floor => " !",
        _ if value >= goal => " *",
        _ => "",
    };
    format!("{value:.2}{sign}")
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "`!` is below the floor, `*` reaches the goal; in brackets floor / goal.\n")?;
        writeln!(
            f,
            "| operation | c | × PostGraphile rps | × PostGraphile CPU per request | \
             of the pgbench limit | bytes, ours / peer | p50, p99 ms | CPU us, server + database | \
             memory of PostGraphile's ({} / {}) |",
            MEMORY[0], MEMORY[1]
        )?;
        writeln!(f, "|{}", "---|".repeat(9))?;
        for row in &self.rows {
            let (floor, goal) = (row.floor, row.goal);
            let memory = -row.memory;
            let memory = mark(memory, -MEMORY[0], -MEMORY[1]).replacen('-', "", 1);
            writeln!(
                f,
                "| {} | {} | {} ({} / {}) | {} ({} / {}) | {} ({} / {}) | {:.0} / {:.0} | \
                 {:.1}, {:.1} | {:.0} + {:.0} | {} |",
                row.operation,
                row.concurrency,
                mark(row.ratios.rps, floor.rps, goal.rps),
                floor.rps,
                goal.rps,
                mark(row.ratios.cpu, floor.cpu, goal.cpu),
                floor.cpu,
                goal.cpu,
                mark(row.ratios.limit, floor.limit, goal.limit),
                floor.limit,
                goal.limit,
                row.ours.bytes,
                row.peer.bytes,
                row.ours.p50 / 1000.0,
                row.ours.p99 / 1000.0,
                row.ours.cpu,
                row.ours.database,
                memory
            )?;
        }
        writeln!(f)?;
        for (name, what) in &self.what {
            writeln!(f, "- {name}: {what}")?;
        }
        Ok(())
    }
}
