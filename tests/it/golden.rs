//! What reviewers read in a diff: the contract, the access matrix, the class of every column. After
//! an intended change, `UPDATE_EXPECT=1` writes the files anew.

use std::collections::BTreeSet;
use std::path::Path;

use async_graphql::OutputType;
use async_graphql::Value as GraphValue;
use async_graphql::parser::types::{FieldDefinition, InputValueDefinition, TypeKind};
use async_graphql::registry::{MetaType, Registry};
use expect_test::expect_file;
use netra_api::graphql;
use netra_domain::policy::{Act, matrix_text, roles_of};
use netra_entity::{Class, Classified};
use serde_json::{Value, json};

use crate::contract::Contract;
use crate::database::Backend;
use crate::shared::readers;
use crate::world::World;

#[test]
fn the_contract_is_the_reviewed_one() {
    expect_file!["../../schema.graphql"].assert_eq(&graphql::sdl());
}

#[test]
fn the_access_matrix_is_the_reviewed_one() {
    expect_file!["../access_matrix.txt"].assert_eq(&matrix_text());
}

async fn the_server_answers_with_the_reviewed_contract_and_matrix(backend: Backend) {
    let world = World::shared(backend).await;
    let served = reqwest::get(format!("{}/schema.graphql", world.url)).await.unwrap();
    assert_eq!(served.text().await.unwrap(), graphql::sdl());
    let answer = world.public().ask("{ accessMatrix { act roles } }", json!({})).await.good();
    let rows = |act: &Act| json!({ "act": act.code(), "roles": roles_of(*act) });
    assert_eq!(answer.at("accessMatrix"), Value::Array(Act::ALL.iter().map(rows).collect()));
}
readers!(sqlite: the_server_answers_with_the_reviewed_contract_and_matrix);

struct Table {
    name: &'static str,
    columns: Vec<(&'static str, Class)>,
    /// Names of the fields that the row derives for the contract; none where it derives nothing.
    shown: Vec<String>,
}

fn table<C: Classified>(shown: Vec<String>) -> Table {
    let columns = C::iter().map(|column| (column.as_str(), column.class())).collect();
    Table { name: C::TABLE, columns, shown }
}

fn derived<M: OutputType>() -> Vec<String> {
    let mut registry = Registry::default();
    M::create_type_info(&mut registry);
    match &registry.types[M::type_name().as_ref()] {
        MetaType::Object { fields, .. } => fields.keys().cloned().collect(),
        other => panic!("a row is an object, not {}", other.name()),
    }
}

macro_rules! tables {
    (shown: $($shown:ident)* ; hidden: $($hidden:ident)*) => {
        fn tables() -> Vec<Table> {
            vec![
                $(table::<netra_entity::$shown::Column>(
                    derived::<netra_entity::$shown::Model>(),
                ),)*
                $(table::<netra_entity::$hidden::Column>(Vec::new()),)*
            ]
        }
    };
}

tables! {
    shown:
        api_client api_client_key breach campaign_account campaign_account_copy
        campaign_account_imitation campaign_account_name campaign_account_rule candidate
        candidate_status certified_signature circular civil_servant code_list contest contest_exception
        contest_phase contest_round contest_type contestant contestant_status
        countersign_delegation cycle election election_phase electoral_district employment
        erasure event holiday institution institution_function invitation legal_hold
        legal_instrument legal_instrument_number non_asn_signature organisational_unit
        pact_abstention pact_signature pact_text party party_participation read_log
        rectification region seat service_number succession user;
    hidden:
        breach_subject client_assertion contestant_party coverage_day coverage_delta
        coverage_institution coverage_release coverage_total event_order event_outbox
        event_record idempotency
        log_checkpoint log_origin log_tile read_log_minute read_log_subject refresh_token
        search_word sequencer_state session standing_version succession_function succession_party
        succession_unit trust_material
}

#[test]
fn every_column_has_its_reviewed_class() {
    for table in tables() {
        let line = |(column, class): &(&str, Class)| {
            format!("{column} {}\n", format!("{class:?}").to_lowercase())
        };
        let lines: String = table.columns.iter().map(line).collect();
        expect_file![format!("../columns/{}.txt", table.name)].assert_eq(&lines);
    }
}

#[test]
fn every_table_is_listed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let stems = |folder: &str| -> BTreeSet<String> {
        let entries = std::fs::read_dir(root.join(folder)).unwrap().map(|it| it.unwrap().path());
        entries.map(|it| it.file_stem().unwrap().to_string_lossy().into_owned()).collect()
    };
    let listed: BTreeSet<String> = tables().iter().map(|it| it.name.to_owned()).collect();
    assert_eq!(stems("columns"), listed);
    let no_table = ["class", "code", "lib", "reference", "time"].map(str::to_owned);
    let modules: BTreeSet<_> =
        stems("../entity/src").difference(&no_table.into()).cloned().collect();
    assert_eq!(modules, listed);
}

#[test]
fn no_row_derives_a_personal_or_secret_field() {
    for table in tables() {
        for (column, class) in table.columns {
            let kept = matches!(class, Class::Personal | Class::Secret);
            let field = camel(column);
            assert!(!kept || !table.shown.contains(&field), "{}.{field} is {class:?}", table.name);
        }
    }
}

fn camel(column: &str) -> String {
    let mut words = column.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| format!("{name}{}{}", word[..1].to_uppercase(), &word[1..]))
}

#[test]
fn every_root_field_shows_the_row_of_its_act() {
    let contract = Contract::read();
    for (root, reads) in [("Query", true), ("Mutation", false)] {
        for field in contract.fields(root) {
            let name = field.name.node.as_str();
            let access = field.directives.iter().find(|it| it.node.name.node == "access");
            let access = &access.unwrap_or_else(|| panic!("{name} has no @access")).node;
            let argument = |name: &str| access.get_argument(name).unwrap().node.clone();
            let act = Act::ALL.iter().find(|act| argument("act") == GraphValue::from(act.code()));
            let act = *act.unwrap_or_else(|| panic!("{name} has an unknown act"));
            let roles = roles_of(act).into_iter().map(GraphValue::from).collect();
            assert_eq!(argument("roles"), GraphValue::List(roles), "{name}");
            let fits = if reads { act.word().starts_with("read") } else { act.word() == name };
            assert!(fits, "{name} is the act {}", act.code());
        }
    }
}

#[test]
fn everything_in_the_contract_is_described() {
    let mut silent = Vec::new();
    for (name, ty) in Contract::read().0 {
        let mut check = |path: String, is_described: bool| {
            if !is_described {
                silent.push(path);
            }
        };
        check(name.clone(), ty.description.is_some());
        match &ty.kind {
            TypeKind::Object(it) => {
                it.fields.iter().for_each(|it| of_field(&name, &it.node, &mut check))
            }
            TypeKind::Interface(it) => {
                it.fields.iter().for_each(|it| of_field(&name, &it.node, &mut check));
            }
            TypeKind::InputObject(it) => {
                it.fields.iter().for_each(|it| of_input(&name, &it.node, &mut check));
            }
            TypeKind::Enum(it) => it.values.iter().for_each(|it| {
                check(format!("{name}.{}", it.node.value), it.node.description.is_some());
            }),
            TypeKind::Scalar | TypeKind::Union(_) => {}
        }
    }
    assert_eq!(silent, Vec::<String>::new());
}

fn of_field(ty: &str, field: &FieldDefinition, check: &mut impl FnMut(String, bool)) {
    let path = format!("{ty}.{}", field.name.node);
    check(path.clone(), field.description.is_some());
    field.arguments.iter().for_each(|it| of_input(&path, &it.node, check));
}

fn of_input(path: &str, input: &InputValueDefinition, check: &mut impl FnMut(String, bool)) {
    check(format!("{path}.{}", input.name.node), input.description.is_some());
}
