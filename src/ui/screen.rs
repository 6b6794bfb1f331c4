//! The screens: lists, a request, the outbox.

pub mod detail;
mod history;
mod inbox;
pub mod list;
pub mod outbox;
