//! Settings changed on a screen, written back to the configuration file.
//!
//! Only the line of the setting is touched: comments and order of the user's file stay. The new
//! text is read before it replaces the old one, whole; a file that is not valid is left alone.

use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;

use crate::config::{Config, ConfigError};

/// Why a setting was not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The file as it is, or as it would become, is not valid.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The file cannot be written.
    #[error("{}: {source}", .path.display())]
    Write {
        /// The file.
        path: std::path::PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Sets one setting in the file, which is made if it does not exist.
///
/// # Errors
/// The file is not valid, would not be, or cannot be written; it is unchanged then.
pub fn save(path: &Path, name: &str, value: &impl Serialize) -> Result<Config, SaveError> {
    let old = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(source) => {
            return Err(ConfigError::Read {
                path: path.to_owned(),
                source,
            }
            .into());
        }
    };
    Config::parse(&old, path)?;
    let value = toml::Value::try_from(value).map_err(|error| ConfigError::Invalid {
        path: path.to_owned(),
        message: error.to_string(),
    })?;
    let new = with_setting(&old, name, &value);
    let config = Config::parse(&new, path)?;
    replace(path, &new).map_err(|source| SaveError::Write {
        path: path.to_owned(),
        source,
    })?;
    Ok(config)
}

/// The text with the line of one setting set or added.
fn with_setting(text: &str, name: &str, value: &toml::Value) -> String {
    let line = format!("{name} = {value}");
    let is_it = |old: &str| {
        let rest = old.trim_start().strip_prefix(name);
        rest.is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    let mut found = false;
    let mut lines: Vec<&str> = Vec::new();
    for old in text.lines() {
        if is_it(old) {
            found = true;
            lines.push(&line);
        } else {
            lines.push(old);
        }
    }
    if !found {
        // Before the first table, where names of the top level belong.
        let place = lines
            .iter()
            .position(|old| old.trim_start().starts_with('['));
        lines.insert(place.unwrap_or(lines.len()), &line);
    }
    let mut new = lines.join("\n");
    new.push('\n');
    new
}

/// Replaces a file in one step: a reader sees the old text or the new one.
pub(crate) fn replace(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    // A link goes on leading to the file, which keeps its rights.
    let path = fs::canonicalize(path).unwrap_or_else(|_absent| path.to_owned());
    let beside = path.with_extension("toml.new");
    fs::write(&beside, text)?;
    if let Ok(there) = fs::metadata(&path) {
        fs::set_permissions(&beside, there.permissions())?;
    }
    fs::File::open(&beside)?.sync_all()?;
    fs::rename(&beside, &path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::local_text::Lang;

    #[cfg(unix)]
    #[test]
    fn a_file_behind_a_link_is_replaced_where_it_lies_and_keeps_its_rights() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};

        let dir = tempfile::tempdir().unwrap();
        let (real, link) = (dir.path().join("real.toml"), dir.path().join("config.toml"));
        fs::write(&real, "lang = \"kk\"\n").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).unwrap();
        symlink(&real, &link).unwrap();
        save(&link, "lang", &Lang::Ru).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "lang = \"ru\"\n");
        let mode = fs::metadata(&real).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_saved_setting_is_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("new/config.toml");
        save(&path, "lang", &Lang::Ru).unwrap();
        assert_eq!(save(&path, "theme", &"mono").unwrap().lang, Some(Lang::Ru));
        assert_eq!(Config::load(&path, true).unwrap().theme, "mono");
    }

    #[test]
    fn comments_and_order_stay() {
        let text = "# мое\nlang = \"kk\" # тіл\nrecall_seconds = 30\n";
        let new = with_setting(text, "theme", &"mono".into());
        assert_eq!(new, format!("{text}theme = \"mono\"\n"));
        assert_eq!(
            with_setting(text, "lang", &"ru".into()),
            "# мое\nlang = \"ru\"\nrecall_seconds = 30\n"
        );
    }

    #[test]
    fn a_wrong_value_leaves_the_file_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("config.toml");
        fs::write(&path, "lang = \"kk\"\n").unwrap();
        assert!(save(&path, "lang", &"klingon").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "lang = \"kk\"\n");
    }

    #[test]
    fn a_file_that_is_not_valid_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("config.toml");
        fs::write(&path, "lang = oops\n").unwrap();
        assert!(save(&path, "lang", &"kk").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "lang = oops\n");
    }
}
