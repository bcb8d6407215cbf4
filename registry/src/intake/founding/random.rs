//! Chance that comes out the same every time: the demonstration shows everyone the same people.

/// `SplitMix64`: small, and good enough to make up people.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `from` to `to`, both inclusive.
    pub(crate) fn between(&mut self, from: u32, to: u32) -> u32 {
        let span = u64::from(to.saturating_sub(from)) + 1;
        from + u32::try_from(self.next() % span).unwrap_or(0)
    }

    /// Says yes in so many of a hundred cases.
    pub(crate) fn percent(&mut self, yes: u32) -> bool {
        self.between(1, 100) <= yes
    }

    /// One of a list.
    pub(crate) fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        let length = u32::try_from(list.len()).unwrap_or(u32::MAX);
        let position = self.between(0, length.saturating_sub(1));
        let position = usize::try_from(position).unwrap_or(0);
        list.get(position).copied().unwrap_or_default()
    }
}
