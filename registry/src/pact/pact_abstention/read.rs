//! Reading refusals and exemptions within the reach, and how persons stand towards a pact.

use std::collections::HashMap;

use async_graphql::InputObject;
use netra_domain::policy::{Permit, of};
use netra_domain::{pact_abstention as rules, succession};
use netra_entity::code::{AbstentionKind, PactStanding, SignatureState};
use netra_entity::{
    Date, Ref, civil_servant, cycle, employment, institution, organisational_unit, pact_abstention,
    pact_signature,
};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use crate::ledger::error::{Result, read_optional};
use crate::ledger::page::{Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::pact::pact_signature::Employer;
use crate::{Registry, office::region, pact::pact_text};

/// Which refusals and exemptions are asked for.
#[derive(Clone, Debug, Default, InputObject)]
pub struct PactAbstentionFilterInput {
    /// Only those of this cycle (siklus).
    pub cycle: Option<Ref<cycle::Entity>>,
    /// Only those in this institution.
    pub institution: Option<Ref<institution::Entity>>,
    /// Only those in this unit.
    pub unit: Option<Ref<organisational_unit::Entity>>,
    /// Only refusals, or only exemptions.
    pub kind: Option<AbstentionKind>,
}

impl Registry {
    /// Refusals and exemptions in the order in which they were recorded.
    ///
    /// # Errors
    /// `FORBIDDEN` where the filter names an institution outside the reach.
    pub async fn pact_abstentions(
        &self,
        permit: &Permit<of::ReadPactSignatures>,
        filter: &PactAbstentionFilterInput,
        window: &Window,
    ) -> Result<Page<pact_abstention::Model>> {
        use pact_abstention::Column;
        let cycle = read_optional("filter.cycle", filter.cycle.as_ref())?;
        let institution = read_optional("filter.institution", filter.institution.as_ref())?;
        let unit = read_optional("filter.unit", filter.unit.as_ref())?;
        if institution.is_some() {
            permit.covers_institution(institution)?;
        }
        let condition = Condition::all()
            .add_option(cycle.map(|it| Column::CycleId.eq(it)))
            .add_option(institution.map(|it| Column::InstitutionId.eq(it)))
            .add_option(unit.map(|it| Column::UnitId.eq(it)))
            .add_option(filter.kind.map(|it| Column::Kind.eq(it)));
        let select = self.within::<pact_abstention::Entity, _>(permit, AsOf::Now);
        self.page(select.filter(condition), &[Column::Id], window).await
    }

    /// How persons within the reach stand today towards a cycle's pact in force, where they are
    /// employed.
    ///
    /// # Errors
    /// `NOT_FOUND` for a cycle without a text; the database's own.
    pub async fn pact_standings(
        &self,
        permit: &Permit<of::ReadPactSignatures>,
        employed: &Permit<of::ReadCivilServants>,
        cycle_id: Uuid,
        persons: &[Uuid],
    ) -> Result<HashMap<Uuid, PactStanding>> {
        let today = self.clock().today();
        let class = pact_text::class_in_force(self, cycle_id, today, AsOf::Now).await?;
        let employments = self
            .within::<employment::Entity, _>(employed, AsOf::Now)
            .filter(employment::Column::CivilServantId.is_in(persons.iter().copied()));
        let employments = self.all(employments).await?;
        let signatures = self.children::<pact_signature::Entity, _>(permit, persons).await?;
        let abstentions = self
            .within::<pact_abstention::Entity, _>(permit, AsOf::Now)
            .filter(pact_abstention::Column::CivilServantId.is_in(persons.iter().copied()));
        let abstentions = self.all(abstentions).await?;
        let mut standings = HashMap::new();
        for row in &employments {
            if !region::holds(Some(row.valid_from), row.valid_to, today) {
                continue;
            }
            let own = |it: &Uuid| *it == row.civil_servant_id;
            let employed: Vec<_> =
                employments.iter().filter(|it| own(&it.civil_servant_id)).cloned().collect();
            let places = succession::continued(row.institution_id, &employed);
            let signatures: Vec<_> =
                signatures.iter().filter(|it| own(&it.civil_servant_id)).cloned().collect();
            let abstentions: Vec<_> =
                abstentions.iter().filter(|it| own(&it.civil_servant_id)).cloned().collect();
            let place = (&places, class);
            let standing = rules::standing(place, today, &signatures, &abstentions);
            standings.insert(row.civil_servant_id, standing);
        }
        Ok(standings)
    }
}

/// Narrows people without a valid signature to those who stand so towards a class of texts: the
/// same order as in the rule, each step without the ones before.
pub(crate) fn standing_so(
    person: civil_servant::Column,
    standing: PactStanding,
    employer: &Employer,
    class: Uuid,
    today: Date,
) -> Condition {
    let steps = [
        (
            PactStanding::AwaitingCountersignature,
            employer.signers(class, SignatureState::AwaitingCountersignature),
        ),
        (PactStanding::Exempt, abstaining(AbstentionKind::Exemption, employer, class, today)),
        (PactStanding::Refused, refusing(employer, class, today)),
        (
            PactStanding::CountersignatureRefused,
            employer.signers(class, SignatureState::CountersignatureRefused),
        ),
    ];
    let mut condition = Condition::all();
    for (step, persons) in steps {
        if step == standing {
            return condition.add(person.in_subquery(persons));
        }
        condition = condition.add(person.not_in_subquery(persons));
    }
    match standing {
        PactStanding::NotSigned => condition,
        // Signers are no non-signers.
        PactStanding::Signed
        | PactStanding::AwaitingCountersignature
        | PactStanding::Exempt
        | PactStanding::Refused
        | PactStanding::CountersignatureRefused => condition.add(Expr::val(false)),
    }
}

fn abstaining(
    kind: AbstentionKind,
    employer: &Employer,
    class: Uuid,
    today: Date,
) -> SelectStatement {
    use pact_abstention::{Column, Entity};
    let col = |column: Column| Expr::col((Entity, column));
    let runs =
        Condition::any().add(col(Column::ValidTo).is_null()).add(col(Column::ValidTo).gt(today));
    Query::select()
        .column((Entity, Column::CivilServantId))
        .from(Entity)
        .and_where(employer.is_place(&col(Column::InstitutionId), &col(Column::CivilServantId)))
        .and_where(col(Column::EquivalenceClass).eq(class))
        .and_where(col(Column::SupersededBy).is_null())
        .and_where(col(Column::Kind).eq(kind))
        .and_where(col(Column::ValidFrom).lte(today))
        .cond_where(runs)
        .to_owned()
}

/// Who has refused and not signed since.
fn refusing(employer: &Employer, class: Uuid, today: Date) -> SelectStatement {
    use pact_abstention::Column as Refusal;
    use pact_signature::{Column, Entity};
    let col = |column: Column| Expr::col((Entity, column));
    let refusal = |column: Refusal| Expr::col((pact_abstention::Entity, column));
    let later = Condition::any().add(col(Column::SignedOn).gt(refusal(Refusal::ValidFrom))).add(
        Condition::all()
            .add(col(Column::SignedOn).eq(refusal(Refusal::ValidFrom)))
            .add(col(Column::RecordedAt).gt(refusal(Refusal::RecordedAt))),
    );
    let signed_since = Query::select()
        .expr(Expr::val(1))
        .from(Entity)
        .and_where(col(Column::CivilServantId).eq(refusal(Refusal::CivilServantId)))
        .and_where(col(Column::EquivalenceClass).eq(class))
        .and_where(col(Column::SupersededBy).is_null())
        .cond_where(later)
        .to_owned();
    abstaining(AbstentionKind::Refusal, employer, class, today)
        .and_where(Expr::exists(signed_since).not())
        .to_owned()
}
