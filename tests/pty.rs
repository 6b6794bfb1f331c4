//! The real program on a pseudo-terminal, with a real portal process beside it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    reason = "a test says what is wrong by panicking"
)]

mod pty {
    pub mod screen;
}
