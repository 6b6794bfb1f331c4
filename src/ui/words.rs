//! Data in the words of the screen: acts of a row, moments, categories.
//!
//! Only wording; which word applies is told by the data.

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use crate::app::Model;
use crate::domain::ids::{CategoryId, Number};
use crate::domain::person::Signature;
use crate::domain::rules::RuleId;
use crate::domain::zone;
use crate::i18n::{Texts, date};

pub use crate::app::words::key;

/// What a row is about: a duty by its name, the last day for an act as "to …" `[law.md §3.11]`.
#[must_use]
pub fn row_act(model: &Model, texts: &Texts, rule: &RuleId) -> String {
    match rule.as_str() {
        "return" => texts.queue_act_return(),
        "forward" => texts.queue_act_forward(),
        "refusal" => texts.queue_act_refusal(),
        "already-published" => texts.queue_act_already_published(),
        "extension" => texts.queue_act_extension(),
        "answer" => texts.queue_act_answer(),
        "extension-notice" => texts.queue_act_extension_notice(),
        "topic" => texts.queue_act_topic(),
        "question" => texts.queue_act_question(),
        _ => rule_name(model, texts, rule),
    }
}

/// The short name of a rule as the packs give it, or of a stage.
#[must_use]
pub fn rule_name(model: &Model, texts: &Texts, rule: &RuleId) -> String {
    crate::i18n::words::rule(texts, &model.rules.set, rule)
}

/// A number as people read it; of what the portal has not numbered yet the letter alone.
#[must_use]
pub fn number(number: Number) -> String {
    let told = number.to_string();
    if number == Number::unnumbered(number.kind) {
        told.replace('0', "…")
    } else {
        told
    }
}

/// The name of a category, or its id where the rules do not know it.
#[must_use]
pub fn category<'m>(model: &'m Model, texts: &Texts, id: &'m CategoryId) -> &'m str {
    crate::i18n::words::category(texts, &model.rules.set, &id.0)
}

/// Who else writes about an item at the moment, and until when.
#[must_use]
pub fn writer(model: &Model, texts: &Texts, number: Number) -> Option<String> {
    let lease = model.house.writer(number, model.portal_now())?;
    let until = clock(zone::local(lease.until).time());
    Some(texts.colleagues_writes(until, lease.user.0.as_str()))
}

/// How a request was signed.
#[must_use]
pub fn signature(texts: &Texts, signature: Signature) -> String {
    match signature {
        Signature::Eds => texts.request_signature_eds(),
        Signature::Account => texts.request_signature_account(),
        Signature::None => texts.request_signature_none(),
    }
}

/// An instant on the wall clock of Asia/Almaty, with its year where that is not the present one.
#[must_use]
pub fn moment(texts: &Texts, today: Date, at: Timestamp) -> String {
    let at = zone::local(at);
    format!(
        "{} {}",
        date::day(texts, today, at.date()),
        clock(at.time())
    )
}

/// Hours and minutes.
#[must_use]
pub fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}
