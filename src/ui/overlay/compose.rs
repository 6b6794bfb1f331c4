//! The composer: its parts line by line, the open one with all the room that is left.

use ratatui::layout::{Position, Rect};

use super::{Stage, form};
use crate::app::compose::plan::{Part, text_area};
use crate::app::compose::{Composer, GroundLine, Section};
use crate::app::form::Focus;
use crate::app::pointer::Target;
use crate::domain::act::Act;
use crate::domain::holder::Holder;
use crate::domain::ids::ItemKind;
use crate::domain::local_text::LocalText;
use crate::i18n::{Texts, date, reader, words as codes};
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::text;
use crate::ui::widget::field;
use crate::ui::widget::sheet::Sheet;

/// Marker, box, id: where the wording of a ground begins.
const INDENT: u16 = 9;

pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    composer: &Composer,
) -> Option<Position> {
    let texts = stage.texts;
    let plan = composer.plan(stage.layout);
    let act = codes::act_on(texts, composer.number.kind, composer.act);
    let title = if composer.batch.is_empty() {
        texts.compose_title(act, composer.number.to_string())
    } else {
        let count = u64::try_from(composer.batch.len()).unwrap_or(u64::MAX);
        texts.compose_title_many(act, count)
    };
    stage.beside(canvas, plan.frame, &title);
    let view = View {
        stage,
        composer,
        open: composer.open_section(),
    };
    let mut cursor = None;
    for part in &plan.parts {
        cursor = view.part(canvas, part).or(cursor);
    }
    let note = stage.place(plan.note);
    match &composer.refusal {
        Some(refusal) => refused(canvas, note, &codes::refusal(texts, refusal)),
        None => form::note(canvas, stage, Pen::at(note, 0), None, view.below()),
    }
    let submit = codes::act_on(texts, composer.number.kind, composer.act);
    let pen = Pen::at(stage.place(plan.buttons), 0);
    form::buttons(canvas, stage, pen, composer.focus, &submit);
    cursor
}

/// A refusal over as many lines as it needs.
fn refused(canvas: &mut Canvas<'_>, area: Rect, words: &str) {
    let mark = canvas.mark(Role::NoticeRefusal).to_owned();
    let words = format!("{mark} {words}");
    let room = area.width.saturating_sub(2);
    for (line, part) in (0..area.height).zip(text::wrap(&words, room)) {
        let mut pen = Pen::at(area, line).skip(1);
        canvas.write(&mut pen, part, Role::NoticeRefusal);
    }
}

struct View<'a> {
    stage: &'a Stage<'a>,
    composer: &'a Composer,
    open: Option<Section>,
}

impl View<'_> {
    const fn texts(&self) -> &Texts {
        self.stage.texts
    }

    /// What the second reader thinks of the page, else the grounds that were chosen.
    fn below(&self) -> Option<String> {
        self.opinion().or_else(|| self.clauses())
    }

    fn opinion(&self) -> Option<String> {
        let (model, page) = (self.stage.model, self.composer.page()?);
        let item = model.item().filter(|_| self.composer.batch.is_empty())?;
        let reading = item.desk.reading(self.composer.act, page.lang)?;
        let wording = self.composer.wording(page);
        let today = model.today();
        Some(reader::opinion(
            self.texts(),
            today,
            reading,
            Some(&wording),
        ))
    }

    /// The grounds of the chosen lines; nothing of another act.
    fn clauses(&self) -> Option<String> {
        let mut named: Vec<String> = Vec::new();
        for line in self.composer.chosen_grounds() {
            let clause = codes::clause(self.texts(), &line.clause);
            if !named.contains(&clause) {
                named.push(clause);
            }
        }
        (!named.is_empty()).then(|| self.texts().form_clauses(named.join(", ")))
    }

    fn part(&self, canvas: &mut Canvas<'_>, part: &Part) -> Option<Position> {
        let focused = self.composer.section() == Some(part.section);
        let mut fields = self.composer.fields().into_iter();
        if let Some(field) = fields.find(|field| Section::of(*field) == Some(part.section)) {
            canvas.target(self.stage.place(part.line), Target::Field(field));
            canvas.target(self.stage.place(part.body), Target::Field(field));
        }
        let mut pen = Pen::at(self.stage.place(part.line), 0);
        let marker = canvas.marker(focused);
        canvas.cell(&mut pen, 1, marker, Role::RowMarker);
        canvas.write(&mut pen, &self.label(part.section), Role::Label);
        let on_line = self.value(canvas, pen.skip(1), part.section, focused);
        let body = self.stage.place(part.body);
        if body.height == 0 {
            return on_line.filter(|_| focused);
        }
        if part.section == Section::Grounds {
            self.grounds(canvas, body);
        } else if part.section == Section::Addressee {
            self.found(canvas, body);
        }
        let in_body = self.composer.editor(part.section).and_then(|editor| {
            let area = self.stage.place(text_area(part.body));
            field::editor(canvas, area, editor, form::field_role(focused))
        });
        in_body.or(on_line).filter(|_| focused)
    }

    fn label(&self, section: Section) -> String {
        let (texts, composer) = (self.texts(), self.composer);
        match section {
            Section::Grounds => texts.compose_grounds(),
            Section::Secret => texts.compose_secret(),
            Section::Portion => texts.compose_portion(),
            Section::ReviewOn => texts.compose_review_on(),
            Section::Days => texts.compose_days(),
            Section::Addressee => texts.compose_addressee(),
            Section::Text(lang) if composer.number.kind != ItemKind::Request => {
                self.label_about(codes::text_lang(texts, lang.into()))
            }
            Section::Text(lang) => {
                let lang = codes::text_lang(texts, lang.into());
                match composer.act {
                    Act::Extend => texts.compose_reason(),
                    Act::Close => texts.compose_follow_up(),
                    Act::Clarify => texts.compose_question(lang),
                    Act::Forward | Act::Notify => texts.compose_notice(lang),
                    Act::Refuse | Act::Return => texts.form_motive(lang),
                    Act::Accept
                    | Act::Answer
                    | Act::AlreadyPublished
                    | Act::Correct
                    | Act::Withdraw
                    | Act::Plan
                    | Act::Send
                    | Act::Publish
                    | Act::Announce
                    | Act::Decline
                    | Act::Assign
                    | Act::Draft
                    | Act::Merge
                    | Act::Part
                    | Act::Grant
                    | Act::Revoke
                    | Act::Read => texts.compose_text(lang),
                }
            }
            Section::Approval => texts.compose_approval(),
            Section::Notice => texts.compose_extension_notice(),
            Section::Late => composer.late.as_ref().map_or_else(String::new, |late| {
                texts.form_late(codes::clause(texts, &late.clause), date::numeric(late.due))
            }),
            Section::Signatory => texts.compose_signatory(),
        }
    }

    /// Who reads the text about a topic, a conference, a question or an application.
    fn label_about(&self, lang: String) -> String {
        let (texts, composer) = (self.texts(), self.composer);
        match (composer.number.kind, composer.act) {
            (_, Act::Refuse) => texts.form_motive(lang),
            (_, Act::Return) => texts.compose_remarks(),
            (ItemKind::Question, Act::Draft) => texts.compose_draft_answer(lang),
            (ItemKind::Question, _) => texts.compose_public_answer(lang),
            _ => texts.compose_why(),
        }
    }

    /// What stands on the line of a part: its field, its choice, or the beginning of its text.
    fn value(
        &self,
        canvas: &mut Canvas<'_>,
        mut pen: Pen,
        section: Section,
        focused: bool,
    ) -> Option<Position> {
        let composer = self.composer;
        let role = form::field_role(focused);
        if section == Section::Days {
            return Some(field::line(canvas, pen.within(4), &composer.days, role));
        } else if section == Section::ReviewOn {
            let pen = pen.within(12);
            return Some(field::line(canvas, pen, &composer.review_on, role));
        } else if section == Section::Addressee && focused {
            return Some(field::line(canvas, pen, &composer.search.query, role));
        }
        let (words, role) = self.summary(section);
        canvas.write(&mut pen, &words, role);
        None
    }

    fn summary(&self, section: Section) -> (String, Role) {
        let (texts, composer) = (self.texts(), self.composer);
        let local = |text: &LocalText| text.get(texts.lang()).to_owned();
        let chosen = |words: Option<String>| match words {
            Some(words) => (words, Role::TextStrong),
            None => (texts.compose_not_chosen(), Role::TextWarning),
        };
        match section {
            Section::Grounds => {
                let ids: Vec<&str> = composer
                    .chosen_grounds()
                    .iter()
                    .map(|line| line.id.as_str())
                    .collect();
                chosen((!ids.is_empty()).then(|| ids.join(", ")))
            }
            Section::Secret => chosen(composer.chosen_secret().map(|(_, text)| local(text))),
            Section::Portion => {
                let words = if composer.part {
                    texts.compose_portion_part()
                } else {
                    texts.compose_portion_whole()
                };
                (words, Role::TextStrong)
            }
            Section::Addressee => {
                let bin = composer.search.chosen.as_deref();
                let holder = bin.and_then(|bin| self.stage.model.rules.directory.by_bin(bin));
                chosen(holder.map(|holder| local(&holder.name)))
            }
            Section::Signatory => {
                let signatory = composer.signatories.get(composer.signatory);
                chosen(signatory.map(|one| format!("{}, {}", one.name, local(&one.position))))
            }
            Section::Text(_) | Section::Approval | Section::Notice | Section::Late => {
                (self.beginning(section), Role::TextMuted)
            }
            Section::Days | Section::ReviewOn => (String::new(), Role::Text),
        }
    }

    /// The beginning of a text that is not open.
    fn beginning(&self, section: Section) -> String {
        let opened = Some(section) == self.open || self.composer.side_by_side(self.stage.layout);
        let editor = self.composer.editor(section).filter(|_| !opened);
        editor.map_or_else(String::new, |editor| {
            if editor.is_blank() {
                "—".to_owned()
            } else {
                editor.first_line().trim().to_owned()
            }
        })
    }

    fn grounds(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let mut sheet = Sheet::new(area.width);
        let mut seen = (0, 0);
        for (index, line) in self.composer.grounds.iter().enumerate() {
            let focused = self.composer.focus == Focus::Line(index);
            let from = sheet.len();
            self.ground(canvas, &mut sheet, line, focused);
            sheet.target(from, Target::Check(Focus::Line(index)));
            if focused {
                seen = (from, sheet.len());
            }
        }
        let cells = |lines: usize| u16::try_from(lines).unwrap_or(u16::MAX);
        let scroll = cells(seen.1).saturating_sub(area.height).min(cells(seen.0));
        sheet.draw(canvas, area, scroll);
    }

    fn ground(&self, canvas: &Canvas<'_>, sheet: &mut Sheet<'_>, line: &GroundLine, focused: bool) {
        let marker = canvas.marker(focused);
        let sign = if line.marked { "x" } else { " " };
        let text = line.text.get(self.texts().lang());
        let role = if focused {
            Role::TextStrong
        } else {
            Role::Text
        };
        sheet.indented(
            INDENT,
            &format!("{marker}[{sign}] {:<3} {text}", line.id),
            role,
        );
    }

    /// The holders found; one that takes no requests says so.
    fn found(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let search = &self.composer.search;
        let rows = usize::from(area.height);
        if search.found.is_empty() {
            let words = self.texts().compose_found_none();
            canvas.write(&mut Pen::at(area, 0).skip(2), &words, Role::TextMuted);
            return;
        }
        let top = search.selected.saturating_sub(rows.saturating_sub(1));
        let seen = search.found.iter().enumerate().skip(top);
        for (line, (index, place)) in (0..area.height).zip(seen) {
            if let Some(holder) = self.stage.model.rules.directory.at(*place) {
                let selected = index == search.selected;
                canvas.target_row(Pen::at(area, line), Target::Line(index));
                self.holder(canvas, Pen::at(area, line), holder, selected);
            }
        }
    }

    fn holder(&self, canvas: &mut Canvas<'_>, mut pen: Pen, holder: &Holder, selected: bool) {
        let marker = canvas.marker(selected);
        canvas.cell(&mut pen, 2, marker, Role::RowMarker);
        let takes = holder.takes_requests();
        let role = match (selected, takes) {
            (true, _) => Role::RowSelected,
            (false, true) => Role::Row,
            (false, false) => Role::TextDisabled,
        };
        let remark = if takes {
            holder.bin.clone()
        } else {
            self.texts().compose_takes_none()
        };
        canvas.write_right(&mut pen, &remark, Role::TextMuted);
        pen.end = pen.end.saturating_sub(2);
        let name = holder.name.get(self.texts().lang());
        let name = text::truncate(name, pen.room());
        canvas.write(&mut pen, &name, role);
    }
}
