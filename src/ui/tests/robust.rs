//! No size, no text and no state makes the view panic or leave its area, and the remaining time
//! is never cut.

use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::fixture::Desk;
use crate::app::Model;
use crate::app::key::{Key, KeyCode};
use crate::app::list::ListId;
use crate::app::model::LinkState;
use crate::app::msg::Msg;
use crate::app::notice::{Failure, FailureCode};
use crate::domain::local_text::Lang;
use crate::domain::text::CitizenText;
use crate::i18n::Texts;
use crate::theme::{BUILT_IN_NAMES, Depth, Role, Theme};
use crate::ui::countdown::Countdown;
use crate::ui::view;

/// Every screen and overlay, as a user would open it.
fn places(lang: Lang, size: (u16, u16)) -> Vec<Model> {
    let plays: [&dyn Fn(&mut Desk); 12] = [
        &|_| {},
        &|desk| {
            desk.keys("2");
        },
        &|desk| {
            desk.down(3).key(KeyCode::Enter).rest();
        },
        &|desk| {
            desk.keys("3");
        },
        &|desk| {
            desk.down(3).keys("w");
        },
        &|desk| {
            desk.down(3).keys("a");
        },
        &|desk| {
            desk.down(3).keys("r");
        },
        &|desk| {
            desk.key(Key::f(1));
        },
        &|desk| {
            desk.key(Key::f(2));
        },
        &|desk| {
            desk.keys("/overdue");
        },
        &|desk| {
            desk.key(Key::f(10));
        },
        &|desk| {
            let detail = "disk /data".to_owned();
            let code = FailureCode::DiskFull;
            desk.tell(Msg::Failed(Failure { code, detail }));
            desk.keys("m");
        },
    ];
    let played = plays.iter().map(|play| {
        let mut desk = Desk::new(lang, size);
        play(&mut desk);
        desk.model
    });
    played.chain(conferences(lang, size)).collect()
}

/// Models in which conferences, questions and what the Operator has are on screen.
fn conferences(lang: Lang, size: (u16, u16)) -> Vec<Model> {
    let of_holder: [&dyn Fn(&mut Desk); 6] = [
        &|desk| {
            desk.keys("C").down(1);
        },
        &|desk| {
            desk.keys("C").rest().keys("i").down(1);
        },
        &|desk| {
            desk.keys("C").rest().keys("i").rest();
            desk.last_minutes();
        },
        &|desk| {
            desk.keys("C").down(1).keys("e");
        },
        &|desk| {
            desk.keys("C").rest().keys("i").rest().keys("o");
        },
        &|desk| {
            desk.keys("O").rest();
        },
    ];
    let of_operator: [&dyn Fn(&mut Desk); 3] = [
        &|desk| {
            desk.keys("D").rest();
        },
        &|desk| {
            desk.keys("W");
        },
        &|desk| {
            desk.keys("B");
        },
    ];
    let play = |mut desk: Desk, play: &dyn Fn(&mut Desk)| {
        play(&mut desk);
        desk.model
    };
    let holder = of_holder.map(|one| play(Desk::at_conference(lang, size), one));
    let operator = of_operator.map(|one| play(Desk::of_operator(lang, size), one));
    holder.into_iter().chain(operator).collect()
}

fn drawn(model: &Model, area: Rect, sheet: Rect) -> Buffer {
    let mut buf = Buffer::filled(sheet, Cell::new("~"));
    let theme = Theme::built_in(Depth::Ansi, false);
    view(model, &theme, Texts::of(model.lang), area, &mut buf);
    buf
}

#[test]
fn no_size_makes_the_view_panic_or_leave_its_area() {
    let models = places(Lang::Ru, (80, 24));
    for width in (0..=200).step_by(17).chain([1, 59, 60, 61, 99, 100]) {
        for height in (0..=60).step_by(7).chain([1, 2, 15, 16, 17]) {
            let area = Rect::new(3, 2, width, height);
            let sheet = Rect::new(0, 0, width + 5, height + 3);
            for model in &models {
                let buf = drawn(model, area, sheet);
                for y in 0..sheet.height {
                    for x in 0..sheet.width {
                        let inside = area.contains((x, y).into());
                        assert_eq!(
                            buf[(x, y)].symbol() != "~",
                            inside,
                            "{width}×{height} {x},{y}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn an_area_larger_than_the_buffer_is_no_harm() {
    for model in places(Lang::Kk, (120, 40)) {
        drawn(&model, Rect::new(0, 0, 300, 90), Rect::new(0, 0, 70, 20));
        drawn(&model, Rect::new(60, 18, 300, 90), Rect::new(0, 0, 70, 20));
    }
}

#[test]
fn the_remaining_time_is_never_cut() {
    for lang in Lang::ALL {
        for (width, height) in [
            (60, 16),
            (80, 24),
            (99, 30),
            (100, 30),
            (120, 40),
            (200, 60),
        ] {
            let desk = Desk::new(lang, (width, height));
            let (buf, _) = desk.draw(&Theme::built_in(Depth::Mono, false));
            let countdown = Countdown::new(&desk.model, Texts::of(lang));
            let list = desk.model.list(ListId::Home);
            for (row, line) in list.window.rows.iter().zip(3..height - 3) {
                let (words, _) = countdown.to(row.due.unwrap());
                let shown: String = (0..width).map(|x| buf[(x, line)].symbol()).collect();
                assert!(
                    shown.contains(&format!(" {words} ")),
                    "{width} {lang:?}: {shown}"
                );
            }
        }
    }
}

#[test]
fn identifiers_and_contacts_are_masked_everywhere() {
    for model in places(Lang::Kk, (120, 60)) {
        let buf = drawn(&model, Rect::new(0, 0, 120, 60), Rect::new(0, 0, 120, 60));
        let text: String = buf.content().iter().map(Cell::symbol).collect();
        for secret in [
            "900101300018",
            "900101300017",
            "000-11-22",
            "aigul@",
            "Сарыарқа",
        ] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
}

#[test]
fn in_ascii_no_sign_of_our_own_is_beyond_ascii() {
    let themes = BUILT_IN_NAMES.map(|name| Theme::load(name, None, Depth::Rgb, true).unwrap());
    for model in places(Lang::En, (120, 40)) {
        for theme in &themes {
            let mut buf = Buffer::empty(Rect::new(0, 0, 120, 40));
            view(&model, theme, Texts::of(Lang::En), buf.area, &mut buf);
            for cell in buf.content() {
                let own = "─│┌┐└┘█┃▸●○⚑↑✎…═║╔╗╚╝▁▂▃▄▅▆▇".contains(cell.symbol());
                assert!(!own, "{} {}", theme.name(), cell.symbol());
            }
        }
    }
}

#[test]
fn a_theme_with_a_background_paints_every_cell_of_every_place() {
    for name in ["light", "dark", "contrast", "colour-blind"] {
        let theme = Theme::load(name, None, Depth::Rgb, false).unwrap();
        for (width, height) in [(120, 40), (60, 16), (40, 10)] {
            for model in places(Lang::Kk, (width, height)) {
                let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
                view(&model, &theme, Texts::of(Lang::Kk), buf.area, &mut buf);
                for cell in buf.content() {
                    let open = cell.fg == Color::Reset || cell.bg == Color::Reset;
                    assert!(!open, "{name} {:?}: {:?}", model.screen, cell);
                }
            }
        }
    }
}

#[test]
fn without_colour_urgency_selection_and_link_still_read() {
    let mut desk = Desk::new(Lang::Kk, (80, 24));
    let theme = Theme::load("mono", None, Depth::Mono, false).unwrap();
    let (buf, _) = desk.draw(&theme);
    let row = |y: u16| -> String { (0..80).map(|x| buf[(x, y)].symbol()).collect() };
    assert!(row(3).starts_with("│▸! "), "{}", row(3));
    assert_ne!(buf[(4, 3)].modifier, buf[(4, 4)].modifier);
    assert!(row(7).starts_with("│ · "), "{}", row(7));
    let mut link = desk.model.link.clone();
    link.state = LinkState::Offline {
        since: desk.model.now,
    };
    desk.tell(Msg::Link(link));
    let (buf, _) = desk.draw(&theme);
    let header: String = (0..80).map(|x| buf[(x, 0)].symbol()).collect();
    assert!(header.contains("○ желіден тыс"), "{header}");
    assert_eq!(theme.style(Role::Row).fg, theme.style(Role::Overdue).fg);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_text_of_a_citizen_breaks_the_frame(raw in any::<String>()) {
        let mut desk = Desk::new(Lang::Kk, (100, 30));
        let shown = desk.model.detail.shown.as_mut().unwrap();
        let mut request = shown.item.request().unwrap().clone();
        request.text = CitizenText::parse(&raw).unwrap();
        shown.item.work = request.into();
        let (buf, _) = desk.draw(&Theme::built_in(Depth::Mono, false));
        for y in 3..26 {
            for x in [0, 49, 50] {
                prop_assert_eq!(buf[(x, y)].symbol(), if x == 49 && buf[(x, y)].symbol() == "┃" { "┃" } else { "│" });
            }
        }
    }
}
