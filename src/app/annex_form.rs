//! The form of annex 1 as lines of typed text, and back; the drafts of all forms of lines.
//!
//! What is typed need not be a day or an hour yet: it is kept as it is and told when the form is
//! judged.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};

use super::editor::Editor;
use super::field::LineField;
use super::item_form::{Ask, FormLine, Value};
use super::typed;
use crate::domain::annex::{ConferenceForm, Field, Part};
use crate::domain::privacy::Private;
use crate::domain::refusal::Refusal;

/// What was typed, by field: how a draft keeps it.
pub type Typed = BTreeMap<String, String>;

/// The lines of the form in the order of the annex. Days that are not set are proposed.
pub(super) fn lines(form: &ConferenceForm, proposed: Option<(Date, Date)>) -> Vec<FormLine> {
    let mut form = form.clone();
    if let Some((opens, closes)) = proposed {
        form.opens.get_or_insert(opens);
        form.closes.get_or_insert(closes);
    }
    Field::ALL
        .into_iter()
        .map(|field| FormLine {
            ask: Ask::Field(field),
            value: value(field, &form.written(field)),
        })
        .collect()
}

/// A text of some length has an editor, everything else one line.
fn value(field: Field, text: &str) -> Value {
    match field {
        Field::Text(Part::Short | Part::Description, _) => {
            Value::Written(Box::new(Editor::new(text)))
        }
        Field::Text(Part::Name, _)
        | Field::Opens
        | Field::OpensAt
        | Field::Closes
        | Field::ClosesAt
        | Field::Surname
        | Field::GivenName
        | Field::Patronymic
        | Field::Iin
        | Field::Position
        | Field::Email
        | Field::Phone => Value::Typed(LineField::new(text)),
    }
}

/// What stands in the lines.
pub(super) fn typed(lines: &[FormLine]) -> Typed {
    let fields = lines.iter().map(|line| {
        let text = match &line.value {
            Value::Typed(typed) => typed.text().trim().to_owned(),
            Value::Written(editor) => editor.text(),
            Value::Chosen(at) => at.to_string(),
        };
        (line.ask.id().to_owned(), text)
    });
    fields.collect()
}

/// Puts what a draft kept into the lines.
pub(super) fn restore(lines: &mut [FormLine], kept: &Typed) {
    for line in lines {
        let Some(text) = kept.get(line.ask.id()) else {
            continue;
        };
        match &line.value {
            Value::Typed(_) => line.value = Value::Typed(LineField::new(text)),
            Value::Written(_) => line.value = Value::Written(Box::new(Editor::new(text))),
            Value::Chosen(_) => {
                let at = text.parse().ok();
                line.value = Value::Chosen(at.unwrap_or(0));
            }
        }
    }
}

/// The form that the lines make.
///
/// # Errors
/// A day or an hour cannot be read, a text is too long.
pub(super) fn form(lines: &[FormLine]) -> Result<ConferenceForm, Refusal> {
    let mut form = ConferenceForm::default();
    for (id, text) in typed(lines) {
        if let Some(field) = Field::ALL.into_iter().find(|field| field.id() == id) {
            set(&mut form, field, &text)?;
        }
    }
    Ok(form)
}

/// The form without what cannot be read yet.
pub(super) fn readable(lines: &[FormLine]) -> ConferenceForm {
    let mut form = ConferenceForm::default();
    for (id, text) in typed(lines) {
        if let Some(field) = Field::ALL.into_iter().find(|field| field.id() == id) {
            // What is no day or hour yet is told below the fields.
            let _ = set(&mut form, field, &text);
        }
    }
    form
}

/// Whether what stands in a field is a day, an hour or a text.
pub(super) fn is_readable(field: Field, text: &str) -> bool {
    set(&mut ConferenceForm::default(), field, text).is_ok()
}

fn set(form: &mut ConferenceForm, field: Field, text: &str) -> Result<(), Refusal> {
    let private = || Private(text.to_owned());
    match field {
        Field::Opens => form.opens = day(text)?,
        Field::Closes => form.closes = day(text)?,
        Field::OpensAt => form.opens_at = hour(text, form.opens_at)?,
        Field::ClosesAt => form.closes_at = hour(text, form.closes_at)?,
        Field::Text(part, lang) => {
            let text = Editor::new(text).read()?;
            *form.part_mut(part).get_mut(lang) = text;
        }
        Field::Surname => form.officer.surname = private(),
        Field::GivenName => form.officer.name = private(),
        Field::Patronymic => form.officer.patronymic = private(),
        Field::Iin => form.officer.iin = private(),
        Field::Position => text.clone_into(&mut form.officer.position),
        Field::Email => form.officer.email = private(),
        Field::Phone => form.officer.phone = private(),
    }
    Ok(())
}

/// A day; a blank line is none.
fn day(text: &str) -> Result<Option<Date>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    typed::day(text).map(Some).ok_or(Refusal::DayUnreadable)
}

/// An hour; a blank line is the usual one.
fn hour(text: &str, usual: Time) -> Result<Time, Refusal> {
    if text.is_empty() {
        return Ok(usual);
    }
    typed::hour(text).ok_or(Refusal::DayUnreadable)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::local_text::Lang;
    use crate::domain::text::CitizenText;

    fn filled() -> ConferenceForm {
        let mut form = ConferenceForm {
            opens: Some(date(2026, 3, 26)),
            closes: Some(date(2026, 3, 27)),
            ..ConferenceForm::default()
        };
        form.name.kk = CitizenText::parse("Тұрғын үй кезегі").unwrap();
        form.description.ru = CitizenText::parse("О порядке.\nИ сроках.").unwrap();
        form.officer.iin = Private("900101300017".into());
        form.officer.position = "бас маман".into();
        form
    }

    #[test]
    fn a_form_typed_as_it_stands_is_the_same_form() {
        assert_eq!(form(&lines(&filled(), None)), Ok(filled()));
    }

    #[test]
    fn days_are_proposed_only_where_none_is_set() {
        let proposed = Some((date(2026, 4, 1), date(2026, 4, 2)));
        let empty = form(&lines(&ConferenceForm::default(), proposed)).unwrap();
        assert_eq!(empty.opens, Some(date(2026, 4, 1)));
        assert_eq!(form(&lines(&filled(), proposed)), Ok(filled()));
    }

    #[test]
    fn a_draft_keeps_also_what_is_no_day_yet() {
        let mut lines = lines(&filled(), None);
        lines[0].value = Value::Typed(LineField::new("26.0"));
        let kept = typed(&lines);
        let mut again = super::lines(&ConferenceForm::default(), None);
        restore(&mut again, &kept);
        assert_eq!(typed(&again), kept);
        assert_eq!(form(&again), Err(Refusal::DayUnreadable));
    }

    #[test]
    fn every_field_comes_back_from_its_line() {
        let mut form = ConferenceForm::default();
        for field in Field::ALL {
            let text = match field {
                Field::Opens | Field::Closes => "26.03.2026",
                Field::OpensAt | Field::ClosesAt => "10:15",
                Field::Text(..)
                | Field::Surname
                | Field::GivenName
                | Field::Patronymic
                | Field::Iin
                | Field::Position
                | Field::Email
                | Field::Phone => "мәтін",
            };
            set(&mut form, field, text).unwrap();
            assert_eq!(form.written(field), text, "{field:?}");
        }
        assert_eq!(form.name.get(Lang::En).as_str(), "мәтін");
    }
}
