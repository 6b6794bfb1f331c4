//! What the program starts with, and what of that can be read anew.

use jiff::Timestamp;
use serde::Serialize;

use super::{Demo, Link, ReadOnly, Rules};
use crate::app::keymap::Keys;
use crate::app::layout::Layout;
use crate::app::preferences::{Appearance, TerminalUse};
use crate::app::writing::Writing;
use crate::config::{Keyboard, ListShare};
use crate::domain::act::Role;
use crate::domain::holder::Holder;
use crate::domain::ids::UserName;
use crate::domain::local_text::Lang;

/// What the program starts with.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    /// The time now.
    pub now: Timestamp,
    /// Columns and rows of the terminal, or the sheet of line mode.
    pub layout: Layout,
    /// Language.
    pub lang: Lang,
    /// The name of the theme.
    pub theme: String,
    /// The names of all themes.
    pub themes: Vec<String>,
    /// Keyboard layout.
    pub keyboard: Keyboard,
    /// Nobody has said yet which layout is on the keyboard.
    pub check_keyboard: bool,
    /// The keys of actions.
    pub keys: Keys,
    /// How long an outward act can be recalled, in seconds.
    pub recall_seconds: u32,
    /// Colours and signs.
    pub appearance: Appearance,
    /// How the terminal is used.
    pub terminal: TerminalUse,
    /// The account; `None` before the first login.
    pub user: Option<UserName>,
    /// Its role.
    pub role: Role,
    /// The holder the account belongs to.
    pub holder: Option<Holder>,
    /// The rules.
    pub rules: Rules,
    /// Why nothing can be changed.
    pub read_only: Option<ReadOnly>,
    /// The demo.
    pub demo: Option<Demo>,
    /// The link as known from the last run.
    pub link: Link,
    /// What letters are written with.
    pub writing: Writing,
}

/// Settings read anew while the program runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// Language.
    pub lang: Lang,
    /// The name of the theme.
    pub theme: String,
    /// The names of all themes.
    pub themes: Vec<String>,
    /// Keyboard layout.
    pub keyboard: Keyboard,
    /// The keys of actions.
    pub keys: Keys,
    /// How long an outward act can be recalled, in seconds; acts held already keep their window.
    pub recall_seconds: u32,
    /// Colours and signs.
    pub appearance: Appearance,
    /// How the terminal is used.
    pub terminal: TerminalUse,
    /// The share of the list beside the detail.
    pub list_share: ListShare,
    /// What letters are written with.
    pub writing: Writing,
}
