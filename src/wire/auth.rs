//! Sign-in: accounts, opaque access tokens, rotating refresh tokens.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;

use super::package::PublicKeys;
use crate::domain::act::Role;
use crate::domain::ids::{DeviceId, UserName};

/// The body of `POST /v1/auth/login`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct LoginRequest {
    /// The account.
    #[schema(value_type = String)]
    pub user: UserName,
    /// Its password.
    #[serde(serialize_with = "expose")]
    #[schema(value_type = String)]
    pub password: SecretString,
    /// The installation that asks; refresh tokens are bound to it.
    #[schema(value_type = uuid::Uuid)]
    pub device: DeviceId,
    /// The keys of that installation, for packages; an older one has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_keys: Option<PublicKeys>,
}

/// The body of `POST /v1/auth/refresh` and of `POST /v1/auth/logout`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RefreshRequest {
    /// The refresh token; each serves once.
    #[serde(serialize_with = "expose")]
    #[schema(value_type = String)]
    pub refresh_token: SecretString,
    /// The installation it is bound to.
    #[schema(value_type = uuid::Uuid)]
    pub device: DeviceId,
    /// The keys of that installation, for packages; an older one has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_keys: Option<PublicKeys>,
}

/// The answer to a login and to a refresh.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Tokens {
    /// Sent as `Authorization: Bearer …` for a quarter of an hour.
    #[serde(serialize_with = "expose")]
    #[schema(value_type = String)]
    pub access_token: SecretString,
    /// When it ends.
    pub access_expires_at: Timestamp,
    /// For the next refresh, thirty days.
    #[serde(serialize_with = "expose")]
    #[schema(value_type = String)]
    pub refresh_token: SecretString,
    /// Who signed in.
    pub account: Account,
    /// The keys of the portal, for packages; an older one has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portal_keys: Option<PublicKeys>,
}

/// The signed-in account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Account {
    /// Login name.
    #[schema(value_type = String)]
    pub user: UserName,
    /// Role.
    #[schema(value_type = String, example = "administrator")]
    pub role: Role,
    /// BIN of the holder, for roles that have one.
    pub holder: Option<String>,
}

/// Writes a secret into the body of a request or an answer, the one place where it must appear.
///
/// # Errors
/// The serializer's own.
pub fn expose<S: Serializer>(secret: &SecretString, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(secret.expose_secret())
}
