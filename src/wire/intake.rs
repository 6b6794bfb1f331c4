//! What the citizens' side of the portal calls to hand over requests.

use jiff::Timestamp;
use jiff::civil::DateTime;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::Role;
use crate::domain::annex::FormText;
use crate::domain::conference::ConferenceState;
use crate::domain::ids::Number;
use crate::domain::person::Requester;
use crate::domain::request::{Rating, RequestState, TextLang};
use crate::domain::text::CitizenText;

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

/// The body of `POST /v1/public/topics` `[145 ¶10]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTopic {
    /// BIN of the holder addressed.
    pub holder: String,
    /// Category id.
    pub category: String,
    /// The proposed topic, one line.
    pub title: String,
    /// Why it matters.
    pub text: String,
    /// The verified identity.
    #[schema(value_type = super::shape::Requester)]
    pub applicant: Requester,
}

/// The body of `POST /v1/public/access` `[145 ¶12]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccess {
    /// BIN of the holder that asks.
    pub holder: String,
    /// Who is to have access.
    #[schema(value_type = super::shape::Requester)]
    pub applicant: Requester,
    /// Their position.
    pub position: String,
    /// `administrator`, `head` or `moderator`.
    #[schema(value_type = String, example = "administrator")]
    pub role: Role,
}

/// The answer to an application for access.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct AccessTaken {
    /// The number.
    #[schema(value_type = String, example = "A-4")]
    pub number: Number,
    /// When it was received.
    pub received_at: Timestamp,
    /// Needed to set the password once access is granted; stored hashed.
    #[serde(serialize_with = "super::auth::expose")]
    #[schema(value_type = String)]
    pub requester_token: SecretString,
}

/// The body of `POST /v1/public/access/{no}/password`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// The token given when the application was handed over.
    #[schema(value_type = String)]
    pub requester_token: SecretString,
    /// The password, at least 8 characters.
    #[schema(value_type = String)]
    pub password: SecretString,
}

/// The body of `POST /v1/public/conferences/{id}/questions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQuestion {
    /// The question as typed.
    pub text: String,
    /// The verified identity.
    #[schema(value_type = super::shape::Requester)]
    pub asker: Requester,
}

/// The body of `POST /v1/public/conferences/{id}/questions/{no}/votes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVote {
    /// The verified identity; each person has one vote for each question.
    #[schema(value_type = super::shape::Requester)]
    pub voter: Requester,
}

/// The answer to what was taken: its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Taken {
    /// The public number.
    #[schema(value_type = String, example = "Q-345")]
    pub number: Number,
    /// When it was received.
    pub received_at: Timestamp,
}

/// The answer to a vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Voted {
    /// The votes of the question now.
    pub votes: u32,
}

/// The answer of `GET /v1/public/conferences`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublicConferences {
    /// The newest first, without their questions.
    pub conferences: Vec<PublicConference>,
}

/// A conference as the public reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublicConference {
    /// The public number.
    #[schema(value_type = String, example = "K-12")]
    pub number: Number,
    /// BIN of the holder.
    pub holder: String,
    /// Where it stands.
    #[schema(value_type = String, example = "open")]
    pub state: ConferenceState,
    /// The local time of its opening.
    #[schema(value_type = Option<String>, example = "2026-03-26T09:00:00")]
    pub opens: Option<DateTime>,
    /// The local time of its closing.
    #[schema(value_type = Option<String>, example = "2026-03-27T18:30:00")]
    pub closes: Option<DateTime>,
    /// Name.
    #[schema(value_type = Object)]
    pub name: FormText,
    /// Short description.
    #[schema(value_type = Object)]
    pub short: FormText,
    /// Description.
    #[schema(value_type = Object)]
    pub description: FormText,
    /// The questions let through, most votes first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<PublicQuestion>,
}

/// A question as the public reads it; nobody is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublicQuestion {
    /// The public number.
    #[schema(value_type = String, example = "Q-345")]
    pub number: Number,
    /// The question.
    #[schema(value_type = String)]
    pub text: CitizenText,
    /// Its votes.
    pub votes: u32,
    /// The answer, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub answer: Option<CitizenText>,
}
