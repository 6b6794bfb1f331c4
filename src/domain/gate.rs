//! The gate before a letter leaves: what a reader of the letter would stumble over.
//!
//! Looks at texts only and decides nothing: what is unlawful is refused by `decide`, what is
//! found here blocks or warns as the settings say. Every finding names its place. A finding
//! repeats personal data only masked.

use serde::{Deserialize, Serialize};

use super::decide::MAX_MOTIVE;
use super::local_text::Lang;
use super::person::{IdFault, Requester, check_iin};
use super::privacy::{Private, long_numbers, mask_tail};
use super::request::TextLang;

/// What can be wrong with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Concern {
    /// It is not in the language of its page `[law art. 11 ¶12]`.
    Language,
    /// A place that was to be filled in.
    Placeholder,
    /// A word with Latin letters among Cyrillic ones.
    LookAlike,
    /// An identification or card number of another person.
    Identifier,
    /// The requester's own identification number or telephone.
    OwnData,
    /// A telephone that is not the requester's.
    Telephone,
    /// No clause is named where a reason in law is due `[law art. 11 ¶17]`.
    Clause,
    /// More characters than a letter may have.
    Length,
    /// A second reader has it and did not approve this wording.
    Reader,
}

impl Concern {
    /// Every concern in the order of the settings.
    pub const ALL: [Self; 9] = [
        Self::Language,
        Self::Placeholder,
        Self::LookAlike,
        Self::Identifier,
        Self::OwnData,
        Self::Telephone,
        Self::Clause,
        Self::Length,
        Self::Reader,
    ];

    /// The kebab-case code, the tail of the Fluent id `gate-…` and the name in the settings.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Placeholder => "placeholder",
            Self::LookAlike => "look-alike",
            Self::Identifier => "identifier",
            Self::OwnData => "own-data",
            Self::Telephone => "telephone",
            Self::Clause => "clause",
            Self::Length => "length",
            Self::Reader => "reader",
        }
    }
}

/// What a finding does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The letter does not leave.
    Block,
    /// It leaves if the author says so once more.
    Warn,
    /// Nothing is looked for.
    Off,
}

/// The level of each concern; a setting of the workstation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Levels {
    /// Of [`Concern::Language`].
    pub language: Level,
    /// Of [`Concern::Placeholder`].
    pub placeholder: Level,
    /// Of [`Concern::LookAlike`].
    pub look_alike: Level,
    /// Of [`Concern::Identifier`].
    pub identifier: Level,
    /// Of [`Concern::OwnData`].
    pub own_data: Level,
    /// Of [`Concern::Telephone`].
    pub telephone: Level,
    /// Of [`Concern::Clause`].
    pub clause: Level,
    /// Of [`Concern::Length`].
    pub length: Level,
    /// Of [`Concern::Reader`].
    pub reader: Level,
}

impl Default for Levels {
    /// What would harm a person or could not be sent blocks, the rest warns.
    fn default() -> Self {
        Self {
            language: Level::Warn,
            placeholder: Level::Block,
            look_alike: Level::Warn,
            identifier: Level::Block,
            own_data: Level::Warn,
            telephone: Level::Warn,
            clause: Level::Warn,
            length: Level::Block,
            reader: Level::Warn,
        }
    }
}

impl Levels {
    /// The level of a concern.
    #[must_use]
    pub const fn of(&self, concern: Concern) -> Level {
        match concern {
            Concern::Language => self.language,
            Concern::Placeholder => self.placeholder,
            Concern::LookAlike => self.look_alike,
            Concern::Identifier => self.identifier,
            Concern::OwnData => self.own_data,
            Concern::Telephone => self.telephone,
            Concern::Clause => self.clause,
            Concern::Length => self.length,
            Concern::Reader => self.reader,
        }
    }
}

/// One text to be looked at.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// The language it has to be in; `None` if any will do.
    pub lang: Option<Lang>,
    /// The text.
    pub text: &'a str,
    /// The user, or everybody, reads it.
    pub outward: bool,
    /// It has to name a clause.
    pub cites: bool,
    /// The second reader who has it and did not approve this wording.
    pub reader: Option<&'a str>,
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What.
    pub concern: Concern,
    /// Whether it blocks or warns.
    pub level: Level,
    /// In which text, by index.
    pub text: usize,
    /// The line, counted from 0.
    pub line: usize,
    /// The character of the line, counted from 0.
    pub column: usize,
    /// How many characters are meant.
    pub length: usize,
    /// The words meant; numbers masked.
    pub words: String,
}

/// Looks at the texts of one letter; findings come in reading order.
///
/// ```
/// use awp::domain::gate::{Concern, Levels, Text, check};
/// # use awp::domain::person::{Contacts, Requester, Signature};
/// # let requester = Requester {
/// #     name: None, iin: None, bin: None, letter: None, representative: None,
/// #     contacts: Contacts::default(), signature: Signature::None,
/// # };
/// let text = Text { lang: None, text: "Ваше место в очереди: {место}", outward: true, cites: false, reader: None };
/// let found = check(&[text], &requester, &Levels::default());
/// assert_eq!((found[0].concern, found[0].words.as_str()), (Concern::Placeholder, "{место}"));
/// ```
#[must_use]
pub fn check(texts: &[Text<'_>], requester: &Requester, levels: &Levels) -> Vec<Finding> {
    let mut gate = Gate {
        levels,
        own: own_numbers(requester),
        found: Vec::new(),
    };
    for (at, text) in texts.iter().enumerate() {
        gate.whole(at, text);
        for (line, words) in text.text.lines().enumerate() {
            gate.line(at, line, words, text.outward);
        }
    }
    gate.found
        .sort_by_key(|one| (one.text, one.line, one.column));
    gate.found
}

struct Gate<'a> {
    levels: &'a Levels,
    /// The digits of the requester's own numbers.
    own: Vec<String>,
    found: Vec<Finding>,
}

impl Gate<'_> {
    fn add(&mut self, concern: Concern, place: (usize, usize, usize), words: &str) {
        self.add_over(concern, place, words.chars().count(), words);
    }

    /// A finding over so many characters, whatever it is called.
    fn add_over(
        &mut self,
        concern: Concern,
        place: (usize, usize, usize),
        length: usize,
        words: &str,
    ) {
        let level = self.levels.of(concern);
        if level == Level::Off {
            return;
        }
        let (text, line, column) = place;
        self.found.push(Finding {
            concern,
            level,
            text,
            line,
            column,
            length,
            words: words.to_owned(),
        });
    }

    /// What is told by the text as a whole.
    fn whole(&mut self, at: usize, text: &Text<'_>) {
        if text.lang.is_some_and(|lang| is_in_another(lang, text.text)) {
            self.add(Concern::Language, (at, 0, 0), "");
        }
        let blank = text.text.trim().is_empty();
        if text.cites && !blank && !names_a_clause(text.text) {
            self.add(Concern::Clause, (at, 0, 0), "");
        }
        if let Some(reader) = text.reader {
            self.add_over(Concern::Reader, (at, 0, 0), 0, reader);
        }
        if text.text.chars().count() > MAX_MOTIVE {
            self.add(Concern::Length, (at, 0, 0), "");
        }
    }

    fn line(&mut self, at: usize, line: usize, words: &str, outward: bool) {
        for (column, blank) in placeholders(words) {
            self.add(Concern::Placeholder, (at, line, column), &blank);
        }
        for (column, word) in mixed_words(words) {
            self.add(Concern::LookAlike, (at, line, column), &word);
        }
        if !outward {
            return;
        }
        for (column, digits, length) in long_numbers(words) {
            let Some(concern) = self.number(&digits) else {
                continue;
            };
            let masked = mask_tail(&digits);
            self.add_over(concern, (at, line, column), length, &masked);
        }
    }

    /// What a long number is; `None` for one that concerns nobody.
    fn number(&self, digits: &str) -> Option<Concern> {
        let own = self.own.iter().any(|own| same_number(own, digits));
        match digits.len() {
            _ if own => Some(Concern::OwnData),
            12 if looks_personal(digits) => Some(Concern::Identifier),
            16.. => Some(Concern::Identifier),
            // Calls to 8 800 and 7 800 cost nothing: those are lines of bodies.
            10 | 11 if !is_free_line(digits) => Some(Concern::Telephone),
            _ => None,
        }
    }
}

/// A birth date that can be, also where the check digit disagrees; a BIN has none.
fn looks_personal(digits: &str) -> bool {
    matches!(check_iin(digits), Ok(()) | Err(IdFault::CheckDigit))
}

fn is_free_line(digits: &str) -> bool {
    let national = digits.strip_prefix(['7', '8']).unwrap_or(digits);
    national.starts_with("800")
}

/// `8 701 …` and `+7 701 …` are one telephone.
fn same_number(a: &str, b: &str) -> bool {
    let tail = |digits: &str| -> String {
        let skipped = digits.chars().count().saturating_sub(10);
        digits.chars().skip(skipped).collect()
    };
    a == b || (a.len() <= 11 && b.len() <= 11 && tail(a) == tail(b))
}

fn own_numbers(requester: &Requester) -> Vec<String> {
    let digits = |value: &Option<Private<String>>| -> Option<String> {
        let value = value.as_ref()?;
        let digits: String = value.0.chars().filter(char::is_ascii_digit).collect();
        (digits.len() >= 10).then_some(digits)
    };
    [
        digits(&requester.iin),
        digits(&requester.bin),
        digits(&requester.contacts.phone),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A text too short to tell its language is in the right one.
fn is_in_another(lang: Lang, text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 24 {
        return false;
    }
    let told = TextLang::detect(text);
    told != TextLang::Mixed && told != TextLang::from(lang)
}

fn names_a_clause(text: &str) -> bool {
    let text = text.to_lowercase();
    let signs = [
        "бап",
        "бабы",
        "баб",
        "тармақ",
        "заң",
        "стать",
        "ст.",
        "пункт",
        "закон",
        "article",
        "art.",
        "clause",
        "¶",
    ];
    signs.iter().any(|sign| text.contains(sign))
}

/// `{…}` and runs of at least three `_`.
///
/// ```
/// use awp::domain::gate::placeholders;
/// assert_eq!(placeholders("от {дата} № ____"), [(3, "{дата}".to_owned()), (12, "____".to_owned())]);
/// ```
#[must_use]
pub fn placeholders(line: &str) -> Vec<(usize, String)> {
    let chars: Vec<char> = line.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let rest = chars.get(at..).unwrap_or_default();
        let length = match c {
            '{' => rest.iter().position(|c| *c == '}').map_or(0, |end| end + 1),
            '_' => rest.iter().take_while(|c| **c == '_').count(),
            _ => 0,
        };
        if length >= 3 || (length == 2 && *c == '{') {
            found.push((at, rest.iter().take(length).collect()));
        }
        at += length.max(1);
    }
    found
}

/// Words that mix Latin and Cyrillic letters.
fn mixed_words(line: &str) -> Vec<(usize, String)> {
    let is_cyrillic = |c: char| ('\u{400}'..='\u{4ff}').contains(&c);
    let mut found = Vec::new();
    let mut word = String::new();
    let mut start = 0;
    for (at, c) in line.chars().chain([' ']).enumerate() {
        if c.is_alphabetic() {
            if word.is_empty() {
                start = at;
            }
            word.push(c);
            continue;
        }
        let latin = word.chars().any(|c| c.is_ascii_alphabetic());
        if latin && word.chars().any(is_cyrillic) {
            found.push((start, word.clone()));
        }
        word.clear();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::person::Contacts;

    fn requester() -> Requester {
        Requester {
            iin: Some(Private("900101300017".into())),
            contacts: Contacts {
                phone: Some(Private("8 (701) 000-11-22".into())),
                ..Contacts::default()
            },
            ..Requester::of_account()
        }
    }

    fn found(lang: Lang, text: &str, cites: bool) -> Vec<(Concern, usize, usize, String)> {
        let text = Text {
            lang: Some(lang),
            text,
            outward: true,
            cites,
            reader: None,
        };
        check(&[text], &requester(), &Levels::default())
            .into_iter()
            .map(|one| (one.concern, one.line, one.column, one.words))
            .collect()
    }

    fn concerns(lang: Lang, text: &str) -> Vec<Concern> {
        let found = found(lang, text, false).into_iter();
        found.map(|(concern, ..)| concern).collect()
    }

    #[test]
    fn each_concern_is_found_where_it_stands() {
        let cases: [(Lang, &str, Concern, usize, usize); 7] = [
            (
                Lang::Kk,
                "Сіздің кезегіңіз:\nорын {нөмірі}.",
                Concern::Placeholder,
                1,
                5,
            ),
            (Lang::Ru, "Исх. № ____ от", Concern::Placeholder, 0, 7),
            (Lang::Kk, "Кезекте тұрғандaр", Concern::LookAlike, 0, 8),
            (
                Lang::Ru,
                "Заявитель 850505350017",
                Concern::Identifier,
                0,
                10,
            ),
            (
                Lang::Ru,
                "Звоните: +7 (702) 555-44-33",
                Concern::Telephone,
                0,
                10,
            ),
            (Lang::Ru, "Ваш ИИН 900101300017", Concern::OwnData, 0, 8),
            (
                Lang::Ru,
                "Карта 4400 1234 5678 9010",
                Concern::Identifier,
                0,
                6,
            ),
        ];
        for (lang, text, concern, line, column) in cases {
            let found = found(lang, text, false);
            let places: Vec<_> = found.iter().map(|one| (one.0, one.1, one.2)).collect();
            assert_eq!(places, [(concern, line, column)], "{text}");
        }
    }

    #[test]
    fn a_finding_shows_no_number_in_full() {
        let text = "850505350017 и 8 702 555 44 33, карта 4400123456789010";
        for (concern, _, _, words) in found(Lang::Ru, text, false) {
            assert!(words.contains('•'), "{concern:?} {words}");
        }
    }

    #[test]
    fn an_ordinary_letter_passes() {
        for (lang, text) in [
            (
                Lang::Kk,
                "Құрметті азамат! 18.03.2026 күні № 766301 сұрау салуыңызға жауап береміз.\n\
                 Анықтама: 8 800 080 77 77, 1414.",
            ),
            (
                Lang::Ru,
                "Уважаемый гражданин! Ваше место в очереди на 06.03.2026 – 17.",
            ),
            (Lang::En, "Dear sir, your place in the queue is 17 now."),
            (Lang::Kk, "Жауап"),
        ] {
            assert_eq!(concerns(lang, text), [], "{text}");
        }
    }

    #[test]
    fn a_letter_in_the_other_language_is_told() {
        let ru = "Уважаемый гражданин, сообщаем Вам о порядке очереди.";
        assert_eq!(concerns(Lang::Kk, ru), [Concern::Language]);
        assert_eq!(concerns(Lang::Ru, ru), []);
        let kk = "Құрметті азамат, кезектің тәртібін хабарлаймыз.";
        assert_eq!(concerns(Lang::Ru, kk), [Concern::Language]);
    }

    #[test]
    fn a_reason_without_a_clause_is_told() {
        let without = found(Lang::Ru, "Отказываем.", true);
        assert_eq!(without[0].0, Concern::Clause);
        let with = "Отказываем по пункту 16 статьи 11 Закона.";
        assert_eq!(found(Lang::Ru, with, true), []);
        assert_eq!(found(Lang::Kk, "Заңның 11-бабының 16-тармағы.", true), []);
    }

    #[test]
    fn what_nobody_outside_reads_may_name_a_telephone() {
        let inward = Text {
            lang: None,
            text: "Согласовано по тел. 8 702 555 44 33",
            outward: false,
            cites: false,
            reader: None,
        };
        assert_eq!(check(&[inward], &requester(), &Levels::default()), []);
    }

    #[test]
    fn a_level_of_the_settings_is_obeyed() {
        let levels = Levels {
            placeholder: Level::Off,
            telephone: Level::Block,
            ..Levels::default()
        };
        let text = Text {
            lang: None,
            text: "{күні} 8 702 555 44 33",
            outward: true,
            cites: false,
            reader: None,
        };
        let found = check(&[text], &requester(), &levels);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].level, Level::Block);
    }

    #[test]
    fn a_text_that_its_reader_did_not_approve_is_told() {
        let read = Text {
            lang: None,
            text: "Жауап",
            outward: true,
            cites: false,
            reader: Some("bolat"),
        };
        let found = check(&[read], &requester(), &Levels::default());
        let told: Vec<_> = found
            .iter()
            .map(|one| (one.concern, one.level, one.words.as_str()))
            .collect();
        assert_eq!(told, [(Concern::Reader, Level::Warn, "bolat")]);
    }

    #[test]
    fn an_over_long_text_is_told() {
        let long = "а".repeat(MAX_MOTIVE + 1);
        assert!(concerns(Lang::Ru, &long).contains(&Concern::Length));
    }
}
