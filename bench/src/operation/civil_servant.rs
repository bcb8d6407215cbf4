//! Q1: one civil servant by service number, with institution and signatures.

use serde_json::json;

use super::{Operation, Ratios, World, holds};
use crate::Result;
use crate::http::request;
use crate::load::Exchange;

const OURS: &str = "query($number: String!) { civilServant(by: {serviceNumber: $number}) {
    id name serviceNumbers { numberMasked kind }
    employment { positionClass institution { id code name } }
    pactSignatures { id signedOn method state } } }";

const PEERS: &str = "query($number: String!) { civilServantByNumber(number: $number) {
    rowId name number kind positionClass
    institutionByInstitutionId { rowId code name }
    pactSignaturesByCivilServantId { nodes { rowId signedAt method evidenceSha256 } } } }";

pub(super) struct OneCivilServant;

impl Operation for OneCivilServant {
    fn name(&self) -> &'static str {
        "q1"
    }

    fn what(&self) -> &'static str {
        "one civil servant by number, with institution and signatures"
    }

    fn floor(&self) -> Ratios {
        Ratios { rps: 2.5, cpu: 4.0, limit: 0.35 }
    }

    fn goal(&self) -> Ratios {
        Ratios { rps: 5.0, cpu: 8.0, limit: 0.6 }
    }

    fn ours(&self, world: &mut World<'_>) -> Result<Vec<Exchange>> {
        let token = world.token()?;
        let exchange = |it: &crate::facts::Asked| Exchange {
            request: request(OURS, &json!({ "number": it.number }), Some(&token)),
            holds: vec![
                holds(format!("\"name\":\"{}\"", it.name), 1),
                holds("\"positionClass\":", 1),
                holds("\"code\":", 1),
                holds("\"signedOn\":", 1),
            ],
        };
        Ok(world.facts.sample.iter().map(exchange).collect())
    }

    fn peers(&self, world: &mut World<'_>) -> Result<Vec<Exchange>> {
        let every = world.facts.people / u32::try_from(world.facts.sample.len())?;
        let ids = (1..=world.facts.people).step_by(usize::try_from(every.max(1))?);
        let ids = ids.filter(|id| !id.is_multiple_of(crate::fill::UNSIGNED));
        let exchange = |id: u32| {
            let number = (190_000_000_000_000_000 + u64::from(id) * 7_919_000_003).to_string();
            Exchange {
                request: request(PEERS, &json!({ "number": number }), None),
                holds: vec![
                    holds(format!("\"number\":\"{number}\""), 1),
                    holds("\"code\":", 1),
                    // One at least: a round of signing before this one may have added others.
                    holds("\"nodes\":[{\"rowId\":", 1),
                ],
            }
        };
        Ok(ids.map(exchange).collect())
    }

    fn script(&self, world: &World<'_>) -> String {
        format!(
            "\\set id random(1, {people})
\\set number 190000000000000000 + :id * 7919000003
SELECT c.id, c.number, c.name, c.kind, c.position_class, i.id, i.code, i.name FROM civil_servant c \
             JOIN institution i ON i.id = c.institution_id WHERE c.number = :number::text;
SELECT id, signed_at, method, evidence_sha256 FROM pact_signature WHERE civil_servant_id = :id;
",
            people = world.facts.people
        )
    }
}
