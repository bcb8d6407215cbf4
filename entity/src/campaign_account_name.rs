//! An address under which an account was to be found from a day to a day (riwayat alamat akun).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::time::Date;

/// An address under which an account was to be found from a day to a day (riwayat alamat akun).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "campaign_account_name")]
#[graphql(name = "CampaignAccountNameRow")]
pub struct Model {
    /// Identity of this version.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub row_id: Uuid,
    /// The account.
    #[graphql(skip)]
    pub account_id: Uuid,
    /// The election that it campaigns in.
    #[graphql(skip)]
    pub election_id: Uuid,
    /// Its normal form.
    #[graphql(skip)]
    pub key: String,
    /// Whether it holds the platform's own id instead of a handle.
    pub is_native_id: bool,
    /// The handle as it was registered (nama akun).
    pub handle: Option<String>,
    /// The address as it was registered (alamat sebagaimana didaftarkan).
    pub as_written: String,
    /// What remains of it for the eye.
    #[graphql(skip)]
    pub skeleton: Option<String>,
    /// First day.
    pub valid_from: Date,
    /// First day on which it no longer was.
    pub valid_to: Option<Date>,
    /// Event that recorded this version.
    #[graphql(skip)]
    pub recorded_by: Uuid,
    /// Event that replaced this version.
    #[graphql(skip)]
    pub superseded_by: Option<Uuid>,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "campaign_account_name":
    Open { RowId, AccountId, ElectionId, Key[2000], IsNativeId, Handle[200], AsWritten[2000], Skeleton[400], ValidFrom, ValidTo, RecordedBy, SupersededBy }
}
