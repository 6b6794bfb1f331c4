//! The imperative shell: the only glue that is not pure.
//!
//! Responsibilities: the terminal and its restoration ([`tty`], [`hangup`], [`signals`]), keys
//! as the core understands them ([`keys`]), the loop that feeds the core and draws its screens
//! ([`event_loop`]), the carrying out of its orders ([`effects`]) and the log ([`log`]).
//! Not here: decisions of any kind; they are values made by [`crate::app`].
//! Invariants: one owner of the model; every result of an order comes back as a message; after
//! any end of the process the terminal is as it was found.

pub mod effects;
pub mod event_loop;
pub mod frames;
pub mod hangup;
pub mod input;
pub mod key_file;
pub mod keys;
pub mod log;
pub mod new_file;
pub mod osc;
pub mod outside;
pub mod pace;
pub mod prompt;
pub mod settings;
pub mod sheet;
pub mod signals;
pub mod templates;
pub mod tty;
pub mod workstation;

#[cfg(test)]
mod tests;
