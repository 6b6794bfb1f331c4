//! Two decisions about one item that did not know of each other.
//!
//! Three states of the item side by side: what the decision here was made on, what it would make
//! of it, and what stands at the portal. Nothing is merged: a legal act is chosen by a person.

use jiff::Timestamp;
use serde::Serialize;

use super::history::Line;
use super::ids::UserName;
use super::text::CitizenText;
use super::work::{State, Work};

/// An item three times.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conflict {
    /// What the decision here was made on; `None` if that was not kept.
    pub base: Option<Work>,
    /// The same with the decision; `None` if it could not be carried out on it.
    pub mine: Option<Work>,
    /// What the portal has.
    pub portal: Work,
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aspect {
    /// The state.
    State,
    /// The last line of the history.
    LastAct,
    /// Who works on it.
    Owner,
    /// Whether the term of the answer was extended.
    Extended,
    /// The expert a question was given to.
    Expert,
}

/// What one side has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown<'w> {
    /// Nothing, or it is not known.
    None,
    /// A state.
    State(State),
    /// A fact of the history.
    Act {
        /// The kebab-case name of the fact.
        event: &'static str,
        /// Whose; `None` of the portal itself.
        by: Option<&'w UserName>,
        /// When it was decided.
        at: Timestamp,
    },
    /// An account.
    User(&'w UserName),
    /// A name.
    Name(&'w str),
    /// Yes or no.
    Yes(bool),
}

/// One aspect on the three sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared<'w> {
    /// What is compared.
    pub aspect: Aspect,
    /// On the side both come from.
    pub base: Shown<'w>,
    /// As decided here.
    pub mine: Shown<'w>,
    /// At the portal.
    pub portal: Shown<'w>,
}

impl Compared<'_> {
    /// Whether the two decisions differ in it.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.mine != self.portal
    }

    fn is_told(&self) -> bool {
        let same = self.base == self.mine && self.mine == self.portal;
        !same || self.aspect == Aspect::State
    }
}

impl Conflict {
    /// What is worth comparing: the state, and whatever is not the same on all three sides.
    #[must_use]
    pub fn compared(&self) -> Vec<Compared<'_>> {
        let aspects = [
            Aspect::State,
            Aspect::LastAct,
            Aspect::Owner,
            Aspect::Extended,
            Aspect::Expert,
        ];
        let all = aspects.into_iter().map(|aspect| Compared {
            aspect,
            base: shown(self.base.as_ref(), aspect),
            mine: shown(self.mine.as_ref(), aspect),
            portal: shown(Some(&self.portal), aspect),
        });
        all.filter(Compared::is_told).collect()
    }

    /// What happened at the portal since the side both come from, oldest first.
    #[must_use]
    pub fn since(&self) -> Vec<Line<'_>> {
        let known = self.base.as_ref().map_or(0, |base| base.stamps().count());
        self.portal.history().into_iter().skip(known).collect()
    }

    /// The text that was written here, if there is one.
    #[must_use]
    pub fn text(&self) -> Option<&CitizenText> {
        let mine = self.mine.as_ref()?.history();
        mine.last()?.text.filter(|text| !text.is_blank())
    }

    /// The text written at the portal since then, if there is one.
    #[must_use]
    pub fn written(&self) -> Option<&CitizenText> {
        let texts = self.since().into_iter().rev().filter_map(|line| line.text);
        texts.into_iter().find(|text| !text.is_blank())
    }
}

fn shown(work: Option<&Work>, aspect: Aspect) -> Shown<'_> {
    let Some(work) = work else {
        return Shown::None;
    };
    match aspect {
        Aspect::State => Shown::State(work.state()),
        Aspect::Owner => work.owner().map_or(Shown::None, Shown::User),
        Aspect::LastAct => {
            let history = work.history();
            history.last().map_or(Shown::None, |line| Shown::Act {
                event: line.event,
                by: line.stamp.by.as_ref(),
                at: line.stamp.decided_at,
            })
        }
        Aspect::Extended => {
            let request = work.request();
            request.map_or(Shown::None, |request| Shown::Yes(request.extended))
        }
        Aspect::Expert => {
            let expert = work.question().and_then(|one| one.expert.as_ref());
            expert.map_or(Shown::None, |expert| Shown::Name(&expert.name))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::history::{InTime, Stamp};
    use crate::domain::question::tests::question;
    use crate::domain::question::{Event, QuestionState};

    fn text(words: &str) -> CitizenText {
        CitizenText::parse(words).unwrap()
    }

    fn accepted(events: &[(&str, Event)]) -> Work {
        let mut one = question("Q-5", QuestionState::Accepted);
        for (user, event) in events {
            let stamp = Stamp {
                by: Some(UserName((*user).to_owned())),
                ..Stamp::of_portal("2026-03-26T05:00:00Z".parse().unwrap())
            };
            one.apply(event.clone(), stamp);
        }
        Work::from(one)
    }

    fn answered(words: &str) -> Event {
        Event::Answered {
            text: text(words),
            in_time: InTime::Yes,
            with: None,
        }
    }

    fn conflict() -> Conflict {
        Conflict {
            base: Some(accepted(&[])),
            mine: Some(accepted(&[("aigul", answered("Ертең жылжиды."))])),
            portal: accepted(&[("daniyar", answered("Бүгін жылжиды."))]),
        }
    }

    #[test]
    fn the_state_is_always_told_and_otherwise_what_is_not_the_same_everywhere() {
        let conflict = conflict();
        let compared = conflict.compared();
        let told: Vec<_> = compared
            .iter()
            .map(|one| (one.aspect, one.differs()))
            .collect();
        assert_eq!(told, [(Aspect::State, false), (Aspect::LastAct, true)]);
    }

    #[test]
    fn what_was_written_at_the_portal_is_found_behind_the_common_side() {
        let mut conflict = conflict();
        assert_eq!(conflict.written(), Some(&text("Бүгін жылжиды.")));
        assert_eq!(conflict.since().len(), 1);
        conflict.base = Some(conflict.portal.clone());
        assert_eq!(conflict.written(), None);
    }

    #[test]
    fn a_side_that_is_not_known_is_told_as_nothing() {
        let conflict = Conflict {
            base: None,
            mine: None,
            ..conflict()
        };
        assert!(
            conflict
                .compared()
                .iter()
                .all(|one| one.base == Shown::None)
        );
    }
}
