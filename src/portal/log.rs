//! The log of a node: one JSON object a line.
//!
//! A line has a moment, a level, the module and what it tells: of a request its id, method, route
//! pattern, status, milliseconds and the role of the account. No name, number, text, path, query,
//! body or address ever reaches it.

use tracing::Subscriber;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// What is logged unless somebody asks for more.
const USUAL: &str = "warn,awp=info";

/// The log, written to `to`; `filter` as of `tracing`, one that cannot be read is passed over.
pub fn json<W>(filter: Option<&str>, to: W) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let filter = filter
        .and_then(|filter| EnvFilter::try_new(filter).ok())
        .unwrap_or_else(|| EnvFilter::new(USUAL));
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(filter)
        .with_current_span(false)
        .with_writer(to)
        .finish()
}
