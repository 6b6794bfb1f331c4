//! Strict files, readable colours, meaning without colour.

use super::color::{LINUX, XTERM};
use super::*;

fn theme(name: &str, depth: Depth) -> Theme {
    Theme::load(name, None, depth, false).unwrap()
}

fn problem(source: &str) -> String {
    ThemeFile::parse(source, "t.toml").unwrap_err().to_string()
}

#[test]
fn a_wrong_line_is_named_with_its_file() {
    for (source, expected) in [
        ("[roles]\n\"text\" = { fgg = \"red\" }\n", "t.toml:2: "),
        ("name = 1\n", "t.toml:1: "),
        (
            "\n[roles]\n\"tabel.row\" = {}\n",
            "t.toml:3: no role \"tabel.row\"",
        ),
        (
            "[roles]\n\n\"text\" = { fg = \"rad\" }\n",
            "t.toml:3: \"rad\" is no colour",
        ),
        (
            "[palette]\nred2 = \"#12\"\n",
            "t.toml:2: \"#12\" is no colour",
        ),
        (
            "[roles]\n\"text\" = { mod = [\"blink\"] }\n",
            "t.toml:2: \"blink\" is none of",
        ),
        (
            "[roles]\n\"text\" = { mark = \"▸\" }\n",
            "t.toml:2: \"▸\" needs an ascii twin",
        ),
        (
            "[roles]\n\"text\" = { mark = \"▸\", ascii = \"»\" }\n",
            "t.toml:2: \"»\" is not ASCII",
        ),
        ("[roles\n", "t.toml:1: "),
    ] {
        assert!(problem(source).starts_with(expected), "{}", problem(source));
    }
}

#[test]
fn the_built_in_default_speaks_about_every_role() {
    let looks = gather("default", None).unwrap();
    for role in Role::ALL {
        assert!(looks.contains_key(role.name()), "{}", role.name());
    }
}

#[test]
fn a_file_of_the_user_builds_on_a_built_in_theme() {
    let folder = tempfile::tempdir().unwrap();
    let file = "inherits = \"default\"\n[palette]\nhot = \"#ff0000\"\n[roles]\n\"deadline.overdue\" = { fg = \"hot\", bg = \"black\" }\n";
    std::fs::write(folder.path().join("own.toml"), file).unwrap();
    let own = Theme::load("own", Some(folder.path()), Depth::Ansi, false).unwrap();
    assert_eq!(own.style(Role::Overdue).fg, Some(Paint::Ansi(9).color()));
    assert_eq!(
        own.style(Role::Title),
        theme("default", Depth::Ansi).style(Role::Title)
    );
}

#[test]
fn themes_in_a_circle_and_names_outside_the_folder_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.toml"), "inherits = \"b\"\n").unwrap();
    std::fs::write(folder.path().join("b.toml"), "inherits = \"a\"\n").unwrap();
    let load = |name: &str| Theme::load(name, Some(folder.path()), Depth::Ansi, false);
    assert_eq!(load("a"), Err(ThemeError::Circle { name: "a".into() }));
    assert!(matches!(load("../a"), Err(ThemeError::Unknown { .. })));
    assert!(matches!(load("nowhere"), Err(ThemeError::Unknown { .. })));
}

#[test]
fn coloured_signs_are_readable_on_every_usual_background() {
    for name in BUILT_IN_NAMES {
        for (role, look) in gather(name, None).unwrap() {
            if look.fg == Paint::Reset && look.bg == Paint::Reset {
                continue;
            }
            for depth in [Depth::Ansi, Depth::Indexed, Depth::Rgb] {
                for palette in [&XTERM, &LINUX] {
                    for ground in [color::Rgb(0, 0, 0), color::Rgb(255, 255, 255)] {
                        let fg = look.fg.at_depth(depth).rgb(palette);
                        let bg = look.bg.at_depth(depth).rgb(palette).unwrap_or(ground);
                        let fg = fg.unwrap_or(color::Rgb(
                            255 - ground.0,
                            255 - ground.1,
                            255 - ground.2,
                        ));
                        let contrast = fg.contrast(bg);
                        assert!(
                            contrast >= 4.5,
                            "{name} {role} {depth:?} on {ground:?}: {contrast:.2}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn what_is_selected_or_urgent_differs_by_more_than_colour() {
    for name in BUILT_IN_NAMES {
        for depth in Depth::ALL {
            let theme = theme(name, depth);
            for (role, plain) in [
                (Role::RowSelected, Role::Row),
                (Role::TabSelected, Role::Tab),
                (Role::ButtonFocused, Role::Button),
                (Role::FieldFocused, Role::Field),
                (Role::LedgerResult, Role::LedgerCounted),
            ] {
                let (one, two) = (theme.style(role), theme.style(plain));
                assert_ne!(
                    one.add_modifier, two.add_modifier,
                    "{name} {depth:?} {role:?}"
                );
            }
            for role in [
                Role::Overdue,
                Role::Today,
                Role::RowMarker,
                Role::RowPending,
                Role::Online,
                Role::Offline,
            ] {
                assert!(!theme.mark(role).is_empty(), "{name} {role:?}");
            }
            assert_ne!(theme.mark(Role::Overdue), theme.mark(Role::Today));
            assert_ne!(theme.mark(Role::Online), theme.mark(Role::Offline));
        }
    }
}

#[test]
fn at_depth_mono_no_theme_uses_a_colour() {
    for name in BUILT_IN_NAMES {
        let theme = theme(name, Depth::Mono);
        for role in Role::ALL {
            let style = theme.style(*role);
            let reset = Some(Paint::Reset.color());
            assert_eq!((style.fg, style.bg), (reset, reset), "{name} {role:?}");
        }
    }
}

#[test]
fn ascii_marks_are_ascii_and_one_column_wide() {
    let theme = Theme::built_in(Depth::Mono, true);
    for role in Role::ALL {
        assert!(
            theme.mark(*role).is_ascii() && theme.mark(*role).len() <= 1,
            "{role:?}"
        );
    }
}
