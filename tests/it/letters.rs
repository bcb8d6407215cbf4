//! The way from a grant to its holder: logins, letters with tokens, the second officer.

use std::collections::HashMap;

use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use crate::world::World;

/// A login that is named after an institution.
pub fn login_at(institution: &str, name: &str) -> String {
    format!("{name}@{}.demo", institution.replace(['_', '.'], "-")).to_lowercase()
}

impl World {
    /// The letters that were sent, by those to whom they went, and not read before.
    pub fn letters(&self) -> HashMap<String, Value> {
        let Ok(files) = std::fs::read_dir(self.folder.path().join("outbox")) else {
            return HashMap::new();
        };
        let mut letters = HashMap::new();
        for file in files {
            let file = file.unwrap().path();
            assert_eq!(file.extension().unwrap(), "ndjson");
            for line in std::fs::read_to_string(&file).unwrap().lines() {
                let letter: Value = serde_json::from_str(line).unwrap();
                letters.insert(letter["to"].as_str().unwrap().to_owned(), letter);
            }
            std::fs::remove_file(file).unwrap();
        }
        letters
    }

    /// The token in the one letter that was sent.
    pub fn token_sent(&self) -> String {
        let letters: Vec<Value> = self.letters().into_values().collect();
        let [letter] = letters.as_slice() else { panic!("{} letters", letters.len()) };
        letter["token"].as_str().unwrap().to_owned()
    }

    /// Confirms a seat that an administrator has granted, as another officer.
    pub async fn confirm(&self, seat: &str) {
        let approve = "mutation($i: ID!) { approveSeat(input: {id: $i, approve: true}) { \
            seat { state } } }";
        let other = self.office(Function::CivilServicePolicy, Grade::Approver, None).await;
        let confirmed = other.ask(approve, json!({ "i": seat })).await.good();
        assert_eq!(confirmed.text("approveSeat.seat.state"), "APPROVED");
    }
}
