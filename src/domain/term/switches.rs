//! The switches of counting, each with its default.

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::Profile;
use crate::domain::rules::Reading;

/// How the holder counts where the law leaves room.
///
/// ```
/// use awp::domain::calendar::Profile;
/// use awp::domain::term::Switches;
/// let switches = Switches { profile: Profile::SixDay, ..Switches::default() };
/// assert_eq!(switches.cut_off.to_string(), "18:30:00");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Switches {
    /// The working week; five days by default.
    pub profile: Profile,
    /// Whether the day of the start is counted; it is not by default.
    pub day_counting: DayCounting,
    /// The last moment at which something is registered the same day; 18:30:00 still is.
    pub cut_off: Time,
    /// Where a calendar-day term ends that falls on a free day; the next working day by default.
    pub roll: RollRule,
    /// How "not less than N working days before" is judged; leniently by default.
    pub before: BeforeRule,
    /// What an extension is added to; the raw end of the answer's term by default.
    pub extension_base: ExtensionBase,
    /// Which reading turns red; as the pack says by default.
    pub red: Option<Reading>,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            profile: Profile::default(),
            day_counting: DayCounting::default(),
            cut_off: Time::constant(18, 30, 0, 0),
            roll: RollRule::default(),
            before: BeforeRule::default(),
            extension_base: ExtensionBase::default(),
            red: None,
        }
    }
}

/// Whether the day of the start is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayCounting {
    /// Day 1 is the day after the start [Civil Code art. 173].
    #[default]
    AfterStart,
    /// Day 1 is the day of the start: stricter than the law.
    FromStart,
}

/// Where a calendar-day term ends that falls on a free day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RollRule {
    /// On the next working day [Civil Code art. 175].
    #[default]
    NextWorkingDay,
    /// On the working day before.
    PreviousWorkingDay,
    /// Where it falls.
    None,
}

/// How "not less than N working days before" is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BeforeRule {
    /// The event minus N working days.
    #[default]
    Lenient,
    /// N full working days lie in between.
    Strict,
}

/// What an extension is added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExtensionBase {
    /// The end of the answer's term before any shift to a working day.
    #[default]
    Raw,
    /// The shifted end.
    Latest,
}
