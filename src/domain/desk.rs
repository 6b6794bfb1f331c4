//! Who sits at a request: leases, assignments, watchers, the second reader.
//!
//! Kept apart from the request, so that work among colleagues never makes a legal act conflict.
//! A lease only warns; nothing here stops an act of the law. Every order is judged by
//! [`Desk::apply`] on the portal; a workstation sees the outcome in the feed.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::act::{Act, Role};
use super::colleague::Colleague;
use super::ids::{DeviceId, Number, UserName};
use super::local_text::Lang;
use super::text::CitizenText;

mod reading;

pub use reading::{Opinion, WasRead};

/// How long a lease lasts unless it is renewed.
pub const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// How many assignments and readings a desk remembers.
const REMEMBERED: usize = 50;

/// The longest text that is given to a second reader, in characters.
pub const MAX_READING: usize = 50_000;

/// Somebody has the item open for writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// Who.
    pub user: UserName,
    /// On which installation.
    pub device: DeviceId,
    /// Until when, unless renewed.
    pub until: Timestamp,
    /// From whom it was taken over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_from: Option<UserName>,
}

impl Lease {
    /// Whether it still counts.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.until > now
    }
}

/// Somebody was given the item, or it was taken from everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// To whom.
    pub to: Option<UserName>,
    /// By whom.
    pub by: UserName,
    /// When, by the portal's clock.
    pub at: Timestamp,
}

/// A text that a second pair of eyes reads before it leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Who wrote it.
    pub by: UserName,
    /// Who reads it.
    pub reader: UserName,
    /// The act it is for.
    pub act: Act,
    /// Its language.
    pub lang: Lang,
    /// The text; empty in a redacted body.
    pub text: CitizenText,
    /// When it was given to the reader, by the portal's clock.
    pub asked_at: Timestamp,
    /// What the reader said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Said>,
}

/// What a second reader said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// It may leave as it is.
    pub good: bool,
    /// What should be mended; for colleagues, the user does not read it.
    #[serde(default)]
    pub remark: CitizenText,
    /// When, by the portal's clock.
    pub at: Timestamp,
}

/// What colleagues do with an item among themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// The item.
    pub number: Number,
    /// Who has it open for writing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<Lease>,
    /// Who was given it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assignments: Vec<Assignment>,
    /// Who wants to know what happens to it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub watchers: BTreeSet<UserName>,
    /// Texts given to a second reader, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<Reading>,
}

/// What a list shows of a desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskMark {
    /// The item.
    pub number: Number,
    /// Who writes about it now.
    pub lease: Option<Lease>,
    /// The texts that wait for a reader, oldest first.
    pub waiting: Vec<Waiting>,
}

/// A text that waits for a reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Whose text.
    pub author: UserName,
    /// The reader it waits for.
    pub reader: UserName,
}

impl DeskMark {
    /// The text that waits for a user.
    #[must_use]
    pub fn waits_for(&self, user: Option<&UserName>) -> Option<&Waiting> {
        let mut waiting = self.waiting.iter();
        waiting.find(|one| Some(&one.reader) == user)
    }
}

/// What a colleague wants of a desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "order",
    rename_all = "kebab-case",
    rename_all_fields = "snake_case"
)]
pub enum DeskOrder {
    /// Open for writing, or go on; what another one holds stays theirs.
    Take,
    /// Open for writing although another one does.
    TakeOver,
    /// Close.
    Release,
    /// Give the item to somebody, or to nobody in particular.
    Assign {
        /// To whom.
        to: Option<UserName>,
    },
    /// Be told of what happens to it, or not any more.
    Watch {
        /// Told.
        on: bool,
    },
    /// Give a text to a second reader.
    AskReading {
        /// Who reads.
        reader: UserName,
        /// The act it is for.
        act: Act,
        /// Its language.
        lang: Lang,
        /// The text.
        text: CitizenText,
    },
    /// Say what one thinks of the text one was given.
    Read {
        /// When that text was given: a newer one is another text.
        asked_at: Timestamp,
        /// It may leave.
        good: bool,
        /// What should be mended.
        remark: CitizenText,
    },
}

/// Why colleagues cannot have it so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum DeskRefusal {
    /// The item is not there, or of another holder.
    #[error("no such item of this holder")]
    NoSuchItem,
    /// The account only looks.
    #[error("this role does not work on items")]
    RoleOnlyLooks,
    /// Not an account of the holder.
    #[error("nobody of this name works for the holder")]
    NoSuchColleague,
    /// The colleague's role does not do this work.
    #[error("only an administrator can be given an item")]
    NotAnAdministrator,
    /// The closed item needs nobody.
    #[error("the item is closed")]
    Closed,
    /// One's own text is read by another one.
    #[error("the second reader is somebody else")]
    ReaderIsAuthor,
    /// The text is empty or too long.
    #[error("the text for the reader is empty or longer than {MAX_READING} characters")]
    ReadingText,
    /// Nothing waits for this reader.
    #[error("no text waits for this reader")]
    NothingToRead,
    /// A newer text stands in the place of the one that was read.
    #[error("the author has given a newer text: read that one")]
    ReadingReplaced,
    /// A text is sent back with a word why.
    #[error("say what should be mended")]
    RemarkMissing,
    /// The last day is before the first.
    #[error("the last day is before the first one")]
    AbsenceBackwards,
    /// There is an absence on one of the days.
    #[error("the days meet another absence of the same colleague")]
    AbsenceOverlaps,
    /// One is not one's own substitute.
    #[error("nobody is their own substitute")]
    SubstituteIsSelf,
    /// The substitute has another role.
    #[error("the substitute has another role")]
    SubstituteOfOtherRole,
    /// The chain of substitutes would come back.
    #[error("the chain of substitutes would come back to where it began")]
    SubstituteCycle,
}

impl DeskRefusal {
    /// Every refusal.
    pub const ALL: [Self; 15] = [
        Self::NoSuchItem,
        Self::RoleOnlyLooks,
        Self::NoSuchColleague,
        Self::NotAnAdministrator,
        Self::Closed,
        Self::ReaderIsAuthor,
        Self::ReadingText,
        Self::NothingToRead,
        Self::ReadingReplaced,
        Self::RemarkMissing,
        Self::AbsenceBackwards,
        Self::AbsenceOverlaps,
        Self::SubstituteIsSelf,
        Self::SubstituteOfOtherRole,
        Self::SubstituteCycle,
    ];

    /// The kebab-case code: the type of the portal's problem, the name of the text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoSuchItem => "no-such-item",
            Self::RoleOnlyLooks => "role-only-looks",
            Self::NoSuchColleague => "no-such-colleague",
            Self::NotAnAdministrator => "not-an-administrator",
            Self::Closed => "item-closed",
            Self::ReaderIsAuthor => "reader-is-author",
            Self::ReadingText => "reading-text",
            Self::NothingToRead => "nothing-to-read",
            Self::ReadingReplaced => "reading-replaced",
            Self::RemarkMissing => "remark-missing",
            Self::AbsenceBackwards => "absence-backwards",
            Self::AbsenceOverlaps => "absence-overlaps",
            Self::SubstituteIsSelf => "substitute-is-self",
            Self::SubstituteOfOtherRole => "substitute-of-other-role",
            Self::SubstituteCycle => "substitute-cycle",
        }
    }

    /// The refusal of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// Who gives an order, and what it is judged by.
#[derive(Debug, Clone, Copy)]
pub struct DeskContext<'a> {
    /// The account.
    pub user: &'a UserName,
    /// Its role.
    pub role: Role,
    /// The installation.
    pub device: DeviceId,
    /// The portal's clock.
    pub now: Timestamp,
    /// Whether the item is closed.
    pub closed: bool,
    /// The colleagues of the holder.
    pub colleagues: &'a [Colleague],
}

impl Desk {
    /// A desk at which nobody sat yet.
    #[must_use]
    pub const fn new(number: Number) -> Self {
        Self {
            number,
            lease: None,
            assignments: Vec::new(),
            watchers: BTreeSet::new(),
            readings: Vec::new(),
        }
    }

    /// Who works on the item: who was given it last, else who the request itself names.
    #[must_use]
    pub fn owner(&self, named: Option<&UserName>) -> Option<UserName> {
        match self.assignments.last() {
            Some(assignment) => assignment.to.clone(),
            None => named.cloned(),
        }
    }

    /// The lease of another installation, while it counts.
    #[must_use]
    pub fn foreign_lease(&self, device: DeviceId, now: Timestamp) -> Option<&Lease> {
        let lease = self.lease.as_ref()?;
        (lease.is_live(now) && lease.device != device).then_some(lease)
    }

    /// The texts that wait for a reader, oldest first.
    pub fn waiting(&self) -> impl Iterator<Item = &Reading> {
        let readings = self.readings.iter();
        readings.filter(|reading| reading.said.is_none())
    }

    /// The oldest text that waits for a user.
    #[must_use]
    pub fn waiting_for(&self, user: &UserName) -> Option<&Reading> {
        self.waiting().find(|reading| reading.reader == *user)
    }

    /// Carries out an order; tells whether anything changed.
    ///
    /// # Errors
    /// Why it cannot be; the desk stays as it was.
    pub fn apply(&mut self, order: &DeskOrder, cx: &DeskContext<'_>) -> Result<bool, DeskRefusal> {
        if !matches!(cx.role, Role::Administrator | Role::Head) {
            return Err(DeskRefusal::RoleOnlyLooks);
        }
        let before = self.clone();
        match order {
            DeskOrder::Take => self.take(false, cx),
            DeskOrder::TakeOver => self.take(true, cx),
            DeskOrder::Release => self.release(cx),
            DeskOrder::Assign { to } => self.assign(to.as_ref(), cx)?,
            DeskOrder::Watch { on: true } => {
                self.watchers.insert(cx.user.clone());
            }
            DeskOrder::Watch { on: false } => {
                self.watchers.remove(cx.user);
            }
            DeskOrder::AskReading {
                reader,
                act,
                lang,
                text,
            } => self.ask_reading(reader, (*act, *lang, text), cx)?,
            DeskOrder::Read {
                asked_at,
                good,
                remark,
            } => self.read(*asked_at, *good, remark, cx)?,
        }
        Ok(*self != before)
    }

    fn take(&mut self, over: bool, cx: &DeskContext<'_>) {
        let foreign = self.foreign_lease(cx.device, cx.now);
        if foreign.is_some() && !over {
            return;
        }
        let own = self
            .lease
            .as_ref()
            .filter(|lease| lease.device == cx.device);
        let taken_from = match foreign {
            Some(foreign) => Some(foreign.user.clone()),
            None => own.and_then(|lease| lease.taken_from.clone()),
        };
        self.lease = Some(Lease {
            user: cx.user.clone(),
            device: cx.device,
            until: cx.now.checked_add(LEASE).unwrap_or(cx.now),
            taken_from,
        });
    }

    fn release(&mut self, cx: &DeskContext<'_>) {
        self.lease = self
            .lease
            .take()
            .filter(|lease| lease.device != cx.device || lease.user != *cx.user);
    }

    fn assign(&mut self, to: Option<&UserName>, cx: &DeskContext<'_>) -> Result<(), DeskRefusal> {
        if cx.closed {
            return Err(DeskRefusal::Closed);
        }
        if let Some(to) = to {
            let colleague = cx.colleagues.iter().find(|one| one.user == *to);
            let colleague = colleague.ok_or(DeskRefusal::NoSuchColleague)?;
            if colleague.role != Role::Administrator {
                return Err(DeskRefusal::NotAnAdministrator);
            }
        }
        let last = self.assignments.last();
        if last.is_none_or(|last| last.to.as_ref() != to) {
            self.assignments.push(Assignment {
                to: to.cloned(),
                by: cx.user.clone(),
                at: cx.now,
            });
            forget_oldest(&mut self.assignments);
        }
        Ok(())
    }

    fn ask_reading(
        &mut self,
        reader: &UserName,
        (act, lang, text): (Act, Lang, &CitizenText),
        cx: &DeskContext<'_>,
    ) -> Result<(), DeskRefusal> {
        if cx.closed {
            return Err(DeskRefusal::Closed);
        }
        if reader == cx.user {
            return Err(DeskRefusal::ReaderIsAuthor);
        }
        if !cx.colleagues.iter().any(|one| one.user == *reader) {
            return Err(DeskRefusal::NoSuchColleague);
        }
        if text.is_blank() || text.as_str().chars().count() > MAX_READING {
            return Err(DeskRefusal::ReadingText);
        }
        // A text that was not read yet is replaced by the newer wording of the same one.
        let same = |old: &Reading| (&old.by, old.act, old.lang) == (cx.user, act, lang);
        self.readings.retain(|old| old.said.is_some() || !same(old));
        self.readings.push(Reading {
            by: cx.user.clone(),
            reader: reader.clone(),
            act,
            lang,
            text: text.clone(),
            asked_at: cx.now,
            said: None,
        });
        forget_oldest(&mut self.readings);
        Ok(())
    }

    fn read(
        &mut self,
        asked_at: Timestamp,
        good: bool,
        remark: &CitizenText,
        cx: &DeskContext<'_>,
    ) -> Result<(), DeskRefusal> {
        if !good && remark.is_blank() {
            return Err(DeskRefusal::RemarkMissing);
        }
        if self.waiting_for(cx.user).is_none() {
            return Err(DeskRefusal::NothingToRead);
        }
        let mut own = self.readings.iter_mut();
        let reading = own
            .find(|one| one.said.is_none() && one.reader == *cx.user && one.asked_at == asked_at)
            .ok_or(DeskRefusal::ReadingReplaced)?;
        reading.said = Some(Said {
            good,
            remark: remark.clone(),
            at: cx.now,
        });
        Ok(())
    }

    /// The desk without texts, as `support` receives it.
    #[must_use]
    pub fn redacted(&self) -> Self {
        let mut desk = self.clone();
        for reading in &mut desk.readings {
            reading.text = CitizenText::default();
            if let Some(said) = &mut reading.said {
                said.remark = CitizenText::default();
            }
        }
        desk
    }
}

fn forget_oldest<T>(list: &mut Vec<T>) {
    let surplus = list.len().saturating_sub(REMEMBERED);
    list.drain(..surplus);
}

#[cfg(test)]
mod tests;
