//! What one office prepares, and another approves or refuses.

use netra_entity::code::ApprovalState;

use crate::lifecycle::{Lifecycle, Step};
use crate::policy::Act;
use crate::rule::Rule;

/// The decision on the holding of a function.
pub const FUNCTION: Lifecycle<ApprovalState> = Lifecycle(&[decides(Act::ApproveFunction)]);

/// The decision on a seat.
pub const SEAT: Lifecycle<ApprovalState> = Lifecycle(&[decides(Act::ApproveSeat)]);

const fn decides(act: Act) -> Step<ApprovalState> {
    Step { act, from: &[ApprovalState::Prepared], to: None, refusal: Rule::AlreadyDecided }
}
