//! Citizen text, parsed once at the border.
//!
//! What a citizen sends is hostile until it is a [`CitizenText`]: normalised (NFC), free of
//! control and escape sequences, with direction controls made visible and bounded in length.
//! Everything that shows or stores such text takes the type, never a `String`.
//! Invariant: parsing is idempotent; the text never contains a character that moves a cursor,
//! hides itself or turns the reading direction.

use std::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The most characters one text may have after cleaning.
pub const MAX_CHARS: usize = 100_000;

/// More combining marks than this on one letter serve no language; the rest is dropped.
const MAX_MARKS: usize = 4;

/// Clean text of a citizen or of an administrator; lines end with `\n`.
///
/// Its `Debug` prints only the length: texts are personal data.
///
/// ```
/// use awp::domain::text::CitizenText;
/// let text = CitizenText::parse("Сәлем\u{1b}[31m!\r\n\u{202e}txt").unwrap();
/// assert_eq!(text.as_str(), "Сәлем!\n[U+202E]txt");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(transparent)]
pub struct CitizenText(String);

/// Why a text is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// More characters than [`MAX_CHARS`].
    #[error("the text has {chars} characters, at most {MAX_CHARS} are accepted: shorten it")]
    TooLong {
        /// Characters counted after cleaning.
        chars: usize,
    },
}

impl CitizenText {
    /// Cleans and bounds a text.
    ///
    /// # Errors
    /// [`TextError::TooLong`]; nothing is cut silently.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        let clean = clean(raw);
        let chars = clean.chars().count();
        if chars > MAX_CHARS {
            return Err(TextError::TooLong { chars });
        }
        Ok(Self(clean))
    }

    /// The clean text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing but white space is left.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// The first line that is not blank: the title of a list row.
    #[must_use]
    pub fn headline(&self) -> &str {
        self.0
            .lines()
            .map(str::trim)
            .find(|line| !line.is_empty())
            .unwrap_or_default()
    }
}

impl fmt::Debug for CitizenText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "CitizenText({} characters)", self.0.chars().count())
    }
}

impl<'de> Deserialize<'de> for CitizenText {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_string(TextVisitor)
    }
}

/// Cleans a text where it lies, instead of a copy of it.
struct TextVisitor;

impl serde::de::Visitor<'_> for TextVisitor {
    type Value = CitizenText;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a text")
    }

    fn visit_str<E: serde::de::Error>(self, raw: &str) -> Result<CitizenText, E> {
        CitizenText::parse(raw).map_err(E::custom)
    }
}

/// Cleans one line for a place that holds no line breaks (a name, an address).
#[must_use]
pub fn clean_line(raw: &str) -> String {
    clean(raw).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn clean(raw: &str) -> String {
    if is_plain(raw.as_bytes()) {
        return raw.trim_end().to_owned();
    }
    clean_char_by_char(raw)
}

/// Whether a text is made of nothing but line ends, ASCII, Cyrillic without its combining marks
/// and the signs `«»“”„–—…№`, which stay as they are whatever stands beside them. Nearly all
/// texts are, so that they need not be taken apart; the bytes tell it faster than characters.
fn is_plain(mut text: &[u8]) -> bool {
    loop {
        text = match text {
            [] => return true,
            [b'\n' | b' '..=b'~', rest @ ..]
            | [0xd0 | 0xd1 | 0xd3, _, rest @ ..]
            | [0xd2, 0x80..=0x82 | 0x8a.., rest @ ..]
            | [0xc2, 0xab | 0xbb, rest @ ..]
            | [0xe2, 0x80, 0x93 | 0x94 | 0x9c..=0x9e | 0xa6, rest @ ..]
            | [0xe2, 0x84, 0x96, rest @ ..] => rest,
            _ => return false,
        }
    }
}

fn clean_char_by_char(raw: &str) -> String {
    let visible = strip_escapes(raw);
    let mut out = String::with_capacity(visible.len());
    let mut marks = 0;
    for c in visible.nfc() {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if marks <= MAX_MARKS {
            push_visible(&mut out, c);
        }
    }
    let end = out.trim_end().len();
    out.truncate(end);
    out
}

/// Drops terminal sequences whole, so that their parameters do not stay behind as text.
fn strip_escapes(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\u{1b}' => skip_sequence(&mut chars),
            '\u{9b}' => skip_csi(&mut chars),
            '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => skip_string(&mut chars),
            _ => out.push(c),
        }
    }
    out
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn skip_sequence(chars: &mut Chars<'_>) {
    match chars.peek() {
        Some('[') => {
            chars.next();
            skip_csi(chars);
        }
        Some(']' | 'P' | '^' | '_' | 'X') => {
            chars.next();
            skip_string(chars);
        }
        Some(' '..='~') => {
            while chars.next_if(|c| matches!(c, ' '..='/')).is_some() {}
            chars.next_if(|c| matches!(c, '0'..='~'));
        }
        _ => {}
    }
}

fn skip_csi(chars: &mut Chars<'_>) {
    while chars.next_if(|c| matches!(c, ' '..='?')).is_some() {}
    chars.next_if(|c| matches!(c, '@'..='~'));
}

/// A string sequence without its end would swallow the whole request: it ends at the line.
fn skip_string(chars: &mut Chars<'_>) {
    while let Some(c) = chars.next_if(|c| *c != '\n' && *c != '\r') {
        match c {
            '\u{7}' | '\u{9c}' => return,
            '\u{1b}' => {
                chars.next_if_eq(&'\\');
                return;
            }
            _ => {}
        }
    }
}

fn push_visible(out: &mut String, c: char) {
    match c {
        '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
        '\t' => out.push_str("    "),
        '\u{a0}' | '\u{202f}' | '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => out.push(' '),
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            // Writing to a string cannot fail.
            let _ = write!(out, "[U+{:04X}]", u32::from(c));
        }
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => {}
        c if c.is_control() => {}
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cleaned(raw: &str) -> String {
        CitizenText::parse(raw).unwrap().as_str().to_owned()
    }

    #[test]
    fn escape_sequences_leave_no_parameters_behind() {
        assert_eq!(cleaned("a\u{1b}[1;31mb\u{1b}[0m"), "ab");
        assert_eq!(cleaned("a\u{1b}]0;title\u{7}b"), "ab");
        assert_eq!(cleaned("a\u{1b}]52;c;AAAA\u{1b}\\b"), "ab");
        assert_eq!(cleaned("a\u{9b}2Jb\u{1b}(0c\u{1b}"), "abc");
    }

    #[test]
    fn an_unfinished_string_sequence_swallows_only_its_line() {
        assert_eq!(cleaned("a\u{1b}]0;x\nнегізгі мәтін"), "a\nнегізгі мәтін");
    }

    #[test]
    fn direction_controls_become_visible() {
        assert_eq!(cleaned("a\u{202e}b\u{2066}c"), "a[U+202E]b[U+2066]c");
    }

    #[test]
    fn invisible_characters_and_controls_vanish() {
        assert_eq!(cleaned("са\u{200b}уал\u{0}\u{8}\u{feff}"), "сауал");
    }

    #[test]
    fn decomposed_letters_are_composed() {
        assert_eq!(cleaned("и\u{306}"), "й");
    }

    #[test]
    fn marks_do_not_pile_up() {
        assert_eq!(
            cleaned(&format!("z{}", "\u{489}".repeat(50)))
                .chars()
                .count(),
            5
        );
    }

    #[test]
    fn every_kind_of_line_break_is_one_newline() {
        assert_eq!(cleaned("a\r\nb\rc\u{2028}d"), "a\nb\nc\nd");
    }

    #[test]
    fn an_over_long_text_is_refused_not_cut() {
        let error = CitizenText::parse(&"а".repeat(MAX_CHARS + 1)).unwrap_err();
        assert_eq!(
            error,
            TextError::TooLong {
                chars: MAX_CHARS + 1
            }
        );
    }

    #[test]
    fn debug_shows_no_word_of_the_text() {
        assert_eq!(
            format!("{:?}", CitizenText::parse("құпия").unwrap()),
            "CitizenText(5 characters)"
        );
    }

    #[test]
    fn no_other_character_is_taken_for_a_plain_one() {
        let plain: String = ('\0'..=char::MAX)
            .filter(|c| is_plain(c.to_string().as_bytes()))
            .collect();
        let listed = ['\n']
            .into_iter()
            .chain(' '..='~')
            .chain('«'..='«')
            .chain('»'..='»')
            .chain('\u{400}'..='\u{482}')
            .chain('\u{48a}'..='\u{4ff}')
            .chain("–—“”„…№".chars());
        assert_eq!(plain, listed.collect::<String>());
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(raw in any::<String>()) {
            let once = cleaned(&raw);
            prop_assert_eq!(cleaned(&once), once);
        }

        #[test]
        fn a_plain_text_is_what_cleaning_it_char_by_char_gives(
            raw in "[ -~\n\u{400}-\u{482}\u{48a}-\u{4ff}«»“”„–—…№]{0,80}"
        ) {
            prop_assert!(is_plain(raw.as_bytes()));
            prop_assert_eq!(clean(&raw), clean_char_by_char(&raw));
        }

        #[test]
        fn nothing_that_moves_a_cursor_survives(raw in "[\u{0}-\u{ff}\u{1b}\u{202a}-\u{202e}a-z\\[\\]]{0,60}") {
            let once = cleaned(&raw);
            prop_assert!(once.chars().all(|c| c == '\n' || !c.is_control()));
        }
    }
}
