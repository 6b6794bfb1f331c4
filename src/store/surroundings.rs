//! What a decision has to look at besides its item, as the replica knows it.

use rusqlite::Connection;

use super::error::StoreError;
use super::{lens, question};
use crate::domain::act::Act;
use crate::domain::command::Command;
use crate::domain::conference::Conference;
use crate::domain::decide::Around;
use crate::domain::holder::Holder;
use crate::domain::ids::{ItemKind, Number};
use crate::domain::question::Question;
use crate::domain::work::Work;
use crate::wire::feed::EntityKind;
use crate::wire::ops::Op;

/// What is known around an item.
#[derive(Debug, Default)]
pub struct Surroundings {
    addressee: Option<Holder>,
    conference: Option<Conference>,
    target: Option<Question>,
    open_questions: Vec<Number>,
    /// One of them was answered after the end of the conference.
    answered_late: bool,
}

impl Surroundings {
    /// What an operation on an item has to look at.
    pub(super) fn of(connection: &Connection, work: &Work, op: &Op) -> Result<Self, StoreError> {
        Self::around_command(connection, work, &op.command)
    }

    /// What a command on an item has to look at.
    pub(super) fn around_command(
        connection: &Connection,
        work: &Work,
        command: &Command,
    ) -> Result<Self, StoreError> {
        let mut seen = Self {
            addressee: lens::addressee(connection, command)?,
            ..Self::default()
        };
        if let Some(asked) = work.question() {
            let id = asked.conference.to_string();
            seen.conference = lens::body(connection, EntityKind::Conference.id(), &id)?;
        }
        if let Some(into) = command.merges_into() {
            let id = into.to_string();
            seen.target = lens::body(connection, EntityKind::Question.id(), &id)?;
        }
        let number = work.number();
        if number.kind == ItemKind::Conference {
            seen.open_questions = question::open(connection, number)?;
            let closes = command.act() == Act::Close;
            seen.answered_late = closes && question::tally(connection, number)?.late > 0;
        }
        Ok(seen)
    }

    /// The same, as a decision takes it.
    #[must_use]
    pub fn around<'a>(&'a self, op: &'a Op) -> Around<'a> {
        Around {
            actor: Some(&op.actor),
            ..self.known()
        }
    }

    /// The same without the author, who is checked when the operation is sent.
    #[must_use]
    pub fn known(&self) -> Around<'_> {
        Around {
            actor: None,
            addressee: self.addressee.as_ref(),
            conference: self.conference.as_ref(),
            target: self.target.as_ref().into(),
            open_questions: &self.open_questions,
            answered_late: self.answered_late,
        }
    }
}
