//! The file of the user's own keys: TOML read strictly, an error names file, line and remedy.
//!
//! ```toml
//! "queue.next" = ["n", "g n"]   # a letter, two letters one after the other
//! "item.note"  = []             # no letter; function keys, arrows, Enter, Esc, Tab, Space always stay
//! ```
//!
//! Letters are named by what a US keyboard prints on the key, so that a file serves every layout.

use std::collections::BTreeMap;

use toml::Spanned;

use super::Chord;
use crate::app::action::{ACTIONS, Action, ActionId, Scope};
use crate::app::key::KeyCode;

/// A file of keys that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct KeyFileError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it, and what to write instead.
    pub problem: String,
}

/// The keys a file gives to actions, the second set of the table added.
pub(super) fn parse(
    source: &str,
    file: &str,
) -> Result<BTreeMap<ActionId, Vec<Chord>>, KeyFileError> {
    let reader = Reader { source, file };
    let raw: BTreeMap<Spanned<String>, Vec<Spanned<String>>> =
        toml::from_str(source).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            reader.error(at, error.message().trim().to_owned())
        })?;
    let mut own = BTreeMap::new();
    let mut lines = BTreeMap::new();
    for (name, keys) in &raw {
        let action = reader.action(name)?;
        let mut chords = Vec::new();
        for key in keys {
            let chord = reader.chord(key)?;
            if !chords.contains(&chord) {
                chords.push(chord);
            }
        }
        if action.id == ActionId::Activate
            && let Some(key) = keys.first()
        {
            let problem = "a decision is confirmed by Enter on a button and by no letter, so that \
                           none is typed by mistake; take the line out"
                .to_owned();
            return Err(reader.error(key.span().start, problem));
        }
        for chord in second_set(action) {
            if !chords.contains(chord) {
                chords.push(*chord);
            }
        }
        lines.insert(action.id, name.span().start);
        own.insert(action.id, chords);
    }
    yield_pairs(&mut own);
    reader.no_key_twice(&own, &lines)?;
    Ok(own)
}

/// Two letters of the table give way to the same two of the user: a command that is new in the
/// program breaks no file that was written before.
fn yield_pairs(own: &mut BTreeMap<ActionId, Vec<Chord>>) {
    let pairs: Vec<Chord> = own.values().flatten().copied().collect();
    let is_taken = |chord: &Chord| chord.prefix().is_some() && pairs.contains(chord);
    for action in ACTIONS {
        if !own.contains_key(&action.id) && action.keys.iter().any(is_taken) {
            let kept = action.keys.iter().copied();
            own.insert(action.id, kept.filter(|chord| !is_taken(chord)).collect());
        }
    }
}

/// The keys that stay whatever a file says: without them something could not be reached.
fn second_set(action: &Action) -> impl Iterator<Item = &Chord> {
    let keys = action.keys.iter();
    keys.filter(|chord| chord.is_named() || **chord == Chord::Produced(' '))
}

struct Reader<'a> {
    source: &'a str,
    file: &'a str,
}

impl Reader<'_> {
    fn action(&self, name: &Spanned<String>) -> Result<&'static Action, KeyFileError> {
        let known = ACTIONS.iter().find(|action| action.name == name.get_ref());
        known.ok_or_else(|| {
            let problem = format!(
                "there is no action {:?}; `awp print keys --json` lists them",
                name.get_ref()
            );
            self.error(name.span().start, problem)
        })
    }

    fn chord(&self, written: &Spanned<String>) -> Result<Chord, KeyFileError> {
        chord(written.get_ref()).map_err(|problem| {
            let problem = format!("{:?} {problem}", written.get_ref());
            self.error(written.span().start, problem)
        })
    }

    /// A key must mean one thing at each place; one that begins others cannot be a key itself.
    fn no_key_twice(
        &self,
        own: &BTreeMap<ActionId, Vec<Chord>>,
        lines: &BTreeMap<ActionId, usize>,
    ) -> Result<(), KeyFileError> {
        for place in Scope::places() {
            let mut seen: Vec<(Chord, &Action)> = Vec::new();
            for action in ACTIONS.iter().filter(|action| action.is_at(&place)) {
                let keys = own.get(&action.id).map_or(action.keys, Vec::as_slice);
                for chord in keys {
                    let clash = seen
                        .iter()
                        .find(|(known, other)| other.id != action.id && known.clashes(*chord));
                    if let Some((known, other)) = clash {
                        let (ours, theirs) = match lines.get(&action.id) {
                            Some(_) => (action, other),
                            None => (*other, &action),
                        };
                        let at = lines.get(&ours.id).copied().unwrap_or(0);
                        let problem = format!(
                            "{chord} of {:?} is {known} of {:?} at the same place; \
                             give one of them another key",
                            ours.name, theirs.name
                        );
                        return Err(self.error(at, problem));
                    }
                    seen.push((*chord, action));
                }
            }
        }
        Ok(())
    }

    fn error(&self, at: usize, problem: String) -> KeyFileError {
        let breaks = self.source.bytes().take(at).filter(|byte| *byte == b'\n');
        KeyFileError {
            file: self.file.to_owned(),
            line: breaks.count() + 1,
            problem,
        }
    }
}

/// Reads a key: `n`, `N`, `g n`, `/`, `Space`, `F12`, `Del`.
fn chord(written: &str) -> Result<Chord, &'static str> {
    const UNKNOWN: &str = "is no key; write a letter, two letters (g n), a sign, F1 to F12, \
                           or a name as `awp print keys` shows it";
    const LAYOUT: &str = "is named by its layout; write the Latin letter or digit of that key";
    const HELD: &str = "is held with another key; commands are letters, signs and named keys";
    let mut letters = written.split(' ');
    if let (Some(first), Some(then), None) = (letters.next(), letters.next(), letters.next()) {
        let place = |name: &str| match one(name) {
            Some(c) if c.is_ascii_lowercase() => Ok(c),
            Some(c) if c.is_alphabetic() && !c.is_ascii() => Err(LAYOUT),
            _ => Err("is no pair of small Latin letters"),
        };
        return Ok(Chord::Then(place(first)?, place(then)?));
    }
    match one(written) {
        Some(c) if c.is_ascii_lowercase() || c.is_ascii_digit() => return Ok(Chord::Pos(c)),
        Some(c) if c.is_ascii_uppercase() => return Ok(Chord::ShiftPos(c.to_ascii_lowercase())),
        Some(c) if c.is_ascii_punctuation() => return Ok(Chord::Produced(c)),
        Some(c) if c.is_alphabetic() => return Err(LAYOUT),
        _ => {}
    }
    if written == "Space" {
        return Ok(Chord::Produced(' '));
    }
    if written.starts_with("Ctrl+") || written.starts_with("Alt+") {
        return Err(HELD);
    }
    let functions = (1..=12).map(KeyCode::F);
    let mut named = KeyCode::NAMED.into_iter().chain(functions);
    let code = named.find(|code| code.to_string() == written);
    code.map(Chord::Named).ok_or(UNKNOWN)
}

/// The only character of a text.
fn one(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keymap::Keys;

    fn problem(source: &str) -> String {
        Keys::parse(source, "keys.toml").unwrap_err().to_string()
    }

    #[test]
    fn every_way_of_writing_a_key_is_read() {
        for (written, read) in [
            ("n", Chord::Pos('n')),
            ("N", Chord::ShiftPos('n')),
            ("7", Chord::Pos('7')),
            ("g n", Chord::Then('g', 'n')),
            ("/", Chord::Produced('/')),
            ("Space", Chord::Produced(' ')),
            ("F12", Chord::Named(KeyCode::F(12))),
            ("PgDn", Chord::Named(KeyCode::PageDown)),
            ("Shift+Tab", Chord::Named(KeyCode::BackTab)),
        ] {
            assert_eq!(chord(written), Ok(read), "{written}");
        }
    }

    #[test]
    fn every_key_of_the_table_is_read_as_it_is_shown() {
        for chord_of_table in ACTIONS.iter().flat_map(|action| action.keys) {
            if let Chord::Then(first, then) = chord_of_table {
                assert_eq!(chord(&format!("{first} {then}")), Ok(*chord_of_table));
            } else {
                assert_eq!(chord(&chord_of_table.to_string()), Ok(*chord_of_table));
            }
        }
    }

    #[test]
    fn a_wrong_line_is_named_with_its_remedy() {
        for (source, line, remedy) in [
            ("\n\"queue.nxt\" = []", 2, "awp print keys"),
            (
                "\"queue.next\" = [\n  \"n\",\n  \"ң\",\n]",
                3,
                "the Latin letter",
            ),
            ("\"queue.next\" = [\"Ctrl+n\"]", 1, "held with another key"),
            ("\"queue.next\" = [\"Nn\"]", 1, "is no key"),
            ("\"queue.next\" = [\"g N\"]", 1, "small Latin letters"),
            ("\"queue.next\" = \"n\"", 1, "expected a sequence"),
            (
                "# own\n\n\"item.note\" = [\"w\"]",
                3,
                "give one of them another key",
            ),
            ("\"item.note\" = [\"F4\"]", 1, "\"item.accept\""),
            ("\"item.note\" = [\"g\"]", 1, "give one of them another key"),
            ("\"item.note\" = [\"w n\"]", 1, "\"item.why\""),
            ("\"item.note\" = [\".\"]", 1, "\"view.fourth\""),
            ("\"form.activate\" = [\"a\"]", 1, "confirmed by Enter"),
        ] {
            let problem = problem(source);
            let place = format!("keys.toml:{line}: ");
            assert!(
                problem.starts_with(&place) && problem.contains(remedy),
                "{source:?} gives {problem}"
            );
        }
    }

    #[test]
    fn the_examples_of_the_documentation_are_read() {
        let shown = include_str!("../../../docs/support.md").split('`');
        let shown = shown.filter(|piece| piece.starts_with("\"queue.next\" ="));
        let own = include_str!("file.rs")
            .lines()
            .filter_map(|line| line.strip_prefix("//! \""));
        let own = own.map(|line| format!("\"{line}"));
        let examples: Vec<String> = shown.map(str::to_owned).chain(own).collect();
        assert!(examples.len() >= 3, "{examples:?}");
        for example in examples {
            assert!(Keys::parse(&example, "keys.toml").is_ok(), "{example}");
        }
    }

    #[test]
    fn a_pair_of_the_table_gives_way_to_that_of_the_user() {
        let keys = Keys::parse("\"queue.next\" = [\"g l\"]", "keys.toml").unwrap();
        let of = |name: &str| {
            let action = ACTIONS.iter().find(|action| action.name == name).unwrap();
            keys.of(action).contains(&Chord::Then('g', 'l'))
        };
        assert!(of("queue.next") && !of("app.law"));
    }

    #[test]
    fn two_actions_may_change_their_keys_with_each_other() {
        let source = "\"item.note\" = [\"w\"]\n\"item.why\" = [\"z\"]";
        assert!(Keys::parse(source, "keys.toml").is_ok());
    }

    #[test]
    fn the_second_set_stays_whatever_the_file_says() {
        let lines = ACTIONS
            .iter()
            .map(|action| format!("{:?} = []", action.name));
        let source: Vec<String> = lines.collect();
        let keys = Keys::parse(&source.join("\n"), "keys.toml").unwrap();
        for action in ACTIONS {
            let second: Vec<Chord> = second_set(action).copied().collect();
            assert_eq!(keys.of(action), second);
        }
    }
}
