//! Who somebody is and where something lies: service numbers and region codes, scenarios 13, 15
//! and 16, through the public door.

use std::sync::{Arc, Mutex};

use netra_domain::policy::{Actor, Standing};
use netra_domain::{Locale, Rule};
use netra_entity::code::{Function, Grade};
use netra_registry::ActRequest;
use netra_registry::intake::import::{Format, ImportFile, Progress};
use serde_json::json;

use crate::acts::{
    CITY, employ, employer, people_of, personnel, renumber, rows, sign_on_paper, signers_of,
};
use crate::database::{Backend, both};
use crate::world::{Answer, Client, World, beginning};

const LOOK_UP: &str = "query($n: String!) { civilServant(by: {serviceNumber: $n}) { id \
    serviceNumbers { kind validFrom validTo number numberMasked } } }";

const REGION: &str = "query($c: String!, $on: Date) { region(code: $c, on: $on) { code name } }";

/// What is not a service number, and the rule that says so.
const BAD: &[(&str, Rule)] = &[
    ("199613182022041001", Rule::ServiceNumberBirthDate),
    ("199602302022041001", Rule::ServiceNumberBirthDate),
    ("199603182022131001", Rule::ServiceNumberDigits1314),
    ("199603182022043001", Rule::ServiceNumberSex),
    ("199603182022041000", Rule::ServiceNumberSerial),
    ("19960318202204100", Rule::ServiceNumberShape),
    ("1996031820220410011", Rule::ServiceNumberShape),
    ("١٩٩٦٠٣١٨٢٠٢٢٠٤١٠٠١", Rule::ServiceNumberShape),
    ("199603182022041001\n", Rule::ServiceNumberShape),
    ("", Rule::ServiceNumberShape),
];

/// The rule and its basis are told, the number is not: no five of its digits in a row.
fn tells_nothing(answer: &Answer, number: &str) {
    let raw = answer.raw.replace(&answer.error("traceId"), "");
    let digits: Vec<char> = number.chars().filter(|it| it.is_numeric()).collect();
    for five in digits.windows(5) {
        let five: String = five.iter().collect();
        assert!(!raw.contains(&five), "{five} of {number} in {raw}");
    }
}

fn refused_by(answer: &Answer, rule: Rule, path: &str, locale: Locale) {
    assert_eq!(answer.code(), "INVALID_INPUT", "{}", answer.raw);
    assert_eq!(answer.rule(), rule.code(), "{}", answer.raw);
    assert!(answer.error("inputPath").ends_with(path), "{}", answer.raw);
    assert_eq!(answer.error("legalBasis"), rule.legal_basis());
    assert_eq!(answer.body["errors"][0]["message"], rule.text(locale));
}

/// Scenario 13, the first two numbers: a PNS with separators, a PPPK.
async fn a_number_is_normalised_and_tells_the_kind(backend: Backend) {
    let world = World::new(backend).await;
    let bkn = personnel(&world).await;
    let people = signers_of(&world, CITY).await;
    let numbers = [
        ("19680411 199303 1 009", "196804111993031009", "PNS"),
        ("199009132025212014", "199009132025212014", "PPPK"),
    ];
    for (person, (written, digits, kind)) in people.iter().zip(numbers) {
        renumber(&bkn, &person.number, written, Some(kind), "2026-11-20").await.good();
        let sql = "SELECT number FROM service_number WHERE number = $1";
        assert_eq!(rows(&world, sql, vec![digits.into()]).await.len(), 1);
        let dotted = format!("{}.{}-{}", &digits[..8], &digits[8..14], &digits[14..]);
        for text in [written, digits, &dotted] {
            let found = bkn.ask(LOOK_UP, json!({ "n": text })).await.good();
            assert_eq!(found.text("civilServant.id"), person.global_id());
            assert_eq!(found.text("civilServant.serviceNumbers.1.kind"), kind);
            tells_nothing(&found, digits);
        }
    }
}
both!(a_number_is_normalised_and_tells_the_kind);

/// Scenario 13, the third number, and the bad input of the same family.
async fn what_is_not_a_service_number_is_refused_with_its_rule(backend: Backend) {
    let world = World::new(backend).await;
    let bkn = personnel(&world).await;
    let holder = &world.demo.signer_number;
    let before = world.footprint().await;
    for (text, rule) in BAD {
        for (locale, tag) in [(Locale::En, "en"), (Locale::Id, "id")] {
            let caller = bkn.with("Accept-Language", tag);
            let asked = caller.ask(LOOK_UP, json!({ "n": text })).await;
            refused_by(&asked, *rule, "by.serviceNumber", locale);
            tells_nothing(&asked, text);
            let new = renumber(&caller, holder, text, None, "2026-11-20").await;
            refused_by(&new, *rule, "number", locale);
            tells_nothing(&new, text);
            let of_whom = renumber(&caller, text, "196804111993031009", None, "2026-11-20").await;
            refused_by(&of_whom, *rule, "holder", locale);
            tells_nothing(&of_whom, text);
        }
    }
    assert_eq!(world.footprint().await, before);
}
both!(what_is_not_a_service_number_is_refused_with_its_rule);

/// A caller who may not look anybody up learns nothing about the number either.
async fn a_number_is_not_judged_for_who_may_not_ask(backend: Backend) {
    let world = World::new(backend).await;
    let bawaslu = world.office(Function::ElectionSupervision, Grade::Approver, None).await;
    for (text, _) in BAD {
        bawaslu.ask(LOOK_UP, json!({ "n": text })).await.refused("FORBIDDEN");
    }
    bawaslu.ask(LOOK_UP, json!({ "n": world.demo.signer_number })).await.refused("FORBIDDEN");
}
both!(a_number_is_not_judged_for_who_may_not_ask);

async fn a_declared_kind_may_not_contradict_the_number(backend: Backend) {
    let world = World::new(backend).await;
    let bkn = personnel(&world).await.with("Accept-Language", "id");
    let holder = &world.demo.signer_number;
    let before = world.footprint().await;
    for (number, declared) in [("199009132025212014", "PNS"), ("196804111993031009", "PPPK")] {
        let answer = renumber(&bkn, holder, number, Some(declared), "2026-11-20").await;
        refused_by(&answer, Rule::ServiceNumberKind, "kind", Locale::Id);
        tells_nothing(&answer, number);
    }
    assert_eq!(world.footprint().await, before);
}
both!(a_declared_kind_may_not_contradict_the_number);

/// Scenario 15.
async fn a_person_with_a_new_number_is_still_found_by_the_old_one(backend: Backend) {
    let world = World::new(backend).await;
    let bkn = personnel(&world).await;
    let known = |it: &&crate::acts::Person| !world.demo.renumbered.contains(&it.number);
    let city = people_of(&world, CITY).await;
    let mut pppk = city.iter().filter(|it| it.kind == "PPPK").filter(known);
    let person = pppk.find(|it| it.signature.is_none()).unwrap();
    let new = format!("{}202622{}", &person.number[..8], &person.number[14..]);
    renumber(&bkn, &person.number, &new, Some("PPPK"), "2026-11-20").await.good();

    let at_city = employer(&world, CITY).await;
    for number in [&person.number, &new] {
        for office in [&bkn, &at_city] {
            let found = office.ask(LOOK_UP, json!({ "n": number })).await.good();
            assert_eq!(found.text("civilServant.id"), person.global_id());
            let held = found.at("civilServant.serviceNumbers");
            let held = held.as_array().unwrap();
            assert_eq!(held.len(), 2);
            assert_eq!(held[0]["validTo"], "2026-11-20");
            assert_eq!(held[1]["validFrom"], "2026-11-20");
            assert!(held[1]["validTo"].is_null() && held[1]["number"].is_null());
        }
    }
    let paper = sign_on_paper(&world, &at_city, &person.number, "2024-09-02").await.good();
    assert_eq!(paper.text("recordPaperSignatures.rows.0.outcome"), "RECORDED");

    let other = city.iter().find(|it| it.id != person.id).unwrap();
    let before = world.footprint().await;
    for number in [&person.number, &new] {
        let taken = renumber(&bkn, &other.number, number, None, "2026-11-20").await;
        refused_by(&taken, Rule::ServiceNumberTaken, "number", Locale::En);
        tells_nothing(&taken, number);
    }
    assert_eq!(world.footprint().await, before);
}
both!(a_person_with_a_new_number_is_still_found_by_the_old_one);

/// The kind of an employment is that of the number held on its first day.
async fn an_employment_is_of_the_kind_of_the_number(backend: Backend) {
    let world = World::new(backend).await;
    let bkn = personnel(&world).await;
    let city = world.institution(CITY).await;
    let people = people_of(&world, CITY).await;
    let before = world.footprint().await;
    for (kind, other) in [("PNS", "PPPK"), ("PPPK", "PNS")] {
        let mut person = people.iter().find(|it| it.kind == kind).unwrap().clone();
        person.kind = other.to_owned();
        let answer = employ(&bkn, &person, &city, "2026-11-20").await;
        refused_by(&answer, Rule::ServiceNumberKind, "kind", Locale::En);
        assert_eq!(world.footprint().await, before);
        person.kind = kind.to_owned();
    }
    // With a number of the other kind the employment changes too, from that day on.
    let person = people.iter().find(|it| it.kind == "PPPK").unwrap();
    let new = format!("{}202605{}", &person.number[..8], &person.number[14..]);
    renumber(&bkn, &person.number, &new, Some("PNS"), "2026-11-10").await.good();
    let mut changed = person.clone();
    changed.kind = "PNS".to_owned();
    let early = employ(&bkn, &changed, &city, "2026-11-09").await;
    refused_by(&early, Rule::ServiceNumberKind, "kind", Locale::En);
    employ(&bkn, &changed, &city, "2026-11-10").await.good();
}
both!(an_employment_is_of_the_kind_of_the_number);

const DOUBTFUL: &str = "query($i: ID, $d: Boolean) { civilServants(first: 200, filter: \
    {institution: $i, isIdentityDoubtful: $d}) { nodes { id isIdentityDoubtful } } }";

/// A number that tells another birth or sex is recorded, and somebody has to look.
async fn a_number_of_another_birth_or_sex_is_kept_for_a_look(backend: Backend) {
    let world = World::new(backend).await;
    let bkn = personnel(&world).await;
    let at_city = employer(&world, CITY).await;
    let city = json!(world.institution(CITY).await);
    let people = people_of(&world, CITY).await;
    let doubtful = async |office: &Client<'_>| {
        let found = office.ask(DOUBTFUL, json!({ "i": city, "d": true })).await.good();
        let nodes = found.at("civilServants.nodes");
        let ids = nodes.as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(doubtful(&at_city).await, Vec::<String>::new());
    let known = |it: &&crate::acts::Person| !world.demo.renumbered.contains(&it.number);
    let pppk = people.iter().filter(|it| it.kind == "PPPK").filter(known);
    let [same, born, sex] = pppk.take(3).collect::<Vec<_>>().try_into().unwrap();
    let other_sex = if &sex.number[14..15] == "1" { "2" } else { "1" };
    for (person, number) in [
        (same, format!("{}202622{}", &same.number[..8], &same.number[14..])),
        (born, format!("19700101202622{}", &born.number[14..])),
        (sex, format!("{}202622{other_sex}{}", &sex.number[..8], &sex.number[15..])),
    ] {
        renumber(&bkn, &person.number, &number, Some("PPPK"), "2026-11-20").await.good();
    }
    let mut expected = [born.global_id(), sex.global_id()];
    expected.sort();
    for office in [&at_city, &bkn] {
        let mut found = doubtful(office).await;
        found.sort();
        assert_eq!(found, expected);
    }
    let others = at_city.ask(DOUBTFUL, json!({ "i": city, "d": false })).await.good();
    let nodes = others.at("civilServants.nodes");
    let others = nodes.as_array().unwrap();
    assert!(!others.is_empty() && others.iter().all(|it| it["isIdentityDoubtful"] == false));
    // With the right number the doubt is gone.
    let right = format!("{}202623{}", &born.number[..8], &born.number[14..]);
    let wrong = format!("19700101202622{}", &born.number[14..]);
    world.set_clock(beginning() + chrono::TimeDelta::days(1));
    let bkn = personnel(&world).await;
    let at_city = employer(&world, CITY).await;
    renumber(&bkn, &wrong, &right, Some("PPPK"), "2026-11-21").await.good();
    assert_eq!(doubtful(&at_city).await, [sex.global_id()]);
}
both!(a_number_of_another_birth_or_sex_is_kept_for_a_look);

const REGISTER: &str = "mutation($i: RegisterInstitutionInput!) { registerInstitution(input: $i) { \
    institution { code region { code } } } }";

/// Scenario 16, the second code: 94 was no province before Papua was divided in 2022.
async fn a_region_code_holds_only_in_its_time(backend: Backend) {
    let world = World::new(backend).await;
    let asked = async |on: &str| {
        let caller = world.public().with("Accept-Language", "id");
        caller.ask(REGION, json!({ "c": "94", "on": on })).await
    };
    let early = asked("2022-01-01").await;
    refused_by(&early, Rule::RegionUnknownOnDate, "code", Locale::Id);
    assert_eq!(asked("2026-11-20").await.good().text("region.code"), "94");
    let misshapen = world.public().ask(REGION, json!({ "c": "34.70" })).await;
    refused_by(&misshapen, Rule::RegionCodeShape, "code", Locale::En);

    let operator = world.office(Function::RegistryOperation, Grade::Staff, None).await;
    let new = |from: &str| {
        json!({ "i": { "code": "PEMPROV_BARU", "name": "Pemerintah Provinsi",
            "kind": "PROVINCE_GOVERNMENT", "regionCode": "94", "validFrom": from,
            "employsAsn": true, "source": "Contoh" } })
    };
    let before = world.footprint().await;
    let early = operator.ask(REGISTER, new("2022-01-01")).await;
    refused_by(&early, Rule::RegionUnknownOnDate, "regionCode", Locale::En);
    assert_eq!(world.footprint().await, before);
    let answer = operator.ask(REGISTER, new("2023-01-01")).await.good();
    assert_eq!(answer.text("registerInstitution.institution.region.code"), "94");
}
both!(a_region_code_holds_only_in_its_time);

/// Scenario 16, the first code: 71 to 99 are cities.
async fn a_city_is_not_taken_for_a_regency(backend: Backend) {
    let world = World::new(backend).await;
    let operator = world.office(Function::RegistryOperation, Grade::Staff, None).await;
    let new = |kind: &str, region: &str| {
        json!({ "i": { "code": "PEMDA_BARU", "name": "Pemerintah Daerah", "kind": kind,
            "regionCode": region, "employsAsn": true, "source": "Contoh" } })
    };
    let before = world.footprint().await;
    for (kind, region) in [
        ("REGENCY_GOVERNMENT", "34.71"),
        ("PROVINCE_GOVERNMENT", "34.71"),
        ("CITY_GOVERNMENT", "34"),
    ] {
        let answer = operator.ask(REGISTER, new(kind, region)).await;
        refused_by(&answer, Rule::RegionLevelContradictsCode, "regionCode", Locale::En);
    }
    assert_eq!(world.footprint().await, before);
    operator.ask(REGISTER, new("CITY_GOVERNMENT", "34.71")).await.good();
}
both!(a_city_is_not_taken_for_a_regency);

async fn a_file_that_calls_a_city_a_regency_is_refused_by_its_line(backend: Backend) {
    const FILE: &str = "code,parent_code,level,name,time_zone,valid_from\n\
        34.72,34,CITY,Kota Contoh,Asia/Jakarta,2026-01-01\n\
        34.73,34,REGENCY,Kabupaten Contoh,Asia/Jakarta,2026-01-01\n";
    let world = World::new(backend).await;
    let founding = Actor::new(Standing::Founding);
    let refusals = Arc::new(Mutex::new(Vec::new()));
    let mut observe = |progress: Progress| {
        if let Progress::Refused(row) = progress {
            refusals.lock().unwrap().push((row.line, row.code, row.path));
        }
    };
    let file = ImportFile::new(FILE.as_bytes(), Format::Csv);
    let permit = founding.permit().unwrap();
    let request = ActRequest::default();
    let report = world.registry().import_regions(&permit, &request, file, &mut observe).await;
    assert_eq!(report.unwrap().counts.changed, 1);
    let rule = Rule::RegionLevelContradictsCode.code();
    assert_eq!(*refusals.lock().unwrap(), [(3, rule, "level")]);
    let city = world.public().ask(REGION, json!({ "c": "34.72" })).await.good();
    assert_eq!(city.text("region.name"), "Kota Contoh");
    let regency = world.public().ask(REGION, json!({ "c": "34.73" })).await;
    refused_by(&regency, Rule::RegionUnknownOnDate, "code", Locale::En);
}
both!(a_file_that_calls_a_city_a_regency_is_refused_by_its_line);
