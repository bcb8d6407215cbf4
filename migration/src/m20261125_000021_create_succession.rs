//! Creates the tables of successions, and lets an employment continue another.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, date, integer, text, text_null, uuid, uuid_null};

use crate::index::{Index, create_indexes};

/// Creates the tables of successions, and lets an employment continue another.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] =
    &["succession", "succession_party", "succession_function", "succession_unit"];

const INDEXES: &[Index] = &[
    Index::plain("succession", &["effective_on", "id"]),
    Index::plain("succession", &["state", "completed_by", "effective_on"]),
    Index::plain("succession_party", &["succession_id"]),
    Index::unique("succession_party", &["institution_id", "side", "succession_id"]),
    Index::plain("succession_function", &["succession_id"]),
    Index::plain("succession_function", &["function", "to_id"]),
    Index::plain("succession_function", &["from_id"]),
    Index::unique("succession_unit", &["succession_id", "unit_id"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter().table("employment").add_column(uuid_null("continues")).to_owned(),
            )
            .await?;
        manager.create_table(succession()).await?;
        manager.create_table(succession_party()).await?;
        manager.create_table(succession_function()).await?;
        manager.create_table(succession_unit()).await?;
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.iter().rev() {
            manager.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        manager
            .alter_table(Table::alter().table("employment").drop_column("continues").to_owned())
            .await
    }
}

fn succession() -> TableCreateStatement {
    Table::create()
        .table("succession")
        .col(uuid("id").primary_key())
        .col(text("kind"))
        .col(date("effective_on"))
        .col(uuid("legal_instrument_id"))
        .col(text("state"))
        .col(uuid_null("others_to"))
        .col(uuid_null("prepared_by"))
        .col(uuid_null("approved_by"))
        .col(text_null("plan_digest"))
        .col(uuid_null("completed_by"))
        .col(integer("seats_ended"))
        .col(integer("seats_granted"))
        .col(integer("clients_ended"))
        .col(integer("units_moved"))
        .col(integer("employments_moved"))
        .col(integer("rev"))
        .foreign_key(
            ForeignKey::create()
                .from("succession", "legal_instrument_id")
                .to("legal_instrument", "id"),
        )
        .to_owned()
}

fn succession_party() -> TableCreateStatement {
    Table::create()
        .table("succession_party")
        .col(uuid("id").primary_key())
        .col(uuid("succession_id"))
        .col(uuid("institution_id"))
        .col(text("side"))
        .foreign_key(
            ForeignKey::create().from("succession_party", "succession_id").to("succession", "id"),
        )
        .foreign_key(
            ForeignKey::create().from("succession_party", "institution_id").to("institution", "id"),
        )
        .to_owned()
}

fn succession_function() -> TableCreateStatement {
    Table::create()
        .table("succession_function")
        .col(uuid("id").primary_key())
        .col(uuid("succession_id"))
        .col(text("function"))
        .col(uuid("from_id"))
        .col(uuid("to_id"))
        .col(boolean("moves_seats"))
        .col(boolean("is_whole"))
        .foreign_key(
            ForeignKey::create()
                .from("succession_function", "succession_id")
                .to("succession", "id"),
        )
        .foreign_key(
            ForeignKey::create().from("succession_function", "from_id").to("institution", "id"),
        )
        .foreign_key(
            ForeignKey::create().from("succession_function", "to_id").to("institution", "id"),
        )
        .to_owned()
}

fn succession_unit() -> TableCreateStatement {
    Table::create()
        .table("succession_unit")
        .col(uuid("id").primary_key())
        .col(uuid("succession_id"))
        .col(uuid("unit_id"))
        .col(uuid("to_id"))
        .col(boolean("is_named"))
        .col(uuid_null("became_id"))
        .foreign_key(
            ForeignKey::create().from("succession_unit", "succession_id").to("succession", "id"),
        )
        .foreign_key(
            ForeignKey::create().from("succession_unit", "unit_id").to("organisational_unit", "id"),
        )
        .foreign_key(ForeignKey::create().from("succession_unit", "to_id").to("institution", "id"))
        .to_owned()
}
