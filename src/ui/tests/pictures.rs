//! The pictures of `screenshots/`: made by the real view, compared byte by byte.
//!
//! `AWP_UPDATE=1 cargo nextest run pictures` draws them anew.

use std::path::Path;

use super::answers::{found_alike, hits, house, profile};
use super::fixture::Desk;
use crate::app::key::{Key, KeyCode};
use crate::app::msg::Msg;
use crate::app::overlay::Overlay;
use crate::domain::local_text::Lang;
use crate::pictures::svg;
use crate::theme::{Depth, Theme};

type Play = fn(&mut Desk);

/// Name, size, what a user does to get there.
const PICTURES: &[(&str, (u16, u16), Play)] = &[
    ("home", (120, 40), |desk| {
        desk.down(4);
    }),
    ("home-80x24", (80, 24), |desk| {
        desk.down(4);
    }),
    ("request", (80, 24), |desk| {
        desk.down(4).key(KeyCode::Enter).rest();
    }),
    ("why", (120, 40), |desk| {
        desk.down(10)
            .keys("w")
            .key(KeyCode::Tab)
            .key(KeyCode::Tab)
            .key(KeyCode::Tab);
    }),
    ("return", (120, 40), |desk| {
        desk.down(5).keys("r");
    }),
    ("accept", (120, 40), |desk| {
        desk.down(4).keys("a");
    }),
    ("composer", (120, 40), |desk| {
        desk.down(4).keys("e").key(Key::f(5)).key(KeyCode::Enter);
    }),
    ("preview", (120, 40), |desk| {
        desk.down(4).keys("x").key(Key::char(' ')).key(KeyCode::Tab);
        desk.key(Key::f(5)).key(KeyCode::Enter).key(Key::f(7));
    }),
    ("gate", (120, 40), |desk| {
        desk.down(4).keys("e").key(Key::f(5)).key(KeyCode::Enter);
        desk.keys("8 702 555 44 33 ").key(Key::f(6));
        desk.keys("{кезек}");
        for _ in 0..2 {
            desk.key(KeyCode::Tab);
        }
        desk.key(KeyCode::Enter);
    }),
    ("bulk", (120, 40), |desk| {
        desk.down(4);
        for _ in 0..8 {
            desk.key(Key::char(' ')).rest();
        }
        desk.keys("f").keys("желі").key(KeyCode::Enter);
        desk.keys("№ {number}: {addressee}");
        for _ in 0..4 {
            desk.key(KeyCode::Tab);
        }
        desk.key(KeyCode::Enter);
    }),
    ("duplicates", (120, 40), |desk| {
        desk.select(766_301).keys("i").tell(found_alike());
    }),
    ("colleagues", (120, 40), |desk| {
        desk.tell(Msg::House(Box::new(house())));
        desk.keys("A");
    }),
    ("search", (120, 40), |desk| {
        desk.keys("S").keys("кез");
        if let Some(Overlay::Search(state)) = desk.model.overlays.last() {
            let revision = state.asked.unwrap();
            let found = hits();
            desk.tell(Msg::Found { revision, found });
        }
    }),
    ("settings", (120, 40), |desk| {
        desk.keys("P");
        let view = profile(desk.model.holder.as_ref().unwrap());
        desk.tell(Msg::Profile(Box::new(Ok(view))));
        desk.key(KeyCode::Tab);
    }),
    ("inbox", (120, 40), |desk| {
        *desk = Desk::at_conference(desk.model.lang, (120, 40));
        desk.keys("C").rest().keys("i").down(1);
    }),
    ("inbox-80x24", (80, 24), |desk| {
        *desk = Desk::at_conference(desk.model.lang, (80, 24));
        desk.keys("C").rest().keys("i").down(1);
    }),
    ("template", (120, 40), |desk| {
        *desk = Desk::at_conference(desk.model.lang, (120, 40));
        desk.keys("C").down(1).keys("e");
        for _ in 0..7 {
            desk.key(KeyCode::Tab);
        }
    }),
    ("operator", (120, 40), |desk| {
        *desk = Desk::of_operator(desk.model.lang, (120, 40));
        desk.down(1);
    }),
    ("outbox", (120, 40), |desk| {
        desk.keys("3");
    }),
    ("help", (120, 40), |desk| {
        desk.key(Key::f(1));
    }),
    ("palette", (120, 40), |desk| {
        desk.key(Key::f(2));
    }),
];

/// The first picture in other themes, with all their colours.
const THEMES: [&str; 3] = ["light", "contrast", "colour-blind"];

#[expect(
    clippy::disallowed_methods,
    reason = "asks whether the pictures are to be drawn anew"
)]
fn anew() -> bool {
    std::env::var("AWP_UPDATE").is_ok()
}

#[test]
fn the_pictures_show_what_the_program_draws() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("screenshots");
    let mut stale = Vec::new();
    let usual = PICTURES.iter().map(|(name, size, play)| {
        let theme = Theme::built_in(Depth::Ansi, false);
        ((*name).to_owned(), size, play, theme)
    });
    let themed = THEMES
        .iter()
        .zip(PICTURES.iter().cycle().step_by(PICTURES.len()));
    let themed = themed.map(|(theme, (name, size, play))| {
        let loaded = Theme::load(theme, None, Depth::Rgb, false).unwrap();
        (format!("{name}-{theme}"), size, play, loaded)
    });
    for (name, size, play, theme) in usual.chain(themed) {
        for lang in [Lang::Kk, Lang::Ru] {
            let mut desk = Desk::new(lang, *size);
            play(&mut desk);
            let (buf, _) = desk.draw(&theme);
            let picture = svg(&buf, &format!("awp: {name} ({})", lang.code()));
            let file = folder.join(format!("{name}-{}.svg", lang.code()));
            if anew() {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&file, picture).unwrap();
            } else if std::fs::read_to_string(&file).ok() != Some(picture) {
                stale.push(format!("{name}-{}", lang.code()));
            }
        }
    }
    assert!(stale.is_empty(), "draw anew with AWP_UPDATE=1: {stale:?}");
}
