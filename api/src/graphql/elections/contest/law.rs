//! Acts on what the law says of contests: their types, and where it departs from them.

use async_graphql::{Context, InputObject, Object};
use netra_domain::policy::Act;
use netra_entity::Date;
use netra_entity::code::{
    Confidence, ContestArea, ContestRule, ContestantKind, ElectionRegime, Level,
};
use netra_registry::elections::contest::{ContestExceptionInput, ContestTypeInput};

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::law::code_list::RecordedPayload;

/// A type of contest to record.
#[derive(InputObject)]
pub(in crate::graphql) struct RecordContestTypeInput {
    /// Code, English `UPPER_SNAKE`.
    code: String,
    /// Body of law (rezim).
    regime: ElectionRegime,
    /// Order.
    ordinal: i32,
    /// Label in Indonesian.
    label: String,
    /// Label in English.
    label_en: Option<String>,
    /// Who stands (peserta).
    contestant_kind: ContestantKind,
    /// What one contest covers (wilayah pemilihan).
    area: ContestArea,
    /// Whether it is divided into electoral districts (daerah pemilihan).
    has_districts: bool,
    /// Level of the election administration that registers it (tingkat KPU).
    registered_at: Level,
    /// Whether one may stand without a party (perseorangan).
    independent_allowed: bool,
    /// Where the facts come from (sumber).
    source: String,
    /// How sure they are.
    confidence: Confidence,
}

/// Where the law departs from a type of contest, to record.
#[derive(InputObject)]
pub(in crate::graphql) struct RecordContestExceptionInput {
    /// Code of the contest type (jenis pemilihan).
    contest_type: String,
    /// The region it is about, with those below it (kode wilayah).
    region_code: String,
    /// What the law says there.
    rule: ContestRule,
    /// First day in force.
    valid_from: Option<Date>,
    /// First day no longer in force.
    valid_to: Option<Date>,
    /// Legal basis (dasar hukum).
    legal_basis: String,
    /// Where the facts come from (sumber).
    source: String,
    /// How sure they are.
    confidence: Confidence,
}

#[derive(Default)]
pub(in crate::graphql) struct ContestLawMutation;

/// Acts on what the law says of contests.
#[Object]
impl ContestLawMutation {
    /// Records a type of contest; only the central election administration does (jenis pemilihan).
    #[graphql(directive = access::apply(
        word(Act::RecordContestType), roles(Act::RecordContestType)
    ))]
    async fn record_contest_type(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The type.")] input: RecordContestTypeInput,
    ) -> Option<RecordedPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "recordContestType")?;
            let input = ContestTypeInput {
                code: input.code,
                regime: input.regime,
                ordinal: input.ordinal,
                label: input.label,
                label_en: input.label_en,
                contestant_kind: input.contestant_kind,
                area: input.area,
                has_districts: input.has_districts,
                registered_at: input.registered_at,
                independent_allowed: input.independent_allowed,
                source: input.source,
                confidence: input.confidence,
            };
            call.registry().record_contest_type(&permit, &request, &input).await
        };
        answer(ctx, done.await).map(|done| RecordedPayload::of(&done))
    }

    /// Records where the law departs from a type of contest: holds none, or admits local parties;
    /// only the central election administration does (kekhususan daerah).
    #[graphql(directive = access::apply(
        word(Act::RecordContestException), roles(Act::RecordContestException)
    ))]
    async fn record_contest_exception(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The exception.")] input: RecordContestExceptionInput,
    ) -> Option<RecordedPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "recordContestException")?;
            let input = ContestExceptionInput {
                contest_type: input.contest_type,
                region_code: input.region_code,
                rule: input.rule,
                valid_from: input.valid_from,
                valid_to: input.valid_to,
                legal_basis: input.legal_basis,
                source: input.source,
                confidence: input.confidence,
            };
            call.registry().record_contest_exception(&permit, &request, &input).await
        };
        answer(ctx, done.await).map(|done| RecordedPayload::of(&done))
    }
}
