//! The rows that a form makes.

use netra_domain::campaign_account::{self as rules, Address};
use netra_entity::code::AccountState;
use netra_entity::{Date, campaign_account, campaign_account_copy, campaign_account_name};

use super::{Draft, Standing, Told};
use crate::elections::within::Holder;
use crate::ledger::write::Write;

/// The row that a form makes.
pub(crate) fn draft_account(
    act: &Write,
    standing: &Standing,
    draft: &Draft,
    is_late: bool,
) -> campaign_account::Model {
    let Standing { contestant, contest, .. } = standing;
    let address = &draft.told.address;
    campaign_account::Model {
        row_id: act.new_id(),
        id: act.new_id(),
        contestant_id: contestant.id,
        contest_id: contest.id,
        election_id: contest.election_id,
        contest_type: contest.contest_type.clone(),
        candidate_id: None,
        platform: draft.platform().to_owned(),
        kind: draft.kind,
        handle: handle(address),
        url: address.key().to_owned(),
        native_id: draft.native.as_ref().map(|it| it.name().to_owned()),
        state: AccountState::AwaitingVerification,
        received_on: draft.received_on,
        is_late,
        registered_on: None,
        ended_on: None,
        end_reason: None,
        is_invented: draft.is_invented || contestant.is_invented,
        recorded_by: act.event_id(),
        superseded_by: None,
    }
}

/// A name that holds from a day on.
pub(crate) fn name(
    act: &Write,
    account: &campaign_account::Model,
    told: &Told,
    valid_from: Date,
) -> campaign_account_name::Model {
    campaign_account_name::Model {
        row_id: act.new_id(),
        account_id: account.id,
        election_id: account.election_id,
        key: told.address.key().to_owned(),
        is_native_id: told.address.is_native_id(),
        handle: handle(&told.address),
        as_written: told.as_written.clone(),
        skeleton: told.address.skeleton().map(ToOwned::to_owned),
        valid_from,
        valid_to: None,
        recorded_by: act.event_id(),
        superseded_by: None,
    }
}

pub(super) fn handle(address: &Address) -> Option<String> {
    address.is_handle().then(|| address.name().to_owned())
}

/// The copies due to offices: to the one at the contest's level, else to the one at the centre.
pub(crate) fn copies(
    act: &Write,
    standing: &Standing,
    account: &campaign_account::Model,
    holders: &[Holder],
) -> Vec<campaign_account_copy::Model> {
    let contest = &standing.contest;
    let here = |holder: &&Holder| {
        holder.level == contest.registrar_level
            && holder.region_code == contest.registrar_region_code
    };
    let central = |holder: &&Holder| holder.region_code.is_none();
    let copy = |recipient: rules::Copy<'_>| {
        let mut fit = holders.iter().filter(|holder| {
            holder.function == recipient.function
                && recipient.institution_code.is_none_or(|code| code == holder.institution_code)
        });
        let holder = fit.clone().find(here).or_else(|| fit.find(central));
        campaign_account_copy::Model {
            id: act.new_id(),
            account_id: account.id,
            function: recipient.function,
            institution_id: holder.map(|holder| holder.institution_id),
            sent_on: standing.today,
            recorded_by: act.event_id(),
        }
    };
    rules::copies(&standing.rule).into_iter().map(copy).collect()
}
