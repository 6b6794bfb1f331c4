//! The strict reader of the rules: TOML text in, a checked [`RuleSet`] out.
//!
//! Strict, because a misspelt field in a file of law would otherwise be a silently lost rule.
//! Every error names the file, the line where there is one, and what to do. Reads no files
//! itself: text comes in from outside.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::DeserializeOwned;

use super::RuleSet;
use super::checklist::{Category, Checklist, Grounds};
use super::pack::{Counting, PackId, RulePack};
use crate::domain::calendar::{Calendar, CalendarYear};
use crate::domain::local_text::LocalText;

/// A file of rules cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesError {
    /// The file, named as under `rules/`, or the id of the entity.
    pub file: String,
    /// The line, from 1, where one can be pointed at.
    pub line: Option<usize>,
    /// What is wrong.
    pub problem: RulesProblem,
}

/// What is wrong with a file of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RulesProblem {
    /// The name of the file is none of those that are read.
    UnknownFile,
    /// A field that does not exist.
    UnknownField(String),
    /// A field that is needed is not there.
    MissingField(String),
    /// The text is not TOML or a value is not of its kind; the reader's own words.
    BadValue(String),
    /// The name of the file does not agree with the id or year inside, which is given.
    NameDiffers(String),
    /// An id or date is there twice.
    Duplicate(String),
    /// A text is empty in one of the languages.
    EmptyText(String),
    /// An id that is referred to does not exist.
    Dangling(String),
    /// A date contradicts the rest of its year or pack.
    Contradiction(String),
    /// A list the set cannot do without was not given.
    MissingFile,
}

impl RulesProblem {
    /// A stable kebab-case code for messages in the language of the user.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownFile => "unknown-file",
            Self::UnknownField(_) => "unknown-field",
            Self::MissingField(_) => "missing-field",
            Self::BadValue(_) => "bad-value",
            Self::NameDiffers(_) => "name-differs",
            Self::Duplicate(_) => "duplicate",
            Self::EmptyText(_) => "empty-text",
            Self::Dangling(_) => "dangling",
            Self::Contradiction(_) => "contradiction",
            Self::MissingFile => "missing-file",
        }
    }

    /// The field, id, date or technical text the problem is about.
    #[must_use]
    pub fn subject(&self) -> &str {
        match self {
            Self::UnknownFile | Self::MissingFile => "",
            Self::UnknownField(subject)
            | Self::MissingField(subject)
            | Self::BadValue(subject)
            | Self::NameDiffers(subject)
            | Self::Duplicate(subject)
            | Self::EmptyText(subject)
            | Self::Dangling(subject)
            | Self::Contradiction(subject) => subject,
        }
    }

    const fn told(&self) -> (&'static str, &'static str) {
        match self {
            Self::UnknownFile => (
                "no file of rules has this name",
                "use packs/ID.toml, calendar/YEAR.toml, checklist-a.toml, grounds-b.toml or categories.toml",
            ),
            Self::UnknownField(_) => ("unknown field", "remove it or correct its name"),
            Self::MissingField(_) => ("missing field", "add it"),
            Self::BadValue(_) => ("cannot be read", "correct the value"),
            Self::NameDiffers(_) => (
                "the file is named otherwise than its content",
                "rename the file or correct the id",
            ),
            Self::Duplicate(_) => ("given twice", "remove one of the two"),
            Self::EmptyText(_) => ("empty text", "give the text in Kazakh, Russian and English"),
            Self::Dangling(_) => ("refers to nothing", "correct the id or add what it names"),
            Self::Contradiction(_) => ("contradicts the rest", "correct the date"),
            Self::MissingFile => ("the list is missing", "add the file"),
        }
    }
}

impl fmt::Display for RulesError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, remedy) = self.problem.told();
        out.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        write!(out, ": {what}")?;
        if !self.problem.subject().is_empty() {
            write!(out, ": {}", self.problem.subject())?;
        }
        write!(out, " ({remedy})")
    }
}

impl std::error::Error for RulesError {}

/// What was read, before it is put together.
#[derive(Default)]
pub(super) struct Parts {
    packs: Vec<RulePack>,
    years: Vec<CalendarYear>,
    checklist: Option<Checklist>,
    grounds: Option<Grounds>,
    categories: Option<Vec<Category>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoriesFile {
    #[serde(rename = "source")]
    _source: LocalText,
    category: Vec<Category>,
}

/// One file under examination; makes errors that point into it.
struct File<'f> {
    name: &'f str,
    text: &'f str,
}

impl File<'_> {
    fn parse<T: DeserializeOwned>(&self) -> Result<T, RulesError> {
        toml::from_str(self.text).map_err(|error| {
            let line = error.span().map(|span| self.line_at(span.start));
            let message = error.message();
            let quoted = message.split('`').nth(1).unwrap_or(message).to_owned();
            let problem = if message.starts_with("unknown field") {
                RulesProblem::UnknownField(quoted)
            } else if message.starts_with("missing field") {
                RulesProblem::MissingField(quoted)
            } else {
                RulesProblem::BadValue(message.replace('\n', " "))
            };
            RulesError {
                file: self.name.to_owned(),
                line,
                problem,
            }
        })
    }

    fn line_at(&self, offset: usize) -> usize {
        1 + self
            .text
            .bytes()
            .take(offset)
            .filter(|byte| *byte == b'\n')
            .count()
    }

    /// The error at the `nth` line (from 0) that has `needle`.
    fn at(&self, needle: &str, nth: usize, problem: RulesProblem) -> RulesError {
        let mut lines = self
            .text
            .lines()
            .enumerate()
            .filter(|(_, line)| line.contains(needle));
        let line = lines.nth(nth).map(|(index, _)| index + 1);
        RulesError {
            file: self.name.to_owned(),
            line,
            problem,
        }
    }

    fn pack(&self, stem: &str) -> Result<RulePack, RulesError> {
        let pack: RulePack = self.parse()?;
        if pack.id.0 != stem {
            return Err(self.at("id =", 0, RulesProblem::NameDiffers(pack.id.0)));
        }
        check_pack(&pack).map_err(|(subject, problem)| {
            let again = usize::from(matches!(problem, RulesProblem::Duplicate(_)));
            self.at(&format!("\"{subject}\""), again, problem)
        })?;
        Ok(pack)
    }

    fn year(&self, stem: &str) -> Result<CalendarYear, RulesError> {
        let year: CalendarYear = self.parse()?;
        if year.year.to_string() != stem {
            return Err(self.at(
                "year =",
                0,
                RulesProblem::NameDiffers(year.year.to_string()),
            ));
        }
        year.check().map_err(|date| {
            let problem = RulesProblem::Contradiction(date.to_string());
            self.at(&format!("\"{date}\""), 0, problem)
        })?;
        Ok(year)
    }

    fn unique<'i>(&self, ids: impl Iterator<Item = &'i str>) -> Result<(), RulesError> {
        match repeated(ids) {
            None => Ok(()),
            Some(id) => {
                let problem = RulesProblem::Duplicate(id.to_owned());
                Err(self.at(&format!("\"{id}\""), 1, problem))
            }
        }
    }
}

/// Reads files named as under `rules/`.
pub(super) fn read(files: &[(&str, &str)]) -> Result<Parts, RulesError> {
    let mut parts = Parts::default();
    for &(name, text) in files {
        let file = File { name, text };
        let stem = name.strip_suffix(".toml").unwrap_or(name);
        match stem.split_once('/') {
            Some(("packs", stem)) => parts.packs.push(file.pack(stem)?),
            Some(("calendar", stem)) => parts.years.push(file.year(stem)?),
            None if stem == "checklist-a" => {
                let list: Checklist = file.parse()?;
                file.unique(list.items.iter().map(|item| item.id.as_str()))?;
                parts.checklist = Some(list);
            }
            None if stem == "grounds-b" => {
                let list: Grounds = file.parse()?;
                file.unique(list.grounds.iter().map(|ground| ground.id.as_str()))?;
                file.unique(list.secrets.iter().map(|secret| secret.id.as_str()))?;
                parts.grounds = Some(list);
            }
            None if stem == "categories" => {
                let list: CategoriesFile = file.parse()?;
                file.unique(list.category.iter().map(|category| category.id.as_str()))?;
                parts.categories = Some(list.category);
            }
            _ => return Err(file.at("", usize::MAX, RulesProblem::UnknownFile)),
        }
    }
    Ok(parts)
}

impl Parts {
    /// Puts the parts together, over `base` if there is one.
    pub(super) fn finish(self, base: Option<RuleSet>) -> Result<RuleSet, RulesError> {
        let missing = |file: &str| RulesError {
            file: file.to_owned(),
            line: None,
            problem: RulesProblem::MissingFile,
        };
        let Some(base) = base else {
            return assemble(
                self.packs,
                self.years,
                self.checklist.ok_or_else(|| missing("checklist-a.toml"))?,
                self.grounds.ok_or_else(|| missing("grounds-b.toml"))?,
                self.categories.ok_or_else(|| missing("categories.toml"))?,
            );
        };
        let mut packs = base.packs;
        packs.retain(|old| self.packs.iter().all(|new| new.id != old.id));
        packs.extend(self.packs);
        let mut years: Vec<CalendarYear> = base.calendar.years().cloned().collect();
        years.retain(|old| self.years.iter().all(|new| new.year != old.year));
        years.extend(self.years);
        assemble(
            packs,
            years,
            self.checklist.unwrap_or(base.checklist),
            self.grounds.unwrap_or(base.grounds),
            self.categories.unwrap_or(base.categories),
        )
    }
}

/// One file of rules, told by what it holds.
#[derive(Debug, Clone, PartialEq)]
pub enum RuleFile {
    /// A rule pack.
    Pack(Box<RulePack>),
    /// A calendar year.
    Year(Box<CalendarYear>),
}

impl RuleFile {
    /// Reads a pack or a calendar year under any file name: a year has `year`, a pack `id`.
    ///
    /// # Errors
    /// The file is neither, or has what [`RuleSet::parse`] refuses.
    ///
    /// ```
    /// use awp::domain::rules::RuleFile;
    /// let text = "year = 2030\nsource = { kk = \"Заң\", ru = \"Закон\", en = \"Law\" }";
    /// assert!(matches!(RuleFile::read("my.toml", text), Ok(RuleFile::Year(_))));
    /// assert_eq!(RuleFile::read("my.toml", "yaer = 2030").unwrap_err().problem.subject(), "year, id");
    /// ```
    pub fn read(name: &str, text: &str) -> Result<Self, RulesError> {
        let file = File { name, text };
        let table: toml::Table = file.parse()?;
        if let Some(year) = table.get("year") {
            let year = file.year(&year.to_string())?;
            return Ok(Self::Year(Box::new(year)));
        }
        match table.get("id").and_then(toml::Value::as_str) {
            Some(id) => Ok(Self::Pack(Box::new(file.pack(id)?))),
            None => Err(RulesError {
                file: name.to_owned(),
                line: None,
                problem: RulesProblem::MissingField("year, id".to_owned()),
            }),
        }
    }
}

/// The checked set of its parts, in canonical order.
pub(super) fn assemble(
    mut packs: Vec<RulePack>,
    years: Vec<CalendarYear>,
    checklist: Checklist,
    grounds: Grounds,
    categories: Vec<Category>,
) -> Result<RuleSet, RulesError> {
    let wrong = |file: String, problem| RulesError {
        file,
        line: None,
        problem,
    };
    packs.sort_by(|a, b| (a.precedence, &a.id).cmp(&(b.precedence, &b.id)));
    if let Some(id) = repeated(packs.iter().map(|pack| pack.id.0.as_str())) {
        return Err(wrong(
            format!("packs/{id}.toml"),
            RulesProblem::Duplicate(id.to_owned()),
        ));
    }
    for pack in &packs {
        let file = || format!("packs/{}.toml", pack.id);
        check_pack(pack).map_err(|(_, problem)| wrong(file(), problem))?;
        let known = |id: &PackId| packs.iter().any(|pack| pack.id == *id);
        if let Some(id) = pack.rests_on.iter().find(|id| !known(id)) {
            return Err(wrong(file(), RulesProblem::Dangling(id.to_string())));
        }
    }
    let calendar = Calendar::new(years).map_err(|error| {
        let problem = RulesProblem::Contradiction(error.date.to_string());
        wrong(format!("calendar/{}.toml", error.date.year()), problem)
    })?;
    Ok(RuleSet {
        packs,
        calendar,
        checklist,
        grounds,
        categories,
    })
}

/// What is wrong inside one pack, with the id or date to point at.
fn check_pack(pack: &RulePack) -> Result<(), (String, RulesProblem)> {
    if let (Some(from), Some(until)) = (pack.in_force.from, pack.in_force.until)
        && until < from
    {
        let until = until.to_string();
        return Err((until.clone(), RulesProblem::Contradiction(until)));
    }
    let ids = pack.rules.iter().map(|rule| rule.id.as_str());
    if let Some(id) = repeated(ids.chain(pack.duties.iter().map(|duty| duty.id.as_str()))) {
        return Err((id.to_owned(), RulesProblem::Duplicate(id.to_owned())));
    }
    for rule in &pack.rules {
        let id = rule.id.to_string();
        if [&rule.short, &rule.title].iter().any(|text| is_empty(text)) || rule.clause.is_empty() {
            return Err((id.clone(), RulesProblem::EmptyText(id)));
        }
        if let Counting::Extension { of, .. } = &rule.count {
            let counts = pack.rule(of).map(|rule| &rule.count);
            if !matches!(counts, Some(Counting::CalendarDays { .. })) {
                return Err((of.to_string(), RulesProblem::Dangling(of.to_string())));
            }
        }
    }
    Ok(())
}

fn is_empty(text: &LocalText) -> bool {
    [&text.kk, &text.ru, &text.en]
        .iter()
        .any(|text| text.trim().is_empty())
}

fn repeated<'i>(ids: impl Iterator<Item = &'i str>) -> Option<&'i str> {
    let mut seen = BTreeSet::new();
    ids.into_iter().find(|id| !seen.insert(*id))
}
