//! Who countersigns a pact as the superior who knows of it (atasan yang mengetahui).
//!
//! That is the head of the signer's unit or the head's delegate. Nobody is one's own superior: for
//! the head of a unit it is the head of the unit above, and where there is none, whoever decides
//! for the personnel authority (PPK).

use netra_entity::code::CountersignCapacity;
use netra_entity::{Date, organisational_unit};
use uuid::Uuid;

use crate::rule::Rule;

/// A signer, and where the signature was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Signer {
    /// The person.
    pub civil_servant_id: Uuid,
    /// The institution.
    pub institution_id: Uuid,
    /// The unit.
    pub unit_id: Option<Uuid>,
}

/// Who would countersign, as of a day.
#[derive(Clone, Debug, Default)]
pub struct Countersigner {
    /// The person, if the account is a civil servant's.
    pub civil_servant_id: Option<Uuid>,
    /// Where the person is employed.
    pub employed_in: Vec<Uuid>,
    /// Units for which the person is delegate.
    pub delegate_of: Vec<Uuid>,
    /// Institutions whose personnel authority the seat decides for.
    pub decides_for: Vec<Uuid>,
}

impl Countersigner {
    /// As what one countersigns a signer's pact.
    ///
    /// # Errors
    /// [`Rule::CountersignOwn`], [`Rule::NotTheSuperior`].
    pub fn capacity(
        &self,
        signer: &Signer,
        units: &[organisational_unit::Model],
        on: Date,
    ) -> Result<CountersignCapacity, Rule> {
        if self.civil_servant_id == Some(signer.civil_servant_id) {
            return Err(Rule::CountersignOwn);
        }
        let Some(unit) = leading_unit(signer, units, on) else {
            return if self.decides_for.contains(&signer.institution_id) {
                Ok(CountersignCapacity::PersonnelAuthority)
            } else {
                Err(Rule::NotTheSuperior)
            };
        };
        if !self.employed_in.contains(&signer.institution_id) {
            return Err(Rule::NotTheSuperior);
        }
        if self.civil_servant_id == unit.head_id {
            return Ok(CountersignCapacity::HeadOfUnit);
        }
        if self.delegate_of.contains(&unit.id) {
            return Ok(CountersignCapacity::Delegate);
        }
        Err(Rule::NotTheSuperior)
    }

    /// Whether one may delegate countersigning for a unit: its head, or the personnel authority.
    ///
    /// # Errors
    /// [`Rule::NotTheSuperior`].
    pub fn check_delegates(&self, unit: &organisational_unit::Model) -> Result<(), Rule> {
        let leads = self.civil_servant_id.is_some()
            && self.civil_servant_id == unit.head_id
            && self.employed_in.contains(&unit.institution_id);
        if leads || self.decides_for.contains(&unit.institution_id) {
            Ok(())
        } else {
            Err(Rule::NotTheSuperior)
        }
    }
}

/// The nearest unit from the signer's own upwards that somebody else leads.
fn leading_unit<'a>(
    signer: &Signer,
    units: &'a [organisational_unit::Model],
    on: Date,
) -> Option<&'a organisational_unit::Model> {
    let mut next = signer.unit_id;
    // As many steps as there are units: a chain that closes on itself ends as well.
    for _ in units {
        let unit = units.iter().find(|unit| Some(unit.id) == next)?;
        let exists = unit.valid_from <= on && unit.valid_to.is_none_or(|to| to > on);
        if exists && unit.head_id.is_some_and(|head| head != signer.civil_servant_id) {
            return Some(unit);
        }
        next = unit.parent_id;
    }
    None
}

/// Refuses a delegation that is past or has no day.
///
/// # Errors
/// [`Rule::DelegationPeriod`].
pub fn check_period(from: Date, to: Date, today: Date) -> Result<(), Rule> {
    if from >= today && from < to { Ok(()) } else { Err(Rule::DelegationPeriod) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSTITUTION: Uuid = Uuid::from_u128(1);
    const HEAD: Uuid = Uuid::from_u128(2);
    const TOP: Uuid = Uuid::from_u128(3);
    const STAFF: Uuid = Uuid::from_u128(4);
    const DELEGATE: Uuid = Uuid::from_u128(5);
    const ABOVE: Uuid = Uuid::from_u128(6);
    const BELOW: Uuid = Uuid::from_u128(7);

    fn day(day: u32) -> Date {
        Date(chrono::NaiveDate::from_ymd_opt(2026, 11, day).unwrap())
    }

    fn unit(
        id: Uuid,
        parent_id: Option<Uuid>,
        head_id: Option<Uuid>,
    ) -> organisational_unit::Model {
        organisational_unit::Model {
            id,
            institution_id: INSTITUTION,
            parent_id,
            code: String::new(),
            name: String::new(),
            head_id,
            valid_from: day(1),
            valid_to: None,
            rev: 1,
        }
    }

    fn units() -> Vec<organisational_unit::Model> {
        vec![unit(ABOVE, None, Some(TOP)), unit(BELOW, Some(ABOVE), Some(HEAD))]
    }

    fn person(id: Uuid) -> Countersigner {
        Countersigner {
            civil_servant_id: Some(id),
            employed_in: vec![INSTITUTION],
            ..Countersigner::default()
        }
    }

    fn asks(
        who: &Countersigner,
        signer: Uuid,
        unit_id: Option<Uuid>,
    ) -> Result<CountersignCapacity, Rule> {
        let signer = Signer { civil_servant_id: signer, institution_id: INSTITUTION, unit_id };
        who.capacity(&signer, &units(), day(20))
    }

    #[test]
    fn the_head_of_the_unit_countersigns_and_the_head_above_the_head() {
        let head = Ok(CountersignCapacity::HeadOfUnit);
        assert_eq!(asks(&person(HEAD), STAFF, Some(BELOW)), head);
        assert_eq!(asks(&person(TOP), HEAD, Some(BELOW)), head);
        assert_eq!(asks(&person(TOP), STAFF, Some(BELOW)), Err(Rule::NotTheSuperior));
        assert_eq!(asks(&person(HEAD), HEAD, Some(BELOW)), Err(Rule::CountersignOwn));
        assert_eq!(asks(&person(HEAD), TOP, Some(ABOVE)), Err(Rule::NotTheSuperior));
    }

    #[test]
    fn a_head_who_works_elsewhere_is_no_superior() {
        let gone = Countersigner { employed_in: Vec::new(), ..person(HEAD) };
        assert_eq!(asks(&gone, STAFF, Some(BELOW)), Err(Rule::NotTheSuperior));
    }

    #[test]
    fn a_delegate_stands_for_the_head_but_not_for_oneself() {
        let delegate = Countersigner { delegate_of: vec![BELOW], ..person(DELEGATE) };
        assert_eq!(asks(&delegate, STAFF, Some(BELOW)), Ok(CountersignCapacity::Delegate));
        assert_eq!(asks(&delegate, DELEGATE, Some(BELOW)), Err(Rule::CountersignOwn));
        assert_eq!(asks(&delegate, HEAD, Some(BELOW)), Err(Rule::NotTheSuperior));
    }

    #[test]
    fn above_the_highest_head_is_the_personnel_authority_and_only_there() {
        let ppk = Countersigner { decides_for: vec![INSTITUTION], ..Countersigner::default() };
        let authority = Ok(CountersignCapacity::PersonnelAuthority);
        assert_eq!(asks(&ppk, TOP, Some(ABOVE)), authority);
        assert_eq!(asks(&ppk, STAFF, None), authority);
        assert_eq!(asks(&ppk, STAFF, Some(BELOW)), Err(Rule::NotTheSuperior));
        assert_eq!(asks(&person(TOP), STAFF, None), Err(Rule::NotTheSuperior));
    }

    #[test]
    fn units_that_close_on_themselves_end_at_the_personnel_authority() {
        let ring = [unit(ABOVE, Some(BELOW), None), unit(BELOW, Some(ABOVE), None)];
        let ppk = Countersigner { decides_for: vec![INSTITUTION], ..Countersigner::default() };
        let signer =
            Signer { civil_servant_id: STAFF, institution_id: INSTITUTION, unit_id: Some(BELOW) };
        let capacity = ppk.capacity(&signer, &ring, day(20));
        assert_eq!(capacity, Ok(CountersignCapacity::PersonnelAuthority));
    }

    #[test]
    fn a_delegation_lies_ahead() {
        assert_eq!(check_period(day(20), day(21), day(20)), Ok(()));
        assert_eq!(check_period(day(19), day(21), day(20)), Err(Rule::DelegationPeriod));
        assert_eq!(check_period(day(21), day(21), day(20)), Err(Rule::DelegationPeriod));
    }
}
