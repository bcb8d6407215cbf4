//! What becomes of a registered account, and what pretends to be one.

use async_graphql::InputObject;
use netra_domain::Rule;
use netra_domain::campaign_account::{self as rules, LIFE};
use netra_domain::pact::check_reason;
use netra_domain::policy::{ActKind, Permit, of};
use netra_entity::code::AccountState;
use netra_entity::{
    Date, Ref, campaign_account, campaign_account_imitation, campaign_account_name,
};

use super::{Standing, Told, already_registered, check_free, day_after, handle, name};
use super::{platform_of, stand};
use crate::ledger::error::{Error, Result, read};
use crate::ledger::write::{ActRequest, Done, Taken, Write, open_act};
use crate::record::part::ACCOUNT_NAMES;
use crate::{Registry, elections};

/// The decision on an account that awaits it.
#[derive(Clone, Debug, InputObject)]
pub struct VerifyCampaignAccountInput {
    /// The account.
    pub id: Ref<campaign_account::Entity>,
    /// Whether it is entered into the register; else it is rejected.
    pub accept: bool,
    /// Why it is rejected, 10 to 2,000 characters (alasan).
    pub reason: Option<String>,
    /// Local day of the decision; today by default.
    pub on: Option<Date>,
    /// Version that the caller has seen; refused where the record has moved on.
    pub expected_version: Option<i32>,
}

/// Another address of an account.
#[derive(Clone, Debug, InputObject)]
pub struct RenameCampaignAccountInput {
    /// The account.
    pub id: Ref<campaign_account::Entity>,
    /// The new address in any spelling (alamat baru).
    pub url: String,
    /// First local day of the new address; today by default.
    pub on: Option<Date>,
    /// Version that the caller has seen; refused where the record has moved on.
    pub expected_version: Option<i32>,
}

/// The end of an account.
#[derive(Clone, Debug, InputObject)]
pub struct CloseCampaignAccountInput {
    /// The account.
    pub id: Ref<campaign_account::Entity>,
    /// Whether the platform or an order switched it off, and not the contestant (dinonaktifkan).
    #[graphql(default)]
    pub deactivated: bool,
    /// Why, 10 to 2,000 characters (alasan).
    pub reason: String,
    /// Last local day on which it was open; today by default.
    pub on: Option<Date>,
    /// Version that the caller has seen; refused where the record has moved on.
    pub expected_version: Option<i32>,
}

/// An address that imitates an account.
#[derive(Clone, Debug, InputObject)]
pub struct ReportAccountImitationInput {
    /// The account that is imitated.
    pub account: Ref<campaign_account::Entity>,
    /// The address in any spelling.
    pub url: String,
    /// What shows that it is none of the contestant's, 10 to 2,000 characters (keterangan).
    pub note: String,
}

/// A present account with its open names, its contestant locked.
pub(crate) struct Held {
    pub(crate) standing: Standing,
    pub(crate) account: Taken<campaign_account::Entity>,
    pub(crate) names: Vec<campaign_account_name::Model>,
}

impl Held {
    async fn take<A: ActKind>(
        act: &Write,
        permit: &Permit<A>,
        (path, account): (&str, &Ref<campaign_account::Entity>),
        expected_version: Option<i32>,
    ) -> Result<Self> {
        let id = read(path, account)?;
        let found = elections::within::campaign_account(act, id).await?.ok_or(Error::NotFound)?;
        let standing = stand(act, permit, found.contestant_id).await?;
        let account = act.take::<campaign_account::Entity>(id, expected_version).await?;
        LIFE.check(A::ACT, account.row.state)?;
        let names = elections::within::open_names_of(act, &[id]).await?;
        Ok(Self { standing, account, names })
    }

    /// A day between the one that it follows and today.
    fn day(&self, on: Option<Date>, earliest: Date) -> Result<Date> {
        let on = on.unwrap_or(self.standing.today);
        let fits = earliest <= on && on <= self.standing.today;
        if fits { Ok(on) } else { Err(Error::invalid("on", Rule::AccountDay)) }
    }

    /// Stores another version of the account, with names that replace those that were open, and
    /// commits.
    async fn put(
        self,
        mut act: Box<Write>,
        account: campaign_account::Model,
        names: Vec<campaign_account_name::Model>,
    ) -> Result<Done> {
        let id = account.id;
        put(&mut act, &self.account, &self.names, account, names).await?;
        act.commit(Some(id)).await
    }
}

/// Replaces the present version of an account; names that are given replace the open ones.
pub(crate) async fn put(
    act: &mut Write,
    before: &Taken<campaign_account::Entity>,
    open: &[campaign_account_name::Model],
    account: campaign_account::Model,
    names: Vec<campaign_account_name::Model>,
) -> Result<()> {
    let shown = ACCOUNT_NAMES.of(if names.is_empty() { open } else { &names });
    act.put(before, account, vec![shown]).await?;
    if !names.is_empty() {
        let replaced = open.iter().map(|it| it.row_id).collect();
        act.supersede::<campaign_account_name::Entity>(replaced).await?;
        act.insert_all(names).await.map_err(already_registered)?;
    }
    Ok(())
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
        input: &VerifyCampaignAccountInput,
    ) -> Result<Done> {
        if !input.accept {
            let reason = input.reason.as_deref().unwrap_or_default();
            check_reason(reason).map_err(|rule| Error::invalid("reason", rule))?;
        }
        let act = open_act!(self, permit, request);
        let held = Held::take(&act, permit, ("id", &input.id), input.expected_version).await?;
        let on = held.day(input.on, held.account.row.received_on)?;
        let account = held.account.row.clone();
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
        held.put(act, account, names).await
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
        input: &RenameCampaignAccountInput,
    ) -> Result<Done> {
        let told = Told::read("url", &input.url)?;
        let act = open_act!(self, permit, request);
        let held = Held::take(&act, permit, ("id", &input.id), input.expected_version).await?;
        if platform_of(&told.address, held.account.row.kind) != held.account.row.platform {
            return Err(Rule::AccountOtherPlatform.into());
        }
        if held.names.iter().any(|it| it.key == told.address.key()) {
            return Err(Rule::AccountSameAddress.into());
        }
        let current = held.names.iter().find(|it| it.key == held.account.row.url);
        let current = current.ok_or(Error::NotFound)?.clone();
        let on = held.day(input.on, day_after(current.valid_from))?;
        let keys = [told.address.key().to_owned()];
        check_free(&act, held.account.row.election_id, &keys, on, Some(held.account.row.id))
            .await?;
        let account = campaign_account::Model {
            handle: handle(&told.address),
            url: told.address.key().to_owned(),
            ..held.account.row.clone()
        };
        let mut names = ended(&act, std::slice::from_ref(&current), on);
        names.push(name(&act, &account, &told, on));
        let kept = held.names.iter().filter(|it| it.row_id != current.row_id);
        names.extend(kept.map(|it| campaign_account_name::Model {
            row_id: act.new_id(),
            recorded_by: act.event_id(),
            ..it.clone()
        }));
        held.put(act, account, names).await
    }

    /// Ends a registered account.
    ///
    /// # Errors
    /// As for verifying; `ACCOUNT_NOT_REGISTERED`.
    pub async fn close_campaign_account(
        &self,
        permit: &Permit<of::CloseCampaignAccount>,
        request: &ActRequest,
        input: &CloseCampaignAccountInput,
    ) -> Result<Done> {
        check_reason(&input.reason).map_err(|rule| Error::invalid("reason", rule))?;
        let act = open_act!(self, permit, request);
        let held = Held::take(&act, permit, ("id", &input.id), input.expected_version).await?;
        let begun = held.names.iter().map(|it| it.valid_from).max();
        let earliest =
            held.account.row.registered_on.max(begun).unwrap_or(held.account.row.received_on);
        let on = held.day(input.on, earliest)?;
        let state =
            if input.deactivated { AccountState::Deactivated } else { AccountState::Closed };
        let account = campaign_account::Model {
            state,
            ended_on: Some(on),
            end_reason: Some(input.reason.clone()),
            ..held.account.row.clone()
        };
        let names = ended(&act, &held.names, day_after(on));
        held.put(act, account, names).await
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
        input: &ReportAccountImitationInput,
    ) -> Result<Done> {
        check_reason(&input.note).map_err(|rule| Error::invalid("note", rule))?;
        let address = rules::Address::read(crate::intake::reference::platforms(), &input.url)
            .map_err(|rule| Error::invalid("url", rule))?;
        let mut act = open_act!(self, permit, request);
        let held = Held::take(&act, permit, ("account", &input.account), None).await?;
        let keys = [address.key().to_owned()];
        if !elections::within::open_names(&act, &keys).await?.is_empty() {
            return Err(Rule::AccountAlreadyRegistered.into());
        }
        let row = campaign_account_imitation::Model {
            id: act.new_id(),
            account_id: held.account.row.id,
            platform: address.platform().to_owned(),
            url: address.key().to_owned(),
            as_written: input.url.trim().to_owned(),
            note: input.note.clone(),
            reported_on: held.standing.today,
            is_invented: held.account.row.is_invented,
            recorded_by: act.event_id(),
        };
        act.add(row, Vec::new()).await?;
        act.commit(Some(held.account.row.id)).await
    }
}
