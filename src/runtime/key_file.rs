//! The file of the user's own keys, read at the start and whenever the settings are read anew.

use std::fs;
use std::io;
use std::path::Path;

use crate::app::keymap::Keys;

/// The keys of a file; `None` where there is no such file.
///
/// # Errors
/// The file cannot be read or is not valid: which line, and what to do.
pub fn load(path: &Path) -> Result<Option<Keys>, String> {
    let file = path.display().to_string();
    match fs::read_to_string(path) {
        Ok(source) => Keys::parse(&source, &file)
            .map(Some)
            .map_err(|error| error.to_string()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{file}: {error}")),
    }
}

/// The keys of a file, else those of the table; a file that cannot be used is told.
#[must_use]
pub fn read(path: Option<&Path>) -> Keys {
    match path.map(load) {
        None | Some(Ok(None)) => Keys::default(),
        Some(Ok(Some(keys))) => keys,
        Some(Err(told)) => {
            tracing::warn!(told, "keys");
            Keys::broken(told)
        }
    }
}
