//! What the second reader of a text thinks of it, in words.

use jiff::civil::Date;

use super::{Texts, date};
use crate::domain::act::Act;
use crate::domain::desk::{Opinion, Reading};
use crate::domain::local_text::Lang;
use crate::domain::zone;

/// What a second reader is given of a text: the text, of an extension also by how many days.
#[must_use]
pub fn wording(act: Act, lang: Lang, days: &str, text: &str) -> String {
    if act != Act::Extend || days.is_empty() {
        return text.to_owned();
    }
    let extension = Texts::of(lang).reading_extension(days);
    format!("{extension}\n\n{text}")
}

/// What the second reader thinks of a text; `wording` is how it stands now, where that matters.
#[must_use]
pub fn opinion(texts: &Texts, today: Date, reading: &Reading, wording: Option<&str>) -> String {
    let changed = wording.is_some_and(|wording| reading.is_of_another(wording));
    let said = reading.said.as_ref();
    let at = said.map_or(reading.asked_at, |said| said.at);
    let at = date::moment(texts, today, zone::local(at));
    let user = reading.reader.0.as_str();
    let remark = said.map_or("", |said| said.remark.as_str());
    match (reading.opinion(), changed) {
        (Opinion::Waits, false) => texts.opinion_waits(at, user),
        (Opinion::Waits, true) => texts.opinion_waits_changed(at, user),
        (Opinion::Good, false) => texts.opinion_good(at, user),
        (Opinion::Good, true) => texts.opinion_good_changed(at, user),
        (Opinion::SentBack, false) => texts.opinion_back(at, remark, user),
        (Opinion::SentBack, true) => texts.opinion_back_changed(at, remark, user),
    }
}
