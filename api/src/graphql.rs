//! The public contract: types and resolvers, one file per noun. A resolver holds no logic: it asks
//! for the permit, calls the registry and wraps what comes back.

pub(crate) mod kernel;

mod certify;
mod elections;
mod law;
mod ledger;
mod office;
mod pact;
mod people;
mod privacy;
mod succession;

use async_graphql::{EmptySubscription, MergedObject, SDLExportOptions};

pub use kernel::call::Server;
pub use kernel::id::{Kind, parse, show};

/// Reads.
#[derive(MergedObject, Default)]
pub struct Query(
    office::account::AccountQuery,
    kernel::node::NodeQuery,
    kernel::access::AccessQuery,
    office::institution::InstitutionQuery,
    office::region::RegionQuery,
    office::institution_function::FunctionQuery,
    succession::SuccessionQuery,
    people::civil_servant::CivilServantQuery,
    elections::election::ElectionQuery,
    elections::contest::ContestQuery,
    elections::party::PartyQuery,
    elections::contestant::ContestantQuery,
    elections::candidate::CandidateQuery,
    pact::pact_text::PactTextQuery,
    pact::pact_signature::PactSignatureQuery,
    pact::countersign_delegation::CountersignDelegationQuery,
    pact::pact_abstention::PactAbstentionQuery,
    pact::non_asn_signature::NonAsnSignatureQuery,
    pact::pact_coverage::CoverageQueryRoot,
    law::legal_instrument::LegalInstrumentQuery,
    law::circular::CircularQuery,
    law::code_list::CodeListQuery,
    office::seat::SeatQuery,
    office::api_client::ApiClientQuery,
    elections::campaign_account::CampaignAccountQuery,
    elections::campaign_account::look_up::CampaignAccountLookupQuery,
    elections::campaign_account_rule::CampaignAccountRuleQuery,
    ledger::event::EventQuery,
    ledger::log::LogQuery,
    privacy::read_log::ReadLogQuery,
    privacy::rectification::RectificationQuery,
    privacy::erasure::ErasureQuery,
    privacy::breach::BreachQuery,
);

/// Acts of office.
#[derive(MergedObject, Default)]
pub struct Mutation(
    office::account::AccountMutation,
    pact::pact_text::PactTextMutation,
    pact::pact_signature::PactSignatureMutation,
    pact::countersignature::CountersignatureMutation,
    pact::countersign_delegation::CountersignDelegationMutation,
    pact::pact_abstention::PactAbstentionMutation,
    pact::non_asn_signature::NonAsnSignatureMutation,
    office::institution::InstitutionMutation,
    office::institution_function::FunctionMutation,
    succession::SuccessionMutation,
    office::seat::SeatMutation,
    office::api_client::ApiClientMutation,
    office::organisational_unit::UnitMutation,
    people::civil_servant::CivilServantMutation,
    people::employment::EmploymentMutation,
    elections::election::ElectionMutation,
    elections::contest::ContestMutation,
    elections::contest::ContestLawMutation,
    elections::party::PartyMutation,
    elections::contestant::ContestantMutation,
    elections::candidate::CandidateMutation,
    law::legal_instrument::LegalInstrumentMutation,
    law::circular::CircularMutation,
    law::code_list::CodeListMutation,
    elections::campaign_account::CampaignAccountMutation,
    elections::campaign_account_rule::CampaignAccountRuleMutation,
    privacy::read_log::ReadLogMutation,
    privacy::rectification::RectificationMutation,
    privacy::erasure::ErasureMutation,
    privacy::breach::BreachMutation,
);

/// The schema.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// Builds the schema. It knows no database: everything a field needs comes with the request.
#[must_use]
pub fn schema() -> Schema {
    let builder = Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .register_output_type::<kernel::error::ErrorCode>()
        // The library counts fragments into this depth too; ours is counted after expansion.
        .limit_recursive_depth(64)
        .disable_suggestions();
    describe_pages!(
        builder,
        office::api_client::ApiClient,
        elections::candidate::Candidate,
        elections::campaign_account::CampaignAccount,
        elections::campaign_account::CampaignAccountCopy,
        people::civil_servant::CivilServant,
        elections::contest::Contest,
        elections::contest::ElectoralDistrict,
        elections::contestant::Contestant,
        pact::countersign_delegation::CountersignDelegation,
        elections::election::Election,
        ledger::event::Event,
        office::institution::Institution,
        office::institution_function::InstitutionFunction,
        law::circular::Circular,
        law::legal_instrument::LegalInstrument,
        pact::non_asn_signature::NonAsnSignature,
        office::organisational_unit::OrganisationalUnit,
        pact::pact_abstention::PactAbstention,
        pact::pact_signature::PactSignature,
        pact::pact_text::PactText,
        elections::party::Party,
        privacy::read_log::AccessLogEntry,
        privacy::read_log::Reading,
        privacy::rectification::Rectification,
        privacy::erasure::Erasure,
        privacy::erasure::LegalHold,
        privacy::breach::Breach,
        office::region::Region,
        office::seat::Seat,
        succession::Succession,
    )
    .override_output_type_description::<kernel::history::RecordHistory>(
        "A page of a record's revisions, with their cursors (halaman riwayat).",
    )
    .finish()
}

/// Gives connections the description that the library leaves out.
macro_rules! describe_pages {
    ($builder:ident, $($node:path),* $(,)?) => {
        $builder$(.override_output_type_description::<kernel::paging::List<$node>>(
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
