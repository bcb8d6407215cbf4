//! The matrix for integrity pacts: texts, signatures, coverage.

use netra_entity::code::Function;

use super::reach::{Grades, Grant, Reach, To, office, to};

pub(super) const PUBLISH_TEXT: &[Grant] =
    &[office(Function::CivilServicePolicy, Grades::Approver, Reach::All)];
pub(super) const PUBLISH_LOCAL_TEXT: &[Grant] =
    &[office(Function::Employer, Grades::Approver, Reach::Institution)];
// An employer withdraws what it issued itself.
pub(super) const WITHDRAW_TEXT: &[Grant] = &[
    office(Function::CivilServicePolicy, Grades::Approver, Reach::All),
    office(Function::Employer, Grades::Approver, Reach::Institution),
];

// Only the signer controls the signature (PP 71/2019 Pasal 59 ayat (3)).
pub(super) const SIGN: &[Grant] = &[to(To::CivilServant, Reach::Own)];

pub(super) const RECORD_PAPER: &[Grant] =
    &[office(Function::Employer, Grades::Working, Reach::Institution)];
// The superior who knows of the pact (mengetahui): which seat it is, the rules of countersigning
// say, for a head of unit need not be an approver.
pub(super) const COUNTERSIGN: &[Grant] =
    &[office(Function::Employer, Grades::Working, Reach::Institution)];
// Delegation is the head's, or the personnel authority's (UU 30/2014 Pasal 13).
pub(super) const DELEGATE: &[Grant] =
    &[office(Function::Employer, Grades::Working, Reach::Institution)];
// One refuses oneself; where a person does so on paper or by word, the employer records it.
pub(super) const REFUSE: &[Grant] = &[
    to(To::CivilServant, Reach::Own),
    office(Function::Employer, Grades::Working, Reach::Institution),
];
pub(super) const EXEMPT: &[Grant] =
    &[office(Function::Employer, Grades::Approver, Reach::Institution)];
pub(super) const WITHDRAW_SIGNATURE: &[Grant] =
    &[office(Function::Employer, Grades::Approver, Reach::Institution)];

pub(super) const READ_SIGNATURES: &[Grant] = &[
    to(To::CivilServant, Reach::Own),
    office(Function::Employer, Grades::Working, Reach::Institution),
    office(Function::PersonnelAdministration, Grades::Working, Reach::All),
    office(Function::NeutralityAssessment, Grades::Working, Reach::All),
    office(Function::Audit, Grades::Working, Reach::All),
];

// Whoever is no civil servant is under no duty of the joint decree: only who employs them keeps
// their signatures.
pub(super) const RECORD_NON_ASN: &[Grant] =
    &[office(Function::Employer, Grades::Working, Reach::Institution)];
pub(super) const WITHDRAW_NON_ASN: &[Grant] =
    &[office(Function::Employer, Grades::Approver, Reach::Institution)];
pub(super) const READ_NON_ASN: &[Grant] = &[
    office(Function::Employer, Grades::Working, Reach::Institution),
    office(Function::Audit, Grades::Working, Reach::All),
];

pub(super) const READ_COVERAGE: &[Grant] = &[to(To::EveryOffice(Grades::Any), Reach::All)];

pub(super) const READ_COVERAGE_DETAIL: &[Grant] = &[
    office(Function::Employer, Grades::Working, Reach::Institution),
    office(Function::PersonnelAdministration, Grades::Working, Reach::All),
    office(Function::NeutralityAssessment, Grades::Working, Reach::All),
    office(Function::Audit, Grades::Working, Reach::All),
];
