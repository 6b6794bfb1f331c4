//! Decisions of the Operator on applications for access `[145 ¶12]`, and on circulars.

use super::{DecideContext, motive_text};
use crate::domain::access::{self, Access};
use crate::domain::act::{Act, Role};
use crate::domain::circular::{self, Circular, CircularState};
use crate::domain::command::{AccessCommand, CircularCommand};
use crate::domain::refusal::Refusal;
use crate::domain::text::CitizenText;

/// Decides a command on an application for access. Whether the login name is free is known to
/// the portal alone.
///
/// # Errors
/// The refusal, with its clause where the law speaks.
pub fn on_access(
    access: &Access,
    command: &AccessCommand,
    cx: &DecideContext<'_>,
) -> Result<Vec<access::Event>, Refusal> {
    access::permit(cx.role, access.state, command.act())?;
    if let Some(text) = command.written() {
        motive_text(text)?;
    }
    Ok(vec![match command {
        AccessCommand::GrantAccess { user } if !user.is_fit() => {
            return Err(Refusal::LoginNameUnfit);
        }
        AccessCommand::GrantAccess { user } => access::Event::Granted { user: user.clone() },
        AccessCommand::RefuseAccess { motive } => access::Event::Refused {
            motive: motive.clone(),
        },
        AccessCommand::RevokeAccess { reason } => access::Event::Revoked {
            reason: reason.clone(),
        },
    }])
}

/// Decides a command on a circular that is there.
///
/// # Errors
/// The refusal.
pub fn on_circular(
    circular: &Circular,
    command: &CircularCommand,
    cx: &DecideContext<'_>,
) -> Result<Vec<circular::Event>, Refusal> {
    // Two who read it at the same time are no conflict: the second changes nothing.
    circular::permit(cx.role, CircularState::New, command.act())?;
    let unread = circular.state == CircularState::New;
    Ok(unread
        .then_some(circular::Event::Read)
        .into_iter()
        .collect())
}

/// May an account of `role` send a circular of this text?
///
/// # Errors
/// The role, or the text.
pub fn may_send(role: Role, text: &CitizenText) -> Result<(), Refusal> {
    let act = Act::Send;
    if role != Role::Operator {
        return Err(Refusal::RoleMayNot { role, act });
    }
    if text.is_blank() {
        return Err(Refusal::TextMissing);
    }
    motive_text(text)
}
