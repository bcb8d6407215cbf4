//! Machines of institutions in the contract.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::policy::Act;
use netra_entity::{api_client, api_client_key};
use netra_registry::office::api_client::{
    AddApiClientKeyInput, ClientKey, EndApiClientInput, RegisterApiClientInput,
    RetireApiClientKeyInput,
};
use netra_registry::{Error, Registry};

use crate::auth;
use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::noun::{act, list, nested, nouns, rows};
use crate::graphql::kernel::paging::{List, Paging};
use crate::graphql::kernel::payload::payloads;
use crate::graphql::kernel::record::Record;
use crate::graphql::office::institution::Institution;

/// Machine of an institution that acts under one of its functions, as staff (klien API). It asks
/// for tokens at `/oauth/token` with `private_key_jwt`; its global id is its `client_id`.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct ApiClient {
    #[graphql(flatten)]
    pub(in crate::graphql) row: api_client::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    ApiClient shows api_client under ReadApiClients as ApiClient with rev;
}

#[ComplexObject]
impl ApiClient {
    /// The institution (instansi).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.institution_id).await
    }

    /// Its public keys, retired ones included (kunci publik).
    async fn keys(&self, ctx: &Context<'_>) -> Option<Vec<api_client_key::Model>> {
        Some(rows::<api_client_key::Model>(ctx, self.row.id).await)
    }

    /// Acts that concern it, and whether they are open to the caller (tindakan yang tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        let runs = if self.row.ended_on.is_none() { Ok(()) } else { Err(Rule::ClientEnded) };
        let acts = [Act::AddApiClientKey, Act::RetireApiClientKey, Act::EndApiClient];
        available(Call::of(ctx), &acts.map(|act| (act, runs)))
    }
}

payloads! {
    /// What an act on a machine answers.
    ApiClientPayload {
        /// The machine.
        api_client: ApiClient
    }
}

#[derive(Default)]
pub(in crate::graphql) struct ApiClientQuery;

/// Machines.
#[Object]
impl ApiClientQuery {
    /// Machines within the caller's reach (daftar klien API).
    #[graphql(directive = access::apply(word(Act::ReadApiClients), roles(Act::ReadApiClients)))]
    async fn api_clients(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<ApiClient>> {
        let paging = Paging { first, after, last, before };
        list(ctx, "apiClients", paging, None, Registry::api_clients).await
    }
}

#[derive(Default)]
pub(in crate::graphql) struct ApiClientMutation;

/// Acts on machines.
#[Object]
impl ApiClientMutation {
    /// Registers a machine of one's own institution (pendaftaran klien API).
    #[graphql(directive = access::apply(word(Act::RegisterApiClient), roles(Act::RegisterApiClient)))]
    async fn register_api_client(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The machine.")] input: RegisterApiClientInput,
    ) -> Option<ApiClientPayload> {
        act(ctx, &input, async |it, permit, request, input| {
            let keys = input.keys.iter().map(|text| key("keys", text));
            let keys: Vec<ClientKey> = keys.collect::<Result<_, _>>()?;
            it.register_api_client(permit, request, input, &keys).await
        })
        .await
    }

    /// Adds a key to a machine, so that it changes keys without a pause (penambahan kunci).
    #[graphql(directive = access::apply(word(Act::AddApiClientKey), roles(Act::AddApiClientKey)))]
    async fn add_api_client_key(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key.")] input: AddApiClientKeyInput,
    ) -> Option<ApiClientPayload> {
        act(ctx, &input, async |it, permit, request, input| {
            let key = key("key", &input.key)?;
            it.add_api_client_key(permit, request, input, &key).await
        })
        .await
    }

    /// Retires a key of a machine; it is not accepted any more (penarikan kunci).
    #[graphql(directive = access::apply(word(Act::RetireApiClientKey), roles(Act::RetireApiClientKey)))]
    async fn retire_api_client_key(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key.")] input: RetireApiClientKeyInput,
    ) -> Option<ApiClientPayload> {
        act(ctx, &input, Registry::retire_api_client_key).await
    }

    /// Ends a machine; its tokens are refused from now on (pengakhiran klien API).
    #[graphql(directive = access::apply(word(Act::EndApiClient), roles(Act::EndApiClient)))]
    async fn end_api_client(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What ends, and why.")] input: EndApiClientInput,
    ) -> Option<ApiClientPayload> {
        act(ctx, &input, Registry::end_api_client).await
    }
}

fn key(path: &str, text: &str) -> Result<ClientKey, Error> {
    let key = auth::ClientKey::parse(text).ok_or(Error::invalid(path, Rule::ClientKeys))?;
    let algorithm = key.alg().to_owned();
    Ok(ClientKey { kid: key.kid, algorithm, jwk: text.to_owned() })
}
