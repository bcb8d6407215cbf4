//! Where records of persons lie.

use netra_domain::policy::{Permit, of};
use netra_entity::{Date, civil_servant, employment, service_number};
use sea_orm::sea_query::Condition;

use crate::ledger::sequencer::AsOf;
use crate::reach::{self, Axes, Placed, children, present, readable};

/// An employer's are those employed there today.
impl Placed for civil_servant::Entity {
    fn axes() -> Axes<Self::Column> {
        use civil_servant::Column::Id;
        Axes { employed: Some(Id), person: Some(Id), ..Axes::NONE }
    }
}

impl Placed for service_number::Entity {
    fn axes() -> Axes<Self::Column> {
        use service_number::Column::CivilServantId as Person;
        Axes { employed: Some(Person), person: Some(Person), ..Axes::NONE }
    }
}

/// An employer's are those in its own institutions, earlier ones included, without what came later
/// elsewhere.
impl Placed for employment::Entity {
    fn axes() -> Axes<Self::Column> {
        use employment::Column::{CivilServantId as Person, InstitutionId};
        Axes { employer: Some((InstitutionId, Some(Person))), person: Some(Person), ..Axes::NONE }
    }
}

readable! {
    civil_servant under ReadCivilServants, Unmask;
    service_number under ReadCivilServants;
    employment under ReadCivilServants;
}

children! {
    service_number of civil_servant by CivilServantId in order of (ValidFrom);
}

/// What employments within the reach meet.
pub(crate) fn employments_within(
    permit: &Permit<of::ReadCivilServants>,
    today: Date,
    as_of: AsOf,
) -> Condition {
    present::<employment::Entity>(as_of).add(reach::within::<employment::Entity, _>(permit, today))
}
