//! Why a civil servant does not sign: a refusal, or an exemption for a time (menolak, dibebaskan).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::AbstentionKind;
use crate::time::{Date, Instant};

/// Why a civil servant does not sign: a refusal, or an exemption for a time (menolak, dibebaskan).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "pact_abstention")]
#[graphql(name = "PactAbstentionRow")]
pub struct Model {
    /// Identity of this version.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub row_id: Uuid,
    /// Identity of the abstention, the same in all its versions.
    #[graphql(skip)]
    pub id: Uuid,
    /// Whether the person refuses or is exempt (jenis).
    pub kind: AbstentionKind,
    /// The text.
    #[graphql(skip)]
    pub pact_text_id: Uuid,
    /// The cycle of the text.
    #[graphql(skip)]
    pub cycle_id: Uuid,
    /// The class of the text: the abstention is from every text of it.
    #[graphql(skip)]
    pub equivalence_class: Uuid,
    /// The person.
    #[graphql(skip)]
    pub civil_servant_id: Uuid,
    /// The employment under which it was recorded.
    #[graphql(skip)]
    pub employment_id: Uuid,
    /// The institution of that employment.
    #[graphql(skip)]
    pub institution_id: Uuid,
    /// The unit of that employment.
    #[graphql(skip)]
    pub unit_id: Option<Uuid>,
    /// Code of the reason, of an exemption: it may tell of an illness.
    #[graphql(skip)]
    pub reason_code: Option<String>,
    /// The reason in words.
    #[graphql(skip)]
    pub reason: String,
    /// First day on which it holds; of a refusal the day on which it was declared.
    pub valid_from: Date,
    /// First day on which it no longer holds.
    pub valid_to: Option<Date>,
    /// Whether the person declared it, and not the employer for the person.
    pub is_declared_by_person: bool,
    /// What proves it (JSON).
    #[graphql(skip)]
    pub evidence: String,
    /// Moment at which the registry recorded it.
    pub recorded_at: Instant,
    /// Why it was ended (alasan pengakhiran).
    pub end_reason: Option<String>,
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

crate::class::classes! { "pact_abstention" as "abstention":
    Open { RowId, Id, PactTextId, CycleId, EquivalenceClass, CivilServantId, EmploymentId, InstitutionId, UnitId, RecordedBy, SupersededBy }
    Office { Kind, ValidFrom, ValidTo, IsDeclaredByPerson, RecordedAt, EndReason[2000] }
    Personal { ReasonCode[64], Reason[2000], Evidence[20000] }
}
