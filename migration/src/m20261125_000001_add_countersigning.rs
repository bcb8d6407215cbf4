//! Adds countersigning to pact texts and signatures, and delegations of it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date, date_null, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::index::{Index, create_indexes, drop_indexes};

/// Adds countersigning to pact texts and signatures, and delegations of it.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const ONE_CLASS: &[&str] = &["civil_servant_id", "institution_id", "equivalence_class"];

/// A signature that waits for its countersignature takes the place of another as a valid one does.
const OLD_INDEXES: &[Index] = &[Index::unique_valid("pact_signature", ONE_CLASS)];

const INDEXES: &[Index] = &[
    Index::unique_standing("pact_signature", ONE_CLASS),
    Index::unique_present("countersign_delegation", &["id"]),
    Index::plain("countersign_delegation", &["institution_id", "id"]),
    Index::plain("countersign_delegation", &["unit_id", "id"]),
    Index::plain("countersign_delegation", &["delegate_id"]),
];

fn text_columns() -> Vec<ColumnDef> {
    vec![boolean("countersignature_required").default(false).to_owned()]
}

fn signature_columns() -> Vec<ColumnDef> {
    vec![
        boolean("countersignature_required").default(false).to_owned(),
        date_null("countersigned_on"),
        timestamp_with_time_zone_null("countersign_decided_at"),
        text_null("countersign_capacity"),
        uuid_null("countersigner_id"),
        uuid_null("countersign_seat_id"),
        text_null("countersign_refusal_reason"),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, columns) in
            [("pact_text", text_columns()), ("pact_signature", signature_columns())]
        {
            for column in columns {
                let table = Table::alter().table(table).add_column(column).to_owned();
                manager.alter_table(table).await?;
            }
        }
        manager.create_table(countersign_delegation()).await?;
        drop_indexes(manager, OLD_INDEXES).await?;
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_indexes(manager, &[Index::unique_standing("pact_signature", ONE_CLASS)]).await?;
        create_indexes(manager, OLD_INDEXES).await?;
        manager.drop_table(Table::drop().table("countersign_delegation").to_owned()).await?;
        for (table, columns) in
            [("pact_signature", signature_columns()), ("pact_text", text_columns())]
        {
            for column in columns.iter().rev() {
                let name = column.get_column_name();
                let table = Table::alter().table(table).drop_column(name).to_owned();
                manager.alter_table(table).await?;
            }
        }
        Ok(())
    }
}

fn countersign_delegation() -> TableCreateStatement {
    Table::create()
        .table("countersign_delegation")
        .col(uuid("row_id").primary_key())
        .col(uuid("id"))
        .col(uuid("institution_id"))
        .col(uuid("unit_id"))
        .col(uuid("delegate_id"))
        .col(date("valid_from"))
        .col(date("valid_to"))
        .col(text("reason"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(text_null("end_reason"))
        .col(uuid("recorded_by"))
        .col(uuid_null("superseded_by"))
        .foreign_key(
            ForeignKey::create()
                .from("countersign_delegation", "institution_id")
                .to("institution", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("countersign_delegation", "unit_id")
                .to("organisational_unit", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("countersign_delegation", "delegate_id")
                .to("civil_servant", "id"),
        )
        .to_owned()
}
