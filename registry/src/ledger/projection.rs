//! What others hang on the ledger without it knowing them: sums that follow the order of events, rows
//! that go in with an event, and what a process remembers and must learn to be old.

use std::any::Any;
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;

use netra_entity::Date;
use sea_orm::{DatabaseTransaction, DbErr};
use uuid::Uuid;

use crate::Registry;
use crate::ledger::database::rows::Inserts;
use crate::ledger::error::Result;
use crate::ledger::write::Write;

/// Something that is being done.
pub(crate) type Doing<'a, T = Result<()>> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sums that follow the order of events. The sequencer calls them within its own transaction.
#[derive(Debug)]
pub(crate) struct Projection {
    /// Gives what events from an index on have left their place in the order.
    pub(crate) order: for<'a> fn(&'a DatabaseTransaction, i64) -> Doing<'a>,
    /// Adds what lies between two indexes to the sums; days up to the third argument are carried over.
    pub(crate) sum: for<'a> fn(&'a DatabaseTransaction, (i64, i64), Date) -> Doing<'a>,
    /// Carries the sums forward over the days that have begun.
    pub(crate) carry: for<'a> fn(&'a DatabaseTransaction, Date, Date) -> Doing<'a>,
}

/// Rows that are stored together with an event.
pub(crate) trait Beside: Debug + Send + Sync {
    /// Adds the rows to those of the event.
    fn rows<'a>(
        &'a self,
        event_id: Uuid,
        inserts: &'a mut Inserts<'_, DatabaseTransaction>,
    ) -> Doing<'a, std::result::Result<(), DbErr>>;

    /// Itself, for who put it there.
    fn as_any(&mut self) -> &mut dyn Any;
}

/// What is remembered between requests and rests on records of some kinds.
#[derive(Debug)]
pub(crate) struct Watch {
    /// Whether it rests on records of a kind.
    pub(crate) rests_on: fn(&str) -> bool,
    /// Counts its version up within the act, right before it is committed.
    pub(crate) change: for<'a> fn(&'a Write) -> Doing<'a, Result<i64>>,
    /// Learns of the version, once it is committed.
    pub(crate) see: fn(&Registry, i64),
}
