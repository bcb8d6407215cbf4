//! Keyset pages: no OFFSET, so the thousandth page costs what the first does.

use std::collections::HashMap;

use netra_entity::{Date, Instant};
use sea_orm::sea_query::{
    Alias, ColumnType, Condition, Expr, ExprTrait, Func, Query, SelectStatement, WindowStatement,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, ModelTrait, Order,
    PartialModelTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, Value,
};
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::Result;
use crate::ledger::recorded::json;

/// Where a row stands in the order of a list: the values of its sort columns, as text.
pub type Key = Vec<String>;

/// In which direction a list is ordered (arah urutan).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, async_graphql::Enum)]
pub enum OrderDirection {
    /// The smallest, oldest or first in the alphabet first (menaik).
    #[default]
    Asc,
    /// The largest, newest or last in the alphabet first (menurun).
    Desc,
}

/// Which part of a list is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Window {
    /// How many rows, 1 to 200.
    pub limit: u64,
    /// From the end instead of the start.
    pub backward: bool,
    /// Only rows after this one.
    pub after: Option<Key>,
    /// Only rows before this one.
    pub before: Option<Key>,
    /// In which direction the list is ordered.
    pub direction: OrderDirection,
}

/// A part of a list, in the list's order whichever way it was asked for.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where each of them stands.
    pub keys: Vec<Key>,
    /// Whether rows precede the first.
    pub has_previous: bool,
    /// Whether rows follow the last.
    pub has_next: bool,
    /// How to count the whole list.
    pub count: Count,
}

/// A count of a list that is made only when somebody asks for it, within the same reach.
#[derive(Clone, Debug)]
pub struct Count(SelectStatement);

impl Count {
    fn of<E: EntityTrait>(list: &Select<E>) -> Self {
        let capped = list.clone().select_only().expr(Expr::val(1)).limit(COUNT_CAP + 1);
        Self(capped.into_query())
    }
}

impl Window {
    const fn order(&self) -> Order {
        if self.backward == matches!(self.direction, OrderDirection::Desc) {
            Order::Asc
        } else {
            Order::Desc
        }
    }

    /// The same of a list that is ordered in a direction.
    #[must_use]
    pub fn ordered(&self, direction: OrderDirection) -> Self {
        Self { direction, ..self.clone() }
    }
}

impl Registry {
    /// How many rows a list has, up to one past [`COUNT_CAP`].
    ///
    /// # Errors
    /// The database's own.
    pub async fn count(&self, count: &Count) -> Result<u64> {
        let statement = Query::select()
            .expr_as(Expr::cust("COUNT(*)"), "rows")
            .from_subquery(count.0.clone(), Alias::new("capped"))
            .to_owned();
        let row = self.reader().query_one(&statement).await?;
        let counted: i64 = row.map(|row| row.try_get("", "rows")).transpose()?.unwrap_or(0);
        Ok(counted.unsigned_abs())
    }
}

/// The most that `totalCount` counts.
pub const COUNT_CAP: u64 = 10_000;

/// Cuts a page from a select whose order is `columns`, all of them without nulls and together
/// unique.
pub(crate) async fn cut<E, C>(
    db: &impl ConnectionTrait,
    mut select: Select<E>,
    columns: &[C],
    window: &Window,
) -> Result<Page<E::Model>>
where
    E: EntityTrait<Column = C>,
    E::Model: FromQueryResult + ModelTrait<Entity = E> + Sized + Send + Sync,
    C: ColumnTrait + Copy,
{
    let count = Count::of(&select);
    select = ordered(select, columns, window);
    let rows = select.all(db).await?;
    Ok(page(rows, |row| columns.iter().map(|it| text(row.get(*it))).collect(), count, window))
}

/// The same with a part of the columns.
pub(crate) async fn cut_partially<E, C, P>(
    db: &impl ConnectionTrait,
    mut select: Select<E>,
    columns: &[C],
    key: impl Fn(&P) -> Key,
    window: &Window,
) -> Result<Page<P>>
where
    E: EntityTrait,
    C: ColumnTrait + Copy,
    P: PartialModelTrait,
{
    let count = Count::of(&select);
    select = ordered(select, columns, window);
    let rows = select.into_partial_model().all(db).await?;
    Ok(page(rows, key, count, window))
}

/// The rows of a window and one beyond it.
fn ordered<E: EntityTrait, C: ColumnTrait + Copy>(
    mut select: Select<E>,
    columns: &[C],
    window: &Window,
) -> Select<E> {
    select = bounded(select, columns, window);
    for column in columns {
        select = select.order_by(*column, window.order());
    }
    select.limit(window.limit + 1)
}

/// Cuts the same window from the list of each parent, all of them by one query. `id` is the
/// primary key and `parent` names the list that a row belongs to.
pub(crate) async fn cut_each<E, C>(
    db: &impl ConnectionTrait,
    select: Select<E>,
    (id, parent): (C, C),
    columns: &[C],
    (parents, window): (&[Uuid], &Window),
) -> Result<HashMap<Uuid, Page<E::Model>>>
where
    E: EntityTrait<Column = C>,
    E::Model: FromQueryResult + ModelTrait<Entity = E> + Sized + Send + Sync,
    C: ColumnTrait + Copy,
{
    let place = Alias::new("place");
    let mut over = WindowStatement::partition_by(parent);
    for column in columns {
        over.order_by(*column, window.order());
    }
    let lists = select.clone().filter(parent.is_in(parents.iter().copied()));
    let mut numbered = bounded(lists, columns, window).select_only().column(id).into_query();
    numbered.expr_window_as(Func::cust("ROW_NUMBER"), over, place.clone());
    let shown = Query::select()
        .column(Alias::new(id.to_string()))
        .from_subquery(numbered, Alias::new("numbered"))
        .and_where(Expr::col(place).lte(window.limit + 1))
        .to_owned();
    let mut found = select.clone().filter(id.in_subquery(shown));
    for column in columns {
        found = found.order_by(*column, window.order());
    }
    let mut lists: HashMap<Uuid, Vec<E::Model>> = HashMap::new();
    for row in found.all(db).await? {
        if let Value::Uuid(Some(parent)) = row.get(parent) {
            lists.entry(parent).or_default().push(row);
        }
    }
    let cut = |id: &Uuid| {
        let count = Count::of(&select.clone().filter(parent.eq(*id)));
        (
            *id,
            page(
                lists.remove(id).unwrap_or_default(),
                |row: &E::Model| columns.iter().map(|it| text(row.get(*it))).collect(),
                count,
                window,
            ),
        )
    };
    Ok(parents.iter().map(cut).collect())
}

/// Leaves what lies outside the window's cursors.
fn bounded<E: EntityTrait, C: ColumnTrait + Copy>(
    mut select: Select<E>,
    columns: &[C],
    window: &Window,
) -> Select<E> {
    for (key, forward) in [(&window.after, true), (&window.before, false)] {
        if let Some(key) = key {
            let grows = forward == (window.direction == OrderDirection::Asc);
            select = select.filter(beyond(columns, key, grows));
        }
    }
    select
}

/// A page from its rows and, where there is more, one row beyond it.
fn page<T>(mut rows: Vec<T>, key: impl Fn(&T) -> Key, count: Count, window: &Window) -> Page<T> {
    let more = u64::try_from(rows.len()).unwrap_or(u64::MAX) > window.limit;
    if more {
        rows.pop();
    }
    let (has_previous, has_next) = if window.backward {
        rows.reverse();
        (more, window.before.is_some())
    } else {
        (window.after.is_some(), more)
    };
    let keys = rows.iter().map(key).collect();
    Page { rows, keys, has_previous, has_next, count }
}

/// `(a, b) > (x, y)`, written out because the two databases plan it alike.
fn beyond<C: ColumnTrait + Copy>(columns: &[C], key: &Key, forward: bool) -> Condition {
    let mut any = Condition::any();
    let mut equal = Condition::all();
    for (column, text) in columns.iter().zip(key) {
        let Some(value) = typed(*column, text) else {
            return Condition::all().add(Expr::val(false));
        };
        let side = Expr::col(column.as_column_ref());
        let strict =
            if forward { side.clone().gt(value.clone()) } else { side.clone().lt(value.clone()) };
        any = any.add(equal.clone().add(strict));
        equal = equal.add(side.eq(value));
    }
    any
}

/// A value of a key as text.
fn text(value: Value) -> String {
    let told = json(value).unwrap_or_default();
    told.as_str().map_or_else(|| told.to_string(), ToOwned::to_owned)
}

/// The same text as a value of its column; none where it is none.
fn typed<C: ColumnTrait>(column: C, text: &str) -> Option<Value> {
    let def = column.def();
    let kind = def.get_column_type();
    if matches!(kind, ColumnType::Uuid) {
        text.parse::<Uuid>().ok().map(Value::from)
    } else if matches!(kind, ColumnType::Integer) {
        text.parse::<i32>().ok().map(Value::from)
    } else if matches!(kind, ColumnType::BigInteger) {
        text.parse::<i64>().ok().map(Value::from)
    } else if matches!(kind, ColumnType::Date) {
        text.parse::<chrono::NaiveDate>().ok().map(|it| Date(it).into())
    } else if matches!(kind, ColumnType::TimestampWithTimeZone) {
        let at = chrono::DateTime::parse_from_rfc3339(text).ok()?;
        Some(Instant::from_utc(at.with_timezone(&chrono::Utc)).into())
    } else {
        Some(Value::from(text))
    }
}
