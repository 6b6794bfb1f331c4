//! `awp-sync/1`: the types that travel between the workstation and the portal.
//!
//! Plain serde types, no transport and no storage. Bodies of entities stay raw JSON here, so
//! that fields of a newer portal survive a replica that does not know them.
//! Invariant: a change to the JSON of any type is a change of the protocol and shows in the
//! golden files of `tests/`.

pub mod auth;
pub mod body;
pub mod desk;
pub mod draft;
pub mod feed;
pub mod intake;
pub mod ops;
pub mod package;
pub mod problem;
pub mod profile;
pub mod replica;
pub mod rules_change;
pub mod shape;
pub mod votes;

/// The protocol both sides speak, sent in the header [`HEADER`].
pub const PROTOCOL: &str = "awp-sync/1";

/// The header that carries [`PROTOCOL`]; a portal answers 426 to a version it no longer speaks.
pub const HEADER: &str = "Awp-Protocol";
