//! `netra demo`: a registry of invented people to look at.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::TimeDelta;
use clap::Args;
use netra_domain::policy::{Actor, Standing};
use netra_entity::code::{Function, Grade};
use netra_registry::intake::founding::{self, DemoDone, DemoSeat};
use netra_registry::ledger::log::Keeper;
use netra_registry::ledger::log::note::SignerKey;
use netra_registry::office::outbox::Outbox;
use netra_registry::{Clock, Database, Registry, Vault, ledger::ids};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{Result, say, start_log};
use crate::auth::{
    Doorkeeper, NewToken, Password, Passwords, SigningKeys, TokenPolicy, keys, token,
};
use crate::config::{Config, LogConfig};
use crate::graphql::{Kind, Server, show};
use crate::server::{self, Places};

/// The password of every account of the demonstration.
pub const PASSWORD: &str = "netra-contoh-2024";

/// Tokens of the demonstration outlive a long look around.
const TOKEN_LIFETIME: TimeDelta = TimeDelta::hours(12);

/// Serve a demonstration.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Port on this machine.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Also write address and tokens to this file, for scripts.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

impl Demo {
    pub(super) async fn run(self) -> Result<()> {
        let log = LogConfig { filter: "warn".to_owned(), ..LogConfig::default() };
        start_log(&Config { log, ..Config::default() });
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let mut stop = Box::pin(server::stop_signal()?);
        let folder = Folder::create()?;
        // Asked to stop meanwhile, it does not leave the folder behind.
        let (server, done) = tokio::select! {
            prepared = prepare(&url, &folder.0) => prepared?,
            () = &mut stop => return Ok(()),
        };
        let tokens = tokens(&server, &done).await?;
        if let Some(file) = &self.json {
            std::fs::write(file, serde_json::to_string_pretty(&as_json(&url, &tokens))?)?;
        }
        say(&welcome(&url, &folder.0, &done, &tokens))?;
        let metrics = server::metrics_recorder();
        Ok(server::serve(listener, (server, Places::default()), metrics, stop).await?)
    }
}

/// A temporary folder that goes with the demonstration.
struct Folder(PathBuf);

impl Folder {
    fn create() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("netra-demo-{}", ids::random()));
        std::fs::create_dir(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is a temporary folder all the same.
        let _ignored = std::fs::remove_dir_all(&self.0);
    }
}

/// Founds the demonstration in a folder, under throwaway keys.
///
/// # Errors
/// The registry's own.
pub async fn prepare(url: &str, folder: &Path) -> Result<(Server, DemoDone)> {
    let database = format!("sqlite://{}", folder.join("netra.db").display());
    let database = Database::open(&database).await?;
    database.migrate().await?;
    let vault = Vault::from_base64(&Vault::generate_key()?)?;
    let place = url.split_once("://").map_or(url, |(_, place)| place);
    let key = SignerKey::from_base64(&SignerKey::generate()?)?;
    let keeper = Keeper::named(&format!("{place}/log")).signing(key, folder.join("log.checkpoint"));
    let outbox = Outbox::new(folder.join("outbox"));
    let registry =
        Registry::new(database, Clock::System, vault).with_log(keeper).with_outbox(outbox);
    let passwords = Passwords::new();
    let hash = passwords.hash(Password::new(PASSWORD)).await?;
    let done = founding::demo(&registry, &hash).await?;
    registry.sequence_all().await?;
    registry.release_coverage().await?;
    registry.publish().await?;
    let mut policy = TokenPolicy::new(url, url);
    policy.lifetime = TOKEN_LIFETIME;
    policy.max_lifetime = TOKEN_LIFETIME;
    let keys = Arc::new(SigningKeys::load(&keys::generate_pem()?, &[])?);
    let door = Doorkeeper::default();
    Ok((Server { registry, keys, tokens: Arc::new(policy), passwords, door }, done))
}

/// A seat of the demonstration with its token; the public has none.
struct DemoToken {
    institution: String,
    function: &'static str,
    grade: Option<&'static str>,
    login: Option<String>,
    token: Option<String>,
}

async fn tokens(server: &Server, done: &DemoDone) -> Result<Vec<DemoToken>> {
    let mut tokens = vec![DemoToken {
        institution: String::new(),
        function: "PUBLIC",
        grade: None,
        login: None,
        token: None,
    }];
    for seat in &done.seats {
        tokens.push(DemoToken {
            institution: seat.institution_code.clone(),
            function: seat.function.map_or("CIVIL_SERVANT", Function::code),
            grade: seat.grade.map(Grade::code),
            login: Some(seat.login.clone()),
            token: Some(token_of(server, seat).await?),
        });
    }
    Ok(tokens)
}

/// Signs a seat of the demonstration in.
///
/// # Errors
/// The registry's own.
pub async fn token_of(server: &Server, seat: &DemoSeat) -> Result<String> {
    let public = Actor::new(Standing::Public);
    let session =
        server.registry.open_session(&public.permit()?, seat.user_id, seat.seat_id, None).await?;
    let claims = NewToken {
        sub: show(Kind::User, seat.user_id).0,
        client_id: "netra-demo".to_owned(),
        sid: session.id.to_string(),
        seat: seat.seat_id.map(|id| show(Kind::Seat, id).0),
        inst: seat.seat_id.map(|_| seat.institution_code.clone()),
        generation: session.generation,
        jti: ids::random().to_string(),
    };
    let now = server.registry.clock().now();
    Ok(token::issue(&server.keys, &server.tokens, now.0, claims)?)
}

fn as_json(url: &str, tokens: &[DemoToken]) -> Value {
    let seats: Vec<Value> = tokens
        .iter()
        .map(|it| {
            json!({
                "institution": it.institution, "function": it.function, "grade": it.grade,
                "login": it.login, "token": it.token,
            })
        })
        .collect();
    json!({ "graphql": format!("{url}/graphql"), "password": PASSWORD, "seats": seats })
}

fn welcome(url: &str, folder: &Path, done: &DemoDone, tokens: &[DemoToken]) -> String {
    let mut text = format!(
        "Netra serves a demonstration with {} invented civil servants and {} signatures.\n\n\
         GraphQL    {url}/graphql\n\
         GraphiQL   {url}/graphiql\n\
         Schema     {url}/schema.graphql\n\
         Database   {}\n\
         Password   {PASSWORD}   (of every account below)\n\nReady-made tokens, one for each office:\n",
        done.people,
        done.signatures,
        folder.join("netra.db").display(),
    );
    for it in tokens {
        let _ = write!(
            text,
            "\n{} {} {}\n  login {}\n  token {}\n",
            it.function,
            it.grade.unwrap_or_default(),
            it.institution,
            it.login.as_deref().unwrap_or("-"),
            it.token.as_deref().unwrap_or("-")
        );
    }
    text.push_str("\nPaste these:\n");
    for example in examples(url, done, tokens) {
        let _ = write!(text, "\n{example}\n");
    }
    text.push_str("\nStop with Ctrl-C; the folder goes with it.");
    text
}

/// Requests that answer when pasted.
fn examples(url: &str, done: &DemoDone, tokens: &[DemoToken]) -> Vec<String> {
    let find = |function: &str, institution: Option<&str>| {
        let fits = |it: &&DemoToken| {
            it.function == function
                && it.grade != Some("ADMIN")
                && institution.is_none_or(|code| it.institution == code)
        };
        tokens.iter().find(fits).and_then(|it| it.token.clone()).unwrap_or_default()
    };
    let post = |token: &str, query: &str, variables: &Value| {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let header = if token.is_empty() {
            String::new()
        } else {
            format!("-H 'Authorization: Bearer {token}' ")
        };
        format!("curl -s {url}/graphql -H 'Content-Type: application/json' {header}-d '{body}'")
    };
    let text_id = show(Kind::PactText, done.pact_text_id).0;
    vec![
        post(
            "",
            "{ cycles { id code name } institutions(first: 3) { nodes { code name } } }",
            &json!({}),
        ),
        post(
            &find("EMPLOYER", Some(&done.institution_code)),
            "query($n: String!) { civilServant(by: {serviceNumber: $n}) { name \
             serviceNumbers { numberMasked kind } employment { institution { code } } \
             pactSignatures { state signedOn method } } }",
            &json!({ "n": done.signer_number }),
        ),
        post(
            &find("CIVIL_SERVANT", Some(&done.institution_code)),
            "mutation($t: ID!, $h: String!) { signPact(input: {pactText: $t, sha256: $h}) { \
             pactSignature { id signedAt state } receipt { eventId state } } }",
            &json!({ "t": text_id, "h": done.pact_text_sha256 }),
        ),
        post(
            &find("PERSONNEL_ADMINISTRATION", None),
            "query($c: String!) { cycle(code: $c) { id name } viewer { capacity seat { \
             institution { code } } } accessMatrix { act roles } }",
            &json!({ "c": done.cycle_code }),
        ),
        post(
            &find("NEUTRALITY_ASSESSMENT", None),
            "{ pactAbstentions(first: 3) { nodes { kind reasonCode validFrom institution { code } } } \
             pactSignatures(first: 3, filter: {state: AWAITING_COUNTERSIGNATURE}) { nodes { \
             signedOn state institution { code } } } }",
            &json!({}),
        ),
        post(
            &find("REGISTRY_OPERATION", None),
            "{ explainAccess(act: \"READ_CIVIL_SERVANTS\") { isAllowed reason } }",
            &json!({}),
        ),
    ]
}
