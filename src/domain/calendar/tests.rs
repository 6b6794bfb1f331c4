//! The years of the law, and how days off move.

use jiff::civil::{Date, date};

use super::*;
use crate::domain::rules::RuleSet;

fn calendar() -> Calendar {
    RuleSet::builtin().unwrap().calendar
}

fn days_of(why: Why, year: i16, profile: Profile) -> Vec<String> {
    let calendar = calendar();
    let year = calendar.year(year).unwrap().clone();
    let days = year
        .days()
        .filter(|day| calendar.day(*day, profile).unwrap().why == why);
    days.map(|day| day.strftime("%d.%m").to_string()).collect()
}

#[test]
fn every_year_has_its_working_days() {
    let calendar = calendar();
    for (year, expected) in [
        (2021, 245),
        (2022, 246),
        (2023, 246),
        (2024, 249),
        (2025, 246),
        (2026, 247),
        (2027, 247),
    ] {
        let days = calendar.year(year).unwrap().days();
        let worked = days.filter(|day| calendar.is_working(*day, Profile::FiveDay).unwrap());
        assert_eq!(worked.count(), expected, "{year}");
    }
}

#[test]
fn holidays_on_weekends_shift_to_the_next_working_days_and_stack() {
    for (year, expected) in [
        (2021, "04.01 24.03 03.05 10.05"),
        (2022, "03.01 04.01 02.05 10.05"),
        (2023, "03.01 08.05 18.12"),
        (2024, "25.03 08.07"),
        (2025, "10.03 24.03 25.03 07.07 01.09 27.10"),
        (2026, "09.03 24.03 25.03 11.05 26.10"),
        (2027, "04.01 24.03 03.05 10.05"),
    ] {
        assert_eq!(
            days_of(Why::Shifted, year, Profile::FiveDay).join(" "),
            expected,
            "{year}"
        );
    }
}

#[test]
fn the_seventh_of_january_and_kurban_ait_never_move() {
    // 2023-01-07 and 2022-07-09 are Saturdays, 2024-06-16 and 2024-01-07 Sundays.
    for day in [
        date(2023, 1, 9),
        date(2022, 7, 11),
        date(2024, 6, 17),
        date(2024, 1, 8),
    ] {
        assert_eq!(
            calendar().day(day, Profile::FiveDay).unwrap().why,
            Why::Working,
            "{day}"
        );
    }
    assert_eq!(
        calendar()
            .day(date(2026, 5, 27), Profile::FiveDay)
            .unwrap()
            .why,
        Why::DayOff
    );
}

#[test]
fn moved_days_name_their_act_and_each_other() {
    let calendar = calendar();
    let off = calendar.day(date(2023, 7, 7), Profile::FiveDay).unwrap();
    assert_eq!(
        (off.working, off.why, off.moved),
        (false, Why::MovedOff, Some(date(2023, 7, 1)))
    );
    let worked = calendar.day(date(2023, 7, 1), Profile::FiveDay).unwrap();
    assert_eq!((worked.working, worked.why), (true, Why::MovedWork));
    assert_eq!(worked.moved, Some(date(2023, 7, 7)));
    assert_eq!(worked.source.unwrap().en, "Gov. decree № 326 of 25.04.2023");
    assert_eq!(
        days_of(Why::MovedOff, 2022, Profile::FiveDay).join(" "),
        "07.03 29.08 24.10"
    );
    assert_eq!(
        days_of(Why::MovedWork, 2022, Profile::FiveDay).join(" "),
        "05.03 27.08 22.10"
    );
}

#[test]
fn a_six_day_week_compensates_sundays_only_and_knows_no_transfers() {
    assert_eq!(
        days_of(Why::MovedOff, 2025, Profile::SixDay),
        Vec::<String>::new()
    );
    assert_eq!(
        days_of(Why::MovedWork, 2025, Profile::SixDay),
        Vec::<String>::new()
    );
    assert_eq!(
        days_of(Why::Shifted, 2026, Profile::SixDay).join(" "),
        "09.03 24.03 26.10"
    );
}

#[test]
fn every_free_day_but_a_weekend_names_its_act() {
    let calendar = calendar();
    for year in calendar.years() {
        for day in year.days() {
            let day = calendar.day(day, Profile::FiveDay).unwrap();
            let ordinary = matches!(day.why, Why::Working | Why::Weekend);
            assert_eq!(day.source.is_none(), ordinary, "{}", day.date);
        }
    }
}

#[test]
fn a_day_outside_the_years_is_missing() {
    let calendar = calendar();
    for day in [date(2020, 12, 31), date(2028, 1, 1), Date::MIN, Date::MAX] {
        assert_eq!(
            calendar.day(day, Profile::FiveDay),
            Err(CalendarMissing { date: day })
        );
        assert!(calendar.nth_after(Date::MAX, 1, Profile::FiveDay).is_err());
        assert!(calendar.nth_before(Date::MIN, 1, Profile::FiveDay).is_err());
    }
}

#[test]
fn a_missing_year_between_two_is_not_guessed_over() {
    let years = calendar()
        .years()
        .filter(|year| year.year != 2024)
        .cloned()
        .collect();
    let calendar = Calendar::new(years).unwrap();
    let missing = |date| Err(CalendarMissing { date });
    assert_eq!(
        calendar.nth_after(date(2023, 12, 29), 1, Profile::FiveDay),
        missing(date(2024, 1, 1))
    );
    assert_eq!(
        calendar.nth_before(date(2025, 1, 5), 1, Profile::FiveDay),
        missing(date(2024, 12, 31))
    );
    let between =
        calendar.working_days_between(date(2023, 12, 1), date(2025, 1, 9), Profile::FiveDay);
    assert!(between.is_err());
    assert_eq!(
        calendar.nth_after(date(2025, 1, 5), 1, Profile::FiveDay),
        Ok(date(2025, 1, 6))
    );
}

#[test]
fn a_year_that_contradicts_itself_is_refused() {
    let base = calendar().year(2023).unwrap().clone();
    let refused = |edit: fn(&mut CalendarYear)| {
        let mut year = base.clone();
        edit(&mut year);
        Calendar::new(vec![year]).err().map(|error| error.date)
    };
    assert_eq!(refused(|_| {}), None);
    assert_eq!(
        refused(|year| year.holidays[0].date = date(2022, 1, 1)),
        Some(date(2022, 1, 1))
    );
    assert_eq!(
        refused(|year| year.holidays[1].date = date(2023, 1, 1)),
        Some(date(2023, 1, 1))
    );
    assert_eq!(
        refused(|year| year.transfers[0].work = date(2023, 7, 3)),
        Some(date(2023, 7, 3))
    );
    assert_eq!(
        refused(|year| year.transfers[0].off = date(2023, 5, 8)),
        Some(date(2023, 5, 8))
    );
    assert!(Calendar::new(vec![base.clone(), base.clone()]).is_err());
}

#[test]
fn a_calendar_travels_as_the_list_of_its_years() {
    let calendar = calendar();
    let text = serde_json::to_string(&calendar).unwrap();
    assert!(text.starts_with(r#"[{"year":2021"#));
    assert_eq!(serde_json::from_str::<Calendar>(&text).unwrap(), calendar);
}
