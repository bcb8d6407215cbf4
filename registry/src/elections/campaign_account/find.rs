//! Finders of campaign accounts. What is entered is everybody's; what awaits verification is read
//! by those who decide on it, and by the offices that receive a copy.

use std::fmt::Write;
use std::sync::LazyLock;

use netra_domain::Rule;
use netra_domain::campaign_account::Reopened;
use netra_domain::policy::{ActKind, Permit, Reach, of};
use netra_entity::campaign_account::{self, Column};
use netra_entity::{
    Date, campaign_account_copy, campaign_account_imitation, campaign_account_name, contestant,
};
use sea_orm::sea_query::Condition;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IdenStatic, Iterable, Statement,
    Value,
};

use crate::elections::campaign_account::Found;
use crate::ledger::error::{Error, Result};
use crate::ledger::gather::padded;
use crate::reach::{self, Axes, Placed, Published, Readable, children, nothing, readable};

type Reading = Permit<of::ReadCampaignAccounts>;

/// The most registrations that one look-up reads, and how many more for each address: an address has
/// a few in all its years.
const MOST_FOUND: usize = 2_000;
const MOST_OF_ONE: usize = 100;

/// Whether only what is entered is seen; none where nothing is.
pub(crate) fn sees_only_entered<A: ActKind>(permit: &Permit<A>) -> Option<bool> {
    match permit.reach() {
        Reach::All => Some(false),
        Reach::Published => Some(true),
        Reach::Jurisdiction
        | Reach::Region
        | Reach::Institution
        | Reach::Filed
        | Reach::Referred
        | Reach::Own => None,
    }
}

impl Placed for campaign_account::Entity {
    fn axes() -> Axes<Column> {
        Axes { published: Published::Since(Column::RegisteredOn), ..Axes::NONE }
    }
}

readable! { campaign_account under ReadCampaignAccounts; }

children! {
    campaign_account_name of campaign_account by AccountId in order of (ValidFrom, RowId)
        under ReadCampaignAccounts;
    campaign_account_imitation of campaign_account by AccountId in order of (Id)
        under ReadCampaignAccounts;
}

type Copies = Permit<of::ReadAccountCopies>;

/// The copies due to the office itself.
impl Readable<of::ReadAccountCopies> for campaign_account_copy::Entity {
    fn within(permit: &Copies, _: Date) -> Condition {
        use campaign_account_copy::Column;
        permit.actor().seat().map_or_else(nothing, |seat| {
            Condition::all()
                .add(Column::InstitutionId.eq(seat.institution_id))
                .add(Column::Function.eq(seat.function))
        })
    }
}

/// The accounts of those copies, those that await verification included.
impl Readable<of::ReadAccountCopies> for campaign_account::Entity {
    fn within(permit: &Copies, day: Date) -> Condition {
        let account = campaign_account_copy::Column::AccountId;
        let copied = reach::ids::<campaign_account_copy::Entity, _>(permit, day, account);
        Condition::all().add(Column::Id.in_subquery(copied))
    }
}

/// The registrations to which addresses led, the latest first: all there ever were, so that the
/// answer can say when it was another's. Written out, because it is asked more than all else; the
/// index on the names holds whatever is read of them.
pub(crate) async fn accounts_by_key(
    permit: &Reading,
    db: &impl ConnectionTrait,
    keys: &[&str],
) -> Result<Vec<Found>> {
    let Some(only_entered) = sees_only_entered(permit) else { return Ok(Vec::new()) };
    let keys = padded(keys);
    let asked = keys.len();
    let prepared = LOOK_UPS.iter().find(|it| it.0 == keys.len());
    let sql = prepared.map_or_else(|| look_up_sql(keys.len()), |it| it.1.clone());
    let mut values: Vec<Value> = vec![only_entered.into()];
    values.extend(keys.into_iter().map(Value::from));
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = db.query_all_raw(statement).await?;
    // What was cut off would look as if it were not there.
    if rows.len() >= most_found(asked) {
        return Err(Error::invalid("by", Rule::TooManyRows));
    }
    let found = |row: &sea_orm::QueryResult| {
        Ok(Found {
            key: row.try_get("", "key")?,
            handle: row.try_get("", "handle")?,
            valid_from: row.try_get("", "valid_from")?,
            valid_to: row.try_get("", "valid_to")?,
            closing_on: row.try_get("", "closing_on")?,
            reopened: Reopened::of(
                row.try_get("", "ordered_on")?,
                row.try_get("", "campaign_ends_on")?,
                row.try_get("", "voting_starts_on")?,
            ),
            out_on: (row.try_get("", "first_out_on")?, row.try_get("", "last_out_on")?),
            account: campaign_account::Model::from_query_result(row, "a_")?,
            contestant: contestant::Model::from_query_result(row, "c_")?,
        })
    };
    rows.iter().map(found).collect()
}

/// The most registrations that so many addresses are read with.
const fn most_found(keys: usize) -> usize {
    MOST_FOUND + MOST_OF_ONE * keys
}

/// What happened around an account: further rounds, and the end of whoever stands.
const AROUND: &str = ", (SELECT MAX(o.ordered_on) FROM contest_round o \
    WHERE o.contest_id = a.contest_id AND o.number > 1) AS ordered_on, \
    (SELECT MAX(p.ends_on) FROM contest_phase p JOIN contest_round o ON o.id = p.round_id \
    WHERE p.contest_id = a.contest_id AND o.number > 1 AND p.phase = 'CAMPAIGN') \
    AS campaign_ends_on, \
    (SELECT MAX(p.starts_on) FROM contest_phase p JOIN contest_round o ON o.id = p.round_id \
    WHERE p.contest_id = a.contest_id AND o.number > 1 AND p.phase = 'VOTING') \
    AS voting_starts_on, \
    (SELECT MIN(s.valid_from) FROM contestant_status s WHERE s.contestant_id = a.contestant_id \
    AND s.superseded_by IS NULL AND s.state IN ('REJECTED', 'WITHDRAWN', 'CANCELLED')) \
    AS first_out_on, \
    (SELECT MIN(s.valid_from) FROM contestant_status s WHERE s.contestant_id = a.contestant_id \
    AND s.superseded_by IS NULL AND s.state IN ('REJECTED', 'WITHDRAWN', 'CANCELLED') \
    AND s.valid_from >= c.determined_on) AS last_out_on";

/// Those of the lengths that are asked for most.
static LOOK_UPS: LazyLock<[(usize, String); 6]> =
    LazyLock::new(|| [1, 2, 4, 8, 16, 32].map(|keys| (keys, look_up_sql(keys))));

/// The statement for so many addresses.
pub(crate) fn look_up_sql(keys: usize) -> String {
    let mut sql = "SELECT n.key, n.handle, n.valid_from, n.valid_to, r.closing_on".to_owned();
    sql.push_str(AROUND);
    columns::<campaign_account::Entity>(&mut sql, 'a');
    columns::<contestant::Entity>(&mut sql, 'c');
    sql.push_str(
        " FROM campaign_account_name n \
         JOIN campaign_account a ON a.id = n.account_id AND a.superseded_by IS NULL \
         JOIN contestant c ON c.id = a.contestant_id \
         LEFT JOIN campaign_account_rule r ON r.election_id = a.election_id \
         AND r.contest_type = a.contest_type AND r.superseded_by IS NULL \
         WHERE n.superseded_by IS NULL AND (a.registered_on IS NOT NULL OR NOT $1) AND n.key ",
    );
    if keys == 1 {
        sql.push_str("= $2");
    } else {
        sql.push_str("IN (");
        for position in 0..keys {
            let comma = if position == 0 { "" } else { ", " };
            let _ = write!(sql, "{comma}${}", position + 2);
        }
        sql.push(')');
    }
    let _ =
        write!(sql, " ORDER BY n.valid_from DESC, n.account_id DESC LIMIT {}", most_found(keys));
    sql
}

/// Every column of a table, named so that its row can be read apart from the others.
fn columns<E: EntityTrait>(sql: &mut String, alias: char) {
    for column in E::Column::iter() {
        let name = column.as_str();
        let _ = write!(sql, ", {alias}.{name} AS {alias}_{name}");
    }
}
