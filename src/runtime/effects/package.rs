//! The outbox into a file, receipts out of one.

use std::path::{self, Path};

use jiff::Timestamp;

use super::export::io_trouble;
use crate::app::export_form::ExportTrouble;
use crate::app::msg::Msg;
use crate::app::package_form::{PackageDone, PackageOrder, PackageTrouble, PackageWhat};
use crate::domain::privacy::Private;
use crate::package::PackageError;
use crate::runtime::new_file::{self, Readers};
use crate::store::Store;
use crate::sync::package::{self, CarryError};
use crate::wire::package::Content;

type Done = Result<PackageDone, PackageTrouble>;

/// Carries the order out; receipts may bring newer rules, which is told first: how many terms
/// they moved.
pub(super) async fn carry(
    store: &Store,
    order: &PackageOrder,
    now: Timestamp,
    rules_came: impl FnOnce(usize) + Send,
) -> Msg {
    let result = match order.what {
        PackageWhat::Outbox => written(store, &order.file, now).await,
        PackageWhat::Receipts => taken(store, &order.file, now, rules_came).await,
    };
    Msg::Packaged {
        what: order.what,
        result,
    }
}

async fn written(store: &Store, file: &str, now: Timestamp) -> Done {
    let whole = path::absolute(Path::new(file)).map_err(|error| unwritten(&error))?;
    // Before anything becomes beyond recall for a file that cannot be written.
    if whole.symlink_metadata().is_ok() {
        return Err(PackageTrouble::File(ExportTrouble::Exists));
    }
    if !whole.parent().is_some_and(Path::is_dir) {
        return Err(PackageTrouble::File(ExportTrouble::NoFolder));
    }
    let made = package::export(store, now, false).await;
    let made = made.map_err(|error| trouble(&error))?;
    let place = whole.clone();
    let write = move || new_file::write(&place, &made.file, Readers::Owner);
    let beyond_recall = |error: &_| PackageTrouble::Unwritten(io_trouble(error));
    blocking(write, beyond_recall).await?;
    Ok(PackageDone {
        file: Private(whole.display().to_string()),
        count: made.ops,
        held: made.held,
        left: made.left,
        again: 0,
    })
}

async fn taken(
    store: &Store,
    file: &str,
    now: Timestamp,
    rules_came: impl FnOnce(usize) + Send,
) -> Done {
    let whole = path::absolute(Path::new(file)).map_err(|error| unwritten(&error))?;
    let place = whole.clone();
    let read = move || new_file::read(&place, Content::Receipts.most_bytes());
    let bytes = blocking(read, unread).await?;
    let imported = package::import(store, &bytes, now).await;
    let imported = imported.map_err(|error| trouble(&error))?;
    let again = imported.rules.map_or(0, |rules| {
        rules_came(rules.moved);
        rules.again.renewed.len()
    });
    Ok(PackageDone {
        file: Private(whole.display().to_string()),
        count: imported.taken.len(),
        held: 0,
        left: 0,
        again,
    })
}

/// A disk, and a stick more so, may take its time.
async fn blocking<T: Send + 'static>(
    job: impl FnOnce() -> std::io::Result<T> + Send + 'static,
    told: fn(&std::io::Error) -> PackageTrouble,
) -> Result<T, PackageTrouble> {
    match tokio::task::spawn_blocking(job).await {
        Ok(done) => done.map_err(|error| told(&error)),
        Err(error) => {
            tracing::error!(%error, "a package was broken off");
            Err(PackageTrouble::File(ExportTrouble::Failed))
        }
    }
}

fn unwritten(error: &std::io::Error) -> PackageTrouble {
    PackageTrouble::File(io_trouble(error))
}

fn unread(error: &std::io::Error) -> PackageTrouble {
    use std::io::ErrorKind as Kind;
    let gone = matches!(error.kind(), Kind::NotFound | Kind::NotADirectory);
    if gone {
        return PackageTrouble::Fault("missing");
    }
    tracing::error!(%error, "receipts were not read");
    PackageTrouble::Fault("unreadable")
}

fn trouble(error: &CarryError) -> PackageTrouble {
    let code = match error {
        CarryError::Store(error) => {
            tracing::error!(%error, "the outbox could not be carried");
            return PackageTrouble::File(ExportTrouble::Failed);
        }
        CarryError::Package(error) => PackageError::code(error),
        CarryError::SignedOut
        | CarryError::NoPortalKeys
        | CarryError::Nothing { .. }
        | CarryError::OthersReceipts
        | CarryError::BeforeRestore => error.code(),
    };
    PackageTrouble::Fault(code)
}
