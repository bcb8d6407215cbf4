//! Which personal columns a reach opens. What is not opened is null or masked, never an error.

use netra_entity::Class;
use netra_entity::code::{Function, Grade};

use super::act::Act;
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
            holder: seat.function != Function::Audit || seat.grade == Grade::Admin,
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

/// Whether a history shows a field's values: as the record itself does, to those who see the
/// record. `is_published` where its personal fields are everybody's.
#[must_use]
pub fn reads_field(
    actor: &Actor,
    kind: &str,
    field: &str,
    class: Class,
    is_published: bool,
) -> bool {
    let view = personal_view(actor);
    match class {
        Class::Open => true,
        Class::Office => match actor.standing() {
            // How many people a small institution has is not for everyone.
            Standing::Seat(_) if kind == "succession" => {
                actor.reach(Act::ReadSuccessionPreview).is_some()
            }
            Standing::Seat(_) => true,
            // What a person sees beside the own records is what everybody sees.
            Standing::Person(_) => {
                !matches!(kind, "institution_function" | "organisational_unit" | "succession")
            }
            Standing::Public | Standing::Founding | Standing::Registry => false,
        },
        Class::Personal => match (kind, field) {
            ("candidate" | "contestant", "name") => is_published || candidate_names(actor),
            ("candidate" | "contestant", _) => candidate_names(actor),
            ("service_number", _) | (_, "evidence") => view.number,
            _ => view.name,
        },
        Class::Secret => false,
    }
}
