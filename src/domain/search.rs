//! What a search over everything finds, and the words around it.
//!
//! A text is found if each word of the query begins some word of it; both are folded
//! ([`super::fold`]), so neither case nor missing Kazakh letters matter.

use std::fmt;
use std::ops::Range;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::act::Act;
use super::fold::{Folded, tokens};
use super::ids::Number;
use super::local_text::Lang;
use super::request::RequestState;
use super::template::{Template, Templates};

/// So many characters of the text stand before what was found, and twice as many after it.
const AROUND: usize = 40;

/// Where something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// In the text of a request.
    Request,
    /// In what was sent to its user.
    Answer,
    /// In an internal note.
    Note,
    /// In what was begun for an act.
    Draft(Act),
    /// In a template.
    Template,
}

impl Place {
    /// The kebab-case code: the name in JSON, the tail of the Fluent id `search-…`.
    ///
    /// ```
    /// use awp::domain::search::Place;
    /// assert_eq!(Place::Answer.code(), "answer");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Answer => "answer",
            Self::Note => "note",
            Self::Draft(_) => "draft",
            Self::Template => "template",
        }
    }

    /// The act of a draft.
    #[must_use]
    pub const fn act(self) -> Option<Act> {
        match self {
            Self::Draft(act) => Some(act),
            Self::Request | Self::Answer | Self::Note | Self::Template => None,
        }
    }
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// Where.
    pub place: Place,
    /// The request it is about; none of a template.
    pub number: Option<Number>,
    /// Where that request stands, as far as known.
    pub state: Option<RequestState>,
    /// When the request was received, or the text was last written.
    pub at: Option<Timestamp>,
    /// The title of a template.
    pub title: Option<String>,
    /// The words around what was found.
    pub snippet: Snippet,
}

/// A text cut to the words around what was found, on one line.
///
/// Its `Debug` hides the text.
#[derive(Clone, PartialEq, Eq, Default, Serialize)]
pub struct Snippet {
    /// What stands before.
    pub before: String,
    /// The word found.
    pub found: String,
    /// What stands after.
    pub after: String,
}

impl fmt::Debug for Snippet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Snippet(•••)")
    }
}

/// What was found, and whether there is more.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Found {
    /// By place, in each the newest first.
    pub hits: Vec<Hit>,
    /// There is more than was asked for.
    pub more: bool,
    /// Some texts wait for the index to be renewed and are not among those searched.
    pub partial: bool,
}

/// A query, folded once.
///
/// Its `Debug` hides the words: a citizen may have written them.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Query(Vec<String>);

impl fmt::Debug for Query {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Query({} words)", self.0.len())
    }
}

impl Query {
    /// Reads a query; `None` if it has no word of at least two letters or digits.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let tokens = tokens(typed);
        let says = tokens.iter().any(|token| token.chars().count() >= 2);
        says.then_some(Self(tokens))
    }

    /// The folded words.
    #[must_use]
    pub fn tokens(&self) -> &[String] {
        &self.0
    }

    /// The words around what was found in a text; `None` if the text has not every word.
    ///
    /// ```
    /// use awp::domain::search::Query;
    /// let query = Query::parse("кезег орн").unwrap();
    /// let found = query.find("Тұрғын үй кезегіндегі орным").unwrap();
    /// assert_eq!((found.before.as_str(), found.found.as_str()), ("Тұрғын үй ", "кезегіндегі"));
    /// assert!(query.find("Тұрғын үй кезегі").is_none());
    /// ```
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Snippet> {
        let folded = Folded::new(text);
        let mut tokens = self.0.iter();
        let all = tokens.all(|token| folded.beginning(token).next().is_some());
        self.first(&folded).filter(|_| all)
    }

    /// The words around the first word of the query that a text has; `None` if it has none.
    #[must_use]
    pub fn touch(&self, text: &str) -> Option<Snippet> {
        self.first(&Folded::new(text))
    }

    fn first(&self, folded: &Folded<'_>) -> Option<Snippet> {
        let mut tokens = self.0.iter();
        let place = tokens.find_map(|token| folded.beginning(token).next())?;
        Some(cut(folded.text(), place))
    }
}

impl Snippet {
    /// The beginning of a text, where nothing of it was found.
    #[must_use]
    pub fn beginning(text: &str) -> Self {
        cut(text, 0..0)
    }
}

/// The templates that have the words in their title or, in any language, their text.
#[must_use]
pub fn in_templates(query: &Query, templates: &Templates, lang: Lang) -> Vec<Hit> {
    let found = |template: &Template| {
        let texts = Lang::ALL
            .into_iter()
            .filter_map(|lang| templates.filled(template, lang, &|_| None));
        let titles = Lang::ALL.map(|lang| template.title.get(lang).to_owned());
        texts.chain(titles).find_map(|text| query.find(&text))
    };
    let hits = templates.all().filter_map(|template| {
        Some(Hit {
            place: Place::Template,
            number: None,
            state: None,
            at: None,
            title: Some(template.title.get(lang).to_owned()),
            snippet: found(template)?,
        })
    });
    hits.collect()
}

fn cut(text: &str, place: Range<usize>) -> Snippet {
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    let before = part(0..place.start);
    let from = before.char_indices().rev().nth(AROUND - 1);
    let mut head = from.map_or(before, |(at, _)| before.get(at..).unwrap_or_default());
    let mut lead = "";
    if head.len() < before.len() {
        // A word that is cut in two says nothing.
        head = head
            .split_once(char::is_whitespace)
            .map_or(head, |(_, rest)| rest);
        lead = "…";
    }
    let after = part(place.end..text.len());
    let to = after.char_indices().nth(2 * AROUND);
    let tail = to.map_or(after, |(at, _)| after.get(..at).unwrap_or_default());
    let end = if tail.len() < after.len() { "…" } else { "" };
    Snippet {
        before: format!("{lead}{}", on_one_line(head)),
        found: part(place).to_owned(),
        after: format!("{}{end}", on_one_line(tail)),
    }
}

fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c != ' ' || !line.ends_with(' ') {
            line.push(c);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_query_without_kazakh_letters_finds_the_kazakh_word() {
        let query = Query::parse("ТУРГЫН уй").unwrap();
        assert_eq!(query.find("Ипотека, тұрғын үй").unwrap().found, "тұрғын");
    }

    #[test]
    fn a_query_of_one_letter_is_none() {
        for typed in ["", " ", "а", "— !"] {
            assert!(Query::parse(typed).is_none(), "{typed}");
        }
        assert!(Query::parse("а үй").is_some());
    }

    #[test]
    fn a_long_text_is_cut_at_a_word_on_both_sides() {
        let text = format!("{} кезек {}", "сөз ".repeat(30), "сөз ".repeat(60));
        let found = Query::parse("кезек").unwrap().find(&text).unwrap();
        assert!(found.before.starts_with("…сөз "), "{}", found.before);
        assert!(found.after.ends_with('…'), "{}", found.after);
        assert!(found.before.chars().count() <= AROUND + 1);
        assert!(found.after.chars().count() <= 2 * AROUND + 1);
    }

    #[test]
    fn a_template_is_found_by_its_text_in_any_language() {
        let templates = Templates::builtin().unwrap();
        let query = Query::parse("рассмотрен").unwrap();
        let hits = in_templates(&query, &templates, Lang::Kk);
        assert!(!hits.is_empty());
        assert!(hits.iter().all(|hit| hit.place == Place::Template));
    }

    #[test]
    fn lines_are_put_together() {
        let found = Query::parse("екі").unwrap().find("бір\n\nекі\nүш").unwrap();
        assert_eq!(
            (found.before.as_str(), found.after.as_str()),
            ("бір ", " үш")
        );
    }

    proptest! {
        #[test]
        fn a_snippet_is_of_the_text_and_bounded(text in "\\PC{0,300}", word in "[а-яәіңғүұқөһ]{2,6}") {
            let query = Query::parse(&word).unwrap();
            let shown = query.touch(&text).unwrap_or_else(|| Snippet::beginning(&text));
            let all = shown.before.chars().count() + shown.after.chars().count();
            prop_assert!(all <= 3 * AROUND + 2);
            prop_assert!(text.contains(&shown.found));
        }
    }
}
