//! Freezes what is told of coverage outside the detailed reach, week by week.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, date, text_null, uuid, uuid_null};

/// Freezes what is told of coverage.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(coverage_release()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("coverage_release").to_owned()).await
    }
}

fn coverage_release() -> TableCreateStatement {
    let key = ["equivalence_class", "day", "institution_id"];
    let mut index = Index::create();
    for column in key {
        index.col(column);
    }
    Table::create()
        .table("coverage_release")
        .col(uuid("equivalence_class"))
        .col(date("day"))
        .col(uuid("institution_id"))
        .col(big_integer("idx"))
        .col(text_null("province"))
        .col(uuid_null("pool"))
        .col(date("counted_day"))
        .col(big_integer("counted_idx"))
        .col(big_integer("active"))
        .col(big_integer("signed"))
        .primary_key(&mut index)
        .to_owned()
}
