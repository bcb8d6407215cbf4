//! What is measured. An operation is one file: what it asks us, the peer and PostgreSQL itself for,
//! and what the answers have to hold.

mod campaign_account;
mod civil_servant;
mod coverage;
mod signatures;
mod signing;

pub(crate) use signing::PACTS;

use serde_json::Value;

use crate::Result;
use crate::facts::{Facts, Issuer};
use crate::http;
use crate::load::Exchange;
use crate::server::Server;

/// Something to measure.
pub(crate) trait Operation {
    /// What it is called on the command line and in the table.
    fn name(&self) -> &'static str;

    /// What it does, in a few words.
    fn what(&self) -> &'static str;

    /// What a first version reaches.
    fn floor(&self) -> Ratios;

    /// What we are after.
    fn goal(&self) -> Ratios;

    /// Requests to our server.
    fn ours(&self, world: &mut World<'_>) -> Result<Vec<Exchange>>;

    /// Requests to the peer.
    fn peers(&self, world: &mut World<'_>) -> Result<Vec<Exchange>>;

    /// The same as a script of pgbench, over the peer's tables.
    fn script(&self, world: &World<'_>) -> String;

    /// Whether a request can be made only once.
    fn once(&self) -> bool {
        false
    }
}

/// How we stand beside the others.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ratios {
    /// Requests per second, to the peer's.
    pub(crate) rps: f64,
    /// Processor time per request of the peer, to ours.
    pub(crate) cpu: f64,
    /// Requests per second, to what pgbench reaches.
    pub(crate) limit: f64,
}

/// What requests are made from.
pub(crate) struct World<'a> {
    /// What the databases hold.
    pub(crate) facts: &'a mut Facts,
    /// Issues tokens that our server accepts.
    pub(crate) issuer: &'a Issuer,
    /// Our server.
    pub(crate) ours: Option<&'a Server>,
    /// The peer.
    pub(crate) peer: Option<&'a Server>,
    /// How many requests one measurement can take of those that can be made only once.
    pub(crate) share: usize,
}

impl World<'_> {
    /// The token of the seat that reads.
    pub(crate) fn token(&self) -> Result<String> {
        self.issuer.token(&self.facts.reader)
    }

    /// What our server answers to the seat that reads.
    pub(crate) fn ask(&self, query: &str, variables: &Value) -> Result<Value> {
        let server = self.ours.ok_or("our server does not run")?;
        http::ask(server.address, &http::request(query, variables, Some(&self.token()?)))
    }

    /// What the peer answers.
    pub(crate) fn ask_peer(&self, query: &str, variables: &Value) -> Result<Value> {
        let server = self.peer.ok_or("the peer does not run")?;
        http::ask(server.address, &http::request(query, variables, None))
    }
}

/// An answer holds a text as often as this.
pub(crate) fn holds(text: impl Into<String>, times: usize) -> (String, usize) {
    (text.into(), times)
}

/// The operations of these names; all of them without any.
pub(crate) fn chosen(names: &[String]) -> Result<Vec<Box<dyn Operation>>> {
    let mut all: Vec<Box<dyn Operation>> = vec![
        Box::new(civil_servant::OneCivilServant),
        Box::new(signatures::FirstPage),
        Box::new(signatures::DeepPage),
        Box::new(campaign_account::AccountLookUp),
        Box::new(coverage::Coverage),
        Box::new(signing::Signing),
    ];
    if let Some(unknown) = names.iter().find(|name| all.iter().all(|it| it.name() != **name)) {
        return Err(format!("there is no operation {unknown}").into());
    }
    all.retain(|it| names.is_empty() || names.iter().any(|name| name == it.name()));
    Ok(all)
}
