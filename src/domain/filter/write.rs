//! A filter as it is typed: what is written is read as the same filter again.

use std::fmt;

use super::{Comparison, Day, Due, Facet, Filter, Owner, Term, Test};
use crate::domain::request::TextLang;

impl fmt::Display for Filter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, term) in self.terms.iter().enumerate() {
            let gap = if at == 0 { "" } else { " " };
            write!(out, "{gap}{term}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Term {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minus = if self.negated { "-" } else { "" };
        write!(out, "{minus}{}", self.test)
    }
}

impl fmt::Display for Test {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => out.write_str(word),
            Self::Phrase(phrase) => quoted(phrase, out),
            Self::Number(number) => write!(out, "№{number}"),
            Self::State(state) => write!(out, "state:{}", state.id()),
            Self::Kind(kind) => write!(out, "kind:{}", kind.id()),
            Self::Act(rule) => write!(out, "act:{rule}"),
            Self::Due(due) => write!(out, "due:{due}"),
            Self::Overdue => out.write_str("overdue"),
            Self::Pending => out.write_str("pending"),
            Self::Conflict => out.write_str("conflict"),
            Self::Watched => out.write_str("watched"),
            Self::ToRead => out.write_str("to-read"),
            Self::Lang(lang) => write!(out, "lang:{}", TextLang::id(*lang)),
            Self::Category(category) => value(Facet::Category, &category.0, out),
            Self::Owner(Owner::Me) => out.write_str("owner:me"),
            Self::Owner(Owner::Nobody) => out.write_str("owner:none"),
            Self::Owner(Owner::User(user)) => value(Facet::Owner, &user.0, out),
            Self::Lacks(facet) => write!(out, "{}:none", facet.field()),
        }
    }
}

impl fmt::Display for Due {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Compared(comparison, day) = self else {
            return out.write_str("none");
        };
        out.write_str(match comparison {
            Comparison::On => "",
            Comparison::Before => "<",
            Comparison::Until => "<=",
            Comparison::After => ">",
            Comparison::From => ">=",
        })?;
        match day {
            Day::Date(date) => write!(out, "{date}"),
            Day::Days(0) => out.write_str("today"),
            Day::Days(1) => out.write_str("tomorrow"),
            Day::Days(days) => write!(out, "{days}d"),
            Day::WorkingDays(days) => write!(out, "{days}wd"),
        }
    }
}

fn value(facet: Facet, text: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(out, "{}:", facet.field())?;
    // An account may have the name of a word of the language.
    let is_word = ["me", "none"].contains(&text.to_lowercase().as_str());
    let plain = !text.starts_with(['"', '«']) && !text.contains(char::is_whitespace);
    if plain && !text.is_empty() && !is_word {
        out.write_str(text)
    } else {
        quoted(text, out)
    }
}

/// A text in the marks that it does not hold itself; a text that was read never holds both.
fn quoted(text: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    if text.contains('"') {
        write!(out, "«{text}»")
    } else {
        write!(out, "\"{text}\"")
    }
}
