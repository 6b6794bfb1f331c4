//! The law as data: rule packs, calendar years, checklists, grounds, categories.
//!
//! Responsible for reading the data strictly, for saying from which pack a rule is taken on a
//! given day, and for the hash by which two programs know that they decide under the same
//! rules. It does not count days (that is [`crate::domain::term`]) and knows no request.
//!
//! Invariants: within a set every pack, year, rule of a pack, check, ground and category is
//! there once; a request stays under the pack it was pinned to on the day of receipt; the
//! built-in files and the same rules received from the portal give the same hash.

mod builtin;
mod checklist;
mod diff;
mod pack;
mod reader;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::calendar::{Calendar, CalendarYear};

pub use checklist::{
    Addressee, Category, CheckFailure, CheckItem, Checklist, Ground, Grounds, NeverReason, Secret,
};
pub use diff::{Change, Difference, FieldChange, Part, diff};
pub use pack::{
    Counting, Duty, Force, HolderKind, Nature, PackId, Party, Period, Reading, Repeal, Rule,
    RuleId, RulePack, StartKind,
};
pub use reader::{RuleFile, RulesError, RulesProblem};

/// What becomes of Order № 145 for items received after its repeal; a policy of the holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AfterRepeal {
    /// The repealed terms are kept as the holder's internal rule.
    #[default]
    #[serde(rename = "keep-order145")]
    KeepOrder145,
    /// The terms that live only in the Order are dropped.
    LawOnly,
}

/// Whether the act a rule is taken from was in force on the day that decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PackStatus {
    /// The act was in force.
    InForce,
    /// The act had ended and is applied as an internal rule.
    KeptAfterRepeal,
}

impl PackStatus {
    /// The kebab-case code of `awp term --json`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::KeptAfterRepeal => "kept-after-repeal",
        }
    }
}

/// A rule together with the pack it is taken from and that pack's standing on the day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Taken<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// The pack the rule stands in.
    pub pack: &'r RulePack,
    /// Whether that pack was in force on the day asked about.
    pub status: PackStatus,
}

/// All rules a program decides under.
///
/// ```
/// use awp::domain::rules::{AfterRepeal, RuleId, RuleSet};
/// let rules = RuleSet::builtin().unwrap();
/// let day = jiff::civil::date(2026, 3, 6);
/// let answer = rules.pack_on(&RuleId::ANSWER, day, AfterRepeal::KeepOrder145).unwrap();
/// assert_eq!((answer.rule.clause.as_str(), answer.status.code()), ("145 ¶5(1)", "kept-after-repeal"));
/// let answer = rules.pack_on(&RuleId::ANSWER, day, AfterRepeal::LawOnly).unwrap();
/// assert_eq!(answer.rule.clause, "Law art. 11 ¶10");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleSet {
    /// The packs, ordered by precedence, then id.
    pub packs: Vec<RulePack>,
    /// Working and non-working days.
    pub calendar: Calendar,
    /// Checklist A: does a request meet art. 11?
    pub checklist: Checklist,
    /// Checklist B: grounds of refusal.
    pub grounds: Grounds,
    /// Categories of requests.
    pub categories: Vec<Category>,
}

impl RuleSet {
    /// The rules that ship inside the program.
    ///
    /// # Errors
    /// A built-in file is not valid; a test keeps this from being released.
    pub fn builtin() -> Result<Self, RulesError> {
        // Read once: a set is cloned far faster than it is parsed.
        static BUILTIN: OnceLock<Result<RuleSet, RulesError>> = OnceLock::new();
        BUILTIN.get_or_init(|| Self::parse(&builtin::FILES)).clone()
    }

    /// Reads a complete set from `(name, text)` pairs named as under `rules/`.
    ///
    /// # Errors
    /// A file has an unknown name or field, a missing or wrong value, or contradicts another;
    /// the error names the file, the line and the remedy.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, RulesError> {
        reader::read(files)?.finish(None)
    }

    /// Lays files of the same names over this set: a pack replaces the pack of its id, a
    /// calendar year the year, a list the list. For the user's own rules directory.
    ///
    /// # Errors
    /// As [`RuleSet::parse`].
    pub fn overlay(self, files: &[(&str, &str)]) -> Result<Self, RulesError> {
        reader::read(files)?.finish(Some(self))
    }

    /// A set of the packs and calendar years that came from the portal; checklists, grounds
    /// and categories are those of the program.
    ///
    /// # Errors
    /// The packs or years contradict themselves or each other.
    pub fn from_entities(
        packs: Vec<RulePack>,
        years: Vec<CalendarYear>,
    ) -> Result<Self, RulesError> {
        let lists = Self::builtin()?;
        reader::assemble(
            packs,
            years,
            lists.checklist,
            lists.grounds,
            lists.categories,
        )
    }

    /// The SHA-256, in hex, of packs and calendar years in a canonical form.
    ///
    /// Lists of words are left out on purpose: they do not travel in the feed, so a program
    /// of another version could never reach the same hash by refreshing.
    #[must_use]
    pub fn hash(&self) -> String {
        #[derive(Serialize)]
        struct Canonical<'r> {
            packs: &'r [RulePack],
            years: Vec<&'r CalendarYear>,
        }
        let canonical = Canonical {
            packs: &self.packs,
            years: self.calendar.years().collect(),
        };
        // Plain structs with string keys always serialise; an empty text would only make
        // every operation ask for a refresh.
        let text = serde_json::to_vec(&canonical).unwrap_or_default();
        hex::encode(Sha256::digest(text))
    }

    /// The pack of an id.
    #[must_use]
    pub fn pack(&self, id: &PackId) -> Option<&RulePack> {
        self.packs.iter().find(|pack| pack.id == *id)
    }

    /// The rule as the given pack has it, whatever the date; the status tells whether the pack
    /// was in force on `date`.
    #[must_use]
    pub fn in_pack(&self, rule: &RuleId, pack: &PackId, date: Date) -> Option<Taken<'_>> {
        let pack = self.pack(pack)?;
        Some(Taken {
            rule: pack.rule(rule)?,
            pack,
            status: pack.status_on(date),
        })
    }

    /// The pack a rule is taken from for something received on `date` (a local date):
    /// the strongest pack that has the rule and is in force, or is kept after its repeal.
    #[must_use]
    pub fn pack_on(&self, rule: &RuleId, date: Date, policy: AfterRepeal) -> Option<Taken<'_>> {
        self.packs
            .iter()
            .filter(|pack| pack.applies_on(date, policy))
            .find_map(|pack| {
                Some(Taken {
                    rule: pack.rule(rule)?,
                    pack,
                    status: pack.status_on(date),
                })
            })
    }

    /// The pack an item received on `date` is pinned to for all its life.
    ///
    /// `None` only when no pack at all applies on that day.
    #[must_use]
    pub fn pin(&self, received_on: Date, policy: AfterRepeal) -> Option<PackId> {
        self.packs
            .iter()
            .find(|pack| pack.applies_on(received_on, policy))
            .map(|pack| pack.id.clone())
    }

    /// A rule for an item pinned to `pin`: from the pinned pack, else from a pack it rests on.
    ///
    /// ```
    /// use awp::domain::rules::{PackId, RuleId, RuleSet};
    /// let rules = RuleSet::builtin().unwrap();
    /// let day = jiff::civil::date(2022, 6, 1);
    /// let old = PackId::from("order145-2021");
    /// // The first wording of ¶2–6 is unknown: the Law alone governs.
    /// assert_eq!(rules.under_pin(&RuleId::ANSWER, &old, day).unwrap().rule.clause, "Law art. 11 ¶10");
    /// assert!(rules.under_pin(&RuleId::RETURN, &old, day).is_none());
    /// ```
    #[must_use]
    pub fn under_pin(&self, rule: &RuleId, pin: &PackId, received_on: Date) -> Option<Taken<'_>> {
        self.in_pack(rule, pin, received_on).or_else(|| {
            let rests_on = &self.pack(pin)?.rests_on;
            rests_on
                .iter()
                .find_map(|base| self.in_pack(rule, base, received_on))
        })
    }

    /// Whether any pack has a rule of this id.
    #[must_use]
    pub fn knows(&self, rule: &RuleId) -> bool {
        self.packs.iter().any(|pack| pack.rule(rule).is_some())
    }
}
