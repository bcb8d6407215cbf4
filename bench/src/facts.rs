//! What the databases hold, written down beside them.

use std::path::Path;

use netra_registry::{Clock, ledger::ids};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use netra_api::auth::{NewToken, SigningKeys, TokenPolicy, token};
use netra_api::graphql::{Kind, show};

use crate::Result;

/// What the databases hold, and how far what can be done only once is used up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Facts {
    /// How many civil servants were imported.
    pub(crate) people: u32,
    /// How many institutions employ them or others.
    pub(crate) institutions: u32,
    /// Whom requests ask for.
    pub(crate) sample: Vec<Asked>,
    /// Which campaign accounts requests ask for.
    pub(crate) accounts: Vec<Account>,
    /// Global id of the cycle.
    pub(crate) cycle: String,
    /// Global id of the pact text.
    pub(crate) pact_text: String,
    /// Its digest, as a signer confirms it.
    pub(crate) sha256: String,
    /// The seat that reads: staff of the personnel administration.
    pub(crate) reader: Session,
    /// Whom a session is open for, and who has not signed.
    pub(crate) signers: Vec<Session>,
    /// How many of them have been used.
    pub(crate) signed: usize,
    /// The last pact that somebody signed with the peer.
    pub(crate) peer_pact: u32,
    /// PEM of the key that signs tokens.
    pub(crate) signing_key: String,
    /// The key of personal columns.
    pub(crate) column_key: String,
}

/// A civil servant to ask for, who has signed: whoever has not may sign meanwhile.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Asked {
    /// The service number.
    pub(crate) number: String,
    /// The name.
    pub(crate) name: String,
}

/// A campaign account to ask for, on a day on which it was one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Account {
    /// The address.
    pub(crate) url: String,
    /// The handle in it.
    pub(crate) handle: String,
    /// The day.
    pub(crate) on: String,
}

/// An open session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Session {
    /// The account.
    pub(crate) user: Uuid,
    /// The session.
    pub(crate) id: Uuid,
    /// The seat and the code of its institution; none for a person acting for oneself.
    pub(crate) seat: Option<(Uuid, String)>,
}

impl Facts {
    /// What was written down, if anything was.
    pub(crate) fn read(file: &Path) -> Result<Option<Self>> {
        if !file.exists() {
            return Ok(None);
        }
        Ok(Some(serde_json::from_slice(&std::fs::read(file)?)?))
    }

    /// Writes down what the databases hold now.
    pub(crate) fn write(&self, file: &Path) -> Result<()> {
        Ok(std::fs::write(file, serde_json::to_vec(self)?)?)
    }
}

/// Issues access tokens as the server does that accepts them.
pub(crate) struct Issuer {
    keys: SigningKeys,
    policy: TokenPolicy,
}

impl Issuer {
    /// An issuer for the server at a URL.
    pub(crate) fn new(facts: &Facts, url: &str) -> Result<Self> {
        let keys = SigningKeys::load(&facts.signing_key, &[])?;
        Ok(Self { keys, policy: TokenPolicy::new(url, url) })
    }

    /// The token of an open session; it holds for ten minutes.
    pub(crate) fn token(&self, session: &Session) -> Result<String> {
        let seat = session.seat.as_ref();
        let claims = NewToken {
            sub: show(Kind::User, session.user).0,
            client_id: "netra-bench".to_owned(),
            sid: session.id.to_string(),
            seat: seat.map(|(id, _)| show(Kind::Seat, *id).0),
            inst: seat.map(|(_, code)| code.clone()),
            generation: 0,
            jti: ids::random().to_string(),
        };
        Ok(token::issue(&self.keys, &self.policy, Clock::System.now().0, claims)?)
    }
}
