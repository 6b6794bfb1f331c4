//! The command a composer makes.

use jiff::civil::Date;

use super::Composer;
use crate::app::editor::Editor;
use crate::app::typed;
use crate::domain::act::Act;
use crate::domain::command::{
    AccessCommand, Command, ConferenceCommand, QuestionCommand, RefuseArgs, TopicCommand,
};
use crate::domain::holder::Holder;
use crate::domain::ids::{CheckId, GroundId, ItemKind};
use crate::domain::letter::{Requisites, language_of};
use crate::domain::local_text::Lang;
use crate::domain::refusal::Refusal;
use crate::domain::request::{Request, TextLang};
use crate::domain::template::{Values, replaced};
use crate::domain::text::CitizenText;

fn written(editor: Option<&Editor>) -> Result<Option<CitizenText>, Refusal> {
    editor
        .filter(|editor| !editor.is_blank())
        .map(Editor::read)
        .transpose()
}

impl Composer {
    /// What the user will read: of two pages both, the Kazakh one first.
    ///
    /// # Errors
    /// It is too long.
    pub fn text(&self) -> Result<CitizenText, Refusal> {
        let pages: Vec<String> = self
            .pages
            .iter()
            .filter(|page| !page.text.is_blank())
            .map(|page| page.text.text())
            .collect();
        Editor::new(&pages.join("\n\n")).read()
    }

    /// What the author of one request will read: the page of its language, of a request in
    /// both languages both; the variables of the request put in.
    ///
    /// # Errors
    /// It is too long.
    fn text_about(&self, request: &Request, values: Values<'_>) -> Result<CitizenText, Refusal> {
        let wanted =
            |lang: Lang| request.lang == TextLang::Mixed || TextLang::from(lang) == request.lang;
        let pages: Vec<String> = self
            .pages
            .iter()
            .filter(|page| wanted(page.lang) && !page.text.is_blank())
            .map(|page| replaced(&page.text.text(), values))
            .collect();
        Editor::new(&pages.join("\n\n")).read()
    }

    /// The command about one request of many.
    ///
    /// # Errors
    /// A text is too long, or the act is not composed.
    pub fn command_about(
        &self,
        request: &Request,
        holder: Option<&Holder>,
        values: Values<'_>,
    ) -> Result<Command, Refusal> {
        let lang = language_of(request.lang, self.lang());
        self.command_of(self.text_about(request, values)?, lang, holder)
    }

    /// The requisites of the letter; blank ones of an unknown holder, which the rules refuse.
    fn requisites(&self, lang: Lang, holder: Option<&Holder>) -> Requisites {
        let mut requisites = holder.map_or_else(
            || Requisites::blank(lang),
            |holder| Requisites::of(holder, lang),
        );
        if let Some(signatory) = self.signatories.get(self.signatory) {
            signatory
                .position
                .get(lang)
                .clone_into(&mut requisites.position);
            requisites.signatory.clone_from(&signatory.name);
        }
        requisites
    }

    /// The command that the present state makes, to be judged.
    ///
    /// # Errors
    /// A text is too long, or the act is not composed.
    pub fn command(&self, holder: Option<&Holder>) -> Result<Command, Refusal> {
        self.command_of(self.text()?, self.lang(), holder)
    }

    fn command_of(
        &self,
        text: CitizenText,
        lang: Lang,
        holder: Option<&Holder>,
    ) -> Result<Command, Refusal> {
        if self.number.kind != ItemKind::Request {
            return self.on_item(text);
        }
        let requisites = self.requisites(lang, holder);
        let late_reason = written(self.late.as_ref().map(|late| &late.reason))?;
        Ok(match self.act {
            Act::Answer => Command::Answer {
                text,
                requisites,
                late_reason,
            },
            Act::AlreadyPublished => Command::AlreadyPublished {
                text,
                requisites,
                late_reason,
            },
            Act::Refuse => Command::Refuse(Box::new(RefuseArgs {
                grounds: self
                    .chosen_grounds()
                    .iter()
                    .map(|line| GroundId(line.id.clone()))
                    .collect(),
                motive: text,
                secret: self.asked_secret(),
                part: self.part && self.asks_secret(),
                review_on: self.asked_review()?,
                requisites,
                late_reason,
            })),
            Act::Extend => Command::Extend {
                days: self.days.text().trim().parse().unwrap_or(0),
                reason: text,
                approval: written(self.approval.as_ref())?,
                notice: written(self.notice.as_ref())?,
            },
            Act::Notify => Command::Notify { text, late_reason },
            Act::Clarify => Command::Clarify { text },
            Act::Correct => Command::Correct { text, requisites },
            Act::Close => Command::Close { note: text },
            Act::Forward => Command::Forward {
                to: self.search.chosen.clone().unwrap_or_default(),
                notice: text,
                late_reason,
            },
            Act::Return => Command::Return {
                reasons: self
                    .chosen_grounds()
                    .iter()
                    .map(|line| CheckId(line.id.clone()))
                    .collect(),
                motive: text,
                late_reason,
            },
            act @ (Act::Accept
            | Act::Withdraw
            | Act::Plan
            | Act::Send
            | Act::Publish
            | Act::Announce
            | Act::Decline
            | Act::Assign
            | Act::Draft
            | Act::Merge
            | Act::Part
            | Act::Grant
            | Act::Revoke
            | Act::Read) => {
                return Err(Refusal::NotOffered { act });
            }
        })
    }

    /// The command about a topic, a conference or a question.
    fn on_item(&self, text: CitizenText) -> Result<Command, Refusal> {
        let late_reason = written(self.late.as_ref().map(|late| &late.reason))?;
        let (kind, act) = (self.number.kind, self.act);
        Ok(match (kind, act) {
            (ItemKind::Topic, Act::Refuse) => Command::Topic(TopicCommand::RefuseTopic {
                motive: text,
                late_reason,
            }),
            (ItemKind::Conference, Act::Return) => {
                Command::Conference(ConferenceCommand::ReturnTemplate { remarks: text })
            }
            (ItemKind::Conference, Act::Correct) => {
                Command::Conference(ConferenceCommand::ReopenTemplate { reason: text })
            }
            (ItemKind::Question, Act::Answer) => {
                Command::Question(QuestionCommand::AnswerQuestion { text })
            }
            (ItemKind::Access, Act::Refuse) => {
                Command::Access(AccessCommand::RefuseAccess { motive: text })
            }
            (ItemKind::Access, Act::Revoke) => {
                Command::Access(AccessCommand::RevokeAccess { reason: text })
            }
            (ItemKind::Question, Act::Draft) => {
                Command::Question(QuestionCommand::DraftAnswer { text })
            }
            (ItemKind::Question, Act::Correct) => {
                Command::Question(QuestionCommand::CorrectAnswer { text })
            }
            _ => return Err(Refusal::ForeignAct { act, kind }),
        })
    }

    fn asks_secret(&self) -> bool {
        self.chosen_grounds().iter().any(|line| line.asks_secret)
    }

    /// What was chosen before its ground was taken away again is not sent.
    fn asked_secret(&self) -> Option<String> {
        let (id, _) = self.chosen_secret().filter(|_| self.asks_secret())?;
        Some(id.clone())
    }

    fn asked_review(&self) -> Result<Option<Date>, Refusal> {
        let temporary = self.chosen_grounds().iter().any(|line| line.temporary);
        let typed = self.review_on.text();
        if !temporary || typed.trim().is_empty() {
            return Ok(None);
        }
        typed::day(typed).map(Some).ok_or(Refusal::ReviewForeign)
    }
}
