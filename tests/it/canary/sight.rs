//! What one caller may see, and what of it is in an answer.

use std::collections::{BTreeMap, BTreeSet};

use netra_entity::code::{Function, Grade};
use netra_registry::intake::founding::DemoSeat;
use uuid::Uuid;

use super::plant::WITH_EVENTS;
use super::{MINISTRY, SUBORDINATE, Who, numbers, pairs};
use crate::world::World;

/// What one caller may see.
pub(super) struct Sight {
    pub(super) seat: Option<(Function, Grade)>,
    pub(super) office: String,
    below: Vec<&'static str>,
    user: String,
    person: Option<String>,
    numbers: BTreeSet<String>,
}

impl Sight {
    pub(super) fn nobody() -> Self {
        let (office, user) = (String::new(), "nobody".to_owned());
        Self { seat: None, office, below: Vec::new(), user, person: None, numbers: BTreeSet::new() }
    }

    pub(super) async fn of(world: &World, seat: &DemoSeat) -> Self {
        let below = if seat.institution_code == MINISTRY { vec![SUBORDINATE] } else { Vec::new() };
        let user = seat.user_id.simple().to_string();
        let mut sight = Self {
            seat: seat.function.zip(seat.grade),
            office: seat.institution_code.clone(),
            below,
            user,
            ..Self::nobody()
        };
        if seat.seat_id.is_none() {
            let accounts =
                "SELECT civil_servant_id, id FROM \"user\" WHERE civil_servant_id IS NOT NULL";
            let accounts = pairs::<Uuid>(world, accounts).await;
            let own = accounts.into_iter().find(|(_, user)| *user == seat.user_id).unwrap().0;
            let numbers = numbers(world).await.into_iter().filter(|(_, person)| *person == own);
            sight.person = Some(own.simple().to_string());
            sight.numbers = numbers.map(|(number, _)| number).collect();
        }
        sight
    }

    /// As whom the caller looks.
    pub(super) fn who(&self) -> Who {
        (self.seat.map(|it| (it.0.code(), it.1.code())), self.office.clone())
    }

    /// Whether the caller goes along edges as well. An approver is shown the rows that staff or an
    /// administrator of the office are shown; only in policy there are more.
    pub(super) fn goes_on(&self) -> bool {
        self.seat.is_none_or(|(function, grade)| {
            grade != Grade::Approver || function == Function::CivilServicePolicy
        })
    }

    /// Whether a record is the caller's own.
    pub(super) fn is_own(&self, key: &str) -> bool {
        self.person.as_deref() == Some(key)
    }

    /// The caller's account; none of nobody.
    pub(super) fn user(&self) -> Option<Uuid> {
        Uuid::parse_str(&self.user).ok()
    }

    /// The rule, written from the design and not from the matrix.
    pub(super) fn may_see(&self, kind: &str, institution: &str, key: &str) -> bool {
        use Function::{
            Audit, CivilServicePolicy, ElectionAdministration, ElectionSupervision, Employer,
            NeutralityAssessment, PersonnelAdministration, RegistryOperation,
        };
        let own_person = self.person.as_deref() == Some(key);
        let own_account = self.user == key;
        let own_office = self.office == institution;
        let within = own_office || self.below.contains(&institution);
        let function = self.seat.map(|seat| seat.0);
        let grade = self.seat.map(|seat| seat.1);
        let works = matches!(grade, Some(Grade::Staff | Grade::Approver));
        let leads = matches!(grade, Some(Grade::Approver | Grade::Admin));
        let seats = leads && own_office
            || function == Some(CivilServicePolicy) && grade == Some(Grade::Approver)
            || function == Some(RegistryOperation)
                && works
                && (own_office || institution == "KEJAKSAAN");
        match kind {
            "NAME" => {
                own_person
                    || works
                        && match function {
                            Some(NeutralityAssessment | PersonnelAdministration) => true,
                            Some(Employer) => within,
                            _ => false,
                        }
            }
            "RECORD" => {
                own_person
                    || works
                        && match function {
                            Some(NeutralityAssessment | PersonnelAdministration | Audit) => true,
                            Some(Employer) => within,
                            _ => false,
                        }
            }
            // Before the determination: those who work with nominations, in their region.
            "NOMINEE" => {
                let own = self.office.rsplit('_').next().unwrap_or_default();
                let inside = !own.starts_with(|it: char| it.is_ascii_digit())
                    || institution == own
                    || institution.starts_with(&format!("{own}."));
                works
                    && match function {
                        Some(NeutralityAssessment | PersonnelAdministration) => true,
                        Some(ElectionAdministration | ElectionSupervision) => inside,
                        _ => false,
                    }
            }
            "EVIDENCE" => own_person,
            "SEAT" => own_account || seats || function == Some(Audit) && works,
            "HOLDER" => own_account || seats,
            "LOGIN" => own_account || seats,
            "NUMBER" => self.numbers.contains(key),
            "EVENT" => {
                function == Some(Audit) && works
                    || matches!(grade, Some(Grade::Approver | Grade::Admin))
                        && own_office
                        && (function == Some(RegistryOperation)
                            || function.is_some_and(|it| WITH_EVENTS.contains(&(institution, it))))
            }
            _ => false,
        }
    }
}

const KINDS: [&str; 9] =
    ["NAME", "RECORD", "EVIDENCE", "SEAT", "HOLDER", "LOGIN", "EVENT", "NOMINEE", "SECRET"];

/// The canaries in an answer: kind, institution, key.
pub(super) fn canaries(raw: &str) -> BTreeSet<(&'static str, &str, &str)> {
    let mut found = BTreeSet::new();
    for kind in KINDS {
        for (at, _) in raw.match_indices(&format!("{kind}~")) {
            let mut parts = raw[at + kind.len() + 1..].splitn(3, '~');
            found.insert((kind, parts.next().unwrap_or(""), parts.next().unwrap_or("")));
        }
    }
    found
}

/// The service numbers in an answer, whole.
pub(super) fn whole_numbers<'a>(raw: &'a str, known: &BTreeMap<String, Uuid>) -> BTreeSet<&'a str> {
    let digits = raw.as_bytes().split(|byte| !byte.is_ascii_digit());
    let windows = digits.flat_map(|digits| digits.windows(18));
    windows
        .map(|it| std::str::from_utf8(it).unwrap())
        .filter(|it| known.contains_key(*it))
        .collect()
}
