//! `awp print`: what the program knows of itself, for reading and for keeping in files.
//!
//! Prints the table of keys, a theme as a file, a commented configuration, a manual page and the
//! words that shells complete. Nothing here opens
//! the store; all of it is derived from the same tables the program runs on.

use clap::CommandFactory as _;
use clap_complete::Shell;
use clap_mangen::roff::{Roff, bold, roman};
use serde_json::json;

use super::table::Table;
use super::{Cli, CliError, Context, Exit, help};
use crate::app::action::{ACTIONS, Action, Scope};
use crate::config::Config;
use crate::i18n::Texts;
use crate::runtime::key_file;
use crate::theme::{self, BUILT_IN_NAMES};

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::Subcommand)]
pub enum Print {
    /// The table of keys.
    Keys,
    /// The chosen theme as a file.
    Theme,
    /// A commented configuration file.
    Config,
    /// The words a shell completes.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// The manual page.
    Man,
}

/// Runs the command.
///
/// # Errors
/// The theme asked for does not exist; the user's own keys cannot be used.
pub fn run(what: Print, cx: &Context) -> Result<(), CliError> {
    match what {
        Print::Keys => keys(cx)?,
        Print::Theme => theme(cx)?,
        Print::Config => config(cx)?,
        Print::Completions { shell } => completions(shell, cx)?,
        Print::Man => man(cx)?,
    }
    Ok(())
}

/// Every action with its keys on this computer, place by place.
fn keys(cx: &Context) -> Result<(), CliError> {
    let own = key_file::load(&cx.places.keys()).map_err(|told| {
        CliError::new(Exit::Usage, "bad-input", cx.texts.doctor_keys_bad(told))
            .hint(cx.texts.doctor_rules_hint())
    })?;
    let keys = own.unwrap_or_default();
    if cx.json() {
        for action in ACTIONS {
            cx.output.json(&json!({
                "id": action.name,
                "scopes": action.scopes,
                "keys": keys.of(action).iter().map(ToString::to_string).collect::<Vec<_>>(),
                "danger": action.danger,
                "title": title(action, cx.texts),
            }));
        }
        return Ok(());
    }
    for scope in Scope::ALL {
        let mut table = Table::new(vec![
            cx.texts.print_keys_key(),
            cx.texts.print_keys_action(),
        ]);
        for action in ACTIONS
            .iter()
            .filter(|action| action.scopes.contains(&scope))
        {
            table.row(vec![keys.label(action), title(action, cx.texts)]);
        }
        let name = scope.name();
        let place = cx.texts.by_id(&format!("scope-{name}"), None);
        cx.output.line(&place.unwrap_or_else(|| name.to_owned()));
        table.print(&cx.output);
        cx.output.line("");
    }
    Ok(())
}

fn title(action: &Action, texts: &Texts) -> String {
    texts
        .by_id(&action.title_id(), None)
        .unwrap_or_else(|| action.name.to_owned())
}

/// The file of the theme of `--theme`, else of the configuration.
fn theme(cx: &Context) -> Result<(), CliError> {
    let name = cx.global.theme.as_ref().unwrap_or(&cx.config.theme);
    let found = theme::source(name, Some(&cx.places.themes())).map_err(|error| {
        CliError::new(
            Exit::Usage,
            "bad-input",
            cx.texts.print_theme_unknown(error.to_string()),
        )
        .hint(cx.texts.print_theme_hint(BUILT_IN_NAMES.join(", ")))
    });
    let (file, source) = found?;
    if cx.json() {
        cx.output
            .json(&json!({ "theme": name, "file": file, "source": source }));
    } else {
        cx.output.line(source.trim_end());
    }
    Ok(())
}

/// The tree of commands in the language of the user.
fn commands(cx: &Context) -> clap::Command {
    help::localise(Cli::command(), cx.texts).name("awp")
}

fn completions(shell: Shell, cx: &Context) -> Result<(), CliError> {
    let mut written = Vec::new();
    clap_complete::generate(shell, &mut commands(cx), "awp", &mut written);
    print(&written, cx)
}

/// The manual page: the commands, then the keys.
fn man(cx: &Context) -> Result<(), CliError> {
    let mut written = Vec::new();
    let page = clap_mangen::Man::new(commands(cx)).date("");
    let failed =
        |error: std::io::Error| CliError::new(Exit::Failure, "internal", error.to_string());
    page.render(&mut written).map_err(failed)?;
    keys_page(cx.texts)
        .to_writer(&mut written)
        .map_err(failed)?;
    print(&written, cx)
}

/// The keys of every place, as a part of the manual page.
fn keys_page(texts: &Texts) -> Roff {
    let mut roff = Roff::new();
    for scope in Scope::ALL {
        let here: Vec<&Action> = ACTIONS
            .iter()
            .filter(|one| one.scopes.contains(&scope))
            .collect();
        if here.is_empty() {
            continue;
        }
        let name = scope.name();
        let place = texts.by_id(&format!("scope-{name}"), None);
        roff.control("SH", [place.unwrap_or_else(|| name.to_owned()).as_str()]);
        for action in here {
            let keys: Vec<String> = action.keys.iter().map(ToString::to_string).collect();
            roff.control("TP", []);
            roff.text([bold(format!("{} {}", keys.join(" "), title(action, texts)))]);
            let hint = texts.by_id(&action.hint_id(), None).unwrap_or_default();
            roff.text([roman(hint)]);
        }
    }
    roff
}

fn print(written: &[u8], cx: &Context) -> Result<(), CliError> {
    let text = std::str::from_utf8(written)
        .map_err(|error| CliError::new(Exit::Failure, "internal", error.to_string()))?;
    cx.output.line(text.trim_end());
    Ok(())
}

/// The names of the configuration in the order of the sample.
const NAMES: [&str; 11] = [
    "lang",
    "theme",
    "keyboard",
    "color",
    "ascii",
    "slow_link",
    "mouse",
    "list_share",
    "recall_seconds",
    "portal_ca",
    "gate",
];

fn config(cx: &Context) -> Result<(), CliError> {
    let defaults =
        defaults().map_err(|error| CliError::new(Exit::Failure, "internal", error.to_string()))?;
    if cx.json() {
        cx.output.json(&json!({
            "path": cx.places.config,
            "config": cx.config,
        }));
        return Ok(());
    }
    cx.output.line(&sample(&defaults, cx).join("\n"));
    Ok(())
}

/// Every name with a value, those without a default with an example.
fn defaults() -> Result<toml::Table, toml::ser::Error> {
    let mut table = toml::Table::try_from(Config::default())?;
    for (name, example) in [
        ("lang", "kk"),
        ("keyboard", "kz"),
        ("portal_ca", "/etc/awp/portal-ca.pem"),
    ] {
        table
            .entry(name)
            .or_insert_with(|| toml::Value::String(example.to_owned()));
    }
    Ok(table)
}

fn sample(defaults: &toml::Table, cx: &Context) -> Vec<String> {
    let path = cx.places.config.display().to_string();
    let mut lines = comment(&cx.texts.print_config_head(path));
    for name in NAMES {
        let Some(value) = defaults.get(name) else {
            continue;
        };
        lines.push(String::new());
        lines.extend(comment(&about(name, cx.texts)));
        lines.push(format!("#{name} = {value}"));
    }
    lines
}

fn about(name: &str, texts: &Texts) -> String {
    let key = format!("print-config-{}", name.replace('_', "-"));
    texts.by_id(&key, None).unwrap_or_default()
}

fn comment(text: &str) -> Vec<String> {
    text.lines().map(|line| format!("# {line}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::local_text::Lang;

    #[test]
    fn the_sample_has_every_name_of_the_configuration_and_no_other() {
        let mut names: Vec<String> = defaults().unwrap().keys().cloned().collect();
        names.sort();
        let mut listed = NAMES.map(str::to_owned).to_vec();
        listed.sort();
        assert_eq!(names, listed);
    }

    #[test]
    fn shells_complete_every_command_and_the_manual_names_every_key() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            let mut written = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "awp", &mut written);
            let text = String::from_utf8(written).unwrap();
            for command in Cli::command().get_subcommands() {
                assert!(text.contains(command.get_name()), "{shell} {command}");
            }
        }
        let page = keys_page(Texts::of(Lang::Kk)).to_roff();
        for action in ACTIONS {
            let title = title(action, Texts::of(Lang::Kk));
            assert!(page.contains(&title.replace('-', "\\-")), "{title}");
        }
    }

    #[test]
    fn every_name_is_explained_in_every_language() {
        for lang in Lang::ALL {
            for name in NAMES {
                assert!(!about(name, Texts::of(lang)).is_empty(), "{lang:?} {name}");
            }
        }
    }

    #[test]
    fn where_a_theme_is_asked_for_every_built_in_one_is_named() {
        for lang in Lang::ALL {
            let texts = Texts::of(lang);
            let help = texts.by_id("help-awp-theme", None).unwrap();
            for told in [help, about("theme", texts)] {
                for name in BUILT_IN_NAMES {
                    let named = told.split([' ', ',', ':']).any(|word| word == name);
                    assert!(named, "{lang:?} {name}: {told}");
                }
            }
        }
    }
}
