//! How texts and queries are brought to one spelling before they are compared.
//!
//! The tokenizer of the index folds case and keeps the Kazakh letters apart; it does not know
//! that ё is read as е and that a Latin `a` inside a Cyrillic word is a slip of the keyboard.
//! Only one, normalised column is indexed: whatever the plain text would match, the normalised
//! one matches too, at half the size.
//!
//! Invariant: a query is normalised exactly as the text was, word by word, so a word finds
//! itself.

/// Brings a text to the spelling of the index.
///
/// A word is changed to Cyrillic only if each of its Latin letters looks like a Cyrillic one:
/// `Samsung` stays Latin, `caлeм` becomes `салем`.
pub(super) fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let (gap, from) = rest.split_at(start);
        out.push_str(gap);
        let end = from
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(from.len());
        let (word, after) = from.split_at(end);
        push_word(&mut out, word);
        rest = after;
    }
    out.push_str(rest);
    out
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
        out.extend(c.to_lowercase());
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

/// The query of a word as it begins: every part of it must begin some word of the text.
pub(super) fn word_query(word: &str) -> String {
    tokens(word)
        .iter()
        .map(|token| format!("\"{token}\"*"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The query of words in a row.
pub(super) fn phrase_query(phrase: &str) -> String {
    format!("\"{}\"", tokens(phrase).join(" "))
}

/// The words of a text, normalised.
pub(super) fn tokens(text: &str) -> Vec<String> {
    normalise(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|token| !token.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_slip_of_the_keyboard_is_mended_inside_a_cyrillic_word() {
        assert_eq!(normalise("Caлeм, Ёлка тiлi"), "салем, елка тілі");
    }

    #[test]
    fn a_latin_word_stays_latin() {
        assert_eq!(normalise("Samsung COVID"), "samsung covid");
    }

    #[test]
    fn the_letters_of_kazakh_stay_apart() {
        let letters = "әіңғүұқөһ";
        assert_eq!(normalise(letters), letters);
    }

    #[test]
    fn a_query_cannot_leave_its_quotation() {
        assert_eq!(word_query("a\"b OR c"), "\"а\"* \"b\"* \"or\"* \"с\"*");
        assert_eq!(phrase_query("тұрғын\"үй"), "\"тұрғын үй\"");
    }

    proptest! {
        #[test]
        fn normalising_twice_is_normalising_once(text in "[a-zA-Zа-яА-ЯёЁәіңғүұқөһ ,.0-9-]{0,40}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }
    }
}
