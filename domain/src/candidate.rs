//! What may become of a contestant or a candidate, and why. Nothing is deleted: a status follows
//! another, each with its ground and its document.

use netra_entity::code::{
    CandidateRole, CandidateState, ContestantKind, ContestantState, StatusGround,
};

use crate::Rule;
use crate::phase::Stand;

impl From<CandidateState> for Stand {
    fn from(state: CandidateState) -> Self {
        match state {
            CandidateState::Prospective
            | CandidateState::Incomplete
            | CandidateState::Qualified
            | CandidateState::Provisional => Self::Prospective,
            CandidateState::Final | CandidateState::Elected | CandidateState::NotElected => {
                Self::Determined
            }
            CandidateState::Unqualified
            | CandidateState::StruckOff
            | CandidateState::Replaced
            | CandidateState::Withdrawn
            | CandidateState::Deceased
            | CandidateState::Cancelled => Self::Out,
        }
    }
}

/// Whether somebody in this state still stands, so that standing twice is a double nomination.
#[must_use]
pub fn stands(state: CandidateState) -> bool {
    Stand::from(state) != Stand::Out
}

/// States in which somebody still stands.
pub const STANDING: &[CandidateState] = &[
    CandidateState::Prospective,
    CandidateState::Incomplete,
    CandidateState::Qualified,
    CandidateState::Provisional,
    CandidateState::Final,
    CandidateState::Elected,
    CandidateState::NotElected,
];

/// Refuses a change of a candidate's state that the law does not know, that has another ground, or
/// that names no document.
///
/// # Errors
/// [`Rule::StatusTransition`], [`Rule::StatusGround`], [`Rule::DocumentRequired`].
pub fn check_change(
    from: CandidateState,
    to: CandidateState,
    ground: StatusGround,
    has_document: bool,
) -> Result<(), Rule> {
    if !(follows(from, to) || by_order(ground) && restores(from, to)) {
        return Err(Rule::StatusTransition);
    }
    if !grounds(to).contains(&ground) {
        return Err(Rule::StatusGround);
    }
    check_document(ground, has_document)
}

fn check_document(ground: StatusGround, has_document: bool) -> Result<(), Rule> {
    // Verification goes on inside the office; what it comes to is decided by document.
    let inside = matches!(ground, StatusGround::Registration | StatusGround::Verification);
    if has_document || inside { Ok(()) } else { Err(Rule::DocumentRequired) }
}

/// Whether a decision from outside the office orders the change.
const fn by_order(ground: StatusGround) -> bool {
    matches!(ground, StatusGround::CourtOrder | StatusGround::SupervisorOrder)
}

/// The states that follow a state in the ordinary course.
fn follows(from: CandidateState, to: CandidateState) -> bool {
    use CandidateState::{
        Cancelled, Deceased, Elected, Final, Incomplete, NotElected, Prospective, Provisional,
        Qualified, Replaced, StruckOff, Unqualified, Withdrawn,
    };
    let next: &[CandidateState] = match from {
        Prospective => &[
            Incomplete,
            Qualified,
            Unqualified,
            Provisional,
            Final,
            Withdrawn,
            Deceased,
            Replaced,
            StruckOff,
        ],
        Incomplete => &[Qualified, Unqualified, Withdrawn, Deceased, Replaced, StruckOff],
        Qualified => &[Provisional, Final, Unqualified, Withdrawn, Deceased, Replaced, StruckOff],
        Provisional => &[Final, Unqualified, Withdrawn, Deceased, Replaced, StruckOff],
        Final => &[Elected, NotElected, Withdrawn, Deceased, Replaced, StruckOff, Cancelled],
        Elected => &[NotElected, Withdrawn, Deceased, Replaced, Cancelled],
        NotElected => &[Elected, Withdrawn, Deceased],
        Unqualified | StruckOff | Replaced | Withdrawn | Deceased | Cancelled => &[],
    };
    next.contains(&to)
}

/// What an order may restore: whoever was excluded or cancelled.
fn restores(from: CandidateState, to: CandidateState) -> bool {
    use CandidateState::{
        Cancelled, Elected, Final, Incomplete, Qualified, StruckOff, Unqualified,
    };
    matches!(from, Unqualified | StruckOff | Cancelled)
        && matches!(to, Incomplete | Qualified | Final | Elected)
}

fn grounds(to: CandidateState) -> &'static [StatusGround] {
    use StatusGround::{
        CourtOrder, Death, Determination, Disqualification, DoubleNomination, OwnRequest,
        PartyRequest, Registration, Result, SupervisorOrder, Verification,
    };
    match to {
        CandidateState::Prospective => &[Registration],
        CandidateState::Incomplete | CandidateState::Qualified => {
            &[Verification, CourtOrder, SupervisorOrder]
        }
        // Verification finds a double nomination long before there is a list to strike from.
        CandidateState::Unqualified => {
            &[Verification, DoubleNomination, CourtOrder, SupervisorOrder]
        }
        CandidateState::Provisional | CandidateState::Final => {
            &[Determination, CourtOrder, SupervisorOrder]
        }
        CandidateState::StruckOff => {
            &[DoubleNomination, Disqualification, CourtOrder, SupervisorOrder]
        }
        CandidateState::Replaced => &[PartyRequest, OwnRequest, Disqualification, Death],
        CandidateState::Withdrawn => &[OwnRequest, PartyRequest],
        CandidateState::Deceased => &[Death],
        CandidateState::Cancelled => &[Disqualification, CourtOrder, SupervisorOrder],
        CandidateState::Elected | CandidateState::NotElected => &[Result, CourtOrder],
    }
}

/// Refuses a change of a contestant's state that the law does not know, that has another ground,
/// or that names no document.
///
/// # Errors
/// As for candidates.
pub fn check_contestant_change(
    from: ContestantState,
    to: ContestantState,
    ground: StatusGround,
    has_document: bool,
) -> Result<(), Rule> {
    use ContestantState::{Cancelled, Determined, Prospective, Rejected, Withdrawn};
    use StatusGround::{
        CourtOrder, Determination, Disqualification, OwnRequest, PartyRequest, Registration,
        SupervisorOrder, Verification,
    };
    let follows = match from {
        Prospective => matches!(to, Determined | Rejected | Withdrawn),
        Determined => matches!(to, Withdrawn | Cancelled),
        Rejected | Cancelled => matches!(to, Determined | Prospective) && by_order(ground),
        Withdrawn => false,
    };
    if !follows {
        return Err(Rule::StatusTransition);
    }
    let grounds: &[StatusGround] = match to {
        Prospective => &[Registration, CourtOrder, SupervisorOrder],
        Determined => &[Determination, CourtOrder, SupervisorOrder],
        Rejected => &[Verification, CourtOrder, SupervisorOrder],
        Withdrawn => &[OwnRequest, PartyRequest],
        Cancelled => &[Disqualification, CourtOrder, SupervisorOrder],
    };
    if !grounds.contains(&ground) {
        return Err(Rule::StatusGround);
    }
    check_document(ground, has_document)
}

/// Refuses a part that nobody plays for this kind of contestant: a pair has a head and a deputy, a
/// list has members of a district, an individual stands alone.
///
/// # Errors
/// [`Rule::CandidateRole`], [`Rule::DistrictRequired`].
pub fn check_role(
    kind: ContestantKind,
    role: CandidateRole,
    has_district: bool,
    contest_has_districts: bool,
) -> Result<(), Rule> {
    let fits = match kind {
        ContestantKind::Pair => matches!(role, CandidateRole::Head | CandidateRole::Deputy),
        ContestantKind::Party | ContestantKind::Individual => role == CandidateRole::Member,
    };
    if !fits {
        return Err(Rule::CandidateRole);
    }
    if has_district == contest_has_districts { Ok(()) } else { Err(Rule::DistrictRequired) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_stands_or_is_listed_as_one_that_does_not() {
        for state in CandidateState::ALL {
            assert_eq!(stands(*state), STANDING.contains(state), "{state}");
        }
    }

    #[test]
    fn the_course_of_a_nomination() {
        use CandidateState::{
            Cancelled, Deceased, Elected, Final, Incomplete, Prospective, Provisional, Qualified,
            StruckOff, Unqualified, Withdrawn,
        };
        use StatusGround::{
            CourtOrder, Death, Determination, DoubleNomination, OwnRequest, Result as Vote,
            SupervisorOrder, Verification,
        };
        for (from, to, ground, document, expected) in [
            (Prospective, Incomplete, Verification, false, Ok(())),
            (Incomplete, Qualified, Verification, false, Ok(())),
            (Qualified, Provisional, Determination, true, Ok(())),
            (Provisional, Final, Determination, true, Ok(())),
            (Provisional, Final, Determination, false, Err(Rule::DocumentRequired)),
            (Incomplete, Final, Determination, true, Err(Rule::StatusTransition)),
            (Final, StruckOff, DoubleNomination, true, Ok(())),
            (Prospective, Unqualified, DoubleNomination, true, Ok(())),
            (Prospective, Unqualified, DoubleNomination, false, Err(Rule::DocumentRequired)),
            (Prospective, Incomplete, DoubleNomination, true, Err(Rule::StatusGround)),
            (Final, StruckOff, OwnRequest, true, Err(Rule::StatusGround)),
            (Final, Withdrawn, OwnRequest, true, Ok(())),
            (Final, Deceased, Death, true, Ok(())),
            (Final, Deceased, OwnRequest, true, Err(Rule::StatusGround)),
            (Final, Elected, Vote, true, Ok(())),
            (Final, Cancelled, CourtOrder, true, Ok(())),
            (Cancelled, Final, CourtOrder, true, Ok(())),
            (Cancelled, Final, Determination, true, Err(Rule::StatusTransition)),
            (Unqualified, Final, SupervisorOrder, true, Ok(())),
            (Deceased, Final, CourtOrder, true, Err(Rule::StatusTransition)),
            (Withdrawn, Final, CourtOrder, true, Err(Rule::StatusTransition)),
        ] {
            let found = check_change(from, to, ground, document);
            assert_eq!(found, expected, "{from} {to} {ground}");
        }
    }

    #[test]
    fn the_course_of_a_contestant() {
        use ContestantState::{Cancelled, Determined, Prospective, Rejected, Withdrawn};
        use StatusGround::{CourtOrder, Determination, OwnRequest, Verification};
        for (from, to, ground, document, expected) in [
            (Prospective, Determined, Determination, true, Ok(())),
            (Prospective, Rejected, Verification, false, Ok(())),
            (Rejected, Determined, CourtOrder, true, Ok(())),
            (Rejected, Determined, Determination, true, Err(Rule::StatusTransition)),
            (Determined, Cancelled, CourtOrder, true, Ok(())),
            (Determined, Cancelled, CourtOrder, false, Err(Rule::DocumentRequired)),
            (Cancelled, Determined, CourtOrder, true, Ok(())),
            (Determined, Withdrawn, OwnRequest, true, Ok(())),
            (Withdrawn, Determined, CourtOrder, true, Err(Rule::StatusTransition)),
        ] {
            let found = check_contestant_change(from, to, ground, document);
            assert_eq!(found, expected, "{from} {to} {ground}");
        }
    }

    #[test]
    fn each_kind_of_contestant_has_its_parts() {
        use CandidateRole::{Deputy, Head, Member};
        use ContestantKind::{Individual, Pair, Party};
        for (kind, role, district, districts, expected) in [
            (Pair, Head, false, false, Ok(())),
            (Pair, Deputy, false, false, Ok(())),
            (Pair, Member, false, false, Err(Rule::CandidateRole)),
            (Party, Member, true, true, Ok(())),
            (Party, Member, false, true, Err(Rule::DistrictRequired)),
            (Party, Head, true, true, Err(Rule::CandidateRole)),
            (Individual, Member, false, false, Ok(())),
            (Individual, Member, true, false, Err(Rule::DistrictRequired)),
        ] {
            assert_eq!(check_role(kind, role, district, districts), expected, "{kind} {role}");
        }
    }
}
