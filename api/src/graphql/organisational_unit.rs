//! Units in the contract.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::{Date, organisational_unit};
use netra_registry::organisational_unit::UnitInput;
use uuid::Uuid;

use super::access::{access, roles, word};
use super::call::Call;
use super::civil_servant::{self, CivilServant};
use super::error::answer;
use super::id::{Kind, read, show};
use super::institution::{self, Institution};
use super::loader::{UnitOf, load};
use super::receipt::Receipt;

/// Unit inside an institution: dinas, badan, biro, kecamatan (unit organisasi).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(super) struct OrganisationalUnit {
    #[graphql(flatten)]
    pub(super) row: organisational_unit::Model,
}

#[ComplexObject]
impl OrganisationalUnit {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        show(Kind::Unit, self.row.id)
    }

    /// Its institution (instansi).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        institution::by_id(ctx, self.row.institution_id).await
    }

    /// The unit above (unit atasan).
    async fn parent(&self, ctx: &Context<'_>) -> Option<Self> {
        by_id(ctx, self.row.parent_id?).await
    }

    /// The civil servant who heads it, where visible to the caller (kepala unit).
    async fn head(&self, ctx: &Context<'_>) -> Option<CivilServant> {
        civil_servant::by_id(ctx, self.row.head_id?).await
    }
}

/// A nested unit.
pub(super) async fn by_id(ctx: &Context<'_>, id: Uuid) -> Option<OrganisationalUnit> {
    let row = load(ctx, UnitOf(id)).await?;
    Some(OrganisationalUnit { row })
}

/// A unit to register.
#[derive(InputObject)]
pub(super) struct RegisterOrganisationalUnitInput {
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

/// What `registerOrganisationalUnit` answers.
#[derive(SimpleObject)]
pub(super) struct RegisterOrganisationalUnitPayload {
    /// The unit.
    organisational_unit: Option<OrganisationalUnit>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
}

#[derive(Default)]
pub(super) struct UnitMutation;

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
            let ids = [done.subject_id.unwrap_or_default()];
            let mut rows = registry.units_by_ids(&call.permit()?, &ids).await?;
            Ok(RegisterOrganisationalUnitPayload {
                organisational_unit: rows.pop().map(|row| OrganisationalUnit { row }),
                receipt: Receipt::of(&done),
            })
        };
        answer(ctx, done.await)
    }
}
