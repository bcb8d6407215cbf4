//! Seals events by the registry's key.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text;

/// Seals events by the registry's key.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let seal = Table::alter().table("event").add_column(text("seal").default("")).to_owned();
        manager.alter_table(seal).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let seal = Table::alter().table("event").drop_column("seal").to_owned();
        manager.alter_table(seal).await
    }
}
