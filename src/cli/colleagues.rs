//! `awp colleagues`: who works, who is away, who does what; giving items, absences, handover.
//!
//! Orders go to the portal at once and are never queued: one exchange before, so that the token
//! is fresh, and one after, so that the replica shows the outcome. A refusal exits with 3.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use secrecy::SecretString;
use serde_json::json;

use super::act::{Word, text_of};
use super::exchange;
use super::list::{left, short_date};
use super::session::{Need, Session};
use super::table::Table;
use super::{CliError, Context, Exit};
use crate::domain::colleague::{Colleague, stand_in};
use crate::domain::desk::{Desk, DeskOrder, DeskRefusal};
use crate::domain::filter::{Filter, Owner, Term, Test};
use crate::domain::ids::{Number, UserName};
use crate::domain::letter::language_of;
use crate::domain::request::TextLang;
use crate::domain::row::{Row, Scope};
use crate::domain::text::CitizenText;
use crate::domain::work::State;
use crate::domain::zone;
use crate::i18n::reader::wording;
use crate::i18n::{Texts, words};
use crate::store::{RowQuery, StoreError};
use crate::sync::client::Client;
use crate::sync::transport::TransportError;
use crate::wire::desk::{AbsenceRequest, DeskRequest};
use crate::wire::draft::is_act_draft;
use crate::wire::feed::{EntityKey, EntityKind};

/// Colleagues of the holder.
#[derive(Debug, Clone, clap::Args)]
pub struct ColleaguesArgs {
    /// What to do.
    #[command(subcommand)]
    pub action: ColleaguesAction,
}

/// The actions of `awp colleagues`.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum ColleaguesAction {
    /// Who they are, their open work, who stands in today.
    List,
    /// Give an item to a colleague, or to nobody in particular.
    Give {
        /// Its number.
        number: Number,
        /// To whom; without it to nobody.
        #[arg(long, value_name = "NAME")]
        to: Option<String>,
    },
    /// Give a text to a second reader before it leaves; `act approve` and `act decline` answer it.
    Ask {
        /// The number of the item.
        number: Number,
        /// Who reads.
        #[arg(long, value_name = "NAME")]
        reader: String,
        /// The act the text is for.
        #[arg(long, value_enum)]
        act: Word,
        /// File with the text.
        #[arg(long, value_name = "FILE")]
        text: PathBuf,
        /// Days of an extension, which the reader approves with its reason.
        #[arg(long, value_name = "N", required_if_eq("act", "extend"))]
        days: Option<u8>,
    },
    /// Name a substitute for the days of an absence.
    Away {
        /// Who is away.
        name: String,
        /// Who does the work.
        #[arg(long, value_name = "NAME")]
        substitute: String,
        /// First day.
        #[arg(long, value_name = "DATE")]
        from: Date,
        /// Last day.
        #[arg(long, value_name = "DATE")]
        to: Date,
    },
    /// Take back the absences that meet these days.
    Back {
        /// Who is back.
        name: String,
        /// First day.
        #[arg(long, value_name = "DATE")]
        from: Date,
        /// Last day.
        #[arg(long, value_name = "DATE")]
        to: Date,
    },
    /// The open work of a colleague on a sheet, the most urgent first.
    Handover {
        /// Whose; without it one's own.
        name: Option<String>,
    },
}

/// Runs the command.
///
/// # Errors
/// The portal refuses or cannot be reached, nobody is signed in, the store failed.
pub fn run(args: &ColleaguesArgs, cx: &Context) -> Result<(), CliError> {
    match &args.action {
        ColleaguesAction::List => list(&Session::open(cx, Need::Read)?),
        ColleaguesAction::Handover { name } => {
            handover(&Session::open(cx, Need::Read)?, name.as_deref())
        }
        ColleaguesAction::Give { number, to } => {
            let session = Session::open(cx, Need::Write)?;
            let to = to.clone().map(UserName);
            give(&session, *number, to)
        }
        ColleaguesAction::Ask {
            number,
            reader,
            act,
            text,
            days,
        } => ask_reader(*number, reader, (*act, *days), text, cx),
        ColleaguesAction::Away {
            name,
            substitute,
            from,
            to,
        } => {
            let session = Session::open(cx, Need::Write)?;
            let substitute = Some(UserName(substitute.clone()));
            absence(&session, (name, *from, *to), substitute)
        }
        ColleaguesAction::Back { name, from, to } => {
            let session = Session::open(cx, Need::Write)?;
            absence(&session, (name, *from, *to), None)
        }
    }
}

fn list(session: &Session<'_>) -> Result<(), CliError> {
    let (cx, texts) = (session.cx, session.cx.texts);
    let failed = |error| session.fail(&error);
    let colleagues = session.reader.colleagues().map_err(failed)?;
    let open = session.reader.open_by_owner().map_err(failed)?;
    let today = zone::date(session.now());
    let mut table = Table::new(vec![
        texts.colleagues_heading_name(),
        texts.colleagues_heading_role(),
        texts.colleagues_heading_open(),
        texts.colleagues_heading_stand_in(),
    ]);
    for one in &colleagues {
        let of_user = open
            .iter()
            .find(|(user, _)| user.as_ref() == Some(&one.user));
        let count = of_user.map_or(0, |(_, count)| *count);
        let other = stand_in(&one.user, today, &colleagues);
        if cx.json() {
            cx.output.json(&json!({
                "user": one.user, "role": one.role, "open": count, "stand_in": other,
                "absences": one.absences,
            }));
        }
        table.row(vec![
            one.user.to_string(),
            words::role(texts, one.role),
            count.to_string(),
            other.map(ToString::to_string).unwrap_or_default(),
        ]);
    }
    if !cx.json() {
        table.print(&cx.output);
    }
    Ok(())
}

fn handover(session: &Session<'_>, name: Option<&str>) -> Result<(), CliError> {
    let (cx, texts) = (session.cx, session.cx.texts);
    let user = name.map(|name| UserName(name.to_owned()));
    let user = user
        .or_else(|| session.me())
        .unwrap_or_else(|| UserName(String::new()));
    let failed = |error| session.fail(&error);
    let now = session.local_now();
    let query = RowQuery {
        scope: Scope::Home,
        filter: Filter {
            terms: vec![Term {
                negated: false,
                test: Test::Owner(Owner::User(user.clone())),
            }],
        },
        today: now.date(),
        me: session.me(),
        offset: 0,
        limit: usize::MAX,
    };
    let rows = session.reader.rows(&query).map_err(failed)?.rows;
    if !cx.json() {
        let count = rows.len();
        cx.output
            .line(&texts.handover_title(count, user.0.as_str()));
    }
    for row in &rows {
        let drafts = session.reader.drafts_about(row.number).map_err(failed)?;
        let has_draft = drafts.iter().any(|draft| is_act_draft(&draft.kind));
        if cx.json() {
            cx.output.json(&json!({
                "number": row.number.to_string(), "act": row.act, "due": row.due,
                "state": row.state.map(State::id), "category": row.category, "draft": has_draft,
                "pending": row.pending,
            }));
        } else {
            cx.output.line(&sheet_line(session, row, has_draft, now));
        }
    }
    Ok(())
}

/// One line of the sheet: number, what is to be done, by when, how long that is.
fn sheet_line(
    session: &Session<'_>,
    row: &Row,
    has_draft: bool,
    now: jiff::civil::DateTime,
) -> String {
    let texts = session.cx.texts;
    let act = row
        .state
        .map_or_else(String::new, |state| words::stands(texts, state));
    let due = row.due.map(|due| short_date(due, now, texts));
    let mut parts = vec![
        texts.request_number(row.number.to_string()),
        act,
        due.unwrap_or_default(),
        left(row.due, session, now),
    ];
    if has_draft {
        parts.push(texts.handover_draft());
    }
    if row.pending {
        parts.push(texts.handover_pending());
    }
    parts.retain(|part| !part.is_empty());
    format!("• {}", parts.join(" · "))
}

/// Gives an order about the desk of an item; gives the desk as it is then.
///
/// # Errors
/// The portal refuses (exit 3) or cannot be reached, the store failed.
pub fn ask(session: &Session<'_>, number: Number, order: DeskOrder) -> Result<Desk, CliError> {
    let device = session.store.device().wait();
    let device = device.map_err(|error| session.fail(&error))?;
    let request = DeskRequest {
        entity: EntityKey {
            kind: EntityKind::Request,
            id: number.to_string(),
        },
        device,
        order,
    };
    call(session, &async |client: &Client, access: &SecretString| {
        client.desk(access, &request).await
    })
}

fn give(session: &Session<'_>, number: Number, to: Option<UserName>) -> Result<(), CliError> {
    let desk = ask(session, number, DeskOrder::Assign { to })?;
    let (cx, texts) = (session.cx, session.cx.texts);
    let owner = desk.owner(None);
    if cx.json() {
        cx.output
            .json(&json!({"number": number.to_string(), "owner": owner}));
    } else if let Some(owner) = owner {
        cx.output
            .line(&texts.notice_assigned(number.to_string(), owner.0.as_str()));
    } else {
        cx.output
            .line(&texts.notice_assigned_to_nobody(number.to_string()));
    }
    Ok(())
}

fn ask_reader(
    number: Number,
    reader: &str,
    (word, days): (Word, Option<u8>),
    text: &Path,
    cx: &Context,
) -> Result<(), CliError> {
    let text = text_of(text, cx)?;
    let Some(act) = word.act().filter(|act| act.is_offered()) else {
        let message = cx.texts.act_not_offered(word.id());
        return Err(CliError::new(Exit::Refused, "not-offered", message));
    };
    let session = Session::open(cx, Need::Write)?;
    let item = session.item(number)?;
    let asked = item
        .request()
        .map_or(TextLang::Mixed, |request| request.lang);
    let lang = language_of(asked, cx.texts.lang());
    let days = days.map(|days| days.to_string()).unwrap_or_default();
    let wording = wording(act, lang, &days, text.as_str());
    let order = DeskOrder::AskReading {
        reader: UserName(reader.to_owned()),
        act,
        lang,
        // A clean text after a clean line is clean.
        text: CitizenText::parse(&wording).unwrap_or(text),
    };
    let desk = ask(&session, number, order)?;
    if cx.json() {
        let asked = desk.readings.last();
        cx.output.json(&json!({
            "number": number.to_string(), "act": act.id(),
            "reader": asked.map(|reading| &reading.reader),
        }));
    } else {
        let told = cx.texts.notice_reading_asked(number.to_string(), reader);
        cx.output.line(&told);
    }
    Ok(())
}

fn absence(
    session: &Session<'_>,
    (name, from, to): (&str, Date, Date),
    substitute: Option<UserName>,
) -> Result<(), CliError> {
    let request = AbsenceRequest {
        user: UserName(name.to_owned()),
        from,
        to,
        substitute,
    };
    let colleague: Colleague = call(session, &async |client: &Client, access: &SecretString| {
        client.absence(access, &request).await
    })?;
    let (cx, texts) = (session.cx, session.cx.texts);
    if cx.json() {
        cx.output
            .json(&json!({"user": colleague.user, "absences": colleague.absences}));
        return Ok(());
    }
    if colleague.absences.is_empty() {
        cx.output.line(&texts.absence_none(name));
    }
    for absence in &colleague.absences {
        let line = texts.absence_line(
            absence.from.to_string(),
            absence.substitute.0.as_str(),
            absence.to.to_string(),
            name,
        );
        cx.output.line(&line);
    }
    Ok(())
}

/// Calls the portal with a fresh token, and takes the outcome into the replica.
fn call<T>(
    session: &Session<'_>,
    ask: &impl AsyncFn(&Client, &SecretString) -> Result<T, TransportError>,
) -> Result<T, CliError> {
    let texts = session.cx.texts;
    let (client, access) = exchange::linked(session)?;
    let asked = exchange::block_on(ask(&client, &access), texts)?;
    match asked {
        Ok(answer) => {
            exchange::run(session, false)?.result(session)?;
            Ok(answer)
        }
        Err(error) => {
            let refusal = error.problem.as_deref().and_then(DeskRefusal::of_code);
            if let Some(refusal) = refusal {
                return Err(refused(texts, refusal));
            }
            exchange::Ended::Failed(error.kind).result(session)?;
            Err(session.fail(&StoreError::Closed))
        }
    }
}

/// A refusal of colleagues: exit 3 with its code.
#[must_use]
pub fn refused(texts: &Texts, refusal: DeskRefusal) -> CliError {
    let message = words::desk_refusal(texts, refusal);
    CliError::new(Exit::Refused, refusal.code(), message)
}
