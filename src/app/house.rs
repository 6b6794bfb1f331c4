//! The colleagues of the holder and what they sit at, as the lists show it.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::domain::colleague::{Colleague, stand_in};
use crate::domain::desk::{DeskMark, DeskRefusal, Lease};
use crate::domain::ids::{Number, UserName};

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

/// The list of colleagues over an item.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColleaguesState {
    /// The item.
    pub number: Number,
    /// Index of the selected one.
    pub selected: usize,
    /// Index of the first one on screen.
    pub top: usize,
}
