//! Personal data that does not print itself.
//!
//! [`Private`] wraps a value so that `Debug`, logs and errors show a mark in its place; the
//! masks turn identifiers, telephones and e-mail addresses into what a screen may show before
//! a reason to see more is given. Masks know no format: any run of ten or more digits counts.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The character that stands for a hidden one.
pub const HIDDEN: char = '•';

/// A value that is personal data: readable by code, absent from `Debug`.
///
/// ```
/// use awp::domain::privacy::Private;
/// let phone = Private("8 701 000 00 00".to_owned());
/// assert_eq!(format!("{phone:?}"), "•••");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Private<T>(pub T);

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("•••")
    }
}

/// Hides all letters and digits but the last two: `••••••••••17`.
#[must_use]
pub fn mask_tail(value: &str) -> String {
    let total = value.chars().filter(|c| c.is_alphanumeric()).count();
    let mut seen = 0;
    value
        .chars()
        .map(|c| {
            if !c.is_alphanumeric() {
                return c;
            }
            seen += 1;
            if seen + 2 > total && total > 4 {
                c
            } else {
                HIDDEN
            }
        })
        .collect()
}

/// Hides an e-mail address but for its first letter: `a•••@•••`.
#[must_use]
pub fn mask_email(value: &str) -> String {
    value
        .chars()
        .next()
        .map_or_else(String::new, |first| format!("{first}•••@•••"))
}

/// Hides a name but for the first letter of each word: `А•••• Б•••••`.
///
/// ```
/// use awp::domain::privacy::mask_name;
/// assert_eq!(mask_name("Айгүл Сейітова"), "А•••• С•••••••");
/// ```
#[must_use]
pub fn mask_name(name: &str) -> String {
    let hidden = |word: &str| -> String {
        let mut letters = word.chars();
        let first = letters.next();
        first.into_iter().chain(letters.map(|_| HIDDEN)).collect()
    };
    let words: Vec<String> = name.split_whitespace().map(hidden).collect();
    words.join(" ")
}

/// Hides a postal address whole.
#[must_use]
pub fn mask_address(value: &str) -> String {
    if value.is_empty() {
        String::new()
    } else {
        "•••••".to_owned()
    }
}

/// Hides the identifiers, telephones, card numbers and e-mail addresses inside a free text.
///
/// Dates and short numbers stay readable; any other run of ten or more digits, however it is
/// grouped, keeps only its last two.
///
/// ```
/// use awp::domain::privacy::mask_text;
/// assert_eq!(mask_text("тел. +7 (701) 123-45-67, 06.03.2026"), "тел. +• (•••) •••-••-67, 06.03.2026");
/// ```
#[must_use]
pub fn mask_text(text: &str) -> String {
    text.split_inclusive('\n')
        .fold(String::with_capacity(text.len()), |mut masked, line| {
            masked.push_str(&mask_digits(&mask_emails(line)));
            masked
        })
}

fn mask_emails(line: &str) -> String {
    let is_edge = |c: char| c.is_whitespace() || "<>()[],;\"«»".contains(c);
    let words: Vec<&str> = line.split_inclusive(is_edge).collect();
    let mut out = String::with_capacity(line.len());
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        let after = words.get(at + 1);
        let has_dot = |word: Option<&&str>| word.is_some_and(|word| word.trim_end().contains('.'));
        let stands_apart = |word: Option<&&str>| word.is_some_and(|word| word.trim() == "@");
        let is_part = stands_apart(after) && has_dot(words.get(at + 2))
            || stands_apart(before) && has_dot(Some(word));
        if is_email(word) || is_part {
            let kept = word.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
            out.push_str(&mask_email(word));
            out.push_str(word.get(kept..).unwrap_or_default());
        } else {
            out.push_str(word);
        }
    }
    out
}

fn is_email(word: &str) -> bool {
    word.split_once('@')
        .is_some_and(|(name, domain)| !name.is_empty() && domain.trim_end().len() > 2)
}

fn mask_digits(line: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let mut out = String::with_capacity(line.len());
    let mut rest: &[char] = &chars;
    while let Some(first) = rest.first() {
        let run = digit_run(rest);
        let (head, tail) = rest.split_at(run.max(1));
        let digits = head.iter().filter(|c| c.is_numeric()).count();
        if digits >= 10 || is_local_telephone(head) {
            out.extend(hide_run(head, digits));
        } else if run == 0 {
            out.push(*first);
        } else {
            out.extend(head);
        }
        rest = tail;
    }
    out
}

/// The numbers of ten or more digits in a line, however they are grouped: the character where
/// each begins, its digits, and how many characters it takes. Dates are none.
///
/// ```
/// use awp::domain::privacy::long_numbers;
/// let found = long_numbers("ИИН 900101300017, 06.03.2026");
/// assert_eq!(found, [(4, "900101300017".to_owned(), 12)]);
/// ```
#[must_use]
pub fn long_numbers(line: &str) -> Vec<(usize, String, usize)> {
    let chars: Vec<char> = line.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = chars.get(at..).filter(|rest| !rest.is_empty()) {
        let length = digit_run(rest);
        let run = rest.iter().take(length);
        let digits: String = run.filter(|c| c.is_ascii_digit()).collect();
        if digits.len() >= 10 {
            found.push((at, digits, length));
        }
        at += length.max(1);
    }
    found
}

/// The characters people put between the digits of one number.
fn is_separator(c: char) -> bool {
    " \u{a0}-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2212}()._/•·".contains(c)
}

/// The length of a date, or of digits joined by at most four separators; 0 where none starts.
fn digit_run(chars: &[char]) -> usize {
    let date = date_length(chars);
    if date > 0 {
        return date;
    }
    let mut end = 0;
    let mut gap = 0;
    let mut spaced = false;
    for (at, c) in chars.iter().enumerate() {
        if c.is_numeric() {
            if spaced && date_length(chars.get(at..).unwrap_or_default()) > 0 {
                break;
            }
            end = at + 1;
            gap = 0;
            spaced = false;
        } else if end > 0 && gap < 4 && is_separator(*c) {
            gap += 1;
            spaced |= c.is_whitespace();
        } else {
            break;
        }
    }
    end
}

/// `55-66-77`, `255-66-77`: a telephone inside a city.
fn is_local_telephone(run: &[char]) -> bool {
    let lengths: Vec<usize> = run.split(|c| *c == '-').map(<[char]>::len).collect();
    let plain = run.iter().all(|c| c.is_numeric() || *c == '-');
    plain && matches!(lengths.as_slice(), [2 | 3, 2, 2])
}

/// `6.03.2026`, `06.03.2026`, `2026-03-06`, `06/03/2026`: the length, or 0.
fn date_length(chars: &[char]) -> usize {
    let mut groups = Vec::new();
    let mut count = 0;
    let mut end = 0;
    for c in chars {
        if c.is_ascii_digit() {
            count += 1;
            end += 1;
        } else if matches!(c, '.' | '-' | '/') && count > 0 && groups.len() < 2 {
            groups.push(count);
            count = 0;
            end += 1;
        } else {
            break;
        }
    }
    groups.push(count);
    match groups.as_slice() {
        [1 | 2, 1 | 2, 4] | [4, 2, 2] => end,
        _ => 0,
    }
}

fn hide_run(run: &[char], digits: usize) -> impl Iterator<Item = char> {
    let mut seen = 0;
    run.iter().map(move |c| {
        if !c.is_numeric() {
            return *c;
        }
        seen += 1;
        if seen + 2 > digits { *c } else { HIDDEN }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephones_are_hidden_in_every_way_people_write_them() {
        for (raw, masked) in [
            ("87011234567", "•••••••••67"),
            ("8 (701) 123-45-67", "• (•••) •••-••-67"),
            ("+7.701.123.45.67", "+•.•••.•••.••.67"),
            ("8-701-123 45 67", "•-•••-••• •• 67"),
            ("7011234567,", "••••••••67,"),
            ("+7 701 - 123 - 45 - 67", "+• ••• - ••• - •• - 67"),
            ("8 (701) - 123-45-67", "• (•••) - •••-••-67"),
            ("8_701_123_45_67", "•_•••_•••_••_67"),
            ("8.701.12.03.2026", "•.•••.••.••.••26"),
            ("тел. 55-66-77", "тел. ••-••-77"),
            ("９００１０１３０００１７", "••••••••••１７"),
        ] {
            assert_eq!(mask_text(raw), masked);
        }
    }

    #[test]
    fn identifiers_inside_a_sentence_are_hidden() {
        assert_eq!(
            mask_text("ЖСН 900101300017 болады"),
            "ЖСН ••••••••••17 болады"
        );
    }

    #[test]
    fn dates_sums_and_contract_numbers_stay() {
        for text in [
            "06.03.2026 08.03.2026",
            "с 2026-03-06 по 2026-03-09",
            "12 500 000 ₸",
            "№ 15/2024-К",
        ] {
            assert_eq!(mask_text(text), text);
        }
    }

    #[test]
    fn addresses_of_mail_are_hidden_with_their_punctuation_kept() {
        assert_eq!(
            mask_text("жазыңыз: aigul@mysal.example."),
            "жазыңыз: a•••@•••."
        );
        assert_eq!(
            mask_text("From: <b.k@mysal.example>\n"),
            "From: <b•••@•••>\n"
        );
        assert_eq!(mask_text("баға @ күні"), "баға @ күні");
        assert_eq!(mask_text("aigul @ mail.example"), "a•••@••• @ m•••@•••");
    }

    #[test]
    fn a_tail_of_two_is_shown_only_of_long_values() {
        assert_eq!(mask_tail("900101300017"), "••••••••••17");
        assert_eq!(mask_tail("1234"), "••••");
    }
}
