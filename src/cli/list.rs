//! `awp list`: what is to be done, most urgent first, then by number.
//!
//! The JSON fields are a stable contract. Closed items are shown only when the filter names a
//! state. Nothing personal is in a line.

mod groups;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use fluent::FluentArgs;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::Serialize;

use super::session::{Need, Session};
use super::table::Table;
use super::{CliError, Context, Exit};
use crate::domain::filter::{Facet, Filter, FilterProblem};
use crate::domain::ids::{ItemKind, Number, OpId};
use crate::domain::privacy::mask_text;
use crate::domain::request::TextLang;
use crate::domain::row::{Row, Scope};
use crate::domain::rules::RuleId;
use crate::domain::work::State;
use crate::domain::zone;
use crate::i18n::{Texts, countdown, date, words};
use crate::store::RowQuery;
use crate::wire::replica::{OpState, OutboxEntry};

/// How many lines are read at once.
const PAGE: usize = 1_000;

/// What to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Of {
    /// All work.
    #[default]
    Home,
    /// Information requests.
    Requests,
    /// Topics proposed.
    Topics,
    /// Internet conferences.
    Conferences,
    /// Questions of conferences.
    Questions,
    /// Applications for access.
    Access,
    /// Circulars of the Operator.
    Circulars,
    /// Surveys.
    Surveys,
    /// Duties of openness.
    Duties,
    /// Decisions on their way to the portal.
    Outbox,
    /// Decisions that met another one.
    Conflicts,
}

impl Of {
    const fn scope(self) -> Scope {
        match self {
            Self::Home => Scope::Home,
            Self::Requests => Scope::Kind(ItemKind::Request),
            Self::Topics => Scope::Kind(ItemKind::Topic),
            Self::Conferences => Scope::Kind(ItemKind::Conference),
            Self::Questions => Scope::Kind(ItemKind::Question),
            Self::Access => Scope::Kind(ItemKind::Access),
            Self::Circulars => Scope::Kind(ItemKind::Circular),
            Self::Surveys => Scope::Kind(ItemKind::Survey),
            Self::Duties => Scope::Kind(ItemKind::Duty),
            Self::Outbox => Scope::Pending,
            Self::Conflicts => Scope::Conflicts,
        }
    }
}

/// What is to be done.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct ListArgs {
    /// What to list.
    #[arg(value_enum, default_value_t)]
    pub of: Of,
    /// Filter expression.
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    pub filter: Option<String>,
    /// The most lines.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub limit: Option<u64>,
    /// What the items have in common instead of the items.
    #[arg(long, value_name = "FIELD", value_parser = facets())]
    pub group: Option<Facet>,
}

fn facets() -> impl TypedValueParser<Value = Facet> {
    let unknown = "no such field";
    PossibleValuesParser::new(Facet::ALL.map(Facet::field))
        .try_map(move |field| Facet::of_field(&field).ok_or(unknown))
}

/// One line as `--json` prints it.
#[derive(Debug, Serialize)]
pub struct RowObject<'r> {
    number: Number,
    kind: &'static str,
    state: Option<&'static str>,
    extended: bool,
    act: Option<&'r str>,
    due: Option<Date>,
    safe: Option<Date>,
    overdue: bool,
    remaining: Option<i64>,
    category: &'r str,
    lang: Option<&'static str>,
    owner: Option<&'r str>,
    pending: bool,
    /// What it is about, personal data masked; not for requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// What carries it: the conference of a question, or the question it repeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    votes: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    open_questions: Option<u32>,
}

impl<'r> RowObject<'r> {
    /// The object of a line at a local time.
    #[must_use]
    pub fn new(row: &'r Row, session: &Session<'_>, now: DateTime) -> Self {
        let kind = row.number.kind;
        Self {
            number: row.number,
            kind: kind.id(),
            state: row.state.map(State::id),
            extended: row.extended,
            act: row.act.as_ref().map(RuleId::as_str),
            due: row.due,
            safe: row.safe,
            overdue: row.is_overdue(now.date()),
            remaining: row.due.and_then(|due| remaining(session, due, now)),
            category: &row.category.0,
            lang: row.lang.map(TextLang::id),
            owner: row.owner.as_ref().map(|owner| owner.0.as_str()),
            pending: row.pending,
            title: title(row, session),
            parent: row.caption.parent,
            votes: (kind == ItemKind::Question).then_some(row.caption.weight),
            open_questions: (kind == ItemKind::Conference).then_some(row.caption.weight),
        }
    }
}

/// What an item is about, in the language of the command, personal data masked.
fn title(row: &Row, session: &Session<'_>) -> Option<String> {
    let title = row.caption.title.as_ref()?.get(session.cx.lang);
    Some(mask_text(title))
}

/// One operation as `--json` prints it: the fields of a line, and what became of it.
#[derive(Debug, Serialize)]
struct OpObject<'r> {
    number: Option<Number>,
    kind: &'static str,
    state: &'static str,
    extended: bool,
    act: &'static str,
    due: Option<Date>,
    safe: Option<Date>,
    overdue: bool,
    remaining: Option<i64>,
    category: Option<String>,
    lang: Option<&'static str>,
    owner: &'r str,
    pending: bool,
    op_id: OpId,
    decided_at: Timestamp,
    hold_until: Option<Timestamp>,
    sent_at: Option<Timestamp>,
    packaged_at: Option<Timestamp>,
    accepted_at: Option<Timestamp>,
    attempts: u32,
    error: Option<&'r str>,
}

/// Signed working minutes to the end of working hours of a day; `None` without calendar data.
#[must_use]
pub fn remaining(session: &Session<'_>, due: Date, now: DateTime) -> Option<i64> {
    let policy = &session.policy;
    policy
        .hours
        .remaining_local(now, due, &session.rules.calendar, policy.profile())
        .ok()
}

/// Runs the command.
///
/// # Errors
/// The filter cannot be read, or the store cannot be opened or read.
pub fn run(args: &ListArgs, cx: &Context) -> Result<(), CliError> {
    let session = Session::open(cx, Need::Read)?;
    print(args, &session)
}

/// Prints a list of an open store.
///
/// # Errors
/// The filter is wrong, or the store fails.
pub fn print(args: &ListArgs, session: &Session<'_>) -> Result<(), CliError> {
    let filter = filter(args.filter.as_deref().unwrap_or_default(), session)?;
    let limit = args
        .limit
        .and_then(|limit| usize::try_from(limit).ok())
        .unwrap_or(usize::MAX);
    let query = RowQuery {
        scope: args.of.scope(),
        filter,
        today: session.local_now().date(),
        me: session.me(),
        offset: 0,
        limit,
    };
    if let Some(facet) = args.group {
        if matches!(args.of, Of::Outbox | Of::Conflicts) {
            let message = session.cx.texts.groups_no_decisions();
            return Err(CliError::new(Exit::Usage, "bad-input", message));
        }
        return groups::print(&query, facet, session);
    }
    match args.of {
        Of::Outbox | Of::Conflicts => operations(args.of, &query, session),
        Of::Home
        | Of::Requests
        | Of::Topics
        | Of::Conferences
        | Of::Questions
        | Of::Access
        | Of::Circulars
        | Of::Surveys
        | Of::Duties => items(&query, session),
    }
}

fn filter(text: &str, session: &Session<'_>) -> Result<Filter, CliError> {
    Filter::parse(text, &session.rules.categories).map_err(|error| {
        let texts = session.cx.texts;
        let code = error.problem.code();
        let problem = texts
            .by_id(
                &format!("filter-error-{code}"),
                Some(&arguments(&error.problem)),
            )
            .unwrap_or_else(|| error.problem.to_string());
        let message =
            texts.list_filter_error(error.at + 1, marked(text, error.at, error.len), problem);
        CliError::new(Exit::Usage, "bad-input", message).hint(texts.list_filter_hint())
    })
}

fn arguments(problem: &FilterProblem) -> FluentArgs<'static> {
    let mut args = FluentArgs::new();
    match problem {
        FilterProblem::UnknownField(value) | FilterProblem::UnknownCategory(value) => {
            args.set("value", value.clone());
        }
        FilterProblem::BadValue { field, value } => {
            args.set("field", *field);
            args.set("value", value.clone());
        }
        FilterProblem::OpenQuote | FilterProblem::MissingValue | FilterProblem::NothingToFind => {}
    }
    args
}

/// The part of an expression an error is about.
fn marked(text: &str, at: usize, len: usize) -> String {
    text.chars().skip(at).take(len.clamp(1, 40)).collect()
}

fn items(query: &RowQuery, session: &Session<'_>) -> Result<(), CliError> {
    let cx = session.cx;
    let now = session.local_now();
    let mut table = Table::new(headings(cx.texts));
    let mut left = query.limit;
    let mut offset = 0;
    while left > 0 && !cx.output.is_closed() {
        let page = RowQuery {
            offset,
            limit: left.min(PAGE),
            ..query.clone()
        };
        let rows = session
            .reader
            .rows(&page)
            .map_err(|error| session.fail(&error))?
            .rows;
        for row in &rows {
            if cx.json() {
                cx.output.json(&RowObject::new(row, session, now));
            } else {
                table.row(cells(row, session, now));
            }
        }
        offset += rows.len();
        left -= rows.len();
        if rows.len() < page.limit {
            break;
        }
    }
    if cx.json() {
        return Ok(());
    }
    if offset == 0 {
        cx.output.line(&cx.texts.list_empty());
    } else {
        table.print(&cx.output);
    }
    Ok(())
}

fn headings(texts: &Texts) -> Vec<String> {
    vec![
        texts.list_heading_number(),
        texts.list_heading_act(),
        texts.list_heading_left(),
        texts.list_heading_due(),
        texts.list_heading_owner(),
        texts.list_heading_mark(),
        texts.list_heading_category(),
    ]
}

fn cells(row: &Row, session: &Session<'_>, now: DateTime) -> Vec<String> {
    let texts = session.cx.texts;
    let act = match (&row.act, row.state) {
        (Some(rule), _) => rule_short(rule, session),
        (None, Some(state)) => words::stands(texts, state),
        (None, None) => texts.state_unknown(),
    };
    let mark = if row.conflict {
        texts.list_mark_conflict()
    } else if row.pending {
        texts.list_mark_pending()
    } else {
        String::new()
    };
    vec![
        row.number.to_string(),
        act,
        left(row.due, session, now),
        row.due
            .map(|due| short_date(due, now, texts))
            .unwrap_or_default(),
        row.owner
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        mark,
        about(row, session),
    ]
}

/// The category; of kinds that have a title, the title and how many wait or voted.
fn about(row: &Row, session: &Session<'_>) -> String {
    let Some(title) = title(row, session) else {
        return category(&row.category.0, session);
    };
    match row.caption.weight {
        0 => title,
        weight => format!("×{weight} {title}"),
    }
}

/// Day, month and day of the week; of another year the whole date.
#[must_use]
pub fn short_date(due: Date, now: DateTime, texts: &Texts) -> String {
    if due.year() == now.year() {
        date::short(texts, due)
    } else {
        date::numeric(due)
    }
}

/// The remaining time in words; overdue is told by word.
#[must_use]
pub fn left(due: Option<Date>, session: &Session<'_>, now: DateTime) -> String {
    let Some(due) = due else {
        return String::new();
    };
    let hours = &session.policy.hours;
    remaining(session, due, now)
        .map(|minutes| countdown::text(session.cx.texts, due, now, hours.split(minutes), hours))
        .unwrap_or_default()
}

/// One word for the rule that drives a line.
#[must_use]
pub fn rule_short(rule: &RuleId, session: &Session<'_>) -> String {
    words::rule(session.cx.texts, &session.rules, rule)
}

/// The name of a category; its id if the program does not know it.
#[must_use]
pub fn category(id: &str, session: &Session<'_>) -> String {
    words::category(session.cx.texts, &session.rules, id).to_owned()
}

fn operations(of: Of, query: &RowQuery, session: &Session<'_>) -> Result<(), CliError> {
    let cx = session.cx;
    let now = session.local_now();
    let fail = |error| session.fail(&error);
    let mut table = Table::new(vec![
        cx.texts.list_heading_number(),
        cx.texts.list_heading_act(),
        cx.texts.list_heading_state(),
        cx.texts.list_heading_left(),
        cx.texts.list_heading_decided(),
        cx.texts.list_heading_owner(),
    ]);
    let mut shown = 0;
    for entry in session.reader.outbox().map_err(fail)? {
        if shown == query.limit || cx.output.is_closed() {
            break;
        }
        let in_conflict = matches!(entry.state, OpState::Conflict | OpState::Rejected);
        if of == Of::Conflicts && !in_conflict {
            continue;
        }
        if !query.filter.is_empty() && !passes(&entry, query, session)? {
            continue;
        }
        shown += 1;
        if cx.json() {
            cx.output.json(&operation(&entry, session, now)?);
        } else {
            table.row(operation_cells(&entry, session, now));
        }
    }
    if cx.json() {
        return Ok(());
    }
    if shown == 0 {
        cx.output.line(&cx.texts.list_empty());
    } else {
        table.print(&cx.output);
    }
    Ok(())
}

/// Whether the item of an operation passes the filter.
fn passes(entry: &OutboxEntry, query: &RowQuery, session: &Session<'_>) -> Result<bool, CliError> {
    let Some(number) = entry.number() else {
        return Ok(false);
    };
    for scope in [Scope::Pending, Scope::Conflicts, Scope::Home] {
        let query = RowQuery {
            scope,
            ..query.clone()
        };
        let found = session.reader.position_of(number, &query);
        if found.map_err(|error| session.fail(&error))?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn operation<'r>(
    entry: &'r OutboxEntry,
    session: &Session<'_>,
    now: DateTime,
) -> Result<OpObject<'r>, CliError> {
    let item = match entry.number() {
        Some(number) => session
            .reader
            .item(number)
            .map_err(|error| session.fail(&error))?,
        None => None,
    };
    let row = item.map(|item| item.row);
    Ok(OpObject {
        number: entry.number(),
        kind: ItemKind::Op.id(),
        state: entry.state.id(),
        extended: row.as_ref().is_some_and(|row| row.extended),
        act: entry.op.command.act().id(),
        due: entry.due,
        // The day by the cautious reading is another one for the answer only.
        safe: entry
            .due
            .filter(|_| entry.op.command.act().rule() != Some(RuleId::ANSWER)),
        overdue: entry.due.is_some_and(|due| due < now.date()),
        remaining: entry.due.and_then(|due| remaining(session, due, now)),
        category: row.as_ref().map(|row| row.category.0.clone()),
        lang: row.as_ref().and_then(|row| row.lang).map(TextLang::id),
        owner: &entry.op.actor.0,
        pending: entry.state.is_overlaid(),
        op_id: entry.op.op_id,
        decided_at: entry.op.decided_at,
        hold_until: entry.hold_until,
        sent_at: entry.sent_at,
        packaged_at: entry.packaged_at,
        accepted_at: entry.receipt().map(|receipt| receipt.received_at),
        attempts: entry.attempts,
        error: entry.last_error.as_deref(),
    })
}

fn operation_cells(entry: &OutboxEntry, session: &Session<'_>, now: DateTime) -> Vec<String> {
    let texts = session.cx.texts;
    let state = entry.state.id();
    vec![
        entry.op.entity.id.clone(),
        words::act(texts, entry.op.command.act()),
        texts
            .by_id(&format!("op-state-{state}"), None)
            .unwrap_or_else(|| state.to_owned()),
        left(entry.due, session, now),
        date::moment(texts, now.date(), zone::local(entry.op.decided_at)),
        entry.op.actor.to_string(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::local_text::Lang;

    #[test]
    fn every_problem_of_a_filter_and_every_state_of_an_operation_is_worded() {
        let word = || "x".to_owned();
        let problems = [
            FilterProblem::OpenQuote,
            FilterProblem::UnknownField(word()),
            FilterProblem::MissingValue,
            FilterProblem::BadValue {
                field: "due",
                value: word(),
            },
            FilterProblem::UnknownCategory(word()),
            FilterProblem::NothingToFind,
        ];
        for lang in Lang::ALL {
            let texts = Texts::of(lang);
            for problem in &problems {
                let id = format!("filter-error-{}", problem.code());
                let told = texts.by_id(&id, Some(&arguments(problem)));
                assert!(told.is_some(), "{id}");
            }
            for state in OpState::ALL {
                let id = format!("op-state-{}", state.id());
                assert!(texts.by_id(&id, None).is_some(), "{id}");
            }
        }
    }

    #[test]
    fn an_error_names_the_part_it_is_about() {
        assert_eq!(marked("state:жаңа due:ертең", 11, 9), "due:ертең");
    }
}
