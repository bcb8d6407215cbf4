//! Q3: a hundred signatures of a pact, from the start of the list and deep inside it.

use serde_json::{Value, json};

use super::{Operation, Ratios, World, holds};
use crate::Result;
use crate::http::{base64, request};
use crate::load::Exchange;

const OURS: &str = "query($cycle: ID!, $after: String) {
    pactSignatures(filter: {cycle: $cycle}, first: 100, after: $after) {
      nodes { id civilServant { id } institution { id } signedOn method state }
      pageInfo { hasNextPage endCursor } } }";

/// Pages from the end of the list, because nobody can make up a cursor.
const WALK: &str = "query($cycle: ID!, $before: String) {
    pactSignatures(filter: {cycle: $cycle}, last: 200, before: $before) {
      edges { cursor node { id } } } }";

const PEERS: &str = "query($after: Cursor) {
    allPactSignatures(condition: {pactId: 1}, orderBy: ROW_ID_ASC, first: 100, after: $after) {
      nodes { rowId civilServantId institutionId signedAt method evidenceSha256 }
      pageInfo { hasNextPage endCursor } } }";

/// How many places deep in the list are asked for.
const PLACES: usize = 1_000;

/// The first page.
pub(super) struct FirstPage;

/// A page behind nine tenths of the list or more.
pub(super) struct DeepPage;

const FLOOR: Ratios = Ratios { rps: 4.0, cpu: 4.0, limit: 0.25 };
const GOAL: Ratios = Ratios { rps: 6.5, cpu: 8.0, limit: 0.4 };

fn page(first: &str, [person, institution]: [&str; 2]) -> Vec<(String, usize)> {
    vec![
        holds(first, 1),
        holds("\"method\":", 100),
        holds(format!("\"{person}\":"), 100),
        holds(format!("\"{institution}\":"), 100),
        holds("\"hasNextPage\":true", 1),
    ]
}

/// What a row names, with us and with the peer.
const NAMED: [&str; 2] = ["civilServant", "institution"];
const NAMED_BY_PEER: [&str; 2] = ["civilServantId", "institutionId"];

/// How a value is written in an answer.
fn shown(id: &Value) -> String {
    format!("\"id\":{id},")
}

impl Operation for FirstPage {
    fn name(&self) -> &'static str {
        "q3"
    }

    fn what(&self) -> &'static str {
        "the first hundred signatures"
    }

    fn floor(&self) -> Ratios {
        FLOOR
    }

    fn goal(&self) -> Ratios {
        GOAL
    }

    fn ours(&self, world: &mut World<'_>) -> Result<Vec<Exchange>> {
        let variables = json!({ "cycle": world.facts.cycle, "after": null });
        let answer = world.ask(OURS, &variables)?;
        let first = answer.pointer("/pactSignatures/nodes/0/id").ok_or("no signatures")?;
        let request = request(OURS, &variables, Some(&world.token()?));
        Ok(vec![Exchange { request, holds: page(&shown(first), NAMED) }])
    }

    fn peers(&self, _world: &mut World<'_>) -> Result<Vec<Exchange>> {
        let request = request(PEERS, &json!({ "after": null }), None);
        Ok(vec![Exchange { request, holds: page("\"rowId\":1,", NAMED_BY_PEER) }])
    }

    fn script(&self, _world: &World<'_>) -> String {
        select("0")
    }
}

impl Operation for DeepPage {
    fn name(&self) -> &'static str {
        "q3deep"
    }

    fn what(&self) -> &'static str {
        "a hundred signatures deep in the list"
    }

    fn floor(&self) -> Ratios {
        FLOOR
    }

    fn goal(&self) -> Ratios {
        GOAL
    }

    fn ours(&self, world: &mut World<'_>) -> Result<Vec<Exchange>> {
        let mut edges: Vec<Value> = Vec::new();
        // The last two hundred are left out: behind them is no full page.
        while edges.len() < PLACES + 201 {
            let before = edges.first().and_then(|it| it.get("cursor")).cloned();
            let variables = json!({ "cycle": world.facts.cycle, "before": before });
            let answer = world.ask(WALK, &variables)?;
            let page = answer.pointer("/pactSignatures/edges").and_then(Value::as_array);
            let page = page.filter(|it| !it.is_empty()).ok_or("too few signatures")?;
            edges.splice(0..0, page.iter().cloned());
        }
        edges.truncate(edges.len() - 200);
        let token = world.token()?;
        let exchange = |pair: &[Value]| -> Result<Exchange> {
            let [at, next] = pair else { return Err("no pair".into()) };
            let variables = json!({ "cycle": world.facts.cycle, "after": at.get("cursor") });
            let first = next.pointer("/node/id").ok_or("no id")?;
            let request = request(OURS, &variables, Some(&token));
            Ok(Exchange { request, holds: page(&shown(first), NAMED) })
        };
        let mut exchanges: Vec<Exchange> = edges.windows(2).map(exchange).collect::<Result<_>>()?;
        exchanges.truncate(PLACES);
        Ok(exchanges)
    }

    fn peers(&self, world: &mut World<'_>) -> Result<Vec<Exchange>> {
        let answer = world.ask_peer(PEERS, &json!({ "after": null }))?;
        let cursor = answer.pointer("/allPactSignatures/pageInfo/endCursor");
        let cursor = cursor.and_then(Value::as_str).ok_or("no cursor")?;
        let mut decoded = crate::http::from_base64(cursor)?;
        let signed = signed(world);
        let exchange = |back: usize| -> Result<Exchange> {
            let id = signed - 200 - back;
            // A cursor of the peer is the order's mark and the place in it.
            let place = decoded.as_array_mut().and_then(|it| it.last_mut()).ok_or("no place")?;
            *place = if place.is_string() { json!(id.to_string()) } else { json!(id) };
            let after = base64(&decoded.to_string());
            let request = request(PEERS, &json!({ "after": after }), None);
            Ok(Exchange { request, holds: page(&format!("\"rowId\":{},", id + 1), NAMED_BY_PEER) })
        };
        (0..PLACES).map(exchange).collect()
    }

    fn script(&self, world: &World<'_>) -> String {
        let last = signed(world) - 200;
        format!("\\set after random({}, {last})\n{}", last - PLACES, select(":after"))
    }
}

/// How many have signed the first pact with the peer; the ids of signatures begin with them.
fn signed(world: &World<'_>) -> usize {
    let people = usize::try_from(world.facts.people).unwrap_or_default();
    people - people / usize::try_from(crate::fill::UNSIGNED).unwrap_or(1)
}

fn select(after: &str) -> String {
    format!(
        "SELECT id, civil_servant_id, institution_id, signed_at, method, evidence_sha256 \
         FROM pact_signature WHERE pact_id = 1 AND id > {after} ORDER BY id LIMIT 101;\n"
    )
}
