//! Half-written acts on their way to the store and back.

use jiff::Timestamp;

use crate::app::effect::DraftKey;
use crate::domain::privacy::Private;
use crate::wire::draft::{LetterDraft, draft_kind};
use crate::wire::replica::Draft;

/// The draft as it is stored.
pub(super) fn stored(key: DraftKey, draft: &LetterDraft, now: Timestamp) -> Option<Draft> {
    let text = serde_json::to_string(draft).ok()?;
    Some(Draft {
        number: key.number,
        kind: draft_kind(key.act).to_owned(),
        lang: key.lang,
        cursor: text.chars().count(),
        text: Private(text),
        updated_at: now,
    })
}

/// The draft in the language asked for; of an act that is no letter, whose draft an earlier
/// version may have kept in another language, else the newest one.
pub(super) fn restored(drafts: &[Draft], key: DraftKey) -> Option<LetterDraft> {
    let own = drafts.iter().find(|draft| draft.lang == key.lang);
    let newest = drafts.first().filter(|_| !key.act.is_letter());
    let draft = own.or(newest)?;
    LetterDraft::read(&draft.text.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::act::Act;
    use crate::domain::ids::Number;
    use crate::domain::local_text::Lang;
    use crate::domain::text::CitizenText;

    fn key(lang: Lang) -> DraftKey {
        DraftKey {
            number: Number::request(766_301),
            act: Act::Answer,
            lang,
        }
    }

    fn written(text: &str) -> LetterDraft {
        LetterDraft {
            text: CitizenText::parse(text).unwrap(),
            touched: true,
            ..LetterDraft::default()
        }
    }

    #[test]
    fn each_language_of_a_letter_has_its_own_draft() {
        let at = Timestamp::UNIX_EPOCH;
        let kk = stored(key(Lang::Kk), &written("Жауап"), at).unwrap();
        let ru = stored(key(Lang::Ru), &written("Ответ"), at).unwrap();
        let both = [ru, kk.clone()];
        assert_eq!(restored(&both, key(Lang::Kk)), Some(written("Жауап")));
        assert_eq!(restored(&both, key(Lang::Ru)), Some(written("Ответ")));
        assert_eq!(restored(&[kk], key(Lang::Ru)), None);
        assert_eq!(restored(&[], key(Lang::Ru)), None);
    }
}
