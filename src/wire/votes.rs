//! The votes for the questions of a conference: one entity, so that many votes are one change
//! of the feed and none of them changes the version of a question.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::ids::Number;

/// The body of an entity of the kind `votes`; its id is the number of the conference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Votes {
    /// The conference.
    pub conference: Number,
    /// Votes by the serial of the question.
    pub counts: BTreeMap<u64, u32>,
}

impl Votes {
    /// No votes yet.
    #[must_use]
    pub const fn none(conference: Number) -> Self {
        Self {
            conference,
            counts: BTreeMap::new(),
        }
    }

    /// The votes of a question.
    ///
    /// ```
    /// use awp::wire::votes::Votes;
    /// let mut votes = Votes::none("K-12".parse().unwrap());
    /// votes.add("Q-5".parse().unwrap());
    /// assert_eq!(votes.of("Q-5".parse().unwrap()), 1);
    /// assert_eq!(serde_json::to_string(&votes).unwrap(), r#"{"conference":"K-12","counts":{"5":1}}"#);
    /// ```
    #[must_use]
    pub fn of(&self, question: Number) -> u32 {
        self.counts.get(&question.serial).copied().unwrap_or(0)
    }

    /// One vote more.
    pub fn add(&mut self, question: Number) {
        *self.counts.entry(question.serial).or_insert(0) += 1;
    }
}
