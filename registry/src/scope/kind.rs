//! The kinds of records that events are about, and the tables of their rows: the one list from
//! which `fsck` takes the rows to compare.

use std::collections::HashMap;

use netra_entity::{
    Class, Classified, Instant, api_client, breach, campaign_account, campaign_account_imitation,
    campaign_account_rule, candidate, civil_servant, code_list, contest, contest_exception,
    contest_round, contest_type, contestant, countersign_delegation, cycle, election, employment,
    erasure, holiday, institution, institution_function, invitation, legal_hold, legal_instrument,
    non_asn_signature, organisational_unit, pact_abstention, pact_signature, pact_text, party,
    party_participation, read_log, rectification, region, seat, service_number, succession, user,
};
use sea_orm::sea_query::{Expr, ExprTrait, Query, Value};
use sea_orm::{
    ColumnTrait, DatabaseConnection, EntityName, EntityTrait, IdenStatic, Iterable, ModelTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::Value as Json;
use uuid::Uuid;

use super::begin;
use crate::error::Result;

/// A row of a record as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) id: Uuid,
    /// The columns, as an after-image would have them.
    pub(crate) columns: HashMap<String, Json>,
}

impl Stored {
    /// The event in a column.
    pub(crate) fn event(&self, column: &str) -> Option<Uuid> {
        self.columns.get(column)?.as_str()?.parse().ok()
    }

    /// Whether rows are versions of their record.
    pub(crate) fn is_version(&self) -> bool {
        self.columns.contains_key("superseded_by")
    }
}

macro_rules! kinds {
    ($($kind:literal = $table:ident;)*) => {
        /// The kinds whose rows are known.
        pub(crate) const KINDS: &[&str] = &[$($kind,)*];

        /// The class of a field of an after-image: that of its column; of what is no column the
        /// strictest of the table.
        #[must_use]
        pub(crate) fn class_of(kind: &str, field: &str) -> Class {
            match kind {
                $($kind => class_in::<$table::Column>(field),)*
                // Not every reading has an event.
                "reading" => class_in::<read_log::Column>(field),
                _ => Class::Secret,
            }
        }

        /// Every row of records, versions included.
        pub(crate) async fn rows(
            db: &DatabaseConnection,
            kind: &str,
            ids: Vec<Uuid>,
        ) -> Result<Vec<Stored>> {
            match kind {
                $($kind => {
                    let rows = begin::<$table::Entity>()
                        .filter($table::Column::Id.is_in(ids))
                        .all(db)
                        .await?;
                    Ok(rows.iter().map(|row| stored(row.id, row)).collect())
                })*
                _ => Ok(Vec::new()),
            }
        }

        /// Some rows that no event is about.
        pub(crate) async fn orphans(
            db: &DatabaseConnection,
            kind: &str,
            most: u64,
        ) -> Result<Vec<Uuid>> {
            match kind {
                $($kind => {
                    let rows = begin::<$table::Entity>()
                        .select_only()
                        .column($table::Column::Id)
                        .filter(Expr::exists(about($table::Entity, $table::Column::Id)).not())
                        .order_by_asc($table::Column::Id)
                        .limit(most)
                        .into_tuple()
                        .all(db)
                        .await?;
                    Ok(rows)
                })*
                _ => Ok(Vec::new()),
            }
        }
    };
}

kinds! {
    "region" = region;
    "institution" = institution;
    "organisational_unit" = organisational_unit;
    "institution_function" = institution_function;
    "civil_servant" = civil_servant;
    "service_number" = service_number;
    "employment" = employment;
    "user" = user;
    "invitation" = invitation;
    "seat" = seat;
    "api_client" = api_client;
    "legal_instrument" = legal_instrument;
    "code_list" = code_list;
    "holiday" = holiday;
    "cycle" = cycle;
    "election" = election;
    "contest" = contest;
    "contest_round" = contest_round;
    "contest_type" = contest_type;
    "contest_exception" = contest_exception;
    "contestant" = contestant;
    "candidate" = candidate;
    "campaign_account" = campaign_account;
    "campaign_account_imitation" = campaign_account_imitation;
    "campaign_account_rule" = campaign_account_rule;
    "party" = party;
    "succession" = succession;
    "countersign_delegation" = countersign_delegation;
    "non_asn_signature" = non_asn_signature;
    "pact_abstention" = pact_abstention;
    "party_participation" = party_participation;
    "pact_text" = pact_text;
    "pact_signature" = pact_signature;
    "rectification" = rectification;
    "erasure" = erasure;
    "legal_hold" = legal_hold;
    "breach" = breach;
}

fn class_in<C: Classified>(field: &str) -> Class {
    let rank = |class: &Class| match class {
        Class::Open => 0,
        Class::Office => 1,
        Class::Personal => 2,
        Class::Secret => 3,
    };
    let named = C::iter().find(|column| column.as_str() == field).map(|column| column.class());
    let strictest = || C::iter().map(|column| column.class()).max_by_key(rank);
    named.or_else(strictest).unwrap_or(Class::Secret)
}

/// The events about the row of a table.
fn about<E: EntityName, C: ColumnTrait>(table: E, id: C) -> sea_orm::sea_query::SelectStatement {
    use netra_entity::event_record;
    Query::select()
        .expr(Expr::val(1))
        .from(event_record::Entity)
        .and_where(
            Expr::col((event_record::Entity, event_record::Column::SubjectId)).equals((table, id)),
        )
        .to_owned()
}

fn stored<M: ModelTrait>(id: Uuid, row: &M) -> Stored {
    let cell = |column: <M::Entity as EntityTrait>::Column| {
        Some((column.as_str().to_owned(), json(row.get(column))?))
    };
    let columns = <M::Entity as EntityTrait>::Column::iter().filter_map(cell).collect();
    Stored { id, columns }
}

/// A cell as an after-image has it; none for a type that no record has.
fn json(cell: Value) -> Option<Json> {
    if cell == cell.as_null() {
        Some(Json::Null)
    } else if let Value::String(Some(text)) = cell {
        Some(text.into())
    } else if let Value::Uuid(Some(id)) = cell {
        Some(id.to_string().into())
    } else if let Value::Bool(Some(truth)) = cell {
        Some(truth.into())
    } else if let Value::Int(Some(number)) = cell {
        Some(number.into())
    } else if let Value::BigInt(Some(number)) = cell {
        Some(number.into())
    } else if let Value::ChronoDate(Some(day)) = cell {
        Some(day.to_string().into())
    } else if let Value::ChronoDateTimeUtc(Some(at)) = cell {
        Some(Instant(at).to_string().into())
    } else {
        None
    }
}
