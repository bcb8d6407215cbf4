//! The rounds. Within each operation and concurrency the targets are loaded in turn, one after the
//! other, so that whatever else the machine does hits all of them; every other round backwards.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use clap::ValueEnum;
use serde::Serialize;

use crate::facts::{Facts, Issuer};
use crate::load::{self, Answers, Load};
use crate::operation::{Operation, PACTS, World};
use crate::server::{self, Server, cpu, cpu_with_children};
use crate::{Backend, Place, Result, fill, pgbench, tell};

/// What is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Target {
    Netra,
    Postgraphile,
    Pgbench,
}

/// Everything that is compared.
pub(crate) const ALL: [Target; 3] = [Target::Netra, Target::Postgraphile, Target::Pgbench];

/// What to measure, and how thoroughly.
pub(crate) struct Plan {
    pub(crate) operations: Vec<Box<dyn Operation>>,
    pub(crate) rounds: u32,
    pub(crate) time: Duration,
    pub(crate) concurrency: Vec<usize>,
    pub(crate) targets: Vec<Target>,
}

/// The servers.
pub(crate) struct Targets {
    issuer: Issuer,
    ours: Option<Server>,
    peer: Option<Server>,
}

/// One measurement.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Measured {
    pub(crate) operation: &'static str,
    pub(crate) concurrency: usize,
    pub(crate) target: Target,
    pub(crate) round: u32,
    /// Right answers; there are no others.
    pub(crate) answers: usize,
    /// Right answers per second.
    pub(crate) rps: f64,
    pub(crate) p50_us: u32,
    pub(crate) p99_us: u32,
    /// Processor time of the server for one answer, in microseconds.
    pub(crate) cpu_us: f64,
    /// Processor time of PostgreSQL for one answer, in microseconds.
    pub(crate) database_cpu_us: f64,
    /// Processor time of the load generator for one answer, in microseconds.
    pub(crate) load_cpu_us: f64,
    /// Bytes of one body.
    pub(crate) bytes: f64,
    /// The most memory of the server, in KiB.
    pub(crate) peak_kib: u64,
}

impl Targets {
    /// Starts the servers that the plan needs, over databases read into memory.
    pub(crate) fn start(
        place: &Place<'_>,
        facts: &Facts,
        plan: &Plan,
        [netra, node, peer]: [&Path; 3],
    ) -> Result<Self> {
        prewarm(place)?;
        let address = server::free_address()?;
        let url = format!("http://{address}");
        let issuer = Issuer::new(facts, &url)?;
        let has = |target| plan.targets.contains(&target);
        let ours = if has(Target::Netra) {
            Some(Server::start(place, "netra", &serve(place, facts, netra, &url)?, address)?)
        } else {
            None
        };
        let peer = if has(Target::Postgraphile) {
            let address = server::free_address()?;
            let mut command = Command::new(node);
            command.current_dir(peer).arg("server.js").env("PORT", address.port().to_string());
            command.env("NODE_ENV", "production").env("GRAPHILE_ENV", "production");
            command.env("DATABASE_URL", place.cluster.url("peer"));
            Some(Server::start(place, "postgraphile", &command, address)?)
        } else {
            None
        };
        Ok(Self { issuer, ours, peer })
    }
}

/// The program as an operator starts it; every setting that is not named is the default.
fn serve(place: &Place<'_>, facts: &Facts, netra: &Path, url: &str) -> Result<Command> {
    let file = |name: &str| place.folder.join(name);
    fill::write_secret(file("signing.pem").as_ref(), &facts.signing_key)?;
    fill::write_secret(file("column.key").as_ref(), &facts.column_key)?;
    let mut command = Command::new(netra);
    command.current_dir(place.folder).arg("serve");
    command.env("NETRA_DATABASE__URL", place.url()).env("NETRA_HTTP__PUBLIC_URL", url);
    command.env("NETRA_HTTP__LISTEN", url.trim_start_matches("http://"));
    command.env("NETRA_AUTH__SIGNING_KEY_FILE", file("signing.pem"));
    command.env("NETRA_AUTH__COLUMN_KEY_FILE", file("column.key"));
    command.env("NETRA_TRANSPARENCY__KEY_FILE", place.log_key());
    command.env("NETRA_TRANSPARENCY__NAME", fill::LOG);
    Ok(command)
}

fn prewarm(place: &Place<'_>) -> Result<()> {
    let sql = "CREATE EXTENSION IF NOT EXISTS pg_prewarm; \
        SELECT sum(pg_prewarm(oid)) FROM pg_class \
        WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace \
        AND relname NOT LIKE '%event_record%'; CHECKPOINT;";
    if place.backend == Backend::Postgresql {
        place.cluster.run("netra", sql, &[])?;
    }
    place.cluster.run("peer", sql, &[])?;
    Ok(())
}

/// Measures everything that is planned.
pub(crate) fn all(
    place: &Place<'_>,
    facts: &mut Facts,
    targets: &Targets,
    plan: &Plan,
) -> Result<Vec<Measured>> {
    let runs = usize::try_from(plan.rounds)? * plan.concurrency.len();
    let share = (facts.signers.len() - facts.signed) / runs.max(1);
    let mut world = World {
        facts,
        issuer: &targets.issuer,
        ours: targets.ours.as_ref(),
        peer: targets.peer.as_ref(),
        share,
    };
    let mut measured = Vec::new();
    for round in 0..plan.rounds {
        for operation in &plan.operations {
            for &concurrency in &plan.concurrency {
                let mut order = plan.targets.clone();
                if round % 2 == 1 {
                    order.reverse();
                }
                for target in order {
                    let run = Run { place, plan, operation: operation.as_ref(), concurrency };
                    let (answers, spent) = run.of(target, &mut world)?;
                    let one = spent.measured(&run, target, round, &answers);
                    tell(&one.line());
                    measured.push(one);
                    world.facts.write(&place.facts())?;
                }
            }
        }
    }
    Ok(measured)
}

/// One operation at one concurrency.
struct Run<'a> {
    place: &'a Place<'a>,
    plan: &'a Plan,
    operation: &'a dyn Operation,
    concurrency: usize,
}

/// What it cost.
struct Spent {
    server: u64,
    database: u64,
    load: u64,
    peak: u64,
}

impl Run<'_> {
    fn of(&self, target: Target, world: &mut World<'_>) -> Result<(Answers, Spent)> {
        match target {
            Target::Netra => {
                let server = world.ours.ok_or("our server does not run")?;
                let exchanges = self.operation.ours(world)?;
                self.served(server, exchanges)
            }
            Target::Postgraphile => {
                let server = world.peer.ok_or("the peer does not run")?;
                let exchanges = self.operation.peers(world)?;
                self.served(server, exchanges)
            }
            Target::Pgbench => {
                let (pact, time) = (world.facts.peer_pact + 1, self.plan.time);
                world.facts.peer_pact += u32::try_from(self.concurrency)? * PACTS;
                let script = self.operation.script(world);
                let postgres = self.place.cluster.pid()?;
                let before = cpu_with_children(postgres)?;
                let answers = pgbench::run(self.place, &script, pact, self.concurrency, time)?;
                let database = cpu_with_children(postgres)? - before;
                Ok((answers, Spent { server: 0, database, load: 0, peak: 0 }))
            }
        }
    }

    fn served(&self, server: &Server, exchanges: Vec<load::Exchange>) -> Result<(Answers, Spent)> {
        let load = |exchanges, time| Load {
            address: server.address,
            exchanges,
            connections: self.concurrency,
            time,
            once: self.operation.once(),
        };
        let postgres = self.place.cluster.pid()?;
        server.forget_peak()?;
        let spent = || -> Result<[u64; 3]> {
            Ok([cpu(server.pid)?, cpu_with_children(postgres)?, cpu(std::process::id())?])
        };
        let before = spent()?;
        let answers = load::run(load(exchanges, self.plan.time))?;
        let after = spent()?;
        let [server_time, database, load] = std::array::from_fn(|it| {
            after.get(it).copied().unwrap_or(0) - before.get(it).copied().unwrap_or(0)
        });
        Ok((answers, Spent { server: server_time, database, load, peak: server.peak()? }))
    }
}

impl Spent {
    fn measured(&self, run: &Run<'_>, target: Target, round: u32, answers: &Answers) -> Measured {
        let count = number(u64::try_from(answers.count).unwrap_or(u64::MAX)).max(1.0);
        let each = |sum: u64| number(sum) / count;
        Measured {
            operation: run.operation.name(),
            concurrency: run.concurrency,
            target,
            round,
            answers: answers.count,
            rps: count / answers.time.as_secs_f64(),
            p50_us: answers.p50,
            p99_us: answers.p99,
            cpu_us: each(self.server),
            database_cpu_us: each(self.database),
            load_cpu_us: each(self.load),
            bytes: each(u64::try_from(answers.bytes).unwrap_or(u64::MAX)),
            peak_kib: self.peak,
        }
    }
}

impl Measured {
    fn line(&self) -> String {
        format!(
            "{:7} c={:<3} {:13} {:8.0}/s  p50 {:6} us  p99 {:7} us  server {:6.0} us  \
             database {:6.0} us  load {:4.0} us  {:7.0} B  {:4} MiB",
            self.operation,
            self.concurrency,
            format!("{:?}", self.target).to_lowercase(),
            self.rps,
            self.p50_us,
            self.p99_us,
            self.cpu_us,
            self.database_cpu_us,
            self.load_cpu_us,
            self.bytes,
            self.peak_kib / 1024,
        )
    }
}

/// A count as a number to reckon with; what is counted here is far below what that loses.
fn number(count: u64) -> f64 {
    let (high, low) = (count >> 32, count & u64::from(u32::MAX));
    let part = |it| f64::from(u32::try_from(it).unwrap_or(u32::MAX));
    part(high) * 4_294_967_296.0 + part(low)
}
