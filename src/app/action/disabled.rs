//! Why an action is not possible now.

use super::{ActionId, DisabledReason};
use crate::app::compose::Composer;
use crate::app::editor::Editor;
use crate::app::house::Purpose;
use crate::app::model::{LinkState, Model, ReadOnly, Screen};
use crate::app::overlay::Overlay;
use crate::app::update::recall_target;
use crate::app::views::MOST;
use crate::domain::act::{Act, Role};
use crate::domain::conference::ConferenceState;
use crate::domain::ids::Number;
use crate::domain::refusal::Refusal;
use crate::domain::request::RequestState;
use crate::domain::search::Place;
use crate::domain::work::State;

/// Why an action is not possible in the present state; `None` if it is possible.
///
/// Forbidden and unlawful acts answer with the role, the state or the clause, so that a dimmed
/// line of footer, help or palette can explain itself.
#[must_use]
pub fn disabled(model: &Model, id: ActionId) -> Option<DisabledReason> {
    if let Some(one) = id.act() {
        return act(model, one);
    }
    let condition = CONDITIONS.iter().find(|(one, _)| *one == id);
    condition.and_then(|(_, of)| of(model))
}

/// Tells why an action is not possible.
type Condition = fn(&Model) -> Option<DisabledReason>;

/// The actions that are not possible always and everywhere in their scope, acts of the law aside.
const CONDITIONS: &[(ActionId, Condition)] = {
    use ActionId as Id;
    &[
        (Id::ReturnInstead, |model| act(model, Act::Return)),
        (Id::Why, why),
        (Id::Open, open),
        (Id::ClearFilter, no_filter),
        (Id::TakeCandidate, candidate),
        (Id::Message, no_message),
        (Id::Recall, recall),
        (Id::Drop, choice),
        (Id::Again, choice),
        (Id::Keep, choice),
        (Id::ShowDecision, decision),
        (Id::OutboxExport, read_only),
        (Id::OutboxReceipts, read_only),
        (Id::Sync, sync),
        (Id::Suspend, |model| {
            let none = (!model.terminal.shell).then_some(DisabledReason::NoShell);
            line_mode(model).or(none)
        }),
        (Id::WiderList, one_width),
        (Id::NarrowerList, one_width),
        (Id::Theme, one_theme),
        (Id::StopPortal, portal_stopped),
        (Id::StartPortal, portal_runs),
        (Id::Template, no_template),
        (Id::NextBlank, no_blank),
        (Id::ExternalEditor, |model| {
            line_mode(model).or_else(|| no_text(model))
        }),
        (Id::Note, note),
        (Id::CopyNumber, not_copied),
        (Id::CopyText, not_copied),
        (Id::Star, note),
        (Id::ConferenceInbox, no_inbox),
        (Id::ConferenceExport, nothing_selected),
        (Id::ConferenceNew, begin_conference),
        (Id::InboxNew, no_new),
        (Id::Accesses, not_the_operator),
        (Id::Holders, not_the_operator),
        (Id::Circulars, has_no_circulars),
        (Id::CircularNew, |model| {
            read_only(model).or_else(|| not_the_operator(model))
        }),
        (Id::Link, related),
        (Id::AnswerTogether, related),
        (Id::Mark, nothing_listed),
        (Id::MarkRange, nothing_listed),
        (Id::MarkAll, nothing_listed),
        (Id::GiveToNobody, at_work),
        (Id::Watch, at_work),
        (Id::Absence, at_work),
        (Id::Handover, choosing_reader),
        (Id::Activate, |model| {
            only_in_letter(model).or_else(|| no_selected_view(model))
        }),
        (Id::View1, |model| no_view(model, 0)),
        (Id::View2, |model| no_view(model, 1)),
        (Id::View3, |model| no_view(model, 2)),
        (Id::View4, |model| no_view(model, 3)),
        (Id::View5, |model| no_view(model, 4)),
        (Id::View6, |model| no_view(model, 5)),
        (Id::SaveView, |model| {
            naming(model).or_else(|| nothing_to_save(model))
        }),
        (Id::RenameView, no_free_view),
        (Id::DeleteView, no_free_view),
        (Id::EarlierView, no_free_view),
        (Id::AskReader, no_letter),
        (Id::Reading, nothing_to_read),
        (Id::TakeOver, take_over),
        (Id::SendProfile, send_profile),
    ]
};

fn not_copied(model: &Model) -> Option<DisabledReason> {
    let none = (!model.terminal.clipboard).then_some(DisabledReason::NoClipboard);
    line_mode(model)
        .or(none)
        .or_else(|| nothing_selected(model))
}

/// Where list and detail do not stand side by side, or both have just enough.
fn one_width(model: &Model) -> Option<DisabledReason> {
    let one = (!model.layout.has_shares()).then_some(DisabledReason::OneWidth);
    line_mode(model).or(one)
}

/// The keyboard cannot be lent to another program while lines are read from it.
fn line_mode(model: &Model) -> Option<DisabledReason> {
    model.layout.paper.then_some(DisabledReason::LineMode)
}

fn no_message(model: &Model) -> Option<DisabledReason> {
    let none = model.last_notice.is_none();
    none.then_some(DisabledReason::NoMessage)
}

fn recall(model: &Model) -> Option<DisabledReason> {
    read_only(model).or_else(|| recall_target(model).err())
}

fn one_theme(model: &Model) -> Option<DisabledReason> {
    (model.themes.len() < 2).then_some(DisabledReason::OneTheme)
}

fn runs(model: &Model) -> bool {
    model.demo.is_some_and(|demo| demo.portal_running)
}

fn portal_runs(model: &Model) -> Option<DisabledReason> {
    runs(model).then_some(DisabledReason::PortalRuns)
}

fn portal_stopped(model: &Model) -> Option<DisabledReason> {
    (!runs(model)).then_some(DisabledReason::PortalStopped)
}

/// Colleagues are there to choose a reader from, and for nothing else.
fn choosing_reader(model: &Model) -> Option<DisabledReason> {
    let chooses = matches!(
        model.overlays.last(),
        Some(Overlay::Colleagues(state)) if state.purpose != Purpose::Work
    );
    chooses.then_some(DisabledReason::ChoosingReader)
}

/// A template that a search found has no place of its own.
fn only_in_letter(model: &Model) -> Option<DisabledReason> {
    let hit = match model.overlays.last() {
        Some(Overlay::Search(state)) if state.asked.is_none() => state.selected(),
        Some(_) | None => None,
    };
    let template = hit.is_some_and(|hit| hit.place == Place::Template);
    template.then_some(DisabledReason::TemplateOnlyInLetter)
}

fn no_view(model: &Model, at: usize) -> Option<DisabledReason> {
    (at >= model.views.all.len()).then_some(DisabledReason::NoView)
}

/// Among the views one must be selected, unless a name is typed.
fn no_selected_view(model: &Model) -> Option<DisabledReason> {
    match model.overlays.last() {
        Some(Overlay::Views(state)) if state.naming.is_none() => no_view(model, state.selected),
        Some(_) | None => None,
    }
}

/// What changes views waits until the name is typed.
fn no_free_view(model: &Model) -> Option<DisabledReason> {
    naming(model).or_else(|| no_selected_view(model))
}

fn naming(model: &Model) -> Option<DisabledReason> {
    let typed = match model.overlays.last() {
        Some(Overlay::Views(state)) => state.naming.is_some(),
        Some(_) | None => false,
    };
    typed.then_some(DisabledReason::NameBeingTyped)
}

/// There must be a filter to save, and a place for it.
fn nothing_to_save(model: &Model) -> Option<DisabledReason> {
    if model.views.all.len() >= MOST {
        return Some(DisabledReason::ViewsFull);
    }
    let text = model
        .current_list()
        .map(|list| list.filter_text.text().trim());
    let none = text.is_none_or(str::is_empty);
    none.then_some(DisabledReason::ListNotFiltered)
}

fn at_work(model: &Model) -> Option<DisabledReason> {
    read_only(model).or_else(|| choosing_reader(model))
}

/// Something of the profile must have been changed, and no answer be on its way.
fn send_profile(model: &Model) -> Option<DisabledReason> {
    let state = model.open_settings();
    let nothing = state.is_none_or(|state| state.change().is_none() && state.typed.is_none());
    let asked = state.is_some_and(|state| state.asked);
    model
        .profile_locked()
        .or_else(|| nothing.then_some(DisabledReason::NothingChanged))
        .or_else(|| asked.then_some(DisabledReason::ProfileLoading))
}

/// There must be one letter with a text to give to a reader.
fn no_letter(model: &Model) -> Option<DisabledReason> {
    let composer = composer(model)?;
    if !composer.batch.is_empty() {
        return Some(DisabledReason::LetterToMany);
    }
    let text = composer.page().map(|page| &page.text);
    let blank = text.is_none_or(Editor::is_blank);
    read_only(model).or_else(|| blank.then_some(DisabledReason::NoText))
}

/// A text of a colleague must wait for the user.
fn nothing_to_read(model: &Model) -> Option<DisabledReason> {
    let Some(number) = model.subject() else {
        return Some(DisabledReason::NothingSelected);
    };
    let mark = model.house.marks.get(&number);
    let waits = mark.is_some_and(|mark| mark.waits_for(model.user.as_ref()).is_some());
    read_only(model).or_else(|| (!waits).then_some(DisabledReason::NothingToRead))
}

/// There must be somebody to take over from.
fn take_over(model: &Model) -> Option<DisabledReason> {
    let number = model.editing.number;
    let foreign = number.and_then(|number| model.house.writer(number, model.portal_now()));
    foreign
        .is_none()
        .then_some(DisabledReason::NobodyElseWrites)
}

/// The list shows all it has, and nothing is marked in it.
fn no_filter(model: &Model) -> Option<DisabledReason> {
    // There Esc leads back to the conferences.
    if model.screen == Screen::Inbox {
        return None;
    }
    let whole = model
        .current_list()
        .is_none_or(|list| list.query.filter.is_empty() && list.marked.is_empty());
    whole.then_some(DisabledReason::NoFilter)
}

/// The list has no line.
fn nothing_listed(model: &Model) -> Option<DisabledReason> {
    let list = model.current_list();
    let nothing = list.is_none_or(crate::app::list::ListState::is_empty);
    nothing.then_some(DisabledReason::NothingSelected)
}

fn read_only(model: &Model) -> Option<DisabledReason> {
    model.read_only.map(DisabledReason::ReadOnly)
}

/// By the loaded item if it is the one meant, else by its row.
fn act(model: &Model, act: Act) -> Option<DisabledReason> {
    if let Some(reason) = read_only(model) {
        return Some(reason);
    }
    // One act on many is judged item by item when it is planned.
    if model.marks_meant() {
        return None;
    }
    let Some(number) = model.subject() else {
        return Some(DisabledReason::NothingSelected);
    };
    if model.queueing.is_some_and(|order| order.number == number) {
        return Some(DisabledReason::BeingQueued);
    }
    let item = model
        .item()
        .filter(|item| item.number() == number)
        .map(|item| {
            (
                Some(item.work.state()),
                item.request().is_some_and(|request| request.extended),
            )
        });
    let row = || {
        let list = model.current_list()?;
        let row = list.window.row(list.window.find(number)?)?;
        Some((row.state, row.extended))
    };
    match item.or_else(row) {
        Some((Some(state), extended)) => state
            .permit(model.role, extended, act)
            .err()
            .map(DisabledReason::Law)
            .or_else(|| nothing_to_notify(model, number).filter(|_| act == Act::Notify))
            .or_else(|| nothing_to_follow_up(model, number).filter(|_| act == Act::Close)),
        Some((None, _)) => Some(DisabledReason::Law(Refusal::NotUnderstood)),
        None if model.detail.missing => Some(DisabledReason::NothingSelected),
        None => None,
    }
}

/// The composer on top.
fn composer(model: &Model) -> Option<&Composer> {
    model.overlays.last().and_then(Overlay::composer)
}

/// No template fits the act and the language.
fn no_template(model: &Model) -> Option<DisabledReason> {
    let composer = composer(model)?;
    let page = composer.page()?;
    let (kind, act) = (composer.number.kind, composer.act);
    let mut templates = model.writing.templates.of(kind, act, page.lang);
    let none = templates.next().is_none();
    none.then_some(DisabledReason::NoTemplate)
}

/// Nothing is left to be filled in.
fn no_blank(model: &Model) -> Option<DisabledReason> {
    let mut pages = composer(model)?.pages.iter();
    let any = pages.any(|page| page.text.next_blank().is_some());
    (!any).then_some(DisabledReason::NoBlank)
}

/// The focus is in no text.
fn no_text(model: &Model) -> Option<DisabledReason> {
    if let Some(Overlay::Item(form)) = model.overlays.last() {
        return (!form.is_writing()).then_some(DisabledReason::NoText);
    }
    let composer = composer(model)?;
    let section = composer.section();
    let editor = section.and_then(|section| composer.editor(section));
    editor.is_none().then_some(DisabledReason::NoText)
}

/// The user was told of the extension, or the term was not extended.
fn nothing_to_notify(model: &Model, number: Number) -> Option<DisabledReason> {
    let item = model.item().filter(|item| item.number() == number)?;
    let request = item.request()?;
    let open = request.state == RequestState::Consideration;
    let untold = request
        .extension
        .is_some_and(|extension| !extension.notice_sent);
    (open && !untold).then_some(DisabledReason::Law(Refusal::NothingToNotify))
}

/// Nothing is offered at the cursor of the filter line.
fn candidate(model: &Model) -> Option<DisabledReason> {
    let offered = match model.overlays.last() {
        Some(Overlay::Filter(state)) => !state.completion.candidates.is_empty(),
        Some(_) | None => false,
    };
    (!offered).then_some(DisabledReason::NoCandidate)
}

/// No related request is selected.
fn related(model: &Model) -> Option<DisabledReason> {
    if let Some(reason) = read_only(model) {
        return Some(reason);
    }
    let selected = match model.overlays.last() {
        Some(Overlay::Related(state)) => state.selected(),
        Some(_) | None => None,
    };
    selected
        .is_none()
        .then_some(DisabledReason::NothingSelected)
}

/// A note is kept by whoever may write to the store.
fn note(model: &Model) -> Option<DisabledReason> {
    read_only(model).or_else(|| nothing_selected(model))
}

fn nothing_selected(model: &Model) -> Option<DisabledReason> {
    let nothing = model.subject().is_none();
    nothing.then_some(DisabledReason::NothingSelected)
}

/// No conference is selected, or its questions are not for this account.
fn no_inbox(model: &Model) -> Option<DisabledReason> {
    if model.role == Role::Operator {
        let (role, act) = (model.role, Act::Answer);
        return Some(DisabledReason::Law(Refusal::RoleMayNot { role, act }));
    }
    nothing_selected(model)
}

/// Conferences are begun by administrators.
fn begin_conference(model: &Model) -> Option<DisabledReason> {
    let law = State::Conference(ConferenceState::Draft).permit(model.role, false, Act::Plan);
    let holder = model.holder.as_ref();
    let none = holder.is_some_and(|holder| !holder.holds_conferences());
    let law = law.err().or(none.then_some(Refusal::HoldsNoConferences));
    read_only(model).or_else(|| law.map(DisabledReason::Law))
}

/// Applications for access and accounts of holders are the Operator's.
fn not_the_operator(model: &Model) -> Option<DisabledReason> {
    let (role, act) = (model.role, Act::Grant);
    let refusal = Refusal::RoleMayNot { role, act };
    (role != Role::Operator).then_some(DisabledReason::Law(refusal))
}

/// Moderators and trainers receive no circulars.
fn has_no_circulars(model: &Model) -> Option<DisabledReason> {
    let (role, act) = (model.role, Act::Read);
    let none = matches!(role, Role::Moderator | Role::Trainer);
    none.then_some(DisabledReason::Law(Refusal::RoleMayNot { role, act }))
}

/// No question has come since the list was looked at.
fn no_new(model: &Model) -> Option<DisabledReason> {
    let new = model.inbox.head.as_ref().map_or(0, |head| head.new);
    (new == 0).then_some(DisabledReason::NothingNew)
}

/// No dislike waits.
fn nothing_to_follow_up(model: &Model, number: Number) -> Option<DisabledReason> {
    let item = model.item().filter(|item| item.number() == number)?;
    let request = item.request()?;
    (!request.follow_up).then_some(DisabledReason::Law(Refusal::NothingToFollowUp))
}

fn why(model: &Model) -> Option<DisabledReason> {
    let on_form = matches!(
        model.overlays.last(),
        Some(Overlay::Accept(_) | Overlay::Return(_) | Overlay::Compose(_))
    );
    let number = if on_form {
        model.detail.number
    } else {
        model.subject()
    };
    let Some(number) = number else {
        return Some(DisabledReason::NothingSelected);
    };
    let shown = model.shown().filter(|shown| shown.item.number() == number);
    shown
        .is_some_and(|shown| shown.clocks.is_empty())
        .then_some(DisabledReason::NoClocks)
}

fn open(model: &Model) -> Option<DisabledReason> {
    let nothing = model.to_open().is_none();
    nothing.then_some(DisabledReason::NothingSelected)
}

fn decision(model: &Model) -> Option<DisabledReason> {
    let nothing = model.outbox.selected_entry().is_none();
    nothing.then_some(DisabledReason::NothingSelected)
}

fn choice(model: &Model) -> Option<DisabledReason> {
    if let Some(reason) = read_only(model) {
        return Some(reason);
    }
    match model.outbox.selected_entry() {
        None => Some(DisabledReason::NothingSelected),
        Some(entry) if !entry.status.needs_choice() => Some(DisabledReason::NoChoice),
        Some(_) => None,
    }
}

fn sync(model: &Model) -> Option<DisabledReason> {
    match model.read_only {
        Some(why @ (ReadOnly::Asked | ReadOnly::SecondInstance)) => {
            Some(DisabledReason::ReadOnly(why))
        }
        Some(ReadOnly::Role) | None => {
            matches!(model.link.state, LinkState::Syncing { .. }).then_some(DisabledReason::Syncing)
        }
    }
}
