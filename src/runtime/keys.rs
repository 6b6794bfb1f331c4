//! Keys and the mouse of crossterm as those of the core.
//!
//! Releases and keys without a meaning here (media, modifiers alone) are dropped. Which command a
//! key is, is the keymap's business.

use crossterm::event::{
    KeyCode as Pressed, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};

use crate::app::key::{Key, KeyCode};
use crate::app::pointer::Gesture;

/// The key of a press or a repeat; `None` for anything else.
///
/// ```
/// use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
/// use awp::app::key::Key;
/// use awp::runtime::keys::key;
/// let event = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
/// assert_eq!(key(event), Some(Key::char('c').with_ctrl()));
/// ```
#[must_use]
pub fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let code = code(event.code)?;
    let held = |modifier| event.modifiers.contains(modifier);
    // The character says by itself that Shift was held; Shift+Tab is a key of its own.
    let told_by_code = matches!(code, KeyCode::Char(_) | KeyCode::BackTab);
    Some(Key {
        code,
        ctrl: held(KeyModifiers::CONTROL),
        alt: held(KeyModifiers::ALT),
        shift: held(KeyModifiers::SHIFT) && !told_by_code,
    })
}

/// What a hand did with the mouse; other buttons and mere moving mean nothing here.
#[must_use]
pub const fn gesture(kind: MouseEventKind) -> Option<Gesture> {
    match kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Gesture::Press),
        MouseEventKind::Drag(MouseButton::Left) => Some(Gesture::Drag),
        MouseEventKind::Up(MouseButton::Left) => Some(Gesture::Release),
        MouseEventKind::ScrollDown => Some(Gesture::WheelDown),
        MouseEventKind::ScrollUp => Some(Gesture::WheelUp),
        MouseEventKind::Down(MouseButton::Right | MouseButton::Middle)
        | MouseEventKind::Drag(MouseButton::Right | MouseButton::Middle)
        | MouseEventKind::Up(MouseButton::Right | MouseButton::Middle)
        | MouseEventKind::Moved
        | MouseEventKind::ScrollLeft
        | MouseEventKind::ScrollRight => None,
    }
}

const fn code(pressed: Pressed) -> Option<KeyCode> {
    Some(match pressed {
        Pressed::Char(c) => KeyCode::Char(c),
        Pressed::F(number) => KeyCode::F(number),
        Pressed::Up => KeyCode::Up,
        Pressed::Down => KeyCode::Down,
        Pressed::Left => KeyCode::Left,
        Pressed::Right => KeyCode::Right,
        Pressed::Home => KeyCode::Home,
        Pressed::End => KeyCode::End,
        Pressed::PageUp => KeyCode::PageUp,
        Pressed::PageDown => KeyCode::PageDown,
        Pressed::Enter => KeyCode::Enter,
        Pressed::Esc => KeyCode::Esc,
        Pressed::Tab => KeyCode::Tab,
        Pressed::BackTab => KeyCode::BackTab,
        Pressed::Backspace => KeyCode::Backspace,
        Pressed::Delete => KeyCode::Delete,
        Pressed::Insert => KeyCode::Insert,
        Pressed::Null
        | Pressed::CapsLock
        | Pressed::ScrollLock
        | Pressed::NumLock
        | Pressed::PrintScreen
        | Pressed::Pause
        | Pressed::Menu
        | Pressed::KeypadBegin
        | Pressed::Media(_)
        | Pressed::Modifier(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capital_letter_is_its_character_without_shift() {
        let event = KeyEvent::new(Pressed::Char('Ә'), KeyModifiers::SHIFT);
        assert_eq!(key(event), Some(Key::char('Ә')));
    }

    #[test]
    fn a_release_is_no_key() {
        let event =
            KeyEvent::new_with_kind(Pressed::Enter, KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(key(event), None);
    }
}
