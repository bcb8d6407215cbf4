//! How the databases find an address among many.

use netra_registry::elections::campaign_account::look_up_sql;
use sea_orm::{ConnectionTrait, Statement};

use super::{CITY_COUNCIL, contestants, entered, field};
use crate::database::{Backend, both};
use crate::world::World;

both!(a_look_up_reads_indexes_only);

/// Accounts beside the one that is asked for: enough for indexes to pay.
const MANY: u32 = 200_000;

async fn fill(world: &World, backend: Backend) {
    let (numbers, id, of) = match backend {
        Backend::Postgres => {
            (format!("SELECT generate_series(1, {MANY}) AS i"), "gen_random_uuid()", "i::text")
        }
        Backend::Sqlite => (
            format!(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY}) \
                 SELECT i FROM n"
            ),
            "randomblob(16)",
            "i",
        ),
    };
    for statement in [
        format!("CREATE TABLE numbers AS SELECT i, {id} AS id FROM ({numbers}) AS n"),
        format!(
            "INSERT INTO campaign_account (row_id, id, contestant_id, contest_id, election_id, \
             contest_type, platform, kind, handle, url, state, received_on, is_late, \
             registered_on, is_invented, recorded_by) SELECT {id}, numbers.id, a.contestant_id, \
             a.contest_id, a.election_id, a.contest_type, 'X', 'PROFILE', 'akun_' || {of}, \
             'https://x.com/akun_' || {of}, 'REGISTERED', a.received_on, a.is_late, \
             a.registered_on, a.is_invented, a.recorded_by \
             FROM numbers, (SELECT * FROM campaign_account LIMIT 1) AS a"
        ),
        format!(
            "INSERT INTO campaign_account_name (row_id, account_id, election_id, key, \
             is_native_id, handle, as_written, valid_from, recorded_by) SELECT {id}, numbers.id, \
             n.election_id, 'https://x.com/akun_' || {of}, n.is_native_id, 'akun_' || {of}, \
             'x', n.valid_from, n.recorded_by \
             FROM numbers, (SELECT * FROM campaign_account_name LIMIT 1) AS n"
        ),
        "DROP TABLE numbers".to_owned(),
    ] {
        world.db.execute_unprepared(&statement).await.unwrap();
    }
    let measure = match backend {
        Backend::Postgres => "VACUUM ANALYZE campaign_account, campaign_account_name",
        Backend::Sqlite => "ANALYZE",
    };
    world.db.execute_unprepared(measure).await.unwrap();
}

async fn plan(world: &World, backend: Backend, keys: usize) -> String {
    let mut sql = look_up_sql(keys);
    for position in (0..keys).rev() {
        let key = format!("'https://x.com/akun_{}'", 17 + position * 31);
        sql = sql.replace(&format!("${}", position + 2), &key);
    }
    let (explain, column, no) = match backend {
        Backend::Postgres => ("EXPLAIN (COSTS OFF)", "QUERY PLAN", "true"),
        Backend::Sqlite => ("EXPLAIN QUERY PLAN", "detail", "1"),
    };
    let sql = format!("{explain} {}", sql.replace("$1", no));
    let statement = Statement::from_string(world.db.get_database_backend(), sql);
    let rows = world.db.query_all_raw(statement).await.unwrap();
    let lines = rows.iter().map(|row| row.try_get::<String>("", column).unwrap());
    lines.collect::<Vec<_>>().join("\n")
}

async fn a_look_up_reads_indexes_only(backend: Backend) {
    let world = field(backend).await;
    let party = contestants(&world, CITY_COUNCIL).await.swap_remove(0);
    entered(&world, "KPU_34.71", &party, "https://x.com/akun_0", "2023-11-20").await;
    fill(&world, backend).await;
    for keys in [1, 500] {
        let plan = plan(&world, backend, keys).await;
        let (name, account) = match backend {
            Backend::Postgres => (
                "using ix_campaign_account_name_key on",
                "Index Scan using ix_campaign_account_id on",
            ),
            Backend::Sqlite => (
                "SEARCH n USING COVERING INDEX ix_campaign_account_name_key (key=?)",
                "SEARCH a USING INDEX ix_campaign_account_id (id=?)",
            ),
        };
        assert!(plan.contains(name), "{keys} keys:\n{plan}");
        assert!(keys > 1 || plan.contains(account), "{keys} keys:\n{plan}");
        let only = backend == Backend::Sqlite || plan.contains("Index Only Scan");
        assert!(only, "{keys} keys:\n{plan}");
        // The rule of an election is one of a few rows, which are read at once.
        for table in ["campaign_account_name", "campaign_account a", "campaign_account_name n"] {
            assert!(!plan.contains(&format!("Seq Scan on {table}")), "{keys} keys:\n{plan}");
        }
        assert!(!plan.contains("SCAN n") && !plan.contains("SCAN a"), "{keys} keys:\n{plan}");
    }
}
