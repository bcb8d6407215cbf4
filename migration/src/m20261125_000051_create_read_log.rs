//! Creates the tables of the read log.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer_null, boolean_null, integer, integer_null, text, text_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::index::{Index, create_indexes};

/// Creates the tables of the read log.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["read_log", "read_log_subject", "read_log_minute"];

const INDEXES: &[Index] = &[
    Index::plain("read_log", &["server", "minute", "id"]),
    Index::plain("read_log", &["institution_id", "id"]),
    Index::plain("read_log", &["seat_id", "id"]),
    Index::plain("read_log", &["purpose", "id"]),
    Index::plain("read_log_subject", &["civil_servant_id", "id"]),
    Index::unique("read_log_subject", &["civil_servant_id", "seat_id", "minute"]),
    Index::plain("read_log_subject", &["log_id"]),
    Index::unique("read_log_minute", &["server", "minute"]),
    Index::plain("read_log_minute", &["recorded_by", "minute"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(read_log()).await?;
        manager.create_table(read_log_subject()).await?;
        manager.create_table(read_log_minute()).await?;
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.iter().rev() {
            manager.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        Ok(())
    }
}

fn read_log() -> TableCreateStatement {
    Table::create()
        .table("read_log")
        .col(uuid("id").primary_key())
        .col(uuid("server"))
        .col(timestamp_with_time_zone("minute"))
        .col(timestamp_with_time_zone("read_at"))
        .col(text("actor"))
        .col(uuid_null("seat_id"))
        .col(uuid_null("institution_id"))
        .col(text_null("function"))
        .col(text("field"))
        .col(text("filter"))
        .col(big_integer_null("read_index"))
        .col(integer("shown_count"))
        .col(text("shown"))
        .col(text_null("refusals"))
        .col(text_null("purpose"))
        .col(text_null("note"))
        .col(uuid_null("recorded_by"))
        .col(text("trace_id"))
        .to_owned()
}

fn read_log_subject() -> TableCreateStatement {
    Table::create()
        .table("read_log_subject")
        .col(uuid("id").primary_key())
        .col(uuid("civil_servant_id"))
        .col(uuid("log_id"))
        .col(uuid_null("seat_id"))
        .col(uuid_null("institution_id"))
        .col(text_null("function"))
        .col(text_null("purpose"))
        .col(timestamp_with_time_zone("read_at"))
        .col(timestamp_with_time_zone_null("minute"))
        .col(timestamp_with_time_zone_null("withheld_until"))
        .to_owned()
}

fn read_log_minute() -> TableCreateStatement {
    Table::create()
        .table("read_log_minute")
        .col(uuid("id").primary_key())
        .col(uuid("server"))
        .col(timestamp_with_time_zone("minute"))
        .col(integer_null("readings"))
        .col(integer_null("shown_count"))
        .col(text_null("digest"))
        .col(boolean_null("is_complete"))
        .col(uuid_null("recorded_by"))
        .to_owned()
}
