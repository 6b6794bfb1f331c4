//! How the questions of a conference stand, and what the house declined.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{DeclineReason, Event, Question, QuestionState};

/// The questions of a conference, counted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    /// All that were asked.
    pub asked: u32,
    /// Answered, the repeats of answered ones among them.
    pub answered: u32,
    /// Of these after the end.
    pub late: u32,
    /// Declined by the rule of the house, by reason.
    pub declined: BTreeMap<DeclineReason, u32>,
    /// Neither answered nor declined, repeats of such ones among them.
    pub open: u32,
}

impl Tally {
    /// Counts one more question.
    ///
    /// ```
    /// use awp::domain::question::Tally;
    /// # fn count(questions: &[awp::domain::question::Question]) -> Tally {
    /// let mut tally = Tally::default();
    /// questions.iter().for_each(|question| tally.add(question));
    /// # tally
    /// # }
    /// ```
    pub fn add(&mut self, question: &Question) {
        self.asked += 1;
        match question.state {
            QuestionState::Answered => {
                self.answered += 1;
                let late = question.answer.as_ref().is_some_and(|answer| answer.late);
                self.late += u32::from(late);
            }
            QuestionState::Declined => {
                if let Some(reason) = question.declined() {
                    *self.declined.entry(reason).or_default() += 1;
                }
            }
            QuestionState::New
            | QuestionState::Accepted
            | QuestionState::Assigned
            | QuestionState::Drafted
            | QuestionState::Merged => self.open += 1,
        }
    }

    /// How many were declined.
    #[must_use]
    pub fn all_declined(&self) -> u32 {
        self.declined.values().sum()
    }
}

impl Question {
    /// Why it was declined last.
    #[must_use]
    pub fn declined(&self) -> Option<DeclineReason> {
        self.history.iter().rev().find_map(|entry| {
            if let Event::Declined { reason, .. } = &entry.event {
                Some(*reason)
            } else {
                None
            }
        })
    }
}
