//! M1: a person signs a pact, with evidence, event and counters; the peer inserts a row.

use std::time::Duration;

use serde_json::json;

use super::{Operation, Ratios, World, holds};
use crate::Result;
use crate::http::request;
use crate::load::{self, Exchange, Load};

const OURS: &str = "mutation($text: ID!, $sha256: String!) {
    signPact(input: {pactText: $text, sha256: $sha256}) {
      pactSignature { id signedAt method } receipt { eventId state } } }";

/// What a person reads before signing.
const READ: &str = "query($text: ID!) { viewer { capacity } node(id: $text) { id } }";

const PEERS: &str = "mutation($it: CreatePactSignatureInput!) { createPactSignature(input: $it) {
    pactSignature { rowId signedAt method } } }";

const DIGEST: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// How many pacts one connection of pgbench may come through.
pub(crate) const PACTS: u32 = 16;

pub(super) struct Signing;

impl Operation for Signing {
    fn name(&self) -> &'static str {
        "m1"
    }

    fn what(&self) -> &'static str {
        "a person signs a pact (the peer: a bare insert)"
    }

    fn floor(&self) -> Ratios {
        Ratios { rps: 1.5, cpu: 2.0, limit: 0.35 }
    }

    fn goal(&self) -> Ratios {
        Ratios { rps: 2.5, cpu: 4.0, limit: 0.6 }
    }

    fn ours(&self, world: &mut World<'_>) -> Result<Vec<Exchange>> {
        let from = world.facts.signed;
        let sessions = world.facts.signers.get(from..).unwrap_or_default();
        let sessions = sessions.get(..world.share.min(sessions.len())).unwrap_or_default();
        if sessions.is_empty() {
            return Err("everybody has signed: fill again".into());
        }
        let tokens: Vec<String> =
            sessions.iter().map(|it| world.issuer.token(it)).collect::<Result<_>>()?;
        let text = json!({ "text": world.facts.pact_text });
        let read = |token: &String| Exchange {
            request: request(READ, &text, Some(token)),
            holds: vec![holds("CIVIL_SERVANT", 1)],
        };
        // Nobody's first request is the signature, and the first use of a token writes.
        load::run(Load {
            address: world.ours.ok_or("our server does not run")?.address,
            exchanges: tokens.iter().map(read).collect(),
            connections: 16,
            time: Duration::from_mins(10),
            once: true,
        })?;
        let input = json!({ "text": world.facts.pact_text, "sha256": world.facts.sha256 });
        let sign = |token: &String| Exchange {
            request: request(OURS, &input, Some(token)),
            holds: vec![holds("\"method\":\"ACCOUNT_ATTESTATION\"", 1), holds("\"eventId\":\"", 1)],
        };
        let exchanges: Vec<Exchange> = tokens.iter().map(sign).collect();
        world.facts.signed += exchanges.len();
        Ok(exchanges)
    }

    fn peers(&self, world: &mut World<'_>) -> Result<Vec<Exchange>> {
        world.facts.peer_pact += 1;
        let (pact, institutions) = (world.facts.peer_pact, world.facts.institutions);
        let exchange = |person: u32| {
            let signature = json!({
                "pactId": pact, "civilServantId": person,
                "institutionId": 1 + person % institutions,
                "method": "ACCOUNT_ATTESTATION", "evidenceSha256": DIGEST,
            });
            let variables = json!({ "it": { "pactSignature": signature } });
            Exchange {
                request: request(PEERS, &variables, None),
                holds: vec![holds("\"rowId\":", 1), holds("\"method\":\"ACCOUNT_ATTESTATION\"", 1)],
            }
        };
        Ok((1..=world.facts.people.min(100_000)).map(exchange).collect())
    }

    fn script(&self, world: &World<'_>) -> String {
        // Each connection of pgbench counts for itself, over pacts of its own.
        format!(
            "\\set turn :turn + 1
\\set person 1 + :turn % {people}
\\set own :pact + :client_id * {PACTS} + :turn / {people}
\\set institution 1 + :person % {institutions}
INSERT INTO pact_signature (pact_id, civil_servant_id, institution_id, method, evidence_sha256) \
             VALUES (:own, :person, :institution, 'ACCOUNT_ATTESTATION', '{DIGEST}') \
             RETURNING id, signed_at, method;
",
            people = world.facts.people,
            institutions = world.facts.institutions
        )
    }

    fn once(&self) -> bool {
        true
    }
}
