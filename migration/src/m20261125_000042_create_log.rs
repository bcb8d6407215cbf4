//! Creates the tables of the transparency log.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, binary, integer, text, text_null, timestamp_with_time_zone,
};

use crate::index::{Index, create_indexes};

/// Creates the tables of the transparency log.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["log_origin", "log_tile", "log_checkpoint"];

const INDEXES: &[Index] =
    &[Index::unique("log_origin", &["label"]), Index::unique("log_origin", &["first_index"])];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(origin()).await?;
        manager.create_table(tile()).await?;
        manager.create_table(checkpoint()).await?;
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.iter().rev() {
            manager.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        Ok(())
    }
}

fn origin() -> TableCreateStatement {
    Table::create()
        .table("log_origin")
        .col(text("name").primary_key())
        .col(text("label"))
        .col(big_integer("first_index"))
        .col(big_integer("size"))
        .col(text("root"))
        .col(text_null("vkey"))
        .col(timestamp_with_time_zone("opened_at"))
        .col(text_null("given_up"))
        .to_owned()
}

fn tile() -> TableCreateStatement {
    Table::create()
        .table("log_tile")
        .col(text("origin"))
        .col(integer("level"))
        .col(big_integer("number"))
        .col(binary("data"))
        .primary_key(sea_query::Index::create().col("origin").col("level").col("number"))
        .to_owned()
}

fn checkpoint() -> TableCreateStatement {
    Table::create()
        .table("log_checkpoint")
        .col(text("origin"))
        .col(big_integer("size"))
        .col(text("note"))
        .col(timestamp_with_time_zone("signed_at"))
        .primary_key(sea_query::Index::create().col("origin").col("size"))
        .to_owned()
}
