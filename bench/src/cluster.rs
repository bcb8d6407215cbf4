//! The PostgreSQL cluster that everything runs on, kept by the guardian that the tests have too.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::{Result, tell};

/// As a small production server has it: durable, planned for solid-state disks.
const SETTINGS: [&str; 7] = [
    "fsync=on",
    "full_page_writes=on",
    "max_wal_size=8GB",
    "checkpoint_timeout=30min",
    "random_page_cost=1.1",
    "jit=off",
    "maintenance_work_mem=512MB",
];

/// The script that keeps the cluster.
const GUARDIAN: &str =
    concat!(include_str!("../../tests/it/bring.sh"), include_str!("../../tests/it/postgres.sh"));

/// A running cluster.
pub(crate) struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    libraries: String,
    guardian: Child,
}

impl Cluster {
    /// Starts the cluster in a folder, which stays or goes with it.
    pub(crate) fn start(folder: &Path, stays: bool) -> Result<Self> {
        let mut guardian = Command::new("sh")
            .args(["-c", GUARDIAN, "postgres.sh"])
            .arg(folder)
            .arg(if stays { "stays" } else { "goes" })
            .args(SETTINGS)
            .arg(format!("shared_buffers={}MB", memory_in_mib()? / 6))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // Ctrl-C goes to our process group; the guardian has to outlive us.
            .process_group(0)
            .spawn()?;
        let mut line = String::new();
        let output = guardian.stdout.take().ok_or("the guardian has no output")?;
        BufReader::new(output).read_line(&mut line)?;
        let mut words = line.trim_end_matches('\n').splitn(3, ' ');
        let (Some("ready"), Some(programs)) = (words.next(), words.next()) else {
            return Err("the cluster did not start; its own words are above".into());
        };
        Ok(Self {
            folder: folder.to_owned(),
            programs: programs.into(),
            libraries: words.next().unwrap_or_default().to_owned(),
            guardian,
        })
    }

    /// The URL of a database, as our own driver reads it.
    pub(crate) fn url(&self, database: &str) -> String {
        let host = self.folder.display();
        format!("postgres:///{database}?host={host}&port=5432&user=postgres")
    }

    /// A program of PostgreSQL, connected to a database.
    pub(crate) fn program(&self, name: &str, database: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.env("PGHOST", &self.folder).env("PGPORT", "5432").env("PGUSER", "postgres");
        command.env("PGDATABASE", database);
        if !self.libraries.is_empty() {
            command.env("LD_LIBRARY_PATH", &self.libraries);
        }
        command
    }

    /// Runs statements; answers with the last line of the answer.
    pub(crate) fn run(
        &self,
        database: &str,
        statements: &str,
        values: &[(&str, u64)],
    ) -> Result<String> {
        let mut psql = self.program("psql", database);
        psql.args([
            "--no-psqlrc",
            "--quiet",
            "--tuples-only",
            "--no-align",
            "-v",
            "ON_ERROR_STOP=1",
        ]);
        for (name, value) in values {
            psql.arg("-v").arg(format!("{name}={value}"));
        }
        let mut psql = psql.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        psql.stdin.take().ok_or("psql has no input")?.write_all(statements.as_bytes())?;
        let output = psql.wait_with_output()?;
        if !output.status.success() {
            return Err(format!("psql failed on {database}").into());
        }
        let text = String::from_utf8(output.stdout)?;
        Ok(text.lines().last().unwrap_or_default().to_owned())
    }

    /// The process whose children serve the connections.
    pub(crate) fn pid(&self) -> Result<u32> {
        let file = std::fs::read_to_string(self.folder.join("data/postmaster.pid"))?;
        Ok(file.lines().next().unwrap_or_default().parse()?)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Waiting closes our end of its input first: it stops the cluster then.
        if self.guardian.wait().is_err() {
            tell("the cluster's guardian is gone");
        }
    }
}

fn memory_in_mib() -> Result<u64> {
    let file = std::fs::read_to_string("/proc/meminfo")?;
    let total = file.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let kib: u64 =
        total.and_then(|it| it.split_whitespace().next()).ok_or("no MemTotal")?.parse()?;
    Ok(kib / 1024)
}
