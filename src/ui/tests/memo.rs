//! What is shown again is what would be drawn anew.

use jiff::civil::{date, time};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use super::answers;
use super::fixture::Desk;
use crate::app::Model;
use crate::app::detail::READ_REST;
use crate::app::field::LineField;
use crate::app::key::{Key, KeyCode};
use crate::app::model::{Demo, LinkState, ReadOnly};
use crate::app::msg::Msg;
use crate::app::notice::{Notice, NoticeText, Severity};
use crate::app::views::View;
use crate::domain::act::Role;
use crate::domain::ids::{ItemKind, Number, UserName};
use crate::domain::local_text::Lang;
use crate::domain::row::{Ending, Row};
use crate::domain::text::CitizenText;
use crate::i18n::Texts;
use crate::theme::{Depth, Theme};
use crate::ui::{Drawn, Memo, view, view_again};

/// Something that parts of the screen tell of and that becomes another.
type Change = (&'static str, fn(&mut Model));

/// One of each thing that a part of the screen tells, in the list of requests with its detail.
const CHANGES: [Change; 29] = [
    ("an item more is open", |model| model.counts.open += 1),
    ("an item more is late", |model| model.counts.overdue += 1),
    ("a request more is open", |model| model.counts.requests += 1),
    ("an act is unsent", |model| model.counts.unsent += 3),
    ("a conference ends", |model| {
        model.counts.ending = Some(Ending {
            conference: Number::new(ItemKind::Conference, 7),
            closes: model.now + SignedDuration::from_mins(40),
            open: 3,
        });
    }),
    ("the link is lost", |model| {
        model.link.state = LinkState::Offline { since: model.now };
    }),
    ("the portal's clock is another", |model| {
        model.link.clock_offset = 7_200;
    }),
    ("another role", |model| model.role = Role::Moderator),
    ("no holder", |model| model.holder = None),
    ("no demo", |model| {
        model.demo = match model.demo {
            Some(_) => None,
            None => Some(Demo {
                portal_running: true,
            }),
        };
    }),
    ("only to be read", |model| {
        model.read_only = Some(ReadOnly::Asked);
    }),
    ("colleagues write and read", |model| {
        write_about(model, model.now + SignedDuration::from_mins(5));
    }),
    ("a colleague writes about the item that is shown", |model| {
        let marks = answers::house().marks.into_values();
        let number = model.detail.number.unwrap();
        model.house.marks = marks.take(1).map(|mark| (number, mark)).collect();
    }),
    ("the house has a day for drafts", |model| {
        model.rules.policy.draft_days += 2;
    }),
    ("other working hours", |model| {
        model.rules.policy.hours.end = time(15, 0, 0, 0);
    }),
    ("a view is saved", |model| {
        model.views.all.push(View {
            name: "Кезек".into(),
            filter: "lang:kk".into(),
        });
    }),
    ("another language", |model| model.lang = Lang::Ru),
    ("a message", |model| {
        model.notice = Some(Notice {
            text: NoticeText::Copied,
            severity: Severity::Info,
            at: model.now,
            until: None,
        });
    }),
    ("a row waits to be sent", |model| row(model).pending = true),
    ("a row met another decision", |model| {
        row(model).conflict = true;
    }),
    ("a row has an owner", |model| {
        row(model).owner = Some(UserName("colleague".into()));
    }),
    ("a row has another day", |model| {
        row(model).due = Some(date(2026, 12, 1));
    }),
    ("a row is marked", |model| {
        let number = row(model).number;
        model.requests.marked.insert(number);
    }),
    ("a row is not loaded", |model| {
        model.requests.window.rows.truncate(6);
    }),
    ("a row less", |model| {
        model.requests.window.rows.pop();
        model.requests.total -= 1;
    }),
    ("another row is selected", |model| {
        model.requests.selected += 1;
    }),
    ("the list is filtered", |model| {
        model.requests.filter_text = LineField::new("lang:kk");
    }),
    ("the detail is scrolled", |model| model.detail.scroll += 1),
    ("the item has a note", |model| {
        let shown = model.detail.shown.as_mut().unwrap();
        shown.item.note = CitizenText::parse("ескертпе").ok();
    }),
];

/// Colleagues write about the second row of the list until some moment, and wait for the third to
/// be read.
fn write_about(model: &mut Model, until: Timestamp) {
    model.house = answers::house();
    let marks = std::mem::take(&mut model.house.marks).into_values();
    let rows = model.current_list().map(|list| list.window.rows.iter());
    let numbers = rows.into_iter().flatten().map(|row| row.number).skip(1);
    let marks = numbers.zip(marks).map(|(number, mut mark)| {
        if let Some(lease) = &mut mark.lease {
            lease.until = until;
        }
        (number, mark)
    });
    model.house.marks = marks.collect();
}

fn row(model: &mut Model) -> &mut Row {
    &mut model.requests.window.rows[2]
}

/// Something that happens at a workstation.
#[derive(Debug, Clone)]
pub(super) enum Happening {
    Key(Key),
    Passed(i64),
    Size(u16, u16),
    Changed,
    /// Colleagues write about what is listed, for so many milliseconds.
    Written(i64),
}

pub(super) fn happenings() -> impl Strategy<Value = Vec<Happening>> {
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
        2 => prop_oneof![
            Just(0),
            Just(1),
            1i64..200,
            200i64..30_000,
            Just(60_000),
            30_000i64..90_000
        ]
        .prop_map(Happening::Passed),
        1 => (55u16..140, 14u16..45).prop_map(|(width, height)| Happening::Size(width, height)),
        1 => Just(Happening::Changed),
        1 => (1i64..2_000).prop_map(Happening::Written),
    ];
    proptest::collection::vec(one, 1..40)
}

pub(super) fn happen(desk: &mut Desk, happening: &Happening) {
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
        Happening::Written(milliseconds) => {
            let until = desk.model.now + SignedDuration::from_millis(*milliseconds);
            write_about(&mut desk.model, until);
        }
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

#[test]
fn each_thing_that_becomes_another_is_drawn_anew() {
    let theme = Theme::built_in(Depth::Rgb, false);
    let mut unseen = Vec::new();
    for (what, change) in CHANGES {
        let mut desk = Desk::new(Lang::Kk, (120, 40));
        desk.keys("2").down(4).rest();
        let mut again = Again::new();
        let [(before, _), _] = again.both(&desk, &theme);
        change(&mut desk.model);
        let [stands, anew] = again.both(&desk, &theme);
        assert!(stands == anew, "{what}");
        unseen.extend((stands.0 == before).then_some(what));
    }
    assert_eq!(unseen, [""; 0]);
}

#[test]
fn a_lease_that_ends_within_a_second_is_told_no_more() {
    let theme = Theme::built_in(Depth::Rgb, false);
    let mut desk = Desk::new(Lang::Kk, (120, 40));
    let until = desk.model.now + SignedDuration::from_millis(500);
    write_about(&mut desk.model, until);
    let mut again = Again::new();
    let [(before, _), _] = again.both(&desk, &theme);
    desk.tell(Msg::Clock(
        desk.model.now + SignedDuration::from_millis(600),
    ));
    let [stands, anew] = again.both(&desk, &theme);
    assert_eq!(stands, anew);
    assert_ne!(stands.0, before);
}

#[test]
fn under_a_dialog_header_and_tabs_stand_and_what_it_covered_comes_back() {
    let theme = Theme::built_in(Depth::Rgb, false);
    let mut desk = Desk::new(Lang::Kk, (160, 45));
    desk.keys("2").down(2).rest();
    let mut again = Again::new();
    again.both(&desk, &theme);
    for keys in ["/", "м", "о"] {
        desk.keys(keys);
        let [stands, anew] = again.both(&desk, &theme);
        assert_eq!(stands, anew, "{keys}");
        let above = again.memo.touched().iter().take(2);
        let above: Vec<usize> = above.map(ExactSizeIterator::len).collect();
        assert_eq!(above, [0, 0], "{keys}");
    }
    desk.key(KeyCode::Esc);
    let [stands, anew] = again.both(&desk, &theme);
    assert_eq!(stands, anew);
}

/// A desk whose selection rests on an item that was read ahead, and whose sheet shows the one before.
fn read_ahead(theme: &Theme) -> (Desk, Again) {
    let mut desk = Desk::new(Lang::Kk, (120, 40));
    desk.keys("2").down(4).rest();
    let mut again = Again::new();
    again.both(&desk, theme);
    desk.key(KeyCode::Down);
    desk.tell(Msg::Clock(desk.model.now + READ_REST));
    again.both(&desk, theme);
    (desk, again)
}

#[test]
fn whatever_becomes_another_an_item_written_before_its_rest_has_ended_is_what_would_be_drawn() {
    let theme = Theme::built_in(Depth::Rgb, false);
    let more: [Change; 2] = [
        ("nothing", |_model| {}),
        ("the coming item has a note", |model| {
            let ahead = model.detail.ahead.as_mut().unwrap();
            let shown = ahead.shown.as_mut().unwrap();
            shown.item.note = CitizenText::parse("ескертпе").ok();
        }),
    ];
    for (what, change) in CHANGES.into_iter().chain(more) {
        let (mut desk, mut again) = read_ahead(&theme);
        assert!(again.memo.ahead.is_some());
        change(&mut desk.model);
        desk.rest();
        let [stands, anew] = again.both(&desk, &theme);
        assert!(stands == anew, "{what}");
        assert!(again.memo.ahead.is_none(), "{what}");
    }
}

#[test]
fn the_lines_that_were_written_before_are_those_that_are_shown() {
    let theme = Theme::built_in(Depth::Rgb, false);
    let (mut desk, mut again) = read_ahead(&theme);
    again.memo.ahead.as_mut().unwrap().erase();
    desk.rest();
    let [(stands, _), (anew, _)] = again.both(&desk, &theme);
    assert_ne!(stands, anew, "the lines were written a second time");
}
