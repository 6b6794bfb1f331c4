//! How values of the program stand in the columns.

use std::error::Error;
use std::str::FromStr;

use tokio_postgres::types::{FromSql, Type};

use super::super::storage::Digest;
use crate::domain::act::Role;
use crate::package::{PackageError, SecretKeys};

/// A digest read from a column.
pub(super) struct Stored(pub(super) Digest);

impl<'a> FromSql<'a> for Stored {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(raw.try_into()?))
    }

    fn accepts(kind: &Type) -> bool {
        *kind == Type::BYTEA
    }
}

/// Secret keys read from a column.
pub(super) struct StoredKeys(pub(super) SecretKeys);

impl<'a> FromSql<'a> for StoredKeys {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(SecretKeys::kept(raw).ok_or(PackageError::Damaged)?))
    }

    fn accepts(kind: &Type) -> bool {
        *kind == Type::BYTEA
    }
}

/// A role read from a column.
pub(super) struct StoredRole(pub(super) Role);

impl<'a> FromSql<'a> for StoredRole {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(Role::from_str(<&str>::from_sql(kind, raw)?)?))
    }

    fn accepts(kind: &Type) -> bool {
        <&str as FromSql>::accepts(kind)
    }
}

/// A text that is looked for. The server knows no NUL in texts, so nothing it holds has one:
/// such a text becomes one that nothing is called.
pub(super) fn sought(text: &str) -> &str {
    if text.contains('\0') {
        "\u{FFFF}"
    } else {
        text
    }
}
