//! Creates the tables of coverage.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, big_pk_auto, date, text, uuid};

use crate::index::{Index, create_indexes};

/// Creates the tables of coverage.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["coverage_delta", "coverage_day", "coverage_total"];

const INDEXES: &[Index] = &[
    Index::plain("coverage_delta", &["event_id"]),
    Index::plain("coverage_delta", &["idx"]),
    Index::plain("coverage_delta", &["institution_id", "day"]),
    Index::plain("coverage_day", &["day"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(coverage_delta()).await?;
        manager.create_table(coverage_day()).await?;
        manager.create_table(coverage_total()).await?;
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.iter().rev() {
            manager.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        Ok(())
    }
}

fn coverage_delta() -> TableCreateStatement {
    Table::create()
        .table("coverage_delta")
        .col(big_pk_auto("id"))
        .col(uuid("event_id"))
        .col(big_integer_null("idx"))
        .col(uuid("equivalence_class"))
        .col(uuid("institution_id"))
        .col(uuid("unit_id"))
        .col(text("kind"))
        .col(date("day"))
        .col(big_integer("active"))
        .col(big_integer("signed"))
        .to_owned()
}

fn coverage_day() -> TableCreateStatement {
    Table::create()
        .table("coverage_day")
        .col(uuid("equivalence_class"))
        .col(uuid("institution_id"))
        .col(uuid("unit_id"))
        .col(text("kind"))
        .col(date("day"))
        .col(big_integer("active"))
        .col(big_integer("signed"))
        .primary_key(
            sea_query::Index::create()
                .col("equivalence_class")
                .col("institution_id")
                .col("unit_id")
                .col("kind")
                .col("day"),
        )
        .to_owned()
}

fn coverage_total() -> TableCreateStatement {
    Table::create()
        .table("coverage_total")
        .col(uuid("equivalence_class"))
        .col(uuid("institution_id"))
        .col(uuid("unit_id"))
        .col(text("kind"))
        .col(big_integer("active"))
        .col(big_integer("signed"))
        .primary_key(
            sea_query::Index::create()
                .col("equivalence_class")
                .col("institution_id")
                .col("unit_id")
                .col("kind"),
        )
        .to_owned()
}
