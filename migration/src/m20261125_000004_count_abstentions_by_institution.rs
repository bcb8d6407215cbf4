//! Counts refusals and exemptions in the sums of whole institutions as well.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer;

/// Counts refusals and exemptions in the sums of whole institutions as well.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const COUNTS: &[&str] = &["exempt", "refused"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for count in COUNTS {
            let column = big_integer(*count).default(0).to_owned();
            let table = Table::alter().table("coverage_institution").add_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for count in COUNTS {
            let table = Table::alter().table("coverage_institution").drop_column(*count).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}
