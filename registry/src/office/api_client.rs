//! Machines of institutions: each acts under one function of one institution, as staff. It has an
//! account without a password and a seat like any other, so every rule on seats holds for it.

use chrono::{DateTime, Utc};
use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::code::{Appointment, ApprovalState, Function, Grade};
use netra_entity::{Date, Instant, api_client, api_client_key, client_assertion, session};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;
use uuid::Uuid;

use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office;
use crate::office::seat::SeatInput;
use crate::office::session::UsableSeat;
use crate::{Registry, ledger::ids, office::seat, pact::pact_text};

/// Kind of the record in events.
pub(crate) const KIND: &str = "api_client";

/// The most keys that a machine has at a time: the present one, the next, and some for its parts.
const MOST_KEYS: usize = 5;

/// A public key of a machine, its form checked.
#[derive(Clone, Debug)]
pub struct ClientKeyInput {
    /// Thumbprint, RFC 7638.
    pub kid: String,
    /// The one algorithm it serves.
    pub algorithm: String,
    /// The key as text, RFC 7517.
    pub jwk: String,
}

/// A machine to register.
#[derive(Clone, Debug)]
pub struct ApiClientInput {
    /// The function.
    pub function: Function,
    /// Name of the system.
    pub name: String,
    /// Its keys.
    pub keys: Vec<ClientKeyInput>,
}

impl Registry {
    /// Machines within the reach.
    ///
    /// # Errors
    /// The database's own.
    pub async fn api_clients(
        &self,
        permit: &Permit<of::ReadApiClients>,
        window: &Window,
    ) -> Result<Page<api_client::Model>> {
        let select = self.within::<api_client::Entity, _>(permit, AsOf::Now);
        page::cut(self.reader(), select, &[api_client::Column::Id], window).await
    }

    /// Machines by their ids, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn api_clients_by_ids(
        &self,
        permit: &Permit<of::ReadApiClients>,
        ids: &[Uuid],
    ) -> Result<Vec<api_client::Model>> {
        Ok(self
            .within::<api_client::Entity, _>(permit, AsOf::Now)
            .filter(api_client::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?)
    }

    /// The keys of machines, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn api_client_keys_of(
        &self,
        permit: &Permit<of::ReadApiClients>,
        clients: &[Uuid],
    ) -> Result<Vec<api_client_key::Model>> {
        use api_client_key::Column;
        Ok(self
            .within::<api_client_key::Entity, _>(permit, AsOf::Now)
            .filter(Column::ClientId.is_in(clients.iter().copied()))
            .order_by_asc(Column::AddedOn)
            .order_by_asc(Column::Id)
            .all(self.reader())
            .await?)
    }

    /// Registers a machine of the own institution.
    ///
    /// # Errors
    /// `FUNCTION_NOT_HELD`; `CLIENT_KEYS` for none, too many or the same key twice.
    pub async fn register_api_client(
        &self,
        permit: &Permit<of::RegisterApiClient>,
        request: &ActRequest,
        input: &ApiClientInput,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let own = act.actor().seat().ok_or(Error::Forbidden(permit.act()))?;
        let institution_id = own.institution_id;
        permit.covers_own_office(institution_id)?;
        if input.name.trim().is_empty() {
            return Err(Error::invalid("name", Rule::ReasonRequired));
        }
        if !(1..=MOST_KEYS).contains(&input.keys.len()) {
            return Err(Error::invalid("keys", Rule::ClientKeys));
        }
        let seat_id = place(&mut act, institution_id, input).await?;
        let row = api_client::Model {
            id: act.new_id(),
            institution_id,
            function: input.function,
            seat_id,
            name: input.name.trim().to_owned(),
            registered_on: act.today(),
            ended_on: None,
            end_reason: None,
            rev: 1,
        };
        act.insert(row.clone()).await?;
        for key in &input.keys {
            insert_key(&act, row.id, key).await?;
        }
        record(&mut act, &row).await?;
        act.commit(Some(row.id)).await
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
        id: Uuid,
        key: &ClientKeyInput,
        expected_version: Option<i32>,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let inside = |id| permit.covers_own_office(id).is_ok();
        let row = running(&act, id, inside, expected_version).await?;
        let keys = office::within::client_keys(act.tx(), id).await?;
        if keys.iter().filter(|it| it.retired_on.is_none()).count() >= MOST_KEYS {
            return Err(Error::invalid("key", Rule::ClientKeys));
        }
        insert_key(&act, id, key).await?;
        change(&mut act, row).await?;
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
        id: Uuid,
        kid: &str,
        expected_version: Option<i32>,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let inside = |id| permit.covers_own_office(id).is_ok();
        let row = running(&act, id, inside, expected_version).await?;
        let mut keys = office::within::client_keys(act.tx(), id).await?;
        keys.retain(|it| it.retired_on.is_none());
        let others = keys.iter().filter(|it| it.kid != kid).count();
        let key = keys.into_iter().find(|it| it.kid == kid).ok_or(Error::NotFound)?;
        if others == 0 {
            return Err(Error::invalid("kid", Rule::ClientKeys));
        }
        let retired_on = Some(act.today());
        act.replace::<api_client_key::Entity>(api_client_key::Model { retired_on, ..key }).await?;
        change(&mut act, row).await?;
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
        id: Uuid,
        reason: &str,
        expected_version: Option<i32>,
    ) -> Result<Done> {
        netra_domain::pact::check_reason(reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let inside = |id| permit.covers_own_office(id).is_ok();
        let row = running(&act, id, inside, expected_version).await?;
        let today = act.today();
        seat::end(&mut act, row.seat_id, today, reason).await?;
        let end_reason = Some(reason.to_owned());
        change(&mut act, api_client::Model { ended_on: Some(today), end_reason, ..row }).await?;
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
            .filter(client_assertion::Column::ExpiresAt.lt(now))
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
async fn running(
    act: &Write,
    id: Uuid,
    inside: impl Fn(Uuid) -> bool,
    expected_version: Option<i32>,
) -> Result<api_client::Model> {
    let found = office::within::lock_api_client(act, id).await?;
    let row = found.filter(|it| inside(it.institution_id)).ok_or(Error::NotFound)?;
    pact_text::expect_version(expected_version, row.rev)?;
    let today = act.today();
    let ended = row.ended_on.is_some_and(|day| day <= today);
    if ended { Err(Rule::ClientEnded.into()) } else { Ok(row) }
}

/// Places the seat in which a machine acts; its account has no password.
async fn place(act: &mut Write, institution_id: Uuid, input: &ApiClientInput) -> Result<Uuid> {
    let seat = SeatInput {
        institution_id,
        login: format!("client-{}", ids::random()),
        display_name: input.name.trim().to_owned(),
        function: input.function,
        grade: Grade::Staff,
        official_position: input.name.trim().to_owned(),
        appointment: Appointment::Definitive,
        valid_from: act.today(),
        valid_to: None,
        token_digest: None,
        is_invented: false,
    };
    seat::place(act, &seat, ApprovalState::Approved).await
}

async fn insert_key(act: &Write, client_id: Uuid, key: &ClientKeyInput) -> Result<()> {
    let row = api_client_key::Model {
        id: act.new_id(),
        client_id,
        kid: key.kid.clone(),
        algorithm: key.algorithm.clone(),
        jwk: key.jwk.clone(),
        added_on: act.today(),
        retired_on: None,
    };
    act.insert(row)
        .await
        .map_err(|error| error.or_taken(|| Error::invalid("keys", Rule::ClientKeys)))
}

/// Ends a machine whose office passes to another: its key is its operator's, who stays behind.
pub(crate) async fn end(
    act: &mut Write,
    row: api_client::Model,
    on: Date,
    reason: &str,
) -> Result<()> {
    let end_reason = Some(reason.to_owned());
    change(act, api_client::Model { ended_on: Some(on), end_reason, ..row }).await
}

async fn change(act: &mut Write, row: api_client::Model) -> Result<()> {
    let row = api_client::Model { rev: row.rev + 1, ..row };
    record(act, &row).await?;
    act.replace::<api_client::Entity>(row).await
}

async fn record(act: &mut Write, row: &api_client::Model) -> Result<()> {
    let keys = office::within::client_keys(act.tx(), row.id).await?;
    let key = |it: &api_client_key::Model| {
        json!({
            "kid": it.kid, "algorithm": it.algorithm, "jwk": it.jwk, "added_on": it.added_on,
            "retired_on": it.retired_on,
        })
    };
    let after = json!({
        "institution_id": row.institution_id, "function": row.function, "seat_id": row.seat_id,
        "name": row.name, "registered_on": row.registered_on, "ended_on": row.ended_on,
        "end_reason": row.end_reason, "keys": keys.iter().map(key).collect::<Vec<_>>(),
    });
    act.record(KIND, row.id, row.rev, &after)
}
