//! Whether the system gives the process as many open files as it has connections.

/// Open files besides connections: the store, listeners, the log, what libraries hold.
const OTHERS: usize = 128;

/// Raises the limit of open files to what so many connections need, as far as the process may;
/// the log says when that is not enough, and what to do.
#[cfg(unix)]
pub(super) fn provide(connections: usize) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let needed = needed(connections);
    let limit = getrlimit(Resource::Nofile);
    // None is no limit.
    let enough = |limit: Option<u64>| limit.is_none_or(|limit| limit >= needed);
    if enough(limit.current) {
        return;
    }
    let raised = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    let given = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limit.maximum,
        Err(error) => {
            tracing::warn!(%error, "the limit of open files was not raised");
            limit.current
        }
    };
    if let Some(given) = given.filter(|given| *given < needed) {
        tracing::warn!(
            given,
            needed,
            connections,
            "the system gives fewer open files than there may be connections: \
             set LimitNOFILE= of the service to what is needed, or lower --connections"
        );
    }
}

#[cfg(not(unix))]
pub(super) const fn provide(_connections: usize) {}

#[cfg(unix)]
fn needed(connections: usize) -> u64 {
    u64::try_from(connections.saturating_add(OTHERS)).unwrap_or(u64::MAX)
}

#[cfg(all(test, unix))]
mod tests {
    use rustix::process::{Resource, getrlimit};

    use super::*;
    use crate::portal::log;
    use crate::portal::rig::Written;

    #[test]
    fn the_limit_follows_the_connections_as_far_as_it_may() {
        let before = getrlimit(Resource::Nofile);
        let (lines, hard) = (Written::default(), before.maximum);
        let logged = tracing::subscriber::set_default(log::json(None, lines.clone()));
        provide(200);
        let after = getrlimit(Resource::Nofile).current;
        assert!(after.is_none_or(|given| given >= needed(200)));
        assert_eq!(lines.text(), "");
        // More than any machine gives, unless it has no limit at all.
        provide(1 << 40);
        drop(logged);
        assert_eq!(getrlimit(Resource::Nofile).current, hard);
        assert_eq!(
            hard.is_some(),
            lines.text().contains("LimitNOFILE"),
            "{}",
            lines.text()
        );
    }
}
