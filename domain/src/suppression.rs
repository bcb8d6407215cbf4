//! What a table of counts may tell those who may not see single persons: one suppressor for all.
//!
//! A table has cells (institutions) in groups (provinces) and a total. Cells that could point at
//! persons are pooled with others of their group, and where the group is too small with others of
//! the country, until each part of the pool counts enough. Nothing of a pool is shown but its sum,
//! and only as part of the sums of groups and of the total that hold the whole pool. So everything
//! that is shown is a sum of pools and of cells that are shown anyway: no subtraction over levels
//! leads further than to the sum of a pool, in which each hidden cell may be anything up to it.
//!
//! The next table must not tell single persons by its difference to the last. Both are compared
//! where their pools have a common bound; where less than enough has changed, the last one's
//! cells stay as they were shown.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days};
use netra_entity::Date;
use uuid::Uuid;

/// A count of a cell by parts that share nobody, such as signers and others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Whose count it is.
    pub id: Uuid,
    /// The group it is in; none is a group as well.
    pub group: Option<String>,
    /// The count of each part.
    pub parts: Vec<i64>,
}

/// A cell as it is released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released {
    /// Its count at the cut-off from which it stands.
    pub cell: Cell,
    /// The pool it is in, alone where it is shown; none where nothing may be told at all.
    pub pool: Option<Uuid>,
    /// Whether the count is new, or that of the release before.
    pub is_new: bool,
}

/// What a release shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Each cell; none where withheld.
    pub cells: BTreeMap<Uuid, Option<Vec<i64>>>,
    /// Each group; none where withheld.
    pub groups: BTreeMap<Option<String>, Option<Vec<i64>>>,
    /// All cells together; none where withheld.
    pub total: Option<Vec<i64>>,
}

/// The cut-off that counts on a day: the last Sunday that is over.
#[must_use]
pub fn cut_off(today: Date) -> Date {
    let since = u64::from(today.0.weekday().num_days_from_monday()) + 1;
    Date(today.0.checked_sub_days(Days::new(since)).unwrap_or(today.0))
}

/// The release that follows another. `least` is the smallest count that may be told.
#[must_use]
pub fn release(now: Vec<Cell>, before: &[Released], least: i64) -> Vec<Released> {
    let pools = pools(&now, least);
    let new = |(cell, pool)| Released { cell, pool, is_new: true };
    let now: Vec<Released> = now.into_iter().zip(pools).map(new).collect();
    let shown = |rows: &[Released]| rows.iter().all(|it| it.pool.is_some());
    if before.is_empty() || !shown(before) {
        return now;
    }
    let stays = |row: &Released| Released { is_new: false, ..row.clone() };
    if !shown(&now) {
        return before.iter().map(stays).collect();
    }
    let common = common(&now, before);
    let mut changes: BTreeMap<Uuid, Vec<i64>> = BTreeMap::new();
    for (sign, row) in now.iter().map(|it| (1, it)).chain(before.iter().map(|it| (-1, it))) {
        let Some(bound) = common.get(&row.cell.id) else { continue };
        let change = changes.entry(*bound).or_default();
        change.resize(row.cell.parts.len().max(change.len()), 0);
        change.iter_mut().zip(&row.cell.parts).for_each(|(sum, part)| *sum += sign * part);
    }
    let is_told = |change: &Vec<i64>| {
        let whole: i64 = change.iter().sum();
        !change.iter().chain([&whole]).any(|it| small(it.abs(), least))
    };
    let told: BTreeSet<Uuid> =
        changes.iter().filter(|(_, change)| is_told(change)).map(|(bound, _)| *bound).collect();
    let is_new = |row: &&Released| common.get(&row.cell.id).is_some_and(|it| told.contains(it));
    let stay = before.iter().filter(|row| !is_new(row)).map(stays);
    let mut rows: Vec<Released> = now.iter().filter(is_new).cloned().chain(stay).collect();
    rows.sort_by_key(|it| it.cell.id);
    rows
}

/// What a release shows: cells that are alone, and sums that hold whole pools.
#[must_use]
pub fn shown(rows: &[Released]) -> Shown {
    let mut groups: BTreeMap<Uuid, BTreeSet<&Option<String>>> = BTreeMap::new();
    let mut sizes: BTreeMap<Uuid, usize> = BTreeMap::new();
    for row in rows {
        if let Some(pool) = row.pool {
            groups.entry(pool).or_default().insert(&row.cell.group);
            *sizes.entry(pool).or_default() += 1;
        }
    }
    let has_one =
        |row: &Released| row.pool.is_some_and(|it| groups.get(&it).is_some_and(|it| it.len() == 1));
    let alone = |row: &Released| row.pool.is_some_and(|it| sizes.get(&it) == Some(&1));
    let mut shown = Shown { total: Some(Vec::new()), ..Shown::default() };
    for row in rows {
        let parts = &row.cell.parts;
        shown.cells.insert(row.cell.id, alone(row).then(|| parts.clone()));
        let group = shown.groups.entry(row.cell.group.clone()).or_insert_with(|| Some(Vec::new()));
        add(group, parts, has_one(row));
        add(&mut shown.total, parts, row.pool.is_some());
    }
    shown
}

fn add(sum: &mut Option<Vec<i64>>, parts: &[i64], may: bool) {
    let Some(sums) = sum.as_mut().filter(|_| may) else {
        *sum = None;
        return;
    };
    sums.resize(parts.len().max(sums.len()), 0);
    sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
}

const fn small(count: i64, least: i64) -> bool {
    count > 0 && count < least
}

fn size<'a>(cells: impl Iterator<Item = &'a Cell>) -> i64 {
    cells.flat_map(|it| &it.parts).sum()
}

/// Whether each hidden cell of a pool may be anything from nothing to enough.
fn is_enough(pool: &[&Cell], least: i64) -> bool {
    let parts = pool.iter().map(|it| it.parts.len()).max().unwrap_or_default();
    let sum = |part| pool.iter().filter_map(|it| it.parts.get(part)).sum::<i64>();
    pool.len() > 1 && (0..parts).all(|part| sum(part) >= least)
}

/// The pool of each cell, named by its first one.
fn pools(cells: &[Cell], least: i64) -> Vec<Option<Uuid>> {
    let mut groups: BTreeMap<&Option<String>, Vec<&Cell>> = BTreeMap::new();
    for cell in cells {
        groups.entry(&cell.group).or_default().push(cell);
    }
    let mut pools: Vec<Vec<&Cell>> = Vec::new();
    let mut open: Vec<&Cell> = Vec::new();
    for cells in groups.into_values() {
        let points = |it: &&Cell| {
            it.parts.iter().any(|part| small(*part, least)) || small(it.parts.iter().sum(), least)
        };
        let (pool, rest): (Vec<&Cell>, Vec<&Cell>) = cells.into_iter().partition(points);
        let rest = rest.into_iter().map(|it| vec![it]).collect();
        let (pool, rest) = complemented(pool, rest, least);
        pools.extend(rest);
        if is_enough(&pool, least) {
            pools.push(pool);
        } else {
            open.extend(pool);
        }
    }
    let (open, mut pools) = complemented(open, pools, least);
    let may = open.is_empty() || is_enough(&open, least);
    pools.push(open);
    let mut names = BTreeMap::new();
    for pool in pools.iter().filter(|_| may) {
        let name = pool.iter().map(|it| it.id).min();
        names.extend(pool.iter().map(|it| (it.id, name)));
    }
    cells.iter().map(|it| names.get(&it.id).copied().flatten()).collect()
}

/// A pool with as many of the smallest others as it needs, and the others that are left.
fn complemented<'a>(
    mut pool: Vec<&'a Cell>,
    mut others: Vec<Vec<&'a Cell>>,
    least: i64,
) -> (Vec<&'a Cell>, Vec<Vec<&'a Cell>>) {
    let weight = |it: &Vec<&Cell>| (size(it.iter().copied()), it.iter().map(|it| it.id).min());
    others.sort_by_key(|it| std::cmp::Reverse(weight(it)));
    // An empty cell hides nobody.
    let empty = others.iter().position(|it| weight(it).0 == 0).unwrap_or(others.len());
    let mut left = others.split_off(empty);
    while !pool.is_empty() && !is_enough(&pool, least) {
        let Some(next) = others.pop() else { break };
        pool.extend(next);
    }
    left.extend(others);
    (pool, left)
}

/// The smallest bounds, by their first cell, that hold whole pools of both releases.
fn common(now: &[Released], before: &[Released]) -> BTreeMap<Uuid, Uuid> {
    let mut bounds: BTreeMap<Uuid, Uuid> = BTreeMap::new();
    for row in now.iter().chain(before) {
        let Some(pool) = row.pool else { continue };
        let one = *bounds.entry(row.cell.id).or_insert(row.cell.id);
        let other = *bounds.entry(pool).or_insert(pool);
        let (first, last) = (one.min(other), one.max(other));
        bounds.values_mut().filter(|it| **it == last).for_each(|it| *it = first);
    }
    bounds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(id: u128, group: &str, signed: i64, others: i64) -> Cell {
        let group = Some(group.to_owned());
        Cell { id: Uuid::from_u128(id), group, parts: vec![signed, others] }
    }

    fn first(cells: Vec<Cell>) -> Vec<Released> {
        release(cells, &[], 5)
    }

    #[test]
    fn a_small_group_does_not_follow_from_the_total() {
        let rows = first(vec![cell(1, "35", 30, 20), cell(2, "51", 20, 12), cell(3, "91", 1, 0)]);
        let shown = shown(&rows);
        assert_eq!(shown.total, Some(vec![51, 32]));
        let hidden: Vec<_> = shown.groups.values().map(Option::is_none).collect();
        assert_eq!(hidden, [false, true, true]);
    }

    #[test]
    fn a_small_cell_does_not_follow_from_its_group() {
        let cells = vec![cell(1, "35", 30, 20), cell(2, "35", 10, 12), cell(3, "35", 3, 9)];
        let shown = shown(&first(cells));
        assert_eq!(shown.groups.into_values().next().unwrap(), Some(vec![43, 41]));
        assert_eq!(shown.cells.values().filter(|it| it.is_none()).count(), 2);
    }

    #[test]
    fn alone_in_the_country_a_small_cell_hides_all() {
        let shown = shown(&first(vec![cell(1, "35", 3, 20)]));
        assert_eq!((shown.total, shown.cells.into_values().next().unwrap()), (None, None));
    }

    #[test]
    fn the_next_release_tells_no_single_change() {
        let at =
            |one: i64, other: i64| vec![cell(1, "35", 30 + one, 20), cell(2, "51", 20 + other, 12)];
        let before = first(at(0, 0));
        let next = release(at(1, 7), &before, 5);
        assert_eq!(shown(&next).total, Some(vec![57, 32]));
        let (first, second) = (&next[0], &next[1]);
        assert_eq!((first.cell.parts[0], first.is_new), (30, false));
        assert_eq!((second.cell.parts[0], second.is_new), (27, true));
        // What has waited is told with what makes it enough.
        assert_eq!(shown(&release(at(5, 8), &next, 5)).total, Some(vec![62, 32]));
    }

    #[test]
    fn a_week_ends_with_its_sunday() {
        let day = |text: &str| Date(text.parse().unwrap());
        assert_eq!(cut_off(day("2026-11-20")), day("2026-11-15"));
        assert_eq!(cut_off(day("2026-11-22")), day("2026-11-15"));
        assert_eq!(cut_off(day("2026-11-23")), day("2026-11-22"));
    }
}
