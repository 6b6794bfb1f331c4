//! Keys as a scenario writes them: `C`, `F4`, `Tab*21`, `Ctrl+c`, with blanks between.

use serde::Deserialize;
use serde::de::{Deserializer, Error};

use crate::app::key::{Key, KeyCode};

/// More presses of one key are a slip of the pen.
const MOST: usize = 1_000;

const NAMED: [(&str, KeyCode); 15] = [
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("BackTab", KeyCode::BackTab),
    ("Space", KeyCode::Char(' ')),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
];

pub(super) fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Key>, D::Error> {
    let text = String::deserialize(from)?;
    let mut keys = Vec::new();
    for word in text.split_whitespace() {
        let pressed = pressed(word).ok_or_else(|| D::Error::custom(no_key(word)))?;
        keys.extend(pressed);
    }
    if keys.is_empty() {
        return Err(D::Error::custom("no key is pressed"));
    }
    Ok(keys)
}

fn no_key(word: &str) -> String {
    let names = NAMED.map(|(name, _)| name).join(", ");
    format!("no key is called {word}: a letter, F1 to F12, {names}, Ctrl+ before, *3 behind")
}

fn pressed(word: &str) -> Option<Vec<Key>> {
    let (name, times) = match word.split_once('*') {
        Some((name, times)) if !name.is_empty() => (name, times.parse().ok()?),
        Some(_) | None => (word, 1),
    };
    let key = key(name)?;
    (1..=MOST).contains(&times).then(|| vec![key; times])
}

fn key(name: &str) -> Option<Key> {
    if let Some(name) = name.strip_prefix("Ctrl+") {
        return key(name).map(Key::with_ctrl);
    }
    let named = NAMED.iter().find(|(known, _)| *known == name);
    if let Some((_, code)) = named {
        return Some(Key::new(*code));
    }
    let mut letters = name.chars();
    match (letters.next()?, letters.as_str()) {
        (letter, "") => Some(Key::char(letter)),
        ('F', number) => {
            let number = number.parse().ok()?;
            (1..=12).contains(&number).then(|| Key::f(number))
        }
        _ => None,
    }
}
