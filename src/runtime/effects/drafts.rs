//! Half-written acts on their way to the store and back.

use jiff::Timestamp;

use crate::app::effect::DraftKey;
use crate::domain::ids::Number;
use crate::domain::local_text::Lang;
use crate::domain::privacy::Private;
use crate::domain::text::CitizenText;
use crate::store::{Reader, Reply, Store, StoreError};
use crate::wire::draft::{LetterDraft, NOTE, draft_kind};
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

/// Keeps the internal note of an item; a blank one is forgotten.
pub(super) fn keep_note(
    store: &Store,
    number: Number,
    text: &CitizenText,
    now: Timestamp,
) -> Reply<()> {
    keep(store, number, NOTE, text, now)
}

/// The kind under which the store keeps what a second reader has not said yet; no act has it.
const REMARK: &str = "remark";

/// Keeps the remark of a second reader; a blank one is forgotten.
pub(super) fn keep_remark(
    store: &Store,
    number: Number,
    text: &CitizenText,
    now: Timestamp,
) -> Reply<()> {
    keep(store, number, REMARK, text, now)
}

fn keep(
    store: &Store,
    number: Number,
    kind: &str,
    text: &CitizenText,
    now: Timestamp,
) -> Reply<()> {
    if text.is_blank() {
        return store.drop_draft(number, kind);
    }
    store.save_draft(Draft {
        number,
        kind: kind.to_owned(),
        lang: Lang::default(),
        cursor: text.as_str().chars().count(),
        text: Private(text.as_str().to_owned()),
        updated_at: now,
    })
}

/// The kind under which the store keeps a link with another request; no act has it.
fn link_kind(with: Number) -> String {
    format!("{LINK}{with}")
}

const LINK: &str = "link:";

/// Keeps a link of a request with another one, or drops it.
pub(super) fn keep_link(
    store: &Store,
    (number, with): (Number, Number),
    on: bool,
    now: Timestamp,
) -> Reply<()> {
    let kind = link_kind(with);
    if !on {
        return store.drop_draft(number, &kind);
    }
    store.save_draft(Draft {
        number,
        kind,
        lang: Lang::default(),
        cursor: 0,
        text: Private(with.to_string()),
        updated_at: now,
    })
}

/// The requests that one is linked with.
pub(super) fn links(reader: &Reader, number: Number) -> Result<Vec<Number>, StoreError> {
    let kept = reader.drafts_about(number)?;
    Ok(kept
        .iter()
        .filter_map(|draft| draft.kind.strip_prefix(LINK)?.parse().ok())
        .collect())
}

/// The internal note of an item.
pub(super) fn note(reader: &Reader, number: Number) -> Result<Option<CitizenText>, StoreError> {
    kept(reader, number, NOTE)
}

/// What was typed as the second reader of an item.
pub(super) fn remark(reader: &Reader, number: Number) -> Result<Option<CitizenText>, StoreError> {
    kept(reader, number, REMARK)
}

fn kept(reader: &Reader, number: Number, kind: &str) -> Result<Option<CitizenText>, StoreError> {
    let kept = reader.draft(number, kind)?;
    Ok(kept.and_then(|draft| CitizenText::parse(&draft.text.0).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::act::Act;

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
