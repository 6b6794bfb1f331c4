//! What colleagues did with an item, among its events.

use jiff::Timestamp;

use crate::app::Model;
use crate::domain::desk::{Assignment, Desk, Reading, Said};
use crate::domain::privacy::mask_text;
use crate::i18n::{Texts, words as codes};
use crate::theme::Role;
use crate::ui::widget::sheet::Sheet;
use crate::ui::words;

/// One thing that happened among colleagues.
#[derive(Debug, Clone, Copy)]
pub(super) enum Happened<'a> {
    /// The item was given to somebody, or to nobody.
    Assigned(&'a Assignment),
    /// A text was given to a reader.
    Asked(&'a Reading),
    /// The reader said what they think.
    Read(&'a Reading, &'a Said),
}

impl Happened<'_> {
    /// When, by the portal's clock.
    pub(super) const fn at(&self) -> Timestamp {
        match self {
            Self::Assigned(assignment) => assignment.at,
            Self::Asked(reading) => reading.asked_at,
            Self::Read(_, said) => said.at,
        }
    }
}

/// What happened at a desk, oldest first.
pub(super) fn happened(desk: &Desk) -> Vec<Happened<'_>> {
    let given = desk.assignments.iter().map(Happened::Assigned);
    let asked = desk.readings.iter().map(Happened::Asked);
    let read = desk.readings.iter();
    let read = read.filter_map(|one| Some(Happened::Read(one, one.said.as_ref()?)));
    let mut all: Vec<Happened<'_>> = given.chain(asked).chain(read).collect();
    all.sort_by_key(Happened::at);
    all
}

/// Writes one of them onto a sheet.
pub(super) fn write<'a>(
    sheet: &mut Sheet<'a>,
    model: &Model,
    texts: &Texts,
    happened: Happened<'a>,
) {
    let words = match happened {
        Happened::Assigned(Assignment { to, by, .. }) => match to {
            Some(to) => texts.history_assigned(by.0.as_str(), to.0.as_str()),
            None => texts.history_assigned_to_nobody(by.0.as_str()),
        },
        Happened::Asked(reading) => texts.history_reading_asked(
            codes::act(texts, reading.act),
            reading.by.0.as_str(),
            reading.reader.0.as_str(),
        ),
        Happened::Read(reading, said) if said.good => {
            texts.history_read_good(reading.reader.0.as_str())
        }
        Happened::Read(reading, _) => texts.history_read_back(reading.reader.0.as_str()),
    };
    sheet.text(words.into(), Role::Text);
    let at = words::moment(texts, model.today(), happened.at());
    sheet.hanging("  ", at.into(), Role::TextMuted);
    if let Happened::Read(_, said) = happened
        && !said.remark.is_blank()
    {
        let remark = mask_text(said.remark.as_str());
        sheet.hanging("  ", remark.into(), Role::Text);
    }
}
