//! The screens: lists, a request, the outbox.

pub mod detail;
mod history;
pub mod list;
pub mod outbox;
