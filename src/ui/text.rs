//! How wide a text is on a terminal, and how it is made to fit.
//!
//! The only place that knows display width. Works on grapheme clusters: an accent never leaves
//! its letter, a wide sign is never cut in half. Control characters have no width and are not
//! drawn. Nothing here knows colours or cells.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What stands for the part of a text that was cut off.
pub const ELLIPSIS: &str = "…";
/// The same on terminals with ASCII only.
pub const ASCII_ELLIPSIS: &str = "~";

/// Whether every character is a plain letter or sign one column wide that joins with no other.
///
/// Kazakh, Russian and Latin texts take this way; the others are segmented.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| {
        matches!(c,
            ' '..='~' | '«' | '»' | '°' | '·' | '¶' | '×' | '–' | '—' | '…' | '•' | '№'
            | '\u{400}'..='\u{482}' | '\u{48a}'..='\u{4ff}' | '\u{2500}'..='\u{259f}'
            | '▸' | '●' | '○' | '⚑')
    })
}

/// The widest sign, in columns. A cluster that claims more is no sign that a terminal shows as one.
const WIDEST: u16 = 2;
/// The longest sign, in bytes; a family of four with skin tones takes 41.
pub const LONGEST: usize = 46;

/// One sign on the screen and the columns it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign<'a> {
    /// The grapheme cluster, or a part of one that is no sign: at most [`LONGEST`] bytes.
    pub text: &'a str,
    /// Its columns, one or two.
    pub width: u16,
}

/// The signs of a text in reading order, those without width left out.
pub fn signs(text: &str) -> impl Iterator<Item = Sign<'_>> {
    // Where each character is a sign, nothing has to be looked up.
    let (letters, clusters) = if is_plain(text) {
        (text, "")
    } else {
        ("", text)
    };
    let letters = letters.char_indices().filter_map(move |(at, letter)| {
        let text = letters.get(at..at + letter.len_utf8())?;
        Some(Sign { text, width: 1 })
    });
    let clusters = pieces(clusters).filter_map(|cluster| {
        let width = cluster_width(cluster);
        (width > 0).then_some(Sign {
            text: cluster,
            width,
        })
    });
    letters.chain(clusters)
}

/// The grapheme clusters of a text; of those that are too wide or too long for a sign, each
/// character with the marks on it.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.graphemes(true).flat_map(|cluster| {
        let is_sign = cluster.len() <= LONGEST && cluster_width(cluster) <= WIDEST;
        let (whole, parts) = if is_sign {
            (Some(cluster), "")
        } else {
            (None, cluster)
        };
        whole.into_iter().chain(Parts(parts))
    })
}

/// The characters of a cluster, each with as many of the marks on it as a sign holds.
struct Parts<'a>(&'a str);

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let mut chars = self.0.char_indices();
        let (_, first) = chars.next()?;
        let mut end = first.len_utf8();
        for (at, mark) in chars {
            let with = at + mark.len_utf8();
            if with > LONGEST || UnicodeWidthChar::width(mark) != Some(0) {
                break;
            }
            end = with;
        }
        let (part, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        Some(part)
    }
}

fn cluster_width(cluster: &str) -> u16 {
    if cluster.chars().any(char::is_control) {
        return 0;
    }
    u16::try_from(cluster.width()).unwrap_or(u16::MAX)
}

/// The columns a text takes.
///
/// ```
/// use awp::ui::text::width;
/// assert_eq!(width("Өтінімдер"), 9);
/// assert_eq!(width("日本"), 4);
/// assert_eq!(width("e\u{301}"), 1);
/// ```
#[must_use]
pub fn width(text: &str) -> u16 {
    if is_plain(text) {
        return u16::try_from(text.chars().count()).unwrap_or(u16::MAX);
    }
    signs(text).fold(0, |sum: u16, sign| sum.saturating_add(sign.width))
}

/// The longest beginning of a text that fits, and its columns.
#[must_use]
pub fn head(text: &str, max: u16) -> (&str, u16) {
    if is_plain(text) {
        let end = text.char_indices().nth(usize::from(max));
        let kept = end.and_then(|(end, _)| text.get(..end)).unwrap_or(text);
        return (kept, width(kept));
    }
    let mut used = 0_u16;
    let mut end = 0;
    for cluster in pieces(text) {
        let next = used.saturating_add(cluster_width(cluster));
        if next > max {
            break;
        }
        used = next;
        end += cluster.len();
    }
    (text.get(..end).unwrap_or_default(), used)
}

/// The text, or as much of it as fits with an ellipsis at its end.
///
/// ```
/// use awp::ui::text::truncate;
/// assert_eq!(truncate("Конференциялар", 8), "Конфере…");
/// assert_eq!(truncate("Басты", 8), "Басты");
/// ```
#[must_use]
pub fn truncate(text: &str, max: u16) -> Cow<'_, str> {
    truncate_with(text, max, ELLIPSIS)
}

/// As [`truncate`], with another sign of one column for what was cut off.
#[must_use]
pub fn truncate_with<'t>(text: &'t str, max: u16, sign: &str) -> Cow<'t, str> {
    if width(text) <= max {
        return Cow::Borrowed(text);
    }
    if max == 0 {
        return Cow::Borrowed("");
    }
    let (kept, _) = head(text, max - 1);
    Cow::Owned(format!("{}{sign}", kept.trim_end()))
}

/// The text in exactly `columns` columns: cut with an ellipsis, or filled with spaces after it.
#[must_use]
pub fn pad(text: &str, columns: u16) -> String {
    let fitted = truncate(text, columns);
    let gap = columns.saturating_sub(width(&fitted));
    format!("{fitted}{}", " ".repeat(usize::from(gap)))
}

/// Breaks a text into lines of at most `columns` columns, without copying it.
///
/// Breaks at spaces, else inside a word; keeps the line breaks and the indentation of the text.
/// Lazy: a view takes the lines it shows.
///
/// ```
/// use awp::ui::text::wrap;
/// let lines: Vec<&str> = wrap("Тұрғын үй кезегі", 10).collect();
/// assert_eq!(lines, ["Тұрғын үй", "кезегі"]);
/// ```
pub fn wrap(text: &str, columns: u16) -> impl Iterator<Item = &str> {
    let columns = columns.max(1);
    text.split('\n').flat_map(move |line| Wrapped {
        rest: Some(line),
        columns,
    })
}

/// The first wrapped line of a text, and what is left of it without leading spaces.
#[must_use]
pub fn first_line(text: &str, columns: u16) -> (&str, &str) {
    let mut lines = Wrapped {
        rest: Some(text),
        columns: columns.max(1),
    };
    let first = lines.next().unwrap_or_default();
    (first, lines.rest.unwrap_or_default())
}

struct Wrapped<'a> {
    rest: Option<&'a str>,
    columns: u16,
}

impl<'a> Iterator for Wrapped<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest.take()?;
        let (fits, _) = head_of_line(rest, self.columns);
        let Some((_, beyond)) = rest.split_at_checked(fits.len()) else {
            return Some(rest);
        };
        if beyond.trim_end().is_empty() {
            return Some(rest.trim_end());
        }
        if beyond.starts_with(' ') {
            self.rest = Some(beyond.trim_start());
            return Some(fits.trim_end());
        }
        let words_end = fits.trim_end_matches(|c| c != ' ');
        let line = words_end.trim_end();
        if line.is_empty() {
            self.rest = Some(beyond);
            return Some(fits);
        }
        self.rest = rest.get(words_end.len()..);
        Some(line)
    }
}

/// As [`head`], but never empty: a sign wider than the line still makes progress.
fn head_of_line(text: &str, columns: u16) -> (&str, u16) {
    if let Some(whole) = plain_head(text, columns) {
        return whole;
    }
    let found = head(text, columns);
    if !found.0.is_empty() {
        return found;
    }
    let first = pieces(text).next().unwrap_or_default();
    (first, cluster_width(first))
}

/// The head of a text by counting characters, where those are plain.
fn plain_head(text: &str, columns: u16) -> Option<(&str, u16)> {
    let end = text
        .char_indices()
        .nth(usize::from(columns))
        .map_or(text.len(), |(at, _)| at);
    let (kept, beyond) = text.split_at_checked(end)?;
    let joins = beyond.chars().next().is_some_and(|c| !is_plain_char(c));
    (is_plain(kept) && !joins && !kept.is_empty()).then(|| (kept, width(kept)))
}

fn is_plain_char(c: char) -> bool {
    let mut bytes = [0; 4];
    is_plain(c.encode_utf8(&mut bytes))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SIGNS: &str = "[a-zәіңғүұқөһ А-Я.,«»0-9\n e\u{301}日本語👩‍💻🇰🇿\u{200d}\u{fe0f}क्षि]{0,80}";

    #[test]
    fn a_wide_sign_is_never_cut_in_half() {
        assert_eq!(truncate("日本語", 5), "日本…");
        assert_eq!(truncate("日本語", 4), "日…");
        assert_eq!(pad("日本語", 4), "日… ");
    }

    #[test]
    fn an_accent_stays_with_its_letter() {
        assert_eq!(head("e\u{301}e\u{301}", 1).0, "e\u{301}");
    }

    #[test]
    fn what_claims_more_columns_than_a_sign_has_is_given_by_its_characters() {
        let leading = "\u{1100}".repeat(29);
        let widths: Vec<u16> = signs(&leading).map(|sign| sign.width).collect();
        assert_eq!(widths, [2; 29]);
        let heaped = format!("e{}", "\u{301}".repeat(40));
        let heaped: Vec<Sign<'_>> = signs(&heaped).collect();
        assert_eq!((heaped.len(), heaped[0].width), (1, 1));
        let family = "👨🏽\u{200d}👩🏽\u{200d}👧🏽\u{200d}👦🏽";
        assert_eq!(
            signs(family).map(|sign| sign.text).collect::<Vec<_>>(),
            [family]
        );
    }

    #[test]
    fn a_word_longer_than_the_line_is_broken() {
        let lines: Vec<&str> = wrap("а Конференциялар б", 6).collect();
        assert_eq!(lines, ["а", "Конфер", "енциял", "ар б"]);
    }

    #[test]
    fn line_breaks_blank_lines_and_indentation_stay() {
        let lines: Vec<&str> = wrap("бір\n\n  екі үш", 6).collect();
        assert_eq!(lines, ["бір", "", "  екі", "үш"]);
    }

    #[test]
    fn control_characters_take_no_room() {
        assert_eq!(width("a\u{1b}[31mb"), 6);
        assert!(signs("a\u{1b}\u{7}b").all(|sign| !sign.text.contains(char::is_control)));
    }

    proptest! {
        #[test]
        fn a_truncated_text_fits_and_is_a_beginning(text in SIGNS, max in 0_u16..20) {
            let cut = truncate(&text, max);
            prop_assert!(width(&cut) <= max);
            let kept = cut.strip_suffix(ELLIPSIS).unwrap_or(&cut);
            prop_assert!(text.starts_with(kept));
        }

        #[test]
        fn a_padded_text_has_exactly_its_width(text in SIGNS, columns in 0_u16..40) {
            prop_assert_eq!(width(&pad(&text, columns)), columns);
        }

        #[test]
        fn no_sign_is_ever_split(text in SIGNS, max in 0_u16..20) {
            let (kept, _) = head(&text, max);
            let mut ends = pieces(&text).scan(0, |end, piece| {
                *end += piece.len();
                Some(*end)
            });
            prop_assert!(kept.is_empty() || ends.any(|end| end == kept.len()));
        }

        #[test]
        fn every_sign_takes_one_or_two_columns_and_nothing_of_the_text_is_lost(
            text in "[aक्षि\u{1100}\u{1f3fb}\u{301}👩\u{200d}\u{fe0f}🇰ห\u{e33}]{0,60}",
        ) {
            prop_assert_eq!(pieces(&text).collect::<String>(), text.as_str());
            for sign in signs(&text) {
                prop_assert!((1..=WIDEST).contains(&sign.width), "{:?}", sign);
                prop_assert!(sign.text.len() <= LONGEST, "{:?}", sign);
            }
        }

        #[test]
        fn wrapped_lines_fit_and_lose_only_spaces(text in SIGNS, columns in 2_u16..30) {
            let lines: Vec<&str> = wrap(&text, columns).collect();
            for line in &lines {
                prop_assert!(width(line) <= columns || signs(line).count() == 1, "{:?}", line);
            }
            let solid = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(solid(&lines.concat()), solid(&text));
        }

        #[test]
        fn the_quick_way_agrees_with_the_careful_one(text in "[a-zА-ЯәіңғүұқөһЁё «»№…0-9]{0,60}") {
            let careful = signs(&text).map(|sign| sign.width).sum::<u16>();
            prop_assert_eq!(width(&text), careful);
        }
    }
}
