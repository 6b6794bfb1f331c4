//! What is shown again is what would be drawn anew.

use jiff::SignedDuration;
use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use super::fixture::Desk;
use crate::app::key::{Key, KeyCode};
use crate::app::msg::Msg;
use crate::domain::local_text::Lang;
use crate::i18n::Texts;
use crate::theme::{Depth, Theme};
use crate::ui::{Drawn, Memo, view, view_again};

/// Something that happens at a workstation.
#[derive(Debug, Clone)]
enum Happening {
    Key(Key),
    Passed(i64),
    Size(u16, u16),
    Changed,
}

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    let letters = "jkwarfeiznugGSVFPl123 \t"
        .chars()
        .map(Key::char)
        .collect::<Vec<_>>();
    let named = [
        KeyCode::Down,
        KeyCode::Up,
        KeyCode::PageDown,
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Esc,
        KeyCode::Right,
        KeyCode::F(2),
    ];
    let keys = letters
        .into_iter()
        .chain(named.map(Key::new))
        .collect::<Vec<_>>();
    let one = prop_oneof![
        12 => proptest::sample::select(keys).prop_map(Happening::Key),
        2 => prop_oneof![Just(0), 1i64..200, 30_000i64..90_000].prop_map(Happening::Passed),
        1 => (55u16..140, 14u16..45).prop_map(|(width, height)| Happening::Size(width, height)),
        1 => Just(Happening::Changed),
    ];
    proptest::collection::vec(one, 1..40)
}

fn happen(desk: &mut Desk, happening: &Happening) {
    match happening {
        Happening::Key(key) => {
            desk.key(*key);
        }
        Happening::Passed(milliseconds) => {
            let passed = SignedDuration::from_millis(*milliseconds);
            desk.tell(Msg::Clock(desk.model.now + passed));
        }
        Happening::Size(width, height) => desk.tell(Msg::Resize {
            width: *width,
            height: *height,
        }),
        Happening::Changed => desk.tell(Msg::StoreChanged),
    }
}

/// Draws the model both ways.
fn both(memo: &mut Memo, desk: &Desk, theme: &Theme) -> [(Buffer, Drawn); 2] {
    let (model, texts) = (&desk.model, Texts::of(desk.model.lang));
    let area = Rect::new(0, 0, model.layout.width, model.layout.height);
    // A sheet is drawn on again and again: nothing of what stood there may be left.
    let mut again = Buffer::filled(area, Cell::new("~"));
    let mut anew = Buffer::empty(area);
    let told_again = view_again(memo, model, theme, texts, area, &mut again);
    let told_anew = view(model, theme, texts, area, &mut anew);
    [(again, told_again), (anew, told_anew)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_happens_what_is_shown_again_is_what_would_be_drawn(
        happenings in happenings(),
        at_conference in any::<bool>(),
    ) {
        let theme = Theme::built_in(Depth::Rgb, false);
        let mut desk = if at_conference {
            Desk::at_conference(Lang::Ru, (120, 40))
        } else {
            Desk::new(Lang::Kk, (120, 40))
        };
        let mut memo = Memo::default();
        for happening in &happenings {
            happen(&mut desk, happening);
            let [again, anew] = both(&mut memo, &desk, &theme);
            prop_assert!(again == anew, "after {happening:?}");
        }
    }
}

#[test]
fn a_minute_later_the_remaining_time_is_another() {
    let theme = Theme::built_in(Depth::Rgb, false);
    let mut desk = Desk::new(Lang::Kk, (120, 40));
    desk.down(4).rest();
    let mut memo = Memo::default();
    let [(before, _), _] = both(&mut memo, &desk, &theme);
    desk.tell(Msg::Clock(desk.model.now + SignedDuration::from_mins(61)));
    let [(after, _), (anew, _)] = both(&mut memo, &desk, &theme);
    assert_ne!(after, before);
    assert_eq!(after, anew);
}
