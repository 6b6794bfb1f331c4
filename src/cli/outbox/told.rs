//! What the commands around packages have in common: reading, writing, and why not in words.

use std::io;
use std::path::Path;

use fluent::FluentArgs;

use crate::cli::session::Session;
use crate::cli::{CliError, Context, Exit};
use crate::i18n::words;
use crate::runtime::new_file::{self, Readers};
use crate::sync::package::CarryError;
use crate::wire::package::Content;

/// Reads a file that should be a package, and no more of it than one can have.
pub(in crate::cli) fn read(
    file: &Path,
    content: Content,
    cx: &Context,
) -> Result<Vec<u8>, CliError> {
    new_file::read(file, content.most_bytes()).map_err(|error| {
        let cause = words::io(cx.texts, &error);
        let message = cx.texts.package_fault_unread(cause, shown(file));
        CliError::new(Exit::Failure, "bad-input", message)
            .hint(cx.texts.package_fault_unread_hint())
    })
}

/// Nothing is begun for a file that is there or whose folder is not.
pub(in crate::cli) fn refuse_unwritable(file: &Path, cx: &Context) -> Result<(), CliError> {
    if file.symlink_metadata().is_ok() {
        return Err(exists(file, cx));
    }
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) {
        let error = io::Error::from(io::ErrorKind::NotFound);
        return Err(not_written(file, &error, cx).hint(cx.texts.export_failed_hint()));
    }
    Ok(())
}

/// Writes a new file that only its owner reads.
pub(in crate::cli) fn write(
    file: &Path,
    bytes: &[u8],
    hint: &str,
    cx: &Context,
) -> Result<(), CliError> {
    new_file::write(file, bytes, Readers::Owner).map_err(|error| {
        if error.kind() == io::ErrorKind::AlreadyExists {
            exists(file, cx).hint(hint)
        } else {
            not_written(file, &error, cx).hint(hint)
        }
    })
}

fn exists(file: &Path, cx: &Context) -> CliError {
    let message = cx.texts.export_exists(shown(file));
    CliError::new(Exit::Failure, "file-exists", message).hint(cx.texts.export_exists_hint())
}

fn not_written(file: &Path, error: &io::Error, cx: &Context) -> CliError {
    let message = cx
        .texts
        .export_failed(words::io(cx.texts, error), shown(file));
    CliError::new(Exit::Failure, "not-written", message)
}

/// Why a package was not made or receipts not taken in.
pub(in crate::cli) fn carry(error: &CarryError, file: &Path, session: &Session<'_>) -> CliError {
    match error {
        CarryError::Store(error) => session.fail(error),
        CarryError::SignedOut
        | CarryError::NoPortalKeys
        | CarryError::Nothing { .. }
        | CarryError::OthersReceipts
        | CarryError::BeforeRestore
        | CarryError::Package(_) => fault(error.code(), file, session.cx),
    }
}

/// What is wrong with a file, by its code; one of a newer portal has only its code.
pub(in crate::cli) fn fault(code: &str, file: &Path, cx: &Context) -> CliError {
    let texts = cx.texts;
    let mut args = FluentArgs::new();
    args.set("file", shown(file));
    let id = format!("package-fault-{code}");
    let exit = match code {
        "package-account-closed" | "package-session-ended" | "role-may-not" => Exit::Refused,
        _ => Exit::Failure,
    };
    let hint = texts.by_id(&format!("{id}-hint"), None);
    let (message, hint) = match (texts.by_id(&id, Some(&args)), hint) {
        (Some(message), Some(hint)) => (message, hint),
        _ => (
            texts.package_refused(code, shown(file)),
            texts.package_refused_hint(),
        ),
    };
    CliError::new(exit, code, message).hint(hint)
}

fn shown(file: &Path) -> String {
    file.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::local_text::Lang;
    use crate::i18n::Texts;
    use crate::package::PackageError;
    use crate::portal::package::Refused;

    #[test]
    fn everything_that_is_wrong_with_a_file_is_worded_in_every_language() {
        let files = [
            PackageError::TooLarge,
            PackageError::NotAPackage,
            PackageError::OtherVersion { found: 2 },
            PackageError::CutShort,
            PackageError::OtherContent {
                found: Content::Outbox,
            },
            PackageError::NotForUs,
            PackageError::Damaged,
            PackageError::NotGenuine,
            PackageError::NotUnderstood,
            PackageError::Sealing,
        ];
        let portal = [
            Refused::UnknownWorkstation,
            Refused::AccountClosed,
            Refused::SessionEnded,
            Refused::RoleMayNot,
            Refused::OtherProtocol,
            Refused::TooOld,
            Refused::FromTheFuture,
            Refused::ForeignOp,
            Refused::TooManyOps,
        ];
        let here = [
            CarryError::SignedOut,
            CarryError::NoPortalKeys,
            CarryError::Nothing { held: 0 },
            CarryError::OthersReceipts,
            CarryError::BeforeRestore,
        ];
        let codes = files.iter().map(|error| error.code().to_owned());
        let codes = codes.chain(portal.iter().map(|refused| refused.code().to_owned()));
        let codes = codes.chain(here.iter().map(|error| error.code().to_owned()));
        let mut args = FluentArgs::new();
        args.set("file", "F");
        for code in codes {
            for lang in Lang::ALL {
                let texts = Texts::of(lang);
                let told = texts.by_id(&format!("package-fault-{code}"), Some(&args));
                let hint = texts.by_id(&format!("package-fault-{code}-hint"), None);
                assert!(told.is_some() && hint.is_some(), "{lang:?} {code}");
            }
        }
    }
}
