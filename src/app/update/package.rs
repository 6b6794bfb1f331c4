//! The form that writes the outbox into a file or takes receipts out of one.

use super::{forms, news, overlay};
use crate::app::action::ActionId;
use crate::app::effect::Effect;
use crate::app::export_form::ExportTrouble;
use crate::app::form::Focus;
use crate::app::key::Key;
use crate::app::model::Model;
use crate::app::notice::{NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::app::package_form::{
    PackageDone, PackageForm, PackageNotice, PackageOrder, PackageTrouble, PackageWhat,
};
use crate::domain::text::CitizenText;

/// Opens the form.
pub(super) fn open(model: &mut Model, what: PackageWhat) {
    let file = match what {
        PackageWhat::Outbox => format!("outbox-{}.awp", model.today()),
        PackageWhat::Receipts => String::new(),
    };
    let form = PackageForm::new(what, &file);
    overlay::push(model, Overlay::Package(Box::new(form)));
}

fn form(model: &mut Model) -> Option<&mut PackageForm> {
    let mut overlays = model.overlays.iter_mut();
    overlays.find_map(|overlay| {
        if let Overlay::Package(form) = overlay {
            Some(&mut **form)
        } else {
            None
        }
    })
}

/// Types a key into the name.
pub(super) fn type_into(model: &mut Model, key: Key) {
    if let Some(form) = form(model).filter(|form| form.is_typing())
        && form.file.input(key)
    {
        form.trouble = None;
    }
}

/// Pastes into the name.
pub(super) fn paste_into(model: &mut Model, text: &CitizenText) {
    if let Some(form) = form(model).filter(|form| form.is_typing()) {
        form.file.insert(text.as_str());
        form.trouble = None;
    }
}

/// Presses the button under the focus, or moves on.
pub(super) fn activate(model: &mut Model, out: &mut Vec<Effect>) {
    let focus = forms::focus(model);
    if focus == Some(Focus::Submit) {
        submit(model, out);
    } else if focus == Some(Focus::Cancel) {
        overlay::pop(model);
    } else {
        forms::other_field(model, ActionId::NextField);
    }
}

/// Orders it, once.
fn submit(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(form) = form(model).filter(|form| !form.working) else {
        return;
    };
    let file = form.file.text().trim().to_owned();
    if file.is_empty() {
        form.trouble = Some(PackageTrouble::File(ExportTrouble::Nameless));
        return;
    }
    (form.working, form.trouble) = (true, None);
    out.push(Effect::Package(PackageOrder {
        what: form.what,
        file,
    }));
}

/// How it went: the form goes when it went well, and stays to be mended otherwise.
pub(super) fn done(
    model: &mut Model,
    what: PackageWhat,
    result: Result<PackageDone, PackageTrouble>,
    out: &mut Vec<Effect>,
) {
    let waits = form(model).is_some_and(|form| form.working && form.what == what);
    match result {
        Ok(done) => {
            if waits {
                // It may lie under the help.
                model
                    .overlays
                    .retain(|overlay| !matches!(overlay, Overlay::Package(_)));
            }
            let told = match what {
                PackageWhat::Outbox => PackageNotice::Written(done),
                PackageWhat::Receipts => PackageNotice::Taken {
                    count: done.count,
                    again: done.again,
                },
            };
            news::tell(model, NoticeText::Package(told), Severity::Info);
            news::refresh(model, out);
        }
        Err(trouble) => {
            if let Some(form) = form(model).filter(|_| waits) {
                (form.working, form.trouble) = (false, Some(trouble));
            } else {
                let told = NoticeText::Package(PackageNotice::Failed(trouble));
                news::tell(model, told, Severity::Error);
            }
        }
    }
}
