//! The help of the commands in the user's language.
//!
//! Walks the clap tree and gives each command and argument its Fluent message: `help-<path>` for
//! a command (`help-portal-serve`), `help-<path>-<argument>` for an argument, `help-awp` for the
//! program itself. Headings and the line of use are ours, because clap speaks English only.
//! Choices stand in the place of the value, so nothing of a help text is left to clap.

use clap::builder::{Resettable, StyledStr};
use clap::{Arg, ArgAction, Command};

use crate::i18n::Texts;

/// The tree with the words of one language.
#[must_use]
pub fn localise(command: Command, texts: &Texts) -> Command {
    let command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .global(true),
        )
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version),
        );
    walk(command, &mut vec!["awp".to_owned()], texts)
}

fn walk(command: Command, path: &mut Vec<String>, texts: &Texts) -> Command {
    let key = message_key(path);
    let about = texts.by_id(&key, None);
    let command = command.mut_args(|arg| argument(arg, &key, texts));
    let usage = usage(&command, path, texts);
    let command = command
        .about(StyledStr::from(about.unwrap_or_default()))
        .long_about(Resettable::Reset)
        .override_usage(StyledStr::from(usage))
        .subcommand_help_heading(texts.help_heading_commands())
        .subcommand_value_name(texts.help_value_command())
        .help_template(StyledStr::from(format!(
            "{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}",
            texts.help_heading_usage()
        )));
    command.mut_subcommands(|sub| {
        path.push(sub.get_name().to_owned());
        let sub = walk(sub, path, texts);
        path.pop();
        sub
    })
}

/// `help-awp` for the program, `help-portal-serve` for a command.
fn message_key(path: &[String]) -> String {
    let words = if path.len() > 1 {
        path.get(1..).unwrap_or_default()
    } else {
        path
    };
    format!("help-{}", words.join("-"))
}

fn argument(arg: Arg, key: &str, texts: &Texts) -> Arg {
    let help = texts
        .by_id(&argument_key(&arg, key), None)
        .unwrap_or_default();
    let heading = if arg.is_positional() {
        texts.help_heading_arguments()
    } else if arg.is_global_set() {
        texts.help_heading_global()
    } else {
        texts.help_heading_options()
    };
    let values = arg.get_action().takes_values();
    let names: Vec<String> = value_names(&arg)
        .iter()
        .map(|name| value_name(name, texts))
        .collect();
    let arg = arg
        .help(StyledStr::from(help))
        .long_help(Resettable::Reset)
        .help_heading(heading);
    if !values {
        return arg;
    }
    arg.value_names(names)
        .hide_possible_values(true)
        .hide_default_value(true)
}

fn argument_key(arg: &Arg, key: &str) -> String {
    match arg.get_id().as_str() {
        // These two stand on every command and mean the same everywhere.
        name @ ("help" | "version") => format!("help-awp-{name}"),
        name => format!("{key}-{}", name.replace('_', "-")),
    }
}

/// What stands for the value: its choices if it has some, else its name.
fn value_names(arg: &Arg) -> Vec<String> {
    let choices: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|value| !value.is_hide_set())
        .map(|value| value.get_name().to_owned())
        .collect();
    if !choices.is_empty() {
        return vec![choices.join("|")];
    }
    match arg.get_value_names() {
        Some(names) => names.iter().map(ToString::to_string).collect(),
        None => vec![arg.get_id().as_str().to_uppercase()],
    }
}

/// A name in capitals (`FILE`) is a word to translate; anything else (`kk|ru|en`) stands.
fn value_name(name: &str, texts: &Texts) -> String {
    value_key(name)
        .and_then(|key| texts.by_id(&key, None))
        .unwrap_or_else(|| name.to_owned())
}

fn value_key(name: &str) -> Option<String> {
    let is_word = name.chars().any(|c| c.is_ascii_uppercase())
        && name
            .chars()
            .all(|c| c.is_ascii_uppercase() || matches!(c, '-' | '_' | ' '));
    is_word.then(|| {
        format!(
            "help-value-{}",
            name.to_lowercase().replace(['_', ' '], "-")
        )
    })
}

fn usage(command: &Command, path: &[String], texts: &Texts) -> String {
    let mut words = vec![path.join(" ")];
    for arg in command.get_opts().filter(|arg| arg.is_required_set()) {
        if let Some(long) = arg.get_long() {
            words.push(format!("--{long} <{}>", placeholder(arg)));
        }
    }
    words.push(format!("[{}]", texts.help_value_options()));
    for arg in command.get_positionals() {
        let many = arg
            .get_num_args()
            .is_some_and(|range| range.max_values() > 1)
            || matches!(arg.get_action(), ArgAction::Append);
        let dots = if many { "…" } else { "" };
        words.push(if arg.is_required_set() {
            format!("<{}>{dots}", placeholder(arg))
        } else {
            format!("[{}]{dots}", placeholder(arg))
        });
    }
    if command.has_subcommands() {
        let name = texts.help_value_command();
        words.push(if command.is_subcommand_required_set() {
            format!("<{name}>")
        } else {
            format!("[{name}]")
        });
    }
    words.join(" ")
}

fn placeholder(arg: &Arg) -> String {
    match arg.get_value_names() {
        Some(names) => names
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" "),
        None => arg.get_id().as_str().to_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;
    use crate::domain::local_text::Lang;

    /// Every Fluent id the tree asks for.
    fn keys(command: &Command, path: &mut Vec<String>, found: &mut Vec<String>) {
        let key = message_key(path);
        found.push(key.clone());
        for arg in command.get_arguments() {
            found.push(argument_key(arg, &key));
            if arg.get_action().takes_values() {
                found.extend(value_names(arg).iter().filter_map(|name| value_key(name)));
            }
        }
        for sub in command.get_subcommands() {
            path.push(sub.get_name().to_owned());
            keys(sub, path, found);
            path.pop();
        }
    }

    #[test]
    fn every_command_argument_and_value_is_worded_in_every_language() {
        let mut found = Vec::new();
        keys(&Cli::command(), &mut vec!["awp".to_owned()], &mut found);
        found.extend(["help-awp-help".to_owned(), "help-awp-version".to_owned()]);
        let missing: Vec<String> = Lang::ALL
            .into_iter()
            .flat_map(|lang| {
                found
                    .iter()
                    .filter(move |key| Texts::of(lang).by_id(key, None).is_none())
                    .map(move |key| format!("{} {key}", lang.code()))
            })
            .collect();
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn the_help_has_no_word_of_clap_left() {
        let help = localise(Cli::command(), Texts::of(Lang::Kk))
            .render_long_help()
            .to_string();
        for word in [
            "Usage",
            "Options",
            "Commands",
            "Print",
            "possible values",
            "[default",
        ] {
            assert!(!help.contains(word), "{word} in\n{help}");
        }
    }

    #[test]
    fn the_tree_is_a_valid_one() {
        localise(Cli::command(), Texts::of(Lang::Ru)).debug_assert();
    }
}
