//! Creates the table of rectification.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    integer, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
    uuid_null,
};

use crate::index::{Index, create_indexes};

/// Creates the table of rectification.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const INDEXES: &[Index] = &[
    Index::plain("rectification", &["civil_servant_id", "id"]),
    Index::plain("rectification", &["institution_id", "id"]),
    Index::plain("rectification", &["state", "due_at", "id"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(rectification()).await?;
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("rectification").to_owned()).await
    }
}

fn rectification() -> TableCreateStatement {
    Table::create()
        .table("rectification")
        .col(uuid("id").primary_key())
        .col(uuid("civil_servant_id"))
        .col(uuid_null("institution_id"))
        .col(text("field"))
        .col(text_null("claimed_value"))
        .col(text_null("ground"))
        .col(text("state"))
        .col(timestamp_with_time_zone("requested_at"))
        .col(timestamp_with_time_zone("due_at"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(uuid_null("decided_by"))
        .col(text_null("decision_reason"))
        .col(uuid_null("corrected_by"))
        .col(integer("rev"))
        .foreign_key(
            ForeignKey::create()
                .from("rectification", "civil_servant_id")
                .to("civil_servant", "id"),
        )
        .to_owned()
}
