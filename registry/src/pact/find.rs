//! Where signatures lie, and what stands for them.

use netra_domain::policy::{Permit, of};
use netra_entity::{
    Date, certified_signature, countersign_delegation, non_asn_signature, pact_abstention,
    pact_signature,
};
use sea_orm::sea_query::Condition;

use crate::ledger::sequencer::AsOf;
use crate::reach::{self, Axes, Placed, children, present, readable};

/// An employer's are those given under employment in its own institutions.
impl Placed for pact_signature::Entity {
    fn axes() -> Axes<Self::Column> {
        use pact_signature::Column::{CivilServantId as Person, InstitutionId};
        Axes { employer: Some((InstitutionId, Some(Person))), person: Some(Person), ..Axes::NONE }
    }
}

/// Refusals and exemptions: an employer's are those of its people under employment there.
impl Placed for pact_abstention::Entity {
    fn axes() -> Axes<Self::Column> {
        use pact_abstention::Column::{CivilServantId as Person, InstitutionId};
        Axes { employer: Some((InstitutionId, Some(Person))), person: Some(Person), ..Axes::NONE }
    }
}

/// An employer's are those for units of its own institutions, a person's those to oneself.
impl Placed for countersign_delegation::Entity {
    fn axes() -> Axes<Self::Column> {
        use countersign_delegation::Column::{DelegateId, InstitutionId};
        Axes {
            employer: Some((InstitutionId, Some(DelegateId))),
            person: Some(DelegateId),
            ..Axes::NONE
        }
    }
}

/// Of people who are no civil servants: an employer's are those of its own institutions.
impl Placed for non_asn_signature::Entity {
    fn axes() -> Axes<Self::Column> {
        Axes { employer: Some((non_asn_signature::Column::InstitutionId, None)), ..Axes::NONE }
    }
}

readable! {
    pact_signature under ReadPactSignatures;
    pact_abstention under ReadPactSignatures;
    countersign_delegation under ReadPactSignatures;
    non_asn_signature under ReadNonAsnSignatures;
}

children! {
    pact_signature of civil_servant by CivilServantId in order of (Id);
    certified_signature of pact_signature by SignatureId in order of (SignatureId)
        under ReadPactSignatures;
}

/// What signatures within the reach meet.
pub(crate) fn pact_signatures_within(
    permit: &Permit<of::ReadPactSignatures>,
    today: Date,
    as_of: AsOf,
) -> Condition {
    present::<pact_signature::Entity>(as_of)
        .add(reach::within::<pact_signature::Entity, _>(permit, today))
}
