//! The table of the pictures: what each shows and how a person gets there.
//!
//! Complete: every screen and every kind of overlay is on top of one of them.

use std::collections::BTreeSet;

use super::fixture::Desk;
use super::plays::{self, Play};
use crate::app::action::Scope;
use crate::app::key::{Key, KeyCode};
use crate::app::model::Screen;
use crate::app::overlay::Overlay;
use crate::domain::local_text::Lang;
use crate::theme::{Depth, Theme};

/// One picture: its name, its size, whose workstation it is, what a person does.
pub(super) struct Picture {
    name: &'static str,
    size: (u16, u16),
    desk: fn(Lang, (u16, u16)) -> Desk,
    play: Play,
}

const WIDE: (u16, u16) = (120, 40);
const SMALL: (u16, u16) = (80, 24);

const fn picture(name: &'static str, play: Play) -> Picture {
    Picture {
        name,
        size: WIDE,
        desk: Desk::new,
        play,
    }
}

const fn small(name: &'static str, play: Play) -> Picture {
    Picture {
        size: SMALL,
        ..picture(name, play)
    }
}

/// On the workstation of a moderator.
const fn moderator(name: &'static str, play: Play) -> Picture {
    Picture {
        desk: Desk::at_conference,
        ..picture(name, play)
    }
}

/// On the workstation of the Operator.
const fn operator(name: &'static str, play: Play) -> Picture {
    Picture {
        desk: Desk::of_operator,
        ..picture(name, play)
    }
}

/// The pictures in the order of `docs/gallery.md`; the first is drawn in other themes, too.
const PICTURES: &[Picture] = &[
    picture("home", home),
    small("home-80x24", home),
    picture("requests", |desk| {
        desk.keys("2").rest().down(4);
    }),
    picture("request", request),
    small("request-80x24", request),
    picture("why", why),
    picture("filter", plays::filter),
    picture("groups", plays::groups),
    picture("search", plays::search),
    picture("views", |desk| {
        plays::views_told(desk);
        desk.keys("V");
    }),
    picture("accept", |desk| {
        desk.down(4).keys("a");
    }),
    picture("return", |desk| {
        desk.down(5).keys("r");
    }),
    picture("forward", plays::forward),
    picture("extend", plays::extend),
    picture("refuse", plays::refuse),
    picture("duplicates", plays::related),
    picture("bulk", bulk),
    picture("composer", composer),
    picture("beside", plays::beside),
    picture("templates", plays::templates),
    picture("preview", preview),
    picture("gate", gate),
    picture("note", plays::note),
    picture("outbox", plays::outbox),
    picture("decision", plays::decision),
    picture("acts", plays::acts),
    picture("message", plays::message),
    picture("package", plays::package),
    picture("receipts", plays::receipts),
    picture("leave", plays::quit),
    picture("colleagues", plays::colleagues),
    picture("reading", plays::second_reading),
    picture("absence", plays::absence),
    picture("handover", plays::handover),
    moderator("conferences", plays::conferences),
    moderator("template", plays::annex),
    moderator("inbox", plays::inbox),
    Picture {
        size: SMALL,
        ..moderator("inbox-80x24", plays::inbox)
    },
    moderator("question", plays::question_form),
    moderator("question-answer", plays::question_answer),
    moderator("last-minutes", plays::last_minutes),
    moderator("export", plays::export),
    moderator("topics", plays::topics),
    operator("operator", |desk| {
        desk.down(2);
    }),
    operator("access", plays::access),
    operator("access-grant", plays::access_grant),
    operator("circulars", plays::circulars),
    operator("circular", plays::circular_form),
    operator("holders", plays::holders),
    picture("law", plays::law),
    picture("moved", plays::moved),
    picture("help", plays::help),
    picture("palette", plays::palette),
    picture("which-key", plays::which_key),
    picture("keyboard", plays::keyboard_check),
    picture("settings", |desk| {
        plays::settings(desk);
        desk.down(2);
    }),
    picture("profile", plays::holder_profile),
    picture("profile-moves", plays::profile_moves),
];

fn home(desk: &mut Desk) {
    desk.down(4);
}

fn request(desk: &mut Desk) {
    desk.down(4).key(KeyCode::Enter).rest();
}

fn why(desk: &mut Desk) {
    desk.down(10).keys("w");
    for _ in 0..3 {
        desk.key(KeyCode::Tab);
    }
}

fn bulk(desk: &mut Desk) {
    desk.down(4);
    for _ in 0..8 {
        desk.key(Key::char(' ')).rest();
    }
    desk.keys("f").keys("желі").key(KeyCode::Enter);
    desk.keys("№ {number}: {addressee}");
    plays::to_the_button(desk).key(KeyCode::Enter);
}

fn composer(desk: &mut Desk) {
    desk.down(4).keys("e").key(Key::f(5)).key(KeyCode::Enter);
}

fn preview(desk: &mut Desk) {
    desk.down(4).keys("x").key(Key::char(' ')).key(KeyCode::Tab);
    desk.key(Key::f(5)).key(KeyCode::Enter).key(Key::f(7));
}

fn gate(desk: &mut Desk) {
    composer(desk);
    desk.keys("8 702 555 44 33 ").key(Key::f(6));
    desk.keys("{кезек}");
    plays::to_the_button(desk).key(KeyCode::Enter);
}

/// The first picture in other themes, with all their colours.
const THEMES: [&str; 3] = ["light", "contrast", "colour-blind"];

/// A picture to be drawn: its name and the theme it is drawn in.
pub(super) struct Drawing {
    pub(super) name: String,
    theme: Theme,
    of: &'static Picture,
}

impl Drawing {
    /// The workstation as it is on the picture.
    pub(super) fn desk(&self, lang: Lang) -> Desk {
        self.of.played(lang)
    }

    /// The theme it is drawn in.
    pub(super) const fn theme(&self) -> &Theme {
        &self.theme
    }
}

impl Picture {
    fn played(&self, lang: Lang) -> Desk {
        let mut desk = (self.desk)(lang, self.size);
        (self.play)(&mut desk);
        desk
    }
}

/// Every picture, and the first of them in each theme.
pub(super) fn drawings() -> Vec<Drawing> {
    let usual = PICTURES.iter().map(|of| Drawing {
        name: of.name.to_owned(),
        theme: Theme::built_in(Depth::Ansi, false),
        of,
    });
    let themed = THEMES.map(|theme| Drawing {
        name: format!("{}-{theme}", PICTURES[0].name),
        theme: Theme::load(theme, None, Depth::Rgb, false).unwrap(),
        of: &PICTURES[0],
    });
    usual.chain(themed).collect()
}

/// An enum's variants by name: a list and an exhaustive match made of the same words, so that a
/// new variant does not compile before it is listed.
macro_rules! kinds {
    ($all:ident, $kind:ident, $of:ident, [$($variant:ident),* $(,)?]) => {
        const $all: &[&str] = &[$(stringify!($variant)),*];

        const fn $kind(one: &$of) -> &'static str {
            match one {
                $($of::$variant { .. } => stringify!($variant)),*
            }
        }
    };
}

kinds!(
    SCREENS,
    screen,
    Screen,
    [
        Home,
        Requests,
        Topics,
        Conferences,
        Inbox,
        Access,
        Circulars,
        Request,
        Outbox
    ]
);

kinds!(
    OVERLAYS,
    overlay,
    Overlay,
    [
        Why,
        Accept,
        Return,
        Item,
        Compose,
        Help,
        Palette,
        Confirm,
        Filter,
        Message,
        Gate,
        Preview,
        Request,
        Decision,
        Templates,
        Note,
        Acts,
        Batch,
        Colleagues,
        Reading,
        Absence,
        Handover,
        Search,
        Views,
        Related,
        Export,
        Package,
        Moved,
        Holders,
        KeyboardCheck,
        Law,
        Groups,
        Settings,
        ProfileMoves,
    ]
);

#[test]
fn every_screen_and_every_overlay_is_on_a_picture() {
    let mut screens = BTreeSet::new();
    let mut overlays = BTreeSet::new();
    let mut scopes = BTreeSet::new();
    for picture in PICTURES.iter().filter(|one| one.size == WIDE) {
        let desk = picture.played(Lang::Kk);
        if let Some(top) = desk.model.overlays.last() {
            overlays.insert(overlay(top));
            scopes.insert(top.scope());
        } else {
            screens.insert(screen(&desk.model.screen));
        }
    }
    let missing = |all: &[&'static str], seen: &BTreeSet<&'static str>| -> Vec<&'static str> {
        let all = all.iter().copied();
        all.filter(|one| !seen.contains(one)).collect()
    };
    assert_eq!(missing(SCREENS, &screens), [""; 0], "screens");
    assert_eq!(missing(OVERLAYS, &overlays), [""; 0], "overlays");
    let over = Scope::ALL.into_iter().filter(|scope| scope.is_over());
    let unseen: Vec<Scope> = over.filter(|scope| !scopes.contains(scope)).collect();
    assert_eq!(unseen, [], "scopes");
}

#[test]
fn no_two_pictures_have_one_name() {
    let drawings = drawings();
    let names: BTreeSet<&str> = drawings.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names.len(), drawings.len());
}
