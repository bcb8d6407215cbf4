//! Rows that the contract shows without a type of their own.

use super::noun::Noun;

/// Rows that the contract shows as they are, or only reads.
macro_rules! bare {
    ($($table:ident under $act:ident;)*) => {$(
        impl Noun for netra_entity::$table::Model {
            type Table = netra_entity::$table::Entity;
            type Read = netra_domain::policy::of::$act;

            fn show(row: Self) -> Self {
                row
            }
        }
    )*};
}

bare! {
    user under ReadSeats;
    contestant_party under ReadCandidates;
    contestant_status under ReadCandidates;
    candidate_status under ReadCandidates;
    api_client_key under ReadApiClients;
    succession_party under ReadReference;
    succession_function under ReadReference;
    succession_unit under ReadReference;
}
