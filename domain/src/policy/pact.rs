//! The matrix for integrity pacts: texts, signatures, coverage.

use netra_entity::code::Function;

use super::reach::{Grades, Grant, Reach, To, office, to};

pub(super) const PUBLISH_TEXT: &[Grant] =
    &[office(Function::CivilServicePolicy, Grades::Approver, Reach::All)];
pub(super) const WITHDRAW_TEXT: &[Grant] =
    &[office(Function::CivilServicePolicy, Grades::Approver, Reach::All)];

// Only the signer controls the signature (PP 71/2019 Pasal 59 ayat (3)).
pub(super) const SIGN: &[Grant] = &[to(To::CivilServant, Reach::Own)];

pub(super) const RECORD_PAPER: &[Grant] =
    &[office(Function::Employer, Grades::Working, Reach::Institution)];
pub(super) const WITHDRAW_SIGNATURE: &[Grant] =
    &[office(Function::Employer, Grades::Approver, Reach::Institution)];

pub(super) const READ_SIGNATURES: &[Grant] = &[
    to(To::CivilServant, Reach::Own),
    office(Function::Employer, Grades::Working, Reach::Institution),
    office(Function::PersonnelAdministration, Grades::Working, Reach::All),
    office(Function::NeutralityAssessment, Grades::Working, Reach::All),
    office(Function::Audit, Grades::Working, Reach::All),
];

pub(super) const READ_COVERAGE: &[Grant] = &[to(To::EveryOffice(Grades::Any), Reach::All)];

pub(super) const READ_COVERAGE_DETAIL: &[Grant] = &[
    office(Function::Employer, Grades::Working, Reach::Institution),
    office(Function::PersonnelAdministration, Grades::Working, Reach::All),
    office(Function::NeutralityAssessment, Grades::Working, Reach::All),
    office(Function::Audit, Grades::Working, Reach::All),
];
