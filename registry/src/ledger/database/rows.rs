//! Many rows in one statement. SQLite takes a list of values. PostgreSQL takes one array a column:
//! the statement is the same whatever the number of rows, and neither side builds or reads tens
//! of thousands of parameters.

use std::fmt::Write;

use sea_orm::sea_query::{OnConflict, Value};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ColumnType, ConnectionTrait, DbBackend, DbErr,
    EntityName, EntityTrait, IdenStatic, Iterable, Statement,
};

/// SQLite binds at most 32,766 values in a statement; the widest table has 20 columns.
const ROWS_PER_STATEMENT: usize = 500;

/// Inserts rows that leave the same columns to the database.
pub(crate) async fn insert<A>(db: &impl ConnectionTrait, rows: Vec<A>) -> Result<(), DbErr>
where
    A: ActiveModelTrait + Send,
{
    let mut inserts = Inserts::begin(db);
    inserts.add(rows).await?;
    inserts.run().await
}

/// The same for those rows whose keys are not there yet.
pub(crate) async fn insert_new<A>(db: &impl ConnectionTrait, rows: Vec<A>) -> Result<(), DbErr>
where
    A: ActiveModelTrait + Send,
{
    if db.get_database_backend() != DbBackend::Postgres {
        return in_lists(db, rows, true).await;
    }
    let mut values = Vec::new();
    if let Some(sql) = in_arrays(rows, &mut values)? {
        let sql = format!("{sql} ON CONFLICT DO NOTHING");
        db.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
    }
    Ok(())
}

async fn in_lists<A>(db: &impl ConnectionTrait, rows: Vec<A>, only_new: bool) -> Result<(), DbErr>
where
    A: ActiveModelTrait + Send,
{
    let mut rows = rows.into_iter();
    loop {
        let some: Vec<A> = rows.by_ref().take(ROWS_PER_STATEMENT).collect();
        if some.is_empty() {
            return Ok(());
        }
        let mut statement = A::Entity::insert_many(some);
        if only_new {
            statement = statement.on_conflict(OnConflict::new().do_nothing().to_owned());
        }
        statement.exec_without_returning(db).await?;
    }
}

/// Rows of several tables that go in together. PostgreSQL takes them in one statement, because each
/// statement is a way there and back; the embedded database is not far.
pub(crate) struct Inserts<'a, C> {
    db: &'a C,
    tables: String,
    values: Vec<Value>,
}

impl<'a, C: ConnectionTrait> Inserts<'a, C> {
    pub(crate) fn begin(db: &'a C) -> Self {
        Self { db, tables: String::new(), values: Vec::new() }
    }

    /// Adds rows of one table, which leave the same columns to the database.
    pub(crate) async fn add<A>(&mut self, rows: Vec<A>) -> Result<(), DbErr>
    where
        A: ActiveModelTrait + Send,
    {
        if self.db.get_database_backend() != DbBackend::Postgres {
            return in_lists(self.db, rows, false).await;
        }
        if let Some(sql) = in_arrays(rows, &mut self.values)? {
            let word = if self.tables.is_empty() { "WITH" } else { ", " };
            let _ = write!(self.tables, "{word} t{} AS ({sql})", self.values.len());
        }
        Ok(())
    }

    /// Stores what was added.
    pub(crate) async fn run(self) -> Result<(), DbErr> {
        if self.tables.is_empty() {
            return Ok(());
        }
        let sql = format!("{} SELECT 1", self.tables);
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, self.values);
        self.db.execute_raw(statement).await?;
        Ok(())
    }
}

type Column<A> = <<A as ActiveModelTrait>::Entity as EntityTrait>::Column;

/// What inserts all rows, its values behind those that are there; none for no rows.
fn in_arrays<A: ActiveModelTrait>(
    mut rows: Vec<A>,
    values: &mut Vec<Value>,
) -> Result<Option<String>, DbErr> {
    let Some(first) = rows.first() else { return Ok(None) };
    let set = |it: &Column<A>| !matches!(first.get(*it), ActiveValue::NotSet);
    let columns: Vec<Column<A>> = Column::<A>::iter().filter(set).collect();
    let (mut names, mut arrays) = (String::new(), String::new());
    for column in columns {
        let cells = rows.iter_mut().map(|row| row.take(column).into_value().ok_or_else(unknown));
        let (array, cast) = array(cells.collect::<Result<_, _>>()?)?;
        values.push(array);
        let comma = if names.is_empty() { "" } else { ", " };
        let (name, position, kind) = (column.as_str(), values.len(), kind_of(column)?);
        let _ = write!(names, "{comma}\"{name}\"");
        let _ = write!(arrays, "{comma}unnest(${position}{cast}::{kind}[])");
    }
    let table = A::Entity::default();
    Ok(Some(format!("INSERT INTO \"{}\" ({names}) SELECT {arrays}", table.table_name())))
}

/// The type of a column, as PostgreSQL calls it.
fn kind_of(column: impl ColumnTrait) -> Result<&'static str, DbErr> {
    let definition = column.def();
    let kind = definition.get_column_type();
    for (known, name) in [
        (ColumnType::Uuid, "uuid"),
        (ColumnType::Text, "text"),
        (ColumnType::Boolean, "boolean"),
        (ColumnType::Integer, "integer"),
        (ColumnType::BigInteger, "bigint"),
        (ColumnType::Date, "date"),
        (ColumnType::TimestampWithTimeZone, "timestamptz"),
    ] {
        if *kind == known {
            return Ok(name);
        }
    }
    if matches!(kind, ColumnType::String(_)) { Ok("text") } else { Err(unknown()) }
}

/// A column's cells as one value, and how PostgreSQL has to read it. The driver knows no array
/// with an absent element: such an array goes as text.
fn array(cells: Vec<Value>) -> Result<(Value, &'static str), DbErr> {
    let first = cells.first().map(Value::array_type);
    let whole = cells.iter().all(|cell| *cell != cell.as_null());
    match first {
        Some(kind) if whole => Ok((Value::Array(kind, Some(Box::new(cells))), "")),
        Some(_) | None => Ok((text(&cells)?.into(), "::text")),
    }
}

/// An array as PostgreSQL reads it.
fn text(cells: &[Value]) -> Result<String, DbErr> {
    let mut text = String::with_capacity(cells.len() * 16);
    for cell in cells {
        text.push(if text.is_empty() { '{' } else { ',' });
        let written = if let Value::String(Some(word)) = cell {
            quote(&mut text, word);
            Ok(())
        } else if let Value::Uuid(Some(id)) = cell {
            write!(text, "{id}")
        } else if let Value::ChronoDate(Some(day)) = cell {
            write!(text, "{day}")
        } else if let Value::ChronoDateTimeUtc(Some(at)) = cell {
            write!(text, "\"{}\"", at.to_rfc3339())
        } else if let Value::BigInt(Some(number)) = cell {
            write!(text, "{number}")
        } else if let Value::Int(Some(number)) = cell {
            write!(text, "{number}")
        } else if let Value::Bool(Some(holds)) = cell {
            write!(text, "{holds}")
        } else if *cell == cell.as_null() {
            write!(text, "NULL")
        } else {
            return Err(unknown());
        };
        written.map_err(|_source| unknown())?;
    }
    text.push('}');
    Ok(text)
}

fn quote(text: &mut String, word: &str) {
    text.push('"');
    for letter in word.chars() {
        if matches!(letter, '"' | '\\') {
            text.push('\\');
        }
        text.push(letter);
    }
    text.push('"');
}

fn unknown() -> DbErr {
    DbErr::Type("a value that no table of many rows has".to_owned())
}

#[cfg(test)]
mod tests {
    use sea_orm::prelude::Uuid;

    use super::*;

    #[test]
    fn absent_elements_go_as_text() {
        let cells = vec![Value::from("S.H., \"M.H.\" \\"), Value::String(None), Value::from("")];
        let (value, cast) = array(cells).unwrap();
        assert_eq!(cast, "::text");
        assert_eq!(value, Value::from(r#"{"S.H., \"M.H.\" \\",NULL,""}"#));
        let (value, _) = array(vec![Value::Uuid(None), Value::from(Uuid::nil())]).unwrap();
        assert_eq!(value, Value::from("{NULL,00000000-0000-0000-0000-000000000000}"));
        let (value, _) = array(vec![Value::Int(None), Value::from(7)]).unwrap();
        assert_eq!(value, Value::from("{NULL,7}"));
        let (value, _) = array(vec![Value::Bool(None), Value::from(true)]).unwrap();
        assert_eq!(value, Value::from("{NULL,true}"));
    }

    #[test]
    fn whole_columns_go_as_they_are() {
        let (value, cast) = array(vec![Value::from(1), Value::from(2)]).unwrap();
        assert_eq!((value, cast), (Value::from(vec![1, 2]), ""));
    }
}
