//! Theme files: TOML read strictly, an error names file and line.
//!
//! A file gives looks to roles; it may name colours in a palette and build on another theme.
//! Reading resolves names to colours; depth and fallback are the business of the theme itself.

use std::collections::BTreeMap;

use ratatui::style::Modifier;
use serde::Deserialize;
use toml::Spanned;

use super::color::Paint;
use super::role::Role;

/// What a theme file says about one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Colour of the signs.
    pub fg: Paint,
    /// Colour behind them.
    pub bg: Paint,
    /// Bold, underline and so on.
    pub modifier: Modifier,
    /// A sign that says the same without colour, and its ASCII twin.
    pub mark: Option<Mark>,
}

/// A sign that carries the meaning of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// For terminals with the usual signs.
    pub sign: String,
    /// For `--ascii`.
    pub ascii: String,
}

/// A theme file as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeFile {
    /// The theme it builds on.
    pub inherits: Option<String>,
    /// Looks by role name.
    pub looks: BTreeMap<String, Look>,
}

/// A theme that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    /// A line of a file is wrong.
    #[error("{file}:{line}: {problem}")]
    Line {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// No theme of this name is built in or lies in the folder of the user's themes.
    #[error("no theme {name:?} (built in: {})", super::BUILT_IN_NAMES.join(", "))]
    Unknown {
        /// The name.
        name: String,
    },
    /// The file cannot be read.
    #[error("{file}: {problem}")]
    Read {
        /// The file.
        file: String,
        /// Why.
        problem: String,
    },
    /// Themes build on each other in a circle.
    #[error("the theme {name:?} builds on itself")]
    Circle {
        /// The theme met twice.
        name: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTheme {
    inherits: Option<String>,
    #[serde(default)]
    palette: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    roles: BTreeMap<String, Spanned<RawLook>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLook {
    fg: Option<Spanned<String>>,
    bg: Option<Spanned<String>>,
    #[serde(default, rename = "mod")]
    modifiers: Vec<Spanned<String>>,
    mark: Option<Spanned<String>>,
    ascii: Option<Spanned<String>>,
}

impl ThemeFile {
    /// Reads a file; `file` is its name for errors.
    ///
    /// # Errors
    /// An unknown field, role, colour or modifier, with its line.
    pub fn parse(source: &str, file: &str) -> Result<Self, ThemeError> {
        let reader = Reader { source, file };
        let raw: RawTheme = toml::from_str(source).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            reader.error(at, error.message().trim())
        })?;
        let mut palette = BTreeMap::new();
        for (name, value) in &raw.palette {
            let paint =
                Paint::parse(value.get_ref()).ok_or_else(|| reader.wrong(value, "is no colour"))?;
            palette.insert(name.as_str(), paint);
        }
        let mut looks = BTreeMap::new();
        for (name, look) in &raw.roles {
            let known = Role::ALL
                .iter()
                .any(|role| role.fallbacks().any(|level| level == name));
            if !known {
                return Err(reader.error(look.span().start, &format!("no role {name:?}")));
            }
            looks.insert(name.clone(), reader.look(look.get_ref(), &palette)?);
        }
        Ok(Self {
            inherits: raw.inherits,
            looks,
        })
    }
}

struct Reader<'a> {
    source: &'a str,
    file: &'a str,
}

impl Reader<'_> {
    fn look(&self, raw: &RawLook, palette: &BTreeMap<&str, Paint>) -> Result<Look, ThemeError> {
        let paint = |name: &Option<Spanned<String>>| {
            let Some(name) = name else {
                return Ok(Paint::Reset);
            };
            palette
                .get(name.get_ref().as_str())
                .copied()
                .or_else(|| Paint::parse(name.get_ref()))
                .ok_or_else(|| self.wrong(name, "is no colour and not in the palette"))
        };
        let mut modifier = Modifier::empty();
        for name in &raw.modifiers {
            modifier |= modifier_of(name.get_ref()).ok_or_else(|| {
                self.wrong(name, "is none of bold, dim, italic, underline, reverse")
            })?;
        }
        Ok(Look {
            fg: paint(&raw.fg)?,
            bg: paint(&raw.bg)?,
            modifier,
            mark: self.mark(raw)?,
        })
    }

    fn mark(&self, raw: &RawLook) -> Result<Option<Mark>, ThemeError> {
        let Some(sign) = &raw.mark else {
            return match &raw.ascii {
                Some(ascii) => Err(self.wrong(ascii, "has no mark beside it")),
                None => Ok(None),
            };
        };
        if sign.get_ref().is_ascii() && raw.ascii.is_none() {
            return Ok(Some(Mark {
                sign: sign.get_ref().clone(),
                ascii: sign.get_ref().clone(),
            }));
        }
        match &raw.ascii {
            Some(ascii) if ascii.get_ref().is_ascii() => Ok(Some(Mark {
                sign: sign.get_ref().clone(),
                ascii: ascii.get_ref().clone(),
            })),
            Some(ascii) => Err(self.wrong(ascii, "is not ASCII")),
            None => Err(self.wrong(sign, "needs an ascii twin")),
        }
    }

    fn wrong(&self, value: &Spanned<String>, problem: &str) -> ThemeError {
        self.error(
            value.span().start,
            &format!("{:?} {problem}", value.get_ref()),
        )
    }

    fn error(&self, at: usize, problem: &str) -> ThemeError {
        let breaks = self.source.bytes().take(at).filter(|byte| *byte == b'\n');
        ThemeError::Line {
            file: self.file.to_owned(),
            line: breaks.count() + 1,
            problem: problem.to_owned(),
        }
    }
}

fn modifier_of(name: &str) -> Option<Modifier> {
    Some(match name {
        "bold" => Modifier::BOLD,
        "dim" => Modifier::DIM,
        "italic" => Modifier::ITALIC,
        "underline" => Modifier::UNDERLINED,
        "reverse" => Modifier::REVERSED,
        _ => return None,
    })
}
