//! Creates the tables of event.

use chrono::DateTime;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_pk_auto, date, integer, integer_null, text, text_null,
    timestamp_with_time_zone, uuid, uuid_null,
};

use crate::index::{Index, create_indexes};

/// Creates the tables of event.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] =
    &["event", "event_record", "event_outbox", "event_order", "sequencer_state", "idempotency"];

const INDEXES: &[Index] = &[
    Index::plain("event", &["occurred_at", "id"]),
    Index::plain("event", &["subject_id"]),
    Index::plain("event", &["institution_id", "id"]),
    Index::plain("event", &["act", "id"]),
    Index::plain("event_record", &["subject_id", "rev"]),
    Index::unique("event_outbox", &["event_id"]),
    Index::unique("event_order", &["event_id"]),
    Index::plain("event_order", &["moment"]),
    Index::plain("idempotency", &["created_at"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(event()).await?;
        manager.create_table(event_record()).await?;
        manager.create_table(event_outbox()).await?;
        manager.create_table(event_order()).await?;
        manager.create_table(sequencer_state()).await?;
        manager.create_table(idempotency()).await?;
        create_indexes(manager, INDEXES).await?;
        let state = Query::insert()
            .into_table("sequencer_state")
            .columns(["id", "size", "moment", "coverage_through"])
            .values_panic([
                1.into(),
                0_i64.into(),
                DateTime::UNIX_EPOCH.into(),
                DateTime::UNIX_EPOCH.date_naive().into(),
            ])
            .to_owned();
        manager.execute(state).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.iter().rev() {
            manager.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        Ok(())
    }
}

fn event() -> TableCreateStatement {
    Table::create()
        .table("event")
        .col(uuid("id").primary_key())
        .col(text("act"))
        .col(text("actor"))
        .col(uuid_null("seat_id"))
        .col(uuid_null("institution_id"))
        .col(text("subject_kind"))
        .col(uuid_null("subject_id"))
        .col(integer_null("rev"))
        .col(text_null("purpose"))
        .col(text("policy_version"))
        .col(text("trace_id"))
        .col(timestamp_with_time_zone("occurred_at"))
        .col(integer("record_count"))
        .col(text("leaf"))
        .col(text("leaf_hash"))
        .to_owned()
}

fn event_record() -> TableCreateStatement {
    Table::create()
        .table("event_record")
        .col(uuid("event_id"))
        .col(integer("ordinal"))
        .col(text("subject_kind"))
        .col(uuid("subject_id"))
        .col(integer("rev"))
        .col(text_null("payload"))
        .col(text_null("salt"))
        .col(text("commitment"))
        .primary_key(sea_query::Index::create().col("event_id").col("ordinal"))
        .to_owned()
}

fn event_outbox() -> TableCreateStatement {
    Table::create().table("event_outbox").col(big_pk_auto("seq")).col(uuid("event_id")).to_owned()
}

fn event_order() -> TableCreateStatement {
    Table::create()
        .table("event_order")
        .col(big_integer("idx").primary_key())
        .col(uuid("event_id"))
        .col(timestamp_with_time_zone("moment"))
        .to_owned()
}

fn sequencer_state() -> TableCreateStatement {
    Table::create()
        .table("sequencer_state")
        .col(integer("id").primary_key())
        .col(big_integer("size"))
        .col(timestamp_with_time_zone("moment"))
        .col(date("coverage_through"))
        .to_owned()
}

fn idempotency() -> TableCreateStatement {
    Table::create()
        .table("idempotency")
        .col(text("principal"))
        .col(text("key"))
        .col(text("field"))
        .col(text("fingerprint"))
        .col(uuid_null("subject_id"))
        .col(uuid_null("event_id"))
        .col(text_null("result"))
        .col(timestamp_with_time_zone("created_at"))
        .primary_key(sea_query::Index::create().col("principal").col("key"))
        .to_owned()
}
