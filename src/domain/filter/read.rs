//! The reader of filter expressions: one pass over the characters, no backtracking.

use super::{Comparison, Day, Due, Facet, Filter, FilterError, FilterProblem, Owner, Term, Test};
use crate::domain::ids::{CategoryId, ItemKind, Number, UserName};
use crate::domain::request::TextLang;
use crate::domain::rules::{Category, RuleId};
use crate::domain::work::State;

/// Longer values are shortened in errors.
const SHOWN: usize = 40;

pub(super) struct Reader<'a> {
    chars: Vec<char>,
    at: usize,
    categories: &'a [Category],
}

/// A piece of the expression and where it stands.
struct Piece {
    text: String,
    at: usize,
    quoted: bool,
}

impl Piece {
    fn error(&self, problem: FilterProblem) -> FilterError {
        FilterError {
            at: self.at,
            len: self.text.chars().count().max(1),
            problem,
        }
    }

    fn bad(&self, field: &'static str) -> FilterError {
        self.error(FilterProblem::BadValue {
            field,
            value: shown(&self.text),
        })
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &str, categories: &'a [Category]) -> Self {
        Self {
            chars: text.chars().collect(),
            at: 0,
            categories,
        }
    }

    pub(super) fn filter(mut self) -> Result<Filter, FilterError> {
        let mut terms = Vec::new();
        loop {
            while self.peek().is_some_and(char::is_whitespace) {
                self.at += 1;
            }
            if self.peek().is_none() {
                return Ok(Filter { terms });
            }
            terms.push(self.term()?);
        }
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn term(&mut self) -> Result<Term, FilterError> {
        let negated = self.peek() == Some('-');
        if negated {
            self.at += 1;
        }
        Ok(Term {
            negated,
            test: self.test()?,
        })
    }

    fn test(&mut self) -> Result<Test, FilterError> {
        let head = self.piece(true)?;
        if head.quoted {
            return words(&head, Test::Phrase);
        }
        if self.peek() != Some(':') {
            return bare(&head);
        }
        self.at += 1;
        let value = self.piece(false)?;
        if value.text.is_empty() {
            return Err(value.error(FilterProblem::MissingValue));
        }
        self.field(&head, &value)
    }

    /// A quotation, or everything up to white space (and up to a colon for the name of a field).
    fn piece(&mut self, stop_at_colon: bool) -> Result<Piece, FilterError> {
        let at = self.at;
        let close = match self.peek() {
            Some('"') => Some('"'),
            Some('«') => Some('»'),
            _ => None,
        };
        let mut text = String::new();
        if let Some(close) = close {
            self.at += 1;
            while let Some(c) = self.peek() {
                self.at += 1;
                if c == close {
                    return Ok(Piece {
                        text,
                        at,
                        quoted: true,
                    });
                }
                text.push(c);
            }
            return Err(FilterError {
                at,
                len: self.at - at,
                problem: FilterProblem::OpenQuote,
            });
        }
        while let Some(c) = self.peek() {
            if c.is_whitespace() || (stop_at_colon && c == ':') {
                break;
            }
            text.push(c);
            self.at += 1;
        }
        Ok(Piece {
            text,
            at,
            quoted: false,
        })
    }

    fn field(&self, name: &Piece, value: &Piece) -> Result<Test, FilterError> {
        let text = value.text.trim().to_lowercase();
        let text = text.as_str();
        let field = name.text.to_lowercase();
        let nothing = text == "none" && !value.quoted;
        if let Some(facet) = Facet::of_field(&field).filter(|_| nothing) {
            return Ok(facet.lacking());
        }
        match field.as_str() {
            "state" => State::named(text)
                .map(Test::State)
                .ok_or_else(|| value.bad("state")),
            "kind" => KINDS
                .into_iter()
                .find(|kind| kind.id() == text)
                .map(Test::Kind)
                .ok_or_else(|| value.bad("kind")),
            "lang" => LANGS
                .into_iter()
                .find(|lang| lang.id() == text)
                .map(Test::Lang)
                .ok_or_else(|| value.bad("lang")),
            "act" => RuleId::KNOWN
                .iter()
                .chain(&[RuleId::PUBLISH, RuleId::OPENING])
                .find(|rule| rule.as_str() == text)
                .cloned()
                .map(Test::Act)
                .ok_or_else(|| value.bad("act")),
            "due" => due(text).map(Test::Due).ok_or_else(|| value.bad("due")),
            "owner" => Ok(Test::Owner(match text {
                "me" if !value.quoted => Owner::Me,
                _ => Owner::User(UserName(value.text.clone())),
            })),
            "category" => self
                .categories
                .iter()
                .find(|category| category.id == text || category.name.is_named(text))
                .map(|category| Test::Category(CategoryId(category.id.clone())))
                .ok_or_else(|| value.error(FilterProblem::UnknownCategory(shown(&value.text)))),
            _ => Err(name.error(FilterProblem::UnknownField(shown(&name.text)))),
        }
    }
}

pub(super) const KINDS: [ItemKind; 9] = [
    ItemKind::Request,
    ItemKind::Topic,
    ItemKind::Conference,
    ItemKind::Question,
    ItemKind::Survey,
    ItemKind::Duty,
    ItemKind::Access,
    ItemKind::Circular,
    ItemKind::Op,
];

pub(super) const LANGS: [TextLang; 4] = [TextLang::Kk, TextLang::Ru, TextLang::En, TextLang::Mixed];

fn bare(word: &Piece) -> Result<Test, FilterError> {
    match word.text.to_lowercase().as_str() {
        "" => Err(word.error(FilterProblem::MissingValue)),
        "overdue" => Ok(Test::Overdue),
        "pending" => Ok(Test::Pending),
        "conflict" => Ok(Test::Conflict),
        "watched" => Ok(Test::Watched),
        "to-read" => Ok(Test::ToRead),
        _ => match word.text.parse::<Number>() {
            // A long number is a number, a short one may be a part of a text: a date, a house.
            Ok(number) if is_number(&word.text, number) => Ok(Test::Number(number)),
            _ => words(word, Test::Word),
        },
    }
}

fn is_number(text: &str, number: Number) -> bool {
    number.kind != ItemKind::Request && text.contains('-')
        || text.starts_with('№')
        || number.copy.is_some() && number.serial >= 1_000
}

fn words(piece: &Piece, test: impl Fn(String) -> Test) -> Result<Test, FilterError> {
    if piece.text.chars().any(char::is_alphanumeric) {
        Ok(test(piece.text.clone()))
    } else {
        Err(piece.error(FilterProblem::NothingToFind))
    }
}

fn due(text: &str) -> Option<Due> {
    let comparisons = [
        ("<=", Comparison::Until),
        (">=", Comparison::From),
        ("<", Comparison::Before),
        (">", Comparison::After),
    ];
    let (comparison, day) = comparisons
        .into_iter()
        .find_map(|(sign, comparison)| Some((comparison, text.strip_prefix(sign)?)))
        .unwrap_or((Comparison::On, text));
    day_of(day).map(|day| Due::Compared(comparison, day))
}

fn day_of(text: &str) -> Option<Day> {
    // Nobody plans ten years ahead; the bound keeps dates within the calendar's reach.
    let count = |digits: &str| digits.parse::<u16>().ok().filter(|days| *days <= 3_660);
    match text {
        "today" => Some(Day::Days(0)),
        "tomorrow" => Some(Day::Days(1)),
        _ => text
            .strip_suffix("wd")
            .map(|days| count(days).map(Day::WorkingDays))
            .or_else(|| {
                text.strip_suffix('d')
                    .map(|days| count(days).map(Day::Days))
            })
            .unwrap_or_else(|| text.parse().ok().map(Day::Date)),
    }
}

fn shown(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}
