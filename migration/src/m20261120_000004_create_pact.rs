//! Creates the tables of pact.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date, date_null, integer, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::index::{Index, create_indexes};

/// Creates the tables of pact.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["pact_text", "pact_signature"];

const INDEXES: &[Index] = &[
    Index::unique("pact_text", &["cycle_id", "issuer_id", "version"]),
    Index::plain("pact_text", &["equivalence_class"]),
    Index::unique_present("pact_signature", &["id"]),
    Index::unique_valid(
        "pact_signature",
        &["civil_servant_id", "institution_id", "equivalence_class"],
    ),
    Index::plain("pact_signature", &["civil_servant_id"]),
    Index::plain("pact_signature", &["institution_id", "cycle_id", "id"]),
    Index::plain("pact_signature", &["cycle_id", "id"]),
    Index::plain("pact_signature", &["unit_id", "cycle_id", "id"]),
    Index::plain("pact_signature", &["pact_text_id", "id"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(pact_text()).await?;
        manager.create_table(pact_signature()).await?;
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.iter().rev() {
            manager.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        Ok(())
    }
}

fn pact_text() -> TableCreateStatement {
    Table::create()
        .table("pact_text")
        .col(uuid("id").primary_key())
        .col(uuid("cycle_id"))
        .col(uuid("issuer_id"))
        .col(uuid_null("derived_from_id"))
        .col(uuid("equivalence_class"))
        .col(integer("version"))
        .col(text("language"))
        .col(text("title"))
        .col(text("body"))
        .col(text("sha256"))
        .col(timestamp_with_time_zone("published_at"))
        .col(uuid_null("supersedes_id"))
        .col(boolean("resign_required"))
        .col(timestamp_with_time_zone_null("withdrawn_at"))
        .col(text_null("withdrawal_reason"))
        .col(integer("rev"))
        .foreign_key(ForeignKey::create().from("pact_text", "cycle_id").to("cycle", "id"))
        .foreign_key(ForeignKey::create().from("pact_text", "issuer_id").to("institution", "id"))
        .to_owned()
}

fn pact_signature() -> TableCreateStatement {
    Table::create()
        .table("pact_signature")
        .col(uuid("row_id").primary_key())
        .col(uuid("id"))
        .col(uuid("pact_text_id"))
        .col(uuid("cycle_id"))
        .col(uuid("equivalence_class"))
        .col(uuid("civil_servant_id"))
        .col(uuid("employment_id"))
        .col(uuid("institution_id"))
        .col(uuid_null("unit_id"))
        .col(text("method"))
        .col(text("state"))
        .col(date("signed_on"))
        .col(timestamp_with_time_zone_null("signed_at"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(text("evidence"))
        .col(date_null("withdrawn_on"))
        .col(text_null("withdrawal_reason"))
        .col(uuid("recorded_by"))
        .col(uuid_null("superseded_by"))
        .foreign_key(
            ForeignKey::create().from("pact_signature", "pact_text_id").to("pact_text", "id"),
        )
        .foreign_key(ForeignKey::create().from("pact_signature", "cycle_id").to("cycle", "id"))
        .foreign_key(
            ForeignKey::create()
                .from("pact_signature", "civil_servant_id")
                .to("civil_servant", "id"),
        )
        .foreign_key(
            ForeignKey::create().from("pact_signature", "institution_id").to("institution", "id"),
        )
        .foreign_key(
            ForeignKey::create().from("pact_signature", "unit_id").to("organisational_unit", "id"),
        )
        .to_owned()
}
