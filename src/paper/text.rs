//! A sheet as plain text.
//!
//! Lines stay as long as their authors wrote them, so that a text can be copied out unbroken.

use super::sheet::{Block, Sheet};

/// A value of more characters stands under its name.
const BESIDE: usize = 60;

/// The text of a sheet; ends with a line break.
#[must_use]
pub fn render(sheet: &Sheet) -> String {
    let mut lines: Vec<String> = Vec::new();
    for block in &sheet.blocks {
        match block {
            Block::Above(words) | Block::Below(words) => lines.push(words.clone()),
            Block::Title(words) => lines.extend([String::new(), words.to_uppercase()]),
            Block::Section(words) => {
                lines.extend([String::new(), words.clone(), "-".repeat(BESIDE)]);
            }
            Block::Row { name, value } => row(&mut lines, name, &value.words()),
            Block::Heading(words) => lines.extend([String::new(), format!("{words}:")]),
            Block::Text(text) => lines.extend(text.lines().map(str::to_owned)),
            Block::Note(words) => lines.extend([String::new(), format!("[{words}]")]),
        }
        if matches!(block, Block::Below(_)) {
            lines.push(String::new());
        }
    }
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

fn row(lines: &mut Vec<String>, name: &str, value: &str) {
    let beside = value.chars().count() <= BESIDE && !value.contains('\n');
    if beside {
        lines.push(format!("{name}: {value}"));
    } else {
        lines.push(format!("{name}:"));
        lines.extend(value.lines().map(|line| format!("  {line}")));
    }
}
