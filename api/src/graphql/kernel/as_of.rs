//! How a caller names a point of what was known.

use async_graphql::{ID, OneofObject};
use netra_domain::Rule;
use netra_entity::Instant;
use netra_registry::Error;
use netra_registry::ledger::sequencer::AsOfInput;

use crate::graphql::kernel::id::{Kind, read};

/// What was known at a point of the registry's order (per keadaan yang tercatat). A point that is not
/// reached yet is refused; `extensions.readPoint` says how far the order has come.
#[derive(OneofObject)]
pub(in crate::graphql) enum AsOf {
    /// The last event at or before this instant.
    Moment(Instant),
    /// The event with this index, as text.
    Index(String),
    /// This event; waited for up to three seconds.
    Event(ID),
}

impl AsOf {
    /// The point.
    pub(in crate::graphql) fn input(&self) -> Result<AsOfInput, Error> {
        match self {
            Self::Moment(moment) => Ok(AsOfInput::Moment(*moment)),
            Self::Index(index) => index
                .parse()
                .map(AsOfInput::Index)
                .map_err(|_source| Error::invalid("asOf.index", Rule::IdInvalid)),
            Self::Event(id) => read("asOf.event", Kind::Event, id).map(AsOfInput::Event),
        }
    }
}
