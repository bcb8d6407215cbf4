//! Creates the tables of machines and of refresh tokens.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    date, date_null, integer, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid,
};

use crate::index::{Index, create_indexes};

/// Creates the tables of machines and of refresh tokens.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["api_client", "api_client_key", "client_assertion", "refresh_token"];

const INDEXES: &[Index] = &[
    Index::plain("api_client", &["institution_id", "id"]),
    Index::unique("api_client", &["seat_id"]),
    Index::unique("api_client_key", &["client_id", "kid"]),
    Index::unique("client_assertion", &["client_id", "jti_digest"]),
    Index::plain("client_assertion", &["client_id", "expires_at"]),
    Index::unique("refresh_token", &["digest"]),
    Index::unique("refresh_token", &["session_id", "generation"]),
];

/// Generation of a session's access tokens, and the last one that was used.
const SESSION_COLUMNS: &[(&str, i32)] = &[("generation", 0), ("used_generation", -1)];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (column, default) in SESSION_COLUMNS {
            let column = integer(*column).default(*default).to_owned();
            manager
                .alter_table(Table::alter().table("session").add_column(column).to_owned())
                .await?;
        }
        manager.create_table(api_client()).await?;
        manager.create_table(api_client_key()).await?;
        manager.create_table(client_assertion()).await?;
        manager.create_table(refresh_token()).await?;
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.iter().rev() {
            manager.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        for (column, _) in SESSION_COLUMNS {
            manager
                .alter_table(Table::alter().table("session").drop_column(*column).to_owned())
                .await?;
        }
        Ok(())
    }
}

fn api_client() -> TableCreateStatement {
    Table::create()
        .table("api_client")
        .col(uuid("id").primary_key())
        .col(uuid("institution_id"))
        .col(text("function"))
        .col(uuid("seat_id"))
        .col(text("name"))
        .col(date("registered_on"))
        .col(date_null("ended_on"))
        .col(text_null("end_reason"))
        .col(integer("rev"))
        .foreign_key(
            ForeignKey::create().from("api_client", "institution_id").to("institution", "id"),
        )
        .foreign_key(ForeignKey::create().from("api_client", "seat_id").to("seat", "id"))
        .to_owned()
}

fn api_client_key() -> TableCreateStatement {
    Table::create()
        .table("api_client_key")
        .col(uuid("id").primary_key())
        .col(uuid("client_id"))
        .col(text("kid"))
        .col(text("algorithm"))
        .col(text("jwk"))
        .col(date("added_on"))
        .col(date_null("retired_on"))
        .foreign_key(
            ForeignKey::create().from("api_client_key", "client_id").to("api_client", "id"),
        )
        .to_owned()
}

fn client_assertion() -> TableCreateStatement {
    Table::create()
        .table("client_assertion")
        .col(uuid("id").primary_key())
        .col(uuid("client_id"))
        .col(text("jti_digest"))
        .col(timestamp_with_time_zone("expires_at"))
        .foreign_key(
            ForeignKey::create().from("client_assertion", "client_id").to("api_client", "id"),
        )
        .to_owned()
}

fn refresh_token() -> TableCreateStatement {
    Table::create()
        .table("refresh_token")
        .col(uuid("id").primary_key())
        .col(uuid("session_id"))
        .col(text("digest"))
        .col(integer("generation"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("used_at"))
        .foreign_key(ForeignKey::create().from("refresh_token", "session_id").to("session", "id"))
        .to_owned()
}
