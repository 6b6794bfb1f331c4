//! What the citizens' side of the portal calls to hand over requests.

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::domain::ids::Number;
use crate::domain::person::Requester;
use crate::domain::request::TextLang;

/// The body of `POST /v1/public/requests`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewRequest {
    /// BIN of the holder addressed.
    pub holder: String,
    /// Category id.
    pub category: String,
    /// The text as typed.
    pub text: String,
    /// Its language; detected when absent.
    #[serde(default)]
    pub lang: Option<TextLang>,
    /// The verified identity.
    pub requester: Requester,
}

/// The answer: the number and the token that only the requester holds.
#[derive(Debug, Serialize, Deserialize)]
pub struct RequestCreated {
    /// The public number.
    pub number: Number,
    /// When it was received.
    pub received_at: Timestamp,
    /// Needed for rating, withdrawal and private reading; stored hashed.
    #[serde(serialize_with = "super::auth::expose")]
    pub requester_token: SecretString,
}
