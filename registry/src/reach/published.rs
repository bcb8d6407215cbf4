//! Finders of what is published: everyone reaches all of it.

use netra_domain::policy::{Permit, of};
use netra_entity::{
    campaign_account_rule, code_list, contest, contest_exception, contest_phase, contest_round,
    contest_type, cycle, election, election_phase, electoral_district, holiday, institution,
    institution_function, legal_instrument, legal_instrument_number, organisational_unit,
    pact_text, party, party_participation, region, succession, succession_function,
    succession_party, succession_unit,
};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, QueryFilter, Select};
use uuid::Uuid;

use crate::reach::begin;

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
    account_rules => campaign_account_rule;
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
    contest_types => contest_type;
    contest_exceptions => contest_exception;
    contests => contest;
    contest_rounds => contest_round;
    contest_phases => contest_phase;
    electoral_districts => electoral_district;
    parties => party;
    party_participations => party_participation;
    /// Prepared ones included: who is about to succeed whom is public.
    successions => succession;
    succession_parties => succession_party;
    succession_functions => succession_function;
    succession_units => succession_unit;
}

/// Present versions of function holdings, prepared ones included: who is about to hold a
/// function is public.
pub(crate) fn functions(_permit: &Reference) -> Select<institution_function::Entity> {
    begin().filter(institution_function::Column::SupersededBy.is_null())
}

/// The parties that take part in an election.
pub(crate) fn participants(election_id: Uuid) -> SelectStatement {
    Query::select()
        .column(party_participation::Column::PartyId)
        .from(party_participation::Entity)
        .and_where(Expr::col(party_participation::Column::ElectionId).eq(election_id))
        .to_owned()
}
