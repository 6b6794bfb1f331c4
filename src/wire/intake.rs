//! What the citizens' side of the portal calls to hand over requests.

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::ids::Number;
use crate::domain::person::Requester;
use crate::domain::request::{Rating, RequestState, TextLang};

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

/// The body of `POST /v1/public/requests/{no}/withdraw`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// The token given when the request was handed over.
    #[schema(value_type = String)]
    pub requester_token: SecretString,
}

/// The body of `POST /v1/public/requests/{no}/rating` `[145 ¶6]`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRating {
    /// The token given when the request was handed over.
    #[schema(value_type = String)]
    pub requester_token: SecretString,
    /// `like` or `dislike`.
    #[schema(value_type = String, example = "dislike")]
    pub rating: Rating,
    /// Why; a dislike always says so.
    #[serde(default)]
    pub reason: Option<String>,
}

/// The answer: where the request stands now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RequestStands {
    /// The public number.
    #[schema(value_type = String, example = "766301")]
    pub number: Number,
    /// The state.
    #[schema(value_type = String, example = "withdrawn")]
    pub state: RequestState,
}
