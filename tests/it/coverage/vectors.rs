//! Releases as an outside solver attacks them: `tests/clients/suppression`.

use expect_test::expect_file;
use netra_domain::suppression::{Cell, Released, Shown, release, shown};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Dice;

const LEAST: i64 = 5;

fn count(dice: &mut Dice) -> i64 {
    match dice.below(4) {
        0 => dice.below(5),
        _ => 5 + dice.below(60),
    }
}

fn told(rows: &[Released]) -> Value {
    let Shown { cells, groups, total } = shown(rows);
    let groups: Vec<_> = groups.into_iter().map(|(id, shown)| json!([id, shown])).collect();
    let cells: Vec<_> =
        rows.iter().map(|it| json!([it.cell.id, it.cell.group, cells[&it.cell.id]])).collect();
    let truth: Vec<_> = rows.iter().map(|it| json!([it.cell.parts, it.is_new])).collect();
    json!({ "total": total, "groups": groups, "cells": cells, "truth": truth })
}

#[test]
fn releases_are_those_that_a_solver_has_attacked() {
    let mut dice = Dice(12);
    let mut tables = Vec::new();
    for _ in 0..12 {
        let mut cells: Vec<Cell> = (0..14)
            .map(|position| Cell {
                id: Uuid::from_u128(position + 1),
                group: (position > 2).then(|| format!("{}", 31 + position * position / 32)),
                parts: vec![count(&mut dice), count(&mut dice)],
            })
            .collect();
        let mut releases: Vec<Vec<Released>> = Vec::new();
        for _ in 0..2 {
            let before = releases.last().cloned().unwrap_or_default();
            releases.push(release(cells.clone(), &before, LEAST));
            for cell in &mut cells {
                let by = [0, 1, 2, 9][usize::try_from(dice.below(4)).unwrap()];
                cell.parts[0] += by;
            }
        }
        let releases: Vec<_> = releases.iter().map(|it| told(it)).collect();
        tables.push(json!({ "releases": releases }).to_string());
    }
    let text = format!("{{\"least\": {LEAST}, \"tables\": [\n{}\n]}}\n", tables.join(",\n"));
    expect_file!["../../vectors/suppression.json"].assert_eq(&text);
}
