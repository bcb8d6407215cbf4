//! Keeps coverage of whole institutions beside that of units and kinds: most questions are about
//! the former, and there are a hundred times as many of the latter.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, uuid};

/// Keeps coverage of whole institutions.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(coverage_institution()).await?;
        let sums = "INSERT INTO coverage_institution \
              (equivalence_class, institution_id, active, signed) \
            SELECT equivalence_class, institution_id, SUM(active), SUM(signed) \
              FROM coverage_total GROUP BY equivalence_class, institution_id";
        manager.get_connection().execute_unprepared(sums).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("coverage_institution").to_owned()).await
    }
}

fn coverage_institution() -> TableCreateStatement {
    Table::create()
        .table("coverage_institution")
        .col(uuid("equivalence_class"))
        .col(uuid("institution_id"))
        .col(big_integer("active"))
        .col(big_integer("signed"))
        .primary_key(Index::create().col("equivalence_class").col("institution_id"))
        .to_owned()
}
