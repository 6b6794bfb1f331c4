//! The composer: opening, filling in, drafts.
//!
//! Nothing is decided here; the deciding button leads to [`super::decide`].

use super::{decide, news, overlay, reading, type_ahead};
use crate::app::action::ActionId;
use crate::app::batch::Items;
use crate::app::compose::{Composer, GroundLine, Page, Search};
use crate::app::detail::Item;
use crate::app::editor::Editor;
use crate::app::effect::{DraftKey, Effect};
use crate::app::field::LineField;
use crate::app::form::Focus;
use crate::app::key::Key;
use crate::app::model::{Awaited, Model};
use crate::app::notice::{Failure, NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::domain::act::{Act, Role};
use crate::domain::holder::Holder;
use crate::domain::ids::CheckId;
use crate::domain::letter::language_of;
use crate::domain::local_text::Lang;
use crate::domain::motive::Motives;
use crate::domain::request::{Event, Request, TextLang};
use crate::domain::rules::CheckFailure;
use crate::domain::text::CitizenText;
use crate::domain::work::Work;
use crate::wire::draft::LetterDraft;

/// The composer, if one is open; something may lie over it.
pub(super) fn composer(model: &mut Model) -> Option<&mut Composer> {
    model.overlays.iter_mut().find_map(Overlay::composer_mut)
}

/// The holder a letter about a request comes from.
pub(super) fn holder<'a>(model: &'a Model, request: &Request) -> Option<&'a Holder> {
    model.holder_of(request)
}

/// Opens the composer of an act for the shown request.
pub(super) fn open(model: &mut Model, act: Act, out: &mut Vec<Effect>) {
    let Some(shown) = model.shown() else {
        return;
    };
    let Some(request) = shown.item.request() else {
        return;
    };
    let signatories = holder(model, request).map(|holder| holder.signatories.clone());
    let mut composer = Composer {
        approval: (act == Act::Extend && model.role != Role::Head).then(|| Editor::new("")),
        notice: (act == Act::Extend).then(|| Editor::new("")),
        late: decide::lateness(model, request, act),
        signatories: signatories.unwrap_or_default(),
        grounds: grounds(model, act),
        secrets: secrets(model),
        ..blank(act, &shown.item, request.lang, pages(model, request, act))
    };
    if act == Act::Forward {
        composer.search.found = model.rules.directory.search("");
    }
    show(model, composer, out);
}

/// Opens the composer of an act for the shown topic, conference or question.
pub(super) fn open_about(model: &mut Model, act: Act, out: &mut Vec<Effect>) {
    let Some(shown) = model.shown() else {
        return;
    };
    let asked = shown.item.work.lang().unwrap_or_else(|| model.lang.into());
    let written = match &shown.item.work {
        Work::Question(question) if act == Act::Correct => {
            question.answer.as_ref().map(|answer| &answer.text)
        }
        Work::Question(question) => question.draft.as_ref(),
        Work::Request(_)
        | Work::Topic(_)
        | Work::Conference(_)
        | Work::Access(_)
        | Work::Circular(_) => None,
    };
    let page = Page {
        lang: language_of(asked, model.lang),
        text: Editor::new(written.map_or("", CitizenText::as_str)),
        touched: false,
    };
    let composer = blank(act, &shown.item, asked, vec![page]);
    show(model, composer, out);
}

/// A composer in which nothing is chosen yet.
fn blank(act: Act, item: &Item, asked: TextLang, pages: Vec<Page>) -> Composer {
    Composer {
        act,
        number: item.number(),
        base: item.base,
        batch: Vec::new(),
        asked,
        pages,
        grounds: Vec::new(),
        secrets: Vec::new(),
        secret: None,
        part: false,
        review_on: LineField::default(),
        days: LineField::default(),
        search: Search::default(),
        approval: None,
        recorded: None,
        notice: None,
        late: None,
        signatories: Vec::new(),
        signatory: 0,
        focus: Focus::Cancel,
        refusal: None,
        save_at: None,
        touched: false,
        drafts_asked: Vec::new(),
    }
}

/// Shows a composer and asks for its drafts.
fn show(model: &mut Model, mut composer: Composer, out: &mut Vec<Effect>) {
    composer.focus = composer.fields().first().copied().unwrap_or(Focus::Cancel);
    composer.fit(model.layout);
    let keys = composer.draft_keys();
    composer.drafts_asked.clone_from(&keys);
    overlay::push(model, Overlay::Compose(Box::new(composer)));
    out.extend(keys.iter().copied().map(Effect::LoadDraft));
    // Drafts are read in the order in which they were asked for: the last one ends the waiting.
    if let Some(last) = keys.last() {
        type_ahead::await_for(model, Awaited::Draft(*last));
    }
}

/// A letter about a request in both languages has two pages; everything else has one.
fn pages(model: &Model, request: &Request, act: Act) -> Vec<Page> {
    let page = |lang: Lang, text: &str| Page {
        lang,
        text: Editor::new(text),
        touched: false,
    };
    if act.is_letter() && request.lang == TextLang::Mixed {
        let sent = sent_answer(request, act);
        return vec![page(Lang::Kk, sent), page(Lang::Ru, "")];
    }
    let lang = language_of(request.lang, model.lang);
    vec![page(lang, sent_answer(request, act))]
}

/// A correction starts from what was sent last.
fn sent_answer(request: &Request, act: Act) -> &str {
    if act != Act::Correct {
        return "";
    }
    let sent = request.history.iter().rev().find_map(|entry| {
        let is_answer = matches!(
            entry.event,
            Event::Answered { .. } | Event::Published { .. } | Event::Corrected { .. }
        );
        entry.event.outward_text().filter(|_| is_answer)
    });
    sent.map_or("", |text| text.as_str())
}

fn grounds(model: &Model, act: Act) -> Vec<GroundLine> {
    if act == Act::Return {
        return checks(model);
    }
    if act != Act::Refuse {
        return Vec::new();
    }
    let listed = model.rules.set.grounds.grounds.iter();
    listed
        .map(|ground| GroundLine {
            id: ground.id.clone(),
            clause: ground.clause.clone(),
            text: ground.text.clone(),
            temporary: ground.temporary,
            asks_secret: ground.asks_secret,
            marked: false,
        })
        .collect()
}

/// The requirements that can lead to a return, for a return of many.
fn checks(model: &Model) -> Vec<GroundLine> {
    let listed = model.rules.set.checklist.items.iter();
    listed
        .filter(|item| item.failure == CheckFailure::Return)
        .map(|item| GroundLine {
            id: item.id.clone(),
            clause: item.clause.clone(),
            text: item.text.clone(),
            temporary: false,
            asks_secret: false,
            marked: false,
        })
        .collect()
}

/// Opens the composer of one act on many items.
pub(super) fn open_batch(model: &mut Model, act: Act, items: Items) {
    let Some(first) = items.first() else {
        return;
    };
    let late = items
        .iter()
        .find_map(|item| decide::lateness(model, item.request()?, act));
    let Some(request) = first.request() else {
        return;
    };
    let holder = model.holder_of(request);
    let signatories = holder.map(|holder| holder.signatories.clone());
    let mut composer = Composer {
        approval: (act == Act::Extend && model.role != Role::Head).then(|| Editor::new("")),
        notice: (act == Act::Extend).then(|| Editor::new("")),
        late,
        signatories: signatories.unwrap_or_default(),
        grounds: grounds(model, act),
        secrets: secrets(model),
        ..blank(act, first, request.lang, pages_of(&items))
    };
    composer.batch = items;
    if act == Act::Forward {
        composer.search.found = model.rules.directory.search("");
    }
    composer.focus = composer.fields().first().copied().unwrap_or(Focus::Cancel);
    composer.fit(model.layout);
    overlay::push(model, Overlay::Compose(Box::new(composer)));
}

/// A page for each language that an item is in; one in both languages needs no page of its own
/// where another item has brought one.
fn pages_of(items: &Items) -> Vec<Page> {
    let page = |lang: Lang| Page {
        lang,
        text: Editor::new(""),
        touched: false,
    };
    let has = |lang: Lang| {
        let mut items = items.iter();
        items.any(|item| item.work.lang() == Some(TextLang::from(lang)))
    };
    let pages: Vec<Page> = Lang::ALL
        .into_iter()
        .filter(|lang| has(*lang))
        .map(page)
        .collect();
    let only_mixed = pages.iter().all(|page| page.lang == Lang::En);
    let mixed = items
        .iter()
        .any(|item| item.work.lang() == Some(TextLang::Mixed));
    if mixed && only_mixed {
        [page(Lang::Kk)].into_iter().chain(pages).collect()
    } else {
        pages
    }
}

fn secrets(model: &Model) -> Vec<(String, crate::domain::local_text::LocalText)> {
    let listed = model.rules.set.grounds.secrets.iter();
    listed
        .map(|secret| (secret.id.clone(), secret.text.clone()))
        .collect()
}

/// A draft that was looked for. What is typed already is never written over.
pub(super) fn draft(model: &mut Model, key: DraftKey, draft: Option<&LetterDraft>) {
    let directory = model.rules.directory.clone();
    let layout = model.layout;
    let Some(composer) = composer(model) else {
        return;
    };
    let Some(at) = composer.drafts_asked.iter().position(|asked| *asked == key) else {
        return;
    };
    composer.drafts_asked.remove(at);
    if let Some(draft) = draft
        && composer.save_at.is_none()
    {
        composer.restore(key, draft, &directory);
        composer.fit(layout);
    }
    reading::take_approval(model);
}

/// Types a key into the field under the focus.
pub(super) fn type_into(model: &mut Model, key: Key, place: Option<char>) {
    let changed = match composer(model) {
        None => false,
        Some(composer) => match composer.line_mut() {
            Some(line) => line.input(key),
            None => focused_editor(composer).is_some_and(|editor| editor.input(key, place)),
        },
    };
    if changed {
        written(model);
    }
}

/// Pastes into the field under the focus.
pub(super) fn paste_into(model: &mut Model, text: &CitizenText) {
    let Some(composer) = composer(model) else {
        return;
    };
    if let Some(line) = composer.line_mut() {
        line.insert(text.as_str());
    } else if let Some(editor) = focused_editor(composer) {
        editor.paste(text);
    } else {
        return;
    }
    written(model);
}

fn focused_editor(composer: &mut Composer) -> Option<&mut Editor> {
    let section = composer.section()?;
    composer.editor_mut(section)
}

/// Something was typed: it is to be saved, and the search follows.
fn written(model: &mut Model) {
    note_written(model);
    reading::take_approval(model);
}

fn note_written(model: &mut Model) {
    let directory = model.rules.directory.clone();
    let save_at = super::batch::save_at(model);
    let layout = model.layout;
    let Some(composer) = composer(model) else {
        return;
    };
    match composer.focus {
        Focus::Text(lang) => {
            let page = composer.pages.iter_mut().find(|page| page.lang == lang);
            if let Some(page) = page {
                page.touched = true;
            }
        }
        Focus::Search => {
            composer.search.found = directory.search(composer.search.query.text());
            composer.search.selected = 0;
            return;
        }
        Focus::Line(_)
        | Focus::Motive
        | Focus::Secret
        | Focus::Portion
        | Focus::ReviewOn
        | Focus::Days
        | Focus::Approval
        | Focus::Notice
        | Focus::LateReason
        | Focus::Signatory
        | Focus::Cancel
        | Focus::Submit => {}
    }
    let refused = composer.refusal.is_some();
    touch(composer, save_at);
    if refused {
        composer.fit(layout);
    }
}

/// Something was chosen or typed: the drafts are to be saved, a refusal is answered.
pub(super) fn touch(composer: &mut Composer, save_at: Option<jiff::Timestamp>) {
    composer.touched = true;
    composer.refusal = None;
    if composer.save_at.is_none() {
        composer.save_at = save_at;
    }
}

/// Marks the ground, takes the next kind of restricted information or signatory.
pub(super) fn toggle(model: &mut Model) {
    let motives = model.rules.motives.clone();
    let save_at = super::batch::save_at(model);
    let layout = model.layout;
    let Some(composer) = composer(model) else {
        return;
    };
    match composer.focus {
        Focus::Line(at) => {
            if let Some(line) = composer.grounds.get_mut(at) {
                line.marked = !line.marked;
            }
            model_motive(composer, &motives);
        }
        Focus::Secret => {
            let next = composer.secret.map_or(0, |at| at + 1);
            composer.secret = (next < composer.secrets.len()).then_some(next);
        }
        Focus::Portion => composer.part = !composer.part,
        Focus::Signatory => {
            composer.signatory = (composer.signatory + 1) % composer.signatories.len().max(1);
        }
        Focus::Motive
        | Focus::Text(_)
        | Focus::Search
        | Focus::Days
        | Focus::ReviewOn
        | Focus::Approval
        | Focus::Notice
        | Focus::LateReason
        | Focus::Cancel
        | Focus::Submit => return,
    }
    touch(composer, save_at);
    composer.fit(layout);
}

/// The model letter of a return follows the chosen requirements until it is edited by hand.
fn model_motive(composer: &mut Composer, motives: &Motives) {
    if composer.act != Act::Return {
        return;
    }
    let chosen: Vec<CheckId> = composer
        .chosen_grounds()
        .iter()
        .map(|line| CheckId(line.id.clone()))
        .collect();
    for page in composer.pages.iter_mut().filter(|page| !page.touched) {
        page.text = Editor::new(&motives.draft(&chosen, page.lang.into()));
    }
}

/// Enter on a field: the holder found is chosen; then, as elsewhere, the next field.
pub(super) fn enter_field(model: &mut Model) {
    let directory = model.rules.directory.clone();
    let save_at = super::batch::save_at(model);
    if let Some(composer) = composer(model)
        && composer.focus == Focus::Search
    {
        let search = &mut composer.search;
        let place = search.found.get(search.selected);
        let Some(holder) = place.and_then(|place| directory.at(*place)) else {
            return;
        };
        search.chosen = Some(holder.bin.clone());
        touch(composer, save_at);
    }
    super::forms::other_field(model, ActionId::NextPart);
}

/// Moves through the holders found; `false` at their ends and elsewhere.
pub(super) fn travel_found(model: &mut Model, action: ActionId) -> bool {
    let Some(Overlay::Compose(composer)) = model.overlays.last_mut() else {
        return false;
    };
    if composer.focus != Focus::Search {
        return false;
    }
    let search = &mut composer.search;
    let last = search.found.len().saturating_sub(1);
    if action == ActionId::NextField && search.selected < last {
        search.selected += 1;
        true
    } else if action == ActionId::PreviousField && search.selected > 0 {
        search.selected -= 1;
        true
    } else {
        false
    }
}

/// Opens the text in focus in the editor of the system.
pub(super) fn edit_outside(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(composer) = composer(model) else {
        super::items::edit_outside(model, out);
        return;
    };
    let text = focused_editor(composer).map(|editor| editor.read());
    match text {
        Some(Ok(text)) => out.push(Effect::EditOutside(text)),
        Some(Err(refusal)) => composer.refusal = Some(refusal),
        None => {}
    }
}

/// The editor of the system has ended. What came back is the text; a failure leaves it as it was.
pub(super) fn edited(model: &mut Model, text: Result<CitizenText, Failure>) {
    super::quiet(model, true);
    match text {
        Ok(text) => {
            let layout = model.layout;
            if let Some(composer) = composer(model)
                && let Some(editor) = focused_editor(composer)
                && editor.text() != text.as_str()
            {
                *editor = Editor::new(text.as_str().trim_end_matches('\n'));
                composer.fit(layout);
                written(model);
            } else {
                super::items::edited(model, &text);
            }
        }
        Err(failure) => news::failed(model, failure),
    }
}

/// The focus moved, the item changed or the terminal: the editors learn their cells.
pub(super) fn fit(model: &mut Model) {
    let layout = model.layout;
    if let Some(composer) = composer(model) {
        composer.fit(layout);
    }
}

/// The drafts to be saved now that the composer is left or the program ends.
pub(super) fn worth_keeping(composer: &Composer) -> Vec<Effect> {
    if !composer.touched {
        return Vec::new();
    }
    let drafts = composer.drafts().into_iter();
    drafts
        .map(|(key, draft)| Effect::SaveDraft { key, draft })
        .collect()
}

/// Saves the drafts when their time has come.
pub(super) fn autosave(model: &mut Model, out: &mut Vec<Effect>) {
    let now = model.now;
    if let Some(composer) = composer(model)
        && composer.save_at.is_some_and(|at| at <= now)
    {
        composer.save_at = None;
        out.extend(worth_keeping(composer));
    }
}

/// The composer is left without deciding: what was typed stays.
pub(super) fn keep_draft(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(composer) = composer(model) else {
        return;
    };
    let kept = worth_keeping(composer);
    if !kept.is_empty() {
        composer.save_at = None;
        let number = composer.number;
        out.extend(kept);
        news::tell(model, NoticeText::DraftKept(number), Severity::Info);
    }
}

/// The program must end: what is typed first.
pub(super) fn shutdown(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(composer) = composer(model) {
        out.extend(worth_keeping(composer));
    }
}
