//! Service numbers: a person may get a new one, and is still found by the old one.

use netra_domain::policy::{Permit, of};
use netra_domain::{Nik, Rule, ServiceNumber};
use netra_entity::code::CivilServantKind;
use netra_entity::{Date, civil_servant as entity, service_number};
use serde_json::json;
use uuid::Uuid;

use crate::ledger::error::{Error, Result};
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::people;
use crate::{Registry, people::civil_servant};

/// Kind of the record in events.
pub(crate) const KIND: &str = "service_number";

/// A new number of a person.
#[derive(Clone, Debug)]
pub struct ServiceNumberInput {
    /// A number that the person holds or held.
    pub holder: String,
    /// The new number.
    pub number: String,
    /// The declared kind, checked against the number.
    pub kind: Option<CivilServantKind>,
    /// First day on which it is held.
    pub valid_from: Date,
}

impl Registry {
    /// Records that a person holds a new number from a day on; the former one ends that day.
    ///
    /// # Errors
    /// The rules of form; `NOT_FOUND` for the holder; `SERVICE_NUMBER_TAKEN`;
    /// `END_BEFORE_START` where the former number began later.
    pub async fn record_service_number(
        &self,
        permit: &Permit<of::RecordServiceNumber>,
        request: &ActRequest,
        input: &ServiceNumberInput,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let number = parse(&act, "number", &input.number, input.kind)?;
        let person = civil_servant::lock_holder(&act, "holder", &input.holder).await?;
        let taken = people::within::numbers(&act, &[number.as_str().to_owned()]).await?;
        if !taken.is_empty() {
            return Err(Error::invalid("number", Rule::ServiceNumberTaken));
        }
        let held = people::within::numbers_of(&act, &[person.id]).await?;
        succeed(&mut act, &held, person.id, &number, input.valid_from).await?;
        let is_doubtful = is_doubtful(nik_of(&act, &person)?.as_ref(), &held, &number);
        if is_doubtful != person.is_identity_doubtful {
            let taken = act.take::<entity::Entity>(person.id, None).await?;
            let row = entity::Model { is_identity_doubtful: is_doubtful, ..taken.row.clone() };
            act.put(&taken, row, Vec::new()).await?;
        }
        act.commit(Some(person.id)).await
    }
}

/// Reads a number as of the act's day and checks a declared kind against it.
pub(crate) fn parse(
    act: &Write,
    path: &str,
    text: &str,
    kind: Option<CivilServantKind>,
) -> Result<ServiceNumber> {
    let number = ServiceNumber::parse_as_of(text, act.today().0)
        .map_err(|rule| Error::invalid(path, rule))?;
    match kind {
        Some(kind) => {
            number.check_kind(kind).map(|()| number).map_err(|rule| Error::invalid("kind", rule))
        }
        None => Ok(number),
    }
}

/// A person's NIK, where it is known.
pub(crate) fn nik_of(act: &Write, person: &entity::Model) -> Result<Option<Nik>> {
    let vault = act.registry().vault();
    person.nik_cipher.as_deref().map(|sealed| vault.open_nik(sealed)).transpose()
}

/// Whether somebody has to look at who a person is: a new number tells another day of birth or
/// another sex than the NIK, or than every number before where no NIK is known. So a number that
/// corrects a wrong one ends the doubt.
pub(crate) fn is_doubtful(
    nik: Option<&Nik>,
    held: &[service_number::Model],
    number: &ServiceNumber,
) -> bool {
    let before = || held.iter().filter_map(|row| ServiceNumber::parse(&row.number).ok());
    match nik {
        Some(nik) => !nik.agrees_with_number(number),
        None => !held.is_empty() && !before().any(|it| it.agrees_with(number)),
    }
}

/// Ends the number held until then and begins the new one.
pub(crate) async fn succeed(
    act: &mut Write,
    held: &[service_number::Model],
    person_id: Uuid,
    number: &ServiceNumber,
    from: Date,
) -> Result<()> {
    let ended = ended_by(held, from).map_err(|rule| Error::invalid("validFrom", rule))?;
    let row_ids = ended.iter().map(|row| row.row_id).collect();
    act.supersede::<service_number::Entity>(row_ids).await?;
    for row in ended {
        let ended = service_number::Model { valid_to: Some(from), ..row.clone() };
        insert(act, ended, None).await?;
    }
    insert(act, draft(act, person_id, number, from), Some(1)).await
}

/// The kind of the number that is held on a day, of rows in the order of their days; before the
/// first one, the kind of that.
pub(crate) fn kind_on(held: &[service_number::Model], on: Date) -> Option<CivilServantKind> {
    let begun = held.iter().rfind(|row| row.valid_from <= on);
    begun.or(held.first()).map(|row| row.kind)
}

/// The numbers that end when another begins on a day.
pub(crate) fn ended_by(
    held: &[service_number::Model],
    from: Date,
) -> std::result::Result<Vec<&service_number::Model>, Rule> {
    let open: Vec<_> = held.iter().filter(|row| row.valid_to.is_none()).collect();
    if open.iter().any(|row| row.valid_from >= from) {
        return Err(Rule::EndBeforeStart);
    }
    Ok(open)
}

/// The first version of a holding, as of this act.
pub(crate) fn draft(
    act: &Write,
    person_id: Uuid,
    number: &ServiceNumber,
    from: Date,
) -> service_number::Model {
    service_number::Model {
        row_id: act.new_id(),
        id: act.new_id(),
        civil_servant_id: person_id,
        number: number.as_str().to_owned(),
        kind: number.kind(),
        valid_from: from,
        valid_to: None,
        recorded_by: act.event_id(),
        superseded_by: None,
    }
}

/// Inserts a version as of this act.
async fn insert(act: &mut Write, row: service_number::Model, rev: Option<i32>) -> Result<()> {
    let row = service_number::Model {
        row_id: act.new_id(),
        recorded_by: act.event_id(),
        superseded_by: None,
        ..row
    };
    let rev = match rev {
        Some(rev) => rev,
        None => act.next_rev(row.id).await?,
    };
    let after = after(&row);
    let id = row.id;
    act.insert(row).await?;
    act.record(KIND, id, rev, &after)
}

/// The after-image of a version.
pub(crate) fn after(row: &service_number::Model) -> serde_json::Value {
    json!({
        "civil_servant_id": row.civil_servant_id, "number": row.number, "kind": row.kind,
        "valid_from": row.valid_from, "valid_to": row.valid_to,
    })
}
