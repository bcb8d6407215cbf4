//! Institutions.

pub(crate) mod within;
use netra_domain::policy::{Permit, of};
use netra_domain::{RegionCode, RegionLevel, Rule};
use netra_entity::code::InstitutionKind;
use netra_entity::{Date, institution};
use sea_orm::sea_query::{Condition, ExprTrait};
use sea_orm::{ColumnTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office;
use crate::office::region::{holds, on_day};

/// Kind of the record in events.
pub(crate) const KIND: &str = "institution";

/// How an institution is looked up.
#[derive(Clone, Debug)]
pub enum InstitutionBy {
    /// By its id.
    Id(Uuid),
    /// By its code.
    Code(String),
}

/// Which institutions are asked for.
#[derive(Clone, Debug, Default)]
pub struct InstitutionFilter {
    /// Only this kind.
    pub kind: Option<InstitutionKind>,
    /// Only those in this region or below.
    pub region: Option<String>,
    /// Only the direct subordinates of this one.
    pub parent_id: Option<Uuid>,
    /// Only those that exist on this day.
    pub on: Option<Date>,
}

/// An institution to register or to bring up to date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstitutionInput {
    /// Code.
    pub code: String,
    /// Official name.
    pub name: String,
    /// Name in English.
    pub name_en: Option<String>,
    /// Kind.
    pub kind: InstitutionKind,
    /// Code of the institution above.
    pub parent_code: Option<String>,
    /// Code of its region.
    pub region_code: Option<String>,
    /// First day.
    pub valid_from: Option<Date>,
    /// First day after its last.
    pub valid_to: Option<Date>,
    /// Whether it is a personnel authority's own institution.
    pub employs_asn: bool,
    /// Law or publication it rests on.
    pub source: String,
}

impl Registry {
    /// One institution.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn institution(
        &self,
        permit: &Permit<of::ReadReference>,
        by: &InstitutionBy,
    ) -> Result<institution::Model> {
        let condition = match by {
            InstitutionBy::Id(id) => institution::Column::Id.eq(*id),
            InstitutionBy::Code(code) => institution::Column::Code.eq(code),
        };
        self.within::<institution::Entity, _>(permit, AsOf::Now)
            .filter(condition)
            .one(self.reader())
            .await?
            .ok_or(Error::NotFound)
    }

    /// Institutions in the order of their codes.
    ///
    /// # Errors
    /// The database's own.
    pub async fn institutions(
        &self,
        permit: &Permit<of::ReadReference>,
        filter: &InstitutionFilter,
        window: &Window,
    ) -> Result<Page<institution::Model>> {
        let select =
            self.within::<institution::Entity, _>(permit, AsOf::Now).filter(condition(filter));
        let columns = [institution::Column::Code, institution::Column::Id];
        page::cut(self.reader(), select, &columns, window).await
    }

    /// Institutions by their ids, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn institutions_by_ids(
        &self,
        permit: &Permit<of::ReadReference>,
        ids: &[Uuid],
    ) -> Result<Vec<institution::Model>> {
        if let Some(known) = self.known(permit).await? {
            return Ok(ids.iter().filter_map(|id| known.institution(*id)).cloned().collect());
        }
        Ok(self
            .within::<institution::Entity, _>(permit, AsOf::Now)
            .filter(institution::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?)
    }

    /// Registers an institution.
    ///
    /// # Errors
    /// `CODE_TAKEN`; rules of form on its codes and range.
    pub async fn register_institution(
        &self,
        permit: &Permit<of::RegisterInstitution>,
        request: &ActRequest,
        input: &InstitutionInput,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let codes = [Some(input.code.clone()), input.parent_code.clone()];
        let codes: Vec<String> = codes.into_iter().flatten().collect();
        let known = office::within::institutions_by_code(act.tx(), &codes).await?;
        if known.iter().any(|row| row.code == input.code) {
            return Err(Error::invalid("code", Rule::CodeTaken));
        }
        let parent = known.iter().find(|row| Some(&row.code) == input.parent_code.as_ref());
        let id = store(&mut act, input, parent, None).await?;
        act.commit(Some(id)).await
    }
}

/// Stores a new or changed institution; answers its id. `before` is the row it replaces.
pub(crate) async fn store(
    act: &mut Write,
    input: &InstitutionInput,
    parent: Option<&institution::Model>,
    before: Option<&institution::Model>,
) -> Result<Uuid> {
    check(act, input, parent).await?;
    let row = draft(act, input, parent, before);
    put(act, &row).await?;
    Ok(row.id)
}

/// The row that an input becomes, a new one or the next revision of `before`.
pub(crate) fn draft(
    act: &Write,
    input: &InstitutionInput,
    parent: Option<&institution::Model>,
    before: Option<&institution::Model>,
) -> institution::Model {
    institution::Model {
        id: before.map_or_else(|| act.new_id(), |row| row.id),
        code: input.code.clone(),
        name: input.name.clone(),
        name_en: input.name_en.clone(),
        kind: input.kind,
        parent_id: parent.map(|row| row.id),
        region_code: input.region_code.clone(),
        employs_asn: input.employs_asn,
        valid_from: input.valid_from,
        valid_to: input.valid_to,
        source: input.source.clone(),
        rev: before.map_or(1, |row| row.rev + 1),
    }
}

/// Gives an institution its last day.
pub(crate) async fn end(act: &mut Write, before: &institution::Model, on: Date) -> Result<()> {
    let row = institution::Model { valid_to: Some(on), rev: before.rev + 1, ..before.clone() };
    put(act, &row).await
}

/// Stores a drafted row.
pub(crate) async fn put(act: &mut Write, row: &institution::Model) -> Result<()> {
    if row.rev > 1 {
        act.replace::<institution::Entity>(row.clone()).await?;
    } else {
        act.insert(row.clone()).await?;
    }
    act.record(KIND, row.id, row.rev, &after(row))
}

/// What the event of an institution holds.
fn after(row: &institution::Model) -> Value {
    json!({
        "code": row.code, "name": row.name, "name_en": row.name_en, "kind": row.kind,
        "parent_id": row.parent_id, "region_code": row.region_code,
        "employs_asn": row.employs_asn, "valid_from": row.valid_from, "valid_to": row.valid_to,
        "source": row.source,
    })
}

/// Refuses an institution that contradicts what is known on its first day.
pub(crate) async fn check(
    act: &Write,
    input: &InstitutionInput,
    parent: Option<&institution::Model>,
) -> Result<()> {
    if input.code.trim().is_empty() || input.name.trim().is_empty() {
        return Err(Error::invalid("code", Rule::CodeUnknown));
    }
    if input.parent_code.is_some() && parent.is_none() {
        return Err(Error::invalid("parentCode", Rule::InstitutionUnknown));
    }
    if let (Some(from), Some(to)) = (input.valid_from, input.valid_to)
        && to <= from
    {
        return Err(Error::invalid("validTo", Rule::EndBeforeStart));
    }
    let Some(code) = &input.region_code else { return Ok(()) };
    let code = RegionCode::parse(code).map_err(|rule| Error::invalid("regionCode", rule))?;
    if let Some(level) = level_of(input.kind) {
        code.check_level(level).map_err(|rule| Error::invalid("regionCode", rule))?;
    }
    let regions = office::within::regions_by_code(act.tx(), &[code.as_str().to_owned()]).await?;
    let on = input.valid_from.unwrap_or_else(|| act.today());
    let known = regions.iter().any(|row| holds(row.valid_from, row.valid_to, on));
    if known { Ok(()) } else { Err(Error::invalid("regionCode", Rule::RegionUnknownOnDate)) }
}

/// The level of the region that a kind of government has.
pub(crate) const fn level_of(kind: InstitutionKind) -> Option<RegionLevel> {
    match kind {
        InstitutionKind::ProvinceGovernment => Some(RegionLevel::Province),
        InstitutionKind::RegencyGovernment => Some(RegionLevel::Regency),
        InstitutionKind::CityGovernment => Some(RegionLevel::City),
        InstitutionKind::Ministry
        | InstitutionKind::Agency
        | InstitutionKind::Commission
        | InstitutionKind::StateSecretariat
        | InstitutionKind::LawEnforcement
        | InstitutionKind::DirectorateGeneral
        | InstitutionKind::RegistryOperator
        | InstitutionKind::OversightBody => None,
    }
}

fn condition(filter: &InstitutionFilter) -> Condition {
    use institution::Column;
    let in_region = |code: &String| {
        Condition::any()
            .add(Column::RegionCode.eq(code))
            // The codes below `PP` run from `PP.` to `PP/`: a range that an index can walk.
            .add(
                Column::RegionCode
                    .gte(format!("{code}."))
                    .and(Column::RegionCode.lt(format!("{code}/"))),
            )
    };
    Condition::all()
        .add_option(filter.kind.map(|kind| Column::Kind.eq(kind)))
        .add_option(filter.region.as_ref().map(in_region))
        .add_option(filter.parent_id.map(|id| Column::ParentId.eq(id)))
        .add_option(filter.on.map(|on| on_day(Column::ValidFrom, Column::ValidTo, on)))
}
