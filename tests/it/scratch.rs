//! Where the files of tests lie: in memory where there is room, because a disk takes a thousand times
//! as long to say that a file is safe. They lie in one folder, which goes with this process, however
//! that ends: what a static holds is never dropped.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use tempfile::{Builder, TempDir};

use crate::seconds;

/// What a run may take of the memory, in KiB; a run of every test takes a tenth.
const ROOM: u64 = 3 * 1024 * 1024;

/// A folder for a test, which goes with it.
pub fn folder() -> TempDir {
    seconds::count();
    tempfile::tempdir_in(&own().folder).unwrap()
}

/// Where folders may be made that do not have to survive a power failure.
pub fn place() -> &'static Path {
    static PLACE: OnceLock<PathBuf> = OnceLock::new();
    PLACE.get_or_init(|| {
        let memory = Path::new("/dev/shm");
        // Whoever names a folder means it.
        let is_named = std::env::var_os("TMPDIR").is_some_and(|it| !it.is_empty());
        let fits = !is_named && free(memory).is_some_and(|free| free >= ROOM);
        if fits && tempfile::tempdir_in(memory).is_ok() {
            memory.to_owned()
        } else {
            std::env::temp_dir()
        }
    })
}

/// The KiB that are free.
fn free(folder: &Path) -> Option<u64> {
    let told = Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    let told = String::from_utf8(told.stdout).ok()?;
    told.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

/// The folder of this process, and who removes it as soon as our end of its input is closed.
struct Own {
    folder: PathBuf,
    _guardian: Child,
}

fn own() -> &'static Own {
    static OWN: OnceLock<Own> = OnceLock::new();
    OWN.get_or_init(|| {
        let folder = Builder::new().prefix("netra-tests-").tempdir_in(place()).unwrap().keep();
        let guardian = Command::new("sh")
            .args(["-c", "cat >/dev/null; rm -rf \"$1\"", "sh"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Ctrl-C goes to our process group; the guardian has to outlive us.
            .process_group(0)
            .spawn()
            .unwrap();
        Own { folder, _guardian: guardian }
    })
}
