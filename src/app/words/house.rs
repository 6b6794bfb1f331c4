//! What is told about colleagues.

use crate::app::notice::NoticeText;
use crate::domain::zone;
use crate::i18n::{Texts, date, words};

/// What is told about colleagues; empty for any other text.
pub(super) fn notice(text: &NoticeText, texts: &Texts) -> String {
    if let NoticeText::WrittenBy {
        number,
        user,
        until,
    } = text
    {
        let until = zone::local(*until).strftime("%H:%M").to_string();
        texts.notice_written_by(number.to_string(), until, user.0.as_str())
    } else if let NoticeText::TakenOver { number, user } = text {
        texts.notice_taken_over(number.to_string(), user.0.as_str())
    } else if let NoticeText::TookOver(number) = text {
        texts.notice_took_over(number.to_string())
    } else if let NoticeText::ToRead { number, user } = text {
        texts.notice_to_read(number.to_string(), user.0.as_str())
    } else if let NoticeText::WasRead(read) = text {
        let (number, user) = (read.number.to_string(), read.user.0.as_str());
        if read.good {
            texts.notice_was_read_good(number, user)
        } else {
            texts.notice_was_read_back(number, user)
        }
    } else if let NoticeText::ReadingAsked { number, user } = text {
        texts.notice_reading_asked(number.to_string(), user.0.as_str())
    } else if let NoticeText::ReadGood(number) = text {
        texts.notice_read_good(number.to_string())
    } else if let NoticeText::ReadBack(number) = text {
        texts.notice_read_back(number.to_string())
    } else if let NoticeText::StandsIn {
        user,
        substitute,
        from,
        to,
    } = text
    {
        let (from, to) = (date::numeric(*from), date::numeric(*to));
        texts.notice_stands_in(from, substitute.0.as_str(), to, user.0.as_str())
    } else if let NoticeText::StandsInNoMore { user, from, to } = text {
        let (from, to) = (date::numeric(*from), date::numeric(*to));
        texts.notice_stands_in_no_more(from, to, user.0.as_str())
    } else {
        of_item(text, texts)
    }
}

/// What is told about who works on an item and who watches it.
fn of_item(text: &NoticeText, texts: &Texts) -> String {
    if let NoticeText::Assigned { number, user } = text {
        texts.notice_assigned(number.to_string(), user.0.as_str())
    } else if let NoticeText::AssignedToNobody(number) = text {
        texts.notice_assigned_to_nobody(number.to_string())
    } else if let NoticeText::Watching(number) = text {
        texts.notice_watching(number.to_string())
    } else if let NoticeText::WatchingNoMore(number) = text {
        texts.notice_watching_no_more(number.to_string())
    } else if let NoticeText::WatchedChanged(number) = text {
        texts.notice_watched_changed(number.to_string())
    } else if let NoticeText::DeskRefused(refusal) = text {
        words::desk_refusal(texts, *refusal)
    } else if matches!(text, NoticeText::DeskNeedsLink) {
        texts.notice_desk_needs_link()
    } else {
        String::new()
    }
}
