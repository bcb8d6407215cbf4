//! What a candidate became on a day, and by which document (riwayat status calon).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::{CandidateState, StatusGround};
use crate::time::Date;

/// What a candidate became on a day, and by which document (riwayat status calon).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "candidate_status")]
#[graphql(name = "CandidateStatus")]
pub struct Model {
    /// Identity of this version.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub row_id: Uuid,
    /// The candidate.
    #[graphql(skip)]
    pub candidate_id: Uuid,
    /// The state.
    pub state: CandidateState,
    /// First day.
    pub valid_from: Date,
    /// Why (dasar perubahan).
    pub ground: StatusGround,
    /// Number of the document (nomor surat atau putusan).
    pub document_number: Option<String>,
    /// Who issued it.
    pub document_issuer: Option<String>,
    /// Its day.
    pub document_dated_on: Option<Date>,
    /// SHA-256 of its bytes, in hexadecimal.
    pub document_sha256: Option<String>,
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

crate::class::classes! { "candidate_status":
    Open { RowId, CandidateId, State, ValidFrom, Ground, DocumentNumber[300], DocumentIssuer[300], DocumentDatedOn, DocumentSha256[128], RecordedBy, SupersededBy }
}
