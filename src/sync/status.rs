//! What a user is told about the link to the portal.
//!
//! Pure: the engine emits [`SyncEvent`]s, [`LinkStatus`] is what they add up to. Whether the
//! local clock can be trusted is judged here too, from the samples of past exchanges.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::domain::desk::WasRead;
use crate::domain::ids::{Number, OpId, UserName};
use crate::wire::feed::EntityKey;
use crate::wire::ops::Verdict;
use crate::wire::replica::{DeletionQuestion, ResetKind};

#[cfg(test)]
mod tests;

/// A clock that is off by more than this is called wrong.
pub const TOLERANCE: SignedDuration = SignedDuration::from_mins(2);

/// Why an exchange did not go through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureKind {
    /// No connection: name, address, port, TLS.
    Unreachable,
    /// No answer in time.
    Timeout,
    /// The portal failed.
    Server(u16),
    /// The answer was not of the protocol: a proxy's page, cut JSON.
    Nonsense,
    /// The answer was larger than anything the portal sends.
    TooLarge,
    /// The token is not accepted.
    Unauthorized,
    /// The portal no longer speaks this version of the protocol.
    TooOld,
    /// The portal is busy.
    Busy,
    /// The portal said why not, by the type of the problem.
    Problem(String),
    /// The portal decides under rules that a refresh did not bring here.
    RulesDiffer,
    /// The local store failed, by its code.
    Store(String),
}

impl FailureKind {
    /// The kebab-case code.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Timeout => "timeout",
            Self::Server(_) => "server-error",
            Self::Nonsense => "nonsense",
            Self::TooLarge => "too-large",
            Self::Unauthorized => "unauthorized",
            Self::TooOld => "protocol-too-old",
            Self::Busy => "busy",
            Self::Problem(kind) => kind,
            Self::RulesDiffer => "rules-differ",
            Self::Store(code) => code,
        }
    }

    /// Whether the same is worth trying again without anyone doing anything.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable
            | Self::Timeout
            | Self::Server(_)
            | Self::Nonsense
            | Self::TooLarge
            | Self::Busy
            | Self::RulesDiffer
            | Self::Problem(_)
            | Self::Store(_) => true,
            Self::Unauthorized | Self::TooOld => false,
        }
    }
}

/// Something the engine reports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SyncEvent {
    /// An exchange began.
    Started,
    /// A snapshot is being received.
    Snapshot {
        /// Entities received.
        received: u64,
        /// Entities of the whole.
        total: u64,
    },
    /// The replica changed: lists and the open item are to be read again.
    Changed {
        /// Entities that are newer.
        changed: usize,
        /// Rules, calendars or policies are among them.
        rules: bool,
        /// Open items whose date is another one because of it.
        #[serde(default)]
        moved: usize,
    },
    /// Somebody else changed an item that the account watches.
    Watched {
        /// The item.
        number: Number,
    },
    /// A second reader has said what they think of a text of the account.
    Read(WasRead),
    /// The portal judged an operation.
    Verdict {
        /// The operation.
        op: OpId,
        /// What it is about.
        entity: EntityKey,
        /// The verdict.
        verdict: Verdict,
    },
    /// The outbox changed otherwise: a window ended, an operation is on its way.
    Outbox,
    /// The replica starts over; outbox and drafts stay.
    Reset {
        /// Why.
        kind: ResetKind,
    },
    /// Everything was exchanged.
    Finished {
        /// When.
        at: Timestamp,
    },
    /// The exchange failed.
    Failed {
        /// How.
        kind: FailureKind,
        /// When.
        at: Timestamp,
        /// When it is tried again; `None` if only the user can help.
        next_try: Option<Timestamp>,
    },
    /// Nobody is signed in any more: reading and deciding go on, nothing is sent.
    SignedOut {
        /// The account that has to come back.
        user: Option<UserName>,
    },
    /// The account signed in.
    SignedIn {
        /// The account.
        user: UserName,
    },
    /// What is known about the local clock.
    Clock(ClockVerdict),
    /// A page would delete a large part of the replica.
    DeletionAsked(DeletionQuestion),
    /// The user took the workstation off the link, or put it back.
    Offline {
        /// Whether it is off.
        on: bool,
        /// Since when.
        at: Timestamp,
    },
}

/// The link as the header shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Link {
    /// Nothing was tried yet.
    #[default]
    Unknown,
    /// Taken off by the user.
    Offline {
        /// Since when.
        since: Timestamp,
    },
    /// Everything is exchanged.
    Idle {
        /// Since when.
        at: Timestamp,
    },
    /// Under way.
    Syncing {
        /// Received and total entities of a snapshot.
        snapshot: Option<(u64, u64)>,
    },
    /// Cannot be reached.
    Unreachable {
        /// How it fails.
        kind: FailureKind,
        /// Since when.
        since: Timestamp,
        /// When it is tried again.
        next_try: Option<Timestamp>,
    },
    /// Nobody is signed in.
    SignedOut,
    /// A page waits for an answer.
    Asking(DeletionQuestion),
}

/// The link, the clock and the last good exchange.
///
/// ```
/// use awp::sync::status::{Link, LinkStatus, SyncEvent};
/// let at = "2026-03-19T05:42:00Z".parse().unwrap();
/// let mut status = LinkStatus::default();
/// status.on(&SyncEvent::Started);
/// status.on(&SyncEvent::Finished { at });
/// assert_eq!(status.link, Link::Idle { at });
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LinkStatus {
    /// The link.
    pub link: Link,
    /// The local clock.
    pub clock: ClockVerdict,
    /// The last time everything was exchanged.
    pub last_exchange: Option<Timestamp>,
}

impl LinkStatus {
    /// Takes an event in.
    pub fn on(&mut self, event: &SyncEvent) {
        match event {
            SyncEvent::Started | SyncEvent::SignedIn { .. } => {
                // A failed link stays failed on the screen until the next answer; it would
                // flicker with every try otherwise.
                if !matches!(self.link, Link::Unreachable { .. }) {
                    self.link = Link::Syncing { snapshot: None };
                }
            }
            SyncEvent::Snapshot { received, total } => {
                self.link = Link::Syncing {
                    snapshot: Some((*received, *total)),
                };
            }
            SyncEvent::Finished { at } => {
                self.link = Link::Idle { at: *at };
                self.last_exchange = Some(*at);
            }
            SyncEvent::Failed { kind, at, next_try } => {
                let since = match self.link {
                    Link::Unreachable { since, .. } => since,
                    Link::Unknown
                    | Link::Offline { .. }
                    | Link::Idle { .. }
                    | Link::Syncing { .. }
                    | Link::SignedOut
                    | Link::Asking(_) => *at,
                };
                self.link = Link::Unreachable {
                    kind: kind.clone(),
                    since,
                    next_try: *next_try,
                };
            }
            SyncEvent::SignedOut { .. } => self.link = Link::SignedOut,
            SyncEvent::Clock(verdict) => self.clock = *verdict,
            SyncEvent::DeletionAsked(question) => self.link = Link::Asking(*question),
            SyncEvent::Offline { on: true, at } => self.link = Link::Offline { since: *at },
            SyncEvent::Offline { on: false, .. } => self.link = Link::Unknown,
            SyncEvent::Changed { .. }
            | SyncEvent::Watched { .. }
            | SyncEvent::Read(_)
            | SyncEvent::Verdict { .. }
            | SyncEvent::Outbox
            | SyncEvent::Reset { .. } => {}
        }
    }

    /// Whether decisions reach the portal at the moment.
    #[must_use]
    pub const fn is_up(&self) -> bool {
        matches!(self.link, Link::Idle { .. } | Link::Syncing { .. })
    }
}

/// What is known about the local clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum ClockVerdict {
    /// Nothing says that it is wrong.
    #[default]
    Right,
    /// It differs from the portal's.
    Off {
        /// Portal clock minus workstation clock, in seconds.
        offset: i64,
    },
    /// It shows an earlier moment than it has shown before.
    MovedBack {
        /// By how many seconds.
        by: i64,
    },
}

/// Judges the local clock by the offsets of past exchanges and the latest moment it has shown.
#[must_use]
pub fn judge_clock(now: Timestamp, offsets: &[i64], high_water: Option<Timestamp>) -> ClockVerdict {
    let back = high_water.map_or(SignedDuration::ZERO, |shown| shown.duration_since(now));
    if back > TOLERANCE {
        return ClockVerdict::MovedBack { by: back.as_secs() };
    }
    let offset = median(offsets);
    if SignedDuration::from_secs(offset).abs() > TOLERANCE {
        ClockVerdict::Off { offset }
    } else {
        ClockVerdict::Right
    }
}

/// The median of the offsets; 0 without any. One odd sample does not move it.
#[must_use]
pub fn median(offsets: &[i64]) -> i64 {
    let mut sorted = offsets.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or(0)
}

/// One comparison of the clocks: the portal's time against the middle of question and answer.
#[must_use]
pub fn offset(asked: Timestamp, answered: Timestamp, server_time: Timestamp) -> i64 {
    let middle = asked
        .checked_add(answered.duration_since(asked) / 2)
        .unwrap_or(answered);
    let difference = server_time.duration_since(middle);
    // Rounded, so that an answer within the same second is no offset.
    (difference + SignedDuration::from_millis(500))
        .as_millis()
        .div_euclid(1_000)
        .try_into()
        .unwrap_or(0)
}
