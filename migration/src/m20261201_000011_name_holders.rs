//! Gives accounts an address, to which tokens are sent.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;

/// Gives accounts an address, to which tokens are sent.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let email = Table::alter().table("user").add_column(text_null("email")).to_owned();
        manager.alter_table(email).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let email = Table::alter().table("user").drop_column("email").to_owned();
        manager.alter_table(email).await
    }
}
