//! The fields of a profile, by which changes, faults and screens name them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::HolderProfile;

/// A field of a profile, in the order of the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// Kind under the openness standard.
    Kind,
    /// Share of the state.
    StateShare,
    /// Postal address.
    Address,
    /// Who signs.
    Signatories,
    /// What the blog says about itself.
    Blog,
    /// Working hours.
    Hours,
    /// Working days before an answer's last day by which its draft is ready.
    DraftDays,
    /// Which moment decides timeliness.
    Timeliness,
    /// The working week.
    Week,
    /// Whether the day of the start is counted.
    DayCounting,
    /// The last moment of registration on the same day.
    CutOff,
    /// Where a term ends that falls on a free day.
    Roll,
    /// How "not less than N days before" is judged.
    Before,
    /// What an extension is added to.
    ExtensionBase,
    /// Which reading turns red.
    Red,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 15] = [
        Self::Kind,
        Self::StateShare,
        Self::Address,
        Self::Signatories,
        Self::Blog,
        Self::Hours,
        Self::DraftDays,
        Self::Timeliness,
        Self::Week,
        Self::DayCounting,
        Self::CutOff,
        Self::Roll,
        Self::Before,
        Self::ExtensionBase,
        Self::Red,
    ];

    /// The kebab-case name, the tail of the Fluent id `profile-field-…`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::StateShare => "state-share",
            Self::Address => "address",
            Self::Signatories => "signatories",
            Self::Blog => "blog",
            Self::Hours => "hours",
            Self::DraftDays => "draft-days",
            Self::Timeliness => "timeliness",
            Self::Week => "week",
            Self::DayCounting => "day-counting",
            Self::CutOff => "cut-off",
            Self::Roll => "roll",
            Self::Before => "before",
            Self::ExtensionBase => "extension-base",
            Self::Red => "red",
        }
    }

    /// Whether two profiles differ in it.
    #[must_use]
    pub fn differs(self, old: &HolderProfile, new: &HolderProfile) -> bool {
        let (was, is) = (&old.switches, &new.switches);
        match self {
            Self::Kind => old.kind != new.kind,
            Self::StateShare => old.state_share != new.state_share,
            Self::Address => old.address != new.address,
            Self::Signatories => old.signatories != new.signatories,
            Self::Blog => old.blog != new.blog,
            Self::Hours => old.hours != new.hours,
            Self::DraftDays => old.draft_days != new.draft_days,
            Self::Timeliness => old.timeliness != new.timeliness,
            Self::Week => was.profile != is.profile,
            Self::DayCounting => was.day_counting != is.day_counting,
            Self::CutOff => was.cut_off != is.cut_off,
            Self::Roll => was.roll != is.roll,
            Self::Before => was.before != is.before,
            Self::ExtensionBase => was.extension_base != is.extension_base,
            Self::Red => was.red != is.red,
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id())
    }
}
