//! Reads inside an open act, by the sequencer, and while an actor is being established. They are
//! not narrowed by a permit because their answer never reaches a caller.

mod certified_signature;
mod contest;
mod event;
mod office;
pub(crate) mod passers;
mod person;
mod reference;
pub(crate) mod succession;

pub(crate) use certified_signature::trust_material;
pub(crate) use contest::{
    contest_exceptions, contest_types, election, lock_contest, participates, parties, rounds,
};
pub(crate) use event::{
    has_events, idempotency, last_leaf_hashes, last_record, last_revisions, order_at,
    order_of_event, order_of_index, orders_of_events, outbox, record_counts, revisions,
    revisions_known, sequencer_state,
};
pub(crate) use office::{
    Sitting, api_client, api_client_in, client_keys, function, function_held, invitation,
    lock_api_client, lock_session, refresh_token, seat, seats, session, sitting, user, users,
};
pub(crate) use person::{
    employment, employments, lock_persons, numbers, numbers_of, persons, persons_by_nik, signature,
    signatures, valid_of_class,
};
pub(crate) use reference::{
    all_institutions, all_regions, code_list, institution, institutions_by_code, pact_text,
    pact_texts, regions_by_code, units_of,
};
