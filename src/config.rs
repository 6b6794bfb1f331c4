//! Settings of one installation: the configuration file, the environment, the directories.
//!
//! The only room that reads environment variables. The file is TOML, read strictly: an unknown
//! name is an error with file and line. Command-line options win over the file, the file over
//! the environment. Secrets are never settings.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use serde::{Deserialize, Serialize};

use crate::domain::gate::Levels;
use crate::domain::local_text::Lang;

/// How much colour a terminal gets.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum ColorDepth {
    /// As many as the terminal says it has.
    #[default]
    Auto,
    /// None: attributes and marks only.
    Mono,
    /// The sixteen ANSI colours.
    #[value(name = "16")]
    #[serde(rename = "16")]
    Ansi,
    /// The 256-colour palette.
    #[value(name = "256")]
    #[serde(rename = "256")]
    Indexed,
    /// 24-bit colour.
    Rgb,
}

/// The keyboard layout whose letters the keys carry.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, clap::ValueEnum,
)]
#[serde(rename_all = "kebab-case")]
pub enum Keyboard {
    /// Latin QWERTY.
    Us,
    /// Russian ЙЦУКЕН.
    Ru,
    /// Kazakh: ЙЦУКЕН with the Kazakh letters on the digit row.
    #[default]
    Kz,
    /// Kazakh Kikkarin, a layout ordered by the frequency of letters.
    KzKikkarin,
}

impl Keyboard {
    /// Every layout, in the order in which a switch walks through them.
    pub const ALL: [Self; 4] = [Self::Us, Self::Ru, Self::Kz, Self::KzKikkarin];
}

/// What is said of the line between the program and the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(from = "ToldLink", into = "ToldLink")]
pub enum SlowLink {
    /// Nothing: it is slow when writing to it takes long.
    #[default]
    Auto,
    /// It is slow: few frames are drawn.
    Slow,
    /// It is not.
    Fast,
}

impl SlowLink {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Slow, Self::Fast];
}

/// [`SlowLink`] as a file says it: `"auto"`, `true` or `false`.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum ToldLink {
    Is(bool),
    Word(LinkWord),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum LinkWord {
    Auto,
}

impl From<ToldLink> for SlowLink {
    fn from(told: ToldLink) -> Self {
        match told {
            ToldLink::Is(true) => Self::Slow,
            ToldLink::Is(false) => Self::Fast,
            ToldLink::Word(LinkWord::Auto) => Self::Auto,
        }
    }
}

impl From<SlowLink> for ToldLink {
    fn from(link: SlowLink) -> Self {
        match link {
            SlowLink::Auto => Self::Word(LinkWord::Auto),
            SlowLink::Slow => Self::Is(true),
            SlowLink::Fast => Self::Is(false),
        }
    }
}

/// The share of the list where the detail stands beside it, in percent of the columns.
///
/// ```
/// use awp::config::ListShare;
/// let share = ListShare::default();
/// assert_eq!((share.percent(), share.wider().percent()), (50, 55));
/// assert_eq!(ListShare::try_from(90).ok(), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct ListShare(u8);

impl ListShare {
    /// List and detail have the same.
    pub const HALF: Self = Self(50);
    const LEAST: u8 = 30;
    const MOST: u8 = 70;
    const STEP: u8 = 5;

    /// The share nearest to a number of percent.
    #[must_use]
    pub fn nearest(percent: u8) -> Self {
        Self(percent.clamp(Self::LEAST, Self::MOST))
    }

    /// Percent of the columns.
    #[must_use]
    pub const fn percent(self) -> u8 {
        self.0
    }

    /// A step more.
    #[must_use]
    pub fn wider(self) -> Self {
        Self::nearest(self.0 + Self::STEP)
    }

    /// A step less.
    #[must_use]
    pub fn narrower(self) -> Self {
        Self::nearest(self.0 - Self::STEP)
    }
}

impl Default for ListShare {
    fn default() -> Self {
        Self::HALF
    }
}

impl TryFrom<u8> for ListShare {
    type Error = String;

    fn try_from(percent: u8) -> Result<Self, String> {
        if (Self::LEAST..=Self::MOST).contains(&percent) {
            Ok(Self(percent))
        } else {
            let (least, most) = (Self::LEAST, Self::MOST);
            Err(format!("{percent}: write a number from {least} to {most}"))
        }
    }
}

impl From<ListShare> for u8 {
    fn from(share: ListShare) -> Self {
        share.0
    }
}

/// The configuration file.
///
/// ```
/// use awp::config::Config;
/// let config = Config::parse("lang = \"ru\"\nrecall_seconds = 30\n", "config.toml".as_ref()).unwrap();
/// assert_eq!(config.recall_seconds, 30);
/// assert!(Config::parse("colour = 1", "config.toml".as_ref()).unwrap_err().to_string().contains("config.toml"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Language of the screens.
    pub lang: Option<Lang>,
    /// Name of a theme.
    pub theme: String,
    /// Keyboard layout; nobody has said yet which one it is.
    pub keyboard: Option<Keyboard>,
    /// Colour depth.
    pub color: ColorDepth,
    /// Borders and marks of ASCII only.
    pub ascii: bool,
    /// Whether few frames are drawn, for a slow line.
    pub slow_link: SlowLink,
    /// Whether the mouse is listened to; the terminal then leaves the choosing of text to us.
    pub mouse: bool,
    /// The share of the list where the detail stands beside it, in percent.
    pub list_share: ListShare,
    /// How long an outward act can be recalled, in seconds.
    pub recall_seconds: u32,
    /// File with the certificate authority of the portal, PEM.
    pub portal_ca: Option<PathBuf>,
    /// What the gate of a letter blocks and warns of.
    pub gate: Levels,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            lang: None,
            theme: "default".to_owned(),
            keyboard: None,
            color: ColorDepth::default(),
            ascii: false,
            slow_link: SlowLink::default(),
            mouse: false,
            list_share: ListShare::default(),
            recall_seconds: 60,
            portal_ca: None,
            gate: Levels::default(),
        }
    }
}

/// A configuration file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{}: {source}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not valid; the message names line and remedy.
    #[error("{}: {message}", .path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Line, column and cause.
        message: String,
    },
}

impl Config {
    /// Reads the text of a configuration file; `path` is for the error.
    ///
    /// # Errors
    /// Unknown names and wrong values, with the line.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(|error| ConfigError::Invalid {
            path: path.to_owned(),
            message: error.to_string().trim_end().to_owned(),
        })
    }

    /// Reads a file; a missing file at the default place is the default configuration.
    ///
    /// # Errors
    /// The file exists (or was asked for) and cannot be read or is not valid.
    pub fn load(path: &Path, required: bool) -> Result<Self, ConfigError> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text, path),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !required => {
                Ok(Self::default())
            }
            Err(source) => Err(ConfigError::Read {
                path: path.to_owned(),
                source,
            }),
        }
    }
}

/// What the program takes from its environment, read once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// `LC_ALL`, `LC_MESSAGES`, `LANG`, in this order.
    pub locales: Vec<String>,
    /// Whether `NO_COLOR` is set to anything.
    pub no_color: bool,
    /// `TERM`.
    pub term: String,
    /// `COLORTERM`.
    pub colorterm: String,
    /// Whether `TMUX` is set: tmux stands between the program and the terminal.
    pub in_tmux: bool,
    /// Filter of the log, `AWP_LOG`.
    pub log: Option<String>,
    /// The editor of texts: `VISUAL`, else `EDITOR`.
    pub editor: Option<String>,
    /// The password of the portal's database server, `PGPASSWORD`.
    pub database_password: Option<Hidden>,
    /// The file of such passwords: `PGPASSFILE`, else `.pgpass` at home.
    pub database_passfile: Option<PathBuf>,
}

/// A secret of the environment; shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Hidden(String);

impl Hidden {
    /// The secret itself.
    ///
    /// ```
    /// use awp::config::Hidden;
    /// let secret = Hidden::from("a".to_owned());
    /// assert_eq!((secret.expose(), format!("{secret:?}").as_str()), ("a", "Hidden"));
    /// ```
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Hidden {
    fn from(secret: String) -> Self {
        Self(secret)
    }
}

impl std::fmt::Debug for Hidden {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Hidden")
    }
}

impl Environment {
    /// Reads the environment of the process.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the one room that reads the environment"
    )]
    pub fn read() -> Self {
        let var = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        Self {
            locales: ["LC_ALL", "LC_MESSAGES", "LANG"]
                .into_iter()
                .filter_map(var)
                .collect(),
            no_color: var("NO_COLOR").is_some(),
            term: var("TERM").unwrap_or_default(),
            colorterm: var("COLORTERM").unwrap_or_default(),
            in_tmux: var("TMUX").is_some(),
            log: var("AWP_LOG"),
            editor: var("VISUAL").or_else(|| var("EDITOR")),
            database_password: var("PGPASSWORD").map(Hidden),
            database_passfile: var("PGPASSFILE").map(PathBuf::from).or_else(|| {
                directories::BaseDirs::new().map(|home| home.home_dir().join(".pgpass"))
            }),
        }
    }

    /// The first locale that names kk, ru or en; Kazakh if none does.
    ///
    /// ```
    /// use awp::config::Environment;
    /// use awp::domain::local_text::Lang;
    /// let env = Environment { locales: vec!["ru_KZ.UTF-8".into()], ..Environment::default() };
    /// assert_eq!(env.lang(), Lang::Ru);
    /// assert_eq!(Environment::default().lang(), Lang::Kk);
    /// ```
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.locales
            .iter()
            .find_map(|locale| locale.get(..2).and_then(|code| code.parse().ok()))
            .unwrap_or_default()
    }

    /// Whether the terminal takes commands for the title of a window and for the clipboard, or
    /// passes over them. Consoles print what they do not know.
    #[must_use]
    pub fn knows_commands(&self) -> bool {
        let bare = ["", "dumb", "linux"];
        !bare.contains(&self.term.as_str()) && !self.term.starts_with("vt")
    }

    /// The colour depth the terminal offers, `NO_COLOR` honoured.
    #[must_use]
    pub fn color_depth(&self) -> ColorDepth {
        if self.no_color || self.term == "dumb" || self.term.starts_with("vt1") {
            ColorDepth::Mono
        } else if matches!(self.colorterm.as_str(), "truecolor" | "24bit") {
            ColorDepth::Rgb
        } else if self.term.contains("256color") {
            ColorDepth::Indexed
        } else {
            ColorDepth::Ansi
        }
    }
}

/// Where the program keeps its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The configuration file.
    pub config: PathBuf,
    /// Replica, vault, logs.
    pub data: PathBuf,
}

impl Places {
    /// The places of the user's profile, or the given ones.
    ///
    /// `None` if the system has no home directory and nothing was given.
    #[must_use]
    pub fn find(config: Option<&Path>, data: Option<&Path>) -> Option<Self> {
        let home = ProjectDirs::from("kz", "", "awp");
        let config = config.map(Path::to_owned).or_else(|| {
            home.as_ref()
                .map(|dirs| dirs.config_dir().join("config.toml"))
        })?;
        let data = data
            .map(Path::to_owned)
            .or_else(|| home.as_ref().map(|dirs| dirs.data_dir().to_owned()))?;
        Some(Self { config, data })
    }

    /// The user's own rule files, laid over the built-in ones for `term`, `calendar`, `rules`.
    #[must_use]
    pub fn rules(&self) -> PathBuf {
        self.config.with_file_name("rules")
    }

    /// The user's own templates of letters.
    #[must_use]
    pub fn templates(&self) -> PathBuf {
        self.config.with_file_name("templates")
    }

    /// The user's own keys.
    #[must_use]
    pub fn keys(&self) -> PathBuf {
        self.config.with_file_name("keys.toml")
    }

    /// The user's own themes.
    #[must_use]
    pub fn themes(&self) -> PathBuf {
        self.config.with_file_name("themes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_is_an_error_with_file_and_line() {
        let error = Config::parse("lang = \"kk\"\nlanguage = \"kk\"\n", Path::new("c.toml"));
        let message = error.unwrap_err().to_string();
        assert!(
            message.contains("c.toml") && message.contains("line 2"),
            "{message}"
        );
    }

    #[test]
    fn a_link_is_slow_or_not_or_found_out() {
        let links = [
            ("\"auto\"", SlowLink::Auto),
            ("true", SlowLink::Slow),
            ("false", SlowLink::Fast),
        ];
        for (told, link) in links {
            let config = Config::parse(&format!("slow_link = {told}"), Path::new("c.toml"));
            let config = config.unwrap();
            assert_eq!(config.slow_link, link);
            let written = toml::to_string(&config).unwrap();
            assert!(
                written.contains(&format!("slow_link = {told}")),
                "{written}"
            );
        }
        let other = Config::parse("slow_link = \"often\"", Path::new("c.toml"));
        assert!(other.unwrap_err().to_string().contains("line 1"));
    }

    #[test]
    fn a_missing_default_file_is_the_default_configuration() {
        let nowhere = Path::new("/nonexistent/awp/config.toml");
        assert_eq!(Config::load(nowhere, false).unwrap(), Config::default());
        assert!(Config::load(nowhere, true).is_err());
    }

    #[test]
    fn no_color_means_mono_whatever_the_terminal_offers() {
        let env = Environment {
            no_color: true,
            colorterm: "truecolor".into(),
            ..Environment::default()
        };
        assert_eq!(env.color_depth(), ColorDepth::Mono);
    }
}
