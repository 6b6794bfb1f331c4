//! How urgent a term is, in words that are never cut and a role that says the same to the eye.
//!
//! The words are those of [`crate::i18n::countdown`], counting is the domain's; here the two meet
//! the clock of the model.

use std::cell::RefCell;

use jiff::civil::{Date, DateTime};

use crate::app::Model;
use crate::domain::clock::Clock;
use crate::domain::request::RequestState;
use crate::domain::rules::Nature;
use crate::domain::zone;
use crate::i18n::{Texts, countdown};
use crate::theme::Role;
use crate::ui::text;

/// With fewer whole working days left a term is near.
const SOON_DAYS: u32 = 2;
/// The longest countdown a list leaves room for.
const LONGEST_DAYS: u32 = 9999;

/// Counts to days from one moment, for all rows of a frame.
pub struct Countdown<'a> {
    model: &'a Model,
    texts: &'a Texts,
    now: DateTime,
    /// The last day counted to: a list is in the order of its days.
    last: RefCell<Option<(Date, (String, Role))>>,
}

impl<'a> Countdown<'a> {
    /// Counts from the time the model was last told, by the portal's clock.
    #[must_use]
    pub fn new(model: &'a Model, texts: &'a Texts) -> Self {
        Self {
            model,
            texts,
            now: zone::local(model.portal_now()),
            last: RefCell::default(),
        }
    }

    /// The words for a clock of a request in a state. Duties count down; after acceptance the
    /// last day for an act is only told, never late `[law.md §3.11]`.
    #[must_use]
    pub fn clock(&self, clock: &Clock, state: RequestState) -> (String, Role) {
        let open = matches!(state, RequestState::New | RequestState::Moderation);
        let due = clock.term.due();
        if clock.nature == Nature::Duty || clock.drives || open {
            self.to(due)
        } else if due < self.now.date() {
            (self.texts.request_last_day_passed(), Role::TextMuted)
        } else {
            (self.texts.request_last_day(), Role::TextMuted)
        }
    }

    /// The words for a local time within a day, and how urgent they are.
    #[must_use]
    pub fn until(&self, until: DateTime) -> (String, Role) {
        if until <= self.now {
            (self.texts.countdown_overdue(), Role::Overdue)
        } else if until.date() == self.now.date() {
            let time = until.strftime("%H:%M").to_string();
            (self.texts.countdown_today(time), Role::Today)
        } else {
            (until.strftime("%d.%m %H:%M").to_string(), Role::Later)
        }
    }

    /// The words for a term that ends with `due`, and how urgent they are.
    #[must_use]
    pub fn to(&self, due: Date) -> (String, Role) {
        let mut last = self.last.borrow_mut();
        if let Some((day, told)) = &*last
            && *day == due
        {
            return told.clone();
        }
        let told = self.count(due);
        *last = Some((due, told.clone()));
        told
    }

    fn count(&self, due: Date) -> (String, Role) {
        let policy = &self.model.rules.policy;
        let today = self.now.date();
        let calendar = &self.model.rules.set.calendar;
        let minutes = policy
            .hours
            .remaining_local(self.now, due, calendar, policy.profile());
        let Ok(minutes) = minutes else {
            return if due < today {
                (self.texts.countdown_overdue(), Role::Overdue)
            } else {
                (self.texts.countdown_missing(), Role::TextWarning)
            };
        };
        let left = policy.hours.split(minutes);
        let role = if due < today {
            Role::Overdue
        } else if due == today {
            Role::Today
        } else if left.days < SOON_DAYS {
            Role::Soon
        } else {
            Role::Later
        };
        let words = countdown::text(self.texts, due, self.now, left, &policy.hours);
        (words, role)
    }
}

/// Hours and minutes in words.
#[must_use]
pub fn duration(minutes: i64, texts: &Texts) -> String {
    let wide = |count: i64| u64::try_from(count).unwrap_or(0);
    let rest = texts.countdown_minutes(wide(minutes % 60));
    if minutes < 60 {
        rest
    } else {
        format!("{} {rest}", texts.countdown_hours(wide(minutes / 60)))
    }
}

/// The columns that hold every countdown of a language.
#[must_use]
pub fn columns(texts: &Texts) -> u16 {
    text::width(&texts.countdown_overdue_days(LONGEST_DAYS))
}
