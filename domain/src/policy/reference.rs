//! The matrix for what is published: regions, institutions, functions, instruments, elections.

use netra_entity::code::Function;

use super::reach::{Grades, Grant, Reach, To, office, to};

pub(super) const READ: &[Grant] = &[to(To::Everyone, Reach::Published)];

// Code lists are policy; Kemendagri's decree only fixes the content.
pub(super) const RECORD_REGION: &[Grant] =
    &[office(Function::CivilServicePolicy, Grades::Approver, Reach::All)];

pub(super) const RECORD_LEGAL_INSTRUMENT: &[Grant] =
    &[office(Function::CivilServicePolicy, Grades::Approver, Reach::All)];

pub(super) const RECORD_CODE: &[Grant] =
    &[office(Function::CivilServicePolicy, Grades::Approver, Reach::All)];

// Each personnel authority reminds its own people (UU 20/2023 Pasal 24 ayat (1) huruf d; SKB 2022).
pub(super) const RECORD_CIRCULAR: &[Grant] =
    &[office(Function::Employer, Grades::Approver, Reach::Institution)];

pub(super) const RECORD_HOLIDAY: &[Grant] =
    &[office(Function::CivilServicePolicy, Grades::Approver, Reach::All)];

// KPU is the only writer of elections (UU 7/2017 Pasal 12).
pub(super) const RECORD_ELECTION: &[Grant] =
    &[office(Function::ElectionAdministration, Grades::Approver, Reach::Jurisdiction)];

pub(super) const REGISTER_INSTITUTION: &[Grant] =
    &[office(Function::RegistryOperation, Grades::Working, Reach::All)];

pub(super) const PREPARE_FUNCTION: &[Grant] =
    &[office(Function::RegistryOperation, Grades::Working, Reach::All)];

pub(super) const APPROVE_FUNCTION: &[Grant] =
    &[office(Function::CivilServicePolicy, Grades::Approver, Reach::All)];
