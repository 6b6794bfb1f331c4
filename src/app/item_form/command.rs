//! What a small form decides: its lines as the command of its act.

use jiff::civil::Date;

use super::{Ask, ItemForm, Value, moment};
use crate::app::typed;
use crate::domain::act::Act;
use crate::domain::command::{
    AccessCommand, CircularCommand, Command, ConferenceCommand, QuestionCommand, TopicCommand,
};
use crate::domain::ids::{ItemKind, Number, UserName};
use crate::domain::question::Expert;
use crate::domain::refusal::Refusal;
use crate::domain::text::CitizenText;

impl ItemForm {
    /// The command that the present state makes, to be judged.
    ///
    /// # Errors
    /// A day or a number cannot be read, or there is no such act on the item.
    pub fn command(&self) -> Result<Command, Refusal> {
        match self.number.kind {
            ItemKind::Topic if self.act == Act::Accept => {
                let late_reason = self.written(Ask::Late);
                Ok(Command::Topic(TopicCommand::AcceptTopic { late_reason }))
            }
            ItemKind::Conference => self.on_conference().map(Command::Conference),
            ItemKind::Access if self.act == Act::Grant => {
                let user = UserName(self.typed(Ask::Login).to_owned());
                Ok(Command::Access(AccessCommand::GrantAccess { user }))
            }
            ItemKind::Circular if self.act == Act::Send => {
                Ok(Command::Circular(CircularCommand::SendCircular {
                    to: self.addressee().map(str::to_owned),
                    text: self.long(Ask::Circular)?,
                }))
            }
            ItemKind::Circular if self.act == Act::Read => {
                Ok(Command::Circular(CircularCommand::ReadCircular))
            }
            ItemKind::Question => self.on_question().map(Command::Question),
            ItemKind::Topic
            | ItemKind::Request
            | ItemKind::Survey
            | ItemKind::Duty
            | ItemKind::Access
            | ItemKind::Circular
            | ItemKind::Op => Err(self.foreign()),
        }
    }

    const fn foreign(&self) -> Refusal {
        Refusal::ForeignAct {
            act: self.act,
            kind: self.number.kind,
        }
    }

    fn on_conference(&self) -> Result<ConferenceCommand, Refusal> {
        Ok(if self.act == Act::Plan {
            ConferenceCommand::PlanConference {
                form: Box::new(self.annex()?),
                team: self.team.clone(),
            }
        } else if self.act == Act::Send {
            ConferenceCommand::SendTemplate
        } else if self.act == Act::Publish {
            ConferenceCommand::PublishConference
        } else if self.act == Act::Announce {
            ConferenceCommand::AnnounceConference {
                link: self.typed(Ask::Link).to_owned(),
                on: self.day(Ask::On)?,
                late_reason: self.written(Ask::Late),
            }
        } else if self.act == Act::Extend {
            ConferenceCommand::ProlongConference {
                closes: self.day(Ask::Closes)?,
                reason: self.text(Ask::Why),
            }
        } else if self.act == Act::Close {
            ConferenceCommand::CloseConference
        } else {
            return Err(self.foreign());
        })
    }

    fn on_question(&self) -> Result<QuestionCommand, Refusal> {
        Ok(if self.act == Act::Accept {
            QuestionCommand::AcceptQuestion
        } else if self.act == Act::Decline {
            QuestionCommand::DeclineQuestion {
                reason: self.reason(),
                note: self.written(Ask::Note),
            }
        } else if self.act == Act::Assign {
            QuestionCommand::AssignQuestion {
                expert: Expert {
                    name: self.typed(Ask::Expert).to_owned(),
                    due: match self.typed(Ask::Until) {
                        "" => None,
                        until => {
                            let until = moment(until, self.day_ends);
                            Some(until.ok_or(Refusal::DayUnreadable)?)
                        }
                    },
                },
            }
        } else if self.act == Act::Merge {
            let into = question_number(self.typed(Ask::Into));
            QuestionCommand::MergeQuestion {
                into: into.ok_or(Refusal::NoSuchItem)?,
            }
        } else if self.act == Act::Part {
            QuestionCommand::PartQuestion
        } else {
            return Err(self.foreign());
        })
    }

    pub(super) fn typed(&self, ask: Ask) -> &str {
        let line = self.lines.iter().find(|line| line.ask == ask);
        match line.map(|line| &line.value) {
            Some(Value::Typed(field)) => field.text().trim(),
            Some(Value::Written(_) | Value::Chosen(_)) | None => "",
        }
    }

    fn text(&self, ask: Ask) -> CitizenText {
        // One line of bounded length parses always.
        CitizenText::parse(self.typed(ask)).unwrap_or_default()
    }

    /// A text of some length.
    fn long(&self, ask: Ask) -> Result<CitizenText, Refusal> {
        let line = self.lines.iter().find(|line| line.ask == ask);
        match line.map(|line| &line.value) {
            Some(Value::Written(editor)) => editor.read(),
            Some(Value::Typed(_) | Value::Chosen(_)) | None => Ok(CitizenText::default()),
        }
    }

    fn written(&self, ask: Ask) -> Option<CitizenText> {
        Some(self.text(ask)).filter(|text| !text.is_blank())
    }

    fn day(&self, ask: Ask) -> Result<Date, Refusal> {
        typed::day(self.typed(ask)).ok_or(Refusal::DayUnreadable)
    }
}

/// `Q-5`, `q5` or the bare serial.
fn question_number(typed: &str) -> Option<Number> {
    let number: Number = typed.parse().ok()?;
    match number.kind {
        ItemKind::Question => Some(number),
        ItemKind::Request if number.copy.is_none() => Some(Number {
            kind: ItemKind::Question,
            ..number
        }),
        ItemKind::Request
        | ItemKind::Topic
        | ItemKind::Conference
        | ItemKind::Survey
        | ItemKind::Duty
        | ItemKind::Access
        | ItemKind::Circular
        | ItemKind::Op => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::form;
    use super::*;

    #[test]
    fn a_question_is_merged_by_its_number_with_or_without_the_letter() {
        for typed in ["Q-5", "q5", "5"] {
            let command = form(Act::Merge, "Q-7", &[(Ask::Into, typed)]).command();
            let into = "Q-5".parse().unwrap();
            let merge = Command::Question(QuestionCommand::MergeQuestion { into });
            assert_eq!(command, Ok(merge), "{typed}");
        }
        let wrong = form(Act::Merge, "Q-7", &[(Ask::Into, "K-5")]).command();
        assert_eq!(wrong, Err(Refusal::NoSuchItem));
    }

    #[test]
    fn a_day_that_is_none_is_told_before_anything_is_judged() {
        let command = form(Act::Extend, "K-12", &[(Ask::Closes, "31.02.2026")]).command();
        assert_eq!(command, Err(Refusal::DayUnreadable));
    }
}
