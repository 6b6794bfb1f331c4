//! How much of the keyboard belongs to a text field, and which keys are left for commands.

use super::action::Action;
use super::form::Focus;
use super::key::{Key, KeyCode};
use super::keymap::Chord;
use super::model::Model;
use super::overlay::Overlay;

/// The kind of text field that has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextMode {
    /// There is none: every key is a command.
    None,
    /// A field of one line.
    Line,
    /// An editor of several lines.
    Lines,
}

impl TextMode {
    /// Whether the field takes a key, so that it is no command.
    #[must_use]
    pub const fn takes(self, key: Key) -> bool {
        match self {
            Self::None => false,
            Self::Line => matches!(
                key.code,
                KeyCode::Char(_)
                    | KeyCode::Left
                    | KeyCode::Right
                    | KeyCode::Home
                    | KeyCode::End
                    | KeyCode::Backspace
                    | KeyCode::Delete
            ),
            Self::Lines => !matches!(
                key.code,
                KeyCode::F(_) | KeyCode::Esc | KeyCode::Tab | KeyCode::BackTab
            ),
        }
    }

    const fn leaves(self, chord: Chord) -> bool {
        match chord {
            Chord::Named(code) => !self.takes(Key::new(code)),
            Chord::Pos(_) | Chord::ShiftPos(_) | Chord::Produced(_) | Chord::Then(..) => {
                matches!(self, Self::None)
            }
        }
    }
}

impl Model {
    /// The kind of text field that has the focus.
    #[must_use]
    pub fn text_mode(&self) -> TextMode {
        match self.overlays.last() {
            Some(
                Overlay::Palette(_)
                | Overlay::Filter(_)
                | Overlay::Templates(_)
                | Overlay::Reading(_)
                | Overlay::Absence(_)
                | Overlay::Search(_)
                | Overlay::KeyboardCheck(_)
                | Overlay::Law(_),
            ) => TextMode::Line,
            Some(Overlay::Settings(state)) if state.typed.is_some() => TextMode::Line,
            Some(Overlay::Return(form))
                if matches!(form.focus, Focus::Motive | Focus::LateReason) =>
            {
                TextMode::Lines
            }
            Some(Overlay::Views(state)) if state.naming.is_some() => TextMode::Line,
            Some(Overlay::Item(form)) if form.is_typing() => TextMode::Line,
            Some(Overlay::Export(form)) if form.is_typing() => TextMode::Line,
            Some(Overlay::Package(form)) if form.is_typing() => TextMode::Line,
            Some(Overlay::Item(form)) if form.is_writing() => TextMode::Lines,
            Some(Overlay::Note(_)) => TextMode::Lines,
            Some(Overlay::Batch(batch)) if batch.focus == Focus::Search => TextMode::Line,
            Some(Overlay::Compose(composer)) => match composer.focus {
                Focus::Text(_) | Focus::Approval | Focus::Notice | Focus::LateReason => {
                    TextMode::Lines
                }
                Focus::Search | Focus::Days | Focus::ReviewOn => TextMode::Line,
                Focus::Line(_)
                | Focus::Motive
                | Focus::Secret
                | Focus::Portion
                | Focus::Signatory
                | Focus::Cancel
                | Focus::Submit => TextMode::None,
            },
            Some(
                Overlay::Return(_)
                | Overlay::Item(_)
                | Overlay::Accept(_)
                | Overlay::Why(_)
                | Overlay::Help(_)
                | Overlay::Confirm(_)
                | Overlay::Message(_)
                | Overlay::Related(_)
                | Overlay::Groups(_)
                | Overlay::Colleagues(_)
                | Overlay::Views(_)
                | Overlay::Handover(_)
                | Overlay::Acts(_)
                | Overlay::Moved(_)
                | Overlay::Holders(_)
                | Overlay::Export(_)
                | Overlay::Package(_)
                | Overlay::Settings(_)
                | Overlay::ProfileMoves(_)
                | Overlay::Batch(_)
                | Overlay::Gate(_)
                | Overlay::Preview(_)
                | Overlay::Request(_)
                | Overlay::Decision(_),
            )
            | None => TextMode::None,
        }
    }

    /// The key that the footer shows for an action: the first that is not taken by a text field;
    /// `None` if the action cannot be asked for with a key at the moment.
    #[must_use]
    pub fn key_here(&self, action: &Action) -> Option<Chord> {
        let mode = self.text_mode();
        let mut keys = self.keys.of(action).iter().copied();
        keys.find(|chord| mode.leaves(*chord))
    }
}
