//! Sums and what is told of readings: whoever edits what is counted, and no record, is named too.

use std::collections::BTreeSet;

use netra_entity::code::{Function, Grade};
use netra_registry::check::Trusted;
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::acts::CITY;
use crate::database::{Backend, both};
use crate::ledger::{Ledger, close};
use crate::world::World;

use super::after;

const RECORDS: &str = "is not what the people and their signatures give";
const FROZEN: &str = "is not what was known at its cut-off";
const PARTS: &str = "is not the sum of what it is made of";

/// A sum that is raised by one where the pact is signed most.
fn raise(table: &str) -> String {
    let first = format!("SELECT MAX(signed) FROM {table}");
    format!("UPDATE {table} SET signed = signed + 1 WHERE signed = ({first})")
}

async fn a_figure_that_nobody_signed_is_named(backend: Backend) {
    let ledger = Ledger::new(backend).await;
    let registry = ledger.open().await;
    registry.publish().await.unwrap();
    close(registry).await;
    for (sql, tables) in [
        (
            "UPDATE coverage_total SET signed = active".to_owned(),
            vec!["coverage_total", "coverage_institution"],
        ),
        (
            "UPDATE coverage_institution SET signed = active".to_owned(),
            vec!["coverage_institution"],
        ),
        (raise("coverage_day"), vec!["coverage_day", "coverage_total"]),
        (raise("coverage_release"), vec!["coverage_release"]),
        (raise("coverage_delta"), vec!["coverage_delta", "coverage_day"]),
    ] {
        let found = after(&ledger, &sql).await;
        assert!(found.iter().all(|it| it.starts_with("COVERAGE\t")), "{found:?}");
        for table in tables {
            let what = match table {
                "coverage_delta" => RECORDS,
                "coverage_release" => FROZEN,
                _ => PARTS,
            };
            let named = |it: &&String| it.contains(&format!("\t{table} of ")) && it.ends_with(what);
            assert!(found.iter().any(|it| named(&it)), "{sql}: {table} in {found:?}");
        }
    }
    // Changed everywhere alike, the sums agree with each other, and with nobody's signature.
    let copy = ledger.copy().await;
    for (table, sum) in [("coverage_delta", "1"), ("coverage_day", "1"), ("coverage_total", "1")] {
        let key = "SELECT equivalence_class, institution_id, unit_id, kind FROM coverage_delta \
            WHERE signed > 0 AND unit_id IS NOT NULL ORDER BY id LIMIT 1";
        let day = if table == "coverage_total" { "" } else { ", day" };
        let key = key.replace(", kind FROM", &format!(", kind{day} FROM"));
        let columns = format!("equivalence_class, institution_id, unit_id, kind{day}");
        let only = if table == "coverage_delta" {
            "id = (SELECT id FROM coverage_delta WHERE signed > 0 AND unit_id IS NOT NULL \
             ORDER BY id LIMIT 1)"
                .to_owned()
        } else {
            format!("({columns}) = ({key})")
        };
        copy.run(&format!("UPDATE {table} SET signed = signed + {sum} WHERE {only}")).await;
    }
    let one = "SELECT equivalence_class, institution_id FROM coverage_delta \
        WHERE signed > 0 AND unit_id IS NOT NULL ORDER BY id LIMIT 2";
    let pair = "(equivalence_class, institution_id)";
    copy.run(&format!(
        "UPDATE coverage_institution SET signed = signed + 1 WHERE {pair} IN \
         (SELECT equivalence_class, institution_id FROM ({one}) AS named LIMIT 1)"
    ))
    .await;
    let registry = copy.open().await;
    let report = registry.fsck(&Trusted::default()).await.unwrap();
    close(registry).await;
    assert!(report.findings.iter().any(|it| it.detail == RECORDS), "{report:?}");
}
both!(a_figure_that_nobody_signed_is_named);

/// Who read is taken from the list of whom a person is told, put there, or told as another office.
async fn whoever_hides_a_reader_is_named(backend: Backend) {
    for (sql, named) in [
        ("DELETE FROM read_log_subject", "somebody whom it showed is not told of it"),
        (
            "UPDATE read_log_subject SET function = 'AUDIT'",
            "its reading says otherwise, or is gone",
        ),
        (
            "UPDATE read_log_subject SET institution_id = (SELECT id FROM institution WHERE code = 'BPK')",
            "its reading says otherwise, or is gone",
        ),
        (
            "UPDATE read_log_subject SET civil_servant_id = (SELECT id FROM civil_servant \
             WHERE id NOT IN (SELECT civil_servant_id FROM read_log_subject) ORDER BY id LIMIT 1) \
             WHERE id = (SELECT MIN(id) FROM (SELECT id FROM read_log_subject ORDER BY id LIMIT 1) AS one)",
            "its reading says otherwise, or is gone",
        ),
    ] {
        let sql = if backend == Backend::Postgres {
            sql.replace("SELECT MIN(id)", "SELECT id")
        } else {
            sql.to_owned()
        };
        let world = World::new(backend).await;
        let city = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
        city.ask("{ civilServants(first: 2) { nodes { id } } }", json!({})).await.good();
        world.registry().write_read_log().await.unwrap();
        world.registry().close_read_log(true).await.unwrap();
        let found = async || -> BTreeSet<&'static str> {
            let report = world.registry().fsck(&Trusted::default()).await.unwrap();
            report.findings.iter().map(|it| it.detail).collect()
        };
        let before = found().await;
        assert!(!before.contains(named), "{before:?}");
        assert!(world.db.execute_unprepared(&sql).await.unwrap().rows_affected() > 0);
        assert!(found().await.contains(named), "{sql}");
    }
}
both!(whoever_hides_a_reader_is_named);

/// A checkpoint that nobody signed is none that the log continues.
async fn what_cannot_be_compared_is_no_agreement(backend: Backend) {
    let ledger = Ledger::new(backend).await;
    let registry = ledger.open().await;
    let good = registry.publish().await.unwrap().unwrap();
    let note = std::fs::read_to_string(&ledger.kept).unwrap();
    for (checkpoint, agrees) in [
        (note.clone(), true),
        ("RUBBISH".to_owned(), false),
        (String::new(), false),
        (note.replace(&good.origin, "netra.test/other"), false),
        (note.replace("\n\n\u{2014} ", "\n\n\u{2014} x"), false),
    ] {
        let trusted = Trusted { policy: None, checkpoints: vec![checkpoint.clone()] };
        let report = registry.fsck(&trusted).await.unwrap();
        assert_eq!((report.is_clean(), report.is_undecided()), (agrees, !agrees), "{checkpoint}");
    }
    close(registry).await;
    // A note of the signer alone gives a log up, and the last one alone.
    let copy = ledger.copy().await;
    copy.run("UPDATE log_origin SET given_up = 'RUBBISH'").await;
    let registry = copy.open().await;
    let report = registry.fsck(&Trusted::default()).await.unwrap();
    let detail = "was given up at a note that its key has not signed";
    assert!(report.findings.iter().any(|it| it.detail == detail), "{report:?}");
    close(registry).await;
}
both!(what_cannot_be_compared_is_no_agreement);

/// What the leaf does not say is sealed all the same, and what nobody did is no event.
async fn an_act_that_nobody_did_is_named_and_not_sequenced(backend: Backend) {
    let ledger = Ledger::new(backend).await;
    let registry = ledger.open().await;
    registry.publish().await.unwrap();
    close(registry).await;
    let sealed = "is not sealed by this registry, or was changed since";
    let first = "id = (SELECT id FROM event WHERE purpose IS NULL ORDER BY id DESC LIMIT 1)";
    for change in [
        "seat_id = (SELECT id FROM seat ORDER BY id LIMIT 1)",
        "purpose = 'AUDIT_EXAMINATION'",
        "policy_version = 'lain'",
        "trace_id = 'lain'",
        "seal = ''",
    ] {
        let found = after(&ledger, &format!("UPDATE event SET {change} WHERE {first}")).await;
        assert!(found.len() == 1 && found[0].ends_with(sealed), "{change}: {found:?}");
    }
    // An act is copied with every hash in it right, under another id, and waits for its index.
    let copy = ledger.copy().await;
    copy.forge().await;
    let registry = copy.open().await;
    let refused = registry.sequence_all().await.unwrap_err();
    assert!(refused.to_string().contains("nothing is sequenced"), "{refused}");
    close(registry).await;
}
both!(an_act_that_nobody_did_is_named_and_not_sequenced);
