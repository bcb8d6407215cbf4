//! No version known to be bad is locked: `tests/advisories.toml` against `Cargo.lock`.

use semver::Version;
use serde::Deserialize;

const LOCK: &str = include_str!("../../Cargo.lock");
const LIST: &str = include_str!("../advisories.toml");

#[test]
fn the_lock_file_holds_no_bad_version() {
    assert_eq!(complaints(LOCK, &advisories(LIST)), Vec::<String>::new());
}

#[test]
fn every_entry_can_be_hit() {
    for mut advisory in advisories(LIST) {
        advisory.accepted = None;
        // A pre-release of the first good version is still bad.
        let bad = advisory.below.as_ref().map_or("1.0.0".into(), |below| {
            let Version { major, minor, patch, .. } = below;
            format!("{major}.{minor}.{patch}-0")
        });
        let lock = lock(&[(&advisory.name, &bad)]);
        let id = advisory.id.clone();
        assert_eq!(complaints(&lock, &[advisory]).len(), 1, "{id}: {bad} passes");
    }
}

#[test]
fn only_the_bad_range_of_the_named_crate_is_hit() {
    let list = advisories(
        r#"
        [[advisory]]
        crate = "rand"
        from = "0.9.0"
        below = "0.9.3"
        id = "X-1"
        what = "made up"
        "#,
    );
    for (name, version, hits) in [
        ("rand", "0.8.9", 0),
        ("rand", "0.9.0", 1),
        ("rand", "0.9.2", 1),
        ("rand", "0.9.3", 0),
        ("rand", "0.10.0", 0),
        ("rand_core", "0.9.2", 0),
    ] {
        assert_eq!(complaints(&lock(&[(name, version)]), &list).len(), hits, "{name} {version}");
    }
    // Each locked version of a crate is looked at.
    assert_eq!(complaints(&lock(&[("rand", "0.10.3"), ("rand", "0.9.2")]), &list).len(), 1);
}

#[test]
fn what_is_accepted_passes_only_while_it_is_locked() {
    let list = advisories(
        r#"
        [[advisory]]
        crate = "lru"
        below = "0.18.2"
        id = "X-2"
        what = "made up"
        accepted = "made up"
        "#,
    );
    assert_eq!(complaints(&lock(&[("lru", "0.16.4")]), &list).len(), 0);
    assert_eq!(complaints(&lock(&[("lru", "0.18.2")]), &list).len(), 1);
    assert_eq!(complaints(&lock(&[]), &list).len(), 1);
}

/// What is wrong with a lock file, one line each.
fn complaints(lock: &str, list: &[Advisory]) -> Vec<String> {
    #[derive(Deserialize)]
    struct Lock {
        #[serde(default)]
        package: Vec<Package>,
    }
    let Lock { package: locked } = toml::from_str(lock).expect("a lock file");
    let mut complaints = Vec::new();
    for advisory in list {
        let Advisory { name, id, what, .. } = advisory;
        let bad: Vec<_> = locked.iter().filter(|package| advisory.covers(package)).collect();
        if advisory.accepted.is_none() {
            complaints
                .extend(bad.iter().map(|bad| format!("{name} {}: {id}, {what}", bad.version)));
        } else if bad.is_empty() {
            complaints.push(format!("{name}: {id} is accepted, but no bad version is locked"));
        }
    }
    complaints
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: Version,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advisory {
    #[serde(rename = "crate")]
    name: String,
    from: Option<Version>,
    below: Option<Version>,
    id: String,
    what: String,
    accepted: Option<String>,
}

impl Advisory {
    fn covers(&self, package: &Package) -> bool {
        self.name == package.name
            && self.from.as_ref().is_none_or(|from| *from <= package.version)
            && self.below.as_ref().is_none_or(|below| package.version < *below)
    }
}

fn advisories(list: &str) -> Vec<Advisory> {
    #[derive(Deserialize)]
    struct List {
        advisory: Vec<Advisory>,
    }
    toml::from_str::<List>(list).expect("a list of advisories").advisory
}

fn lock(packages: &[(&str, &str)]) -> String {
    let package =
        |(name, version)| format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n");
    packages.iter().copied().map(package).collect()
}
