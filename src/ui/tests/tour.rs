//! The tour: a morning's work in one picture that moves, played by the real update and drawn by
//! the real view.

use super::fixture::Desk;
use super::plays;
use crate::app::form::Focus;
use crate::app::key::{Key, KeyCode};
use crate::app::overlay::Overlay;
use crate::domain::local_text::Lang;
use crate::i18n::Texts;
use crate::pictures::{Frame, animated};
use crate::theme::{Depth, Theme};
use crate::ui::text;

/// The name of its picture.
pub(super) const NAME: &str = "tour";

const SIZE: (u16, u16) = (80, 24);

/// Milliseconds in which a scene is read.
const READ: u32 = 3_000;
/// Milliseconds of a step on the way.
const STEP: u32 = 450;

/// The caption of a scene.
type Caption = fn(&Texts) -> String;

/// What is done in a scene.
type Scene = fn(&mut Camera);

/// The scenes in their order: what is told and what is done meanwhile.
const SCENES: [(Caption, Scene); 12] = [
    (Texts::tour_home, home),
    (Texts::tour_move, down),
    (Texts::tour_why, why),
    (Texts::tour_accept, accept),
    (Texts::tour_checks, checks),
    (Texts::tour_recall, recall),
    (Texts::tour_templates, templates),
    (Texts::tour_letter, letter),
    (Texts::tour_gate, gate),
    (Texts::tour_outbox, outbox),
    (Texts::tour_law, law),
    (Texts::tour_palette, palette),
];

/// A workstation and what was seen of it.
struct Camera {
    desk: Desk,
    theme: Theme,
    caption: String,
    frames: Vec<Frame>,
}

impl Camera {
    fn new(lang: Lang) -> Self {
        Self {
            desk: Desk::new(lang, SIZE),
            theme: Theme::built_in(Depth::Ansi, false),
            caption: String::new(),
            frames: Vec::new(),
        }
    }

    /// Takes what is on the screen, to be seen for so long.
    fn take(&mut self, millis: u32) {
        let (screen, _) = self.desk.draw(&self.theme);
        self.frames.push(Frame {
            screen,
            caption: self.caption.clone(),
            millis,
        });
    }

    /// Types letters, one step each.
    fn types(&mut self, letters: &str) {
        for letter in letters.chars() {
            self.desk.key(Key::char(letter)).rest();
            self.take(STEP / 2);
        }
    }
}

fn home(camera: &mut Camera) {
    camera.take(READ);
}

fn down(camera: &mut Camera) {
    for _ in 0..4 {
        camera.desk.down(1);
        camera.take(STEP);
    }
    camera.take(READ / 3);
}

fn why(camera: &mut Camera) {
    camera.desk.keys("w");
    camera.take(2 * STEP);
    for _ in 0..4 {
        camera.desk.key(KeyCode::Tab);
    }
    camera.take(READ);
    camera.desk.key(KeyCode::Esc);
}

fn accept(camera: &mut Camera) {
    camera.desk.keys("a");
    camera.take(READ);
}

fn checks(camera: &mut Camera) {
    // Each goes on to the next line that is open, the last one to the buttons.
    while let Some(Focus::Line(_)) = plays::focus(&camera.desk) {
        camera.desk.key(Key::char(' '));
        camera.take(2 * STEP);
    }
    plays::to_the_button(&mut camera.desk);
    camera.take(READ / 2);
}

fn recall(camera: &mut Camera) {
    camera.desk.key(KeyCode::Enter).stored();
    camera.take(READ);
}

fn templates(camera: &mut Camera) {
    // A letter is in the language of its request.
    let russian = camera.desk.model.lang == Lang::Ru;
    camera.desk.select(if russian { 766_288 } else { 766_289 });
    camera.take(STEP);
    camera.desk.keys("e");
    camera.take(STEP);
    camera.desk.key(Key::f(5));
    camera.take(READ);
}

fn letter(camera: &mut Camera) {
    camera.desk.key(KeyCode::Enter);
    camera.take(READ);
}

fn gate(camera: &mut Camera) {
    camera.types("8 702 555 44 33");
    plays::to_the_button(&mut camera.desk);
    camera.take(STEP);
    camera.desk.key(KeyCode::Enter);
    camera.take(READ);
    for _ in 0..2 {
        camera.desk.key(KeyCode::Esc);
    }
}

fn outbox(camera: &mut Camera) {
    plays::outbox(&mut camera.desk);
    camera.take(READ);
}

fn law(camera: &mut Camera) {
    camera.desk.keys("gl");
    camera.take(STEP);
    camera.types("145 ¶4");
    camera.take(READ);
    camera.desk.key(KeyCode::Esc);
}

fn palette(camera: &mut Camera) {
    plays::palette(&mut camera.desk);
    camera.take(READ);
}

/// The frames of the tour.
fn frames(lang: Lang) -> Vec<Frame> {
    let mut camera = Camera::new(lang);
    for (at, (caption, scene)) in SCENES.into_iter().enumerate() {
        let told = caption(Texts::of(lang));
        camera.caption = format!("{}/{} {told}", at + 1, SCENES.len());
        scene(&mut camera);
    }
    camera.frames
}

/// The tour in a language.
pub(super) fn picture(lang: Lang) -> String {
    animated(&frames(lang), &Texts::of(lang).tour_title())
}

#[test]
fn the_tour_takes_45_seconds_at_most_and_each_scene_is_long_enough_to_be_read() {
    let frames = frames(Lang::Kk);
    let whole: u32 = frames.iter().map(|frame| frame.millis).sum();
    assert!((30_000..=45_000).contains(&whole), "{whole}");
    for scene in frames.chunk_by(|one, next| one.caption == next.caption) {
        let long: u32 = scene.iter().map(|frame| frame.millis).sum();
        assert!(long >= 2_500, "{}: {long}", scene[0].caption);
    }
}

#[test]
fn every_caption_is_whole_below_the_screen() {
    for lang in Lang::ALL {
        for frame in frames(lang) {
            let wide = text::width(&frame.caption);
            assert!(wide <= SIZE.0, "{lang:?} {wide} {}", frame.caption);
        }
    }
}

#[test]
fn the_tour_of_a_language_is_a_small_file_without_a_script() {
    for lang in Lang::ALL {
        let picture = picture(lang);
        assert!(picture.len() <= 600_000, "{lang:?} {}", picture.len());
        assert!(!picture.contains("<script"));
    }
}

#[test]
fn the_tour_goes_by_what_it_tells_of() {
    let mut camera = Camera::new(Lang::Kk);
    let mut places = Vec::new();
    for (_, scene) in SCENES {
        scene(&mut camera);
        let top = camera.desk.model.overlays.last().map(Overlay::scope);
        places.push(top.map_or("", |scope| scope.name()));
    }
    let expected = [
        "",
        "",
        "",
        "accept",
        "accept",
        "",
        "templates",
        "compose",
        "",
        "",
        "",
        "palette",
    ];
    assert_eq!(places, expected);
}
