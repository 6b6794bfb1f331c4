//! An information request: what arrived, where it stands, what happened to it.
//!
//! The state changes only by applying an [`Event`]; who may cause which event is `decide`'s
//! business. The rule pack is pinned on the day of receipt and never changes.

mod event;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::clock::Extended;
use super::history::{self, Entry, Stamp};
use super::ids::{CategoryId, Number, UserName};
use super::local_text::Lang;
use super::person::Requester;
use super::rules::PackId;
use super::text::CitizenText;

pub use event::{Event, Rating};

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequestState {
    /// Received, not opened by anyone.
    New,
    /// Being checked against art. 11.
    Moderation,
    /// Accepted for consideration.
    Consideration,
    /// Returned to the user.
    Returned,
    /// Sent to the competent holder.
    Forwarded,
    /// Refused with reasons.
    Refused,
    /// Answered.
    Answered,
    /// Withdrawn by the user.
    Withdrawn,
}

impl RequestState {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::New,
        Self::Moderation,
        Self::Consideration,
        Self::Returned,
        Self::Forwarded,
        Self::Refused,
        Self::Answered,
        Self::Withdrawn,
    ];

    /// The name used by commands, filters and the protocol.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Moderation => "moderation",
            Self::Consideration => "consideration",
            Self::Returned => "returned",
            Self::Forwarded => "forwarded",
            Self::Refused => "refused",
            Self::Answered => "answered",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether nothing more is to be done in time.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(
            self,
            Self::Returned | Self::Forwarded | Self::Refused | Self::Answered | Self::Withdrawn
        )
    }
}

/// The language a request is written in; an answer must use it `[law art. 11 ¶12]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextLang {
    /// Kazakh.
    Kk,
    /// Russian.
    Ru,
    /// English.
    En,
    /// Kazakh and Russian in one text.
    Mixed,
}

impl From<Lang> for TextLang {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Kk => Self::Kk,
            Lang::Ru => Self::Ru,
            Lang::En => Self::En,
        }
    }
}

impl TextLang {
    /// The code used by commands and filters.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
            Self::En => "en",
            Self::Mixed => "mixed",
        }
    }

    /// Tells the language of a text by its letters.
    ///
    /// A line with a letter that only Kazakh has is Kazakh; other Cyrillic lines are Russian.
    /// A text is mixed when both make up at least a fifth of it.
    ///
    /// ```
    /// use awp::domain::request::TextLang;
    /// assert_eq!(TextLang::detect("Тұрғын үй кезегі туралы"), TextLang::Kk);
    /// assert_eq!(TextLang::detect("О жилищной очереди"), TextLang::Ru);
    /// ```
    #[must_use]
    pub fn detect(text: &str) -> Self {
        let (mut kk, mut ru, mut latin) = (0_usize, 0_usize, 0_usize);
        for line in text.lines() {
            let cyrillic = line
                .chars()
                .filter(|c| ('\u{400}'..='\u{4ff}').contains(c))
                .count();
            latin += line.chars().filter(char::is_ascii_alphabetic).count();
            let kazakh = line.chars().any(|c| "әіңғүұқөһӘІҢҒҮҰҚӨҺ".contains(c));
            *(if kazakh { &mut kk } else { &mut ru }) += cyrillic;
        }
        let cyrillic = kk + ru;
        if latin > cyrillic {
            Self::En
        } else if kk * 5 >= cyrillic && ru * 5 >= cyrillic && cyrillic > 0 {
            Self::Mixed
        } else if kk >= ru && kk > 0 {
            Self::Kk
        } else {
            Self::Ru
        }
    }
}

/// An information request as the portal and the replica hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The public number.
    pub number: Number,
    /// BIN of the holder addressed.
    pub holder: String,
    /// The instant of receipt on the blog platform.
    pub received_at: Timestamp,
    /// The day of registration.
    pub registered_on: Date,
    /// The category the user chose.
    pub category: CategoryId,
    /// The language of the text.
    pub lang: TextLang,
    /// The text; empty in a redacted body.
    pub text: CitizenText,
    /// Who asks.
    pub requester: Requester,
    /// Where the request stands.
    pub state: RequestState,
    /// Whether the one extension is spent.
    #[serde(default)]
    pub extended: bool,
    /// The one extension, for its clocks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Extended>,
    /// The user asks again for the same: "already published" is no way out `[law art. 11 ¶15]`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repeated: bool,
    /// A dislike waits to be followed up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub follow_up: bool,
    /// The request this one is the forwarded copy of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forwarded_from: Option<Number>,
    /// BINs of the holders that forwarded it before it came here, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed_by: Vec<String>,
    /// The rule pack in force on the day of receipt.
    pub pack: PackId,
    /// Who works on it.
    #[serde(default)]
    pub owner: Option<UserName>,
    /// Everything that happened, oldest first.
    #[serde(default)]
    pub history: Vec<Entry<Event>>,
    /// Fields of a newer protocol, kept as they came.
    #[serde(flatten)]
    pub unknown: serde_json::Map<String, serde_json::Value>,
}

impl Request {
    /// Applies a fact; the caller has decided that it may happen.
    pub fn apply(&mut self, event: Event, stamp: Stamp) {
        self.state = event.state().unwrap_or(self.state);
        if let Event::Extended { days, notice, .. } = &event {
            self.extended = true;
            self.extension = Some(Extended {
                at: stamp.effective_at,
                days: *days,
                notice_sent: notice.is_some(),
            });
        }
        if let Event::Rated { rating, .. } = event {
            self.follow_up = rating == Rating::Dislike;
        } else if matches!(event, Event::FollowedUp { .. } | Event::Corrected { .. }) {
            self.follow_up = false;
        }
        if let (Event::Notified { .. }, Some(extension)) = (&event, &mut self.extension) {
            extension.notice_sent = true;
        }
        self.history.push(Entry { event, stamp });
    }

    /// The request without people and texts, as `support` receives it.
    #[must_use]
    pub fn redacted(&self) -> Self {
        Self {
            text: CitizenText::default(),
            requester: self.requester.redacted(),
            history: history::redacted(&self.history, Event::redacted),
            unknown: serde_json::Map::new(),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_told_by_the_letters() {
        for (text, lang) in [
            ("Тұрғын үй кезегіндегі орнымды білгім келеді", TextLang::Kk),
            ("Прошу сообщить порядок очереди", TextLang::Ru),
            ("Please tell me the order of the queue", TextLang::En),
            (
                "Кезек қалай жүреді?\nПрошу ответить письменно.",
                TextLang::Mixed,
            ),
            ("", TextLang::Ru),
        ] {
            assert_eq!(TextLang::detect(text), lang, "{text}");
        }
    }
}
