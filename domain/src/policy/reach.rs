//! How far a grant goes, and to whom it is given.

use netra_entity::code::{Function, Grade};

/// How far an act reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Every record.
    All,
    /// Exactly the level and region of the office; for writing.
    Jurisdiction,
    /// The office's own region and those below; for reading.
    Region,
    /// The office's own institution and its subordinates.
    Institution,
    /// What the office itself submitted or prepared.
    Filed,
    /// What was referred to the office.
    Referred,
    /// The person's own records.
    Own,
    /// What is published.
    Published,
}

impl Reach {
    /// The code shown in the matrix.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "ALL",
            Self::Jurisdiction => "JURISDICTION",
            Self::Region => "REGION",
            Self::Institution => "INSTITUTION",
            Self::Filed => "FILED",
            Self::Referred => "REFERRED",
            Self::Own => "SELF",
            Self::Published => "PUBLISHED",
        }
    }
}

/// As what somebody acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Capacity {
    /// Without signing in.
    Public,
    /// A civil servant about oneself.
    CivilServant,
    /// An institution under one function.
    Office(Function),
    /// The registry itself.
    Registry,
}

impl Capacity {
    /// Every capacity, in the order of the matrix.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = vec![Self::Public, Self::CivilServant];
        all.extend(Function::ALL.iter().copied().map(Self::Office));
        all.push(Self::Registry);
        all
    }

    /// The code shown in the matrix.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Public => "PUBLIC",
            Self::CivilServant => "CIVIL_SERVANT",
            Self::Office(function) => function.code(),
            Self::Registry => "REGISTRY",
        }
    }
}

/// The grades a grant is given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grades {
    /// Every grade.
    Any,
    /// Who prepares or decides; not who administers seats.
    Working,
    /// Who decides.
    Approver,
    /// Who administers seats.
    Admin,
    /// Who decides or administers.
    Leading,
}

impl Grades {
    /// Whether the grade is among them.
    #[must_use]
    pub const fn include(self, grade: Grade) -> bool {
        match self {
            Self::Any => true,
            Self::Working => matches!(grade, Grade::Staff | Grade::Approver),
            Self::Approver => matches!(grade, Grade::Approver),
            Self::Admin => matches!(grade, Grade::Admin),
            Self::Leading => matches!(grade, Grade::Approver | Grade::Admin),
        }
    }
}

/// To whom a grant is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum To {
    /// Whoever asks.
    Everyone,
    /// Whoever has signed in, for oneself or in a seat.
    SignedIn,
    /// A civil servant about oneself.
    CivilServant,
    /// Every office.
    EveryOffice(Grades),
    /// The offices holding one function.
    Office(Function, Grades),
    /// The registry itself.
    Registry,
}

/// One entry of a row of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    pub(super) to: To,
    pub(super) reach: Reach,
}

impl Grant {
    /// The reach this entry gives to a capacity, and for an office to a grade.
    #[must_use]
    pub fn reach_for(&self, capacity: Capacity, grade: Option<Grade>) -> Option<Reach> {
        let allowed = |grades: Grades| grade.is_some_and(|it| grades.include(it));
        let given = match (self.to, capacity) {
            // What is everyone's is no act of the registry's own.
            (To::Everyone, Capacity::Public | Capacity::CivilServant | Capacity::Office(_))
            | (To::SignedIn, Capacity::CivilServant | Capacity::Office(_))
            | (To::CivilServant, Capacity::CivilServant)
            | (To::Registry, Capacity::Registry) => true,
            (To::EveryOffice(grades), Capacity::Office(_)) => allowed(grades),
            (To::Office(function, grades), Capacity::Office(held)) => {
                function == held && allowed(grades)
            }
            (To::SignedIn, Capacity::Public)
            | (To::CivilServant, Capacity::Public | Capacity::Office(_))
            | (To::EveryOffice(_) | To::Office(..), Capacity::Public | Capacity::CivilServant)
            | (To::Registry, Capacity::Public | Capacity::CivilServant | Capacity::Office(_))
            | (
                To::Everyone
                | To::SignedIn
                | To::CivilServant
                | To::EveryOffice(_)
                | To::Office(..),
                Capacity::Registry,
            ) => false,
        };
        given.then_some(self.reach)
    }

    /// The reach this entry gives to whoever has signed in, in whatever capacity.
    #[must_use]
    pub fn reach_for_session(&self) -> Option<Reach> {
        (self.to == To::SignedIn).then_some(self.reach)
    }
}

pub(super) const fn to(to: To, reach: Reach) -> Grant {
    Grant { to, reach }
}

pub(super) const fn office(function: Function, grades: Grades, reach: Reach) -> Grant {
    Grant { to: To::Office(function, grades), reach }
}
