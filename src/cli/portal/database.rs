//! The database of a portal as named on the command line.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::super::{CliError, Context, Exit};
use super::{On, told};
use crate::portal::postgres::{Login, Postgres, Target};
use crate::portal::sqlite::Sqlite;
use crate::portal::storage::{Storage, StorageError};

/// Where a portal keeps its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// One file.
    Sqlite(PathBuf),
    /// A database on a server.
    Postgres(Address),
}

/// How a server is reached; may carry a password and is shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(String);

impl fmt::Debug for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Address")
    }
}

/// Reads `sqlite:FILE`, `postgres:URL`, a URL by itself, or `postgres:` and `key=value` settings.
///
/// What stands behind is read when the database is opened: an error here would repeat it, with a
/// password that may be in it.
pub(super) fn parse(text: &str) -> Result<Database, String> {
    let server = |address: &str| Ok(Database::Postgres(Address(address.to_owned())));
    match text.split_once(':') {
        Some(("sqlite", file)) if !file.is_empty() => Ok(Database::Sqlite(PathBuf::from(file))),
        Some(("postgres" | "postgresql", rest)) if rest.starts_with("//") => server(text),
        Some(("postgres" | "postgresql", rest)) if !rest.is_empty() => server(rest),
        _ => Err("sqlite:FILE, postgres:URL".to_owned()),
    }
}

fn target(address: &Address, cx: &Context) -> Result<Target, CliError> {
    let environment = &cx.environment;
    let password = environment.database_password.as_ref();
    let login = Login {
        password: password.map(|password| password.expose().to_owned().into()),
        passfile: environment.database_passfile.clone(),
    };
    Target::read(&address.0, &login).map_err(|error| {
        let cause = if let StorageError::Failed(cause) = error {
            cause
        } else {
            error.to_string()
        };
        let message = cx.texts.portal_database_address(cause);
        CliError::new(Exit::Usage, "usage", message).hint(cx.texts.portal_database_address_hint())
    })
}

/// Opens the database and brings its schema up to date; makes it if it is a file.
pub(super) async fn open(on: &On, cx: &Context) -> Result<Arc<dyn Storage>, CliError> {
    let opened: Result<Arc<dyn Storage>, StorageError> = match &on.database {
        Database::Sqlite(file) => Sqlite::open(file).map(|store| Arc::new(store) as _),
        Database::Postgres(address) => {
            let opened = Postgres::open(&target(address, cx)?).await;
            opened.map(|store| Arc::new(store) as _)
        }
    };
    opened.map_err(|error| told::storage(cx, &error))
}

/// The database of a portal that is there: what only looks must not make one.
pub(super) async fn existing(on: &On, cx: &Context) -> Result<Arc<dyn Storage>, CliError> {
    let missing = match &on.database {
        Database::Sqlite(file) => (!file.exists()).then(|| file.display().to_string()),
        Database::Postgres(address) => {
            let target = target(address, cx)?;
            let there = Postgres::is_there(&target).await;
            let there = there.map_err(|error| told::storage(cx, &error))?;
            (!there).then(|| target.place().to_owned())
        }
    };
    if let Some(place) = missing {
        let message = cx.texts.portal_rules_no_database(place);
        return Err(CliError::new(Exit::Failure, "not-found", message)
            .hint(cx.texts.portal_rules_no_database_hint()));
    }
    open(on, cx).await
}
