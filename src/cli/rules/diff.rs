//! `awp rules diff A B`: two packs rule by rule, in the words of the user.

use fluent::FluentArgs;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use super::super::{CliError, Context, Exit};
use crate::domain::local_text::LocalText;
use crate::domain::rules::{
    Change, Difference, FieldChange, Force, PackId, Part, Repeal, RulePack, RuleSet, diff,
};
use crate::i18n::{Texts, date, rules as worded};

/// What is told of a rule or pack first; the rest stands behind it.
const ORDER: [&str; 12] = [
    "act", "in_force", "repeal", "clause", "also", "count", "who", "nature", "period", "items",
    "title", "short",
];

/// Runs the command: one line, or with `--json` one object, a difference. Equal packs are an
/// answer, not a failure.
///
/// # Errors
/// One of the packs does not exist; the packs there are stand in the hint.
pub(super) fn run(
    rules: &RuleSet,
    first: &str,
    second: &str,
    cx: &Context,
) -> Result<(), CliError> {
    let (old, new) = (pack(rules, first, cx)?, pack(rules, second, cx)?);
    let found = diff(old, new);
    if cx.json() {
        for difference in &found {
            cx.output.json(difference);
        }
        return Ok(());
    }
    let texts = cx.texts;
    if found.is_empty() {
        cx.output.line(&texts.rules_diff_none(first, second));
        return Ok(());
    }
    cx.output.line(&texts.rules_diff_heading(first, second));
    for difference in &found {
        print(difference, cx);
    }
    Ok(())
}

fn pack<'r>(rules: &'r RuleSet, id: &str, cx: &Context) -> Result<&'r RulePack, CliError> {
    rules.pack(&PackId::from(id)).ok_or_else(|| {
        let known: Vec<&str> = rules.packs.iter().map(|pack| pack.id.0.as_str()).collect();
        CliError::new(Exit::Failure, "not-found", cx.texts.term_unknown_pack(id))
            .hint(cx.texts.rules_packs_hint(known.join(", ")))
    })
}

fn print(difference: &Difference, cx: &Context) {
    let texts = cx.texts;
    let id = difference.id.as_str();
    let heading = match (difference.part, difference.change) {
        (Part::Pack, _) => texts.rules_diff_pack(),
        (Part::Rule | Part::Duty, Change::Added) => texts.rules_diff_added(id),
        (Part::Rule | Part::Duty, Change::Removed) => texts.rules_diff_removed(id),
        (Part::Rule | Part::Duty, Change::Changed) => texts.rules_diff_changed(id),
    };
    cx.output.line(&heading);
    let mut fields: Vec<&FieldChange> = difference.fields.iter().collect();
    fields.sort_by_key(|field| {
        let place = ORDER.iter().position(|name| *name == field.field);
        place.unwrap_or(ORDER.len())
    });
    for change in fields {
        if let Some(line) = line(difference.change, change, texts) {
            cx.output.line(&format!("    {line}"));
        }
    }
}

/// One field; what something added or removed does not have is not told.
fn line(change: Change, field: &FieldChange, texts: &Texts) -> Option<String> {
    let name = field_name(&field.field, texts);
    let told = |value: &Value| value_text(&field.field, value, texts);
    let none = || texts.rules_diff_nothing();
    match change {
        Change::Added => told(&field.new).map(|new| texts.rules_diff_field(name, new)),
        Change::Removed => told(&field.old).map(|old| texts.rules_diff_field(name, old)),
        Change::Changed => {
            let old = told(&field.old).unwrap_or_else(none);
            let new = told(&field.new).unwrap_or_else(none);
            Some(texts.rules_diff_moved(name, new, old))
        }
    }
}

fn field_name(field: &str, texts: &Texts) -> String {
    let id = format!("rules-field-{}", field.replace('_', "-"));
    texts.by_id(&id, None).unwrap_or_else(|| field.to_owned())
}

/// A value in words; `None` if there is nothing to tell.
fn value_text(field: &str, value: &Value, texts: &Texts) -> Option<String> {
    match value {
        Value::Null | Value::Bool(false) => None,
        Value::Bool(true) => Some(texts.rules_diff_yes()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(word(field, text, texts)),
        Value::Array(list) => {
            let parts = list.iter().filter_map(|one| value_text(field, one, texts));
            let parts: Vec<String> = parts.collect();
            (!parts.is_empty()).then(|| parts.join(", "))
        }
        Value::Object(fields) => {
            if let Ok(text) = LocalText::deserialize(value) {
                return Some(text.get(texts.lang()).to_owned());
            }
            match field {
                "count" => Some(count(value, texts)),
                "in_force" => Force::deserialize(value)
                    .ok()
                    .map(|force| worded::force(texts, &force)),
                "repeal" => Repeal::deserialize(value).ok().map(|repeal| {
                    let act = repeal.act.get(texts.lang()).to_owned();
                    texts.rules_repealed(act, date::numeric(repeal.on))
                }),
                _ => {
                    let parts = fields
                        .iter()
                        .filter_map(|(key, one)| {
                            Some(format!("{key} {}", value_text(field, one, texts)?))
                        })
                        .collect::<Vec<_>>();
                    (!parts.is_empty()).then(|| parts.join(", "))
                }
            }
        }
    }
}

/// A code of a field in words: `holder`, `duty`, `weekly`; other texts stand as they are.
fn word(field: &str, text: &str, texts: &Texts) -> String {
    match field {
        "who" | "nature" | "red" | "period" => texts
            .by_id(&format!("rules-value-{text}"), None)
            .unwrap_or_else(|| text.to_owned()),
        _ => match text.parse::<Date>() {
            Ok(day) => date::numeric(day),
            Err(_) => text.to_owned(),
        },
    }
}

/// How a term is counted: "15 calendar days, from receipt".
fn count(value: &Value, texts: &Texts) -> String {
    let text = |field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default();
    let kind = text("kind");
    let days = ["days", "up_to_days", "months"]
        .iter()
        .find_map(|field| value.get(*field).and_then(Value::as_u64));
    let start = texts.by_id(&format!("rules-start-{}", text("from")), None);
    let mut args = FluentArgs::new();
    args.set("days", days.unwrap_or_default());
    args.set("from", start.unwrap_or_else(|| text("from").to_owned()));
    args.set("of", text("of").to_owned());
    texts
        .by_id(&format!("rules-count-{kind}"), Some(&args))
        .unwrap_or_else(|| value.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::local_text::Lang;
    use crate::domain::rules::{Counting, Nature, Party, Period, Reading, StartKind};

    fn code(value: &impl serde::Serialize) -> Value {
        serde_json::to_value(value).unwrap()
    }

    #[test]
    fn every_field_and_code_of_the_built_in_packs_has_its_words_in_every_language() {
        let rules = RuleSet::builtin().unwrap();
        let packs = &rules.packs;
        for lang in Lang::ALL {
            let texts = Texts::of(lang);
            for (old, new) in packs.iter().zip(packs.iter().skip(1)) {
                for change in diff(old, new).iter().flat_map(|one| &one.fields) {
                    let name = field_name(&change.field, texts);
                    assert_ne!(name, change.field, "{lang:?}");
                    for value in [&change.old, &change.new] {
                        let told = value_text(&change.field, value, texts).unwrap_or_default();
                        assert!(!told.contains('{'), "{}: {told}", change.field);
                    }
                }
            }
        }
    }

    #[test]
    fn every_way_of_counting_and_every_code_has_its_words_in_every_language() {
        let (days, from) = (3, StartKind::Receipt);
        let of = crate::domain::rules::RuleId::ANSWER;
        let up_to_days = 15;
        let counts = [
            Counting::WorkingDaysAfter { days, from },
            Counting::CalendarDays { days, from },
            Counting::Extension { up_to_days, of },
            Counting::NotLessThanBefore { days, from },
            Counting::Lasts { days, from },
            Counting::Months { months: 3, from },
            Counting::LargestGap { days, from },
            Counting::None,
        ];
        let starts = [
            StartKind::Receipt,
            StartKind::Registration,
            StartKind::Extension,
            StartKind::Launch,
            StartKind::Submission,
            StartKind::Start,
            StartKind::FirstDay,
            StartKind::PreviousNotice,
            StartKind::Knowledge,
        ];
        let codes = [
            code(&[Party::Administrator, Party::Holder, Party::Head]),
            code(&[Party::Operator, Party::User]),
            code(&[Nature::Duty, Nature::LastDay]),
            code(&[Reading::Safe, Reading::Latest]),
            code(&[Period::Continuous, Period::Regularly, Period::Daily]),
            code(&[Period::Weekly, Period::Quarterly, Period::HalfYearly]),
            code(&[Period::Yearly, Period::Once, Period::Before]),
            code(&[Period::Within, Period::AroundEvent, Period::PerDraft]),
            code(&[Period::PerList, Period::PerItsRules, Period::OnOccurrence]),
        ];
        for lang in Lang::ALL {
            let texts = Texts::of(lang);
            for way in &counts {
                let told = count(&code(way), texts);
                assert!(!told.starts_with('{'), "{lang:?}: {told}");
            }
            for start in starts {
                let id = code(&start).as_str().unwrap().to_owned();
                assert!(
                    texts.by_id(&format!("rules-start-{id}"), None).is_some(),
                    "{id}"
                );
            }
            for id in codes.iter().flat_map(|codes| codes.as_array().unwrap()) {
                let id = id.as_str().unwrap();
                assert!(
                    texts.by_id(&format!("rules-value-{id}"), None).is_some(),
                    "{id}"
                );
            }
        }
    }

    #[test]
    fn a_changed_term_reads_as_a_sentence() {
        let change = FieldChange {
            field: "count".to_owned(),
            old: json!({ "kind": "calendar-days", "days": 15, "from": "receipt" }),
            new: json!({ "kind": "working-days-after", "days": 1, "from": "registration" }),
        };
        let told = |lang| line(Change::Changed, &change, Texts::of(lang)).unwrap();
        assert_eq!(
            told(Lang::En),
            "term: 15 calendar days from receipt → 1 working day after registration"
        );
        assert_eq!(
            told(Lang::Ru),
            "срок: 15 календарных дней, от поступления → 1 рабочий день, от регистрации"
        );
        assert_eq!(
            told(Lang::Kk),
            "мерзім: 15 күнтізбелік күн, келіп түскен күннен → 1 жұмыс күні, тіркеу күнінен"
        );
    }
}
