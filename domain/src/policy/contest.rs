//! The matrix for contests, parties, contestants and candidates.

use netra_entity::code::Function;

use super::reach::{Grades, Grant, Reach, To, office, to};

// Who is determined is published; who has only registered is known to those whose work it is.
pub(super) const READ_CANDIDATES: &[Grant] = &[
    office(Function::ElectionAdministration, Grades::Working, Reach::Region),
    office(Function::ElectionSupervision, Grades::Working, Reach::Region),
    office(Function::NeutralityAssessment, Grades::Working, Reach::All),
    office(Function::PersonnelAdministration, Grades::Working, Reach::All),
    office(Function::Audit, Grades::Working, Reach::All),
    to(To::Everyone, Reach::Published),
];

// KPU at each level is the only writer (UU 7/2017 Pasal 12, 15, 18; UU 10/2016 Pasal 9 to 13).
const DECIDE: &[Grant] =
    &[office(Function::ElectionAdministration, Grades::Approver, Reach::Jurisdiction)];
const PREPARE: &[Grant] =
    &[office(Function::ElectionAdministration, Grades::Working, Reach::Jurisdiction)];

pub(super) const RECORD_CONTEST: &[Grant] = DECIDE;
// Parties are admitted by KPU at the centre (UU 7/2017 Pasal 179), and its regulations carry out
// what laws say of contests (Pasal 13).
pub(super) const RECORD_LAW: &[Grant] = DECIDE;
pub(super) const RECORD_ROUND: &[Grant] = DECIDE;
pub(super) const DETERMINE: &[Grant] = DECIDE;
pub(super) const CONCLUDE: &[Grant] = DECIDE;
pub(super) const CHANGE_STATUS: &[Grant] = DECIDE;

// A registration has no effect until the determination.
pub(super) const REGISTER_CONTESTANT: &[Grant] = PREPARE;
pub(super) const REGISTER_CANDIDATE: &[Grant] = PREPARE;
