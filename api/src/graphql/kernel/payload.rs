//! What acts answer.

use std::future::Future;

use netra_registry::{Done, Error};

use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::noun::Noun;

/// What an act answers: its record, read again through the caller's own permit, and its receipt.
pub(in crate::graphql) trait Payload: Sized {
    fn of(call: &Call, done: Done) -> impl Future<Output = Result<Self, Error>> + Send;
}

/// The payloads of acts.
macro_rules! payloads {
    ($($(#[$doc:meta])* $payload:ident { $(#[$field_doc:meta])* $field:ident: $noun:ident })*) => {$(
        $(#[$doc])*
        #[derive(async_graphql::SimpleObject)]
        pub(in crate::graphql) struct $payload {
            $(#[$field_doc])*
            $field: Option<$noun>,
            /// Its event; null where nothing changed.
            receipt: Option<$crate::graphql::kernel::receipt::Receipt>,
        }

        impl $crate::graphql::kernel::payload::Payload for $payload {
            async fn of(
                call: &$crate::graphql::kernel::call::Call,
                done: netra_registry::Done,
            ) -> netra_registry::Result<Self> {
                let found = $crate::graphql::kernel::payload::done_on(call, &done).await?;
                let receipt = $crate::graphql::kernel::receipt::Receipt::of(&done);
                Ok(Self { $field: Some(found), receipt })
            }
        }
    )*};
}
pub(in crate::graphql) use payloads;

/// The payloads of acts on many rows.
macro_rules! row_payloads {
    ($($(#[$doc:meta])* $payload:ident;)*) => {$(
        $(#[$doc])*
        #[derive(async_graphql::SimpleObject)]
        pub(in crate::graphql) struct $payload {
            /// What became of each row; the code is `NOT_FOUND` or `FORBIDDEN` for one outside the
            /// reach.
            rows: Vec<netra_registry::ledger::row_result::RowResult>,
            /// The event; null where nothing changed.
            receipt: Option<$crate::graphql::kernel::receipt::Receipt>,
        }

        impl $crate::graphql::kernel::payload::Payload for $payload {
            async fn of(
                _: &$crate::graphql::kernel::call::Call,
                done: netra_registry::Done,
            ) -> netra_registry::Result<Self> {
                let rows = netra_registry::ledger::row_result::row_results(&done)?;
                Ok(Self { rows, receipt: $crate::graphql::kernel::receipt::Receipt::of(&done) })
            }
        }
    )*};
}
pub(in crate::graphql) use row_payloads;

/// The record that an act was about.
pub(in crate::graphql) async fn done_on<T: Noun>(call: &Call, done: &Done) -> Result<T, Error> {
    let id = done.subject_id.ok_or(Error::NotFound)?;
    let row = call.registry().by_id::<T::Table, T::Read>(&call.permit()?, id).await?;
    Ok(T::show(row))
}
