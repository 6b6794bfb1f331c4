//! `awp`: the workstation of an administrator of the Internet portal of open dialogue.
//!
//! Citizens send information requests to the blogs of first heads; the administrator has to act
//! on each within terms set by law. The program shows what must be done now, computes and
//! explains every deadline, guards every decision by the rules, works without a network and
//! loses nothing. The reference backend of the portal is part of the same package.
//!
//! # Layers
//!
//! One direction; `a ← b` reads "b may use a":
//!
//! ```text
//! domain  ←  store, wire  ←  sync  ←  app  ←  ui
//! (pure)     (disk, types)   (http)   (pure)  (pure: &Model → Buffer)
//!         runtime: the only glue that is not pure (loop, effects, tty)
//!         portal:  the reference backend; uses domain and wire, never app or ui
//!         training: scenarios, played on domain and app with a clock moved by hand
//!         package: files in the place of the link, signed and sealed; uses wire, used by
//!                  store, sync, portal
//!         paper:   documents as bytes (pure); uses domain and i18n, used by cli and runtime
//!         sqlite:  how databases of SQLite are opened; used by store and portal
//! ```
//!
//! `tests/architecture.rs` holds them.
//!
//! # Five words
//!
//! * **Msg**: something happened (a key, an answer of the store, a tick).
//! * **Action**: what the user wants; one row of the table [`app::action::ACTIONS`].
//! * **Command**: a durable intent that is sent to the portal.
//! * **Event**: a fact that was decided.
//! * **Effect**: an order to the shell around the pure core.
//!
//! # To add …
//!
//! * **a screen**: `app/model.rs` (variant and state), `app/update/<screen>.rs`,
//!   `ui/screen/<screen>.rs`, its texts in `i18n/*/<screen>.ftl`, a golden.
//! * **an action**: a row in `app/action.rs`, its two texts in `i18n/*/action.ftl`, its arm in
//!   the `update` of its scope.
//! * **a message or effect**: `app/msg.rs` or `app/effect.rs`, then follow the compiler.
//! * **a document**: `paper/<document>.rs`, its command in `cli/export.rs`, its texts in
//!   `i18n/*/export.ftl`.
//! * **a role**: `domain/act.rs` and its texts.
//! * **a locale**: a folder beside `i18n/kk`, a variant of `domain::local_text::Lang`.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
mod dice;
pub mod domain;
pub mod i18n;
pub mod package;
pub mod paper;
pub mod pictures;
pub mod portal;
pub mod runtime;
#[cfg(test)]
mod simulation;
mod sqlite;
pub mod store;
pub mod sync;
pub mod theme;
pub mod training;
pub mod ui;
pub mod wire;
