//! The first of two keys: what may come after it.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::Model;
use crate::app::action::{ACTIONS, Action};

/// How long the second key is waited for before what may come is shown, in milliseconds: fast
/// hands never see it, and a poor line does not carry it.
const REST: SignedDuration = SignedDuration::from_millis(400);

/// A key was pressed that begins two; the next one ends them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Prefix {
    /// Its place, named by the US letter there.
    pub place: char,
    /// When what may come after it is shown.
    pub shows_at: Timestamp,
}

impl Prefix {
    /// The key at a place, pressed at a moment.
    #[must_use]
    pub fn new(place: char, at: Timestamp) -> Self {
        Self {
            place,
            shows_at: at.checked_add(REST).unwrap_or(at),
        }
    }
}

impl Model {
    /// What the second key may be and what it does, in the order of the keys; empty unless the
    /// first one has waited long enough.
    #[must_use]
    pub fn which_keys(&self) -> Vec<(char, &'static Action)> {
        let Some(prefix) = self.prefix.filter(|prefix| prefix.shows_at <= self.now) else {
            return Vec::new();
        };
        let mut keys = self.continuations(prefix.place);
        keys.sort_by_key(|(then, _)| *then);
        keys
    }

    /// The second keys after a first one at this place of the program.
    #[must_use]
    pub fn continuations(&self, first: char) -> Vec<(char, &'static Action)> {
        let scopes = self.scopes();
        let here = ACTIONS.iter().filter(|action| action.is_at(&scopes));
        here.flat_map(|action| {
            let keys = self.keys.of(action).iter();
            keys.filter_map(move |chord| Some((chord.then(first)?, action)))
        })
        .collect()
    }
}
