//! Signatures and what stands for them, inside an act: not narrowed by a permit, because no answer reaches a caller.

use std::collections::BTreeSet;

use netra_domain::pact;
use netra_entity::{
    Date, countersign_delegation, non_asn_signature, organisational_unit, pact_abstention,
    pact_signature,
};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QuerySelect,
};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::ledger::write::Write;
use crate::reach::begin;

/// Present signatures of persons.
pub(crate) async fn signatures(
    act: &Write,
    persons: &[Uuid],
) -> Result<Vec<pact_signature::Model>> {
    Ok(begin::<pact_signature::Entity>()
        .filter(pact_signature::Column::CivilServantId.is_in(persons.iter().copied()))
        .filter(pact_signature::Column::SupersededBy.is_null())
        .all(act.tx())
        .await?)
}

/// Present refusals and exemptions of persons.
pub(crate) async fn abstentions(
    act: &Write,
    persons: &[Uuid],
) -> Result<Vec<pact_abstention::Model>> {
    Ok(begin::<pact_abstention::Entity>()
        .filter(pact_abstention::Column::CivilServantId.is_in(persons.iter().copied()))
        .filter(pact_abstention::Column::SupersededBy.is_null())
        .all(act.tx())
        .await?)
}

/// The present versions of signatures.
pub(crate) async fn signatures_by_ids(
    act: &Write,
    ids: &[Uuid],
) -> Result<Vec<pact_signature::Model>> {
    Ok(begin::<pact_signature::Entity>()
        .filter(pact_signature::Column::Id.is_in(ids.iter().copied()))
        .filter(pact_signature::Column::SupersededBy.is_null())
        .all(act.tx())
        .await?)
}

/// The signature of the class that stands for the person, valid or waiting for its
/// countersignature, in one of these institutions: the employer, and those that it continues.
pub(crate) fn standing_of_class<'a>(
    signatures: &'a [pact_signature::Model],
    places: &BTreeSet<Uuid>,
    class: Uuid,
) -> Option<&'a pact_signature::Model> {
    signatures.iter().find(|it| {
        pact::stands(it.state)
            && places.contains(&it.institution_id)
            && it.equivalence_class == class
    })
}

/// Units for which a person is delegate on a day, for a head who heads them still.
pub(crate) async fn delegate_of(
    db: &impl ConnectionTrait,
    person_id: Uuid,
    on: Date,
) -> Result<Vec<Uuid>> {
    use countersign_delegation::Column;
    let headed = organisational_unit::Entity::belongs_to(countersign_delegation::Entity)
        .from(organisational_unit::Column::Id)
        .to(Column::UnitId)
        .into();
    let same_head = Expr::col((organisational_unit::Entity, organisational_unit::Column::HeadId))
        .equals((countersign_delegation::Entity, Column::HeadId));
    Ok(begin::<countersign_delegation::Entity>()
        .select_only()
        .column(Column::UnitId)
        .join_rev(JoinType::InnerJoin, headed)
        .filter(same_head)
        .filter(Column::DelegateId.eq(person_id))
        .filter(Column::SupersededBy.is_null())
        .filter(Column::ValidFrom.lte(on))
        .filter(Column::ValidTo.gt(on))
        .into_tuple()
        .all(db)
        .await?)
}

/// Whether somebody is delegate for the unit's present head in some of a time.
pub(crate) async fn is_delegated(
    act: &Write,
    unit: &organisational_unit::Model,
    (from, to): (Date, Date),
) -> Result<bool> {
    use countersign_delegation::Column;
    let found = begin::<countersign_delegation::Entity>()
        .filter(Column::UnitId.eq(unit.id))
        .filter(Column::SupersededBy.is_null())
        .filter(unit.head_id.map_or_else(|| Column::HeadId.is_null(), |it| Column::HeadId.eq(it)))
        .filter(Column::ValidFrom.lt(to))
        .filter(Column::ValidTo.gt(from))
        .count(act.tx())
        .await?;
    Ok(found > 0)
}

/// Present signatures of an institution's people who are no civil servants, by their numbers.
pub(crate) async fn non_asn_signatures(
    act: &Write,
    (institution_id, class): (Uuid, Uuid),
    staff_numbers: &[String],
) -> Result<Vec<non_asn_signature::Model>> {
    use non_asn_signature::Column;
    Ok(begin::<non_asn_signature::Entity>()
        .filter(Column::InstitutionId.eq(institution_id))
        .filter(Column::EquivalenceClass.eq(class))
        .filter(Column::StaffNumber.is_in(staff_numbers))
        .filter(Column::SupersededBy.is_null())
        .all(act.tx())
        .await?)
}
