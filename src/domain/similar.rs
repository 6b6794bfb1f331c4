//! How alike two texts are, and what differs between them.
//!
//! Near-duplicates are proposed to a person and never decided on: the figure only orders the
//! proposals. Letters are compared as they were normalised by the caller.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;

use super::ids::{CategoryId, Number};
use super::request::RequestState;
use super::text::CitizenText;

/// Below this many per cent two texts are not called alike.
pub const ALIKE: u8 = 40;

/// A request related to another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Related {
    /// Its number.
    pub number: Number,
    /// Where it stands.
    pub state: RequestState,
    /// When it was received.
    pub received_at: Timestamp,
    /// Its category.
    pub category: CategoryId,
    /// How alike the texts are, in per cent.
    pub percent: u8,
    /// It is of the same author.
    pub same_author: bool,
    /// Its text.
    pub text: CitizenText,
    /// What its author was told last, if anything.
    pub answer: Option<CitizenText>,
}

/// How many of a hundred pairs of neighbouring words two texts share.
///
/// ```
/// use awp::domain::similar::percent;
/// let words = |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
/// let (a, b) = (words("кезек туралы ақпарат беріңіз"), words("кезек туралы ақпарат сұраймын"));
/// assert_eq!(percent(&a, &a), 100);
/// assert_eq!(percent(&a, &b), 66);
/// assert_eq!(percent(&a, &[]), 0);
/// ```
#[must_use]
pub fn percent(a: &[String], b: &[String]) -> u8 {
    let (a, b) = (pairs(a), pairs(b));
    let all = a.len() + b.len();
    if all == 0 {
        return 0;
    }
    let shared = a.intersection(&b).count();
    u8::try_from(200 * shared / all).unwrap_or(100)
}

/// The pairs of neighbouring words; of a single word the word.
fn pairs(words: &[String]) -> BTreeSet<(&str, &str)> {
    match words {
        [one] => [(one.as_str(), "")].into_iter().collect(),
        words => words
            .windows(2)
            .filter_map(|pair| Some((pair.first()?.as_str(), pair.get(1)?.as_str())))
            .collect(),
    }
}

/// A piece of two texts laid over each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'t> {
    /// In both.
    Same(&'t str),
    /// In the first only.
    Left(&'t str),
    /// In the second only.
    Right(&'t str),
}

/// Two texts laid over each other, word by word.
///
/// ```
/// use awp::domain::similar::{Piece, laid_over};
/// let pieces = laid_over("орын 17", "орын 18");
/// assert_eq!(pieces, [Piece::Same("орын"), Piece::Same(" "), Piece::Left("17"), Piece::Right("18")]);
/// ```
#[must_use]
pub fn laid_over<'t>(a: &'t str, b: &'t str) -> Vec<Piece<'t>> {
    let diff = similar::TextDiff::from_words(a, b);
    diff.iter_all_changes()
        .filter_map(|change| {
            let words = change.as_str()?;
            Some(match change.tag() {
                similar::ChangeTag::Equal => Piece::Same(words),
                similar::ChangeTag::Delete => Piece::Left(words),
                similar::ChangeTag::Insert => Piece::Right(words),
            })
        })
        .collect()
}
