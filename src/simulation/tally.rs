//! How often what a world is made of has happened, so that nothing is promised of what never does.

use std::collections::BTreeMap;
use std::fmt;

/// Counts by name.
#[derive(Debug, Default)]
pub(super) struct Tally(BTreeMap<&'static str, u64>);

impl Tally {
    /// It happened once more.
    pub(super) fn count(&mut self, what: &'static str) {
        *self.0.entry(what).or_default() += 1;
    }

    /// What another world counted comes to this one.
    pub(super) fn take(&mut self, other: Self) {
        for (what, count) in other.0 {
            *self.0.entry(what).or_default() += count;
        }
    }

    /// What happened less often than expected, in words.
    pub(super) fn falls_short(&self, expected: &[(&'static str, u64)]) -> Option<String> {
        let counted = |what: &str| self.0.get(what).copied().unwrap_or(0);
        let short = expected.iter().find(|(what, least)| counted(what) < *least);
        short.map(|(what, least)| format!("{what}: {} times, not {least}", counted(what)))
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, count) in &self.0 {
            writeln!(f, "{count:>9}  {what}")?;
        }
        Ok(())
    }
}
