//! What the dependency tree may contain: licences, crates that are never allowed, where they come
//! from, and none that nobody uses. Bad versions are in `advisories.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

/// What the registry is built and run on.
const TARGETS: [&str; 2] = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"];

/// Permissive licences that Apache-2.0 work may include; of a choice (OR), one of these is enough.
const ALLOWED: [&str; 8] = [
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Zlib",
];

/// A crate with the licence that it may have beside these, and why.
const EXCEPTIONS: [(&str, &str, &str); 1] = [(
    "webpki-roots",
    "CDLA-Permissive-2.0",
    "certificates as data, free to use and share; no program",
)];

/// A crate, and why it is never allowed.
const BANNED: [(&str, &str); 4] = [
    ("openssl", "one cryptographic library: aws-lc"),
    ("openssl-sys", "one cryptographic library: aws-lc"),
    ("native-tls", "stands for openssl here; TLS ends at the reverse proxy"),
    ("rsa", "RUSTSEC-2023-0071, a timing leak never fixed; aws-lc verifies RSA"),
];

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

#[derive(Deserialize)]
struct Tree {
    packages: Vec<Package>,
    workspace_members: Vec<String>,
}

#[derive(Clone, Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
    manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
    metadata: Option<serde_json::Value>,
}

#[derive(Clone, Deserialize)]
struct Dependency {
    name: String,
    rename: Option<String>,
    req: String,
    kind: Option<String>,
    source: Option<String>,
}

/// Every package that is built for one of the targets, ours apart.
fn packages() -> (Vec<Package>, Vec<Package>) {
    let mut all = BTreeMap::new();
    let mut members = Vec::new();
    for target in TARGETS {
        let told = cargo(&["metadata", "--format-version=1", "--filter-platform", target]);
        let tree: Tree = serde_json::from_slice(&told).unwrap();
        members = tree.workspace_members;
        // That lists what features which nobody asks for would draw in; this does not.
        let built =
            cargo(&["tree", "--workspace", "--prefix=none", "--format={p}", "--target", target]);
        let built = String::from_utf8(built).unwrap();
        let name = |line: &str| line.split(" (").next().unwrap_or_default().to_owned();
        let built: BTreeSet<String> = built.lines().map(name).collect();
        let packages = tree.packages.into_iter();
        let packages =
            packages.filter(|it| built.contains(&format!("{} v{}", it.name, it.version)));
        all.extend(packages.map(|it| (it.id.clone(), it)));
    }
    assert!(all.len() > 300, "{} packages", all.len());
    all.into_values().partition(|it| members.contains(&it.id))
}

fn cargo(arguments: &[&str]) -> Vec<u8> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(arguments).arg("--locked").current_dir(env!("CARGO_MANIFEST_DIR"));
    let told = cargo.output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    told.stdout
}

const NOTHING: [String; 0] = [];

#[test]
fn every_licence_is_one_that_we_may_include() {
    let (ours, others) = packages();
    let mut met = BTreeSet::new();
    let mut complaints = Vec::new();
    for package in ours.iter().chain(&others) {
        let Package { name, version, license, .. } = package;
        let Some(text) = license else {
            complaints.push(format!("{name} {version} names no licence"));
            continue;
        };
        let excepted = EXCEPTIONS.iter().filter(|it| it.0 == name).map(|it| it.1);
        let allowed: BTreeSet<&str> = ALLOWED.into_iter().chain(excepted).collect();
        let licence = Licence::read(text);
        met.extend(licence.names().into_iter().map(|it| (name.clone(), it)));
        if !licence.is_met(&allowed) {
            complaints.push(format!("{name} {version}: {text}"));
        }
    }
    for allowed in ALLOWED.iter().filter(|allowed| !met.iter().any(|it| it.1 == **allowed)) {
        complaints.push(format!("{allowed} is allowed, but nothing has it"));
    }
    for (name, licence, _) in EXCEPTIONS {
        if !met.contains(&(name.to_owned(), licence.to_owned())) {
            complaints.push(format!("{name} may have {licence}, but has not"));
        }
    }
    assert_eq!(complaints, NOTHING);
}

#[test]
fn nothing_is_drawn_in_that_is_banned_or_from_elsewhere() {
    let (ours, others) = packages();
    let mut complaints = Vec::new();
    for Package { name, version, source, .. } in &others {
        if let Some((_, why)) = BANNED.iter().find(|it| it.0 == name) {
            complaints.push(format!("{name} {version} is banned: {why}"));
        }
        if source.as_deref() != Some(CRATES_IO) {
            complaints.push(format!("{name} {version} comes from {source:?}"));
        }
    }
    for package in &ours {
        let any = package.dependencies.iter().filter(|it| it.source.is_some() && it.req == "*");
        complaints
            .extend(any.map(|it| format!("{} takes any version of {}", package.name, it.name)));
    }
    assert_eq!(complaints, NOTHING);
    // Several versions of a crate cost time to build and nothing else.
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in &others {
        versions.entry(&package.name).or_default().insert(&package.version);
    }
    versions.retain(|_, versions| versions.len() > 1);
    println!("in several versions: {versions:?}");
}

#[test]
fn every_dependency_is_used() {
    let mut complaints = Vec::new();
    for package in packages().0 {
        let ignored = package.metadata.as_ref().map(|it| &it["cargo-machete"]["ignored"]);
        let ignored: Vec<&str> = ignored
            .and_then(|it| it.as_array())
            .map(|it| it.iter().filter_map(|name| name.as_str()).collect())
            .unwrap_or_default();
        let sources = sources(package.manifest_path.parent().unwrap());
        // The crate of the tests has nothing but what is for tests.
        let counts = |it: &&Dependency| {
            it.kind.as_deref() != Some("dev") || package.name == env!("CARGO_PKG_NAME")
        };
        let names = package.dependencies.iter().filter(counts).map(Dependency::known_as);
        let names: BTreeSet<&str> = names.collect();
        for name in &names {
            let word = name.replace('-', "_");
            let is_used = sources.iter().any(|source| has_word(source, &word));
            if !is_used && !ignored.contains(name) {
                complaints.push(format!("{} does not use {name}", package.name));
            }
        }
        for name in ignored.iter().filter(|name| !names.contains(**name)) {
            complaints
                .push(format!("{} ignores {name}, on which it does not depend", package.name));
        }
    }
    assert_eq!(complaints, NOTHING);
}

impl Dependency {
    fn known_as(&self) -> &str {
        self.rename.as_deref().unwrap_or(&self.name)
    }
}

/// The code of a package, without lines that are comments.
fn sources(folder: &Path) -> Vec<String> {
    let mut folders = vec![folder.to_owned()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let text = std::fs::read_to_string(path).unwrap();
                let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
                sources.push(code.collect::<Vec<_>>().join("\n"));
            }
        }
    }
    sources
}

fn has_word(text: &str, word: &str) -> bool {
    let is_part = |it: char| it.is_alphanumeric() || it == '_';
    text.match_indices(word).any(|(at, _)| {
        !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part)
    })
}

/// An expression of SPDX.
#[derive(Debug)]
enum Licence {
    One(String),
    All(Vec<Self>),
    Any(Vec<Self>),
}

impl Licence {
    fn read(text: &str) -> Self {
        // Before SPDX, a slash was a choice.
        let text = text.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
        let mut words = text.split_whitespace().peekable();
        let read = Self::choice(&mut words);
        assert!(words.next().is_none(), "{text}");
        read
    }

    /// AND binds closer than OR.
    fn choice<'a>(words: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>) -> Self {
        let mut any = Vec::new();
        loop {
            let mut all = vec![Self::part(words)];
            while words.next_if_eq(&"AND").is_some() {
                all.push(Self::part(words));
            }
            any.push(Self::All(all));
            if words.next_if_eq(&"OR").is_none() {
                return Self::Any(any);
            }
        }
    }

    fn part<'a>(words: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>) -> Self {
        let word = words.next().unwrap();
        if word == "(" {
            let inner = Self::choice(words);
            assert_eq!(words.next(), Some(")"));
            return inner;
        }
        match words.next_if_eq(&"WITH") {
            Some(_) => Self::One(format!("{word} WITH {}", words.next().unwrap())),
            None => Self::One(word.to_owned()),
        }
    }

    fn is_met(&self, allowed: &BTreeSet<&str>) -> bool {
        match self {
            Self::One(name) => allowed.contains(name.as_str()),
            Self::All(parts) => parts.iter().all(|it| it.is_met(allowed)),
            Self::Any(parts) => parts.iter().any(|it| it.is_met(allowed)),
        }
    }

    fn names(&self) -> Vec<String> {
        match self {
            Self::One(name) => vec![name.clone()],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::names).collect(),
        }
    }
}

#[test]
fn a_licence_is_read_as_it_is_meant() {
    let allowed = BTreeSet::from(["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"]);
    for (text, is_met) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("GPL-3.0-only OR MIT", true),
        ("Unlicense/MIT", true),
        ("GPL-3.0-only AND MIT", false),
        ("ISC AND (GPL-3.0-only OR MIT)", true),
        ("ISC OR GPL-3.0-only AND GPL-2.0-only", true),
        ("(ISC OR GPL-3.0-only) AND GPL-2.0-only", false),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("Apache-2.0", false),
    ] {
        assert_eq!(Licence::read(text).is_met(&allowed), is_met, "{text}");
    }
}

#[test]
fn a_name_is_found_as_a_word() {
    assert!(has_word("use http::Method;", "http"));
    assert!(!has_word("use axum_http::Method; tower_httpx", "http"));
}
