use chrono::NaiveDate;
use netra_entity::code::CivilServantKind;

use super::*;

const fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

const A: Uuid = id(1);
const B: Uuid = id(2);
const C: Uuid = id(3);

fn day(of_month: u32) -> Date {
    Date(NaiveDate::from_ymd_opt(2026, 11, of_month).unwrap())
}

fn shape(kind: SuccessionKind, from: &[Uuid], to: &[Uuid], passings: &[(Uuid, Uuid)]) -> Shape {
    let passing = |(from, to): &(Uuid, Uuid)| Passing {
        function: Function::Employer,
        from: *from,
        to: *to,
        moves_seats: true,
    };
    Shape {
        kind,
        from: from.iter().copied().collect(),
        to: to.iter().copied().collect(),
        passings: passings.iter().map(passing).collect(),
    }
}

#[test]
fn each_kind_has_its_shape() {
    use SuccessionKind::{Merge, Rename, Split, Transfer};
    let refused = |kind, from: &[Uuid], to: &[Uuid], passings: &[(Uuid, Uuid)]| {
        shape(kind, from, to, passings).check().err().map(|it| it.1)
    };
    assert_eq!(refused(Rename, &[A], &[B], &[(A, B)]), None);
    assert_eq!(refused(Merge, &[A, B], &[C], &[(A, C), (B, C)]), None);
    assert_eq!(refused(Split, &[A], &[B, C], &[(A, B), (A, C)]), None);
    assert_eq!(refused(Split, &[A], &[A, B], &[(A, A), (A, B)]), None);
    assert_eq!(refused(Transfer, &[A], &[B], &[(A, B)]), None);
    // A body without a function of its own is renamed too.
    assert_eq!(refused(Rename, &[A], &[B], &[]), None);

    let wrong = Some(Rule::SuccessionShape);
    assert_eq!(refused(Rename, &[A, B], &[C], &[(A, C)]), wrong);
    assert_eq!(refused(Merge, &[A], &[B, C], &[(A, B)]), wrong);
    assert_eq!(refused(Split, &[A], &[B], &[(A, B)]), wrong);
    assert_eq!(refused(Transfer, &[A], &[B], &[]), wrong);
    assert_eq!(refused(Transfer, &[A], &[B, C], &[(A, B), (A, C)]), wrong);
    assert_eq!(refused(Rename, &[A], &[B], &[(C, B)]), wrong);
    assert_eq!(refused(Rename, &[A], &[A], &[(A, A)]), Some(Rule::SuccessionOneSide));
    assert_eq!(refused(Rename, &[A], &[B], &[(A, B), (A, B)]), Some(Rule::DuplicateRow));
}

#[test]
fn a_transfer_ends_nobody_and_a_split_leaves_what_remains() {
    use SuccessionKind::{Merge, Split, Transfer};
    assert!(shape(Transfer, &[A], &[B], &[(A, B)]).ending().is_empty());
    assert!(shape(Split, &[A], &[A, B], &[(A, A), (A, B)]).ending().is_empty());
    assert_eq!(shape(Merge, &[A, B], &[C], &[]).ending(), BTreeSet::from([A, B]));
    assert!(!shape(Split, &[A], &[A, B], &[(A, A), (A, B)]).gives_up(A, Function::Employer));
    assert!(shape(Transfer, &[A], &[B], &[(A, B)]).gives_up(A, Function::Employer));
}

#[test]
fn a_unit_goes_as_it_is_named_or_as_the_one_above_or_with_the_others() {
    let (bureau, section, other) = (id(11), id(12), id(13));
    let above = |unit| (unit == section).then_some(bureau);
    let split = shape(SuccessionKind::Split, &[A], &[A, B, C], &[(A, A), (A, B), (A, C)]);
    let mut routes = Routes { named: BTreeMap::from([(bureau, B)]), others: None };
    let of = |routes: &Routes, unit| routes.of(&split, A, unit, above);
    assert_eq!(of(&routes, Some(bureau)), Destination::To(B));
    assert_eq!(of(&routes, Some(section)), Destination::To(B));
    assert_eq!(of(&routes, Some(other)), Destination::Unknown);
    assert_eq!(of(&routes, None), Destination::Unknown);
    routes.others = Some(C);
    assert_eq!(of(&routes, Some(other)), Destination::To(C));
    assert_eq!(of(&routes, None), Destination::To(C));
    routes.others = Some(A);
    assert_eq!(of(&routes, None), Destination::Stays);

    let rename = shape(SuccessionKind::Rename, &[A], &[B], &[(A, B)]);
    assert_eq!(Routes::default().of(&rename, A, None, above), Destination::To(B));
    let without = shape(SuccessionKind::Rename, &[A], &[B], &[]);
    assert_eq!(Routes::default().of(&without, A, None, above), Destination::Stays);
}

#[test]
fn what_began_later_passes_from_its_own_beginning() {
    assert_eq!(cut(day(1), None, day(10)), Some(day(10)));
    assert_eq!(cut(day(12), None, day(10)), Some(day(12)));
    assert_eq!(cut(day(1), Some(day(10)), day(10)), None);
    assert_eq!(cut(day(1), Some(day(11)), day(10)), Some(day(10)));
    // Cut before: nothing is left of it.
    assert_eq!(cut(day(12), Some(day(12)), day(10)), None);
}

fn employed(number: u128, institution: Uuid, continues: Option<u128>) -> employment::Model {
    employment::Model {
        row_id: id(number),
        id: id(number),
        civil_servant_id: id(99),
        institution_id: institution,
        unit_id: None,
        kind: CivilServantKind::Pns,
        position_class: None,
        rank: None,
        leave_status: "ACTIVE".to_owned(),
        valid_from: day(1),
        valid_to: None,
        continues: continues.map(id),
        recorded_by: id(0),
        superseded_by: None,
    }
}

#[test]
fn what_was_given_in_a_predecessor_goes_on_after_a_move_within_the_successor() {
    let moved = [employed(1, A, None), employed(2, B, Some(1)), employed(3, B, None)];
    assert_eq!(continued(B, &moved), BTreeSet::from([A, B]));
    assert_eq!(continued(A, &moved), BTreeSet::from([A]));
    let again = [employed(1, A, None), employed(2, B, Some(1)), employed(3, C, Some(2))];
    assert_eq!(continued(C, &again), BTreeSet::from([A, B, C]));
    // Who merely changes the employer starts anew.
    assert_eq!(continued(C, &[employed(1, A, None), employed(2, C, None)]), BTreeSet::from([C]));
}
