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

/// A sheet that is drawn on again and again.
struct Again {
    memo: Memo,
    sheet: Buffer,
}

impl Again {
    fn new() -> Self {
        Self {
            memo: Memo::default(),
            // Nothing of what stood there may be left.
            sheet: Buffer::filled(Rect::new(0, 0, 120, 40), Cell::new("~")),
        }
    }

    /// Draws the model on the sheet, and anew on another one.
    fn both(&mut self, desk: &Desk, theme: &Theme) -> [(Buffer, Drawn); 2] {
        let (model, texts) = (&desk.model, Texts::of(desk.model.lang));
        let area = Rect::new(0, 0, model.layout.width, model.layout.height);
        if self.sheet.area != area {
            self.sheet = Buffer::filled(area, Cell::new("~"));
        }
        let before = self.sheet.clone();
        let again = view_again(&mut self.memo, model, theme, texts, area, &mut self.sheet);
        for (y, touched) in (0..).zip(self.memo.touched()) {
            for x in (0..area.width).filter(|x| !touched.contains(x)) {
                let (stood, stands) = (&before[(x, y)], &self.sheet[(x, y)]);
                assert_eq!(stands, stood, "what was drawn at {x}, {y} is not told of");
            }
        }
        let mut sheet = Buffer::empty(area);
        let anew = view(model, theme, texts, area, &mut sheet);
        [(self.sheet.clone(), again), (sheet, anew)]
    }
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
        let mut again = Again::new();
        for happening in &happenings {
            happen(&mut desk, happening);
            let [stands, anew] = again.both(&desk, &theme);
            prop_assert!(stands == anew, "after {happening:?}");
        }
    }
}

#[test]
fn a_minute_later_the_remaining_time_is_another() {
    let theme = Theme::built_in(Depth::Rgb, false);
    let mut desk = Desk::new(Lang::Kk, (120, 40));
    desk.down(4).rest();
    let mut again = Again::new();
    let [(before, _), _] = again.both(&desk, &theme);
    desk.tell(Msg::Clock(desk.model.now + SignedDuration::from_mins(61)));
    let [(after, _), (anew, _)] = again.both(&desk, &theme);
    assert_ne!(after, before);
    assert_eq!(after, anew);
}

#[test]
fn a_move_in_the_list_touches_its_two_rows_and_the_edge_with_the_place() {
    let theme = Theme::built_in(Depth::Rgb, false);
    let mut desk = Desk::new(Lang::Kk, (120, 40));
    desk.down(4).rest();
    let mut again = Again::new();
    again.both(&desk, &theme);
    desk.key(KeyCode::Down);
    again.both(&desk, &theme);
    let touched = again.memo.touched().iter();
    let columns = touched.map(ExactSizeIterator::len);
    let columns: Vec<usize> = columns.filter(|columns| *columns > 0).collect();
    let list = usize::from(desk.model.layout.list().width);
    assert_eq!(columns.len(), 3);
    assert!(columns.iter().all(|columns| *columns <= list + 1));
}
