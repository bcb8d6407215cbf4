//! Finders of what is published: everyone reaches all of it.

use netra_domain::policy::{Permit, of};
use netra_entity::{
    code_list, cycle, election, election_phase, holiday, institution, institution_function,
    legal_instrument, legal_instrument_number, organisational_unit, pact_text, region,
};
use sea_orm::{ColumnTrait, QueryFilter, Select};

use super::begin;

type Reference = Permit<of::ReadReference>;

macro_rules! published {
    ($($(#[$doc:meta])* $name:ident => $entity:ident;)*) => {
        $($(#[$doc])*
        pub(crate) fn $name(_permit: &Reference) -> Select<$entity::Entity> {
            begin()
        })*
    };
}

published! {
    regions => region;
    institutions => institution;
    units => organisational_unit;
    legal_instruments => legal_instrument;
    legal_instrument_numbers => legal_instrument_number;
    cycles => cycle;
    elections => election;
    election_phases => election_phase;
    holidays => holiday;
    code_lists => code_list;
    pact_texts => pact_text;
}

/// Present versions of function holdings, prepared ones included: who is about to hold a
/// function is public.
pub(crate) fn functions(_permit: &Reference) -> Select<institution_function::Entity> {
    begin().filter(institution_function::Column::SupersededBy.is_null())
}
