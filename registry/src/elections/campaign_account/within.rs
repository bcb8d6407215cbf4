//! Campaign accounts, whose they are and what rules them, inside an open act.

use netra_domain::campaign_account::Reopened;
use netra_entity::code::{ApprovalState, Function, Level};
use netra_entity::{
    Date, campaign_account, campaign_account_name, campaign_account_rule as account_rule, contest,
    contest_phase, contest_round, contestant, election_phase, institution, institution_function,
    region,
};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::ledger::write::Write;
use crate::reach::begin;

const CAMPAIGN: &str = "CAMPAIGN";
const VOTING: &str = "VOTING";
const ALL: &str = "ALL";

/// A contestant with its contest.
pub(crate) async fn contestant_and_contest(
    act: &Write,
    id: Uuid,
) -> Result<Option<(contestant::Model, contest::Model)>> {
    let found =
        begin::<contestant::Entity>().filter(contestant::Column::Id.eq(id)).one(act.tx()).await?;
    let Some(contestant) = found else { return Ok(None) };
    let contest = begin::<contest::Entity>()
        .filter(contest::Column::Id.eq(contestant.contest_id))
        .one(act.tx())
        .await?;
    Ok(contest.map(|contest| (contestant, contest)))
}

/// Locks a contestant for the rest of the act: its accounts are counted by one act at a time.
pub(crate) async fn lock_contestant(act: &Write, id: Uuid) -> Result<Option<contestant::Model>> {
    Ok(begin::<contestant::Entity>()
        .filter(contestant::Column::Id.eq(id))
        .lock(LockType::NoKeyUpdate)
        .one(act.tx())
        .await?)
}

/// The rule on accounts of one kind of contest in an election.
pub(crate) async fn account_rule(
    act: &Write,
    election_id: Uuid,
    contest_type: &str,
) -> Result<Option<account_rule::Model>> {
    use account_rule::Column;
    Ok(begin::<account_rule::Entity>()
        .filter(Column::ElectionId.eq(election_id))
        .filter(Column::ContestType.eq(contest_type))
        .filter(Column::SupersededBy.is_null())
        .one(act.tx())
        .await?)
}

/// The present version of an account.
pub(crate) async fn campaign_account(
    act: &Write,
    id: Uuid,
) -> Result<Option<campaign_account::Model>> {
    use campaign_account::Column;
    Ok(begin::<campaign_account::Entity>()
        .filter(Column::Id.eq(id))
        .filter(Column::SupersededBy.is_null())
        .one(act.tx())
        .await?)
}

/// The open names of accounts.
pub(crate) async fn open_names_of(
    act: &Write,
    accounts: &[Uuid],
) -> Result<Vec<campaign_account_name::Model>> {
    use campaign_account_name::Column;
    Ok(begin::<campaign_account_name::Entity>()
        .filter(Column::AccountId.is_in(accounts.iter().copied()))
        .filter(Column::SupersededBy.is_null())
        .filter(Column::ValidTo.is_null())
        .order_by_asc(Column::RowId)
        .all(act.tx())
        .await?)
}

/// Names under which addresses are registered now.
pub(crate) async fn open_names(
    act: &Write,
    keys: &[String],
) -> Result<Vec<campaign_account_name::Model>> {
    use campaign_account_name::Column;
    Ok(begin::<campaign_account_name::Entity>()
        .filter(Column::Key.is_in(keys))
        .filter(Column::SupersededBy.is_null())
        .filter(Column::ValidTo.is_null())
        .all(act.tx())
        .await?)
}

/// Names under which addresses are or were registered, each with the day on which accounts of its
/// contest must be closed.
pub(crate) async fn names_and_closing(
    act: &Write,
    keys: &[String],
) -> Result<Vec<(campaign_account_name::Model, Option<Date>)>> {
    use campaign_account_name::Column;
    let names = begin::<campaign_account_name::Entity>()
        .filter(Column::Key.is_in(keys))
        .filter(Column::SupersededBy.is_null())
        .all(act.tx())
        .await?;
    let ids: Vec<Uuid> = names.iter().map(|it| it.account_id).collect();
    let accounts = accounts_by_ids(act, &ids).await?;
    let elections: Vec<Uuid> = accounts.iter().map(|it| it.election_id).collect();
    let rules = account_rules(act, &elections).await?;
    let closing = |name: &campaign_account_name::Model| {
        let account = accounts.iter().find(|it| it.id == name.account_id)?;
        let rule = rules.iter().find(|it| {
            it.election_id == account.election_id && it.contest_type == account.contest_type
        })?;
        rule.closing_on
    };
    Ok(names
        .into_iter()
        .map(|name| (closing(&name), name))
        .map(|(day, name)| (name, day))
        .collect())
}

/// Present versions of accounts.
pub(crate) async fn accounts_by_ids(
    act: &Write,
    ids: &[Uuid],
) -> Result<Vec<campaign_account::Model>> {
    use campaign_account::Column;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(begin::<campaign_account::Entity>()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .filter(Column::SupersededBy.is_null())
        .all(act.tx())
        .await?)
}

/// The rules on accounts in elections.
pub(crate) async fn account_rules(
    act: &Write,
    elections: &[Uuid],
) -> Result<Vec<account_rule::Model>> {
    use account_rule::Column;
    if elections.is_empty() {
        return Ok(Vec::new());
    }
    Ok(begin::<account_rule::Entity>()
        .filter(Column::ElectionId.is_in(elections.iter().copied()))
        .filter(Column::SupersededBy.is_null())
        .all(act.tx())
        .await?)
}

/// The first day of a contest's campaign: its own, else the election's.
pub(crate) async fn campaign_start(act: &Write, contest: &contest::Model) -> Result<Option<Date>> {
    let own = own_campaigns(act, &[contest.id]).await?;
    let phases = begin::<election_phase::Entity>()
        .filter(election_phase::Column::ElectionId.eq(contest.election_id))
        .filter(election_phase::Column::Phase.eq(CAMPAIGN))
        .all(act.tx())
        .await?;
    Ok(campaign_start_of(contest, &own, &phases))
}

/// The first day of a contest's campaign among those of contests and those of elections, of which
/// the one nearest to the contest counts.
pub(crate) fn campaign_start_of(
    contest: &contest::Model,
    own: &[contest_phase::Model],
    phases: &[election_phase::Model],
) -> Option<Date> {
    let own = own.iter().filter(|it| it.contest_id == contest.id).map(|it| it.starts_on).min();
    let fits = |it: &&election_phase::Model| {
        it.election_id == contest.election_id
            && [ALL, contest.contest_type.as_str()].contains(&it.contest_type.as_str())
            && (it.region_code.is_none() || it.region_code == contest.region_code)
    };
    let nearest = phases.iter().filter(fits).max_by_key(|it| {
        (it.region_code.is_some(), it.contest_type != ALL, std::cmp::Reverse(it.starts_on))
    });
    own.or_else(|| nearest.map(|it| it.starts_on))
}

/// An office that holds a function.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Holder {
    pub(crate) institution_id: Uuid,
    pub(crate) institution_code: String,
    pub(crate) function: Function,
    pub(crate) level: Level,
    pub(crate) region_code: Option<String>,
}

/// The offices that hold functions on a day, in a region or for the whole country.
pub(crate) async fn function_holders(
    act: &Write,
    functions: &[Function],
    region_code: Option<&str>,
    on: Date,
) -> Result<Vec<Holder>> {
    use institution_function::Column;
    let there = Condition::any()
        .add(Column::RegionCode.is_null())
        .add_option(region_code.map(|code| Column::RegionCode.eq(code)));
    holders(act, functions, there, on).await
}

async fn holders(
    act: &Write,
    functions: &[Function],
    there: Condition,
    on: Date,
) -> Result<Vec<Holder>> {
    use institution_function::Column;
    let institution = institution_function::Entity::belongs_to(institution::Entity)
        .from(Column::InstitutionId)
        .to(institution::Column::Id);
    Ok(begin::<institution_function::Entity>()
        .join(JoinType::InnerJoin, institution.into())
        .column_as(institution::Column::Code, "institution_code")
        .filter(Column::Function.is_in(functions.iter().copied()))
        .filter(Column::SupersededBy.is_null())
        .filter(Column::State.eq(ApprovalState::Approved))
        .filter(Column::ValidFrom.lte(on))
        .filter(Condition::any().add(Column::ValidTo.is_null()).add(Column::ValidTo.gt(on)))
        .filter(there)
        .order_by_asc(Column::ValidFrom)
        .order_by_asc(Column::RowId)
        .into_model::<Holder>()
        .all(act.tx())
        .await?)
}

/// What accounts are judged by, read once for many.
#[derive(Debug)]
pub(crate) struct AccountLaw {
    pub(crate) rules: Vec<account_rule::Model>,
    pub(crate) phases: Vec<election_phase::Model>,
    pub(crate) regions: Vec<region::Model>,
    pub(crate) holders: Vec<Holder>,
}

/// What accounts are judged by today.
pub(crate) async fn account_law(act: &Write) -> Result<AccountLaw> {
    let rules = begin::<account_rule::Entity>()
        .filter(account_rule::Column::SupersededBy.is_null())
        .all(act.tx())
        .await?;
    let phases = begin::<election_phase::Entity>()
        .filter(election_phase::Column::Phase.eq(CAMPAIGN))
        .all(act.tx())
        .await?;
    let regions = crate::office::within::all_regions(act.tx()).await?;
    let copied: Vec<Function> = rules
        .iter()
        .flat_map(netra_domain::campaign_account::copies)
        .map(|copy| copy.function)
        .collect();
    let holders = holders(act, &copied, Condition::all(), act.today()).await?;
    Ok(AccountLaw { rules, phases, regions, holders })
}

/// Contestants by KPU's codes with their contests, locked in one order.
pub(crate) async fn lock_contestants_by_code(
    act: &Write,
    codes: &[String],
) -> Result<Vec<(contestant::Model, contest::Model)>> {
    let contestants = begin::<contestant::Entity>()
        .filter(contestant::Column::KpuCode.is_in(codes))
        .order_by_asc(contestant::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(act.tx())
        .await?;
    let ids = contestants.iter().map(|it| it.contest_id);
    let contests =
        begin::<contest::Entity>().filter(contest::Column::Id.is_in(ids)).all(act.tx()).await?;
    let of = |contestant: contestant::Model| {
        let contest = contests.iter().find(|it| it.id == contestant.contest_id)?.clone();
        Some((contestant, contest))
    };
    Ok(contestants.into_iter().filter_map(of).collect())
}

/// The campaigns of contests that have one of their own.
pub(crate) async fn own_campaigns(
    act: &Write,
    contests: &[Uuid],
) -> Result<Vec<contest_phase::Model>> {
    Ok(begin::<contest_phase::Entity>()
        .filter(contest_phase::Column::ContestId.is_in(contests.iter().copied()))
        .filter(contest_phase::Column::Phase.eq(CAMPAIGN))
        .all(act.tx())
        .await?)
}

/// Accounts of contestants, ended ones included.
pub(crate) async fn accounts_of(
    act: &Write,
    contestants: &[Uuid],
) -> Result<Vec<campaign_account::Model>> {
    use campaign_account::Column;
    Ok(begin::<campaign_account::Entity>()
        .filter(Column::ContestantId.is_in(contestants.iter().copied()))
        .filter(Column::SupersededBy.is_null())
        .all(act.tx())
        .await?)
}

/// Rounds after the first, with their phases.
#[derive(Debug)]
pub(crate) struct LaterRounds {
    rounds: Vec<contest_round::Model>,
    phases: Vec<contest_phase::Model>,
}

impl LaterRounds {
    /// The days on which accounts of a contest may be open again.
    pub(crate) fn reopened(&self, contest_id: Uuid) -> Option<Reopened> {
        let rounds = self.rounds.iter().filter(|it| it.contest_id == contest_id);
        let phases = |code: &'static str| {
            let of_contest = self.phases.iter().filter(move |it| it.contest_id == contest_id);
            of_contest.filter(move |it| it.phase == code)
        };
        Reopened::of(
            rounds.filter_map(|it| it.ordered_on).max(),
            phases(CAMPAIGN).map(|it| it.ends_on).max(),
            phases(VOTING).map(|it| it.starts_on).max(),
        )
    }
}

/// The rounds after the first of contests.
pub(crate) async fn later_rounds(act: &Write, contests: &[Uuid]) -> Result<LaterRounds> {
    let rounds = begin::<contest_round::Entity>()
        .filter(contest_round::Column::ContestId.is_in(contests.iter().copied()))
        .filter(contest_round::Column::Number.gt(1))
        .all(act.tx())
        .await?;
    if rounds.is_empty() {
        return Ok(LaterRounds { rounds, phases: Vec::new() });
    }
    let phases = begin::<contest_phase::Entity>()
        .filter(contest_phase::Column::RoundId.is_in(rounds.iter().map(|it| it.id)))
        .all(act.tx())
        .await?;
    Ok(LaterRounds { rounds, phases })
}
