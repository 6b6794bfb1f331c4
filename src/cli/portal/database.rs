//! The database of a portal as named on the command line.

use std::path::{Path, PathBuf};

use super::super::{CliError, Context, Exit};

/// Where a portal keeps its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// One file.
    Sqlite(PathBuf),
    /// A server; not in this version.
    Postgres,
}

/// Reads `sqlite:FILE` or `postgres:URL`.
pub(super) fn parse(text: &str) -> Result<Database, String> {
    match text.split_once(':') {
        Some(("sqlite", file)) if !file.is_empty() => Ok(Database::Sqlite(PathBuf::from(file))),
        Some(("postgres" | "postgresql", url)) if !url.is_empty() => Ok(Database::Postgres),
        _ => Err("sqlite:FILE, postgres:URL".to_owned()),
    }
}

impl Database {
    /// The file, if the database is one.
    pub(super) fn sqlite(&self, cx: &Context) -> Result<&Path, CliError> {
        match self {
            Self::Sqlite(file) => Ok(file),
            Self::Postgres => {
                let message = cx.texts.portal_no_postgres();
                Err(CliError::new(Exit::Failure, "not-available", message)
                    .hint(cx.texts.portal_no_postgres_hint()))
            }
        }
    }
}
