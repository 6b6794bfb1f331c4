//! The profile of a holder: what it says about itself and how it works and counts.
//!
//! Filled in by the holder's own administrator or head at the portal `[145 ¶2(2)]`. A change
//! names only what becomes another; what it does not name is neither touched nor judged, so that
//! an old gap in one field never stands in the way of another one.

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use super::act::Role;
use super::calendar::Profile as Week;
use super::holder::{BlogTexts, Holder, Policy, Timeliness};
use super::hours::{Pause, WorkingHours};
use super::letter::Signatory;
use super::local_text::LocalText;
use super::rules::{HolderKind, Reading};
use super::term::{BeforeRule, DayCounting, ExtensionBase, RollRule, Switches};
use super::text::CitizenText;

mod field;
mod line;
mod merge;

pub use field::Field;
pub use line::Line;

/// The most signatories a holder has.
pub const MAX_SIGNATORIES: usize = 20;

/// The longest name, position or address, in characters.
pub const MAX_LINE: usize = 500;

/// The longest text of the blog, in characters.
pub const MAX_BLOG: usize = 4_000;

/// A draft is ready at most so many working days before the last day of the answer.
pub const MAX_DRAFT_DAYS: u16 = 10;

/// What a holder says about itself and how it works and counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolderProfile {
    /// Kind under the openness standard.
    pub kind: HolderKind,
    /// Share of the state in per cent, 0–100.
    pub state_share: u8,
    /// Postal address, printed in every answer `[law art. 11 ¶14]`.
    pub address: LocalText,
    /// Who signs its letters, the usual one first.
    pub signatories: Vec<Signatory>,
    /// What the blog says about itself.
    pub blog: BlogTexts,
    /// Working hours, which the remaining time counts.
    pub hours: WorkingHours,
    /// The working week and the readings of the counting rules.
    pub switches: Switches,
    /// Which moment decides timeliness.
    pub timeliness: Timeliness,
    /// Working days before the last day of an answer by which its draft is ready; 0: none.
    pub draft_days: u16,
}

impl HolderProfile {
    /// The profile of a holder under its policy.
    #[must_use]
    pub fn of(holder: &Holder, policy: &Policy) -> Self {
        Self {
            kind: holder.kind,
            state_share: holder.state_share,
            address: holder.address.clone(),
            signatories: holder.signatories.clone(),
            blog: holder.blog.clone(),
            hours: policy.hours,
            switches: policy.switches.clone(),
            timeliness: policy.timeliness,
            draft_days: policy.draft_days,
        }
    }

    /// The holder with this profile; its BIN and name stay.
    #[must_use]
    pub fn holder(&self, of: &Holder) -> Holder {
        Holder {
            bin: of.bin.clone(),
            name: of.name.clone(),
            kind: self.kind,
            state_share: self.state_share,
            address: self.address.clone(),
            signatories: self.signatories.clone(),
            blog: self.blog.clone(),
        }
    }

    /// The policy with this profile; what the profile does not hold stays.
    #[must_use]
    pub fn policy(&self, of: &Policy) -> Policy {
        Policy {
            after_repeal: of.after_repeal,
            hours: self.hours,
            switches: self.switches.clone(),
            timeliness: self.timeliness,
            draft_days: self.draft_days,
        }
    }
}

/// Whether an account of this role changes the profile of its holder.
#[must_use]
pub const fn may_change(role: Role) -> bool {
    match role {
        Role::Administrator | Role::Head => true,
        Role::Moderator | Role::Operator | Role::Trainer | Role::Support | Role::Intake => false,
    }
}

/// What is to become another; everything else stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileChange {
    /// As [`HolderProfile::kind`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<HolderKind>,
    /// As [`HolderProfile::state_share`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_share: Option<u8>,
    /// As [`HolderProfile::timeliness`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeliness: Option<Timeliness>,
    /// As [`HolderProfile::draft_days`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft_days: Option<u16>,
    /// As [`HolderProfile::address`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<LocalText>,
    /// As [`HolderProfile::blog`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blog: Option<BlogTexts>,
    /// As [`HolderProfile::hours`]: the whole working day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// Switches of counting; those not named stay.
    #[serde(default, skip_serializing_if = "SwitchesChange::is_empty")]
    pub switches: SwitchesChange,
    /// As [`HolderProfile::signatories`]: all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signatories: Option<Vec<Signatory>>,
}

/// A whole working day; without a break there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// Work begins.
    pub start: Time,
    /// Work ends.
    pub end: Time,
    /// The break.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause: Option<Pause>,
}

impl From<WorkingHours> for Hours {
    fn from(WorkingHours { start, end, pause }: WorkingHours) -> Self {
        Self { start, end, pause }
    }
}

impl From<Hours> for WorkingHours {
    fn from(Hours { start, end, pause }: Hours) -> Self {
        Self { start, end, pause }
    }
}

/// Which reading turns red, with a word for what the pack says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Red {
    /// As the pack says.
    AsPack,
    /// The cautious reading.
    Safe,
    /// The last defensible one.
    Latest,
}

impl From<Option<Reading>> for Red {
    fn from(reading: Option<Reading>) -> Self {
        match reading {
            None => Self::AsPack,
            Some(Reading::Safe) => Self::Safe,
            Some(Reading::Latest) => Self::Latest,
        }
    }
}

impl From<Red> for Option<Reading> {
    fn from(red: Red) -> Self {
        match red {
            Red::AsPack => None,
            Red::Safe => Some(Reading::Safe),
            Red::Latest => Some(Reading::Latest),
        }
    }
}

/// Switches of counting that become others [law.md §3.14].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SwitchesChange {
    /// As [`Switches::profile`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Week>,
    /// As [`Switches::day_counting`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_counting: Option<DayCounting>,
    /// As [`Switches::cut_off`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut_off: Option<Time>,
    /// As [`Switches::roll`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roll: Option<RollRule>,
    /// As [`Switches::before`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<BeforeRule>,
    /// As [`Switches::extension_base`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension_base: Option<ExtensionBase>,
    /// As [`Switches::red`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub red: Option<Red>,
}

impl SwitchesChange {
    /// Whether no switch is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn on(&self, old: &Switches) -> Switches {
        Switches {
            profile: self.profile.unwrap_or(old.profile),
            day_counting: self.day_counting.unwrap_or(old.day_counting),
            cut_off: self.cut_off.unwrap_or(old.cut_off),
            roll: self.roll.unwrap_or(old.roll),
            before: self.before.unwrap_or(old.before),
            extension_base: self.extension_base.unwrap_or(old.extension_base),
            red: self.red.map_or(old.red, Into::into),
        }
    }
}

/// A field that cannot be as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{field}: {kind}")]
pub struct Fault {
    /// The field.
    pub field: Field,
    /// What is wrong, and so what to do.
    pub kind: FaultKind,
}

/// What is wrong with a field; the text names the remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// The share of the state is a percentage.
    #[error("give a share from 0 to 100 per cent")]
    Percent,
    /// A text is missing in a language.
    #[error("give it in Kazakh and in Russian")]
    BothLanguages,
    /// Longer than it may be, or with characters that are not printed.
    #[error("shorten it, and leave out characters that are not printed")]
    Text,
    /// No letter leaves without a signatory `[law art. 11 ¶14]`.
    #[error("name at least one signatory: no letter leaves without one")]
    NoSignatory,
    /// A signatory lacks the name or the position.
    #[error("give every signatory a name and a position in Kazakh and in Russian")]
    Signatory,
    /// More than [`MAX_SIGNATORIES`].
    #[error("name at most {MAX_SIGNATORIES} signatories")]
    TooManySignatories,
    /// The day ends before it begins, or the break does not lie inside.
    #[error("let the day end after it begins, and the break lie inside it")]
    Hours,
    /// Everything would be registered on the next day.
    #[error("let the cut-off lie after the beginning of the working day")]
    CutOff,
    /// More than [`MAX_DRAFT_DAYS`].
    #[error("give 0 to {MAX_DRAFT_DAYS} working days")]
    DraftDays,
    /// What was typed is not of this field.
    #[error("it is not written like the value of this field")]
    Unreadable,
}

impl FaultKind {
    /// Every fault.
    pub const ALL: [Self; 10] = [
        Self::Percent,
        Self::BothLanguages,
        Self::Text,
        Self::NoSignatory,
        Self::Signatory,
        Self::TooManySignatories,
        Self::Hours,
        Self::CutOff,
        Self::DraftDays,
        Self::Unreadable,
    ];

    /// The kebab-case code: in the portal's problem, and the tail of the Fluent id.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::BothLanguages => "both-languages",
            Self::Text => "text",
            Self::NoSignatory => "no-signatory",
            Self::Signatory => "signatory",
            Self::TooManySignatories => "too-many-signatories",
            Self::Hours => "hours",
            Self::CutOff => "cut-off",
            Self::DraftDays => "draft-days",
            Self::Unreadable => "unreadable",
        }
    }
}

impl ProfileChange {
    /// The change that makes any profile this one.
    #[must_use]
    pub fn whole(profile: &HolderProfile) -> Self {
        let switches = &profile.switches;
        Self {
            kind: Some(profile.kind),
            state_share: Some(profile.state_share),
            timeliness: Some(profile.timeliness),
            draft_days: Some(profile.draft_days),
            address: Some(profile.address.clone()),
            blog: Some(profile.blog.clone()),
            hours: Some(profile.hours.into()),
            switches: SwitchesChange {
                profile: Some(switches.profile),
                day_counting: Some(switches.day_counting),
                cut_off: Some(switches.cut_off),
                roll: Some(switches.roll),
                before: Some(switches.before),
                extension_base: Some(switches.extension_base),
                red: Some(switches.red.into()),
            },
            signatories: Some(profile.signatories.clone()),
        }
    }

    /// The change that leads from one profile to the other and names nothing else.
    ///
    /// ```
    /// use awp::domain::profile::{HolderProfile, ProfileChange};
    /// # fn show(old: &HolderProfile) {
    /// let new = HolderProfile { draft_days: 3, ..old.clone() };
    /// let change = ProfileChange::between(old, &new);
    /// assert_eq!(change.draft_days, Some(3));
    /// assert_eq!(change.kind, None);
    /// # }
    /// ```
    #[must_use]
    pub fn between(old: &HolderProfile, new: &HolderProfile) -> Self {
        fn other<T: PartialEq>(old: Option<&T>, new: Option<T>) -> Option<T> {
            new.filter(|new| old != Some(new))
        }
        let (old, new) = (Self::whole(old), Self::whole(new));
        let (was, is) = (old.switches, new.switches);
        Self {
            kind: other(old.kind.as_ref(), new.kind),
            state_share: other(old.state_share.as_ref(), new.state_share),
            timeliness: other(old.timeliness.as_ref(), new.timeliness),
            draft_days: other(old.draft_days.as_ref(), new.draft_days),
            address: other(old.address.as_ref(), new.address),
            blog: other(old.blog.as_ref(), new.blog),
            hours: other(old.hours.as_ref(), new.hours),
            switches: SwitchesChange {
                profile: other(was.profile.as_ref(), is.profile),
                day_counting: other(was.day_counting.as_ref(), is.day_counting),
                cut_off: other(was.cut_off.as_ref(), is.cut_off),
                roll: other(was.roll.as_ref(), is.roll),
                before: other(was.before.as_ref(), is.before),
                extension_base: other(was.extension_base.as_ref(), is.extension_base),
                red: other(was.red.as_ref(), is.red),
            },
            signatories: other(old.signatories.as_ref(), new.signatories),
        }
    }

    /// The profile after the change.
    ///
    /// # Errors
    /// Every named field that cannot be as it says, in the order of the profile.
    pub fn on(&self, old: &HolderProfile) -> Result<HolderProfile, Vec<Fault>> {
        let new = self.laid_on(old);
        let faults = self.faults(&new);
        if faults.is_empty() {
            Ok(new)
        } else {
            Err(faults)
        }
    }

    /// The profile after the change, judged by nobody yet.
    #[must_use]
    pub fn laid_on(&self, old: &HolderProfile) -> HolderProfile {
        let mut address = self.address.clone();
        if let Some(address) = &mut address {
            fill_english(address);
        }
        let mut signatories = self.signatories.clone();
        for signatory in signatories.iter_mut().flatten() {
            fill_english(&mut signatory.position);
        }
        HolderProfile {
            kind: self.kind.unwrap_or(old.kind),
            state_share: self.state_share.unwrap_or(old.state_share),
            address: address.unwrap_or_else(|| old.address.clone()),
            signatories: signatories.unwrap_or_else(|| old.signatories.clone()),
            blog: self.blog.clone().unwrap_or_else(|| old.blog.clone()),
            hours: self.hours.map_or(old.hours, Into::into),
            switches: self.switches.on(&old.switches),
            timeliness: self.timeliness.unwrap_or(old.timeliness),
            draft_days: self.draft_days.unwrap_or(old.draft_days),
        }
    }

    /// The named fields that cannot be as they are in the new profile.
    fn faults(&self, new: &HolderProfile) -> Vec<Fault> {
        let hours = self.hours.is_some();
        let cut_off = hours || self.switches.cut_off.is_some();
        let judged = [
            (
                self.state_share.is_some() && new.state_share > 100,
                Field::StateShare,
                FaultKind::Percent,
            ),
            (
                self.address.is_some() && is_blank(&new.address),
                Field::Address,
                FaultKind::BothLanguages,
            ),
            (
                self.address.is_some() && !is_printed(&new.address),
                Field::Address,
                FaultKind::Text,
            ),
            (
                self.blog.is_some() && !new.blog.is_fit(),
                Field::Blog,
                FaultKind::Text,
            ),
            (
                self.blog.is_some() && new.blog.is_halved(),
                Field::Blog,
                FaultKind::BothLanguages,
            ),
            (
                hours && !new.hours.is_a_day(),
                Field::Hours,
                FaultKind::Hours,
            ),
            (
                cut_off && new.switches.cut_off <= new.hours.start,
                Field::CutOff,
                FaultKind::CutOff,
            ),
            (
                self.draft_days.is_some() && new.draft_days > MAX_DRAFT_DAYS,
                Field::DraftDays,
                FaultKind::DraftDays,
            ),
        ];
        let found = judged.into_iter().filter(|(wrong, ..)| *wrong);
        let mut faults: Vec<Fault> = found
            .map(|(_, field, kind)| Fault { field, kind })
            .collect();
        let signatories = self.signatories.as_ref();
        faults.extend(
            signatories
                .and_then(|_named| signatories_fault(&new.signatories))
                .map(|kind| Fault {
                    field: Field::Signatories,
                    kind,
                }),
        );
        faults.sort_by_key(|fault| fault.field);
        faults
    }
}

/// The fields in which two profiles differ, in the order of the profile.
#[must_use]
pub fn changed(old: &HolderProfile, new: &HolderProfile) -> Vec<Field> {
    let other = |field: &Field| field.differs(old, new);
    Field::ALL.into_iter().filter(other).collect()
}

/// Data may leave the English text out: it repeats the Russian one.
fn fill_english(text: &mut LocalText) {
    if text.en.trim().is_empty() {
        text.en.clone_from(&text.ru);
    }
}

fn is_blank(text: &LocalText) -> bool {
    text.kk.trim().is_empty() || text.ru.trim().is_empty()
}

fn is_line(text: &str) -> bool {
    text.chars().count() <= MAX_LINE && !text.contains('\n') && is_clean(text)
}

/// Nothing in it moves a cursor, hides itself or turns the reading direction.
fn is_clean(text: &str) -> bool {
    CitizenText::parse(text).is_ok_and(|clean| clean.as_str() == text.trim_end())
}

fn is_printed(text: &LocalText) -> bool {
    [&text.kk, &text.ru, &text.en]
        .into_iter()
        .all(|text| is_line(text))
}

fn signatories_fault(all: &[Signatory]) -> Option<FaultKind> {
    if all.is_empty() {
        return Some(FaultKind::NoSignatory);
    }
    if all.len() > MAX_SIGNATORIES {
        return Some(FaultKind::TooManySignatories);
    }
    if all
        .iter()
        .any(|one| one.name.trim().is_empty() || is_blank(&one.position))
    {
        return Some(FaultKind::Signatory);
    }
    let fit = |one: &Signatory| is_line(&one.name) && is_printed(&one.position);
    (!all.iter().all(fit)).then_some(FaultKind::Text)
}

impl BlogTexts {
    /// Whether both texts are short enough and printed.
    fn is_fit(&self) -> bool {
        [&self.kk, &self.ru]
            .into_iter()
            .all(|text| text.chars().count() <= MAX_BLOG && is_clean(text))
    }

    /// Whether only one of the two languages has a text.
    fn is_halved(&self) -> bool {
        self.kk.trim().is_empty() != self.ru.trim().is_empty()
    }
}

#[cfg(test)]
mod tests;
