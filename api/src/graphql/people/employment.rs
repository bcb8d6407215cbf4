//! Employments in the contract.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::policy::Act;
use netra_entity::code::CivilServantKind;
use netra_entity::{Date, employment};
use netra_registry::people::employment::EmploymentInput;

use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read, read_optional};
use crate::graphql::kernel::noun::{nested, nouns};
use crate::graphql::kernel::record::Record;
use crate::graphql::office::institution::Institution;
use crate::graphql::office::organisational_unit::OrganisationalUnit;
use crate::graphql::people::civil_servant::{self, CivilServant, CivilServantPayload};

/// A person's employment in one institution from a date to a date (hubungan kerja).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Employment {
    #[graphql(flatten)]
    pub(in crate::graphql) row: employment::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    Employment shows employment under ReadCivilServants as Employment;
}

#[ComplexObject]
impl Employment {
    /// The person, where visible to the caller (pegawai).
    async fn civil_servant(&self, ctx: &Context<'_>) -> Option<CivilServant> {
        nested(ctx, self.row.civil_servant_id).await
    }

    /// The institution (instansi).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.institution_id).await
    }

    /// The unit (unit organisasi).
    async fn unit(&self, ctx: &Context<'_>) -> Option<OrganisationalUnit> {
        nested(ctx, self.row.unit_id).await
    }

    /// Acts that concern it, and whether they are open to the caller (tindakan yang tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        let runs = self.row.valid_to.is_none();
        let state = if runs { Ok(()) } else { Err(Rule::AlreadyDecided) };
        available(Call::of(ctx), &[(Act::EndEmployment, state)])
    }
}

/// An employment to record.
#[derive(InputObject)]
pub(in crate::graphql) struct RecordEmploymentInput {
    /// A service number of the person (NIP, NI PPPK).
    service_number: String,
    /// The institution (instansi).
    institution: ID,
    /// The unit (unit organisasi).
    unit: Option<ID>,
    /// Kind of civil servant in this employment (jenis ASN).
    kind: CivilServantKind,
    /// Class of position, code list `POSITION_CLASS` (kelompok jabatan).
    position_class: Option<String>,
    /// Rank, code list `RANK` (golongan).
    rank: Option<String>,
    /// Leave, code list `LEAVE_STATUS`; at work by default (status cuti).
    leave_status: Option<String>,
    /// First day (TMT); an employment that runs on it ends.
    valid_from: Date,
}

/// An employment to end.
#[derive(InputObject)]
pub(in crate::graphql) struct EndEmploymentInput {
    /// The employment.
    id: ID,
    /// First day after it.
    ends_on: Date,
    /// Why it ends, 10 to 2,000 characters (alasan).
    reason: String,
    /// Revision that the caller has seen; refused where the record has moved on.
    expected_version: Option<i32>,
}

#[derive(Default)]
pub(in crate::graphql) struct EmploymentMutation;

/// Acts on employments.
#[Object]
impl EmploymentMutation {
    /// Records an employment from a day on: appointment, transfer, move to another unit, leave or
    /// return (pengangkatan, mutasi, cuti).
    #[graphql(directive = access::apply(word(Act::RecordEmployment), roles(Act::RecordEmployment)))]
    async fn record_employment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The employment.")] input: RecordEmploymentInput,
    ) -> Option<CivilServantPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "recordEmployment")?;
            let input = EmploymentInput {
                service_number: input.service_number,
                institution_id: read("input.institution", Kind::Institution, &input.institution)?,
                unit_id: read_optional("input.unit", Kind::Unit, input.unit.as_ref())?,
                kind: input.kind,
                position_class: input.position_class,
                rank: input.rank,
                leave_status: input.leave_status,
                valid_from: input.valid_from,
            };
            let done = call.registry().record_employment(&permit, &request, &input).await?;
            civil_servant::payload(call, done).await
        };
        answer(ctx, done.await)
    }

    /// Ends an employment (pemberhentian).
    #[graphql(directive = access::apply(word(Act::EndEmployment), roles(Act::EndEmployment)))]
    async fn end_employment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What ends, when and why.")] input: EndEmploymentInput,
    ) -> Option<CivilServantPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "endEmployment")?;
            let id = read("input.id", Kind::Employment, &input.id)?;
            let registry = call.registry();
            let (reason, version) = (&input.reason, input.expected_version);
            let done = registry
                .end_employment(&permit, &request, id, input.ends_on, reason, version)
                .await?;
            civil_servant::payload(call, done).await
        };
        answer(ctx, done.await)
    }
}
