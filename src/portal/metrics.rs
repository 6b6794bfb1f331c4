//! What a node tells of itself in numbers: `/metrics` in the text form of OpenMetrics.
//!
//! Counts, times and sizes only; every label is one of a small fixed set (the pattern of a route,
//! a method, a class of status, a verdict, the name of a call of the store). No name, no number
//! of an item, no BIN and no address is ever a label.

use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};

use axum::http::{Method, StatusCode};
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use super::Portal;
use super::storage::StorageError;
use crate::wire::ops::OpResult;

/// The media type of the answer.
pub const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What stands for a route that is not one of the portal's.
const NO_ROUTE: &str = "-";

/// Bounds of the times, in seconds.
const BOUNDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0,
];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    route: String,
    method: &'static str,
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Judged {
    verdict: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Call {
    call: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Failed {
    call: &'static str,
    error: &'static str,
}

type Times<L> = Family<L, Histogram, fn() -> Histogram>;

/// The numbers of a node.
pub struct Metrics {
    registry: Registry,
    requests: Family<Asked, Counter>,
    times: Times<Route>,
    ops: Family<Judged, Counter>,
    calls: Times<Call>,
    failures: Family<Failed, Counter>,
    streams: Gauge,
    polls: Gauge,
    told: Readings,
    begun: Instant,
}

/// What is read off when somebody asks.
#[derive(Default)]
struct Readings {
    lag: Gauge<f64, AtomicU64>,
    audiences: Gauge,
    connections: Gauge,
    connections_most: Gauge,
    pool: Gauge,
    pool_most: Gauge,
    uptime: Gauge<f64, AtomicU64>,
    memory: Gauge,
}

/// Counts something as open until it is dropped.
pub struct Open(Gauge);

impl Open {
    fn new(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.dec();
    }
}

fn times() -> Histogram {
    Histogram::new(BOUNDS)
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Everything at its beginning.
    #[must_use]
    pub fn new() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("awp"),
            requests: Family::default(),
            times: Family::new_with_constructor(times),
            ops: Family::default(),
            calls: Family::new_with_constructor(times),
            failures: Family::default(),
            streams: Gauge::default(),
            polls: Gauge::default(),
            told: Readings::default(),
            begun: Instant::now(),
        };
        metrics.register_counts();
        metrics.register_readings();
        metrics
    }

    fn register_counts(&mut self) {
        let all = &mut self.registry;
        let version = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        all.register("build", "The program", version);
        let requests = self.requests.clone();
        all.register("requests", "Answered requests", requests);
        let times = self.times.clone();
        let help = "Time to the head of the answer; a long poll's includes its wait";
        all.register_with_unit("request_duration", help, Unit::Seconds, times);
        all.register("ops", "Operations by verdict", self.ops.clone());
        let calls = self.calls.clone();
        let help = "Time of a call of the store, the wait for a connection included";
        all.register_with_unit("store_call_duration", help, Unit::Seconds, calls);
        let failures = self.failures.clone();
        all.register("store_failures", "Failed calls of the store", failures);
        all.register("streams", "Open streams", self.streams.clone());
        all.register("long_polls", "Waiting long polls", self.polls.clone());
    }

    fn register_readings(&mut self) {
        let (all, told) = (&mut self.registry, &self.told);
        let help = "How long the oldest write known to this node has waited to be told to the \
                    streams and long polls that wait for it; 0 when all is told";
        all.register_with_unit("feed_lag", help, Unit::Seconds, told.lag.clone());
        let help = "Audiences that are listened for";
        all.register("audiences", help, told.audiences.clone());
        all.register("connections", "Open connections", told.connections.clone());
        let help = "Connections at most";
        all.register("connections_limit", help, told.connections_most.clone());
        let help = "Connections to the database server on loan; 0 for a file";
        all.register("store_pool_in_use", help, told.pool.clone());
        let help = "Connections to the database server at most; 0 for a file";
        all.register("store_pool_limit", help, told.pool_most.clone());
        let help = "How long the node has run";
        all.register_with_unit("uptime", help, Unit::Seconds, told.uptime.clone());
        let help = "Resident memory of the process; 0 where it is not known";
        all.register_with_unit("memory", help, Unit::Bytes, told.memory.clone());
    }

    /// An answered request.
    pub fn request(&self, route: &str, method: &Method, status: StatusCode, took: Duration) {
        let route = if route.is_empty() { NO_ROUTE } else { route };
        let asked = Asked {
            route: route.to_owned(),
            method: method_name(method),
            status: class(status),
        };
        self.requests.get_or_create(&asked).inc();
        let route = Route { route: asked.route };
        self.times.get_or_create(&route).observe(took.as_secs_f64());
    }

    /// The verdicts on a batch.
    pub fn judged(&self, results: &[OpResult]) {
        for result in results {
            let verdict = result.verdict.id();
            self.ops.get_or_create(&Judged { verdict }).inc();
        }
    }

    /// A call of the store.
    pub fn call(&self, call: &'static str, took: Duration, failed: Option<&StorageError>) {
        let seconds = took.as_secs_f64();
        self.calls.get_or_create(&Call { call }).observe(seconds);
        if let Some(error) = failed {
            let error = error.code();
            self.failures.get_or_create(&Failed { call, error }).inc();
        }
    }

    /// A stream is open.
    #[must_use]
    pub fn stream(&self) -> Open {
        Open::new(&self.streams)
    }

    /// A long poll waits.
    #[must_use]
    pub fn poll(&self) -> Open {
        Open::new(&self.polls)
    }
}

impl Portal {
    /// The numbers of this node as text.
    #[must_use]
    pub fn metrics_text(&self) -> String {
        let (metrics, told) = (&self.metrics, &self.metrics.told);
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        told.lag.set(self.news.lag().as_secs_f64());
        told.audiences.set(count(self.news.audiences()));
        let free = self.connections.available_permits();
        let most = self.config.connections;
        told.connections.set(count(most.saturating_sub(free)));
        told.connections_most.set(count(most));
        let pool = self.storage.pool();
        told.pool.set(pool.map_or(0, |pool| count(pool.lent)));
        told.pool_most.set(pool.map_or(0, |pool| count(pool.most)));
        told.uptime.set(metrics.begun.elapsed().as_secs_f64());
        told.memory.set(memory());
        let mut out = String::new();
        // Writing to a text cannot fail.
        let _ = text::encode(&mut out, &metrics.registry);
        out
    }
}

/// Bytes of the process in memory; 0 where the system does not tell.
fn memory() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<i64>().ok());
    kib.unwrap_or(0).saturating_mul(1024)
}

/// Methods that somebody makes up do not become labels.
pub(super) fn method_name(method: &Method) -> &'static str {
    let known = [
        (Method::GET, "GET"),
        (Method::POST, "POST"),
        (Method::HEAD, "HEAD"),
        (Method::OPTIONS, "OPTIONS"),
        (Method::PUT, "PUT"),
        (Method::PATCH, "PATCH"),
        (Method::DELETE, "DELETE"),
    ];
    let name = known.iter().find(|(one, _)| one == method);
    name.map_or("other", |(_, name)| name)
}

const fn class(status: StatusCode) -> &'static str {
    match status.as_u16() {
        ..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        500.. => "5xx",
    }
}
