//! News of the exchange as the core hears them.
//!
//! The engine reports every step; the core is told what changes a screen: the link when it
//! stands otherwise, verdicts with their act, that the replica is to be read again.

use crate::app::model::{Link, LinkState};
use crate::app::msg::{Msg, Outcome};
use crate::app::notice::FailureCode;
use crate::domain::act::Act;
use crate::domain::ids::OpId;
use crate::sync::status::{ClockVerdict, FailureKind, Link as Known, LinkStatus, SyncEvent};
use crate::wire::ops::Verdict;

/// Turns events into messages.
pub(super) struct News {
    status: LinkStatus,
    told: Option<Link>,
}

impl News {
    /// News after what is known from the last run.
    pub(super) const fn new(status: LinkStatus) -> Self {
        Self { status, told: None }
    }

    /// Portal clock minus the clock of this computer, in seconds.
    pub(super) const fn clock_offset(&self) -> i64 {
        match self.status.clock {
            ClockVerdict::Off { offset } => offset,
            ClockVerdict::Right | ClockVerdict::MovedBack { .. } => 0,
        }
    }

    /// What the core is told of an event; `act_of` looks up the act of an operation.
    pub(super) fn hear(
        &mut self,
        event: &SyncEvent,
        act_of: impl FnOnce(OpId) -> Option<Act>,
    ) -> Vec<Msg> {
        self.status.on(event);
        let mut messages = match event {
            SyncEvent::Changed { moved, .. } if *moved > 0 => {
                let moved = u64::try_from(*moved).unwrap_or(u64::MAX);
                vec![Msg::StoreChanged, Msg::TermsMoved(moved)]
            }
            SyncEvent::Changed { .. } | SyncEvent::Outbox | SyncEvent::Reset { .. } => {
                vec![Msg::StoreChanged]
            }
            SyncEvent::Watched { number } => vec![Msg::Watched(*number)],
            SyncEvent::Read(read) => vec![Msg::WasRead(read.clone())],
            SyncEvent::Verdict {
                op,
                entity,
                verdict,
            } => {
                let told = entity
                    .id
                    .parse()
                    .ok()
                    .zip(act_of(*op))
                    .zip(outcome(verdict));
                let told = told.map(|((number, act), outcome)| Msg::Verdict {
                    op_id: *op,
                    number,
                    act,
                    outcome,
                });
                told.into_iter().chain([Msg::StoreChanged]).collect()
            }
            SyncEvent::DeletionAsked(question) => vec![Msg::ResetQuestion {
                deleting: u64::try_from(question.deleting).unwrap_or(u64::MAX),
                of: u64::try_from(question.of).unwrap_or(u64::MAX),
            }],
            SyncEvent::Clock(ClockVerdict::MovedBack { .. }) => vec![Msg::ClockMovedBack],
            SyncEvent::Started
            | SyncEvent::Snapshot { .. }
            | SyncEvent::Finished { .. }
            | SyncEvent::Failed { .. }
            | SyncEvent::SignedOut { .. }
            | SyncEvent::SignedIn { .. }
            | SyncEvent::Clock(_)
            | SyncEvent::Offline { .. } => Vec::new(),
        };
        let link = self.link();
        if self.told.as_ref() != Some(&link) {
            messages.push(Msg::Link(link.clone()));
            self.told = Some(link);
        }
        messages
    }

    fn link(&self) -> Link {
        Link {
            state: state(&self.status.link),
            last_exchange: self.status.last_exchange,
            clock_offset: self.clock_offset(),
        }
    }
}

fn outcome(verdict: &Verdict) -> Option<Outcome> {
    match verdict {
        Verdict::Applied { receipt, .. } | Verdict::Same { receipt, .. } => {
            Some(Outcome::Applied {
                receipt: receipt.code.clone(),
            })
        }
        Verdict::Conflict { .. } => Some(Outcome::Conflict),
        Verdict::Rejected { refusal } => Some(Outcome::Rejected(refusal.clone())),
        // Neither is the end of the story.
        Verdict::Blocked { .. } | Verdict::Retry { .. } => None,
    }
}

fn state(link: &Known) -> LinkState {
    match link {
        Known::Unknown => LinkState::Starting,
        Known::Offline { since } => LinkState::Offline { since: *since },
        Known::Idle { .. } => LinkState::Online,
        Known::Syncing { snapshot } => LinkState::Syncing {
            done: snapshot.map_or(0, |(done, _)| done),
            total: snapshot.map(|(_, total)| total),
        },
        // When it is tried again stands on no screen: telling it would wake the loop each time.
        Known::Unreachable { kind, since, .. } => unreachable(kind, *since),
        Known::SignedOut => LinkState::SignedOut,
        Known::Asking(_) => LinkState::AsksReset,
    }
}

fn unreachable(kind: &FailureKind, since: jiff::Timestamp) -> LinkState {
    let code = match kind {
        FailureKind::Unreachable | FailureKind::Timeout => {
            return LinkState::Offline { since };
        }
        FailureKind::Unauthorized => return LinkState::SignedOut,
        FailureKind::Nonsense | FailureKind::TooLarge => FailureCode::BadAnswer,
        FailureKind::TooOld => FailureCode::TooOld,
        FailureKind::Server(_)
        | FailureKind::Busy
        | FailureKind::Problem(_)
        | FailureKind::RulesDiffer => FailureCode::PortalError,
        FailureKind::Store(code) if code == "disk-full" => FailureCode::DiskFull,
        FailureKind::Store(code) if code == "store-damaged" => FailureCode::StoreDamaged,
        FailureKind::Store(_) => FailureCode::StoreWrite,
    };
    LinkState::Failing { code }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn links(events: &[SyncEvent]) -> Vec<LinkState> {
        let mut news = News::new(LinkStatus::default());
        let heard = events.iter().flat_map(|event| news.hear(event, |_| None));
        let mut links = Vec::new();
        for message in heard {
            if let Msg::Link(link) = message {
                links.push(link.state);
            }
        }
        links
    }

    fn failed(kind: FailureKind) -> SyncEvent {
        SyncEvent::Failed {
            kind,
            at: Timestamp::UNIX_EPOCH,
            next_try: None,
        }
    }

    #[test]
    fn a_link_that_stands_as_before_is_not_told_again() {
        let down = |second| SyncEvent::Failed {
            kind: FailureKind::Unreachable,
            at: Timestamp::constant(second, 0),
            next_try: Some(Timestamp::constant(second + 30, 0)),
        };
        let told = links(&[down(0), SyncEvent::Started, down(30), down(60)]);
        assert_eq!(told.len(), 1, "{told:?}");
    }

    #[test]
    fn a_portal_that_answers_nonsense_is_not_called_offline() {
        let told = links(&[failed(FailureKind::Nonsense)]);
        assert!(matches!(
            told[..],
            [LinkState::Failing {
                code: FailureCode::BadAnswer
            }]
        ));
    }

    #[test]
    fn every_change_of_the_replica_is_read_again() {
        let mut news = News::new(LinkStatus::default());
        let changed = SyncEvent::Changed {
            changed: 1,
            rules: false,
            moved: 0,
        };
        assert!(news.hear(&changed, |_| None).contains(&Msg::StoreChanged));
    }
}
