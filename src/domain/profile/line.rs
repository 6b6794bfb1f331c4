//! A profile line by line, as it is looked through and typed: each line is one value in one
//! language.

use jiff::civil::Time;
use serde::Serialize;

use super::{Fault, FaultKind, Field, HolderProfile};
use crate::domain::calendar::Profile as Week;
use crate::domain::holder::Timeliness;
use crate::domain::hours::{Pause, WorkingHours};
use crate::domain::letter::Signatory;
use crate::domain::local_text::LocalText;
use crate::domain::rules::{HolderKind, Reading};
use crate::domain::term::{BeforeRule, DayCounting, ExtensionBase, RollRule};

/// One line of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Line {
    /// A field of one value.
    Field(Field),
    /// The address in Kazakh.
    AddressKk,
    /// The address in Russian.
    AddressRu,
    /// A signatory; the one behind the last is a new one.
    Signatory(usize),
    /// The text of the blog in Kazakh.
    BlogKk,
    /// The text of the blog in Russian.
    BlogRu,
}

/// Stands for a line break of a text that is typed on one line.
const BREAK: &str = " | ";

/// The sign of it, without the blanks that a line folds.
const SIGN: char = '|';

impl Line {
    /// The lines of a profile, a blank one for a new signatory among them.
    #[must_use]
    pub fn all(profile: &HolderProfile) -> Vec<Self> {
        let mut lines = Vec::new();
        for field in Field::ALL {
            match field {
                Field::Address => lines.extend([Self::AddressKk, Self::AddressRu]),
                Field::Blog => lines.extend([Self::BlogKk, Self::BlogRu]),
                Field::Signatories => {
                    lines.extend((0..=profile.signatories.len()).map(Self::Signatory));
                }
                Field::Kind
                | Field::StateShare
                | Field::Hours
                | Field::DraftDays
                | Field::Timeliness
                | Field::Week
                | Field::DayCounting
                | Field::CutOff
                | Field::Roll
                | Field::Before
                | Field::ExtensionBase
                | Field::Red => lines.push(Self::Field(field)),
            }
        }
        lines
    }

    /// The field the line belongs to.
    #[must_use]
    pub const fn field(self) -> Field {
        match self {
            Self::Field(field) => field,
            Self::AddressKk | Self::AddressRu => Field::Address,
            Self::Signatory(_) => Field::Signatories,
            Self::BlogKk | Self::BlogRu => Field::Blog,
        }
    }

    /// What is typed to give the line the value it has; `None` where the value is chosen.
    #[must_use]
    pub fn written(self, of: &HolderProfile) -> Option<String> {
        let text = match self {
            Self::AddressKk => of.address.kk.clone(),
            Self::AddressRu => of.address.ru.clone(),
            Self::BlogKk => of.blog.kk.replace('\n', BREAK),
            Self::BlogRu => of.blog.ru.replace('\n', BREAK),
            Self::Signatory(at) => of.signatories.get(at).map_or_else(String::new, |one| {
                format!("{}; {}; {}", one.name, one.position.kk, one.position.ru)
            }),
            Self::Field(Field::StateShare) => of.state_share.to_string(),
            Self::Field(Field::DraftDays) => of.draft_days.to_string(),
            Self::Field(Field::CutOff) => clock(of.switches.cut_off),
            Self::Field(Field::Hours) => {
                let day = format!("{}–{}", clock(of.hours.start), clock(of.hours.end));
                let pause = of.hours.pause;
                pause.map_or(day.clone(), |pause| {
                    format!("{day}, {}–{}", clock(pause.from), clock(pause.to))
                })
            }
            Self::Field(_) => return None,
        };
        Some(text)
    }

    /// Whether the value can be typed on one line: a text that has the sign of a line break as a
    /// sign of its own cannot.
    #[must_use]
    pub fn fits_a_line(self, of: &HolderProfile) -> bool {
        match self {
            Self::BlogKk => !of.blog.kk.contains(SIGN),
            Self::BlogRu => !of.blog.ru.contains(SIGN),
            Self::Field(_) | Self::AddressKk | Self::AddressRu | Self::Signatory(_) => true,
        }
    }

    /// Takes what was typed into the profile; a blank signatory is removed.
    ///
    /// # Errors
    /// It is not written like a value of the line, or names what cannot be.
    pub fn take(self, text: &str, into: &mut HolderProfile) -> Result<(), Fault> {
        let text = text.trim();
        let field = self.field();
        let fault = move |kind| Fault { field, kind };
        match self {
            Self::AddressKk => text.clone_into(&mut into.address.kk),
            Self::AddressRu => put_russian(text, &mut into.address),
            Self::BlogKk => into.blog.kk = broken(text),
            Self::BlogRu => into.blog.ru = broken(text),
            Self::Signatory(at) => put_signatory(at, text, into).map_err(fault)?,
            Self::Field(Field::StateShare) => {
                let number = text.trim_end_matches('%').trim();
                into.state_share = number.parse().map_err(|_no| fault(FaultKind::Percent))?;
            }
            Self::Field(Field::DraftDays) => {
                into.draft_days = text.parse().map_err(|_no| fault(FaultKind::DraftDays))?;
            }
            Self::Field(Field::CutOff) => {
                let time = read_clock(text).ok_or_else(|| fault(FaultKind::Unreadable))?;
                into.switches.cut_off = time;
            }
            Self::Field(Field::Hours) => {
                let hours = read_hours(text).ok_or_else(|| fault(FaultKind::Unreadable))?;
                into.hours = hours;
            }
            Self::Field(_) => return Err(fault(FaultKind::Unreadable)),
        }
        Ok(())
    }

    /// Chooses the next value, or the one before; tells whether the line has values to choose.
    pub fn choose(self, forward: bool, into: &mut HolderProfile) -> bool {
        let Self::Field(field) = self else {
            return false;
        };
        let switches = &mut into.switches;
        match field {
            Field::Kind => into.kind = beside(&HolderKind::ALL, into.kind, forward),
            Field::Timeliness => {
                let all = [Timeliness::Receipt, Timeliness::Decision];
                into.timeliness = beside(&all, into.timeliness, forward);
            }
            Field::Week => switches.profile = beside(&Week::ALL, switches.profile, forward),
            Field::DayCounting => {
                let all = [DayCounting::AfterStart, DayCounting::FromStart];
                switches.day_counting = beside(&all, switches.day_counting, forward);
            }
            Field::Roll => {
                let all = [
                    RollRule::NextWorkingDay,
                    RollRule::PreviousWorkingDay,
                    RollRule::None,
                ];
                switches.roll = beside(&all, switches.roll, forward);
            }
            Field::Before => {
                let all = [BeforeRule::Lenient, BeforeRule::Strict];
                switches.before = beside(&all, switches.before, forward);
            }
            Field::ExtensionBase => {
                let all = [ExtensionBase::Raw, ExtensionBase::Latest];
                switches.extension_base = beside(&all, switches.extension_base, forward);
            }
            Field::Red => {
                let all = [None, Some(Reading::Safe), Some(Reading::Latest)];
                switches.red = beside(&all, switches.red, forward);
            }
            Field::StateShare
            | Field::Address
            | Field::Signatories
            | Field::Blog
            | Field::Hours
            | Field::DraftDays
            | Field::CutOff => return false,
        }
        true
    }
}

/// A text with its line breaks again; blanks beside them are those of the one line.
fn broken(text: &str) -> String {
    let lines: Vec<&str> = text.split(SIGN).map(str::trim).collect();
    lines.join("\n")
}

/// The value beside one, round the ends.
fn beside<T: Copy + PartialEq>(all: &[T], value: T, forward: bool) -> T {
    let at = all.iter().position(|one| *one == value).unwrap_or(0);
    let step = if forward {
        1
    } else {
        all.len().saturating_sub(1)
    };
    let target = (at + step) % all.len().max(1);
    all.get(target).copied().unwrap_or(value)
}

fn clock(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

fn read_clock(text: &str) -> Option<Time> {
    Time::strptime("%H:%M", text.trim()).ok()
}

fn read_span(text: &str) -> Option<(Time, Time)> {
    let (from, to) = text.split_once(['–', '-', '—'])?;
    Some((read_clock(from)?, read_clock(to)?))
}

/// `09:00–18:30, 13:00–14:30`; the second span is the break.
fn read_hours(text: &str) -> Option<WorkingHours> {
    let (day, pause) = match text.split_once(',') {
        Some((day, pause)) => (day, Some(pause)),
        None => (text, None),
    };
    let (start, end) = read_span(day)?;
    let pause = match pause {
        Some(pause) => {
            let (from, to) = read_span(pause)?;
            Some(Pause { from, to })
        }
        None => None,
    };
    Some(WorkingHours { start, end, pause })
}

/// An English text that only repeated the Russian one goes on repeating it.
fn put_russian(text: &str, into: &mut LocalText) {
    if into.en == into.ru {
        text.clone_into(&mut into.en);
    }
    text.clone_into(&mut into.ru);
}

/// `А. Серікова; Басқарма төрағасы; Председатель правления`.
fn put_signatory(at: usize, text: &str, into: &mut HolderProfile) -> Result<(), FaultKind> {
    let all = &mut into.signatories;
    if text.is_empty() {
        if at < all.len() {
            all.remove(at);
        }
        return Ok(());
    }
    let parts: Vec<&str> = text.split(';').map(str::trim).collect();
    let [name, kk, ru] = parts[..] else {
        return Err(FaultKind::Unreadable);
    };
    if let Some(one) = all.get_mut(at) {
        name.clone_into(&mut one.name);
        kk.clone_into(&mut one.position.kk);
        put_russian(ru, &mut one.position);
    } else {
        all.push(Signatory {
            name: name.to_owned(),
            position: LocalText {
                kk: kk.to_owned(),
                ru: ru.to_owned(),
                en: ru.to_owned(),
            },
        });
    }
    Ok(())
}
