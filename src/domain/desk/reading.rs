//! What the second reader thinks of a wording.

use serde::{Deserialize, Serialize};

use super::{Desk, Reading};
use crate::domain::act::Act;
use crate::domain::ids::{Number, UserName};
use crate::domain::local_text::Lang;
use crate::domain::text::CitizenText;

/// What became of a text that was given to a second reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opinion {
    /// It waits to be read.
    Waits,
    /// It may leave as it is.
    Good,
    /// It was sent back with a remark.
    SentBack,
}

/// A second reader has said what they think of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WasRead {
    /// The item.
    pub number: Number,
    /// The reader.
    pub user: UserName,
    /// It may leave as it is.
    pub good: bool,
}

impl Reading {
    /// What became of it so far.
    #[must_use]
    pub fn opinion(&self) -> Opinion {
        match self.said.as_ref().map(|said| said.good) {
            None => Opinion::Waits,
            Some(true) => Opinion::Good,
            Some(false) => Opinion::SentBack,
        }
    }

    /// Whether a wording is not the one that was given to the reader.
    #[must_use]
    pub fn is_of_another(&self, wording: &str) -> bool {
        CitizenText::parse(wording).map_or(true, |text| text != self.text)
    }

    /// Whether the reader has approved exactly this wording.
    #[must_use]
    pub fn approves(&self, wording: &str) -> bool {
        self.opinion() == Opinion::Good && !self.is_of_another(wording)
    }
}

impl Desk {
    /// The last reading of what is written for an act in a language; `None` for a text that was
    /// given to nobody.
    #[must_use]
    pub fn reading(&self, act: Act, lang: Lang) -> Option<&Reading> {
        let mut readings = self.readings.iter().rev();
        readings.find(|reading| (reading.act, reading.lang) == (act, lang))
    }
}
