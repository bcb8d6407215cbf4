//! Creates the words by which records are found: folded, and compared byte by byte, so that words
//! with one beginning lie side by side in the index of either database.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{text, uuid};
use sea_orm_migration::sea_orm::DbBackend;

/// Creates the words by which records are found.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let bytewise = manager.get_database_backend() == DbBackend::Postgres;
        let mut word = text("word");
        if bytewise {
            word.extra("COLLATE \"C\"");
        }
        let table = Table::create()
            .table("search_word")
            .col(text("kind"))
            .col(word)
            .col(uuid("record_id"))
            .primary_key(Index::create().col("kind").col("word").col("record_id"))
            .to_owned();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("search_word").to_owned()).await
    }
}
