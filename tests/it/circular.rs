//! Circulars: recorded by the authority that issued them, by act or by file, and found by everybody.

use std::io::Cursor;

use netra_api::command::demo;
use netra_api::execute::Executor;
use netra_api::graphql;
use netra_entity::code::{Function, Grade};
use netra_registry::ActRequest;
use netra_registry::intake::import::{Format, ImportFile, Progress};
use serde_json::{Value, json};

use crate::acts::CITY;
use crate::database::{Backend, both};
use crate::world::{Client, World};

const RECORD: &str = "mutation($i: RecordCircularInput!) { recordCircular(input: $i) { circular { id \
    number datedOn title version institution { code } history(first: 2) { nodes { version act } } } \
    receipt { eventId } } }";
const LIST: &str = "query($f: CircularFilterInput, $o: CircularOrderInput, $q: String) { circulars(\
    filter: $f, orderBy: $o, query: $q, first: 9) { totalCount { value } nodes { number } } }";

async fn input(world: &World, institution: &str, number: &str, day: &str, title: &str) -> Value {
    json!({ "institution": world.institution(institution).await, "number": number,
        "datedOn": day, "title": title, "sha256": "0a".repeat(32) })
}

async fn numbers(client: &Client<'_>, asked: Value) -> Vec<String> {
    let answer = client.ask(LIST, asked).await.good();
    let nodes = answer.at("circulars.nodes");
    nodes.as_array().unwrap().iter().map(|it| it["number"].as_str().unwrap().to_owned()).collect()
}

async fn a_circular_is_recorded_once_and_found_by_everybody(backend: Backend) {
    let world = World::new(backend).await;
    let city = world.office(Function::Employer, Grade::Approver, Some(CITY)).await;
    let first = input(&world, CITY, "800/12", "2026-09-01", "Netralitas ASN").await;
    let recorded = city.ask(RECORD, json!({ "i": first })).await.good();
    assert_eq!(recorded.at("recordCircular.circular.version"), 1);
    assert_eq!(recorded.at("recordCircular.circular.institution.code"), CITY);
    let act = recorded.at("recordCircular.circular.history.nodes.0.act");
    assert_eq!(act, "RECORD_CIRCULAR");

    let before = world.footprint().await;
    let again = city.ask(RECORD, json!({ "i": first })).await.good();
    assert!(again.at("recordCircular.receipt").is_null(), "the same facts change nothing");
    let mut other = first.clone();
    other["title"] = json!("Lain");
    let taken = city.ask(RECORD, json!({ "i": other })).await;
    assert_eq!((taken.code(), taken.rule()), ("INVALID_INPUT".into(), "CODE_TAKEN".into()));
    let mut long = input(&world, CITY, "800/13", "2026-09-01", &"x".repeat(501)).await;
    let refused = city.ask(RECORD, json!({ "i": long })).await;
    assert_eq!(
        (refused.rule().as_str(), refused.error("inputPath").as_str()),
        ("TEXT_TOO_LONG", "input.title")
    );
    long["title"] = json!("Netralitas");
    long["sha256"] = json!("0A".repeat(32));
    assert_eq!(city.ask(RECORD, json!({ "i": long })).await.rule(), "DIGEST_INVALID");
    assert_eq!(world.footprint().await, before);

    for (number, day, title) in [
        ("800/20", "2026-10-01", "Larangan \"like\" dan komentar"),
        ("800/7", "2026-08-01", "Étika ASN"),
    ] {
        let more = input(&world, CITY, number, day, title).await;
        city.ask(RECORD, json!({ "i": more })).await.good();
    }
    let public = world.public();
    let by_day = ["800/7", "800/12", "800/20"];
    assert_eq!(numbers(&public, json!({})).await, by_day);
    let newest = json!({ "o": { "field": "DATED_ON", "direction": "DESC" } });
    assert_eq!(numbers(&public, newest).await, ["800/20", "800/12", "800/7"]);
    let by_number = json!({ "o": { "field": "NUMBER" } });
    assert_eq!(numbers(&public, by_number).await, ["800/12", "800/20", "800/7"]);
    assert_eq!(numbers(&public, json!({ "q": "asn etik" })).await, ["800/7"]);
    assert_eq!(numbers(&public, json!({ "q": "ASN" })).await, ["800/7", "800/12"]);
    assert_eq!(
        numbers(&public, json!({ "q": "sn" })).await,
        [""; 0],
        "words begin, they do not contain"
    );
    let september = json!({ "f": { "datedFrom": "2026-09-01", "datedTo": "2026-09-30" } });
    assert_eq!(numbers(&public, september).await, ["800/12"]);

    let by = "query($b: CircularBy!) { circular(by: $b) { number } }";
    let named = json!({ "b": { "number": { "institution": world.institution(CITY).await, "number": "800/20" } } });
    assert_eq!(public.ask(by, named).await.text("circular.number"), "800/20");
    let id = recorded.text("recordCircular.circular.id");
    assert_eq!(
        public.ask(by, json!({ "b": { "id": id } })).await.text("circular.number"),
        "800/12"
    );
    let edge = "query($c: String!) { institution(by: {code: $c}) { circulars(last: 1) { nodes { number } } } }";
    let edge = public.ask(edge, json!({ "c": CITY })).await.good();
    assert_eq!(edge.at("institution.circulars.nodes.0.number"), "800/20");

    world.sequence().await;
    let changed = json!({ "f": { "changedSince": "0" } });
    assert_eq!(numbers(&public, changed).await, by_day);
    let later = json!({ "f": { "changedSince": "99999999" } });
    assert_eq!(numbers(&public, later).await, [""; 0]);
}
both!(a_circular_is_recorded_once_and_found_by_everybody);

async fn a_file_of_circulars_is_judged_as_the_act_judges(backend: Backend) {
    let world = World::new(backend).await;
    let city = world.office(Function::Employer, Grade::Approver, Some(CITY)).await;
    let first = input(&world, CITY, "800/1", "2026-09-01", "Netralitas").await;
    city.ask(RECORD, json!({ "i": first })).await.good();
    let digest = "0a".repeat(32);
    let text = format!(
        "institution_code,number,dated_on,title,sha256\n\
         {CITY},800/1,2026-09-01,Netralitas,{digest}\n\
         {CITY},800/2,2 September 2026,Netralitas,{digest}\n\
         BPS,1,2026-09-01,Netralitas,{digest}\n\
         {CITY},800/3,2026-09-01,Netralitas,0\n"
    );
    let seat = world.seat(Function::Employer, Grade::Approver, Some(CITY)).clone();
    let token = demo::token_of(&world.server, &seat).await.unwrap();
    let api = Executor::new(graphql::schema(), world.server.clone());
    let actor = api.actor(Some(&token), netra_domain::Locale::En).await.unwrap();
    let mut refused = Vec::new();
    let mut observe = |progress: Progress| {
        if let Progress::Refused(row) = progress {
            refused.push((row.line, row.code, row.path));
        }
    };
    let file = ImportFile::new(Cursor::new(text), Format::Csv);
    let request = ActRequest::default();
    let permit = actor.permit().unwrap();
    let report =
        world.registry().import_circulars(&permit, &request, file, &mut observe).await.unwrap();
    let counts = report.counts;
    assert_eq!((counts.rows, counts.changed, counts.unchanged, counts.refused), (4, 1, 1, 2));
    let expected = [(4, "FORBIDDEN", "institution_code"), (5, "FORMAT", "sha256")];
    refused.sort_unstable();
    assert_eq!(refused, expected);
    assert_eq!(numbers(&world.public(), json!({})).await, ["800/1", "800/2"]);
}
both!(a_file_of_circulars_is_judged_as_the_act_judges);
