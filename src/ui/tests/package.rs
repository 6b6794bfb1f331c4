//! The forms of packages: what they order, when they stay and when they go.

use super::fixture::Desk;
use crate::app::effect::Effect;
use crate::app::export_form::ExportTrouble;
use crate::app::key::KeyCode;
use crate::app::msg::Msg;
use crate::app::notice::NoticeText;
use crate::app::overlay::Overlay;
use crate::app::package_form::{
    PackageDone, PackageNotice, PackageOrder, PackageTrouble, PackageWhat,
};
use crate::app::update::update;
use crate::domain::local_text::Lang;
use crate::domain::privacy::Private;

/// The form opened from the outbox, with the focus on the deciding button.
fn at_the_button(key: &str) -> Desk {
    let mut desk = Desk::new(Lang::Kk, (80, 24));
    desk.keys("3").rest().keys(key);
    for _ in 0..2 {
        desk.key(KeyCode::Tab);
    }
    desk
}

fn trouble(desk: &Desk) -> Option<PackageTrouble> {
    match desk.model.overlays.last() {
        Some(Overlay::Package(form)) => form.trouble,
        _ => panic!("the form is gone"),
    }
}

/// What Enter orders.
fn entered(desk: &mut Desk) -> Vec<PackageOrder> {
    let effects = update(&mut desk.model, Msg::Key(KeyCode::Enter.into()));
    let order = |effect| {
        if let Effect::Package(order) = effect {
            Some(order)
        } else {
            None
        }
    };
    effects.into_iter().filter_map(order).collect()
}

#[test]
fn the_outbox_is_written_under_a_proposed_name_and_only_once() {
    let mut desk = at_the_button("E");
    let expected = PackageOrder {
        what: PackageWhat::Outbox,
        file: format!("outbox-{}.awp", desk.model.today()),
    };
    assert_eq!(entered(&mut desk), [expected]);
    assert_eq!(entered(&mut desk), []);
}

#[test]
fn receipts_need_a_name() {
    let mut desk = at_the_button("R");
    assert_eq!(entered(&mut desk), []);
    let nameless = PackageTrouble::File(ExportTrouble::Nameless);
    assert_eq!(trouble(&desk), Some(nameless));
}

#[test]
fn the_form_stays_with_the_trouble_and_goes_when_it_went_well() {
    let mut desk = at_the_button("E");
    assert_eq!(entered(&mut desk).len(), 1);
    let what = PackageWhat::Outbox;
    let told = |result| Msg::Packaged { what, result };
    let fault = PackageTrouble::Fault("outbox-empty");
    desk.tell(told(Err(fault)));
    assert_eq!(trouble(&desk), Some(fault));
    assert_eq!(entered(&mut desk).len(), 1);
    let done = PackageDone {
        file: Private("/media/outbox.awp".to_owned()),
        count: 3,
        held: 1,
        left: 0,
        again: 0,
    };
    desk.tell(told(Ok(done.clone())));
    assert!(desk.model.overlays.is_empty());
    let notice = desk.model.notice.as_ref().map(|notice| &notice.text);
    assert_eq!(
        notice,
        Some(&NoticeText::Package(PackageNotice::Written(done)))
    );
}

#[test]
fn what_came_after_the_form_was_left_is_told_as_a_message() {
    let mut desk = Desk::new(Lang::Kk, (80, 24));
    let (what, fault) = (PackageWhat::Receipts, PackageTrouble::Fault("missing"));
    let result = Err(fault);
    desk.tell(Msg::Packaged { what, result });
    let notice = desk.model.notice.as_ref().map(|notice| &notice.text);
    assert_eq!(
        notice,
        Some(&NoticeText::Package(PackageNotice::Failed(fault)))
    );
}
