//! The same canaries in the after-images of events, from which histories are told.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;
use uuid::Uuid;

use crate::acts::rows;
use crate::world::World;

/// The columns with canaries that after-images have as well.
const CHANGED: [(&str, &[&str]); 9] = [
    ("civil_servant", &["name", "front_title", "back_title", "nik_cipher", "nik_index"]),
    ("employment", &["rank"]),
    ("pact_signature", &["withdrawal_reason", "evidence", "countersign_refusal_reason"]),
    ("pact_abstention", &["reason", "evidence"]),
    ("countersign_delegation", &["reason"]),
    ("non_asn_signature", &["name", "staff_number"]),
    ("seat", &["official_position"]),
    ("user", &["display_name", "login"]),
    ("candidate", &["name"]),
];

/// Writes what the rows have now into their after-images.
pub(super) async fn plant(world: &World) {
    let backend = world.db.get_database_backend();
    let update = match backend {
        sea_orm::DatabaseBackend::Postgres => {
            "UPDATE event_record SET payload = $1 WHERE event_id = $2 AND ordinal = $3"
        }
        _ => "UPDATE event_record SET payload = ? WHERE event_id = ? AND ordinal = ?",
    };
    for (kind, columns) in CHANGED {
        let names: Vec<_> = columns.iter().map(|it| format!("\"{it}\"")).collect();
        let sql = format!("SELECT id, {} FROM \"{kind}\"", names.join(", "));
        let mut now: HashMap<Uuid, Vec<Option<String>>> = HashMap::new();
        for row in rows(world, &sql, vec![]).await {
            let cells = (1..=columns.len()).map(|it| row.try_get_by_index(it).unwrap());
            now.insert(row.try_get_by_index(0).unwrap(), cells.collect());
        }
        let sql = format!(
            "SELECT event_id, ordinal, subject_id, payload FROM event_record \
             WHERE subject_kind = '{kind}'"
        );
        let mut planted = 0;
        for row in rows(world, &sql, vec![]).await {
            let (event, ordinal): (Uuid, i32) =
                (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap());
            let (id, payload): (Uuid, String) =
                (row.try_get_by_index(2).unwrap(), row.try_get_by_index(3).unwrap());
            let mut payload: Value = serde_json::from_str(&payload).unwrap();
            for (column, cell) in columns.iter().zip(&now[&id]) {
                if let Some(text) = cell {
                    payload[*column] = text.as_str().into();
                    planted += 1;
                }
            }
            let values = [payload.to_string().into(), event.into(), ordinal.into()];
            world
                .db
                .execute_raw(Statement::from_sql_and_values(backend, update, values))
                .await
                .unwrap();
        }
        assert!(planted > 0, "no canary in the events of {kind}");
    }
}
