//! The routes as a caller sees them.

mod auth;
mod feed;
mod limits;
mod ops;
mod public;
