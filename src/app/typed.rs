//! Days as they are typed: `23.03.2026`, `2026-03-23`, `23.03.2026 – 27.03.2026`.

use jiff::civil::Date;

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
