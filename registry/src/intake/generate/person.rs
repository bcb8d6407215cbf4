//! An invented civil servant: number, NIK, name, work.

use chrono::{Datelike, Days, NaiveDate};
use netra_domain::CivilServantKind;
use netra_entity::Date;

use super::{People, Workplace, unit, years_before};
use crate::intake::founding::names;
use crate::intake::founding::random::Random;

/// Ages at which people are in service.
const YOUNGEST: u32 = 22;
const OLDEST: u32 = 57;

/// Days of birth, and a serial for each round through them: a day with a serial names one person,
/// and so do the numbers made from it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Births {
    earliest: NaiveDate,
    days: u64,
}

impl Births {
    /// Those above are the demonstration's.
    const SERIALS: u64 = 899;
    /// Coprime to the number of days, as no prime factor of it comes near.
    const STRIDE: u64 = 1_000_003;

    pub(super) fn until(today: Date) -> Self {
        let (earliest, latest) = (years_before(today, OLDEST), years_before(today, YOUNGEST));
        Self { earliest, days: (latest - earliest).num_days().unsigned_abs().max(1) }
    }

    /// For how many people there are numbers.
    pub(super) const fn capacity(self) -> u64 {
        self.days * Self::SERIALS
    }

    /// The day of birth and the round of the person with this index.
    fn of(self, index: u64, seed: u64) -> (NaiveDate, u64) {
        let day = (index % self.days * (Self::STRIDE % self.days) + seed % self.days) % self.days;
        let birth = self.earliest.checked_add_days(Days::new(day)).unwrap_or(self.earliest);
        (birth, index / self.days)
    }
}

/// An invented civil servant, cell by cell.
#[derive(Debug)]
pub(super) struct Person {
    number: String,
    nik: String,
    name: String,
    front_title: &'static str,
    back_title: &'static str,
    institution: String,
    unit: (&'static str, &'static str),
    kind: CivilServantKind,
    position_class: &'static str,
    rank: &'static str,
    leave_status: &'static str,
    valid_from: NaiveDate,
}

impl Person {
    pub(super) fn new(
        mut random: Random,
        births: Births,
        index: u64,
        people: &People,
        place: &Workplace,
    ) -> Self {
        let today = people.today.0;
        let random = &mut random;
        let (birth, round) = births.of(index, people.seed);
        let is_man = random.percent(47);
        let kind = if random.percent(65) { CivilServantKind::Pns } else { CivilServantKind::Pppk };
        let appointed = appointed(random, kind, birth, today);
        let unit = unit::of(place, random);
        let (position_class, rank) = career(random, kind, today.year() - appointed.year());
        let is_graduate = !matches!(position_class, "STAFF" | "FUNCTIONAL_SKILLED");
        let (front_title, back_title) = names::titles(random, unit.0, is_graduate);
        Self {
            number: number(kind, birth, appointed, is_man, Births::SERIALS - round),
            nik: nik(random, place, birth, is_man, 9_999 - round),
            name: names::name(random, is_man),
            front_title: front_title.unwrap_or_default(),
            back_title: back_title.unwrap_or_default(),
            institution: place.code.clone(),
            unit,
            kind,
            position_class,
            rank,
            leave_status: leave(random),
            valid_from: in_place_since(random, appointed, place, today),
        }
    }

    /// The cells in the order of the columns.
    pub(super) fn cells(&self) -> [String; 14] {
        [
            self.number.clone(),
            self.nik.clone(),
            self.name.clone(),
            self.front_title.to_owned(),
            self.back_title.to_owned(),
            self.institution.clone(),
            self.unit.0.to_owned(),
            self.unit.1.to_owned(),
            self.kind.code().to_owned(),
            self.position_class.to_owned(),
            self.rank.to_owned(),
            self.leave_status.to_owned(),
            self.valid_from.to_string(),
            "yes".to_owned(),
        ]
    }
}

/// The first of the month of appointment: PNS soon after school, PPPK since there are any.
fn appointed(
    random: &mut Random,
    kind: CivilServantKind,
    birth: NaiveDate,
    today: NaiveDate,
) -> NaiveDate {
    let years = |from: i32, to: i32| {
        let from = u32::try_from(from).unwrap_or(0);
        (from, u32::try_from(to).unwrap_or(0).max(from))
    };
    let (from, to) = match kind {
        CivilServantKind::Pns => years(birth.year() + 20, (birth.year() + 30).min(today.year())),
        CivilServantKind::Pppk => years((birth.year() + 20).max(2019), today.year()),
    };
    let year = i32::try_from(random.between(from, to)).unwrap_or(today.year());
    let month = random.between(1, if year == today.year() { today.month() } else { 12 });
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(today)
}

fn number(
    kind: CivilServantKind,
    birth: NaiveDate,
    appointed: NaiveDate,
    is_man: bool,
    serial: u64,
) -> String {
    let appointed = match kind {
        CivilServantKind::Pns => appointed.format("%Y%m").to_string(),
        CivilServantKind::Pppk => format!("{}21", appointed.year()),
    };
    let sex = if is_man { 1 } else { 2 };
    format!("{}{appointed}{sex}{serial:03}", birth.format("%Y%m%d"))
}

fn nik(
    random: &mut Random,
    place: &Workplace,
    birth: NaiveDate,
    is_man: bool,
    serial: u64,
) -> String {
    let registered_in = match place.region_code.as_deref().map(|code| code.replace('.', "")) {
        Some(code) if code.len() == 4 => code,
        Some(province) if province.len() == 2 => format!("{province}{:02}", random.between(1, 5)),
        Some(_) | None => "3171".to_owned(),
    };
    let day = birth.day() + if is_man { 0 } else { 40 };
    let district = random.between(1, 20);
    format!("{registered_in}{district:02}{day:02}{}{serial:04}", birth.format("%m%y"))
}

/// Position and rank that fit the kind and the years of service.
fn career(random: &mut Random, kind: CivilServantKind, years: i32) -> (&'static str, &'static str) {
    match (kind, years) {
        (CivilServantKind::Pppk, _) => random.pick(&[
            ("FUNCTIONAL_EXPERT_FIRST", "PPPK_IX"),
            ("FUNCTIONAL_EXPERT_FIRST", "PPPK_X"),
            ("FUNCTIONAL_SKILLED", "PPPK_VII"),
            ("STAFF", "PPPK_V"),
        ]),
        (CivilServantKind::Pns, ..6) => random.pick(&[
            ("FUNCTIONAL_EXPERT_FIRST", "PNS_III_A"),
            ("FUNCTIONAL_EXPERT_FIRST", "PNS_III_B"),
            ("FUNCTIONAL_SKILLED", "PNS_II_C"),
            ("STAFF", "PNS_II_A"),
            ("STAFF", "PNS_III_A"),
        ]),
        (CivilServantKind::Pns, 6..16) => random.pick(&[
            ("FUNCTIONAL_EXPERT_YOUNG", "PNS_III_C"),
            ("FUNCTIONAL_EXPERT_YOUNG", "PNS_III_D"),
            ("FUNCTIONAL_SKILLED_PROFICIENT", "PNS_III_B"),
            ("SUPERVISOR", "PNS_III_C"),
            ("STAFF", "PNS_II_D"),
        ]),
        (CivilServantKind::Pns, _) if random.percent(2) => random
            .pick(&[("HIGH_LEADERSHIP_PRIMARY", "PNS_IV_C"), ("TERRITORIAL_HEAD", "PNS_IV_A")]),
        (CivilServantKind::Pns, _) => random.pick(&[
            ("FUNCTIONAL_EXPERT_MIDDLE", "PNS_IV_A"),
            ("FUNCTIONAL_EXPERT_MIDDLE", "PNS_IV_B"),
            ("FUNCTIONAL_SKILLED_SUPERVISING", "PNS_III_D"),
            ("ADMINISTRATOR", "PNS_IV_A"),
            ("SUPERVISOR", "PNS_III_D"),
            ("STAFF", "PNS_III_B"),
        ]),
    }
}

/// One in fifty is on leave.
fn leave(random: &mut Random) -> &'static str {
    if random.percent(98) {
        return crate::people::employment::AT_WORK;
    }
    random.pick(&[
        "MATERNITY_LEAVE",
        "SICK_LEAVE",
        "LONG_LEAVE",
        "ON_STUDY_LEAVE",
        "OUTSIDE_STATE_LIABILITY",
    ])
}

/// Positions change on the first day of a quarter; nobody keeps one for more than eight years.
fn in_place_since(
    random: &mut Random,
    appointed: NaiveDate,
    place: &Workplace,
    today: NaiveDate,
) -> NaiveDate {
    let year = today.year() - i32::try_from(random.between(0, 7)).unwrap_or(0);
    let quarter = random.pick(&[1, 4, 7, 10]);
    let since = NaiveDate::from_ymd_opt(year, quarter, 1).unwrap_or(today).min(today);
    let founded = place.valid_from.map_or(appointed, |day| day.0);
    since.max(appointed).max(founded)
}
