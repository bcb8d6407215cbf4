//! The staffed offices of the demonstration.

use chrono::TimeDelta;
use netra_domain::policy::{Permit, of};
use netra_entity::code::{Appointment, Function, Grade, Level};
use netra_entity::{Date, seat};
use uuid::Uuid;

use super::cast::{CENTRAL, CITY, Cast, PROVINCE};
use super::random::Random;
use super::seats::{self, First, OPERATION, Office, POLICY, Way, account, held, office};
use super::{DemoSeat, Founder, names};
use crate::ledger::error::{Error, Result};
use crate::ledger::write::{ActRequest, Write};
use crate::office;
use crate::office::institution_function::PrepareFunctionInput;
use crate::office::seat::{NewSeatInput, PrepareSeatInput};
use crate::office::session::Claimed;

/// Every function at its present holder; elections at all three levels of one region.
const OFFICES: &[Office] = &[
    office("BKN", Function::NeutralityAssessment),
    office("BKN", Function::PersonnelAdministration),
    office("KOMDIGI_DITJEN_WASDIG", Function::DigitalMonitoring),
    office("BAWASLU", Function::ElectionSupervision),
    office("BAWASLU_PROV_34", Function::ElectionSupervision),
    office("BAWASLU_34.71", Function::ElectionSupervision),
    office("KPU", Function::ElectionAdministration),
    office("KPU_PROV_34", Function::ElectionAdministration),
    office("KPU_34.71", Function::ElectionAdministration),
    office(CENTRAL, Function::Employer),
    office(PROVINCE, Function::Employer),
    office(CITY, Function::Employer),
    office("BPASN", Function::AppealBoard),
    POLICY,
    office(CENTRAL, Function::RegionalOversight),
    office("POLRI", Function::LawEnforcement),
    office("BPK", Function::Audit),
    OPERATION,
];

const GRADES: &[Grade] = &[Grade::Staff, Grade::Approver, Grade::Admin];

/// An office without an administrator yet.
const UNSTAFFED: Office = office("KEJAKSAAN", Function::LawEnforcement);

/// The seats have been held for half a year.
const HELD: TimeDelta = TimeDelta::days(180);

/// The offices, as far as they are staffed.
#[derive(Debug)]
pub(super) struct Offices<'a> {
    founder: &'a Founder,
    password_hash: &'a str,
    random: Random,
    first: Vec<DemoSeat>,
    pub(super) seats: Vec<DemoSeat>,
}

impl<'a> Offices<'a> {
    /// Places the first two seats.
    pub(super) async fn begin(founder: &'a Founder, password_hash: &'a str) -> Result<Self> {
        let mut random = Random::new(71);
        let mut first = Vec::new();
        for office in [OPERATION, POLICY] {
            let login = role_login(&office, Grade::Admin.code());
            let (name, way) = (name(&mut random), Way::Password(password_hash));
            let grade = Grade::Admin;
            let holder = First { grade, login: &login, display_name: &name, way };
            for row in seats::first(founder, &office, &[holder]).await? {
                first.push(demo_seat(&office, grade, login.clone(), row.user_id, row.id));
            }
        }
        Ok(Self { founder, password_hash, random, first, seats: Vec::new() })
    }

    /// Fills the offices, and gives accounts to three civil servants, of whom one has a seat.
    pub(super) async fn fill(&mut self, cast: &Cast<'_>) -> Result<()> {
        let mut act = self.founder.open::<of::GrantSeat>().await?;
        let since = Date(act.today().0 - HELD);
        for office in OFFICES {
            let institution_id = institution(&act, office.institution).await?;
            for grade in GRADES.iter().copied() {
                let login = role_login(office, grade.code());
                if let Some(seat) = self.first.iter().find(|seat| seat.login == login) {
                    self.seats.push(seat.clone());
                    continue;
                }
                let own = (*office == office_of_civil_servant() && grade == Grade::Staff)
                    .then_some(cast.province);
                let name = own.map_or_else(|| name(&mut self.random), |person| person.name.clone());
                let person_id = own.map(|person| person.employment.civil_servant_id);
                let hash = self.password_hash;
                let user_id = account(&mut act, person_id, &login, &name, hash).await?;
                let row = held(&act, office, (institution_id, user_id), grade, since);
                let id = office::seat::place(&mut act, row).await?;
                self.seats.push(demo_seat(office, grade, login, user_id, id));
            }
        }
        act.commit(None).await?;
        self.invite(cast).await
    }

    async fn invite(&mut self, cast: &Cast<'_>) -> Result<()> {
        let mut act = self.founder.open::<of::InvitePeople>().await?;
        for (code, person) in [(CITY, cast.city), (CENTRAL, cast.central)] {
            let login = login("civil-servant", code);
            let person_id = Some(person.employment.civil_servant_id);
            let hash = self.password_hash;
            let user_id = account(&mut act, person_id, &login, &person.name, hash).await?;
            self.seats.push(civil_servant(code, login, user_id));
        }
        act.commit(None).await?;
        let login = role_login(&office_of_civil_servant(), Grade::Staff.code());
        let user_id = self.find(&login)?.user_id;
        self.seats.push(civil_servant(PROVINCE, login, user_id));
        Ok(())
    }

    fn find(&self, login: &str) -> Result<&DemoSeat> {
        self.seats.iter().find(|seat| seat.login == login).ok_or(Error::NotFound)
    }

    /// Places a seat whose last day was yesterday.
    pub(super) async fn ended(&mut self) -> Result<DemoSeat> {
        let office = office(CITY, Function::Employer);
        let login = role_login(&office, "former");
        let name = name(&mut self.random);
        let mut act = self.founder.open::<of::GrantSeat>().await?;
        let institution_id = institution(&act, office.institution).await?;
        let today = act.today();
        let since = Date(today.0 - HELD);
        let user_id = account(&mut act, None, &login, &name, self.password_hash).await?;
        let row = held(&act, &office, (institution_id, user_id), Grade::Staff, since);
        let row = seat::Model { valid_to: Some(today), ..row };
        let id = office::seat::place(&mut act, row).await?;
        act.commit(Some(id)).await?;
        Ok(demo_seat(&office, Grade::Staff, login, user_id, id))
    }

    /// Lets the operator prepare a first seat and a function, for the ministry to approve. This is
    /// done in the operator's seat: what the founding prepares, everyone could approve.
    pub(super) async fn prepare(&mut self) -> Result<(DemoSeat, Uuid)> {
        let login = role_login(&UNSTAFFED, Grade::Admin.code());
        let name = name(&mut self.random);
        let mut act = self.founder.open::<of::InvitePeople>().await?;
        let user_id = account(&mut act, None, &login, &name, self.password_hash).await?;
        let unstaffed = institution(&act, UNSTAFFED.institution).await?;
        let overseer = institution(&act, CENTRAL).await?;
        let today = act.today();
        act.commit(Some(user_id)).await?;

        let registry = &self.founder.registry;
        let request = ActRequest::default();
        let operator = self.find(&role_login(&OPERATION, Grade::Staff.code()))?;
        let sign_in: Permit<of::SignIn> = self.founder.actor.permit()?;
        let session = registry.open_session(&sign_in, operator.user_id, operator.seat_id, None);
        let actor = registry.actor(Claimed::first_of(&session.await?)).await?;
        let actor = actor.ok_or(Error::NotFound)?;
        let seat = NewSeatInput {
            institution: unstaffed.into(),
            login: login.clone(),
            display_name: name,
            email: None,
            service_number: None,
            function: UNSTAFFED.function,
            official_position: seats::position(Grade::Admin).to_owned(),
            appointment: Appointment::Definitive,
            valid_from: today,
            valid_to: None,
        };
        let seat = PrepareSeatInput { seat };
        let seat = registry.prepare_seat(&actor.permit()?, &request, &seat).await?;
        let function = PrepareFunctionInput {
            institution: overseer.into(),
            function: Function::Audit,
            level: Level::Central,
            region_code: None,
            valid_from: today,
            valid_to: None,
            legal_basis: "PP 60/2008".to_owned(),
        };
        let function = registry.prepare_function(&actor.permit()?, &request, &function).await?;
        registry.sign_out(&actor.permit()?).await?;
        let seat_id = seat.subject_id.ok_or(Error::NotFound)?;
        let function_id = function.subject_id.ok_or(Error::NotFound)?;
        Ok((demo_seat(&UNSTAFFED, Grade::Admin, login, user_id, seat_id), function_id))
    }
}

/// Where a civil servant with an account has a seat as well.
const fn office_of_civil_servant() -> Office {
    office(PROVINCE, Function::Employer)
}

async fn institution(act: &Write, code: &str) -> Result<Uuid> {
    let rows = office::within::institutions_by_code(act.tx(), &[code.to_owned()]).await?;
    Ok(rows.first().ok_or(Error::NotFound)?.id)
}

fn name(random: &mut Random) -> String {
    let is_man = random.percent(50);
    names::name(random, is_man)
}

/// `employer.approver@pemkot-34-71.demo`.
fn role_login(office: &Office, role: &str) -> String {
    let function = office.function.code().replace('_', "-");
    login(&format!("{function}.{role}"), office.institution)
}

fn login(name: &str, institution: &str) -> String {
    format!("{name}@{}.demo", institution.replace(['_', '.'], "-")).to_lowercase()
}

fn demo_seat(
    office: &Office,
    grade: Grade,
    login: String,
    user_id: Uuid,
    seat_id: Uuid,
) -> DemoSeat {
    DemoSeat {
        institution_code: office.institution.to_owned(),
        function: Some(office.function),
        grade: Some(grade),
        login,
        user_id,
        seat_id: Some(seat_id),
    }
}

fn civil_servant(employer: &str, login: String, user_id: Uuid) -> DemoSeat {
    DemoSeat {
        institution_code: employer.to_owned(),
        function: None,
        grade: None,
        login,
        user_id,
        seat_id: None,
    }
}
