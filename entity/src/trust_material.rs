//! Certificates of authorities and revocation lists by which certified signatures were verified,
//! each kept once, so that a signature can be verified again when they are gone elsewhere.

use sea_orm::entity::prelude::*;

use crate::time::Instant;

/// A certificate of an authority, or a revocation list.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "trust_material")]
pub struct Model {
    /// SHA-256 of it, hexadecimal, as reports name it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sha256: String,
    /// `ROOT`, `INTERMEDIATE` or `REVOCATION_LIST`.
    pub kind: String,
    /// DER in base64.
    pub der: String,
    /// When a signature was first verified by it.
    pub recorded_at: Instant,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "trust_material":
    Office { Sha256[128], Kind[64], Der[2_000_000], RecordedAt }
}
