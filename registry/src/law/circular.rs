//! Circulars by which institutions remind their people of neutrality: part of what an office did to
//! prevent.

use std::collections::HashMap;

use async_graphql::{Enum, InputObject, OneofObject};
use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::{Date, Ref, circular, institution};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result, read, read_optional};
use crate::ledger::page::{OrderDirection, Page, Window};
use crate::ledger::recorded::Recorded;
use crate::ledger::rows::{begin, changed_since};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::reach::search::finds;

/// A circular to record.
#[derive(Clone, Debug, InputObject)]
pub struct RecordCircularInput {
    /// The institution that issued it (instansi).
    pub institution: Ref<institution::Entity>,
    /// Number as printed, one in its institution (nomor).
    pub number: String,
    /// Day on which it was signed (tanggal).
    pub dated_on: Date,
    /// Title (tentang).
    pub title: String,
    /// SHA-256 of the signed document, lower-case hexadecimal.
    pub sha256: String,
    /// Whether it is invented for demonstration or tests.
    #[graphql(skip)]
    pub is_invented: bool,
}

/// A circular by its number in its institution.
#[derive(Clone, Debug, InputObject)]
pub struct CircularNumberInput {
    /// The institution that issued it (instansi).
    pub institution: Ref<institution::Entity>,
    /// Number as printed (nomor).
    pub number: String,
}

/// How a circular is named.
#[derive(Clone, Debug, OneofObject)]
pub enum CircularBy {
    /// Its global id.
    Id(Ref<circular::Entity>),
    /// Its number in its institution (nomor surat edaran).
    Number(CircularNumberInput),
}

/// Which circulars are asked for.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CircularFilterInput {
    /// Only those of this institution (instansi).
    pub institution: Option<Ref<institution::Entity>>,
    /// Only those signed on this day or later.
    pub dated_from: Option<Date>,
    /// Only those signed on this day or earlier.
    pub dated_to: Option<Date>,
    /// Only those that changed after the event with this index, as text.
    pub changed_since: Option<String>,
}

/// By what circulars are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum CircularOrderField {
    /// The day on which they were signed (tanggal).
    #[default]
    DatedOn,
    /// Their number (nomor).
    Number,
}

/// In which order circulars are listed.
#[derive(Clone, Copy, Debug, Default, InputObject)]
pub struct CircularOrderInput {
    /// By what.
    pub field: CircularOrderField,
    /// In which direction.
    #[graphql(default)]
    pub direction: OrderDirection,
}

/// What a list of circulars is asked for: filter, order, and the words of a search.
pub type CircularsAsked = (Option<CircularFilterInput>, Option<CircularOrderInput>, Option<String>);

impl Registry {
    /// One circular.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `ID_INVALID`.
    pub async fn circular(
        &self,
        permit: &Permit<of::ReadReference>,
        by: &CircularBy,
    ) -> Result<circular::Model> {
        use circular::Column;
        let named = match by {
            CircularBy::Id(id) => Condition::all().add(Column::Id.eq(read("by.id", id)?)),
            CircularBy::Number(by) => Condition::all()
                .add(Column::InstitutionId.eq(read("by.number.institution", &by.institution)?))
                .add(Column::Number.eq(by.number.trim())),
        };
        self.one(self.within::<circular::Entity, _>(permit, AsOf::Now).filter(named)).await
    }

    /// Circulars, by the day on which they were signed unless another order is asked for.
    ///
    /// # Errors
    /// `ID_INVALID` in the filter.
    pub async fn circulars(
        &self,
        permit: &Permit<of::ReadReference>,
        (filter, order, query): &CircularsAsked,
        window: &Window,
    ) -> Result<Page<circular::Model>> {
        use circular::Column;
        let (filter, order) = (filter.clone().unwrap_or_default(), order.unwrap_or_default());
        let institution = read_optional("filter.institution", filter.institution.as_ref())?;
        let since = filter.changed_since.as_deref().map(str::parse).transpose();
        let since =
            since.map_err(|_text| Error::invalid("filter.changedSince", Rule::IdInvalid))?;
        let changed = since.map(|index| changed_since(circular::Entity::KIND, index));
        let condition = finds::<circular::Entity>(query.as_deref().unwrap_or_default())
            .add_option(institution.map(|id| Column::InstitutionId.eq(id)))
            .add_option(filter.dated_from.map(|day| Column::DatedOn.gte(day)))
            .add_option(filter.dated_to.map(|day| Column::DatedOn.lte(day)))
            .add_option(changed.map(|ids| Column::Id.in_subquery(ids)));
        let by = match order.field {
            CircularOrderField::DatedOn => Column::DatedOn,
            CircularOrderField::Number => Column::Number,
        };
        let select = self.within::<circular::Entity, _>(permit, AsOf::Now).filter(condition);
        self.page(select, &[by, Column::Id], &window.ordered(order.direction)).await
    }

    /// Records a circular.
    ///
    /// # Errors
    /// `FORBIDDEN` for an institution outside the reach; `DIGEST_INVALID`; `CODE_TAKEN` where the
    /// number was recorded with other facts. The same facts again change nothing.
    pub async fn record_circular(
        &self,
        permit: &Permit<of::RecordCircular>,
        request: &ActRequest,
        input: &RecordCircularInput,
    ) -> Result<Done> {
        let institution = permit.covers_institution(input.institution.id())?;
        let mut act = open_act!(self, permit, request);
        let row = draft(&act, institution, input)?;
        let known = known(&act, std::slice::from_ref(&row)).await?;
        let same = judge(&known, &row).map_err(|rule| Error::invalid("number", rule))?;
        let id = same.unwrap_or(row.id);
        if same.is_none() {
            store(&mut act, vec![row]).await?;
        }
        act.commit(Some(id)).await
    }
}

/// Circulars by institution and number.
pub(crate) type Known = HashMap<(Uuid, String), circular::Model>;

/// The row that an input makes.
pub(crate) fn draft(
    act: &Write,
    institution_id: Uuid,
    input: &RecordCircularInput,
) -> Result<circular::Model> {
    let digest = |it: &u8| it.is_ascii_digit() || (b'a'..=b'f').contains(it);
    if input.sha256.len() != 64 || !input.sha256.as_bytes().iter().all(digest) {
        return Err(Error::invalid("sha256", Rule::DigestInvalid));
    }
    Ok(circular::Model {
        id: act.new_id(),
        institution_id,
        number: input.number.trim().to_owned(),
        dated_on: input.dated_on,
        title: input.title.trim().to_owned(),
        sha256: input.sha256.clone(),
        is_invented: input.is_invented,
        rev: 1,
    })
}

/// What is recorded under the numbers of some rows.
pub(crate) async fn known(act: &Write, rows: &[circular::Model]) -> Result<Known> {
    use circular::Column;
    let found = begin::<circular::Entity>()
        .filter(Column::InstitutionId.is_in(rows.iter().map(|row| row.institution_id)))
        .filter(Column::Number.is_in(rows.iter().map(|row| row.number.as_str())))
        .all(act.tx())
        .await?;
    Ok(found.into_iter().map(|row| ((row.institution_id, row.number.clone()), row)).collect())
}

/// The circular that a row repeats, if it does.
///
/// # Errors
/// `CODE_TAKEN` where its number has other facts.
pub(crate) fn judge(
    known: &Known,
    row: &circular::Model,
) -> std::result::Result<Option<Uuid>, Rule> {
    let Some(before) = known.get(&(row.institution_id, row.number.clone())) else {
        return Ok(None);
    };
    let same = circular::Model { id: before.id, rev: before.rev, ..row.clone() };
    if same == *before { Ok(Some(before.id)) } else { Err(Rule::CodeTaken) }
}

/// Stores new circulars with the words by which they are found.
pub(crate) async fn store(act: &mut Write, rows: Vec<circular::Model>) -> Result<()> {
    let text = |row: &circular::Model| (row.id, format!("{} {}", row.number, row.title));
    let texts: Vec<_> = rows.iter().map(text).collect();
    for row in rows {
        act.add(row, Vec::new())
            .await
            .map_err(|error| error.or_taken(|| Error::invalid("number", Rule::CodeTaken)))?;
    }
    act.index::<circular::Entity>(&texts).await
}
