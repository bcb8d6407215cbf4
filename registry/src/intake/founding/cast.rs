//! The people of the demonstration to whom something happens.

use chrono::TimeDelta;
use netra_entity::Date;
use netra_entity::code::CivilServantKind;
use uuid::Uuid;

use super::Founder;
use super::people;
use super::workforce::Employee;
use crate::ledger::error::{Error, Result};
use crate::ledger::write::ActRequest;
use crate::people::employment::EmploymentInput;
use crate::people::service_number::ServiceNumberInput;

/// A city whose people sign and whose offices are all staffed.
pub(super) const CITY: &str = "PEMKOT_34.71";

/// The province around it.
pub(super) const PROVINCE: &str = "PEMPROV_34";

/// A ministry.
pub(super) const CENTRAL: &str = "KEMENDAGRI";

/// One in so many is transferred to another institution; a PPPK cannot be.
const TRANSFERRED: usize = 100;

/// Who plays a part; nobody plays two.
#[derive(Debug)]
pub(super) struct Cast<'a> {
    /// Has an account at the city, and has not signed.
    pub(super) city: &'a Employee,
    /// Has an account at the ministry, and has signed.
    pub(super) central: &'a Employee,
    /// Has an account at the province, and holds a seat there.
    pub(super) province: &'a Employee,
    /// Has signed at the city, and nothing else.
    pub(super) signer: &'a Employee,
    /// Gets a second service number with a second contract.
    pub(super) renumbered: &'a Employee,
    /// Is on leave outside state liability.
    pub(super) on_leave: &'a Employee,
}

impl<'a> Cast<'a> {
    pub(super) fn choose(staff: &'a [Employee]) -> Result<Self> {
        let of = |employer: &'static str, kind: CivilServantKind, has_signed: bool| {
            staff.iter().filter(move |it| {
                !it.is_head
                    && it.employer == employer
                    && it.employment.kind == kind
                    && it.signing.is_some() == has_signed
            })
        };
        let mut unsigned = of(CITY, CivilServantKind::Pns, false);
        let mut first_contract = of(CITY, CivilServantKind::Pppk, true);
        let first_contract_ended = |it: &&Employee| it.number_from.0 < people::day(2022, 1, 1);
        let chosen = Self {
            city: unsigned.next().ok_or(Error::NotFound)?,
            on_leave: unsigned.next().ok_or(Error::NotFound)?,
            signer: of(CITY, CivilServantKind::Pns, true).next().ok_or(Error::NotFound)?,
            renumbered: first_contract.find(first_contract_ended).ok_or(Error::NotFound)?,
            central: of(CENTRAL, CivilServantKind::Pns, true).next().ok_or(Error::NotFound)?,
            province: of(PROVINCE, CivilServantKind::Pns, false).next().ok_or(Error::NotFound)?,
        };
        Ok(chosen)
    }

    fn has(&self, person: &Employee) -> bool {
        [self.city, self.on_leave, self.signer, self.renumbered, self.central, self.province]
            .iter()
            .any(|it| it.number == person.number)
    }

    /// Everyone without a part who leads no unit, with their position in the staff.
    pub(super) fn others(
        &self,
        staff: &'a [Employee],
    ) -> impl Iterator<Item = (usize, &'a Employee)> {
        staff.iter().enumerate().filter(|(_, it)| !it.is_head && !self.has(it))
    }

    /// Those who are transferred.
    pub(super) fn transferred(
        &self,
        staff: &'a [Employee],
    ) -> impl Iterator<Item = (usize, &'a Employee)> {
        self.others(staff).filter(|(position, person)| {
            position % TRANSFERRED == 60 && person.employment.kind == CivilServantKind::Pns
        })
    }
}

/// Somebody who works elsewhere now.
#[derive(Clone, Debug)]
pub(super) struct Moved {
    pub(super) number: String,
    pub(super) since: Date,
    pub(super) had_signed: bool,
}

/// Transfers people, sends one on leave, and renews one contract, as the personnel administration
/// does; answers whom it has transferred.
pub(super) async fn change(
    founder: &Founder,
    cast: &Cast<'_>,
    staff: &[Employee],
) -> Result<Vec<Moved>> {
    let today = founder.registry.clock().today();
    let days_ago = |days: i64| Date(today.0 - TimeDelta::days(days));
    let mut moved = Vec::new();
    for (position, person) in cast.transferred(staff) {
        let to = staff.get((position + staff.len() / 3) % staff.len()).ok_or(Error::NotFound)?;
        let days = 20 + 23 * i64::try_from(moved.len()).unwrap_or(0);
        let since = days_ago(days);
        let there = (to.employment.institution_id, to.employment.unit_id);
        employ_as(founder, person, there, crate::people::employment::AT_WORK, since).await?;
        let had_signed = person.signing.is_some();
        moved.push(Moved { number: person.number.clone(), since, had_signed });
    }
    let here = (cast.on_leave.employment.institution_id, cast.on_leave.employment.unit_id);
    employ_as(founder, cast.on_leave, here, "OUTSIDE_STATE_LIABILITY", days_ago(70)).await?;
    renew(founder, cast.renumbered).await?;
    Ok(moved)
}

async fn employ_as(
    founder: &Founder,
    person: &Employee,
    (institution_id, unit_id): (Uuid, Option<Uuid>),
    leave_status: &str,
    valid_from: Date,
) -> Result<()> {
    let input = EmploymentInput {
        service_number: person.number.clone(),
        institution_id,
        unit_id,
        kind: person.employment.kind,
        position_class: person.employment.position_class.clone(),
        rank: person.employment.rank.clone(),
        leave_status: Some(leave_status.to_owned()),
        valid_from,
    };
    let permit = founder.actor.permit()?;
    founder.registry.record_employment(&permit, &ActRequest::default(), &input).await?;
    Ok(())
}

async fn renew(founder: &Founder, person: &Employee) -> Result<()> {
    let input = ServiceNumberInput {
        holder: person.number.clone(),
        number: renewed(person),
        kind: Some(CivilServantKind::Pppk),
        valid_from: Date(people::day(2025, 1, 1)),
    };
    let permit = founder.actor.permit()?;
    founder.registry.record_service_number(&permit, &ActRequest::default(), &input).await?;
    Ok(())
}

/// The number of a second contract: a new year of appointment, and a contract count of two.
pub(super) fn renewed(person: &Employee) -> String {
    let birth: String = person.number.chars().take(8).collect();
    let rest: String = person.number.chars().skip(14).collect();
    format!("{birth}202522{rest}")
}
