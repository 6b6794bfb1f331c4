//! What every command gets: options, settings, texts, output.

use std::path::PathBuf;

use super::GlobalArgs;
use super::output::{CliError, Exit, Output};
use crate::config::{Config, ConfigError, Environment, Places};
use crate::domain::local_text::Lang;
use crate::i18n::Texts;

/// The surroundings of a command.
pub struct Context {
    /// Options of every command.
    pub global: GlobalArgs,
    /// The configuration file, or its defaults.
    pub config: Config,
    /// What was read from the environment.
    pub environment: Environment,
    /// Where files are kept.
    pub places: Places,
    /// The language of this run.
    pub lang: Lang,
    /// Its words.
    pub texts: &'static Texts,
    /// Where to print.
    pub output: Output,
    /// Why the configuration file could not be used; the defaults stand in its place.
    config_error: Option<CliError>,
}

impl Context {
    /// Reads environment and configuration; a file that cannot be used is told by
    /// [`Context::require_config`], so that `doctor` can look at the rest all the same.
    ///
    /// # Errors
    /// There is no home directory to look in.
    pub fn new(global: GlobalArgs, output: Output) -> Result<Self, CliError> {
        let environment = Environment::read();
        let places = Places::find(global.config.as_deref(), global.data.as_deref());
        let lang = global.lang.unwrap_or_else(|| environment.lang());
        let Some(places) = places else {
            let texts = Texts::of(lang);
            return Err(CliError::new(Exit::Failure, "no-home", texts.cli_no_home())
                .hint(texts.cli_no_home_hint()));
        };
        let (config, config_error) = match Config::load(&places.config, global.config.is_some()) {
            Ok(config) => (config, None),
            Err(error) => {
                let texts = Texts::of(lang);
                let hint = match &error {
                    ConfigError::Read { .. } => texts.cli_unread_config_hint(),
                    ConfigError::Invalid { .. } => texts.cli_bad_config_hint(),
                };
                let error = CliError::new(Exit::Usage, "bad-config", error.to_string()).hint(hint);
                (Config::default(), Some(error))
            }
        };
        let lang = global.lang.or(config.lang).unwrap_or(lang);
        Ok(Self {
            global,
            config,
            environment,
            places,
            lang,
            texts: Texts::of(lang),
            output,
            config_error,
        })
    }

    /// The configuration file is valid, or absent.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn require_config(&self) -> Result<(), CliError> {
        self.config_error.clone().map_or(Ok(()), Err)
    }

    /// Whether the command prints JSON.
    #[must_use]
    pub const fn json(&self) -> bool {
        self.global.json
    }

    /// Whether the workstation runs in line mode: asked for, or nothing else is possible.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.global.plain || self.environment.term == "dumb"
    }

    /// The directory of replica, vault and logs.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.places.data.clone()
    }
}
