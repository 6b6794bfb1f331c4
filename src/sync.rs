//! The exchange with the portal, `awp-sync/1`.
//!
//! [`plan`], [`merge`], [`backoff`] and [`status`] are pure: what to do next, what a page may
//! do, how long to wait, what the header says. [`engine`] carries a plan out through a
//! [`transport::Transport`]; [`client`] is the one that speaks HTTP.
//!
//! Invariants: nothing is told as sent before its verdict is on the disk; an operation is sent
//! again only under its own id; whatever is cut off in the middle goes on where it was.

pub mod again;
pub mod backoff;
pub mod client;
pub mod engine;
pub mod merge;
pub mod package;
pub mod plan;
pub mod sse;
pub mod status;
pub mod transport;
pub mod verdicts;
