//! Days as they are typed: `23.03.2026`, `2026-03-23`, `23.03.2026 – 27.03.2026`.

use jiff::civil::{Date, Time};

/// A typed day, day or year first; `None` for what is no day.
///
/// ```
/// use awp::app::typed::day;
/// use jiff::civil::date;
/// assert_eq!(day("4.05.2026"), Some(date(2026, 5, 4)));
/// assert_eq!(day("2026-05-04"), Some(date(2026, 5, 4)));
/// assert_eq!(day("31.02.2026"), None);
/// ```
#[must_use]
pub fn day(typed: &str) -> Option<Date> {
    of_groups(&groups(typed))
}

/// A typed hour: `9:30`, `09.30`, `9`; `None` for what is no hour.
///
/// ```
/// use awp::app::typed::hour;
/// use jiff::civil::time;
/// assert_eq!(hour("9.30"), Some(time(9, 30, 0, 0)));
/// assert_eq!(hour("18"), Some(time(18, 0, 0, 0)));
/// assert_eq!(hour("25:00"), None);
/// ```
#[must_use]
pub fn hour(typed: &str) -> Option<Time> {
    let (hour, minute) = match *groups(typed) {
        [hour] => (hour, "0"),
        [hour, minute] => (hour, minute),
        _ => return None,
    };
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// Typed days, the first and the last; one day alone is both.
///
/// ```
/// use awp::app::typed::days;
/// use jiff::civil::date;
/// let week = Some((date(2026, 3, 23), date(2026, 3, 27)));
/// assert_eq!(days("23.03.2026 – 27.03.2026"), week);
/// assert_eq!(days("2026-03-23 2026-03-27"), week);
/// assert_eq!(days("23.03.2026"), Some((date(2026, 3, 23), date(2026, 3, 23))));
/// assert_eq!(days("23.03"), None);
/// ```
#[must_use]
pub fn days(typed: &str) -> Option<(Date, Date)> {
    let groups = groups(typed);
    if groups.len() == 6 {
        let (first, last) = groups.split_at_checked(3)?;
        return Some((of_groups(first)?, of_groups(last)?));
    }
    let only = of_groups(&groups)?;
    Some((only, only))
}

fn groups(typed: &str) -> Vec<&str> {
    typed
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .collect()
}

fn of_groups(groups: &[&str]) -> Option<Date> {
    let [first, month, last] = groups else {
        return None;
    };
    let (day, year) = if first.len() == 4 {
        (last, first)
    } else {
        (first, last)
    };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
