//! The public contract: types and resolvers, one file per noun. A resolver holds no logic: it asks
//! for the permit, calls the registry and wraps what comes back.

pub(crate) mod asked;
pub mod call;

mod access;
mod account;
mod api_client;
mod as_of;
mod batch;
mod breach;
mod campaign_account;
mod campaign_account_rule;
mod candidate;
mod certified_signature;
mod civil_servant;
mod code_list;
mod contest;
mod contestant;
mod countersign_delegation;
mod countersignature;
mod election;
mod employment;
mod erasure;
mod error;
mod event;
mod history;
mod id;
mod institution;
mod institution_function;
mod legal_instrument;
mod loader;
mod log;
mod node;
mod non_asn_signature;
mod organisational_unit;
mod pact_abstention;
mod pact_coverage;
mod pact_signature;
mod pact_text;
mod paging;
mod party;
mod plain;
mod read_log;
mod receipt;
mod rectification;
mod region;
mod seat;
mod succession;

use async_graphql::{EmptySubscription, MergedObject, SDLExportOptions};

pub use call::Server;
pub use id::{Kind, parse, show};

/// Reads.
#[derive(MergedObject, Default)]
pub struct Query(
    account::AccountQuery,
    node::NodeQuery,
    access::AccessQuery,
    institution::InstitutionQuery,
    region::RegionQuery,
    institution_function::FunctionQuery,
    succession::SuccessionQuery,
    civil_servant::CivilServantQuery,
    election::ElectionQuery,
    contest::ContestQuery,
    party::PartyQuery,
    contestant::ContestantQuery,
    candidate::CandidateQuery,
    pact_text::PactTextQuery,
    pact_signature::PactSignatureQuery,
    countersign_delegation::CountersignDelegationQuery,
    pact_abstention::PactAbstentionQuery,
    non_asn_signature::NonAsnSignatureQuery,
    pact_coverage::CoverageQueryRoot,
    legal_instrument::LegalInstrumentQuery,
    code_list::CodeListQuery,
    seat::SeatQuery,
    api_client::ApiClientQuery,
    campaign_account::CampaignAccountQuery,
    campaign_account::look_up::CampaignAccountLookupQuery,
    campaign_account_rule::CampaignAccountRuleQuery,
    event::EventQuery,
    log::LogQuery,
    read_log::ReadLogQuery,
    rectification::RectificationQuery,
    erasure::ErasureQuery,
    breach::BreachQuery,
);

/// Acts of office.
#[derive(MergedObject, Default)]
pub struct Mutation(
    account::AccountMutation,
    pact_text::PactTextMutation,
    pact_signature::PactSignatureMutation,
    countersignature::CountersignatureMutation,
    countersign_delegation::CountersignDelegationMutation,
    pact_abstention::PactAbstentionMutation,
    non_asn_signature::NonAsnSignatureMutation,
    institution::InstitutionMutation,
    institution_function::FunctionMutation,
    succession::SuccessionMutation,
    seat::SeatMutation,
    api_client::ApiClientMutation,
    organisational_unit::UnitMutation,
    civil_servant::CivilServantMutation,
    employment::EmploymentMutation,
    election::ElectionMutation,
    contest::ContestMutation,
    contest::ContestLawMutation,
    party::PartyMutation,
    contestant::ContestantMutation,
    candidate::CandidateMutation,
    legal_instrument::LegalInstrumentMutation,
    code_list::CodeListMutation,
    campaign_account::CampaignAccountMutation,
    campaign_account_rule::CampaignAccountRuleMutation,
    read_log::ReadLogMutation,
    rectification::RectificationMutation,
    erasure::ErasureMutation,
    breach::BreachMutation,
);

/// The schema.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// Builds the schema. It knows no database: everything a field needs comes with the request.
#[must_use]
pub fn schema() -> Schema {
    let builder = Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .register_output_type::<error::ErrorCode>()
        // The library counts fragments into this depth too; ours is counted after expansion.
        .limit_recursive_depth(64)
        .disable_suggestions();
    describe_pages!(
        builder,
        api_client::ApiClient,
        candidate::Candidate,
        campaign_account::CampaignAccount,
        campaign_account::CampaignAccountCopy,
        civil_servant::CivilServant,
        contest::Contest,
        contest::ElectoralDistrict,
        contestant::Contestant,
        countersign_delegation::CountersignDelegation,
        election::Election,
        event::Event,
        institution::Institution,
        institution_function::InstitutionFunction,
        legal_instrument::LegalInstrument,
        non_asn_signature::NonAsnSignature,
        organisational_unit::OrganisationalUnit,
        pact_abstention::PactAbstention,
        pact_signature::PactSignature,
        pact_text::PactText,
        party::Party,
        read_log::AccessLogEntry,
        read_log::Reading,
        rectification::Rectification,
        erasure::Erasure,
        erasure::LegalHold,
        breach::Breach,
        region::Region,
        seat::Seat,
        succession::Succession,
    )
    .override_output_type_description::<history::RecordHistory>(
        "A page of a record's revisions, with their cursors (halaman riwayat).",
    )
    .finish()
}

/// Gives connections the description that the library leaves out.
macro_rules! describe_pages {
    ($builder:ident, $($node:path),* $(,)?) => {
        $builder$(.override_output_type_description::<paging::List<$node>>(
            "A page of a list, with the cursors of its rows (halaman daftar).",
        ))*
    };
}
use describe_pages;

/// The contract as text.
#[must_use]
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .use_space_ident()
        .indent_width(2)
        .prefer_single_line_descriptions()
        .include_specified_by();
    let mut text = schema().sdl_with_options(options);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}
