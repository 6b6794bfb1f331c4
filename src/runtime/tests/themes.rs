//! Themes on the real screens: what is stepped to is seen at once, what is broken is told.

use std::sync::Arc;
use std::time::Instant;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Color;

use super::desk::Desk;
use crate::app::effect::{Effect, Setting};
use crate::app::update::tests::Robot as Core;
use crate::config::{ColorDepth, Environment};
use crate::runtime::event_loop::View;
use crate::runtime::workstation::{Look, Screens};
use crate::theme::{BUILT_IN_NAMES, Depth, Role, Theme};

/// A terminal with the screens on it.
struct Glass {
    screens: Screens,
    terminal: Terminal<TestBackend>,
}

impl Glass {
    fn new(environment: Environment) -> Self {
        Self {
            screens: Screens::new(Look::of(environment), Arc::default(), Instant::now()),
            terminal: Terminal::new(TestBackend::new(120, 40)).unwrap(),
        }
    }

    fn shows(&mut self, core: &Core) -> &Buffer {
        self.screens.draw(&mut self.terminal, &core.model).unwrap();
        self.terminal.backend().buffer()
    }
}

/// A workstation that knows the built-in themes, its settings open on the line of the theme.
fn at_the_settings() -> Core {
    let mut core = Core::at_work(3);
    core.model.themes = BUILT_IN_NAMES.map(str::to_owned).to_vec();
    core.keys("P Down");
    core
}

fn words(buffer: &Buffer) -> String {
    buffer.content().iter().map(Cell::symbol).collect()
}

#[test]
fn a_theme_that_is_stepped_to_is_on_the_whole_screen_at_once_and_stays_after_esc() {
    let mut core = at_the_settings();
    core.model.appearance.color = ColorDepth::Rgb;
    let mut glass = Glass::new(Environment::default());
    for name in BUILT_IN_NAMES
        .iter()
        .cycle()
        .skip(1)
        .take(BUILT_IN_NAMES.len() + 2)
    {
        core.keys("Right");
        let theme = Theme::load(name, None, Depth::Rgb, false).unwrap();
        let known: Vec<_> = Role::ALL
            .iter()
            .map(|role| {
                let style = theme.style(*role);
                (style.fg.unwrap(), style.bg.unwrap(), style.add_modifier)
            })
            .collect();
        let buffer = glass.shows(&core);
        for cell in buffer.content() {
            let seen = (cell.fg, cell.bg, cell.modifier);
            assert!(known.contains(&seen), "{name}: {seen:?} {}", cell.symbol());
        }
        let shown = words(buffer);
        let looks = ["! өтті", "· бүгін 18:30", "1 ж.к. 4 сағ", "9 ж.к."];
        for words in looks.into_iter().chain([*name]) {
            assert!(shown.contains(words), "{name}: {words}");
        }
        let saved = Effect::SaveSetting(Setting::Theme((*name).to_owned()));
        assert_eq!(core.log.last(), Some(&saved));
    }
    let chosen = core.model.theme.clone();
    core.keys("Esc");
    assert_eq!(
        (core.model.theme.clone(), core.model.overlays.len()),
        (chosen, 0)
    );
}

#[test]
fn no_color_and_ascii_hold_for_every_theme() {
    let mut core = at_the_settings();
    core.model.appearance.ascii = true;
    let quiet = Environment {
        no_color: true,
        colorterm: "truecolor".into(),
        ..Environment::default()
    };
    let mut glass = Glass::new(quiet);
    for name in BUILT_IN_NAMES {
        core.model.theme = name.to_owned();
        let buffer = glass.shows(&core);
        for cell in buffer.content() {
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{name}");
            assert!(
                !"─│┌┐└┘┃▸●○⚑↑✎…".contains(cell.symbol()),
                "{name} {}",
                cell.symbol()
            );
        }
        assert!(words(buffer).contains("+- Баптаулар -"), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_theme_of_the_user_is_told_with_its_line_and_a_mended_one_is_taken_on_reload() {
    let desk = Desk::with_requests(1).await;
    let broken = "inherits = \"mono\"\n[roles]\n\"text\" = { fg = \"rad\" }\n";
    desk.writes("themes/own.toml", broken);
    desk.writes("config.toml", "theme = \"own\"\n");
    desk.journey(async |robot, portal| {
        robot.sees(&portal.numbers[0]).await.sees("▸").await;
        robot
            .sees("The theme was not read: ")
            .await
            .sees("own.toml:3: \"rad\"")
            .await;
        robot.presses("m").sees("Mend the named line").await;
        robot.presses("Esc");
        robot.reloads().sees("own.toml:3: \"rad\"").await;
        let mended = "inherits = \"mono\"\n[roles]\n\"table.row.marker\" = { mark = \"%\" }\n";
        desk.writes("themes/own.toml", mended);
        robot
            .reloads()
            .sees("│%")
            .await
            .sees_no("was not read")
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_theme_is_told_with_the_names_of_those_there_are() {
    let desk = Desk::with_requests(1).await;
    desk.writes("config.toml", "theme = \"neon\"\n");
    desk.journey(async |robot, portal| {
        robot.sees(&portal.numbers[0]).await;
        robot
            .sees("no theme \"neon\" (built in: default, light, dark")
            .await;
    })
    .await;
}
