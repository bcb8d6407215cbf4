//! A law, regulation, decree or decision (instrumen hukum).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::Confidence;
use crate::time::Date;

/// A law, regulation, decree or decision (instrumen hukum).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "legal_instrument")]
#[graphql(name = "LegalInstrumentRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// Code in this registry.
    pub code: String,
    /// Kind: `LAW`, `GOVERNMENT_REGULATION`, `JOINT_DECREE` and so on.
    pub kind: String,
    /// Number as printed; a joint decree has one number for each signatory.
    pub number: Option<String>,
    /// Title (tentang).
    pub title: String,
    /// Short name in Indonesian.
    pub label: String,
    /// Short name in English.
    pub label_en: Option<String>,
    /// Day it was signed (tanggal penetapan).
    pub dated_on: Option<Date>,
    /// First day in force.
    pub effective_from: Option<Date>,
    /// First day no longer in force.
    pub effective_to: Option<Date>,
    /// Code of the instrument that replaced it.
    pub replaced_by: Option<String>,
    /// Where the facts come from.
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
    /// Revision, from 1.
    #[graphql(skip)]
    pub rev: i32,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "legal_instrument" as "instrument":
    Open { Id, Code[64], Kind[64], Number[300], Title[2000], Label[300], LabelEn[300], DatedOn, EffectiveFrom, EffectiveTo, ReplacedBy[64], Source[2000], Confidence, Rev }
}
