//! From the words of a query to what the index is asked.
//!
//! The tokenizer of the index only splits words: text and query are brought to the spelling of
//! [`crate::domain::fold`] before.
//! Only that one column is indexed: whatever the plain text would match, it matches too, at half
//! the size.

use crate::domain::fold::tokens;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_cannot_leave_its_quotation() {
        assert_eq!(word_query("a\"b OR c"), "\"а\"* \"b\"* \"or\"* \"с\"*");
        assert_eq!(phrase_query("тұрғын\"үй"), "\"тургын уй\"");
    }
}
