//! One served world for tests that only read. They cost a fresh copy and a server each otherwise. Who
//! wants to write, to move the clock or to sequence is stopped here; who counts statements, readings
//! or sessions needs a world of its own, because others read at the same time.

use std::sync::LazyLock;

use netra_registry::TrustFiles;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::OnceCell;

use crate::database::Backend;
use crate::seconds;
use crate::world::World;

/// The runtime in which the shared worlds are served. That of a test ends with the test, and takes
/// every connection along.
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap());

/// Runs a test among those that share a world.
pub fn run(test: impl Future<Output = ()>) {
    seconds::count();
    RUNTIME.block_on(test);
}

impl World {
    /// The world of all tests that only read; only for those that run by `readers!`.
    pub async fn shared(backend: Backend) -> &'static Self {
        static SQLITE: OnceCell<World> = OnceCell::const_new();
        static POSTGRES: OnceCell<World> = OnceCell::const_new();
        let cell = match backend {
            Backend::Sqlite => &SQLITE,
            Backend::Postgres => &POSTGRES,
        };
        cell.get_or_init(|| Self::over(backend, TrustFiles::default(), true)).await
    }
}

/// Runs each named `async fn(Backend)` as `both!` does, with [`World::shared`]; or on SQLite alone.
macro_rules! readers {
    (sqlite: $($name:ident),+ $(,)?) => {
        $(mod $name {
            #[test]
            fn sqlite() {
                $crate::shared::run(super::$name($crate::database::Backend::Sqlite));
            }
        })+
    };
    ($($name:ident),+ $(,)?) => {
        $(mod $name {
            #[test]
            fn sqlite() {
                $crate::shared::run(super::$name($crate::database::Backend::Sqlite));
            }

            #[test]
            fn postgres() {
                $crate::shared::run(super::$name($crate::database::Backend::Postgres));
            }
        })+
    };
}
pub(crate) use readers;

/// The same database, in which nothing can be changed.
pub fn read_only(backend: Backend, url: &str) -> String {
    match backend {
        Backend::Sqlite => url.replace("mode=rwc", "mode=ro"),
        Backend::Postgres => format!("{url}&options[default_transaction_read_only]=on"),
    }
}

async fn a_shared_world_cannot_be_changed(backend: Backend) {
    use sea_orm::ConnectionTrait;
    let world = World::shared(backend).await;
    let changed = world.db.execute_unprepared("UPDATE cycle SET code = 'x'").await.unwrap_err();
    let changed = changed.to_string().replace("read-only", "readonly");
    assert!(changed.contains("readonly"), "{changed}");
}
readers!(a_shared_world_cannot_be_changed);
