//! Creates the circulars of institutions.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, date, integer, text, uuid};

use crate::index::{Index, create_indexes};

/// Creates the circulars of institutions.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const INDEXES: &[Index] = &[
    Index::unique("circular", &["institution_id", "number"]),
    Index::plain("circular", &["institution_id", "dated_on", "id"]),
    Index::plain("circular", &["dated_on", "id"]),
    Index::plain("circular", &["number", "id"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("circular")
            .col(uuid("id").primary_key())
            .col(uuid("institution_id"))
            .col(text("number"))
            .col(date("dated_on"))
            .col(text("title"))
            .col(text("sha256"))
            .col(boolean("is_invented"))
            .col(integer("rev"))
            .foreign_key(
                ForeignKey::create().from("circular", "institution_id").to("institution", "id"),
            )
            .to_owned();
        manager.create_table(table).await?;
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("circular").to_owned()).await
    }
}
