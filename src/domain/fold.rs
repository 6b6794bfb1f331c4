//! How texts and queries are brought to one spelling before they are compared.
//!
//! Case is folded; ё is read as е; a Latin `a` inside a Cyrillic word is a slip of the keyboard,
//! other Latin words stay Latin; a Kazakh letter is read as the Russian one that stands in for it
//! where the keyboard has no Kazakh letters, so that who writes `тургын уй` means `тұрғын үй`.
//! The search index, filters and names that are picked from a list all use this one spelling.
//!
//! Invariant: a query is changed exactly as the text was, word by word, so a word finds itself.

use std::ops::Range;

/// Brings a text to letters that every Cyrillic keyboard has.
///
/// A word is changed to Cyrillic only if each of its Latin letters looks like a Cyrillic one:
/// `Samsung` stays Latin, `caлeм` becomes `салем`.
///
/// ```
/// use awp::domain::fold::fold;
/// assert_eq!(fold("Тұрғын үй"), fold("тургын уй"));
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for place in words(text) {
        out.push_str(text.get(end..place.start).unwrap_or_default());
        push_word(&mut out, text.get(place.clone()).unwrap_or_default());
        end = place.end;
    }
    out.push_str(text.get(end..).unwrap_or_default());
    out
}

/// The words of a text, folded.
#[must_use]
pub fn tokens(text: &str) -> Vec<String> {
    split(&fold(text))
}

fn split(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|token| !token.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Where the words of a text stand, in bytes.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(char::is_alphanumeric)?;
        let from = text.get(start..)?;
        let length = from
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(from.len());
        at = start + length;
        Some(start..at)
    })
}

fn push_word(out: &mut String, word: &str) {
    let foreign = word
        .chars()
        .any(|c| c.is_ascii_alphabetic() && twin(c).is_none());
    for c in word.chars() {
        let c = match c {
            'ё' | 'Ё' => 'е',
            'ə' | 'Ə' => 'ә',
            'ɵ' | 'Ɵ' => 'ө',
            _ if foreign => c,
            _ => twin(c).unwrap_or(c),
        };
        out.extend(c.to_lowercase().map(plain));
    }
}

/// The Cyrillic letter a Latin one is taken for; capitals and small letters differ.
const fn twin(c: char) -> Option<char> {
    Some(match c {
        'A' | 'a' => 'а',
        'B' => 'в',
        'C' | 'c' => 'с',
        'E' | 'e' => 'е',
        'H' => 'н',
        'h' => 'һ',
        'I' | 'i' => 'і',
        'K' | 'k' => 'к',
        'M' => 'м',
        'O' | 'o' => 'о',
        'P' | 'p' => 'р',
        'T' => 'т',
        'X' | 'x' => 'х',
        'Y' | 'y' => 'у',
        _ => return None,
    })
}

/// The letter that every Cyrillic keyboard has, for one that it may not have.
const fn plain(c: char) -> char {
    match c {
        'ә' => 'а',
        'і' => 'и',
        'ң' => 'н',
        'ғ' => 'г',
        'ү' | 'ұ' => 'у',
        'қ' => 'к',
        'ө' => 'о',
        'һ' => 'х',
        _ => c,
    }
}

/// A text whose words were folded once, to be compared with many words.
#[derive(Debug, Clone)]
pub struct Folded<'t> {
    text: &'t str,
    words: Vec<(Range<usize>, String)>,
}

impl<'t> Folded<'t> {
    /// Folds the words of a text.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let words = words(text)
            .map(|place| {
                let word = fold(text.get(place.clone()).unwrap_or_default());
                (place, word)
            })
            .collect();
        Self { text, words }
    }

    /// The text as it was.
    #[must_use]
    pub const fn text(&self) -> &'t str {
        self.text
    }

    /// Where a folded word begins some word of the text, in bytes.
    pub fn beginning(&self, token: &str) -> impl Iterator<Item = Range<usize>> {
        self.words
            .iter()
            .filter(move |(_, word)| word.starts_with(token))
            .map(|(place, _)| place.clone())
    }

    /// Where folded words stand in a row in the text, in bytes.
    pub fn row(&self, tokens: &[String]) -> impl Iterator<Item = Range<usize>> {
        self.words
            .windows(tokens.len().max(1))
            .filter(move |row| {
                !tokens.is_empty() && row.iter().map(|(_, word)| word).eq(tokens.iter())
            })
            .filter_map(|row| Some(row.first()?.0.start..row.last()?.0.end))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_slip_of_the_keyboard_is_mended_inside_a_cyrillic_word() {
        assert_eq!(fold("Caлeм, Ёлка тiлi"), "салем, елка тили");
    }

    #[test]
    fn a_latin_word_stays_latin() {
        assert_eq!(fold("Samsung COVID"), "samsung covid");
    }

    #[test]
    fn a_kazakh_word_is_found_by_who_has_no_kazakh_letters() {
        assert_eq!(fold("ӘІҢҒҮҰҚӨҺ əɵ"), "аингуукох ао");
    }

    #[test]
    fn words_in_a_row_are_found_where_they_stand() {
        let text = "Су құбыры туралы: су";
        let folded = Folded::new(text);
        let found = |range: Option<Range<usize>>| text.get(range.unwrap()).unwrap();
        assert_eq!(found(folded.row(&tokens("СУ кубыры")).next()), "Су құбыры");
        assert_eq!(folded.row(&tokens("құбыры су")).next(), None);
        assert_eq!(folded.row(&[]).next(), None);
        assert_eq!(folded.beginning("су").count(), 2);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "[a-zA-Zа-яА-ЯёЁәіңғүұқөһ ,.0-9-]{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn a_word_finds_itself(text in "[a-zA-Zа-яА-ЯёЁәіңғүұқөһ ,.0-9-]{0,40}") {
            let folded = Folded::new(&text);
            for token in tokens(&text) {
                prop_assert!(folded.beginning(&token).next().is_some());
            }
        }
    }
}
