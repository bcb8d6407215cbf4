//! Where the law departs from a contest type (kekhususan daerah).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::{Confidence, ContestRule};
use crate::time::Date;

/// Where the law departs from a contest type (kekhususan daerah).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "contest_exception")]
#[graphql(name = "ContestException")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// Code of the contest type.
    pub contest_type: String,
    /// The region it is about, with those below it.
    pub region_code: String,
    /// What the law says there.
    pub rule: ContestRule,
    /// First day in force.
    pub valid_from: Option<Date>,
    /// First day no longer in force.
    pub valid_to: Option<Date>,
    /// Legal basis (dasar hukum).
    pub legal_basis: String,
    /// Where the facts come from (sumber).
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "contest_exception":
    Open { Id, ContestType[64], RegionCode[64], Rule, ValidFrom, ValidTo, LegalBasis[2000], Source[2000], Confidence }
}
