//! Accounts at the door: credentials, sessions, and the actor that a session stands for now.

use chrono::TimeDelta;
use netra_domain::policy::{Actor, Permit, PersonStanding, SeatStanding, Standing, of};
use netra_entity::code::ApprovalState;
use netra_entity::{Date, Instant, institution, institution_function, seat, session, user};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
};
use std::sync::Arc;
use uuid::Uuid;

use crate::ledger::error::{Error, Result};
use crate::office;
use crate::office::standing::ReadAt;
use crate::office::within::Admission;
use crate::succession;
use crate::{Registry, ledger::ids, office::refresh_token, office::region};

/// A session ends at the latest this long after sign-in.
const LONGEST: TimeDelta = TimeDelta::days(30);

/// Before the first token of a session is used.
const NEVER_USED: i32 = -1;

/// What an accepted access token says.
#[derive(Clone, Copy, Debug)]
pub struct Claimed {
    /// The account.
    pub user_id: Uuid,
    /// The session.
    pub session_id: Uuid,
    /// The seat.
    pub seat_id: Option<Uuid>,
    /// The generation of the session's tokens.
    pub generation: i32,
}

impl Claimed {
    /// What the token would say that comes with a session.
    #[must_use]
    pub fn first_of(session: &session::Model) -> Self {
        let session::Model { id, user_id, seat_id, generation, .. } = *session;
        Self { user_id, session_id: id, seat_id, generation }
    }
}

/// A seat that its holder may act in now.
#[derive(Clone, Debug)]
pub struct UsableSeat {
    /// The seat.
    pub seat: seat::Model,
    /// Its institution.
    pub institution: institution::Model,
}

impl Registry {
    /// Opens a session, in a seat or for oneself, with the digest of the token that renews it
    /// where there is one.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the seat cannot be used now.
    pub async fn open_session(
        &self,
        _permit: &Permit<of::SignIn>,
        user_id: Uuid,
        seat_id: Option<Uuid>,
        refresh_digest: Option<&str>,
    ) -> Result<session::Model> {
        if let Some(seat_id) = seat_id {
            self.usable_seat(self.reader(), user_id, seat_id).await?.ok_or(Error::NotFound)?;
        }
        let now = self.clock().now();
        let row = session::Model {
            id: ids::random(),
            user_id,
            seat_id,
            created_at: now,
            expires_at: Instant(now.0 + LONGEST),
            ended_at: None,
            generation: 0,
            // Without a token that renews it, nobody asks whether its first token was used.
            used_generation: refresh_digest.map_or(0, |_| NEVER_USED),
        };
        let tx = self.database().begin().await?;
        let active: session::ActiveModel = row.clone().into();
        session::Entity::insert(active).exec_without_returning(&tx).await?;
        if let Some(digest) = refresh_digest {
            refresh_token::store(&tx, &row, digest, now).await?;
        }
        tx.commit().await?;
        Ok(row)
    }

    /// Lets the session continue in another seat, or for oneself.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the seat is not the person's or cannot be used now; `FORBIDDEN` for
    /// a machine.
    pub async fn switch_seat(
        &self,
        permit: &Permit<of::SwitchSeat>,
        seat_id: Option<Uuid>,
    ) -> Result<session::Model> {
        let actor = permit.actor();
        let user_id = actor.user_id().ok_or(Error::NotFound)?;
        let session_id = actor.session_id().ok_or(Error::NotFound)?;
        // A machine is nobody outside its one seat.
        if actor.seat().is_some_and(|seat| seat.is_machine) {
            return Err(Error::Forbidden(permit.act()));
        }
        if let Some(seat_id) = seat_id {
            self.usable_seat(self.reader(), user_id, seat_id).await?.ok_or(Error::NotFound)?;
        }
        self.update_session(
            session_id,
            session::ActiveModel { seat_id: Set(seat_id), ..Default::default() },
        )
        .await?;
        office::within::session(self.reader(), session_id).await?.ok_or(Error::NotFound)
    }

    /// Ends the session.
    ///
    /// # Errors
    /// The database's own.
    pub async fn sign_out(&self, permit: &Permit<of::SignOut>) -> Result<()> {
        let Some(session_id) = permit.actor().session_id() else { return Ok(()) };
        let ended = Set(Some(self.clock().now()));
        self.update_session(
            session_id,
            session::ActiveModel { ended_at: ended, ..Default::default() },
        )
        .await
    }

    /// Remembers that the answer with these tokens has arrived: from now on the refresh token
    /// before them is a copy. Once for each access token.
    async fn mark_used(&self, session_id: Uuid, generation: i32) -> Result<()> {
        let used_generation = Set(generation);
        let change = session::ActiveModel { used_generation, ..Default::default() };
        self.update_session(session_id, change).await
    }

    pub(crate) async fn update_session(
        &self,
        id: Uuid,
        change: session::ActiveModel,
    ) -> Result<()> {
        let tx = self.database().begin().await?;
        session::Entity::update_many()
            .set(change)
            .filter(session::Column::Id.eq(id))
            .exec(&tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// The actor that a session stands for at this moment: the session runs, the account is open,
    /// the seat named by the token is the session's, holds today, and so does its function.
    ///
    /// # Errors
    /// The database's own.
    pub async fn actor(&self, claimed: Claimed) -> Result<Option<Arc<Actor>>> {
        let Claimed { user_id, session_id, seat_id, generation } = claimed;
        let now = self.clock().now();
        let read = async |sessions: Vec<Uuid>| {
            let found = office::within::admissions(self.reader(), &sessions).await?;
            Ok(found.into_iter().map(|it| (it.id, it)).collect())
        };
        let found = self.inner.admissions.get(session_id, read).await?;
        let runs = |it: &Admission| {
            it.ended_at.is_none()
                && it.expires_at > now
                && it.disabled_at.is_none()
                && it.user_id == user_id
                && it.seat_id == seat_id
        };
        let Some(admission) = found.filter(runs) else { return Ok(None) };
        self.inner.directory.see(admission.version);
        if generation == admission.generation && admission.used_generation < generation {
            self.mark_used(session_id, generation).await?;
        }
        let Some(seat_id) = seat_id else {
            return Ok(Some(Actor::new(Standing::Person(PersonStanding {
                user_id,
                session_id,
                signed_in_at: admission.created_at,
                civil_servant_id: admission.civil_servant_id,
            }))));
        };
        let at = ReadAt { version: admission.version, today: self.clock().today() };
        let standings = &self.inner.standings;
        let standing = match standings.get(seat_id, user_id, at) {
            Some(known) => Some(SeatStanding { session_id, ..known }),
            None => self.standing(claimed, seat_id, at.today).await?.inspect(|read| {
                standings.put(at, read.clone());
            }),
        };
        Ok(standing.map(|standing| Actor::new(Standing::Seat(standing))))
    }

    /// What a seat of an account stands for on a day; nothing if it may not act then.
    async fn standing(
        &self,
        claimed: Claimed,
        seat_id: Uuid,
        today: Date,
    ) -> Result<Option<SeatStanding>> {
        let Claimed { user_id, session_id, .. } = claimed;
        let found = office::within::sitting(self.reader(), seat_id, user_id, today).await?;
        let Some(sitting) = found.filter(|it| it.holds(today)) else { return Ok(None) };
        let (institution_id, function) = (sitting.institution_id, sitting.function);
        // Without a level the institution does not hold the function today.
        let Some(level) = sitting.level else { return Ok(None) };
        let within =
            succession::within::outline(self.reader(), institution_id, function, today).await?;
        Ok(Some(SeatStanding {
            user_id,
            session_id,
            civil_servant_id: sitting.civil_servant_id,
            is_machine: sitting.client_id.is_some(),
            seat_id,
            function,
            grade: sitting.grade,
            institution_id,
            institution_code: sitting.institution_code,
            institutions: within.institutions,
            predecessors: within.predecessors,
            shared_predecessors: within.shared_predecessors,
            level,
            region_code: sitting.region_code,
        }))
    }

    /// The seat, if the account may act in it today.
    pub(crate) async fn usable_seat(
        &self,
        db: &impl ConnectionTrait,
        user_id: Uuid,
        seat_id: Uuid,
    ) -> Result<Option<UsableSeat>> {
        let seat = office::within::seat(db, seat_id).await?;
        let own = seat.into_iter().filter(|row| row.user_id == user_id).collect();
        Ok(self.usable(db, own).await?.pop())
    }

    /// Those of some seats that may be acted in today.
    async fn usable(
        &self,
        db: &impl ConnectionTrait,
        mut seats: Vec<seat::Model>,
    ) -> Result<Vec<UsableSeat>> {
        let today: Date = self.clock().today();
        seats.retain(|seat| {
            seat.state == ApprovalState::Approved
                && region::holds(Some(seat.valid_from), seat.valid_to, today)
        });
        let ids: Vec<Uuid> = seats.iter().map(|seat| seat.institution_id).collect();
        let held = office::within::functions_held(db, &ids, today).await?;
        let institutions = office::within::institutions(db, &ids).await?;
        let usable = |seat: seat::Model| {
            let is_held = |it: &&institution_function::Model| {
                it.institution_id == seat.institution_id && it.function == seat.function
            };
            held.iter().find(is_held)?;
            let exists = |it: &&institution::Model| {
                it.id == seat.institution_id && region::holds(it.valid_from, it.valid_to, today)
            };
            let institution = institutions.iter().find(exists)?.clone();
            Some(UsableSeat { seat, institution })
        };
        Ok(seats.into_iter().filter_map(usable).collect())
    }

    /// The seats in which a signed-in person may act today.
    ///
    /// # Errors
    /// The database's own.
    pub async fn own_seats(&self, user_id: Uuid) -> Result<Vec<UsableSeat>> {
        let condition = Condition::all().add(seat::Column::UserId.eq(user_id));
        let seats = office::within::seats(self.reader(), condition).await?;
        self.usable(self.reader(), seats).await
    }

    /// The signed-in account itself.
    ///
    /// # Errors
    /// [`Error::NotFound`] where nobody is signed in.
    pub async fn own_account(&self, actor: &Actor) -> Result<user::Model> {
        let id = actor.user_id().ok_or(Error::NotFound)?;
        office::within::user(self.reader(), id).await?.ok_or(Error::NotFound)
    }
}
