//! Machines of institutions in the contract.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::policy::Act;
use netra_entity::code::Function;
use netra_entity::{api_client, api_client_key};
use netra_registry::office::api_client::{ApiClientInput, ClientKeyInput};
use netra_registry::{Done, Error};

use crate::auth;
use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read};
use crate::graphql::kernel::noun::{Noun, nested, nouns, row, rows};
use crate::graphql::kernel::paging::{List, Paged, Paging};
use crate::graphql::kernel::receipt::Receipt;
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

/// A machine to register.
#[derive(InputObject)]
pub(in crate::graphql) struct RegisterApiClientInput {
    /// The function under which it acts; it cannot change (fungsi).
    function: Function,
    /// Name of the system (nama sistem).
    name: String,
    /// One to five public keys as JWK text, P-256 or Ed25519, RFC 7517 (kunci publik).
    keys: Vec<String>,
}

/// A key to add.
#[derive(InputObject)]
pub(in crate::graphql) struct AddApiClientKeyInput {
    /// The machine.
    id: ID,
    /// A public key as JWK text, P-256 or Ed25519, RFC 7517 (kunci publik).
    key: String,
    /// Revision that the caller has seen; refused where the record has moved on.
    expected_version: Option<i32>,
}

/// A key to retire.
#[derive(InputObject)]
pub(in crate::graphql) struct RetireApiClientKeyInput {
    /// The machine.
    id: ID,
    /// The key's thumbprint, RFC 7638.
    kid: String,
    /// Revision that the caller has seen; refused where the record has moved on.
    expected_version: Option<i32>,
}

/// A machine to end.
#[derive(InputObject)]
pub(in crate::graphql) struct EndApiClientInput {
    /// The machine.
    id: ID,
    /// Why, 10 to 2,000 characters (alasan).
    reason: String,
    /// Revision that the caller has seen; refused where the record has moved on.
    expected_version: Option<i32>,
}

/// What an act on a machine answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct ApiClientPayload {
    /// The machine.
    api_client: Option<ApiClient>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
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
        let call = Call::of(ctx);
        let listed = async {
            let paged = Paged::new(call, "apiClients", &());
            let window = paged.window(&Paging { first, after, last, before })?;
            let page = call.registry().api_clients(&call.permit()?, &window).await?;
            Ok(paged.connect(page, ApiClient::show))
        };
        answer(ctx, listed.await)
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
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "registerApiClient")?;
            let keys = input.keys.iter().map(|text| key("input.keys", text));
            let input = ApiClientInput {
                function: input.function,
                name: input.name,
                keys: keys.collect::<Result<_, _>>()?,
            };
            call.registry().register_api_client(&permit, &request, &input).await
        };
        payload(ctx, done.await).await
    }

    /// Adds a key to a machine, so that it changes keys without a pause (penambahan kunci).
    #[graphql(directive = access::apply(word(Act::AddApiClientKey), roles(Act::AddApiClientKey)))]
    async fn add_api_client_key(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key.")] input: AddApiClientKeyInput,
    ) -> Option<ApiClientPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "addApiClientKey")?;
            let id = read("input.id", Kind::ApiClient, &input.id)?;
            let key = key("input.key", &input.key)?;
            let version = input.expected_version;
            call.registry().add_api_client_key(&permit, &request, id, &key, version).await
        };
        payload(ctx, done.await).await
    }

    /// Retires a key of a machine; it is not accepted any more (penarikan kunci).
    #[graphql(directive = access::apply(word(Act::RetireApiClientKey), roles(Act::RetireApiClientKey)))]
    async fn retire_api_client_key(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key.")] input: RetireApiClientKeyInput,
    ) -> Option<ApiClientPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "retireApiClientKey")?;
            let id = read("input.id", Kind::ApiClient, &input.id)?;
            let (kid, version) = (&input.kid, input.expected_version);
            call.registry().retire_api_client_key(&permit, &request, id, kid, version).await
        };
        payload(ctx, done.await).await
    }

    /// Ends a machine; its tokens are refused from now on (pengakhiran klien API).
    #[graphql(directive = access::apply(word(Act::EndApiClient), roles(Act::EndApiClient)))]
    async fn end_api_client(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What ends, and why.")] input: EndApiClientInput,
    ) -> Option<ApiClientPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "endApiClient")?;
            let id = read("input.id", Kind::ApiClient, &input.id)?;
            let (reason, version) = (&input.reason, input.expected_version);
            call.registry().end_api_client(&permit, &request, id, reason, version).await
        };
        payload(ctx, done.await).await
    }
}

fn key(path: &str, text: &str) -> Result<ClientKeyInput, Error> {
    let key = auth::ClientKey::parse(text).ok_or(Error::invalid(path, Rule::ClientKeys))?;
    let algorithm = key.alg().to_owned();
    Ok(ClientKeyInput { kid: key.kid, algorithm, jwk: text.to_owned() })
}

async fn payload(ctx: &Context<'_>, done: Result<Done, Error>) -> Option<ApiClientPayload> {
    let done = answer(ctx, done)?;
    let row = row::<ApiClient>(ctx, done.subject_id.unwrap_or_default()).await;
    let api_client = row.map(ApiClient::show);
    Some(ApiClientPayload { api_client, receipt: Receipt::of(&done) })
}
