//! Templates: the picker, and putting a letter together from one.

use super::{compose, forms, overlay};
use crate::app::compose::{Composer, Page};
use crate::app::editor::Editor;
use crate::app::effect::Effect;
use crate::app::field::LineField;
use crate::app::form::Focus;
use crate::app::model::Model;
use crate::app::overlay::{Overlay, TemplatesState};
use crate::domain::decide::last_day;
use crate::domain::letter::language_of;
use crate::domain::local_text::Lang;
use crate::domain::request::Request;
use crate::domain::rules::RuleId;
use crate::domain::template::Template;
use crate::domain::zone;
use crate::i18n::date;

/// Opens the picker.
pub(super) fn pick(model: &mut Model) {
    let found = search(model, "");
    push(model, found);
}

fn push(model: &mut Model, found: Vec<String>) {
    overlay::push(
        model,
        Overlay::Templates(TemplatesState {
            query: LineField::default(),
            found,
            selected: 0,
            top: 0,
        }),
    );
}

/// The templates for what is written, best first.
fn search(model: &Model, query: &str) -> Vec<String> {
    let composer = model.overlays.iter().find_map(Overlay::composer);
    let page = composer
        .and_then(|composer| Some((composer.number.kind, composer.act, composer.page()?.lang)));
    page.map_or_else(Vec::new, |(kind, act, lang)| {
        model.writing.search(query, (kind, act), lang)
    })
}

/// What is looked for changed.
pub(super) fn query_changed(model: &mut Model) {
    let query = match model.overlays.last() {
        Some(Overlay::Templates(state)) => state.query.text().to_owned(),
        Some(_) | None => return,
    };
    let found = search(model, &query);
    if let Some(Overlay::Templates(state)) = model.overlays.last_mut() {
        state.found = found;
        (state.selected, state.top) = (0, 0);
    }
}

/// Takes the selected template.
pub(super) fn take(model: &mut Model, out: &mut Vec<Effect>) {
    let chosen = match model.overlays.last() {
        Some(Overlay::Templates(state)) => state.found.get(state.selected).cloned(),
        Some(_) | None => None,
    };
    let Some(id) = chosen else {
        return;
    };
    overlay::pop(model);
    let templates = model.writing.templates.clone();
    let Some(template) = templates.get(&id) else {
        return;
    };
    let filled = filled(model, template);
    let save_at = forms::save_at(model);
    let layout = model.layout;
    let Some(composer) = compose::composer(model) else {
        return;
    };
    put_in(composer, filled);
    if composer.section().is_none_or(|section| !section.opens())
        || composer.page_in_focus().is_none()
    {
        composer.focus = composer
            .pages
            .first()
            .map_or(Focus::Cancel, |page| Focus::Text(page.lang));
    }
    compose::touch(composer, save_at);
    composer.fit(layout);
    next_blank(composer);
    let uses = model.writing.uses.entry(id.clone()).or_default();
    *uses += 1;
    let uses = *uses;
    out.push(Effect::SaveTemplateUse { id, uses });
}

/// The texts of a template for every page it is written for.
fn filled(model: &Model, template: &Template) -> Vec<(Lang, String)> {
    let Some(composer) = model.overlays.iter().find_map(Overlay::composer) else {
        return Vec::new();
    };
    let texts = composer.pages.iter().filter_map(|page| {
        // In a letter to many the variables of a request stay until each decision is made.
        let values = |name: &str| {
            let item = model.item().filter(|_| composer.batch.is_empty())?;
            let request = item.request()?;
            value(model, composer, request, page.lang, name)
        };
        let text = model
            .writing
            .templates
            .filled(template, page.lang, &values)?;
        Some((page.lang, text))
    });
    texts.collect()
}

/// Blank pages get the whole text; one with a text gets it at its cursor, if it has the focus.
fn put_in(composer: &mut Composer, filled: Vec<(Lang, String)>) {
    let focused = composer.page().map(|page| page.lang);
    for (lang, text) in filled {
        let page = composer.pages.iter_mut().find(|page| page.lang == lang);
        let Some(page) = page else { continue };
        if page.text.is_blank() {
            page.text = Editor::new(&text);
        } else if focused == Some(lang) {
            page.text.insert(&text);
        } else {
            continue;
        }
        page.touched = true;
    }
}

/// What a variable stands for in the letter about a request of many.
pub(super) fn value_of(
    model: &Model,
    composer: &Composer,
    request: &Request,
    name: &str,
) -> Option<String> {
    let lang = language_of(request.lang, composer.lang());
    value(model, composer, request, lang, name)
}

/// What a variable of a template stands for.
fn value(
    model: &Model,
    composer: &Composer,
    request: &Request,
    lang: Lang,
    name: &str,
) -> Option<String> {
    let holder = || compose::holder(model, request);
    let local = |text: &crate::domain::local_text::LocalText| text.get(lang).to_owned();
    let due = || {
        let rules = &model.rules;
        last_day(request, &RuleId::ANSWER, &rules.set, &rules.policy)
    };
    match name {
        "number" => Some(request.number.to_string()),
        "received" => Some(date::numeric(zone::date(request.received_at))),
        "registered" => Some(date::numeric(request.registered_on)),
        "today" => Some(date::numeric(model.today())),
        "due" => due().map(|(due, _)| date::numeric(due)),
        "holder" => holder().map(|holder| local(&holder.name)),
        "address" => holder().map(|holder| local(&holder.address)),
        "name" => request.requester.name.as_ref().map(|name| name.0.clone()),
        "category" => {
            let mut categories = model.rules.set.categories.iter();
            let category = categories.find(|one| one.id == request.category.0);
            category.map(|category| local(&category.name))
        }
        "addressee" => {
            let bin = composer.search.chosen.as_deref()?;
            let holder = model.rules.directory.by_bin(bin);
            holder.map(|holder| local(&holder.name))
        }
        _ => None,
    }
}

/// To the next blank of the text in focus, else of the first page that has one.
pub(super) fn go_to_blank(model: &mut Model) {
    let layout = model.layout;
    if let Some(composer) = compose::composer(model) {
        next_blank(composer);
        composer.fit(layout);
    }
}

fn next_blank(composer: &mut Composer) {
    let own = composer
        .page_in_focus()
        .and_then(|page| page.text.next_blank());
    let lang = match (own, composer.page_in_focus()) {
        (Some(_), Some(page)) => Some(page.lang),
        _ => composer
            .pages
            .iter()
            .find(|page| page.text.next_blank().is_some())
            .map(|page| page.lang),
    };
    let Some(lang) = lang else { return };
    composer.focus = Focus::Text(lang);
    let page: Option<&mut Page> = composer.pages.iter_mut().find(|page| page.lang == lang);
    if let Some(page) = page
        && let Some((line, column, length)) = page.text.next_blank()
    {
        page.text.select(line, column, length);
    }
}
