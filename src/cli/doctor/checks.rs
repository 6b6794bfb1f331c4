//! The checks, each a function from what is found to a [`Check`].

use std::fs;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

use super::{Check, State};
use crate::cli::{Context, own_rules, session};
use crate::config::ColorDepth;
use crate::domain::calendar::Calendar;
use crate::domain::rules::RuleSet;
use crate::domain::template::Templates;
use crate::domain::zone;
use crate::runtime::{key_file, templates};
use crate::store::{StoreError, Vault};
use crate::theme::{self, Depth, Theme};
use crate::wire;

/// Below this much room nothing new can be stored safely, in MiB.
const LEAST_ROOM: u64 = 20;
/// Below this much room a warning is due, in MiB.
const GOOD_ROOM: u64 = 500;
/// The least screen the workstation draws on.
const LEAST_SCREEN: (u16, u16) = (60, 16);
/// Files newer than the clock by more than this mean that the clock went back.
const CLOCK_SLACK: SignedDuration = SignedDuration::from_mins(2);

/// Every check in the order of the report.
pub(super) fn all(cx: &Context, now: Timestamp) -> Vec<Check> {
    let rules = rules(cx);
    let mut checks = vec![versions(cx), configuration(cx), zone_data(cx)];
    match rules {
        Ok(rules) => {
            checks.push(rule_set(&rules, cx));
            checks.extend(calendar(&rules.calendar, now, cx));
        }
        Err(failure) => checks.push(failure),
    }
    checks.extend(own_templates(cx));
    checks.extend(own_keys(cx));
    checks.extend(own_themes(cx));
    checks.extend(directory(cx));
    checks.extend(vault(cx));
    checks.extend(room(cx));
    checks.push(clock(now, cx));
    checks.extend(terminal(cx));
    checks
}

fn versions(cx: &Context) -> Check {
    let message = cx
        .texts
        .doctor_versions(env!("CARGO_PKG_VERSION"), wire::PROTOCOL);
    Check::new("versions", State::Ok, message)
}

fn configuration(cx: &Context) -> Check {
    let path = cx.places.config.display().to_string();
    match cx.require_config() {
        Err(error) => {
            Check::new("config", State::Failure, error.message).hint(error.hint.unwrap_or_default())
        }
        Ok(()) if cx.places.config.exists() => {
            Check::new("config", State::Ok, cx.texts.doctor_config(path))
        }
        Ok(()) => Check::new("config", State::Ok, cx.texts.doctor_config_absent(path)),
    }
}

/// The zone moved on 1 March 2024; data older than that would be an hour off.
fn zone_data(cx: &Context) -> Check {
    let moved = Timestamp::from_second(1_709_231_400); // 2024-02-29T18:30Z
    let right =
        moved.is_ok_and(|at| zone::local(at) == jiff::civil::date(2024, 2, 29).at(23, 30, 0, 0));
    if right {
        Check::new("zone", State::Ok, cx.texts.doctor_zone())
    } else {
        Check::new("zone", State::Failure, cx.texts.doctor_zone_old())
            .hint(cx.texts.doctor_reinstall())
    }
}

/// The built-in rules with the user's own laid over them.
fn rules(cx: &Context) -> Result<RuleSet, Check> {
    own_rules::load(cx).map_err(|error| {
        Check::new("rules", State::Failure, error.message)
            .hint(error.hint.unwrap_or_else(|| cx.texts.doctor_rules_hint()))
    })
}

fn rule_set(rules: &RuleSet, cx: &Context) -> Check {
    let hash: String = rules.hash().chars().take(12).collect();
    Check::new(
        "rules",
        State::Ok,
        cx.texts.doctor_rules(hash, rules.packs.len()),
    )
}

/// The user's own templates of letters, where there are any.
fn own_templates(cx: &Context) -> Option<Check> {
    let folder = cx.places.templates();
    if !folder.is_dir() {
        return None;
    }
    let built_in = Templates::builtin().unwrap_or_default();
    let path = folder.display().to_string();
    Some(match templates::read(&folder, &built_in) {
        Ok(templates) => {
            let count = templates.all().count();
            Check::new(
                "templates",
                State::Ok,
                cx.texts.doctor_templates(count, path),
            )
        }
        Err(told) => {
            let message = cx.texts.doctor_templates_bad(told);
            Check::new("templates", State::Warning, message).hint(cx.texts.doctor_rules_hint())
        }
    })
}

/// The user's own keys, where there are any.
fn own_keys(cx: &Context) -> Option<Check> {
    let path = cx.places.keys();
    match key_file::load(&path) {
        Ok(keys) => {
            keys?;
            let path = path.display().to_string();
            Some(Check::new("keys", State::Ok, cx.texts.doctor_keys(path)))
        }
        Err(told) => {
            let message = cx.texts.doctor_keys_bad(told);
            let check = Check::new("keys", State::Warning, message);
            Some(check.hint(cx.texts.doctor_rules_hint()))
        }
    }
}

/// The user's own themes, where there are any, and the one that is chosen.
fn own_themes(cx: &Context) -> Option<Check> {
    let folder = cx.places.themes();
    let there = folder.is_dir();
    let mut names = theme::names(Some(&folder));
    let chosen = cx.global.theme.as_ref().unwrap_or(&cx.config.theme);
    if !there && names.contains(chosen) {
        return None;
    }
    let count = names.len();
    names.push(chosen.clone());
    let load = |name: &String| Theme::load(name, Some(&folder), Depth::Mono, false).err();
    Some(match names.iter().find_map(load) {
        None => {
            let path = folder.display().to_string();
            Check::new("themes", State::Ok, cx.texts.doctor_themes(count, path))
        }
        Some(error) => {
            let message = cx.texts.doctor_themes_bad(error.to_string());
            Check::new("themes", State::Warning, message).hint(cx.texts.doctor_themes_hint())
        }
    })
}

/// Years loaded, the year that must be there, and what the data say of themselves.
fn calendar(calendar: &Calendar, now: Timestamp, cx: &Context) -> Vec<Check> {
    let years: Vec<i16> = calendar.years().map(|year| year.year).collect();
    let this_year = zone::date(now).year();
    let listed = years
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    let mut checks = vec![if years.contains(&this_year) {
        Check::new("calendar", State::Ok, cx.texts.doctor_calendar(listed))
    } else {
        let message = cx.texts.doctor_calendar_missing(this_year.to_string());
        Check::new("calendar", State::Failure, message).hint(cx.texts.doctor_calendar_hint())
    }];
    let next_year = this_year + 1;
    if zone::date(now).month() >= 10 && !years.contains(&next_year) {
        let message = cx.texts.doctor_calendar_missing(next_year.to_string());
        checks.push(
            Check::new("calendar", State::Warning, message).hint(cx.texts.doctor_calendar_hint()),
        );
    }
    let warned = calendar
        .years()
        .filter(|year| year.year >= this_year)
        .flat_map(|year| {
            year.warnings
                .iter()
                .map(move |warning| (year.year, warning))
        });
    for (year, warning) in warned {
        let message = format!("{year}: {}", warning.text.get(cx.lang));
        checks.push(Check::new("calendar", State::Warning, message));
    }
    checks
}

/// The data directory and its files are the user's alone.
fn directory(cx: &Context) -> Vec<Check> {
    let dir = cx.data();
    let shown = dir.display().to_string();
    match fs::symlink_metadata(&dir) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            vec![Check::new(
                "data",
                State::Ok,
                cx.texts.doctor_data_absent(shown),
            )]
        }
        Err(error) => {
            vec![Check::new(
                "data",
                State::Failure,
                format!("{shown}: {error}"),
            )]
        }
        Ok(_) => {
            let mut checks = vec![Check::new("data", State::Ok, cx.texts.doctor_data(shown))];
            checks.extend(open_to_others(&dir, cx));
            checks
        }
    }
}

/// The file with the key of the store is whole; nothing in it is opened.
fn vault(cx: &Context) -> Option<Check> {
    match Vault::at(&cx.data()).params() {
        Ok(_) => Some(Check::new("vault", State::Ok, cx.texts.doctor_vault())),
        Err(StoreError::Missing { .. }) => None,
        Err(error) => {
            let told = session::store_error(cx.texts, &error);
            let check = Check::new("vault", State::Failure, told.message);
            Some(match told.hint {
                Some(hint) => check.hint(hint),
                None => check,
            })
        }
    }
}

#[cfg(unix)]
fn open_to_others(dir: &Path, cx: &Context) -> Vec<Check> {
    use std::os::unix::fs::PermissionsExt;

    let mut paths = vec![dir.to_owned()];
    paths.extend(files_of(dir));
    paths
        .into_iter()
        .filter_map(|path| {
            let mode = fs::metadata(&path).ok()?.permissions().mode() & 0o777;
            let right = if path.is_dir() { 0o700 } else { 0o600 };
            (mode & !right != 0).then(|| {
                let shown = path.display().to_string();
                let message = cx
                    .texts
                    .doctor_permissions(format!("{mode:04o}"), shown.clone());
                Check::new("permissions", State::Warning, message)
                    .hint(format!("chmod {right:04o} '{shown}'"))
            })
        })
        .collect()
}

#[cfg(not(unix))]
fn open_to_others(_dir: &Path, _cx: &Context) -> Vec<Check> {
    Vec::new()
}

fn files_of(dir: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(dir)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    paths
}

/// Room on the disk of the data directory, or of the nearest directory above it.
#[cfg(unix)]
fn room(cx: &Context) -> Option<Check> {
    let dir = cx.data();
    let existing = dir.ancestors().find(|path| path.exists())?;
    let disk = rustix::fs::statvfs(existing).ok()?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize) / (1024 * 1024);
    let message = cx.texts.doctor_room(free);
    Some(if free < LEAST_ROOM {
        Check::new("room", State::Failure, message).hint(cx.texts.doctor_room_hint())
    } else if free < GOOD_ROOM {
        Check::new("room", State::Warning, message).hint(cx.texts.doctor_room_hint())
    } else {
        Check::new("room", State::Ok, message)
    })
}

#[cfg(not(unix))]
fn room(_cx: &Context) -> Option<Check> {
    None
}

/// The clock is not behind what was written last.
fn clock(now: Timestamp, cx: &Context) -> Check {
    let written = files_of(&cx.data())
        .iter()
        .filter_map(|path| fs::metadata(path).ok()?.modified().ok())
        .filter_map(|time| Timestamp::try_from(time).ok())
        .max();
    let shown = |at: Timestamp| zone::local(at).strftime("%Y-%m-%d %H:%M").to_string();
    match written {
        Some(written) if written > now.saturating_add(CLOCK_SLACK).unwrap_or(now) => {
            let message = cx.texts.doctor_clock_back(shown(now), shown(written));
            Check::new("clock", State::Warning, message).hint(cx.texts.doctor_clock_hint())
        }
        _ => Check::new("clock", State::Ok, cx.texts.doctor_clock(shown(now))),
    }
}

/// What the terminal says it can do, and whether it speaks UTF-8.
fn terminal(cx: &Context) -> Vec<Check> {
    let term = if cx.environment.term.is_empty() {
        "-"
    } else {
        &cx.environment.term
    };
    let depth = match cx.environment.color_depth() {
        ColorDepth::Mono => "mono",
        ColorDepth::Ansi => "16",
        ColorDepth::Indexed => "256",
        ColorDepth::Rgb => "rgb",
        ColorDepth::Auto => "auto",
    };
    let mut checks = vec![Check::new(
        "terminal",
        State::Ok,
        cx.texts.doctor_terminal(depth, term.to_owned()),
    )];
    // Asked of a pipe the size would be a guess.
    let size = cx.output.is_terminal().then(crossterm::terminal::size);
    if let Some(Ok((columns, rows))) = size {
        let message = cx.texts.doctor_screen(columns, rows);
        checks.push(if columns < LEAST_SCREEN.0 || rows < LEAST_SCREEN.1 {
            Check::new("screen", State::Warning, message)
                .hint(cx.texts.doctor_screen_hint(LEAST_SCREEN.0, LEAST_SCREEN.1))
        } else {
            Check::new("screen", State::Ok, message)
        });
    }
    checks.push(locale(cx));
    checks
}

fn locale(cx: &Context) -> Check {
    let locale = cx.environment.locales.first().cloned().unwrap_or_default();
    let upper = locale.to_uppercase();
    if upper.contains("UTF-8") || upper.contains("UTF8") {
        Check::new("locale", State::Ok, cx.texts.doctor_locale(locale))
    } else {
        let shown = if locale.is_empty() {
            "-".to_owned()
        } else {
            locale
        };
        Check::new(
            "locale",
            State::Warning,
            cx.texts.doctor_locale_not_utf8(shown),
        )
        .hint(cx.texts.doctor_locale_hint())
    }
}
