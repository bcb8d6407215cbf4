//! The layers, as far as the compiler does not hold them: who may found, query, read the time and
//! the environment, and what each crate may know.

use std::path::{Path, PathBuf};

const CRATES: [&str; 7] = ["domain", "entity", "migration", "registry", "api", "tests", "bench"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Every source file with its path below the root.
fn sources() -> Vec<(String, String)> {
    let mut folders: Vec<PathBuf> = CRATES.iter().map(|name| root().join(name)).collect();
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
                files.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(files.len() > 100, "{} files", files.len());
    files.sort();
    files
}

/// Where the words occur outside the places that may have them; comments and tests do not count.
fn elsewhere(words: &[&str], places: &[&str]) -> Vec<String> {
    let allowed = |name: &str| {
        name.starts_with("tests/")
            || name.ends_with("tests.rs")
            || name.contains("/tests/")
            || places.iter().any(|place| name.starts_with(place) || name.ends_with(place))
    };
    let mut found = Vec::new();
    for (name, text) in sources().iter().filter(|(name, _)| !allowed(name)) {
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            let is_code = !line.trim_start().starts_with("//");
            if is_code && words.iter().any(|word| line.contains(word)) {
                found.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    found
}

const NOWHERE: [String; 0] = [];

#[test]
fn only_the_founding_acts_without_a_seat() {
    let places = [
        "domain/src/policy",
        "registry/src/intake/founding",
        "registry/src/intake/reference",
        "api/src/command/init.rs",
        "api/src/command/demo.rs",
        "bench/src/fill.rs",
    ];
    assert_eq!(elsewhere(&["Standing::Founding"], &places), NOWHERE);
}

#[test]
fn only_the_read_log_is_closed_by_the_registry_itself() {
    let places = ["domain/src/policy", "registry/src/privacy/read_log"];
    assert_eq!(elsewhere(&["Standing::Registry"], &places), NOWHERE);
}

/// Every entry point of the library to rows, and every statement in words.
#[test]
fn rows_are_found_only_within_a_reach() {
    let entries = [
        "::find(",
        "::find_by_id(",
        ".find_related(",
        ".find_linked(",
        ".find_also_related(",
        ".find_with_related(",
        "::find_by_statement(",
        "Statement::from",
        "= Statement {",
        ".query_one(",
        ".query_all(",
        ".query_one_raw(",
        ".query_all_raw(",
        ".execute_unprepared(",
    ];
    let places = [
        "/find.rs",
        "/within.rs",
        "registry/src/reach",
        "registry/src/record",
        "registry/src/people/civil_servant/joined.rs",
        "registry/src/succession/passers.rs",
        "registry/src/ledger/database",
        "registry/src/pact/coverage",
        "registry/src/ledger/rows.rs",
        "registry/src/ledger/page.rs",
        "registry/src/ledger/sequencer.rs",
        "migration/",
        "bench/src/signers.rs",
        "bench/src/log/",
    ];
    assert_eq!(elsewhere(&entries, &places), NOWHERE);
}

/// Free text has a greatest length beside its class, which the door holds; what the registry itself
/// makes has the length that it makes.
#[test]
fn every_text_has_a_length() {
    let made = [
        "client_assertion",
        "event",
        "event_record",
        "idempotency",
        "log_checkpoint",
        "log_origin",
        "log_tile",
        "read_log",
        "read_log_subject",
    ];
    let camel = |column: &str| -> String {
        let word = |it: &str| it[..1].to_uppercase() + &it[1..];
        column.split('_').map(word).collect()
    };
    let (mut checked, mut endless) = (0, Vec::new());
    for (name, text) in sources().iter().filter(|(name, _)| name.starts_with("entity/src/")) {
        let table = name.rsplit('/').next().unwrap().trim_end_matches(".rs");
        let Some((model, classes)) = text.split_once("classes! {") else { continue };
        if made.contains(&table) {
            continue;
        }
        for line in model.lines().map(str::trim) {
            let Some((column, kind)) = line.strip_prefix("pub ").and_then(|it| it.split_once(": "))
            else {
                continue;
            };
            if matches!(kind, "String," | "Option<String>,") {
                checked += 1;
                if !classes.contains(&format!(" {}[", camel(column))) {
                    endless.push(format!("{table}.{column}"));
                }
            }
        }
    }
    assert!(checked > 100, "{checked}");
    assert_eq!(endless, NOWHERE);
}

/// The areas of the registry stand on the ledger, and the ledger on none of them: nothing in it names
/// a noun, and nobody outside names its tables, so that it can become a crate of its own.
#[test]
fn the_ledger_knows_no_noun() {
    let areas = [
        "certify",
        "check",
        "elections",
        "intake",
        "law",
        "office",
        "pact",
        "people",
        "privacy",
        "succession",
        "reach",
        "record",
    ];
    let named = |line: &str| areas.iter().any(|area| line.contains(&format!("crate::{area}")));
    let tables = [
        "event_record",
        "event_outbox",
        "event_order",
        "log_tile",
        "log_checkpoint",
        "log_origin",
        "sequencer_state",
    ];
    // The check of the whole reads the ledger's rows as they lie; an erasure empties them.
    let may = [
        "registry/src/check",
        "registry/src/privacy/erasure/blank.rs",
        "registry/src/record/history.rs",
    ];
    let mut crossings = Vec::new();
    for (name, text) in sources().iter().filter(|(name, _)| name.starts_with("registry/src/")) {
        let inside = name.starts_with("registry/src/ledger");
        let exempt = may.iter().any(|place| name.starts_with(place));
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let outside = !inside && !exempt;
            let entity = |table: &str| {
                line.contains(&format!("{table}::")) || line.contains(&format!(" {table},"))
            };
            if inside && named(line) || outside && tables.iter().any(|table| entity(table)) {
                crossings.push(format!("{name}: {}", line.trim()));
            }
        }
    }
    assert_eq!(crossings, NOWHERE);
}

/// Rows reach a caller through `reach::read`, which notes whose they are; the few statements that are
/// read otherwise stand here by name.
#[test]
fn what_is_shown_of_persons_is_noted() {
    let places = [
        "registry/src/reach/read.rs",
        "registry/src/ledger",
        "registry/src/check",
        "registry/src/intake",
        // These still read by hand, and note it by hand.
        "registry/src/office",
        "registry/src/succession",
        "registry/src/people/civil_servant.rs",
        "registry/src/privacy/read_log",
        "registry/src/pact/coverage",
        "registry/src/pact/pact_signature/read.rs",
    ];
    let unnoted = elsewhere(&[".all(self.reader())", ".one(self.reader())"], &places);
    assert_eq!(unnoted, NOWHERE);
}

#[test]
fn the_time_comes_from_the_clock() {
    let words = ["Utc::now", "Local::now", "SystemTime::now"];
    assert_eq!(elsewhere(&words, &["registry/src/ledger/clock.rs"]), NOWHERE);
}

#[test]
fn the_environment_is_read_in_one_place() {
    let words = ["env::var", "env::vars", "env::set_var"];
    assert_eq!(elsewhere(&words, &[]), NOWHERE);
    assert_eq!(elsewhere(&["Env::prefixed", "Env::raw"], &["api/src/config.rs"]), NOWHERE);
}

#[test]
fn no_lint_is_silenced_for_good() {
    let silenced = |text: &str| text.contains("#[allow(") || text.contains("#![allow(");
    let own = file!();
    for (name, text) in sources().iter().filter(|(name, _)| !own.ends_with(name.as_str())) {
        assert!(!silenced(text), "{name}: expect with a reason, instead of allow");
    }
}

#[test]
fn no_file_is_longer_than_a_reader_keeps_in_mind() {
    let long = |(name, text): &(String, String)| {
        let lines = text.lines().count();
        (lines > 400).then(|| format!("{name}: {lines} lines"))
    };
    assert_eq!(sources().iter().filter_map(long).collect::<Vec<_>>(), NOWHERE);
}

#[test]
fn each_crate_knows_only_what_lies_below_it() {
    let unknown: [(&str, &[&str]); 5] = [
        ("entity", &["netra-domain", "netra-migration", "netra-registry", "netra-api", "axum"]),
        (
            "domain",
            &[
                "sea-orm",
                "sea-orm-migration",
                "axum",
                "async-graphql",
                "tokio",
                "netra-migration",
                "netra-registry",
                "netra-api",
            ],
        ),
        ("migration", &["netra-entity", "netra-domain", "netra-registry", "netra-api"]),
        ("registry", &["axum", "netra-api", "clap"]),
        ("api", &["sea-orm", "sea-orm-migration", "netra-migration"]),
    ];
    for (name, unknown) in unknown {
        let file = root().join(name).join("Cargo.toml");
        let manifest: toml::Table = std::fs::read_to_string(file).unwrap().parse().unwrap();
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let named = manifest.get(table).and_then(toml::Value::as_table);
            for (dependency, _) in named.into_iter().flatten() {
                assert!(!unknown.contains(&dependency.as_str()), "{name} names {dependency}");
            }
        }
    }
}

/// What `fsck` could hold against nothing must not be written: the door refuses a kind that has no
/// line, and this tells which.
#[test]
fn every_kind_of_record_has_its_line() {
    let list = std::fs::read_to_string(root().join("registry/src/record.rs")).unwrap();
    let mut kinds = Vec::new();
    for (name, text) in sources().iter().filter(|(name, _)| name.starts_with("registry/src/")) {
        for before in ["KIND: &str = \"", ".record(\""] {
            let found = text.split(before).skip(1).filter_map(|rest| rest.split('"').next());
            kinds.extend(found.map(|kind| (name.clone(), kind.to_owned())));
        }
    }
    assert!(!kinds.is_empty());
    let listed = |kind: &str| {
        list.contains(&format!("    {kind};\n"))
            || list.contains(&format!("    {kind} without "))
            || list.contains(&format!("    \"{kind}\",\n"))
    };
    kinds.retain(|(_, kind)| !listed(kind));
    assert!(kinds.is_empty(), "no line in registry/src/record.rs: {kinds:?}");
}
