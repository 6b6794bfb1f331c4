//! A conference written into a file.
//!
//! Personal data are masked: showing them needs a reason, which only the command takes.

use std::io;
use std::path::{self, Path};

use jiff::Timestamp;

use crate::app::export_form::{ExportOrder, ExportTrouble};
use crate::app::msg::Msg;
use crate::domain::act::Role;
use crate::domain::ids::Number;
use crate::domain::privacy::Private;
use crate::domain::work::Work;
use crate::paper::{self, Format, Seen};
use crate::runtime::new_file::{self, Readers};
use crate::store::Reader;

/// Carries the order out; blocks until the file is on the disk.
pub(super) fn export(reader: &Reader, order: &ExportOrder, now: Timestamp) -> Msg {
    let result = written(reader, order, now);
    Msg::Exported {
        number: order.number,
        result,
    }
}

/// The writing ended without an answer, which is a defect: the form must not wait for ever.
pub(super) fn broken_off(number: Number) -> Msg {
    tracing::error!("the writing of a conference was broken off");
    Msg::Exported {
        number,
        result: Err(ExportTrouble::Failed),
    }
}

fn written(
    reader: &Reader,
    order: &ExportOrder,
    now: Timestamp,
) -> Result<Private<String>, ExportTrouble> {
    let path = Path::new(&order.file);
    let format = Format::of(path).ok_or(ExportTrouble::Ending)?;
    let whole = path::absolute(path).map_err(|error| io_trouble(&error))?;
    let item = reader.item(order.number).map_err(|error| failed(&error))?;
    let Some(Work::Conference(of)) = item.and_then(|item| item.work) else {
        return Err(ExportTrouble::Failed);
    };
    let asked = if order.questions {
        let asked = reader.questions_of(order.number);
        Some(asked.map_err(|error| failed(&error))?)
    } else {
        None
    };
    let account = reader.account().map_err(|error| failed(&error))?;
    let seen = match account.map(|account| account.role) {
        Some(Role::Support) => Seen::Withheld,
        Some(_) | None => Seen::Masked,
    };
    let sheet = paper::conference(&of, asked.as_deref(), seen, order.lang);
    let bytes = paper::render(&sheet, format, now).map_err(|error| failed(&error))?;
    new_file::write(&whole, &bytes, Readers::Usual).map_err(|error| io_trouble(&error))?;
    Ok(Private(whole.display().to_string()))
}

fn failed(error: &dyn std::error::Error) -> ExportTrouble {
    tracing::error!(%error, "a conference was not exported");
    ExportTrouble::Failed
}

pub(super) fn io_trouble(error: &io::Error) -> ExportTrouble {
    let kind = error.kind();
    if kind == io::ErrorKind::AlreadyExists {
        ExportTrouble::Exists
    } else if matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) {
        ExportTrouble::NoFolder
    } else if matches!(
        kind,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
    ) {
        ExportTrouble::Denied
    } else if kind == io::ErrorKind::StorageFull {
        ExportTrouble::DiskFull
    } else {
        failed(error)
    }
}
