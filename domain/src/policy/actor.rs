//! Who asks, as it was established for this request: never remembered between requests.

use std::sync::Arc;

use netra_entity::Instant;
use netra_entity::code::{Function, Grade, Level};
use uuid::Uuid;

use super::act::{Act, ActKind};
use super::grants;
use super::permit::{Forbidden, Permit};
use super::reach::{Capacity, Reach};

/// A person acting for oneself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonStanding {
    /// The account.
    pub user_id: Uuid,
    /// The session.
    pub session_id: Uuid,
    /// When the session began.
    pub signed_in_at: Instant,
    /// The person, if the account is a civil servant's.
    pub civil_servant_id: Option<Uuid>,
}

/// A person acting in a seat that is valid now, under a function that its institution holds now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatStanding {
    /// The account.
    pub user_id: Uuid,
    /// The session.
    pub session_id: Uuid,
    /// The civil servant who sits in it, where it is one's.
    pub civil_servant_id: Option<Uuid>,
    /// Whether a machine acts in it.
    pub is_machine: bool,
    /// The seat.
    pub seat_id: Uuid,
    /// The function.
    pub function: Function,
    /// The grade.
    pub grade: Grade,
    /// The institution.
    pub institution_id: Uuid,
    /// Its code.
    pub institution_code: String,
    /// The institution, its predecessors in this function, and the subordinates of all of them.
    pub institutions: Vec<Uuid>,
    /// Its predecessors in this function, as far as it is their only heir.
    pub predecessors: Vec<Uuid>,
    /// Predecessors of which it is one heir among several: what they recorded of the people who
    /// came along is its own.
    pub shared_predecessors: Vec<Uuid>,
    /// Level at which the function is held.
    pub level: Level,
    /// Region in which it is held; none for the whole country.
    pub region_code: Option<String>,
}

/// As what an actor stands before the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody known.
    Public,
    /// A person for oneself.
    Person(PersonStanding),
    /// A person in a seat.
    Seat(SeatStanding),
    /// The founding of a registry: `netra init` and `netra demo`, before any seat exists.
    Founding,
    /// The registry itself, in what it records of its own work.
    Registry,
}

/// Who asks.
#[derive(Clone, Debug)]
pub struct Actor {
    standing: Standing,
}

impl Actor {
    /// An actor of this standing.
    #[must_use]
    pub fn new(standing: Standing) -> Arc<Self> {
        Arc::new(Self { standing })
    }

    /// The standing.
    #[must_use]
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// The seat, when the actor is in one.
    #[must_use]
    pub fn seat(&self) -> Option<&SeatStanding> {
        match &self.standing {
            Standing::Seat(seat) => Some(seat),
            Standing::Public | Standing::Person(_) | Standing::Founding | Standing::Registry => {
                None
            }
        }
    }

    /// The civil servant, when the actor is one acting for oneself.
    #[must_use]
    pub fn civil_servant_id(&self) -> Option<Uuid> {
        match &self.standing {
            Standing::Person(person) => person.civil_servant_id,
            Standing::Public | Standing::Seat(_) | Standing::Founding | Standing::Registry => None,
        }
    }

    /// The civil servant who asks, for oneself or in a seat: who may not judge one's own matter.
    #[must_use]
    pub fn person_id(&self) -> Option<Uuid> {
        self.seat().map_or_else(|| self.civil_servant_id(), |seat| seat.civil_servant_id)
    }

    /// The account, when somebody is signed in.
    #[must_use]
    pub fn user_id(&self) -> Option<Uuid> {
        match &self.standing {
            Standing::Person(person) => Some(person.user_id),
            Standing::Seat(seat) => Some(seat.user_id),
            Standing::Public | Standing::Founding | Standing::Registry => None,
        }
    }

    /// The session, when somebody is signed in.
    #[must_use]
    pub fn session_id(&self) -> Option<Uuid> {
        match &self.standing {
            Standing::Person(person) => Some(person.session_id),
            Standing::Seat(seat) => Some(seat.session_id),
            Standing::Public | Standing::Founding | Standing::Registry => None,
        }
    }

    /// When a person acting for oneself signed in.
    #[must_use]
    pub fn signed_in_at(&self) -> Option<Instant> {
        match &self.standing {
            Standing::Person(person) => Some(person.signed_in_at),
            Standing::Seat(_) | Standing::Public | Standing::Founding | Standing::Registry => None,
        }
    }

    /// As what the actor acts; none for the founding, which no row of the matrix names. An account
    /// that is no civil servant's is, outside its seats, the public with a session.
    #[must_use]
    pub fn capacity(&self) -> Option<Capacity> {
        match &self.standing {
            Standing::Public | Standing::Person(PersonStanding { civil_servant_id: None, .. }) => {
                Some(Capacity::Public)
            }
            Standing::Person(_) => Some(Capacity::CivilServant),
            Standing::Seat(seat) => Some(Capacity::Office(seat.function)),
            Standing::Registry => Some(Capacity::Registry),
            Standing::Founding => None,
        }
    }

    /// How far the actor's standing reaches for an act; none where the matrix gives nothing.
    #[must_use]
    pub fn reach(&self, act: Act) -> Option<Reach> {
        let Some(capacity) = self.capacity() else { return Some(Reach::All) };
        let grade = self.seat().map(|seat| seat.grade);
        let session = self.session_id();
        grants(act).iter().find_map(|grant| {
            grant.reach_for(capacity, grade).or_else(|| session.and(grant.reach_for_session()))
        })
    }

    /// The permit for an act.
    ///
    /// # Errors
    /// [`Forbidden`] where the matrix gives nothing.
    pub fn permit<A: ActKind>(self: &Arc<Self>) -> Result<Permit<A>, Forbidden> {
        match self.reach(A::ACT) {
            Some(reach) => Ok(Permit::new(Arc::clone(self), reach)),
            None => Err(Forbidden { act: A::ACT }),
        }
    }
}
