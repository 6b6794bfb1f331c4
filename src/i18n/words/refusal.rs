//! What the words of a refusal name: dates, acts, states, numbers.

use fluent::FluentArgs;
use jiff::civil::DateTime;

use super::super::{Texts, date};
use super::{act, act_on, kind_word, role, state, state_word, text_lang, worded};
use crate::domain::refusal::Refusal;
use crate::domain::request::TextLang;

/// The variables of the message of a refusal.
pub(super) fn arguments(texts: &Texts, refusal: &Refusal) -> FluentArgs<'static> {
    let mut args = FluentArgs::new();
    about_acts(texts, refusal, &mut args);
    about_content(texts, refusal, &mut args);
    about_conferences(texts, refusal, &mut args);
    args
}

/// The variables of refusals for the act, the role or the state.
fn about_acts(texts: &Texts, refusal: &Refusal, args: &mut FluentArgs<'static>) {
    use Refusal as R;
    if let R::RoleMayNot { act: what, .. }
    | R::AlreadyAccepted { act: what }
    | R::NotYetAccepted { act: what }
    | R::NotOffered { act: what }
    | R::Closed { act: what, .. } = refusal
    {
        args.set("act", act(texts, *what));
    }
    if let R::RoleMayNot { role: whose, .. } = refusal {
        args.set("role", role(texts, *whose));
    }
    if let R::Closed { state: stand, .. }
    | R::NothingToCorrect { state: stand }
    | R::NothingToRate { state: stand } = refusal
    {
        args.set("state", state(texts, *stand));
    }
}

/// The variables of refusals for what a decision on a request says.
fn about_content(texts: &Texts, refusal: &Refusal, args: &mut FluentArgs<'static>) {
    use Refusal as R;
    if let R::UnknownReason { id }
    | R::CheckUnmet { id }
    | R::NotAGroundOfReturn { id }
    | R::NotAboutRequester { id }
    | R::UnknownGround { id }
    | R::SecretMissing { id }
    | R::UnknownSecret { id }
    | R::ReviewMissing { id } = refusal
    {
        args.set("id", id.clone());
    }
    if let R::RequisiteMissing { requisite } = refusal {
        args.set("requisite", worded(texts, "requisite", requisite.id()));
    }
    if let R::WrongLanguage { asked, given } = refusal {
        args.set("asked", text_lang(texts, *asked));
        args.set("given", text_lang(texts, TextLang::from(*given)));
    }
    if let R::ExtensionTooShort { days, .. } | R::ExtensionImpossible { days } = refusal {
        args.set("days", *days);
    }
    if let R::ExtensionTooShort { smallest, .. } = refusal {
        args.set("smallest", smallest.unwrap_or(0));
    }
    if let R::ExtensionTooShort { due, .. }
    | R::LateReasonMissing { due, .. }
    | R::ExtensionTooLate { due } = refusal
    {
        args.set("due", date::long(texts, *due));
    }
    if let R::MotiveTooLong { chars, max } = refusal {
        args.set("chars", *chars);
        args.set("max", *max);
    }
    if let R::UnknownAddressee { bin }
    | R::AddresseeTakesNone { bin }
    | R::AddresseePassedIt { bin } = refusal
    {
        args.set("bin", bin.clone());
    }
}

/// The variables of refusals about topics, conferences and questions.
fn about_conferences(texts: &Texts, refusal: &Refusal, args: &mut FluentArgs<'static>) {
    let listed = |words: &mut dyn Iterator<Item = String>| words.collect::<Vec<_>>().join(", ");
    if let Refusal::ForeignAct { act: what, kind }
    | Refusal::NotInState {
        act: what, kind, ..
    } = refusal
    {
        args.set("act", act_on(texts, *kind, *what));
        args.set("kind", kind_word(texts, *kind));
    }
    if let Refusal::NotInState { kind, state, .. } = refusal {
        args.set("state", state_word(texts, *kind, state));
    }
    if let Refusal::NotInTeam { conference } | Refusal::ConferenceOver { conference } = refusal {
        args.set("conference", conference.to_string());
    }
    if let Refusal::TemplateIncomplete { fields } = refusal {
        let mut named = fields.iter().map(|id| worded(texts, "field", id));
        args.set("fields", listed(&mut named));
    }
    if let Refusal::OpensTooSoon { earliest } | Refusal::ClosesTooSoon { earliest } = refusal {
        args.set("earliest", date::long(texts, *earliest));
    }
    if let Refusal::NoticeAhead { on } = refusal {
        args.set("on", date::long(texts, *on));
    }
    if let Refusal::NotLater { closes } = refusal {
        args.set("closes", date::long(texts, *closes));
    }
    if let Refusal::StillOpen { until } = refusal {
        args.set("until", moment(texts, *until));
    }
    if let Refusal::ExpertTooLate { closes } = refusal {
        args.set("closes", moment(texts, *closes));
    }
    if let Refusal::QuestionsOpen { count, numbers } = refusal {
        args.set("count", *count);
        args.set(
            "numbers",
            listed(&mut numbers.iter().map(ToString::to_string)),
        );
    }
    if let Refusal::LoginNameTaken { user } = refusal {
        args.set("user", user.to_string());
    }
    if let Refusal::MergeImpossible { into } = refusal {
        args.set("into", into.to_string());
    }
}

/// A local moment inside a sentence: day and hour.
fn moment(texts: &Texts, at: DateTime) -> String {
    let time = at.time();
    let day = date::long(texts, at.date());
    format!("{day} {:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::act::{Act, Role};
    use crate::domain::ids::ItemKind;
    use crate::domain::letter::Requisite;
    use crate::domain::local_text::Lang;
    use crate::domain::request::RequestState;

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
        .into_iter()
        .chain(refusals_of_conferences())
        .collect()
    }

    fn refusals_of_conferences() -> Vec<Refusal> {
        let day = jiff::civil::date(2026, 3, 26);
        let moment = day.at(18, 30, 0, 0);
        let number = || "K-12".parse().unwrap();
        let kind = ItemKind::Conference;
        vec![
            Refusal::ForeignAct {
                act: Act::Forward,
                kind,
            },
            Refusal::NotInState {
                act: Act::Send,
                kind,
                state: "closing".into(),
            },
            Refusal::NotInTeam {
                conference: number(),
            },
            Refusal::NothingChanged,
            Refusal::DayUnreadable,
            Refusal::TemplateIncomplete {
                fields: vec!["name-kk".into(), "iin".into()],
            },
            Refusal::OpensTooSoon { earliest: day },
            Refusal::ClosesTooSoon { earliest: day },
            Refusal::OpeningPassed,
            Refusal::LinkMissing,
            Refusal::NoticeAhead { on: day },
            Refusal::NotLater { closes: day },
            Refusal::StillOpen { until: moment },
            Refusal::QuestionsOpen {
                count: 2,
                numbers: vec!["Q-1".parse().unwrap()],
            },
            Refusal::ConferenceOver {
                conference: number(),
            },
            Refusal::ExpertMissing,
            Refusal::ExpertTooLate { closes: moment },
            Refusal::ExpertPassed,
            Refusal::MergeImpossible {
                into: "Q-1".parse().unwrap(),
            },
            Refusal::HoldsNoConferences,
            Refusal::LoginNameUnfit,
            Refusal::LoginNameTaken {
                user: crate::domain::ids::UserName("aigul".into()),
            },
        ]
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
}
