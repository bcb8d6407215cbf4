//! Creates the tables of contests, parties and contestants.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date, date_null, integer, integer_null, text, text_null, uuid, uuid_null,
};

use crate::index::{Index, create_indexes};

/// Creates the tables of contests, parties and contestants.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "contest_type",
    "contest_exception",
    "party",
    "party_participation",
    "contest",
    "electoral_district",
    "contest_round",
    "contest_phase",
    "contestant",
    "contestant_party",
    "contestant_status",
];

const INDEXES: &[Index] = &[
    Index::unique("contest_type", &["code"]),
    Index::plain("contest_exception", &["contest_type", "region_code"]),
    Index::unique("party", &["code"]),
    Index::plain("party", &["scope", "code"]),
    Index::unique("party_participation", &["election_id", "party_id"]),
    Index::plain("party_participation", &["party_id"]),
    Index::unique("contest", &["code"]),
    Index::unique("contest", &["kpu_code"]),
    Index::plain("contest", &["election_id", "code"]),
    Index::plain("contest", &["contest_type", "code"]),
    Index::plain("contest", &["region_code", "code"]),
    Index::unique("electoral_district", &["code"]),
    Index::unique("electoral_district", &["contest_id", "code"]),
    Index::unique("contest_round", &["contest_id", "number"]),
    Index::plain("contest_round", &["district_id"]),
    Index::plain("contest_phase", &["contest_id"]),
    Index::plain("contest_phase", &["round_id"]),
    Index::unique("contestant", &["kpu_code"]),
    Index::unique("contestant", &["contest_id", "party_id", "round_number"]),
    Index::plain("contestant", &["contest_id", "id"]),
    Index::plain("contestant", &["party_id", "id"]),
    Index::plain("contestant", &["state", "id"]),
    Index::plain("contestant_party", &["party_id"]),
    Index::plain("contestant_status", &["contestant_id", "valid_from"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            contest_type(),
            contest_exception(),
            party(),
            party_participation(),
            contest(),
            electoral_district(),
            contest_round(),
            contest_phase(),
            contestant(),
            contestant_party(),
            contestant_status(),
        ] {
            manager.create_table(table).await?;
        }
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.iter().rev() {
            manager.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        Ok(())
    }
}

fn contest_type() -> TableCreateStatement {
    Table::create()
        .table("contest_type")
        .col(uuid("id").primary_key())
        .col(text("code"))
        .col(text("regime"))
        .col(integer("ordinal"))
        .col(text("label"))
        .col(text_null("label_en"))
        .col(text("contestant_kind"))
        .col(text("area"))
        .col(boolean("has_districts"))
        .col(text("registered_at"))
        .col(boolean("independent_allowed"))
        .col(text("source"))
        .col(text("confidence"))
        .to_owned()
}

fn contest_exception() -> TableCreateStatement {
    Table::create()
        .table("contest_exception")
        .col(uuid("id").primary_key())
        .col(text("contest_type"))
        .col(text("region_code"))
        .col(text("rule"))
        .col(date_null("valid_from"))
        .col(date_null("valid_to"))
        .col(text("legal_basis"))
        .col(text("source"))
        .col(text("confidence"))
        .to_owned()
}

fn party() -> TableCreateStatement {
    Table::create()
        .table("party")
        .col(uuid("id").primary_key())
        .col(text("code"))
        .col(text("name"))
        .col(text("abbreviation"))
        .col(text("scope"))
        .col(text("source"))
        .col(integer("rev"))
        .to_owned()
}

fn party_participation() -> TableCreateStatement {
    Table::create()
        .table("party_participation")
        .col(uuid("id").primary_key())
        .col(uuid("party_id"))
        .col(uuid("election_id"))
        .col(integer_null("ballot_number"))
        .col(text("name"))
        .col(text("decision"))
        .col(date("decided_on"))
        .col(text("source"))
        .col(text("confidence"))
        .foreign_key(ForeignKey::create().from("party_participation", "party_id").to("party", "id"))
        .foreign_key(
            ForeignKey::create().from("party_participation", "election_id").to("election", "id"),
        )
        .to_owned()
}

fn contest() -> TableCreateStatement {
    Table::create()
        .table("contest")
        .col(uuid("id").primary_key())
        .col(text("code"))
        .col(text_null("kpu_code"))
        .col(uuid("election_id"))
        .col(text("contest_type"))
        .col(text_null("region_code"))
        .col(text("registrar_level"))
        .col(text_null("registrar_region_code"))
        .col(text("source"))
        .col(integer("rev"))
        .foreign_key(ForeignKey::create().from("contest", "election_id").to("election", "id"))
        .to_owned()
}

fn electoral_district() -> TableCreateStatement {
    Table::create()
        .table("electoral_district")
        .col(uuid("id").primary_key())
        .col(uuid("contest_id"))
        .col(text("code"))
        .col(text("name"))
        .col(integer_null("seats"))
        .foreign_key(
            ForeignKey::create().from("electoral_district", "contest_id").to("contest", "id"),
        )
        .to_owned()
}

fn contest_round() -> TableCreateStatement {
    Table::create()
        .table("contest_round")
        .col(uuid("id").primary_key())
        .col(uuid("contest_id"))
        .col(integer("number"))
        .col(text("kind"))
        .col(uuid_null("district_id"))
        .col(text_null("decision"))
        .col(date_null("determined_on"))
        .col(text_null("determination"))
        .col(date_null("concluded_on"))
        .col(text_null("conclusion"))
        .col(text("source"))
        .col(integer("rev"))
        .foreign_key(ForeignKey::create().from("contest_round", "contest_id").to("contest", "id"))
        .foreign_key(
            ForeignKey::create()
                .from("contest_round", "district_id")
                .to("electoral_district", "id"),
        )
        .to_owned()
}

fn contest_phase() -> TableCreateStatement {
    Table::create()
        .table("contest_phase")
        .col(uuid("id").primary_key())
        .col(uuid("contest_id"))
        .col(uuid("round_id"))
        .col(text("phase"))
        .col(date("starts_on"))
        .col(date("ends_on"))
        .col(text("source"))
        .col(text("confidence"))
        .foreign_key(ForeignKey::create().from("contest_phase", "contest_id").to("contest", "id"))
        .foreign_key(
            ForeignKey::create().from("contest_phase", "round_id").to("contest_round", "id"),
        )
        .to_owned()
}

fn contestant() -> TableCreateStatement {
    Table::create()
        .table("contestant")
        .col(uuid("id").primary_key())
        .col(text_null("kpu_code"))
        .col(uuid("contest_id"))
        .col(integer("round_number"))
        .col(text("kind"))
        .col(uuid_null("party_id"))
        .col(text("name"))
        .col(integer_null("ballot_number"))
        .col(boolean("is_independent"))
        .col(text("state"))
        .col(date_null("determined_on"))
        .col(date_null("published_on"))
        .col(text("source"))
        .col(boolean("is_invented"))
        .col(integer("rev"))
        .foreign_key(ForeignKey::create().from("contestant", "contest_id").to("contest", "id"))
        .foreign_key(ForeignKey::create().from("contestant", "party_id").to("party", "id"))
        .to_owned()
}

fn contestant_party() -> TableCreateStatement {
    Table::create()
        .table("contestant_party")
        .col(uuid("contestant_id"))
        .col(uuid("party_id"))
        .primary_key(sea_query::Index::create().col("contestant_id").col("party_id"))
        .foreign_key(
            ForeignKey::create().from("contestant_party", "contestant_id").to("contestant", "id"),
        )
        .foreign_key(ForeignKey::create().from("contestant_party", "party_id").to("party", "id"))
        .to_owned()
}

fn contestant_status() -> TableCreateStatement {
    Table::create()
        .table("contestant_status")
        .col(uuid("row_id").primary_key())
        .col(uuid("contestant_id"))
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
            ForeignKey::create().from("contestant_status", "contestant_id").to("contestant", "id"),
        )
        .to_owned()
}
