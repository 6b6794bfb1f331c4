//! Shapes of domain types for the OpenAPI document.
//!
//! The domain knows no protocol, so the document describes its types here; tests hold each
//! shape to the JSON of the type it describes. Nothing is ever made of these types.
#![expect(dead_code, reason = "described, never made")]

use jiff::civil::Date;
use utoipa::ToSchema;

/// A decision about one request.
#[derive(ToSchema)]
pub struct Command {
    /// The act: `accept`, `return`.
    #[schema(example = "accept")]
    action: String,
    /// What the act needs: `confirmed` for `accept`; `reasons`, `motive` and, when late,
    /// `late_reason` for `return`.
    args: CommandArgs,
}

/// The arguments of a decision; which of them apply follows from the action.
#[derive(ToSchema)]
pub struct CommandArgs {
    /// `accept`: checks of checklist A confirmed as met.
    confirmed: Option<Vec<String>>,
    /// `return`: requirements of art. 11 that are not met.
    reasons: Option<Vec<String>>,
    /// `return`: the motive as the user will read it.
    motive: Option<String>,
    /// `return`: why it comes after its last day.
    late_reason: Option<String>,
}

/// Why the law or a role says no; further fields follow from the code.
#[derive(ToSchema)]
pub struct Refusal {
    /// A kebab-case code: `role-may-not`, `closed`, `late-reason-missing`, ...
    #[schema(example = "closed")]
    code: String,
}

/// Who asks, as the caller verified it.
#[derive(ToSchema)]
pub struct Requester {
    /// Surname, name, patronymic; of a legal entity its full name.
    name: Option<String>,
    /// IIN.
    iin: Option<String>,
    /// BIN: a legal entity asks.
    bin: Option<String>,
    /// The letter of a legal entity.
    letter: Option<Letter>,
    /// A representative, if any.
    representative: Option<Representative>,
    /// How to reach the requester.
    contacts: Option<Contacts>,
    /// `eds`, `account` or `none`.
    #[schema(example = "eds")]
    signature: String,
}

/// Ways to reach a requester.
#[derive(ToSchema)]
pub struct Contacts {
    /// Postal address.
    address: Option<String>,
    /// E-mail address.
    email: Option<String>,
    /// Telephone, fax or another means.
    phone: Option<String>,
}

/// The letter of a legal entity.
#[derive(ToSchema)]
pub struct Letter {
    /// Outgoing number.
    outgoing_number: String,
    /// Outgoing date.
    outgoing_date: Date,
    /// Surname and initials of the signatory.
    signatory: String,
    /// Position of the signatory.
    position: String,
}

/// A representative who asks in the name of another.
#[derive(ToSchema)]
pub struct Representative {
    /// Name of the represented.
    of: String,
    /// Whether a document of authority is attached.
    authority_attached: bool,
}
