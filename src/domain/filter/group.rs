//! What items have in common, and how many have it.

use serde::{Deserialize, Serialize};

use super::{Due, Filter, Owner, Term, Test};

/// What items are grouped by: a field of the filter language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Facet {
    /// The rule that drives an item.
    Act,
    /// The due date.
    Due,
    /// The category.
    Category,
    /// Who works on it.
    Owner,
    /// The language of the text.
    Lang,
    /// The state.
    State,
    /// The kind of item.
    Kind,
}

impl Facet {
    /// Every facet, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Act,
        Self::Due,
        Self::Category,
        Self::Owner,
        Self::Lang,
        Self::State,
        Self::Kind,
    ];

    /// The field of the language, `category`.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Due => "due",
            Self::Category => "category",
            Self::Owner => "owner",
            Self::Lang => "lang",
            Self::State => "state",
            Self::Kind => "kind",
        }
    }

    /// The facet of a field.
    ///
    /// ```
    /// use awp::domain::filter::Facet;
    /// assert_eq!(Facet::of_field("owner"), Some(Facet::Owner));
    /// ```
    #[must_use]
    pub fn of_field(field: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.field() == field)
    }

    /// The facet that a test is about, if it is about one.
    #[must_use]
    pub const fn of_test(test: &Test) -> Option<Self> {
        Some(match test {
            Test::Act(_) => Self::Act,
            Test::Due(_) | Test::Overdue => Self::Due,
            Test::Category(_) => Self::Category,
            Test::Owner(_) => Self::Owner,
            Test::Lang(_) => Self::Lang,
            Test::State(_) => Self::State,
            Test::Kind(_) => Self::Kind,
            Test::Lacks(facet) => *facet,
            Test::Word(_)
            | Test::Phrase(_)
            | Test::Number(_)
            | Test::Pending
            | Test::Conflict
            | Test::Watched
            | Test::ToRead => return None,
        })
    }

    /// What an item passes that has nothing in this field.
    #[must_use]
    pub const fn lacking(self) -> Test {
        match self {
            Self::Due => Test::Due(Due::None),
            Self::Owner => Test::Owner(Owner::Nobody),
            Self::Act | Self::Category | Self::Lang | Self::State | Self::Kind => Test::Lacks(self),
        }
    }
}

/// Items that have something in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// What each of them passes, and no item of another group.
    pub test: Test,
    /// How many there are.
    pub items: u64,
}

impl Filter {
    /// The filter without what it asks of a facet: over it the groups of the facet are counted.
    /// What it denies stays.
    ///
    /// ```
    /// use awp::domain::filter::{Facet, Filter};
    /// let filter = Filter::parse("owner:aigul lang:kk -owner:none", &[]).unwrap();
    /// assert_eq!(filter.without(Facet::Owner).to_string(), "lang:kk -owner:none");
    /// ```
    #[must_use]
    pub fn without(&self, facet: Facet) -> Self {
        let terms = self.terms.iter();
        let stays = |term: &&Term| term.negated || Facet::of_test(&term.test) != Some(facet);
        Self {
            terms: terms.filter(stays).cloned().collect(),
        }
    }

    /// The filter that one more test must pass.
    #[must_use]
    pub fn and(mut self, test: Test) -> Self {
        self.terms.push(Term {
            negated: false,
            test,
        });
        self
    }
}
