//! A file written whole or not at all, and never over another one; one read up to a limit.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// Who may read the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Whom the system lets read new files.
    Usual,
    /// Its owner only: it holds personal data.
    Owner,
}

/// Writes a new file: first beside its place under another name, then in one step into it.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] if something has the name; otherwise whatever the system
/// says. Nothing is left behind then.
pub fn write(path: &Path, bytes: &[u8], readers: Readers) -> io::Result<()> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let beside = Beside(beside(path)?);
    let mut file = create(&beside.0, readers)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    match fs::hard_link(&beside.0, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            // Not every file system has links; a file that came meanwhile is lost only there.
            fs::rename(&beside.0, path)
        }
        linked => linked,
    }
}

/// Reads a file, and of one that is too large only so much that it shows.
///
/// # Errors
/// Whatever the system says.
pub fn read(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let most = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A name beside a path that nothing has.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::IsADirectory)?;
    let mut other = std::ffi::OsString::from(".");
    other.push(name);
    other.push(format!(".{}.new", Uuid::new_v4().simple()));
    Ok(path.with_file_name(other))
}

fn create(path: &Path, readers: Readers) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if readers == Readers::Owner {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = readers;
    options.open(path)
}

/// The name beside, taken away at the end whatever happened.
struct Beside(PathBuf);

impl Drop for Beside {
    fn drop(&mut self) {
        // Renamed or never made: nothing is left to take away.
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name();
        let mut names: Vec<String> = entries
            .map(|entry| name(entry).into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_file_is_whole_and_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("K-1.pdf");
        write(&path, b"whole", Readers::Usual).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert_eq!(names(folder.path()), ["K-1.pdf"]);
    }

    #[test]
    fn what_has_the_name_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("K-1.pdf");
        fs::write(&path, "old").unwrap();
        let error = write(&path, b"new", Readers::Usual).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["K-1.pdf"]);
    }

    #[cfg(unix)]
    #[test]
    fn personal_data_are_for_the_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("K-1.txt");
        write(&path, b"people", Readers::Owner).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("none").join("K-1.txt");
        let error = write(&path, b"x", Readers::Usual).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }
}
