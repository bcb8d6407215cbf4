//! Where a tile is under the address of its log: `LEVEL/NUMBER[.p/WIDTH]`, or `entries/…` for the
//! leaves themselves. The number is written in groups of three digits, `x001/x234/067`.

use super::tree::{TileId, WIDTH, hashes_at};

/// What an address below `tile/` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TilePath {
    /// The level; none for the leaves themselves.
    pub level: Option<u8>,
    /// Number within the level.
    pub number: u64,
    /// How many hashes or leaves, 1 to 256.
    pub width: u64,
}

impl TilePath {
    /// Reads an address, and only the one way in which it is written.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let (level, rest) = path.split_once('/')?;
        let level = if level == "entries" { None } else { Some(decimal(level, &64)?) };
        let (rest, width) = match rest.split_once(".p/") {
            None => (rest, WIDTH),
            Some((rest, width)) => (rest, decimal(width, &WIDTH).filter(|it| *it > 0)?),
        };
        let groups: Vec<&str> = rest.split('/').collect();
        let (last, upper) = groups.split_last()?;
        if upper.first().is_some_and(|it| *it == "x000") {
            return None;
        }
        let mut number: u64 = 0;
        for group in upper.iter().map(|it| it.strip_prefix('x')).chain([Some(*last)]) {
            let group =
                group.filter(|it| it.len() == 3 && it.bytes().all(|b| b.is_ascii_digit()))?;
            number = number.checked_mul(1_000)?.checked_add(group.parse().ok()?)?;
        }
        Some(Self { level, number, width })
    }

    /// The stored tile.
    #[must_use]
    pub fn id(&self) -> Option<TileId> {
        Some(TileId { level: self.level?, number: self.number })
    }

    /// Whether it is in the tree of a size.
    #[must_use]
    pub fn is_within(&self, size: u64) -> bool {
        let end = self.number.checked_mul(WIDTH).and_then(|start| start.checked_add(self.width));
        end.is_some_and(|end| end <= hashes_at(self.level.unwrap_or(0), size))
    }

    /// Whether it is full, and can never be asked for in another width.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.width == WIDTH
    }
}

/// A number without leading zeros, below a limit.
fn decimal<N: std::str::FromStr + PartialOrd + ToString>(text: &str, limit: &N) -> Option<N> {
    text.parse().ok().filter(|it: &N| it < limit && it.to_string() == text)
}
