//! `awp portal serve`: one line when it listens, then until a signal.

use std::io::Read as _;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use serde_json::json;

use super::super::{CliError, Context, Exit};
use super::{ServeArgs, clock, open, told};
use crate::portal::{Config, Portal, ServeError, Tls, log, serve_announced, serve_metrics};

/// Runs the command.
pub(super) async fn run(args: &ServeArgs, cx: &Context) -> Result<(), CliError> {
    start_log(cx.environment.log.as_deref());
    let clock = clock(args.at.as_deref(), cx)?;
    let listener = TcpListener::bind(args.listen)
        .map_err(|error| told::serve(cx, &ServeError::Socket(error)))?;
    let storage = open(&args.on, cx).await?;
    let metrics = bound(args.metrics_listen, cx)?;
    let config = Config {
        open_intake: args.open_intake,
        connections: args.connections,
        metrics_apart: metrics.is_some(),
        ..Config::default()
    };
    let portal = Portal::open(storage, clock, config)
        .await
        .map_err(|error| told::directory(cx, error))?;
    let address = listener
        .local_addr()
        .map_err(|error| told::serve(cx, &ServeError::Socket(error)))?;
    let tls = match (&args.tls_cert, &args.tls_key) {
        (Some(certificate), Some(key)) => Some(Tls {
            certificate: certificate.clone(),
            key: key.clone(),
        }),
        _ => None,
    };
    let scheme = if tls.is_some() { "https" } else { "http" };
    if args.exit_with_parent {
        close_with_input(Arc::clone(&portal));
    }
    let ready = || {
        let url = format!("{scheme}://{address}");
        cx.output
            .json(&json!({ "listening": url, "listen": address.to_string() }));
        cx.output.flush();
    };
    let serving = async {
        let serving = serve_announced(Arc::clone(&portal), listener, tls, ready);
        match metrics {
            None => serving.await,
            Some(listener) => {
                let telling = serve_metrics(Arc::clone(&portal), listener);
                tokio::try_join!(serving, telling).map(|((), ())| ())
            }
        }
    };
    tokio::pin!(serving);
    let told = tokio::select! {
        served = &mut serving => return served.map_err(|error| told::serve(cx, &error)),
        exit = ended() => exit,
    };
    tracing::info!("closing: running requests may finish");
    portal.close();
    serving.await.map_err(|error| told::serve(cx, &error))?;
    Err(CliError::quiet(told))
}

/// The socket of the metrics, where they have one.
fn bound(address: Option<SocketAddr>, cx: &Context) -> Result<Option<TcpListener>, CliError> {
    let bound = address.map(TcpListener::bind).transpose();
    bound.map_err(|error| told::serve(cx, &ServeError::Socket(error)))
}

/// The signal that asks the portal to end.
#[cfg(unix)]
async fn ended() -> Exit {
    use tokio::signal::unix::{SignalKind, signal};
    let streams = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
        signal(SignalKind::hangup()),
    );
    let (Ok(mut terminate), Ok(mut interrupt), Ok(mut hangup)) = streams else {
        // Without handlers the signals end the process in their own way.
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => Exit::Terminated,
        _ = interrupt.recv() => Exit::Interrupted,
        _ = hangup.recv() => Exit::Hangup,
    }
}

/// The signal that asks the portal to end.
#[cfg(not(unix))]
async fn ended() -> Exit {
    if tokio::signal::ctrl_c().await.is_err() {
        return std::future::pending().await;
    }
    Exit::Interrupted
}

/// Closes the portal when whoever started it goes away and its pipe with it.
fn close_with_input(portal: Arc<Portal>) {
    let waiting = std::thread::Builder::new().name("portal-parent".to_owned());
    let started = waiting.spawn(move || {
        let mut input = std::io::stdin().lock();
        let mut drain = [0; 256];
        while input.read(&mut drain).is_ok_and(|read| read > 0) {}
        portal.close();
    });
    if let Err(error) = started {
        tracing::warn!(%error, "the parent is not watched");
    }
}

/// One JSON object a line on standard error; a second call changes nothing.
fn start_log(filter: Option<&str>) {
    let log = log::json(filter, std::io::stderr);
    // An error means that a log was started before; it stays.
    let _ = tracing::subscriber::set_global_default(log);
}
