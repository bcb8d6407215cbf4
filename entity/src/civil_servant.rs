//! A person in the civil service (pegawai ASN), UU 20/2023 Pasal 5.

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::time::Instant;

/// A person in the civil service (pegawai ASN), UU 20/2023 Pasal 5.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "civil_servant")]
#[graphql(name = "CivilServantRow")]
pub struct Model {
    /// Identity of the person in the registry.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// Name without titles (nama tanpa gelar).
    #[graphql(skip)]
    pub name: String,
    /// Titles before the name (gelar depan).
    #[graphql(skip)]
    pub front_title: Option<String>,
    /// Titles after the name (gelar belakang).
    #[graphql(skip)]
    pub back_title: Option<String>,
    /// NIK, encrypted.
    #[graphql(skip)]
    pub nik_cipher: Option<String>,
    /// Blind index of the NIK.
    #[graphql(skip)]
    pub nik_index: Option<String>,
    /// Whether the day of birth or the sex told by the NIK and the service numbers disagree, so that
    /// somebody has to check the identity by hand (perlu pemeriksaan identitas).
    pub is_identity_doubtful: bool,
    /// Whether the person is invented for demonstration or tests (data contoh).
    pub is_invented: bool,
    /// When the personal data was erased (UU 27/2022 Pasal 43).
    pub erased_at: Option<Instant>,
    /// Revision, from 1.
    #[graphql(skip)]
    pub rev: i32,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "civil_servant" as "civilservant":
    Open { Id, IsInvented, Rev }
    Office { ErasedAt, IsIdentityDoubtful }
    Personal { Name[300], FrontTitle[300], BackTitle[300] }
    Secret { NikCipher[2000], NikIndex[128] }
}
