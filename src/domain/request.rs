//! An information request: what arrived, where it stands, what happened to it.
//!
//! The state changes only by applying an [`Event`]; who may cause which event is `decide`'s
//! business. The rule pack is pinned on the day of receipt and never changes.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::act::Role;
use super::clock::Extended;
use super::ids::{CategoryId, CheckId, GroundId, Number, OpId, UserName};
use super::letter::Requisites;
use super::local_text::Lang;
use super::person::Requester;
use super::rules::PackId;
use super::text::CitizenText;

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

/// The three times of an act and who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The account, or `None` for the portal itself.
    pub by: Option<UserName>,
    /// The role the account had.
    pub role: Option<Role>,
    /// When the author decided, by their own clock.
    pub decided_at: Timestamp,
    /// When the portal received the decision; `None` while it has not.
    pub received_at: Option<Timestamp>,
    /// The time at which legality was judged.
    pub effective_at: Timestamp,
    /// The operation that carried it, if any.
    pub op: Option<OpId>,
    /// Whether the claimed time lay outside the possible window (base version to receipt), so
    /// that `effective_at` is the nearest end of the window.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outside_window: bool,
}

/// Whether an act came in time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum InTime {
    /// The act has no term of its own.
    #[default]
    NoTerm,
    /// Received and decided in time.
    Yes,
    /// Decided in time, received by the portal after the last day.
    LateOnReceipt {
        /// The last day.
        due: Date,
    },
    /// Decided after the last day.
    Late {
        /// The last day.
        due: Date,
        /// The reason the author gave.
        reason: Option<CitizenText>,
    },
}

impl InTime {
    /// The verdict without the words of its author.
    fn redacted(&self) -> Self {
        match self {
            Self::Late { due, .. } => Self::Late {
                due: *due,
                reason: None,
            },
            Self::NoTerm | Self::Yes | Self::LateOnReceipt { .. } => self.clone(),
        }
    }
}

/// A fact about a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The request arrived at the portal.
    Received,
    /// Somebody began to check it.
    Opened,
    /// Accepted for consideration.
    Accepted {
        /// The checks the administrator confirmed.
        confirmed: Vec<CheckId>,
    },
    /// Returned to the user.
    Returned {
        /// The requirements that are not met.
        reasons: Vec<CheckId>,
        /// The motive as the user reads it.
        motive: CitizenText,
        /// Whether the return came in time.
        in_time: InTime,
    },
    /// Sent to the competent holder, and the user told of it.
    Forwarded {
        /// BIN of that holder.
        to: String,
        /// The number of the copy there; the portal gives it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        copy: Option<Number>,
        /// The notice as the user reads it.
        notice: CitizenText,
        /// Whether it was forwarded in time.
        in_time: InTime,
    },
    /// Answered.
    Answered {
        /// The answer as the user reads it.
        answer: CitizenText,
        /// Its requisites; none of one that was given elsewhere and imported.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        requisites: Option<Requisites>,
        /// Whether the answer came in time.
        #[serde(default)]
        in_time: InTime,
    },
    /// The user was told where the information is already published.
    Published {
        /// Where and how, as the user reads it.
        answer: CitizenText,
        /// As of an answer.
        requisites: Requisites,
        /// Whether it came in time.
        in_time: InTime,
    },
    /// Refused with reasons.
    Refused {
        /// The grounds of checklist B.
        grounds: Vec<GroundId>,
        /// The motive as the user reads it.
        motive: CitizenText,
        /// Which restricted information it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        secret: Option<String>,
        /// Only a part is withheld.
        #[serde(default)]
        part: bool,
        /// When a temporary ground is looked at again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        review_on: Option<Date>,
        /// As of an answer.
        requisites: Requisites,
        /// Whether the refusal came in time.
        in_time: InTime,
    },
    /// The term of the answer was extended.
    Extended {
        /// By how many calendar days.
        days: u8,
        /// Why.
        reason: CitizenText,
        /// The approval of the head, where an administrator recorded it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approval: Option<CitizenText>,
        /// The notice that went out with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notice: Option<CitizenText>,
    },
    /// The user was told of the extension.
    Notified {
        /// The notice as the user reads it.
        notice: CitizenText,
        /// Whether it came in time.
        in_time: InTime,
    },
    /// The user was asked to clarify the content.
    Clarified {
        /// What was asked.
        question: CitizenText,
    },
    /// An answer was corrected.
    Corrected {
        /// The answer as it should have been.
        answer: CitizenText,
        /// As of an answer.
        requisites: Requisites,
    },
    /// Withdrawn by the user.
    Withdrawn,
}

impl Event {
    /// The kebab-case name, the same as the tag of its JSON.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Opened => "opened",
            Self::Accepted { .. } => "accepted",
            Self::Returned { .. } => "returned",
            Self::Forwarded { .. } => "forwarded",
            Self::Answered { .. } => "answered",
            Self::Published { .. } => "published",
            Self::Refused { .. } => "refused",
            Self::Extended { .. } => "extended",
            Self::Notified { .. } => "notified",
            Self::Clarified { .. } => "clarified",
            Self::Corrected { .. } => "corrected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state after the event; `None` if it stays.
    #[must_use]
    pub const fn state(&self) -> Option<RequestState> {
        Some(match self {
            Self::Received => RequestState::New,
            Self::Opened => RequestState::Moderation,
            Self::Accepted { .. } => RequestState::Consideration,
            Self::Returned { .. } => RequestState::Returned,
            Self::Forwarded { .. } => RequestState::Forwarded,
            Self::Answered { .. } | Self::Published { .. } => RequestState::Answered,
            Self::Refused { .. } => RequestState::Refused,
            Self::Withdrawn => RequestState::Withdrawn,
            Self::Extended { .. }
            | Self::Notified { .. }
            | Self::Clarified { .. }
            | Self::Corrected { .. } => return None,
        })
    }

    /// Whether the act came in time, for acts with a term.
    #[must_use]
    pub const fn in_time(&self) -> Option<&InTime> {
        match self {
            Self::Returned { in_time, .. }
            | Self::Forwarded { in_time, .. }
            | Self::Answered { in_time, .. }
            | Self::Published { in_time, .. }
            | Self::Refused { in_time, .. }
            | Self::Notified { in_time, .. } => Some(in_time),
            Self::Received
            | Self::Opened
            | Self::Accepted { .. }
            | Self::Extended { .. }
            | Self::Clarified { .. }
            | Self::Corrected { .. }
            | Self::Withdrawn => None,
        }
    }

    /// The ids of the requirements or grounds the act names.
    #[must_use]
    pub fn named_reasons(&self) -> Vec<&str> {
        match self {
            Self::Returned { reasons, .. } => reasons.iter().map(|id| id.0.as_str()).collect(),
            Self::Refused { grounds, .. } => grounds.iter().map(|id| id.0.as_str()).collect(),
            Self::Received
            | Self::Opened
            | Self::Accepted { .. }
            | Self::Forwarded { .. }
            | Self::Answered { .. }
            | Self::Published { .. }
            | Self::Extended { .. }
            | Self::Notified { .. }
            | Self::Clarified { .. }
            | Self::Corrected { .. }
            | Self::Withdrawn => Vec::new(),
        }
    }

    /// The text the user reads, for acts that have one.
    #[must_use]
    pub const fn outward_text(&self) -> Option<&CitizenText> {
        match self {
            Self::Returned { motive, .. } | Self::Refused { motive, .. } => Some(motive),
            Self::Answered { answer, .. }
            | Self::Published { answer, .. }
            | Self::Corrected { answer, .. } => Some(answer),
            Self::Forwarded { notice, .. } | Self::Notified { notice, .. } => Some(notice),
            Self::Clarified { question } => Some(question),
            Self::Extended { notice, .. } => notice.as_ref(),
            Self::Received | Self::Opened | Self::Accepted { .. } | Self::Withdrawn => None,
        }
    }
}

/// One line of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
    /// Who and when.
    pub stamp: Stamp,
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
    pub history: Vec<HistoryEntry>,
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
        if let (Event::Notified { .. }, Some(extension)) = (&event, &mut self.extension) {
            extension.notice_sent = true;
        }
        self.history.push(HistoryEntry { event, stamp });
    }

    /// The request without people and texts, as `support` receives it.
    #[must_use]
    pub fn redacted(&self) -> Self {
        let history = self
            .history
            .iter()
            .map(|entry| HistoryEntry {
                event: redacted_event(&entry.event),
                stamp: entry.stamp.clone(),
            })
            .collect();
        Self {
            text: CitizenText::default(),
            requester: self.requester.redacted(),
            history,
            unknown: serde_json::Map::new(),
            ..self.clone()
        }
    }
}

/// The event without what people wrote or are named by.
fn redacted_event(event: &Event) -> Event {
    let mut redacted = event.clone();
    let blank = CitizenText::default;
    match &mut redacted {
        Event::Returned {
            motive, in_time, ..
        } => (*motive, *in_time) = (blank(), in_time.redacted()),
        Event::Answered {
            answer,
            requisites,
            in_time,
        } => (*answer, *requisites, *in_time) = (blank(), None, in_time.redacted()),
        Event::Published {
            answer,
            requisites,
            in_time,
        } => {
            (*answer, *in_time) = (blank(), in_time.redacted());
            requisites.signatory.clear();
        }
        Event::Refused {
            motive,
            requisites,
            in_time,
            ..
        } => {
            (*motive, *in_time) = (blank(), in_time.redacted());
            requisites.signatory.clear();
        }
        Event::Extended {
            reason,
            approval,
            notice,
            ..
        } => {
            (*reason, *approval) = (blank(), approval.as_ref().map(|_| blank()));
            *notice = notice.as_ref().map(|_| blank());
        }
        Event::Forwarded {
            notice, in_time, ..
        }
        | Event::Notified { notice, in_time } => {
            (*notice, *in_time) = (blank(), in_time.redacted());
        }
        Event::Clarified { question } => *question = blank(),
        Event::Corrected { answer, requisites } => {
            *answer = blank();
            requisites.signatory.clear();
        }
        Event::Received | Event::Opened | Event::Accepted { .. } | Event::Withdrawn => {}
    }
    redacted
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
