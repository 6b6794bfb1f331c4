//! `awp term`: the term of a rule from one or many starts, with its ledger.
//!
//! Opens no store and asks nothing. The JSON object and the exit codes are a stable contract.

#[cfg(test)]
mod tests;

use std::io::BufRead;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;

use super::{CliError, Context, Exit, own_rules};
use crate::domain::calendar::Profile;
use crate::domain::rules::{AfterRepeal, PackId, RuleId, RuleSet};
use crate::domain::term::{self, LedgerLine, Start, Switches, Term, TermError, TermQuery};
use crate::i18n::{Texts, date, ledger, words};

/// The term of a rule from a start.
#[derive(Debug, Clone, clap::Args)]
pub struct TermArgs {
    /// Rule, such as answer, return or survey-length.
    #[arg(long, value_name = "ID")]
    pub rule: String,
    /// Pack to take the rule from, whatever the date; else the pack in force that day.
    #[arg(long, value_name = "ID")]
    pub pack: Option<String>,
    /// Calendar days of an extension, 1 to 15.
    #[arg(long, value_name = "K")]
    pub days: Option<u8>,
    /// Working week.
    #[arg(long, value_name = "five-day|six-day", value_parser = profile, default_value = "five-day")]
    pub profile: Profile,
    /// What became of Order № 145 after its repeal.
    #[arg(long, value_name = "keep-order145|law-only", value_parser = after_repeal, default_value = "keep-order145")]
    pub after_repeal: AfterRepeal,
    /// Starts: dates or times, or - for one a line of the standard input.
    #[arg(long, value_name = "DATETIME…|-", num_args = 1.., required = true)]
    pub from: Vec<String>,
}

/// Reads a profile as it is written on the command line.
pub(super) fn profile(text: &str) -> Result<Profile, String> {
    let found = Profile::ALL
        .into_iter()
        .find(|profile| profile.id() == text);
    found.ok_or_else(|| "five-day, six-day".to_owned())
}

fn after_repeal(text: &str) -> Result<AfterRepeal, String> {
    match text {
        "keep-order145" => Ok(AfterRepeal::KeepOrder145),
        "law-only" => Ok(AfterRepeal::LawOnly),
        _ => Err("keep-order145, law-only".to_owned()),
    }
}

/// The object of `awp term --json`.
#[derive(Debug, Serialize)]
pub struct TermObject {
    rule: String,
    clause: String,
    pack: String,
    status: &'static str,
    from: Date,
    registered: Option<Date>,
    raw: Option<Date>,
    safe: Date,
    latest: Date,
    ledger: Vec<LineObject>,
}

/// One line of the ledger in the object of `awp term --json`.
#[derive(Debug, Serialize)]
pub struct LineObject {
    date: Date,
    counted: bool,
    why: &'static str,
    source: Option<String>,
    text: String,
}

impl TermObject {
    /// The object of a term, its ledger worded in the language of `texts`.
    #[must_use]
    pub fn new(term: &Term, texts: &Texts) -> Self {
        let line = |line: &LedgerLine| LineObject {
            date: line.date,
            counted: line.counted,
            why: line.why.code(),
            source: line.source.as_ref().map(|source| source.en.clone()),
            text: ledger::line(texts, line),
        };
        Self {
            rule: term.rule.to_string(),
            clause: term.clause.clone(),
            pack: term.pack.to_string(),
            status: term.status.code(),
            from: term.from,
            registered: term.registered,
            raw: term.raw,
            safe: term.safe,
            latest: term.latest,
            ledger: term.ledger.lines.iter().map(line).collect(),
        }
    }
}

/// Runs the command.
///
/// # Errors
/// Unknown rule or pack, a rule not in force or without a term, missing calendar data, a start
/// that cannot be read. On standard input a bad line becomes an object and the rest go on.
pub fn run(args: &TermArgs, cx: &Context) -> Result<(), CliError> {
    if args.from.iter().any(|start| start == "-") && args.from.len() > 1 {
        return Err(bad_start(cx.texts, "-"));
    }
    let question = Question::new(args, cx)?;
    if args.from.iter().any(|start| start == "-") {
        return question.answer_lines(std::io::stdin().lock());
    }
    let terms: Vec<Term> = args
        .from
        .iter()
        .map(|start| question.answer(start))
        .collect::<Result<_, _>>()?;
    for term in &terms {
        question.print(term);
    }
    Ok(())
}

/// One call: everything but the start.
struct Question<'c> {
    cx: &'c Context,
    rules: RuleSet,
    query: TermQuery,
    switches: Switches,
}

impl<'c> Question<'c> {
    /// What is wrong with the call itself, whatever the start, is told before any line is read.
    fn new(args: &TermArgs, cx: &'c Context) -> Result<Self, CliError> {
        let rules = own_rules::load(cx)?;
        let query = TermQuery {
            rule: RuleId::from(args.rule.as_str()),
            pack: args.pack.as_deref().map(PackId::from),
            start: Start::On(Date::default()),
            days: args.days,
            policy: args.after_repeal,
        };
        let switches = Switches {
            profile: args.profile,
            ..Switches::default()
        };
        let question = Self {
            cx,
            rules,
            query,
            switches,
        };
        let trial = term::check(&question.rules, &question.query);
        trial.map_err(|error| question.explain(&error))?;
        Ok(question)
    }

    fn answer(&self, text: &str) -> Result<Term, CliError> {
        let start = text
            .parse()
            .map_err(|_unreadable| bad_start(self.cx.texts, text))?;
        let query = TermQuery {
            start,
            ..self.query.clone()
        };
        term::term(&self.rules, &query, &self.switches).map_err(|error| self.explain(&error))
    }

    fn answer_lines(&self, mut input: impl BufRead) -> Result<(), CliError> {
        let mut line = Vec::new();
        while !self.cx.output.is_closed() {
            line.clear();
            let read = input
                .read_until(b'\n', &mut line)
                .map_err(|error| CliError::new(Exit::Failure, "bad-input", error.to_string()))?;
            if read == 0 {
                break;
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim();
            match self.answer(text) {
                Ok(term) => self.print(&term),
                Err(error) if self.cx.json() => {
                    self.cx
                        .output
                        .json(&json!({ "from": text, "error": error.to_json() }));
                }
                Err(error) => self.cx.output.line(&format!("{text}: {}", error.message)),
            }
            // A program on the other end may wait for its answer before it asks again.
            self.cx.output.flush();
        }
        Ok(())
    }

    fn print(&self, term: &Term) {
        if self.cx.json() {
            self.cx.output.json(&TermObject::new(term, self.cx.texts));
        } else {
            print(self.cx, &self.rules, term);
        }
    }

    fn explain(&self, error: &TermError) -> CliError {
        explain(self.cx, error)
    }
}

/// Prints a term for people: heading, dates, one line a day.
pub(super) fn print(cx: &Context, rules: &RuleSet, term: &Term) {
    let (texts, output) = (cx.texts, &cx.output);
    let Some(pack) = rules.pack(&term.pack) else {
        return;
    };
    let title = pack
        .rule(&term.rule)
        .map_or("", |rule| rule.title.get(cx.lang));
    output.line(&texts.term_heading(
        words::clause(texts, &term.clause),
        term.pack.to_string(),
        title,
    ));
    let kept = term.status == crate::domain::rules::PackStatus::KeptAfterRepeal;
    if let (true, Some(repeal)) = (kept, &pack.repeal) {
        let act = repeal.act.get(cx.lang);
        output.line(&texts.term_kept_after_repeal(act, date::numeric(repeal.on)));
    }
    let long = |day| date::long(texts, day);
    output.line(&texts.term_from(long(term.from)));
    if let Some(registered) = term.registered {
        output.line(&texts.term_registered(long(registered)));
    }
    if let Some(raw) = term.raw {
        output.line(&texts.term_raw(long(raw)));
    }
    output.line(&texts.term_safe(long(term.safe)));
    output.line(&texts.term_latest(long(term.latest)));
    output.line(&texts.term_ledger());
    let mut counted = 0_u32;
    for line in &term.ledger.lines {
        counted += u32::from(line.counted);
        let number = if line.counted {
            counted.to_string()
        } else {
            "·".to_owned()
        };
        output.line(&format!("{number:>4}  {}", ledger::line(texts, line)));
    }
    output.line("");
}

/// Why a term cannot be computed, in the user's language.
pub(super) fn explain(cx: &Context, error: &TermError) -> CliError {
    let texts = cx.texts;
    let code = error.code();
    let (exit, message, hint) = match error {
        TermError::CalendarMissing(missing) => {
            return own_rules::calendar_missing(cx, *missing);
        }
        TermError::RuleNotInForce { rule, date, pack } => {
            let rule = rule.as_str();
            let message = match pack {
                Some(pack) => texts.term_not_in_pack(pack.to_string(), rule),
                None => texts.term_not_in_force(date::numeric(*date), rule),
            };
            (Exit::Refused, message, texts.term_not_in_force_hint(rule))
        }
        TermError::RuleHasNoTerm { rule } => {
            let message = texts.term_has_no_term(rule.as_str());
            (Exit::Usage, message, texts.term_has_no_term_hint())
        }
        TermError::BadDays { most: 0, .. } => {
            return CliError::new(Exit::Usage, code, texts.term_no_days());
        }
        TermError::BadDays { given, most } => {
            let message = texts.term_bad_days(u32::from(*given), u32::from(*most));
            return CliError::new(Exit::Usage, code, message);
        }
        TermError::UnknownPack(pack) => {
            let message = texts.term_unknown_pack(pack.to_string());
            (Exit::Usage, message, texts.term_unknown_hint())
        }
        TermError::UnknownRule(rule) => {
            let message = texts.term_unknown_rule(rule.as_str());
            (Exit::Usage, message, texts.term_unknown_hint())
        }
    };
    CliError::new(exit, code, message).hint(hint)
}

fn bad_start(texts: &Texts, text: &str) -> CliError {
    CliError::new(Exit::Usage, "bad-input", texts.term_bad_start(text))
        .hint(texts.term_bad_start_hint())
}
