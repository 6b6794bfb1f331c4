//! A question at the terminal whose answer is not shown.
//!
//! Asked on the terminal of the process itself, whatever standard input is. Ctrl-C ends the
//! question like any other answer would, so that the echo is on again when the program ends.
//! Invariant: the terminal's mode is put back on every way out.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use secrecy::SecretString;
use zeroize::{Zeroize, Zeroizing};

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// There is no terminal to ask at.
    NoTerminal,
    /// The user pressed Ctrl-C or ended the input.
    Interrupted,
}

/// Asks; gives the line that was typed.
///
/// # Errors
/// There is no terminal, or the user gave up.
pub fn secret(question: &str) -> Result<SecretString, NoAnswer> {
    let mut terminal = OpenOptions::new()
        .read(true)
        .write(true)
        .open("/dev/tty")
        .map_err(|_none| NoAnswer::NoTerminal)?;
    let silence = Silence::new(&terminal).map_err(|_no_mode| NoAnswer::NoTerminal)?;
    // A question that cannot be written is still a prompt that can be answered.
    let _ = write!(terminal, "{question}: ").and_then(|()| terminal.flush());
    let answer = Line::default().read(&mut terminal);
    drop(silence);
    let _ = writeln!(terminal);
    answer
}

/// Echo, lines and signals of a terminal switched off for as long as this lives.
struct Silence {
    terminal: File,
    before: Termios,
}

impl Silence {
    fn new(terminal: &File) -> io::Result<Self> {
        let before = tcgetattr(terminal)?;
        let mut quiet = before.clone();
        quiet
            .local_modes
            .remove(LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG);
        let silence = Self {
            terminal: terminal.try_clone()?,
            before,
        };
        tcsetattr(terminal, OptionalActions::Flush, &quiet)?;
        Ok(silence)
    }
}

impl Drop for Silence {
    fn drop(&mut self) {
        // Nothing better can be done with a terminal that went away.
        let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
    }
}

/// The line as it is being typed.
#[derive(Default)]
struct Line {
    bytes: Zeroizing<Vec<u8>>,
}

/// What a byte did to the line.
enum Typed {
    More,
    Done,
    GivenUp,
}

impl Line {
    fn read(mut self, input: &mut impl Read) -> Result<SecretString, NoAnswer> {
        let mut escape = Escape::None;
        loop {
            let mut byte = [0_u8; 1];
            match input.read(&mut byte) {
                Ok(1) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Ok(_) | Err(_) => return Err(NoAnswer::Interrupted),
            }
            let [byte] = byte;
            escape = escape.after(byte);
            if escape != Escape::None {
                continue;
            }
            match self.take(byte) {
                Typed::More => {}
                Typed::Done => return Ok(self.finish()),
                Typed::GivenUp => return Err(NoAnswer::Interrupted),
            }
        }
    }

    fn take(&mut self, byte: u8) -> Typed {
        match byte {
            b'\r' | b'\n' => return Typed::Done,
            3 => return Typed::GivenUp,
            4 if self.bytes.is_empty() => return Typed::GivenUp,
            8 | 127 => self.erase(),
            21 => self.bytes.zeroize(),
            0..=31 => {}
            _ => self.bytes.push(byte),
        }
        Typed::More
    }

    /// Takes back the last letter, which may be several bytes.
    fn erase(&mut self) {
        while let Some(byte) = self.bytes.pop() {
            if byte & 0b1100_0000 != 0b1000_0000 {
                break;
            }
        }
    }

    fn finish(self) -> SecretString {
        SecretString::from(String::from_utf8_lossy(&self.bytes).into_owned())
    }
}

/// Where an arrow or function key stands, which types nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Escape {
    /// Not in one.
    None,
    /// After the escape.
    Begun,
    /// In its parameters.
    Inside,
    /// At its last byte.
    Last,
}

impl Escape {
    const fn after(self, byte: u8) -> Self {
        match (self, byte) {
            (Self::None | Self::Last, 27) => Self::Begun,
            (Self::None | Self::Last, _) => Self::None,
            (Self::Begun, b'[' | b'O') => Self::Inside,
            (Self::Inside, b'@'..=b'~') | (Self::Begun, _) => Self::Last,
            (Self::Inside, _) => Self::Inside,
        }
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn typed(bytes: &[u8]) -> Result<String, NoAnswer> {
        let mut input = bytes;
        Line::default()
            .read(&mut input)
            .map(|secret| secret.expose_secret().to_owned())
    }

    #[test]
    fn a_line_is_what_was_typed_up_to_enter() {
        assert_eq!(
            typed("құпия сөз\rмұнан кейін".as_bytes()).unwrap(),
            "құпия сөз"
        );
    }

    #[test]
    fn backspace_takes_a_whole_letter_and_ctrl_u_the_line() {
        assert_eq!(typed("құ\u{7f}а\r".as_bytes()).unwrap(), "қа");
        assert_eq!(typed("қате\u{15}дұрыс\r".as_bytes()).unwrap(), "дұрыс");
    }

    #[test]
    fn arrows_and_function_keys_type_nothing() {
        assert_eq!(typed(b"a\x1b[Db\x1bOPc\x1b[15~d\r").unwrap(), "abcd");
    }

    #[test]
    fn ctrl_c_and_a_closed_terminal_give_up() {
        assert_eq!(typed(b"abc\x03"), Err(NoAnswer::Interrupted));
        assert_eq!(typed(b"\x04"), Err(NoAnswer::Interrupted));
        assert_eq!(typed(b"abc"), Err(NoAnswer::Interrupted));
    }
}
