//! The requests of the oracle, by their names.

/// Name, act, and text; `$name` stands for a value of `Asked`. A record by its global id has no
/// act of its own.
#[rustfmt::skip]
pub const REQUESTS: &[(&str, &str, &str)] = &[
    ("switch seat", "SWITCH_SEAT", "mutation { switchSeat(input: {}) { tokenType } }"),
    ("sign out", "SIGN_OUT", "mutation { signOut { isDone } }"),
    ("people", "READ_CIVIL_SERVANTS", "{ civilServants(first: 1) { nodes { id } } }"),
    (
        "people of the city",
        "READ_CIVIL_SERVANTS",
        r#"{ civilServants(first: 1, filter: {institution: "$city"}) { nodes { id } } }"#,
    ),
    (
        "a person of the city",
        "READ_CIVIL_SERVANTS",
        r#"{ civilServant(by: {id: "$person"}) { id } }"#,
    ),
    (
        "a number of the city",
        "READ_CIVIL_SERVANTS",
        r#"{ civilServant(by: {serviceNumber: "$number"}) { id } }"#,
    ),
    ("signatures", "READ_PACT_SIGNATURES", "{ pactSignatures(first: 1) { nodes { id } } }"),
    (
        "signatures of the city",
        "READ_PACT_SIGNATURES",
        r#"{ pactSignatures(first: 1, filter: {institution: "$city"}) { nodes { id } } }"#,
    ),
    (
        "non-signers of the city",
        "READ_PACT_SIGNATURES",
        r#"{ pactNonSigners(cycle: "$cycle", institution: "$city", first: 1) { nodes { id } } }"#,
    ),
    (
        "coverage",
        "READ_COVERAGE",
        r#"{ pactCoverage(cycle: "$cycle", groupBy: INSTITUTION) { active } }"#,
    ),
    (
        "coverage of the city by unit",
        "READ_COVERAGE_DETAIL",
        r#"{ pactCoverage(cycle: "$cycle", groupBy: UNIT, institution: "$city") { active } }"#,
    ),
    (
        "coverage of the city by kind",
        "READ_COVERAGE_DETAIL",
        r#"{ pactCoverage(cycle: "$cycle", groupBy: EMPLOYMENT_KIND, institution: "$city") { active } }"#,
    ),
    (
        "preview a succession",
        "READ_SUCCESSION_PREVIEW",
        r#"{ successionPreview(id: "succession_00000000000000000000000000") { planDigest } }"#,
    ),
    (
        "prepare a succession",
        "PREPARE_SUCCESSION",
        r#"mutation { prepareSuccession(input: {kind: MERGE, effectiveOn: "2026-12-01",
        legalInstrument: "instrument_00000000000000000000000000", from: ["$city"],
        to: ["$unstaffed"], functions: []}) { receipt { eventId } } }"#,
    ),
    (
        "approve a succession",
        "APPROVE_SUCCESSION",
        r#"mutation { approveSuccession(input: {id: "succession_00000000000000000000000000",
        approve: true, planDigest: ""}) { receipt { eventId } } }"#,
    ),
    ("seats", "READ_SEATS", "{ seats(first: 1) { nodes { id } } }"),
    ("machines", "READ_API_CLIENTS", "{ apiClients(first: 1) { nodes { id } } }"),
    (
        "register a machine",
        "REGISTER_API_CLIENT",
        r#"mutation { registerApiClient(input: {function: EMPLOYER, name: "Sistem", keys: []})
        { receipt { eventId } } }"#,
    ),
    (
        "add a machine's key",
        "ADD_API_CLIENT_KEY",
        r#"mutation { addApiClientKey(input: {id: "client_00000000000000000000000000", key: "{}"})
        { receipt { eventId } } }"#,
    ),
    (
        "retire a machine's key",
        "RETIRE_API_CLIENT_KEY",
        r#"mutation { retireApiClientKey(input: {id: "client_00000000000000000000000000", kid: "x"})
        { receipt { eventId } } }"#,
    ),
    (
        "end a machine",
        "END_API_CLIENT",
        r#"mutation { endApiClient(input: {id: "client_00000000000000000000000000",
        reason: "Tanpa kewenangan."}) { receipt { eventId } } }"#,
    ),
    (
        "seats of the city",
        "READ_SEATS",
        r#"{ seats(first: 1, institution: "$city") { nodes { id } } }"#,
    ),
    ("events", "READ_EVENTS", "{ events(first: 1) { nodes { id } } }"),
    (
        "events of the city",
        "READ_EVENTS",
        r#"{ events(first: 1, filter: {institution: "$city"}) { nodes { id } } }"#,
    ),
    ("the person's record", "", r#"{ node(id: "$person") { id } }"#),
    ("a signature's record", "", r#"{ node(id: "$signature") { id } }"#),
    ("a seat's record", "", r#"{ node(id: "$seat") { id } }"#),
    (
        "sign",
        "SIGN_PACT",
        r#"mutation { signPact(input: {pactText: "$text", sha256: "$sha"}) { receipt { eventId } } }"#,
    ),
    (
        "record on paper",
        "RECORD_PAPER_SIGNATURES",
        r#"mutation { recordPaperSignatures(input: {pactText: "$text", rows: [
        {serviceNumber: "$number", signedOn: "2026-11-19"}]}) { rows { code } } }"#,
    ),
    (
        "withdraw a signature",
        "WITHDRAW_PACT_SIGNATURE",
        r#"mutation { withdrawPactSignature(input: {id: "$signature", reason: "Tanpa kewenangan."})
        { receipt { eventId } } }"#,
    ),
    ("countersign", "COUNTERSIGN_PACT", r#"mutation { countersignPact(input: {id: "$signature"}) { receipt { eventId } } }"#),
    ("countersign many", "COUNTERSIGN_PACTS", r#"mutation { countersignPacts(input: {signatures: ["$signature"]}) { rows { code } } }"#),
    ("refuse to countersign", "REFUSE_COUNTERSIGNATURE",
        r#"mutation { refuseCountersignature(input: {id: "$signature",
        reason: "Tanpa kewenangan."}) { receipt { eventId } } }"#),
    ("delegate countersigning in the city", "DELEGATE_COUNTERSIGNING",
        r#"mutation { delegateCountersigning(input: {unit: "$unit", delegate: "$number",
        validFrom: "2026-11-20", validTo: "2026-11-27", reason: "Tanpa kewenangan."})
        { receipt { eventId } } }"#),
    ("end a delegation", "END_COUNTERSIGNING_DELEGATION",
        r#"mutation { endCountersigningDelegation(input: {id: "delegation_00000000000000000000000000",
        reason: "Tanpa kewenangan."}) { receipt { eventId } } }"#),
    ("delegations of the city", "READ_PACT_SIGNATURES", r#"{ countersignDelegations(first: 1, filter: {institution: "$city"}) { nodes { id } } }"#),
    ("name the head of a unit", "RECORD_UNIT_HEAD",
        r#"mutation { recordUnitHead(input: {unit: "$unit", head: "$number"})
        { receipt { eventId } } }"#),
    ("refuse for a person of the city", "REFUSE_PACT",
        r#"mutation { refusePact(input: {pactText: "$text", reason: "Tanpa kewenangan.",
        onBehalfOf: {serviceNumber: "$number", refusedOn: "2026-11-19", documentSha256: "$sha"}})
        { receipt { eventId } } }"#),
    ("exempt a person of the city", "EXEMPT_FROM_PACT",
        r#"mutation { exemptFromPact(input: {pactText: "$text", serviceNumber: "$number",
        reasonCode: "ILLNESS", reason: "Tanpa kewenangan.", validFrom: "2026-11-20"})
        { receipt { eventId } } }"#),
    ("end an exemption", "END_PACT_ABSTENTION",
        r#"mutation { endPactAbstention(input: {id: "abstention_00000000000000000000000000",
        reason: "Tanpa kewenangan."}) { receipt { eventId } } }"#),
    ("refusals of the city", "READ_PACT_SIGNATURES", r#"{ pactAbstentions(first: 1, filter: {institution: "$city"}) { nodes { id } } }"#),
    ("record others of the city", "RECORD_NON_ASN_SIGNATURES",
        r#"mutation { recordNonAsnSignatures(input: {pactText: "$text", institution: "$city",
        rows: []}) { receipt { eventId } } }"#),
    ("withdraw another's signature", "WITHDRAW_NON_ASN_SIGNATURE",
        r#"mutation { withdrawNonAsnSignature(input: {id: "nonasnsignature_00000000000000000000000000",
        reason: "Tanpa kewenangan."}) { receipt { eventId } } }"#),
    ("others who signed", "READ_NON_ASN_SIGNATURES", "{ nonAsnSignatures(first: 1) { nodes { id } } }"),
    ("others of the city", "READ_NON_ASN_SIGNATURES", r#"{ nonAsnSignatures(first: 1, filter: {institution: "$city"}) { nodes { id } } }"#),
    (
        "publish a text",
        "PUBLISH_PACT_TEXT",
        r#"mutation { publishPactText(input: {cycle: "$cycle", title: "Pakta", body: "Butir."})
        { receipt { eventId } } }"#,
    ),
    ("publish a local text", "PUBLISH_LOCAL_PACT_TEXT",
        r#"mutation { publishLocalPactText(input: {derivedFrom: "$text", title: "Pakta",
        body: "Butir."}) { receipt { eventId } } }"#),
    (
        "withdraw the text",
        "WITHDRAW_PACT_TEXT",
        r#"mutation { withdrawPactText(input: {id: "$text", reason: "Tanpa kewenangan."})
        { receipt { eventId } } }"#,
    ),
    (
        "invite a person of the city",
        "INVITE_PEOPLE",
        r#"mutation { invitePeople(input: {people: [{serviceNumber: "$number", login: "x@x.demo", email: "x@x.demo"}]})
        { rows { code } } }"#,
    ),
    (
        "reset a credential of the city",
        "RESET_CREDENTIAL",
        r#"mutation { resetCredential(input: {serviceNumber: "$number"}) { receipt { eventId } } }"#,
    ),
    (
        "register an institution",
        "REGISTER_INSTITUTION",
        r#"mutation { registerInstitution(input: {code: "BARU", name: "Badan Baru", kind: AGENCY,
        employsAsn: true, source: "uji"}) { receipt { eventId } } }"#,
    ),
    (
        "prepare a function",
        "PREPARE_FUNCTION",
        r#"mutation { prepareFunction(input: {institution: "$city", function: AUDIT, level: CENTRAL,
        validFrom: "2026-11-20", legalBasis: "uji"}) { receipt { eventId } } }"#,
    ),
    (
        "approve the function",
        "APPROVE_FUNCTION",
        r#"mutation { approveFunction(input: {id: "$function", approve: true})
        { receipt { eventId } } }"#,
    ),
    (
        "prepare a seat",
        "PREPARE_SEAT",
        r#"mutation { prepareSeat(input: {institution: "$unstaffed", login: "p@x.demo", email: "p@x.demo",
        displayName: "P", function: LAW_ENFORCEMENT, officialPosition: "Admin",
        appointment: DEFINITIVE, validFrom: "2026-11-20"}) { receipt { eventId } } }"#,
    ),
    (
        "approve the seat",
        "APPROVE_SEAT",
        r#"mutation { approveSeat(input: {id: "$prepared", approve: true}) { receipt { eventId } } }"#,
    ),
    (
        "grant a seat of the city",
        "GRANT_SEAT",
        r#"mutation { grantSeat(input: {institution: "$city", login: "g@x.demo", email: "g@x.demo", displayName: "G",
        function: EMPLOYER, grade: STAFF, officialPosition: "Analis", appointment: DEFINITIVE,
        validFrom: "2026-11-20"}) { receipt { eventId } } }"#,
    ),
    (
        "grant a seat of the city's supervisor",
        "GRANT_SEAT",
        r#"mutation { grantSeat(input: {institution: "$supervisor", login: "g@x.demo", email: "g@x.demo",
        displayName: "G", function: ELECTION_SUPERVISION, grade: ADMIN, officialPosition: "Admin",
        appointment: DEFINITIVE, validFrom: "2026-11-20"}) { receipt { eventId } } }"#,
    ),
    (
        "end a seat of the city",
        "END_SEAT",
        r#"mutation { endSeat(input: {id: "$seat", reason: "Tanpa kewenangan."})
        { receipt { eventId } } }"#,
    ),
    (
        "register a unit of the city",
        "REGISTER_ORGANISATIONAL_UNIT",
        r#"mutation { registerOrganisationalUnit(input: {institution: "$city", code: "BARU",
        name: "Dinas Baru", validFrom: "2026-11-20"}) { receipt { eventId } } }"#,
    ),
    (
        "record a number",
        "RECORD_SERVICE_NUMBER",
        r#"mutation { recordServiceNumber(input: {holder: "$number", number: "199001012020121999",
        validFrom: "2026-11-20"}) { receipt { eventId } } }"#,
    ),
    (
        "record an employment",
        "RECORD_EMPLOYMENT",
        r#"mutation { recordEmployment(input: {serviceNumber: "$number", institution: "$city",
        kind: PNS, validFrom: "2026-11-20"}) { receipt { eventId } } }"#,
    ),
    (
        "end an employment",
        "END_EMPLOYMENT",
        r#"mutation { endEmployment(input: {id: "$employment", endsOn: "2026-11-20",
        reason: "Tanpa kewenangan."}) { receipt { eventId } } }"#,
    ),
    (
        "record an election",
        "RECORD_ELECTION",
        r#"mutation { recordElection(input: {code: "BARU", cycle: "$cycle", regime: PEMILIHAN,
        name: "Pemilihan", source: "uji", confidence: UNCONFIRMED, phases: []})
        { receipt { eventId } } }"#,
    ),
    (
        "record a code",
        "RECORD_CODE",
        r#"mutation { recordCode(input: {list: "RANK", code: "BARU", ordinal: 99, label: "Baru",
        source: "uji", confidence: UNCONFIRMED}) { receipt { eventId } } }"#,
    ),
    (
        "record a circular of the city",
        "RECORD_CIRCULAR",
        r#"mutation { recordCircular(input: {institution: "$city", number: "800/1/2026",
        datedOn: "2026-11-20", title: "Netralitas", sha256: "$sha"}) { receipt { eventId } } }"#,
    ),
    (
        "record a holiday",
        "RECORD_HOLIDAY",
        r#"mutation { recordHoliday(input: {day: "2026-12-31", kind: NATIONAL_HOLIDAY,
        name: "Libur", decree: "uji", source: "uji", confidence: UNCONFIRMED})
        { receipt { eventId } } }"#,
    ),
    (
        "record an instrument",
        "RECORD_LEGAL_INSTRUMENT",
        r#"mutation { recordLegalInstrument(input: {code: "BARU", kind: "LAW", title: "Baru",
        label: "Baru", source: "uji", confidence: UNCONFIRMED}) { receipt { eventId } } }"#,
    ),
    (
        "record a contest of Kediri",
        "RECORD_CONTEST",
        r#"mutation { recordContest(input: {election: "$election", contestType: "REGENT",
        regionCode: "35.06", source: "uji"}) { receipt { eventId } } }"#,
    ),
    ("record a party", "RECORD_PARTY", r#"mutation { recordParty(input: {code: "BARU", name: "Partai Baru",
        abbreviation: "PB", scope: NATIONAL, source: "uji"}) { receipt { eventId } } }"#),
    ("admit a party", "RECORD_PARTY_PARTICIPATION", r#"mutation { recordPartyParticipation(input: {
        party: "$party", election: "$election", name: "Partai", decision: "Keputusan uji",
        decidedOn: "2024-01-02", source: "uji", confidence: UNCONFIRMED}) { receipt { eventId } } }"#),
    ("record a type of contest", "RECORD_CONTEST_TYPE", r#"mutation { recordContestType(input: {
        code: "BARU", regime: PEMILIHAN, ordinal: 99, label: "Baru", contestantKind: PAIR,
        area: CITY, hasDistricts: false, registeredAt: REGENCY_CITY, independentAllowed: true,
        source: "uji", confidence: UNCONFIRMED}) { receipt { eventId } } }"#),
    ("record an exception", "RECORD_CONTEST_EXCEPTION", r#"mutation { recordContestException(input: {
        contestType: "MAYOR", regionCode: "34.71", rule: NOT_HELD, legalBasis: "UU uji",
        source: "uji", confidence: UNCONFIRMED}) { receipt { eventId } } }"#),
    (
        "register a contestant of the city",
        "REGISTER_CONTESTANT",
        r#"mutation { registerContestant(input: {contest: "$contest", kind: PAIR,
        isIndependent: true, name: "Uji", source: "uji"}) { receipt { eventId } } }"#,
    ),
    ("a prospective contestant's record", "", r#"{ node(id: "$contestant") { id } }"#),
    (
        "record an account rule",
        "RECORD_CAMPAIGN_ACCOUNT_RULE",
        r#"mutation { recordCampaignAccountRule(input: {election: "$election",
        contestType: "MAYOR", limitScope: PER_PLATFORM, maxAccounts: 500, lateAccounts: ACCEPT,
        copyRecipients: [], source: "uji", confidence: UNCONFIRMED}) { receipt { eventId } } }"#,
    ),
    (
        "register an account in the city",
        "REGISTER_CAMPAIGN_ACCOUNT",
        r#"mutation { registerCampaignAccount(input: {contestant: "$contestant",
        url: "https://x.com/uji_wewenang", kind: PROFILE}) { receipt { eventId } } }"#,
    ),
    (
        "verify an account",
        "VERIFY_CAMPAIGN_ACCOUNT",
        r#"mutation { verifyCampaignAccount(input: {id: "$account", accept: true})
        { receipt { eventId } } }"#,
    ),
    (
        "rename an account",
        "RENAME_CAMPAIGN_ACCOUNT",
        r#"mutation { renameCampaignAccount(input: {id: "$account",
        url: "https://x.com/uji_wewenang"}) { receipt { eventId } } }"#,
    ),
    (
        "close an account",
        "CLOSE_CAMPAIGN_ACCOUNT",
        r#"mutation { closeCampaignAccount(input: {id: "$account",
        reason: "Tanpa kewenangan."}) { receipt { eventId } } }"#,
    ),
    (
        "report an imitation",
        "REPORT_ACCOUNT_IMITATION",
        r#"mutation { reportAccountImitation(input: {account: "$account",
        url: "https://x.com/uji_tiruan", note: "Tanpa kewenangan."}) { receipt { eventId } } }"#,
    ),
    (
        "copies of registrations",
        "READ_ACCOUNT_COPIES",
        "{ campaignAccountCopies(first: 1) { nodes { sentOn } } }",
    ),
    (
        "record a re-vote in the city",
        "RECORD_CONTEST_ROUND",
        r#"mutation { recordContestRound(input: {contest: "$contest", kind: RE_VOTE,
        decision: "Putusan contoh", phases: [], source: "uji"}) { receipt { eventId } } }"#,
    ),
    (
        "determine the contest of the city",
        "DETERMINE_CONTEST",
        r#"mutation { determineContest(input: {contest: "$contest", contestants: [
        {contestant: "$contestant"}], document: {number: "1", issuer: "KPU"}})
        { receipt { eventId } } }"#,
    ),
    (
        "conclude the contest of the city",
        "CONCLUDE_ELECTION",
        r#"mutation { concludeElection(input: {contest: "$contest",
        document: {number: "1", issuer: "KPU"}}) { receipt { eventId } } }"#,
    ),
    (
        "withdraw a contestant of the city",
        "CHANGE_CONTESTANT_STATUS",
        r#"mutation { changeContestantStatus(input: {id: "$contestant", state: WITHDRAWN,
        ground: OWN_REQUEST, document: {number: "1", issuer: "Partai"}}) { receipt { eventId } } }"#,
    ),
    (
        "register a candidate of the city",
        "REGISTER_CANDIDATE",
        r#"mutation { registerCandidate(input: {contestant: "$contestant", role: HEAD,
        name: "Uji", source: "uji"}) { receipt { eventId } } }"#,
    ),
    (
        "withdraw a candidate of the city",
        "CHANGE_CANDIDATE_STATUS",
        r#"mutation { changeCandidateStatus(input: {id: "$candidate", state: WITHDRAWN,
        ground: OWN_REQUEST, document: {number: "1", issuer: "Partai"}}) { receipt { eventId } } }"#,
    ),
    ("a prospective candidate's record", "", r#"{ node(id: "$candidate") { id } }"#),
];
