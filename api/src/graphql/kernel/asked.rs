//! What a request asked, as the read log keeps it: its root fields with their arguments. Ids,
//! days, numbers and codes stand as they are; every other text may be personal and stands as a
//! keyed tag, equal for equal texts and readable by nobody.

use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use async_graphql::{ID, Request, Value, Variables};
use chrono::{DateTime, NaiveDate};
use netra_registry::Vault;
use netra_registry::privacy::read_log::Asked;
use serde_json::{Map, Value as Json};

use crate::graphql::kernel::id::parse;

/// The most bytes of arguments that are kept as they are.
const MOST: usize = 8 * 1024;

/// What a request asks.
pub(crate) fn of(request: &mut Request, vault: &Vault) -> Asked {
    let variables = request.variables.clone();
    // Whatever does not parse was refused before.
    let Ok(document) = request.parsed_query() else { return Asked::default() };
    let mut roots = Roots { document, variables: &variables, vault, found: Vec::new() };
    for (_, operation) in document.operations.iter() {
        roots.visit(&operation.node.selection_set.node);
    }
    let names: Vec<&str> = roots.found.iter().map(|it| it.0).collect();
    let field = names.join(", ");
    let mut filter = Json::Array(roots.found.into_iter().map(|it| it.1).collect()).to_string();
    if filter.len() > MOST {
        filter = Json::String(vault.tag("read-filter", &filter)).to_string();
    }
    Asked { field, filter, ..Asked::default() }
}

struct Roots<'a> {
    document: &'a ExecutableDocument,
    variables: &'a Variables,
    vault: &'a Vault,
    found: Vec<(&'a str, Json)>,
}

impl<'a> Roots<'a> {
    /// Fragments at the root are few: their depth and number are limited before.
    fn visit(&mut self, selections: &'a SelectionSet) {
        for selection in &selections.items {
            match &selection.node {
                Selection::InlineFragment(inline) => self.visit(&inline.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if let Some(fragment) = self.document.fragments.get(name) {
                        self.visit(&fragment.node.selection_set.node);
                    }
                }
                Selection::Field(field) => {
                    let argument = |(name, value): &(_, async_graphql::Positioned<_>)| {
                        let name: &async_graphql::Positioned<async_graphql::Name> = name;
                        (name.node.to_string(), self.value(&value.node))
                    };
                    let arguments: Map<_, _> = field.node.arguments.iter().map(argument).collect();
                    self.found.push((field.node.name.node.as_str(), Json::Object(arguments)));
                }
            }
        }
    }

    fn value(&self, value: &async_graphql_value::Value) -> Json {
        let variable = |name| Ok::<_, ()>(self.variables.get(&name).cloned().unwrap_or_default());
        value.clone().into_const_with(variable).map_or(Json::Null, |it| masked(&it, self.vault))
    }
}

fn masked(value: &Value, vault: &Vault) -> Json {
    match value {
        Value::Null | Value::Binary(_) => Json::Null,
        Value::Number(number) => Json::Number(number.clone()),
        Value::Boolean(truth) => Json::Bool(*truth),
        Value::Enum(name) => Json::String(name.to_string()),
        Value::String(text) => Json::String(text_of(text, vault)),
        Value::List(items) => Json::Array(items.iter().map(|it| masked(it, vault)).collect()),
        Value::Object(members) => {
            let member = |(name, value): (&async_graphql::Name, &Value)| {
                (name.to_string(), masked(value, vault))
            };
            Json::Object(members.iter().map(member).collect())
        }
    }
}

fn text_of(text: &str, vault: &Vault) -> String {
    let is_day = NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok();
    if is_day || DateTime::parse_from_rfc3339(text).is_ok() || parse(&ID(text.to_owned())).is_some()
    {
        return text.to_owned();
    }
    // A number is found again however it was written.
    let digits: String = text.chars().filter(|it| !matches!(it, ' ' | '.' | '-')).collect();
    let is_number = digits.len() > 9 && digits.bytes().all(|it| it.is_ascii_digit());
    format!("tag:{}", vault.tag("read-filter", if is_number { &digits } else { text }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn asked(query: &str, variables: Json) -> Asked {
        let vault = Vault::from_base64("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap();
        of(&mut Request::new(query).variables(Variables::from_json(variables)), &vault)
    }

    #[test]
    fn what_may_be_personal_stands_as_a_tag() {
        let query = r#"query($n: String!) { a: civilServant(by: {serviceNumber: $n}) { id }
            ...More ... on Query { seats(first: 3) { nodes { id } } } }
            fragment More on Query { codeList(list: "BUDI SANTOSO") { code } }"#;
        let plain = asked(query, json!({ "n": "198004112005011003" }));
        assert_eq!(plain.field, "civilServant, codeList, seats");
        for personal in ["198004112005011003", "BUDI", "SANTOSO"] {
            assert!(!plain.filter.contains(personal), "{}", plain.filter);
        }
        assert!(plain.filter.contains(r#"{"first":3}"#), "{}", plain.filter);
        let spaced = asked(query, json!({ "n": "19800411 200501 1 003" }));
        assert_eq!(spaced.filter, plain.filter);
        assert_ne!(asked(query, json!({ "n": "198004112005011004" })).filter, plain.filter);
    }

    #[test]
    fn ids_days_and_codes_stand_as_they_are() {
        let id = "civilservant_00000000000000000000000000";
        let query = format!(r#"{{ x(id: "{id}", on: "2026-11-20", by: UNIT, is: true) }}"#);
        let filter = asked(&query, json!({})).filter;
        let expected = json!([{ "id": id, "on": "2026-11-20", "by": "UNIT", "is": true }]);
        assert_eq!(filter.parse::<Json>().unwrap(), expected);
        let long = format!("{{ nodes(ids: [{}]) {{ id }} }}", format!("{id:?},").repeat(400));
        assert!(asked(&long, json!({})).filter.len() < 64);
    }
}
