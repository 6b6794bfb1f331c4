//! The words for what the domain names by codes: acts, states, roles, events, refusals.
//!
//! One place, so that a screen and a command never word the same code differently. Nothing is
//! decided here. A test walks through every code in every language.

mod refusal;

use fluent::FluentArgs;

use super::{Texts, date};
use crate::domain::act::{Act, Role};
use crate::domain::annex::{Field, Finding, Part, Problem};
use crate::domain::desk::DeskRefusal;
use crate::domain::ids::ItemKind;
use crate::domain::question::DeclineReason;
use crate::domain::refusal::Refusal;
use crate::domain::request::{Event, Rating, RequestState, TextLang};
use crate::domain::rules::{RuleId, RuleSet};
use crate::domain::work::State;
use crate::wire::replica::Resolution;

/// What somebody chose when a decision did not stand, and when.
#[must_use]
pub fn settled(texts: &Texts, chosen: Resolution, by: &str, at: String) -> String {
    match chosen {
        Resolution::Drop => texts.outbox_settled_drop(at, by),
        Resolution::DecidedAgain(_) => texts.outbox_settled_again(at, by),
        Resolution::KeptAsDraft => texts.outbox_settled_draft(at, by),
    }
}

/// An act, as the words of a button or a command: `Қайтару`.
#[must_use]
pub fn act(texts: &Texts, act: Act) -> String {
    worded(texts, "act", act.id())
}

/// An act on an item of a kind: accepting a question is not accepting a request.
///
/// ```
/// use awp::domain::{act::Act, ids::ItemKind, local_text::Lang};
/// use awp::i18n::{Texts, words};
/// let texts = Texts::of(Lang::Ru);
/// assert_eq!(words::act_on(texts, ItemKind::Question, Act::Accept), "Допустить вопрос");
/// assert_eq!(words::act_on(texts, ItemKind::Request, Act::Accept), "Принять на рассмотрение");
/// ```
#[must_use]
pub fn act_on(texts: &Texts, kind: ItemKind, what: Act) -> String {
    let own = format!("act-{}-{}", kind.id(), what.id());
    texts.by_id(&own, None).unwrap_or_else(|| act(texts, what))
}

/// A kind of item inside a sentence: `сұрау салу`.
#[must_use]
pub fn kind_word(texts: &Texts, kind: ItemKind) -> String {
    worded(texts, "kind", kind.id())
}

/// A kind of item as the name of a line: `Конференция`.
#[must_use]
pub fn kind_title(texts: &Texts, kind: ItemKind) -> String {
    worded(texts, "kind-title", kind.id())
}

/// What a line of a small form asks for: `Құлақтандыруға сілтеме`.
#[must_use]
pub fn ask(texts: &Texts, ask: &str) -> String {
    worded(texts, "ask", ask)
}

/// Why the house declines a question: `спам`.
#[must_use]
pub fn decline(texts: &Texts, reason: DeclineReason) -> String {
    worded(texts, "decline", reason.id())
}

/// A field of annex 1, as the name of a line.
#[must_use]
pub fn field(texts: &Texts, field: Field) -> String {
    worded(texts, "field", field.id())
}

/// A text part of annex 1, as the name of a line.
#[must_use]
pub fn part(texts: &Texts, part: Part) -> String {
    match part {
        Part::Name => texts.part_name(),
        Part::Short => texts.part_short(),
        Part::Description => texts.part_description(),
    }
}

/// What is wrong with a field of annex 1: `ашылу күні: бос`.
///
/// ```
/// use awp::domain::annex::{Field, Finding, Problem};
/// use awp::domain::local_text::Lang;
/// use awp::i18n::{Texts, words};
/// let finding = Finding { field: Field::Opens, problem: Problem::Empty };
/// assert_eq!(words::finding(Texts::of(Lang::Ru), &finding), "дата открытия: пусто");
/// ```
#[must_use]
pub fn finding(texts: &Texts, finding: &Finding) -> String {
    let field = field(texts, finding.field);
    let mut args = FluentArgs::new();
    if let Problem::TooLong { chars, most } = &finding.problem {
        args.set("chars", *chars);
        args.set("most", *most);
    }
    if let Problem::OtherLanguage { looks } = &finding.problem {
        args.set("looks", text_lang(texts, *looks));
    }
    if let Problem::TooSoon { earliest } | Problem::TooShort { earliest } = &finding.problem {
        args.set("earliest", date::long(texts, *earliest));
    }
    if let Problem::Tight { safe } = &finding.problem {
        args.set("safe", date::long(texts, *safe));
    }
    if let Problem::CalendarMissing { date: day } = &finding.problem {
        args.set("date", date::numeric(*day));
    }
    let id = format!("problem-{}", finding.problem.id());
    let told = texts.by_id(&id, Some(&args));
    format!("{field}: {}", told.unwrap_or(id))
}

/// The state of an item of a kind, by its name.
#[must_use]
pub fn state_word(texts: &Texts, kind: ItemKind, id: &str) -> String {
    let own = format!("state-{}-{id}", kind.id());
    let own = texts.by_id(&own, None);
    own.unwrap_or_else(|| worded(texts, "state", id))
}

/// Where an item stands: `Сұрақтар қабылдануда`.
#[must_use]
pub fn stands(texts: &Texts, state: State) -> String {
    state_word(texts, state.kind(), state.id())
}

/// A state: `Модерацияда`.
#[must_use]
pub fn state(texts: &Texts, state: RequestState) -> String {
    worded(texts, "state", state.id())
}

/// Why colleagues cannot have it so.
#[must_use]
pub fn desk_refusal(texts: &Texts, refusal: DeskRefusal) -> String {
    worded(texts, "desk-refusal", refusal.code())
}

/// A role inside a sentence: `әкімші`.
#[must_use]
pub fn role(texts: &Texts, role: Role) -> String {
    worded(texts, "role", role.id())
}

/// What happened, for a line of the history: `Келіп түсті`.
#[must_use]
pub fn event(texts: &Texts, event: &Event) -> String {
    worded(texts, "event", event.id())
}

/// What happened to an item of a kind, by its name.
#[must_use]
pub fn event_on(texts: &Texts, kind: ItemKind, id: &str) -> String {
    let own = texts.by_id(&format!("event-{}-{id}", kind.id()), None);
    own.unwrap_or_else(|| worded(texts, "event", id))
}

/// One word for a rule that drives a line; its id if no pack has it and it is no stage.
#[must_use]
pub fn rule(texts: &Texts, rules: &RuleSet, id: &RuleId) -> String {
    let known = rules.packs.iter().find_map(|pack| pack.rule(id));
    known.map_or_else(
        || worded(texts, "stage", id.as_str()),
        |rule| rule.short.get(texts.lang()).to_owned(),
    )
}

/// The name of a category, or its id where the rules do not know it.
///
/// ```
/// use awp::domain::local_text::Lang;
/// use awp::domain::rules::RuleSet;
/// use awp::i18n::{Texts, words};
/// let rules = RuleSet::builtin().unwrap();
/// assert_eq!(words::category(Texts::of(Lang::Kk), &rules, "transport"), "Көлік");
/// assert_eq!(words::category(Texts::of(Lang::Kk), &rules, "other"), "other");
/// ```
#[must_use]
pub fn category<'r>(texts: &Texts, rules: &'r RuleSet, id: &'r str) -> &'r str {
    let known = rules.categories.iter().find(|one| one.id == id);
    known.map_or(id, |one| one.name.get(texts.lang()))
}

/// How an answer was found: `«Ұнамайды»`.
#[must_use]
pub fn rating(texts: &Texts, rating: Rating) -> String {
    match rating {
        Rating::Like => texts.rating_like(),
        Rating::Dislike => texts.rating_dislike(),
    }
}

/// The language of a request: `қазақша`.
#[must_use]
pub fn text_lang(texts: &Texts, lang: TextLang) -> String {
    worded(texts, "lang", lang.id())
}

/// A refusal as a sentence, its clause in brackets where the law speaks.
///
/// ```
/// use awp::domain::{local_text::Lang, refusal::Refusal};
/// use awp::i18n::{Texts, words};
/// let told = words::refusal(Texts::of(Lang::En), &Refusal::MotiveMissing);
/// assert_eq!(told, "There is no motive: write what the user has to mend. [145 ¶4(3)]");
/// ```
#[must_use]
pub fn refusal(texts: &Texts, refusal: &Refusal) -> String {
    let told = texts
        .by_id(
            &format!("refusal-{}", refusal.code()),
            Some(&refusal::arguments(texts, refusal)),
        )
        .unwrap_or_else(|| refusal.to_string());
    match refusal.clause() {
        Some(named) => format!("{told} [{}]", clause(texts, named)),
        None => told,
    }
}

/// Why a file could not be read or written, as the end of a sentence.
#[must_use]
pub fn io(texts: &Texts, error: &std::io::Error) -> String {
    use std::io::ErrorKind as Kind;
    let kind = error.kind();
    if kind == Kind::NotFound {
        texts.io_not_found()
    } else if kind == Kind::PermissionDenied {
        texts.io_denied()
    } else if kind == Kind::IsADirectory {
        texts.io_folder()
    } else if kind == Kind::StorageFull {
        texts.io_full()
    } else {
        texts.io_other(error.raw_os_error().unwrap_or_default())
    }
}

/// A clause as the language names it: `145 ¶4(3)` as it is, `Law art. 11 ¶5` in its words.
///
/// ```
/// use awp::domain::local_text::Lang;
/// use awp::i18n::{Texts, words};
/// assert_eq!(words::clause(Texts::of(Lang::Kk), "Law art. 11 ¶5"), "Заң 11-бап ¶5");
/// assert_eq!(words::clause(Texts::of(Lang::Ru), "145 ¶4(3)"), "145 ¶4(3)");
/// ```
#[must_use]
pub fn clause(texts: &Texts, clause: &str) -> String {
    let Some(article) = clause.strip_prefix("Law art. ") else {
        return clause.to_owned();
    };
    let digits = article.chars().take_while(char::is_ascii_digit).count();
    let (number, rest) = article.split_at_checked(digits).unwrap_or((article, ""));
    texts.clause_law(number.to_owned(), rest.to_owned())
}

fn worded(texts: &Texts, kind: &str, code: &str) -> String {
    texts
        .by_id(&format!("{kind}-{code}"), None)
        .unwrap_or_else(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::AccessState;
    use crate::domain::annex::Field;
    use crate::domain::circular::CircularState;
    use crate::domain::conference::ConferenceState;
    use crate::domain::local_text::Lang;
    use crate::domain::question::QuestionState;
    use crate::domain::topic::TopicState;

    #[test]
    fn why_a_file_cannot_be_read_is_told_without_the_words_of_the_system() {
        use std::io::{Error, ErrorKind};
        for lang in Lang::ALL {
            for kind in [
                ErrorKind::NotFound,
                ErrorKind::PermissionDenied,
                ErrorKind::IsADirectory,
                ErrorKind::StorageFull,
                ErrorKind::TimedOut,
            ] {
                let error = Error::from(kind);
                assert!(!io(Texts::of(lang), &error).contains(&error.to_string()));
            }
        }
    }

    #[test]
    fn every_act_state_role_and_language_is_worded() {
        for lang in Lang::ALL {
            let texts = Texts::of(lang);
            for one in Act::ALL {
                assert_ne!(act(texts, one), one.id());
            }
            for one in RequestState::ALL {
                assert_ne!(state(texts, one), one.id());
            }
            for kind in [
                ItemKind::Topic,
                ItemKind::Conference,
                ItemKind::Question,
                ItemKind::Access,
                ItemKind::Circular,
            ] {
                for one in Act::of(kind) {
                    let own = format!("act-{}-{}", kind.id(), one.id());
                    assert!(texts.by_id(&own, None).is_some(), "{lang:?} {own}");
                }
                let id = format!("kind-{}", kind.id());
                assert!(texts.by_id(&id, None).is_some(), "{lang:?} {id}");
            }
            for one in AccessState::ALL.map(State::Access) {
                assert_ne!(stands(texts, one), one.id(), "{lang:?} {one:?}");
            }
            for one in CircularState::ALL.map(State::Circular) {
                assert_ne!(stands(texts, one), one.id(), "{lang:?} {one:?}");
            }
            for one in TopicState::ALL.map(State::Topic) {
                assert_ne!(stands(texts, one), one.id(), "{lang:?} {one:?}");
            }
            for one in ConferenceState::ALL.map(State::Conference) {
                assert_ne!(stands(texts, one), one.id(), "{lang:?} {one:?}");
            }
            for one in QuestionState::ALL.map(State::Question) {
                assert_ne!(stands(texts, one), one.id(), "{lang:?} {one:?}");
            }
            for one in Field::ALL {
                let id = format!("field-{}", one.id());
                assert!(texts.by_id(&id, None).is_some(), "{lang:?} {id}");
            }
            for one in Role::ALL {
                assert!(texts.by_id(&format!("role-{}", one.id()), None).is_some());
            }
            for one in [TextLang::Kk, TextLang::Ru, TextLang::En, TextLang::Mixed] {
                assert_ne!(text_lang(texts, one), one.id());
            }
            for id in [
                "received",
                "opened",
                "accepted",
                "returned",
                "answered",
                "withdrawn",
            ] {
                assert!(texts.by_id(&format!("event-{id}"), None).is_some());
            }
        }
    }
}
