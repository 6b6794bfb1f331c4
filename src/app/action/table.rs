//! The table itself.

mod conferences;
mod groups;
mod house;
mod operator;
mod scopes;
mod settings;
mod views;

use self::scopes::{DIALOGS, FORMS, LEFT, PAGED, SCROLLED};
use super::{Action, ActionId, Danger, Scope};
use crate::app::key::KeyCode;
use crate::app::keymap::Chord::{self, Named, Pos, Produced, ShiftPos, Then};

const fn record(
    id: ActionId,
    name: &'static str,
    scopes: &'static [Scope],
    keys: &'static [Chord],
) -> Action {
    Action {
        id,
        name,
        scopes,
        keys,
        danger: Danger::Safe,
        in_palette: false,
        footer: 0,
    }
}

const fn command(mut action: Action, footer: u8) -> Action {
    action.in_palette = true;
    action.footer = footer;
    action
}

const fn outward(mut action: Action) -> Action {
    action.danger = Danger::Outward;
    action
}

const fn hinted(mut action: Action, footer: u8) -> Action {
    action.footer = footer;
    action
}

const fn global(id: ActionId, name: &'static str, keys: &'static [Chord], footer: u8) -> Action {
    command(record(id, name, &[Scope::Global], keys), footer)
}

/// What begins an act of the law on an item.
const fn act(id: ActionId, name: &'static str, keys: &'static [Chord], footer: u8) -> Action {
    command(record(id, name, &[Scope::Request], keys), footer)
}

/// The help, at the head of the table.
const HELP_RECORD: Action = command(
    record(
        ActionId::Help,
        "app.help",
        &[Scope::Anywhere],
        &[Named(KeyCode::F(1)), Produced('?')],
    ),
    1,
);

/// The help, which stands in for an action that is not in the table.
pub(super) static HELP: Action = HELP_RECORD;

/// Every action, in the order in which help and palette list them.
pub static ACTIONS: &[Action] = {
    use ActionId as Id;
    &[
        HELP_RECORD,
        global(
            Id::Palette,
            "app.palette",
            &[Named(KeyCode::F(2)), Pos('p')],
            2,
        ),
        command(
            record(
                Id::Accept,
                "item.accept",
                &[Scope::Request],
                &[Pos('a'), Named(KeyCode::F(4))],
            ),
            3,
        ),
        command(
            record(
                Id::Return,
                "item.return",
                &[Scope::Request],
                &[Pos('r'), Named(KeyCode::F(6))],
            ),
            4,
        ),
        act(Id::Forward, "item.forward", &[Pos('f')], 5),
        command(
            record(
                Id::Why,
                "item.why",
                &[Scope::Item, Scope::Accept, Scope::Return, Scope::Compose],
                &[Pos('w'), Named(KeyCode::F(3))],
            ),
            6,
        ),
        act(
            Id::Answer,
            "item.answer",
            &[Pos('e'), Named(KeyCode::F(11))],
            7,
        ),
        act(Id::Publish, "item.publish", &[Pos('b')], 0),
        act(Id::Refuse, "item.refuse", &[Pos('x')], 0),
        act(Id::Extend, "item.extend", &[Pos('o')], 0),
        act(Id::Notify, "item.notify", &[Pos('y')], 0),
        act(Id::Clarify, "item.clarify", &[Pos('c')], 0),
        act(Id::Correct, "item.correct", &[Pos('d')], 0),
        act(Id::FollowUp, "item.follow-up", &[Pos('h')], 0),
        global(
            Id::Recall,
            "act.recall",
            &[Pos('u'), Named(KeyCode::F(8))],
            11,
        ),
        command(
            record(
                Id::Next,
                "queue.next",
                &[Scope::List, Scope::Detail],
                &[Pos('n'), Named(KeyCode::F(12))],
            ),
            10,
        ),
        command(
            record(
                Id::Filter,
                "list.filter",
                &[Scope::List],
                &[Produced('/'), Named(KeyCode::F(7))],
            ),
            9,
        ),
        command(
            record(
                Id::ClearFilter,
                "list.clear-filter",
                &[Scope::List],
                &[Named(KeyCode::Esc)],
            ),
            0,
        ),
        hinted(
            record(
                Id::TakeCandidate,
                "filter.take",
                &[Scope::Filter],
                &[Named(KeyCode::Tab)],
            ),
            2,
        ),
        command(
            record(
                Id::Open,
                "item.open",
                &[Scope::List, Scope::Outbox],
                &[Named(KeyCode::Enter), Named(KeyCode::Right)],
            ),
            8,
        ),
        hinted(
            record(
                Id::Back,
                "detail.back",
                &[Scope::Detail],
                &[Named(KeyCode::Esc), Named(KeyCode::Left)],
            ),
            8,
        ),
        outward(command(
            record(
                Id::Drop,
                "outbox.drop",
                &[Scope::Outbox],
                &[Pos('d'), Named(KeyCode::Delete)],
            ),
            4,
        )),
        command(
            record(Id::Again, "outbox.again", &[Scope::Outbox], &[Pos('e')]),
            3,
        ),
        command(
            record(Id::Keep, "outbox.keep", &[Scope::Outbox], &[Pos('t')]),
            5,
        ),
        command(
            record(
                Id::ShowDecision,
                "outbox.read",
                &[Scope::Outbox],
                &[Pos('i'), Named(KeyCode::F(11))],
            ),
            6,
        ),
        command(
            record(
                Id::OutboxExport,
                "outbox.export",
                &[Scope::Outbox],
                &[ShiftPos('e')],
            ),
            0,
        ),
        command(
            record(
                Id::OutboxReceipts,
                "outbox.receipts",
                &[Scope::Outbox],
                &[ShiftPos('r')],
            ),
            0,
        ),
        command(
            record(Id::Note, "item.note", &[Scope::Item], &[Pos('z')]),
            0,
        ),
        command(
            record(Id::Mark, "list.mark", &[Scope::List], &[Produced(' ')]),
            0,
        ),
        command(
            record(
                Id::MarkRange,
                "list.mark-range",
                &[Scope::List],
                &[Pos('t')],
            ),
            0,
        ),
        command(
            record(
                Id::MarkAll,
                "list.mark-all",
                &[Scope::List],
                &[ShiftPos('t')],
            ),
            0,
        ),
        command(
            record(Id::Related, "item.related", &[Scope::Request], &[Pos('i')]),
            0,
        ),
        command(
            record(
                Id::Colleagues,
                "item.colleagues",
                &[Scope::Item],
                &[ShiftPos('a')],
            ),
            0,
        ),
        global(Id::Search, "app.search", &[ShiftPos('s')], 0),
        command(
            record(
                Id::CopyNumber,
                "item.copy-number",
                &[Scope::Item],
                &[ShiftPos('k')],
            ),
            0,
        ),
        command(
            record(Id::CopyText, "item.copy-text", &[Scope::Item], &[]),
            0,
        ),
        groups::OPEN,
        groups::NEXT,
        groups::PREVIOUS,
        global(Id::Law, "app.law", &[Then('g', 'l')], 0),
        views::VIEWS_LIST,
        views::FIRST,
        views::SECOND,
        views::THIRD,
        views::FOURTH,
        views::FIFTH,
        views::SIXTH,
        views::SAVE,
        views::RENAME,
        views::DELETE,
        views::EARLIER,
        house::WATCH,
        house::GIVE_TO_NOBODY,
        house::ABSENCE,
        house::HANDOVER,
        house::TAKE_BACK,
        house::TAKE_OVER,
        house::ASK_READER,
        house::READING,
        house::READ_GOOD,
        house::SEND_BACK,
        hinted(
            record(
                Id::Link,
                "related.link",
                &[Scope::Related],
                &[Pos('v'), Named(KeyCode::F(4))],
            ),
            2,
        ),
        hinted(
            record(
                Id::AnswerTogether,
                "related.answer",
                &[Scope::Related],
                &[Pos('e'), Named(KeyCode::F(11))],
            ),
            3,
        ),
        conferences::TOPICS,
        conferences::CONFERENCES,
        conferences::TOPIC_ACCEPT,
        conferences::TOPIC_REFUSE,
        conferences::NEW,
        conferences::INBOX,
        conferences::FILL,
        conferences::SEND,
        conferences::RETURN,
        conferences::PUBLISH,
        conferences::ANNOUNCE,
        conferences::EXTEND,
        conferences::CLOSE,
        conferences::REOPEN,
        conferences::EXPORT,
        conferences::ACCEPT,
        conferences::DECLINE,
        conferences::ANSWER,
        conferences::DRAFT,
        conferences::ASSIGN,
        conferences::MERGE,
        conferences::PART,
        conferences::CORRECT,
        conferences::STAR,
        conferences::ORDER,
        conferences::DONE,
        conferences::SHOW_NEW,
        operator::ACCESSES,
        operator::GRANT,
        operator::REFUSE,
        operator::REVOKE,
        operator::CIRCULARS,
        operator::NEW,
        operator::READ,
        operator::HOLDERS,
        global(Id::Acts, "app.acts", &[Pos('v'), Then('g', 'd')], 0),
        global(Id::Moved, "app.moved", &[ShiftPos('m'), Then('g', 'm')], 0),
        global(Id::Sync, "sync.now", &[Pos('s'), Named(KeyCode::F(5))], 12),
        global(Id::Home, "app.home", &[Pos('1'), Then('g', 'h')], 0),
        global(Id::Requests, "app.requests", &[Pos('2'), Then('g', 'r')], 0),
        global(Id::Outbox, "app.outbox", &[Pos('3'), Then('g', 'o')], 0),
        global(Id::NextTab, "app.next-tab", &[Named(KeyCode::Tab)], 0),
        global(
            Id::PreviousTab,
            "app.previous-tab",
            &[Named(KeyCode::BackTab)],
            0,
        ),
        global(Id::Message, "app.message", &[Pos('m')], 0),
        command(
            record(
                Id::Language,
                "app.language",
                &[Scope::Anywhere],
                &[Pos('l'), Named(KeyCode::F(9))],
            ),
            13,
        ),
        settings::OPEN,
        global(Id::Suspend, "app.suspend", &[], 0),
        global(Id::WiderList, "app.wider-list", &[Then('g', 'w')], 0),
        global(Id::NarrowerList, "app.narrower-list", &[Then('g', 'z')], 0),
        settings::OTHER_PART,
        settings::NEXT_VALUE,
        settings::PREVIOUS_VALUE,
        settings::SEND,
        global(Id::Theme, "app.theme", &[], 0),
        global(Id::Keyboard, "app.keyboard", &[], 0),
        global(Id::KeyboardCheck, "app.keyboard-check", &[], 0),
        global(Id::Quit, "app.quit", &[Named(KeyCode::F(10)), Pos('q')], 14),
        command(
            record(Id::StopPortal, "demo.stop-portal", &[Scope::Demo], &[]),
            0,
        ),
        command(
            record(Id::StartPortal, "demo.start-portal", &[Scope::Demo], &[]),
            0,
        ),
        record(
            Id::Down,
            "move.down",
            SCROLLED,
            &[Pos('j'), Named(KeyCode::Down)],
        ),
        record(Id::Up, "move.up", SCROLLED, &[Pos('k'), Named(KeyCode::Up)]),
        record(
            Id::PageDown,
            "move.page-down",
            PAGED,
            &[Named(KeyCode::PageDown)],
        ),
        record(Id::PageUp, "move.page-up", PAGED, &[Named(KeyCode::PageUp)]),
        record(
            Id::First,
            "move.first",
            SCROLLED,
            &[Then('g', 'g'), Named(KeyCode::Home)],
        ),
        record(
            Id::Last,
            "move.last",
            SCROLLED,
            &[ShiftPos('g'), Named(KeyCode::End)],
        ),
        hinted(
            record(
                Id::NextClock,
                "why.next-clock",
                &[Scope::Why],
                &[Named(KeyCode::Tab), Named(KeyCode::Right)],
            ),
            2,
        ),
        record(
            Id::PreviousClock,
            "why.previous-clock",
            &[Scope::Why],
            &[Named(KeyCode::BackTab), Named(KeyCode::Left)],
        ),
        hinted(
            record(
                Id::HelpAll,
                "help.all",
                &[Scope::Help],
                &[Named(KeyCode::Tab)],
            ),
            2,
        ),
        hinted(
            record(
                Id::Close,
                "overlay.close",
                &[
                    Scope::Why,
                    Scope::Help,
                    Scope::Message,
                    Scope::Preview,
                    Scope::Note,
                ],
                &[Named(KeyCode::Esc), Named(KeyCode::Enter)],
            ),
            3,
        ),
        hinted(
            record(
                Id::Toggle,
                "form.toggle",
                &[
                    Scope::Accept,
                    Scope::Return,
                    Scope::ItemForm,
                    Scope::Compose,
                ],
                &[Produced(' ')],
            ),
            3,
        ),
        hinted(
            record(
                Id::NextPart,
                "form.next-part",
                FORMS,
                &[Named(KeyCode::Tab)],
            ),
            4,
        ),
        record(
            Id::PreviousPart,
            "form.previous-part",
            FORMS,
            &[Named(KeyCode::BackTab)],
        ),
        record(
            Id::NextField,
            "form.next",
            FORMS,
            &[Named(KeyCode::Down), Named(KeyCode::Right)],
        ),
        record(
            Id::PreviousField,
            "form.previous",
            FORMS,
            &[Named(KeyCode::Up), Named(KeyCode::Left)],
        ),
        outward(hinted(
            record(
                Id::Activate,
                "form.activate",
                DIALOGS,
                &[Named(KeyCode::Enter)],
            ),
            6,
        )),
        hinted(
            record(Id::Cancel, "form.cancel", LEFT, &[Named(KeyCode::Esc)]),
            7,
        ),
        hinted(
            record(
                Id::ReturnInstead,
                "form.return-instead",
                &[Scope::Accept],
                &[Pos('r'), Named(KeyCode::F(6))],
            ),
            8,
        ),
        hinted(
            record(
                Id::Template,
                "compose.template",
                &[Scope::Compose],
                &[Pos('t'), Named(KeyCode::F(5))],
            ),
            2,
        ),
        hinted(
            record(
                Id::NextBlank,
                "compose.next-blank",
                &[Scope::Compose],
                &[Pos('b'), Named(KeyCode::F(6))],
            ),
            5,
        ),
        hinted(
            record(
                Id::Preview,
                "compose.preview",
                &[Scope::Compose, Scope::Return],
                &[Pos('v'), Named(KeyCode::F(7))],
            ),
            3,
        ),
        hinted(
            record(
                Id::ExternalEditor,
                "compose.editor",
                &[Scope::Compose, Scope::ItemForm],
                &[Pos('o'), Named(KeyCode::F(8))],
            ),
            9,
        ),
        hinted(
            record(
                Id::ShowRequest,
                "compose.request",
                &[Scope::Compose, Scope::Return],
                &[Pos('i'), Named(KeyCode::F(11))],
            ),
            4,
        ),
    ]
};
