//! A workstation put together: store, clock, settings and exchange become model, view and
//! carrier of one loop.
//!
//! The same assembly serves the real terminal and the tests; only backend, input and clock
//! differ. Not here: how the store was opened and what the command line says.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use ratatui::Terminal;
use ratatui::backend::Backend;

use crate::app::effect::Effect;
use crate::app::model::{Demo, Link, LinkState, Model, ReadOnly, Rules, Start};
use crate::app::msg::Msg;
use crate::app::update;
use crate::clock::Clock;
use crate::config::{Config, Keyboard};
use crate::domain::act::Role;
use crate::domain::local_text::Lang;
use crate::domain::motive::Motives;
use crate::runtime::effects::PortalSwitch;
use crate::runtime::event_loop::View;
use crate::store::{Access, Store, StoreError};
use crate::theme::{BUILT_IN_NAMES, Depth, Theme};

/// How the screens look and which keys they listen to.
#[derive(Debug, Clone)]
pub struct Look {
    /// Language.
    pub lang: Lang,
    /// Name of the theme.
    pub theme: String,
    /// The user's own themes.
    pub themes: Option<PathBuf>,
    /// Keyboard layout.
    pub keyboard: Keyboard,
    /// Colours of the terminal.
    pub depth: Depth,
    /// Borders and marks of ASCII only.
    pub ascii: bool,
    /// How long an outward act can be recalled, in seconds.
    pub recall_seconds: u32,
}

/// What a workstation is made of.
pub struct Workstation {
    /// The replica.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Look and keys.
    pub look: Look,
    /// The configuration file that screens write to.
    pub config: PathBuf,
    /// `--read-only` was given.
    pub read_only: bool,
    /// The portal of a demonstration.
    pub portal: Option<Arc<dyn PortalSwitch>>,
}

impl Workstation {
    /// The core as it starts on a terminal of a size, and its first orders.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn begin(&self, size: (u16, u16)) -> Result<(Model, Vec<Effect>), StoreError> {
        let reader = self.store.reader();
        let account = reader.account()?;
        let bin = account.as_ref().and_then(|account| account.holder.clone());
        let holder = match &bin {
            Some(bin) => reader.holder(bin)?,
            None => None,
        };
        let role = account
            .as_ref()
            .map_or(Role::Administrator, |account| account.role);
        let start = Start {
            now: self.clock.now(),
            size,
            lang: self.look.lang,
            theme: self.look.theme.clone(),
            themes: theme_names(&self.look),
            keyboard: self.look.keyboard,
            recall_seconds: self.look.recall_seconds,
            user: account.map(|account| account.user),
            role,
            holder,
            rules: self.rules()?,
            read_only: self.why_read_only(role),
            demo: self.portal.as_ref().map(|_| Demo {
                portal_running: true,
            }),
            link: self.link()?,
        };
        Ok(update::start(start))
    }

    fn why_read_only(&self, role: Role) -> Option<ReadOnly> {
        match self.store.access() {
            Access::ReadTaken { .. } => Some(ReadOnly::SecondInstance),
            Access::ReadAsked => Some(ReadOnly::Asked),
            Access::Write if self.read_only => Some(ReadOnly::Asked),
            Access::Write if role == Role::Support => Some(ReadOnly::Role),
            Access::Write => None,
        }
    }
}
