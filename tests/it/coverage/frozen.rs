//! What is told of coverage outside the detailed reach: week by week, and nothing by subtraction.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use netra_entity::code::{Function, Grade};
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use serde_json::{Value, json};

use super::last_index;
use crate::acts::{
    CITY, PROVINCE, employ, employer, non_signers_of, personnel, sign, sign_on_paper, signers_of,
};
use crate::database::{Backend, both};
use crate::world::{Client, World, beginning};

const COVERAGE: &str = "query($c: ID!, $g: CoverageGrouping!, $i: ID, $on: Date, $n: AsOf) { \
    pactCoverage(cycle: $c, groupBy: $g, institution: $i, on: $on, asOf: $n) { active signed \
    exempt refused isSuppressed countedOn institution { code } province { code } } }";

/// Outside the detailed reach.
async fn outsider(world: &World) -> Client<'_> {
    world.office(Function::ElectionSupervision, Grade::Approver, None).await
}

async fn ask(office: &Client<'_>, world: &World, group: &str, more: Value) -> Vec<Value> {
    let mut input = json!({ "c": world.cycle().await, "g": group });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let rows = office.ask(COVERAGE, input).await.good().at("pactCoverage");
    rows.as_array().unwrap().clone()
}

/// Signers and others.
fn parts(row: &Value) -> Option<[i64; 2]> {
    let (active, signed) = row["active"].as_i64().zip(row["signed"].as_i64())?;
    Some([signed, active - signed])
}

/// What is left of a sum without what is shown of its parts; none where all of them are.
fn left(sum: [i64; 2], of: &[&Value]) -> Option<[i64; 2]> {
    let minus = |left: [i64; 2], it: [i64; 2]| [left[0] - it[0], left[1] - it[1]];
    let left = of.iter().filter_map(|it| parts(it)).fold(sum, minus);
    of.iter().any(|it| parts(it).is_none()).then_some(left)
}

async fn no_small_count_follows_from_what_is_shown(backend: Backend) {
    let world = World::new(backend).await;
    // Three persons in an institution of their own, before anything was released.
    let (bkn, small) = (personnel(&world).await, world.institution("KPU").await);
    for person in signers_of(&world, CITY).await.iter().take(3) {
        employ(&bkn, person, &small, "2026-11-10").await.good();
    }
    world.sequence().await;
    world.db.execute_unprepared("DELETE FROM coverage_release").await.unwrap();
    world.registry().release_coverage().await.unwrap();
    let office = outsider(&world).await;
    let total = ask(&office, &world, "TOTAL", json!({})).await.swap_remove(0);
    let provinces = ask(&office, &world, "PROVINCE", json!({})).await;
    let institutions = ask(&office, &world, "INSTITUTION", json!({})).await;
    let sql = "SELECT code, COALESCE(substr(region_code, 1, 2), '') FROM institution";
    let statement = Statement::from_string(world.db.get_database_backend(), sql);
    let rows = world.db.query_all_raw(statement).await.unwrap();
    let pair =
        |it: &QueryResult| (it.try_get_by_index(0).unwrap(), it.try_get_by_index(1).unwrap());
    let home: BTreeMap<String, String> = rows.iter().map(pair).collect();
    let of = |code: &str| -> Vec<&Value> {
        let is_here = |it: &&Value| home[it["institution"]["code"].as_str().unwrap()] == code;
        institutions.iter().filter(is_here).collect()
    };
    let all: Vec<&Value> = institutions.iter().collect();
    let mut sums = vec![
        left(parts(&total).unwrap(), &provinces.iter().collect::<Vec<_>>()),
        left(parts(&total).unwrap(), &all),
    ];
    for province in &provinces {
        let code = province["province"]["code"].as_str().unwrap_or_default();
        sums.extend(parts(province).map(|sum| left(sum, &of(code))));
    }
    let hidden: Vec<[i64; 2]> = sums.into_iter().flatten().collect();
    assert!(!hidden.is_empty(), "nothing is hidden");
    assert!(hidden.iter().flatten().all(|it| *it >= 5), "{hidden:?}");
    for row in [&total].into_iter().chain(&provinces).chain(&institutions) {
        let shown = parts(row);
        assert_eq!(row["isSuppressed"], shown.is_none());
        let small = |it: &i64| *it > 0 && *it < 5;
        assert!(!shown.is_some_and(|it| it.iter().any(small) || small(&it.iter().sum())), "{row}");
        assert_eq!((&row["exempt"], &row["refused"]), (&Value::Null, &Value::Null));
        assert_eq!(row["countedOn"], "2026-11-15");
    }
}
both!(no_small_count_follows_from_what_is_shown);

async fn a_single_signature_shows_on_no_day_and_in_no_week(backend: Backend) {
    let world = World::new(backend).await;
    let (office, bkn) = (outsider(&world).await, personnel(&world).await);
    let signed = async |office: &Client<'_>, more: Value| {
        let row = ask(office, &world, "TOTAL", more).await.swap_remove(0);
        (row["signed"].as_i64().unwrap(), row["countedOn"].clone())
    };
    let first = signed(&office, json!({})).await;
    assert_eq!(first.1, "2026-11-15");
    let before = signed(&bkn, json!({})).await.0;
    let start = last_index(&world).await;
    let list = ask(&office, &world, "INSTITUTION", json!({})).await;

    sign(&world, &world.civil_servant(CITY).await).await.good();
    world.sequence().await;
    assert_eq!(signed(&bkn, json!({})).await, (before + 1, Value::Null));
    let last = json!({ "index": last_index(&world).await.to_string() });
    for more in [
        json!({}),
        json!({ "on": "2026-11-19" }),
        json!({ "on": "2026-11-20" }),
        json!({ "on": "2026-12-31" }),
        json!({ "n": { "index": start.to_string() } }),
        json!({ "n": last }),
    ] {
        assert_eq!(signed(&office, more.clone()).await, first, "{more}");
        assert_eq!(ask(&office, &world, "INSTITUTION", more).await, list);
    }
    // Before the first release nothing is told.
    let early = ask(&office, &world, "TOTAL", json!({ "on": "2026-11-14" })).await;
    assert_eq!((&early[0]["active"], &early[0]["isSuppressed"]), (&Value::Null, &json!(true)));

    // The next week has one signature more, and tells none.
    world.set_clock(beginning() + TimeDelta::days(4));
    world.sequence().await;
    let office = outsider(&world).await;
    assert_eq!(signed(&office, json!({})).await, (first.0, json!("2026-11-22")));

    // Six in one institution are told with the week after, and the one elsewhere still is not.
    let province = employer(&world, PROVINCE).await;
    for person in non_signers_of(&world, PROVINCE).await.iter().take(6) {
        let answer = sign_on_paper(&world, &province, &person.number, "2026-11-20").await.good();
        assert_eq!(answer.text("recordPaperSignatures.rows.0.outcome"), "RECORDED");
    }
    world.sequence().await;
    assert_eq!(signed(&office, json!({})).await.0, first.0);
    world.set_clock(beginning() + TimeDelta::days(11));
    world.sequence().await;
    let office = outsider(&world).await;
    let bkn = personnel(&world).await;
    let there = world.institution(PROVINCE).await;
    let at = async |day: &str| signed(&bkn, json!({ "i": there, "on": day })).await.0;
    let more = at("2026-11-29").await - at("2026-11-15").await;
    assert!(more >= 5, "{more}");
    assert_eq!(signed(&office, json!({})).await, (first.0 + more, json!("2026-11-29")));
    // The releases of before are told as they were.
    let week = signed(&office, json!({ "on": "2026-11-28" })).await;
    assert_eq!(week, (first.0, json!("2026-11-22")));
    assert_eq!(signed(&office, json!({ "on": "2026-11-21" })).await, first);
    let known = json!({ "n": { "index": start.to_string() } });
    assert_eq!(signed(&office, known).await, first);
}
both!(a_single_signature_shows_on_no_day_and_in_no_week);

async fn an_employer_counts_its_own_people_and_reads_of_others_by_week(backend: Backend) {
    let world = World::new(backend).await;
    let city = employer(&world, CITY).await;
    let (own, other) = (world.institution(CITY).await, world.institution(PROVINCE).await);
    let counted = async |institution: &str, more: Value| {
        let mut input = json!({ "i": institution });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ask(&city, &world, "TOTAL", input).await.swap_remove(0)
    };
    let before = counted(&own, json!({})).await;
    assert_eq!((&before["countedOn"], &before["exempt"]), (&Value::Null, &json!(0)));
    let others = counted(&other, json!({})).await;
    assert_eq!((&others["countedOn"], &others["exempt"]), (&json!("2026-11-15"), &Value::Null));
    sign(&world, &world.civil_servant(CITY).await).await.good();
    sign(&world, &world.civil_servant(PROVINCE).await).await.good();
    world.sequence().await;
    let signed = |row: &Value| row["signed"].as_i64().unwrap();
    assert_eq!(signed(&counted(&own, json!({})).await), signed(&before) + 1);
    assert_eq!(counted(&other, json!({})).await, others);
    assert!(
        ask(&city, &world, "INSTITUTION", json!({}))
            .await
            .iter()
            .all(|it| { it["countedOn"] == "2026-11-15" })
    );
}
both!(an_employer_counts_its_own_people_and_reads_of_others_by_week);
