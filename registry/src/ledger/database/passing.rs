//! Which failures of a database pass, so that the caller may try again.

use sea_orm::{DbErr, RuntimeErr, sqlx};

use super::is_lock_timeout;

/// Whether a failure passes: the pool or a lock was busy, a statement took too long, the server went
/// away and comes back, or its disk is full or read-only. What was under way then may have been committed.
#[must_use]
pub fn is_passing(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))) =
        error
    else {
        return matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_));
    };
    // 40P01 deadlock_detected, 57014 query_canceled, 57P01 admin_shutdown, 57P02 crash_shutdown,
    // 57P03 cannot_connect_now.
    // What an operator mends while the server runs: 25006 read_only_sql_transaction, 53100 disk_full,
    // 53200 out_of_memory, 53300 too_many_connections, 58030 io_error.
    let passing =
        ["40P01", "57014", "57P01", "57P02", "57P03", "25006", "53100", "53200", "53300", "58030"];
    let code = cause.as_database_error().and_then(sqlx::error::DatabaseError::code);
    is_lock_timeout(error)
        || matches!(**cause, sqlx::Error::Io(_))
        || code.is_some_and(|it| passing.contains(&it.as_ref()) || is_short_of_disk(&it))
}

/// Whether SQLite says that it may not or cannot write now. Its extended codes hold the plain one in
/// their last byte: 8 `READONLY`, 10 `IOERR`, 13 `FULL`; PostgreSQL's have five characters.
fn is_short_of_disk(code: &str) -> bool {
    let plain = code.parse::<u32>().ok().filter(|_| code.len() < 5).map(|it| it & 0xff);
    matches!(plain, Some(8 | 10 | 13))
}

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectOptions, ConnectionTrait, Database};

    use super::*;

    #[tokio::test]
    async fn a_file_that_is_full_or_read_only_is_not_the_callers_fault() {
        let mut options = ConnectOptions::new("sqlite::memory:");
        options.max_connections(1);
        let db = Database::connect(options).await.unwrap();
        db.execute_unprepared("CREATE TABLE t (x TEXT)").await.unwrap();
        db.execute_unprepared("PRAGMA max_page_count = 3").await.unwrap();
        let large = format!("INSERT INTO t VALUES ('{}')", "x".repeat(100_000));
        let full = db.execute_unprepared(&large).await.unwrap_err();
        assert!(is_passing(&full), "{full:?}");
        db.execute_unprepared("PRAGMA query_only = ON").await.unwrap();
        let closed = db.execute_unprepared("INSERT INTO t VALUES ('x')").await.unwrap_err();
        assert!(is_passing(&closed), "{closed:?}");
        let wrong = db.execute_unprepared("INSERT INTO nowhere VALUES (1)").await.unwrap_err();
        assert!(!is_passing(&wrong), "{wrong:?}");
    }
}
