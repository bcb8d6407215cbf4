//! Chains the revisions of a record: each names the leaf of the one before.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;

use crate::index::{Index, create_indexes};

/// Chains the revisions of a record.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const PLAIN: &str = "ix_event_record_subject_id_rev";

const INDEXES: &[Index] = &[Index::unique("event_record", &["subject_id", "rev"])];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let prev = Table::alter().table("event_record").add_column(text_null("prev")).to_owned();
        manager.alter_table(prev).await?;
        // One revision comes after another; two acts never make the same one.
        drop_index(manager).await?;
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_index(manager).await?;
        create_indexes(manager, &[Index::plain("event_record", &["subject_id", "rev"])]).await?;
        let prev = Table::alter().table("event_record").drop_column("prev").to_owned();
        manager.alter_table(prev).await
    }
}

async fn drop_index(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.drop_index(sea_query::Index::drop().name(PLAIN).table("event_record").to_owned()).await
}
