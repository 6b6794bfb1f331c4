//! What only the Operator does: circulars, the list of holders.

use jiff::SignedDuration;

use super::{items, news, overlay};
use crate::app::effect::Effect;
use crate::app::hold::hold_until;
use crate::app::item_form::ItemForm;
use crate::app::model::Model;
use crate::app::notice::{NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::app::staff::{self, Account, HoldersState};
use crate::domain::act::Act;
use crate::domain::command::{CircularCommand, Command};
use crate::domain::decide::may_send;
use crate::domain::ids::{ItemKind, Version};
use crate::domain::refusal::Refusal;
use crate::wire::ops::Base;

/// Opens the form of a circular; what was typed and not sent stands in it.
pub(super) fn write(model: &mut Model, out: &mut Vec<Effect>) {
    let base = Base::Version(Version(0));
    let form = ItemForm::new(Act::Send, ItemForm::NEW_CIRCULAR, base, model.today());
    items::open_form(model, form, out);
}

/// Whether the form on top is that of a circular, which decides on no item.
pub(super) fn is_writing(model: &Model) -> bool {
    let Some(Overlay::Item(form)) = model.overlays.last() else {
        return false;
    };
    form.number == ItemForm::NEW_CIRCULAR
}

/// Sends the circular that was written.
///
/// # Errors
/// Why it cannot be sent.
pub(super) fn send(model: &mut Model, out: &mut Vec<Effect>) -> Result<(), Refusal> {
    let command = model.composed().unwrap_or(Err(Refusal::TextMissing))?;
    if let Command::Circular(CircularCommand::SendCircular { to, text }) = &command {
        may_send(model.role, text)?;
        let known = |bin: &String| model.rules.directory.by_bin(bin).is_some();
        if let Some(bin) = to.as_ref().filter(|bin| !known(bin)) {
            return Err(Refusal::UnknownAddressee { bin: bin.clone() });
        }
    }
    // Should the order not come to the disk, the text is there; the order itself takes it away.
    items::save(model, out);
    let offset = SignedDuration::from_secs(model.link.clock_offset);
    let until = hold_until(model.portal_now(), model.recall_seconds, None);
    out.push(Effect::Begin {
        command,
        rules_hash: model.rules.hash.clone(),
        decided_at: model.now,
        hold_until: until.checked_sub(offset).ok(),
    });
    overlay::pop(model);
    Ok(())
}

/// The order to begin an item is on the disk.
pub(super) fn begun(model: &mut Model, kind: ItemKind) {
    if kind == ItemKind::Circular {
        news::tell(model, NoticeText::CircularHeld, Severity::Info);
    } else {
        news::tell(model, NoticeText::ConferenceBegun, Severity::Info);
    }
}

/// Shows the holders and their accounts.
pub(super) fn holders(model: &mut Model, out: &mut Vec<Effect>) {
    overlay::push(model, Overlay::Holders(Box::default()));
    out.push(Effect::LoadAccounts);
}

/// The accounts have been read.
pub(super) fn accounts(model: &mut Model, accounts: Vec<Account>) {
    let lines = staff::lines(&model.rules.directory, accounts, model.lang);
    if let Some(Overlay::Holders(state)) = model.overlays.last_mut() {
        **state = HoldersState {
            lines: Some(lines),
            ..HoldersState::default()
        };
    }
}
