//! The strict reader of scenarios: TOML text in, a checked [`Scenario`] out.
//!
//! Strict, because a misspelt word would otherwise be a step that silently does not happen.
//! Every error names the file, the line and what to do.

use std::fmt;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::civil::DateTime;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use toml::Spanned;

use super::{Counts, Items, Part, People, Placed, Scenario, Stands, Step, Words};
use crate::domain::ids::{ItemKind, Number};
use crate::domain::question::QuestionState;
use crate::domain::text::CitizenText;
use crate::domain::work::State;

/// More items or people at once are a slip of the pen.
const MOST: u64 = 10_000;

/// A scenario cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioError {
    /// The file.
    pub file: String,
    /// The line, from 1, where one can be pointed at.
    pub line: Option<usize>,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A field that does not exist, and what there is.
    UnknownField(String, String),
    /// A field that is needed is not there.
    MissingField(String),
    /// A step, an act or another word of a closed list that does not exist, and what there is.
    UnknownWord(String, String),
    /// The text is not TOML or a value is not of its kind; the reader's own words.
    BadValue(String),
    /// The clock would go back from the first to the second time.
    ClockBack(DateTime, DateTime),
    /// Nothing happens in it.
    Empty,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownField(field, known) => {
                write!(out, "unknown field: {field} (use {known})")
            }
            Self::MissingField(field) => write!(out, "missing field: {field} (add it)"),
            Self::UnknownWord(word, known) => write!(out, "unknown word: {word} (use {known})"),
            Self::BadValue(why) => write!(out, "cannot be read: {why} (correct the value)"),
            Self::ClockBack(from, to) => write!(
                out,
                "the clock would go back from {from} to {to} (name a later time)"
            ),
            Self::Empty => out.write_str("nothing happens (add a [[part]] with steps)"),
        }
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        write!(out, ": {}", self.problem)
    }
}

impl std::error::Error for ScenarioError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: Words,
    starts: DateTime,
    #[serde(default)]
    part: Vec<WrittenPart>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPart {
    title: Words,
    steps: Vec<Spanned<Step>>,
}

pub(super) fn read(file: &str, text: &str) -> Result<Scenario, ScenarioError> {
    let fault = |line, problem| ScenarioError {
        file: file.to_owned(),
        line,
        problem,
    };
    let written: File = toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| line_at(text, span.start));
        fault(line, told(error.message()))
    })?;
    let place = |step: Spanned<Step>| Placed {
        line: line_at(text, step.span().start),
        step: step.into_inner(),
    };
    let part = |part: WrittenPart| Part {
        title: part.title,
        steps: part.steps.into_iter().map(place).collect(),
    };
    let scenario = Scenario {
        file: file.to_owned(),
        title: written.title,
        starts: written.starts,
        parts: written.part.into_iter().map(part).collect(),
    };
    if scenario.parts.iter().all(|part| part.steps.is_empty()) {
        return Err(fault(None, Problem::Empty));
    }
    clock_goes_on(&scenario).map_err(|(line, problem)| fault(Some(line), problem))?;
    Ok(scenario)
}

fn line_at(text: &str, offset: usize) -> usize {
    let before = text.bytes().take(offset);
    1 + before.filter(|byte| *byte == b'\n').count()
}

/// The words of the TOML reader as a problem.
fn told(message: &str) -> Problem {
    let word = message.split('`').nth(1).unwrap_or(message).to_owned();
    let known = message.split_once("expected ");
    let known = known.map_or_else(String::new, |(_, known)| known.replace('`', ""));
    if message.starts_with("unknown field") {
        Problem::UnknownField(word, known)
    } else if message.starts_with("unknown variant") {
        Problem::UnknownWord(word, known)
    } else if message.starts_with("missing field") {
        Problem::MissingField(word)
    } else {
        Problem::BadValue(message.replace('\n', " "))
    }
}

fn clock_goes_on(scenario: &Scenario) -> Result<(), (usize, Problem)> {
    let mut now = scenario.starts;
    for placed in scenario.parts.iter().flat_map(|part| &part.steps) {
        match &placed.step {
            Step::Clock(to) if *to < now => {
                return Err((placed.line, Problem::ClockBack(now, *to)));
            }
            Step::Clock(to) => now = *to,
            Step::Wait(time) => now = now.saturating_add(*time),
            Step::Press(_)
            | Step::Type(_)
            | Step::See(_)
            | Step::Gone(_)
            | Step::Topic(_)
            | Step::Questions(_)
            | Step::Operator(_)
            | Step::Moderator(_)
            | Step::State(_)
            | Step::Counts(_)
            | Step::Answered(_) => {}
        }
    }
    Ok(())
}

/// A span of time: `90s`, `2m`, `1h 30m`.
pub(super) fn span<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(from)?;
    let span: Option<SignedDuration> = text.parse().ok();
    let span = span.and_then(|span| Duration::try_from(span).ok());
    let bad = || D::Error::custom(format!("not a span of time: {text:?} (90s, 2m, 1h 30m)"));
    span.filter(|span| !span.is_zero()).ok_or_else(bad)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Both {
    kk: String,
    ru: String,
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Words;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a text, or { kk = \"…\", ru = \"…\" }")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Words, E> {
                Ok(Words {
                    kk: text.to_owned(),
                    ru: text.to_owned(),
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Words, A::Error> {
                let Both { kk, ru } = Both::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Words { kk, ru })
            }
        }

        let words = from.deserialize_any(Reader)?;
        for text in [&words.kk, &words.ru] {
            if text.trim().is_empty() {
                return Err(D::Error::custom("a text is empty"));
            }
            CitizenText::parse(text).map_err(D::Error::custom)?;
        }
        Ok(words)
    }
}

impl TryFrom<String> for Items {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (first, last) = text.split_once("..").unwrap_or((&text, &text));
        let number = |text: &str| text.parse::<Number>().map_err(|error| error.to_string());
        let (first, last) = (number(first)?, number(last)?);
        let together = (last.kind, last.copy) == (first.kind, first.copy);
        if !together || last.serial < first.serial || last.serial - first.serial >= MOST {
            return Err(format!("not items in a row: {text:?} (Q-4, Q-4..Q-90)"));
        }
        Ok(Self {
            first,
            last: last.serial,
        })
    }
}

impl TryFrom<String> for People {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (first, last) = text.split_once("..").unwrap_or((&text, &text));
        let people = first
            .trim()
            .parse::<u32>()
            .ok()
            .zip(last.trim().parse().ok());
        let people = people.map(|(first, last)| first..=last);
        people
            .filter(|people| !people.is_empty() && u64::from(people.end() - people.start()) < MOST)
            .map(Self)
            .ok_or_else(|| format!("not people in a row: {text:?} (7, 1..150)"))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenStands {
    of: Items,
    is: String,
}

impl TryFrom<WrittenStands> for Stands {
    type Error = String;

    fn try_from(written: WrittenStands) -> Result<Self, String> {
        let WrittenStands { of, is } = written;
        let kind = of.kind();
        let state = State::of(kind, &is).ok_or_else(|| {
            let known = State::all().filter(|state| state.kind() == kind);
            let known: Vec<&str> = known.map(State::id).collect();
            let known = known.join(", ");
            format!("a {} never stands at {is:?} ({known})", kind.id())
        })?;
        Ok(Self { of, is: state })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCounts {
    of: Number,
    #[serde(default)]
    new: usize,
    #[serde(default)]
    accepted: usize,
    #[serde(default)]
    declined: usize,
    #[serde(default)]
    assigned: usize,
    #[serde(default)]
    drafted: usize,
    #[serde(default)]
    answered: usize,
    #[serde(default)]
    merged: usize,
}

impl TryFrom<WrittenCounts> for Counts {
    type Error = String;

    fn try_from(written: WrittenCounts) -> Result<Self, String> {
        if written.of.kind != ItemKind::Conference {
            return Err(format!("{} is no conference", written.of));
        }
        let count = |state| match state {
            QuestionState::New => written.new,
            QuestionState::Accepted => written.accepted,
            QuestionState::Declined => written.declined,
            QuestionState::Assigned => written.assigned,
            QuestionState::Drafted => written.drafted,
            QuestionState::Answered => written.answered,
            QuestionState::Merged => written.merged,
        };
        let questions = QuestionState::ALL.map(|state| (state, count(state)));
        Ok(Self {
            of: written.of,
            questions: questions.to_vec(),
        })
    }
}
