//! The days of `law.md` §4 around moved days, and every fault of a form.

use jiff::civil::date;

use super::*;
use crate::domain::holder::Policy;
use crate::domain::rules::{PackId, RuleSet};

fn text(text: &str) -> CitizenText {
    CitizenText::parse(text).unwrap()
}

fn pin() -> PackId {
    PackId::from("order145-2023")
}

/// Complete, opening and closing on Thursday 26 and Friday 27 March 2026.
pub(crate) fn form() -> ConferenceForm {
    let texts = |kk: &str, ru: &str| FormText {
        kk: text(kk),
        ru: text(ru),
        en: CitizenText::default(),
    };
    let private = |text: &str| Private(text.to_owned());
    ConferenceForm {
        opens: Some(date(2026, 3, 26)),
        closes: Some(date(2026, 3, 27)),
        name: texts("Тұрғын үй кезегі", "Жилищная очередь"),
        short: texts("Кезек туралы сұрақтар", "Вопросы об очереди"),
        description: texts(
            "Тұрғын үй кезегінің тәртібі мен мерзімдері туралы",
            "О порядке и сроках жилищной очереди",
        ),
        officer: Officer {
            surname: private("Сейітова"),
            name: private("Айгүл"),
            patronymic: private(""),
            iin: private("900101300017"),
            position: "бас маман".into(),
            email: private("a.seitova@example.kz"),
            phone: private("8 (7172) 00-00-00"),
        },
        ..ConferenceForm::default()
    }
}

fn found(form: &ConferenceForm, today: Date) -> Vec<(Field, Problem)> {
    let rules = RuleSet::builtin().unwrap();
    findings(form, &pin(), today, &rules, &Policy::default())
        .into_iter()
        .map(|finding| (finding.field, finding.problem))
        .collect()
}

/// The last days of the form and of the notice before an opening, each by the latest and by the
/// cautious reading.
type LastDays = (Date, (Date, Date), (Date, Date));

fn last_days_are(pin: &str, cases: &[LastDays]) {
    let rules = RuleSet::builtin().unwrap();
    let pin = PackId::from(pin);
    for (opens, template, notice) in cases {
        let form = ConferenceForm {
            opens: Some(*opens),
            ..ConferenceForm::default()
        };
        let days = days_around(&form, &pin, *opens, &rules, &Policy::default()).unwrap();
        let two = |days: Option<days::TwoDays>| days.map(|days| (days.latest, days.safe));
        assert_eq!(
            two(days.template),
            Some(*template),
            "template before {opens}"
        );
        assert_eq!(two(days.notice), Some(*notice), "notice before {opens}");
    }
}

#[test]
fn the_days_before_an_opening_step_over_holidays_and_moved_days() {
    let cases = [
        // law.md §4: a conference on Thu 2026-03-26.
        (
            date(2026, 3, 26),
            (date(2026, 3, 18), date(2026, 3, 17)),
            (date(2026, 3, 20), date(2026, 3, 19)),
        ),
        // Sun 5 January 2025 was worked instead of Fri 3 January; the 7th is a day off.
        (
            date(2025, 1, 8),
            (date(2024, 12, 31), date(2024, 12, 30)),
            (date(2025, 1, 6), date(2025, 1, 5)),
        ),
        // Sat 1 July 2023 was worked instead of Fri 7 July; the 6th is a holiday.
        (
            date(2023, 7, 10),
            (date(2023, 7, 3), date(2023, 7, 1)),
            (date(2023, 7, 5), date(2023, 7, 4)),
        ),
    ];
    last_days_are("order145-2023", &cases);
}

#[test]
fn a_weekend_that_was_worked_counts_before_an_opening_right_behind_it() {
    let cases = [
        // Back from Mon 6 January 2025: Sun the 5th worked; Sat the 4th, Fri the 3rd (moved to
        // that Sunday) and the holidays of the 1st and 2nd do not count; Tue 31, Mon 30, Fri 27.
        (
            date(2025, 1, 6),
            (date(2024, 12, 30), date(2024, 12, 27)),
            (date(2025, 1, 5), date(2024, 12, 31)),
        ),
        // Back from Mon 3 July 2023: Sat the 1st worked, Fri 30, Thu 29; Wed 28 June was Kurban
        // Ait; Tue 27.
        (
            date(2023, 7, 3),
            (date(2023, 6, 29), date(2023, 6, 27)),
            (date(2023, 7, 1), date(2023, 6, 30)),
        ),
        // Back from Mon 6 May 2024: Sat the 4th worked, Fri 3, Thu 2; the 1st is a holiday;
        // Tue 30 April.
        (
            date(2024, 5, 6),
            (date(2024, 5, 2), date(2024, 4, 30)),
            (date(2024, 5, 4), date(2024, 5, 3)),
        ),
        // Back from Mon 13 May 2024: Fri 10; the 9th and the 7th are holidays, Wed the 8th was
        // moved to that Saturday; Mon 6, Sat 4, Fri 3.
        (
            date(2024, 5, 13),
            (date(2024, 5, 4), date(2024, 5, 3)),
            (date(2024, 5, 10), date(2024, 5, 6)),
        ),
    ];
    last_days_are("order145-2023", &cases);
    // Under the first edition. Back from Wed 9 March 2022: Tue the 8th is a holiday, Mon the 7th
    // was moved to Sat the 5th; Sat 5, Fri 4, Thu 3, Wed 2.
    let early = (
        date(2022, 3, 9),
        (date(2022, 3, 3), date(2022, 3, 2)),
        (date(2022, 3, 5), date(2022, 3, 4)),
    );
    last_days_are("order145-2021", &[early]);
}

#[test]
fn the_earliest_opening_proposed_is_a_working_day_with_a_day_to_spare() {
    let rules = RuleSet::builtin().unwrap();
    for (today, opens, closes) in [
        (date(2026, 3, 17), date(2026, 3, 26), date(2026, 3, 27)),
        (date(2026, 3, 18), date(2026, 3, 27), date(2026, 3, 30)),
        (date(2025, 12, 29), date(2026, 1, 6), date(2026, 1, 8)),
        // Sat 1 July was worked.
        (date(2023, 6, 29), date(2023, 7, 4), date(2023, 7, 5)),
    ] {
        let days = earliest_days(&pin(), today, &rules, &Policy::default()).unwrap();
        assert_eq!(days, Some((opens, closes)), "sent on {today}");
    }
}

#[test]
fn a_complete_form_in_good_time_has_no_findings() {
    assert_eq!(found(&form(), date(2026, 3, 17)), []);
}

#[test]
fn a_form_sent_on_the_last_day_is_lawful_and_tight_and_a_day_later_too_late() {
    let safe = date(2026, 3, 27);
    let tight = (Field::Opens, Problem::Tight { safe });
    assert_eq!(found(&form(), date(2026, 3, 18)), [tight]);
    let earliest = date(2026, 3, 27);
    let late = (Field::Opens, Problem::TooSoon { earliest });
    assert_eq!(found(&form(), date(2026, 3, 19)), [late]);
}

#[test]
fn an_empty_form_names_every_mandatory_field_and_no_english_one() {
    let fields: Vec<&str> = found(&ConferenceForm::default(), date(2026, 3, 17))
        .iter()
        .map(|(field, problem)| {
            assert_eq!(*problem, Problem::Empty);
            field.id()
        })
        .collect();
    let expected = [
        "opens",
        "closes",
        "name-kk",
        "name-ru",
        "short-kk",
        "short-ru",
        "description-kk",
        "description-ru",
        "surname",
        "given-name",
        "iin",
        "position",
        "email",
        "phone",
    ];
    assert_eq!(fields, expected);
}

#[test]
fn english_is_given_everywhere_or_nowhere() {
    let mut form = form();
    form.short.en = text("Questions about the queue");
    let incomplete = |part| (Field::Text(part, Lang::En), Problem::EnglishIncomplete);
    assert_eq!(
        found(&form, date(2026, 3, 17)),
        [incomplete(Part::Name), incomplete(Part::Description)]
    );
}

#[test]
fn each_fault_of_a_form_is_named_with_its_field() {
    type Spoil = fn(&mut ConferenceForm);
    let cases: [(Spoil, Field, Problem); 11] = [
        (
            |form| form.opens = Some(date(2026, 3, 28)),
            Field::Opens,
            Problem::DayOff,
        ),
        (
            |form| form.closes = Some(date(2026, 3, 25)),
            Field::Closes,
            Problem::ClosesFirst,
        ),
        (
            |form| form.closes_at = jiff::civil::time(8, 0, 0, 0),
            Field::Opens,
            Problem::Empty,
        ),
        (
            |form| form.name.ru = CitizenText::default(),
            Field::Text(Part::Name, Lang::Ru),
            Problem::Empty,
        ),
        (
            |form| form.name.kk = text(&"ә".repeat(301)),
            Field::Text(Part::Name, Lang::Kk),
            Problem::TooLong {
                chars: 301,
                most: 300,
            },
        ),
        (
            |form| form.description.kk = text("О порядке и сроках жилищной очереди"),
            Field::Text(Part::Description, Lang::Kk),
            Problem::OtherLanguage {
                looks: crate::domain::request::TextLang::Ru,
            },
        ),
        (
            |form| form.officer.iin = Private("900101300018".into()),
            Field::Iin,
            Problem::Iin { digit_only: true },
        ),
        (
            |form| form.officer.iin = Private("90010130001".into()),
            Field::Iin,
            Problem::Iin { digit_only: false },
        ),
        (
            |form| form.officer.email = Private("a.seitova".into()),
            Field::Email,
            Problem::Email,
        ),
        (
            |form| form.officer.phone = Private("жоқ".into()),
            Field::Phone,
            Problem::Phone,
        ),
        (
            |form| form.officer.surname = Private(" ".into()),
            Field::Surname,
            Problem::Empty,
        ),
    ];
    for (spoil, field, problem) in cases {
        let mut spoilt = form();
        spoil(&mut spoilt);
        let found = found(&spoilt, date(2026, 3, 17));
        if spoilt.closes_at < spoilt.opens_at {
            // Two days apart the hours do not matter.
            assert_eq!(found, []);
        } else {
            assert!(
                found.contains(&(field, problem.clone())),
                "{problem:?} in {found:?}"
            );
        }
    }
}

#[test]
fn a_conference_within_days_off_is_too_short() {
    let form = ConferenceForm {
        opens: Some(date(2026, 3, 28)),
        closes: Some(date(2026, 3, 29)),
        ..form()
    };
    let earliest = date(2026, 3, 30);
    assert!(
        found(&form, date(2026, 3, 17)).contains(&(Field::Closes, Problem::TooShort { earliest }))
    );
}

#[test]
fn a_conference_of_one_day_closes_after_it_opens() {
    let same_day = |closes_at| ConferenceForm {
        closes: Some(date(2026, 3, 26)),
        closes_at,
        ..form()
    };
    assert_eq!(found(&same_day(USUAL_CLOSING), date(2026, 3, 17)), []);
    let at_once = found(&same_day(USUAL_OPENING), date(2026, 3, 17));
    assert_eq!(at_once, [(Field::Closes, Problem::ClosesFirst)]);
}

#[test]
fn a_day_the_calendar_does_not_know_is_an_error_never_a_guess() {
    let form = ConferenceForm {
        opens: Some(date(2031, 3, 26)),
        closes: Some(date(2031, 3, 27)),
        ..form()
    };
    let missing = |day| Problem::CalendarMissing { date: day };
    let found = found(&form, date(2026, 3, 17));
    assert!(found.contains(&(Field::Opens, missing(date(2031, 3, 26)))));
    assert!(found.contains(&(Field::Closes, missing(date(2031, 3, 27)))));
}

#[test]
fn a_redacted_form_keeps_no_person() {
    let json = serde_json::to_string(&form().redacted()).unwrap();
    for word in ["Сейітова", "Айгүл", "900101300017", "example.kz", "7172"] {
        assert!(!json.contains(word), "{word}");
    }
}
