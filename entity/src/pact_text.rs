//! A version of the integrity pact (naskah pakta integritas): exact bytes and their digest.

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::time::Instant;

/// A version of the integrity pact (naskah pakta integritas): exact bytes and their digest.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "pact_text")]
#[graphql(name = "PactTextRow")]
pub struct Model {
    /// Identity of the text.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The cycle it is for.
    #[graphql(skip)]
    pub cycle_id: Uuid,
    /// The institution that issued it.
    #[graphql(skip)]
    pub issuer_id: Uuid,
    /// The national text it is derived from.
    #[graphql(skip)]
    pub derived_from_id: Option<Uuid>,
    /// Texts of one class count as the same pact.
    #[graphql(skip)]
    pub equivalence_class: Uuid,
    /// Version within its cycle and issuer, from 1.
    #[graphql(name = "edition")]
    pub version: i32,
    /// Language, BCP 47.
    pub language: String,
    /// Title.
    pub title: String,
    /// The exact text; its UTF-8 bytes are what is signed.
    pub body: String,
    /// SHA-256 of those bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// When it was published.
    pub published_at: Instant,
    /// The version it replaces.
    #[graphql(skip)]
    pub supersedes_id: Option<Uuid>,
    /// Whether signers of the replaced version must sign again.
    pub resign_required: bool,
    /// Whether a signature is valid only once a superior has countersigned it (atasan mengetahui).
    pub countersignature_required: bool,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Instant>,
    /// Why it was withdrawn.
    pub withdrawal_reason: Option<String>,
    /// Revision, from 1.
    #[graphql(skip)]
    pub rev: i32,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "pact_text" as "pacttext":
    Open { Id, CycleId, IssuerId, DerivedFromId, EquivalenceClass, Version, Language[64], Title[300], Body[200_000], Sha256[128], PublishedAt, SupersedesId, ResignRequired, CountersignatureRequired, WithdrawnAt, WithdrawalReason[2000], Rev }
}
