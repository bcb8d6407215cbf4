//! What is published: everyone reaches all of it, prepared functions and successions included, since
//! who is about to hold a function or to succeed whom is public.

use netra_entity::{
    campaign_account_rule, circular, code_list, contest, contest_exception, contest_phase,
    contest_round, contest_type, cycle, election, election_phase, electoral_district, holiday,
    institution_function, legal_instrument, legal_instrument_number, organisational_unit,
    pact_text, party, party_participation, region, succession, succession_function,
    succession_party, succession_unit,
};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use uuid::Uuid;

use crate::reach::{Axes, Placed, Published, children, readable};

/// Tables of which everybody reads every row.
macro_rules! published {
    ($($table:ident),* $(,)?) => {$(
        impl Placed for $table::Entity {
            fn axes() -> Axes<Self::Column> {
                Axes { published: Published::Always, ..Axes::NONE }
            }
        }

        readable! { $table under ReadReference; }
    )*};
}

published! {
    campaign_account_rule,
    region,
    organisational_unit,
    legal_instrument,
    legal_instrument_number,
    cycle,
    election,
    election_phase,
    holiday,
    code_list,
    pact_text,
    contest_type,
    contest_exception,
    contest,
    contest_round,
    contest_phase,
    electoral_district,
    party,
    party_participation,
    succession,
    succession_party,
    succession_function,
    succession_unit,
    institution_function,
    circular,
}

children! {
    circular of institution by InstitutionId in order of (DatedOn, Id);
    organisational_unit of institution by InstitutionId in order of (Code, Id);
    campaign_account_rule of election by ElectionId in order of (ContestType);
    contest_round of contest by ContestId in order of (Number);
    contest_phase of contest_round by RoundId in order of (StartsOn, Id);
    election of cycle by CycleId in order of (Code);
    election_phase of election by ElectionId in order of (StartsOn, Id);
    party_participation of party by PartyId in order of (DecidedOn, Id);
    legal_instrument_number of legal_instrument by InstrumentId in order of (PartyCode);
    succession_party of succession by SuccessionId in order of (Id);
    succession_function of succession by SuccessionId in order of (Id);
    succession_unit of succession by SuccessionId in order of (Id);
}

/// The parties that take part in an election.
pub(crate) fn participants(election_id: Uuid) -> SelectStatement {
    Query::select()
        .column(party_participation::Column::PartyId)
        .from(party_participation::Entity)
        .and_where(Expr::col(party_participation::Column::ElectionId).eq(election_id))
        .to_owned()
}
