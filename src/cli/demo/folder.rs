//! The folder of a demonstration: everything it writes is inside, readable by its owner only.
//!
//! A temporary folder is removed at the end, however the command ends by itself; a kept one
//! stays. Secrets are files of one line, made from the system's randomness.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// The folder and what becomes of it.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    kept: bool,
}

impl Folder {
    /// A fresh temporary folder, or the given one, which has to be empty.
    ///
    /// # Errors
    /// It cannot be made, or (`AlreadyExists`) has files in it.
    pub fn make(keep: Option<&Path>) -> io::Result<Self> {
        if let Some(path) = keep {
            DirBuilder::new().recursive(true).mode(0o700).create(path)?;
            if fs::read_dir(path)?.next().is_some() {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            let path = fs::canonicalize(path)?;
            return Ok(Self { path, kept: true });
        }
        let path = std::env::temp_dir().join(format!("awp-demo-{}", random_word()?));
        DirBuilder::new().mode(0o700).create(&path)?;
        Ok(Self { path, kept: false })
    }

    /// Whether the folder stays.
    #[must_use]
    pub const fn is_kept(&self) -> bool {
        self.kept
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The database of the portal.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.path.join("portal.db")
    }

    /// The data directory of the workstation.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.path.join("workstation")
    }

    /// The configuration file of the workstation.
    #[must_use]
    pub fn config(&self) -> PathBuf {
        self.path.join("config.toml")
    }

    /// Makes a file with a new secret on its first line; gives file and secret.
    ///
    /// # Errors
    /// The file exists or cannot be written, or the system has no randomness.
    pub fn secret(&self, name: &str) -> io::Result<(PathBuf, String)> {
        let path = self.path.join(name);
        let secret = random_word()?;
        let mut file = File::options()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)?;
        writeln!(file, "{secret}")?;
        Ok((path, secret))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.kept {
            // What cannot be removed now is removed with the temporary folder of the system.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// 120 bits of the system's randomness as letters and digits.
fn random_word() -> io::Result<String> {
    let mut bytes = [0; 15];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(hex::encode(bytes))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_temporary_folder_is_private_and_goes_with_its_secrets() {
        let folder = Folder::make(None).unwrap();
        let (file, secret) = folder.secret("passphrase").unwrap();
        assert_eq!((mode(folder.path()), mode(&file)), (0o700, 0o600));
        assert_eq!(fs::read_to_string(&file).unwrap(), format!("{secret}\n"));
        drop(folder);
        assert!(!file.exists());
    }

    #[test]
    fn a_kept_folder_stays() {
        let outer = tempfile::tempdir().unwrap();
        let path = outer.path().join("a/b");
        drop(Folder::make(Some(&path)).unwrap());
        assert!(path.exists());
    }

    #[test]
    fn a_folder_with_files_is_not_taken() {
        let outer = tempfile::tempdir().unwrap();
        fs::write(outer.path().join("precious"), "").unwrap();
        let refused = Folder::make(Some(outer.path())).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
    }
}
