//! The matrix for the rights of the person whose data it is: rectification, erasure, holds.

use netra_entity::code::Function;

use super::reach::{Grades, Grant, Reach, To, office, to};

// UU 27/2022 Pasal 6 and 30: the person asks, whoever keeps the master decides.
pub(super) const REQUEST_RECTIFICATION: &[Grant] = &[to(To::CivilServant, Reach::Own)];
pub(super) const RECTIFY: &[Grant] =
    &[office(Function::PersonnelAdministration, Grades::Approver, Reach::All)];

// The employer helps its people to their documents, and sees what is overdue; audit sees no value.
pub(super) const READ_RECTIFICATIONS: &[Grant] = &[
    to(To::CivilServant, Reach::Own),
    office(Function::Employer, Grades::Working, Reach::Institution),
    office(Function::PersonnelAdministration, Grades::Working, Reach::All),
    office(Function::Audit, Grades::Working, Reach::All),
];

// UU 27/2022 Pasal 43 and 44: whoever keeps the master erases, by an approver's decision.
pub(super) const ERASE: &[Grant] =
    &[office(Function::PersonnelAdministration, Grades::Approver, Reach::All)];
pub(super) const READ_ERASURES: &[Grant] = &[
    office(Function::PersonnelAdministration, Grades::Working, Reach::All),
    office(Function::Audit, Grades::Working, Reach::All),
];

// UU 27/2022 Pasal 44: nothing goes while a legal process runs; who leads the process says so.
pub(super) const PLACE_HOLD: &[Grant] =
    &[office(Function::NeutralityAssessment, Grades::Approver, Reach::Institution)];
pub(super) const LIFT_HOLD: &[Grant] = PLACE_HOLD;
pub(super) const READ_HOLDS: &[Grant] = &[
    office(Function::NeutralityAssessment, Grades::Working, Reach::Institution),
    office(Function::Audit, Grades::Working, Reach::All),
];

// UU 27/2022 Pasal 46: the operator finds a breach and sees numbers; audit sees whom, masked; a
// person sees what affects oneself.
pub(super) const RECORD_BREACH: &[Grant] =
    &[office(Function::RegistryOperation, Grades::Approver, Reach::All)];
pub(super) const READ_BREACHES: &[Grant] = &[
    to(To::CivilServant, Reach::Own),
    office(Function::RegistryOperation, Grades::Working, Reach::All),
    office(Function::Audit, Grades::Working, Reach::All),
];
