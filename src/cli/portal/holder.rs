//! `awp portal holder add`: an information holder of the directory, told by a TOML file.
//!
//! ```toml
//! bin = "990240000018"
//! kind = "QP"           # SB, QP, SI, BR, SM, EC or PF: item of the openness standard
//! state_share = 40      # per cent
//! name    = { kk = "…", ru = "…", en = "…" }
//! address = { kk = "…", ru = "…", en = "…" }
//!
//! [[signatories]]       # who signs its letters, the usual one first
//! name = "…"
//! position = { kk = "…", ru = "…", en = "…" }
//!
//! [blog]                # what its blog says about itself
//! kk = "…"
//! ru = "…"
//! ```

use std::path::Path;

use serde::Deserialize;
use serde_json::json;

use super::super::{CliError, Context, Exit};
use super::{On, existing, open, told};
use crate::clock::{Clock, SystemClock};
use crate::domain::holder::{BlogTexts, Holder};
use crate::domain::letter::Signatory;
use crate::domain::local_text::LocalText;
use crate::domain::rules::HolderKind;
use crate::i18n::{profile as worded, words};
use crate::portal::{directory, profile};

/// A holder as its file tells it; an unknown field is an error.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HolderFile {
    bin: String,
    kind: HolderKind,
    state_share: u8,
    name: LocalText,
    address: LocalText,
    /// Who signs its letters; without one it cannot answer.
    #[serde(default)]
    signatories: Vec<Signatory>,
    /// What its blog says about itself.
    #[serde(default)]
    blog: BlogTexts,
}

impl HolderFile {
    /// The field that cannot be right, if there is one. A check digit that does not fit is not
    /// a fault: the rule comes from public libraries, not from the registry.
    fn fault(&self) -> Option<&'static str> {
        let blank = |text: &LocalText| text.kk.trim().is_empty() || text.ru.trim().is_empty();
        let is_blank = |who: &Signatory| who.name.trim().is_empty() || blank(&who.position);
        let is_bin = self.bin.len() == 12 && self.bin.bytes().all(|byte| byte.is_ascii_digit());
        [
            (!is_bin, "bin"),
            (self.state_share > 100, "state_share"),
            (blank(&self.name), "name"),
            (blank(&self.address), "address"),
            (self.signatories.iter().any(is_blank), "signatories"),
        ]
        .into_iter()
        .find_map(|(wrong, field)| wrong.then_some(field))
    }
}

/// Adds the holder of a file, or replaces the one with its BIN.
///
/// # Errors
/// The file cannot be read or is not a holder; the database cannot be used.
pub(super) async fn add(file: &Path, on: &On, cx: &Context) -> Result<(), CliError> {
    let holder = read(file, cx)?;
    let storage = open(on, cx).await?;
    directory::put_holder(storage.as_ref(), &holder, SystemClock.now())
        .await
        .map_err(|error| told::storage(cx, &error))?;
    let name = holder.name.get(cx.texts.lang()).to_owned();
    if cx.json() {
        cx.output.json(&json!({
            "bin": holder.bin,
            "takes_requests": holder.takes_requests(),
        }));
        return Ok(());
    }
    let takes = holder.takes_requests();
    cx.output
        .line(&cx.texts.portal_holder_added(holder.bin, name));
    if !takes {
        cx.output.line(&cx.texts.portal_holder_takes_none());
    }
    Ok(())
}

/// The changes of a holder's profile, oldest first.
///
/// # Errors
/// There is no such database, or it cannot be used.
pub(super) async fn log(bin: &str, on: &On, cx: &Context) -> Result<(), CliError> {
    let storage = existing(on, cx).await?;
    let records = profile::records(storage.as_ref(), bin).await;
    let records = records.map_err(|error| told::storage(cx, &error))?;
    if records.is_empty() && !cx.json() {
        cx.output.line(&cx.texts.portal_holder_log_none(bin));
    }
    for record in &records {
        if cx.json() {
            cx.output.json(record);
            continue;
        }
        let fields = record.changed.iter();
        let what: Vec<String> = fields
            .map(|field| worded::field(cx.texts, *field))
            .collect();
        let line = cx.texts.portal_rules_log(
            record.by.0.as_str(),
            record.moved,
            record.open,
            what.join(", "),
            told::moment(record.at),
        );
        cx.output.line(&line);
    }
    Ok(())
}

fn read(file: &Path, cx: &Context) -> Result<Holder, CliError> {
    let bad = |cause: String| {
        let shown = file.display().to_string();
        CliError::new(
            Exit::Failure,
            "bad-input",
            cx.texts.portal_holder_file(cause, shown),
        )
        .hint(cx.texts.portal_holder_file_hint())
    };
    let text = std::fs::read_to_string(file).map_err(|error| bad(words::io(cx.texts, &error)))?;
    let told: HolderFile = toml::from_str(&text).map_err(|error| bad(error.to_string()))?;
    if let Some(field) = told.fault() {
        return Err(bad(cx.texts.portal_holder_field(field)));
    }
    Ok(Holder {
        bin: told.bin,
        kind: told.kind,
        state_share: told.state_share,
        name: told.name,
        address: told.address,
        signatories: told.signatories,
        blog: told.blog,
    })
}
