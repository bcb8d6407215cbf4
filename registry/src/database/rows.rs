//! Many rows in one statement. SQLite takes a list of values. PostgreSQL takes one array a column:
//! the statement is the same whatever the number of rows, and neither side builds or reads tens
//! of thousands of parameters.

use std::fmt::Write;

use sea_orm::sea_query::Value;
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
    if db.get_database_backend() == DbBackend::Postgres {
        if let Some(statement) = in_arrays(&rows)? {
            db.execute_raw(statement).await?;
        }
        return Ok(());
    }
    let mut rows = rows.into_iter();
    loop {
        let some: Vec<A> = rows.by_ref().take(ROWS_PER_STATEMENT).collect();
        if some.is_empty() {
            return Ok(());
        }
        A::Entity::insert_many(some).exec_without_returning(db).await?;
    }
}

type Column<A> = <<A as ActiveModelTrait>::Entity as EntityTrait>::Column;

/// One statement for all rows; none for no rows.
fn in_arrays<A: ActiveModelTrait>(rows: &[A]) -> Result<Option<Statement>, DbErr> {
    let Some(first) = rows.first() else { return Ok(None) };
    let (mut names, mut types, mut arrays) = (String::new(), String::new(), Vec::new());
    let set = Column::<A>::iter().filter(|it| !matches!(first.get(*it), ActiveValue::NotSet));
    for column in set {
        let mut array = String::with_capacity(rows.len() * 40);
        for row in rows {
            array.push(if array.is_empty() { '{' } else { ',' });
            push(&mut array, row.get(column).into_value())?;
        }
        array.push('}');
        arrays.push(Value::from(array));
        let comma = if names.is_empty() { "" } else { ", " };
        let (name, position, kind) = (column.as_str(), arrays.len(), array_type(column)?);
        let _ = write!(names, "{comma}\"{name}\"");
        let _ = write!(types, "{comma}${position}::text::{kind}[]");
    }
    let table = A::Entity::default();
    let table = table.table_name();
    let sql = format!("INSERT INTO \"{table}\" ({names}) SELECT * FROM UNNEST({types})");
    Ok(Some(Statement::from_sql_and_values(DbBackend::Postgres, sql, arrays)))
}

fn array_type(column: impl ColumnTrait) -> Result<&'static str, DbErr> {
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

/// Appends an element of an array as PostgreSQL reads it.
fn push(array: &mut String, value: Option<Value>) -> Result<(), DbErr> {
    let Some(value) = value else { return Err(unknown()) };
    if value == value.as_null() {
        array.push_str("NULL");
        return Ok(());
    }
    let written = if let Value::String(Some(text)) = &value {
        array.push('"');
        for piece in text.split_inclusive(['"', '\\']) {
            let (plain, last) =
                piece.split_at(piece.len() - usize::from(piece.ends_with(['"', '\\'])));
            array.push_str(plain);
            if !last.is_empty() {
                array.push('\\');
                array.push_str(last);
            }
        }
        array.push('"');
        Ok(())
    } else if let Value::Uuid(Some(id)) = value {
        write!(array, "{id}")
    } else if let Value::ChronoDate(Some(day)) = value {
        write!(array, "{day}")
    } else if let Value::Int(Some(number)) = value {
        write!(array, "{number}")
    } else if let Value::BigInt(Some(number)) = value {
        write!(array, "{number}")
    } else if let Value::Bool(Some(truth)) = value {
        write!(array, "{truth}")
    } else if let Value::ChronoDateTimeUtc(Some(at)) = value {
        write!(array, "\"{}\"", at.to_rfc3339())
    } else {
        return Err(unknown());
    };
    written.map_err(|_source| unknown())
}

fn unknown() -> DbErr {
    DbErr::Type("a value that no table has".to_owned())
}
