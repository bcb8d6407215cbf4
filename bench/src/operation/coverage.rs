//! Q5: coverage of every institution.

use serde_json::{Value, json};

use super::{Operation, Ratios, World, holds};
use crate::Result;
use crate::http::request;
use crate::load::Exchange;

const OURS: &str = "query($cycle: ID!) { pactCoverage(cycle: $cycle, groupBy: INSTITUTION) {
    institution { id code name } active signed } }";

const PEERS: &str = "{ coverageOf(pact: 1) { nodes { institutionId code name active signed } } }";

pub(super) struct Coverage;

impl Operation for Coverage {
    fn name(&self) -> &'static str {
        "q5"
    }

    fn what(&self) -> &'static str {
        "coverage of every institution"
    }

    fn floor(&self) -> Ratios {
        Ratios { rps: 5.0, cpu: 5.0, limit: 0.4 }
    }

    fn goal(&self) -> Ratios {
        Ratios { rps: 8.0, cpu: 8.0, limit: 0.6 }
    }

    fn ours(&self, world: &mut World<'_>) -> Result<Vec<Exchange>> {
        let variables = json!({ "cycle": world.facts.cycle });
        let answer = world.ask(OURS, &variables)?;
        let rows = answer.pointer("/pactCoverage").and_then(Value::as_array);
        let rows = rows.ok_or("no coverage")?;
        let active: u64 = rows.iter().filter_map(|it| it.get("active")?.as_u64()).sum();
        if active < u64::from(world.facts.people) * 9 / 10 {
            return Err(format!("{active} are active in {} institutions", rows.len()).into());
        }
        let request = request(OURS, &variables, Some(&world.token()?));
        Ok(vec![Exchange { request, holds: each(rows.len()) }])
    }

    fn peers(&self, world: &mut World<'_>) -> Result<Vec<Exchange>> {
        let request = request(PEERS, &json!({}), None);
        let institutions = usize::try_from(world.facts.institutions)?;
        Ok(vec![Exchange { request, holds: each(institutions) }])
    }

    fn script(&self, _world: &World<'_>) -> String {
        "SELECT i.id, i.code, i.name, c.active, c.signed FROM institution i JOIN coverage c \
         ON c.institution_id = i.id AND c.pact_id = 1 ORDER BY i.id;\n"
            .to_owned()
    }
}

fn each(institutions: usize) -> Vec<(String, usize)> {
    ["\"code\":", "\"name\":", "\"active\":", "\"signed\":"]
        .map(|text| holds(text, institutions))
        .to_vec()
}
