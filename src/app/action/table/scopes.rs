//! Places that many actions share.

use crate::app::action::Scope;

pub(super) const SCROLLED: &[Scope] = &[
    Scope::List,
    Scope::Detail,
    Scope::Outbox,
    Scope::Why,
    Scope::Help,
    Scope::Palette,
    Scope::Message,
    Scope::Preview,
    Scope::Templates,
    Scope::Acts,
    Scope::Related,
    Scope::Colleagues,
    Scope::Reading,
    Scope::Absence,
    Scope::Handover,
    Scope::Search,
    Scope::Law,
    Scope::Groups,
    Scope::Views,
    Scope::Moved,
    Scope::Holders,
    Scope::Filter,
    Scope::Settings,
];
/// Where only pages are turned: the arrows move the focus.
pub(super) const PAGED: &[Scope] = &[
    Scope::List,
    Scope::Detail,
    Scope::Outbox,
    Scope::Why,
    Scope::Help,
    Scope::Palette,
    Scope::Message,
    Scope::Preview,
    Scope::Templates,
    Scope::Acts,
    Scope::Batch,
    Scope::Related,
    Scope::Colleagues,
    Scope::Reading,
    Scope::Absence,
    Scope::Handover,
    Scope::Search,
    Scope::Law,
    Scope::Groups,
    Scope::Views,
    Scope::Moved,
    Scope::Holders,
    Scope::Settings,
    Scope::ProfileMoves,
];
pub(super) const FORMS: &[Scope] = &[
    Scope::Accept,
    Scope::Return,
    Scope::ItemForm,
    Scope::Compose,
    Scope::Gate,
    Scope::Batch,
    Scope::Confirm,
    Scope::ProfileMoves,
];
pub(super) const DIALOGS: &[Scope] = &[
    Scope::Accept,
    Scope::Return,
    Scope::ItemForm,
    Scope::Compose,
    Scope::Confirm,
    Scope::Palette,
    Scope::Filter,
    Scope::Gate,
    Scope::Templates,
    Scope::Acts,
    Scope::Batch,
    Scope::Related,
    Scope::Colleagues,
    Scope::Absence,
    Scope::Handover,
    Scope::Search,
    Scope::Law,
    Scope::Groups,
    Scope::Views,
    Scope::Moved,
    Scope::Holders,
    Scope::Settings,
    Scope::ProfileMoves,
    Scope::KeyboardCheck,
];
/// What is left without deciding: a text that is read has no button to press.
pub(super) const LEFT: &[Scope] = &with::<{ DIALOGS.len() + 1 }>(DIALOGS, Scope::Reading);

/// The scopes and one more; `N` counts both.
const fn with<const N: usize>(mut scopes: &[Scope], more: Scope) -> [Scope; N] {
    let mut all = [more; N];
    let mut free: &mut [Scope] = &mut all;
    while let ([scope, others @ ..], [place, rest @ ..]) = (scopes, free) {
        *place = *scope;
        (scopes, free) = (others, rest);
    }
    all
}
