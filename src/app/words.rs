//! The words of the program's own values: actions, reasons, failures, messages.
//!
//! Values travel as data and become words here, in the language of the moment. The words of
//! acts, states and refusals are [`crate::i18n::words`]'.

mod house;

use fluent::FluentArgs;
use jiff::Timestamp;

use super::action::{Action, ActionId, DisabledReason, Scope, action};
use super::export_form::ExportTrouble;
use super::notice::{Failure, FailureCode, Notice, NoticeText};
use super::package_form::{PackageDone, PackageNotice, PackageTrouble};
use super::typed_line::LineFault;
use crate::config::Keyboard;
use crate::domain::ids::Number;
use crate::domain::refusal::Refusal;
use crate::domain::zone;
use crate::i18n::{Texts, words};

/// The title of an action.
///
/// ```
/// use awp::app::action::{ActionId, action};
/// use awp::app::words;
/// use awp::domain::local_text::Lang;
/// use awp::i18n::Texts;
/// assert_eq!(words::title(action(ActionId::Return), Texts::of(Lang::Ru)), "Вернуть");
/// ```
#[must_use]
pub fn title(action: &Action, texts: &Texts) -> String {
    by_id(texts, &action.title_id())
}

/// The one-line explanation of an action.
#[must_use]
pub fn hint(action: &Action, texts: &Texts) -> String {
    by_id(texts, &action.hint_id())
}

/// The key of an action that is the same in every layout and that no file of keys takes away,
/// for words that tell what to do.
#[must_use]
pub fn key(id: ActionId) -> String {
    let mut keys = action(id).keys.iter();
    let named = keys.find(|key| key.is_named());
    named.map_or_else(String::new, ToString::to_string)
}

/// What became of an act on an item.
fn of_act(text: &NoticeText, number: Number, texts: &Texts) -> String {
    let named = |act| (words::act_on(texts, number.kind, act), number.to_string());
    if let NoticeText::Held { act, until, .. } = text {
        let (act, number) = named(*act);
        texts.notice_held(act, number, moment(*until))
    } else if let NoticeText::Queued { act, .. } = text {
        let (act, number) = named(*act);
        texts.notice_queued(act, number)
    } else if let NoticeText::Applied { act, receipt, .. } = text {
        let (act, number) = named(*act);
        texts.notice_applied(act, number, receipt.clone())
    } else if let NoticeText::Rejected { act, refusal, .. } = text {
        let (act, number) = named(*act);
        texts.notice_rejected(act, number, words::refusal(texts, refusal))
    } else if let NoticeText::Conflict { act, .. } = text {
        let (act, number) = named(*act);
        texts.notice_conflict(act, number)
    } else if let NoticeText::Recalled { act, .. } = text {
        let (act, number) = named(*act);
        texts.notice_recalled(act, number)
    } else {
        String::new()
    }
}

/// What is said of keys and lines that did nothing.
fn not_taken(text: &NoticeText, texts: &Texts) -> String {
    if let NoticeText::WhichCommand(actions) = text {
        let titles = actions.iter().map(|id| title(action(*id), texts));
        texts.notice_which_command(titles.collect::<Vec<_>>().join(" · "))
    } else if let NoticeText::NoSuchKeys(first) = text {
        texts.notice_no_such_keys(first.to_string())
    } else if matches!(text, NoticeText::CloseFirst) {
        texts.notice_close_first(key(ActionId::Cancel))
    } else if matches!(text, NoticeText::NoListHere) {
        texts.notice_no_list_here()
    } else if let NoticeText::LineFault(fault) = text {
        match fault {
            LineFault::TooLong => texts.notice_line_too_long(),
            LineFault::NotText => texts.notice_line_not_text(),
        }
    } else if matches!(text, NoticeText::TooSoon) {
        texts.notice_too_soon()
    } else if matches!(text, NoticeText::TypeAheadDropped) {
        texts.notice_type_ahead_dropped()
    } else {
        texts.notice_unknown_line()
    }
}

/// The title of a scope, a heading of the help.
#[must_use]
pub fn scope(scope: Scope, texts: &Texts) -> String {
    by_id(texts, &format!("scope-{}", scope.name()))
}

/// Why an act is not possible, with the clause where the law speaks.
#[must_use]
pub fn refusal(refusal: &Refusal, texts: &Texts) -> String {
    words::refusal(texts, refusal)
}

/// The name of a keyboard layout.
#[must_use]
pub fn keyboard(keyboard: Keyboard, texts: &Texts) -> String {
    match keyboard {
        Keyboard::Us => texts.keyboard_us(),
        Keyboard::Ru => texts.keyboard_ru(),
        Keyboard::Kz => texts.keyboard_kz(),
        Keyboard::KzKikkarin => texts.keyboard_kz_kikkarin(),
    }
}

/// Why an action is not possible now.
#[must_use]
pub fn disabled(reason: &DisabledReason, texts: &Texts) -> String {
    match reason {
        DisabledReason::ReadOnly(why) => {
            by_id(texts, &format!("disabled-read-only-{}", why.code()))
        }
        DisabledReason::Law(why) => words::refusal(texts, why),
        DisabledReason::ChecksOpen(count) => {
            let count = u64::try_from(*count).unwrap_or(u64::MAX);
            texts.disabled_checks_open(count)
        }
        DisabledReason::NumberNotTyped(count) => {
            let count = u64::try_from(*count).unwrap_or(u64::MAX);
            texts.disabled_number_not_typed(count)
        }
        DisabledReason::NothingNew => texts.disabled_nothing_new(),
        DisabledReason::OneByOne => texts.disabled_one_by_one(key(ActionId::ClearFilter)),
        DisabledReason::NoView => texts.disabled_no_view(title(action(ActionId::Views), texts)),
        DisabledReason::ListNotFiltered => texts.disabled_list_not_filtered(key(ActionId::Filter)),
        DisabledReason::TemplateOnlyInLetter => {
            texts.disabled_template_only_in_letter(key(ActionId::Template))
        }
        DisabledReason::NothingToRead
        | DisabledReason::LetterToMany
        | DisabledReason::ChoosingReader
        | DisabledReason::NameBeingTyped
        | DisabledReason::ViewsFull
        | DisabledReason::NoTemplate
        | DisabledReason::NoBlank
        | DisabledReason::NoText
        | DisabledReason::NothingSelected
        | DisabledReason::Loading
        | DisabledReason::NothingToRecall
        | DisabledReason::NobodyElseWrites
        | DisabledReason::AlreadySent
        | DisabledReason::NoFilter
        | DisabledReason::LineMode
        | DisabledReason::OneWidth
        | DisabledReason::NoClipboard
        | DisabledReason::NoShell
        | DisabledReason::NoMessage
        | DisabledReason::NoCandidate
        | DisabledReason::NoClocks
        | DisabledReason::NoChoice
        | DisabledReason::Syncing
        | DisabledReason::PortalRuns
        | DisabledReason::PortalStopped
        | DisabledReason::OneTheme
        | DisabledReason::ProfileRole
        | DisabledReason::NoLink
        | DisabledReason::ProfileLoading
        | DisabledReason::NothingChanged
        | DisabledReason::TooLongHere
        | DisabledReason::BeingQueued => by_id(texts, &format!("disabled-{}", reason.code())),
    }
}

/// What failed, for the user.
#[must_use]
pub fn failure(failure: &Failure, texts: &Texts) -> String {
    let code = failure.code;
    // Whoever writes a theme looks for file and line, and nothing else on the screen says them.
    if code == FailureCode::Theme {
        return texts.failure_theme(failure.detail.clone());
    }
    by_id(texts, &format!("failure-{}", code.id()))
}

/// The name of a theme; a built-in one with what it is for.
#[must_use]
pub fn theme(name: &str, texts: &Texts) -> String {
    match texts.by_id(&format!("theme-named-{name}"), None) {
        Some(what) => format!("{name} – {what}"),
        None => name.to_owned(),
    }
}

fn keyboard_changed(layout: Keyboard, texts: &Texts) -> String {
    texts.notice_keyboard_changed(keyboard(layout, texts))
}

/// What became of a file with the outbox or with receipts.
fn package_notice(told: &PackageNotice, texts: &Texts) -> String {
    match told {
        PackageNotice::Written(done) => package_written(done, texts),
        PackageNotice::Taken { count, again: 0 } => texts.notice_package_taken(*count),
        PackageNotice::Taken { count, again } => {
            let told = texts.notice_package_taken(*count);
            format!("{told}. {}", texts.package_again(*again))
        }
        PackageNotice::Failed(trouble) => package_trouble(*trouble, "", texts),
    }
}

fn package_written(done: &PackageDone, texts: &Texts) -> String {
    let file = done.file.0.clone();
    let told = match done.held {
        0 => texts.notice_package_written(done.count, file),
        held => texts.notice_package_written_held(done.count, file, held),
    };
    match done.left {
        0 => told,
        left => format!("{told}. {}", texts.package_left(left)),
    }
}

/// Why the outbox was not written into a file, or no receipts were taken out of one.
#[must_use]
pub fn package_trouble(trouble: PackageTrouble, file: &str, texts: &Texts) -> String {
    let code = match trouble {
        PackageTrouble::File(trouble) => return export_trouble(trouble, texts),
        PackageTrouble::Unwritten(trouble) => {
            let told = export_trouble(trouble, texts);
            return format!("{told} {}", texts.package_not_written_hint());
        }
        PackageTrouble::Fault(code) => code,
    };
    let mut args = FluentArgs::new();
    args.set("file", file);
    let told = texts.by_id(&format!("package-fault-{code}"), Some(&args));
    let hint = by_id(texts, &format!("package-fault-{code}-hint"));
    format!("{} {hint}", told.unwrap_or_default())
}

/// Why no file was written, and what to do.
#[must_use]
pub fn export_trouble(trouble: ExportTrouble, texts: &Texts) -> String {
    by_id(texts, &format!("export-trouble-{}", trouble.id()))
}

/// What to do about a failure.
#[must_use]
pub fn failure_hint(failure: &Failure, texts: &Texts) -> String {
    by_id(texts, &format!("failure-{}-hint", failure.code.id()))
}

/// A message.
#[must_use]
pub fn notice(notice: &Notice, texts: &Texts) -> String {
    match &notice.text {
        NoticeText::Held { number, .. }
        | NoticeText::Queued { number, .. }
        | NoticeText::Applied { number, .. }
        | NoticeText::Rejected { number, .. }
        | NoticeText::Conflict { number, .. }
        | NoticeText::Recalled { number, .. } => of_act(&notice.text, *number, texts),
        NoticeText::WrittenBy { .. }
        | NoticeText::TakenOver { .. }
        | NoticeText::TookOver(_)
        | NoticeText::ToRead { .. }
        | NoticeText::WasRead(_)
        | NoticeText::ReadingAsked { .. }
        | NoticeText::ReadGood(_)
        | NoticeText::ReadBack(_)
        | NoticeText::StandsIn { .. }
        | NoticeText::StandsInNoMore { .. }
        | NoticeText::Assigned { .. }
        | NoticeText::AssignedToNobody(_)
        | NoticeText::Watching(_)
        | NoticeText::WatchingNoMore(_)
        | NoticeText::WatchedChanged(_)
        | NoticeText::DeskRefused(_)
        | NoticeText::DeskNeedsLink => house::notice(&notice.text, texts),
        NoticeText::Linked(number) => texts.notice_linked(number.to_string()),
        NoticeText::Parted(number) => texts.notice_parted(number.to_string()),
        NoticeText::Marked(count) => texts.notice_marked(*count),
        NoticeText::BatchQueued(count) => texts.notice_batch_queued(*count),
        NoticeText::Refused(why) => words::refusal(texts, why),
        NoticeText::Disabled(reason) => disabled(reason, texts),
        NoticeText::Failed(what) => failure(what, texts),
        NoticeText::NotFound(number) => texts.notice_not_found(number.to_string()),
        NoticeText::ChangedMeanwhile(number) => texts.notice_changed_meanwhile(number.to_string()),
        NoticeText::DraftKept(number) => texts.notice_draft_kept(number.to_string()),
        NoticeText::Settled(number) => texts.notice_settled(number.to_string()),
        NoticeText::KeyboardChanged(layout) => keyboard_changed(*layout, texts),
        NoticeText::ThemeChanged(name) => texts.notice_theme_changed(theme(name, texts)),
        NoticeText::PortalStopped => texts.notice_portal_stopped(),
        NoticeText::PortalStarted => texts.notice_portal_started(),
        NoticeText::NothingNext => texts.notice_nothing_next(),
        NoticeText::TooSoon
        | NoticeText::TypeAheadDropped
        | NoticeText::WhichCommand(_)
        | NoticeText::UnknownLine
        | NoticeText::CloseFirst
        | NoticeText::NoListHere
        | NoticeText::LineFault(_)
        | NoticeText::NoSuchKeys(_) => not_taken(&notice.text, texts),
        NoticeText::LanguageChanged => texts.notice_language_changed(),
        NoticeText::SettingsRead => texts.notice_settings_read(),
        NoticeText::SyncAsked => texts.notice_sync_asked(),
        NoticeText::Copied => texts.notice_copied(),
        NoticeText::TooLongToCopy => texts.notice_too_long_to_copy(),
        NoticeText::Exported(file) => texts.export_written(file.0.clone()),
        NoticeText::NotExported(trouble) => export_trouble(*trouble, texts),
        NoticeText::Package(told) => package_notice(told, texts),
        NoticeText::ConferenceBegun => texts.notice_conference_begun(),
        NoticeText::CircularHeld => texts.notice_circular_held(),
        NoticeText::IndexRenewing => texts.search_partial(),
        NoticeText::ViewUnreadable(name) => texts.notice_view_unreadable(name.0.clone()),
        NoticeText::ProfileChanged(count) => texts.notice_profile_changed(*count),
        NoticeText::ProfileFailed(why) => by_id(texts, &format!("profile-failure-{}", why.code())),
        NoticeText::ProfileLeft => texts.notice_profile_left(),
        NoticeText::TermsMoved(count) => texts.notice_terms_moved(*count),
    }
}

/// A moment of today to the second.
fn moment(at: Timestamp) -> String {
    zone::local(at).strftime("%H:%M:%S").to_string()
}

fn by_id(texts: &Texts, id: &str) -> String {
    texts.by_id(id, None).unwrap_or_else(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::ReadOnly;
    use crate::app::notice::Severity;
    use crate::domain::act::Act;
    use crate::domain::ids::Number;
    use crate::domain::local_text::Lang;
    use crate::domain::privacy::Private;

    fn in_every_language(word: impl Fn(&Texts) -> String) {
        for lang in Lang::ALL {
            let text = word(Texts::of(lang));
            let whole = text.contains(' ') && !text.contains(['{', '}']);
            assert!(whole, "{text:?} in {lang:?}");
        }
    }

    #[test]
    fn what_did_not_fit_into_a_package_is_told() {
        let done = |left| PackageDone {
            file: Private("/a".to_owned()),
            count: 2000,
            held: 0,
            left,
            again: 0,
        };
        for lang in Lang::ALL {
            let texts = Texts::of(lang);
            let all = package_written(&done(0), texts);
            let some = package_written(&done(500), texts);
            assert!(some.starts_with(&all) && some.contains("500"), "{some}");
        }
    }

    #[test]
    fn every_reason_is_a_sentence_in_every_language() {
        let read_only = [ReadOnly::Asked, ReadOnly::SecondInstance, ReadOnly::Role];
        let reasons = read_only.map(DisabledReason::ReadOnly).into_iter().chain([
            DisabledReason::NothingSelected,
            DisabledReason::Loading,
            DisabledReason::Law(Refusal::MotiveMissing),
            DisabledReason::NothingToRecall,
            DisabledReason::NobodyElseWrites,
            DisabledReason::AlreadySent,
            DisabledReason::NoFilter,
            DisabledReason::LineMode,
            DisabledReason::NoMessage,
            DisabledReason::NoCandidate,
            DisabledReason::NoClocks,
            DisabledReason::NoChoice,
            DisabledReason::Syncing,
            DisabledReason::PortalRuns,
            DisabledReason::PortalStopped,
            DisabledReason::OneTheme,
            DisabledReason::ChecksOpen(2),
            DisabledReason::BeingQueued,
            DisabledReason::ProfileRole,
            DisabledReason::NoLink,
            DisabledReason::ProfileLoading,
            DisabledReason::NothingChanged,
            DisabledReason::TooLongHere,
        ]);
        for reason in reasons {
            in_every_language(|texts| disabled(&reason, texts));
        }
    }

    #[test]
    fn every_failure_says_what_and_what_now_in_every_language() {
        for trouble in ExportTrouble::ALL {
            in_every_language(|texts| export_trouble(trouble, texts));
        }
        for code in FailureCode::ALL {
            let what = Failure {
                code,
                detail: String::new(),
            };
            in_every_language(|texts| failure(&what, texts));
            in_every_language(|texts| failure_hint(&what, texts));
        }
    }

    #[test]
    fn every_message_is_worded_in_every_language() {
        let at: Timestamp = "2026-03-10T10:00:00+05:00".parse().unwrap();
        let (number, act) = (Number::request(766_301), Act::Return);
        let texts = [
            NoticeText::Held {
                number,
                act,
                until: at,
            },
            NoticeText::Queued { number, act },
            NoticeText::Applied {
                number,
                act,
                receipt: "K7".into(),
            },
            NoticeText::Rejected {
                number,
                act,
                refusal: Refusal::MotiveMissing,
            },
            NoticeText::Conflict { number, act },
            NoticeText::Recalled { number, act },
            NoticeText::Refused(Refusal::AlreadySent),
            NoticeText::Disabled(DisabledReason::Loading),
            NoticeText::NothingNext,
            NoticeText::NotFound(number),
            NoticeText::ChangedMeanwhile(number),
            NoticeText::DraftKept(number),
            NoticeText::TooSoon,
            NoticeText::NoSuchKeys('g'),
            NoticeText::WhichCommand(vec![ActionId::Views, ActionId::SaveView]),
            NoticeText::Copied,
            NoticeText::TooLongToCopy,
            NoticeText::UnknownLine,
            NoticeText::CloseFirst,
            NoticeText::NoListHere,
            NoticeText::LineFault(LineFault::TooLong),
            NoticeText::LineFault(LineFault::NotText),
            NoticeText::LanguageChanged,
            NoticeText::KeyboardChanged(Keyboard::KzKikkarin),
            NoticeText::ThemeChanged("mono".into()),
            NoticeText::SettingsRead,
            NoticeText::SyncAsked,
            NoticeText::PortalStopped,
            NoticeText::PortalStarted,
            NoticeText::Settled(number),
            NoticeText::TermsMoved(3),
            NoticeText::TypeAheadDropped,
        ];
        for text in texts {
            let told = Notice {
                text,
                severity: Severity::Info,
                at,
                until: None,
            };
            in_every_language(|texts| notice(&told, texts));
        }
    }

    #[test]
    fn the_end_of_the_recall_window_is_told_in_local_time() {
        let at: Timestamp = "2026-03-10T05:00:59Z".parse().unwrap();
        assert_eq!(moment(at), "10:00:59");
    }
}
