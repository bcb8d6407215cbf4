//! What every noun's resolvers stand on: the call, permits, errors, ids, loaders, pages, histories.

pub(super) mod access;
pub(super) mod as_of;
pub(crate) mod asked;
mod bare;
pub(super) mod batch;
pub(crate) mod call;
pub(super) mod error;
pub(super) mod history;
pub(super) mod id;
pub(super) mod loader;
pub(super) mod node;
pub(super) mod noun;
pub(super) mod paging;
pub(super) mod payload;
pub(super) mod plain;
pub(super) mod receipt;
pub(super) mod record;
