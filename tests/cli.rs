//! The commands as scripts see them: the real binary, a real portal process on loopback.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed expectation ends the test with its reason"
)]

#[path = "cli/acts.rs"]
mod acts;
#[path = "cli/alone.rs"]
mod alone;
#[path = "cli/colleagues.rs"]
mod colleagues;
#[path = "cli/conference.rs"]
mod conference;
#[path = "cli/desk.rs"]
mod desk;
#[path = "cli/export.rs"]
mod export;
#[path = "cli/faults.rs"]
mod faults;
#[path = "cli/life.rs"]
mod life;
#[path = "cli/operator.rs"]
mod operator;
#[path = "cli/package.rs"]
mod package;
#[path = "cli/portal.rs"]
mod portal;
#[path = "cli/process.rs"]
mod process;
#[path = "cli/profile.rs"]
mod profile;
#[path = "cli/proxy.rs"]
mod proxy;
#[path = "cli/queue.rs"]
mod queue;
#[path = "cli/search.rs"]
mod search;
#[path = "cli/storm.rs"]
mod storm;
