//! What can be written at the cursor of a filter line.
//!
//! A proposal never changes what is written: it is taken or it is not. Names of categories and
//! rules are found in every language; what is put in is always the short id, which stays the
//! same whatever the language of the screens.

use serde::Serialize;

use super::read::{KINDS, LANGS};
use super::{FIELDS, FLAGS};
use crate::domain::fold::{Folded, tokens};
use crate::domain::ids::{ItemKind, UserName};
use crate::domain::local_text::{Lang, LocalText};
use crate::domain::request::TextLang;
use crate::domain::rules::{RuleId, RuleSet};
use crate::domain::work::State;

/// Tests of the due date worth proposing.
pub const DUE_SAMPLES: [&str; 7] = [
    "today", "tomorrow", "<=today", "<2wd", "<5wd", ">10d", "none",
];

/// What can be written at the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Completion {
    /// Where the piece begins that a candidate replaces, in characters; it ends at the cursor.
    pub from: usize,
    /// The candidates, in the order in which they are offered.
    pub candidates: Vec<Candidate>,
}

/// One thing that can be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// What takes the place of the piece, `state:` or `new`.
    pub text: String,
    /// What it means, to be worded.
    pub meaning: Meaning,
}

/// What a candidate means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// A field; its values are offered next.
    Field(&'static str),
    /// A test of one word.
    Flag(&'static str),
    /// A state.
    State(State),
    /// A kind of item.
    Kind(ItemKind),
    /// A rule.
    Act(RuleId),
    /// A language.
    Lang(TextLang),
    /// A category with its names.
    Category(LocalText),
    /// A test of the due date.
    Due(&'static str),
    /// The account that asks.
    Me,
    /// Nobody.
    Nobody,
    /// An account.
    Owner(UserName),
}

impl Candidate {
    /// What is put into the line: a value is complete and a blank follows it, a field is not.
    #[must_use]
    pub fn put_in(&self) -> String {
        if matches!(self.meaning, Meaning::Field(_)) {
            self.text.clone()
        } else {
            format!("{} ", self.text)
        }
    }

    fn new(text: &str, meaning: Meaning) -> Self {
        Self {
            text: text.to_owned(),
            meaning,
        }
    }
}

/// The piece at the cursor.
enum Piece {
    /// The name of a field, a flag or a word.
    Head { from: usize, text: String },
    /// The value of a field.
    Value {
        from: usize,
        field: String,
        text: String,
    },
}

/// What can be written at the cursor of an expression; `owners` are accounts known to work here.
///
/// ```
/// use awp::domain::filter::complete::complete;
/// use awp::domain::rules::RuleSet;
/// let rules = RuleSet::builtin().unwrap();
/// let completion = complete("overdue sta", 11, &rules, &[]);
/// assert_eq!((completion.from, completion.candidates[0].text.as_str()), (8, "state:"));
/// ```
#[must_use]
pub fn complete(text: &str, cursor: usize, rules: &RuleSet, owners: &[UserName]) -> Completion {
    let mut after = text.chars().skip(cursor);
    if after.next().is_some_and(|c| !c.is_whitespace()) {
        return Completion::default();
    }
    let before: Vec<char> = text.chars().take(cursor).collect();
    let (from, typed, candidates) = match piece(&before) {
        None => return Completion::default(),
        Some(Piece::Head { from, text }) => {
            let candidates = heads(&text.to_lowercase());
            (from, text, candidates)
        }
        Some(Piece::Value { from, field, text }) => {
            let typed = text.to_lowercase();
            let candidates = values(&field.to_lowercase(), &typed, rules, owners);
            (from, text, candidates)
        }
    };
    let candidates = candidates
        .into_iter()
        .filter(|candidate| candidate.text != typed)
        .collect();
    Completion { from, candidates }
}

/// The piece that ends at the end of the characters; `None` in a gap and in a phrase.
fn piece(chars: &[char]) -> Option<Piece> {
    let mut at = 0;
    loop {
        while chars.get(at).is_some_and(|c| c.is_whitespace()) {
            at += 1;
        }
        if chars.get(at) == Some(&'-') {
            at += 1;
        }
        let from = at;
        let (head, end, quoted) = read(chars, at, true);
        if end == chars.len() {
            let told = !quoted && !head.is_empty();
            return told.then_some(Piece::Head { from, text: head });
        }
        at = end;
        if chars.get(at) != Some(&':') {
            continue;
        }
        at += 1;
        let from = at;
        let (value, end, _) = read(chars, at, false);
        if end == chars.len() {
            return Some(Piece::Value {
                from,
                field: head,
                text: value,
            });
        }
        at = end;
    }
}

/// A piece from a place on: its text, its end, and whether it is in quotation marks.
fn read(chars: &[char], from: usize, stop_at_colon: bool) -> (String, usize, bool) {
    let close = match chars.get(from) {
        Some('"') => Some('"'),
        Some('«') => Some('»'),
        _ => None,
    };
    let mut at = from + usize::from(close.is_some());
    let mut text = String::new();
    while let Some(c) = chars.get(at) {
        let ends = match close {
            Some(close) => *c == close,
            None => c.is_whitespace() || (stop_at_colon && *c == ':'),
        };
        if ends {
            at += usize::from(close.is_some());
            break;
        }
        text.push(*c);
        at += 1;
    }
    (text, at, close.is_some())
}

fn heads(typed: &str) -> Vec<Candidate> {
    let fields = FIELDS
        .into_iter()
        .filter(|field| field.starts_with(typed))
        .map(|field| Candidate::new(&format!("{field}:"), Meaning::Field(field)));
    let flags = FLAGS
        .into_iter()
        .filter(|flag| flag.starts_with(typed))
        .map(|flag| Candidate::new(flag, Meaning::Flag(flag)));
    fields.chain(flags).collect()
}

/// The names of states; kinds share some, which are offered once.
fn states(typed: &str) -> Vec<Candidate> {
    let mut names = Vec::new();
    for state in State::all().filter(|state| state.id().starts_with(typed)) {
        if !names.contains(&state.id()) {
            names.push(state.id());
        }
    }
    names
        .into_iter()
        .filter_map(State::named)
        .map(|state| Candidate::new(state.id(), Meaning::State(state)))
        .collect()
}

fn values(field: &str, typed: &str, rules: &RuleSet, owners: &[UserName]) -> Vec<Candidate> {
    let begins = |id: &str| id.starts_with(typed);
    match field {
        "state" => states(typed),
        "kind" => KINDS
            .into_iter()
            .filter(|kind| begins(kind.id()))
            .map(|kind| Candidate::new(kind.id(), Meaning::Kind(kind)))
            .collect(),
        "lang" => LANGS
            .into_iter()
            .filter(|lang| begins(lang.id()))
            .map(|lang| Candidate::new(lang.id(), Meaning::Lang(lang)))
            .collect(),
        "due" => DUE_SAMPLES
            .into_iter()
            .filter(|sample| begins(sample))
            .map(|sample| Candidate::new(sample, Meaning::Due(sample)))
            .collect(),
        "act" => RuleId::KNOWN
            .iter()
            .filter(|rule| {
                let mut named = rules.packs.iter().filter_map(|pack| pack.rule(rule));
                begins(rule.as_str()) || named.any(|rule| is_named(&rule.short, typed))
            })
            .map(|rule| Candidate::new(rule.as_str(), Meaning::Act(rule.clone())))
            .collect(),
        "category" => rules
            .categories
            .iter()
            .filter(|category| begins(&category.id) || is_named(&category.name, typed))
            .map(|category| Candidate::new(&category.id, Meaning::Category(category.name.clone())))
            .collect(),
        "owner" => [
            Candidate::new("me", Meaning::Me),
            Candidate::new("none", Meaning::Nobody),
        ]
        .into_iter()
        .chain(
            owners
                .iter()
                .map(|owner| Candidate::new(&owner.0, Meaning::Owner(owner.clone()))),
        )
        .filter(|candidate| begins(&candidate.text.to_lowercase()))
        .collect(),
        _ => Vec::new(),
    }
}

/// Whether every word that was typed begins some word of a name, in one of its languages.
fn is_named(name: &LocalText, typed: &str) -> bool {
    let typed = tokens(typed);
    Lang::ALL.into_iter().any(|lang| {
        let name = Folded::new(name.get(lang));
        !typed.is_empty()
            && typed
                .iter()
                .all(|token| name.beginning(token).next().is_some())
    })
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::filter::Filter;

    static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::builtin().unwrap());

    fn owners() -> [UserName; 2] {
        [UserName("aigul".into()), UserName("daniyar".into())]
    }

    /// The candidates where `|` stands.
    fn offered(line: &str) -> Vec<String> {
        let cursor = line.chars().position(|c| c == '|').unwrap();
        let text: String = line.chars().filter(|c| *c != '|').collect();
        let completion = complete(&text, cursor, &RULES, &owners());
        let candidates = completion.candidates.into_iter();
        candidates.map(|candidate| candidate.text).collect()
    }

    #[test]
    fn what_is_offered_follows_what_is_typed() {
        for (line, expected) in [
            ("sta|", vec!["state:"]),
            ("STA|", vec!["state:"]),
            ("-sta|", vec!["state:"]),
            ("o|", vec!["owner:", "overdue"]),
            ("lang:kk pen|", vec!["pending"]),
            ("overdue|", vec![]),
            ("|", vec![]),
            ("overdue |", vec![]),
            ("ипотека|", vec![]),
            ("\"sta|", vec![]),
            ("st|ate", vec![]),
            ("st| overdue", vec!["state:"]),
            ("state:n|", vec!["new"]),
            ("State:N|", vec!["new"]),
            ("state:new|", vec![]),
            ("-state:re|", vec!["returned", "refused", "revoked", "read"]),
            ("state:zz|", vec![]),
            ("nofield:|", vec![]),
            ("lang:|", vec!["kk", "ru", "en", "mixed"]),
            ("kind:que|", vec!["question"]),
            ("act:ex|", vec!["extension", "extension-notice"]),
            ("act:қайт|", vec!["return", "survey-renotice"]),
            ("act:возвр|", vec!["return"]),
            ("due:<|", vec!["<=today", "<2wd", "<5wd"]),
            ("owner:|", vec!["me", "none", "aigul", "daniyar"]),
            ("owner:da|", vec!["daniyar"]),
            ("category:mort|", vec!["mortgage"]),
            ("category:ипо|", vec!["mortgage"]),
            ("category:\"ипо|", vec!["mortgage"]),
            ("category:тургын|", vec!["construction"]),
            ("category:«тұрғын үй|", vec!["construction"]),
            ("category:жилищ|", vec!["construction"]),
            ("category:\"ипотека\"|", vec!["mortgage"]),
        ] {
            assert_eq!(offered(line), expected, "{line}");
        }
    }

    #[test]
    fn a_value_begins_after_its_colon_and_a_blank_follows_it() {
        let completion = complete("overdue -state:ne", 17, &RULES, &[]);
        assert_eq!(completion.from, 15);
        assert_eq!(completion.candidates[0].put_in(), "new ");
        assert_eq!(
            complete("sta", 3, &RULES, &[]).candidates[0].put_in(),
            "state:"
        );
    }

    #[test]
    fn every_value_that_is_offered_is_understood() {
        for field in FIELDS {
            let line = format!("{field}:");
            let completion = complete(&line, line.chars().count(), &RULES, &owners());
            assert!(!completion.candidates.is_empty(), "{field}");
            for candidate in completion.candidates {
                let text = format!("{line}{}", candidate.text);
                assert!(Filter::parse(&text, &RULES.categories).is_ok(), "{text}");
            }
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_breaks_it(
            text in "(-|\"|«|»|:|state|category|ипо|new| ){0,12}",
            cursor in 0usize..40,
        ) {
            let completion = complete(&text, cursor, &RULES, &[]);
            prop_assert!(completion.from <= text.chars().count());
        }
    }
}
