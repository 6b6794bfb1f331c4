//! A workstation put together: store, clock, settings and exchange become model, view and
//! carrier of one loop.
//!
//! The same assembly serves the real terminal and the tests; only backend, input and clock
//! differ. Not here: how the store was opened and what the command line says.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Instant;

use ratatui::Terminal;
use ratatui::backend::Backend;
use tokio::sync::mpsc::{self, UnboundedReceiver};
use uuid::Uuid;

use crate::app::effect::Effect;
use crate::app::layout::Layout;
use crate::app::model::{Demo, Link, LinkState, Model, ReadOnly, Settings, Start};
use crate::app::msg::Msg;
use crate::app::notice::{Failure, FailureCode};
use crate::app::pointer::{Place, Target};
use crate::app::preferences::{Appearance, TerminalUse};
use crate::app::update;
use crate::app::writing::Writing;
use crate::clock::Clock;
use crate::config::{ColorDepth, Config, Environment, Keyboard, SlowLink};
use crate::domain::act::Role;
use crate::domain::ids::DeviceId;
use crate::domain::local_text::Lang;
use crate::domain::template::Templates;
use crate::i18n::Texts;
use crate::runtime::effects::{self, Effects, PortalSwitch, Tools};
use crate::runtime::event_loop::{Shell, View};
use crate::runtime::outside::ExternalEditor;
use crate::runtime::pace::Pace;
use crate::runtime::sheet::Sheet;
use crate::runtime::signals::{self, Signal};
use crate::runtime::tty::Tty;
use crate::runtime::{key_file, templates};
use crate::store::{Access, Store, StoreError};
use crate::sync::client::{Client, ClientSettings};
use crate::sync::status::median;
use crate::theme::{self, Depth, Theme};
use crate::ui::{Drawn, Memo, view_again};

/// How the screens look and which keys they listen to: what the command line and the terminal
/// say; the rest comes from the configuration file, at the start and whenever it is read anew.
#[derive(Debug, Clone)]
pub struct Look {
    /// Language of the command line.
    pub lang: Option<Lang>,
    /// Language of the environment, where neither command line nor file name one.
    pub default_lang: Lang,
    /// Name of the theme of the command line.
    pub theme: Option<String>,
    /// The user's own themes.
    pub themes: Option<PathBuf>,
    /// The user's own templates.
    pub templates: Option<PathBuf>,
    /// The file of the user's own keys.
    pub keys: Option<PathBuf>,
    /// Keyboard layout of the command line.
    pub keyboard: Option<Keyboard>,
    /// Colour depth of the command line.
    pub color: Option<ColorDepth>,
    /// Borders and marks of ASCII only, by the command line.
    pub ascii: bool,
    /// What the command line says of the line to the terminal.
    pub slow_link: Option<SlowLink>,
    /// What the terminal offers.
    pub environment: Environment,
}

impl Look {
    /// That of a command line and a file that say nothing.
    #[cfg(test)]
    pub(crate) const fn of(environment: Environment) -> Self {
        Self {
            lang: None,
            default_lang: Lang::Kk,
            theme: None,
            themes: None,
            templates: None,
            keys: None,
            keyboard: None,
            color: None,
            ascii: false,
            slow_link: None,
            environment,
        }
    }

    /// What the core is told: the command line wins over the file.
    #[must_use]
    pub fn settings(&self, config: &Config) -> Settings {
        Settings {
            lang: self.lang.or(config.lang).unwrap_or(self.default_lang),
            theme: self.theme.clone().unwrap_or_else(|| config.theme.clone()),
            themes: theme::names(self.themes.as_deref()),
            keyboard: self.keyboard.or(config.keyboard).unwrap_or_default(),
            keys: key_file::read(self.keys.as_deref()),
            recall_seconds: config.recall_seconds,
            appearance: Appearance {
                color: self.color.unwrap_or(config.color),
                ascii: self.ascii || config.ascii,
            },
            terminal: TerminalUse {
                mouse: config.mouse,
                slow_link: self.slow_link.unwrap_or(config.slow_link),
                clipboard: self.environment.knows_commands(),
                shell: signals::has_shell(),
            },
            list_share: config.list_share,
            writing: self.writing(config),
        }
    }

    /// The built-in templates with the user's own laid over them; a file that cannot be used is
    /// told and the built-in ones serve.
    fn writing(&self, config: &Config) -> Writing {
        let built_in = Templates::builtin().unwrap_or_default();
        let own = self.templates.as_deref();
        let (templates, failure) = match own.map(|folder| templates::read(folder, &built_in)) {
            None => (built_in, None),
            Some(Ok(templates)) => (templates, None),
            Some(Err(text)) => {
                tracing::warn!(text, "templates");
                let failure = Failure {
                    code: FailureCode::Templates,
                    detail: text,
                };
                (built_in, Some(failure))
            }
        };
        Writing {
            templates: Arc::new(templates),
            gate: config.gate,
            uses: BTreeMap::new(),
            failure,
        }
    }
}

/// What a workstation is made of.
pub struct Workstation {
    /// When the key of the store was unwrapped: the start is measured from here.
    pub unlocked: Instant,
    /// The replica.
    pub store: Store,
    /// A folder that only this user can enter, for files of a moment.
    pub folder: PathBuf,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Look and keys.
    pub look: Look,
    /// The configuration file that screens write to.
    pub config_file: PathBuf,
    /// What it says now.
    pub config: Config,
    /// `--read-only` was given.
    pub read_only: bool,
    /// Certificates of a private authority that the portal's is signed by, PEM.
    pub authority: Option<PathBuf>,
    /// The portal of a demonstration; it is spoken to without a proxy.
    pub portal: Option<Arc<dyn PortalSwitch>>,
}

impl Workstation {
    /// The core as it starts on a terminal or on the sheet of line mode, and its first orders.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn begin(&self, layout: Layout) -> Result<(Model, Vec<Effect>), StoreError> {
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
        let settings = self.look.settings(&self.config);
        let start = Start {
            now: self.clock.now(),
            layout: layout.with_share(settings.list_share),
            lang: settings.lang,
            theme: settings.theme,
            themes: settings.themes,
            keyboard: settings.keyboard,
            // Lines have letters and no places of keys.
            check_keyboard: !layout.paper && self.asks_for_keyboard(),
            keys: settings.keys,
            recall_seconds: settings.recall_seconds,
            appearance: settings.appearance,
            terminal: settings.terminal,
            user: account.map(|account| account.user),
            role,
            holder,
            rules: effects::rules(&self.store)?,
            read_only: self.why_read_only(role),
            demo: self.portal.as_ref().map(|_| Demo {
                portal_running: true,
            }),
            link: self.link()?,
            writing: Writing {
                uses: templates::uses(&reader)?,
                ..settings.writing
            },
        };
        Ok(update::start(start))
    }

    /// The link as known from the last run.
    fn link(&self) -> Result<Link, StoreError> {
        let reader = self.store.reader();
        let state = match reader.session()? {
            Some(session) if session.refresh_token.is_some() => LinkState::Starting,
            _ => LinkState::SignedOut,
        };
        let sync = reader.sync_state()?;
        let offsets: Vec<i64> = sync.samples.iter().map(|sample| sample.offset).collect();
        Ok(Link {
            state,
            last_exchange: sync.last_exchange,
            clock_offset: median(&offsets),
        })
    }

    /// The client of the portal that was logged in to; `None` where nothing is exchanged.
    fn client(&self) -> Result<Option<Client>, StoreError> {
        let session = self.store.reader().session()?;
        let Some(session) = session.filter(|_| self.store.access() == Access::Write) else {
            return Ok(None);
        };
        let authority = self.authority.as_deref().and_then(|path| {
            let read = std::fs::read(path);
            read.inspect_err(|error| tracing::error!(%error, "portal_ca cannot be read"))
                .ok()
        });
        let client = Client::new(&ClientSettings {
            authority,
            bypass_proxy: self.portal.is_some(),
            ..ClientSettings::new(session.portal)
        });
        let told = client.inspect_err(|error| tracing::error!(%error, code = error.code()));
        Ok(told.ok())
    }

    /// Whether nobody has said yet which layout is on the keyboard. A demonstration, and one who
    /// only looks, are not asked.
    fn asks_for_keyboard(&self) -> bool {
        let said = self.look.keyboard.or(self.config.keyboard);
        said.is_none() && self.portal.is_none() && self.store.access() == Access::Write
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

/// The screens on a terminal.
pub struct Screens {
    look: Look,
    theme: Theme,
    /// The name and the appearance the theme was asked by; a theme that cannot be read is not
    /// asked for again.
    named: (String, Appearance),
    /// The files of themes may have changed.
    reread: Arc<AtomicBool>,
    measured: (u16, u16),
    /// What stands on the sheet, and is of it alone; on the heap, because the loop carries it.
    memo: Box<Memo>,
    sheet: Sheet,
    /// What cells of the last frame stand for, and what it showed.
    seen: Option<(Drawn, Place)>,
    /// Taken by the first useful frame, whose time goes to the log.
    unlocked: Option<Instant>,
}

impl Screens {
    /// The screens in a look; `reread` is set when theme files are to be read anew, `unlocked`
    /// is when the key of the store was unwrapped.
    #[must_use]
    pub fn new(look: Look, reread: Arc<AtomicBool>, unlocked: Instant) -> Self {
        Self {
            unlocked: Some(unlocked),
            theme: Theme::built_in(Depth::Mono, true),
            named: (String::new(), Appearance::default()),
            look,
            reread,
            measured: (0, 0),
            memo: Box::default(),
            sheet: Sheet::default(),
            seen: None,
        }
    }
}

impl<B: Backend> View<B> for Screens {
    fn draw(&mut self, terminal: &mut Terminal<B>, model: &Model) -> Result<Option<Msg>, B::Error> {
        let (name, look) = (&self.named.0, self.named.1);
        let is_other = *name != model.theme || look != model.appearance;
        let mut unusable = None;
        if self.reread.swap(false, Ordering::Relaxed) || is_other {
            (self.theme, unusable) = chosen(&self.look, &model.theme, model.appearance);
            self.named = (model.theme.clone(), model.appearance);
            *self.memo = Memo::default();
        }
        let (theme, texts) = (&self.theme, Texts::of(model.lang));
        terminal.autoresize()?;
        let area = terminal.get_frame().area();
        let sheet = self.sheet.next(area);
        let drawn = view_again(&mut self.memo, model, theme, texts, area, sheet);
        let touched = self.memo.touched();
        self.sheet
            .show(terminal.backend_mut(), touched, drawn.cursor)?;
        if model.current_list().is_some_and(|list| list.loaded)
            && let Some(unlocked) = self.unlocked.take()
        {
            let took = unlocked.elapsed().as_secs_f64() * 1e3;
            tracing::info!("first useful frame ms={took:.1}");
        }
        let measured = (drawn.detail_end, drawn.overlay_end);
        self.seen = Some((drawn, model.place()));
        if let Some(failure) = unusable {
            // What was measured is told after the frame that shows the failure.
            return Ok(Some(Msg::Failed(failure)));
        }
        if std::mem::replace(&mut self.measured, measured) == measured {
            return Ok(None);
        }
        Ok(Some(Msg::Measured {
            detail: measured.0,
            overlay: measured.1,
        }))
    }

    fn forget(&mut self) {
        self.sheet.forget();
    }

    fn under(&self, column: u16, row: u16) -> Option<(Option<Target>, Place)> {
        let (drawn, place) = self.seen.as_ref()?;
        Some((drawn.target(column, row), *place))
    }
}

/// The theme of a name. One that cannot be read gives the built-in one, so that a broken file
/// never keeps the workstation closed, and what is wrong with it.
fn chosen(look: &Look, name: &str, appearance: Appearance) -> (Theme, Option<Failure>) {
    let depth = Depth::decide(appearance.color, &look.environment);
    let ascii = appearance.ascii;
    match Theme::load(name, look.themes.as_deref(), depth, ascii) {
        Ok(theme) => (theme, None),
        Err(error) => {
            tracing::warn!(%error, "the theme cannot be used");
            let failure = Failure {
                code: FailureCode::Theme,
                detail: error.to_string(),
            };
            (Theme::built_in(depth, ascii), Some(failure))
        }
    }
}

/// What a workstation is run with.
pub struct Hands<B: Backend, I, V> {
    /// Where frames go.
    pub terminal: Terminal<B>,
    /// Its size and what follows from it, or the sheet of line mode.
    pub layout: Layout,
    /// What the user gives.
    pub input: I,
    /// How the model is shown.
    pub view: V,
    /// Signals.
    pub signals: UnboundedReceiver<Signal>,
    /// The terminal to give back at a stop.
    pub tty: Option<Tty>,
    /// The editor of the system.
    pub editor: Option<ExternalEditor>,
    /// Set when theme files are to be read anew.
    pub reread: Arc<AtomicBool>,
    /// How often a frame may be drawn.
    pub pace: Pace,
}

/// The loop of a workstation with the core it starts with.
///
/// Has to be called inside the asynchronous runtime.
///
/// # Errors
/// The store cannot be read, or a thread cannot be started.
pub async fn shell<B, I, V>(
    workstation: Workstation,
    hands: Hands<B, I, V>,
) -> Result<(Shell<B, I, V, Effects>, Model, Vec<Effect>), StartError>
where
    B: Backend,
{
    let (model, first) = workstation.begin(hands.layout)?;
    let client = workstation.client()?;
    let (to, messages) = mpsc::unbounded_channel();
    let clock_offset = Arc::new(AtomicI64::new(model.link.clock_offset));
    let device = match workstation.store.device().await {
        Ok(device) => device,
        // An instance that only looks decides nothing.
        Err(StoreError::ReadOnly) => DeviceId(Uuid::nil()),
        Err(error) => return Err(error.into()),
    };
    let tools = Tools {
        user: model.user.clone(),
        device,
        clock: Arc::clone(&workstation.clock),
        clock_offset,
        config: workstation.config_file,
        look: workstation.look.clone(),
        reread: hands.reread,
        portal: workstation.portal,
        store: workstation.store,
    };
    let shell = Shell {
        terminal: hands.terminal,
        input: hands.input,
        clock: Arc::clone(&workstation.clock),
        messages,
        signals: hands.signals,
        view: hands.view,
        carrier: Effects::start(tools, client, to)?,
        tty: hands.tty,
        editor: hands.editor,
        pace: hands.pace,
    };
    Ok((shell, model, first))
}

/// Why a workstation does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A thread.
    #[error("a thread cannot be started: {0}")]
    Thread(#[from] std::io::Error),
}
