//! Days and their reasons in the words of a language.
//!
//! The same sentence explains a line of a ledger and a day of the calendar.

use jiff::civil::Date;

use super::{Texts, date};
use crate::domain::calendar::{Day, Why};
use crate::domain::local_text::LocalText;
use crate::domain::term::LedgerLine;

/// What a sentence about a day needs.
struct Told<'t> {
    date: Date,
    why: Why,
    name: Option<&'t LocalText>,
    source: Option<&'t LocalText>,
    moved: Option<Date>,
}

/// The sentence of a ledger line: `сб 1 июля 2023 — рабочий день, перенесён с пт 7 июля,
/// постановление Правительства № 326 от 25.04.2023`.
#[must_use]
pub fn line(texts: &Texts, line: &LedgerLine) -> String {
    sentence(
        texts,
        &Told {
            date: line.date,
            why: line.why,
            name: line.name.as_ref(),
            source: line.source.as_ref(),
            moved: line.moved,
        },
    )
}

/// The sentence of a day of the calendar.
#[must_use]
pub fn day(texts: &Texts, day: &Day<'_>) -> String {
    let told = Told {
        date: day.date,
        why: day.why,
        name: day.name,
        source: day.source,
        moved: day.moved,
    };
    let text = sentence(texts, &told);
    if day.estimate {
        texts.ledger_estimate(text)
    } else {
        text
    }
}

fn sentence(texts: &Texts, told: &Told<'_>) -> String {
    let lang = texts.lang();
    let word = |text: Option<&LocalText>| text.map_or("", |text| text.get(lang)).to_owned();
    let (name, source) = (word(told.name), word(told.source));
    let when = date::long(texts, told.date);
    let moved = || {
        told.moved
            .map_or_else(String::new, |moved| date::day_and_month(texts, moved))
    };
    match told.why {
        Why::Working => texts.ledger_working(when),
        Why::Weekend => texts.ledger_weekend(when),
        Why::Holiday => texts.ledger_holiday(when, name, source),
        Why::DayOff => texts.ledger_day_off(when, name, source),
        Why::Shifted => texts.ledger_shifted(when, moved(), name, source),
        Why::MovedOff => texts.ledger_moved_off(when, moved(), source),
        Why::MovedWork => texts.ledger_moved_work(when, moved(), source),
        Why::Roll => texts.ledger_roll(when, moved(), source),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Profile;
    use crate::domain::local_text::Lang;
    use crate::domain::rules::RuleSet;
    use jiff::civil::date;

    fn told(lang: Lang, date: Date) -> String {
        let rules = RuleSet::builtin().unwrap();
        day(
            Texts::of(lang),
            &rules.calendar.day(date, Profile::FiveDay).unwrap(),
        )
    }

    #[test]
    fn a_worked_saturday_names_the_day_off_and_the_act() {
        let day = date(2023, 7, 1);
        let expected = "сб 1 июля 2023 — рабочий день, перенесён с пт 7 июля, \
                        постановление Правительства № 326 от 25.04.2023";
        assert_eq!(told(Lang::Ru, day), expected);
        let expected = "2023 ж. 1 шілде, сб — жұмыс күні, 7 шілде (жм) орнына, \
                        Үкіметтің 25.04.2023 № 326 қаулысы";
        assert_eq!(told(Lang::Kk, day), expected);
        let expected = "Sat 1 Jul 2023 – working day, moved from Fri 7 Jul, \
                        Gov. decree № 326 of 25.04.2023";
        assert_eq!(told(Lang::En, day), expected);
    }

    #[test]
    fn a_shifted_day_names_its_holiday() {
        let text = told(Lang::Ru, date(2026, 3, 9));
        let expected = "пн 9 марта 2026 — выходной за праздник вс 8 марта: \
                        Международный женский день, ";
        assert!(text.starts_with(expected), "{text}");
    }

    #[test]
    fn an_estimated_day_says_so() {
        assert!(told(Lang::Kk, date(2027, 5, 16)).ends_with("(болжамды күн)"));
    }
}
