//! Creates the tables of certified signatures.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{text, text_null, timestamp_with_time_zone, uuid};

use crate::index::{Index, create_indexes};

/// Creates the tables of certified signatures.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["certified_signature", "trust_material"];

const INDEXES: &[Index] =
    &[Index::unique("certified_signature", &["certificate_sha256", "signed_attributes_sha256"])];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(certified_signature()).await?;
        manager.create_table(trust_material()).await?;
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.iter().rev() {
            manager.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        Ok(())
    }
}

// A signature has several versions under one id, so the database cannot hold the reference.
fn certified_signature() -> TableCreateStatement {
    Table::create()
        .table("certified_signature")
        .col(uuid("signature_id").primary_key())
        .col(text("certificate_sha256"))
        .col(text("signed_attributes_sha256"))
        .col(text("serial"))
        .col(text("issuer"))
        .col(timestamp_with_time_zone("valid_from"))
        .col(timestamp_with_time_zone("valid_to"))
        .col(timestamp_with_time_zone("claimed_at"))
        .col(timestamp_with_time_zone("verified_at"))
        .col(text("report"))
        .col(text_null("subject_cipher"))
        .col(text_null("cms_cipher"))
        .to_owned()
}

fn trust_material() -> TableCreateStatement {
    Table::create()
        .table("trust_material")
        .col(text("sha256").primary_key())
        .col(text("kind"))
        .col(text("der"))
        .col(timestamp_with_time_zone("recorded_at"))
        .to_owned()
}
