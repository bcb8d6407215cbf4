//! Campaign accounts (akun media sosial kampanye): which account an address names, and what the
//! rules of an election say about registering it. Absence from the register proves nothing: the
//! accounts that work for a candidate are many more than those that are registered.

mod address;
mod look_alike;
mod platform;
mod registration;

pub use address::Address;
pub use look_alike::skeleton;
pub use platform::{AddressRow, PlatformRow, Platforms};
pub use registration::{
    Copy, Counting, LIFE, Reopened, check_limit, closing_on, copies, counting, deadline,
    is_campaign_account, is_late, open_after_closing, state_on,
};
