//! The program at its start.

use super::{list, news};
use crate::app::detail::{DetailState, REST};
use crate::app::effect::Effect;
use crate::app::house::{Editing, House};
use crate::app::inbox::InboxState;
use crate::app::list::{ListId, ListState, Revision};
use crate::app::model::{Bell, Counts, Model, ReadOnly, Screen, Start, TypeAhead};
use crate::app::outbox::OutboxState;
use crate::app::pointer::Hand;
use crate::app::typed_line::LineMode;
use crate::app::views::Views;

/// The program at its start and the first orders: the list of all work, the counts, the outbox.
#[must_use]
pub fn start(start: Start) -> (Model, Vec<Effect>) {
    let mut model = Model {
        now: start.now,
        layout: start.layout,
        lang: start.lang,
        theme: start.theme,
        themes: start.themes,
        keyboard: start.keyboard,
        keys: start.keys,
        prefix: None,
        recall_seconds: start.recall_seconds,
        rest: REST,
        appearance: start.appearance,
        terminal: start.terminal,
        hand: Hand::default(),
        user: start.user,
        role: start.role,
        holder: start.holder,
        rules: start.rules,
        read_only: start
            .read_only
            .or_else(|| start.role.sees_redacted().then_some(ReadOnly::Role)),
        demo: start.demo,
        link: start.link,
        clock_moved_back: false,
        views: Views::default(),
        house: House::default(),
        editing: Editing::default(),
        counts: Counts::default(),
        bell: Bell::Ready,
        counts_asked: None,
        counts_dirty: false,
        screen: Screen::Home,
        origin: Screen::Home,
        line_mode: LineMode::default(),
        overlays: Vec::new(),
        home: ListState::new(ListId::Home),
        requests: ListState::new(ListId::Requests),
        topics: ListState::new(ListId::Topics),
        conferences: ListState::new(ListId::Conferences),
        questions: ListState::new(ListId::Questions),
        access: ListState::new(ListId::Access),
        circulars: ListState::new(ListId::Circulars),
        inbox: InboxState::default(),
        detail: DetailState::default(),
        outbox: OutboxState::default(),
        held: Vec::new(),
        batch_ops: Vec::new(),
        recalling: Vec::new(),
        writing: start.writing,
        queueing: None,
        reset: None,
        next_asked: None,
        notice: None,
        last_notice: None,
        quiet_until: None,
        type_ahead: TypeAhead::default(),
        overlay_end: None,
        revision: Revision::default(),
        quitting: false,
    };
    let mut out = Vec::new();
    // The first tab of the account; the Operator has no list of all work.
    let first = Screen::tabs(model.role).first().copied();
    model.screen = first.unwrap_or(Screen::Home);
    model.origin = model.screen;
    let first = model.list_id().unwrap_or(ListId::Home);
    list::ask(&mut model, first, &mut out);
    news::ask_counts(&mut model, &mut out);
    out.push(Effect::LoadHouse);
    out.push(Effect::LoadViews);
    super::operations::ask(&mut model, &mut out);
    super::settings::tell_failure(&mut model);
    if start.check_keyboard {
        super::settings::check_keyboard(&mut model);
    }
    (model, out)
}

impl Model {
    /// The next revision.
    pub(super) const fn next_revision(&mut self) -> Revision {
        self.revision = self.revision.next();
        self.revision
    }
}
