//! Creates the tables of identity.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date, date_null, integer, text, text_null, timestamp_with_time_zone_null, uuid,
    uuid_null,
};

use crate::index::{Index, create_indexes};

/// Creates the tables of identity.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "region",
    "institution",
    "institution_function",
    "civil_servant",
    "organisational_unit",
    "service_number",
    "employment",
];

const INDEXES: &[Index] = &[
    Index::unique("region", &["code", "valid_from"]),
    Index::plain("region", &["parent_code"]),
    Index::plain("region", &["level", "code"]),
    Index::unique("institution", &["code"]),
    Index::plain("institution", &["parent_id"]),
    Index::plain("institution", &["region_code"]),
    Index::plain("institution", &["kind", "code"]),
    Index::unique_present("institution_function", &["id"]),
    Index::plain("institution_function", &["institution_id", "function"]),
    Index::plain("institution_function", &["function", "valid_from"]),
    Index::unique("civil_servant", &["nik_index"]),
    Index::unique("organisational_unit", &["institution_id", "code"]),
    Index::plain("organisational_unit", &["parent_id"]),
    Index::plain("organisational_unit", &["head_id"]),
    Index::unique_present("service_number", &["number"]),
    Index::unique_present("service_number", &["id"]),
    Index::plain("service_number", &["civil_servant_id"]),
    Index::unique_present("employment", &["id"]),
    Index::plain("employment", &["civil_servant_id", "valid_from"]),
    Index::plain("employment", &["institution_id", "civil_servant_id"]),
    Index::plain("employment", &["unit_id", "civil_servant_id"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(region()).await?;
        manager.create_table(institution()).await?;
        manager.create_table(institution_function()).await?;
        manager.create_table(civil_servant()).await?;
        manager.create_table(organisational_unit()).await?;
        manager.create_table(service_number()).await?;
        manager.create_table(employment()).await?;
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.iter().rev() {
            manager.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        Ok(())
    }
}

fn region() -> TableCreateStatement {
    Table::create()
        .table("region")
        .col(uuid("id").primary_key())
        .col(text("code"))
        .col(text_null("parent_code"))
        .col(text("level"))
        .col(text("name"))
        .col(text("time_zone"))
        .col(date_null("valid_from"))
        .col(date_null("valid_to"))
        .col(text("source"))
        .col(integer("rev"))
        .to_owned()
}

fn institution() -> TableCreateStatement {
    Table::create()
        .table("institution")
        .col(uuid("id").primary_key())
        .col(text("code"))
        .col(text("name"))
        .col(text_null("name_en"))
        .col(text("kind"))
        .col(uuid_null("parent_id"))
        .col(text_null("region_code"))
        .col(boolean("employs_asn"))
        .col(date_null("valid_from"))
        .col(date_null("valid_to"))
        .col(text("source"))
        .col(integer("rev"))
        .foreign_key(ForeignKey::create().from("institution", "parent_id").to("institution", "id"))
        .to_owned()
}

fn institution_function() -> TableCreateStatement {
    Table::create()
        .table("institution_function")
        .col(uuid("row_id").primary_key())
        .col(uuid("id"))
        .col(uuid("institution_id"))
        .col(text("function"))
        .col(text("level"))
        .col(text_null("region_code"))
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .col(text("legal_basis"))
        .col(text("state"))
        .col(uuid_null("prepared_by"))
        .col(uuid_null("approved_by"))
        .col(uuid("recorded_by"))
        .col(uuid_null("superseded_by"))
        .foreign_key(
            ForeignKey::create()
                .from("institution_function", "institution_id")
                .to("institution", "id"),
        )
        .to_owned()
}

fn civil_servant() -> TableCreateStatement {
    Table::create()
        .table("civil_servant")
        .col(uuid("id").primary_key())
        .col(text("name"))
        .col(text_null("front_title"))
        .col(text_null("back_title"))
        .col(text_null("nik_cipher"))
        .col(text_null("nik_index"))
        .col(boolean("is_invented"))
        .col(timestamp_with_time_zone_null("erased_at"))
        .col(integer("rev"))
        .to_owned()
}

fn organisational_unit() -> TableCreateStatement {
    Table::create()
        .table("organisational_unit")
        .col(uuid("id").primary_key())
        .col(uuid("institution_id"))
        .col(uuid_null("parent_id"))
        .col(text("code"))
        .col(text("name"))
        .col(uuid_null("head_id"))
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .col(integer("rev"))
        .foreign_key(
            ForeignKey::create()
                .from("organisational_unit", "institution_id")
                .to("institution", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("organisational_unit", "parent_id")
                .to("organisational_unit", "id"),
        )
        .foreign_key(
            ForeignKey::create().from("organisational_unit", "head_id").to("civil_servant", "id"),
        )
        .to_owned()
}

fn service_number() -> TableCreateStatement {
    Table::create()
        .table("service_number")
        .col(uuid("row_id").primary_key())
        .col(uuid("id"))
        .col(uuid("civil_servant_id"))
        .col(text("number"))
        .col(text("kind"))
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .col(uuid("recorded_by"))
        .col(uuid_null("superseded_by"))
        .foreign_key(
            ForeignKey::create()
                .from("service_number", "civil_servant_id")
                .to("civil_servant", "id"),
        )
        .to_owned()
}

fn employment() -> TableCreateStatement {
    Table::create()
        .table("employment")
        .col(uuid("row_id").primary_key())
        .col(uuid("id"))
        .col(uuid("civil_servant_id"))
        .col(uuid("institution_id"))
        .col(uuid_null("unit_id"))
        .col(text("kind"))
        .col(text_null("position_class"))
        .col(text_null("rank"))
        .col(text("leave_status"))
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .col(uuid("recorded_by"))
        .col(uuid_null("superseded_by"))
        .foreign_key(
            ForeignKey::create().from("employment", "civil_servant_id").to("civil_servant", "id"),
        )
        .foreign_key(
            ForeignKey::create().from("employment", "institution_id").to("institution", "id"),
        )
        .foreign_key(
            ForeignKey::create().from("employment", "unit_id").to("organisational_unit", "id"),
        )
        .to_owned()
}
