//! Indexes as data, so that a table's file lists them beside its columns.

use sea_orm_migration::prelude::*;

/// Which rows an index covers.
enum Covers {
    All,
    /// Versions not superseded.
    Present,
    /// Versions not superseded and valid.
    Valid,
    /// Versions not superseded that are valid or wait for a countersignature.
    Standing,
}

/// An index to create.
pub(crate) struct Index {
    table: &'static str,
    columns: &'static [&'static str],
    unique: bool,
    covers: Covers,
}

impl Index {
    pub(crate) const fn plain(table: &'static str, columns: &'static [&'static str]) -> Self {
        Self { table, columns, unique: false, covers: Covers::All }
    }

    pub(crate) const fn unique(table: &'static str, columns: &'static [&'static str]) -> Self {
        Self { table, columns, unique: true, covers: Covers::All }
    }

    /// At most one present version.
    pub(crate) const fn unique_present(
        table: &'static str,
        columns: &'static [&'static str],
    ) -> Self {
        Self { table, columns, unique: true, covers: Covers::Present }
    }

    /// At most one present and valid version.
    pub(crate) const fn unique_valid(
        table: &'static str,
        columns: &'static [&'static str],
    ) -> Self {
        Self { table, columns, unique: true, covers: Covers::Valid }
    }

    /// At most one present version that is valid or waits for a countersignature.
    pub(crate) const fn unique_standing(
        table: &'static str,
        columns: &'static [&'static str],
    ) -> Self {
        Self { table, columns, unique: true, covers: Covers::Standing }
    }

    fn name(&self) -> String {
        format!("ix_{}_{}", self.table, self.columns.join("_"))
    }

    fn statement(&self) -> IndexCreateStatement {
        let mut statement = sea_query::Index::create();
        statement.name(self.name()).table(self.table);
        for column in self.columns {
            statement.col(*column);
        }
        if self.unique {
            statement.unique();
        }
        let present = || Expr::col("superseded_by").is_null();
        match self.covers {
            Covers::All => {}
            Covers::Present => {
                statement.and_where(present());
            }
            Covers::Valid => {
                statement.and_where(present()).and_where(Expr::col("state").eq("VALID"));
            }
            Covers::Standing => {
                let standing = ["VALID", "AWAITING_COUNTERSIGNATURE"];
                statement.and_where(present()).and_where(Expr::col("state").is_in(standing));
            }
        }
        statement.clone()
    }
}

pub(crate) async fn create_indexes(
    manager: &SchemaManager<'_>,
    indexes: &[Index],
) -> Result<(), DbErr> {
    for index in indexes {
        manager.create_index(index.statement()).await?;
    }
    Ok(())
}

pub(crate) async fn drop_indexes(
    manager: &SchemaManager<'_>,
    indexes: &[Index],
) -> Result<(), DbErr> {
    for index in indexes {
        let mut statement = sea_query::Index::drop();
        statement.name(index.name()).table(index.table);
        manager.drop_index(statement).await?;
    }
    Ok(())
}
