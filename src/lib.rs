//! `awp`: the workstation of an administrator of the Internet portal of open dialogue.

pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod i18n;
pub mod portal;
pub mod wire;
