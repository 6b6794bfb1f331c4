//! The holders and the people who work for them, as the Operator lists them.

use serde::Serialize;

use super::directory::Directory;
use crate::domain::act::Role;
use crate::domain::ids::UserName;
use crate::domain::local_text::Lang;

/// An account of a holder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Account {
    /// BIN of the holder.
    pub holder: String,
    /// Role.
    pub role: Role,
    /// Login name.
    pub user: UserName,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum HoldersLine {
    /// A holder, by its place in the directory, and how many accounts it has.
    Holder(usize, usize),
    /// One of its accounts.
    Account(Account),
}

/// The list of holders.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct HoldersState {
    /// The lines; `None` until they are read.
    pub lines: Option<Vec<HoldersLine>>,
    /// Index of the selected one.
    pub selected: usize,
    /// Index of the first one on screen.
    pub top: usize,
}

/// The holders by name, each with its accounts by role and name.
#[must_use]
pub fn lines(directory: &Directory, mut accounts: Vec<Account>, lang: Lang) -> Vec<HoldersLine> {
    accounts.sort();
    let mut holders: Vec<(usize, &str, &str)> = directory
        .all()
        .enumerate()
        .map(|(at, holder)| (at, holder.name.get(lang), holder.bin.as_str()))
        .collect();
    holders.sort_by_key(|(_, name, bin)| (*name, *bin));
    let mut lines = Vec::new();
    for (at, _, bin) in holders {
        let own: Vec<&Account> = accounts.iter().filter(|one| one.holder == bin).collect();
        lines.push(HoldersLine::Holder(at, own.len()));
        lines.extend(own.into_iter().cloned().map(HoldersLine::Account));
    }
    lines
}
