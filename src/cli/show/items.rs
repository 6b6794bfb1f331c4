//! A topic, a conference or a question: the object of `awp show --json` and its lines.

use serde_json::{Value, json};

use super::object::{shown, timeliness};
use super::person;
use crate::cli::list;
use crate::cli::session::Session;
use crate::domain::annex::{ConferenceForm, FormText};
use crate::domain::conference::Conference;
use crate::domain::history::Line;
use crate::domain::local_text::Lang;
use crate::domain::question::{Question, Tally};
use crate::domain::row::Row;
use crate::domain::topic::Topic;
use crate::domain::work::Work;
use crate::domain::zone;
use crate::i18n::{Texts, date, words};

/// What an item has beyond its line.
pub(super) fn object(work: &Work, tally: Option<&Tally>, reveal: bool) -> Value {
    let history: Vec<Value> = work
        .history()
        .iter()
        .map(|entry| line(entry, reveal))
        .collect();
    let mut object = json!({
        "received_at": work.received_at(),
        "pack": work.pack().to_string(),
        "holder": work.holder(),
        "history": history,
        "text": text(work, Lang::default(), reveal),
    });
    let more = match work {
        Work::Request(_) | Work::Circular(_) => json!({}),
        Work::Topic(one) => json!({
            "applicant": person::object(&one.applicant, reveal),
            "conference": one.conference,
        }),
        Work::Conference(one) => conference(one, tally, reveal),
        Work::Question(one) => question(one, reveal),
        Work::Access(one) => json!({
            "applicant": person::object(&one.applicant, reveal),
            "position": one.position, "role": one.role, "account": one.account,
        }),
    };
    super::object::extend(&mut object, more);
    object
}

fn line(entry: &Line<'_>, reveal: bool) -> Value {
    json!({
        "event": entry.event,
        "by": entry.stamp.by,
        "role": entry.stamp.role,
        "decided_at": entry.stamp.decided_at,
        "received_at": entry.stamp.received_at,
        "effective_at": entry.stamp.effective_at,
        "op_id": entry.stamp.op,
        "basis": entry.stamp.basis,
        "text": entry.text.map(|text| shown(text, reveal)),
        "in_time": entry.in_time.map(|in_time| timeliness(in_time, reveal)),
    })
}

fn conference(one: &Conference, tally: Option<&Tally>, reveal: bool) -> Value {
    json!({
        "topic": one.topic,
        "form": form(one.valid_form(), reveal),
        "form_version": one.sent.as_ref().map(|sent| sent.version),
        "team": one.team,
        "remarks": one.remarks.as_ref().map(|text| shown(text, reveal)),
        "notice": one.notice,
        "questions": tally,
    })
}

fn form(form: &ConferenceForm, reveal: bool) -> Value {
    let text = |text: &FormText| json!({"kk": text.kk, "ru": text.ru, "en": text.en});
    let officer = &form.officer;
    let person = if reveal {
        json!({
            "surname": officer.surname, "name": officer.name, "patronymic": officer.patronymic,
            "iin": officer.iin, "position": officer.position, "email": officer.email,
            "phone": officer.phone,
        })
    } else {
        json!({"position": officer.position})
    };
    json!({
        "opens": form.opens, "opens_at": form.opens_at,
        "closes": form.closes, "closes_at": form.closes_at,
        "name": text(&form.name), "short": text(&form.short),
        "description": text(&form.description),
        "officer": person,
    })
}

fn question(one: &Question, reveal: bool) -> Value {
    json!({
        "conference": one.conference,
        "into": one.into,
        "asker": person::object(&one.asker, reveal),
        "expert": one.expert,
        "draft": one.draft.as_ref().map(|text| shown(text, reveal)),
        "answer": one.answer.as_ref().map(|answer| json!({
            "text": shown(&answer.text, reveal), "at": answer.at, "late": answer.late,
            "with": answer.with,
        })),
    })
}

/// The text of an item as it may be shown.
pub(super) fn text(work: &Work, lang: Lang, reveal: bool) -> String {
    match work {
        Work::Request(one) => shown(&one.text, reveal),
        Work::Topic(one) => format!(
            "{}\n{}",
            shown(&one.title, reveal),
            shown(&one.text, reveal)
        ),
        Work::Question(one) => shown(&one.text, reveal),
        Work::Circular(one) => shown(&one.text, reveal),
        Work::Access(_) => String::new(),
        Work::Conference(one) => {
            let form = one.valid_form();
            let parts = [&form.name, &form.short, &form.description];
            let parts = parts.map(|part| part.best(lang).as_str());
            parts.join("\n").trim().to_owned()
        }
    }
}

/// The lines between the state and the terms.
pub(super) fn head(
    (work, row, tally): (&Work, &Row, Option<Tally>),
    session: &Session<'_>,
    reveal: bool,
) -> Vec<String> {
    let texts = session.cx.texts;
    let today = session.local_now().date();
    let moment = |at| date::moment(texts, today, zone::local(at));
    let mut lines = vec![texts.request_received(moment(work.received_at()))];
    let mut pairs = Vec::new();
    if let Some(category) = work.category() {
        let name = list::category(&category.0, session);
        pairs.push((texts.request_category(), name));
    }
    if let Some(lang) = work.lang() {
        pairs.push((texts.request_lang(), words::text_lang(texts, lang)));
    }
    if let Some(owner) = work.owner() {
        pairs.push((texts.request_owner(), owner.to_string()));
    }
    match work {
        Work::Request(_) => {}
        Work::Topic(one) => pairs.extend(of_topic(one, session, reveal)),
        Work::Conference(one) => {
            let local = |at| date::moment(texts, today, at);
            let form = one.valid_form();
            let opens = form.opens_on().map(local);
            let closes = form.closes_on().map(local);
            pairs.extend(opens.map(|at| (texts.conference_opens(), at)));
            pairs.extend(closes.map(|at| (texts.conference_closes(), at)));
            let open = row.caption.weight.to_string();
            pairs.push((texts.conference_open_questions(), open));
            pairs.extend(
                tally
                    .map(|tally| of_questions(&tally, texts))
                    .unwrap_or_default(),
            );
            let notice = one.notice.as_ref();
            pairs.extend(notice.map(|notice| (texts.conference_notice(), notice.link.clone())));
        }
        Work::Question(one) => {
            pairs.push((
                words::kind_title(texts, one.conference.kind),
                one.conference.to_string(),
            ));
            pairs.extend(
                one.into
                    .map(|into| (texts.question_into(), into.to_string())),
            );
            pairs.push((texts.question_votes(), row.caption.weight.to_string()));
            let expert = one.expert.as_ref();
            pairs.extend(expert.map(|expert| (texts.question_expert(), expert.name.clone())));
            pairs.extend(person::pairs(&one.asker, reveal, texts));
        }
        Work::Access(one) => {
            let holder = one.holder_name.get(session.cx.lang).to_owned();
            pairs.push((texts.access_holder(), holder));
            pairs.push((texts.access_position(), one.position.clone()));
            pairs.push((texts.access_role(), words::role(texts, one.role)));
            let account = one.account.as_ref();
            pairs.extend(account.map(|user| (texts.access_account(), user.to_string())));
            pairs.extend(person::pairs(&one.applicant, reveal, texts));
        }
        Work::Circular(one) => pairs.push((texts.access_holder(), one.holder.clone())),
    }
    lines.extend(
        pairs
            .into_iter()
            .map(|(name, value)| format!("{name}: {value}")),
    );
    lines
}

/// How the questions stand; what the house declined is told by reason.
fn of_questions(tally: &Tally, texts: &Texts) -> Vec<(String, String)> {
    let wide = u64::from;
    let told = texts.conference_tally(wide(tally.answered), wide(tally.asked), wide(tally.open));
    let mut pairs = vec![(texts.conference_questions(), told)];
    let reasons: Vec<String> = tally
        .declined
        .iter()
        .map(|(reason, count)| format!("{} – {count}", words::decline(texts, *reason)))
        .collect();
    if !reasons.is_empty() {
        let told = format!("{} ({})", tally.all_declined(), reasons.join(", "));
        pairs.push((texts.conference_declined(), told));
    }
    pairs
}

fn of_topic(one: &Topic, session: &Session<'_>, reveal: bool) -> Vec<(String, String)> {
    let texts = session.cx.texts;
    let mut pairs = person::pairs(&one.applicant, reveal, texts);
    if let Some(number) = one.conference {
        pairs.push((words::kind_title(texts, number.kind), number.to_string()));
    }
    pairs
}
