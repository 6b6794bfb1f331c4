//! Dates in the words of a language.
//!
//! Pure wording: what a date means is told by the domain. Week days and months are messages, so
//! that a correction of a word is one edit.

use jiff::civil::{Date, DateTime};

use super::Texts;

/// The abbreviation of the day of the week: `ср`.
#[must_use]
pub fn weekday(texts: &Texts, date: Date) -> String {
    let index = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
    nth_word(&texts.date_weekdays(), index)
}

/// Day, month and day of the week in digits, for lists: `18.03 ср`.
///
/// ```
/// use awp::domain::local_text::Lang;
/// use awp::i18n::{Texts, date};
/// let day = jiff::civil::date(2026, 3, 18);
/// assert_eq!(date::short(Texts::of(Lang::Kk), day), "18.03 ср");
/// ```
#[must_use]
pub fn short(texts: &Texts, date: Date) -> String {
    let digits = format!("{:02}.{:02}", date.day(), date.month());
    texts.date_short(digits, weekday(texts, date))
}

/// Day, month and year in digits: `18.03.2026`.
#[must_use]
pub fn numeric(date: Date) -> String {
    format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
}

/// [`short`], with the year where that is not the year of `today`: `18.03 ср`, `18.03.2024 пн`.
#[must_use]
pub fn day(texts: &Texts, today: Date, day: Date) -> String {
    if day.year() == today.year() {
        short(texts, day)
    } else {
        texts.date_short(numeric(day), weekday(texts, day))
    }
}

/// A local moment for lists, with the year where that is not the year of `today`:
/// `18.03 ср 09:14`, `18.03.2024 пн 09:14`.
#[must_use]
pub fn moment(texts: &Texts, today: Date, at: DateTime) -> String {
    format!(
        "{} {:02}:{:02}",
        day(texts, today, at.date()),
        at.hour(),
        at.minute()
    )
}

/// The whole date in words: `сб 1 июля 2023`, `2023 ж. 1 шілде, сб`.
#[must_use]
pub fn long(texts: &Texts, date: Date) -> String {
    let (day, year) = (date.day().to_string(), date.year().to_string());
    texts.date_long(day, month(texts, date), weekday(texts, date), year)
}

/// Day and month in words: `пт 7 июля`, `7 шілде (жм)`.
#[must_use]
pub fn day_and_month(texts: &Texts, date: Date) -> String {
    texts.date_day_month(
        date.day().to_string(),
        month(texts, date),
        weekday(texts, date),
    )
}

fn month(texts: &Texts, date: Date) -> String {
    nth_word(
        &texts.date_months(),
        usize::try_from(date.month() - 1).unwrap_or(0),
    )
}

fn nth_word(words: &str, index: usize) -> String {
    words
        .split_whitespace()
        .nth(index)
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::local_text::Lang;
    use jiff::civil::date;

    #[test]
    fn every_language_has_seven_days_and_twelve_months() {
        for lang in Lang::ALL {
            let texts = Texts::of(lang);
            assert_eq!(texts.date_weekdays().split_whitespace().count(), 7);
            assert_eq!(texts.date_months().split_whitespace().count(), 12);
        }
    }

    #[test]
    fn a_date_reads_naturally() {
        let day = date(2023, 7, 1);
        assert_eq!(long(Texts::of(Lang::Kk), day), "2023 ж. 1 шілде, сб");
        assert_eq!(long(Texts::of(Lang::Ru), day), "сб 1 июля 2023");
        assert_eq!(long(Texts::of(Lang::En), day), "Sat 1 Jul 2023");
        assert_eq!(numeric(day), "01.07.2023");
        assert_eq!(
            moment(Texts::of(Lang::Ru), day, day.at(9, 4, 0, 0)),
            "01.07 сб 09:04"
        );
    }

    #[test]
    fn a_day_of_another_year_tells_its_year() {
        let texts = Texts::of(Lang::Ru);
        let then = date(2024, 10, 16);
        assert_eq!(day(texts, date(2024, 1, 1), then), "16.10 ср");
        assert_eq!(day(texts, date(2026, 3, 2), then), "16.10.2024 ср");
        assert_eq!(
            moment(texts, date(2026, 3, 2), then.at(9, 4, 0, 0)),
            "16.10.2024 ср 09:04"
        );
    }

    #[test]
    fn the_week_begins_on_monday() {
        let names: Vec<String> = (2..=8)
            .map(|day| weekday(Texts::of(Lang::Kk), date(2026, 3, day)))
            .collect();
        assert_eq!(names.join(" "), "дс сс ср бс жм сб жс");
    }
}
