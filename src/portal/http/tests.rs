//! The routes as a caller sees them.

mod acts;
mod auth;
mod conferences;
mod desk;
mod feed;
mod limits;
mod operation;
mod operator;
mod ops;
mod profile;
mod public;
mod streams;
