//! Creates the tables of breaches.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, integer, text, timestamp_with_time_zone, uuid, uuid_null,
};

use crate::index::{Index, create_indexes};

/// Creates the tables of breaches.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["breach", "breach_subject"];

const INDEXES: &[Index] = &[Index::plain("breach_subject", &["subject_id"])];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(breach()).await?;
        manager.create_table(breach_subject()).await?;
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.iter().rev() {
            manager.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        Ok(())
    }
}

fn breach() -> TableCreateStatement {
    Table::create()
        .table("breach")
        .col(uuid("id").primary_key())
        .col(timestamp_with_time_zone("discovered_at"))
        .col(timestamp_with_time_zone("due_at"))
        .col(timestamp_with_time_zone("began_at"))
        .col(timestamp_with_time_zone("ended_at"))
        .col(uuid_null("institution_id"))
        .col(uuid_null("seat_id"))
        .col(text("description"))
        .col(integer("reading_count"))
        .col(integer("affected_count"))
        .col(boolean("is_log_whole"))
        .col(uuid("recorded_by"))
        .to_owned()
}

fn breach_subject() -> TableCreateStatement {
    Table::create()
        .table("breach_subject")
        .col(uuid("breach_id"))
        .col(uuid("subject_id"))
        .primary_key(sea_query::Index::create().col("breach_id").col("subject_id"))
        .foreign_key(ForeignKey::create().from("breach_subject", "breach_id").to("breach", "id"))
        .to_owned()
}
