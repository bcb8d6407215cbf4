//! Units in the contract.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::organisational_unit;
use netra_registry::Registry;
use netra_registry::office::organisational_unit::{
    RecordUnitHeadInput, RegisterOrganisationalUnitInput,
};

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::noun::{act, nested, nouns};
use crate::graphql::kernel::payload::payloads;
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

payloads! {
    /// What `recordUnitHead` answers.
    RecordUnitHeadPayload {
        /// The unit.
        organisational_unit: OrganisationalUnit
    }
    /// What `registerOrganisationalUnit` answers.
    RegisterOrganisationalUnitPayload {
        /// The unit.
        organisational_unit: OrganisationalUnit
    }
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
        act(ctx, &input, Registry::register_organisational_unit).await
    }

    /// Records who heads a unit of one's own institution, and so countersigns its pacts (pencatatan
    /// kepala unit).
    #[graphql(directive = access::apply(word(Act::RecordUnitHead), roles(Act::RecordUnitHead)))]
    async fn record_unit_head(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The unit and its head.")] input: RecordUnitHeadInput,
    ) -> Option<RecordUnitHeadPayload> {
        act(ctx, &input, Registry::record_unit_head).await
    }
}
