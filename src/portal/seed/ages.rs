//! When each request came in, and how far it has got.
//!
//! The shares hold for any number of requests; a demonstration of 200 has some of everything.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::super::directory::Directory;
use super::Seed;
use super::holders::MAIN_HOLDER;
use crate::dice::Dice;
use crate::domain::clock::{Facts, Phase, driver};
use crate::domain::rules::AfterRepeal;
use crate::domain::zone;

/// How far a request has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    New,
    Moderation,
    Consideration,
    Returned,
    Answered,
    Withdrawn,
}

/// One request to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plan {
    pub received_at: Timestamp,
    pub fate: Fate,
}

/// Where in time a request lies.
#[derive(Debug, Clone, Copy)]
enum Age {
    /// Days ago.
    Days(i64, i64),
    /// Received on a day that makes its term end today.
    DueToday(Phase),
    /// Received during the last hours.
    Hours(i64, i64),
}

/// Shares in thousandths; the last takes what rounding leaves.
const SHARES: [(u64, Fate, Age); 13] = [
    (415, Fate::Answered, Age::Days(4, 900)),
    (150, Fate::Returned, Age::Days(2, 800)),
    (30, Fate::Withdrawn, Age::Days(2, 600)),
    (45, Fate::Consideration, Age::Days(120, 620)),
    (45, Fate::Consideration, Age::Days(17, 70)),
    (110, Fate::Consideration, Age::Days(2, 13)),
    (25, Fate::Consideration, Age::DueToday(Phase::Consideration)),
    (30, Fate::Moderation, Age::Days(4, 40)),
    (15, Fate::New, Age::Days(5, 25)),
    (35, Fate::Moderation, Age::DueToday(Phase::Moderation)),
    (25, Fate::New, Age::DueToday(Phase::Moderation)),
    (35, Fate::Moderation, Age::Hours(6, 30)),
    (40, Fate::New, Age::Hours(0, 16)),
];

/// The plans of all requests in the order of receipt.
pub(super) fn plan(seed: Seed, directory: &Directory) -> Vec<Plan> {
    let mut dice = Dice::of(seed.seed, u64::MAX);
    let days = Days::new(seed.at, directory);
    let mut plans = Vec::new();
    let mut given: u64 = 0;
    let mut share_so_far: u64 = 0;
    for (share, fate, age) in SHARES {
        share_so_far += share;
        let until = seed.requests.saturating_mul(share_so_far) / 1000;
        for _ in given..until {
            plans.push(Plan {
                received_at: days.moment(age, &mut dice),
                fate,
            });
        }
        given = until;
    }
    plans.sort_by_key(|plan| plan.received_at);
    plans
}

/// The days around the present moment.
struct Days {
    at: Timestamp,
    /// Days of receipt whose term in this phase ends today.
    moderation: Vec<Date>,
    consideration: Vec<Date>,
    /// Nothing is received before the calendar and the rules begin.
    earliest: Timestamp,
}

impl Days {
    fn new(at: Timestamp, directory: &Directory) -> Self {
        let today = zone::date(at);
        let first_year = directory.rules.calendar.years().map(|year| year.year).min();
        let first_year = first_year.unwrap_or_else(|| today.year());
        // The first wording of the terms is known from the summer of the first year on.
        let earliest = Date::new(first_year, 6, 1).unwrap_or(today);
        Self {
            at,
            moderation: due_today(today, Phase::Moderation, directory),
            consideration: due_today(today, Phase::Consideration, directory),
            earliest: noon(earliest).unwrap_or(at),
        }
    }

    fn moment(&self, age: Age, dice: &mut Dice) -> Timestamp {
        let today = zone::date(self.at);
        let ago = |days: i64| today.checked_sub(days.days()).unwrap_or(today);
        let moment = match age {
            Age::Days(low, high) => {
                // More of the recent than of the old.
                let days = dice.between(low, high).min(dice.between(low, high));
                time_of_day(ago(days), dice)
            }
            Age::DueToday(phase) => {
                let days = match phase {
                    Phase::Moderation => &self.moderation,
                    Phase::Consideration | Phase::Closed => &self.consideration,
                };
                let day = dice.one(days).copied();
                time_of_day(day.unwrap_or_else(|| ago(1)), dice)
            }
            Age::Hours(low, high) => {
                let minutes = dice.between(low * 60 + 3, high * 60);
                self.at.checked_sub(SignedDuration::from_mins(minutes)).ok()
            }
        };
        let latest = self
            .at
            .checked_sub(SignedDuration::from_mins(2))
            .unwrap_or(self.at);
        moment.unwrap_or(latest).max(self.earliest).min(latest)
    }
}

fn noon(day: Date) -> Option<Timestamp> {
    zone::instant(day.at(12, 0, 0, 0)).ok()
}

/// The days of receipt, within two months, whose driving term ends today.
fn due_today(today: Date, phase: Phase, directory: &Directory) -> Vec<Date> {
    let policy = directory.policy(MAIN_HOLDER);
    (0..60_i64)
        .filter_map(|days| today.checked_sub(days.days()).ok())
        .filter(|day| {
            let pin = directory.rules.pin(*day, AfterRepeal::default());
            let (Some(pin), Some(received_at)) = (pin, noon(*day)) else {
                return false;
            };
            let facts = Facts {
                received_at,
                pin: &pin,
                phase,
                extended: None,
                repeated: false,
            };
            let driver = driver(&facts, &directory.rules, &policy.switches);
            driver
                .ok()
                .flatten()
                .is_some_and(|driver| driver.due == today)
        })
        .collect()
}

/// Mostly within working hours, some in the last hour of them, some in the evening and at night.
fn time_of_day(day: Date, dice: &mut Dice) -> Option<Timestamp> {
    let minute = match dice.between(0, 99) {
        0..=64 => dice.between(9 * 60, 17 * 60 + 29),
        65..=76 => dice.between(17 * 60 + 30, 18 * 60 + 30),
        77..=91 => dice.between(18 * 60 + 31, 24 * 60 - 1),
        _ => dice.between(0, 7 * 60),
    };
    let hour = i8::try_from(minute / 60).unwrap_or(12);
    let rest = i8::try_from(minute % 60).unwrap_or(0);
    let second = i8::try_from(dice.between(0, 59)).unwrap_or(0);
    let time = Time::new(hour, rest, second, 0).ok()?;
    zone::instant(day.to_datetime(time)).ok()
}
