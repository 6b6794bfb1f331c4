//! One item: where it stands, its terms, its text, who asks, what happened.
//!
//! Identifiers, telephones and addresses are masked, in the text too. Terms that are duties are
//! told apart from last days for an act `[law.md §3.11]`.

mod items;
mod operator;

pub(crate) use items::matrix;

use std::borrow::Cow;

use jiff::civil::Date;
use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::action::ActionId;
use crate::app::detail::Shown;
use crate::app::model::{Rules, Screen};
use crate::domain::clock::Clock;
use crate::domain::desk::Lease;
use crate::domain::ids::ItemKind;
use crate::domain::person::Requester;
use crate::domain::privacy::{Private, mask_address, mask_email, mask_tail, mask_text};
use crate::domain::request::Request;
use crate::domain::rules::{Nature, PackStatus, RuleId};
use crate::domain::work::Work;
use crate::domain::zone;
use crate::i18n::{Texts, date, reader, words as codes};
use crate::theme::Role;
use crate::ui::canvas::Canvas;
use crate::ui::countdown::Countdown;
use crate::ui::memo::{self, Minute};
use crate::ui::screen::{history, list};
use crate::ui::widget::frame;
use crate::ui::widget::sheet::{Sheet, Span};
use crate::ui::{text, words};

/// From this width on a term stands on one line.
const WIDE: u16 = 76;

/// All that the detail tells.
#[derive(Debug)]
pub(in crate::ui) struct Told {
    scroll: u16,
    shown: Shown,
    rules: Rules,
    writer: Option<Lease>,
    minute: Minute,
}

impl Told {
    pub(in crate::ui) fn of(model: &Model, shown: &Shown) -> Self {
        Self {
            scroll: model.detail.scroll,
            shown: shown.clone(),
            rules: model.rules.clone(),
            writer: writer(model, shown).cloned(),
            minute: Minute::of(model.portal_now()),
        }
    }

    /// Whether a model tells the same.
    pub(in crate::ui) fn is_told_by(&self, model: &Model, shown: &Shown) -> bool {
        let Self {
            scroll,
            shown: last,
            rules,
            writer: wrote,
            minute,
        } = self;
        *scroll == model.detail.scroll
            && *minute == Minute::of(model.portal_now())
            && memo::are_same(rules, &model.rules)
            && wrote.as_ref() == writer(model, shown)
            && last == shown
    }
}

/// The lines of an item that is not shown yet.
#[derive(Debug)]
pub(in crate::ui) struct Prepared {
    told: Told,
    sheet: Sheet<'static>,
}

impl Prepared {
    /// Writes an item for the area it will be shown in.
    pub(in crate::ui) fn of(model: &Model, texts: &Texts, shown: &Shown, area: Rect) -> Self {
        let mut sheet = Sheet::new(frame::inside(area).width);
        fill(&mut sheet, model, texts, shown);
        Self {
            told: Told::of(model, shown),
            sheet: sheet.into_owned(),
        }
    }

    /// Whether these are the lines of an item in an area.
    pub(in crate::ui) fn serves(&self, model: &Model, shown: &Shown, area: Rect) -> bool {
        self.sheet.width() == frame::inside(area).width && self.told.is_told_by(model, shown)
    }

    /// What the lines tell, and the lines.
    pub(in crate::ui) fn into_parts(self) -> (Told, Sheet<'static>) {
        (self.told, self.sheet)
    }

    /// Takes the lines away, so that it is seen where they are shown.
    #[cfg(test)]
    pub(in crate::ui) fn erase(&mut self) {
        self.sheet = Sheet::new(self.sheet.width());
    }
}

fn writer<'m>(model: &'m Model, shown: &Shown) -> Option<&'m Lease> {
    model.house.writer(shown.item.number(), model.portal_now())
}

/// Draws the detail with its frame, its lines written before or now; gives the greatest useful
/// first line.
pub fn draw(
    canvas: &mut Canvas<'_>,
    area: Rect,
    model: &Model,
    texts: &Texts,
    prepared: Option<Sheet<'_>>,
) -> u16 {
    let Some(shown) = shown(model) else {
        let inner = frame::draw(canvas, area, "");
        list::notice(canvas, inner, &absent(model, texts), "");
        return 0;
    };
    frame::draw(canvas, area, &title(&shown.item.work, texts));
    let sheet = prepared.unwrap_or_else(|| {
        let mut sheet = Sheet::new(frame::inside(area).width);
        fill(&mut sheet, model, texts, shown);
        sheet
    });
    sheet.draw_framed(canvas, area, model.detail.scroll)
}

/// Writes all there is to say about an item onto a sheet.
pub fn fill<'a>(sheet: &mut Sheet<'a>, model: &'a Model, texts: &'a Texts, shown: &'a Shown) {
    Detail {
        model,
        texts,
        shown,
    }
    .fill(sheet);
}

/// The item to draw. Beside a list the last one stays until the selection has rested and the next
/// one is there, under its own number, so that holding a key stays cheap.
#[must_use]
pub fn shown(model: &Model) -> Option<&Shown> {
    let earlier = || {
        let waits = model.detail.number.is_some() && !model.detail.missing;
        let beside = waits && model.screen != Screen::Request;
        model.detail.shown.as_deref().filter(|_| beside)
    };
    model.shown().or_else(earlier)
}

fn absent(model: &Model, texts: &Texts) -> String {
    match model.detail.number {
        None => texts.request_empty(),
        Some(number) if model.detail.missing => {
            texts.request_missing(words::key(ActionId::Sync), number.to_string())
        }
        Some(number) => texts.request_loading(number.to_string()),
    }
}

/// The title of an item: its number and where it stands.
#[must_use]
pub fn title(work: &Work, texts: &Texts) -> String {
    let number = work.number();
    let named = if number.kind == ItemKind::Request {
        texts.request_number(number.to_string())
    } else {
        let kind = codes::kind_title(texts, number.kind);
        format!("{kind} {number}")
    };
    let state = codes::stands(texts, work.state());
    if work.request().is_some_and(|request| request.extended) {
        format!("{named} · {state} · {}", texts.request_extended())
    } else {
        format!("{named} · {state}")
    }
}

/// A name and its value; nothing where there is no value.
fn fact<'a>(sheet: &mut Sheet<'a>, name: &str, value: Cow<'a, str>) {
    if !value.is_empty() {
        sheet.fact(name, value);
    }
}

struct Detail<'a> {
    model: &'a Model,
    texts: &'a Texts,
    shown: &'a Shown,
}

impl<'a> Detail<'a> {
    fn today(&self) -> Date {
        self.model.today()
    }

    fn day(&self, day: Date) -> String {
        date::day(self.texts, self.today(), day)
    }

    fn fill(&self, sheet: &mut Sheet<'a>) {
        if !self.shown.item.pending.is_empty() {
            let mark = self.texts.request_pending();
            sheet.text(mark.into(), Role::TextWarning);
        }
        match &self.shown.item.work {
            Work::Request(request) => self.facts(sheet, request),
            Work::Topic(topic) => self.topic(sheet, topic),
            Work::Conference(conference) => self.conference(sheet, conference),
            Work::Question(question) => self.question(sheet, question),
            Work::Access(access) => self.access(sheet, access),
            Work::Circular(circular) => self.circular(sheet, circular),
        }
        self.house(sheet);
        if self.has_terms() {
            sheet.title(self.texts.request_terms());
            self.terms(sheet);
        }
        if !matches!(self.shown.item.work, Work::Access(_)) {
            sheet.title(self.texts.request_text());
            self.text(sheet);
        }
        if let Some(note) = &self.shown.item.note {
            sheet.title(self.texts.note_section());
            sheet.hanging("║ ", mask_text(note.as_str()).into(), Role::Text);
        }
        if let Some(person) = self.shown.item.work.person() {
            sheet.title(self.texts.request_user());
            self.requester(sheet, person);
        }
        sheet.title(self.texts.request_history());
        history::fill(sheet, self.model, self.texts, &self.shown.item);
    }

    fn facts(&self, sheet: &mut Sheet<'a>, request: &'a Request) {
        let texts = self.texts;
        let received = words::moment(texts, self.today(), request.received_at);
        let facts = format!(
            "{} · {}",
            texts.request_received(received),
            texts.request_registered(self.day(request.registered_on))
        );
        sheet.text(facts.into(), Role::Text);
        self.category(sheet);
        self.passed(sheet, request);
    }

    /// Category and language, of kinds that have them.
    fn category(&self, sheet: &mut Sheet<'a>) {
        let (texts, work) = (self.texts, &self.shown.item.work);
        if let Some(category) = work.category() {
            let name = words::category(self.model, texts, category);
            fact(sheet, &texts.request_category(), name.into());
        }
        if let Some(lang) = work.lang() {
            let lang = codes::text_lang(texts, lang);
            fact(sheet, &texts.request_lang(), lang.into());
        }
    }

    /// Who works on it, who writes about it, what its second reader said, under which act.
    fn house(&self, sheet: &mut Sheet<'a>) {
        let (texts, work) = (self.texts, &self.shown.item.work);
        if let Some(owner) = work.owner() {
            fact(sheet, &texts.request_owner(), owner.0.as_str().into());
        }
        // A list cuts the name; here it is whole.
        if let Some(writes) = words::writer(self.model, texts, work.number()) {
            sheet.text(writes.into(), Role::TextWarning);
        }
        if let Some(reading) = self.shown.item.desk.readings.last() {
            let words = reader::opinion(texts, self.today(), reading, None);
            let line = format!("{}: {words}", texts.opinion_section());
            sheet.text(line.into(), Role::Text);
        }
        sheet.text(self.pack().into(), Role::TextMuted);
    }

    /// Where a forwarded copy came from, and that a dislike waits.
    fn passed(&self, sheet: &mut Sheet<'a>, request: &Request) {
        let texts = self.texts;
        if let Some(from) = request.forwarded_from {
            let directory = &self.model.rules.directory;
            let names: Vec<String> = request
                .passed_by
                .iter()
                .map(|bin| {
                    let holder = directory.by_bin(bin);
                    holder.map_or(bin.as_str(), |holder| holder.name.get(texts.lang()))
                })
                .map(str::to_owned)
                .collect();
            let words = texts.request_forwarded_from(names.join(" → "), from.to_string());
            sheet.text(words.into(), Role::Text);
        }
        if !self.shown.item.linked.is_empty() {
            let linked = self.shown.item.linked.iter();
            let numbers: Vec<String> = linked.map(ToString::to_string).collect();
            let words = texts.request_linked(numbers.join(", "));
            sheet.text(words.into(), Role::Text);
        }
        if request.follow_up {
            sheet.text(texts.request_follow_up().into(), Role::TextWarning);
        }
    }

    /// The pinned pack and its standing on the day of receipt.
    fn pack(&self) -> String {
        let (texts, work) = (self.texts, &self.shown.item.work);
        let Some(pack) = self.model.rules.set.pack(work.pack()) else {
            return texts.request_pack_unknown(work.pack().0.as_str());
        };
        let act = texts.request_pack(pack.act.get(texts.lang()));
        match pack.status_on(zone::date(work.received_at())) {
            PackStatus::InForce => act,
            PackStatus::KeptAfterRepeal => format!("{act} – {}", texts.request_pack_kept()),
        }
    }

    /// A request tells also that no term is running; a question has none of its own.
    fn has_terms(&self) -> bool {
        let running = !self.shown.clocks.is_empty() || self.shown.calendar_missing.is_some();
        match self.shown.item.work {
            Work::Request(_) => true,
            Work::Question(_) | Work::Access(_) | Work::Circular(_) => false,
            Work::Topic(_) | Work::Conference(_) => running,
        }
    }

    fn terms(&self, sheet: &mut Sheet<'a>) {
        if let Some(year) = self.shown.calendar_missing {
            let words = self
                .texts
                .request_calendar_missing(words::key(ActionId::Sync), year.to_string());
            sheet.text(words.into(), Role::TextWarning);
        } else if self.shown.clocks.is_empty() {
            sheet.text(self.texts.request_no_terms().into(), Role::TextMuted);
        }
        let countdown = Countdown::new(self.model, self.texts);
        for clock in &self.shown.clocks {
            self.term(sheet, clock, &countdown);
            if clock.rule == RuleId::ANSWER {
                self.draft_day(sheet, clock);
            }
        }
    }

    /// The day of the house for the draft of an answer, beside the day of the law.
    fn draft_day(&self, sheet: &mut Sheet<'a>, clock: &Clock) {
        let rules = &self.model.rules;
        let Some(day) = rules
            .policy
            .draft_day(clock.term.due(), &rules.set.calendar)
        else {
            return;
        };
        let role = if day < self.today() {
            Role::TextWarning
        } else {
            Role::TextMuted
        };
        let words = self.texts.request_draft_day(self.day(day));
        sheet.hanging("  ", words.into(), role);
    }

    fn term(&self, sheet: &mut Sheet<'a>, clock: &'a Clock, countdown: &Countdown<'_>) {
        let name = words::rule_name(self.model, self.texts, &clock.rule);
        let name_role = if clock.drives {
            Role::TextStrong
        } else {
            Role::Text
        };
        let (remaining, urgency) = match self.shown.item.request() {
            Some(request) => countdown.clock(clock, request.state),
            None => countdown.to(clock.term.due()),
        };
        let right: Span<'a> = (remaining.into(), urgency);
        let mut dates: Vec<Span<'a>> = vec![(
            self.texts.request_due(self.day(clock.term.due())).into(),
            Role::Text,
        )];
        if clock.term.safe != clock.term.latest {
            let safe = self.texts.request_safe(self.day(clock.term.safe));
            dates.push((format!("  ({safe})").into(), Role::Safe));
        }
        let clause = codes::clause(self.texts, &clock.term.clause);
        let mut left: Vec<Span<'a>> = vec![(text::pad(&name, 22).into(), name_role)];
        left.extend(dates.iter().cloned());
        left.push((format!("  {clause}").into(), Role::TextMuted));
        let spans = left.iter().chain([&right]);
        let columns: u16 = spans.map(|span| text::width(&span.0)).sum();
        // A date of another year beside a second one leaves no room on the line.
        if sheet.width() >= WIDE && columns < sheet.width() {
            sheet.ends(left, right);
        } else {
            let named = vec![
                (name.into(), name_role),
                (format!("  {clause}").into(), Role::TextMuted),
            ];
            sheet.ends(named, right);
            dates.insert(0, ("  ".into(), Role::Text));
            if clock.term.safe == clock.term.latest {
                let nature = self.nature(clock);
                dates.push((format!("  {nature}").into(), Role::TextMuted));
            }
            sheet.words(dates);
        }
    }

    fn nature(&self, clock: &Clock) -> String {
        match clock.nature {
            Nature::Duty => self.texts.why_duty(),
            Nature::LastDay => self.texts.request_last_day(),
        }
    }

    fn text(&self, sheet: &mut Sheet<'a>) {
        let own = match &self.shown.item.work {
            Work::Request(request) => &request.text,
            Work::Topic(topic) => {
                let title = mask_text(topic.title.as_str());
                sheet.text(title.into(), Role::TextStrong);
                &topic.text
            }
            Work::Question(question) => &question.text,
            Work::Circular(circular) => &circular.text,
            Work::Access(_) => return,
            Work::Conference(conference) => {
                self.form_texts(sheet, conference.valid_form());
                return;
            }
        };
        if own.is_blank() {
            sheet.text(self.texts.request_text_hidden().into(), Role::TextMuted);
        } else {
            sheet.text(mask_text(own.as_str()).into(), Role::Text);
        }
    }

    fn requester(&self, sheet: &mut Sheet<'a>, who: &'a Requester) {
        let texts = self.texts;
        let name = if who.is_legal_entity() {
            texts.request_entity()
        } else {
            texts.request_name()
        };
        let plain = |value: &'a Option<Private<String>>| -> Cow<'a, str> {
            value.as_ref().map_or("", |value| value.0.as_str()).into()
        };
        let masked = |value: &Option<Private<String>>, mask: fn(&str) -> String| -> Cow<'a, str> {
            value
                .as_ref()
                .map_or_else(String::new, |value| mask(&value.0))
                .into()
        };
        if who.name.is_none() && who.iin.is_none() && who.bin.is_none() {
            sheet.text(texts.request_user_hidden().into(), Role::TextMuted);
        }
        fact(sheet, &name, plain(&who.name));
        fact(sheet, &texts.request_iin(), masked(&who.iin, mask_tail));
        fact(sheet, &texts.request_bin(), masked(&who.bin, mask_tail));
        if let Some(other) = &who.representative {
            fact(
                sheet,
                &texts.request_representative(),
                other.of.0.as_str().into(),
            );
        }
        let contacts = &who.contacts;
        fact(
            sheet,
            &texts.request_address(),
            masked(&contacts.address, mask_address),
        );
        fact(
            sheet,
            &texts.request_email(),
            masked(&contacts.email, mask_email),
        );
        fact(
            sheet,
            &texts.request_phone(),
            masked(&contacts.phone, mask_tail),
        );
        sheet.text(
            words::signature(texts, who.signature).into(),
            Role::TextMuted,
        );
    }
}
