//! Every act, by the words of its mutation or query.

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $field:literal;)*) => {
        /// What a seat, a civil servant or the public may try to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Act { $($(#[$doc])* $name,)* }

        impl Act {
            /// Every act, in the order of the matrix.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable code, English `UPPER_SNAKE`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The word of the act in the contract: the mutation's name, or `read…`.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $field,)* }
            }

            /// The act with this code, if there is one.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
            }
        }

        /// One type for each act, so that a permit for one does not pass for another.
        pub mod of {
            $(
                #[doc = concat!("The act `", $field, "`.")]
                #[derive(Clone, Copy, Debug)]
                pub struct $name;

                impl super::ActKind for $name {
                    const ACT: super::Act = super::Act::$name;
                }
            )*
        }
    };
}

/// A type that stands for one act.
pub trait ActKind: Copy + Send + Sync + std::fmt::Debug + 'static {
    /// The act.
    const ACT: Act;
}

acts! {
    /// Read what is published: regions, institutions, functions, instruments, elections, texts.
    ReadReference = "READ_REFERENCE", "readReference";
    /// Record regions.
    RecordRegion = "RECORD_REGION", "recordRegion";
    /// Record a legal instrument.
    RecordLegalInstrument = "RECORD_LEGAL_INSTRUMENT", "recordLegalInstrument";
    /// Record a code of a versioned list.
    RecordCode = "RECORD_CODE", "recordCode";
    /// Record a circular on neutrality.
    RecordCircular = "RECORD_CIRCULAR", "recordCircular";
    /// Record a day off.
    RecordHoliday = "RECORD_HOLIDAY", "recordHoliday";
    /// Record an election and its phases.
    RecordElection = "RECORD_ELECTION", "recordElection";
    /// Register an institution.
    RegisterInstitution = "REGISTER_INSTITUTION", "registerInstitution";
    /// Prepare the holding of a function.
    PrepareFunction = "PREPARE_FUNCTION", "prepareFunction";
    /// Approve or refuse a prepared function.
    ApproveFunction = "APPROVE_FUNCTION", "approveFunction";
    /// Preview what a prepared succession would move.
    ReadSuccessionPreview = "READ_SUCCESSION_PREVIEW", "readSuccessionPreview";
    /// Prepare the succession of institutions or functions.
    PrepareSuccession = "PREPARE_SUCCESSION", "prepareSuccession";
    /// Approve or refuse a prepared succession.
    ApproveSuccession = "APPROVE_SUCCESSION", "approveSuccession";
    /// Read civil servants, their numbers and employments.
    ReadCivilServants = "READ_CIVIL_SERVANTS", "readCivilServants";
    /// Register civil servants.
    RegisterCivilServants = "REGISTER_CIVIL_SERVANTS", "registerCivilServants";
    /// Record a new service number of a person.
    RecordServiceNumber = "RECORD_SERVICE_NUMBER", "recordServiceNumber";
    /// Record an employment, also by transfer.
    RecordEmployment = "RECORD_EMPLOYMENT", "recordEmployment";
    /// End an employment.
    EndEmployment = "END_EMPLOYMENT", "endEmployment";
    /// Register a unit of an institution.
    RegisterOrganisationalUnit = "REGISTER_ORGANISATIONAL_UNIT", "registerOrganisationalUnit";
    /// Record who heads a unit.
    RecordUnitHead = "RECORD_UNIT_HEAD", "recordUnitHead";
    /// Sign in.
    SignIn = "SIGN_IN", "signIn";
    /// Renew one's session.
    RefreshSession = "REFRESH_SESSION", "refreshSession";
    /// Activate an account or set a new password by invitation.
    ActivateAccount = "ACTIVATE_ACCOUNT", "activateAccount";
    /// Set another password of one's own.
    ChangePassword = "CHANGE_PASSWORD", "changePassword";
    /// Sign out.
    SignOut = "SIGN_OUT", "signOut";
    /// Act in another seat, or for oneself.
    SwitchSeat = "SWITCH_SEAT", "switchSeat";
    /// Invite one's own people to activate their accounts.
    InvitePeople = "INVITE_PEOPLE", "invitePeople";
    /// Let one of one's own people set a new password.
    ResetCredential = "RESET_CREDENTIAL", "resetCredential";
    /// Read seats.
    ReadSeats = "READ_SEATS", "readSeats";
    /// Prepare the first administrator's seat of an institution.
    PrepareSeat = "PREPARE_SEAT", "prepareSeat";
    /// Approve or refuse a prepared seat.
    ApproveSeat = "APPROVE_SEAT", "approveSeat";
    /// Grant a seat of one's own institution.
    GrantSeat = "GRANT_SEAT", "grantSeat";
    /// End a seat of one's own institution.
    EndSeat = "END_SEAT", "endSeat";
    /// Read machines.
    ReadApiClients = "READ_API_CLIENTS", "readApiClients";
    /// Register a machine of one's own institution.
    RegisterApiClient = "REGISTER_API_CLIENT", "registerApiClient";
    /// Add a key to a machine of one's own institution.
    AddApiClientKey = "ADD_API_CLIENT_KEY", "addApiClientKey";
    /// Retire a key of a machine of one's own institution.
    RetireApiClientKey = "RETIRE_API_CLIENT_KEY", "retireApiClientKey";
    /// End a machine of one's own institution.
    EndApiClient = "END_API_CLIENT", "endApiClient";
    /// Read the matrix and ask why.
    ReadAccess = "READ_ACCESS", "readAccess";
    /// Read events.
    ReadEvents = "READ_EVENTS", "readEvents";
    /// Read checkpoints, tiles and proofs of the transparency log.
    ReadLog = "READ_LOG", "readLog";
    /// Read the leaves of the transparency log.
    ReadLogEntries = "READ_LOG_ENTRIES", "readLogEntries";
    /// Take the mask off one person, for a purpose.
    Unmask = "UNMASK", "unmask";
    /// Let a person see a reading that was withheld.
    ReleaseReading = "RELEASE_READING", "releaseReading";
    /// Ask who looked at one's own record.
    ReadAccessLog = "READ_ACCESS_LOG", "readAccessLog";
    /// Read what an office's people read.
    ReadReadings = "READ_READINGS", "readReadings";
    /// Close a minute of the registry's own read log.
    AccountReads = "ACCOUNT_READS", "accountReads";
    /// Ask to have one's own record corrected.
    RequestRectification = "REQUEST_RECTIFICATION", "requestRectification";
    /// Decide a request for rectification.
    Rectify = "RECTIFY", "rectify";
    /// Read requests for rectification.
    ReadRectifications = "READ_RECTIFICATIONS", "readRectifications";
    /// Erase a person's data.
    Erase = "ERASE", "erase";
    /// Read erasures.
    ReadErasures = "READ_ERASURES", "readErasures";
    /// Keep a person's data from erasure.
    PlaceHold = "PLACE_HOLD", "placeHold";
    /// Lift a hold.
    LiftHold = "LIFT_HOLD", "liftHold";
    /// Read legal holds.
    ReadHolds = "READ_HOLDS", "readHolds";
    /// Record a breach with whom it affects.
    RecordBreach = "RECORD_BREACH", "recordBreach";
    /// Read breaches.
    ReadBreaches = "READ_BREACHES", "readBreaches";
    /// Publish a national pact text.
    PublishPactText = "PUBLISH_PACT_TEXT", "publishPactText";
    /// Publish a local pact text, derived from and equivalent to a national one.
    PublishLocalPactText = "PUBLISH_LOCAL_PACT_TEXT", "publishLocalPactText";
    /// Withdraw a pact text.
    WithdrawPactText = "WITHDRAW_PACT_TEXT", "withdrawPactText";
    /// Sign one's own pact.
    SignPact = "SIGN_PACT", "signPact";
    /// Record signatures given on paper.
    RecordPaperSignatures = "RECORD_PAPER_SIGNATURES", "recordPaperSignatures";
    /// Countersign a signature as the signer's superior.
    CountersignPact = "COUNTERSIGN_PACT", "countersignPact";
    /// Countersign many signatures as the signers' superior.
    CountersignPacts = "COUNTERSIGN_PACTS", "countersignPacts";
    /// Refuse to countersign a signature, with the reason.
    RefuseCountersignature = "REFUSE_COUNTERSIGNATURE", "refuseCountersignature";
    /// Delegate countersigning for a unit.
    DelegateCountersigning = "DELEGATE_COUNTERSIGNING", "delegateCountersigning";
    /// End a delegation of countersigning.
    EndCountersigningDelegation = "END_COUNTERSIGNING_DELEGATION", "endCountersigningDelegation";
    /// Refuse to sign one's pact, or record that a person refuses.
    RefusePact = "REFUSE_PACT", "refusePact";
    /// Exempt a person from signing for a time.
    ExemptFromPact = "EXEMPT_FROM_PACT", "exemptFromPact";
    /// End an exemption, or a refusal that was recorded wrongly.
    EndPactAbstention = "END_PACT_ABSTENTION", "endPactAbstention";
    /// Withdraw a signature with its reason.
    WithdrawPactSignature = "WITHDRAW_PACT_SIGNATURE", "withdrawPactSignature";
    /// Read signatures, signers and non-signers.
    ReadPactSignatures = "READ_PACT_SIGNATURES", "readPactSignatures";
    /// Record signatures of people who are no civil servants.
    RecordNonAsnSignatures = "RECORD_NON_ASN_SIGNATURES", "recordNonAsnSignatures";
    /// Withdraw such a signature with its reason.
    WithdrawNonAsnSignature = "WITHDRAW_NON_ASN_SIGNATURE", "withdrawNonAsnSignature";
    /// Read signatures of people who are no civil servants.
    ReadNonAsnSignatures = "READ_NON_ASN_SIGNATURES", "readNonAsnSignatures";
    /// Read coverage by whole institution.
    ReadCoverage = "READ_COVERAGE", "readCoverage";
    /// Read coverage by unit or employment kind.
    ReadCoverageDetail = "READ_COVERAGE_DETAIL", "readCoverageDetail";
    /// Read contestants and candidates.
    ReadCandidates = "READ_CANDIDATES", "readCandidates";
    /// Record a contest with its districts.
    RecordContest = "RECORD_CONTEST", "recordContest";
    /// Record a party.
    RecordParty = "RECORD_PARTY", "recordParty";
    /// Record that a party takes part in an election.
    RecordPartyParticipation = "RECORD_PARTY_PARTICIPATION", "recordPartyParticipation";
    /// Record a type of contest.
    RecordContestType = "RECORD_CONTEST_TYPE", "recordContestType";
    /// Record where the law departs from a type of contest.
    RecordContestException = "RECORD_CONTEST_EXCEPTION", "recordContestException";
    /// Record a further round of a contest.
    RecordContestRound = "RECORD_CONTEST_ROUND", "recordContestRound";
    /// Determine who stands in a contest.
    DetermineContest = "DETERMINE_CONTEST", "determineContest";
    /// Conclude an election in one contest.
    ConcludeElection = "CONCLUDE_ELECTION", "concludeElection";
    /// Register a contestant.
    RegisterContestant = "REGISTER_CONTESTANT", "registerContestant";
    /// Change a contestant's state.
    ChangeContestantStatus = "CHANGE_CONTESTANT_STATUS", "changeContestantStatus";
    /// Register a candidate.
    RegisterCandidate = "REGISTER_CANDIDATE", "registerCandidate";
    /// Change a candidate's state.
    ChangeCandidateStatus = "CHANGE_CANDIDATE_STATUS", "changeCandidateStatus";
    /// Read registered campaign accounts.
    ReadCampaignAccounts = "READ_CAMPAIGN_ACCOUNTS", "readCampaignAccounts";
    /// Read the copies of registrations that one's office receives.
    ReadAccountCopies = "READ_ACCOUNT_COPIES", "readAccountCopies";
    /// Record the rule of an election on campaign accounts.
    RecordCampaignAccountRule = "RECORD_CAMPAIGN_ACCOUNT_RULE", "recordCampaignAccountRule";
    /// Register a campaign account of a contestant.
    RegisterCampaignAccount = "REGISTER_CAMPAIGN_ACCOUNT", "registerCampaignAccount";
    /// Enter or reject a campaign account.
    VerifyCampaignAccount = "VERIFY_CAMPAIGN_ACCOUNT", "verifyCampaignAccount";
    /// Record that a campaign account has another handle.
    RenameCampaignAccount = "RENAME_CAMPAIGN_ACCOUNT", "renameCampaignAccount";
    /// Close a campaign account.
    CloseCampaignAccount = "CLOSE_CAMPAIGN_ACCOUNT", "closeCampaignAccount";
    /// Report an address that imitates a campaign account.
    ReportAccountImitation = "REPORT_ACCOUNT_IMITATION", "reportAccountImitation";
}
