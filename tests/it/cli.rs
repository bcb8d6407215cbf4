//! The commands of `netra` that begin and end: policy, schema, settings, keys, migrations.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::authority::Hierarchy;
use crate::database::{Backend, both};
use crate::process::Place;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_prints_what_the_golden_files_hold() {
    let place = Place::new();
    let schema = place.run(&["schema"]).await.good().out;
    assert!(schema == netra_api::graphql::sdl(), "the printed schema differs");
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema.graphql");
    assert!(schema == fs::read_to_string(golden).unwrap(), "schema.graphql differs");
    let policy = place.run(&["policy"]).await.good().out;
    assert_eq!(policy.trim_end(), netra_domain::policy::matrix_text().trim_end());
    // Neither needs settings, and neither makes a file.
    assert_eq!(fs::read_dir(place.folder.path()).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_command_or_setting_is_named() {
    let place = Place::new();
    let unknown = place.run(&["srve"]).await;
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
    assert!(unknown.err.contains("srve"), "{unknown:?}");
    let place = place.with("NETRA_HTTP__LISTN", "127.0.0.1:0");
    place.run(&["config", "check"]).await.refused(&["listn"]);
    let place = Place::new().with("NETRA_HTTP__LISTEN", "somewhere");
    place.run(&["config", "check"]).await.refused(&["HTTP.LISTEN"]);
    let missing = place.run(&["--config", "absent.toml", "config", "check"]).await;
    missing.refused(&["absent.toml"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn made_keys_pass_the_check_and_are_the_owners_alone() {
    let place = Place::new();
    place.run(&["config", "keys", "keys"]).await.good();
    let key = |name: &str| fs::read_to_string(place.path(&format!("keys/{name}"))).unwrap();
    let made = [key("signing.pem"), key("column.key")];
    for name in ["signing.pem", "column.key"] {
        let mode = fs::metadata(place.path(&format!("keys/{name}"))).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let checked = place.run(&["config", "check"]).await.good();
    for secret in [made[0].lines().nth(1).unwrap(), made[1].trim()] {
        assert!(!checked.out.contains(secret) && !checked.err.contains(secret));
    }
    // Keys are never written over.
    place.run(&["config", "keys", "keys"]).await.refused(&["never written over"]);
    assert_eq!([key("signing.pem"), key("column.key")], made);
    // A file of settings serves as well, and the environment goes before it.
    let settings = "[auth]\naccess_token_seconds = 5000\n";
    fs::write(place.path("netra.toml"), settings).unwrap();
    place.run(&["config", "check"]).await.refused(&["access_token_seconds", "5000"]);
    let place = place.with("NETRA_AUTH__ACCESS_TOKEN_SECONDS", "900");
    place.run(&["config", "check"]).await.good();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_check_shows_no_password_of_the_database() {
    let url = "postgres://netra:kata-sandi-basis@db.example:5432/netra?sslmode=require";
    let place = Place::new().with("NETRA_DATABASE__URL", url);
    place.run(&["config", "keys", "keys"]).await.good();
    let checked = place.run(&["config", "check"]).await.good();
    assert!(!checked.out.contains("kata-sandi-basis"), "{}", checked.out);
    assert!(checked.out.contains("db.example:5432/netra"), "{}", checked.out);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_check_shows_whom_the_registry_trusts_to_certify_persons() {
    let place = Place::new();
    place.run(&["config", "keys", "keys"]).await.good();
    let checked = place.run(&["config", "check"]).await.good();
    assert!(checked.out.contains("Certified signatures are refused"), "{}", checked.out);
    let [root, issuing, lists] = Hierarchy::new().files(&[], &[]);
    for (name, pem) in [("root.pem", &root), ("issuing.pem", &issuing), ("lists.pem", &lists)] {
        fs::write(place.path(name), pem).unwrap();
    }
    let settings = |roots: &str, lists: &str| {
        let text = format!(
            "[trust]\nroot_files = [{roots}]\nintermediate_files = [\"issuing.pem\"]\n\
             revocation_list_files = [{lists}]\n"
        );
        fs::write(place.path("netra.toml"), text).unwrap();
    };
    settings("\"root.pem\"", "\"lists.pem\"");
    let checked = place.run(&["config", "check"]).await.good();
    for part in ["root CN=Root CA Contoh", "intermediate CN=PSrE Contoh", "2026-11-26T03:00:00"] {
        assert!(checked.out.contains(part), "{part}: {}", checked.out);
    }
    settings("\"root.pem\"", "");
    place.run(&["config", "check"]).await.refused(&["trust", "revocation list"]);
    settings("\"issuing.pem\"", "\"lists.pem\"");
    place.run(&["config", "check"]).await.refused(&["trust", "is no root"]);
    settings("\"absent.pem\"", "\"lists.pem\"");
    place.run(&["serve"]).await.refused(&["trust", "absent.pem"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_keys_or_with_weak_ones_refuses_and_says_what_to_do() {
    const HINT: &str = "netra config keys DIR";
    let place = Place::new();
    let database = format!("sqlite://{}", place.path("netra.db"));
    let place = place.with("NETRA_DATABASE__URL", &database);
    place.run(&["serve"]).await.refused(&["missing", "keys/", HINT]);
    place
        .run(&["init", "--operator", "satu", "--policy", "dua", "--approver", "tiga"])
        .await
        .refused(&[HINT]);
    place.run(&["config", "keys", "keys"]).await.good();
    let (signing, column) = (place.path("keys/signing.pem"), place.path("keys/column.key"));
    let made = [&signing, &column].map(|path| fs::read_to_string(path).unwrap());

    for weak in [
        STANDARD.encode([0; 32]),
        STANDARD.encode([1; 16]),
        STANDARD.encode([7; 33]),
        String::new(),
        "changeme".to_owned(),
    ] {
        fs::write(&column, &weak).unwrap();
        for command in [&["serve"][..], &["config", "check"]] {
            let refused = place.run(command).await.refused(&["column_key_file", HINT]);
            assert!(weak.len() < 9 || !refused.err.contains(&weak), "{refused:?}");
        }
    }
    fs::write(&column, &made[1]).unwrap();
    let broken = made[0].replace('A', "B");
    for garbage in ["", "no key at all", "-----BEGIN PRIVATE KEY-----\n%%%\n", &broken, &made[1]] {
        fs::write(&signing, garbage).unwrap();
        place.run(&["serve"]).await.refused(&["signing_key_file", HINT]);
    }
    fs::remove_file(&signing).unwrap();
    place.run(&["serve"]).await.refused(&["missing", "signing.pem", HINT]);
    fs::write(&signing, &made[0]).unwrap();
    let open_to_all = fs::Permissions::from_mode(0o644);
    fs::set_permissions(&signing, open_to_all).unwrap();
    place.run(&["serve"]).await.refused(&["signing.pem", "can be read by everybody", "chmod 600"]);
    fs::set_permissions(&signing, fs::Permissions::from_mode(0o600)).unwrap();
    let open = place.with("NETRA_HTTP__PUBLIC_URL", "http://netra.example");
    open.run(&["serve"]).await.refused(&["http.public_url", "https"]);
    // Whatever is refused has not touched the database.
    assert!(!fs::exists(open.path("netra.db")).unwrap());
}

async fn migrations_go_up_and_down_and_up_again(backend: Backend) {
    let place = Place::with_keys(backend).await;
    let migrate = async |direction: &str| place.run(&["migrate", direction]).await.good().out;
    if backend == Backend::Postgres {
        assert!(migrate("status").await.starts_with("Pending: m"));
        place.run(&["serve"]).await.refused(&["netra migrate"]);
    }
    let first = migrate("up").await;
    assert!(first.starts_with("Applied ") && first != "Applied 0.\n", "{first}");
    assert_eq!(migrate("status").await, "Up to date.\n");
    assert_eq!(migrate("up").await, "Applied 0.\n");
    let name = place.setting("NETRA_DATABASE__URL").split('?').next().unwrap();
    let name = name.rsplit('/').next().unwrap();
    for wrong in [&["migrate", "down"][..], &["migrate", "down", "--database", "lain"]] {
        place.run(wrong).await.refused(&[&format!("--database {name}")]);
        assert_eq!(migrate("status").await, "Up to date.\n");
    }
    place.run(&["migrate", "down", "--database", name]).await.good();
    assert!(migrate("status").await.starts_with("Pending: m"));
    assert_eq!(migrate("up").await, first);
    assert_eq!(migrate("status").await, "Up to date.\n");
    let (code, said) = place.serve().await.end("TERM").await;
    assert_eq!(code, Some(0), "{said}");
}
both!(migrations_go_up_and_down_and_up_again);
