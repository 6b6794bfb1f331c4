//! The history of a request: what happened, what it changed, who did it, when, by which clause.

mod desk;

use std::borrow::Cow;

use jiff::civil::Date;

use crate::app::Model;
use crate::app::detail::Item;
use crate::domain::clock::Extended;
use crate::domain::decide::last_day;
use crate::domain::history::{Basis, Entry, InTime};
use crate::domain::holder::Timeliness;
use crate::domain::privacy::mask_text;
use crate::domain::request::{Event, Request, RequestState};
use crate::domain::rules::RuleId;
use crate::domain::zone;
use crate::i18n::{Texts, date, words as codes};
use crate::theme::Role;
use crate::ui::widget::sheet::Sheet;
use crate::ui::words;

/// Writes the history of an item onto a sheet, oldest first: the events of the request and what
/// colleagues did with it.
pub(super) fn fill<'a>(sheet: &mut Sheet<'a>, model: &'a Model, texts: &'a Texts, of: &'a Item) {
    let Some(request) = of.request() else {
        lines(sheet, model, texts, of);
        return;
    };
    let history = History {
        model,
        texts,
        request,
    };
    let mut inward = desk::happened(&of.desk).into_iter().peekable();
    let mut before = None;
    for entry in &request.history {
        while let Some(earlier) = inward.next_if(|one| one.at() < entry.stamp.effective_at) {
            desk::write(sheet, model, texts, earlier);
        }
        history.entry(sheet, entry, before);
        before = entry.event.state().or(before);
    }
    for later in inward {
        desk::write(sheet, model, texts, later);
    }
}

/// The history of a topic, a conference or a question.
fn lines<'a>(sheet: &mut Sheet<'a>, model: &'a Model, texts: &'a Texts, of: &'a Item) {
    let mut inward = desk::happened(&of.desk).into_iter().peekable();
    let kind = of.number().kind;
    for line in of.work.history() {
        let at = line.stamp.effective_at;
        while let Some(earlier) = inward.next_if(|one| one.at() < at) {
            desk::write(sheet, model, texts, earlier);
        }
        let event = codes::event_on(texts, kind, line.event);
        let event = match &line.stamp.by {
            Some(user) => texts.request_history_by(event, user.0.as_str()),
            None => event,
        };
        sheet.text(event.into(), Role::Text);
        let when = words::moment(texts, model.today(), at);
        sheet.hanging("  ", when.into(), Role::TextMuted);
        if let Some(text) = line.text.filter(|text| !text.is_blank()) {
            sheet.hanging("  │ ", mask_text(text.as_str()).into(), Role::Text);
        }
    }
    for later in inward {
        desk::write(sheet, model, texts, later);
    }
}

struct History<'a> {
    model: &'a Model,
    texts: &'a Texts,
    request: &'a Request,
}

impl<'a> History<'a> {
    fn entry(&self, sheet: &mut Sheet<'a>, entry: &'a Entry<Event>, before: Option<RequestState>) {
        let texts = self.texts;
        let event = self.event(&entry.event);
        let event = match &entry.stamp.by {
            Some(user) => texts.request_history_by(event, user.0.as_str()),
            None => event,
        };
        sheet.text(event.into(), Role::Text);
        sheet.hanging("  ", self.times(entry).into(), Role::TextMuted);
        if let Some(change) = self.change(entry, before) {
            sheet.hanging("  ", change.into(), Role::TextMuted);
        }
        if let Some(in_time) = entry.event.in_time() {
            self.in_time(sheet, in_time);
            if let Some(basis) = &entry.stamp.basis {
                sheet.hanging("  ", self.basis(basis).into(), Role::TextMuted);
            }
        }
        let written = [entry.event.inward_text(), entry.event.outward_text()];
        for text in written
            .into_iter()
            .flatten()
            .filter(|text| !text.is_blank())
        {
            sheet.hanging("  ", mask_text(text.as_str()).into(), Role::Text);
        }
    }

    /// The three times: decided, received by the portal, counted.
    fn times(&self, entry: &Entry<Event>) -> String {
        let at = |at| words::moment(self.texts, self.model.today(), at);
        let stamp = &entry.stamp;
        match stamp.received_at {
            Some(received) => self.texts.request_history_times(
                at(stamp.decided_at),
                at(stamp.effective_at),
                at(received),
            ),
            None => self.texts.request_history_unsent(at(stamp.decided_at)),
        }
    }

    /// What was before and what after, and the clause; nothing where neither is known.
    fn change(&self, entry: &Entry<Event>, before: Option<RequestState>) -> Option<String> {
        let texts = self.texts;
        let states = entry.event.state().and_then(|after| {
            let before = before.filter(|before| *before != after)?;
            let (before, after) = (codes::state(texts, before), codes::state(texts, after));
            Some(texts.request_history_change(after, before))
        });
        let days = self.extended(entry).map(|(before, after)| {
            texts.request_history_change(date::numeric(after), date::numeric(before))
        });
        let clause = self.clause(&entry.event);
        let parts: Vec<String> = [states, days, clause].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }

    /// The clause under which an act was done, of the pack that the request is pinned to.
    fn clause(&self, event: &Event) -> Option<String> {
        let request = self.request;
        let received_on = zone::date(request.received_at);
        let rules = &self.model.rules.set;
        let taken = rules.under_pin(&event.rule()?, &request.pack, received_on)?;
        Some(codes::clause(self.texts, &taken.rule.clause))
    }

    /// The last day of the answer before and after an extension.
    fn extended(&self, entry: &Entry<Event>) -> Option<(Date, Date)> {
        let Event::Extended { days, .. } = &entry.event else {
            return None;
        };
        let rules = &self.model.rules;
        let with = |extension| {
            let request = Request {
                extension,
                ..self.request.clone()
            };
            last_day(&request, &RuleId::ANSWER, &rules.set, &rules.policy).map(|(due, _)| due)
        };
        let extension = Extended {
            at: entry.stamp.effective_at,
            days: *days,
            notice_sent: true,
        };
        Some((with(None)?, with(Some(extension))?))
    }

    /// What the verdict rests on: last day, the time that counted, pack and calendar.
    fn basis(&self, basis: &Basis) -> String {
        let texts = self.texts;
        let judged_by = match basis.judged_by {
            Timeliness::Receipt => texts.request_judged_by_receipt(),
            Timeliness::Decision => texts.request_judged_by_decision(),
        };
        texts.request_history_basis(
            basis.calendar.clone(),
            date::numeric(basis.due),
            judged_by,
            basis.pack.0.clone(),
        )
    }

    fn in_time(&self, sheet: &mut Sheet<'a>, in_time: &'a InTime) {
        let texts = self.texts;
        let words = match in_time {
            InTime::NoTerm | InTime::Yes => return,
            InTime::LateOnReceipt { due } => {
                texts.request_in_time_late_on_receipt(date::numeric(*due))
            }
            InTime::Late { due, .. } => texts.request_in_time_late(date::numeric(*due)),
        };
        sheet.hanging("  ", words.into(), Role::TextWarning);
        if let InTime::Late {
            reason: Some(reason),
            ..
        } = in_time
        {
            let reason: Cow<'a, str> = mask_text(reason.as_str()).into();
            sheet.hanging("  ", reason, Role::Text);
        }
    }

    /// What happened, with what it named.
    fn event(&self, event: &Event) -> String {
        let texts = self.texts;
        let name = codes::event(texts, event);
        let mut parts: Vec<String> = event
            .named_reasons()
            .into_iter()
            .map(str::to_owned)
            .collect();
        match event {
            Event::Forwarded { to, copy, .. } => {
                let holder = self.model.rules.directory.by_bin(to);
                let holder = holder.map_or(to.as_str(), |holder| holder.name.get(texts.lang()));
                parts.push(holder.to_owned());
                parts.extend(copy.map(|copy| texts.request_number(copy.to_string())));
            }
            Event::Refused {
                secret,
                part,
                review_on,
                ..
            } => {
                let secret = secret.as_deref();
                let secret = secret.and_then(|id| self.model.rules.set.grounds.secret(id));
                parts.extend(secret.map(|secret| secret.text.get(texts.lang()).to_owned()));
                parts.extend(part.then(|| texts.compose_portion_part()));
                let review = review_on.map(date::numeric);
                parts.extend(review.map(|day| format!("{} {day}", texts.compose_review_on())));
            }
            Event::Extended { days, .. } => parts.push(texts.request_history_days(*days)),
            Event::Rated { rating, .. } => parts.push(codes::rating(texts, *rating)),
            Event::Received
            | Event::Opened
            | Event::Accepted { .. }
            | Event::Returned { .. }
            | Event::Answered { .. }
            | Event::Published { .. }
            | Event::Notified { .. }
            | Event::Clarified { .. }
            | Event::Corrected { .. }
            | Event::FollowedUp { .. }
            | Event::Withdrawn => {}
        }
        if parts.is_empty() {
            name
        } else {
            format!("{name}: {}", parts.join(", "))
        }
    }
}
