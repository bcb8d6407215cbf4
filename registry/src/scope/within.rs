//! Reads inside an open act, by the sequencer, and while an actor is being established. They are
//! not narrowed by a permit because their answer never reaches a caller.

mod campaign_account;
mod candidate;
mod certified_signature;
mod contest;
mod event;
mod fsck;
mod log;
mod office;
pub(crate) mod passers;
mod person;
mod privacy;
mod read_log;
mod reference;
pub(crate) mod succession;

pub(crate) use campaign_account::{
    AccountLaw, Holder, account_law, account_rule, accounts_by_ids, active_accounts,
    active_accounts_of, campaign_account, campaign_start, campaign_start_of,
    contestant_and_contest, function_holders, lock_contestant, lock_contestants_by_code,
    names_and_closing, open_names, open_names_of, own_campaigns,
};
pub(crate) use candidate::{
    candidate, candidate_statuses, candidates_by_code, candidates_of, candidates_of_all,
    contest_of_contestant, contestant_statuses, contestants, contestants_by_code, contestants_of,
    nominating_parties, nominations, nominations_of, parties_of_contestants,
    statuses_of_contestants,
};
pub(crate) use certified_signature::trust_material;
pub(crate) use contest::{
    all_contests, all_elections, all_participations, all_parties, contest_exceptions,
    contest_phases, contest_types, districts, election, lock_contest, participates, parties,
    rounds,
};
pub(crate) use event::{
    events_by_ids, functions_of_seats, has_events, idempotency, last_leaf_hashes, last_record,
    last_revisions, order_at, order_of_event, order_of_index, orders_of_events, revisions,
    revisions_between, revisions_known, sequencer_state,
};
pub(crate) use fsck::{
    certified_after, certified_without_proof, closed_minutes_after, emptied_without_erasure,
    institution_codes, kept_material, leaf_hashes_of, lost_events, outbox_without_event,
    readings_without_minute, records_of, revisions_of, subjects_after, trust_material_after,
};
pub(crate) use log::{
    Sequenced, Waiting, checkpoints_above, events_between, last_checkpoint, leaves, origins, tiles,
    waiting_leaves,
};
pub(crate) use office::{
    Admission, Sitting, admissions, api_client, api_client_in, change_standings, client_keys,
    function, function_held, invitation, lock_api_client, lock_session, refresh_token, seat, seats,
    session, sitting, standing_version, user, users,
};
pub(crate) use person::{
    abstention, abstentions, delegate_of, delegation, employed_in, employment, employments,
    lock_persons, non_asn_signature, non_asn_signatures, numbers, numbers_of, persons,
    persons_by_nik, signature, signatures, signatures_by_ids, standing_of_class,
};
pub(crate) use privacy::{
    accounts_of, every_number_of, holds_of, lock_hold, rectification, rectifications_of,
};
pub(crate) use read_log::{
    breach_subject_count, lock_read_log_minute, open_read_log_minutes, read_log_minute,
    read_log_minutes, reading_subject, readings_of_minute, readings_within,
};
pub(crate) use reference::{
    all_institutions, all_regions, code_list, institution, institution_regions,
    institutions_by_code, pact_text, pact_texts, pact_texts_beside, regions_by_code, unit,
    units_above, units_of,
};
