//! Reproducible chance: splitmix64, the same on every machine and in every version.

/// A stream of numbers that follows from a seed.
#[derive(Debug, Clone)]
pub(crate) struct Dice {
    state: u64,
}

impl Dice {
    /// The stream of one item of a seed; neighbours have nothing in common.
    pub(crate) fn of(seed: u64, item: u64) -> Self {
        let mut dice = Self {
            state: seed ^ item.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(17),
        };
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both inclusive.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = high
            .saturating_sub(low)
            .max(0)
            .unsigned_abs()
            .saturating_add(1);
        low.saturating_add_unsigned(self.next() % span)
    }

    /// True `parts` times of a hundred.
    pub(crate) fn chance(&mut self, parts: u32) -> bool {
        self.next() % 100 < u64::from(parts)
    }

    /// One of a list; `None` only of an empty one.
    pub(crate) fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let length = u64::try_from(of.len()).ok().filter(|length| *length > 0)?;
        of.get(usize::try_from(self.next() % length).ok()?)
    }

    /// A digit.
    pub(crate) fn digit(&mut self) -> u32 {
        u32::try_from(self.next() % 10).unwrap_or(0)
    }
}
