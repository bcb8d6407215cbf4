//! A reading of personal records, or a refusal of one (catatan akses).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::Function;
use crate::time::Instant;

/// A reading of personal records, or a refusal of one (catatan akses).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "read_log")]
#[graphql(name = "ReadingRow")]
pub struct Model {
    /// Identity of the reading.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The server that answered.
    #[graphql(skip)]
    pub server: Uuid,
    /// The minute in which it was written, and in whose digest it counts.
    #[graphql(skip)]
    pub minute: Instant,
    /// When the answer was given (waktu akses).
    pub read_at: Instant,
    /// Pseudonym of the account that read.
    pub actor: String,
    /// The seat that read.
    #[graphql(skip)]
    pub seat_id: Option<Uuid>,
    /// The institution that read.
    #[graphql(skip)]
    pub institution_id: Option<Uuid>,
    /// The function under which it read; absent for a person about oneself (fungsi).
    pub function: Option<Function>,
    /// Root fields that were asked.
    pub field: String,
    /// What they were asked with, as JSON; words that may be personal stand as keyed tags.
    pub filter: String,
    /// Index up to which the order was known then.
    #[graphql(skip)]
    pub read_index: Option<i64>,
    /// How many persons the answer showed (jumlah orang).
    pub shown_count: i32,
    /// Those persons: their ids in ascending order, 16 bytes each, base64url.
    #[graphql(skip)]
    pub shown: String,
    /// What was refused: code and field of each refusal, separated by commas.
    pub refusals: Option<String>,
    /// Stated purpose, code list `READ_PURPOSE` (tujuan).
    pub purpose: Option<String>,
    /// The purpose in the reader's words.
    pub note: Option<String>,
    /// The event, where the reading is one of its own.
    #[graphql(skip)]
    pub recorded_by: Option<Uuid>,
    /// Trace of the request.
    pub trace_id: String,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "read_log" as "reading":
    Office { Id, Minute, ReadAt, Actor[128], SeatId, InstitutionId, Function, Field[20_000], Filter[200_000], ReadIndex, ShownCount, Refusals[200_000], Purpose[64], Note[2000], RecordedBy, TraceId[300] }
    Secret { Server, Shown }
}
