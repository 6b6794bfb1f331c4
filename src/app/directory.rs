//! The holders known here, to be looked up and searched.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::domain::holder::Holder;
use crate::domain::local_text::Lang;

/// The directory of holders, in the order of their Kazakh names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Directory(Vec<Holder>);

impl Directory {
    /// A directory of these holders.
    #[must_use]
    pub fn new(mut holders: Vec<Holder>) -> Self {
        holders.sort_by(|a, b| (&a.name.kk, &a.bin).cmp(&(&b.name.kk, &b.bin)));
        Self(holders)
    }

    /// The holder of a BIN.
    #[must_use]
    pub fn by_bin(&self, bin: &str) -> Option<&Holder> {
        self.0.iter().find(|holder| holder.bin == bin)
    }

    /// The holder at a place that [`Directory::search`] gave.
    #[must_use]
    pub fn at(&self, place: usize) -> Option<&Holder> {
        self.0.get(place)
    }

    /// Every holder, in the order of places.
    pub fn all(&self) -> impl Iterator<Item = &Holder> {
        self.0.iter()
    }

    /// The holders whose name in any language or BIN matches, best first; all for an empty query.
    ///
    /// ```
    /// use awp::app::directory::Directory;
    /// assert!(Directory::default().search("банк").is_empty());
    /// ```
    #[must_use]
    pub fn search(&self, query: &str) -> Vec<usize> {
        if query.trim().is_empty() {
            return (0..self.0.len()).collect();
        }
        let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut found: Vec<(u32, usize)> = self
            .0
            .iter()
            .enumerate()
            .filter_map(|(at, holder)| Some((best(holder, &pattern, &mut matcher)?, at)))
            .collect();
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().map(|(_, at)| at).collect()
    }
}

fn best(holder: &Holder, pattern: &Pattern, matcher: &mut Matcher) -> Option<u32> {
    let mut buffer = Vec::new();
    Lang::ALL
        .into_iter()
        .map(|lang| holder.name.get(lang))
        .chain([holder.bin.as_str()])
        .filter_map(|text| pattern.score(Utf32Str::new(text, &mut buffer), matcher))
        .max()
}
