//! Which days two calendars see otherwise.

use jiff::civil::Date;

use super::{Calendar, CalendarYear, Day, Profile};

/// A day that is another one in the second calendar: worked or free, or free for another reason.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayChange<'c> {
    /// The day in the first calendar.
    pub old: Day<'c>,
    /// The day in the second.
    pub new: Day<'c>,
}

impl DayChange<'_> {
    /// The day.
    #[must_use]
    pub const fn date(&self) -> Date {
        self.new.date
    }

    /// Whether the day turns from worked to free or back, which is what moves terms.
    #[must_use]
    pub const fn turns(&self) -> bool {
        self.old.working != self.new.working
    }
}

/// The days of the years both calendars have that differ in their reason.
///
/// ```
/// use awp::domain::calendar::{Profile, changes};
/// use awp::domain::rules::RuleSet;
/// let calendar = RuleSet::builtin().unwrap().calendar;
/// let mut year = calendar.year(2027).unwrap().clone();
/// year.holidays.retain(|holiday| holiday.date != jiff::civil::date(2027, 3, 15));
/// let other = calendar.with(vec![year]).unwrap();
/// let found = changes(&calendar, &other, Profile::FiveDay);
/// assert_eq!(found.len(), 1);
/// assert!(found[0].turns() && found[0].new.working);
/// ```
#[must_use]
pub fn changes<'c>(old: &'c Calendar, new: &'c Calendar, profile: Profile) -> Vec<DayChange<'c>> {
    let years = new
        .years()
        .filter(|year| old.year(year.year) != Some(*year));
    let days = years.flat_map(CalendarYear::days);
    days.filter_map(|date| {
        let (old, new) = (old.day(date, profile).ok()?, new.day(date, profile).ok()?);
        (old.why != new.why || old.moved != new.moved || old.name != new.name)
            .then_some(DayChange { old, new })
    })
    .collect()
}
