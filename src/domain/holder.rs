//! Holders of information and the policy each sets for itself.
//!
//! A holder's kind and state share decide what may be addressed to it; its policy holds the
//! choices the law leaves open. Both are entities of the portal's feed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, Profile};
use super::hours::WorkingHours;
use super::letter::Signatory;
use super::local_text::LocalText;
use super::rules::{AfterRepeal, HolderKind};
use super::term::Switches;

/// A holder of information as the portal's directory knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Business identification number; public, the key of the directory.
    pub bin: String,
    /// Official name.
    pub name: LocalText,
    /// Kind under the openness standard.
    pub kind: HolderKind,
    /// Share of the state in per cent, 0–100.
    pub state_share: u8,
    /// Postal address, printed in every answer `[law art. 11 ¶14]`.
    pub address: LocalText,
    /// Who signs its letters, the usual one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatories: Vec<Signatory>,
    /// What its blog says about itself.
    #[serde(default, skip_serializing_if = "BlogTexts::is_empty")]
    pub blog: BlogTexts,
}

/// What the blog of a holder says about itself, above the first post; empty: nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BlogTexts {
    /// Kazakh text.
    pub kk: String,
    /// Russian text.
    pub ru: String,
}

impl BlogTexts {
    /// Whether it says nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.kk.is_empty() && self.ru.is_empty()
    }
}

impl Holder {
    /// Whether it holds Internet conferences: state bodies and quasi-public entities do
    /// `[law art. 17(6)]`.
    #[must_use]
    pub const fn holds_conferences(&self) -> bool {
        matches!(self.kind, HolderKind::Sb | HolderKind::Qp)
    }

    /// Whether the blog platform may take requests for this holder: only quasi-public entities
    /// with a state share below 100 % `[145 ¶2(1), (4)]`.
    #[must_use]
    pub fn takes_requests(&self) -> bool {
        self.kind == HolderKind::Qp && self.state_share < 100
    }
}

/// Which of two moments decides whether an act was in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timeliness {
    /// The receipt of the act by the portal.
    #[default]
    Receipt,
    /// The moment of the decision at the workstation.
    Decision,
}

/// The choices of one holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// What applies to requests received after the repeal of Order № 145.
    pub after_repeal: AfterRepeal,
    /// Working hours, which the remaining time counts.
    pub hours: WorkingHours,
    /// The working week and the readings of the counting rules.
    pub switches: Switches,
    /// Which moment decides timeliness.
    pub timeliness: Timeliness,
    /// How many working days before the last day of an answer its draft has to be ready, by
    /// the rule of the house; 0: there is no such day.
    pub draft_days: u16,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            after_repeal: AfterRepeal::default(),
            hours: WorkingHours::default(),
            switches: Switches::default(),
            timeliness: Timeliness::default(),
            draft_days: 2,
        }
    }
}

impl Policy {
    /// The day by which the draft of an answer that is due on a date has to be ready; `None`
    /// without such a rule, or if the calendar does not know the days.
    ///
    /// ```
    /// use awp::domain::holder::Policy;
    /// use awp::domain::rules::RuleSet;
    /// let calendar = RuleSet::builtin().unwrap().calendar;
    /// let due = jiff::civil::date(2026, 3, 30);
    /// let day = Policy::default().draft_day(due, &calendar);
    /// assert_eq!(day, Some(jiff::civil::date(2026, 3, 26)));
    /// ```
    #[must_use]
    pub fn draft_day(&self, due: Date, calendar: &Calendar) -> Option<Date> {
        if self.draft_days == 0 {
            return None;
        }
        calendar
            .nth_before(due, self.draft_days, self.profile())
            .ok()
    }

    /// Five- or six-day week.
    #[must_use]
    pub const fn profile(&self) -> Profile {
        self.switches.profile
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(kind: HolderKind, state_share: u8) -> Holder {
        let text = LocalText {
            kk: "а".into(),
            ru: "а".into(),
            en: "a".into(),
        };
        Holder {
            bin: "990240000018".into(),
            name: text.clone(),
            kind,
            state_share,
            address: text,
            signatories: vec![],
            blog: BlogTexts::default(),
        }
    }

    #[test]
    fn only_quasi_public_entities_below_a_hundred_per_cent_take_requests() {
        assert!(holder(HolderKind::Qp, 99).takes_requests());
        assert!(!holder(HolderKind::Qp, 100).takes_requests());
        assert!(!holder(HolderKind::Sb, 0).takes_requests());
    }
}
