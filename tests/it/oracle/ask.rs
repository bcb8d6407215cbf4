//! The requests that the oracle sends: well formed, so that only the office is wrong.

use netra_api::graphql::{Kind, show};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use uuid::Uuid;

use super::law::CITY;
use crate::world::World;

use super::requests::REQUESTS;

mod oversight;

/// Name, act and text of every request.
pub fn requests()
-> impl Iterator<Item = &'static (&'static str, &'static str, &'static str)> + Clone {
    REQUESTS.iter().chain(oversight::REQUESTS)
}

/// The values that the requests name, all of the city where they can be.
pub struct Asked(Vec<(&'static str, String)>);

impl Asked {
    pub async fn of(world: &World) -> Self {
        let db = &world.db;
        let first = async |sql: &str| -> Uuid {
            let statement = Statement::from_string(db.get_database_backend(), sql);
            db.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
        };
        let number = &world.demo.signer_number;
        let holder =
            format!("SELECT civil_servant_id FROM service_number WHERE number = '{number}'");
        let person = first(&holder);
        let of = |table: &str| {
            format!(
                "SELECT t.id FROM {table} t JOIN service_number n \
                 ON n.civil_servant_id = t.civil_servant_id WHERE n.number = '{number}' \
                 AND t.superseded_by IS NULL"
            )
        };
        let unit = format!(
            "SELECT u.id FROM organisational_unit u JOIN institution i \
             ON i.id = u.institution_id WHERE i.code = '{CITY}' ORDER BY u.code LIMIT 1"
        );
        let account = "SELECT id FROM campaign_account WHERE state = 'AWAITING_VERIFICATION'";
        let seat = world.demo.seats.iter().filter(|it| it.institution_code == CITY);
        let seat = seat.filter_map(|it| it.seat_id).next().unwrap();
        let contest = "SELECT id FROM contest WHERE code = 'PEMILIHAN_2024/MAYOR/34.71'";
        let prospective = format!(
            "SELECT id FROM contestant WHERE contest_id = ({contest}) \
             AND published_on IS NULL ORDER BY id LIMIT 1"
        );
        let candidate = "SELECT id FROM candidate WHERE contest_id = ".to_owned()
            + &format!("({contest}) AND published_on IS NULL ORDER BY id LIMIT 1");
        let election = "SELECT id FROM election WHERE code = 'PEMILIHAN_2024'";
        let party = "SELECT id FROM party WHERE code = 'PKN'";
        Self(vec![
            ("party", show(Kind::Party, first(party).await).0),
            ("election", show(Kind::Election, first(election).await).0),
            ("contest", show(Kind::Contest, first(contest).await).0),
            ("candidate", show(Kind::Candidate, first(&candidate).await).0),
            ("contestant", show(Kind::Contestant, first(&prospective).await).0),
            ("city", world.institution(CITY).await),
            ("supervisor", world.institution("BAWASLU_34.71").await),
            ("unstaffed", world.institution("KEJAKSAAN").await),
            ("cycle", world.cycle().await),
            ("text", world.pact_text()),
            ("sha", world.demo.pact_text_sha256.clone()),
            ("number", number.clone()),
            ("person", show(Kind::CivilServant, person.await).0),
            ("signature", show(Kind::PactSignature, first(&of("pact_signature")).await).0),
            ("employment", show(Kind::Employment, first(&of("employment")).await).0),
            ("unit", show(Kind::Unit, first(&unit).await).0),
            ("function", show(Kind::Function, world.demo.prepared_function_id).0),
            ("prepared", show(Kind::Seat, world.demo.prepared_seat.seat_id.unwrap()).0),
            ("seat", show(Kind::Seat, seat).0),
            ("account", show(Kind::CampaignAccount, first(account).await).0),
        ])
    }

    /// The same, all of records that do not exist.
    pub async fn absent(world: &World) -> Self {
        let Self(mut values) = Self::of(world).await;
        for (name, value) in &mut values {
            let absent = match *name {
                "city" => show(Kind::Institution, Uuid::nil()).0,
                "number" => "199001012020121999".to_owned(),
                "person" => show(Kind::CivilServant, Uuid::nil()).0,
                "signature" => show(Kind::PactSignature, Uuid::nil()).0,
                "employment" => show(Kind::Employment, Uuid::nil()).0,
                "unit" => show(Kind::Unit, Uuid::nil()).0,
                "seat" => show(Kind::Seat, Uuid::nil()).0,
                _ => continue,
            };
            *value = absent;
        }
        Self(values)
    }

    /// A request by its name, with its values.
    pub fn request(&self, name: &str) -> (String, Value) {
        let found = requests().find(|it| it.0 == name);
        let text = found.unwrap_or_else(|| panic!("no request {name}")).2.to_owned();
        // Longer names first: one may begin with another.
        let mut values: Vec<_> = self.0.iter().collect();
        values.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let filled =
            |text: String, (name, value): &(&str, String)| text.replace(&format!("${name}"), value);
        (values.into_iter().fold(text, filled), json!({}))
    }

    /// Names of the requests for an act.
    pub fn requests_of(&self, act: &str) -> impl Iterator<Item = &'static str> {
        requests().filter(move |it| it.1 == act).map(|it| it.0)
    }
}
