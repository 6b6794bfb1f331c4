//! What an answer of the portal may do to the replica.
//!
//! Pure judgements: when a page must be asked about first, what a 410 means, what follows from
//! a batch of verdicts. Taking a page in is the store's business.

use std::time::Duration;

use crate::domain::ids::OpId;
use crate::wire::ops::{OpResult, RULES_CHANGED, Verdict};
use crate::wire::problem::reset;
use crate::wire::replica::{DeletionQuestion, ResetKind};

/// A page that deletes more than this share of the replica, in per cent, is asked about.
const ASKED_ABOVE: usize = 30;

/// Whether a page that deletes `deleting` of `of` entities must be asked about.
///
/// ```
/// use awp::sync::merge::question;
/// assert!(question(3, 10).is_none());
/// assert!(question(4, 10).is_some());
/// ```
#[must_use]
pub const fn question(deleting: usize, of: usize) -> Option<DeletionQuestion> {
    if deleting.saturating_mul(100) > of.saturating_mul(ASKED_ABOVE) {
        Some(DeletionQuestion { deleting, of })
    } else {
        None
    }
}

/// What the type of a 410 problem means; `None` of any other problem.
#[must_use]
pub fn reset_of(problem: &str) -> Option<ResetKind> {
    match problem {
        reset::CURSOR_EXPIRED => Some(ResetKind::CursorExpired),
        reset::EPOCH_CHANGED => Some(ResetKind::EpochChanged),
        reset::SCOPE_CHANGED => Some(ResetKind::ScopeChanged),
        _ => None,
    }
}

/// What follows from a batch of verdicts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Follow {
    /// Operations to be decided once more under newer rules, and those that wait behind them.
    pub decide_again: Vec<OpId>,
    /// How long the portal wants the outbox to wait.
    pub wait: Option<Duration>,
}

/// Draws the consequences of a batch of verdicts.
#[must_use]
pub fn follow(results: &[OpResult]) -> Follow {
    let mut follow = Follow::default();
    for result in results {
        match &result.verdict {
            Verdict::Retry { reason, .. } if reason == RULES_CHANGED => {
                follow.decide_again.push(result.op_id);
            }
            Verdict::Blocked { by } if follow.decide_again.contains(by) => {
                follow.decide_again.push(result.op_id);
            }
            Verdict::Retry { after, .. } => {
                // At least a second: a portal that says "at once" is asked again, not hammered.
                let wait = Duration::from_secs(u64::from(*after).max(1));
                follow.wait = Some(follow.wait.unwrap_or_default().max(wait));
            }
            Verdict::Applied { .. }
            | Verdict::Same { .. }
            | Verdict::Conflict { .. }
            | Verdict::Rejected { .. }
            | Verdict::Blocked { .. } => {}
        }
    }
    follow
}

#[cfg(test)]
mod tests {
    use super::*;

    fn retry(op: u128, after: u32, reason: &str) -> OpResult {
        OpResult {
            op_id: OpId(uuid::Uuid::from_u128(op)),
            verdict: Verdict::Retry {
                after,
                reason: reason.into(),
            },
        }
    }

    #[test]
    fn more_than_thirty_per_cent_are_asked_about_and_no_less() {
        assert_eq!(question(30, 100), None);
        assert_eq!(
            question(31, 100),
            Some(DeletionQuestion {
                deleting: 31,
                of: 100
            })
        );
        assert_eq!(question(0, 0), None);
        assert!(question(1, 1).is_some());
    }

    #[test]
    fn only_the_three_reasons_to_start_over_are_a_reset() {
        assert_eq!(reset_of("scope-changed"), Some(ResetKind::ScopeChanged));
        assert_eq!(reset_of("validation"), None);
    }

    #[test]
    fn what_waits_behind_a_decision_under_older_rules_is_decided_again_with_it() {
        let blocked = |op: u128, by: u128| OpResult {
            op_id: OpId(uuid::Uuid::from_u128(op)),
            verdict: Verdict::Blocked {
                by: OpId(uuid::Uuid::from_u128(by)),
            },
        };
        let results = [
            retry(1, 0, RULES_CHANGED),
            retry(2, 5, "busy"),
            blocked(3, 1),
            blocked(4, 2),
        ];
        let again = [1, 3].map(|op| OpId(uuid::Uuid::from_u128(op)));
        assert_eq!(follow(&results).decide_again, again);
    }

    #[test]
    fn the_longest_wait_counts_and_newer_rules_are_no_wait() {
        let results = [
            retry(1, 5, "busy"),
            retry(2, 0, "busy"),
            retry(3, 9, RULES_CHANGED),
        ];
        assert_eq!(
            follow(&results),
            Follow {
                decide_again: vec![OpId(uuid::Uuid::from_u128(3))],
                wait: Some(Duration::from_secs(5)),
            }
        );
    }
}
