//! Which terms of a request move when the rules change, or the holder counts otherwise.
//!
//! Responsible for comparing two sets of rules over one request, for the preview at the portal
//! and its record. A request keeps its pack whatever the new set has [law.md §1]; a closed one has
//! no running term and never moves: its verdicts keep the basis they were judged by.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::clock::{self, Due};
use super::holder::Policy;
use super::ids::Number;
use super::request::Request;
use super::row;
use super::rules::{RuleId, RuleSet};
use super::term::Switches;

/// A term of an open item that ends on another day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The item.
    pub number: Number,
    /// What has to, or may, be done.
    pub rule: RuleId,
    /// Whether it is the term the line of the item shows, before or after.
    pub drives: bool,
    /// The day it ended on; `None` if it did not run or its days were not known.
    pub old: Option<Date>,
    /// The day it ends on now; `None` if it runs no more or its days are not known.
    pub new: Option<Date>,
}

/// The running terms of a request that end on another day under the new rules, earliest first.
///
/// ```
/// use awp::domain::holder::Policy;
/// use awp::domain::moved::moves;
/// # fn show(request: &awp::domain::request::Request) {
/// let rules = awp::domain::rules::RuleSet::builtin().unwrap();
/// assert!(moves(request, &rules, &rules, &Policy::default()).is_empty());
/// # }
/// ```
#[must_use]
pub fn moves(request: &Request, old: &RuleSet, new: &RuleSet, policy: &Policy) -> Vec<Moved> {
    let facts = row::facts(request);
    let before = clock::dues(&facts, old, &policy.switches);
    let after = clock::dues(&facts, new, &policy.switches);
    between(request, &before, &after)
}

/// The running terms of a request that end on another day because its holder counts otherwise,
/// earliest first.
#[must_use]
pub fn moves_of_switches(
    request: &Request,
    rules: &RuleSet,
    old: &Switches,
    new: &Switches,
) -> Vec<Moved> {
    let facts = row::facts(request);
    let before = clock::dues(&facts, rules, old);
    let after = clock::dues(&facts, rules, new);
    between(request, &before, &after)
}

fn between(request: &Request, before: &[Due], after: &[Due]) -> Vec<Moved> {
    let find = |dues: &[Due], rule: &RuleId| {
        let found = dues.iter().find(|due| due.rule == *rule);
        found.map_or((None, false), |due| (due.date, due.drives))
    };
    let gone = before
        .iter()
        .filter(|due| after.iter().all(|other| other.rule != due.rule));
    let mut moved: Vec<Moved> = after
        .iter()
        .chain(gone)
        .filter_map(|due| {
            let (old, drove) = find(before, &due.rule);
            let (new, drives) = find(after, &due.rule);
            (old != new).then(|| Moved {
                number: request.number,
                rule: due.rule.clone(),
                drives: drove || drives,
                old,
                new,
            })
        })
        .collect();
    moved.sort_by_key(|moved| moved.new.or(moved.old));
    moved
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::calendar::{CalendarYear, Transfer};
    use crate::domain::clock::Extended;
    use crate::domain::ids::CategoryId;
    use crate::domain::person::Requester;
    use crate::domain::request::{RequestState, TextLang};
    use crate::domain::rules::{Counting, PackId};
    use crate::domain::text::CitizenText;

    fn rules() -> RuleSet {
        RuleSet::builtin().unwrap()
    }

    fn year(change: impl Fn(&mut CalendarYear)) -> RuleSet {
        let mut rules = rules();
        let mut year = rules.calendar.year(2026).unwrap().clone();
        change(&mut year);
        rules.calendar = rules.calendar.with(vec![year]).unwrap();
        rules
    }

    /// Tuesday 10 March 2026 becomes free against Saturday 14 March.
    fn tuesday_off() -> RuleSet {
        year(|year| {
            let act = year.source.clone();
            let (off, work) = (date(2026, 3, 10), date(2026, 3, 14));
            year.transfers.push(Transfer { off, work, act });
        })
    }

    /// Received on Friday 6 March 2026, in a state.
    fn at(state: RequestState) -> Request {
        Request {
            number: Number::request(766_301),
            holder: "990240000018".to_owned(),
            received_at: "2026-03-06T05:00:00Z".parse().unwrap(),
            registered_on: date(2026, 3, 6),
            category: CategoryId("mortgage".to_owned()),
            lang: TextLang::Kk,
            text: CitizenText::default(),
            requester: Requester::of_account(),
            state,
            extended: false,
            extension: None,
            repeated: false,
            follow_up: false,
            forwarded_from: None,
            passed_by: Vec::new(),
            pack: PackId::from("order145-2023"),
            owner: None,
            history: Vec::new(),
            unknown: serde_json::Map::new(),
        }
    }

    fn told(request: &Request, new: &RuleSet) -> Vec<(String, i8, i8, bool)> {
        moves(request, &rules(), new, &Policy::default())
            .into_iter()
            .map(|moved| {
                let day = |date: Option<Date>| date.map_or(0, Date::day);
                let rule = moved.rule.to_string();
                (rule, day(moved.old), day(moved.new), moved.drives)
            })
            .collect()
    }

    fn moved(rule: &str, old: i8, new: i8, drives: bool) -> (String, i8, i8, bool) {
        (rule.to_owned(), old, new, drives)
    }

    #[test]
    fn a_day_off_in_the_coming_week_moves_what_counts_working_days_over_it() {
        let free = [
            moved("return", 10, 11, true),
            moved("forward", 12, 13, false),
            moved("already-published", 12, 13, false),
        ];
        // The worked Saturday gives the day back: the refusal ends where it did, and the answer
        // counts calendar days.
        assert_eq!(told(&at(RequestState::New), &tuesday_off()), free);
    }

    #[test]
    fn an_answer_that_would_end_on_the_freed_day_rolls_on() {
        let answer_on = |off| {
            year(|year| {
                let (act, work) = (year.source.clone(), date(2026, 4, 4));
                year.transfers.push(Transfer { off, work, act });
            })
        };
        let request = at(RequestState::Consideration);
        let new = answer_on(date(2026, 3, 26));
        assert_eq!(told(&request, &new), [moved("answer", 26, 27, true)]);
        assert_eq!(told(&request, &answer_on(date(2026, 3, 27))), []);
    }

    #[test]
    fn an_extended_answer_moves_by_its_own_end() {
        let mut request = at(RequestState::Consideration);
        request.extension = Some(Extended {
            at: "2026-03-20T05:00:00Z".parse().unwrap(),
            days: 6,
            notice_sent: true,
        });
        let new = year(|year| {
            let (act, work) = (year.source.clone(), date(2026, 3, 28));
            let off = date(2026, 3, 27);
            year.transfers.push(Transfer { off, work, act });
        });
        assert_eq!(told(&request, &new), [moved("answer", 27, 28, true)]);
    }

    #[test]
    fn a_closed_item_never_moves() {
        for state in RequestState::ALL
            .into_iter()
            .filter(|state| state.is_closed())
        {
            assert_eq!(told(&at(state), &tuesday_off()), [], "{state:?}");
        }
    }

    #[test]
    fn an_item_keeps_its_pack_when_a_newer_one_comes_into_force() {
        let mut new = rules();
        let mut pack = new.packs[0].clone();
        pack.id = PackId::from("order146-2026");
        pack.precedence = 0;
        for rule in &mut pack.rules {
            if let Counting::WorkingDaysAfter { days, .. } = &mut rule.count {
                *days = 9;
            }
        }
        new.packs.insert(0, pack);
        assert_eq!(told(&at(RequestState::New), &new), []);
    }

    #[test]
    fn a_year_that_comes_in_gives_dates_to_terms_that_had_none() {
        let mut known = rules();
        let years = known.calendar.years().filter(|year| year.year != 2026);
        known.calendar = crate::domain::calendar::Calendar::new(years.cloned().collect()).unwrap();
        let found = moves(&at(RequestState::New), &known, &rules(), &Policy::default());
        assert!(found.iter().all(|moved| moved.old.is_none()));
        assert_eq!(found[0].new, Some(date(2026, 3, 10)));
    }
}
