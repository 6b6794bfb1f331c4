//! The pictures of `screenshots/` and the page that shows them: made by the real view, compared
//! byte by byte.
//!
//! `AWP_UPDATE=1 cargo test --lib pictures` draws them anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::gallery::drawings;
use super::tour;
use crate::domain::local_text::Lang;
use crate::pictures::svg;

/// The languages of the pictures.
const LANGS: [Lang; 2] = [Lang::Kk, Lang::Ru];

#[expect(
    clippy::disallowed_methods,
    reason = "asks whether the pictures are to be drawn anew"
)]
fn anew() -> bool {
    std::env::var("AWP_UPDATE").is_ok()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The file of a picture in one language.
fn file(name: &str, lang: Lang) -> String {
    format!("{name}-{}.svg", lang.code())
}

/// Writes a picture where it is to be made anew; otherwise whether it is what there is.
fn kept(file: &str, picture: &str) -> bool {
    let path: PathBuf = root().join("screenshots").join(file);
    if anew() {
        std::fs::create_dir_all(root().join("screenshots")).unwrap();
        std::fs::write(&path, picture).unwrap();
    }
    std::fs::read_to_string(&path).is_ok_and(|there| there == picture)
}

#[test]
fn the_pictures_show_what_the_program_draws() {
    let mut stale = Vec::new();
    for drawing in drawings() {
        for lang in LANGS {
            let (buf, _) = drawing.desk(lang).draw(drawing.theme());
            let picture = svg(&buf, &format!("awp: {} ({})", drawing.name, lang.code()));
            let file = file(&drawing.name, lang);
            if !kept(&file, &picture) {
                stale.push(file);
            }
        }
    }
    assert!(stale.is_empty(), "draw anew with AWP_UPDATE=1: {stale:?}");
}

#[test]
fn the_tour_of_the_pictures_shows_what_the_program_does() {
    for lang in LANGS {
        let file = file(tour::NAME, lang);
        assert!(
            kept(&file, &tour::picture(lang)),
            "draw anew with AWP_UPDATE=1: {file}"
        );
    }
}

/// Every file that is made.
fn made() -> BTreeSet<String> {
    let names = drawings().into_iter().map(|drawing| drawing.name);
    let names = names.chain([tour::NAME.to_owned()]);
    let files = names.flat_map(|name| LANGS.map(|lang| file(&name, lang)));
    files.collect()
}

/// The pictures a page shows, line by line.
fn shown(page: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(root().join(page)).unwrap();
    let of_line = |line: &str| {
        let images = line.split("![").skip(1);
        let paths = images.filter_map(|image| Some(image.split_once("](")?.1.split_once(')')?.0));
        paths.map(str::to_owned).collect()
    };
    let lines = text.lines().map(of_line);
    lines
        .filter(|line: &Vec<String>| !line.is_empty())
        .collect()
}

#[test]
fn the_gallery_of_the_pictures_shows_each_in_both_languages_side_by_side() {
    let lines = shown("docs/gallery.md");
    let path = |name: &str, lang| format!("../screenshots/{}", file(name, lang));
    let names = drawings().into_iter().map(|drawing| drawing.name);
    let missing: Vec<String> = names
        .chain([tour::NAME.to_owned()])
        .filter(|name| !lines.contains(&LANGS.map(|lang| path(name, lang)).to_vec()))
        .collect();
    assert_eq!(missing, [""; 0], "not in docs/gallery.md");
}

#[test]
fn every_picture_that_a_page_names_is_made() {
    let made = made();
    for (page, folder) in [
        ("docs/gallery.md", "../screenshots/"),
        ("README.md", "screenshots/"),
    ] {
        for path in shown(page).concat() {
            let file = path.strip_prefix(folder);
            assert!(
                file.is_some_and(|file| made.contains(file)),
                "{page}: {path}"
            );
        }
    }
}

#[test]
fn no_other_file_lies_among_the_pictures() {
    let folder = std::fs::read_dir(root().join("screenshots")).unwrap();
    let there = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let made = made();
    let stray: Vec<String> = there.filter(|file| !made.contains(file)).collect();
    assert_eq!(stray, [""; 0], "nothing makes these files");
}
