//! A person with what hangs on it, found by one statement. Its rows are all combinations of the
//! parts, which for one person are few.

use netra_domain::policy::{Permit, of};
use netra_entity::{
    Date, civil_servant, employment, pact_abstention, pact_signature, service_number,
    standing_version,
};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IdenStatic, Iterable,
    PartialModelTrait, QueryFilter, QueryResult, QuerySelect, QueryTrait, Select, TryGetError,
};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::Write;
use crate::pact::find::pact_signatures_within;
use crate::pact::pact_signature::SignatureLine;
use crate::people::find::employments_within;
use crate::reach::{begin, rows};

const NUMBER: &str = "number_";
const EMPLOYMENT: &str = "employment_";
const SIGNATURE: &str = "signature_";
const ABSTENTION: &str = "abstention_";
const VERSION: &str = "version";

/// What of a person is read besides the person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts<'a> {
    pub(crate) numbers: bool,
    pub(crate) employments: bool,
    /// Signatures, within the reach of a permit of their own.
    pub(crate) signatures: Option<&'a Permit<of::ReadPactSignatures>>,
}

/// One row of the answer: each part of the person beside each other.
#[derive(Debug)]
pub(crate) struct Beside {
    pub(crate) person: civil_servant::Model,
    pub(crate) number: Option<service_number::Model>,
    pub(crate) employment: Option<employment::Model>,
    pub(crate) signature: Option<SignatureLine>,
}

/// The person that meets a condition, with its parts beside it. Each part is narrowed as where it is
/// read by itself; the numbers go with the person, whose reach is asked already.
pub(crate) async fn dossier(
    db: &impl ConnectionTrait,
    permit: &Permit<of::ReadCivilServants>,
    parts: Parts<'_>,
    whose: Expr,
    today: Date,
) -> Result<Vec<Beside>> {
    let mut select = rows(permit, today, AsOf::Now).filter(whose);
    if parts.numbers {
        let now = present(service_number::Column::SupersededBy);
        select = beside(select, service_number::Column::CivilServantId, now);
        select = whole::<service_number::Entity>(select, NUMBER);
    }
    if parts.employments {
        let within = employments_within(permit, today, AsOf::Now);
        select = beside(select, employment::Column::CivilServantId, within);
        select = whole::<employment::Entity>(select, EMPLOYMENT);
    }
    if let Some(permit) = parts.signatures {
        let within = pact_signatures_within(permit, today, AsOf::Now);
        select = beside(select, pact_signature::Column::CivilServantId, within);
        select = SignatureLine::select_cols_nested(select, Some(SIGNATURE), None);
    }
    let rows = db.query_all(select.as_query()).await?;
    rows.iter().map(|row| Beside::of(row, parts)).collect()
}

/// What a person's pact is judged by, as it is now.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    /// Oldest first.
    pub(crate) employments: Vec<employment::Model>,
    pub(crate) signatures: Vec<pact_signature::Model>,
    pub(crate) abstentions: Vec<pact_abstention::Model>,
    /// The version of offices and institutions.
    pub(crate) version: i64,
}

/// Reads that inside an open act, which has locked the person.
pub(crate) async fn judged(act: &Write, person_id: Uuid) -> Result<Judged> {
    let version = Query::select()
        .column(standing_version::Column::Version)
        .from(standing_version::Entity)
        .to_owned();
    let mut select = begin::<civil_servant::Entity>()
        .filter(civil_servant::Column::Id.eq(person_id))
        .select_only()
        .column_as(Expr::from(version), VERSION);
    let of = employment::Column::CivilServantId;
    let now = present(employment::Column::SupersededBy);
    select = whole::<employment::Entity>(beside(select, of, now), EMPLOYMENT);
    let of = pact_signature::Column::CivilServantId;
    let now = present(pact_signature::Column::SupersededBy);
    select = whole::<pact_signature::Entity>(beside(select, of, now), SIGNATURE);
    let of = pact_abstention::Column::CivilServantId;
    let now = present(pact_abstention::Column::SupersededBy);
    select = whole::<pact_abstention::Entity>(beside(select, of, now), ABSTENTION);
    let mut judged = Judged::default();
    for row in act.tx().query_all(select.as_query()).await? {
        judged.version = row.try_get("", VERSION)?;
        take(&mut judged.employments, part(&row, true, EMPLOYMENT)?, |it| it.row_id);
        take(&mut judged.signatures, part(&row, true, SIGNATURE)?, |it| it.row_id);
        take(&mut judged.abstentions, part(&row, true, ABSTENTION)?, |it| it.row_id);
    }
    judged.employments.sort_by_key(|it| it.valid_from);
    Ok(judged)
}

fn present<C: ColumnTrait>(superseded_by: C) -> Condition {
    Condition::all().add(superseded_by.is_null())
}

/// Takes a part once, however often it stands beside others.
pub(crate) fn take<M>(taken: &mut Vec<M>, part: Option<M>, key: impl Fn(&M) -> Uuid) {
    if let Some(part) = part
        && !taken.iter().any(|it| key(it) == key(&part))
    {
        taken.push(part);
    }
}

/// Joins what hangs on a person by a column.
fn beside<C: ColumnTrait>(
    mut select: Select<civil_servant::Entity>,
    person: C,
    within: Condition,
) -> Select<civil_servant::Entity> {
    let same = person.into_expr().equals((civil_servant::Entity, civil_servant::Column::Id));
    let table = person.entity_name();
    QueryTrait::query(&mut select).left_join(table, Condition::all().add(same).add(within));
    select
}

/// Reads every column of a joined table under a prefix.
fn whole<E: EntityTrait>(
    select: Select<civil_servant::Entity>,
    prefix: &str,
) -> Select<civil_servant::Entity> {
    E::Column::iter().fold(select, |select, column| {
        select.column_as(column, format!("{prefix}{}", column.as_str()))
    })
}

impl Beside {
    /// One row, of which only these parts were read.
    fn of(row: &QueryResult, parts: Parts<'_>) -> Result<Self> {
        Ok(Self {
            person: FromQueryResult::from_query_result(row, "")?,
            number: part(row, parts.numbers, NUMBER)?,
            employment: part(row, parts.employments, EMPLOYMENT)?,
            signature: part(row, parts.signatures.is_some(), SIGNATURE)?,
        })
    }
}

fn part<M: FromQueryResult>(row: &QueryResult, is_read: bool, prefix: &str) -> Result<Option<M>> {
    if !is_read {
        return Ok(None);
    }
    match M::from_query_result_nullable(row, prefix) {
        Ok(part) => Ok(Some(part)),
        // The person has none.
        Err(TryGetError::Null(_)) => Ok(None),
        Err(TryGetError::DbErr(error)) => Err(error.into()),
    }
}
