//! Creates the tables of candidates.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date, date_null, integer, integer_null, text, text_null, uuid, uuid_null,
};

use crate::index::{Index, create_indexes};

/// Creates the tables of candidates.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["candidate", "candidate_status"];

const INDEXES: &[Index] = &[
    Index::unique("candidate", &["kpu_code"]),
    Index::plain("candidate", &["contestant_id", "id"]),
    Index::plain("candidate", &["contest_id", "id"]),
    Index::plain("candidate", &["election_id", "id"]),
    Index::plain("candidate", &["district_id", "id"]),
    Index::plain("candidate", &["state", "id"]),
    Index::plain("candidate", &["nik_index", "election_id"]),
    Index::plain("candidate", &["civil_servant_id"]),
    Index::plain("candidate", &["replaces_id"]),
    Index::plain("candidate_status", &["candidate_id", "valid_from"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(candidate()).await?;
        manager.create_table(candidate_status()).await?;
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.iter().rev() {
            manager.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        Ok(())
    }
}

fn candidate() -> TableCreateStatement {
    Table::create()
        .table("candidate")
        .col(uuid("id").primary_key())
        .col(text_null("kpu_code"))
        .col(uuid("contestant_id"))
        .col(uuid("contest_id"))
        .col(uuid("election_id"))
        .col(uuid_null("district_id"))
        .col(text("role"))
        .col(integer_null("list_number"))
        .col(text("name"))
        .col(text_null("nik_index"))
        .col(uuid_null("civil_servant_id"))
        .col(uuid_null("replaces_id"))
        .col(text("state"))
        .col(date_null("determined_on"))
        .col(date_null("published_on"))
        .col(text("source"))
        .col(boolean("is_invented"))
        .col(integer("rev"))
        .foreign_key(ForeignKey::create().from("candidate", "contestant_id").to("contestant", "id"))
        .foreign_key(ForeignKey::create().from("candidate", "contest_id").to("contest", "id"))
        .foreign_key(ForeignKey::create().from("candidate", "election_id").to("election", "id"))
        .foreign_key(
            ForeignKey::create().from("candidate", "district_id").to("electoral_district", "id"),
        )
        .foreign_key(
            ForeignKey::create().from("candidate", "civil_servant_id").to("civil_servant", "id"),
        )
        .to_owned()
}

fn candidate_status() -> TableCreateStatement {
    Table::create()
        .table("candidate_status")
        .col(uuid("row_id").primary_key())
        .col(uuid("candidate_id"))
        .col(text("state"))
        .col(date("valid_from"))
        .col(text("ground"))
        .col(text_null("document_number"))
        .col(text_null("document_issuer"))
        .col(date_null("document_dated_on"))
        .col(text_null("document_sha256"))
        .col(uuid("recorded_by"))
        .col(uuid_null("superseded_by"))
        .foreign_key(
            ForeignKey::create().from("candidate_status", "candidate_id").to("candidate", "id"),
        )
        .to_owned()
}
