//! Annex 1 of Order № 145: the template of an Internet conference, filled in.
//!
//! The fields stand in the order of the annex. English is given everywhere or nowhere, so its
//! rows are left out where nothing is given; any other missing field keeps its row. The hours are
//! an addition of the house and stand behind the dates.

use jiff::civil::{Date, Time};

use super::sheet::{Block, Sheet, Value};
use super::{Seen, questions};
use crate::domain::annex::{ConferenceForm, Field, Part, official};
use crate::domain::conference::Conference;
use crate::domain::ids::ItemKind;
use crate::domain::local_text::Lang;
use crate::domain::privacy::{mask_email, mask_name, mask_tail};
use crate::domain::question::Question;
use crate::domain::work::State;
use crate::i18n::{Texts, date, words};

/// The sheet of a conference: its template, and the questions where they are asked for.
#[must_use]
pub fn conference(of: &Conference, asked: Option<&[Question]>, seen: Seen, lang: Lang) -> Sheet {
    let texts = Texts::of(official(lang));
    let form = of.valid_form();
    let title = texts.paper_annex1_title();
    let mut blocks = vec![
        Block::Above(texts.paper_annex1()),
        Block::Title(title.clone()),
        Block::Below(below(of, texts)),
    ];
    blocks.extend(fields(form, seen, texts));
    if let Some(asked) = asked {
        blocks.extend(questions::blocks(asked, seen, texts));
    }
    match seen {
        Seen::Whole => {}
        Seen::Masked => blocks.push(Block::Note(texts.paper_masked())),
        Seen::Withheld => blocks.push(Block::Note(texts.paper_withheld())),
    }
    Sheet {
        lang: texts.lang(),
        title: format!("{} – {title}", of.number),
        number: of.number.to_string(),
        blocks,
    }
}

/// The number, the state and the version of the template.
fn below(of: &Conference, texts: &Texts) -> String {
    let state = words::stands(texts, State::Conference(of.state));
    let mut parts = vec![
        words::kind_title(texts, ItemKind::Conference),
        of.number.to_string(),
        state,
    ];
    let sent = of.sent.as_ref().filter(|_| !of.state.is_editable());
    parts.extend(sent.map(|sent| texts.paper_version(sent.version)));
    parts.join(" · ")
}

/// The rows of the form in the order of the annex.
fn fields(form: &ConferenceForm, seen: Seen, texts: &Texts) -> Vec<Block> {
    let mut blocks = vec![
        day(Field::Opens, form.opens, form.opens_at, texts),
        day(Field::Closes, form.closes, form.closes_at, texts),
    ];
    for part in Part::ALL {
        for lang in Lang::ALL {
            if lang != Lang::En || form.has_english() {
                blocks.push(written(form, part, lang, texts));
            }
        }
    }
    blocks.push(Block::Section(texts.paper_officer()));
    blocks.extend(officer(form, seen, texts));
    blocks
}

fn day(field: Field, day: Option<Date>, hour: Time, texts: &Texts) -> Block {
    let words = day.map(|day| {
        let hour = hour.strftime("%H:%M").to_string();
        texts.paper_day(date::numeric(day), hour)
    });
    row(
        &words::field(texts, field),
        words.unwrap_or_default(),
        texts,
    )
}

fn written(form: &ConferenceForm, part: Part, lang: Lang, texts: &Texts) -> Block {
    let inside = match lang {
        Lang::Kk => texts.paper_in_kk(),
        Lang::Ru => texts.paper_in_ru(),
        Lang::En => texts.paper_in_en(),
    };
    let name = format!("{} ({inside})", words::part(texts, part));
    let text = form.part(part).get(lang).as_str().trim().to_owned();
    row(&name, text, texts)
}

/// The responsible officer; masked as everywhere.
fn officer(form: &ConferenceForm, seen: Seen, texts: &Texts) -> Vec<Block> {
    let officer = &form.officer;
    let people = [
        (Field::Surname, seen.shown(&officer.surname, mask_name)),
        (Field::GivenName, seen.shown(&officer.name, mask_name)),
        (
            Field::Patronymic,
            seen.shown(&officer.patronymic, mask_name),
        ),
        (Field::Iin, seen.shown(&officer.iin, mask_tail)),
        (Field::Position, officer.position.clone()),
        (Field::Email, seen.shown(&officer.email, mask_email)),
        (Field::Phone, seen.shown(&officer.phone, mask_tail)),
    ];
    let block = |(field, text): (Field, String)| {
        let name = words::field(texts, field);
        let blank = text.trim().is_empty();
        if seen == Seen::Withheld && field != Field::Position {
            filled(&name, texts.request_user_hidden())
        } else if field == Field::Patronymic && blank {
            // Not everybody has one.
            filled(&name, "–".to_owned())
        } else {
            row(&name, text, texts)
        }
    };
    people.into_iter().map(block).collect()
}

fn row(name: &str, text: String, texts: &Texts) -> Block {
    if text.trim().is_empty() {
        Block::Row {
            name: capital(name),
            value: Value::Missing(texts.paper_missing()),
        }
    } else {
        filled(name, text)
    }
}

fn filled(name: &str, text: String) -> Block {
    Block::Row {
        name: capital(name),
        value: Value::Filled(text),
    }
}

/// The same words with a capital at their head: `ашылу күні` → `Ашылу күні`.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
