//! What the bench is told on its command line, and which programs it can run.

use std::path::{Path, PathBuf};

use crate::{AWP, Outcome};

/// The programs the workstation is measured beside, each named as its Debian package.
const RIVALS: [&str; 3] = ["neomutt", "aerc", "tig"];

/// What each program needs besides itself.
const GIT: &str = "git";

/// The workstation measured beside neomutt, aerc and tig.
#[derive(Debug, clap::Parser)]
#[command(name = "cargo bench --bench peers --")]
pub struct Options {
    /// Mails, commits and requests that each program is given.
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(10_000..=5_000_000))]
    pub items: u32,
    /// Keeps the generated data in a folder, or uses those it holds already.
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// The workstation to measure in place of the one that was built.
    #[arg(long, value_name = "PATH")]
    program: Option<PathBuf>,
    /// Only these programs, with commas between them.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = ["awp", "neomutt", "aerc", "tig"])]
    only: Vec<String>,
    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

impl Options {
    /// Where the data go, with what deletes them when it is dropped.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn folder(&self) -> Outcome<(Option<tempfile::TempDir>, PathBuf)> {
        if let Some(keep) = &self.keep {
            std::fs::create_dir_all(keep)?;
            return Ok((None, keep.canonicalize()?));
        }
        let folder = tempfile::tempdir()?;
        let path = folder.path().to_owned();
        Ok((Some(folder), path))
    }

    /// The binary of the workstation.
    pub fn program(&self) -> PathBuf {
        let built = || PathBuf::from(env!("CARGO_BIN_EXE_awp"));
        self.program.clone().unwrap_or_else(built)
    }

    /// The programs to be measured, in the order of the table.
    pub fn programs(&self) -> Vec<&'static str> {
        let wanted =
            |name: &&str| self.only.is_empty() || self.only.iter().any(|only| only == name);
        [AWP].into_iter().chain(RIVALS).filter(wanted).collect()
    }

    /// Which of them are not installed here.
    pub fn missing(&self) -> Vec<&'static str> {
        let is_missing = |name: &&str| match *name {
            AWP => false,
            "tig" => !is_installed("tig") || !is_installed(GIT),
            other => !is_installed(other),
        };
        self.programs().into_iter().filter(is_missing).collect()
    }
}

/// The Debian packages that bring the missing programs.
pub fn packages(missing: &[&str]) -> String {
    let mut packages = missing.join(" ");
    if missing.contains(&"tig") && !is_installed(GIT) {
        packages.push_str(" git");
    }
    packages
}

fn is_installed(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| Path::new(&folder).join(name).is_file())
}
