//! `awp show`: one request with its terms, history, text and the acts that are possible.
//!
//! Personal data are masked, in JSON too. `--reveal REASON` prints them as they are; who looked,
//! at what and why is kept in the store before anything is printed, so an instance that cannot
//! write cannot reveal.

mod items;
mod object;
mod person;

use jiff::civil::Date;
use serde_json::json;

use super::list::{self, RowObject};
use super::reveal;
use super::session::{self, Need, Session};
use super::table::Table;
use super::why::{self, ClockObject};
use super::{CliError, Context};
use crate::domain::clock::Clock;
use crate::domain::desk::Reading;
use crate::domain::history::{Entry, InTime};
use crate::domain::question::Tally;
use crate::domain::refusal::Refusal;
use crate::domain::request::{Event, Request};
use crate::domain::rules::{Nature, PackStatus};
use crate::domain::text::CitizenText;
use crate::domain::work::Work;
use crate::domain::zone;
use crate::i18n::{Texts, date, reader, words};
use crate::wire::replica::{Item, OutboxEntry};

pub use object::{ActObject, refusal_object};

/// One request.
#[derive(Debug, Clone, clap::Args)]
pub struct ShowArgs {
    /// Its number.
    #[arg(value_name = "NUMBER")]
    pub number: String,
    /// Why personal data are to be shown; audited.
    #[arg(long, value_name = "REASON")]
    pub reveal: Option<String>,
}

/// What the command looks at.
struct View<'c> {
    session: Session<'c>,
    item: Item,
    clocks: Vec<Clock>,
    /// The last text given to a second reader.
    reading: Option<Reading>,
    /// Decisions that did not stand, and what was chosen then.
    settled: Vec<OutboxEntry>,
    reveal: bool,
}

/// Runs the command.
///
/// # Errors
/// No such item, no store, a reason to reveal that is empty or cannot be kept.
pub fn run(args: &ShowArgs, cx: &Context) -> Result<(), CliError> {
    let number = session::number(cx, &args.number)?;
    let need = if args.reveal.is_some() {
        Need::Write
    } else {
        Need::Read
    };
    let session = Session::open(cx, need)?;
    let item = session.item(number)?;
    if let Some(reason) = &args.reveal {
        reveal::note(&[number], reason, "command", &session)?;
    }
    let clocks = match &item.work {
        Some(work) => why::clocks(work, &session)?,
        None => Vec::new(),
    };
    let desk = session.reader.desk(number);
    let mut desk = desk.map_err(|error| session.fail(&error))?;
    let settled = session.reader.settled(number);
    let settled = settled.map_err(|error| session.fail(&error))?;
    let view = View {
        reading: desk.readings.pop(),
        settled,
        session,
        item,
        clocks,
        reveal: args.reveal.is_some(),
    };
    if cx.json() {
        cx.output.json(&view.object());
    } else {
        view.print();
    }
    Ok(())
}

impl View<'_> {
    fn texts(&self) -> &'static Texts {
        self.session.cx.texts
    }

    fn today(&self) -> Date {
        self.session.local_now().date()
    }

    fn object(&self) -> serde_json::Value {
        let row = RowObject::new(&self.item.row, &self.session, self.session.local_now());
        let terms: Vec<ClockObject> = self
            .clocks
            .iter()
            .map(|clock| ClockObject::new(clock, self.texts()))
            .collect();
        let mut object = serde_json::to_value(row).unwrap_or_default();
        let more = match &self.item.work {
            Some(Work::Request(request)) => object::request(request, self.reveal),
            Some(work) => items::object(work, self.tally().as_ref(), self.reveal),
            None => json!({ "history": [], "text": null }),
        };
        object::extend(&mut object, more);
        object::extend(
            &mut object,
            json!({
                "version": self.item.version,
                "conflict": self.item.row.conflict,
                "settled": object::settled(&self.settled),
                "reading": self.reading.as_ref().map(|one| object::reading(one, self.reveal)),
                "terms": terms,
                "acts": self.acts(),
            }),
        );
        object
    }

    /// Every act of the law with whether it is possible now, and why not.
    fn acts(&self) -> Vec<ActObject> {
        object::acts(&self.item, &self.session)
    }

    fn print(&self) {
        let output = &self.session.cx.output;
        let texts = self.texts();
        let row = &self.item.row;
        let state = row.state.map_or_else(
            || texts.state_unknown(),
            |state| words::stands(texts, state),
        );
        output.line(&format!(
            "{}  {state}",
            texts.request_number(row.number.to_string())
        ));
        let Some(work) = &self.item.work else {
            output.line(&words::refusal(texts, &Refusal::NotUnderstood));
            return;
        };
        if let Some(request) = work.request() {
            self.print_head(request);
        } else {
            for line in items::head((work, row, self.tally()), &self.session, self.reveal) {
                output.line(&line);
            }
            self.print_pending();
        }
        self.print_terms(work);
        let text = items::text(work, texts.lang(), self.reveal);
        if !text.is_empty() {
            output.line("");
            output.line(&texts.request_text());
            output.line(&text);
        }
        self.print_reading();
        output.line("");
        output.line(&texts.request_history());
        match work.request() {
            Some(request) => self.print_history(request),
            None => self.print_lines(work),
        }
        output.line("");
        output.line(&texts.show_acts());
        for act in self.acts() {
            output.line(&format!("  {}", act.line(texts)));
        }
    }

    /// The history of a topic, a conference or a question.
    fn print_lines(&self, work: &Work) {
        let texts = self.texts();
        for line in work.history() {
            let at = date::moment(texts, self.today(), zone::local(line.stamp.effective_at));
            let what = words::event_on(texts, work.number().kind, line.event);
            let by = line.stamp.by.as_ref();
            let who = by.map(|by| format!(" – {by}")).unwrap_or_default();
            let more = self.in_time(line.in_time);
            let output = &self.session.cx.output;
            output.line(&format!("  {at}  {what}{who}{more}"));
            for text in line.text.into_iter().chain(reason_of(line.in_time)) {
                for one in object::shown(text, self.reveal).lines() {
                    output.line(&format!("      {one}"));
                }
            }
        }
    }

    fn print_history(&self, request: &Request) {
        let output = &self.session.cx.output;
        for entry in &request.history {
            output.line(&format!("  {}", self.history_line(entry)));
            for text in entry
                .event
                .outward_text()
                .into_iter()
                .chain(late_reason(entry))
            {
                for line in object::shown(text, self.reveal).lines() {
                    output.line(&format!("      {line}"));
                }
            }
        }
    }

    /// The last text given to a second reader, and what they said.
    fn print_reading(&self) {
        let Some(reading) = &self.reading else {
            return;
        };
        let (output, texts) = (&self.session.cx.output, self.texts());
        output.line("");
        let opinion = reader::opinion(texts, self.today(), reading, None);
        output.line(&format!("{}: {opinion}", texts.opinion_section()));
        output.line(&object::shown(&reading.text, self.reveal));
    }

    fn print_head(&self, request: &Request) {
        let output = &self.session.cx.output;
        let texts = self.texts();
        output.line(&format!(
            "{} · {}",
            texts.request_received(date::moment(
                texts,
                self.today(),
                zone::local(request.received_at)
            )),
            texts.request_registered(date::day(texts, self.today(), request.registered_on)),
        ));
        let mut pairs = vec![
            (
                texts.request_category(),
                list::category(&request.category.0, &self.session),
            ),
            (texts.request_lang(), words::text_lang(texts, request.lang)),
        ];
        if let Some(owner) = &request.owner {
            pairs.push((texts.request_owner(), owner.to_string()));
        }
        pairs.extend(person::pairs(&request.requester, self.reveal, texts));
        for (name, value) in pairs {
            output.line(&format!("{name}: {value}"));
        }
        self.print_pending();
    }

    /// How the questions of an opened conference stand.
    fn tally(&self) -> Option<Tally> {
        let held = self.item.work.as_ref()?.conference();
        let held = held.filter(|held| held.has_opened())?;
        self.session.reader.tally(held.number).ok()
    }

    fn print_pending(&self) {
        let (output, texts) = (&self.session.cx.output, self.texts());
        if self.item.row.pending {
            output.line(&texts.request_pending());
        }
        if self.item.row.conflict {
            output.line(&texts.list_mark_conflict());
        }
        for entry in &self.settled {
            let (Some(chosen), Some(by), Some(at)) =
                (entry.resolution, &entry.settled_by, entry.settled_at)
            else {
                continue;
            };
            let act = words::act_on(texts, self.item.row.number.kind, entry.op.command.act());
            let at = date::moment(texts, self.today(), zone::local(at));
            let settled = words::settled(texts, chosen, &by.0, at);
            output.line(&format!("{act}: {settled}"));
        }
    }

    fn print_terms(&self, work: &Work) {
        let output = &self.session.cx.output;
        let texts = self.texts();
        if self.clocks.is_empty() && work.request().is_none() {
            return;
        }
        output.line("");
        output.line(&texts.request_terms());
        if self.clocks.is_empty() {
            output.line(&texts.request_no_terms());
            return;
        }
        let now = self.session.local_now();
        let mut table = Table::new(vec![
            texts.list_heading_act(),
            texts.list_heading_due(),
            texts.show_heading_clause(),
            texts.list_heading_left(),
            String::new(),
        ]);
        for clock in &self.clocks {
            // Only what still drives a row can be late; the rest were last days for an act.
            let due = clock.term.due();
            let is_last_day = clock.nature == Nature::LastDay;
            let left = if clock.drives || due >= now.date() {
                list::left(Some(due), &self.session, now)
            } else {
                String::new()
            };
            let remark = match (is_last_day, due < now.date()) {
                (true, true) if !clock.drives => texts.request_last_day_passed(),
                (true, _) => texts.request_last_day(),
                (false, _) => String::new(),
            };
            table.row(vec![
                list::rule_short(&clock.rule, &self.session),
                list::short_date(due, now, texts),
                words::clause(texts, &clock.term.clause),
                left,
                remark,
            ]);
        }
        table.print(output);
        output.line(&texts.request_pack(pack_name(work, &self.session)));
    }

    fn in_time(&self, in_time: Option<&InTime>) -> String {
        let texts = self.texts();
        let day = |due: Date| date::day(texts, self.today(), due);
        match in_time {
            Some(InTime::Late { due, .. }) => {
                format!(" ({})", texts.request_in_time_late(day(*due)))
            }
            Some(InTime::LateOnReceipt { due }) => {
                format!(" ({})", texts.request_in_time_late_on_receipt(day(*due)))
            }
            Some(InTime::NoTerm | InTime::Yes) | None => String::new(),
        }
    }

    fn history_line(&self, entry: &Entry<Event>) -> String {
        let texts = self.texts();
        let at = date::moment(texts, self.today(), zone::local(entry.stamp.effective_at));
        let who = entry
            .stamp
            .by
            .as_ref()
            .map(|by| format!(" – {by}"))
            .unwrap_or_default();
        let more = self.in_time(entry.event.in_time());
        let reasons = entry.event.named_reasons();
        let reasons = if reasons.is_empty() {
            String::new()
        } else {
            format!(": {}", reasons.join(", "))
        };
        format!(
            "{at}  {}{reasons}{who}{more}",
            words::event(texts, &entry.event)
        )
    }
}

/// Why an act came late, in the words of its author.
fn late_reason(entry: &Entry<Event>) -> Option<&CitizenText> {
    reason_of(entry.event.in_time())
}

fn reason_of(in_time: Option<&InTime>) -> Option<&CitizenText> {
    match in_time {
        Some(InTime::Late { reason, .. }) => reason.as_ref(),
        Some(InTime::NoTerm | InTime::Yes | InTime::LateOnReceipt { .. }) | None => None,
    }
}

/// The act behind the terms, and that it was repealed where it was.
fn pack_name(work: &Work, session: &Session<'_>) -> String {
    let Some(pack) = session.rules.pack(work.pack()) else {
        return work.pack().to_string();
    };
    let act = pack.act.get(session.cx.lang);
    match pack.status_on(zone::date(work.received_at())) {
        PackStatus::InForce => act.to_owned(),
        PackStatus::KeptAfterRepeal => {
            format!("{act} ({})", session.cx.texts.request_pack_kept())
        }
    }
}
