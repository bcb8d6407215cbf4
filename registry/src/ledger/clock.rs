//! The only place that reads the time.
#![expect(clippy::disallowed_methods, reason = "this is where the time comes from")]

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use netra_domain::Zone;
use netra_entity::{Date, Instant};

/// A source of the present moment.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that stands where it was set; for tests.
    Fixed(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// A clock that stands at a moment until it is set to another.
    #[must_use]
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self::Fixed(Arc::new(Mutex::new(at)))
    }

    /// The present moment, to the millisecond.
    #[must_use]
    pub fn now(&self) -> Instant {
        Instant::from_utc(match self {
            Self::System => Utc::now(),
            Self::Fixed(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        })
    }

    /// Sets a fixed clock; the machine's clock stays as it is.
    pub fn set(&self, to: DateTime<Utc>) {
        if let Self::Fixed(at) = self {
            *at.lock().unwrap_or_else(PoisonError::into_inner) = to;
        }
    }

    /// The present day in the capital's zone, the registry's own local day.
    #[must_use]
    pub fn today(&self) -> Date {
        Date(Zone::Wib.local_day(self.now().0))
    }
}
