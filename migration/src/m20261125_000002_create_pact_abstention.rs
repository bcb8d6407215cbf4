//! Creates the table of refusals and exemptions, and counts them in coverage.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, date, date_null, text, text_null, timestamp_with_time_zone, uuid,
    uuid_null,
};

use crate::index::{Index, create_indexes};

/// Creates the table of refusals and exemptions, and counts them in coverage.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const INDEXES: &[Index] = &[
    Index::unique_present("pact_abstention", &["id"]),
    Index::plain("pact_abstention", &["civil_servant_id"]),
    Index::plain("pact_abstention", &["institution_id", "cycle_id", "id"]),
    Index::plain("pact_abstention", &["cycle_id", "id"]),
    Index::plain("pact_abstention", &["unit_id", "cycle_id", "id"]),
];

const COVERAGE: &[&str] = &["coverage_delta", "coverage_day", "coverage_total"];
const COUNTS: &[&str] = &["exempt", "refused"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(pact_abstention()).await?;
        create_indexes(manager, INDEXES).await?;
        for table in COVERAGE {
            for count in COUNTS {
                let column = big_integer(*count).default(0).to_owned();
                let table = Table::alter().table(*table).add_column(column).to_owned();
                manager.alter_table(table).await?;
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in COVERAGE {
            for count in COUNTS {
                let table = Table::alter().table(*table).drop_column(*count).to_owned();
                manager.alter_table(table).await?;
            }
        }
        manager.drop_table(Table::drop().table("pact_abstention").to_owned()).await
    }
}

fn pact_abstention() -> TableCreateStatement {
    Table::create()
        .table("pact_abstention")
        .col(uuid("row_id").primary_key())
        .col(uuid("id"))
        .col(text("kind"))
        .col(uuid("pact_text_id"))
        .col(uuid("cycle_id"))
        .col(uuid("equivalence_class"))
        .col(uuid("civil_servant_id"))
        .col(uuid("employment_id"))
        .col(uuid("institution_id"))
        .col(uuid_null("unit_id"))
        .col(text_null("reason_code"))
        .col(text("reason"))
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .col(boolean("is_declared_by_person"))
        .col(text("evidence"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(text_null("end_reason"))
        .col(uuid("recorded_by"))
        .col(uuid_null("superseded_by"))
        .foreign_key(
            ForeignKey::create().from("pact_abstention", "pact_text_id").to("pact_text", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("pact_abstention", "civil_servant_id")
                .to("civil_servant", "id"),
        )
        .foreign_key(
            ForeignKey::create().from("pact_abstention", "institution_id").to("institution", "id"),
        )
        .to_owned()
}
