//! Creates the tables of access.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date, date_null, integer, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::index::{Index, create_indexes};

/// Creates the tables of access.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["user", "invitation", "seat", "session"];

const INDEXES: &[Index] = &[
    Index::unique("user", &["login"]),
    Index::unique("user", &["civil_servant_id"]),
    Index::unique("invitation", &["token_digest"]),
    Index::plain("invitation", &["user_id"]),
    Index::plain("seat", &["user_id"]),
    Index::plain("seat", &["institution_id", "function"]),
    Index::plain("session", &["user_id"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(user()).await?;
        manager.create_table(invitation()).await?;
        manager.create_table(seat()).await?;
        manager.create_table(session()).await?;
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.iter().rev() {
            manager.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        Ok(())
    }
}

fn user() -> TableCreateStatement {
    Table::create()
        .table("user")
        .col(uuid("id").primary_key())
        .col(uuid_null("civil_servant_id"))
        .col(text("login"))
        .col(text("display_name"))
        .col(text_null("password_hash"))
        .col(timestamp_with_time_zone_null("activated_at"))
        .col(timestamp_with_time_zone_null("disabled_at"))
        .col(boolean("is_invented"))
        .col(integer("rev"))
        .foreign_key(
            ForeignKey::create().from("user", "civil_servant_id").to("civil_servant", "id"),
        )
        .to_owned()
}

fn invitation() -> TableCreateStatement {
    Table::create()
        .table("invitation")
        .col(uuid("id").primary_key())
        .col(uuid("user_id"))
        .col(uuid("institution_id"))
        .col(text("kind"))
        .col(text("token_digest"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("used_at"))
        .foreign_key(ForeignKey::create().from("invitation", "user_id").to("user", "id"))
        .foreign_key(
            ForeignKey::create().from("invitation", "institution_id").to("institution", "id"),
        )
        .to_owned()
}

fn seat() -> TableCreateStatement {
    Table::create()
        .table("seat")
        .col(uuid("id").primary_key())
        .col(uuid("user_id"))
        .col(uuid("institution_id"))
        .col(text("function"))
        .col(text("grade"))
        .col(text("official_position"))
        .col(text("appointment"))
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .col(text("state"))
        .col(uuid_null("prepared_by"))
        .col(uuid_null("approved_by"))
        .col(text_null("end_reason"))
        .col(integer("rev"))
        .foreign_key(ForeignKey::create().from("seat", "user_id").to("user", "id"))
        .foreign_key(ForeignKey::create().from("seat", "institution_id").to("institution", "id"))
        .to_owned()
}

fn session() -> TableCreateStatement {
    Table::create()
        .table("session")
        .col(uuid("id").primary_key())
        .col(uuid("user_id"))
        .col(uuid_null("seat_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .foreign_key(ForeignKey::create().from("session", "user_id").to("user", "id"))
        .to_owned()
}
