//! The matrix for successions: the operator prepares, the ministry approves with the instrument.

use netra_entity::code::Function;

use super::reach::{Grades, Grant, Reach, office};

// Counts and digests only: the operator sees no person (UU 27/2022 Pasal 36).
pub(super) const READ_PREVIEW: &[Grant] = &[
    office(Function::RegistryOperation, Grades::Working, Reach::All),
    office(Function::CivilServicePolicy, Grades::Approver, Reach::All),
    office(Function::Audit, Grades::Working, Reach::All),
];

// UU 30/2014 Pasal 10: what one office prepares, another decides.
pub(super) const PREPARE: &[Grant] =
    &[office(Function::RegistryOperation, Grades::Working, Reach::All)];
pub(super) const APPROVE: &[Grant] =
    &[office(Function::CivilServicePolicy, Grades::Approver, Reach::All)];
