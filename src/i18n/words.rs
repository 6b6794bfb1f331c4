//! The words for what the domain names by codes: acts, states, roles, events, refusals.
//!
//! One place, so that a screen and a command never word the same code differently. Nothing is
//! decided here. A test walks through every code in every language.

use fluent::FluentArgs;

use super::{Texts, date};
use crate::domain::act::{Act, Role};
use crate::domain::desk::DeskRefusal;
use crate::domain::refusal::Refusal;
use crate::domain::request::{Event, Rating, RequestState, TextLang};

/// An act, as the words of a button or a command: `Қайтару`.
#[must_use]
pub fn act(texts: &Texts, act: Act) -> String {
    worded(texts, "act", act.id())
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
            Some(&arguments(texts, refusal)),
        )
        .unwrap_or_else(|| refusal.to_string());
    match refusal.clause() {
        Some(named) => format!("{told} [{}]", clause(texts, named)),
        None => told,
    }
}

fn arguments(texts: &Texts, refusal: &Refusal) -> FluentArgs<'static> {
    let mut args = FluentArgs::new();
    match refusal {
        Refusal::RoleMayNot {
            role: whose,
            act: what,
        } => {
            args.set("role", role(texts, *whose));
            args.set("act", act(texts, *what));
        }
        Refusal::AlreadyAccepted { act: what }
        | Refusal::NotYetAccepted { act: what }
        | Refusal::NotOffered { act: what } => args.set("act", act(texts, *what)),
        Refusal::Closed {
            act: what,
            state: stand,
        } => {
            args.set("act", act(texts, *what));
            args.set("state", state(texts, *stand));
        }
        Refusal::NothingToCorrect { state: stand } | Refusal::NothingToRate { state: stand } => {
            args.set("state", state(texts, *stand));
        }
        Refusal::UnknownReason { id }
        | Refusal::CheckUnmet { id }
        | Refusal::NotAGroundOfReturn { id }
        | Refusal::NotAboutRequester { id }
        | Refusal::UnknownGround { id }
        | Refusal::SecretMissing { id }
        | Refusal::UnknownSecret { id }
        | Refusal::ReviewMissing { id } => args.set("id", id.clone()),
        Refusal::RequisiteMissing { requisite } => {
            args.set("requisite", worded(texts, "requisite", requisite.id()));
        }
        Refusal::WrongLanguage { asked, given } => {
            args.set("asked", text_lang(texts, *asked));
            args.set("given", text_lang(texts, TextLang::from(*given)));
        }
        Refusal::ExtensionTooShort {
            days,
            due,
            smallest,
        } => {
            args.set("days", *days);
            args.set("due", date::long(texts, *due));
            args.set("smallest", smallest.unwrap_or(0));
        }
        Refusal::ExtensionImpossible { days } => args.set("days", *days),
        Refusal::MotiveTooLong { chars, max } => {
            args.set("chars", *chars);
            args.set("max", *max);
        }
        Refusal::LateReasonMissing { due, .. } | Refusal::ExtensionTooLate { due } => {
            args.set("due", date::long(texts, *due));
        }
        Refusal::UnknownAddressee { bin }
        | Refusal::AddresseeTakesNone { bin }
        | Refusal::AddresseePassedIt { bin } => args.set("bin", bin.clone()),
        Refusal::AlreadyExtended
        | Refusal::AddresseeMissing
        | Refusal::NothingToFollowUp
        | Refusal::RatingReasonMissing
        | Refusal::AddresseeIsSelf
        | Refusal::TextMissing
        | Refusal::Repeated
        | Refusal::GroundMissing
        | Refusal::SecretForeign
        | Refusal::ReviewForeign
        | Refusal::ApprovalMissing
        | Refusal::NothingToNotify
        | Refusal::ReasonMissing
        | Refusal::ForwardInstead
        | Refusal::MotiveMissing
        | Refusal::AlreadySent
        | Refusal::ReadOnly
        | Refusal::NotUnderstood
        | Refusal::NoSuchItem
        | Refusal::OpIdReused
        | Refusal::ForeignOp => {}
    }
    args
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
    use crate::domain::letter::Requisite;
    use crate::domain::local_text::Lang;

    fn refusals() -> Vec<Refusal> {
        let act = Act::Return;
        let state = RequestState::Returned;
        vec![
            Refusal::RoleMayNot {
                role: Role::Support,
                act,
            },
            Refusal::AlreadyAccepted { act },
            Refusal::NotYetAccepted { act },
            Refusal::Closed { act, state },
            Refusal::AlreadyExtended,
            Refusal::NothingToCorrect { state },
            Refusal::NothingToFollowUp,
            Refusal::NothingToRate { state },
            Refusal::RatingReasonMissing,
            Refusal::NotOffered { act },
            Refusal::ReasonMissing,
            Refusal::UnknownReason { id: "A9".into() },
            Refusal::CheckUnmet { id: "A1".into() },
            Refusal::ForwardInstead,
            Refusal::NotAGroundOfReturn { id: "A8".into() },
            Refusal::MotiveMissing,
            Refusal::MotiveTooLong { chars: 2, max: 1 },
            Refusal::LateReasonMissing {
                due: jiff::civil::date(2026, 3, 10),
                clause: "145 ¶4(3)".into(),
            },
            Refusal::AddresseeMissing,
            Refusal::UnknownAddressee { bin: "1".into() },
            Refusal::AddresseeTakesNone { bin: "1".into() },
            Refusal::AddresseeIsSelf,
            Refusal::AddresseePassedIt { bin: "1".into() },
            Refusal::TextMissing,
            Refusal::RequisiteMissing {
                requisite: Requisite::Address,
            },
            Refusal::WrongLanguage {
                asked: TextLang::Kk,
                given: Lang::Ru,
            },
            Refusal::Repeated,
            Refusal::GroundMissing,
            Refusal::UnknownGround { id: "B9".into() },
            Refusal::SecretMissing { id: "B3".into() },
            Refusal::UnknownSecret { id: "x".into() },
            Refusal::SecretForeign,
            Refusal::ReviewMissing { id: "B4".into() },
            Refusal::ReviewForeign,
            Refusal::ApprovalMissing,
            Refusal::ExtensionTooLate {
                due: jiff::civil::date(2026, 3, 26),
            },
            Refusal::ExtensionTooShort {
                days: 5,
                due: jiff::civil::date(2026, 3, 26),
                smallest: Some(6),
            },
            Refusal::ExtensionImpossible { days: 16 },
            Refusal::NothingToNotify,
            Refusal::NoSuchItem,
            Refusal::OpIdReused,
            Refusal::ForeignOp,
            Refusal::AlreadySent,
            Refusal::ReadOnly,
            Refusal::NotUnderstood,
        ]
    }

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
    fn every_refusal_is_worded_whole_in_every_language() {
        for lang in Lang::ALL {
            let texts = Texts::of(lang);
            for one in refusals() {
                let id = format!("refusal-{}", one.code());
                let told = texts.by_id(&id, Some(&arguments(texts, &one)));
                assert!(told.is_some(), "{lang:?} {id}");
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
