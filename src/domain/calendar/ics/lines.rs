//! Content lines: unfolded, taken apart, with the number of the line they began in.

use super::{IcsError, IcsProblem};
use crate::domain::text::clean_line;

/// `NAME;PARAMETER=VALUE:VALUE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ContentLine {
    /// In capitals.
    pub(super) name: String,
    /// Names in capitals, values without quotes.
    pub(super) parameters: Vec<(String, String)>,
    /// As it stands, still escaped.
    pub(super) value: String,
    /// Counted from 1.
    pub(super) line: usize,
}

impl ContentLine {
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let mut all = self.parameters.iter();
        all.find(|(one, _)| one == name)
            .map(|(_, value)| value.as_str())
    }

    /// The value as text on one line: `\n`, `\,`, `\;` and `\\` undone; cleaned, because it ends
    /// on terminals.
    pub(super) fn text(&self) -> String {
        let mut text = String::with_capacity(self.value.len());
        let mut letters = self.value.chars();
        while let Some(letter) = letters.next() {
            if letter != '\\' {
                text.push(letter);
                continue;
            }
            match letters.next() {
                Some('n' | 'N') => text.push(' '),
                Some(escaped) => text.push(escaped),
                None => {}
            }
        }
        clean_line(&text)
    }

    pub(super) fn error(&self, problem: IcsProblem) -> IcsError {
        let line = self.line;
        IcsError { line, problem }
    }
}

/// The content lines of a file: a line that begins with a space goes on with the one before.
pub(super) fn unfold(text: &str) -> Result<Vec<ContentLine>, IcsError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut whole: Vec<(usize, String)> = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        match (line.strip_prefix([' ', '\t']), whole.last_mut()) {
            (Some(more), Some((_, begun))) => begun.push_str(more),
            (Some(_), None) | (None, _) => whole.push((index + 1, line.to_owned())),
        }
    }
    whole
        .iter()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| content(*number, line))
        .collect()
}

fn content(line: usize, text: &str) -> Result<ContentLine, IcsError> {
    let bad = || {
        let shown: String = text.chars().take(40).collect();
        let problem = IcsProblem::BadLine(shown);
        IcsError { line, problem }
    };
    // A colon or semicolon inside quotes belongs to the value of a parameter.
    let mut quoted = false;
    let mut parts: Vec<String> = vec![String::new()];
    let mut letters = text.chars();
    let mut closed = false;
    for letter in letters.by_ref() {
        match letter {
            '"' => quoted = !quoted,
            ';' if !quoted => parts.push(String::new()),
            ':' if !quoted => {
                closed = true;
                break;
            }
            _ => parts.last_mut().ok_or_else(bad)?.push(letter),
        }
    }
    let mut parts = parts.into_iter();
    let name = parts.next().unwrap_or_default().to_uppercase();
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    if !closed || !is_name(&name) {
        return Err(bad());
    }
    let parameters = parts.map(|part| {
        let (name, value) = part.split_once('=')?;
        Some((name.to_uppercase(), value.to_owned()))
    });
    Ok(ContentLine {
        name,
        parameters: parameters.collect::<Option<_>>().ok_or_else(bad)?,
        value: letters.collect(),
        line,
    })
}
