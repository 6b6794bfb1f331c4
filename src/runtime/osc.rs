//! What is written to the terminal beside the cells: the clipboard, the title of the window,
//! the mouse.
//!
//! ratatui cleans the cells; here nothing else stands between a citizen's text and the
//! terminal, so everything is cleaned before it is encoded. Copying is a request to the
//! terminal: whether it takes it cannot be known, which is why screens say "sent to the terminal".

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The OSC 52 sequence that asks the terminal to put a text on the clipboard.
///
/// ```
/// assert_eq!(awp::runtime::osc::copy("ab"), "\u{1b}]52;c;YWI=\u{1b}\\");
/// ```
#[must_use]
pub fn copy(text: &str) -> String {
    format!("\u{1b}]52;c;{}\u{1b}\\", STANDARD.encode(clean(text)))
}

/// Asks for presses, releases, the wheel and moves with a button pressed, in the form that knows
/// wide terminals. Moves without a button are not asked for: on a slow line they would be a flood.
pub const MOUSE_ON: &str = "\u{1b}[?1000h\u{1b}[?1002h\u{1b}[?1006h";

/// Leaves the mouse to the terminal again.
pub const MOUSE_OFF: &str = "\u{1b}[?1006l\u{1b}[?1002l\u{1b}[?1000l";

/// Gives the window its title back.
pub const TITLE_BACK: &str = "\u{1b}[23;0t";

/// The sequences that put the title of the window aside and give it another one.
///
/// ```
/// assert_eq!(awp::runtime::osc::title("awp\u{7}"), "\u{1b}[22;0t\u{1b}]2;awp\u{1b}\\");
/// ```
#[must_use]
pub fn title(words: &str) -> String {
    format!(
        "\u{1b}[22;0t\u{1b}]2;{}\u{1b}\\",
        clean(words).replace('\n', " ")
    )
}

/// A sequence wrapped so that tmux hands it to the terminal behind it.
///
/// ```
/// assert_eq!(awp::runtime::osc::past_tmux("\u{1b}]x"), "\u{1b}Ptmux;\u{1b}\u{1b}]x\u{1b}\\");
/// ```
#[must_use]
pub fn past_tmux(sequence: &str) -> String {
    let doubled = sequence.replace('\u{1b}', "\u{1b}\u{1b}");
    format!("\u{1b}Ptmux;{doubled}\u{1b}\\")
}

/// The text without control characters (but line breaks and tabs) and without the characters
/// that turn the direction of reading or cannot be seen.
#[must_use]
pub fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| matches!(c, '\n' | '\t') || !(c.is_control() || is_unseen(*c)))
        .collect()
}

const fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{061c}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(sequence: &str) -> String {
        let body = sequence.strip_prefix("\u{1b}]52;c;").unwrap();
        let body = body.strip_suffix("\u{1b}\\").unwrap();
        String::from_utf8(STANDARD.decode(body).unwrap()).unwrap()
    }

    #[test]
    fn escape_sequences_and_turned_directions_do_not_reach_the_clipboard() {
        let hostile = "жол\u{1b}]0;x\u{7}\u{202e}\u{9b}31m\r\nекінші\tжол";
        assert_eq!(decoded(&copy(hostile)), "жол]0;x31m\nекінші\tжол");
    }
}
