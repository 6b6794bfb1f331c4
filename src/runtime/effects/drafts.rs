//! Half-written returns as the store keeps them.
//!
//! The whole form is kept as JSON in one draft of its request; so is a return that was taken back.
//! A draft that is plain text is the motive alone.

use jiff::Timestamp;

use crate::app::form::ReturnDraft;
use crate::domain::ids::Number;
use crate::domain::local_text::Lang;
use crate::domain::privacy::Private;
use crate::domain::text::CitizenText;
use crate::wire::replica::{DRAFT_MOTIVE, Draft};

/// The draft as it is stored.
pub(super) fn stored(number: Number, draft: &ReturnDraft, now: Timestamp) -> Option<Draft> {
    let text = serde_json::to_string(draft).ok()?;
    Some(Draft {
        number,
        kind: DRAFT_MOTIVE.to_owned(),
        // One draft an item: the language of the motive is that of the request.
        lang: Lang::default(),
        cursor: text.chars().count(),
        text: Private(text),
        updated_at: now,
    })
}

/// The draft as the form takes it.
pub(super) fn restored(draft: &Draft) -> Option<ReturnDraft> {
    let text = draft.text.0.as_str();
    serde_json::from_str(text).ok().or_else(|| {
        Some(ReturnDraft {
            reasons: Vec::new(),
            motive: CitizenText::parse(text).ok()?,
            late_reason: None,
            touched: true,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::CheckId;

    fn written() -> ReturnDraft {
        ReturnDraft {
            reasons: vec![CheckId("A3".into())],
            motive: CitizenText::parse("Мекенжайды көрсетіңіз").unwrap(),
            late_reason: None,
            touched: true,
        }
    }

    #[test]
    fn a_draft_comes_back_as_it_was_left() {
        let draft = stored(Number::request(766_301), &written(), Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(restored(&draft), Some(written()));
    }

    #[test]
    fn a_draft_of_plain_text_is_the_motive() {
        let mut draft = stored(Number::request(1), &written(), Timestamp::UNIX_EPOCH).unwrap();
        draft.text = Private("Мекенжайды көрсетіңіз".to_owned());
        let restored = restored(&draft).unwrap();
        assert_eq!(
            (restored.motive, restored.reasons),
            (written().motive, Vec::new())
        );
    }
}
