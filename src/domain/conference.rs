//! An Internet conference: its template, its stages, what happened to it.
//!
//! Draft, sent to the Operator, returned with remarks or published, announced, open, closed,
//! archived `[145 ¶7–9]`. The stage changes only by applying an [`Event`]; opening and closing
//! are facts of the portal's own clock. Invariant: a conference is closed only when none of its
//! questions is neither answered nor declined; until then it is closing.

mod event;
mod stage;
#[cfg(test)]
pub(crate) mod tests;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::act::{Act, Role};
use super::annex::ConferenceForm;
use super::history::{self, Entry, Stamp};
use super::ids::{ItemKind, Number, UserName};
use super::permit::Wish;
use super::refusal::Refusal;
use super::rules::PackId;
use super::text::CitizenText;

pub use event::{Event, Plan};
pub use stage::{ARCHIVED_AFTER, Portal, Stage, own_event, stage, term_before, wakes_at};

/// Where a conference stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConferenceState {
    /// Being written by the holder.
    Draft,
    /// With the Operator.
    Sent,
    /// Back from the Operator with remarks.
    Returned,
    /// Accepted by the Operator; it opens by itself.
    Published,
    /// Published, and the public was told of it.
    Announced,
    /// Takes questions.
    Open,
    /// Its time is over and questions are left without an answer.
    Closing,
    /// Over, every question answered or declined.
    Closed,
    /// Put away.
    Archived,
}

impl ConferenceState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Draft,
        Self::Sent,
        Self::Returned,
        Self::Published,
        Self::Announced,
        Self::Open,
        Self::Closing,
        Self::Closed,
        Self::Archived,
    ];

    /// The name used by commands, filters and the protocol.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sent => "sent",
            Self::Returned => "returned",
            Self::Published => "published",
            Self::Announced => "announced",
            Self::Open => "open",
            Self::Closing => "closing",
            Self::Closed => "closed",
            Self::Archived => "archived",
        }
    }

    /// Whether nothing more is to be done in time.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Closed | Self::Archived)
    }

    /// Whether its questions are being answered.
    #[must_use]
    pub const fn takes_answers(self) -> bool {
        matches!(self, Self::Open | Self::Closing)
    }

    /// Whether the form can be written: it is locked from sending on.
    #[must_use]
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Whether everybody can read it.
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(
            self,
            Self::Published
                | Self::Announced
                | Self::Open
                | Self::Closing
                | Self::Closed
                | Self::Archived
        )
    }
}

/// The template as the Operator has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentForm {
    /// Counted from 1; a correction is a new version.
    pub version: u32,
    /// The form, locked.
    pub form: ConferenceForm,
    /// When it was sent, as judged.
    pub at: Timestamp,
}

/// The evidence of the public notice `[145 ¶8(1)]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Where it was published.
    pub link: String,
    /// The day of publication.
    pub on: Date,
}

/// An Internet conference as the portal and the replica hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conference {
    /// The public number.
    pub number: Number,
    /// BIN of the holder.
    pub holder: String,
    /// When the draft was begun.
    pub created_at: Timestamp,
    /// The rule pack in force on that day.
    pub pack: PackId,
    /// The topic application it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Number>,
    /// The form being written, or as it was sent last.
    pub form: ConferenceForm,
    /// What the Operator has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<SentForm>,
    /// The accounts that moderate it; empty: every moderator of the holder.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub team: Vec<UserName>,
    /// Where it stands.
    pub state: ConferenceState,
    /// What the Operator remarked on the last version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remarks: Option<CitizenText>,
    /// The evidence of the public notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Notice>,
    /// Who works on it.
    #[serde(default)]
    pub owner: Option<UserName>,
    /// Everything that happened, oldest first.
    #[serde(default)]
    pub history: Vec<Entry<Event>>,
    /// Fields of a newer protocol, kept as they came.
    #[serde(flatten)]
    pub unknown: serde_json::Map<String, serde_json::Value>,
}

impl Conference {
    /// The form that counts: what was sent where it was sent, else what is being written.
    #[must_use]
    pub fn valid_form(&self) -> &ConferenceForm {
        match &self.sent {
            Some(sent) if !self.state.is_editable() => &sent.form,
            Some(_) | None => &self.form,
        }
    }

    /// From when on no question is taken; `None` while the date is not set.
    #[must_use]
    pub fn closing(&self) -> Option<Timestamp> {
        self.valid_form().closing()
    }

    /// Whether it takes questions at an instant, whatever the portal has noted so far.
    #[must_use]
    pub fn takes_questions(&self, now: Timestamp) -> bool {
        let form = self.valid_form();
        let begun = form.opening().is_some_and(|at| at <= now);
        let over = form.closing().is_none_or(|at| at <= now);
        let stands = matches!(
            self.state,
            ConferenceState::Published | ConferenceState::Announced | ConferenceState::Open
        );
        stands && begun && !over
    }

    /// Whether it has opened, as the portal noted it.
    #[must_use]
    pub const fn has_opened(&self) -> bool {
        self.state.takes_answers() || self.state.is_closed()
    }

    /// Whether its questions can be answered at an instant, whatever the portal has noted so far.
    #[must_use]
    pub fn takes_answers(&self, now: Timestamp) -> bool {
        self.state.takes_answers() || self.takes_questions(now)
    }

    /// Whether an account moderates it.
    #[must_use]
    pub fn is_moderated_by(&self, user: &UserName) -> bool {
        self.team.is_empty() || self.team.contains(user)
    }

    /// Applies a fact; the caller has decided that it may happen.
    pub fn apply(&mut self, event: Event, stamp: Stamp) {
        self.state = event.state(self).unwrap_or(self.state);
        match &event {
            Event::Planned { plan, .. } => {
                if let Some(plan) = plan {
                    self.form = plan.form.clone();
                    self.team.clone_from(&plan.team);
                }
            }
            Event::Sent { version, .. } => {
                self.remarks = None;
                // The public was told of another day: it has to be told again.
                if self
                    .sent
                    .as_ref()
                    .is_some_and(|sent| sent.form.opens != self.form.opens)
                {
                    self.notice = None;
                }
                self.sent = Some(SentForm {
                    version: *version,
                    form: self.form.clone(),
                    at: stamp.effective_at,
                });
            }
            Event::Returned { remarks } => self.remarks = Some(remarks.clone()),
            Event::Announced { notice, .. } => self.notice = Some(notice.clone()),
            Event::Prolonged { closes, .. } => self.prolong(*closes),
            Event::Created { .. }
            | Event::Reopened { .. }
            | Event::Published
            | Event::Opened
            | Event::TimeOver { .. }
            | Event::Closed { .. }
            | Event::Archived => {}
        }
        let event = event.without_plan();
        self.history.push(Entry { event, stamp });
    }

    fn prolong(&mut self, closes: Date) {
        self.form.closes = Some(closes);
        if let Some(sent) = &mut self.sent {
            sent.form.closes = Some(closes);
        }
    }

    /// The conference without people, as `support` receives it.
    #[must_use]
    pub fn redacted(&self) -> Self {
        Self {
            form: self.form.redacted(),
            sent: self.sent.as_ref().map(|sent| SentForm {
                form: sent.form.redacted(),
                ..sent.clone()
            }),
            remarks: self.remarks.as_ref().map(|_| CitizenText::default()),
            history: history::redacted(&self.history, Event::redacted),
            unknown: serde_json::Map::new(),
            ..self.clone()
        }
    }

    /// The conference as the Operator receives it: what the holder writes after a return is
    /// not seen before it is sent.
    #[must_use]
    pub fn as_sent(&self) -> Self {
        Self {
            form: self
                .sent
                .as_ref()
                .map_or_else(ConferenceForm::default, |sent| sent.form.clone()),
            ..self.clone()
        }
    }
}

/// The acts on a conference in the order in which screens list them.
pub const ACTS: [Act; 8] = [
    Act::Plan,
    Act::Send,
    Act::Return,
    Act::Publish,
    Act::Announce,
    Act::Extend,
    Act::Close,
    Act::Correct,
];

/// May `role` do `act` on a conference in `state`?
///
/// ```
/// use awp::domain::act::{Act, Role};
/// use awp::domain::conference::{ConferenceState, permit};
/// assert!(permit(Role::Operator, ConferenceState::Sent, Act::Publish).is_ok());
/// assert!(permit(Role::Administrator, ConferenceState::Sent, Act::Publish).is_err());
/// assert!(permit(Role::Administrator, ConferenceState::Sent, Act::Plan).is_err());
/// ```
///
/// # Errors
/// The refusal that a screen or a command shows: the kind of item first, then the role, then
/// the state.
pub fn permit(role: Role, state: ConferenceState, act: Act) -> Result<(), Refusal> {
    let kind = ItemKind::Conference;
    Wish { act, kind, role }
        .among(&ACTS)?
        .for_role(role_may(role, act))?
        .in_state(state.id(), states_of(act).contains(&state))
}

/// The states in which an act is possible.
fn states_of(act: Act) -> &'static [ConferenceState] {
    use ConferenceState as S;
    if matches!(act, Act::Plan | Act::Send) {
        &[S::Draft, S::Returned]
    } else if matches!(act, Act::Return | Act::Publish) {
        &[S::Sent]
    } else if act == Act::Correct {
        &[S::Sent, S::Published, S::Announced]
    } else if act == Act::Announce {
        // A notice that came late is recorded all the same: its lateness is not hidden.
        &[S::Published, S::Open, S::Closing]
    } else if act == Act::Extend {
        &[S::Open]
    } else {
        &[S::Open, S::Closing]
    }
}

/// Who may do an act at all.
fn role_may(role: Role, act: Act) -> bool {
    let roles: &[Role] = if matches!(act, Act::Return | Act::Publish) {
        &[Role::Operator]
    } else if act == Act::Extend {
        &[Role::Administrator, Role::Head]
    } else if matches!(act, Act::Plan | Act::Announce | Act::Close) {
        &[Role::Administrator, Role::Moderator]
    } else {
        &[Role::Administrator]
    };
    roles.contains(&role)
}
