//! The corpus: pairs of addresses, the same account or different ones. It is data, so that whoever
//! patrols can add a pair.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde::Deserialize;

use super::*;
use crate::campaign_account::{AddressRow, PlatformRow};

const CORPUS: &str = include_str!("corpus.csv");
const PLATFORMS: &str = include_str!("../../../../registry/reference/platforms.csv");
const ADDRESSES: &str = include_str!("../../../../registry/reference/platform_addresses.csv");

#[derive(Deserialize)]
struct Pair {
    verdict: String,
    one: String,
    other: String,
    why: String,
}

fn rows<T: serde::de::DeserializeOwned>(file: &str) -> Vec<T> {
    csv::Reader::from_reader(file.as_bytes()).deserialize().map(Result::unwrap).collect()
}

fn platforms() -> &'static Platforms {
    static READ: LazyLock<Platforms> = LazyLock::new(|| {
        let addresses: Vec<AddressRow> = rows(ADDRESSES);
        let platforms = Platforms::new(&rows::<PlatformRow>(PLATFORMS), &addresses);
        assert_eq!(platforms.shapes(), addresses.len(), "a shape could not be read");
        platforms
    });
    &READ
}

fn read(text: &str) -> Address {
    Address::read(platforms(), text).unwrap_or_else(|rule| panic!("{text}: {}", rule.code()))
}

#[test]
fn every_pair_of_the_corpus_is_decided_right() {
    let platforms = platforms();
    let pairs: Vec<Pair> = rows(CORPUS);
    assert!(pairs.len() >= 60, "{} pairs", pairs.len());
    let mut wrong = Vec::new();
    for Pair { verdict, one, other, why } in &pairs {
        let keys = [one, other].map(|text| Address::read(platforms, text).map(|it| it.key));
        let decided = match &keys {
            [Ok(one), Ok(other)] if one == other => "same",
            [Ok(_), Ok(_)] => "different",
            _ => "unreadable",
        };
        if decided != verdict {
            wrong.push(format!("{one} {other}: {decided}, not {verdict} ({why}): {keys:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_normal_form_of_each_address_in_the_corpus_is_its_own() {
    let platforms = platforms();
    for pair in rows::<Pair>(CORPUS) {
        for text in [&pair.one, &pair.other] {
            let first = Address::read(platforms, text).unwrap();
            let second = Address::read(platforms, first.key()).unwrap();
            assert_eq!(
                (first.key(), first.platform()),
                (second.key(), second.platform()),
                "{text}"
            );
        }
    }
}

#[test]
fn what_names_no_account_is_refused() {
    let platforms = platforms();
    for (text, rule) in [
        ("", Rule::AccountUrlInvalid),
        ("   ", Rule::AccountUrlInvalid),
        ("paslon1", Rule::AccountUrlInvalid),
        ("javascript:alert(1)", Rule::AccountUrlInvalid),
        ("ftp://paslonsatu.id/", Rule::AccountUrlInvalid),
        ("https://", Rule::AccountUrlInvalid),
        ("http://localhost/paslon1", Rule::AccountUrlInvalid),
        ("https://10.0.0.1/paslon1", Rule::AccountUrlInvalid),
        ("https://[::1]/paslon1", Rule::AccountUrlInvalid),
        ("@paslon1", Rule::AccountUrlInvalid),
        ("mailto:paslon1", Rule::AccountUrlInvalid),
        ("https://facebook.com@evil.example/paslon1", Rule::AccountUrlAuthority),
        ("https://budi:rahasia@facebook.com/paslon1", Rule::AccountUrlAuthority),
        ("https://facebook.com:8443/paslon1", Rule::AccountUrlAuthority),
        ("http://facebook.com:443/paslon1", Rule::AccountUrlAuthority),
        ("https://www.facebook.com/", Rule::AccountUrlNoAccount),
        ("https://www.facebook.com/profile.php", Rule::AccountUrlNoAccount),
        ("https://www.facebook.com/profile.php?id=abc", Rule::AccountUrlNoAccount),
        ("https://www.facebook.com/share/1AbCdEf/", Rule::AccountUrlNoAccount),
        ("https://www.facebook.com/watch/?v=123", Rule::AccountUrlNoAccount),
        ("https://www.facebook.com/...", Rule::AccountUrlNoAccount),
        ("https://fb.watch/abc123/", Rule::AccountUrlNoAccount),
        ("https://developers.facebook.com/docs", Rule::AccountUrlNoAccount),
        ("https://www.instagram.com/p/C1aBcDeFgHi/", Rule::AccountUrlNoAccount),
        ("https://t.co/AbCdEf", Rule::AccountUrlNoAccount),
        ("https://x.com/i/web/status/1750000000000000000", Rule::AccountUrlNoAccount),
        ("https://vt.tiktok.com/ZSabc/", Rule::AccountUrlNoAccount),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", Rule::AccountUrlNoAccount),
        ("https://youtu.be/dQw4w9WgXcQ", Rule::AccountUrlNoAccount),
        ("https://wa.me/6281200000000", Rule::AccountUrlNoAccount),
        ("https://t.me/addlist/AbCdEf", Rule::AccountUrlNoAccount),
    ] {
        assert_eq!(Address::read(platforms, text).map(|it| it.key), Err(rule), "{text}");
    }
    let long = format!("https://paslonsatu.id/{}", "a".repeat(3_000));
    assert_eq!(Address::read(platforms, &long), Err(Rule::AccountUrlInvalid));
}

#[test]
fn what_only_looks_alike_is_told_apart_and_flagged() {
    let real = read("https://www.facebook.com/paslon1");
    for (text, fits) in [
        ("https://www.facebook.com/paslonl", true),
        ("https://www.facebook.com/p%D0%B0slon1", false),
        ("https://www.facebook.com/ｐaslon1", false),
    ] {
        let fake = read(text);
        assert_ne!(fake.key(), real.key(), "{text}");
        assert_eq!(fake.skeleton(), real.skeleton(), "{text}");
        assert_eq!(fake.is_well_formed(), fits, "{text}");
    }
    let host = read("https://www.fаcebook.com/paslon1");
    assert_eq!((host.platform(), host.imitates()), ("WEBSITE", Some("FACEBOOK")));
    assert_eq!(read("https://paslonsatu.id").imitates(), None);
    assert_eq!(read("https://chat.whatsapp.com/Kx1AbCdEfGhIjKlMnOpQrS").skeleton(), None);
}

#[test]
fn a_handle_is_an_address_as_well() {
    let platforms = platforms();
    for (platform, handle, url) in [
        ("FACEBOOK", "Paslon1", "m.facebook.com/paslon1"),
        ("FACEBOOK", "100012345", "https://www.facebook.com/profile.php?id=100012345"),
        ("INSTAGRAM", "@Paslon.Satu", "https://www.instagram.com/paslon.satu/"),
        ("X", " @PaslonSatu ", "https://twitter.com/paslonsatu"),
        ("YOUTUBE", "PaslonSatu", "https://www.youtube.com/@paslonsatu"),
        ("TELEGRAM", "@paslonsatu", "https://t.me/paslonsatu"),
        ("WEBSITE", "paslonsatu.id", "https://www.paslonsatu.id/"),
        ("EMAIL", "Tim@paslonsatu.id", "mailto:tim@paslonsatu.id"),
    ] {
        let address = Address::of_handle(platforms, platform, handle).unwrap();
        assert_eq!(address.key(), read(url).key(), "{platform} {handle}");
    }
    for (platform, handle) in [
        ("WHATSAPP", "paslon1"),
        ("OTHER", "paslon1"),
        ("NOWHERE", "paslon1"),
        ("X", "@"),
        ("EMAIL", "https://paslonsatu.id"),
    ] {
        let refused = Address::of_handle(platforms, platform, handle);
        assert_eq!(refused, Err(Rule::AccountHandleInvalid), "{platform} {handle}");
    }
    let id = Address::of_native_id(platforms, "YOUTUBE", "UCabcdefghijklmnopqrstuv").unwrap();
    assert_eq!(id.key(), "https://youtube.com/channel/UCabcdefghijklmnopqrstuv");
}

/// Hosts and paths as they occur, and every sign that could confuse.
fn addresses() -> impl Strategy<Value = String> {
    let hosts = prop::sample::select(vec![
        "facebook.com",
        "id-id.facebook.com",
        "instagram.com",
        "x.com",
        "www.tiktok.com",
        "youtube.com",
        "threads.net",
        "chat.whatsapp.com",
        "whatsapp.com",
        "t.me",
        "nama.t.me",
        "linkedin.com",
        "nama.blogspot.co.id",
        "snackvideo.com",
        "line.me",
        "page.line.me",
        "paslonsatu.id",
        "xn--bcher-kva.id",
    ]);
    let word = prop_oneof![
        "[A-Za-z0-9._@+%~-]{1,24}",
        "\\PC{1,12}",
        prop::sample::select(vec![
            "profile.php",
            "groups",
            "people",
            "channel",
            "user",
            "c",
            "i",
            "s",
            "in",
            "joinchat",
            "p",
            "ti",
            "R",
            "%2F",
            "%25",
            "%40nama",
            "..",
            "İ",
            "ǅ",
            "ß",
            "ﬁ",
            "e\u{301}",
        ])
        .prop_map(ToOwned::to_owned),
    ];
    let query =
        prop_oneof![Just(String::new()), "\\?[a-zA-Z0-9=&%+._~-]{0,24}", "\\?id=[0-9]{1,9}"];
    (hosts, prop::collection::vec(word, 0..4), query)
        .prop_map(|(host, words, query)| format!("https://{host}/{}{query}", words.join("/")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_normal_form_is_stable(text in addresses()) {
        let platforms = platforms();
        if let Ok(address) = Address::read(platforms, &text) {
            let again = Address::read(platforms, address.key());
            prop_assert_eq!(again.as_ref().map(|it| (it.key(), it.platform(), it.skeleton())),
                Ok((address.key(), address.platform(), address.skeleton())), "{}", text);
        }
    }

    #[test]
    fn whatever_is_asked_nothing_breaks(text in "\\PC{0,64}") {
        let _ = Address::read(platforms(), &text);
    }

    #[test]
    fn case_of_host_and_handle_does_not_count(handle in "[a-z][a-z0-9_]{3,14}") {
        for base in ["https://x.com/", "https://t.me/", "https://www.tiktok.com/@"] {
            let lower = read(&format!("{base}{handle}"));
            let upper = read(&format!("{}{}", base.to_uppercase(), handle.to_uppercase()));
            prop_assert_eq!(lower.key(), upper.key());
        }
    }
}
