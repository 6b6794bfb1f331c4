//! The log of the workstation: a file of bounded size in the data directory.
//!
//! Technical texts go here under the short code that the screen shows; people and their texts
//! never do: what is logged are codes, counts, times and places in the program.
//! The newest megabyte is kept in `awp.log`, the one before it in `awp.log.1`.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// The size at which a log file is put aside, in bytes.
pub const MAX_BYTES: u64 = 1024 * 1024;

/// The file name inside the data directory.
pub const FILE: &str = "awp.log";

/// Starts the log in a data directory.
///
/// `filter` is a directive of `tracing` such as `awp=debug`; without one, warnings of all parts
/// and what `awp` itself notes. A second call changes nothing.
///
/// # Errors
/// The file cannot be opened.
pub fn start(data: &Path, filter: Option<&str>) -> io::Result<()> {
    let file = LogFile::open(data.join(FILE), MAX_BYTES)?;
    let filter = filter
        .and_then(|filter| EnvFilter::try_new(filter).ok())
        .unwrap_or_else(|| EnvFilter::new("warn,awp=info"));
    // An error means that a log was started before; it stays.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_target(true)
        .with_writer(file)
        .try_init();
    Ok(())
}

/// A file that never grows far beyond its bound.
#[derive(Clone)]
pub struct LogFile {
    state: Arc<Mutex<State>>,
}

struct State {
    path: PathBuf,
    file: File,
    written: u64,
    bound: u64,
}

impl LogFile {
    /// Opens or creates a log file, readable by its owner only.
    ///
    /// # Errors
    /// It cannot be opened.
    pub fn open(path: PathBuf, bound: u64) -> io::Result<Self> {
        let file = append(&path)?;
        let written = file.metadata()?.len();
        Ok(Self {
            state: Arc::new(Mutex::new(State {
                path,
                file,
                written,
                bound,
            })),
        })
    }
}

fn append(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

impl State {
    fn turn(&mut self) -> io::Result<()> {
        let mut aside = self.path.clone().into_os_string();
        aside.push(".1");
        fs::rename(&self.path, aside)?;
        self.file = append(&self.path)?;
        self.written = 0;
        Ok(())
    }
}

impl Write for LogFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.written >= state.bound {
            state.turn()?;
        }
        let count = state.file.write(bytes)?;
        state.written += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.file.flush()
    }
}

impl<'a> MakeWriter<'a> for LogFile {
    type Writer = Self;

    fn make_writer(&'a self) -> Self::Writer {
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_never_takes_more_than_two_files_of_its_bound() {
        let dir = tempfile::tempdir().unwrap();
        let mut log = LogFile::open(dir.path().join(FILE), 1000).unwrap();
        for _ in 0..500 {
            log.write_all(&[b'x'; 100]).unwrap();
        }
        let sizes: Vec<u64> = fs::read_dir(dir.path())
            .unwrap()
            .map(|entry| entry.unwrap().metadata().unwrap().len())
            .collect();
        assert!(
            sizes.len() == 2 && sizes.iter().all(|size| *size <= 1100),
            "{sizes:?}"
        );
    }

    #[test]
    fn only_the_owner_reads_the_log() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE);
        let _log = LogFile::open(path.clone(), 10).unwrap();
        assert_eq!(
            fs::metadata(path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}
