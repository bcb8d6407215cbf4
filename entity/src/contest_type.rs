//! A kind of contest: who stands, where, and which office registers (jenis pemilihan).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::{Confidence, ContestArea, ContestantKind, ElectionRegime, Level};

/// A kind of contest: who stands, where, and which office registers (jenis pemilihan).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "contest_type")]
#[graphql(name = "ContestTypeRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// Code.
    pub code: String,
    /// Body of law (rezim).
    pub regime: ElectionRegime,
    /// Order.
    pub ordinal: i32,
    /// Label in Indonesian.
    pub label: String,
    /// Label in English.
    pub label_en: Option<String>,
    /// Who stands (peserta).
    pub contestant_kind: ContestantKind,
    /// What one contest covers (wilayah pemilihan).
    pub area: ContestArea,
    /// Whether it is divided into electoral districts (daerah pemilihan).
    pub has_districts: bool,
    /// Level of the election administration that registers it (tingkat KPU).
    pub registered_at: Level,
    /// Whether one may stand without a party (perseorangan).
    pub independent_allowed: bool,
    /// Where the facts come from (sumber).
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "contest_type":
    Open { Id, Code[64], Regime, Ordinal, Label[300], LabelEn[300], ContestantKind, Area, HasDistricts, RegisteredAt, IndependentAllowed, Source[2000], Confidence }
}
