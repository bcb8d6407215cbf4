//! How long each test took, for who names a file in `TEST_SECONDS`: a line for each test with
//! its seconds. The name has no `NETRA_`, because the program refuses settings that it does not know.
//! `.ci/run` prints the slowest. The test runner itself tells this on nightly only.

use std::cell::OnceCell;
use std::fs::OpenOptions;
use std::io::Write;
use std::time::Instant;

thread_local! {
    /// Every test has a thread of its own, which ends with it.
    static RUNNING: OnceCell<Running> = const { OnceCell::new() };
}

struct Running {
    name: String,
    since: Instant,
}

/// Counts from here to the end of the test. Everything that costs a test time begins by this, so
/// that no test has to think of it.
pub fn count() {
    let name = std::thread::current().name().unwrap_or_default().to_owned();
    // Other threads have names without a path.
    if name.contains("::") {
        RUNNING.with(|running| {
            running.get_or_init(|| Running { name, since: Instant::now() });
        });
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let Some(file) = std::env::var_os("TEST_SECONDS") else { return };
        let line = format!("{:8.2} {}\n", self.since.elapsed().as_secs_f64(), self.name);
        // In one piece, because tests end at the same time.
        let file = OpenOptions::new().append(true).create(true).open(file);
        if let Err(error) = file.and_then(|mut file| file.write_all(line.as_bytes())) {
            eprintln!("the seconds of {}: {error}", self.name);
        }
    }
}
