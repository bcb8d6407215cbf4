//! The rows of the reference files, typed. Their conventions stand in the files' own README.

use netra_entity::Date;
use netra_entity::code::{
    AccountLimitScope, Appointment, Confidence, ContestArea, ContestRule, ContestantKind,
    ElectionRegime, Function, HolidayKind, InstitutionKind, LateAccounts, Level, PartyScope,
    RegionLevel, SuccessionKind,
};
use serde::{Deserialize, Serialize};

/// A row of `code_lists.csv`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct CodeRow {
    pub(super) list: String,
    pub(super) code: String,
    pub(super) ordinal: i32,
    pub(super) label: String,
    pub(super) label_en: Option<String>,
    pub(super) attribute: Option<String>,
    pub(super) valid_from: Option<Date>,
    pub(super) valid_to: Option<Date>,
    pub(super) source: String,
    pub(super) confidence: Confidence,
}

/// A row of `legal_instruments.csv`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct InstrumentRow {
    pub(super) code: String,
    pub(super) kind: String,
    pub(super) number: Option<String>,
    pub(super) title: String,
    pub(super) label: String,
    pub(super) label_en: Option<String>,
    pub(super) dated_on: Option<Date>,
    pub(super) effective_from: Option<Date>,
    pub(super) effective_to: Option<Date>,
    pub(super) replaced_by: Option<String>,
    pub(super) source: String,
    pub(super) confidence: Confidence,
}

/// A row of `legal_instrument_numbers.csv`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct NumberRow {
    pub(super) instrument_code: String,
    pub(super) party_code: String,
    pub(super) number: Option<String>,
    pub(super) signatory: Option<String>,
    pub(super) office: Option<String>,
    pub(super) appointment: Option<Appointment>,
    pub(super) source: String,
}

/// A row of `holidays.csv`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct HolidayRow {
    pub(super) day: Date,
    pub(super) kind: HolidayKind,
    pub(super) name: String,
    pub(super) name_en: Option<String>,
    pub(super) decree: String,
    pub(super) source: String,
    pub(super) confidence: Confidence,
}

/// A row of `cycles.csv`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct CycleRow {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) name_en: Option<String>,
    pub(super) starts_on: Date,
    pub(super) ends_on: Option<Date>,
    pub(super) source: String,
}

/// A row of `elections.csv`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct ElectionRow {
    pub(super) code: String,
    pub(super) cycle_code: String,
    pub(super) regime: ElectionRegime,
    pub(super) name: String,
    pub(super) name_en: Option<String>,
    pub(super) voting_on: Option<Date>,
    pub(super) law_code: Option<String>,
    pub(super) source: String,
    pub(super) confidence: Confidence,
}

/// A row of `election_phases.csv`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct PhaseRow {
    pub(super) election_code: String,
    pub(super) contest_type: String,
    pub(super) region_code: Option<String>,
    pub(super) phase: String,
    pub(super) starts_on: Date,
    pub(super) ends_on: Date,
    pub(super) source: String,
    pub(super) confidence: Confidence,
}

/// A row of `regions.csv`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct RegionRow {
    pub(super) code: String,
    pub(super) parent_code: Option<String>,
    pub(super) level: RegionLevel,
    pub(super) name: String,
    pub(super) time_zone: String,
    pub(super) valid_from: Option<Date>,
    pub(super) valid_to: Option<Date>,
    pub(super) source: String,
}

/// How the files write a truth value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum YesNo {
    Yes,
    No,
}

/// A row of `institutions.csv`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct InstitutionRow {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) name_en: Option<String>,
    pub(super) kind: InstitutionKind,
    pub(super) parent_code: Option<String>,
    pub(super) region_code: Option<String>,
    pub(super) valid_from: Option<Date>,
    pub(super) valid_to: Option<Date>,
    pub(super) employs_asn: YesNo,
    pub(super) source: String,
}

/// A row of `functions.csv`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct FunctionRow {
    pub(super) function: Function,
    pub(super) institution_code: String,
    pub(super) level: Level,
    pub(super) region_code: Option<String>,
    pub(super) valid_from: Date,
    pub(super) valid_to: Option<Date>,
    pub(super) legal_basis: Option<String>,
    pub(super) source: String,
}

/// A row of `contest_types.csv`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ContestTypeRow {
    pub(super) code: String,
    pub(super) regime: ElectionRegime,
    pub(super) ordinal: i32,
    pub(super) label: String,
    pub(super) label_en: Option<String>,
    pub(super) contestant_kind: ContestantKind,
    pub(super) area: ContestArea,
    pub(super) has_districts: YesNo,
    pub(super) registered_at: Level,
    pub(super) independent_allowed: YesNo,
    pub(super) source: String,
    pub(super) confidence: Confidence,
}

/// A row of `contest_exceptions.csv`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ContestExceptionRow {
    pub(super) contest_type: String,
    pub(super) region_code: String,
    pub(super) rule: ContestRule,
    pub(super) valid_from: Option<Date>,
    pub(super) valid_to: Option<Date>,
    pub(super) legal_basis: String,
    pub(super) source: String,
    pub(super) confidence: Confidence,
}

/// A row of `parties.csv`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct PartyRow {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) abbreviation: String,
    pub(super) scope: PartyScope,
    pub(super) source: String,
}

/// A row of `party_participations.csv`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ParticipationRow {
    pub(super) party_code: String,
    pub(super) election_code: String,
    pub(super) ballot_number: Option<i32>,
    pub(super) name: String,
    pub(super) decision: String,
    pub(super) decided_on: Date,
    pub(super) source: String,
    pub(super) confidence: Confidence,
}

/// A row of `successions.csv`: one function from one institution to one other.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct SuccessionRow {
    pub(super) kind: SuccessionKind,
    pub(super) from_code: String,
    pub(super) to_code: String,
    pub(super) function: Function,
    pub(super) effective_on: Date,
    pub(super) instrument_code: String,
}

/// A row of `campaign_account_rules.csv`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct AccountRuleRow {
    pub(super) election_code: String,
    pub(super) contest_type: String,
    pub(super) limit_scope: AccountLimitScope,
    pub(super) max_accounts: i32,
    pub(super) deadline_days: Option<i32>,
    pub(super) deadline_on: Option<Date>,
    pub(super) late_accounts: LateAccounts,
    pub(super) closing_on: Option<Date>,
    pub(super) closing_rule: Option<String>,
    pub(super) copy_recipients: String,
    pub(super) instrument_code: Option<String>,
    pub(super) article: Option<String>,
    pub(super) source: String,
    pub(super) confidence: Confidence,
}
