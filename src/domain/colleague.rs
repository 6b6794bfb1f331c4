//! Colleagues of one holder, and who stands in for whom while somebody is away.
//!
//! A chain of substitutes may be longer than one (A is away and named B, B is away and named C);
//! it never comes back to where it began, on no day: [`Colleague::check_absence`] refuses that.
//! Days are local dates of Asia/Almaty, both ends included.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::act::Role;
use super::desk::DeskRefusal;
use super::ids::UserName;

/// An account of the holder, as its colleagues see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// Login name.
    pub user: UserName,
    /// Role.
    pub role: Role,
    /// When somebody else does the work, earliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absences: Vec<Absence>,
}

/// A time in which a substitute does the work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// The substitute.
    pub substitute: UserName,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Who said so.
    pub set_by: UserName,
}

impl Absence {
    fn covers(&self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

impl Colleague {
    /// The account without what its house says about it.
    #[must_use]
    pub fn named_only(&self) -> Self {
        Self {
            user: self.user.clone(),
            role: self.role,
            absences: vec![],
        }
    }

    /// The substitute of a day, if there is one.
    #[must_use]
    pub fn substitute(&self, on: Date) -> Option<&UserName> {
        let absence = self.absences.iter().find(|absence| absence.covers(on));
        absence.map(|absence| &absence.substitute)
    }

    /// May this absence be added? `colleagues` are all of the holder, this one included.
    ///
    /// # Errors
    /// The days run backwards or meet another absence, the substitute is nobody of the holder or
    /// does other work, or the chain would come back on one of the days.
    pub fn check_absence(&self, absence: &Absence, colleagues: &[Self]) -> Result<(), DeskRefusal> {
        if absence.from > absence.to {
            return Err(DeskRefusal::AbsenceBackwards);
        }
        if absence.substitute == self.user {
            return Err(DeskRefusal::SubstituteIsSelf);
        }
        let substitute = find(colleagues, &absence.substitute);
        let substitute = substitute.ok_or(DeskRefusal::NoSuchColleague)?;
        if substitute.role != self.role {
            return Err(DeskRefusal::SubstituteOfOtherRole);
        }
        let meets = |other: &&Absence| other.from <= absence.to && absence.from <= other.to;
        if self.absences.iter().any(|other| meets(&other)) {
            return Err(DeskRefusal::AbsenceOverlaps);
        }
        let comes_back =
            |day| chain(&absence.substitute, day, colleagues).any(|user| *user == self.user);
        if days_of_change(absence, colleagues).any(comes_back) {
            return Err(DeskRefusal::SubstituteCycle);
        }
        Ok(())
    }
}

fn find<'a>(colleagues: &'a [Colleague], user: &UserName) -> Option<&'a Colleague> {
    colleagues.iter().find(|colleague| colleague.user == *user)
}

/// The days of an absence on which any chain may look different from the day before.
fn days_of_change<'a>(
    absence: &'a Absence,
    colleagues: &'a [Colleague],
) -> impl Iterator<Item = Date> + 'a {
    let starts = colleagues.iter().flat_map(|colleague| &colleague.absences);
    starts
        .map(|other| other.from)
        .filter(|day| absence.covers(*day))
        .chain([absence.from])
}

/// The colleagues who stand in one after another, the nearest first.
fn chain<'a>(
    user: &UserName,
    day: Date,
    colleagues: &'a [Colleague],
) -> impl Iterator<Item = &'a UserName> {
    let next = move |user: &UserName| find(colleagues, user)?.substitute(day);
    let mut at = next(user);
    // What the portal keeps has no cycle; what a newer one sends must not hang this program.
    std::iter::from_fn(move || {
        let found = at?;
        at = next(found);
        Some(found)
    })
    .take(colleagues.len())
}

/// Who does the work of a user on a day; `None` while they do it themselves.
///
/// ```
/// use awp::domain::act::Role;
/// use awp::domain::colleague::{Absence, Colleague, stand_in};
/// use awp::domain::ids::UserName;
/// use jiff::civil::date;
/// let name = |text: &str| UserName(text.into());
/// let away = Absence {
///     substitute: name("b"), from: date(2026, 3, 16), to: date(2026, 3, 20), set_by: name("a"),
/// };
/// let a = Colleague { user: name("a"), role: Role::Administrator, absences: vec![away] };
/// let b = Colleague { user: name("b"), role: Role::Administrator, absences: vec![] };
/// let all = [a, b];
/// assert_eq!(stand_in(&name("a"), date(2026, 3, 18), &all), Some(&name("b")));
/// assert_eq!(stand_in(&name("a"), date(2026, 3, 23), &all), None);
/// ```
#[must_use]
pub fn stand_in<'a>(
    user: &UserName,
    on: Date,
    colleagues: &'a [Colleague],
) -> Option<&'a UserName> {
    chain(user, on, colleagues).last()
}

/// Those whose work a user does on a day, besides their own.
#[must_use]
pub fn stands_for(user: &UserName, on: Date, colleagues: &[Colleague]) -> Vec<UserName> {
    let others = colleagues.iter().filter(|other| other.user != *user);
    others
        .filter(|other| stand_in(&other.user, on, colleagues) == Some(user))
        .map(|other| other.user.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn name(text: &str) -> UserName {
        UserName(text.into())
    }

    fn absence(substitute: &str, from: i8, to: i8) -> Absence {
        Absence {
            substitute: name(substitute),
            from: date(2026, 3, from),
            to: date(2026, 3, to),
            set_by: name("head"),
        }
    }

    fn colleague(user: &str, absences: Vec<Absence>) -> Colleague {
        Colleague {
            user: name(user),
            role: Role::Administrator,
            absences,
        }
    }

    fn house() -> Vec<Colleague> {
        vec![
            colleague("a", vec![absence("b", 10, 20)]),
            colleague("b", vec![absence("c", 16, 18)]),
            colleague("c", vec![]),
            Colleague {
                role: Role::Head,
                ..colleague("head", vec![])
            },
        ]
    }

    #[test]
    fn the_work_goes_along_the_chain_day_by_day() {
        let house = house();
        for (day, who) in [
            (9, None),
            (10, Some("b")),
            (15, Some("b")),
            (16, Some("c")),
            (18, Some("c")),
            (19, Some("b")),
            (20, Some("b")),
            (21, None),
        ] {
            let found = stand_in(&name("a"), date(2026, 3, day), &house);
            assert_eq!(found.map(|user| user.0.as_str()), who, "on March {day}");
        }
    }

    #[test]
    fn the_end_of_the_chain_does_the_work_of_all_before_it() {
        let work = |user, day| stands_for(&name(user), date(2026, 3, day), &house());
        assert_eq!(work("c", 17), [name("a"), name("b")]);
        assert_eq!(work("b", 17), []);
        assert_eq!(work("b", 12), [name("a")]);
    }

    #[test]
    fn an_absence_is_refused_for_each_of_its_faults() {
        let house = house();
        for (user, absence, refusal) in [
            ("c", absence("a", 17, 17), DeskRefusal::SubstituteCycle),
            ("c", absence("a", 1, 16), DeskRefusal::SubstituteCycle),
            ("b", absence("a", 10, 10), DeskRefusal::SubstituteCycle),
            ("c", absence("b", 18, 30), DeskRefusal::SubstituteCycle),
            ("c", absence("c", 1, 2), DeskRefusal::SubstituteIsSelf),
            ("c", absence("d", 1, 2), DeskRefusal::NoSuchColleague),
            (
                "c",
                absence("head", 1, 2),
                DeskRefusal::SubstituteOfOtherRole,
            ),
            ("c", absence("a", 5, 4), DeskRefusal::AbsenceBackwards),
            ("a", absence("c", 20, 25), DeskRefusal::AbsenceOverlaps),
        ] {
            let one = find(&house, &name(user)).unwrap();
            assert_eq!(
                one.check_absence(&absence, &house),
                Err(refusal),
                "{user} {absence:?}"
            );
        }
    }

    #[test]
    fn a_chain_that_does_not_come_back_is_allowed() {
        let house = house();
        let c = find(&house, &name("c")).unwrap();
        assert_eq!(c.check_absence(&absence("a", 21, 25), &house), Ok(()));
        assert_eq!(c.check_absence(&absence("b", 19, 25), &house), Ok(()));
    }

    #[test]
    fn a_cycle_from_elsewhere_ends_the_search_all_the_same() {
        let house = [
            colleague("a", vec![absence("b", 1, 9)]),
            colleague("b", vec![absence("a", 1, 9)]),
        ];
        assert!(stand_in(&name("a"), date(2026, 3, 3), &house).is_some());
    }
}
