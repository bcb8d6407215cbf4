//! `netra demo` as a visitor meets it: every pasted example answers, every token opens its seat,
//! and nothing stays behind.

use std::fs;
use std::process::Command;

use netra_entity::code::Function;
use serde_json::{Value, json};

use crate::process::Place;

/// The demonstration's folders beside the place's own files.
fn left_behind(place: &Place) -> Vec<String> {
    let entries = fs::read_dir(place.folder.path()).unwrap();
    let names = entries.map(|it| it.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("netra-demo-")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demonstration_answers_its_own_examples_and_leaves_nothing() {
    let place = Place::new();
    let mut netra = place.demo(&["--json", "demo.json"]).await;
    assert_eq!(left_behind(&place).len(), 1);

    let written = fs::read_to_string(place.path("demo.json")).unwrap();
    let written: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(written["graphql"], format!("{}/graphql", netra.door.url));
    let seats = written["seats"].as_array().unwrap();
    let mut functions: Vec<&str> = Vec::new();
    for seat in seats {
        let function = seat["function"].as_str().unwrap();
        functions.push(function);
        let query = "{ viewer { capacity login seat { grade institution { code } } } }";
        let answer = netra.door.ask(seat["token"].as_str(), query, json!({})).await.answer.good();
        assert_eq!(answer.text("viewer.capacity"), function);
        if seat["grade"].is_string() {
            assert_eq!(answer.at("viewer.seat.grade"), seat["grade"]);
            assert_eq!(answer.at("viewer.seat.institution.code"), seat["institution"]);
        }
    }
    assert!(functions.contains(&"PUBLIC") && functions.contains(&"CIVIL_SERVANT"));
    for function in Function::ALL {
        assert!(functions.contains(&function.code()), "{function}");
    }

    let said = netra.said();
    let examples: Vec<&str> = said.lines().filter(|line| line.starts_with("curl ")).collect();
    assert!(examples.len() >= 3, "{said}");
    for example in examples {
        let answer = paste(&netra.door, example).await;
        assert!(answer["errors"].is_null(), "{example}: {answer}");
        assert!(answer["data"].is_object(), "{example}: {answer}");
        assert!(!holds_null_root(&answer["data"]), "{example}: {answer}");
    }
    for path in ["/graphiql", "/schema.graphql", "/livez", "/readyz", "/metrics"] {
        assert_eq!(netra.door.get(path, &[]).await.answer.status, 200, "{path}");
    }
    assert!(netra.lives());
    let (code, said) = netra.end("TERM").await;
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(left_behind(&place), [""; 0]);
}

fn holds_null_root(data: &Value) -> bool {
    data.as_object().unwrap().values().any(Value::is_null)
}

/// Pastes an example into a shell; where there is no curl, sends what it would.
async fn paste(door: &crate::door::Door, example: &str) -> Value {
    let pasted = Command::new("sh").args(["-c", example]).output().unwrap();
    if pasted.status.code() != Some(127) {
        return serde_json::from_slice(&pasted.stdout).unwrap_or_default();
    }
    let body = example.split_once("-d '").unwrap().1.trim_end_matches('\'');
    let bearer = example.split_once("Bearer ").map(|(_, rest)| rest.split('\'').next().unwrap());
    let body: Value = serde_json::from_str(body).unwrap();
    let query = body["query"].as_str().unwrap();
    door.ask(bearer, query, body["variables"].clone()).await.answer.body
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demonstration_ended_by_hand_leaves_nothing() {
    let place = Place::new();
    let netra = place.demo(&[]).await;
    let port = netra.door.url.rsplit(':').next().unwrap().to_owned();
    // A second one beside it cannot have its port, says so, and leaves nothing either.
    let second = place.run(&["demo", "--port", &port]).await.refused(&["netra: "]);
    assert!(second.out.is_empty(), "{second:?}");
    assert_eq!(left_behind(&place).len(), 1);
    let (code, said) = netra.end("INT").await;
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(left_behind(&place), [""; 0]);
}
