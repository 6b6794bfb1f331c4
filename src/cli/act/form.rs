//! The form of a conference as a file: the fields of annex 1, TOML, read strictly.

use std::path::Path;

use jiff::civil::{Date, Time};
use serde::Deserialize;

use super::input::file;
use crate::cli::{CliError, Context, Exit};
use crate::domain::annex::{ConferenceForm, FormText, Officer};
use crate::domain::command::ConferenceCommand;
use crate::domain::ids::UserName;
use crate::domain::privacy::Private;
use crate::domain::text::CitizenText;

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FormFile {
    opens: Option<Date>,
    opens_at: Time,
    closes: Option<Date>,
    closes_at: Time,
    name: TextFile,
    short: TextFile,
    description: TextFile,
    officer: OfficerFile,
    team: Vec<String>,
}

impl Default for FormFile {
    fn default() -> Self {
        let usual = ConferenceForm::default();
        Self {
            opens: None,
            opens_at: usual.opens_at,
            closes: None,
            closes_at: usual.closes_at,
            name: TextFile::default(),
            short: TextFile::default(),
            description: TextFile::default(),
            officer: OfficerFile::default(),
            team: vec![],
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct TextFile {
    kk: CitizenText,
    ru: CitizenText,
    en: CitizenText,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct OfficerFile {
    surname: String,
    name: String,
    patronymic: String,
    iin: String,
    position: String,
    email: String,
    phone: String,
}

impl From<TextFile> for FormText {
    fn from(file: TextFile) -> Self {
        Self {
            kk: file.kk,
            ru: file.ru,
            en: file.en,
        }
    }
}

impl From<OfficerFile> for Officer {
    fn from(file: OfficerFile) -> Self {
        Self {
            surname: Private(file.surname),
            name: Private(file.name),
            patronymic: Private(file.patronymic),
            iin: Private(file.iin),
            position: file.position,
            email: Private(file.email),
            phone: Private(file.phone),
        }
    }
}

/// Reads a form from a file.
///
/// # Errors
/// The file cannot be read, or a field is unknown or wrong: the message names the line.
pub(super) fn read(path: &Path, cx: &Context) -> Result<ConferenceCommand, CliError> {
    let text = file(path, cx)?;
    let form: FormFile = toml::from_str(&text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
        let shown = path.display().to_string();
        let message = cx.texts.act_form_bad(error.message(), line, shown);
        CliError::new(Exit::Usage, "bad-input", message).hint(cx.texts.act_form_bad_hint())
    })?;
    Ok(ConferenceCommand::PlanConference {
        team: form.team.into_iter().map(UserName).collect(),
        form: Box::new(ConferenceForm {
            opens: form.opens,
            closes: form.closes,
            opens_at: form.opens_at,
            closes_at: form.closes_at,
            name: form.name.into(),
            short: form.short.into(),
            description: form.description.into(),
            officer: form.officer.into(),
        }),
    })
}
