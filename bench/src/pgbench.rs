//! `pgbench` with the statements alone: what this PostgreSQL can do on this machine.

use std::io::Write;
use std::time::Duration;

use crate::load::Answers;
use crate::{Place, Result};

/// Runs a script over the peer's tables.
pub(crate) fn run(
    place: &Place<'_>,
    script: &str,
    pact: u32,
    connections: usize,
    time: Duration,
) -> Result<Answers> {
    let mut file = tempfile::NamedTempFile::new()?;
    file.write_all(script.as_bytes())?;
    let mut pgbench = place.cluster.program("pgbench", "peer");
    pgbench.args(["--no-vacuum", "--protocol=prepared", "--jobs=1"]);
    pgbench.arg(format!("--client={connections}")).arg(format!("--time={}", time.as_secs()));
    pgbench.arg(format!("--define=pact={pact}")).arg("--define=turn=0");
    let output = pgbench.arg("--file").arg(file.path()).output()?;
    let text = String::from_utf8(output.stdout)?;
    if !output.status.success() {
        return Err(format!("pgbench: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let value = |name: &str| -> Result<f64> {
        let line = text.lines().find_map(|line| line.trim().strip_prefix(name));
        let value = line.and_then(|it| it.split_whitespace().next());
        Ok(value.ok_or_else(|| format!("pgbench does not tell {name}: {text}"))?.parse()?)
    };
    let count: usize = text
        .lines()
        .find_map(|line| line.strip_prefix("number of transactions actually processed: "))
        .ok_or("pgbench does not tell how many")?
        .parse()?;
    let failed = text.lines().find_map(|line| line.strip_prefix("number of failed transactions: "));
    if failed.is_some_and(|it| !it.starts_with("0 ")) {
        return Err(format!("pgbench failed: {text}").into());
    }
    let count_f64 = f64::from(u32::try_from(count)?);
    Ok(Answers {
        count,
        // Without the time in which it connects.
        time: Duration::from_secs_f64(count_f64 / value("tps = ")?),
        ..Answers::default()
    })
}
