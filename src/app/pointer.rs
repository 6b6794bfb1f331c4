//! What is pointed at with a mouse.
//!
//! A drawing tells which of its cells stand for what; a click is told with what was seen there
//! and what was shown, so that nothing is hit that came there since: an item by its number, a line
//! by its place, for which the shell drops clicks on what no frame shows yet.

use serde::Serialize;

use super::action::{ActionId, Scope};
use super::form::Focus;
use super::model::Screen;
use crate::domain::ids::Number;

/// What cells stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// A tab, by its place in the line of tabs.
    Tab(usize),
    /// A list of items, beside its rows.
    List,
    /// A row of a list of items.
    Row {
        /// Its index.
        index: u64,
        /// The item seen there; `None` while it is being read.
        number: Option<Number>,
    },
    /// The detail.
    Detail,
    /// The border between list and detail.
    Border,
    /// What lies over the screen, beside its parts.
    Sheet,
    /// A line that can be chosen, by its index: in what lies over the screen, or in the outbox.
    Line(usize),
    /// A field of a form.
    Field(Focus),
    /// A line of a form that is marked and unmarked.
    Check(Focus),
    /// A button.
    Button(Focus),
    /// The hint of an action.
    Hint(ActionId),
}

/// What the hand did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gesture {
    /// Pressed the first button.
    Press,
    /// Moved on with the button pressed.
    Drag,
    /// Let the button go.
    Release,
    /// Turned the wheel towards the end.
    WheelDown,
    /// Turned the wheel towards the beginning.
    WheelUp,
}

/// What the hand did before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Hand {
    /// What it clicked last, and what was shown; a key makes it forgotten.
    pub clicked: Option<(Target, Place)>,
    /// The border between list and detail.
    pub border: Border,
}

/// The border between list and detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Border {
    /// It stays where it is.
    #[default]
    Free,
    /// It goes with the hand until the button is let go.
    Held,
}

/// What was shown where somebody pointed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The screen.
    pub screen: Screen,
    /// How many overlays lay over it.
    pub overlays: usize,
    /// What the top one was.
    pub top: Option<Scope>,
}

/// A place pointed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Pointed {
    /// What the hand did.
    pub gesture: Gesture,
    /// The column, from 0.
    pub column: u16,
    /// What its cell stood for.
    pub target: Option<Target>,
    /// What was shown.
    pub place: Place,
}
