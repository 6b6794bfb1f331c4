//! What stands above everything else until it is no longer so.

use serde::Serialize;

use super::Model;
use crate::domain::act::Role;
use crate::domain::row::Ending;

/// A clock that disagrees by less than this many seconds is not worth a word.
pub const CLOCK_TOLERANCE: i64 = 120;

/// What stands above everything else in the message line until it is no longer so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alarm {
    /// A conference ends within minutes, or is over with questions left, and there is no link.
    EndingWithoutLink(Ending),
    /// So many acts that are due today or late are unsent and will not leave by themselves now.
    UnsentDue(u64),
    /// The clock disagrees with the portal's by so many seconds.
    ClockWrong(i64),
    /// The clock was moved back.
    ClockMovedBack,
}

/// The bell for acts that are due and unsent; it rings once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bell {
    /// It rings for the next one.
    Ready,
    /// It has rung and is silent until all of them have left.
    Rung,
}

impl Model {
    /// The alarm to show, the gravest first.
    #[must_use]
    pub fn alarm(&self) -> Option<Alarm> {
        if let Some(ending) = self.ending_without_link() {
            Some(Alarm::EndingWithoutLink(ending))
        } else if self.stranded_due() > 0 {
            Some(Alarm::UnsentDue(self.stranded_due()))
        } else if self.clock_moved_back {
            Some(Alarm::ClockMovedBack)
        } else if self.link.clock_offset.abs() >= CLOCK_TOLERANCE {
            Some(Alarm::ClockWrong(self.link.clock_offset))
        } else {
            None
        }
    }

    /// Unsent acts that are due today or late and will not leave by themselves now: without a
    /// link all of them, with one those that it did not bring to the portal. What waits out its
    /// recall window beside a link is on its way.
    #[must_use]
    pub const fn stranded_due(&self) -> u64 {
        if self.link.state.is_linked() {
            self.counts.stuck_due
        } else {
            self.counts.unsent_due
        }
    }

    /// The conference in its last minutes, or over with questions left, while there is no link:
    /// what is answered now waits here.
    #[must_use]
    pub fn ending_without_link(&self) -> Option<Ending> {
        // The Operator has no part in the questions.
        let concerns = !self.link.state.is_linked() && self.role != Role::Operator;
        let ending = self.counts.ending.filter(|_| concerns)?;
        ending.is_pressing(self.portal_now()).then_some(ending)
    }

    /// Whether a key pressed now is too soon to decide anything.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.quiet_until.is_some_and(|until| self.now < until)
    }
}
