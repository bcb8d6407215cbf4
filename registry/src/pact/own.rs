//! What an employer recorded of somebody in one of its institutions, taken in hand inside an act.

use netra_domain::Rule;
use netra_domain::policy::{ActKind, Permit};
use netra_entity::{Date, pact_text};
use sea_orm::sea_query::Value;
use sea_orm::{ColumnTrait, EntityTrait, ModelTrait, QueryFilter};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::ledger::error::{Error, Result};
use crate::ledger::recorded::Recorded;
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{Taken, Write};
use crate::office::region;
use crate::pact::coverage::Deltas;
use crate::pact::pact_signature::{addressees, local_day};
use crate::people;
use crate::people::civil_servant::coverage_of;
use crate::reach::{Placed, begin, present};

/// The present row of a record, not locked; what lies outside the reach is absent.
pub(crate) async fn find_own<E: Recorded + Placed, A: ActKind>(
    act: &Write,
    permit: &Permit<A>,
    id: Uuid,
) -> Result<E::Model> {
    let found = begin::<E>().filter(E::ID.eq(id)).filter(present::<E>(AsOf::Now));
    let row = found.one(act.tx()).await?.ok_or(Error::NotFound)?;
    let institution = E::axes().employer.and_then(|(column, _)| uuid_in::<E>(&row, column));
    permit.covers_institution(institution).map_err(|_outside| Error::NotFound)?;
    Ok(row)
}

/// Takes a record within the reach. The person is locked first, where there is one: all that is
/// decided about a person waits for that.
pub(crate) async fn take_own<E: Recorded + Placed, A: ActKind>(
    act: &Write,
    permit: &Permit<A>,
    id: Uuid,
    expected: Option<i32>,
) -> Result<Taken<E>> {
    let found = find_own::<E, A>(act, permit, id).await?;
    if let Some(person) = E::axes().person.and_then(|column| uuid_in::<E>(&found, column)) {
        people::within::lock_persons(act, &[person]).await?;
    }
    match act.take::<E>(id, expected).await {
        // Who was faster has put another version in its place.
        Err(Error::NotFound) => act.take::<E>(id, expected).await,
        taken => taken,
    }
}

fn uuid_in<E: EntityTrait>(row: &E::Model, column: E::Column) -> Option<Uuid> {
    if let Value::Uuid(id) = row.get(column) { id } else { None }
}

/// Evidence as an after-image tells it: not as text, but as what it says.
pub(crate) fn told(evidence: &str) -> Result<(&'static str, Json)> {
    Ok(("evidence", serde_json::from_str(evidence)?))
}

/// Refuses a text that is another institution's own.
pub(crate) async fn check_addressed(
    act: &Write,
    text: &pact_text::Model,
    institution_id: Uuid,
) -> Result<()> {
    match addressees(act, text).await? {
        Some(ids) if !ids.contains(&institution_id) => Err(Rule::PactTextOtherInstitution.into()),
        _ => Ok(()),
    }
}

/// The days on which an employer may say that a text was signed or refused.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Days {
    pub(crate) published_on: Date,
    pub(crate) today: Date,
}

impl Days {
    pub(crate) async fn of(
        act: &Write,
        text: &pact_text::Model,
        institution_id: Uuid,
    ) -> Result<Self> {
        let today = local_day(act, institution_id).await?;
        let zone = region::zone_of(act.tx(), None).await?;
        Ok(Self { published_on: Date(zone.local_day(text.published_at.0)), today })
    }

    pub(crate) fn have(self, day: Date) -> bool {
        self.published_on <= day && day <= self.today
    }
}

/// What persons added to coverage before an act changed what stands for them.
pub(crate) struct Counted {
    persons: Vec<Uuid>,
    leaves: crate::law::code_list::Leaves,
    before: Deltas,
}

impl Counted {
    pub(crate) async fn before(act: &Write, persons: Vec<Uuid>) -> Result<Self> {
        let leaves = act.leaves().await?;
        let before = coverage_of(act, &persons, &leaves).await?;
        Ok(Self { persons, leaves, before })
    }

    /// Moves coverage by what has changed since.
    pub(crate) async fn settle(self, act: &mut Write) -> Result<()> {
        let after = coverage_of(act, &self.persons, &self.leaves).await?;
        act.moves_coverage(after.since(self.before));
        Ok(())
    }
}
