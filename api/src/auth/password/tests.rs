use std::sync::mpsc;

use super::*;

fn weak(text: &str) -> bool {
    Password::new(text).check(&["198501012010011001", "Budi@bkn.go.id", ""]).is_err()
}

#[test]
fn counts_characters_not_bytes() {
    assert!(weak("sebelas-11c"));
    assert!(!weak("dua-belas-12"));
    assert!(!weak("ḵ".repeat(12).as_str()));
    assert!(!weak(&"panjang-".repeat(16)));
    assert!(weak(&format!("{}x", "panjang-".repeat(16))));
}

#[test]
fn refuses_common_and_own_texts_in_any_case() {
    for text in ["indonesia1234", "Bismillah1234", "PASSWORD1234", "aaaaaaaaaaaa"] {
        assert!(weak(text), "{text}");
    }
    assert!(weak("198501012010011001"));
    assert!(weak("nip198501012010011001!"));
    assert!(weak("budi@BKN.go.id1"));
    assert!(Password::new("dua-belas-12").check(&["dua"]).is_ok());
    assert_eq!(Password::new("short").check(&[]), Err(Rule::PasswordWeak));
}

#[test]
fn the_common_list_is_folded_unique_and_long_enough_to_matter() {
    let lines: Vec<_> = COMMON.lines().collect();
    assert!(lines.len() >= 100);
    for (index, line) in lines.iter().enumerate() {
        assert_eq!(*line, line.to_lowercase().trim());
        assert!(line.chars().count() >= MIN_CHARS, "{line}");
        assert!(!lines[..index].contains(line), "{line}");
    }
}

#[test]
fn debug_shows_nothing() {
    assert_eq!(format!("{:?}", Password::new("rahasia-sekali")), "***");
}

#[tokio::test]
async fn verifies_what_it_hashed_and_nothing_else() {
    let service = Passwords::new();
    let hash = service.hash(Password::new("kopi susu gula aren")).await.unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    let verify = |text: &str, stored: Option<&str>| {
        service.verify(Password::new(text), stored.map(str::to_owned), Caller::Known)
    };
    assert!(verify("kopi susu gula aren", Some(&hash)).await.unwrap());
    assert!(!verify("kopi susu gula aren ", Some(&hash)).await.unwrap());
    assert!(!verify("kopi susu gula aren", None).await.unwrap());
    let unreadable = verify("kopi susu gula aren", Some("plain")).await.unwrap_err();
    assert!(matches!(unreadable, PasswordError::Stored(_)));
    let again = service.hash(Password::new("kopi susu gula aren")).await.unwrap();
    assert_ne!(hash, again);
}

#[test]
fn rehashes_other_parameters_only() {
    assert!(!Passwords::needs_rehash(DUMMY));
    for (now, before) in [
        ("m=19456", "m=4096"),
        ("t=2", "t=1"),
        ("p=1", "p=2"),
        ("argon2id", "argon2i"),
        ("v=19", "v=16"),
        ("$argon2id$", ""),
    ] {
        assert!(Passwords::needs_rehash(&DUMMY.replace(now, before)), "{before}");
    }
}

/// Work that lasts until the sender speaks or is dropped.
async fn busy(service: &Passwords, until: mpsc::Receiver<()>) -> Result<(), PasswordError> {
    run(&service.known, move || {
        until.recv().ok();
        Ok(())
    })
    .await
}

#[tokio::test]
async fn turns_away_beyond_the_line_and_recovers() {
    let service = Passwords::with_limits(1, 1);
    let (finish, until) = mpsc::channel();
    let third = async {
        let refused = run(&service.known, || Ok(())).await;
        drop(finish);
        refused
    };
    let (first, second, third) =
        tokio::join!(busy(&service, until), run(&service.known, || Ok(())), third);
    assert!(matches!((first, second), (Ok(()), Ok(()))));
    assert!(matches!(third, Err(PasswordError::Busy)));
    assert!(run(&service.known, || Ok(())).await.is_ok());
}

#[tokio::test]
async fn a_caller_who_leaves_gives_the_place_back_when_the_work_is_done() {
    let service = Passwords::with_limits(1, 0);
    let (finish, until) = mpsc::channel();
    tokio::select! {
        biased;
        _ = busy(&service, until) => panic!("the work has not been finished"),
        () = std::future::ready(()) => {}
    }
    assert!(matches!(run(&service.known, || Ok(())).await, Err(PasswordError::Busy)));
    drop(finish);
    let _free = service.known.places.acquire().await.unwrap();
}
