//! One act on many items: marking, planning, deciding, taking back.

use super::{compose, forms, gate, input, list, news, overlay, template};
use crate::app::action::DisabledReason;
use crate::app::batch::{Batch, BatchLine, Items, MOST, Outcome};
use crate::app::detail::Item;
use crate::app::effect::{Effect, QueueOrder};
use crate::app::form::Focus;
use crate::app::hold::hold_until;
use crate::app::list::{ListId, ListQuery, Revision};
use crate::app::model::{Held, Model};
use crate::app::notice::{Failure, NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::domain::act::Act;
use crate::domain::checklist::{Status, precheck};
use crate::domain::command::{CircularCommand, Command, QuestionCommand, TopicCommand};
use crate::domain::decide::{Around, DecideContext, Target};
use crate::domain::ids::{ItemKind, Number, OpId};
use crate::domain::refusal::Refusal;
use crate::domain::work::Work;

/// The list whose marks count now.
fn marked_list(model: &Model) -> Option<ListId> {
    let on_list = model.overlays.is_empty() && model.screen.is_list();
    model.list_id().filter(|_| on_list)
}

/// Marks the selected item or takes its mark away, and goes on to the next.
pub(super) fn mark(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(id) = marked_list(model) else {
        return;
    };
    let state = model.list_mut(id);
    if let Some(number) = state.anchor {
        if !state.marked.remove(&number) {
            state.marked.insert(number);
        }
        state.mark_from = Some(state.selected);
    }
    let next = state.selected + 1;
    list::select(model, id, next, out);
}

/// Marks everything from the last mark to the selected item, as far as it is loaded.
pub(super) fn mark_range(model: &mut Model) {
    let Some(id) = marked_list(model) else {
        return;
    };
    let state = model.list_mut(id);
    let from = state.mark_from.unwrap_or(state.selected);
    let (first, last) = (from.min(state.selected), from.max(state.selected));
    for index in first..=last {
        if let Some(row) = state.window.row(index) {
            state.marked.insert(row.number);
        }
    }
    state.mark_from = Some(state.selected);
}

/// Marks everything that the list shows.
pub(super) fn mark_all(model: &Model, out: &mut Vec<Effect>) {
    if let Some(id) = marked_list(model) {
        let query = model.list(id).query.clone();
        out.push(Effect::LoadNumbers { query, most: MOST });
    }
}

/// The numbers of a list have been read; of one that shows something else by now they are none.
pub(super) fn numbers(model: &mut Model, asked: &ListQuery, numbers: Vec<Number>) {
    let id = asked.list;
    if model.list(id).query != *asked {
        return;
    }
    let total = model.list(id).total;
    let count = u64::try_from(numbers.len()).unwrap_or(0);
    model.list_mut(id).marked.extend(numbers);
    let text = NoticeText::Marked(count);
    let severity = if count < total {
        Severity::Warning
    } else {
        Severity::Info
    };
    news::tell(model, text, severity);
}

/// Takes all marks away; `false` if there are none.
pub(super) fn unmark(model: &mut Model) -> bool {
    let Some(id) = marked_list(model) else {
        return false;
    };
    let state = model.list_mut(id);
    state.mark_from = None;
    !std::mem::take(&mut state.marked).is_empty()
}

/// Whether acts mean the marked items now.
pub(super) fn is_meant(model: &Model) -> bool {
    model.marks_meant()
}

/// Reads the marked items for an act, if it means all of them.
pub(super) fn begin(model: &mut Model, act: Act, out: &mut Vec<Effect>) {
    let Some(id) = marked_list(model) else {
        return;
    };
    let list = model.list(id);
    let numbers: Vec<Number> = list.marked.iter().copied().collect();
    // Which act a key means follows from the kind of the line under the cursor.
    let kind = list.anchor.map_or(ItemKind::Request, |number| number.kind);
    let together = kind == ItemKind::Request || matches!(act, Act::Accept | Act::Merge);
    if together && numbers.iter().all(|number| number.kind == kind) {
        out.push(Effect::LoadItems { act, numbers });
    } else {
        input::refuse(model, DisabledReason::OneByOne);
    }
}

/// The marked items have been read: the letter is written, or the plan is shown.
pub(super) fn items(model: &mut Model, act: Act, items: Items) {
    let marked = |number: Number| {
        let list = model.current_list();
        list.is_some_and(|list| list.marked.contains(&number))
    };
    // Marked in a list that shows something else by now: nothing of it is meant any more.
    let meant = is_meant(model) && items.iter().all(|item| marked(item.number()));
    if !meant || items.is_empty() {
        return;
    }
    model.batch_ops.clear();
    if matches!(act, Act::Accept | Act::Merge) {
        plan_without_letter(model, act, &items);
    } else {
        compose::open_batch(model, act, items);
    }
}

/// Shows the plan of an act that needs no letter. Marked questions are merged into the oldest of
/// them, which the plan names.
fn plan_without_letter(model: &mut Model, act: Act, items: &Items) {
    let questions = items.iter().filter_map(|item| item.work.question());
    let into = questions.min_by_key(|question| question.number);
    let merging = act == Act::Merge;
    let lines: Vec<BatchLine> = items
        .iter()
        .filter(|item| !merging || Some(item.number()) != into.map(|into| into.number))
        .map(|item| {
            let command = match into.filter(|_| merging) {
                Some(into) => Ok(merge(into.number)),
                None => accept(item),
            };
            planned(model, item, into.into(), command)
        })
        .collect();
    if lines.is_empty() {
        input::refuse(model, DisabledReason::OneByOne);
    } else {
        overlay::push(model, Overlay::Batch(Box::new(Batch::new(act, lines))));
    }
}

const fn merge(into: Number) -> Command {
    Command::Question(QuestionCommand::MergeQuestion { into })
}

/// What the data meet counts as confirmed; what they do not meet keeps the item back.
fn accept(item: &Item) -> Result<Command, Refusal> {
    let request = match &item.work {
        Work::Request(request) => request,
        Work::Topic(_) => {
            return Ok(Command::Topic(TopicCommand::AcceptTopic {
                late_reason: None,
            }));
        }
        Work::Question(_) => return Ok(Command::Question(QuestionCommand::AcceptQuestion)),
        Work::Circular(_) => return Ok(Command::Circular(CircularCommand::ReadCircular)),
        Work::Conference(_) | Work::Access(_) => {
            let kind = item.number().kind;
            return Err(Refusal::ForeignAct {
                act: Act::Accept,
                kind,
            });
        }
    };
    let findings = precheck(&request.requester);
    let unmet = findings
        .iter()
        .find(|finding| matches!(finding.status, Status::Failed | Status::Doubt));
    match unmet {
        Some(finding) => Err(Refusal::CheckUnmet {
            id: finding.check.0.clone(),
        }),
        None => Ok(Command::Accept {
            confirmed: findings
                .into_iter()
                .filter(|finding| finding.status != Status::NotApplicable)
                .map(|finding| finding.check)
                .collect(),
        }),
    }
}

/// The deciding button of a letter to many was pressed: the plan is shown.
pub(super) fn plan(model: &mut Model, ask_gate: bool) {
    if let Some(why) = model.read_only {
        input::refuse(model, DisabledReason::ReadOnly(why));
        return;
    }
    let Some(composer) = model.overlays.last().and_then(Overlay::composer) else {
        return;
    };
    let act = composer.act;
    let lines: Vec<BatchLine> = composer
        .batch
        .iter()
        .map(|item| {
            let command = match item.request() {
                Some(request) => {
                    let values = |name: &str| template::value_of(model, composer, request, name);
                    let holder = model.holder_of(request);
                    composer.command_about(request, holder, &values)
                }
                None => Err(Refusal::ForeignAct {
                    act,
                    kind: item.number().kind,
                }),
            };
            planned(model, item, Target::Missing, command)
        })
        .collect();
    // What every item is refused for is a fault of the letter itself.
    let common = lines.iter().find_map(|line| line.command.as_ref().err());
    let all_refused = lines.iter().all(|line| line.command.is_err());
    if let (true, Some(refusal)) = (all_refused, common.cloned()) {
        super::decide::refused(model, refusal);
        return;
    }
    if !gate::stops(model, ask_gate) {
        overlay::push(model, Overlay::Batch(Box::new(Batch::new(act, lines))));
    }
}

fn planned(
    model: &Model,
    item: &Item,
    target: Target<'_>,
    command: Result<Command, Refusal>,
) -> BatchLine {
    let judged = command.and_then(|command| {
        let addressee = command.addressee();
        let cx = DecideContext {
            rules: &model.rules.set,
            policy: &model.rules.policy,
            role: model.role,
            effective_at: model.portal_now(),
            received_at: None,
            around: Around {
                conference: item.around.conference.as_deref(),
                target,
                open_questions: &item.around.open_questions,
                answered_late: item.around.answered_late(),
                addressee: addressee.and_then(|bin| model.rules.directory.by_bin(bin)),
                ..Around::default()
            },
        };
        item.work.decide(&command, &cx)?;
        Ok(command)
    });
    let end = judged
        .as_ref()
        .ok()
        .and_then(|command| model.end_of_act(item, command.act()));
    BatchLine {
        number: item.number(),
        base: item.base,
        command: judged,
        end,
        outcome: Outcome::Planned,
    }
}

/// The deciding button of the plan was pressed.
pub(super) fn decide_all(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Batch(batch)) = model.overlays.last() else {
        return;
    };
    if let Some(why) = model.read_only {
        input::refuse(model, DisabledReason::ReadOnly(why));
        return;
    }
    if !batch.number_given() {
        let count = batch.possible();
        input::refuse(model, DisabledReason::NumberNotTyped(count));
        return;
    }
    if !batch.is_planned() {
        return;
    }
    let mut lines = batch.lines.clone();
    for line in &mut lines {
        if let Ok(command) = &line.command {
            let revision = model.next_revision();
            out.push(order(model, revision, line, command.clone()));
            line.outcome = Outcome::Storing(revision);
        }
    }
    if let Some(Overlay::Batch(batch)) = model.overlays.last_mut() {
        batch.lines = lines;
        batch.focus = Focus::Cancel;
    }
}

fn order(model: &Model, revision: Revision, line: &BatchLine, command: Command) -> Effect {
    let offset = jiff::SignedDuration::from_secs(model.link.clock_offset);
    let until = hold_until(model.portal_now(), model.recall_seconds, line.end);
    Effect::Queue(QueueOrder {
        revision,
        number: line.number,
        command,
        base: line.base,
        decided_at: model.now,
        rules_hash: model.rules.hash.clone(),
        hold_until: until.checked_sub(offset).unwrap_or(model.now),
    })
}

/// An answer of the store to an order of a batch; `false` if the order was no part of one.
pub(super) fn queued(
    model: &mut Model,
    revision: Revision,
    result: &Result<OpId, Failure>,
    out: &mut Vec<Effect>,
) -> bool {
    let offset = jiff::SignedDuration::from_secs(model.link.clock_offset);
    let portal_now = model.portal_now();
    let seconds = model.recall_seconds;
    let mut found = None;
    for overlay in &mut model.overlays {
        if let Overlay::Batch(batch) = overlay {
            let act = batch.act;
            let mut lines = batch.lines.iter_mut();
            if let Some(line) = lines.find(|line| line.outcome == Outcome::Storing(revision)) {
                line.outcome = match result {
                    Ok(op_id) => Outcome::Stored(*op_id),
                    Err(failure) => Outcome::Failed(failure.clone()),
                };
                found = Some((line.number, act, line.end));
            }
        }
    }
    let Some((number, act, end)) = found else {
        return false;
    };
    if let Ok(op_id) = result {
        let until = hold_until(portal_now, seconds, end);
        let until = until.checked_sub(offset).unwrap_or(model.now);
        if until > model.now {
            model.held.push(Held {
                op_id: *op_id,
                number,
                act,
                until,
            });
        }
        model.batch_ops.push(*op_id);
    }
    ended(model, out);
    true
}

/// Once nothing is being stored any more the marks and the letter have served.
fn ended(model: &mut Model, out: &mut Vec<Effect>) {
    let batch = model.overlays.iter().find_map(Overlay::batch);
    let Some(batch) = batch.filter(|batch| !batch.is_storing()) else {
        return;
    };
    let stored = batch
        .lines
        .iter()
        .filter(|line| matches!(line.outcome, Outcome::Stored(_)));
    let count = u64::try_from(stored.count()).unwrap_or(u64::MAX);
    model
        .overlays
        .retain(|overlay| overlay.composer().is_none());
    for id in ListId::ALL {
        model.list_mut(id).marked.clear();
    }
    news::tell(model, NoticeText::BatchQueued(count), Severity::Info);
    news::refresh(model, out);
}

/// The decisions of the last batch that go together with one of them when it is taken back.
pub(super) fn together(model: &Model, op_id: OpId) -> Vec<OpId> {
    if model.batch_ops.contains(&op_id) {
        model.batch_ops.clone()
    } else {
        vec![op_id]
    }
}

/// When what is typed now is to be saved: a letter to many has no draft.
pub(super) fn save_at(model: &Model) -> Option<jiff::Timestamp> {
    let batch = model
        .overlays
        .iter()
        .find_map(Overlay::composer)
        .is_some_and(|composer| !composer.batch.is_empty());
    forms::save_at(model).filter(|_| !batch)
}
