//! Theme files: TOML read strictly, an error names file and line.
//!
//! A file gives looks to roles; it may name colours in a palette and build on another theme.
//! Reading resolves names to colours; depth and fallback are the business of the theme itself.

use std::collections::BTreeMap;

use ratatui::style::Modifier;
use serde::Deserialize;
use toml::Spanned;

use super::color::{Paint, Shade};
use super::role::Role;

/// What a theme file says about one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Colour of the signs; without one that of the role above it.
    pub fg: Option<Shade>,
    /// Colour behind them; without one that of the role above it.
    pub bg: Option<Shade>,
    /// Bold, underline and so on.
    pub modifier: Modifier,
    /// The same where no colour is shown.
    pub mono: Modifier,
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
    palette: BTreeMap<String, Spanned<toml::Value>>,
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
    mono: Option<Vec<Spanned<String>>>,
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
            palette.insert(name.as_str(), reader.shade(value)?);
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

/// The fields of a colour that names its stand-in.
const SHADE: [&str; 2] = ["rgb", "ansi"];

struct Reader<'a> {
    source: &'a str,
    file: &'a str,
}

impl Reader<'_> {
    fn look(&self, raw: &RawLook, palette: &BTreeMap<&str, Shade>) -> Result<Look, ThemeError> {
        let shade = |name: &Spanned<String>| {
            palette
                .get(name.get_ref().as_str())
                .copied()
                .or_else(|| Paint::parse(name.get_ref()).map(Shade::from))
                .ok_or_else(|| self.wrong(name, "is no colour and not in the palette"))
        };
        let modifier = self.modifiers(&raw.modifiers)?;
        let mono = raw.mono.as_deref().map(|names| self.modifiers(names));
        Ok(Look {
            fg: raw.fg.as_ref().map(shade).transpose()?,
            bg: raw.bg.as_ref().map(shade).transpose()?,
            modifier,
            mono: mono.transpose()?.unwrap_or(modifier),
            mark: self.mark(raw)?,
        })
    }

    fn modifiers(&self, names: &[Spanned<String>]) -> Result<Modifier, ThemeError> {
        let mut all = Modifier::empty();
        for name in names {
            all |= modifier_of(name.get_ref()).ok_or_else(|| {
                self.wrong(name, "is none of bold, dim, italic, underline, reverse")
            })?;
        }
        Ok(all)
    }

    /// A colour of the palette: one word, or a table of a 24-bit colour and the ANSI colour that
    /// stands for it.
    fn shade(&self, value: &Spanned<toml::Value>) -> Result<Shade, ThemeError> {
        let at = value.span().start;
        let wrong = |problem: &str| self.error(at, problem);
        let colour =
            |text: &str| Paint::parse(text).ok_or_else(|| wrong(&format!("{text:?} is no colour")));
        if let Some(text) = value.get_ref().as_str() {
            return Ok(colour(text)?.into());
        }
        let Some(table) = value.get_ref().as_table() else {
            return Err(wrong(
                "a colour is a text or { rgb = \"#…\", ansi = \"…\" }",
            ));
        };
        if let Some(name) = table.keys().find(|name| !SHADE.contains(&name.as_str())) {
            return Err(wrong(&format!(
                "unknown field {name:?}, expected rgb and ansi"
            )));
        }
        let [rgb, ansi] = SHADE.map(|name| {
            let text = table.get(name).and_then(toml::Value::as_str);
            text.ok_or_else(|| wrong(&format!("{name} is missing or no text")))
        });
        match (colour(rgb?)?, colour(ansi?)?) {
            (Paint::Rgb(_), Paint::Indexed(_) | Paint::Rgb(_)) => {
                Err(wrong("ansi is none of the sixteen ANSI colours"))
            }
            (rgb @ Paint::Rgb(_), ansi) => Ok(Shade::with_ansi(rgb, ansi)),
            _ => Err(wrong("rgb is no \"#rrggbb\"")),
        }
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
