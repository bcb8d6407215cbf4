//! What the law and the design give, and what they deny. Every line is somebody's judgement; none
//! is computed.

use netra_entity::code::Function::{
    self, Audit, CivilServicePolicy, DigitalMonitoring, ElectionAdministration,
    ElectionSupervision, Employer, NeutralityAssessment, PersonnelAdministration,
    RegistryOperation,
};
use netra_entity::code::Function::{AppealBoard, LawEnforcement, RegionalOversight};
use netra_entity::code::Grade::{self, Admin, Approver, Staff};

pub const CITY: &str = "PEMKOT_34.71";
const PROVINCE: &str = "PEMPROV_34";
const MINISTRY: &str = "KEMENDAGRI";

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    Public,
    /// A civil servant of an institution, about oneself.
    Person(&'static str),
    Office(Function, Grade),
    At(&'static str, Function, Grade),
}

use Who::{At, Office, Person, Public};

const F: &str = "FORBIDDEN";
const N: &str = "NOT_FOUND";

/// Who, what, the answer, and the article or reason.
#[rustfmt::skip]
pub const DENIALS: &[(Who, &str, &str, &str)] = &[
    // The operator keeps machines, not people.
    (Office(RegistryOperation, Staff), "people", F, "UU 27/2022 Pasal 36: a processor keeps data confidential"),
    (Office(RegistryOperation, Approver), "a person of the city", F, "UU 27/2022 Pasal 39: no access without right"),
    (Office(RegistryOperation, Admin), "a number of the city", F, "UU 27/2022 Pasal 39: no access without right"),
    (Office(RegistryOperation, Approver), "the person's record", N, "design §3: no personal data for the operator, also by id"),
    (Office(RegistryOperation, Staff), "signatures", F, "design §3: no case content for the operator"),
    (Office(RegistryOperation, Approver), "a signature's record", N, "design §3: no case content for the operator, also by id"),
    (Office(RegistryOperation, Staff), "coverage of the city by unit", F, "design §3: the operator reads no unit"),
    (Office(RegistryOperation, Approver), "approve the function", F, "UU 30/2014 Pasal 10: who prepares does not approve"),
    (Office(RegistryOperation, Approver), "approve the seat", F, "UU 30/2014 Pasal 10: who prepares does not approve"),
    (Office(RegistryOperation, Admin), "register an institution", F, "design §3: ADMIN manages seats only"),
    (Office(RegistryOperation, Admin), "grant a seat of the city", F, "design §3: the first seat takes two offices"),
    (Office(RegistryOperation, Staff), "a seat's record", N, "design §3: the operator sees only what it prepared"),
    (Office(RegistryOperation, Staff), "record an instrument", F, "Perpres 91/2024: policy is PANRB's"),
    // The signer alone controls the signature.
    (Office(ElectionAdministration, Approver), "sign", F, "PP 71/2019 Pasal 59: only the signer controls the signature"),
    (At(CITY, Employer, Approver), "sign", F, "PP 71/2019 Pasal 59: only the signer controls the signature"),
    (Office(RegistryOperation, Approver), "sign", F, "PP 71/2019 Pasal 59: only the signer controls the signature"),
    (Public, "sign", F, "UU 20/2023 Pasal 5: only a civil servant signs"),
    // Paper and withdrawal are the employer's.
    (Office(NeutralityAssessment, Approver), "record on paper", F, "UU 20/2023: the personnel authority answers for its people, BKN assesses them"),
    (Office(NeutralityAssessment, Staff), "record on paper", F, "UU 20/2023: the personnel authority answers for its people, BKN assesses them"),
    (Office(PersonnelAdministration, Approver), "record on paper", F, "PP 71/2019 Pasal 59: who keeps the master does not witness signatures"),
    (Office(ElectionSupervision, Approver), "record on paper", F, "UU 7/2017 Pasal 93: Bawaslu supervises, it does not sign"),
    (Person(CITY), "record on paper", F, "UU 30/2014 Pasal 42: nobody witnesses one's own signature"),
    (At(CITY, Employer, Admin), "record on paper", F, "design §3: ADMIN sees no case content"),
    (At(PROVINCE, Employer, Approver), "record on paper", F, "UU 30/2014 Pasal 17: an office acts for its own people"),
    (Office(ElectionSupervision, Approver), "withdraw a signature", F, "UU 7/2017 Pasal 93: Bawaslu supervises, it withdraws nothing"),
    (At(CITY, Employer, Staff), "withdraw a signature", F, "design §3: staff prepares, an approver decides"),
    (At(PROVINCE, Employer, Approver), "withdraw a signature", N, "UU 30/2014 Pasal 17: a signature of another institution is not there"),
    (Office(Audit, Approver), "withdraw a signature", F, "UU 15/2006 Pasal 6: who audits changes nothing"),
    (Office(NeutralityAssessment, Approver), "withdraw a signature", F, "design §3: who assesses does not decide for the employer"),
    (Person(CITY), "withdraw a signature", F, "design §1: a signature is withdrawn by an act of office with its reason"),
    // Names of signers and non-signers.
    (Office(DigitalMonitoring, Approver), "signatures", F, "Perpres 174/2024: Komdigi watches content, not personnel"),
    (Office(ElectionSupervision, Staff), "signatures", F, "UU 27/2022 Pasal 28: not for this purpose without an MoU"),
    (Office(ElectionAdministration, Approver), "signatures", F, "UU 27/2022 Pasal 28: not for this purpose without an MoU"),
    (Office(CivilServicePolicy, Approver), "signatures", F, "UU 27/2022 Pasal 16: policy needs numbers, not names"),
    (At(MINISTRY, RegionalOversight, Approver), "signatures", F, "UU 27/2022 Pasal 16: oversight needs numbers, not names"),
    (Office(LawEnforcement, Approver), "signatures", F, "design §3: REFERRED only, and no case is referred"),
    (Office(AppealBoard, Approver), "signatures", F, "design §3: REFERRED only, and no appeal is filed"),
    (Public, "signatures", F, "UU 27/2022 Pasal 39: no access without right"),
    (At(PROVINCE, Employer, Staff), "signatures of the city", F, "UU 27/2022 Pasal 28: another employer's people"),
    (Person(CITY), "signatures of the city", F, "design §3: a filter names an institution outside SELF"),
    (At(PROVINCE, Employer, Staff), "non-signers of the city", F, "UU 27/2022 Pasal 28: another employer's people"),
    (At(MINISTRY, Employer, Approver), "non-signers of the city", F, "UU 23/2014: a ministry does not employ a city's people"),
    (Person(CITY), "non-signers of the city", F, "UU 27/2022 Pasal 16: colleagues are not one's own data"),
    (At(CITY, Employer, Admin), "non-signers of the city", F, "design §3: ADMIN sees no case content"),
    (At(PROVINCE, Employer, Staff), "a signature's record", N, "design §3: outside the reach is absent"),
    // Persons.
    (At(CITY, Employer, Admin), "people", F, "design §3: ADMIN sees no case content"),
    (Office(PersonnelAdministration, Admin), "people", F, "design §3: ADMIN sees no case content"),
    (Office(ElectionSupervision, Approver), "a number of the city", F, "UU 27/2022 Pasal 28: not for this purpose without an MoU"),
    (Office(DigitalMonitoring, Staff), "people", F, "Perpres 174/2024: Komdigi watches content, not personnel"),
    (Office(ElectionAdministration, Staff), "people", F, "UU 7/2017 Pasal 12: KPU runs elections, it keeps no personnel"),
    (Office(CivilServicePolicy, Approver), "people", F, "UU 27/2022 Pasal 16: policy needs numbers, not names"),
    (Public, "a number of the city", F, "UU 27/2022 Pasal 39: no access without right"),
    (Person(PROVINCE), "a person of the city", N, "UU 27/2022 Pasal 16: a colleague is not oneself"),
    (Person(MINISTRY), "the person's record", N, "UU 27/2022 Pasal 16: a colleague is not oneself"),
    (Person(CITY), "people of the city", F, "design §3: a filter names an institution outside SELF"),
    (At(PROVINCE, Employer, Approver), "people of the city", F, "design §3: a filter names an institution outside the reach"),
    (At(PROVINCE, Employer, Staff), "a number of the city", N, "design §3: a look-up outside the reach is absent"),
    (At(MINISTRY, Employer, Staff), "the person's record", N, "design §3: outside the reach is absent"),
    // The master is BKN's.
    (At(CITY, Employer, Approver), "record an employment", F, "Perpres 92/2024: BKN keeps the personnel master"),
    (At(CITY, Employer, Approver), "end an employment", F, "Perpres 92/2024: BKN keeps the personnel master"),
    (At(CITY, Employer, Approver), "record a number", F, "Perka BKN 22/2007: BKN gives the number"),
    (Office(NeutralityAssessment, Approver), "record an employment", F, "design §3: one institution, two functions; assessment keeps no master"),
    (Office(PersonnelAdministration, Admin), "record a number", F, "design §3: ADMIN manages seats only"),
    (Person(CITY), "record a number", F, "Perka BKN 22/2007: BKN gives the number"),
    (Office(RegistryOperation, Approver), "end an employment", F, "design §3: no personal data for the operator"),
    // Elections are KPU's, and KPU's at the centre.
    (At("KPU_34.71", ElectionAdministration, Approver), "record an election", F, "UU 7/2017 Pasal 12: KPU at the centre, JURISDICTION is exact"),
    (At("KPU_PROV_34", ElectionAdministration, Approver), "record an election", F, "UU 7/2017 Pasal 15: KPU Provinsi does not set elections"),
    (At("KPU", ElectionAdministration, Staff), "record an election", F, "design §3: staff prepares, an approver decides"),
    (Office(ElectionSupervision, Approver), "record an election", F, "UU 7/2017 Pasal 93: Bawaslu supervises; nobody else writes"),
    (Office(CivilServicePolicy, Approver), "record an election", F, "UU 7/2017 Pasal 12: nobody else writes"),
    // Policy is PANRB's, by its approver.
    (Office(CivilServicePolicy, Staff), "publish a text", F, "design §3: staff prepares, an approver decides"),
    (Office(NeutralityAssessment, Approver), "publish a text", F, "Perpres 91/2024: the national text is PANRB's"),
    (At(CITY, Employer, Approver), "withdraw the text", F, "Perpres 91/2024: the national text is PANRB's"),
    (Office(ElectionSupervision, Approver), "publish a text", F, "Perpres 91/2024: the national text is PANRB's"),
    (Office(CivilServicePolicy, Admin), "record an instrument", F, "design §3: ADMIN manages seats only"),
    (Office(NeutralityAssessment, Approver), "record an instrument", F, "Perpres 91/2024: instruments are PANRB's"),
    (Office(PersonnelAdministration, Approver), "record a code", F, "Perpres 91/2024: code lists are policy, also those of personnel"),
    (Office(CivilServicePolicy, Staff), "record a holiday", F, "design §3: staff prepares, an approver decides"),
    // Two offices.
    (Office(CivilServicePolicy, Approver), "register an institution", F, "UU 30/2014 Pasal 10: who approves does not prepare"),
    (Office(CivilServicePolicy, Approver), "prepare a function", F, "UU 30/2014 Pasal 10: who approves does not prepare"),
    (Office(CivilServicePolicy, Approver), "prepare a seat", F, "UU 30/2014 Pasal 10: who approves does not prepare"),
    (Office(CivilServicePolicy, Staff), "approve the function", F, "design §3: staff prepares, an approver decides"),
    (Office(CivilServicePolicy, Admin), "approve the seat", F, "design §3: ADMIN manages the seats of its own institution"),
    (At(MINISTRY, RegionalOversight, Approver), "approve the function", F, "UU 30/2014 Pasal 42: who gains by it does not approve it"),
    (Office(CivilServicePolicy, Approver), "prepare a succession", F, "UU 30/2014 Pasal 10: who approves does not prepare"),
    (At(CITY, Employer, Approver), "prepare a succession", F, "UU 30/2014 Pasal 42: nobody gives one's own office away"),
    (Office(RegistryOperation, Approver), "approve a succession", F, "UU 30/2014 Pasal 10: who prepares does not approve"),
    (Office(CivilServicePolicy, Staff), "approve a succession", F, "design §3: staff prepares, an approver decides"),
    (Office(PersonnelAdministration, Approver), "approve a succession", F, "UU 30/2014 Pasal 42: who gains by it does not approve it"),
    (Office(CivilServicePolicy, Admin), "preview a succession", F, "design §3: ADMIN manages seats only"),
    (Office(PersonnelAdministration, Approver), "preview a succession", F, "design §3: the two offices that decide, and AUDIT"),
    (Public, "preview a succession", F, "UU 14/2008 Pasal 17: how many sit where is not public"),
    // Seats are each institution's own.
    (At(PROVINCE, Employer, Admin), "grant a seat of the city", F, "design §3: seats of its own institution only"),
    (At(CITY, Employer, Approver), "grant a seat of the city", F, "UU 30/2014 Pasal 42: who decides cases does not choose the deciders"),
    (At(CITY, Employer, Staff), "end a seat of the city", F, "design §3: ADMIN manages seats"),
    (At(PROVINCE, Employer, Admin), "end a seat of the city", N, "design §3: outside the reach is absent"),
    (At("BAWASLU", ElectionSupervision, Admin), "grant a seat of the city's supervisor", F, "design §3: a subordinate's first seat takes two offices"),
    // Machines are managed like seats.
    (At(CITY, Employer, Approver), "register a machine", F, "design §3: ADMIN manages seats"),
    (Office(RegistryOperation, Approver), "register a machine", F, "design §3: the operator acts for nobody"),
    (Person(CITY), "register a machine", F, "UU 30/2014 Pasal 17: only an office has machines"),
    (At(CITY, Employer, Staff), "machines", F, "design §3: ADMIN manages seats"),
    (Public, "machines", F, "Peraturan BSSN 4/2021: who connects is not public"),
    (At(CITY, Employer, Staff), "add a machine's key", F, "Peraturan BSSN 4/2021: a key opens what the machine may do"),
    (At(PROVINCE, Employer, Approver), "retire a machine's key", F, "design §3: ADMIN manages seats"),
    (Office(PersonnelAdministration, Approver), "end a machine", F, "design §3: machines of its own institution only"),
    (At(PROVINCE, Employer, Admin), "seats of the city", F, "design §3: a filter names an institution outside the reach"),
    (At(CITY, Employer, Approver), "seats", F, "design §3: ADMIN manages seats"),
    (Person(CITY), "seats", F, "UU 27/2022 Pasal 16: colleagues are not one's own data"),
    // Accounts and units are the employer's own.
    (At(PROVINCE, Employer, Approver), "invite a person of the city", F, "design §3: invite one's own people"),
    (Office(PersonnelAdministration, Approver), "invite a person of the city", F, "design §3: the employer knows its people"),
    (At(PROVINCE, Employer, Staff), "reset a credential of the city", F, "UU 27/2022 Pasal 39: another employer's account"),
    (Office(RegistryOperation, Approver), "reset a credential of the city", F, "design §3: else the operator signs in as anybody"),
    (At(PROVINCE, Employer, Approver), "register a unit of the city", F, "PP 18/2016: a region organises itself"),
    (Office(PersonnelAdministration, Approver), "register a unit of the city", F, "PP 18/2016: a region organises itself"),
    // Events and numbers.
    (Public, "coverage", F, "design §3: free grouping is for offices, the public has published tables"),
    (Person(CITY), "coverage", F, "design §3: free grouping is for offices, the public has published tables"),
    (Office(ElectionSupervision, Approver), "coverage of the city by unit", F, "design §3: by unit only within the reach"),
    (At(PROVINCE, Employer, Approver), "coverage of the city by unit", F, "design §3: by unit only within the reach"),
    (Office(CivilServicePolicy, Approver), "coverage of the city by kind", F, "design §3: by class only within the reach"),
    (Public, "events", F, "design §3: events are for AUDIT and the office that acted"),
    (At(CITY, Employer, Staff), "events", F, "design §3: who leads an office reads its acts"),
    (At(PROVINCE, Employer, Approver), "events of the city", F, "design §3: a filter names an institution outside the reach"),
    // KPU at the contest's level and region is the only writer.
    (Office(DigitalMonitoring, Approver), "register a contestant of the city", F, "UU 7/2017 Pasal 12: KPU registers, nobody else"),
    (Office(ElectionSupervision, Approver), "register a contestant of the city", F, "UU 7/2017 Pasal 93: Bawaslu supervises, it does not register"),
    (At("BAWASLU_34.71", ElectionSupervision, Approver), "record a contest of Kediri", F, "UU 7/2017 Pasal 93: Bawaslu supervises, it does not register"),
    (At("KPU", ElectionAdministration, Approver), "register a contestant of the city", F, "PKPU 10/2024: the mayor's contest is the city KPU's"),
    (At("KPU_PROV_34", ElectionAdministration, Approver), "register a contestant of the city", F, "PKPU 10/2024: the mayor's contest is the city KPU's"),
    (At("KPU_34.71", ElectionAdministration, Approver), "record a contest of Kediri", F, "UU 7/2017 Pasal 18: a KPU works in its own region"),
    (At("KPU", ElectionAdministration, Approver), "record a contest of Kediri", F, "design §3: writing is exact, not for regions below"),
    (At("KPU_34.71", ElectionAdministration, Staff), "record a contest of Kediri", F, "design §3: an approver decides"),
    (At("KPU_34.71", ElectionAdministration, Admin), "register a contestant of the city", F, "design §3: ADMIN manages seats only"),
    (Public, "register a contestant of the city", F, "UU 7/2017 Pasal 12: KPU registers, nobody else"),
    (Public, "a prospective contestant's record", N, "UU 7/2017 Pasal 247: who is determined is published"),
    (At(CITY, Employer, Approver), "a prospective contestant's record", N, "UU 27/2022 Pasal 16: no need of the employer"),
    (At("BAWASLU_PROV_34", ElectionSupervision, Admin), "a prospective contestant's record", N, "design §3: ADMIN sees no case content"),
    (Office(CivilServicePolicy, Approver), "a prospective contestant's record", N, "UU 27/2022 Pasal 16: no need of the ministry"),
    (Public, "sign out", F, "nobody has signed in, nobody signs out"),
    (Public, "switch seat", F, "nobody has signed in, nobody has a seat"),
];

/// To whom an act is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    Everyone,
    SignedIn,
    CivilServant,
    /// Every office, in every grade.
    Offices,
    Admins,
    Approvers,
    /// Staff and approvers of a function.
    Working(Function),
    Approver(Function),
}

const READERS: &[Given] = &[
    Given::CivilServant,
    Given::Working(Employer),
    Given::Working(PersonnelAdministration),
    Given::Working(NeutralityAssessment),
    Given::Working(Audit),
];
const MASTER: &[Given] = &[Given::Working(PersonnelAdministration)];
const POLICY: &[Given] = &[Given::Approver(CivilServicePolicy)];
const OPERATOR: &[Given] = &[Given::Working(RegistryOperation)];
const EMPLOYER: &[Given] = &[Given::Working(Employer)];

/// Every act, to whom it is given, and why to nobody else.
#[rustfmt::skip]
pub const GIVEN: &[(&str, &[Given], &str)] = &[
    ("READ_REFERENCE", &[Given::Everyone], "UU 14/2008: published"),
    ("RECORD_REGION", POLICY, "design §3: code lists"),
    ("RECORD_LEGAL_INSTRUMENT", POLICY, "design §3: legal instruments"),
    ("RECORD_CODE", POLICY, "design §3: code lists"),
    ("RECORD_HOLIDAY", POLICY, "design §3: holidays"),
    ("RECORD_ELECTION", &[Given::Approver(ElectionAdministration)], "UU 7/2017 Pasal 12"),
    ("REGISTER_INSTITUTION", OPERATOR, "design §3: institutions"),
    ("PREPARE_FUNCTION", OPERATOR, "design §3: two offices"),
    ("APPROVE_FUNCTION", POLICY, "design §3: two offices"),
    ("READ_SUCCESSION_PREVIEW", &[Given::Working(RegistryOperation), Given::Approver(CivilServicePolicy), Given::Working(Audit)], "design §3: who prepares, who approves, who audits"),
    ("PREPARE_SUCCESSION", OPERATOR, "design §3: two offices"),
    ("APPROVE_SUCCESSION", POLICY, "design §3: two offices"),
    ("READ_CIVIL_SERVANTS", READERS, "UU 27/2022 Pasal 16 and 28"),
    ("REGISTER_CIVIL_SERVANTS", MASTER, "Perpres 92/2024"),
    ("RECORD_SERVICE_NUMBER", MASTER, "Perka BKN 22/2007"),
    ("RECORD_EMPLOYMENT", MASTER, "Perpres 92/2024"),
    ("END_EMPLOYMENT", MASTER, "Perpres 92/2024"),
    ("REGISTER_ORGANISATIONAL_UNIT", EMPLOYER, "PP 18/2016"),
    ("SIGN_IN", &[Given::Everyone], "whoever has an account"),
    ("REFRESH_SESSION", &[Given::Everyone], "whoever has a refresh token"),
    ("ACTIVATE_ACCOUNT", &[Given::Everyone], "whoever has an invitation"),
    ("SIGN_OUT", &[Given::SignedIn], "whoever has signed in"),
    ("SWITCH_SEAT", &[Given::SignedIn], "whoever has signed in"),
    ("INVITE_PEOPLE", EMPLOYER, "design §3: one's own people"),
    ("RESET_CREDENTIAL", EMPLOYER, "design §3: one's own people"),
    ("READ_SEATS", &[Given::Admins, Given::Working(RegistryOperation), Given::Approver(CivilServicePolicy), Given::Working(Audit)], "design §3: seats"),
    ("PREPARE_SEAT", OPERATOR, "design §3: two offices"),
    ("APPROVE_SEAT", POLICY, "design §3: two offices"),
    ("GRANT_SEAT", &[Given::Admins], "design §3: ADMIN manages seats"),
    ("END_SEAT", &[Given::Admins], "design §3: ADMIN manages seats"),
    ("READ_API_CLIENTS", &[Given::Admins, Given::Working(Audit)], "design §3: a machine's place is a seat"),
    ("REGISTER_API_CLIENT", &[Given::Admins], "design §3: ADMIN manages seats, a machine's too"),
    ("ADD_API_CLIENT_KEY", &[Given::Admins], "design §3: ADMIN manages seats, a machine's too"),
    ("RETIRE_API_CLIENT_KEY", &[Given::Admins], "design §3: ADMIN manages seats, a machine's too"),
    ("END_API_CLIENT", &[Given::Admins], "design §3: ADMIN manages seats, a machine's too"),
    ("READ_ACCESS", &[Given::Everyone], "design §3: the matrix is public"),
    ("READ_EVENTS", &[Given::Admins, Given::Approvers, Given::Working(Audit)], "design §3: AUDIT, and each office its own"),
    ("PUBLISH_PACT_TEXT", POLICY, "Perpres 91/2024"),
    ("WITHDRAW_PACT_TEXT", POLICY, "Perpres 91/2024"),
    ("SIGN_PACT", &[Given::CivilServant], "PP 71/2019 Pasal 59"),
    ("RECORD_PAPER_SIGNATURES", EMPLOYER, "design §3: paper signatures"),
    ("WITHDRAW_PACT_SIGNATURE", &[Given::Approver(Employer)], "design §3: an approver decides"),
    ("READ_PACT_SIGNATURES", READERS, "UU 27/2022 Pasal 16 and 28"),
    ("READ_COVERAGE", &[Given::Offices], "design §3: every office"),
    ("READ_COVERAGE_DETAIL", &[Given::Working(Employer), Given::Working(PersonnelAdministration), Given::Working(NeutralityAssessment), Given::Working(Audit)], "design §3: within the reach"),
    ("READ_CANDIDATES", &[Given::Everyone], "UU 7/2017 Pasal 247: who is determined is published"),
    ("RECORD_CONTEST", &[Given::Approver(ElectionAdministration)], "UU 7/2017 Pasal 12"),
    ("REGISTER_CONTESTANT", &[Given::Working(ElectionAdministration)], "UU 7/2017 Pasal 12"),
];
