//! An employer's clerk at the program itself, who records the signatures on paper of many people:
//! an act that can be done as often as a test needs, each time about somebody else.

use std::io::Cursor;
use std::process::Command;

use netra_api::graphql::{Kind, show};
use netra_registry::intake::founding::DemoDone;
use netra_registry::intake::generate::{self, People};
use netra_registry::intake::import::{Format, ImportFile, Progress};
use netra_registry::{ActRequest, Registry};
use serde_json::{Value, json};

use crate::acts::CITY;
use crate::database::Backend;
use crate::ledger::founding;
use crate::process::{Place, Running};
use crate::serve::sign_in;
use crate::world::{Answer, PASSWORD};

const LOGIN: &str = "employer.staff@pemkot-34-71.demo";
const RECORD: &str = "mutation($i: RecordPaperSignaturesInput!) { recordPaperSignatures(input: $i) \
    { rows { outcome } receipt { eventId isReplay tlogProof } } }";

/// Where the clerk works, and whose signatures lie on the desk.
pub struct Clerk {
    pub place: Place,
    /// Service numbers of people who have not signed.
    pub numbers: Vec<String>,
    text: String,
    today: String,
}

/// What a client holds once an act is acknowledged.
#[derive(Clone, Debug)]
pub struct Acknowledged {
    pub event: String,
    pub is_replay: bool,
    /// Once it is included.
    pub proof: Option<String>,
}

impl Clerk {
    /// A demonstration, with so many more people in the city.
    pub async fn new(backend: Backend, people: u64) -> Self {
        Self::of(Place::founded(backend).await, people).await
    }

    /// The same in a place that was just founded.
    pub async fn of((place, registry, done): (Place, Registry, DemoDone), people: u64) -> Self {
        let request = ActRequest { trace_id: "test".to_owned(), ..ActRequest::default() };
        let mut workplaces = registry.workplaces(&founding()).await.unwrap();
        workplaces.retain(|it| it.code == CITY);
        let today = registry.clock().today();
        let people = People { count: people, seed: 4, workplaces, today };
        let mut csv = Vec::new();
        generate::civil_servants(&people, &mut csv).unwrap();
        let lines = String::from_utf8(csv.clone()).unwrap();
        let number = |line: &str| line.split(',').next().unwrap().to_owned();
        let numbers: Vec<String> = lines.lines().skip(1).map(number).collect();
        let file = ImportFile::new(Cursor::new(csv), Format::Csv);
        let mut observe = |_: Progress| {};
        let report = registry
            .import_civil_servants(&founding(), &request, file, &mut observe)
            .await
            .unwrap();
        assert_eq!((report.counts.refused, report.counts.changed), (0, people.count));
        registry.database().clone().close().await.unwrap();
        let text = show(Kind::PactText, done.pact_text_id).0;
        Self { place, numbers, text, today: today.to_string() }
    }

    /// Serves, and signs in.
    pub async fn serve(&self) -> Desk<'_> {
        self.serve_in(&self.place).await
    }

    /// The same in another place of the registry.
    pub async fn serve_in(&self, place: &Place) -> Desk<'_> {
        self.signed_in(place.serve().await).await
    }

    /// The same under a program that watches the server.
    pub async fn serve_under(&self, watch: Command) -> Desk<'_> {
        self.signed_in(self.place.serve_under(watch).await).await
    }

    async fn signed_in(&self, running: Running) -> Desk<'_> {
        let (token, _) = sign_in(&running, LOGIN, PASSWORD).await;
        self.desk(running, token)
    }

    /// Serves for a clerk who has signed in before.
    pub async fn serve_for(&self, token: &str) -> Desk<'_> {
        self.desk(self.place.serve().await, token.to_owned())
    }

    fn desk(&self, running: Running, token: String) -> Desk<'_> {
        let (url, http) = (format!("{}/graphql", running.door.url), reqwest::Client::new());
        Desk { running, line: Line { clerk: self, url, token, http } }
    }

    /// The settled end of a server: everything is sequenced and signed.
    pub async fn settle(&self) {
        let (code, said) = self.place.serve().await.end("TERM").await;
        assert_eq!(code, Some(0), "{said}");
    }

    /// What `netra fsck` says, if it is content.
    pub async fn fsck(&self, since: &[&str]) -> String {
        let mut arguments = vec!["fsck"];
        arguments.extend(since.iter().flat_map(|file| ["--since", file]));
        let checked = self.place.run(&arguments).await.good().out;
        assert!(checked.ends_with("Everything agrees.\n"), "{checked}");
        checked
    }

    /// The last checkpoint, as the server keeps it beside its key.
    pub fn kept(&self) -> String {
        std::fs::read_to_string(self.place.path("keys/log.key.checkpoint")).unwrap()
    }

    /// Writes a file into the place.
    pub fn write(&self, name: &str, text: &str) -> String {
        std::fs::write(self.place.path(name), text).unwrap();
        name.to_owned()
    }
}

/// A server with a clerk signed in.
pub struct Desk<'a> {
    pub running: Running,
    pub line: Line<'a>,
}

/// What the clerk has of the server.
pub struct Line<'a> {
    clerk: &'a Clerk,
    url: String,
    pub token: String,
    http: reqwest::Client,
}

impl Desk<'_> {
    /// Records the signature of the person at a position, under a key of that person's own.
    pub async fn record(&self, position: usize) -> Acknowledged {
        let told = self.line.submit(position).await.unwrap();
        told.unwrap_or_else(|answer| panic!("{answer:?}"))
    }

    /// Ends the server as an operator does: everything is sequenced and signed.
    pub async fn close(self) {
        let (code, said) = self.running.end("TERM").await;
        assert_eq!(code, Some(0), "{said}");
    }
}

impl Line<'_> {
    /// The same from a server that may be gone: what the client then has is an error of the
    /// connection, or an answer that acknowledges nothing.
    pub async fn submit(
        &self,
        position: usize,
    ) -> Result<Result<Acknowledged, Answer>, reqwest::Error> {
        let number = &self.clerk.numbers[position];
        let rows = json!([{ "serviceNumber": number, "signedOn": self.clerk.today }]);
        let input = json!({ "pactText": self.clerk.text, "rows": rows });
        let body = json!({ "query": RECORD, "variables": { "i": input } });
        let request = self.http.post(&self.url).bearer_auth(&self.token);
        let response = request.header("Idempotency-Key", number).json(&body).send().await?;
        let status = response.status().as_u16();
        let raw = response.text().await?;
        let body = serde_json::from_str(&raw).unwrap_or(Value::Null);
        let answer = Answer { status, body, raw };
        let receipt = answer.at("recordPaperSignatures.receipt");
        Ok(match receipt["eventId"].as_str() {
            Some(event) if answer.body["errors"].is_null() => Ok(Acknowledged {
                event: event.to_owned(),
                is_replay: receipt["isReplay"].as_bool().unwrap(),
                proof: receipt["tlogProof"].as_str().map(ToOwned::to_owned),
            }),
            _ => Err(answer),
        })
    }
}
