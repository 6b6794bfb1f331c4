//! What is chosen and searched for in what lies over a screen.

use super::Overlay;
use crate::app::form::Focus;
use crate::app::groups::GroupsState;
use crate::app::search::SearchState;

impl Overlay {
    /// The search over everything, if it is it.
    #[must_use]
    pub fn search(&self) -> Option<&SearchState> {
        if let Self::Search(state) = self {
            Some(state)
        } else {
            None
        }
    }

    /// The groups of a list, if it is them.
    #[must_use]
    pub fn groups(&self) -> Option<&GroupsState> {
        if let Self::Groups(state) = self {
            Some(state)
        } else {
            None
        }
    }

    /// The groups of a list, to be changed.
    pub fn groups_mut(&mut self) -> Option<&mut GroupsState> {
        if let Self::Groups(state) = self {
            Some(state)
        } else {
            None
        }
    }

    /// The index of the chosen line; `None` where no line can be chosen.
    #[must_use]
    pub fn chosen(&self) -> Option<usize> {
        match self {
            Self::Palette(state) => Some(state.selected),
            Self::Filter(state) => Some(state.selected),
            Self::Templates(state) => Some(state.selected),
            Self::Acts(state) => Some(state.selected),
            Self::Colleagues(state) => Some(state.selected),
            Self::Absence(state) => Some(state.selected),
            Self::Handover(state) => Some(state.selected),
            Self::Search(state) => Some(state.selected),
            Self::Views(state) => Some(state.selected),
            Self::Groups(state) => Some(state.selected),
            Self::Related(state) => Some(state.selected),
            Self::Moved(state) => Some(state.selected),
            Self::Holders(state) => Some(state.selected),
            Self::Law(state) => Some(state.selected),
            Self::Settings(state) => Some(state.selected),
            Self::Compose(composer) => {
                (composer.focus == Focus::Search).then_some(composer.search.selected)
            }
            Self::Why(_)
            | Self::Accept(_)
            | Self::Return(_)
            | Self::Item(_)
            | Self::Help(_)
            | Self::Confirm(_)
            | Self::Message(_)
            | Self::Gate(_)
            | Self::Preview(_)
            | Self::Request(_)
            | Self::Decision(_)
            | Self::Note(_)
            | Self::Batch(_)
            | Self::Reading(_)
            | Self::Export(_)
            | Self::Package(_)
            | Self::KeyboardCheck(_)
            | Self::ProfileMoves(_) => None,
        }
    }
}
