//! What events tell of each kind of record: the fields of its after-images and their form. The
//! commitments of the log rest on them field by field, so that no change of the code may change them
//! unseen.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use expect_test::expect_file;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;

use crate::database::{Backend, both};
use crate::world::World;

/// The form of a value, told apart as far as text in the log is.
fn form(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "bool".to_owned(),
        Value::Number(_) => "number".to_owned(),
        Value::String(text) if text.parse::<uuid::Uuid>().is_ok() => "uuid".to_owned(),
        Value::String(text) if text.parse::<chrono::NaiveDate>().is_ok() => "day".to_owned(),
        Value::String(text) if chrono::DateTime::parse_from_rfc3339(text).is_ok() => {
            assert!(
                text.ends_with('Z') && text.len() == 24,
                "an instant with milliseconds: {text}"
            );
            "instant".to_owned()
        }
        Value::String(_) => "text".to_owned(),
        Value::Array(items) => {
            let forms: BTreeSet<String> = items.iter().map(form).collect();
            format!("[{}]", forms.into_iter().collect::<Vec<_>>().join(" or "))
        }
        Value::Object(members) => {
            let fields: Vec<&str> = members.keys().map(String::as_str).collect();
            format!("{{{}}}", fields.join(" "))
        }
    }
}

async fn what_events_tell_stays_as_it_is(backend: Backend) {
    let world = World::new(backend).await;
    let sql = "SELECT subject_kind, payload FROM event_record WHERE payload IS NOT NULL";
    let statement = Statement::from_string(world.db.get_database_backend(), sql);
    let mut kinds: BTreeMap<String, (usize, BTreeMap<String, BTreeSet<String>>)> = BTreeMap::new();
    for row in world.db.query_all_raw(statement).await.unwrap() {
        let kind: String = row.try_get("", "subject_kind").unwrap();
        let payload: String = row.try_get("", "payload").unwrap();
        let payload: serde_json::Map<String, Value> = serde_json::from_str(&payload).unwrap();
        let (records, fields) = kinds.entry(kind).or_default();
        assert!(
            *records == 0 || fields.keys().eq(payload.keys()),
            "records of one kind have the same fields: {fields:?} and {payload:?}",
        );
        *records += 1;
        for (field, value) in &payload {
            fields.entry(field.clone()).or_default().insert(form(value));
        }
    }
    let mut text = String::new();
    for (kind, (_, fields)) in kinds {
        writeln!(text, "{kind}").unwrap();
        for (field, forms) in fields {
            let forms: Vec<String> = forms.into_iter().collect();
            writeln!(text, "  {field}: {}", forms.join(" or ")).unwrap();
        }
    }
    expect_file!["../payloads.txt"].assert_eq(&text);
}

both!(what_events_tell_stays_as_it_is);
