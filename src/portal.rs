//! The reference portal.
pub mod sqlite;
pub mod storage;
