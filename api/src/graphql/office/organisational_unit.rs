//! Units in the contract.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::{Date, organisational_unit};
use netra_registry::office::organisational_unit::{UnitHeadInput, UnitInput};

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read};
use crate::graphql::kernel::noun::{Noun, nested, nouns};
use crate::graphql::kernel::receipt::Receipt;
use crate::graphql::kernel::record::Record;
use crate::graphql::office::institution::Institution;
use crate::graphql::people::civil_servant::CivilServant;

/// Unit inside an institution: dinas, badan, biro, kecamatan (unit organisasi).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct OrganisationalUnit {
    #[graphql(flatten)]
    pub(in crate::graphql) row: organisational_unit::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    OrganisationalUnit shows organisational_unit under ReadReference as Unit with rev;
}

#[ComplexObject]
impl OrganisationalUnit {
    /// Its institution (instansi).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.institution_id).await
    }

    /// The unit above (unit atasan).
    async fn parent(&self, ctx: &Context<'_>) -> Option<Self> {
        nested(ctx, self.row.parent_id).await
    }

    /// The civil servant who heads it, where visible to the caller (kepala unit).
    async fn head(&self, ctx: &Context<'_>) -> Option<CivilServant> {
        nested(ctx, self.row.head_id).await
    }
}

/// A unit to register.
#[derive(InputObject)]
pub(in crate::graphql) struct RegisterOrganisationalUnitInput {
    /// The institution; the caller's own.
    institution: ID,
    /// Code of the unit above.
    parent_code: Option<String>,
    /// Code within the institution (kode unit).
    code: String,
    /// Name (nama unit).
    name: String,
    /// First day.
    valid_from: Date,
}

/// Who heads a unit.
#[derive(InputObject)]
pub(in crate::graphql) struct RecordUnitHeadInput {
    /// The unit.
    unit: ID,
    /// A service number of the head, who works in the unit's institution; null where nobody heads
    /// it (NIP).
    head: Option<String>,
    /// Revision that the caller has seen; refused where the record has moved on.
    expected_version: Option<i32>,
}

/// What `recordUnitHead` answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct RecordUnitHeadPayload {
    /// The unit.
    organisational_unit: Option<OrganisationalUnit>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
}

/// What `registerOrganisationalUnit` answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct RegisterOrganisationalUnitPayload {
    /// The unit.
    organisational_unit: Option<OrganisationalUnit>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
}

#[derive(Default)]
pub(in crate::graphql) struct UnitMutation;

/// Acts on units.
#[Object]
impl UnitMutation {
    /// Registers a unit of one's own institution (pendaftaran unit).
    #[graphql(directive = access::apply(word(Act::RegisterOrganisationalUnit), roles(Act::RegisterOrganisationalUnit)))]
    async fn register_organisational_unit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The unit.")] input: RegisterOrganisationalUnitInput,
    ) -> Option<RegisterOrganisationalUnitPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "registerOrganisationalUnit")?;
            let input = UnitInput {
                institution_id: read("input.institution", Kind::Institution, &input.institution)?,
                parent_code: input.parent_code,
                code: input.code,
                name: input.name,
                valid_from: input.valid_from,
            };
            let registry = call.registry();
            let done = registry.register_organisational_unit(&permit, &request, &input).await?;
            let organisational_unit = reread(call, &done).await?;
            let receipt = Receipt::of(&done);
            Ok(RegisterOrganisationalUnitPayload { organisational_unit, receipt })
        };
        answer(ctx, done.await)
    }

    /// Records who heads a unit of one's own institution, and so countersigns its pacts (pencatatan
    /// kepala unit).
    #[graphql(directive = access::apply(word(Act::RecordUnitHead), roles(Act::RecordUnitHead)))]
    async fn record_unit_head(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The unit and its head.")] input: RecordUnitHeadInput,
    ) -> Option<RecordUnitHeadPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "recordUnitHead")?;
            let input = UnitHeadInput {
                unit_id: read("input.unit", Kind::Unit, &input.unit)?,
                head: input.head,
                expected_version: input.expected_version,
            };
            let done = call.registry().record_unit_head(&permit, &request, &input).await?;
            let organisational_unit = reread(call, &done).await?;
            let receipt = Receipt::of(&done);
            Ok(RecordUnitHeadPayload { organisational_unit, receipt })
        };
        answer(ctx, done.await)
    }
}

async fn reread(
    call: &Call,
    done: &netra_registry::Done,
) -> netra_registry::Result<Option<OrganisationalUnit>> {
    let ids = [done.subject_id.unwrap_or_default()];
    let mut rows = call.registry().units_by_ids(&call.permit()?, &ids).await?;
    Ok(rows.pop().map(OrganisationalUnit::show))
}
