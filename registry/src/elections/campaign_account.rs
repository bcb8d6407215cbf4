//! Campaign accounts of contestants: registered, entered, renamed and closed by the election
//! administration at the contest's level; looked up by everybody.

mod change;
pub(crate) mod find;
mod look_up;
mod read;
mod row;
pub(crate) mod within;

use async_graphql::InputObject;
use chrono::Days;
use netra_domain::campaign_account::{self as rules, Address, Reopened};
use netra_domain::policy::{Permit, of};
use netra_domain::{Rule, policy::ActKind};
use netra_entity::code::{AccountKind, AccountLimitScope, ContestantState};
use netra_entity::{
    Date, Ref, campaign_account, campaign_account_name, campaign_account_rule as account_rule,
    candidate, contest, contestant,
};
use uuid::Uuid;

pub(crate) use change::ended;
pub use change::{
    CloseCampaignAccountInput, RenameCampaignAccountInput, ReportAccountImitationInput,
    VerifyCampaignAccountInput,
};
pub(crate) use look_up::LookUps;
pub use look_up::{Found, LookUp, MOST_LOOK_UPS, Query, look_up_sql};
pub use read::CampaignAccountFilterInput;
use row::handle;
pub(crate) use row::{copies, draft_account, name};

use crate::elections;
use crate::intake::reference::platforms;
use crate::ledger::error::{Error, Result, read, read_optional};
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::record::part::ACCOUNT_NAMES;
use crate::{Registry, office::region};

/// The platforms that are none of those with handles of their own.
const WEBSITE: &str = "WEBSITE";
const OTHER: &str = "OTHER";

/// An account to register.
#[derive(Clone, Debug, InputObject)]
pub struct RegisterCampaignAccountInput {
    /// Whose account it is (peserta).
    pub contestant: Ref<contestant::Entity>,
    /// The candidate, if it is tied to one (calon).
    pub candidate: Option<Ref<candidate::Entity>>,
    /// Its address in any spelling (alamat).
    pub url: String,
    /// What it is on the platform (jenis akun).
    pub kind: AccountKind,
    /// The id that the platform itself gave to it, when known.
    pub native_id: Option<String>,
    /// Local day on which the form was received; today by default (tanggal pendaftaran).
    pub received_on: Option<Date>,
    /// Whether it is invented for demonstration or tests.
    #[graphql(skip)]
    pub is_invented: bool,
}

/// An address as it was told, read.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) address: Address,
    pub(crate) as_written: String,
}

impl Told {
    /// Reads an address that the platform could have given.
    pub(crate) fn read(path: &str, text: &str) -> Result<Self> {
        let address =
            Address::read(platforms(), text).map_err(|rule| Error::invalid(path, rule))?;
        if !address.is_well_formed() {
            return Err(Error::invalid(path, Rule::AccountHandleInvalid));
        }
        Ok(Self { address, as_written: text.trim().to_owned() })
    }
}

/// A contestant with its contest and the rule on its accounts, the contestant locked.
pub(crate) struct Standing {
    pub(crate) contestant: contestant::Model,
    pub(crate) contest: contest::Model,
    pub(crate) rule: account_rule::Model,
    /// The contest's local day.
    pub(crate) today: Date,
    pub(crate) campaign_starts_on: Option<Date>,
    /// The days of a further round.
    pub(crate) reopened: Option<Reopened>,
}

impl Registry {
    /// Registers an account for a contestant. It awaits verification; copies are due at once.
    ///
    /// # Errors
    /// `NOT_FOUND` for the contestant; `FORBIDDEN` at another level or in another region; the
    /// rules on addresses, days, lateness and the limit; `ACCOUNT_ALREADY_REGISTERED`.
    pub async fn register_campaign_account(
        &self,
        permit: &Permit<of::RegisterCampaignAccount>,
        request: &ActRequest,
        input: &RegisterCampaignAccountInput,
    ) -> Result<Done> {
        let told = Told::read("url", &input.url)?;
        let native = native(&told, input.native_id.as_deref())?;
        let contestant_id = read("contestant", &input.contestant)?;
        let candidate_id = read_optional("candidate", input.candidate.as_ref())?;
        let mut act = open_act!(self, permit, request);
        let standing = stand(&act, permit, contestant_id).await?;
        let received_on = input.received_on.unwrap_or(standing.today);
        let (kind, is_invented) = (input.kind, input.is_invented);
        let draft = Draft { told, native, kind, received_on, is_invented };
        check_candidate(&act, &standing, candidate_id).await?;
        let account =
            campaign_account::Model { candidate_id, ..admit(&act, &standing, &draft).await? };
        let id = account.id;
        let names = draft.names(&act, &account);
        insert_new(&mut act, &standing, account, names).await?;
        act.commit(Some(id)).await
    }
}

/// What a form says, read.
pub(crate) struct Draft {
    pub(crate) told: Told,
    pub(crate) native: Option<Address>,
    pub(crate) kind: AccountKind,
    pub(crate) received_on: Date,
    pub(crate) is_invented: bool,
}

impl Draft {
    /// The platform.
    pub(crate) fn platform(&self) -> &str {
        platform_of(&self.told.address, self.kind)
    }

    /// The addresses that lead to it.
    pub(crate) fn keys(&self) -> Vec<String> {
        let mut keys = vec![self.told.address.key().to_owned()];
        keys.extend(self.native.as_ref().map(|it| it.key().to_owned()));
        keys.dedup();
        keys
    }

    /// The names of a new account: its address, and the platform's own id.
    pub(crate) fn names(
        &self,
        act: &Write,
        account: &campaign_account::Model,
    ) -> Vec<campaign_account_name::Model> {
        let mut names = vec![name(act, account, &self.told, self.received_on)];
        if let Some(native) = &self.native
            && native.key() != self.told.address.key()
        {
            let told = Told { address: native.clone(), as_written: native.key().to_owned() };
            let row = name(act, account, &told, self.received_on);
            names.push(campaign_account_name::Model { is_native_id: true, ..row });
        }
        names
    }
}

/// The platform's own id as an address. It may be in the address already.
pub(crate) fn native(told: &Told, id: Option<&str>) -> Result<Option<Address>> {
    let refused = |rule| Error::invalid("nativeId", rule);
    match id {
        Some(id) => {
            let platform = told.address.platform();
            let native = Address::of_native_id(platforms(), platform, id).map_err(refused)?;
            if native.is_well_formed() {
                Ok(Some(native))
            } else {
                Err(refused(Rule::AccountHandleInvalid))
            }
        }
        None => Ok(told.address.is_native_id().then(|| told.address.clone())),
    }
}

/// The contestant within the permit's jurisdiction, locked: accounts of one contestant are
/// registered one after the other, those of others at the same time.
pub(crate) async fn stand<A: ActKind>(
    act: &Write,
    permit: &Permit<A>,
    contestant_id: Uuid,
) -> Result<Standing> {
    let found = elections::within::contestant_and_contest(act, contestant_id).await?;
    let (_, contest) = found.ok_or(Error::NotFound)?;
    let region_code = contest.registrar_region_code.as_deref();
    permit.covers_jurisdiction(contest.registrar_level, region_code)?;
    let locked = elections::within::lock_contestant(act, contestant_id).await?;
    let contestant = locked.ok_or(Error::NotFound)?;
    let rule =
        elections::within::account_rule(act, contest.election_id, &contest.contest_type).await?;
    let rule = rule.ok_or(Error::Refused(Rule::AccountRuleMissing))?;
    let zone = region::zone_of(act.tx(), contest.region_code.as_deref()).await?;
    let today = Date(zone.local_day(act.now().0));
    let campaign_starts_on = elections::within::campaign_start(act, &contest).await?;
    let calendar = elections::within::later_rounds(act, &[contest.id]).await?;
    let reopened = calendar.reopened(contest.id);
    Ok(Standing { contestant, contest, rule, today, campaign_starts_on, reopened })
}

/// The new account, if the rules admit it.
pub(crate) async fn admit(
    act: &Write,
    standing: &Standing,
    draft: &Draft,
) -> Result<campaign_account::Model> {
    if draft.received_on > standing.today {
        return Err(Error::invalid("receivedOn", Rule::AccountDay));
    }
    let is_late = standing.admits(draft.received_on)?;
    let others = elections::within::accounts_of(act, &[standing.contestant.id]).await?;
    let others = others.iter().filter(|it| standing.counts_with(draft, &it.platform));
    let others: Vec<_> = others.filter_map(rules::counting).collect();
    rules::check_limit(&standing.rule, &others, (draft.received_on, None))?;
    let keys = draft.keys();
    check_free(act, standing.contest.election_id, &keys, draft.received_on, None).await?;
    Ok(draft_account(act, standing, draft, is_late))
}

impl Standing {
    /// Whether a form of that day is late, and admitted all the same.
    pub(crate) fn admits(&self, received_on: Date) -> std::result::Result<bool, Rule> {
        let determined = self.contestant.determined_on.is_some_and(|day| day <= received_on);
        if self.contestant.state != ContestantState::Determined || !determined {
            return Err(Rule::AccountContestant);
        }
        rules::is_late(&self.rule, self.campaign_starts_on, self.reopened, received_on)
    }

    /// Whether the limit counts accounts on a platform together with a new one.
    pub(crate) fn counts_with(&self, draft: &Draft, platform: &str) -> bool {
        match self.rule.limit_scope {
            AccountLimitScope::PerPlatform => draft.platform() == platform,
            AccountLimitScope::AllPlatforms => true,
        }
    }
}

/// Refuses an address that is another account's at that time. One that should have been closed
/// before no longer keeps others from it.
pub(crate) async fn check_free(
    act: &Write,
    election_id: Uuid,
    keys: &[String],
    from: Date,
    own: Option<Uuid>,
) -> Result<()> {
    let names = elections::within::names_and_closing(act, keys).await?;
    let taken = |(name, closing_on): &(campaign_account_name::Model, Option<Date>)| {
        own != Some(name.account_id) && takes(name, *closing_on, election_id, (from, None))
    };
    if names.iter().any(taken) { Err(Rule::AccountAlreadyRegistered.into()) } else { Ok(()) }
}

/// Whether a name keeps others from its address from a day on, until another if they end.
pub(crate) fn takes(
    name: &campaign_account_name::Model,
    closing_on: Option<Date>,
    election_id: Uuid,
    (from, until): (Date, Option<Date>),
) -> bool {
    let holds = match name.valid_to {
        None if name.election_id == election_id => true,
        None => closing_on.is_none_or(|closing| closing >= from),
        // An account that was closed on a day may be registered anew on that day.
        Some(to) => name.valid_from < to && day_before(to) > from,
    };
    holds && until.is_none_or(|until| name.valid_from < until)
}

async fn check_candidate(act: &Write, standing: &Standing, id: Option<Uuid>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    let found = elections::within::candidate(act.tx(), id).await?;
    if found.is_some_and(|it| it.contestant_id == standing.contestant.id) {
        return Ok(());
    }
    Err(Error::invalid("candidate", Rule::AccountCandidate))
}

/// Stores a new account with its names and the copies that are due. The unique index has the last
/// word on an address registered twice.
pub(crate) async fn insert_new(
    act: &mut Write,
    standing: &Standing,
    account: campaign_account::Model,
    names: Vec<campaign_account_name::Model>,
) -> Result<()> {
    let functions: Vec<_> = rules::copies(&standing.rule).iter().map(|it| it.function).collect();
    let region_code = standing.contest.registrar_region_code.as_deref();
    let holders =
        elections::within::function_holders(act, &functions, region_code, standing.today).await?;
    let copies = copies(act, standing, &account, &holders);
    act.add(account, vec![ACCOUNT_NAMES.of(&names)]).await?;
    act.insert_all(names).await.map_err(already_registered)?;
    act.insert_all(copies).await
}

/// A page, a group or a channel on a site that is no platform we know is on another platform.
pub(crate) fn platform_of(address: &Address, kind: AccountKind) -> &str {
    if address.platform() == WEBSITE && kind != AccountKind::Website {
        OTHER
    } else {
        address.platform()
    }
}

pub(crate) fn already_registered(error: Error) -> Error {
    error.or_taken(|| Rule::AccountAlreadyRegistered.into())
}

pub(crate) fn day_after(day: Date) -> Date {
    Date(day.0.checked_add_days(Days::new(1)).unwrap_or(day.0))
}

fn day_before(day: Date) -> Date {
    Date(day.0.checked_sub_days(Days::new(1)).unwrap_or(day.0))
}
