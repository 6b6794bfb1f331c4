//! Topics, conferences and their questions.

use super::{command, global, record};
use crate::app::action::{Action, ActionId as Id, Scope};
use crate::app::key::KeyCode;
use crate::app::keymap::Chord::{Named, Pos, Produced, ShiftPos, Then};

pub(super) const TOPICS: Action = global(
    Id::Topics,
    "app.topics",
    &[ShiftPos('o'), Then('g', 't')],
    0,
);

pub(super) const CONFERENCES: Action = global(
    Id::Conferences,
    "app.conferences",
    &[ShiftPos('c'), Then('g', 'c')],
    0,
);

pub(super) const NEW: Action = global(Id::ConferenceNew, "conference.new", &[ShiftPos('n')], 0);

pub(super) const TOPIC_ACCEPT: Action = command(
    record(
        Id::TopicAccept,
        "topic.accept",
        &[Scope::Topic],
        &[Pos('a'), Named(KeyCode::F(4))],
    ),
    3,
);

pub(super) const TOPIC_REFUSE: Action = command(
    record(
        Id::TopicRefuse,
        "topic.refuse",
        &[Scope::Topic],
        &[Pos('x'), Named(KeyCode::F(6))],
    ),
    4,
);

pub(super) const INBOX: Action = command(
    record(
        Id::ConferenceInbox,
        "conference.inbox",
        &[Scope::Conference],
        &[Pos('i'), Named(KeyCode::F(11))],
    ),
    3,
);

pub(super) const FILL: Action = command(
    record(
        Id::TemplateFill,
        "conference.fill",
        &[Scope::Conference],
        &[Pos('e')],
    ),
    4,
);

pub(super) const SEND: Action = command(
    record(
        Id::TemplateSend,
        "conference.send",
        &[Scope::Conference],
        &[Pos('f'), Named(KeyCode::F(4))],
    ),
    4,
);

pub(super) const RETURN: Action = command(
    record(
        Id::TemplateReturn,
        "conference.return",
        &[Scope::Conference],
        &[Pos('r'), Named(KeyCode::F(6))],
    ),
    5,
);

pub(super) const PUBLISH: Action = command(
    record(
        Id::ConferencePublish,
        "conference.publish",
        &[Scope::Conference],
        &[Pos('b')],
    ),
    6,
);

pub(super) const ANNOUNCE: Action = command(
    record(
        Id::ConferenceAnnounce,
        "conference.announce",
        &[Scope::Conference],
        &[Pos('y')],
    ),
    7,
);

pub(super) const EXTEND: Action = command(
    record(
        Id::ConferenceExtend,
        "conference.extend",
        &[Scope::Conference],
        &[Pos('o')],
    ),
    0,
);

pub(super) const CLOSE: Action = command(
    record(
        Id::ConferenceClose,
        "conference.close",
        &[Scope::Conference],
        &[Pos('h')],
    ),
    0,
);

pub(super) const REOPEN: Action = command(
    record(
        Id::TemplateReopen,
        "conference.reopen",
        &[Scope::Conference],
        &[Pos('d')],
    ),
    0,
);

pub(super) const EXPORT: Action = command(
    record(
        Id::ConferenceExport,
        "conference.export",
        &[Scope::Conference],
        &[ShiftPos('e')],
    ),
    0,
);

pub(super) const ACCEPT: Action = command(
    record(
        Id::QuestionAccept,
        "question.accept",
        &[Scope::Question],
        &[Pos('a'), Named(KeyCode::F(4))],
    ),
    3,
);

pub(super) const DECLINE: Action = command(
    record(
        Id::QuestionDecline,
        "question.decline",
        &[Scope::Question],
        &[Pos('x'), Named(KeyCode::F(6))],
    ),
    4,
);

pub(super) const ANSWER: Action = command(
    record(
        Id::QuestionAnswer,
        "question.answer",
        &[Scope::Question],
        &[Pos('e'), Named(KeyCode::F(11))],
    ),
    5,
);

pub(super) const DRAFT: Action = command(
    record(
        Id::QuestionDraft,
        "question.draft",
        &[Scope::Question],
        &[Pos('y')],
    ),
    0,
);

pub(super) const ASSIGN: Action = command(
    record(
        Id::QuestionAssign,
        "question.assign",
        &[Scope::Question],
        &[Pos('o')],
    ),
    7,
);

pub(super) const MERGE: Action = command(
    record(
        Id::QuestionMerge,
        "question.merge",
        &[Scope::Question],
        &[Pos('f')],
    ),
    6,
);

pub(super) const PART: Action = command(
    record(
        Id::QuestionPart,
        "question.part",
        &[Scope::Question],
        &[Pos('b')],
    ),
    0,
);

pub(super) const CORRECT: Action = command(
    record(
        Id::QuestionCorrect,
        "question.correct",
        &[Scope::Question],
        &[Pos('d')],
    ),
    0,
);

pub(super) const STAR: Action = command(
    record(
        Id::Star,
        "question.star",
        &[Scope::Question],
        &[Produced('*'), Pos('c')],
    ),
    0,
);

pub(super) const ORDER: Action = command(
    record(
        Id::InboxOrder,
        "inbox.order",
        &[Scope::Inbox],
        &[ShiftPos('y')],
    ),
    0,
);

pub(super) const DONE: Action = command(
    record(
        Id::InboxDone,
        "inbox.done",
        &[Scope::Inbox],
        &[ShiftPos('h')],
    ),
    0,
);

pub(super) const SHOW_NEW: Action = command(
    record(Id::InboxNew, "inbox.new", &[Scope::Inbox], &[Pos('r')]),
    8,
);
