//! The only way to rows. A finder takes a permit and answers with a query that is already narrowed
//! to the permit's reach; what it does not find is absent to the caller, whatever the reason.
//!
//! `within` holds the reads that an open act, the sequencer and the establishing of an actor need;
//! it is not reachable from a resolver.
#![expect(clippy::disallowed_methods, reason = "this is where queries begin")]

mod campaign_account;
mod candidate;
mod certified_signature;
pub(crate) mod dossier;
pub(crate) mod kind;
mod office;
pub(crate) mod part;
mod person;
mod published;
pub(crate) mod within;

pub(crate) use campaign_account::{
    account_copies, account_imitations, account_names, accounts_by_key, campaign_accounts,
    copied_accounts, look_up_sql, sees_only_entered,
};
pub(crate) use candidate::{
    candidate_statuses, candidates, contestant_parties, contestant_statuses, contestants, lists_of,
};
pub(crate) use certified_signature::certified_signatures;
pub(crate) use office::{api_client_keys, api_clients, events, holders, readings, seats, withheld};
pub(crate) use person::{
    access_log, breaches, civil_servants, countersign_delegations, employments, erasures,
    legal_holds, non_asn_signatures, pact_abstentions, pact_signatures, rectifications,
    service_numbers, unmaskable,
};
pub(crate) use published::{
    account_rules, code_lists, contest_exceptions, contest_phases, contest_rounds, contest_types,
    contests, cycles, election_phases, elections, electoral_districts, functions, holidays,
    institutions, legal_instrument_numbers, legal_instruments, pact_texts, participants, parties,
    party_participations, regions, succession_functions, succession_parties, succession_units,
    successions, units,
};

use netra_entity::event_order;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait};

use crate::sequencer::AsOf;

/// Narrows a versioned table to the versions known at a point.
fn known<C: ColumnTrait>(as_of: AsOf, recorded_by: C, superseded_by: C) -> Condition {
    match as_of {
        AsOf::Now => Condition::all().add(superseded_by.is_null()),
        AsOf::At(point) => Condition::all().add(recorded_by.in_subquery(up_to(point.index))).add(
            Condition::any()
                .add(superseded_by.is_null())
                .add(superseded_by.not_in_subquery(up_to(point.index))),
        ),
    }
}

/// The events up to an index.
fn up_to(index: i64) -> SelectStatement {
    Query::select()
        .column(event_order::Column::EventId)
        .from(event_order::Entity)
        .and_where(Expr::col(event_order::Column::Idx).lte(index))
        .to_owned()
}

/// A condition that nothing meets.
fn nothing() -> Condition {
    Condition::all().add(Expr::val(false))
}

fn begin<E: EntityTrait>() -> sea_orm::Select<E> {
    E::find()
}
