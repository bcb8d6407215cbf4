//! A political party, national or local to Aceh (partai politik).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::PartyScope;

/// A political party, national or local to Aceh (partai politik).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "party")]
#[graphql(name = "PartyRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Short name (singkatan).
    pub abbreviation: String,
    /// Where it may stand.
    pub scope: PartyScope,
    /// Where the facts come from (sumber).
    pub source: String,
    /// Revision, from 1.
    #[graphql(skip)]
    pub rev: i32,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "party" as "party":
    Open { Id, Code[64], Name[300], Abbreviation[100], Scope, Source[2000], Rev }
}
