//! The matrix for the transparency log.

use netra_entity::code::Function;

use super::reach::{Grades, Grant, Reach, To, office, to};

// Checkpoints, hash tiles and proofs hold nothing but hashes of salted leaves.
pub(super) const READ: &[Grant] = &[to(To::Everyone, Reach::Published)];

// Leaves hold pseudonyms, which are personal data while the mapping exists (UU 27/2022 Pasal 4).
pub(super) const READ_ENTRIES: &[Grant] = &[office(Function::Audit, Grades::Working, Reach::All)];
