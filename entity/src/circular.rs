//! A circular by which an institution reminds its people of neutrality (surat edaran netralitas).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::time::Date;

/// A circular by which an institution reminds its people of neutrality (surat edaran netralitas).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "circular")]
#[graphql(name = "CircularRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The institution that issued it.
    #[graphql(skip)]
    pub institution_id: Uuid,
    /// Number as printed, one in its institution (nomor).
    pub number: String,
    /// Day on which it was signed (tanggal).
    pub dated_on: Date,
    /// Title (tentang).
    pub title: String,
    /// SHA-256 of the signed document, lower-case hexadecimal.
    pub sha256: String,
    /// Whether it is invented for demonstration or tests (data contoh).
    pub is_invented: bool,
    /// Version, from 1.
    #[graphql(skip)]
    pub rev: i32,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "circular" as "circular":
    Open { Id, InstitutionId, Number[200], DatedOn, Title[500], Sha256[64], IsInvented, Rev }
}
