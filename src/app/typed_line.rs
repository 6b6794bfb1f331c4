//! A line of line mode, read: keys, an item, the name of a command, or words for a text field.

use serde::Serialize;

use super::action::{ACTIONS, ActionId, Scope};
use super::key::{Key, KeyCode};
use super::palette;
use crate::domain::ids::Number;
use crate::domain::local_text::Lang;
use crate::i18n::Texts;

/// What line mode has heard so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct LineMode {
    /// How many lines were taken.
    pub taken: u64,
    /// How often everything that is here was asked to be said again.
    pub said_again: u64,
}

/// Why a line is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineFault {
    /// It is longer than a line can be; what came of it is not used.
    TooLong,
    /// Its bytes are no text of UTF-8.
    NotText,
}

/// More commands than this are not named when a line fits several.
const NAMED: usize = 6;

/// What a line asks for where no text field has the focus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// These keys, one after the other.
    Keys(Vec<Key>),
    /// An item, by its number.
    Item(Number),
    /// A command, by its name.
    Action(ActionId),
    /// One of these commands.
    OneOf(Vec<ActionId>),
    /// The list, filtered by these words.
    Filter(String),
    /// Everything that is here is to be said again.
    Again,
    /// Nothing that is known.
    Unknown,
}

/// Reads a line.
///
/// ```
/// use awp::app::action::{ActionId, Scope};
/// use awp::app::key::{Key, KeyCode};
/// use awp::app::typed_line::{Asked, read};
/// let here = [Scope::Global, Scope::Request];
/// assert_eq!(read("w F9", &here), Asked::Keys(vec![Key::char('w'), Key::f(9)]));
/// assert_eq!(read("қабылдау", &here), Asked::Action(ActionId::Accept));
/// assert_eq!(read("766301", &here), Asked::Item("766301".parse().unwrap()));
/// ```
#[must_use]
pub fn read(line: &str, here: &[Scope]) -> Asked {
    let line = line.trim();
    match line {
        "" => return Asked::Keys(vec![KeyCode::Enter.into()]),
        "=" => return Asked::Again,
        _ => {}
    }
    if let Some(words) = line.strip_prefix('/').filter(|words| !words.is_empty()) {
        return Asked::Filter(words.trim().to_owned());
    }
    let keys: Option<Vec<Key>> = line.split_whitespace().map(key).collect();
    if let Some(keys) = keys {
        return Asked::Keys(keys);
    }
    if let Ok(number) = line.parse() {
        return Asked::Item(number);
    }
    let mut named = named(line, here);
    match *named {
        [one] => return Asked::Action(one),
        [] => named = palette::search(line, here),
        _ => {}
    }
    named.truncate(NAMED);
    // What is only like a name is offered, never done: an act may follow without a question.
    if named.is_empty() {
        Asked::Unknown
    } else {
        Asked::OneOf(named)
    }
}

/// A key by its name: one sign is itself.
fn key(word: &str) -> Option<Key> {
    let mut signs = word.chars();
    if let (Some(sign), None) = (signs.next(), signs.next()) {
        return Some(Key::char(sign));
    }
    let code = match word.to_lowercase().as_str() {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "shift+tab" => KeyCode::BackTab,
        "space" => KeyCode::Char(' '),
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pgup" => KeyCode::PageUp,
        "pgdn" => KeyCode::PageDown,
        "del" => KeyCode::Delete,
        "backspace" => KeyCode::Backspace,
        name => {
            let number = name.strip_prefix('f')?.parse().ok();
            KeyCode::F(number.filter(|number| (1..=12).contains(number))?)
        }
    };
    Some(code.into())
}

/// The actions of a name: an id, or a title in any language.
fn named(line: &str, here: &[Scope]) -> Vec<ActionId> {
    let line = line.to_lowercase();
    let active = ACTIONS.iter().filter(|action| action.is_at(here));
    let called = active.filter(|action| {
        let title = |lang| Texts::of(lang).by_id(&action.title_id(), None);
        let titles = Lang::ALL.into_iter().filter_map(title);
        action.name == line || titles.into_iter().any(|title| title.to_lowercase() == line)
    });
    called.map(|action| action.id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: [Scope; 4] = [Scope::List, Scope::Request, Scope::Global, Scope::Anywhere];

    #[test]
    fn every_kind_of_line_is_read() {
        for (line, asked) in [
            ("", Asked::Keys(vec![KeyCode::Enter.into()])),
            (" = ", Asked::Again),
            ("j j", Asked::Keys(vec![Key::char('j'), Key::char('j')])),
            (
                "space Shift+Tab ENTER",
                Asked::Keys(vec![
                    Key::char(' '),
                    KeyCode::BackTab.into(),
                    KeyCode::Enter.into(),
                ]),
            ),
            ("f10", Asked::Keys(vec![Key::f(10)])),
            ("F13", Asked::Unknown),
            ("766190/1", Asked::Item("766190/1".parse().unwrap())),
            ("К-12", Asked::Item("K-12".parse().unwrap())),
            ("Вернуть", Asked::Action(ActionId::Return)),
            ("item.return", Asked::Action(ActionId::Return)),
            (
                "/due:today lang:kk",
                Asked::Filter("due:today lang:kk".into()),
            ),
            ("/", Asked::Keys(vec![Key::char('/')])),
            ("language", Asked::Action(ActionId::Language)),
            ("zzzz zzzz", Asked::Unknown),
        ] {
            assert_eq!(read(line, &HERE), asked, "{line}");
        }
    }

    #[test]
    fn a_name_of_another_place_is_not_taken() {
        assert_ne!(
            read("item.return", &[Scope::Outbox]),
            Asked::Action(ActionId::Return)
        );
    }

    #[test]
    fn a_line_that_fits_several_commands_names_them() {
        let Asked::OneOf(several) = read("вид", &HERE) else {
            panic!("one or none");
        };
        assert!(several.len() > 1 && several.len() <= NAMED);
    }
}
