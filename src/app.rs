//! The program as a value.
//!
//! `update(&mut Model, Msg) -> Vec<Effect>` is all there is: it never fails, never waits and
//! reads no clock. Errors become state, refusals carry their reason. The views draw a
//! [`Model`], the shell carries out [`Effect`]s and answers with
//! [`Msg`]s; every answer repeats the revision it was asked with, older ones are
//! dropped.
//!
//! Five words: **Msg** something happened · **Action** what the user wants · **Command** durable
//! intent sent to the portal · **Event** a fact decided · **Effect** an order to the shell.
//!
//! To add a screen: [`model::Screen`], `update/<screen>.rs`, a view. To add an action:
//! [`action::ActionId`], one line of [`action::ACTIONS`], its reason in `action/disabled.rs`, its
//! texts in `action.ftl`. To add a message: [`msg::Msg`] and the arm in [`update`](mod@update).

pub mod action;
mod annex_form;
pub mod batch;
pub mod compose;
mod composed;
pub mod detail;
pub mod directory;
pub mod editor;
pub mod effect;
pub mod export_form;
pub mod field;
pub mod form;
pub mod groups;
pub mod hold;
pub mod house;
pub mod inbox;
pub mod item_form;
pub mod key;
pub mod keyboard_check;
pub mod keymap;
pub mod law;
pub mod layout;
pub mod list;
pub mod model;
pub mod msg;
pub mod notice;
pub mod outbox;
pub mod overlay;
pub mod package_form;
pub mod palette;
pub mod pointer;
pub mod preferences;
pub mod search;
pub mod staff;
pub mod text_mode;
pub mod typed;
pub mod typed_line;
pub mod update;
pub mod views;
pub mod wake;
pub mod words;
pub mod writing;

pub use effect::Effect;
pub use model::Model;
pub use msg::Msg;
pub use update::update;
