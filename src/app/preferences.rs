//! The settings on screen: those of this workstation and the profile of its holder.

use serde::Serialize;

use super::action::DisabledReason;
use super::field::LineField;
use super::form::Focus;
use super::model::{LinkState, Model};
use super::overlay::Overlay;
use crate::config::{ColorDepth, SlowLink};
use crate::domain::profile::{Fault, HolderProfile, Line, ProfileChange, may_change};
use crate::wire::profile::{ProfileOutcome, ProfileRequest, ProfileView};

/// The longest time an act can be recalled, in seconds, as far as the screen offers.
pub const MOST_RECALL: u32 = 300;

/// How the recall window grows and shrinks, in seconds.
pub const RECALL_STEP: u32 = 10;

/// Colours and signs of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Appearance {
    /// How much colour.
    pub color: ColorDepth,
    /// Borders and marks of ASCII only.
    pub ascii: bool,
}

/// How the terminal is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TerminalUse {
    /// The mouse is listened to.
    pub mouse: bool,
    /// What is said of the line to it.
    pub slow_link: SlowLink,
    /// It knows how to take a text for a clipboard.
    pub clipboard: bool,
    /// A shell stands behind it that can go on with a stopped program.
    pub shell: bool,
}

impl Default for TerminalUse {
    fn default() -> Self {
        Self {
            mouse: false,
            slow_link: SlowLink::Auto,
            clipboard: true,
            shell: true,
        }
    }
}

/// A part of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// This workstation.
    #[default]
    Workstation,
    /// The holder.
    Holder,
}

/// A setting of this workstation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preference {
    /// Language of the screens.
    Language,
    /// Theme.
    Theme,
    /// Keyboard layout.
    Keyboard,
    /// How long an outward act can be recalled.
    Recall,
    /// Colour depth.
    Color,
    /// ASCII only.
    Ascii,
    /// The mouse.
    Mouse,
    /// Few frames for a slow line.
    SlowLink,
}

impl Preference {
    /// Every setting, in the order of the screen.
    pub const ALL: [Self; 8] = [
        Self::Language,
        Self::Theme,
        Self::Keyboard,
        Self::Recall,
        Self::Color,
        Self::Ascii,
        Self::Mouse,
        Self::SlowLink,
    ];
}

/// Why the portal did not give or change the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProfileFailure {
    /// There is no link; such orders are not queued.
    NoLink,
    /// The role may not.
    Role,
    /// The holder is not in the portal's directory.
    NoHolder,
    /// Somebody else changed it meanwhile.
    Changed,
    /// A field cannot be as it was said.
    Refused,
    /// It was sent and no answer came: it may have been taken.
    Unknown,
    /// It could not be read, although there is a link.
    Unread,
}

impl ProfileFailure {
    /// Every failure.
    pub const ALL: [Self; 7] = [
        Self::NoLink,
        Self::Role,
        Self::NoHolder,
        Self::Changed,
        Self::Refused,
        Self::Unknown,
        Self::Unread,
    ];

    /// The kebab-case code, the tail of the Fluent id `profile-failure-…`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoLink => "no-link",
            Self::Role => "role",
            Self::NoHolder => "no-holder",
            Self::Changed => "changed",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::Unread => "unread",
        }
    }

    /// What the type of a problem means; without one there is no link.
    #[must_use]
    pub fn of_problem(kind: Option<&str>) -> Self {
        match kind {
            Some("role-may-not") => Self::Role,
            Some("no-such-holder") => Self::NoHolder,
            Some("profile-changed") => Self::Changed,
            Some("validation" | "bad-json") => Self::Refused,
            Some(_) | None => Self::NoLink,
        }
    }
}

/// The settings as they are open.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SettingsState {
    /// The part that is shown.
    pub part: Part,
    /// Index of the selected line.
    pub selected: usize,
    /// Index of the first one on screen.
    pub top: usize,
    /// The value that is being typed.
    pub typed: Option<LineField>,
    /// Why what was typed was not taken.
    pub fault: Option<Fault>,
    /// The profile as the portal told it; `None` until it has.
    pub view: Option<Box<ProfileView>>,
    /// The profile as it was changed here and not sent yet.
    pub draft: Option<Box<HolderProfile>>,
    /// The portal has been asked what would move.
    pub asked: bool,
}

impl SettingsState {
    /// What was changed here; `None` if nothing was.
    #[must_use]
    pub fn change(&self) -> Option<ProfileChange> {
        let (view, draft) = (self.view.as_ref()?, self.draft.as_ref()?);
        let change = ProfileChange::between(&view.profile, draft);
        (change != ProfileChange::default()).then_some(change)
    }
}

/// What a change of the profile would move, before it is decided.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProfileMoves {
    /// What is to be changed; not a dry run.
    pub request: ProfileRequest,
    /// What it would do.
    pub outcome: ProfileOutcome,
    /// The focus: back, or send.
    pub focus: Focus,
    /// The first line on screen.
    pub scroll: u16,
    /// It was sent; the answer is on its way.
    pub sent: bool,
}

impl ProfileMoves {
    /// The fields in the order of Tab.
    #[must_use]
    pub fn fields(&self) -> Vec<Focus> {
        vec![Focus::Cancel, Focus::Submit]
    }
}

impl Model {
    /// The settings, if they are open; something may lie over them.
    #[must_use]
    pub fn open_settings(&self) -> Option<&SettingsState> {
        self.overlays.iter().find_map(Overlay::settings)
    }

    /// The profile as the settings show it: as changed here, as the portal told it, or as the
    /// last exchange left it; `None` for an account without a holder.
    #[must_use]
    pub fn profile(&self) -> Option<HolderProfile> {
        let told = self.open_settings().and_then(|state| {
            let view = state.view.as_ref().map(|view| &view.profile);
            state.draft.as_deref().or(view).cloned()
        });
        told.or_else(|| {
            let holder = self.holder.as_ref()?;
            Some(HolderProfile::of(holder, &self.rules.policy))
        })
    }

    /// The lines of the holder's part.
    #[must_use]
    pub fn profile_lines(&self) -> Vec<Line> {
        self.profile()
            .map(|profile| Line::all(&profile))
            .unwrap_or_default()
    }

    /// Why the profile cannot be changed from here.
    #[must_use]
    pub fn profile_locked(&self) -> Option<DisabledReason> {
        if let Some(why) = self.read_only {
            return Some(DisabledReason::ReadOnly(why));
        }
        if !may_change(self.role) {
            return Some(DisabledReason::ProfileRole);
        }
        let linked = matches!(
            self.link.state,
            LinkState::Online | LinkState::Syncing { .. }
        );
        if !linked {
            return Some(DisabledReason::NoLink);
        }
        let told = self
            .open_settings()
            .is_some_and(|state| state.view.is_some());
        (!told).then_some(DisabledReason::ProfileLoading)
    }
}
