//! An address that only pretends to be a contestant's account (akun tiruan).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::time::Date;

/// An address that only pretends to be a contestant's account (akun tiruan).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "campaign_account_imitation")]
#[graphql(name = "CampaignAccountImitationRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The account that it imitates.
    #[graphql(skip)]
    pub account_id: Uuid,
    /// Platform (platform).
    pub platform: String,
    /// Its address in the normal form (alamat).
    pub url: String,
    /// Its address as it was told.
    pub as_written: String,
    /// What shows that it is none of the contestant's (keterangan).
    pub note: String,
    /// Local day of the report (tanggal laporan).
    pub reported_on: Date,
    /// Whether it is invented for demonstration or tests (data contoh).
    pub is_invented: bool,
    /// Event that recorded it.
    #[graphql(skip)]
    pub recorded_by: Uuid,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "campaign_account_imitation":
    Open { Id, AccountId, Platform[64], Url[2000], AsWritten[2000], Note[2000], ReportedOn, IsInvented, RecordedBy }
}
