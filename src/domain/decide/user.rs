//! What the user does with a request, and what follows a dislike `[145 ¶6]`.

use super::letters::readable;
use crate::domain::act::{Act, Role, permit};
use crate::domain::refusal::Refusal;
use crate::domain::request::{Event, Rating, Request, RequestState};
use crate::domain::text::CitizenText;

/// Withdraws a request that is open.
///
/// # Errors
/// It is closed already.
pub fn withdraw(request: &Request) -> Result<Event, Refusal> {
    permit(Role::Intake, request.state, request.extended, Act::Withdraw)?;
    Ok(Event::Withdrawn)
}

/// Rates an answer; a dislike says why and opens a follow-up `[145 ¶6]`. A later rating
/// takes the place of an earlier one.
///
/// # Errors
/// There is no answer, or a dislike without its reason.
pub fn rate(
    request: &Request,
    rating: Rating,
    reason: Option<CitizenText>,
) -> Result<Event, Refusal> {
    let state = request.state;
    if state != RequestState::Answered {
        return Err(Refusal::NothingToRate { state });
    }
    let reason = reason.filter(|reason| !reason.is_blank());
    if rating == Rating::Dislike && reason.is_none() {
        return Err(Refusal::RatingReasonMissing);
    }
    Ok(Event::Rated { rating, reason })
}

/// Closes the follow-up of a dislike.
pub(super) fn close(request: &Request, note: &CitizenText) -> Result<Vec<Event>, Refusal> {
    if !request.follow_up {
        return Err(Refusal::NothingToFollowUp);
    }
    readable(note)?;
    Ok(vec![Event::FollowedUp { note: note.clone() }])
}
