//! The reference portal: the authority with which the workstations are kept equal.
//!
//! Responsible for accounts, the intake of requests, the feed of changes and the verdicts on
//! operations, over HTTP. It decides with the same domain as the workstation and knows nothing
//! of its screens. Behind it stands a [`storage::Storage`]; nodes hold no state of their own.
//!
//! Invariants: every route checks the role; what an operation did and what was answered are
//! written together; logs and problems carry no personal data and no token.
//!
//! ```
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use std::sync::Arc;
//! use awp::clock::SystemClock;
//! use awp::portal::{self, Config, Portal, sqlite::Sqlite};
//!
//! let storage = Arc::new(Sqlite::open("portal.db".as_ref())?);
//! let portal = Portal::open(storage, Arc::new(SystemClock), Config::default()).await?;
//! let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
//! let server = portal::serve(Arc::clone(&portal), listener, None);
//! portal.close(); // from a signal, a test, a menu
//! server.await?;
//! # Ok(())
//! # }
//! ```

mod access;
pub mod accounts;
pub mod conference;
pub mod desk;
pub mod directory;
pub mod entity;
pub mod feed;
pub mod forward;
pub mod http;
pub mod import;
pub mod intake;
pub mod judge;
mod keys;
pub mod limit;
pub mod log;
pub mod metrics;
pub mod news;
pub mod package;
pub mod postgres;
pub mod problem;
pub mod profile;
pub mod questions;
mod requester;
#[cfg(test)]
pub(crate) mod rig;
pub mod rules_change;
pub mod secrets;
pub mod seed;
pub mod server;
pub mod sqlite;
pub mod storage;
pub mod topics;
pub mod urgency;
mod verdicts;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use directory::{DirectoryCache, DirectoryError};
use limit::{Limiter, Rate};
use metrics::Metrics;
use news::News;
use secrets::{Cost, Passwords};
use storage::Storage;
use storage::measured::Measured;

pub use http::router;
pub use server::{ServeError, Tls, serve, serve_announced, serve_metrics};

/// What can be set about a portal.
#[derive(Debug, Clone, Copy)]
pub struct Config {
    /// What one password hash costs.
    pub cost: Cost,
    /// Take requests without a credential; only ever on loopback.
    pub open_intake: bool,
    /// Logins of one name.
    pub login_rate: Rate,
    /// Requests of one caller of the intake.
    pub intake_rate: Rate,
    /// Requests of one other account.
    pub account_rate: Rate,
    /// Packages of one address.
    pub package_rate: Rate,
    /// Connections at once.
    pub connections: usize,
    /// `/metrics` has a listener of its own and is not on the one of everybody.
    pub metrics_apart: bool,
}

/// Connections at once, unless set otherwise.
pub const CONNECTIONS: usize = 4096;

impl Default for Config {
    fn default() -> Self {
        Self {
            cost: Cost::FULL,
            open_intake: false,
            login_rate: Rate {
                burst: 10,
                every_ms: 30_000,
            },
            intake_rate: Rate {
                burst: 300,
                every_ms: 100,
            },
            // Several workstations of one account that catch up after a break stay below it.
            account_rate: Rate {
                burst: 1000,
                every_ms: 10,
            },
            // Nobody signs in to hand one over.
            package_rate: Rate {
                burst: 30,
                every_ms: 2_000,
            },
            connections: CONNECTIONS,
            metrics_apart: false,
        }
    }
}

/// One node of the portal.
pub struct Portal {
    storage: Arc<dyn Storage>,
    clock: Arc<dyn Clock>,
    config: Config,
    directory: DirectoryCache,
    passwords: Passwords,
    logins: Limiter,
    intake: Limiter,
    accounts: Limiter,
    packages: Limiter,
    /// Room for connections.
    connections: Arc<Semaphore>,
    metrics: Arc<Metrics>,
    news: Arc<News>,
    closing: CancellationToken,
    /// The place of the feed at which every conference was looked at last.
    looked_at: AtomicU64,
}

impl Portal {
    /// A node on a store; the built-in rules are planted where the store lacks them.
    ///
    /// # Errors
    /// The store failed, or holds rules that cannot be used.
    pub async fn open(
        storage: Arc<dyn Storage>,
        clock: Arc<dyn Clock>,
        config: Config,
    ) -> Result<Arc<Self>, DirectoryError> {
        let metrics = Arc::new(Metrics::new());
        let storage: Arc<dyn Storage> = Arc::new(Measured::new(storage, Arc::clone(&metrics)));
        directory::plant(storage.as_ref(), clock.now()).await?;
        let closing = CancellationToken::new();
        let portal = Self {
            news: News::new(Arc::clone(&storage), closing.clone()),
            storage,
            clock,
            directory: DirectoryCache::default(),
            passwords: Passwords::new(config.cost),
            logins: Limiter::new(config.login_rate),
            intake: Limiter::new(config.intake_rate),
            accounts: Limiter::new(config.account_rate),
            packages: Limiter::new(config.package_rate),
            connections: Arc::new(Semaphore::new(config.connections)),
            metrics,
            closing,
            looked_at: AtomicU64::new(u64::MAX),
            config,
        };
        portal.directory.current(portal.storage.as_ref()).await?;
        Ok(Arc::new(portal))
    }

    /// Ends the long polls and streams and drains the server.
    pub fn close(&self) {
        self.closing.cancel();
    }
}
