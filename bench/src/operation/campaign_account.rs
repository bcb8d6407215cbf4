//! Q4: whose campaign account an address was on a day.

use serde_json::json;

use super::{Operation, Ratios, World, holds};
use crate::Result;
use crate::http::request;
use crate::load::Exchange;

const OURS: &str = "query($url: String!, $on: Date) { campaignAccountLookup(by: {url: $url}, on: $on) {
    match { since until isCampaignAccount account { id platform handle } contestant { id name } } } }";

const PEERS: &str = "query($url: String!) { campaignAccountByUrl(url: $url) {
    rowId platform handle registeredOn endedOn
    contestantByContestantId { rowId name } } }";

pub(super) struct AccountLookUp;

impl Operation for AccountLookUp {
    fn name(&self) -> &'static str {
        "q4"
    }

    fn what(&self) -> &'static str {
        "whose campaign account an address was on a day"
    }

    fn floor(&self) -> Ratios {
        Ratios { rps: 3.0, cpu: 4.0, limit: 0.25 }
    }

    fn goal(&self) -> Ratios {
        Ratios { rps: 6.0, cpu: 8.0, limit: 0.5 }
    }

    fn ours(&self, world: &mut World<'_>) -> Result<Vec<Exchange>> {
        let token = world.token()?;
        let exchange = |it: &crate::facts::Account| Exchange {
            request: request(OURS, &json!({ "url": it.url, "on": it.on }), Some(&token)),
            holds: vec![
                holds(format!("\"handle\":\"{}\"", it.handle), 1),
                holds("\"isCampaignAccount\":true", 1),
                holds("\"since\":", 1),
                holds("\"name\":", 1),
            ],
        };
        Ok(world.facts.accounts.iter().map(exchange).collect())
    }

    fn peers(&self, world: &mut World<'_>) -> Result<Vec<Exchange>> {
        let (count, asked) = (accounts(world), world.facts.accounts.len());
        let every = usize::try_from(count)? / asked.max(1);
        let ids = (1..=count).step_by(every.max(1));
        let exchange = |id: u32| {
            let url = format!("https://x.com/akun_uji_{id}");
            Exchange {
                request: request(PEERS, &json!({ "url": url }), None),
                holds: vec![
                    holds(format!("\"handle\":\"akun_uji_{id}\""), 1),
                    holds("\"registeredOn\":", 1),
                    holds("\"name\":", 1),
                ],
            }
        };
        Ok(ids.map(exchange).collect())
    }

    fn script(&self, world: &World<'_>) -> String {
        format!(
            "\\set id random(1, {count})
SELECT a.id, a.platform, a.handle, a.registered_on, a.ended_on, c.id, c.name FROM campaign_account a \
             JOIN contestant c ON c.id = a.contestant_id \
             WHERE a.url = 'https://x.com/akun_uji_' || :id;
",
            count = accounts(world)
        )
    }
}

/// How many accounts there are, with us and with the peer.
fn accounts(world: &World<'_>) -> u32 {
    crate::fill::accounts(world.facts.people)
}
