//! Elections and who contests them in the contract.

pub(super) mod campaign_account;
pub(super) mod campaign_account_rule;
pub(super) mod candidate;
pub(super) mod contest;
pub(super) mod contestant;
pub(super) mod election;
pub(super) mod party;
