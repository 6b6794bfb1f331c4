//! The colleagues of the holder and what they sit at, as the lists show it.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::field::LineField;
use super::list::Revision;
use crate::domain::act::Act;
use crate::domain::colleague::{Colleague, stand_in};
use crate::domain::desk::{DeskMark, DeskRefusal, Lease, Reading};
use crate::domain::ids::{Number, UserName};
use crate::domain::local_text::Lang;
use crate::domain::row::Row;
use crate::domain::text::CitizenText;

/// A lease is renewed this long before it would end.
pub const RENEW_AFTER: SignedDuration = SignedDuration::from_secs(150);

/// Colleagues and marks, as last read.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct House {
    /// The colleagues with their open items, by name.
    pub colleagues: Vec<Mate>,
    /// What others write about or wait to read, by item; one's own leases are no marks.
    pub marks: BTreeMap<Number, DeskMark>,
}

/// A colleague and their work.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mate {
    /// The colleague.
    pub colleague: Colleague,
    /// How many open items they work on.
    pub open: u64,
}

impl House {
    /// Who else writes about an item at the moment.
    #[must_use]
    pub fn writer(&self, number: Number, now: Timestamp) -> Option<&Lease> {
        let lease = self.marks.get(&number)?.lease.as_ref()?;
        lease.is_live(now).then_some(lease)
    }

    /// When the first of the leases ends after `now`.
    #[must_use]
    pub fn next_end(&self, now: Timestamp) -> Option<Timestamp> {
        let leases = self.marks.values().filter_map(|mark| mark.lease.as_ref());
        leases
            .map(|lease| lease.until)
            .filter(|until| *until > now)
            .min()
    }

    /// Who does the work of a user on a day, if somebody else does.
    #[must_use]
    pub fn stand_in(&self, user: &UserName, on: jiff::civil::Date) -> Option<UserName> {
        let all: Vec<Colleague> = self
            .colleagues
            .iter()
            .map(|mate| mate.colleague.clone())
            .collect();
        stand_in(user, on, &all).cloned()
    }
}

/// The item a form of this workstation is open for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Editing {
    /// The item.
    pub number: Option<Number>,
    /// When its lease is renewed.
    pub renew_at: Option<Timestamp>,
    /// The portal said that the lease is held here.
    pub held: bool,
}

/// Why an order to colleagues was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeskFailure {
    /// The portal says no.
    Refused(DeskRefusal),
    /// There is no link; such orders are not queued.
    NoLink,
}

/// What a colleague is chosen for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// To work on the item.
    Work,
    /// To read a text before it leaves.
    Read {
        /// The act it is for.
        act: Act,
        /// Its language.
        lang: Lang,
        /// The text.
        text: CitizenText,
    },
}

/// The list of colleagues over an item.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColleaguesState {
    /// The item.
    pub number: Number,
    /// What a colleague is chosen for.
    pub purpose: Purpose,
    /// Index of the selected one.
    pub selected: usize,
    /// Index of the first one on screen.
    pub top: usize,
}

/// A text that waits for the user as its second reader.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadingState {
    /// The item.
    pub number: Number,
    /// What is read.
    pub reading: Reading,
    /// What should be mended, as typed.
    pub remark: LineField,
    /// The first line of the text on screen.
    pub scroll: u16,
    /// When what was typed is to be saved.
    pub save_at: Option<Timestamp>,
    /// What the reader thinks is on its way to the portal.
    pub sent: bool,
    /// Why the last order was refused.
    pub refusal: Option<DeskRefusal>,
}

/// The days on which somebody else does the work of a colleague.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AbsenceState {
    /// Who is away.
    pub user: UserName,
    /// The days as typed.
    pub days: LineField,
    /// Index of the selected one among those who can stand in.
    pub selected: usize,
    /// What was typed is no days.
    pub no_days: bool,
}

/// The open work of a colleague on one sheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HandoverState {
    /// Whose work.
    pub user: UserName,
    /// The question.
    pub asked: Revision,
    /// The items, the most urgent first; `None` until they are read.
    pub lines: Option<Vec<HandoverLine>>,
    /// Index of the selected one.
    pub selected: usize,
    /// Index of the first one on screen.
    pub top: usize,
}

/// One item of a handover.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HandoverLine {
    /// The item as a list shows it.
    pub row: Row,
    /// Somebody began to write on this computer.
    pub draft: bool,
}

impl House {
    /// Who can do the work of a colleague: those of the same role, without the colleague.
    #[must_use]
    pub fn substitutes(&self, user: &UserName) -> Vec<&UserName> {
        let role = self.colleague(user).map(|one| one.role);
        let others = self.colleagues.iter().map(|mate| &mate.colleague);
        others
            .filter(|one| one.user != *user && Some(one.role) == role)
            .map(|one| &one.user)
            .collect()
    }

    /// A colleague by name.
    #[must_use]
    pub fn colleague(&self, user: &UserName) -> Option<&Colleague> {
        let mut all = self.colleagues.iter().map(|mate| &mate.colleague);
        all.find(|one| one.user == *user)
    }
}
