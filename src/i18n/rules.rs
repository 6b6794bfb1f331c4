//! The words of packs and rules.

use jiff::civil::Date;

use super::{Texts, date};
use crate::domain::rules::{Force, Nature, Rule};

/// The days an act is in force.
#[must_use]
pub fn force(texts: &Texts, force: &Force) -> String {
    let day = |date: Option<Date>, approx: bool| match date {
        None => texts.rules_always(),
        Some(date) if approx => texts.rules_approx(date::numeric(date)),
        Some(date) => date::numeric(date),
    };
    let from = day(force.from, force.from_approx);
    texts.rules_in_force(from, day(force.until, force.until_approx))
}

/// What a rule is: a duty or a last day, and whether the act says so in so many words.
#[must_use]
pub fn nature(texts: &Texts, rule: &Rule) -> String {
    let nature = match rule.nature {
        Nature::Duty => texts.rules_duty(),
        Nature::LastDay => texts.rules_last_day(),
    };
    if rule.our_reading {
        format!("{nature}; {}", texts.rules_our_reading())
    } else {
        nature
    }
}
