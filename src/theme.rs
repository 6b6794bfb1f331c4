//! Themes: what each role of the screen looks like on this terminal.
//!
//! Meaning is never colour alone: a role carries attributes and, where it matters, a mark.
//! A theme is resolved once for the colours of the terminal; the view then only looks up.
//! Themes are TOML files of `themes/` (built in) or of the user's folder of the same name.
//!
//! Invariant: every role has a look in every theme and at every depth.

pub mod color;
mod file;
mod role;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;

use ratatui::style::Style;

use crate::config::{ColorDepth, Environment};

pub use color::{Paint, Shade};
pub use file::{Look, Mark, ThemeError, ThemeFile};
pub use role::Role;

/// The names of the themes inside the program.
pub const BUILT_IN_NAMES: [&str; 6] = [
    "default",
    "light",
    "dark",
    "contrast",
    "colour-blind",
    "mono",
];

const BUILT_IN: [&str; 6] = [
    include_str!("../themes/default.toml"),
    include_str!("../themes/light.toml"),
    include_str!("../themes/dark.toml"),
    include_str!("../themes/contrast.toml"),
    include_str!("../themes/colour-blind.toml"),
    include_str!("../themes/mono.toml"),
];

/// How many colours the terminal gets; decided, unlike [`ColorDepth`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Depth {
    /// Attributes and marks only.
    Mono,
    /// Sixteen.
    Ansi,
    /// 256.
    Indexed,
    /// 24-bit.
    Rgb,
}

impl Depth {
    /// Every depth, the poorest first.
    pub const ALL: [Self; 4] = [Self::Mono, Self::Ansi, Self::Indexed, Self::Rgb];

    /// The depth asked for, or the one the environment offers (`NO_COLOR` honoured).
    ///
    /// ```
    /// use awp::config::{ColorDepth, Environment};
    /// use awp::theme::Depth;
    /// let quiet = Environment { no_color: true, ..Environment::default() };
    /// assert_eq!(Depth::decide(ColorDepth::Auto, &quiet), Depth::Mono);
    /// assert_eq!(Depth::decide(ColorDepth::Ansi, &quiet), Depth::Ansi);
    /// ```
    #[must_use]
    pub fn decide(asked: ColorDepth, environment: &Environment) -> Self {
        let depth = match asked {
            ColorDepth::Auto => environment.color_depth(),
            ColorDepth::Mono | ColorDepth::Ansi | ColorDepth::Indexed | ColorDepth::Rgb => asked,
        };
        match depth {
            ColorDepth::Mono => Self::Mono,
            ColorDepth::Auto | ColorDepth::Ansi => Self::Ansi,
            ColorDepth::Indexed => Self::Indexed,
            ColorDepth::Rgb => Self::Rgb,
        }
    }
}

/// A theme resolved for one terminal.
///
/// ```
/// use awp::theme::{Depth, Role, Theme};
/// let theme = Theme::load("default", None, Depth::Ansi, false).unwrap();
/// assert_eq!(theme.mark(Role::Overdue), "!");
/// assert_ne!(theme.style(Role::Overdue), theme.style(Role::Text));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    name: String,
    depth: Depth,
    ascii: bool,
    bare: bool,
    looks: Vec<(Style, Option<Mark>)>,
}

impl Theme {
    /// Loads a theme by name: a built-in one, or `NAME.toml` of `folder`.
    ///
    /// # Errors
    /// [`ThemeError`]: unknown name, wrong line, a circle of `inherits`.
    pub fn load(
        name: &str,
        folder: Option<&Path>,
        depth: Depth,
        ascii: bool,
    ) -> Result<Self, ThemeError> {
        let looks = gather(name, folder)?;
        Ok(Self::resolve(name, &looks, depth, ascii))
    }

    /// The built-in default theme.
    #[must_use]
    pub fn built_in(depth: Depth, ascii: bool) -> Self {
        Self::load("default", None, depth, ascii)
            .unwrap_or_else(|_broken| Self::resolve("default", &BTreeMap::new(), depth, ascii))
    }

    /// The theme of line mode: ASCII marks, no colours, no lines.
    #[must_use]
    pub fn of_lines() -> Self {
        Self {
            bare: true,
            ..Self::built_in(Depth::Mono, true)
        }
    }

    fn resolve(name: &str, looks: &BTreeMap<String, Look>, depth: Depth, ascii: bool) -> Self {
        let looks = Role::ALL
            .iter()
            .map(|role| {
                let levels = || role.fallbacks().filter_map(|level| looks.get(level));
                let color = |part: fn(&Look) -> Option<Shade>| {
                    let shade = levels().find_map(part);
                    shade.map_or(Paint::Reset, |shade| shade.at_depth(depth))
                };
                let style = Style::reset()
                    .fg(color(|look| look.fg).color())
                    .bg(color(|look| look.bg).color());
                levels().next().map_or((style, None), |look| {
                    let modifier = match depth {
                        Depth::Mono => look.mono,
                        Depth::Ansi | Depth::Indexed | Depth::Rgb => look.modifier,
                    };
                    (style.add_modifier(modifier), look.mark.clone())
                })
            })
            .collect();
        Self {
            name: name.to_owned(),
            depth,
            ascii,
            bare: false,
            looks,
        }
    }

    /// The name it was loaded by.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The colours it was resolved for.
    #[must_use]
    pub const fn depth(&self) -> Depth {
        self.depth
    }

    /// Whether borders and marks are ASCII only.
    #[must_use]
    pub const fn ascii(&self) -> bool {
        self.ascii
    }

    /// Whether there are no lines around the parts of a screen.
    #[must_use]
    pub const fn bare(&self) -> bool {
        self.bare
    }

    /// The style of a role, colours and attributes.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.looks
            .get(role.index())
            .map_or_else(Style::reset, |(style, _)| *style)
    }

    /// The mark of a role, empty where it has none.
    #[must_use]
    pub fn mark(&self, role: Role) -> &str {
        match self.looks.get(role.index()) {
            Some((_, Some(mark))) if self.ascii => &mark.ascii,
            Some((_, Some(mark))) => &mark.sign,
            _ => "",
        }
    }

    /// A theme in which every role has a colour of its own, for tests that read roles off cells.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn of_distinct_roles() -> Self {
        let mut theme = Self::built_in(Depth::Indexed, false);
        for (at, (style, _)) in theme.looks.iter_mut().enumerate() {
            let at = u8::try_from(at).unwrap_or(u8::MAX);
            *style = Style::reset().fg(Paint::Indexed(at).color());
        }
        theme
    }
}

/// The looks of a theme and of all it builds on; the nearest word wins.
fn gather(name: &str, folder: Option<&Path>) -> Result<BTreeMap<String, Look>, ThemeError> {
    let mut looks = BTreeMap::new();
    let mut met: Vec<String> = Vec::new();
    let mut next = Some(name.to_owned());
    while let Some(name) = next {
        if met.contains(&name) {
            return Err(ThemeError::Circle { name });
        }
        let file = read(&name, folder)?;
        for (role, look) in file.looks {
            looks.entry(role).or_insert(look);
        }
        met.push(name);
        next = file.inherits;
    }
    Ok(looks)
}

fn read(name: &str, folder: Option<&Path>) -> Result<ThemeFile, ThemeError> {
    let (file, source) = source(name, folder)?;
    ThemeFile::parse(&source, &file)
}

/// The built-in themes and those of a folder of the user's.
#[must_use]
pub fn names(folder: Option<&Path>) -> Vec<String> {
    let mut names: Vec<String> = BUILT_IN_NAMES.map(str::to_owned).to_vec();
    let files = folder.and_then(|folder| folder.read_dir().ok());
    let own = files.into_iter().flatten().filter_map(|entry| {
        let path = entry.ok()?.path();
        let is_theme = path
            .extension()
            .is_some_and(|extension| extension == "toml");
        Some(path.file_stem().filter(|_| is_theme)?.to_str()?.to_owned())
    });
    let mut own: Vec<String> = own.filter(|name| !names.contains(name)).collect();
    own.sort();
    names.extend(own);
    names
}

/// The file of a theme as it was written, with its name: a built-in one, or `NAME.toml` of
/// `folder`.
///
/// # Errors
/// There is no such theme, or its file cannot be read.
pub fn source(name: &str, folder: Option<&Path>) -> Result<(String, String), ThemeError> {
    let built_in = BUILT_IN_NAMES.iter().position(|known| *known == name);
    if let Some(source) = built_in.and_then(|at| BUILT_IN.get(at)) {
        return Ok((format!("themes/{name}.toml"), (*source).to_owned()));
    }
    let simple = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let path = folder
        .filter(|_| simple && !name.is_empty())
        .map(|folder| folder.join(format!("{name}.toml")));
    let Some(path) = path.filter(|path| path.exists()) else {
        return Err(ThemeError::Unknown {
            name: name.to_owned(),
        });
    };
    let file = path.display().to_string();
    match std::fs::read_to_string(&path) {
        Ok(source) => Ok((file, source)),
        Err(error) => Err(ThemeError::Read {
            file,
            problem: error.to_string(),
        }),
    }
}
