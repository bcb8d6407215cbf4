//! Denials of oversight: who looked, and the rights of the person.

use netra_entity::code::Function::{
    Audit, ElectionSupervision, Employer, NeutralityAssessment, PersonnelAdministration,
    RegistryOperation,
};
use netra_entity::code::Grade::{Admin, Approver, Staff};

use super::Who::{At, Office, Person, Public};
use super::{CITY, F, PROVINCE, Who};

#[rustfmt::skip]
pub const DENIALS: &[(Who, &str, &str, &str)] = &[
    // Who looked.
    (Office(RegistryOperation, Approver), "unmask a person of the city", F, "design §3: no personal data for the operator"),
    (Office(PersonnelAdministration, Approver), "unmask a person of the city", F, "UU 27/2022 Pasal 27: who keeps the master has the numbers there"),
    (At(CITY, Employer, Approver), "unmask a person of the city", F, "UU 27/2022 Pasal 27: an employer's work needs names, not whole numbers"),
    (Office(ElectionSupervision, Approver), "unmask a person of the city", F, "UU 27/2022 Pasal 28: not for this purpose without an MoU"),
    (Office(Audit, Admin), "unmask a person of the city", F, "design §3: ADMIN sees no case content"),
    (Person(CITY), "unmask a person of the city", F, "UU 27/2022 Pasal 39: no access without right"),
    (Public, "unmask a person of the city", F, "UU 27/2022 Pasal 39: no access without right"),
    (Office(Audit, Approver), "release a reading", F, "UU 15/2006 Pasal 6: who audits changes nothing"),
    (Office(PersonnelAdministration, Approver), "release a reading", F, "design §3: one institution, two functions; who withheld it releases it"),
    (At(CITY, Employer, Approver), "who looked", F, "UU 27/2022 Pasal 7: a person asks about oneself, no office about a person"),
    (Office(NeutralityAssessment, Staff), "who looked", F, "UU 27/2022 Pasal 7: a person asks about oneself, no office about a person"),
    (Public, "who looked", F, "UU 27/2022 Pasal 39: no access without right"),
    (At(CITY, Employer, Staff), "readings", F, "design §3: who leads an office answers for what it read"),
    (Person(CITY), "readings", F, "design §3: a person asks by the access log"),
    (Public, "readings", F, "UU 27/2022 Pasal 39: no access without right"),
    (At(PROVINCE, Employer, Approver), "readings of the city", F, "design §3: a filter names an institution outside the reach"),
    (Office(RegistryOperation, Approver), "readings of the city", F, "design §3: what another office read is not the operator's"),
    // The rights of the person.
    (At(CITY, Employer, Approver), "ask for a rectification", F, "UU 27/2022 Pasal 6: the right is the person's own"),
    (Public, "ask for a rectification", F, "UU 27/2022 Pasal 6: the right is the person's own"),
    (At(CITY, Employer, Approver), "decide a rectification", F, "Perpres 92/2024: BKN keeps the personnel master"),
    (Office(PersonnelAdministration, Staff), "decide a rectification", F, "design §3: staff prepares, an approver decides"),
    (Person(CITY), "decide a rectification", F, "UU 30/2014 Pasal 42: nobody decides about oneself"),
    (Office(RegistryOperation, Approver), "rectifications", F, "design §3: no personal data for the operator"),
    (Office(NeutralityAssessment, Approver), "rectifications", F, "UU 27/2022 Pasal 28: not for this purpose"),
    (At(CITY, Employer, Admin), "rectifications", F, "design §3: ADMIN sees no case content"),
    (At(PROVINCE, Employer, Staff), "rectifications of the city", F, "UU 27/2022 Pasal 28: another employer's people"),
    (Office(PersonnelAdministration, Staff), "erase a person of the city", F, "UU 27/2022 Pasal 45: an approver's decision"),
    (At(CITY, Employer, Approver), "erase a person of the city", F, "Perpres 92/2024: BKN keeps the personnel master"),
    (Office(RegistryOperation, Approver), "erase a person of the city", F, "UU 27/2022 Pasal 51: a processor erases nothing of its own"),
    (Office(Audit, Approver), "erase a person of the city", F, "UU 15/2006 Pasal 6: who audits changes nothing"),
    (Person(CITY), "erase a person of the city", F, "UU 27/2022 Pasal 15: the record of public office is no one's to delete"),
    (At(CITY, Employer, Approver), "erasures", F, "UU 27/2022 Pasal 28: not for this purpose"),
    (Person(CITY), "erasures", F, "UU 27/2022 Pasal 16: colleagues are not one's own data"),
    (Office(NeutralityAssessment, Staff), "place a hold", F, "design §3: staff prepares, an approver decides"),
    (Office(PersonnelAdministration, Approver), "place a hold", F, "UU 27/2022 Pasal 44: who leads the process says so"),
    (Office(PersonnelAdministration, Approver), "lift a hold", F, "UU 27/2022 Pasal 44: who would erase does not lift the hold"),
    (At(CITY, Employer, Approver), "holds", F, "design §3: a case not yet notified is not the employer's"),
    (Office(RegistryOperation, Staff), "record a breach", F, "design §3: staff prepares, an approver decides"),
    (Office(Audit, Approver), "record a breach", F, "UU 15/2006 Pasal 6: who audits changes nothing"),
    (At(CITY, Employer, Approver), "record a breach", F, "UU 27/2022 Pasal 46: who runs the log finds it"),
    (At(CITY, Employer, Approver), "breaches", F, "UU 27/2022 Pasal 46: the persons and the authority are told"),
    (Public, "breaches", F, "UU 27/2022 Pasal 46: the persons and the authority are told"),
    (Person(CITY), "holds", F, "design §3: a case not yet notified is not the subject's"),
];
