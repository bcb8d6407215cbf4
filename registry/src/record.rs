//! The register of records: one line for each kind that events are about. The door to write takes no
//! other kind, derives the after-image of an event from the row by this register, and `fsck` holds
//! the rows against the events by the same lines.

pub mod history;
pub(crate) mod part;
use std::collections::HashMap;

use netra_entity::{
    Class, Classified, api_client, breach, campaign_account, campaign_account_imitation,
    campaign_account_rule, candidate, circular, civil_servant, code_list, contest,
    contest_exception, contest_round, contest_type, contestant, countersign_delegation, cycle,
    election, employment, erasure, holiday, institution, institution_function, invitation,
    legal_hold, legal_instrument, non_asn_signature, organisational_unit, pact_abstention,
    pact_signature, pact_text, party, party_participation, read_log, read_log_minute,
    rectification, region, seat, service_number, succession, user,
};
use sea_orm::sea_query::{Expr, ExprTrait, IntoCondition};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IdenStatic, Iterable, ModelTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::ledger::recorded::{NAMES, Recorded, json};
use crate::ledger::rows::events_about;
use crate::reach::begin;

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

    /// The columns that an after-image has to have.
    pub(crate) fn told(&self, kind: &str) -> impl Iterator<Item = (&String, &Json)> {
        self.columns.iter().filter(move |(column, _)| !is_untold(kind, column))
    }

    /// The revision in the row; none in versions, which name their events.
    pub(crate) fn rev(&self) -> Option<i64> {
        self.columns.get("rev")?.as_i64()
    }

    /// The body of a text, with the digest that an after-image has of it.
    pub(crate) fn body(&self) -> Option<(&str, &str)> {
        self.columns.get("body")?.as_str().zip(self.columns.get("sha256")?.as_str())
    }

    /// Whether rows are versions of their record.
    pub(crate) fn is_version(&self) -> bool {
        self.columns.contains_key("superseded_by")
    }
}

macro_rules! records {
    ($($table:ident $(without $($untold:ident),+)?;)*) => {
        $(impl Recorded for $table::Entity {
            const KIND: &'static str = <$table::Column as Classified>::TABLE;
            const ID: $table::Column = $table::Column::Id;
            const UNTOLD: &'static [$table::Column] = &[$($($table::Column::$untold),+)?];
        })*

        /// The kinds whose rows are known.
        pub(crate) const KINDS: &[&str] = &[$($table::Entity::KIND,)*];

        fn is_withheld(kind: &str, column: &str) -> bool {
            match kind {
                $($table::Entity::KIND => {
                    $table::Entity::UNTOLD.iter().any(|it| it.as_str() == column)
                })*
                _ => false,
            }
        }

        /// The class of a field of an after-image: that of its column; of what is no column the
        /// strictest of the table.
        #[must_use]
        pub(crate) fn class_of(kind: &str, field: &str) -> Class {
            match kind {
                $($table::Entity::KIND => class_in::<$table::Column>(field),)*
                // Not every reading has an event.
                "reading" => class_in::<read_log::Column>(field),
                _ => Class::Secret,
            }
        }

        /// Every row of records, versions included.
        pub(crate) async fn rows(
            db: &impl ConnectionTrait,
            kind: &str,
            ids: Vec<Uuid>,
        ) -> Result<Vec<Stored>> {
            match kind {
                $($table::Entity::KIND => {
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
            db: &impl ConnectionTrait,
            kind: &str,
            most: u64,
        ) -> Result<Vec<Uuid>> {
            match kind {
                $($table::Entity::KIND => {
                    let rows = begin::<$table::Entity>()
                        .select_only()
                        .column($table::Column::Id)
                        .filter(Expr::exists(events_about($table::Entity, $table::Column::Id)).not())
                        .filter(is_told(kind))
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

records! {
    region;
    institution;
    organisational_unit;
    institution_function;
    civil_servant;
    service_number;
    employment;
    user without PasswordHash;
    invitation without TokenDigest, UsedAt;
    seat;
    api_client;
    legal_instrument;
    code_list;
    holiday;
    cycle;
    election;
    contest;
    contest_round;
    contest_type;
    contest_exception;
    contestant;
    candidate without NikIndex;
    campaign_account;
    circular;
    campaign_account_imitation;
    campaign_account_rule;
    party;
    succession;
    countersign_delegation;
    non_asn_signature;
    pact_abstention;
    party_participation;
    pact_text without Body;
    pact_signature;
    rectification;
    erasure;
    legal_hold;
    breach;
    read_log_minute;
}

/// Kinds whose events are held against no row.
const APART: &[&str] = &[
    // The event is the record of a file that was read: its digest and the counts.
    "import",
    // The row grows with the log; fsck grows the tree again, and reads the opening with it.
    "log_origin",
    // A reading is held by the digest of its minute, words apart, and those an erasure may take.
    "reading",
    // Sessions begin and end without an event; one tells that tokens were in two hands.
    "session",
];

/// Whether events may be about a kind.
pub(crate) fn is_known(kind: &str) -> bool {
    KINDS.contains(&kind) || APART.contains(&kind)
}

/// Columns that no after-image has.
fn is_untold(kind: &str, column: &str) -> bool {
    NAMES.contains(&column) || is_withheld(kind, column)
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

/// Whether a row has to have an event.
fn is_told(kind: &str) -> Condition {
    match kind {
        // The present one is open.
        "read_log_minute" => read_log_minute::Column::RecordedBy.is_not_null().into_condition(),
        _ => Condition::all(),
    }
}

fn stored<M: ModelTrait>(id: Uuid, row: &M) -> Stored {
    let cell = |column: <M::Entity as EntityTrait>::Column| {
        Some((column.as_str().to_owned(), json(row.get(column))?))
    };
    let columns = <M::Entity as EntityTrait>::Column::iter().filter_map(cell).collect();
    Stored { id, columns }
}
