//! The link to the portal.

use jiff::Timestamp;
use serde::Serialize;

/// How the exchange with the portal stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkState {
    /// Not tried yet.
    Starting,
    /// Connected; news arrive at once.
    Online,
    /// An exchange is going on.
    Syncing {
        /// Items received so far.
        done: u64,
        /// Items expected, on a first filling.
        total: Option<u64>,
    },
    /// The portal cannot be reached; work goes on.
    Offline {
        /// Since when.
        since: Timestamp,
    },
    /// The portal answers with errors.
    Failing {
        /// What it answers.
        code: crate::app::notice::FailureCode,
    },
    /// Signing in is needed; reading and queueing go on.
    SignedOut,
    /// The replica asks whether it may be reset; nothing is exchanged until answered.
    AsksReset,
}

impl LinkState {
    /// Whether the portal answers.
    #[must_use]
    pub const fn is_linked(&self) -> bool {
        match self {
            Self::Starting | Self::Online | Self::Syncing { .. } => true,
            Self::Offline { .. } | Self::Failing { .. } | Self::SignedOut | Self::AsksReset => {
                false
            }
        }
    }
}

/// The link to the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// How it stands.
    pub state: LinkState,
    /// The last complete exchange.
    pub last_exchange: Option<Timestamp>,
    /// Portal clock minus the clock of this computer, in seconds.
    pub clock_offset: i64,
}
