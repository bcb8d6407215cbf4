//! Which personal columns a reach opens. What is not opened is null or masked, never an error.

use netra_entity::code::Function;

use super::actor::{Actor, Standing};

/// Which personal columns of a person within reach an actor reads in clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonalView {
    /// Name and titles.
    pub name: bool,
    /// The whole service number.
    pub number: bool,
    /// Name of a seat's holder.
    pub holder: bool,
}

/// What an actor reads of persons within reach (UU 27/2022 Pasal 16, data minimisation): oneself
/// everything; who works with persons their names; who manages seats their holders; audit nothing.
/// Unmasking one person is an act of its own.
#[must_use]
pub fn personal_view(actor: &Actor) -> PersonalView {
    match actor.standing() {
        Standing::Person(_) => PersonalView { name: true, number: true, holder: true },
        Standing::Seat(seat) => PersonalView {
            name: names(seat.function),
            number: false,
            holder: seat.function != Function::Audit,
        },
        Standing::Public | Standing::Founding | Standing::Registry => {
            PersonalView { name: false, number: false, holder: false }
        }
    }
}

fn names(function: Function) -> bool {
    match function {
        Function::Employer | Function::PersonnelAdministration | Function::NeutralityAssessment => {
            true
        }
        Function::DigitalMonitoring
        | Function::ElectionSupervision
        | Function::ElectionAdministration
        | Function::AppealBoard
        | Function::CivilServicePolicy
        | Function::RegionalOversight
        | Function::LawEnforcement
        | Function::Audit
        | Function::RegistryOperation => false,
    }
}

/// Whether an actor reads names of candidates within reach who are not determined, which only
/// those need who work with nominations.
#[must_use]
pub fn candidate_names(actor: &Actor) -> bool {
    let Some(seat) = actor.seat() else { return false };
    match seat.function {
        Function::ElectionAdministration
        | Function::ElectionSupervision
        | Function::NeutralityAssessment
        | Function::PersonnelAdministration => true,
        Function::Employer
        | Function::DigitalMonitoring
        | Function::AppealBoard
        | Function::CivilServicePolicy
        | Function::RegionalOversight
        | Function::LawEnforcement
        | Function::Audit
        | Function::RegistryOperation => false,
    }
}
