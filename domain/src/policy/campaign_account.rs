//! The matrix for campaign accounts. The election administration is the only writer, each office
//! exactly at its level and region (PKPU 15/2023 Pasal 37-38, PKPU 13/2024).

use netra_entity::code::Function;

use super::reach::{Grades, Grant, Reach, To, office, to};

// What awaits verification is nobody's account yet: only who decides on it reads it.
pub(super) const READ: &[Grant] = &[
    office(Function::ElectionAdministration, Grades::Working, Reach::All),
    to(To::Everyone, Reach::Published),
];

// Copies go to the offices that the rule names.
pub(super) const READ_COPIES: &[Grant] = &[to(To::EveryOffice(Grades::Working), Reach::Referred)];

pub(super) const REGISTER: &[Grant] =
    &[office(Function::ElectionAdministration, Grades::Working, Reach::Jurisdiction)];
pub(super) const RENAME: &[Grant] =
    &[office(Function::ElectionAdministration, Grades::Working, Reach::Jurisdiction)];
pub(super) const CLOSE: &[Grant] =
    &[office(Function::ElectionAdministration, Grades::Working, Reach::Jurisdiction)];
pub(super) const REPORT_IMITATION: &[Grant] =
    &[office(Function::ElectionAdministration, Grades::Working, Reach::Jurisdiction)];

// Entering an account makes it official: an approver decides.
pub(super) const VERIFY: &[Grant] =
    &[office(Function::ElectionAdministration, Grades::Approver, Reach::Jurisdiction)];

// KPU makes the regulations, and KPU at the centre (UU 7/2017 Pasal 13).
pub(super) const RECORD_RULE: &[Grant] =
    &[office(Function::ElectionAdministration, Grades::Approver, Reach::Jurisdiction)];
