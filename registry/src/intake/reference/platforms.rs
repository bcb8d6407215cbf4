//! Platforms and the shapes of their addresses. They are read once and not stored: the normal form
//! of what is stored hangs on them, so they change with the program.

use std::sync::LazyLock;

use netra_domain::campaign_account::{AddressRow, PlatformRow, Platforms};

use super::rows;
use crate::ledger::error::Result;

const PLATFORMS: &str = include_str!("../../../reference/platforms.csv");
const ADDRESSES: &str = include_str!("../../../reference/platform_addresses.csv");

static READ: LazyLock<Platforms> = LazyLock::new(|| read().unwrap_or_default());

/// The platforms and how their addresses name accounts.
pub(crate) fn platforms() -> &'static Platforms {
    &READ
}

fn read() -> Result<Platforms> {
    Ok(Platforms::new(&rows::<PlatformRow>(PLATFORMS)?, &rows::<AddressRow>(ADDRESSES)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_platform_and_every_shape_is_read() {
        assert_eq!(platforms().shapes(), ADDRESSES.lines().count() - 1);
        assert_eq!(rows::<PlatformRow>(PLATFORMS).unwrap().len(), PLATFORMS.lines().count() - 1);
    }
}
