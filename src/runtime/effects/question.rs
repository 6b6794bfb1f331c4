//! What can be asked of the store.

use crate::app::effect::{DraftKey, Effect};
use crate::app::list::{ListQuery, Revision};
use crate::domain::act::Act;
use crate::domain::filter::{Facet, Filter};
use crate::domain::ids::{Number, UserName};
use crate::domain::row::Inbox;
use crate::domain::search::Query;

/// What can be asked.
#[derive(Debug)]
pub(super) enum Question {
    /// What the head of an inbox tells.
    Inbox { revision: Revision, inbox: Inbox },
    /// Rows of a list.
    Window {
        revision: Revision,
        query: ListQuery,
        offset: u64,
        limit: u32,
        anchor: Option<Number>,
    },
    /// The numbers of header and tabs.
    Counts { revision: Revision },
    /// One item.
    Item { revision: Revision, number: Number },
    /// The whole outbox.
    Outbox { revision: Revision },
    /// The next item to decide.
    Next {
        revision: Revision,
        after: Option<Number>,
        inbox: Option<Inbox>,
    },
    /// A draft.
    Draft { key: DraftKey },
    /// What was decided on this computer lately.
    Acts,
    /// What the last change of rules moved.
    Movement,
    /// The saved views.
    Views,
    /// How many items a view has.
    CountView { revision: Revision, filter: Filter },
    /// What the items of a list have in common.
    Groups {
        revision: Revision,
        query: ListQuery,
        facet: Facet,
    },
    /// Everything that has some words.
    Search { revision: Revision, query: Query },
    /// The open work of a colleague.
    Handover { revision: Revision, user: UserName },
    /// The requests related to one.
    Related(Number),
    /// Colleagues and what they sit at.
    House,
    /// The accounts of all holders.
    Accounts,
    /// The numbers of a list.
    Numbers { query: ListQuery, most: usize },
    /// Items for one act on all of them.
    Items { act: Act, numbers: Vec<Number> },
}

impl Question {
    pub(super) const fn revision(&self) -> Option<Revision> {
        match self {
            Self::Window { revision, .. }
            | Self::Counts { revision }
            | Self::Item { revision, .. }
            | Self::Outbox { revision }
            | Self::Next { revision, .. }
            | Self::Inbox { revision, .. }
            | Self::Search { revision, .. }
            | Self::Handover { revision, .. }
            | Self::Groups { revision, .. }
            | Self::CountView { revision, .. } => Some(*revision),
            Self::Draft { .. }
            | Self::Acts
            | Self::Movement
            | Self::Related(_)
            | Self::House
            | Self::Accounts
            | Self::Views
            | Self::Numbers { .. }
            | Self::Items { .. } => None,
        }
    }

    /// The question of an order; `None`: the order asks nothing of the store.
    pub(super) fn of(effect: Effect) -> Option<Self> {
        Some(match effect {
            Effect::LoadWindow {
                revision,
                query,
                offset,
                limit,
                anchor,
            } => Self::Window {
                revision,
                query,
                offset,
                limit,
                anchor,
            },
            Effect::LoadCounts { revision, today: _ } => Self::Counts { revision },
            Effect::LoadItem { revision, number } => Self::Item { revision, number },
            Effect::LoadOutbox { revision } => Self::Outbox { revision },
            Effect::FindNext {
                revision,
                after,
                inbox,
            } => Self::Next {
                revision,
                after,
                inbox,
            },
            Effect::LoadInbox { revision, inbox } => Self::Inbox { revision, inbox },
            Effect::LoadDraft(key) => Self::Draft { key },
            Effect::LoadHouse => Self::House,
            Effect::LoadAccounts => Self::Accounts,
            Effect::LoadViews => Self::Views,
            Effect::CountView { revision, filter } => Self::CountView { revision, filter },
            Effect::LoadGroups {
                revision,
                query,
                facet,
            } => Self::Groups {
                revision,
                query,
                facet,
            },
            Effect::Search { revision, query } => Self::Search { revision, query },
            Effect::LoadHandover { revision, user } => Self::Handover { revision, user },
            Effect::LoadActs => Self::Acts,
            Effect::LoadMovement => Self::Movement,
            Effect::LoadRelated(number) => Self::Related(number),
            Effect::LoadNumbers { query, most } => Self::Numbers { query, most },
            Effect::LoadItems { act, numbers } => Self::Items { act, numbers },
            Effect::Queue(_)
            | Effect::Recall { .. }
            | Effect::Settle { .. }
            | Effect::HoldEnded { .. }
            | Effect::SaveDraft { .. }
            | Effect::DeleteDraft { .. }
            | Effect::SaveNote { .. }
            | Effect::SaveRemark { .. }
            | Effect::Star(_)
            | Effect::Begin { .. }
            | Effect::Export(_)
            | Effect::Package(_)
            | Effect::SaveViews(_)
            | Effect::Link { .. }
            | Effect::SaveTemplateUse { .. }
            | Effect::SyncNow
            | Effect::AnswerReset { .. }
            | Effect::StopPortal
            | Effect::StartPortal
            | Effect::SaveSetting(_)
            | Effect::Absence(_)
            | Effect::LoadProfile
            | Effect::ChangeProfile(_)
            | Effect::Desk { .. }
            | Effect::Quit
            | Effect::EditOutside(_)
            | Effect::Ring
            | Effect::Suspend
            | Effect::Copy(_) => return None,
        })
    }
}
