//! Connections: a bounded number, a bounded wait, broken ones replaced.
//!
//! A connection on which anything failed is not lent again. What a failure of the library means
//! for the portal is told here; the texts carry names of the schema, never values.

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{
    Client, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime,
};
use rustls::ClientConfig;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls_platform_verifier::ConfigVerifierExt;
use tokio_postgres::config::SslMode;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Error, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::super::storage::{PoolUse, StorageError};
use super::target::Target;

/// Connections of one node.
const CONNECTIONS: usize = 12;

/// How long a caller waits for a connection.
const WAIT: Duration = Duration::from_secs(5);

/// How often something that is safe to repeat is tried in all.
const TRIES: usize = 4;

/// The server as this node sees it.
pub(super) struct Server {
    pool: Pool,
    place: String,
}

impl Server {
    /// Makes no connection yet.
    pub(super) fn new(target: &Target) -> Result<Arc<Self>, StorageError> {
        let config = ManagerConfig {
            // A connection that failed is never given back, see `Lent`.
            recycling_method: RecyclingMethod::Fast,
        };
        let manager = if target.config.get_ssl_mode() == SslMode::Disable {
            Manager::from_config(target.config.clone(), NoTls, config)
        } else {
            Manager::from_config(target.config.clone(), tls(target)?, config)
        };
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(WAIT))
            .create_timeout(Some(2 * WAIT))
            .build()
            .map_err(|error| StorageError::Failed(error.to_string()))?;
        Ok(Arc::new(Self {
            pool,
            place: target.place().to_owned(),
        }))
    }

    pub(super) async fn lend(&self) -> Result<Lent<'_>, StorageError> {
        match self.pool.get().await {
            Ok(client) => Ok(Lent {
                client,
                server: self,
            }),
            Err(PoolError::Backend(error)) => Err(self.failed(&error)),
            Err(error @ PoolError::Timeout(_)) => Err(self.busy(&error)),
            Err(PoolError::Closed) => Err(self.busy(&"the store is closing")),
            Err(error @ (PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_))) => {
                Err(StorageError::Failed(error.to_string()))
            }
        }
    }

    /// How many connections are on loan.
    pub(super) fn in_use(&self) -> PoolUse {
        let status = self.pool.status();
        PoolUse {
            lent: status.size.saturating_sub(status.available),
            most: status.max_size,
        }
    }

    /// Lends no more and closes the connections that are idle.
    pub(super) fn close(&self) {
        self.pool.close();
    }

    fn busy(&self, what: &dyn std::fmt::Display) -> StorageError {
        StorageError::Busy(format!("{}: {what}", self.place))
    }

    /// What a failure means for the portal.
    pub(super) fn failed(&self, error: &Error) -> StorageError {
        let place = &self.place;
        let Some(told) = error.as_db_error() else {
            let text = format!("{place}: {}", cause(error));
            return if lost(error) {
                StorageError::Unreachable(text)
            } else {
                StorageError::Failed(text)
            };
        };
        let code = told.code();
        // Messages about data may carry values of it.
        let about_data = code.code().starts_with("22") || code.code().starts_with("23");
        let names = [told.table(), told.constraint()];
        let names = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let message = if about_data { &names } else { told.message() };
        let text = format!("{place}: {} {message}", code.code());
        // Who, with which password, to which database: the connection was refused.
        if code.code().starts_with("28") || *code == SqlState::INVALID_CATALOG_NAME {
            return StorageError::Unreachable(text);
        }
        match *code {
            SqlState::DISK_FULL => StorageError::Full,
            SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => StorageError::Damaged(text),
            SqlState::LOCK_NOT_AVAILABLE
            | SqlState::QUERY_CANCELED
            | SqlState::T_R_SERIALIZATION_FAILURE
            | SqlState::T_R_DEADLOCK_DETECTED
            | SqlState::TOO_MANY_CONNECTIONS
            | SqlState::ADMIN_SHUTDOWN
            | SqlState::CRASH_SHUTDOWN
            | SqlState::CANNOT_CONNECT_NOW
            | SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => StorageError::Busy(text),
            _ => StorageError::Failed(text),
        }
    }

    /// The connection went away while a transaction was being committed: nobody knows whether it
    /// was. Repeating it is the business of who can tell, by the id of the operation.
    pub(super) fn unknown(&self, error: &Error) -> StorageError {
        self.busy(&format!("the outcome is not known: {}", cause(error)))
    }
}

/// The text of a failure of the library with its cause.
fn cause(error: &Error) -> String {
    use std::error::Error as _;
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

/// Whether the connection is gone, or never was.
fn lost(error: &Error) -> bool {
    use std::error::Error as _;
    let io = |source: &(dyn std::error::Error + 'static)| source.is::<std::io::Error>();
    error.is_closed() || error.source().is_some_and(io) || error.to_string().contains("timeout")
}

/// Whether a transaction that failed so before its commit may be tried again.
pub(super) fn is_passing(error: &Error) -> bool {
    let passing = [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
    ];
    lost(error) || error.code().is_some_and(|code| passing.contains(code))
}

/// How often the same has been tried.
#[derive(Default)]
pub(super) struct Tries(usize);

impl Tries {
    /// Takes the failure of a try that changed nothing; `Ok` if another may follow.
    pub(super) fn again(&mut self, lent: Lent<'_>, error: &Error) -> Result<(), StorageError> {
        self.0 += 1;
        let told = lent.server.failed(error);
        lent.discard();
        if self.0 < TRIES && is_passing(error) {
            return Ok(());
        }
        Err(told)
    }
}

/// A connection on loan.
pub(super) struct Lent<'a> {
    client: Client,
    server: &'a Server,
}

impl Lent<'_> {
    /// Closes the connection instead of giving it back.
    pub(super) fn discard(self) {
        drop(Object::take(self.client));
    }
}

impl std::ops::Deref for Lent<'_> {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl std::ops::DerefMut for Lent<'_> {
    fn deref_mut(&mut self) -> &mut Client {
        &mut self.client
    }
}

fn tls(target: &Target) -> Result<MakeRustlsConnect, StorageError> {
    let told = |error: &dyn std::fmt::Display| {
        StorageError::Failed(format!("the certificates cannot be used: {error}"))
    };
    // Another library of the process may have chosen the provider first.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let config = match &target.authorities {
        None => ClientConfig::with_platform_verifier().map_err(|error| told(&error))?,
        Some(file) => {
            let mut roots = rustls::RootCertStore::empty();
            let certificates = CertificateDer::pem_file_iter(file).map_err(|error| told(&error))?;
            for certificate in certificates {
                let certificate = certificate.map_err(|error| told(&error))?;
                roots.add(certificate).map_err(|error| told(&error))?;
            }
            ClientConfig::builder()
                .with_root_certificates(roots)
                .with_no_client_auth()
        }
    };
    Ok(MakeRustlsConnect::new(config))
}
