//! Remembers by a check value with which key the database was begun.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;

/// Remembers by a check value with which key the database was begun.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let check = text_null("key_check");
        let table = Table::alter().table("sequencer_state").add_column(check).to_owned();
        manager.alter_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter().table("sequencer_state").drop_column("key_check").to_owned();
        manager.alter_table(table).await
    }
}
