//! One request: who calls, with which registry, and the loaders that serve its nested fields.

use std::sync::Arc;

use async_graphql::Context;
use netra_domain::Locale;
use netra_domain::policy::{ActKind, Actor, Permit};
use netra_entity::Date;
use netra_registry::ledger::sequencer::{AsOf, AsOfInput, ReadPoint};
use netra_registry::ledger::write::IdempotencyKey;
use netra_registry::privacy::read_log::Asked;
use netra_registry::{ActRequest, Error, Registry};
use tokio::sync::OnceCell;

use crate::auth::{Doorkeeper, Passwords, SigningKeys, TokenPolicy};
use crate::graphql::kernel::batch::Batches;
use crate::graphql::kernel::loader::Loaders;
use crate::http::Origin;

/// What the server gives every request.
#[derive(Clone)]
pub struct Server {
    /// The registry.
    pub registry: Registry,
    /// Keys of access tokens.
    pub keys: Arc<SigningKeys>,
    /// Policy of access tokens.
    pub tokens: Arc<TokenPolicy>,
    /// Hashing of passwords.
    pub passwords: Passwords,
    /// Who may try one now.
    pub door: Doorkeeper,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("registry", &self.registry).finish_non_exhaustive()
    }
}

/// One request.
pub(crate) struct Call {
    pub(in crate::graphql) server: Server,
    pub(in crate::graphql) actor: Arc<Actor>,
    pub(in crate::graphql) locale: Locale,
    pub(in crate::graphql) trace_id: String,
    pub(in crate::graphql) idempotency_key: Option<String>,
    pub(in crate::graphql) origin: Origin,
    pub(in crate::graphql) batches: Batches,
    pub(crate) read_point: OnceCell<ReadPoint>,
}

impl Call {
    pub(crate) fn new(
        mut server: Server,
        actor: Arc<Actor>,
        locale: Locale,
        trace_id: String,
        idempotency_key: Option<String>,
        origin: Origin,
    ) -> Self {
        server.registry = server.registry.noting();
        let loaders = Loaders { registry: server.registry.clone(), actor: Arc::clone(&actor) };
        Self {
            server,
            actor,
            locale,
            trace_id,
            idempotency_key,
            origin,
            batches: Batches::new(loaders),
            read_point: OnceCell::new(),
        }
    }

    /// The call a field belongs to.
    pub(in crate::graphql) fn of<'a>(ctx: &Context<'a>) -> &'a Arc<Self> {
        ctx.data_unchecked::<Arc<Self>>()
    }

    pub(in crate::graphql) fn registry(&self) -> &Registry {
        &self.server.registry
    }

    /// Accounts for what the request was shown and refused; its answer leaves only then.
    pub(crate) async fn account(&self, asked: Asked) -> Result<(), Error> {
        let read_index = self.read_point.get().map(|point| point.index);
        let asked = Asked { read_index, trace_id: self.trace_id.clone(), ..asked };
        self.registry().account(&self.actor, asked).await
    }

    pub(in crate::graphql) fn permit<A: ActKind>(&self) -> Result<Permit<A>, Error> {
        Ok(self.actor.permit::<A>()?)
    }

    pub(in crate::graphql) fn today(&self) -> Date {
        self.registry().clock().today()
    }

    /// How far the order has come, taken once for the whole operation.
    pub(in crate::graphql) async fn read_point(&self) -> Result<ReadPoint, Error> {
        self.read_point.get_or_try_init(|| self.registry().read_point()).await.copied()
    }

    /// The point that the caller names, or the operation's read point.
    pub(in crate::graphql) async fn point(
        &self,
        input: Option<AsOfInput>,
    ) -> Result<ReadPoint, Error> {
        let now = self.read_point().await?;
        match input {
            Some(input) => self.registry().resolve_as_of(input).await,
            None => Ok(now),
        }
    }

    /// What a read takes for known: everything committed, unless the caller names a point.
    pub(in crate::graphql) async fn as_of(&self, input: Option<AsOfInput>) -> Result<AsOf, Error> {
        match input {
            Some(input) => Ok(AsOf::At(self.point(Some(input)).await?)),
            None => Ok(AsOf::Now),
        }
    }

    /// What goes with an act: the trace, and the caller's key over field and arguments.
    pub(in crate::graphql) fn act(
        &self,
        ctx: &Context<'_>,
        field: &'static str,
    ) -> Result<ActRequest, Error> {
        let idempotency = match &self.idempotency_key {
            None => None,
            Some(key) => Some(IdempotencyKey {
                key: key.clone(),
                field,
                fingerprint: self.fingerprint(ctx, field)?,
            }),
        };
        Ok(ActRequest { trace_id: self.trace_id.clone(), purpose: None, idempotency })
    }

    /// The client's network address as a keyed digest: equal addresses can be told, none be read.
    pub(in crate::graphql) fn client_digest(&self) -> Option<String> {
        let peer = self.origin.peer?;
        Some(self.registry().vault().tag("client", &peer.to_string()))
    }

    fn fingerprint(&self, ctx: &Context<'_>, field: &str) -> Result<String, Error> {
        let arguments = ctx.field().arguments().map_err(|_source| Error::Crypto("arguments"))?;
        let arguments: std::collections::BTreeMap<_, _> =
            arguments.into_iter().map(|(name, value)| (name.to_string(), value)).collect();
        let text = serde_json::to_string(&arguments)?;
        // Keyed: arguments carry personal data, and the key outlives the request.
        Ok(self.registry().vault().tag("idempotency", &format!("{field}\0{text}")))
    }
}
