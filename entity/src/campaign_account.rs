//! An account that campaigns for a contestant (akun media sosial kampanye).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::{AccountKind, AccountState};
use crate::time::Date;

/// An account that campaigns for a contestant (akun media sosial kampanye).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "campaign_account")]
#[graphql(name = "CampaignAccountRow")]
pub struct Model {
    /// Identity of this version.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub row_id: Uuid,
    /// Identity of the account, the same in all its versions.
    #[graphql(skip)]
    pub id: Uuid,
    /// The contestant.
    #[graphql(skip)]
    pub contestant_id: Uuid,
    /// The contest of the contestant.
    #[graphql(skip)]
    pub contest_id: Uuid,
    /// The election of the contest.
    #[graphql(skip)]
    pub election_id: Uuid,
    /// Code of the contest's type.
    #[graphql(skip)]
    pub contest_type: String,
    /// The candidate, if it is tied to one.
    #[graphql(skip)]
    pub candidate_id: Option<Uuid>,
    /// Platform, code list `PLATFORM` (platform).
    pub platform: String,
    /// What it is on the platform (jenis akun).
    pub kind: AccountKind,
    /// Handle it has now, as it was registered (nama akun).
    pub handle: Option<String>,
    /// Its address now, in the normal form (alamat).
    pub url: String,
    /// The id that the platform itself gave to it, which outlives handles.
    pub native_id: Option<String>,
    /// State (status).
    pub state: AccountState,
    /// Local day on which the election administration received the form (tanggal pendaftaran).
    pub received_on: Date,
    /// Whether that was after the deadline (terlambat).
    pub is_late: bool,
    /// Local day on which it was verified and entered (tanggal terdaftar).
    pub registered_on: Option<Date>,
    /// Local day on which it was rejected, closed or deactivated (tanggal berakhir).
    pub ended_on: Option<Date>,
    /// Why (alasan).
    pub end_reason: Option<String>,
    /// Whether it is invented for demonstration or tests (data contoh).
    pub is_invented: bool,
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

crate::class::classes! { "campaign_account" as "campaignaccount":
    Open { RowId, Id, ContestantId, ContestId, ElectionId, ContestType[64], CandidateId, Platform[64], Kind, Handle[200], Url[2000], NativeId[200], State, ReceivedOn, IsLate, RegisteredOn, EndedOn, IsInvented, RecordedBy, SupersededBy }
    Office { EndReason[2000] }
}
