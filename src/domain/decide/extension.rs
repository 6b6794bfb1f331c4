//! The one extension of an answer's term and its notice `[145 ¶5(2)]`.

use super::letters::readable;
use super::{DecideContext, timeliness};
use crate::domain::act::Role;
use crate::domain::refusal::Refusal;
use crate::domain::request::{Event, Request};
use crate::domain::rules::RuleId;
use crate::domain::term::{ExtensionRefused, check_extension};
use crate::domain::text::CitizenText;

/// What an extension says.
pub(super) struct Asked<'a> {
    /// By how many calendar days.
    pub(super) days: u8,
    /// Why.
    pub(super) reason: &'a CitizenText,
    /// The recorded approval of the head.
    pub(super) approval: Option<&'a CitizenText>,
    /// The notice that goes out with it.
    pub(super) notice: Option<&'a CitizenText>,
}

/// Extends: by the head, or by an administrator who records the head's approval.
pub(super) fn extend(
    request: &Request,
    asked: &Asked<'_>,
    cx: &DecideContext<'_>,
) -> Result<Vec<Event>, Refusal> {
    let approved = asked.approval.is_some_and(|text| !text.is_blank());
    if cx.role != Role::Head && !approved {
        return Err(Refusal::ApprovalMissing);
    }
    readable(asked.reason)?;
    asked.notice.map(readable).transpose()?;
    let days = asked.days;
    check_extension(
        cx.rules,
        &request.pack,
        request.received_at,
        cx.effective_at,
        days,
        &cx.policy.switches,
    )
    .map_err(|refused| match refused {
        ExtensionRefused::DuePassed { latest } => Refusal::ExtensionTooLate { due: latest },
        ExtensionRefused::TooShort {
            latest, smallest, ..
        } => Refusal::ExtensionTooShort {
            days,
            due: latest,
            smallest,
        },
        ExtensionRefused::Term(_) => Refusal::ExtensionImpossible { days },
    })?;
    Ok(vec![Event::Extended {
        days,
        reason: asked.reason.clone(),
        approval: asked.approval.cloned(),
        notice: asked.notice.cloned(),
    }])
}

/// Tells the user of an extension of which they were not told.
pub(super) fn notify(
    request: &Request,
    text: &CitizenText,
    late_reason: Option<&CitizenText>,
    cx: &DecideContext<'_>,
) -> Result<Vec<Event>, Refusal> {
    let open = request
        .extension
        .is_some_and(|extension| !extension.notice_sent);
    if !open {
        return Err(Refusal::NothingToNotify);
    }
    readable(text)?;
    let in_time = timeliness(request, &RuleId::EXTENSION_NOTICE, late_reason, cx)?;
    Ok(vec![Event::Notified {
        notice: text.clone(),
        in_time,
    }])
}
