//! Creates the table of signatures by people who are no civil servants.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    date, date_null, text, text_null, timestamp_with_time_zone, uuid, uuid_null,
};

use crate::index::{Index, create_indexes};

/// Creates the table of signatures by people who are no civil servants.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const INDEXES: &[Index] = &[
    Index::unique_present("non_asn_signature", &["id"]),
    Index::unique_valid(
        "non_asn_signature",
        &["institution_id", "equivalence_class", "staff_number"],
    ),
    Index::plain("non_asn_signature", &["institution_id", "cycle_id", "id"]),
    Index::plain("non_asn_signature", &["cycle_id", "id"]),
    Index::plain("non_asn_signature", &["unit_id", "cycle_id", "id"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(non_asn_signature()).await?;
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("non_asn_signature").to_owned()).await
    }
}

fn non_asn_signature() -> TableCreateStatement {
    Table::create()
        .table("non_asn_signature")
        .col(uuid("row_id").primary_key())
        .col(uuid("id"))
        .col(uuid("pact_text_id"))
        .col(uuid("cycle_id"))
        .col(uuid("equivalence_class"))
        .col(uuid("institution_id"))
        .col(uuid_null("unit_id"))
        .col(text("staff_number"))
        .col(text("name"))
        .col(text("position"))
        .col(text("state"))
        .col(date("signed_on"))
        .col(text_null("document_sha256"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(date_null("withdrawn_on"))
        .col(text_null("withdrawal_reason"))
        .col(uuid("recorded_by"))
        .col(uuid_null("superseded_by"))
        .foreign_key(
            ForeignKey::create().from("non_asn_signature", "pact_text_id").to("pact_text", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("non_asn_signature", "institution_id")
                .to("institution", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("non_asn_signature", "unit_id")
                .to("organisational_unit", "id"),
        )
        .to_owned()
}
