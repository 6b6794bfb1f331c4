//! A scenario: what happens at the portal, what is done at the workstation, what has to follow.
//!
//! Responsible for the words a scenario is made of. One file is one story; a trainer writes it
//! as TOML, in parts, each a list of steps in the order in which they happen:
//!
//! | step | what happens |
//! |---|---|
//! | `clock = "2026-03-26T09:00"` | it is that local time at the portal and here; never earlier than before |
//! | `wait = "2m"` | so much time passes |
//! | `press = "O Tab*2 Enter"` | keys, by name or by what a US keyboard prints on them; `*2` twice |
//! | `type = "Сәуірде"` | a text is typed |
//! | `see = "Өтінімдер"` | the screen is looked at until it shows the text |
//! | `gone = "жіберілмеген"` | … until it shows the text no more |
//! | `topic = { title, text, person }` | a citizen applies for a topic |
//! | `questions = { to, text, people = "1..150", senders = 3 }` | so many citizens ask a question each, handed over by so many senders at once; `{n}` in the text is the number of the citizen |
//! | `operator = { publish = "K-1" }` | the Operator acts at the portal |
//! | `moderator = { accept = "Q-4..Q-90" }` | a colleague acts at the portal: `accept`, `decline`, `assign`, `merge`, `answer` |
//! | `state = { of = "K-1", is = "open" }` | the portal is looked at until the item stands there |
//! | `counts = { of = "K-1", new = 3, answered = 197 }` | … until so many questions of a conference stand there, and none elsewhere |
//! | `answered = { of = "Q-1..Q-9", text = "Сәуірде", late = false }` | … until each question has this answer, and one record of it in its own history |
//!
//! Whatever people read is one text, or one in Kazakh and one in Russian:
//! `see = { kk = "Ашық", ru = "Открыта" }`. A scenario is played in one of the two languages.
//!
//! ```
//! use awp::domain::local_text::Lang;
//! use awp::training::scenario::{Scenario, Step};
//! let text = r#"
//! title = { kk = "Күту", ru = "Ожидание" }
//! starts = "2026-03-16T10:00"
//! [[part]]
//! title = { kk = "Түнге дейін", ru = "До ночи" }
//! steps = [{ press = "C" }, { see = { kk = "Конференциялар", ru = "Конференции" } }]
//! "#;
//! let scenario = Scenario::read("waiting.toml", text).unwrap();
//! let Step::See(words) = &scenario.parts[0].steps[1].step else { panic!() };
//! assert_eq!(words.get(Lang::Ru), "Конференции");
//! ```

mod keys;
mod reader;
#[cfg(test)]
mod tests;

use std::num::NonZeroU8;
use std::ops::RangeInclusive;
use std::time::Duration;

use jiff::civil::DateTime;
use serde::Deserialize;

use crate::app::key::Key;
use crate::domain::command::{Command, ConferenceCommand, QuestionCommand};
use crate::domain::ids::{ItemKind, Number};
use crate::domain::local_text::Lang;
use crate::domain::question::{DeclineReason, Expert, QuestionState};
use crate::domain::text::CitizenText;
use crate::domain::work::State;

pub use reader::{Problem, ScenarioError};

/// A text in the two languages a scenario is played in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    kk: String,
    ru: String,
}

impl Words {
    /// The text in a language; English is played in Russian.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Kk => &self.kk,
            Lang::Ru | Lang::En => &self.ru,
        }
    }

    /// The text in a language as the `n`th citizen writes it.
    #[must_use]
    pub fn of_person(&self, lang: Lang, n: u32) -> String {
        self.get(lang).replace("{n}", &n.to_string())
    }
}

/// Items whose numbers follow each other, all of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Items {
    first: Number,
    last: u64,
}

impl Items {
    /// The kind of them all.
    #[must_use]
    pub const fn kind(&self) -> ItemKind {
        self.first.kind
    }

    /// The numbers in their order.
    pub fn numbers(&self) -> impl Iterator<Item = Number> {
        let first = self.first;
        (first.serial..=self.last).map(move |serial| Number { serial, ..first })
    }
}

/// Citizens by number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct People(RangeInclusive<u32>);

impl People {
    /// The numbers of the citizens.
    #[must_use]
    pub fn numbers(&self) -> RangeInclusive<u32> {
        self.0.clone()
    }
}

/// A citizen applies for a topic.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// The topic.
    pub title: Words,
    /// Why.
    pub text: Words,
    /// The number of the citizen.
    pub person: u32,
}

/// Citizens ask questions of a conference.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Questions {
    /// The conference.
    pub to: Number,
    /// The question; see [`Words::of_person`].
    pub text: Words,
    /// Who asks.
    pub people: People,
    /// By how many senders at once they are handed over.
    pub senders: NonZeroU8,
}

/// What the Operator does at the portal.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OperatorAct {
    /// Accepts a template for publication.
    Publish(Number),
}

impl OperatorAct {
    /// The conference and what is ordered about it.
    #[must_use]
    pub const fn order(&self) -> (Number, Command) {
        let Self::Publish(number) = self;
        (
            *number,
            Command::Conference(ConferenceCommand::PublishConference),
        )
    }
}

/// Questions are declined.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declining {
    /// Which.
    pub questions: Items,
    /// Why.
    pub reason: DeclineReason,
}

/// Questions are given to an expert.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assigning {
    /// Which.
    pub questions: Items,
    /// The name of the expert.
    pub expert: String,
    /// Until when, a local time.
    pub until: Option<DateTime>,
}

/// Questions are merged.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merging {
    /// Which.
    pub questions: Items,
    /// The one they repeat.
    pub into: Number,
}

/// Questions are answered, each with the same text.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answering {
    /// Which.
    pub questions: Items,
    /// The answer.
    pub text: Words,
}

/// What a colleague who moderates does at the portal.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ModeratorAct {
    /// Lets questions through.
    Accept(Items),
    /// Declines questions.
    Decline(Declining),
    /// Gives questions to an expert.
    Assign(Assigning),
    /// Merges questions into another one.
    Merge(Merging),
    /// Answers questions.
    Answer(Answering),
}

impl ModeratorAct {
    /// The questions in their order.
    #[must_use]
    pub const fn questions(&self) -> &Items {
        match self {
            Self::Accept(questions) => questions,
            Self::Decline(act) => &act.questions,
            Self::Assign(act) => &act.questions,
            Self::Merge(act) => &act.questions,
            Self::Answer(act) => &act.questions,
        }
    }

    /// What is ordered about each of them.
    #[must_use]
    pub fn order(&self, lang: Lang) -> Command {
        Command::Question(match self {
            Self::Accept(_) => QuestionCommand::AcceptQuestion,
            Self::Decline(act) => QuestionCommand::DeclineQuestion {
                reason: act.reason,
                note: None,
            },
            Self::Assign(act) => QuestionCommand::AssignQuestion {
                expert: Expert {
                    name: act.expert.clone(),
                    due: act.until,
                },
            },
            Self::Merge(act) => QuestionCommand::MergeQuestion { into: act.into },
            Self::Answer(act) => QuestionCommand::AnswerQuestion {
                // The length was looked at when the scenario was read.
                text: CitizenText::parse(act.text.get(lang)).unwrap_or_default(),
            },
        })
    }
}

/// Items have to stand somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "reader::WrittenStands")]
pub struct Stands {
    /// Which.
    pub of: Items,
    /// Where, a state of their kind.
    pub is: State,
}

/// So many questions of a conference have to stand in each state.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "reader::WrittenCounts")]
pub struct Counts {
    /// The conference.
    pub of: Number,
    /// Every state with its number.
    pub questions: Vec<(QuestionState, usize)>,
}

/// Questions have to be answered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// Which.
    pub of: Items,
    /// With what.
    pub text: Words,
    /// Whether after the end of the conference.
    pub late: bool,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// It becomes a local time of Asia/Almaty.
    Clock(DateTime),
    /// Time passes.
    #[serde(deserialize_with = "reader::span")]
    Wait(Duration),
    /// Keys are pressed.
    #[serde(deserialize_with = "keys::read")]
    Press(Vec<Key>),
    /// A text is typed.
    Type(Words),
    /// The screen shows a text.
    See(Words),
    /// The screen shows a text no more.
    Gone(Words),
    /// A citizen applies for a topic.
    Topic(Application),
    /// Citizens ask questions.
    Questions(Questions),
    /// The Operator acts.
    Operator(OperatorAct),
    /// A colleague acts.
    Moderator(ModeratorAct),
    /// Items stand somewhere at the portal.
    State(Stands),
    /// So many questions stand somewhere at the portal.
    Counts(Counts),
    /// Questions are answered at the portal.
    Answered(Answered),
}

/// A step with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The line, from 1.
    pub line: usize,
    /// What happens.
    pub step: Step,
}

/// A part of the story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is about.
    pub title: Words,
    /// What happens, in order.
    pub steps: Vec<Placed>,
}

/// A story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// The name of its file.
    pub file: String,
    /// What it is about.
    pub title: Words,
    /// The local time of Asia/Almaty at which it starts.
    pub starts: DateTime,
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

impl Scenario {
    /// Reads the text of a file; `file` is its name, for errors.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line and what to do.
    ///
    /// ```
    /// use awp::training::scenario::Scenario;
    /// let error = Scenario::read("day.toml", "titel = \"Күн\"").unwrap_err();
    /// assert!(error.to_string().starts_with("day.toml:1: unknown field: titel"));
    /// ```
    pub fn read(file: &str, text: &str) -> Result<Self, ScenarioError> {
        reader::read(file, text)
    }
}
