//! Tells for which head a delegate stands, and when a further round was ordered.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date_null, uuid_null};

/// Tells for which head a delegate stands, and when a further round was ordered.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const DELEGATION: &str = "countersign_delegation";
const ROUND: &str = "contest_round";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let head = Table::alter().table(DELEGATION).add_column(uuid_null("head_id")).to_owned();
        manager.alter_table(head).await?;
        let ordered = Table::alter().table(ROUND).add_column(date_null("ordered_on")).to_owned();
        manager.alter_table(ordered).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let head = Table::alter().table(DELEGATION).drop_column("head_id").to_owned();
        manager.alter_table(head).await?;
        let ordered = Table::alter().table(ROUND).drop_column("ordered_on").to_owned();
        manager.alter_table(ordered).await
    }
}
