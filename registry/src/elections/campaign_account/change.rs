//! What becomes of a registered account, and what pretends to be one.

use netra_domain::Rule;
use netra_domain::campaign_account as rules;
use netra_domain::pact::check_reason;
use netra_domain::policy::{ActKind, Permit, of};
use netra_entity::code::AccountState;
use netra_entity::{Date, campaign_account, campaign_account_imitation, campaign_account_name};
use serde_json::json;
use uuid::Uuid;

use super::{KIND, Standing, Told, after, already_registered, check_free, day_after, handle, name};
use super::{platform_of, stand};
use crate::Registry;
use crate::elections;
use crate::ledger::error::{Error, Result};
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::pact::pact_text::expect_version;

/// The decision on an account.
#[derive(Clone, Debug)]
pub struct VerifyInput {
    /// The account.
    pub id: Uuid,
    /// Whether it is entered.
    pub accept: bool,
    /// Why not.
    pub reason: Option<String>,
    /// Local day of the decision; today without it.
    pub on: Option<Date>,
    /// Revision that the caller has seen.
    pub expected_version: Option<i32>,
}

/// Another address of an account.
#[derive(Clone, Debug)]
pub struct RenameInput {
    /// The account.
    pub id: Uuid,
    /// The new address in any spelling.
    pub url: String,
    /// The first local day of the new address; today without it.
    pub on: Option<Date>,
    /// Revision that the caller has seen.
    pub expected_version: Option<i32>,
}

/// The end of an account.
#[derive(Clone, Debug)]
pub struct CloseInput {
    /// The account.
    pub id: Uuid,
    /// Whether the platform or an order switched it off, and not the contestant.
    pub deactivated: bool,
    /// Why.
    pub reason: String,
    /// The last local day on which it was open; today without it.
    pub on: Option<Date>,
    /// Revision that the caller has seen.
    pub expected_version: Option<i32>,
}

/// An address that imitates an account.
#[derive(Clone, Debug)]
pub struct ImitationInput {
    /// The account that is imitated.
    pub account_id: Uuid,
    /// The address in any spelling.
    pub url: String,
    /// What shows that it is none of the contestant's.
    pub note: String,
}

/// A present account with its open names, its contestant locked.
pub(crate) struct Held {
    pub(crate) standing: Standing,
    pub(crate) account: campaign_account::Model,
    pub(crate) names: Vec<campaign_account_name::Model>,
    rev: i32,
}

impl Held {
    async fn take<A: ActKind>(
        act: &Write,
        permit: &Permit<A>,
        id: Uuid,
        expected_version: Option<i32>,
    ) -> Result<Self> {
        let found = elections::within::campaign_account(act, id).await?.ok_or(Error::NotFound)?;
        let standing = stand(act, permit, found.contestant_id).await?;
        let account = elections::within::campaign_account(act, id).await?.ok_or(Error::NotFound)?;
        let rev = act.next_rev(id).await?;
        expect_version(expected_version, rev - 1)?;
        let names = elections::within::open_names_of(act, &[id]).await?;
        Ok(Self { standing, account, names, rev })
    }

    /// A day between the one that it follows and today.
    fn day(&self, on: Option<Date>, earliest: Date) -> Result<Date> {
        let on = on.unwrap_or(self.standing.today);
        let fits = earliest <= on && on <= self.standing.today;
        if fits { Ok(on) } else { Err(Error::invalid("on", Rule::AccountDay)) }
    }

    /// Stores another version of the account, with names that replace those that were open.
    async fn put(
        self,
        act: &mut Write,
        account: campaign_account::Model,
        names: Vec<campaign_account_name::Model>,
    ) -> Result<()> {
        put(act, &self.account, &self.names, account, names, self.rev).await
    }
}

/// Replaces the present version of an account; names that are given replace the open ones.
pub(crate) async fn put(
    act: &mut Write,
    before: &campaign_account::Model,
    open: &[campaign_account_name::Model],
    account: campaign_account::Model,
    names: Vec<campaign_account_name::Model>,
    rev: i32,
) -> Result<()> {
    let account = campaign_account::Model {
        row_id: act.new_id(),
        recorded_by: act.event_id(),
        superseded_by: None,
        ..account
    };
    act.supersede::<campaign_account::Entity>(vec![before.row_id]).await?;
    let after = after(&account, if names.is_empty() { open } else { &names });
    let id = account.id;
    act.insert(account).await?;
    if !names.is_empty() {
        let replaced = open.iter().map(|it| it.row_id).collect();
        act.supersede::<campaign_account_name::Entity>(replaced).await?;
        act.insert_all(names).await.map_err(already_registered)?;
    }
    act.record(KIND, id, rev, &after)
}

/// The open names, ended on a day.
pub(crate) fn ended(
    act: &Write,
    names: &[campaign_account_name::Model],
    valid_to: Date,
) -> Vec<campaign_account_name::Model> {
    let end = |it: &campaign_account_name::Model| campaign_account_name::Model {
        row_id: act.new_id(),
        valid_to: Some(valid_to.max(it.valid_from)),
        recorded_by: act.event_id(),
        superseded_by: None,
        ..it.clone()
    };
    names.iter().map(end).collect()
}

impl Registry {
    /// Enters an account that awaits it, or rejects it.
    ///
    /// # Errors
    /// `NOT_FOUND`; `FORBIDDEN` at another level or in another region; `ACCOUNT_NOT_AWAITING`;
    /// `REASON_REQUIRED` for a rejection; `ACCOUNT_DAY`; `VERSION_CONFLICT`.
    pub async fn verify_campaign_account(
        &self,
        permit: &Permit<of::VerifyCampaignAccount>,
        request: &ActRequest,
        input: &VerifyInput,
    ) -> Result<Done> {
        if !input.accept {
            let reason = input.reason.as_deref().unwrap_or_default();
            check_reason(reason).map_err(|rule| Error::invalid("reason", rule))?;
        }
        let mut act = open_act!(self, permit, request);
        let held = Held::take(&act, permit, input.id, input.expected_version).await?;
        rules::check_verifiable(held.account.state)?;
        let on = held.day(input.on, held.account.received_on)?;
        let account = held.account.clone();
        let (account, names) = if input.accept {
            let registered = campaign_account::Model {
                state: AccountState::Registered,
                registered_on: Some(on),
                ..account
            };
            (registered, Vec::new())
        } else {
            let rejected = campaign_account::Model {
                state: AccountState::Rejected,
                ended_on: Some(on),
                end_reason: input.reason.clone(),
                ..account
            };
            (rejected, ended(&act, &held.names, on))
        };
        held.put(&mut act, account, names).await?;
        act.commit(Some(input.id)).await
    }

    /// Records that an account is found under another address of its platform; the old one stays
    /// in its history.
    ///
    /// # Errors
    /// As for verifying; `ACCOUNT_ENDED`, `ACCOUNT_SAME_ADDRESS`, `ACCOUNT_OTHER_PLATFORM`,
    /// `ACCOUNT_ALREADY_REGISTERED`; the rules on addresses.
    pub async fn rename_campaign_account(
        &self,
        permit: &Permit<of::RenameCampaignAccount>,
        request: &ActRequest,
        input: &RenameInput,
    ) -> Result<Done> {
        let told = Told::read("url", &input.url)?;
        let mut act = open_act!(self, permit, request);
        let held = Held::take(&act, permit, input.id, input.expected_version).await?;
        rules::check_renamable(held.account.state)?;
        if platform_of(&told.address, held.account.kind) != held.account.platform {
            return Err(Rule::AccountOtherPlatform.into());
        }
        if held.names.iter().any(|it| it.key == told.address.key()) {
            return Err(Rule::AccountSameAddress.into());
        }
        let current = held.names.iter().find(|it| it.key == held.account.url);
        let current = current.ok_or(Error::NotFound)?.clone();
        let on = held.day(input.on, day_after(current.valid_from))?;
        let keys = [told.address.key().to_owned()];
        check_free(&act, held.account.election_id, &keys, on, Some(held.account.id)).await?;
        let account = campaign_account::Model {
            handle: handle(&told.address),
            url: told.address.key().to_owned(),
            ..held.account.clone()
        };
        let mut names = ended(&act, std::slice::from_ref(&current), on);
        names.push(name(&act, &account, &told, on));
        let kept = held.names.iter().filter(|it| it.row_id != current.row_id);
        names.extend(kept.map(|it| campaign_account_name::Model {
            row_id: act.new_id(),
            recorded_by: act.event_id(),
            ..it.clone()
        }));
        held.put(&mut act, account, names).await?;
        act.commit(Some(input.id)).await
    }

    /// Ends a registered account.
    ///
    /// # Errors
    /// As for verifying; `ACCOUNT_NOT_REGISTERED`.
    pub async fn close_campaign_account(
        &self,
        permit: &Permit<of::CloseCampaignAccount>,
        request: &ActRequest,
        input: &CloseInput,
    ) -> Result<Done> {
        check_reason(&input.reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let held = Held::take(&act, permit, input.id, input.expected_version).await?;
        rules::check_closable(held.account.state)?;
        let begun = held.names.iter().map(|it| it.valid_from).max();
        let earliest = held.account.registered_on.max(begun).unwrap_or(held.account.received_on);
        let on = held.day(input.on, earliest)?;
        let state =
            if input.deactivated { AccountState::Deactivated } else { AccountState::Closed };
        let account = campaign_account::Model {
            state,
            ended_on: Some(on),
            end_reason: Some(input.reason.clone()),
            ..held.account.clone()
        };
        let names = ended(&act, &held.names, day_after(on));
        held.put(&mut act, account, names).await?;
        act.commit(Some(input.id)).await
    }

    /// Records an address that only pretends to be a contestant's account.
    ///
    /// # Errors
    /// As for verifying; `REASON_REQUIRED` for the note; `ACCOUNT_ALREADY_REGISTERED` for an
    /// address that is a registered account.
    pub async fn report_account_imitation(
        &self,
        permit: &Permit<of::ReportAccountImitation>,
        request: &ActRequest,
        input: &ImitationInput,
    ) -> Result<Done> {
        check_reason(&input.note).map_err(|rule| Error::invalid("note", rule))?;
        let address = rules::Address::read(crate::intake::reference::platforms(), &input.url)
            .map_err(|rule| Error::invalid("url", rule))?;
        let mut act = open_act!(self, permit, request);
        let held = Held::take(&act, permit, input.account_id, None).await?;
        let keys = [address.key().to_owned()];
        if !elections::within::open_names(&act, &keys).await?.is_empty() {
            return Err(Rule::AccountAlreadyRegistered.into());
        }
        let row = campaign_account_imitation::Model {
            id: act.new_id(),
            account_id: held.account.id,
            platform: address.platform().to_owned(),
            url: address.key().to_owned(),
            as_written: input.url.trim().to_owned(),
            note: input.note.clone(),
            reported_on: held.standing.today,
            is_invented: held.account.is_invented,
            recorded_by: act.event_id(),
        };
        let (id, after) = (
            row.id,
            json!({
                "account_id": row.account_id, "platform": row.platform, "url": row.url,
                "as_written": row.as_written, "note": row.note, "reported_on": row.reported_on,
                "is_invented": row.is_invented,
            }),
        );
        act.insert(row).await?;
        act.record("campaign_account_imitation", id, 1, &after)?;
        act.commit(Some(input.account_id)).await
    }
}
