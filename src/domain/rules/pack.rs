//! One act in one edition: when it is in force and what it asks for.
//!
//! Data types only. A pack is a TOML file, an entity of the portal's feed and an argument of
//! the term engine; the same fields serve all three.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{AfterRepeal, PackStatus};
use crate::domain::local_text::LocalText;

/// The id of a rule, such as `return` or `extension-notice`.
///
/// Known ids are constants; a pack of a newer portal may bring others.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct RuleId(Cow<'static, str>);

macro_rules! rule_ids {
    ($($(#[$doc:meta])* $name:ident = $id:literal;)*) => {
        impl RuleId {
            $($(#[$doc])* pub const $name: Self = Self(Cow::Borrowed($id));)*
            /// The ids the program knows by name, in the order of the law.
            pub const KNOWN: &'static [Self] = &[$(Self::$name),*];
        }
    };
}

rule_ids! {
    /// Return of a request that does not meet art. 11.
    RETURN = "return";
    /// Forwarding to the competent holder.
    FORWARD = "forward";
    /// The answer.
    ANSWER = "answer";
    /// The one extension of the answer's term.
    EXTENSION = "extension";
    /// Telling the user of the extension.
    EXTENSION_NOTICE = "extension-notice";
    /// A reasoned refusal.
    REFUSAL = "refusal";
    /// Saying that the information is already published.
    ALREADY_PUBLISHED = "already-published";
    /// The filled template to the Operator.
    TEMPLATE = "template";
    /// The public notice of a conference.
    CONFERENCE_NOTICE = "conference-notice";
    /// The public notice of a survey.
    SURVEY_NOTICE = "survey-notice";
    /// The repeated notice of a long survey.
    SURVEY_RENOTICE = "survey-renotice";
    /// The least length of a conference.
    CONFERENCE_LENGTH = "conference-length";
    /// Every question is answered before the conference ends.
    QUESTION = "question";
    /// The decision on a topic application.
    TOPIC = "topic";
    /// The least length of a survey.
    SURVEY_LENGTH = "survey-length";
    /// The user's Like or Dislike.
    RATING = "rating";
    /// A complaint about a refusal or an answer.
    COMPLAINT = "complaint";
    /// Access to the workplace.
    ACCESS = "access";
    /// Training of the staff.
    TRAINING = "training";
}

impl RuleId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for RuleId {
    fn from(id: String) -> Self {
        Self::KNOWN
            .iter()
            .find(|known| known.0 == id)
            .cloned()
            .unwrap_or(Self(Cow::Owned(id)))
    }
}

impl From<&str> for RuleId {
    fn from(id: &str) -> Self {
        Self::from(id.to_owned())
    }
}

impl From<RuleId> for String {
    fn from(id: RuleId) -> Self {
        id.0.into_owned()
    }
}

impl RuleId {
    /// The Operator publishes before the opening; a stage of a conference, no rule of a pack.
    pub const PUBLISH: Self = Self(Cow::Borrowed("publish"));
    /// A conference opens by itself; a stage, no rule of a pack.
    pub const OPENING: Self = Self(Cow::Borrowed("opening"));
}

impl fmt::Display for RuleId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The id of a pack, such as `order145-2023`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PackId(pub String);

impl From<&str> for PackId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl fmt::Display for PackId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// One act in one edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePack {
    /// The id.
    pub id: PackId,
    /// The act, as it is cited on a screen.
    pub act: LocalText,
    /// Where the pack was taken from.
    pub source: String,
    /// When several packs have a rule, the lowest number gives it.
    pub precedence: u8,
    /// Packs that give the rules this one lacks, for items pinned to it.
    #[serde(default)]
    pub rests_on: Vec<PackId>,
    /// Which of the two readings of a date turns red.
    #[serde(default)]
    pub red: Reading,
    /// The act that moves the end of a calendar-day term to a working day.
    pub roll_source: LocalText,
    /// The numbering of the clauses was not checked against the full text.
    #[serde(default)]
    pub numbering_unverified: bool,
    /// What a reader of the pack has to know.
    #[serde(default)]
    pub note: Option<LocalText>,
    /// When the act is in force.
    pub in_force: Force,
    /// The repeal, if the act was repealed and not just replaced by its next edition.
    #[serde(default)]
    pub repeal: Option<Repeal>,
    /// Terms and demands.
    #[serde(default, rename = "rule")]
    pub rules: Vec<Rule>,
    /// Recurring duties of openness.
    #[serde(default, rename = "duty")]
    pub duties: Vec<Duty>,
}

impl RulePack {
    /// The rule of an id.
    #[must_use]
    pub fn rule(&self, id: &RuleId) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == *id)
    }

    /// Whether the act was in force on the day.
    #[must_use]
    pub fn in_force_on(&self, date: Date) -> bool {
        self.in_force.from.is_none_or(|from| from <= date) && !self.ended_before(date)
    }

    /// Whether the pack gives rules on that day: in force, or repealed and kept by policy.
    #[must_use]
    pub fn applies_on(&self, date: Date, policy: AfterRepeal) -> bool {
        let kept = policy == AfterRepeal::KeepOrder145 && self.repeal.is_some();
        self.in_force_on(date) || (kept && self.ended_before(date))
    }

    /// The standing of the pack on that day. A pack applied to a day before its own time, by
    /// explicit wish only, counts as in force.
    #[must_use]
    pub fn status_on(&self, date: Date) -> PackStatus {
        if self.ended_before(date) {
            PackStatus::KeptAfterRepeal
        } else {
            PackStatus::InForce
        }
    }

    fn ended_before(&self, date: Date) -> bool {
        self.in_force.until.is_some_and(|until| until < date)
    }
}

/// The days on which an act is in force, both inclusive; an absent bound is open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Force {
    /// The first day.
    #[serde(default)]
    pub from: Option<Date>,
    /// The first day was worked out, not read.
    #[serde(default)]
    pub from_approx: bool,
    /// The last day.
    #[serde(default)]
    pub until: Option<Date>,
    /// The last day was worked out, not read.
    #[serde(default)]
    pub until_approx: bool,
}

/// How an act was repealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeal {
    /// The date of the repealing act.
    pub on: Date,
    /// The repealing act.
    pub act: LocalText,
}

/// One term or demand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The id.
    pub id: RuleId,
    /// The clause as it is shown, `145 ¶4(3)`.
    pub clause: String,
    /// The same demand in another act.
    #[serde(default)]
    pub also: Option<String>,
    /// Who has to act.
    pub who: Party,
    /// A duty, or the last day for an act that nobody has to do.
    pub nature: Nature,
    /// How its day is counted.
    pub count: Counting,
    /// The act does not say this in so many words.
    #[serde(default)]
    pub our_reading: bool,
    /// One word for lists.
    pub short: LocalText,
    /// The whole demand.
    pub title: LocalText,
}

/// Who has to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// The administrator.
    Administrator,
    /// The holder of the information.
    Holder,
    /// The head of the holder.
    Head,
    /// The Operator of the portal.
    Operator,
    /// The user of the information.
    User,
}

/// Whether missing the day is a breach or only closes a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// Something that has to be done by the day.
    Duty,
    /// The last day on which an act may be chosen.
    LastDay,
}

/// One of the two readings of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// The cautious one.
    Safe,
    /// The last defensible one.
    #[default]
    Latest,
}

/// How the day of a rule is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Counting {
    /// The N-th working day after the start; the start itself is not counted.
    WorkingDaysAfter {
        /// N.
        days: u16,
        /// The start.
        from: StartKind,
    },
    /// Start + N calendar days, then to a working day.
    CalendarDays {
        /// N.
        days: u16,
        /// The start.
        from: StartKind,
    },
    /// Up to N calendar days more than another calendar-day rule.
    Extension {
        /// N, the most that may be added.
        up_to_days: u8,
        /// The rule that is extended.
        of: RuleId,
    },
    /// Not less than N working days before the start of an event.
    NotLessThanBefore {
        /// N.
        days: u16,
        /// The start.
        from: StartKind,
    },
    /// The event lasts at least N working days.
    Lasts {
        /// N.
        days: u16,
        /// The start.
        from: StartKind,
    },
    /// The same number N months later, else the last of that month, then to a working day.
    Months {
        /// N.
        months: u8,
        /// The start.
        from: StartKind,
    },
    /// At most N calendar days after the previous time, rolled back to a working day.
    LargestGap {
        /// N.
        days: u16,
        /// The start.
        from: StartKind,
    },
    /// No day that could be computed.
    None,
}

/// What the count of a rule starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StartKind {
    /// Receipt, even after working hours.
    Receipt,
    /// Registration: the day of receipt, or the next working day.
    Registration,
    /// The moment a term was extended.
    Extension,
    /// The launch of a survey.
    Launch,
    /// The submission of a topic application.
    Submission,
    /// The start of a conference or survey.
    Start,
    /// The first day of a conference or survey.
    FirstDay,
    /// The previous notice of a survey.
    PreviousNotice,
    /// The day the user learned of a refusal or an answer.
    Knowledge,
}

/// A recurring duty of openness [Standard ¶8–14].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// The id.
    pub id: String,
    /// How often.
    pub period: Period,
    /// Working days, for the periods that count them.
    #[serde(default)]
    pub working_days: Option<u8>,
    /// The act does not say this in so many words.
    #[serde(default)]
    pub our_reading: bool,
    /// Whose duty it is, with the clause of the standard, `8(2)`.
    pub items: BTreeMap<HolderKind, String>,
    /// The duty.
    pub title: LocalText,
}

/// The kinds of holders the standard tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum HolderKind {
    /// State body or body of self-government (¶8).
    Sb,
    /// Quasi-public entity (¶9).
    Qp,
    /// State institution (¶10).
    Si,
    /// Recipient of budget money (¶11).
    Br,
    /// State monopoly (¶12).
    Sm,
    /// Holder of ecological or emergency information (¶13).
    Ec,
    /// Performer of public functions (¶14).
    Pf,
}

impl HolderKind {
    /// Every kind, in the order of the standard.
    pub const ALL: [Self; 7] = [
        Self::Sb,
        Self::Qp,
        Self::Si,
        Self::Br,
        Self::Sm,
        Self::Ec,
        Self::Pf,
    ];
}

/// How often a duty of openness comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// At all times.
    Continuous,
    /// From time to time, no period is named.
    Regularly,
    /// Every working day.
    Daily,
    /// Once from Monday to Sunday, due on the last working day.
    Weekly,
    /// Once a quarter, due on its last working day.
    Quarterly,
    /// Once each half of the year, due on its last working day.
    HalfYearly,
    /// Once a year, due on its last working day.
    Yearly,
    /// Once for all.
    Once,
    /// At least N working days before the event.
    Before,
    /// Within N working days of the occasion.
    Within,
    /// A working day before or after an event, as its own rule says.
    AroundEvent,
    /// With every draft.
    PerDraft,
    /// As the list of open data says.
    PerList,
    /// As other rules say.
    PerItsRules,
    /// Whenever it happens.
    OnOccurrence,
}
