//! The matrix for persons: civil servants, service numbers, employments, units.

use netra_entity::code::Function;

use super::reach::{Grades, Grant, Reach, To, office, to};

pub(super) const READ_CIVIL_SERVANTS: &[Grant] = &[
    to(To::CivilServant, Reach::Own),
    office(Function::Employer, Grades::Working, Reach::Institution),
    office(Function::PersonnelAdministration, Grades::Working, Reach::All),
    office(Function::NeutralityAssessment, Grades::Working, Reach::All),
    office(Function::Audit, Grades::Working, Reach::All),
];

// BKN keeps the personnel master (UU 20/2023; Perpres 92/2024).
const MASTER: &[Grant] = &[office(Function::PersonnelAdministration, Grades::Working, Reach::All)];

pub(super) const REGISTER_CIVIL_SERVANTS: &[Grant] = MASTER;
pub(super) const RECORD_SERVICE_NUMBER: &[Grant] = MASTER;
pub(super) const RECORD_EMPLOYMENT: &[Grant] = MASTER;
pub(super) const END_EMPLOYMENT: &[Grant] = MASTER;

pub(super) const REGISTER_UNIT: &[Grant] =
    &[office(Function::Employer, Grades::Working, Reach::Institution)];

// Who heads a unit countersigns its pacts, so an approver says who it is.
pub(super) const RECORD_UNIT_HEAD: &[Grant] =
    &[office(Function::Employer, Grades::Approver, Reach::Institution)];
