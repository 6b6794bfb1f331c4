//! The layouts as data: what each key produces, row by row, beside the US keys.

use crate::config::Keyboard;

const US: [&str; 4] = ["`1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"];
const US_SHIFT: [&str; 4] = [
    "~!@#$%^&*()_+",
    "QWERTYUIOP{}",
    "ASDFGHJKL:\"",
    "ZXCVBNM<>?",
];

const RU: [&str; 4] = ["ё1234567890-=", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю."];
const RU_SHIFT: [&str; 4] = [
    "Ё!\"№;%:?*()_+",
    "ЙЦУКЕНГШЩЗХЪ",
    "ФЫВАПРОЛДЖЭ",
    "ЯЧСМИТЬБЮ,",
];

/// The standard RST 903-90 of the Kazakh SSR: Kazakh letters in the place of the digits.
const KZ: [&str; 4] = [
    "(\"әіңғ,.үұқөһ",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю№",
];
const KZ_SHIFT: [&str; 4] = [")!ӘІҢҒ;:ҮҰҚӨҺ", "ЙЦУКЕНГШЩЗХЪ", "ФЫВАПРОЛДЖЭ", "ЯЧСМИТЬБЮ?"];

/// Kikkarin's KZ2: digits stay, eight rare Russian letters give their keys to Kazakh ones.
const KIKKARIN: [&str; 4] = ["ё1234567890-=", "йңукенгшғзхұ", "өықапролджә", "яісмитүбю."];
const KIKKARIN_SHIFT: [&str; 4] = [
    "Ё!\"№;%:?*()_+",
    "ЙҢУКЕНГШҒЗХҰ",
    "ӨЫҚАПРОЛДЖӘ",
    "ЯІСМИТҮБЮ,",
];
/// What the same keys give under `AltGr`.
const KIKKARIN_ALT: [&str; 4] = ["", " ц қе   щ һъ", "ф в       э", " ч    ь   "];
const KIKKARIN_ALT_SHIFT: [&str; 4] = ["", " Ц ҚЕ   Щ ҺЪ", "Ф В       Э", " Ч    Ь   "];

/// The rows of a layout with whether they are shifted; the first hit counts.
const fn rows(keyboard: Keyboard) -> &'static [(&'static [&'static str; 4], bool)] {
    match keyboard {
        Keyboard::Us => &[(&US, false), (&US_SHIFT, true)],
        Keyboard::Ru => &[
            (&RU, false),
            (&RU_SHIFT, true),
            (&US, false),
            (&US_SHIFT, true),
        ],
        Keyboard::Kz => &[
            (&KZ, false),
            (&KZ_SHIFT, true),
            (&RU, false),
            (&RU_SHIFT, true),
            (&US, false),
            (&US_SHIFT, true),
        ],
        Keyboard::KzKikkarin => &[
            (&KIKKARIN, false),
            (&KIKKARIN_SHIFT, true),
            (&KIKKARIN_ALT, false),
            (&KIKKARIN_ALT_SHIFT, true),
            (&US, false),
            (&US_SHIFT, true),
        ],
    }
}

/// The US letter or digit where a character lies, and whether Shift was held to produce it.
pub(super) fn place(c: char, keyboard: Keyboard) -> Option<(char, bool)> {
    if c == ' ' {
        return None;
    }
    let (place, shifted) = rows(keyboard)
        .iter()
        .find_map(|(rows, shifted)| find(c, rows).map(|place| (place, *shifted)))?;
    place.is_ascii_alphanumeric().then_some((place, shifted))
}

fn find(c: char, rows: &[&str; 4]) -> Option<char> {
    rows.iter()
        .zip(US)
        .find_map(|(row, us)| row.chars().zip(us.chars()).find(|(own, _)| *own == c))
        .map(|(_, place)| place)
}

/// What the key at a US place produces in a layout.
pub(super) fn produces(place: char, shifted: bool, keyboard: Keyboard) -> Option<char> {
    let (rows, _) = rows(keyboard).iter().find(|(_, shift)| *shift == shifted)?;
    US.iter().zip(rows.iter()).find_map(|(us, own)| {
        us.chars()
            .zip(own.chars())
            .find(|(us, _)| *us == place)
            .map(|(_, own)| own)
    })
}
