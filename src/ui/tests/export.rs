//! The form that writes a conference into a file: what it orders, when it stays and when it goes.

use super::fixture::Desk;
use crate::app::effect::Effect;
use crate::app::export_form::{ExportOrder, ExportTrouble};
use crate::app::key::KeyCode;
use crate::app::msg::Msg;
use crate::app::notice::NoticeText;
use crate::app::overlay::Overlay;
use crate::app::update::update;
use crate::domain::ids::Number;
use crate::domain::local_text::Lang;
use crate::domain::privacy::Private;

/// The form of the conference that is open, with the focus on the deciding button.
fn at_the_button() -> (Desk, Number) {
    let mut desk = Desk::at_conference(Lang::Kk, (80, 24));
    desk.keys("C").rest().keys("E");
    for _ in 0..3 {
        desk.key(KeyCode::Tab);
    }
    let number = desk.model.subject().unwrap();
    (desk, number)
}

fn trouble(desk: &Desk) -> Option<ExportTrouble> {
    match desk.model.overlays.last() {
        Some(Overlay::Export(form)) => form.trouble,
        _ => panic!("the form is gone"),
    }
}

/// What Enter orders.
fn entered(desk: &mut Desk) -> Vec<ExportOrder> {
    let effects = update(&mut desk.model, Msg::Key(KeyCode::Enter.into()));
    let order = |effect| {
        if let Effect::Export(order) = effect {
            Some(order)
        } else {
            None
        }
    };
    effects.into_iter().filter_map(order).collect()
}

#[test]
fn a_conference_with_questions_is_written_with_them_under_a_proposed_name_and_only_once() {
    let (mut desk, number) = at_the_button();
    let expected = ExportOrder {
        number,
        file: format!("{number}-kk.pdf"),
        questions: true,
        lang: Lang::Kk,
    };
    assert_eq!(entered(&mut desk), [expected]);
    assert_eq!(entered(&mut desk), []);
}

#[test]
fn the_form_stays_with_the_trouble_and_goes_with_the_file_written() {
    let (mut desk, number) = at_the_button();
    assert_eq!(entered(&mut desk).len(), 1);
    let told = |result| Msg::Exported { number, result };
    desk.tell(told(Err(ExportTrouble::Exists)));
    assert_eq!(trouble(&desk), Some(ExportTrouble::Exists));
    // What is typed anew is tried anew.
    for _ in 0..3 {
        desk.key(KeyCode::BackTab);
    }
    desk.key(KeyCode::Backspace);
    assert_eq!(trouble(&desk), None);
    for _ in 0..3 {
        desk.key(KeyCode::Tab);
    }
    assert_eq!(entered(&mut desk).len(), 1);
    let path = Private("/tmp/K-1.pd".to_owned());
    desk.tell(told(Ok(path.clone())));
    assert!(desk.model.overlays.is_empty());
    let notice = desk.model.notice.as_ref().map(|notice| &notice.text);
    assert_eq!(notice, Some(&NoticeText::Exported(path)));
}

#[test]
fn a_draft_is_written_without_questions_and_a_file_needs_a_name() {
    let mut desk = Desk::at_conference(Lang::Ru, (80, 24));
    desk.keys("C").down(1).keys("E");
    for _ in 0..40 {
        desk.key(KeyCode::Backspace);
    }
    for _ in 0..3 {
        desk.key(KeyCode::Tab);
    }
    assert_eq!(entered(&mut desk), []);
    assert_eq!(trouble(&desk), Some(ExportTrouble::Nameless));
    match desk.model.overlays.last() {
        Some(Overlay::Export(form)) => assert!(!form.questions),
        _ => panic!("the form is gone"),
    }
}
