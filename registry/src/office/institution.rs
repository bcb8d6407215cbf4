//! Institutions.

pub(crate) mod within;
use async_graphql::{InputObject, OneofObject};
use netra_domain::policy::{Permit, of};
use netra_domain::{RegionCode, RegionLevel, Rule};
use netra_entity::code::InstitutionKind;
use netra_entity::{Date, Ref, institution};
use sea_orm::sea_query::{Condition, ExprTrait};
use sea_orm::{ColumnTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result, read, read_optional};
use crate::ledger::page::{Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office;
use crate::office::region::{holds, on_day};

/// How an institution is looked up.
#[derive(Clone, Debug, OneofObject)]
pub enum InstitutionByInput {
    /// By its global id.
    Id(Ref<institution::Entity>),
    /// By its code (kode instansi).
    Code(String),
}

/// Which institutions are asked for.
#[derive(Clone, Debug, Default, InputObject)]
pub struct InstitutionFilterInput {
    /// Only this kind (jenis instansi).
    pub kind: Option<InstitutionKind>,
    /// Only those in the region with this code or below.
    pub region: Option<String>,
    /// Only the direct subordinates of this one.
    pub parent: Option<Ref<institution::Entity>>,
    /// Only those that exist on this day.
    pub on: Option<Date>,
}

/// An institution to register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, InputObject)]
pub struct RegisterInstitutionInput {
    /// Code, an Indonesian acronym (kode instansi).
    pub code: String,
    /// Official name (nama instansi).
    pub name: String,
    /// Name in English.
    pub name_en: Option<String>,
    /// Kind (jenis instansi).
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
    /// Law or publication it rests on (sumber).
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
        by: &InstitutionByInput,
    ) -> Result<institution::Model> {
        let condition = match by {
            InstitutionByInput::Id(id) => institution::Column::Id.eq(read("by.id", id)?),
            InstitutionByInput::Code(code) => institution::Column::Code.eq(code),
        };
        self.one(self.within::<institution::Entity, _>(permit, AsOf::Now).filter(condition)).await
    }

    /// Institutions in the order of their codes.
    ///
    /// # Errors
    /// The database's own.
    pub async fn institutions(
        &self,
        permit: &Permit<of::ReadReference>,
        filter: &InstitutionFilterInput,
        window: &Window,
    ) -> Result<Page<institution::Model>> {
        let select =
            self.within::<institution::Entity, _>(permit, AsOf::Now).filter(condition(filter)?);
        let columns = [institution::Column::Code, institution::Column::Id];
        self.page(select, &columns, window).await
    }

    /// Registers an institution.
    ///
    /// # Errors
    /// `CODE_TAKEN`; rules of form on its codes and range.
    pub async fn register_institution(
        &self,
        permit: &Permit<of::RegisterInstitution>,
        request: &ActRequest,
        input: &RegisterInstitutionInput,
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
    input: &RegisterInstitutionInput,
    parent: Option<&institution::Model>,
    before: Option<&institution::Model>,
) -> Result<Uuid> {
    check(act, input, parent).await?;
    let row = draft(act, input, parent, before);
    let id = row.id;
    put(act, row).await?;
    Ok(id)
}

/// The row that an input becomes, a new one or the next revision of `before`.
pub(crate) fn draft(
    act: &Write,
    input: &RegisterInstitutionInput,
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
    let rev = before.rev + 1;
    put(act, institution::Model { valid_to: Some(on), rev, ..before.clone() }).await
}

/// Stores a drafted row.
pub(crate) async fn put(act: &mut Write, row: institution::Model) -> Result<()> {
    act.tell::<institution::Entity>(&row, row.rev, vec![]);
    if row.rev > 1 { act.replace::<institution::Entity>(row).await } else { act.insert(row).await }
}

/// Refuses an institution that contradicts what is known on its first day.
pub(crate) async fn check(
    act: &Write,
    input: &RegisterInstitutionInput,
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

fn condition(filter: &InstitutionFilterInput) -> Result<Condition> {
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
    let parent_id = read_optional("filter.parent", filter.parent.as_ref())?;
    Ok(Condition::all()
        .add_option(filter.kind.map(|kind| Column::Kind.eq(kind)))
        .add_option(filter.region.as_ref().map(in_region))
        .add_option(parent_id.map(|id| Column::ParentId.eq(id)))
        .add_option(filter.on.map(|on| on_day(Column::ValidFrom, Column::ValidTo, on))))
}
