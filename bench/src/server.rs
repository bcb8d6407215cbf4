//! A server under load, and what the system knows of its process.

use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::{Place, Result};

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_mins(1);

/// Ticks of the processor's clock in a second, as Linux reports them everywhere.
const TICKS: u64 = 100;

/// Runs a program for as long as our end of its input is open, however that comes to its end.
const GUARDIAN: &str = r#""$@" >"$LOG" 2>&1 & echo $!; read -r _; kill $!; wait"#;

/// A served API.
pub(crate) struct Server {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Its process.
    pub(crate) pid: u32,
    guardian: Child,
}

/// A free address on this machine.
pub(crate) fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?)
}

impl Server {
    /// Starts a program and waits until it listens. Its log goes to the bench's folder.
    pub(crate) fn start(
        place: &Place<'_>,
        name: &str,
        program: &Command,
        address: SocketAddr,
    ) -> Result<Self> {
        let log = place.folder.join(format!("{name}.log"));
        let mut guardian = Command::new("sh");
        guardian.args(["-c", GUARDIAN, "sh"]).arg(program.get_program()).args(program.get_args());
        for (name, value) in program.get_envs() {
            guardian.env(name, value.unwrap_or_default());
        }
        guardian.current_dir(program.get_current_dir().unwrap_or(place.folder));
        guardian.env("LOG", &log).stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
        let mut guardian = guardian.spawn()?;
        let mut line = String::new();
        let output = guardian.stdout.take().ok_or("the guardian has no output")?;
        BufReader::new(output).read_line(&mut line)?;
        let server = Self { address, pid: line.trim().parse()?, guardian };
        let begun = Instant::now();
        while TcpStream::connect(address).is_err() {
            if cpu(server.pid).is_err() || begun.elapsed() > PATIENCE {
                let log = std::fs::read_to_string(log)?;
                return Err(format!("{name} does not serve: {log}").into());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }

    /// Forgets the most memory that it has had.
    pub(crate) fn forget_peak(&self) -> Result<()> {
        Ok(std::fs::write(format!("/proc/{}/clear_refs", self.pid), "5")?)
    }

    /// The most memory that it has had since, in KiB.
    pub(crate) fn peak(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid))?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        Ok(peak.and_then(|it| it.split_whitespace().next()).ok_or("no VmHWM")?.parse()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Waiting closes our end of the input first.
        let _ended = self.guardian.wait();
    }
}

/// Processor time of a process, in microseconds.
pub(crate) fn cpu(pid: u32) -> Result<u64> {
    let (own, _, _) = times(Path::new(&format!("/proc/{pid}/stat")))?;
    Ok(own)
}

/// Processor time of a process, of the children that ended and of those that run.
pub(crate) fn cpu_with_children(pid: u32) -> Result<u64> {
    let (own, ended, _) = times(Path::new(&format!("/proc/{pid}/stat")))?;
    let mut sum = own + ended;
    for entry in std::fs::read_dir("/proc")? {
        // A process may end while it is read.
        if let Ok((own, _, parent)) = times(&entry?.path().join("stat"))
            && parent == pid
        {
            sum += own;
        }
    }
    Ok(sum)
}

/// Time of a process and of its ended children, in microseconds, and its parent.
fn times(stat: &Path) -> Result<(u64, u64, u32)> {
    let text = std::fs::read_to_string(stat)?;
    // The name before the bracket may hold anything.
    let (_, rest) = text.rsplit_once(')').ok_or("not a process")?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let field = |position: usize| -> Result<u64> {
        Ok(fields.get(position).copied().ok_or("not a process")?.parse()?)
    };
    let micros = |ticks: u64| ticks * 1_000_000 / TICKS;
    let (own, ended) = (field(11)? + field(12)?, field(13)? + field(14)?);
    Ok((micros(own), micros(ended), u32::try_from(field(1)?)?))
}
