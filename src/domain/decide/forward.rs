//! Forwarding to the competent holder, the user told at the same moment `[145 ¶4(2)]`.
//!
//! One act, so that no request leaves without its notice. What arrives at the other holder is a
//! copy with a receipt and clocks of its own; making it is the portal's business.

use super::letters::readable;
use super::{DecideContext, timeliness};
use crate::domain::refusal::Refusal;
use crate::domain::request::{Event, Request};
use crate::domain::rules::RuleId;
use crate::domain::text::CitizenText;

/// Forwards to the holder of a BIN.
pub(super) fn forward(
    request: &Request,
    to: &str,
    notice: &CitizenText,
    late_reason: Option<&CitizenText>,
    cx: &DecideContext<'_>,
) -> Result<Vec<Event>, Refusal> {
    addressee(request, to, cx)?;
    readable(notice)?;
    let in_time = timeliness(request, &RuleId::FORWARD, late_reason, cx)?;
    Ok(vec![Event::Forwarded {
        to: to.to_owned(),
        copy: None,
        notice: notice.clone(),
        in_time,
    }])
}

/// A holder that takes requests and has not had this one.
fn addressee(request: &Request, to: &str, cx: &DecideContext<'_>) -> Result<(), Refusal> {
    if to.trim().is_empty() {
        return Err(Refusal::AddresseeMissing);
    }
    let bin = || to.to_owned();
    if request.holder == to {
        return Err(Refusal::AddresseeIsSelf);
    }
    if request.passed_by.iter().any(|passed| passed == to) {
        return Err(Refusal::AddresseePassedIt { bin: bin() });
    }
    match cx.around.addressee.filter(|holder| holder.bin == to) {
        None => Err(Refusal::UnknownAddressee { bin: bin() }),
        Some(holder) if !holder.takes_requests() => Err(Refusal::AddresseeTakesNone { bin: bin() }),
        Some(_) => Ok(()),
    }
}
