//! The matrix as people read it.

use std::fmt::Write;

use netra_entity::code::Grade;

use super::act::Act;
use super::grants;
use super::reach::{Capacity, Reach};

fn reach_of(act: Act, capacity: Capacity, grade: Option<Grade>) -> Option<Reach> {
    grants(act).iter().find_map(|grant| grant.reach_for(capacity, grade))
}

/// Who may do an act, one entry for a capacity and its grades: `EMPLOYER(STAFF,APPROVER):INSTITUTION`.
#[must_use]
pub fn roles_of(act: Act) -> Vec<String> {
    let mut roles = Vec::new();
    for capacity in Capacity::all() {
        let Capacity::Office(_) = capacity else {
            if let Some(reach) = reach_of(act, capacity, None) {
                roles.push(format!("{}:{}", capacity.code(), reach.code()));
            }
            continue;
        };
        let held: Vec<(Grade, Reach)> = Grade::ALL
            .iter()
            .filter_map(|grade| reach_of(act, capacity, Some(*grade)).map(|it| (*grade, it)))
            .collect();
        let mut reaches: Vec<Reach> = Vec::new();
        for (_, reach) in &held {
            if !reaches.contains(reach) {
                reaches.push(*reach);
            }
        }
        for reach in reaches {
            let grades: Vec<&str> =
                held.iter().filter(|(_, it)| *it == reach).map(|(grade, _)| grade.code()).collect();
            let grades = if grades.len() == Grade::ALL.len() {
                String::new()
            } else {
                format!("({})", grades.join(","))
            };
            roles.push(format!("{}{grades}:{}", capacity.code(), reach.code()));
        }
    }
    roles
}

/// The whole matrix as a text table, one act a paragraph.
#[must_use]
pub fn matrix_text() -> String {
    let mut text = format!("policy {}\n", super::POLICY_VERSION);
    for act in Act::ALL {
        let _ = write!(text, "\n{}\n", act.code());
        for role in roles_of(*act) {
            let _ = writeln!(text, "  {role}");
        }
    }
    text
}
