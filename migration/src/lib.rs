//! The schema's history. A migration is frozen once it is released and never imports `netra-entity`.

use sea_orm_migration::prelude::*;

pub use sea_orm_migration::prelude::MigratorTrait;

mod index;
mod m20261120_000001_create_identity;
mod m20261120_000002_create_access;
mod m20261120_000003_create_reference;
mod m20261120_000004_create_pact;
mod m20261120_000005_create_event;
mod m20261120_000006_create_coverage;
mod m20261124_000001_create_api_client;
mod m20261125_000001_add_countersigning;
mod m20261125_000002_create_pact_abstention;
mod m20261125_000003_create_non_asn_signature;
mod m20261125_000004_count_abstentions_by_institution;
mod m20261125_000011_create_certified_signature;
mod m20261125_000021_create_succession;
mod m20261125_000031_sum_coverage_by_institution;
mod m20261125_000041_chain_records;
mod m20261125_000042_create_log;
mod m20261125_000051_create_read_log;
mod m20261125_000052_create_rectification;
mod m20261125_000053_create_erasure;
mod m20261125_000054_create_breach;
mod m20261125_000061_create_contest;
mod m20261125_000062_create_candidate;
mod m20261125_000071_create_campaign_account;
mod m20261125_000081_create_standing_version;
mod m20261201_000001_create_search_word;
mod m20261201_000002_create_circular;
mod m20261201_000011_name_holders;
mod m20261201_000021_seal_events;
mod m20261201_000031_check_keys;
mod m20261201_000101_freeze_coverage;
mod m20261201_000141_date_decisions;
mod m20261201_000142_doubt_identity;

/// Every migration, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261120_000001_create_identity::Migration),
            Box::new(m20261120_000002_create_access::Migration),
            Box::new(m20261120_000003_create_reference::Migration),
            Box::new(m20261120_000004_create_pact::Migration),
            Box::new(m20261120_000005_create_event::Migration),
            Box::new(m20261120_000006_create_coverage::Migration),
            Box::new(m20261124_000001_create_api_client::Migration),
            Box::new(m20261125_000011_create_certified_signature::Migration),
            Box::new(m20261125_000021_create_succession::Migration),
            Box::new(m20261125_000031_sum_coverage_by_institution::Migration),
            Box::new(m20261125_000001_add_countersigning::Migration),
            Box::new(m20261125_000002_create_pact_abstention::Migration),
            Box::new(m20261125_000003_create_non_asn_signature::Migration),
            Box::new(m20261125_000041_chain_records::Migration),
            Box::new(m20261125_000061_create_contest::Migration),
            Box::new(m20261125_000004_count_abstentions_by_institution::Migration),
            Box::new(m20261125_000042_create_log::Migration),
            Box::new(m20261125_000062_create_candidate::Migration),
            Box::new(m20261125_000071_create_campaign_account::Migration),
            Box::new(m20261125_000051_create_read_log::Migration),
            Box::new(m20261125_000052_create_rectification::Migration),
            Box::new(m20261125_000053_create_erasure::Migration),
            Box::new(m20261125_000054_create_breach::Migration),
            Box::new(m20261125_000081_create_standing_version::Migration),
            Box::new(m20261201_000001_create_search_word::Migration),
            Box::new(m20261201_000002_create_circular::Migration),
            Box::new(m20261201_000011_name_holders::Migration),
            Box::new(m20261201_000021_seal_events::Migration),
            Box::new(m20261201_000031_check_keys::Migration),
            Box::new(m20261201_000101_freeze_coverage::Migration),
            Box::new(m20261201_000141_date_decisions::Migration),
            Box::new(m20261201_000142_doubt_identity::Migration),
        ]
    }
}
