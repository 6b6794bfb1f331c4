//! Texts broken into lines of a measured width.

use unicode_segmentation::UnicodeSegmentation;

use super::face::{Faces, Weight};

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    /// How heavy.
    pub(super) weight: Weight,
    /// The size of the letters in points.
    pub(super) size: f32,
}

/// The lines of a text none of which is wider than `width` points. Each line break of the text
/// begins a new one; a word wider than that is broken between characters. No-break spaces hold,
/// and so does the one behind a №.
pub(super) fn broken(faces: &mut Faces, text: &str, style: Style, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.replace("№ ", "№\u{a0}").split('\n') {
        wrap(faces, paragraph, style, width, &mut lines);
    }
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    lines
}

fn wrap(faces: &mut Faces, paragraph: &str, style: Style, width: f32, lines: &mut Vec<String>) {
    let space = measure(faces, " ", style);
    let mut line = String::new();
    let mut used = 0.0;
    for word in paragraph.split([' ', '\t']).filter(|word| !word.is_empty()) {
        let wide = measure(faces, word, style);
        if !line.is_empty() && used + space + wide <= width {
            line.push(' ');
            line.push_str(word);
            used += space + wide;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        (line, used) = if wide <= width {
            (word.to_owned(), wide)
        } else {
            cut(faces, word, style, width, lines)
        };
    }
    lines.push(line);
}

/// Breaks a word that is wider than a line; its last piece is given back.
fn cut(
    faces: &mut Faces,
    word: &str,
    style: Style,
    width: f32,
    lines: &mut Vec<String>,
) -> (String, f32) {
    let mut piece = String::new();
    let mut used = 0.0;
    for cluster in word.graphemes(true) {
        let wide = measure(faces, cluster, style);
        if !piece.is_empty() && used + wide > width {
            lines.push(std::mem::take(&mut piece));
            used = 0.0;
        }
        piece.push_str(cluster);
        used += wide;
    }
    (piece, used)
}

fn measure(faces: &mut Faces, text: &str, style: Style) -> f32 {
    faces.width(text, style.weight, style.size)
}
