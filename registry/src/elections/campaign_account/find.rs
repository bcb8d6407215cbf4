//! Finders of campaign accounts. What is entered is everybody's; what awaits verification is read
//! by those who decide on it, and by the offices that receive a copy.

use std::fmt::Write;
use std::sync::LazyLock;

use netra_domain::policy::{ActKind, Permit, Reach, of};
use netra_entity::{
    campaign_account, campaign_account_copy, campaign_account_imitation, campaign_account_name,
    contestant,
};
use sea_orm::sea_query::Condition;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IdenStatic, Iterable, QueryFilter,
    QuerySelect, QueryTrait, Select, Statement, Value,
};

use crate::elections::campaign_account::Found;
use crate::ledger::error::Result;
use crate::ledger::gather::padded;
use crate::ledger::sequencer::AsOf;
use crate::reach::{begin, known, nothing};

type Reading = Permit<of::ReadCampaignAccounts>;

/// The most registrations that one look-up reads: an address has a few in all its years.
const MOST_FOUND: u64 = 2_000;

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

fn visible(permit: &Reading) -> Condition {
    match sees_only_entered(permit) {
        Some(false) => Condition::all(),
        Some(true) => Condition::all().add(campaign_account::Column::RegisteredOn.is_not_null()),
        None => nothing(),
    }
}

/// Accounts.
pub(crate) fn campaign_accounts(permit: &Reading, as_of: AsOf) -> Select<campaign_account::Entity> {
    use campaign_account::Column;
    begin().filter(known(as_of, Column::RecordedBy, Column::SupersededBy)).filter(visible(permit))
}

fn visible_ids(permit: &Reading) -> sea_orm::sea_query::SelectStatement {
    campaign_accounts(permit, AsOf::Now)
        .select_only()
        .column(campaign_account::Column::Id)
        .into_query()
}

/// The addresses of those accounts.
pub(crate) fn account_names(permit: &Reading) -> Select<campaign_account_name::Entity> {
    use campaign_account_name::Column;
    let select = begin().filter(Column::SupersededBy.is_null());
    match sees_only_entered(permit) {
        Some(false) => select,
        Some(true) | None => select.filter(Column::AccountId.in_subquery(visible_ids(permit))),
    }
}

/// What imitates those accounts.
pub(crate) fn account_imitations(permit: &Reading) -> Select<campaign_account_imitation::Entity> {
    use campaign_account_imitation::Column;
    begin().filter(Column::AccountId.in_subquery(visible_ids(permit)))
}

/// The copies due to the office itself.
pub(crate) fn account_copies(
    permit: &Permit<of::ReadAccountCopies>,
) -> Select<campaign_account_copy::Entity> {
    use campaign_account_copy::Column;
    begin().filter(match permit.actor().seat() {
        Some(seat) => Condition::all()
            .add(Column::InstitutionId.eq(seat.institution_id))
            .add(Column::Function.eq(seat.function)),
        None => nothing(),
    })
}

/// The accounts of those copies.
pub(crate) fn copied_accounts(
    permit: &Permit<of::ReadAccountCopies>,
) -> Select<campaign_account::Entity> {
    use campaign_account::Column;
    let copied = account_copies(permit)
        .select_only()
        .column(campaign_account_copy::Column::AccountId)
        .into_query();
    begin().filter(Column::SupersededBy.is_null()).filter(Column::Id.in_subquery(copied))
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
    let prepared = LOOK_UPS.iter().find(|it| it.0 == keys.len());
    let sql = prepared.map_or_else(|| look_up_sql(keys.len()), |it| it.1.clone());
    let mut values: Vec<Value> = vec![only_entered.into()];
    values.extend(keys.into_iter().map(Value::from));
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = db.query_all_raw(statement).await?;
    let found = |row: &sea_orm::QueryResult| {
        Ok(Found {
            key: row.try_get("", "key")?,
            handle: row.try_get("", "handle")?,
            valid_from: row.try_get("", "valid_from")?,
            valid_to: row.try_get("", "valid_to")?,
            closing_on: row.try_get("", "closing_on")?,
            account: campaign_account::Model::from_query_result(row, "a_")?,
            contestant: contestant::Model::from_query_result(row, "c_")?,
        })
    };
    rows.iter().map(found).collect()
}

/// Those of the lengths that are asked for most.
static LOOK_UPS: LazyLock<[(usize, String); 6]> =
    LazyLock::new(|| [1, 2, 4, 8, 16, 32].map(|keys| (keys, look_up_sql(keys))));

/// The statement for so many addresses.
pub(crate) fn look_up_sql(keys: usize) -> String {
    let mut sql = "SELECT n.key, n.handle, n.valid_from, n.valid_to, r.closing_on".to_owned();
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
    let _ = write!(sql, " ORDER BY n.valid_from DESC, n.account_id DESC LIMIT {MOST_FOUND}");
    sql
}

/// Every column of a table, named so that its row can be read apart from the others.
fn columns<E: EntityTrait>(sql: &mut String, alias: char) {
    for column in E::Column::iter() {
        let name = column.as_str();
        let _ = write!(sql, ", {alias}.{name} AS {alias}_{name}");
    }
}
