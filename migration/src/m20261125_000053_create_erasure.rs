//! Creates the tables of legal holds and erasures.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    integer, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
    uuid_null,
};

use crate::index::{Index, create_indexes};

/// Creates the tables of legal holds and erasures.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["legal_hold", "erasure"];

const INDEXES: &[Index] = &[
    Index::plain("legal_hold", &["civil_servant_id"]),
    Index::plain("legal_hold", &["institution_id", "id"]),
    Index::unique("erasure", &["civil_servant_id"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(legal_hold()).await?;
        manager.create_table(erasure()).await?;
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.iter().rev() {
            manager.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        Ok(())
    }
}

fn legal_hold() -> TableCreateStatement {
    Table::create()
        .table("legal_hold")
        .col(uuid("id").primary_key())
        .col(uuid("civil_servant_id"))
        .col(uuid_null("institution_id"))
        .col(text_null("reason"))
        .col(timestamp_with_time_zone("placed_at"))
        .col(timestamp_with_time_zone_null("lifted_at"))
        .col(text_null("lift_reason"))
        .col(integer("rev"))
        .foreign_key(
            ForeignKey::create().from("legal_hold", "civil_servant_id").to("civil_servant", "id"),
        )
        .to_owned()
}

fn erasure() -> TableCreateStatement {
    Table::create()
        .table("erasure")
        .col(uuid("id").primary_key())
        .col(uuid("civil_servant_id"))
        .col(text("legal_basis"))
        .col(text("decree"))
        .col(timestamp_with_time_zone("erased_at"))
        .col(uuid("recorded_by"))
        .foreign_key(
            ForeignKey::create().from("erasure", "civil_servant_id").to("civil_servant", "id"),
        )
        .to_owned()
}
