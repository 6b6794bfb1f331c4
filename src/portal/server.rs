//! A node on a socket: TLS or loopback, limits of connections, graceful end, upkeep.

mod descriptors;
mod gate;

use std::fmt::Display;
use std::future::pending;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use jiff::SignedDuration;
use tokio::time::{Interval, MissedTickBehavior};

use self::gate::Gate;
use super::Portal;
use super::storage::Retention;

/// How long requests may finish once the node is closing: as long as they may take at all.
const DRAIN: Duration = Duration::from_secs(30);

/// How long a client may take for the head of a request.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// How often other processes' writes to the store are looked for: one row is read. A workstation
/// that waits at this node hears of a write of another node this much later at most.
const LOOK: Duration = Duration::from_millis(200);

/// How often it is looked whether a conference opens or closes.
const TICK: Duration = Duration::from_secs(1);

/// How often what has become too old is dropped.
const UPKEEP: Duration = Duration::from_hours(1);

/// Certificate and key, PEM.
#[derive(Debug, Clone)]
pub struct Tls {
    /// The chain of certificates.
    pub certificate: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

/// Why a node does not serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Plain HTTP is for this machine only.
    #[error(
        "{0} can be reached from outside: give --tls-cert and --tls-key, or listen on 127.0.0.1"
    )]
    TlsRequired(SocketAddr),
    /// An intake without credentials is for this machine only.
    #[error("an open intake is for loopback only, not for {0}")]
    OpenIntake(SocketAddr),
    /// Certificate or key cannot be used.
    #[error("the certificate or its key cannot be used: {0}")]
    Certificate(std::io::Error),
    /// The socket failed.
    #[error("the socket failed: {0}")]
    Socket(#[from] std::io::Error),
}

/// Serves until [`Portal::close`], then lets requests finish.
///
/// # Errors
/// The address needs TLS and has none, or the socket failed.
pub async fn serve(
    portal: Arc<Portal>,
    listener: TcpListener,
    tls: Option<Tls>,
) -> Result<(), ServeError> {
    serve_announced(portal, listener, tls, || ()).await
}

/// As [`serve`]; `ready` is called once everything that can be checked before the first
/// connection is in order.
///
/// # Errors
/// As [`serve`].
pub async fn serve_announced(
    portal: Arc<Portal>,
    listener: TcpListener,
    tls: Option<Tls>,
    ready: impl FnOnce(),
) -> Result<(), ServeError> {
    let address = listener.local_addr()?;
    let loopback = address.ip().is_loopback();
    if !loopback && tls.is_none() {
        return Err(ServeError::TlsRequired(address));
    }
    if !loopback && portal.config.open_intake {
        return Err(ServeError::OpenIntake(address));
    }
    listener.set_nonblocking(true)?;
    descriptors::provide(portal.config.connections);
    let gate = Gate::new(Arc::clone(&portal.connections));
    let routes = super::router(Arc::clone(&portal));
    let routes = routes.into_make_service_with_connect_info::<SocketAddr>();
    let handle = Handle::new();
    let serving = async {
        match tls {
            None => {
                let server = axum_server::from_tcp(listener)?.handle(handle.clone());
                let mut server = server.acceptor(gate);
                limit(server.http_builder());
                ready();
                server.serve(routes).await?;
            }
            Some(tls) => {
                // Another library of the process may have chosen the provider first.
                let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
                let config = RustlsConfig::from_pem_file(tls.certificate, tls.key)
                    .await
                    .map_err(ServeError::Certificate)?;
                let gate = RustlsAcceptor::new(config).acceptor(gate);
                let server = axum_server::from_tcp(listener)?.handle(handle.clone());
                let mut server = server.acceptor(gate);
                limit(server.http_builder());
                ready();
                server.serve(routes).await?;
            }
        }
        Ok(())
    };
    let closing = async {
        portal.closing.cancelled().await;
        handle.graceful_shutdown(Some(DRAIN));
        pending::<()>().await;
    };
    tokio::select! {
        served = serving => served,
        () = closing => Ok(()),
        () = upkeep(&portal) => Ok(()),
    }
}

/// Serves `/metrics` and nothing else until [`Portal::close`]; plain HTTP, counts only.
///
/// # Errors
/// The socket failed.
pub async fn serve_metrics(portal: Arc<Portal>, listener: TcpListener) -> Result<(), ServeError> {
    listener.set_nonblocking(true)?;
    let routes = super::http::metrics_router(Arc::clone(&portal)).into_make_service();
    let mut server = axum_server::from_tcp(listener)?;
    limit(server.http_builder());
    tokio::select! {
        ended = server.serve(routes) => Ok(ended?),
        () = portal.closing.cancelled() => Ok(()),
    }
}

fn limit(builder: &mut Builder<TokioExecutor>) {
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT);
}

/// Opens and closes conferences, looks for the writes of other processes and drops what has
/// become too old; none of it waits for the others.
async fn upkeep(portal: &Portal) {
    let look = async {
        let mut looks = every(LOOK);
        loop {
            looks.tick().await;
            warn("the store does not answer", portal.storage.head().await);
        }
    };
    let open_and_close = async {
        let mut ticks = every(TICK);
        loop {
            ticks.tick().await;
            warn("conferences were not looked at", portal.tick().await);
        }
    };
    let forget = async {
        let mut upkeeps = every(UPKEEP);
        loop {
            upkeeps.tick().await;
            let done = portal.storage.maintain(retention(portal)).await;
            warn("what is too old was not dropped", done);
        }
    };
    tokio::join!(look, open_and_close, forget);
}

fn every(period: Duration) -> Interval {
    let mut interval = tokio::time::interval(period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}

fn warn<T, E: Display>(what: &'static str, done: Result<T, E>) {
    if let Err(error) = done {
        tracing::warn!(%error, "{what}");
    }
}

/// Tombstones stay 90 days, results of operations 120, ended tokens a week.
fn retention(portal: &Portal) -> Retention {
    let now = portal.clock.now();
    let before = |days: i64| {
        now.checked_sub(SignedDuration::from_hours(days * 24))
            .unwrap_or(now)
    };
    Retention {
        tombstones_before: before(90),
        ops_before: before(120),
        tokens_before: before(7),
    }
}

#[cfg(test)]
mod tests;
