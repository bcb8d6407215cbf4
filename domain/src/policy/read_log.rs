//! The matrix for who looked: unmasking, the log of readings, and what the registry writes itself.

use netra_entity::code::Function;

use super::reach::{Grades, Grant, Reach, To, office, to};

// Whoever works with masked persons takes one mask off at a time, for a purpose (UU 27/2022 Pasal
// 27 and 28): the auditor (UU 15/2004 Pasal 10), and who assesses, because a notice names a NIP.
pub(super) const UNMASK: &[Grant] = &[
    office(Function::Audit, Grades::Working, Reach::All),
    office(Function::NeutralityAssessment, Grades::Working, Reach::All),
];

// What was withheld for a case is told when the case is, by the office that withheld it.
pub(super) const RELEASE_READING: &[Grant] =
    &[office(Function::NeutralityAssessment, Grades::Working, Reach::Institution)];

// A person asks who looked (UU 27/2022 Pasal 7 and 32).
pub(super) const READ_ACCESS_LOG: &[Grant] = &[to(To::CivilServant, Reach::Own)];

// Who leads an office answers for what its people read; audit for all of them.
pub(super) const READ_READINGS: &[Grant] = &[
    office(Function::Audit, Grades::Working, Reach::All),
    to(To::EveryOffice(Grades::Leading), Reach::Institution),
];

// Nobody's act: the registry closes a minute of its own log.
pub(super) const ACCOUNT_READS: &[Grant] = &[to(To::Registry, Reach::All)];
