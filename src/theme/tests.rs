//! Strict files, readable colours, meaning without colour.

use ratatui::style::Modifier;

use super::color::{LINUX, Rgb, XTERM, paint_of};
use super::*;

/// The themes that paint every cell, and how much their signs stand out.
const PAINTED: [(&str, f64); 4] = [
    ("light", 4.5),
    ("dark", 4.5),
    ("colour-blind", 4.5),
    ("contrast", 7.0),
];

/// The themes that leave the background to the terminal.
const OPEN: [&str; 2] = ["default", "mono"];

const COLOURED: [Depth; 3] = [Depth::Ansi, Depth::Indexed, Depth::Rgb];

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
        (
            "[roles]\n\n\"text\" = { mono = [\"loud\"] }\n",
            "t.toml:3: \"loud\" is none of",
        ),
        (
            "[palette]\na = 3\n",
            "t.toml:2: a colour is a text or { rgb",
        ),
        (
            "[palette]\n\na = { rgb = \"#102030\" }\n",
            "t.toml:3: ansi is missing",
        ),
        (
            "[palette]\na = { rgb = \"red\", ansi = \"red\" }\n",
            "t.toml:2: rgb is no \"#rrggbb\"",
        ),
        (
            "[palette]\na = { rgb = \"#102030\", ansi = \"208\" }\n",
            "t.toml:2: ansi is none of the sixteen",
        ),
        (
            "[palette]\na = { rgb = \"#102030\", ansi = \"red\", 256 = \"9\" }\n",
            "t.toml:2: unknown field \"256\"",
        ),
        ("[roles\n", "t.toml:1: "),
    ] {
        assert!(problem(source).starts_with(expected), "{}", problem(source));
    }
}

#[test]
fn every_built_in_theme_speaks_about_every_role() {
    for name in BUILT_IN_NAMES {
        let looks = gather(name, None).unwrap();
        for role in Role::ALL {
            assert!(looks.contains_key(role.name()), "{name} {}", role.name());
        }
    }
}

#[test]
fn every_built_in_theme_is_either_painted_or_open() {
    let mut known: Vec<&str> = PAINTED.map(|(name, _)| name).to_vec();
    known.extend(OPEN);
    known.sort_unstable();
    let mut names = BUILT_IN_NAMES;
    names.sort_unstable();
    assert_eq!(known, names);
}

#[test]
fn a_colour_that_is_not_said_is_that_of_the_role_above() {
    let folder = tempfile::tempdir().unwrap();
    let file = "[roles]\n\"text\" = { fg = \"white\", bg = \"blue\" }\n\"header\" = { bg = \"black\" }\n\"header.mark\" = { mod = [\"bold\"] }\n\"tab\" = { bg = \"reset\" }\n";
    std::fs::write(folder.path().join("own.toml"), file).unwrap();
    let own = Theme::load("own", Some(folder.path()), Depth::Ansi, false).unwrap();
    let colours = |role| {
        let style = own.style(role);
        (style.fg.unwrap(), style.bg.unwrap())
    };
    let [black, blue, white] = [0, 4, 7].map(|at| Paint::Ansi(at).color());
    assert_eq!(colours(Role::HeaderMark), (white, black));
    assert_eq!(own.style(Role::HeaderMark).add_modifier, Modifier::BOLD);
    assert_eq!(colours(Role::Overdue), (white, blue));
    assert_eq!(colours(Role::Tab), (white, Paint::Reset.color()));
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

/// The two colours of a role under a palette of sixteen; `None` is the terminal's own.
fn shown(theme: &Theme, role: Role, sixteen: &[Rgb; 16]) -> [Option<Rgb>; 2] {
    let style = theme.style(role);
    [style.fg, style.bg].map(|color| paint_of(color.unwrap()).rgb(sixteen))
}

/// The contrast of a role of a theme that paints every cell.
fn painted(theme: &Theme, role: Role, sixteen: &[Rgb; 16]) -> f64 {
    match shown(theme, role, sixteen) {
        [Some(fg), Some(bg)] => fg.contrast(bg),
        left => panic!("{} {role:?} leaves a colour open: {left:?}", theme.name()),
    }
}

#[test]
fn signs_stand_out_from_the_background_a_theme_paints() {
    for (name, least) in PAINTED {
        for depth in COLOURED {
            let theme = theme(name, depth);
            for palette in [&XTERM, &LINUX] {
                for role in Role::ALL {
                    let contrast = painted(&theme, *role, palette);
                    assert!(
                        contrast >= least,
                        "{name} {role:?} {depth:?}: {contrast:.2}"
                    );
                }
            }
            for role in Role::ALL {
                let dim = theme.style(*role).add_modifier.contains(Modifier::DIM);
                assert!(!dim, "{name} {role:?}: a dim sign has less contrast");
            }
        }
    }
}

#[test]
fn coloured_signs_are_readable_on_every_usual_background() {
    for name in OPEN {
        for depth in COLOURED {
            let theme = theme(name, depth);
            for (role, palette) in Role::ALL.iter().flat_map(|role| {
                let palettes = [&XTERM, &LINUX];
                palettes.map(|palette| (*role, palette))
            }) {
                let [fg, bg] = shown(&theme, role, palette);
                if fg.is_none() && bg.is_none() {
                    continue;
                }
                for (ground, ink) in [(palette[0], palette[15]), (palette[15], palette[0])] {
                    let contrast = fg.unwrap_or(ink).contrast(bg.unwrap_or(ground));
                    assert!(
                        contrast >= 4.5,
                        "{name} {role:?} {depth:?} on {ground:?}: {contrast:.2}"
                    );
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
                (Role::KeyDisabled, Role::Key),
                (Role::TextDisabled, Role::Text),
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
                Role::Alarm,
                Role::NoticeRefusal,
                Role::NoticeFailure,
                Role::CheckMet,
                Role::CheckFailed,
            ] {
                assert!(!theme.mark(role).is_empty(), "{name} {role:?}");
            }
        }
    }
}

/// Roles that stand for different things in the same place.
const DIFFERENT: [&[Role]; 5] = [
    &[Role::Overdue, Role::Today, Role::Soon, Role::Later],
    &[Role::Notice, Role::NoticeRefusal, Role::NoticeFailure],
    &[Role::Online, Role::Offline, Role::Alarm],
    &[Role::Header, Role::HeaderAlarm],
    &[Role::CheckMet, Role::CheckFailed],
];

#[test]
fn what_differs_in_meaning_differs_without_colour() {
    for name in BUILT_IN_NAMES {
        for ascii in [false, true] {
            let theme = Theme::load(name, None, Depth::Mono, ascii).unwrap();
            for roles in DIFFERENT {
                for (at, one) in roles.iter().enumerate() {
                    for two in roles.iter().skip(at + 1) {
                        let look = |role: Role| (theme.style(role).add_modifier, theme.mark(role));
                        assert_ne!(look(*one), look(*two), "{name} {one:?} {two:?}");
                    }
                }
            }
        }
    }
}

/// What an eye sees of a colour that lacks one of the three kinds of cones altogether, after
/// Machado, Oliveira and Fernandes (2009), severity 1.
fn seen_without(cone: &str, colour: Rgb) -> [f64; 3] {
    let rows = match cone {
        "red" => [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
        "green" => [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
        "blue" => [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
        _ => [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    };
    let linear = [colour.0, colour.1, colour.2].map(|value| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    });
    rows.map(|row: [f64; 3]| {
        let sum: f64 = row
            .iter()
            .zip(linear)
            .map(|(part, value)| part * value)
            .sum();
        sum.clamp(0.0, 1.0)
    })
}

/// CIE L*a*b* of linear red, green and blue under D65.
fn lab([red, green, blue]: [f64; 3]) -> [f64; 3] {
    let root = |value: f64| {
        if value > 0.008_856 {
            value.cbrt()
        } else {
            7.787 * value + 16.0 / 116.0
        }
    };
    let x = root((0.412_4 * red + 0.357_6 * green + 0.180_5 * blue) / 0.950_47);
    let y = root(0.212_6 * red + 0.715_2 * green + 0.072_2 * blue);
    let z = root((0.019_3 * red + 0.119_2 * green + 0.950_5 * blue) / 1.088_83);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// How far two looks are apart to such an eye: in colour (ΔE, 2.3 is just seen) and in lightness
/// alone, of the part that differs most, signs or background.
fn apart(cone: &str, one: [Option<Rgb>; 2], two: [Option<Rgb>; 2]) -> (f64, f64) {
    let part = |at: usize| {
        let [one, two] = [one[at], two[at]].map(|rgb| lab(seen_without(cone, rgb.unwrap())));
        let squares = one.iter().zip(two).map(|(a, b)| (a - b).powi(2));
        (squares.sum::<f64>().sqrt(), (one[0] - two[0]).abs())
    };
    let (signs, ground) = (part(0), part(1));
    (signs.0.max(ground.0), signs.1.max(ground.1))
}

#[test]
fn an_eye_without_red_or_green_or_blue_tells_the_deadlines_of_the_colour_blind_theme_apart() {
    for depth in COLOURED {
        let theme = theme("colour-blind", depth);
        for cone in ["none lacks", "red", "green", "blue"] {
            for (one, two) in [
                (Role::Overdue, Role::Today),
                (Role::Overdue, Role::Soon),
                (Role::Overdue, Role::Later),
                (Role::Today, Role::Soon),
                (Role::Today, Role::Later),
                (Role::NoticeFailure, Role::NoticeRefusal),
                (Role::Online, Role::Offline),
            ] {
                let looks = [one, two].map(|role| shown(&theme, role, &XTERM));
                let (colour, light) = apart(cone, looks[0], looks[1]);
                let told = format!("{cone} {depth:?} {one:?} {two:?}: {colour:.1} {light:.1}");
                // On sixteen colours the two states of the link share one look and differ by mark.
                let by_mark = depth == Depth::Ansi && one == Role::Online;
                assert!(colour >= 20.0 || by_mark, "{told}");
                let deadlines = one != Role::Online;
                assert!(light >= 10.0 || !deadlines, "{told}");
            }
        }
    }
}

#[test]
fn red_and_green_of_one_lightness_are_not_told_apart_by_such_an_eye() {
    let ground = Some(Rgb(0, 0, 0));
    let (red, green) = (
        [Some(Rgb(200, 90, 60)), ground],
        [Some(Rgb(125, 127, 60)), ground],
    );
    assert!(apart("none lacks", red, green).0 > 40.0);
    assert!(apart("green", red, green).0 < 15.0);
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
fn no_color_takes_the_colours_of_every_theme_unless_they_are_asked_for() {
    let quiet = Environment {
        no_color: true,
        colorterm: "truecolor".into(),
        ..Environment::default()
    };
    for (name, _) in PAINTED {
        let of = |asked| {
            let theme = theme(name, Depth::decide(asked, &quiet));
            theme.style(Role::Text).bg
        };
        assert_eq!(of(ColorDepth::Auto), Some(Paint::Reset.color()), "{name}");
        assert_ne!(of(ColorDepth::Rgb), Some(Paint::Reset.color()), "{name}");
    }
}

#[test]
fn ascii_marks_are_ascii_and_all_marks_are_one_column_wide() {
    for name in BUILT_IN_NAMES {
        for ascii in [false, true] {
            let theme = Theme::load(name, None, Depth::Mono, ascii).unwrap();
            for role in Role::ALL {
                let mark = theme.mark(*role);
                assert!(mark.is_ascii() || !ascii, "{name} {role:?}");
                assert!(crate::ui::text::width(mark) <= 1, "{name} {role:?}");
            }
        }
    }
}
