//! Machines of institutions: each acts under one function of one institution, as staff. It has an
//! account without a password and a seat like any other, so every rule on seats holds for it.

use async_graphql::InputObject;
use chrono::{DateTime, TimeDelta, Utc};
use netra_domain::Rule;
use netra_domain::policy::{ActKind, Permit, of};
use netra_entity::code::{Appointment, ApprovalState, Function, Grade};
use netra_entity::{
    Date, Instant, Ref, api_client, api_client_key, client_assertion, seat, session,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result, read};
use crate::ledger::ids;
use crate::ledger::page::{Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Parts, Taken, Write, open_act};
use crate::office;
use crate::office::invitation::{self, Account};
use crate::office::seat as seats;
use crate::office::session::UsableSeat;
use crate::record::part::CLIENT_KEYS;

/// The most keys that a machine has at a time: the present one, the next, and some for its parts.
const MOST_KEYS: usize = 5;

/// An assertion is remembered so long beyond its end, since clients' clocks may be behind: longer
/// than whoever checks it forgives.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(1);

/// A machine to register.
#[derive(Clone, Debug, InputObject)]
pub struct RegisterApiClientInput {
    /// The function under which it acts; it cannot change (fungsi).
    pub function: Function,
    /// Name of the system (nama sistem).
    pub name: String,
    /// One to five public keys as JWK text, P-256 or Ed25519, RFC 7517 (kunci publik).
    pub keys: Vec<String>,
}

/// A key to add.
#[derive(Clone, Debug, InputObject)]
pub struct AddApiClientKeyInput {
    /// The machine.
    pub id: Ref<api_client::Entity>,
    /// A public key as JWK text, P-256 or Ed25519, RFC 7517 (kunci publik).
    pub key: String,
    /// Version that the caller has seen; refused where the record has moved on.
    pub expected_version: Option<i32>,
}

/// A key to retire.
#[derive(Clone, Debug, InputObject)]
pub struct RetireApiClientKeyInput {
    /// The machine.
    pub id: Ref<api_client::Entity>,
    /// The key's thumbprint, RFC 7638.
    pub kid: String,
    /// Version that the caller has seen; refused where the record has moved on.
    pub expected_version: Option<i32>,
}

/// A machine to end.
#[derive(Clone, Debug, InputObject)]
pub struct EndApiClientInput {
    /// The machine.
    pub id: Ref<api_client::Entity>,
    /// Why, 10 to 2,000 characters (alasan).
    pub reason: String,
    /// Version that the caller has seen; refused where the record has moved on.
    pub expected_version: Option<i32>,
}

/// A public key of a machine, its form checked by whoever verifies with it.
#[derive(Clone, Debug)]
pub struct ClientKey {
    /// Thumbprint, RFC 7638.
    pub kid: String,
    /// The one algorithm it serves.
    pub algorithm: String,
    /// The key as text, RFC 7517.
    pub jwk: String,
}

impl Registry {
    /// Machines within the reach.
    ///
    /// # Errors
    /// The database's own.
    pub async fn api_clients(
        &self,
        permit: &Permit<of::ReadApiClients>,
        (): &(),
        window: &Window,
    ) -> Result<Page<api_client::Model>> {
        let select = self.within::<api_client::Entity, _>(permit, AsOf::Now);
        self.page(select, &[api_client::Column::Id], window).await
    }

    /// Registers a machine of the own institution.
    ///
    /// # Errors
    /// `FUNCTION_NOT_HELD`; `CLIENT_KEYS` for none, too many or the same key twice.
    pub async fn register_api_client(
        &self,
        permit: &Permit<of::RegisterApiClient>,
        request: &ActRequest,
        input: &RegisterApiClientInput,
        keys: &[ClientKey],
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let own = act.actor().seat().ok_or(Error::Forbidden(permit.act()))?;
        let institution_id = own.institution_id;
        permit.covers_own_office(institution_id)?;
        if input.name.trim().is_empty() {
            return Err(Error::invalid("name", Rule::ReasonRequired));
        }
        if !(1..=MOST_KEYS).contains(&keys.len()) {
            return Err(Error::invalid("keys", Rule::ClientKeys));
        }
        let row = api_client::Model {
            id: act.new_id(),
            institution_id,
            function: input.function,
            seat_id: place(&mut act, institution_id, input).await?,
            name: input.name.trim().to_owned(),
            registered_on: act.today(),
            ended_on: None,
            end_reason: None,
            rev: 1,
        };
        let id = row.id;
        let keys: Vec<_> = keys.iter().map(|key| key_row(&act, id, key)).collect();
        act.add(row, vec![CLIENT_KEYS.of(&keys)]).await?;
        for key in keys {
            insert_key(&act, key).await?;
        }
        act.commit(Some(id)).await
    }

    /// Adds a key to a machine, so that it can change keys without a pause.
    ///
    /// # Errors
    /// `NOT_FOUND` outside the reach; `CLIENT_ENDED`; `CLIENT_KEYS` for one too many or one that it
    /// already has; `VERSION_CONFLICT`.
    pub async fn add_api_client_key(
        &self,
        permit: &Permit<of::AddApiClientKey>,
        request: &ActRequest,
        input: &AddApiClientKeyInput,
        key: &ClientKey,
    ) -> Result<Done> {
        let id = read("id", &input.id)?;
        let mut act = open_act!(self, permit, request);
        let taken = running(&act, permit, id, input.expected_version).await?;
        let keys = office::within::client_keys(act.tx(), id).await?;
        if keys.iter().filter(|it| it.retired_on.is_none()).count() >= MOST_KEYS {
            return Err(Error::invalid("key", Rule::ClientKeys));
        }
        insert_key(&act, key_row(&act, id, key)).await?;
        let parts = keys_of(&act, id).await?;
        act.put(&taken, taken.row.clone(), parts).await?;
        act.commit(Some(id)).await
    }

    /// Retires a key of a machine; it is not accepted any more.
    ///
    /// # Errors
    /// `NOT_FOUND` outside the reach or for an unknown key; `CLIENT_ENDED`; `CLIENT_KEYS` for the
    /// last one, which would end the machine; `VERSION_CONFLICT`.
    pub async fn retire_api_client_key(
        &self,
        permit: &Permit<of::RetireApiClientKey>,
        request: &ActRequest,
        input: &RetireApiClientKeyInput,
    ) -> Result<Done> {
        let id = read("id", &input.id)?;
        let mut act = open_act!(self, permit, request);
        let taken = running(&act, permit, id, input.expected_version).await?;
        let mut keys = office::within::client_keys(act.tx(), id).await?;
        keys.retain(|it| it.retired_on.is_none());
        let others = keys.iter().filter(|it| it.kid != input.kid).count();
        let key = keys.into_iter().find(|it| it.kid == input.kid).ok_or(Error::NotFound)?;
        if others == 0 {
            return Err(Error::invalid("kid", Rule::ClientKeys));
        }
        let retired_on = Some(act.today());
        act.replace::<api_client_key::Entity>(api_client_key::Model { retired_on, ..key }).await?;
        let parts = keys_of(&act, id).await?;
        act.put(&taken, taken.row.clone(), parts).await?;
        act.commit(Some(id)).await
    }

    /// Ends a machine: its seat, its sessions and its keys end at once.
    ///
    /// # Errors
    /// `NOT_FOUND` outside the reach; `CLIENT_ENDED`; `REASON_REQUIRED`; `VERSION_CONFLICT`.
    pub async fn end_api_client(
        &self,
        permit: &Permit<of::EndApiClient>,
        request: &ActRequest,
        input: &EndApiClientInput,
    ) -> Result<Done> {
        let id = read("id", &input.id)?;
        netra_domain::pact::check_reason(&input.reason)
            .map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let taken = running(&act, permit, id, input.expected_version).await?;
        let today = act.today();
        seats::end(&mut act, taken.row.seat_id, today, &input.reason).await?;
        ended(&mut act, &taken, today, &input.reason).await?;
        act.commit(Some(id)).await
    }

    /// The key of a machine that acts today, to check what it has signed.
    ///
    /// # Errors
    /// The database's own.
    pub async fn client_key(
        &self,
        _permit: &Permit<of::SignIn>,
        client_id: Uuid,
        kid: Option<&str>,
    ) -> Result<Vec<api_client_key::Model>> {
        let Some(client) = office::within::api_client(self.reader(), client_id).await? else {
            return Ok(Vec::new());
        };
        let mut keys = office::within::client_keys(self.reader(), client_id).await?;
        let today = self.clock().today();
        let runs = client.ended_on.is_none_or(|day| day > today);
        keys.retain(|key| runs && key.retired_on.is_none() && kid.is_none_or(|it| it == key.kid));
        Ok(keys)
    }

    /// Opens a machine's session until a moment, for an assertion that is good for once.
    ///
    /// # Errors
    /// `CREDENTIAL_WRONG` where the assertion was used before, or the machine, its function or its
    /// institution has ended.
    pub async fn open_client_session(
        &self,
        _permit: &Permit<of::SignIn>,
        client_id: Uuid,
        (jti_digest, assertion_until): (&str, DateTime<Utc>),
        until: DateTime<Utc>,
    ) -> Result<(session::Model, UsableSeat)> {
        let refused = || Error::Refused(Rule::CredentialWrong);
        let now = self.clock().now();
        let client = office::within::api_client(self.reader(), client_id).await?;
        let client = client.ok_or_else(refused)?;
        let seat = office::within::seat(self.reader(), client.seat_id).await?;
        let user_id = seat.ok_or_else(refused)?.user_id;
        let usable = self.usable_seat(self.reader(), user_id, client.seat_id).await?;
        let usable = usable.ok_or_else(refused)?;
        let tx = self.database().begin().await?;
        client_assertion::Entity::delete_many()
            .filter(client_assertion::Column::ClientId.eq(client_id))
            .filter(client_assertion::Column::ExpiresAt.lt(Instant(now.0 - CLOCKS_DIFFER)))
            .exec(&tx)
            .await?;
        let used = client_assertion::ActiveModel {
            id: Set(ids::random()),
            client_id: Set(client_id),
            jti_digest: Set(jti_digest.to_owned()),
            expires_at: Set(Instant::from_utc(assertion_until)),
        };
        client_assertion::Entity::insert(used)
            .exec_without_returning(&tx)
            .await
            .map_err(|error| Error::from(error).or_taken(refused))?;
        let row = session::Model {
            id: ids::random(),
            user_id,
            seat_id: Some(client.seat_id),
            created_at: now,
            expires_at: Instant::from_utc(until),
            ended_at: None,
            generation: 0,
            // Nothing renews it, so nobody asks whether it was used.
            used_generation: 0,
        };
        let active: session::ActiveModel = row.clone().into();
        session::Entity::insert(active).exec_without_returning(&tx).await?;
        session::Entity::delete_many()
            .filter(session::Column::UserId.eq(user_id))
            .filter(session::Column::ExpiresAt.lt(now))
            .exec(&tx)
            .await?;
        tx.commit().await?;
        Ok((row, usable))
    }
}

/// The machine, if it lies within the reach, runs, and has not moved on.
async fn running<A: ActKind>(
    act: &Write,
    permit: &Permit<A>,
    id: Uuid,
    expected_version: Option<i32>,
) -> Result<Taken<api_client::Entity>> {
    let found = office::within::api_client(act.tx(), id).await?;
    let inside = found.is_some_and(|it| permit.covers_own_office(it.institution_id).is_ok());
    if !inside {
        return Err(Error::NotFound);
    }
    let taken = act.take::<api_client::Entity>(id, expected_version).await?;
    let today = act.today();
    let ended = taken.row.ended_on.is_some_and(|day| day <= today);
    if ended { Err(Rule::ClientEnded.into()) } else { Ok(taken) }
}

/// Places the seat in which a machine acts; its account has no password.
async fn place(
    act: &mut Write,
    institution_id: Uuid,
    input: &RegisterApiClientInput,
) -> Result<Uuid> {
    let name = input.name.trim().to_owned();
    let account =
        Account { person: None, display_name: name.clone(), email: None, is_invented: false };
    let login = format!("client-{}", ids::random());
    let account = invitation::store(act, login, account).await?;
    let row = seat::Model {
        id: act.new_id(),
        user_id: account.id,
        institution_id,
        function: input.function,
        grade: Grade::Staff,
        official_position: name,
        appointment: Appointment::Definitive,
        valid_from: act.today(),
        valid_to: None,
        state: ApprovalState::Approved,
        prepared_by: act.actor().seat().map(|own| own.seat_id),
        approved_by: None,
        end_reason: None,
        rev: 1,
    };
    seats::place(act, row).await
}

fn key_row(act: &Write, client_id: Uuid, key: &ClientKey) -> api_client_key::Model {
    api_client_key::Model {
        id: act.new_id(),
        client_id,
        kid: key.kid.clone(),
        algorithm: key.algorithm.clone(),
        jwk: key.jwk.clone(),
        added_on: act.today(),
        retired_on: None,
    }
}

async fn insert_key(act: &Write, key: api_client_key::Model) -> Result<()> {
    let taken = || Error::invalid("keys", Rule::ClientKeys);
    act.insert(key).await.map_err(|error| error.or_taken(taken))
}

async fn keys_of(act: &Write, id: Uuid) -> Result<Parts> {
    Ok(vec![CLIENT_KEYS.of(&office::within::client_keys(act.tx(), id).await?)])
}

/// Ends a machine whose office passes to another: its key is its operator's, who stays behind.
pub(crate) async fn end(act: &mut Write, id: Uuid, on: Date, reason: &str) -> Result<()> {
    let taken = act.take::<api_client::Entity>(id, None).await?;
    ended(act, &taken, on, reason).await
}

async fn ended(
    act: &mut Write,
    taken: &Taken<api_client::Entity>,
    on: Date,
    reason: &str,
) -> Result<()> {
    let parts = keys_of(act, taken.row.id).await?;
    let (ended_on, end_reason) = (Some(on), Some(reason.to_owned()));
    let row = api_client::Model { ended_on, end_reason, ..taken.row.clone() };
    act.put(taken, row, parts).await
}
