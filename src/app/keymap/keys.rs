//! The keys of actions on this computer: those of the table, or the user's own.
//!
//! The user's own letters stand in the place of the table's. The second set (function keys,
//! arrows, Enter, Esc, Tab, Space) always stays, so that no file of keys locks anybody out.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Chord, KeyFileError, file};
use crate::app::action::{Action, ActionId, action};
use crate::app::notice::{Failure, FailureCode};

/// The keys of every action.
///
/// ```
/// use awp::app::action::{ActionId, action};
/// use awp::app::keymap::Keys;
/// let keys = Keys::parse("\"queue.next\" = [\"x\", \"g n\"]", "keys.toml");
/// assert!(keys.unwrap_err().to_string().contains("item.refuse")); // it has `x`
/// let keys = Keys::parse("\"queue.next\" = [\"J\"]", "keys.toml").unwrap();
/// assert_eq!(keys.label(action(ActionId::Next)), "J F12");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Keys {
    own: BTreeMap<ActionId, Vec<Chord>>,
    /// The user's file could not be used; the keys of the table serve.
    pub failure: Option<Failure>,
}

impl Keys {
    /// Reads a file of keys; `file` is its name for the error.
    ///
    /// # Errors
    /// [`KeyFileError`] with the line: an unknown action or key, a key that stands twice.
    pub fn parse(source: &str, file: &str) -> Result<Self, KeyFileError> {
        let own = file::parse(source, file)?;
        Ok(Self { own, failure: None })
    }

    /// The keys of the table, because the user's file cannot be used.
    #[must_use]
    pub fn broken(detail: String) -> Self {
        Self {
            own: BTreeMap::new(),
            failure: Some(Failure {
                code: FailureCode::Keys,
                detail,
            }),
        }
    }

    /// The keys of an action: letters and punctuation first, then the second set.
    #[must_use]
    pub fn of<'a>(&'a self, action: &Action) -> &'a [Chord] {
        self.own.get(&action.id).map_or(action.keys, Vec::as_slice)
    }

    /// The keys as shown in help and palette: `a F4`.
    #[must_use]
    pub fn label(&self, action: &Action) -> String {
        let labels: Vec<String> = self.of(action).iter().map(Chord::to_string).collect();
        labels.join(" ")
    }

    /// The first key of an action, empty where it has none.
    #[must_use]
    pub fn first(&self, id: ActionId) -> String {
        let keys = self.of(action(id));
        keys.first().map_or_else(String::new, Chord::to_string)
    }
}
