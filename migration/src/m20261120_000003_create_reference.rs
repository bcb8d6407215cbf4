//! Creates the tables of reference.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, date_null, integer, text, text_null, uuid};

use crate::index::{Index, create_indexes};

/// Creates the tables of reference.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "legal_instrument",
    "legal_instrument_number",
    "cycle",
    "election",
    "election_phase",
    "holiday",
    "code_list",
];

const INDEXES: &[Index] = &[
    Index::unique("legal_instrument", &["code"]),
    Index::unique("legal_instrument_number", &["instrument_id", "party_code"]),
    Index::unique("cycle", &["code"]),
    Index::unique("election", &["code"]),
    Index::plain("election", &["cycle_id"]),
    Index::plain("election_phase", &["election_id", "starts_on"]),
    Index::unique("holiday", &["day", "kind"]),
    Index::unique("code_list", &["list", "code", "valid_from"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(legal_instrument()).await?;
        manager.create_table(legal_instrument_number()).await?;
        manager.create_table(cycle()).await?;
        manager.create_table(election()).await?;
        manager.create_table(election_phase()).await?;
        manager.create_table(holiday()).await?;
        manager.create_table(code_list()).await?;
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.iter().rev() {
            manager.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        Ok(())
    }
}

fn legal_instrument() -> TableCreateStatement {
    Table::create()
        .table("legal_instrument")
        .col(uuid("id").primary_key())
        .col(text("code"))
        .col(text("kind"))
        .col(text_null("number"))
        .col(text("title"))
        .col(text("label"))
        .col(text_null("label_en"))
        .col(date_null("dated_on"))
        .col(date_null("effective_from"))
        .col(date_null("effective_to"))
        .col(text_null("replaced_by"))
        .col(text("source"))
        .col(text("confidence"))
        .col(integer("rev"))
        .to_owned()
}

fn legal_instrument_number() -> TableCreateStatement {
    Table::create()
        .table("legal_instrument_number")
        .col(uuid("id").primary_key())
        .col(uuid("instrument_id"))
        .col(text("party_code"))
        .col(text_null("number"))
        .col(text_null("signatory"))
        .col(text_null("office"))
        .col(text_null("appointment"))
        .col(text("source"))
        .foreign_key(
            ForeignKey::create()
                .from("legal_instrument_number", "instrument_id")
                .to("legal_instrument", "id"),
        )
        .to_owned()
}

fn cycle() -> TableCreateStatement {
    Table::create()
        .table("cycle")
        .col(uuid("id").primary_key())
        .col(text("code"))
        .col(text("name"))
        .col(text_null("name_en"))
        .col(date("starts_on"))
        .col(date_null("ends_on"))
        .col(text("source"))
        .col(integer("rev"))
        .to_owned()
}

fn election() -> TableCreateStatement {
    Table::create()
        .table("election")
        .col(uuid("id").primary_key())
        .col(text("code"))
        .col(uuid("cycle_id"))
        .col(text("regime"))
        .col(text("name"))
        .col(text_null("name_en"))
        .col(date_null("voting_on"))
        .col(text_null("law_code"))
        .col(text("source"))
        .col(text("confidence"))
        .col(integer("rev"))
        .foreign_key(ForeignKey::create().from("election", "cycle_id").to("cycle", "id"))
        .to_owned()
}

fn election_phase() -> TableCreateStatement {
    Table::create()
        .table("election_phase")
        .col(uuid("id").primary_key())
        .col(uuid("election_id"))
        .col(text("contest_type"))
        .col(text_null("region_code"))
        .col(text("phase"))
        .col(date("starts_on"))
        .col(date("ends_on"))
        .col(text("source"))
        .col(text("confidence"))
        .foreign_key(
            ForeignKey::create().from("election_phase", "election_id").to("election", "id"),
        )
        .to_owned()
}

fn holiday() -> TableCreateStatement {
    Table::create()
        .table("holiday")
        .col(uuid("id").primary_key())
        .col(date("day"))
        .col(text("kind"))
        .col(text("name"))
        .col(text_null("name_en"))
        .col(text("decree"))
        .col(text("source"))
        .col(text("confidence"))
        .to_owned()
}

fn code_list() -> TableCreateStatement {
    Table::create()
        .table("code_list")
        .col(uuid("id").primary_key())
        .col(text("list"))
        .col(text("code"))
        .col(integer("ordinal"))
        .col(text("label"))
        .col(text_null("label_en"))
        .col(text_null("attribute"))
        .col(date_null("valid_from"))
        .col(date_null("valid_to"))
        .col(text("source"))
        .col(text("confidence"))
        .to_owned()
}
