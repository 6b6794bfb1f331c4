//! From the cells of a record to a checked request.

use jiff::Timestamp;
use serde_json::Value;

use super::super::directory::Directory;
use super::super::intake;
use super::{Cells, Line, Read, Ready, Rejection};
use crate::domain::ids::{ItemKind, Number};
use crate::domain::person::{Contacts, Requester, Signature};
use crate::domain::privacy::Private;
use crate::domain::request::TextLang;
use crate::domain::term::Start;
use crate::domain::zone;
use crate::wire::intake::NewRequest;

/// The columns of an import.
pub const COLUMNS: [&str; 13] = [
    "number",
    "received_at",
    "holder",
    "category",
    "text",
    "lang",
    "name",
    "iin",
    "bin",
    "address",
    "email",
    "phone",
    "signature",
];

/// No number of a request is greater; the sequence has to go on behind it.
const MAX_SERIAL: u64 = 9_999_999_999;

/// The cells of one JSON line.
pub(super) fn of_json(line: &Line) -> Read {
    Read {
        line: line.number,
        cells: json_cells(line),
    }
}

fn json_cells(line: &Line) -> Result<Cells, Rejection> {
    let reject = |code: &str, field: Option<&str>, message: &str| {
        Rejection::new(line.number, code, field, message)
    };
    if line.cut {
        return Err(reject("too-long", None, "the record is longer than 2 MiB"));
    }
    let text = std::str::from_utf8(&line.bytes)
        .map_err(|_bytes| reject("not-utf8", None, "the line is not UTF-8"))?;
    let value: Value = serde_json::from_str(text)
        .map_err(|_syntax| reject("bad-json", None, "the line is not one JSON object"))?;
    let Value::Object(object) = value else {
        return Err(reject("bad-json", None, "the line is not one JSON object"));
    };
    let mut cells = Cells::new();
    for (name, value) in object {
        let Some(column) = COLUMNS.into_iter().find(|column| *column == name) else {
            return Err(reject("unknown-column", None, "a column is not known"));
        };
        let text = match value {
            Value::Null => continue,
            Value::String(text) => text,
            Value::Number(number) if column == "number" => number.to_string(),
            Value::Number(_) | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                return Err(reject("bad-json", Some(column), "a text is expected"));
            }
        };
        if !text.trim().is_empty() {
            cells.insert(column, text);
        }
    }
    Ok(cells)
}

/// Checks a record as the intake does.
pub(super) fn check(
    line: u64,
    cells: &Cells,
    now: Timestamp,
    directory: &Directory,
) -> Result<Ready, Rejection> {
    let reject =
        |field: &str, code: &str, message: &str| Rejection::new(line, code, Some(field), message);
    let cell = |column: &str| cells.get(column).map(|text| text.trim());
    let number = cell("number")
        .map(|text| {
            text.parse::<Number>()
                .ok()
                .filter(|number| number.kind == ItemKind::Request)
                .filter(|number| (1..=MAX_SERIAL).contains(&number.serial))
                .ok_or_else(|| reject("number", "bad-number", "not the number of a request"))
        })
        .transpose()?;
    let holder = cell("holder").unwrap_or_default();
    let received_at = match cell("received_at") {
        None => {
            return Err(reject(
                "received_at",
                "missing",
                "the moment of receipt is missing",
            ));
        }
        Some(text) => moment(text, holder, directory).ok_or_else(|| {
            reject(
                "received_at",
                "bad-time",
                "not a moment, such as 2026-03-06T10:00",
            )
        })?,
    };
    let lang = match cell("lang") {
        None => None,
        Some(text) => Some(
            lang_of(text)
                .ok_or_else(|| reject("lang", "bad-lang", "not a language: kk, ru, en or mixed"))?,
        ),
    };
    let signature = match cell("signature") {
        None => Signature::None,
        Some(text) => signature_of(text).ok_or_else(|| {
            reject(
                "signature",
                "bad-signature",
                "not a signature: eds, account or none",
            )
        })?,
    };
    let private = |column: &str| cell(column).map(|text| Private(text.to_owned()));
    let new = NewRequest {
        holder: holder.to_owned(),
        category: cell("category").unwrap_or_default().to_owned(),
        text: cells.get("text").cloned().unwrap_or_default(),
        lang,
        requester: Requester {
            name: private("name"),
            iin: private("iin"),
            bin: private("bin"),
            letter: None,
            representative: None,
            contacts: Contacts {
                address: private("address"),
                email: private("email"),
                phone: private("phone"),
            },
            signature,
        },
    };
    let checked = intake::check(new, received_at, now, directory).map_err(|errors| {
        errors.into_iter().next().map_or_else(
            || reject("text", "not-accepted", "the record was not accepted"),
            |error| {
                // `requester.contacts.phone` is the column `phone`.
                let column = error.field.rsplit('.').next().unwrap_or_default();
                reject(column, &error.code, &error.message)
            },
        )
    })?;
    Ok(Ready {
        line,
        number,
        checked,
    })
}

/// A bare date is the beginning of working hours on that day.
fn moment(text: &str, holder: &str, directory: &Directory) -> Option<Timestamp> {
    match text.parse().ok()? {
        Start::At(at) => Some(at),
        Start::On(date) => {
            let opens = directory.policy(holder).hours.start;
            zone::instant(date.to_datetime(opens)).ok()
        }
    }
}

fn lang_of(text: &str) -> Option<TextLang> {
    [TextLang::Kk, TextLang::Ru, TextLang::En, TextLang::Mixed]
        .into_iter()
        .find(|lang| lang.id() == text)
}

fn signature_of(text: &str) -> Option<Signature> {
    match text {
        "eds" => Some(Signature::Eds),
        "account" => Some(Signature::Account),
        "none" => Some(Signature::None),
        _ => None,
    }
}
