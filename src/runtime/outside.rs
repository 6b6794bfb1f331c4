//! A text in the editor of the system.
//!
//! The text goes into a file that only this user can read, in the program's own folder; when
//! the editor ends the file is read, written over with blanks and removed. Whatever happens to
//! the editor, the text on the screen stays as it was until the file was read.
//! Not here: the terminal is given back and taken over by the loop.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use tokio::process::{Child, Command};
use uuid::Uuid;

use crate::domain::text::{CitizenText, MAX_CHARS};
use crate::runtime::input::Pause;

/// The most bytes that are read back.
const MAX_BYTES: u64 = 4 * MAX_CHARS as u64 + 1;

/// The editor of the system, as the environment names it.
pub struct ExternalEditor {
    /// The program and its arguments; `vi` where nothing is named.
    pub command: Option<String>,
    /// The folder of the file, which only this user can enter.
    pub folder: PathBuf,
    /// Keeps the keys of the terminal for the editor; `None` in tests.
    pub pause: Option<Pause>,
}

/// Why a text did not come back.
#[derive(Debug, thiserror::Error)]
pub enum OutsideError {
    /// The file cannot be written or read.
    #[error("the file of the editor: {0}")]
    File(#[from] io::Error),
    /// The program cannot be started.
    #[error("the editor {program:?} cannot be started: {source}")]
    Start {
        /// The program.
        program: String,
        /// Why.
        source: io::Error,
    },
    /// It said that it failed, or was ended.
    #[error("the editor {program:?} ended with {status}")]
    Failed {
        /// The program.
        program: String,
        /// How it ended.
        status: ExitStatus,
    },
    /// What came back is no text, or too long.
    #[error("the file of the editor is no text of at most {MAX_CHARS} characters")]
    NoText,
}

/// An editor at work on a file.
pub struct Session {
    /// The process.
    pub child: Child,
    file: Wiped,
    program: String,
}

impl ExternalEditor {
    /// Starts the editor on a text.
    ///
    /// # Errors
    /// The file cannot be written, or the program cannot be started.
    pub fn open(&self, text: &CitizenText) -> Result<Session, OutsideError> {
        let file = Wiped::create(&self.folder, text.as_str())?;
        let command = self.command.as_deref().unwrap_or("vi");
        let mut words = command.split_whitespace();
        let program = words.next().unwrap_or("vi").to_owned();
        let started = Command::new(&program).args(words).arg(&file.path).spawn();
        let child = started.map_err(|source| OutsideError::Start {
            program: program.clone(),
            source,
        })?;
        Ok(Session {
            child,
            file,
            program,
        })
    }
}

impl Session {
    /// The text as the editor left it; the file is wiped.
    ///
    /// # Errors
    /// The editor failed, or what it left is no text.
    pub fn finish(self, status: ExitStatus) -> Result<CitizenText, OutsideError> {
        if !status.success() {
            return Err(OutsideError::Failed {
                program: self.program,
                status,
            });
        }
        self.file.read()
    }
}

/// A private file that leaves nothing behind.
struct Wiped {
    path: PathBuf,
}

impl Wiped {
    fn create(folder: &Path, text: &str) -> Result<Self, OutsideError> {
        let path = folder.join(format!("letter-{}.txt", Uuid::new_v4().simple()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let mut file = options.open(&path)?;
        let wiped = Self { path };
        file.write_all(text.as_bytes())?;
        file.write_all(b"\n")?;
        Ok(wiped)
    }

    fn read(&self) -> Result<CitizenText, OutsideError> {
        let mut bytes = Vec::new();
        File::open(&self.path)?
            .take(MAX_BYTES)
            .read_to_end(&mut bytes)?;
        let text = String::from_utf8(bytes).map_err(|_binary| OutsideError::NoText)?;
        CitizenText::parse(text.trim_end_matches('\n')).map_err(|_long| OutsideError::NoText)
    }

    fn wipe(&self) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).open(&self.path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(0))?;
        io::copy(&mut io::repeat(b' ').take(length), &mut file)?;
        file.sync_data()
    }
}

impl Drop for Wiped {
    fn drop(&mut self) {
        let wiped = self.wipe();
        let removed = fs::remove_file(&self.path);
        if let Err(error) = wiped.and(removed) {
            tracing::warn!(kind = ?error.kind(), "the file of the editor was not wiped");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn editor(folder: &Path, script: &str) -> ExternalEditor {
        let path = folder.join("editor.sh");
        fs::write(&path, script).unwrap();
        ExternalEditor {
            command: Some(format!("sh {}", path.display())),
            folder: folder.to_owned(),
            pause: None,
        }
    }

    async fn edited(folder: &Path, script: &str) -> Result<CitizenText, OutsideError> {
        let text = CitizenText::parse("Бірінші\nекінші").unwrap();
        let mut session = editor(folder, script).open(&text)?;
        let status = session.child.wait().await.unwrap();
        session.finish(status)
    }

    fn letters(folder: &Path) -> usize {
        let files = fs::read_dir(folder).unwrap();
        files
            .filter(|file| {
                let name = file.as_ref().unwrap().file_name();
                name.to_string_lossy().starts_with("letter-")
            })
            .count()
    }

    #[tokio::test]
    async fn what_the_editor_saves_comes_back_and_the_file_goes() {
        let dir = tempfile::tempdir().unwrap();
        let text = edited(dir.path(), "echo 'үшінші' >> \"$1\"").await.unwrap();
        assert_eq!(text.as_str(), "Бірінші\nекінші\nүшінші");
        assert_eq!(letters(dir.path()), 0);
    }

    #[tokio::test]
    async fn only_this_user_can_read_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let file = Wiped::create(dir.path(), "құпия").unwrap();
        let mode = fs::metadata(&file.path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[tokio::test]
    async fn an_editor_that_fails_or_leaves_no_text_gives_nothing_back() {
        let dir = tempfile::tempdir().unwrap();
        let failed = edited(dir.path(), "exit 3").await;
        assert!(matches!(failed, Err(OutsideError::Failed { .. })));
        let binary = edited(dir.path(), "printf '\\377\\376' > \"$1\"").await;
        assert!(matches!(binary, Err(OutsideError::NoText)));
        assert_eq!(letters(dir.path()), 0);
    }

    #[tokio::test]
    async fn a_program_that_does_not_exist_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let none = ExternalEditor {
            command: Some("no-such-editor-here".into()),
            folder: dir.path().to_owned(),
            pause: None,
        };
        let error = none.open(&CitizenText::default()).err().unwrap();
        assert!(error.to_string().contains("no-such-editor-here"));
        assert_eq!(letters(dir.path()), 0);
    }
}
