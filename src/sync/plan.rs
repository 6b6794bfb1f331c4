//! What to do next, decided from a description of the situation.
//!
//! Pure: no clock, no network, no store. The order is: a valid token, then decisions (a last
//! day may be at stake), then what the portal has to tell. A question about deletions stops
//! the reading, never the sending.

use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

#[cfg(test)]
mod tests;

/// A token that ends sooner than this is renewed before it is used.
const RENEW_BEFORE: SignedDuration = SignedDuration::from_secs(30);

/// Whether somebody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    /// Nobody ever was.
    Never,
    /// The session ended; the same user has to come back.
    Out,
    /// In; the access token ends then, or there is none.
    In {
        /// The end of the access token.
        access_until: Option<Timestamp>,
    },
}

/// How the exchange is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Once, for a command: whatever was to be waited for is tried now.
    Once,
    /// On and on, beside the workstation.
    Live,
}

/// The situation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, not the states of one machine"
)]
pub struct Situation {
    /// Now, by the workstation's clock.
    pub now: Timestamp,
    /// How it is run.
    pub mode: Mode,
    /// The user took the workstation off the link.
    pub offline: bool,
    /// The portal does not speak this protocol any more.
    pub too_old: bool,
    /// The session.
    pub signed: Signed,
    /// The replica has a place in the feed.
    pub has_cursor: bool,
    /// A snapshot is under way.
    pub snapshot: bool,
    /// Operations that can be sent.
    pub sendable: usize,
    /// The portal wants the outbox to wait until then.
    pub send_after: Option<Timestamp>,
    /// The next recall window ends then.
    pub next_release: Option<Timestamp>,
    /// The feed was read to its end after the last sending.
    pub drained: bool,
    /// A deletion waits for an answer.
    pub asking: bool,
    /// After a failure: not before then.
    pub retry_at: Option<Timestamp>,
    /// The longest time a question may stay open at the portal.
    pub long_poll: Duration,
}

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Renew the token.
    Refresh,
    /// Send a batch of operations.
    Push,
    /// Get the next page of the snapshot.
    PullSnapshot,
    /// Get the next page of the feed, waiting at the portal for so long.
    PullChanges {
        /// How long the portal may keep the question open.
        wait: Duration,
    },
    /// Do nothing until then, or until something happens here.
    Wait {
        /// Until when; `None` if only something here can help.
        until: Option<Timestamp>,
    },
    /// End.
    Stop(Stop),
}

/// Why an exchange ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Everything is exchanged.
    Done,
    /// Nobody was ever signed in.
    NotSignedIn,
    /// The session ended.
    SignedOut,
    /// The program is too old for the portal.
    TooOld,
    /// A deletion waits for an answer.
    Asking,
    /// The workstation was taken off the link.
    Offline,
}

/// The steps from here to the end of the exchange, as far as they can be foreseen. Only the
/// first is to be carried out before asking again.
///
/// ```
/// # use awp::sync::plan::{Mode, Signed, Situation, Step, plan};
/// # let now = "2026-03-19T05:42:00Z".parse().unwrap();
/// let first_start = Situation {
///     now, mode: Mode::Once, offline: false, too_old: false,
///     signed: Signed::In { access_until: None }, has_cursor: false, snapshot: false,
///     sendable: 0, send_after: None, next_release: None, drained: false, asking: false,
///     retry_at: None, long_poll: std::time::Duration::ZERO,
/// };
/// assert_eq!(plan(&first_start)[..2], [Step::Refresh, Step::PullSnapshot]);
/// ```
#[must_use]
pub fn plan(situation: &Situation) -> Vec<Step> {
    if let Some(stop) = hindrance(situation) {
        return vec![match situation.mode {
            Mode::Once => Step::Stop(stop),
            Mode::Live => Step::Wait { until: None },
        }];
    }
    let live = situation.mode == Mode::Live;
    if live && let Some(until) = situation.retry_at.filter(|at| *at > situation.now) {
        return vec![Step::Wait { until: Some(until) }];
    }
    let mut steps = Vec::with_capacity(5);
    if needs_token(situation) {
        steps.push(Step::Refresh);
    }
    let sends = situation.sendable > 0 && !told_to_wait(situation);
    if sends {
        steps.push(Step::Push);
    }
    if situation.asking {
        steps.push(if live {
            Step::Wait {
                until: wake(situation),
            }
        } else {
            Step::Stop(Stop::Asking)
        });
        return steps;
    }
    let fills = situation.snapshot || !situation.has_cursor;
    if fills {
        steps.push(Step::PullSnapshot);
    }
    if fills || sends || !situation.drained {
        steps.push(Step::PullChanges {
            wait: Duration::ZERO,
        });
    }
    steps.push(if live {
        Step::PullChanges {
            wait: patience(situation),
        }
    } else {
        Step::Stop(Stop::Done)
    });
    steps
}

const fn hindrance(situation: &Situation) -> Option<Stop> {
    if situation.offline {
        return Some(Stop::Offline);
    }
    if situation.too_old {
        return Some(Stop::TooOld);
    }
    match situation.signed {
        Signed::Never => Some(Stop::NotSignedIn),
        Signed::Out => Some(Stop::SignedOut),
        Signed::In { .. } => None,
    }
}

fn needs_token(situation: &Situation) -> bool {
    let Signed::In { access_until } = situation.signed else {
        return false;
    };
    access_until.is_none_or(|until| until.duration_since(situation.now) < RENEW_BEFORE)
}

/// Whether the portal asked the outbox to wait.
fn told_to_wait(situation: &Situation) -> bool {
    situation.send_after.is_some_and(|at| at > situation.now)
}

/// The next moment at which something here becomes due by itself.
fn wake(situation: &Situation) -> Option<Timestamp> {
    let waiting = situation.send_after.filter(|_| situation.sendable > 0);
    [situation.next_release, waiting]
        .into_iter()
        .flatten()
        .filter(|at| *at > situation.now)
        .min()
}

/// How long a question may stay open: not beyond the next thing that is due here.
fn patience(situation: &Situation) -> Duration {
    let until_wake = wake(situation)
        .map(|at| at.duration_since(situation.now))
        .and_then(|wait| Duration::try_from(wait).ok());
    // Whole seconds travel: rounded down, the last part of a second would be spent asking.
    let whole =
        |wait: Duration| Duration::from_secs(wait.as_secs() + u64::from(wait.subsec_nanos() > 0));
    until_wake.map_or(situation.long_poll, |wait| {
        whole(wait).min(situation.long_poll)
    })
}
