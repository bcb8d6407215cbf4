//! Who may do what: the access matrix, the actor who asks, and the permit that proves the answer.
//!
//! Permissions belong to a legal function held at a date, never to the name of an agency. The
//! matrix is one `match` over the acts without a wildcard ([`grants`]); it yields a [`Reach`].
//! [`Actor::permit`] turns a reach into a [`Permit`], whose fields are private: what takes a
//! permit cannot run without one. Finding rows within a reach is `netra_registry::scope`'s work.

mod act;
mod actor;
mod campaign_account;
mod contest;
mod identity;
mod log;
mod pact;
mod permit;
mod privacy;
mod reach;
mod read_log;
mod reference;
mod report;
mod seat;
mod succession;
mod view;

pub use act::{Act, ActKind, of};
pub use actor::{Actor, PersonStanding, SeatStanding, Standing};
pub use permit::{Closed, Forbidden, Permit};
pub use reach::{Capacity, Grades, Grant, Reach};
pub use report::{matrix_text, roles_of};
pub use view::{PersonalView, candidate_names, personal_view, reads_field};

/// Version of the matrix, recorded with every event. Raise it with every change of a row.
pub const POLICY_VERSION: &str = "2026-12-01.holders";

/// The row of the matrix for an act: everyone who may do it, and how far.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one line for each act: this is the matrix")]
pub fn grants(act: Act) -> &'static [Grant] {
    match act {
        Act::ReadReference => reference::READ,
        Act::RecordRegion => reference::RECORD_REGION,
        Act::RecordLegalInstrument => reference::RECORD_LEGAL_INSTRUMENT,
        Act::RecordCode => reference::RECORD_CODE,
        Act::RecordCircular => reference::RECORD_CIRCULAR,
        Act::RecordHoliday => reference::RECORD_HOLIDAY,
        Act::RecordElection => reference::RECORD_ELECTION,
        Act::RegisterInstitution => reference::REGISTER_INSTITUTION,
        Act::PrepareFunction => reference::PREPARE_FUNCTION,
        Act::ApproveFunction => reference::APPROVE_FUNCTION,
        Act::ReadSuccessionPreview => succession::READ_PREVIEW,
        Act::PrepareSuccession => succession::PREPARE,
        Act::ApproveSuccession => succession::APPROVE,
        Act::ReadCivilServants => identity::READ_CIVIL_SERVANTS,
        Act::RegisterCivilServants => identity::REGISTER_CIVIL_SERVANTS,
        Act::RecordServiceNumber => identity::RECORD_SERVICE_NUMBER,
        Act::RecordEmployment => identity::RECORD_EMPLOYMENT,
        Act::EndEmployment => identity::END_EMPLOYMENT,
        Act::RegisterOrganisationalUnit => identity::REGISTER_UNIT,
        Act::RecordUnitHead => identity::RECORD_UNIT_HEAD,
        Act::SignIn => seat::SIGN_IN,
        Act::RefreshSession => seat::REFRESH_SESSION,
        Act::ActivateAccount => seat::ACTIVATE_ACCOUNT,
        Act::ChangePassword => seat::CHANGE_PASSWORD,
        Act::SignOut => seat::SIGN_OUT,
        Act::SwitchSeat => seat::SWITCH_SEAT,
        Act::InvitePeople => seat::INVITE_PEOPLE,
        Act::ResetCredential => seat::RESET_CREDENTIAL,
        Act::ReadSeats => seat::READ_SEATS,
        Act::PrepareSeat => seat::PREPARE_SEAT,
        Act::ApproveSeat => seat::APPROVE_SEAT,
        Act::GrantSeat => seat::GRANT_SEAT,
        Act::EndSeat => seat::END_SEAT,
        Act::ReadApiClients => seat::READ_API_CLIENTS,
        Act::RegisterApiClient => seat::REGISTER_API_CLIENT,
        Act::AddApiClientKey => seat::ADD_API_CLIENT_KEY,
        Act::RetireApiClientKey => seat::RETIRE_API_CLIENT_KEY,
        Act::EndApiClient => seat::END_API_CLIENT,
        Act::ReadAccess => seat::READ_ACCESS,
        Act::ReadEvents => seat::READ_EVENTS,
        Act::ReadLog => log::READ,
        Act::ReadLogEntries => log::READ_ENTRIES,
        Act::Unmask => read_log::UNMASK,
        Act::ReleaseReading => read_log::RELEASE_READING,
        Act::ReadAccessLog => read_log::READ_ACCESS_LOG,
        Act::ReadReadings => read_log::READ_READINGS,
        Act::AccountReads => read_log::ACCOUNT_READS,
        Act::RequestRectification => privacy::REQUEST_RECTIFICATION,
        Act::Rectify => privacy::RECTIFY,
        Act::ReadRectifications => privacy::READ_RECTIFICATIONS,
        Act::Erase => privacy::ERASE,
        Act::ReadErasures => privacy::READ_ERASURES,
        Act::PlaceHold => privacy::PLACE_HOLD,
        Act::LiftHold => privacy::LIFT_HOLD,
        Act::ReadHolds => privacy::READ_HOLDS,
        Act::RecordBreach => privacy::RECORD_BREACH,
        Act::ReadBreaches => privacy::READ_BREACHES,
        Act::PublishPactText => pact::PUBLISH_TEXT,
        Act::PublishLocalPactText => pact::PUBLISH_LOCAL_TEXT,
        Act::WithdrawPactText => pact::WITHDRAW_TEXT,
        Act::SignPact => pact::SIGN,
        Act::RecordPaperSignatures => pact::RECORD_PAPER,
        Act::CountersignPact | Act::CountersignPacts | Act::RefuseCountersignature => {
            pact::COUNTERSIGN
        }
        Act::DelegateCountersigning | Act::EndCountersigningDelegation => pact::DELEGATE,
        Act::RefusePact => pact::REFUSE,
        Act::ExemptFromPact | Act::EndPactAbstention => pact::EXEMPT,
        Act::WithdrawPactSignature => pact::WITHDRAW_SIGNATURE,
        Act::ReadPactSignatures => pact::READ_SIGNATURES,
        Act::RecordNonAsnSignatures => pact::RECORD_NON_ASN,
        Act::WithdrawNonAsnSignature => pact::WITHDRAW_NON_ASN,
        Act::ReadNonAsnSignatures => pact::READ_NON_ASN,
        Act::ReadCoverage => pact::READ_COVERAGE,
        Act::ReadCoverageDetail => pact::READ_COVERAGE_DETAIL,
        Act::ReadCandidates => contest::READ_CANDIDATES,
        Act::RecordContest => contest::RECORD_CONTEST,
        Act::RecordParty
        | Act::RecordPartyParticipation
        | Act::RecordContestType
        | Act::RecordContestException => contest::RECORD_LAW,
        Act::RecordContestRound => contest::RECORD_ROUND,
        Act::DetermineContest => contest::DETERMINE,
        Act::ConcludeElection => contest::CONCLUDE,
        Act::RegisterContestant => contest::REGISTER_CONTESTANT,
        Act::ChangeContestantStatus | Act::ChangeCandidateStatus => contest::CHANGE_STATUS,
        Act::RegisterCandidate => contest::REGISTER_CANDIDATE,
        Act::ReadCampaignAccounts => campaign_account::READ,
        Act::ReadAccountCopies => campaign_account::READ_COPIES,
        Act::RecordCampaignAccountRule => campaign_account::RECORD_RULE,
        Act::RegisterCampaignAccount => campaign_account::REGISTER,
        Act::VerifyCampaignAccount => campaign_account::VERIFY,
        Act::RenameCampaignAccount => campaign_account::RENAME,
        Act::CloseCampaignAccount => campaign_account::CLOSE,
        Act::ReportAccountImitation => campaign_account::REPORT_IMITATION,
    }
}
