//! Elections and who contests them, down to the accounts that campaign.

pub mod campaign_account;
pub mod campaign_account_rule;
pub mod candidate;
pub mod contest;
pub mod contestant;
pub mod election;
pub mod party;

pub(crate) mod within {
    pub(crate) use super::campaign_account::within::*;
    pub(crate) use super::candidate::within::*;
    pub(crate) use super::contest::within::*;
}

pub(crate) mod find {
    pub(crate) use super::campaign_account::find::*;
    pub(crate) use super::candidate::find::*;
}
