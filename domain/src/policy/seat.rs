//! The matrix for accounts, seats, the matrix itself and events.

use netra_entity::code::Function;

use super::reach::{Grades, Grant, Reach, To, office, to};

pub(super) const SIGN_IN: &[Grant] = &[to(To::Everyone, Reach::Own)];
pub(super) const REFRESH_SESSION: &[Grant] = &[to(To::Everyone, Reach::Own)];
pub(super) const ACTIVATE_ACCOUNT: &[Grant] = &[to(To::Everyone, Reach::Own)];
pub(super) const CHANGE_PASSWORD: &[Grant] = &[to(To::SignedIn, Reach::Own)];
pub(super) const SIGN_OUT: &[Grant] = &[to(To::SignedIn, Reach::Own)];
pub(super) const SWITCH_SEAT: &[Grant] = &[to(To::SignedIn, Reach::Own)];

const OWN_PEOPLE: &[Grant] = &[office(Function::Employer, Grades::Working, Reach::Institution)];

pub(super) const INVITE_PEOPLE: &[Grant] = OWN_PEOPLE;
pub(super) const RESET_CREDENTIAL: &[Grant] = OWN_PEOPLE;

// The operator sees what it prepared and its own seats, not who sits in other institutions.
pub(super) const READ_SEATS: &[Grant] = &[
    office(Function::RegistryOperation, Grades::Working, Reach::Filed),
    office(Function::CivilServicePolicy, Grades::Approver, Reach::All),
    office(Function::Audit, Grades::Working, Reach::All),
    to(To::EveryOffice(Grades::Leading), Reach::Institution),
];

// Every seat takes two persons; the first of an institution two offices.
pub(super) const PREPARE_SEAT: &[Grant] =
    &[office(Function::RegistryOperation, Grades::Working, Reach::All)];
pub(super) const APPROVE_SEAT: &[Grant] = &[
    office(Function::CivilServicePolicy, Grades::Approver, Reach::All),
    to(To::EveryOffice(Grades::Leading), Reach::Institution),
];

const OWN_SEATS: &[Grant] = &[to(To::EveryOffice(Grades::Admin), Reach::Institution)];

pub(super) const GRANT_SEAT: &[Grant] = OWN_SEATS;
pub(super) const END_SEAT: &[Grant] = OWN_SEATS;

// A machine's place is a seat of its institution.
pub(super) const READ_API_CLIENTS: &[Grant] = &[
    office(Function::Audit, Grades::Working, Reach::All),
    to(To::EveryOffice(Grades::Admin), Reach::Institution),
];
pub(super) const REGISTER_API_CLIENT: &[Grant] = OWN_SEATS;
pub(super) const ADD_API_CLIENT_KEY: &[Grant] = OWN_SEATS;
pub(super) const RETIRE_API_CLIENT_KEY: &[Grant] = OWN_SEATS;
pub(super) const END_API_CLIENT: &[Grant] = OWN_SEATS;

pub(super) const READ_ACCESS: &[Grant] = &[to(To::Everyone, Reach::Published)];

pub(super) const READ_EVENTS: &[Grant] = &[
    office(Function::Audit, Grades::Working, Reach::All),
    to(To::EveryOffice(Grades::Leading), Reach::Institution),
];
