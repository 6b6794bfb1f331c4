//! What the citizens' side of the portal calls to hand over requests.

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::ids::Number;
use crate::domain::person::Requester;
use crate::domain::request::TextLang;

/// The body of `POST /v1/public/requests`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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
    #[schema(value_type = Option<String>, example = "kk")]
    pub lang: Option<TextLang>,
    /// The verified identity.
    #[schema(value_type = super::shape::Requester)]
    pub requester: Requester,
}

/// The answer: the number and the token that only the requester holds.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RequestCreated {
    /// The public number.
    #[schema(value_type = String, example = "766301")]
    pub number: Number,
    /// When it was received.
    pub received_at: Timestamp,
    /// Needed for rating, withdrawal and private reading; stored hashed.
    #[serde(serialize_with = "super::auth::expose")]
    #[schema(value_type = String)]
    pub requester_token: SecretString,
}
