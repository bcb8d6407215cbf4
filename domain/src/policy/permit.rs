//! The proof that an actor may do an act.

use std::marker::PhantomData;
use std::sync::Arc;

use netra_entity::code::Level;
use uuid::Uuid;

use super::act::{Act, ActKind};
use super::actor::Actor;
use super::reach::Reach;
use crate::rule::Rule;

/// The matrix gives this actor nothing for this act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the matrix does not give this actor the act {}", act.code())]
pub struct Forbidden {
    /// The act.
    pub act: Act,
}

/// The proof that an actor may do the act `A`, as far as its reach goes. Only
/// [`Actor::permit`] makes one.
#[derive(Clone, Debug)]
pub struct Permit<A> {
    actor: Arc<Actor>,
    reach: Reach,
    act: PhantomData<A>,
}

impl<A: ActKind> Permit<A> {
    pub(super) fn new(actor: Arc<Actor>, reach: Reach) -> Self {
        Self { actor, reach, act: PhantomData }
    }

    /// The act.
    #[must_use]
    pub fn act(&self) -> Act {
        A::ACT
    }

    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> &Arc<Actor> {
        &self.actor
    }

    /// How far.
    #[must_use]
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// Whether an institution named by the caller lies within the reach. Naming one outside is
    /// refused whether or not it exists.
    ///
    /// # Errors
    /// [`Forbidden`] where it lies outside.
    pub fn covers_institution(&self, institution_id: Option<Uuid>) -> Result<Uuid, Forbidden> {
        let inside = |id: &Uuid| match self.reach {
            Reach::All | Reach::Published => true,
            Reach::Institution => {
                self.actor.seat().is_some_and(|seat| seat.institutions.contains(id))
            }
            Reach::Jurisdiction | Reach::Region | Reach::Filed | Reach::Referred | Reach::Own => {
                false
            }
        };
        institution_id.filter(inside).ok_or(Forbidden { act: A::ACT })
    }

    /// Whether a level and a region named by the caller are exactly those of the office. Naming
    /// others is refused whether or not there is anything.
    ///
    /// # Errors
    /// [`Forbidden`] where they are another office's.
    pub fn covers_jurisdiction(
        &self,
        level: Level,
        region_code: Option<&str>,
    ) -> Result<(), Forbidden> {
        let covered = match self.reach {
            Reach::All => true,
            Reach::Jurisdiction => self.actor.seat().is_some_and(|seat| {
                seat.level == level && seat.region_code.as_deref() == region_code
            }),
            Reach::Region
            | Reach::Institution
            | Reach::Filed
            | Reach::Referred
            | Reach::Own
            | Reach::Published => false,
        };
        if covered { Ok(()) } else { Err(Forbidden { act: A::ACT }) }
    }

    /// Whether an institution named by the caller is the office's own or one that it succeeds in its
    /// function: what that office did is read by its heir.
    ///
    /// # Errors
    /// [`Forbidden`] where it is another one.
    pub fn covers_own_past(&self, institution_id: Uuid) -> Result<(), Forbidden> {
        let past =
            self.actor.seat().is_some_and(|seat| seat.predecessors.contains(&institution_id));
        if past && matches!(self.reach, Reach::Institution | Reach::Filed) {
            return Ok(());
        }
        self.covers_own_office(institution_id)
    }

    /// Whether an institution named by the caller is the office's own. In what an office does about
    /// itself, its seats and its acts, subordinates are other offices; else a superior could place
    /// a subordinate's first administrator alone.
    ///
    /// # Errors
    /// [`Forbidden`] where it is another one.
    pub fn covers_own_office(&self, institution_id: Uuid) -> Result<(), Forbidden> {
        let covered = match self.reach {
            Reach::All | Reach::Filed => true,
            Reach::Institution => {
                self.actor.seat().is_some_and(|seat| seat.institution_id == institution_id)
            }
            Reach::Jurisdiction
            | Reach::Region
            | Reach::Referred
            | Reach::Own
            | Reach::Published => false,
        };
        if covered { Ok(()) } else { Err(Forbidden { act: A::ACT }) }
    }
}

/// Why an act on a record is closed to an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// The matrix gives nothing.
    Forbidden,
    /// A rule refuses it.
    Rule(Rule),
}

impl Closed {
    /// The stable code of the reason.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Forbidden => "FORBIDDEN",
            Self::Rule(rule) => rule.code(),
        }
    }
}
