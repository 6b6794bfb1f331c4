//! The screens: lists, a request, the outbox.

pub mod detail;
pub mod list;
pub mod outbox;
