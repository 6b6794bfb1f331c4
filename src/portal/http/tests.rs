//! The routes as a caller sees them.

mod auth;
mod desk;
mod feed;
mod limits;
mod ops;
mod public;
