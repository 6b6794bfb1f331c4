//! The fields of what lies over a screen, and which one takes the keys.

use super::Overlay;
use crate::app::form::Focus;

impl Overlay {
    /// The focus of a form.
    #[must_use]
    pub const fn focus(&self) -> Option<Focus> {
        match self {
            Self::Accept(form) => Some(form.focus),
            Self::Return(form) => Some(form.focus),
            Self::Item(form) => Some(form.focus),
            Self::Export(form) => Some(form.focus),
            Self::Package(form) => Some(form.focus),
            Self::Compose(composer) => Some(composer.focus),
            Self::Gate(gate) => Some(gate.focus),
            Self::Batch(batch) => Some(batch.focus),
            Self::ProfileMoves(moves) => Some(moves.focus),
            Self::Why(_)
            | Self::Help(_)
            | Self::Palette(_)
            | Self::Confirm(_)
            | Self::Filter(_)
            | Self::Message(_)
            | Self::Related(_)
            | Self::Colleagues(_)
            | Self::Reading(_)
            | Self::Absence(_)
            | Self::Handover(_)
            | Self::Search(_)
            | Self::Views(_)
            | Self::Note(_)
            | Self::Acts(_)
            | Self::Moved(_)
            | Self::Holders(_)
            | Self::KeyboardCheck(_)
            | Self::Law(_)
            | Self::Groups(_)
            | Self::Settings(_)
            | Self::Preview(_)
            | Self::Request(_)
            | Self::Decision(_)
            | Self::Templates(_) => None,
        }
    }

    /// The fields of a form in the order of Tab.
    #[must_use]
    pub fn fields(&self) -> Vec<Focus> {
        match self {
            Self::Accept(form) => form.fields(),
            Self::Return(form) => form.fields(),
            Self::Item(form) => form.fields(),
            Self::Export(form) => form.fields(),
            Self::Package(form) => form.fields(),
            Self::Compose(composer) => composer.fields(),
            Self::Gate(gate) => gate.fields(),
            Self::Batch(batch) => batch.fields(),
            Self::ProfileMoves(moves) => moves.fields(),
            Self::Why(_)
            | Self::Help(_)
            | Self::Palette(_)
            | Self::Confirm(_)
            | Self::Filter(_)
            | Self::Message(_)
            | Self::Related(_)
            | Self::Colleagues(_)
            | Self::Reading(_)
            | Self::Absence(_)
            | Self::Handover(_)
            | Self::Search(_)
            | Self::Views(_)
            | Self::Note(_)
            | Self::Acts(_)
            | Self::Moved(_)
            | Self::Holders(_)
            | Self::KeyboardCheck(_)
            | Self::Law(_)
            | Self::Groups(_)
            | Self::Settings(_)
            | Self::Preview(_)
            | Self::Request(_)
            | Self::Decision(_)
            | Self::Templates(_) => Vec::new(),
        }
    }

    /// Moves the focus of a form.
    pub fn set_focus(&mut self, focus: Focus) {
        match self {
            Self::Accept(form) => form.focus = focus,
            Self::Return(form) => form.focus = focus,
            Self::Item(form) => form.focus = focus,
            Self::Export(form) => form.focus = focus,
            Self::Package(form) => form.focus = focus,
            Self::Compose(composer) => composer.focus = focus,
            Self::Gate(gate) => gate.focus = focus,
            Self::Batch(batch) => batch.focus = focus,
            Self::ProfileMoves(moves) => moves.focus = focus,
            Self::Why(_)
            | Self::Help(_)
            | Self::Palette(_)
            | Self::Confirm(_)
            | Self::Filter(_)
            | Self::Message(_)
            | Self::Related(_)
            | Self::Colleagues(_)
            | Self::Reading(_)
            | Self::Absence(_)
            | Self::Handover(_)
            | Self::Search(_)
            | Self::Views(_)
            | Self::Note(_)
            | Self::Acts(_)
            | Self::Moved(_)
            | Self::Holders(_)
            | Self::KeyboardCheck(_)
            | Self::Law(_)
            | Self::Groups(_)
            | Self::Settings(_)
            | Self::Preview(_)
            | Self::Request(_)
            | Self::Decision(_)
            | Self::Templates(_) => {}
        }
    }
}
