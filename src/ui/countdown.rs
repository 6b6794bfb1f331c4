//! How much working time is left, in few words that are never cut.
//!
//! `1 ж.к. 3 сағ`, `2 р.д.`, `бүгін 18:30`, `өтті 2 ж.к.`; the role says the same to the eye.
//! Counting is the domain's; a term ends at 24:00 of its day, so after working hours the last
//! day reads `бүгін 24:00`.

use jiff::civil::{Date, DateTime};

use crate::app::Model;
use crate::domain::hours::Remaining;
use crate::domain::zone;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::ui::text;
use crate::ui::words;

/// From so many whole working days on hours are not worth their room.
const DAYS_WITH_HOURS: u32 = 3;
/// With fewer whole working days left a term is near.
const SOON_DAYS: u32 = 2;
/// The longest countdown a list leaves room for.
const LONGEST_DAYS: u32 = 9999;

/// Counts to days from one moment, for all rows of a frame.
pub struct Countdown<'a> {
    model: &'a Model,
    texts: &'a Texts,
    now: DateTime,
}

impl<'a> Countdown<'a> {
    /// Counts from the time the model was last told.
    #[must_use]
    pub fn new(model: &'a Model, texts: &'a Texts) -> Self {
        Self {
            model,
            texts,
            now: zone::local(model.now),
        }
    }

    /// The words for a term that ends with `due`, and how urgent they are.
    #[must_use]
    pub fn to(&self, due: Date) -> (String, Role) {
        let policy = &self.model.rules.policy;
        let today = self.now.date();
        if due == today {
            let end = policy.hours.end;
            let until = if self.now.time() < end {
                words::clock(end)
            } else {
                "24:00".to_owned()
            };
            return (self.texts.countdown_today(until), Role::Today);
        }
        let calendar = &self.model.rules.set.calendar;
        let minutes = policy
            .hours
            .remaining_local(self.now, due, calendar, policy.profile());
        match minutes {
            Ok(minutes) if due < today => {
                let left = policy.hours.split(minutes);
                (overdue(self.texts, left), Role::Overdue)
            }
            Ok(minutes) => {
                let left = policy.hours.split(minutes);
                let role = if left.days < SOON_DAYS {
                    Role::Soon
                } else {
                    Role::Later
                };
                (span(self.texts, left), role)
            }
            Err(_missing) if due < today => (self.texts.countdown_overdue_now(), Role::Overdue),
            Err(_missing) => (self.texts.countdown_missing(), Role::TextWarning),
        }
    }
}

/// The columns that hold every countdown of a language.
#[must_use]
pub fn columns(texts: &Texts) -> u16 {
    text::width(&texts.countdown_overdue(texts.countdown_days(LONGEST_DAYS)))
}

fn overdue(texts: &Texts, left: Remaining) -> String {
    if left.days > 0 {
        texts.countdown_overdue(texts.countdown_days(left.days))
    } else if left.hours > 0 {
        texts.countdown_overdue(texts.countdown_hours(left.hours))
    } else {
        texts.countdown_overdue_now()
    }
}

fn span(texts: &Texts, left: Remaining) -> String {
    match left {
        Remaining {
            days, hours: 1.., ..
        } if (1..DAYS_WITH_HOURS).contains(&days) => {
            texts.countdown_days_hours(days, left.hours)
        }
        Remaining { days: 1.., .. } => texts.countdown_days(left.days),
        Remaining { hours: 1.., .. } => texts.countdown_hours(left.hours),
        Remaining { minutes, .. } => texts.countdown_minutes(minutes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::local_text::Lang;

    fn left(days: u32, hours: u32, minutes: u32) -> Remaining {
        Remaining {
            overdue: false,
            days,
            hours,
            minutes,
        }
    }

    #[test]
    fn a_span_is_told_in_working_days_then_hours() {
        let kk = Texts::of(Lang::Kk);
        let ru = Texts::of(Lang::Ru);
        let en = Texts::of(Lang::En);
        assert_eq!(span(kk, left(1, 3, 0)), "1 ж.к. 3 сағ");
        assert_eq!(span(kk, left(2, 0, 40)), "2 ж.к.");
        assert_eq!(span(ru, left(1, 3, 0)), "1 р.д. 3 ч");
        assert_eq!(span(en, left(1, 3, 0)), "1 wd 3 h");
        assert_eq!(span(ru, left(12, 3, 0)), "12 р.д.");
        assert_eq!(span(ru, left(0, 3, 10)), "3 ч");
        assert_eq!(span(ru, left(0, 0, 10)), "10 мин");
    }

    #[test]
    fn what_has_passed_is_told_with_its_word() {
        let passed = Remaining {
            overdue: true,
            ..left(2, 1, 0)
        };
        assert_eq!(overdue(Texts::of(Lang::Kk), passed), "өтті 2 ж.к.");
        assert_eq!(overdue(Texts::of(Lang::Ru), passed), "просрочено 2 р.д.");
        assert_eq!(overdue(Texts::of(Lang::En), passed), "overdue 2 wd");
    }
}
