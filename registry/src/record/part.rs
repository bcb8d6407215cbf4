//! The rows that hang on a record and go with it in its event: the list from which `fsck` takes them,
//! beside that of the records themselves.

use netra_entity::code::SuccessionSide;
use netra_entity::{
    api_client_key, campaign_account_name, candidate_status, contest_phase, contestant_party,
    contestant_status, election_phase, electoral_district, legal_instrument_number,
    succession_function, succession_party, succession_unit,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IdenStatic, Iterable, ModelTrait,
    QueryFilter,
};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::ledger::recorded::json;
use crate::reach::begin;

/// Rows of one table that hang on records of a kind.
#[derive(Debug)]
pub(crate) struct Part {
    /// The kind of the record.
    pub(crate) kind: &'static str,
    /// The field of its after-images that tells of the rows.
    pub(crate) field: &'static str,
    shape: Shape,
    keys: &'static [&'static str],
    pub(crate) kept: Kept,
}

/// How an after-image tells of rows.
#[derive(Clone, Copy, Debug)]
enum Shape {
    /// A list of objects.
    Objects,
    /// A list of single values.
    Values,
    /// One object, of the row that came with the event or was the last before it.
    Last,
}

/// How rows are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// Each came with an event, and stays as it came.
    WithEvents,
    /// They stand and go with the record.
    WithRecord,
}

/// What is told of a row, in one order.
pub(crate) type Image = Vec<Json>;

/// A row that hangs on a record.
#[derive(Clone, Debug)]
pub(crate) struct Hanging {
    /// The record.
    pub(crate) of: Uuid,
    pub(crate) image: Image,
    /// The event that it came with, where it names one.
    pub(crate) recorded_by: Option<Uuid>,
}

impl Part {
    /// What an after-image tells of its rows; none where it tells nothing.
    pub(crate) fn told(&self, after: &Map<String, Json>) -> Option<Vec<Image>> {
        let object = |it: &Json| -> Image {
            self.keys.iter().map(|key| it.get(key).cloned().unwrap_or_default()).collect()
        };
        let told = after.get(self.field)?;
        Some(match self.shape {
            Shape::Last => vec![object(told)],
            Shape::Objects => told.as_array()?.iter().map(object).collect(),
            Shape::Values => told.as_array()?.iter().map(|it| vec![it.clone()]).collect(),
        })
    }
}

/// Rows of one table that hang on records, typed: what an act adds to the image of a record.
#[derive(Debug)]
pub(crate) struct PartOf<E: EntityTrait> {
    field: &'static str,
    shape: Shape,
    columns: &'static [(&'static str, E::Column)],
}

impl<E: EntityTrait> PartOf<E> {
    /// The field of the after-image, and what it tells of the rows.
    pub(crate) fn of(&self, rows: &[E::Model]) -> (&'static str, Json) {
        let cell = |row: &E::Model, column: E::Column| json(row.get(column)).unwrap_or_default();
        let object = |row: &E::Model| {
            let cells = self.columns.iter().map(|(key, it)| ((*key).to_owned(), cell(row, *it)));
            Json::Object(cells.collect())
        };
        let value =
            |row: &E::Model| self.columns.first().map(|(_, it)| cell(row, *it)).unwrap_or_default();
        let told = match self.shape {
            Shape::Last => rows.last().map(object).unwrap_or_default(),
            Shape::Objects => rows.iter().map(object).collect(),
            Shape::Values => rows.iter().map(value).collect(),
        };
        (self.field, told)
    }
}

macro_rules! parts {
    ($($name:tt: $kind:literal $field:literal $shape:ident $kept:ident = $table:ident by $of:ident
        $(where $only:expr,)?
        ($($key:literal = $column:ident),* $(,)?);)*) => {
        $(#[doc = concat!("`", $field, "` of `", $kind, "`.")]
        pub(crate) const $name: PartOf<$table::Entity> = PartOf {
            field: $field,
            shape: Shape::$shape,
            columns: &[$(($key, $table::Column::$column)),*],
        };)*

        /// All of them.
        pub(crate) const PARTS: &[Part] = &[$(
            Part {
                kind: $kind,
                field: $field,
                shape: Shape::$shape,
                kept: Kept::$kept,
                keys: &[$($key),*],
            },
        )*];

        /// The rows of a part that hang on some records.
        pub(crate) async fn hanging(
            db: &impl ConnectionTrait,
            part: &Part,
            records: Vec<Uuid>,
        ) -> Result<Vec<Hanging>> {
            match (part.kind, part.field) {
                $(($kind, $field) => {
                    let only = Condition::all()$(.add($only))?;
                    let rows = begin::<$table::Entity>()
                        .filter($table::Column::$of.is_in(records))
                        .filter(only)
                        .all(db)
                        .await?;
                    let columns = [$($table::Column::$column),*];
                    Ok(rows.iter().filter_map(|row| row_of(row, $table::Column::$of, &columns)).collect())
                })*
                _ => Ok(Vec::new()),
            }
        }
    };
}

parts! {
    CLIENT_KEYS: "api_client" "keys" Objects WithRecord = api_client_key by ClientId
        ("kid" = Kid, "algorithm" = Algorithm, "jwk" = Jwk, "added_on" = AddedOn,
         "retired_on" = RetiredOn);
    INSTRUMENT_NUMBERS: "legal_instrument" "numbers" Objects WithRecord = legal_instrument_number by InstrumentId
        ("party_code" = PartyCode, "number" = Number, "signatory" = Signatory,
         "office" = Office, "appointment" = Appointment, "source" = Source);
    ELECTION_PHASES: "election" "phases" Objects WithRecord = election_phase by ElectionId
        ("contest_type" = ContestType, "region_code" = RegionCode, "phase" = Phase,
         "starts_on" = StartsOn, "ends_on" = EndsOn, "source" = Source,
         "confidence" = Confidence);
    CONTEST_DISTRICTS: "contest" "districts" Objects WithRecord = electoral_district by ContestId
        ("code" = Code, "name" = Name, "seats" = Seats);
    ROUND_PHASES: "contest_round" "phases" Objects WithRecord = contest_phase by RoundId
        ("phase" = Phase, "starts_on" = StartsOn, "ends_on" = EndsOn, "source" = Source,
         "confidence" = Confidence);
    NOMINATED_BY: "contestant" "nominated_by" Values WithRecord = contestant_party by ContestantId
        ("party_id" = PartyId);
    CONTESTANT_STATUS: "contestant" "status" Last WithEvents = contestant_status by ContestantId
        ("state" = State, "valid_from" = ValidFrom, "ground" = Ground,
         "document_number" = DocumentNumber, "document_issuer" = DocumentIssuer,
         "document_dated_on" = DocumentDatedOn, "document_sha256" = DocumentSha256);
    CANDIDATE_STATUS: "candidate" "status" Last WithEvents = candidate_status by CandidateId
        ("state" = State, "valid_from" = ValidFrom, "ground" = Ground,
         "document_number" = DocumentNumber, "document_issuer" = DocumentIssuer,
         "document_dated_on" = DocumentDatedOn, "document_sha256" = DocumentSha256);
    ACCOUNT_NAMES: "campaign_account" "names" Objects WithEvents = campaign_account_name by AccountId
        ("url" = Key, "is_native_id" = IsNativeId, "handle" = Handle,
         "as_written" = AsWritten, "valid_from" = ValidFrom, "valid_to" = ValidTo);
    _: "succession" "from" Values WithRecord = succession_party by SuccessionId
        where succession_party::Column::Side.eq(SuccessionSide::Predecessor),
        ("institution" = InstitutionId);
    _: "succession" "to" Values WithRecord = succession_party by SuccessionId
        where succession_party::Column::Side.eq(SuccessionSide::Successor),
        ("institution" = InstitutionId);
    _: "succession" "functions" Objects WithRecord = succession_function by SuccessionId
        ("function" = Function, "from" = FromId, "to" = ToId, "moves_seats" = MovesSeats);
    _: "succession" "units" Objects WithRecord = succession_unit by SuccessionId
        where succession_unit::Column::IsNamed.eq(true),
        ("unit" = UnitId, "to" = ToId);
}

fn row_of<M: ModelTrait>(
    row: &M,
    of: <M::Entity as EntityTrait>::Column,
    columns: &[<M::Entity as EntityTrait>::Column],
) -> Option<Hanging> {
    let id = |column| json(row.get(column))?.as_str()?.parse().ok();
    let recorded_by =
        <M::Entity as EntityTrait>::Column::iter().find(|it| it.as_str() == "recorded_by");
    Some(Hanging {
        of: id(of)?,
        image: columns.iter().map(|column| json(row.get(*column))).collect::<Option<_>>()?,
        recorded_by: recorded_by.and_then(id),
    })
}
