//! A refusal: the law or a role says no.
//!
//! A refusal is an answer, not a failure: it names the act, the clause where there is one, and
//! lets every surface (screen, command, portal) word it in the user's language by `code`.

use serde::{Deserialize, Serialize};

use jiff::civil::{Date, DateTime};

use super::act::{Act, Role};
use super::ids::{ItemKind, Number, UserName};
use super::letter::Requisite;
use super::local_text::Lang;
use super::request::{RequestState, TextLang};

/// Why an act is not possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(
    tag = "code",
    rename_all = "kebab-case",
    rename_all_fields = "snake_case"
)]
pub enum Refusal {
    /// The role may not do the act at all.
    #[error("the role {} may not {}", .role.id(), .act.id())]
    RoleMayNot {
        /// The role of the account.
        role: Role,
        /// The act asked for.
        act: Act,
    },
    /// The request was already accepted for consideration.
    #[error("the request is already under consideration: {} is no longer possible", .act.id())]
    AlreadyAccepted {
        /// The act asked for.
        act: Act,
    },
    /// The request must be accepted before the act.
    #[error("the request is not accepted yet: {} is possible after that", .act.id())]
    NotYetAccepted {
        /// The act asked for.
        act: Act,
    },
    /// The request is closed.
    #[error("the request is closed ({}): {} is no longer possible", .state.id(), .act.id())]
    Closed {
        /// The act asked for.
        act: Act,
        /// The closed state.
        state: RequestState,
    },
    /// There is no such act on items of this kind.
    #[error("{} is no act on a {}", .act.id(), .kind.id())]
    ForeignAct {
        /// The act asked for.
        act: Act,
        /// The kind of the item.
        kind: ItemKind,
    },
    /// The item stands where the act is not possible.
    #[error("the {} is {state}: {} is not possible", .kind.id(), .act.id())]
    NotInState {
        /// The act asked for.
        act: Act,
        /// The kind of the item.
        kind: ItemKind,
        /// Its state, as commands name it.
        state: String,
    },
    /// The moderator is not one of this conference.
    #[error("{conference} has moderators of its own: ask to be added to its team")]
    NotInTeam {
        /// The conference.
        conference: Number,
    },
    /// What was typed as a day is none.
    #[error("write the day as 26.03.2026, a time as 26.03.2026 16:00")]
    DayUnreadable,
    /// The form is the same as before.
    #[error("nothing was changed")]
    NothingChanged,
    /// Fields of the template are empty or wrong `[145 ¶7]`.
    #[error("the template is not complete: {} [145 ¶7]", .fields.join(", "))]
    TemplateIncomplete {
        /// The fields, as commands name them.
        fields: Vec<String>,
    },
    /// The template leaves less than three working days before the opening `[145 ¶7]`.
    #[error("sent now, the conference opens on {earliest} at the earliest [145 ¶7]")]
    OpensTooSoon {
        /// The earliest day of opening.
        earliest: Date,
    },
    /// A conference lasts at least one working day `[145 ¶9]`.
    #[error("the conference closes on {earliest} at the earliest [145 ¶9]")]
    ClosesTooSoon {
        /// The earliest day of closing.
        earliest: Date,
    },
    /// The hour of opening has passed, or none is set.
    #[error("the hour of opening has passed: the dates have to be changed first")]
    OpeningPassed,
    /// The notice names no link `[145 ¶8(1)]`.
    #[error("give the link to the notice (https://…) [145 ¶8(1)]")]
    LinkMissing,
    /// The day of the notice lies ahead.
    #[error("{on} lies ahead: a notice is recorded once it was published")]
    NoticeAhead {
        /// The day given.
        on: Date,
    },
    /// The new closing date is not later than the present one.
    #[error("the conference closes on {closes} already: give a later day")]
    NotLater {
        /// The present closing date.
        closes: Date,
    },
    /// A conference is not closed before its time.
    #[error("the conference takes questions until {until}")]
    StillOpen {
        /// The local time of its closing.
        until: DateTime,
    },
    /// Every question is answered before the conference ends `[145 ¶9]`.
    #[error("{count} questions are neither answered nor declined [145 ¶9]")]
    QuestionsOpen {
        /// How many.
        count: usize,
        /// The first of them.
        numbers: Vec<Number>,
    },
    /// The conference is over.
    #[error("{conference} is closed: nothing is decided about its questions any more")]
    ConferenceOver {
        /// The conference.
        conference: Number,
    },
    /// An assignment names nobody.
    #[error("name the expert")]
    ExpertMissing,
    /// The time given to the expert ends after the conference.
    #[error("the conference closes at {closes}: give the expert less time")]
    ExpertTooLate {
        /// The local time of its closing.
        closes: DateTime,
    },
    /// The time given to the expert has passed.
    #[error("the time given to the expert has passed")]
    ExpertPassed,
    /// A question is merged into an open or answered one of the same conference.
    #[error("{into} is no question that this one can be merged into")]
    MergeImpossible {
        /// The question named.
        into: Number,
    },
    /// Other holders hold no conferences `[law art. 17(6)]`.
    #[error("only state bodies and quasi-public entities hold conferences [law art. 17(6)]")]
    HoldsNoConferences,
    /// A login name has other characters or another length.
    #[error("a login name has 1 to 64 letters, digits and . _ - @")]
    LoginNameUnfit,
    /// Another account has the login name.
    #[error("the login name {user} is taken: choose another one")]
    LoginNameTaken {
        /// The name.
        user: UserName,
    },
    /// The one extension is spent `[145 ¶5(2)]`.
    #[error("the term was already extended once [145 ¶5(2)]")]
    AlreadyExtended,
    /// Only an answer can be corrected.
    #[error("there is no answer to correct (state {})", .state.id())]
    NothingToCorrect {
        /// The state.
        state: RequestState,
    },
    /// Lawful, but this version of the program does not carry it out.
    #[error("{} is lawful here but not offered by this version", .act.id())]
    NotOffered {
        /// The act.
        act: Act,
    },
    /// A return names no failed check of checklist A `[145 ¶4(3)]`.
    #[error("a return names at least one unmet requirement of art. 11 [145 ¶4(3)]")]
    ReasonMissing,
    /// The data do not meet a requirement: one by one it can be confirmed, not among many.
    #[error("{id} is not met by the data: decide this request by itself")]
    CheckUnmet {
        /// The check.
        id: String,
    },
    /// The named check does not exist.
    #[error("no such check: {id}")]
    UnknownReason {
        /// The id given.
        id: String,
    },
    /// Competence is a ground of forwarding, never of return `[law art. 11 ¶11]`.
    #[error(
        "another holder is competent: forward within three working days instead [law art. 11 ¶11]"
    )]
    ForwardInstead,
    /// An appeal or complaint is not returned; the user is told the right procedure.
    #[error("not a request for information is no ground of return [law art. 3]")]
    NotAGroundOfReturn {
        /// The check named.
        id: String,
    },
    /// The check is about another kind of requester (a legal entity, a representative).
    #[error("{id} does not concern this requester")]
    NotAboutRequester {
        /// The check named.
        id: String,
    },
    /// The motive text is missing.
    #[error("the motive is empty: write what the user must mend")]
    MotiveMissing,
    /// The motive text is too long.
    #[error("the motive has {chars} characters, at most {max} are accepted")]
    MotiveTooLong {
        /// Characters counted.
        chars: usize,
        /// The limit.
        max: usize,
    },
    /// The term has passed and no reason for lateness was given.
    #[error("the last day for this act was {due} [{clause}]: give the reason for lateness")]
    LateReasonMissing {
        /// The last day.
        due: jiff::civil::Date,
        /// The clause of the term.
        clause: String,
    },
    /// A forward says to whom `[145 ¶4(2)]`.
    #[error("choose the holder to forward to [145 ¶4(2)]")]
    AddresseeMissing,
    /// A request is forwarded to a holder that the directory knows.
    #[error("no such holder in the directory: {bin}")]
    UnknownAddressee {
        /// The BIN given.
        bin: String,
    },
    /// The addressee takes no requests on the blog platform `[145 ¶2(1), (4)]`.
    #[error("holder {bin} takes no requests here: its way is e-Otinish [145 ¶2(4)]")]
    AddresseeTakesNone {
        /// Its BIN.
        bin: String,
    },
    /// The addressee is the holder that has the request.
    #[error("the request is already with this holder")]
    AddresseeIsSelf,
    /// The addressee has forwarded the request before: it does not go round in circles.
    #[error("holder {bin} has already forwarded this request")]
    AddresseePassedIt {
        /// Its BIN.
        bin: String,
    },
    /// There is nothing the user could read.
    #[error("the text is empty: write what the user will read")]
    TextMissing,
    /// A letter lacks what it must carry `[law art. 11 ¶14]`.
    #[error("the letter lacks: {} [law art. 11 ¶14]", .requisite.id())]
    RequisiteMissing {
        /// What it lacks.
        requisite: Requisite,
    },
    /// A letter has to be in the language of the request `[law art. 11 ¶12]`.
    #[error("the request is in {}, the letter in {} [law art. 11 ¶12]", .asked.id(), .given.code())]
    WrongLanguage {
        /// The language of the request.
        asked: TextLang,
        /// The language of the letter.
        given: Lang,
    },
    /// The information itself is given on a repeated request `[law art. 11 ¶15]`.
    #[error("the request is a repeated one: give the information itself [law art. 11 ¶15]")]
    Repeated,
    /// A refusal names no ground of the closed list `[law art. 11 ¶16]`.
    #[error("a refusal names at least one ground of art. 11 ¶16")]
    GroundMissing,
    /// The named ground does not exist `[law art. 11 ¶16]`.
    #[error("no such ground: {id}")]
    UnknownGround {
        /// The id given.
        id: String,
    },
    /// The ground asks which restricted information it is.
    #[error("{id}: name the kind of restricted information")]
    SecretMissing {
        /// The ground.
        id: String,
    },
    /// The named kind of restricted information does not exist.
    #[error("no such kind of restricted information: {id}")]
    UnknownSecret {
        /// The id given.
        id: String,
    },
    /// A kind of restricted information, or a part of it, without the ground that asks for it.
    #[error("a kind of restricted information or a part belongs to its ground only")]
    SecretForeign,
    /// A temporary ground asks for a day of review.
    #[error("{id} is temporary: name the day of review")]
    ReviewMissing {
        /// The ground.
        id: String,
    },
    /// The day of review is not ahead, or no ground is temporary.
    #[error("the day of review must lie ahead and belong to a temporary ground")]
    ReviewForeign,
    /// An extension needs the approval of the head `[145 ¶5(2)]`.
    #[error("only the head extends: record the head's approval [145 ¶5(2)]")]
    ApprovalMissing,
    /// The term has ended and can no longer be extended `[145 ¶5(2)]`.
    #[error("the term ended on {due}: it can no longer be extended [145 ¶5(2)]")]
    ExtensionTooLate {
        /// The last day of the answer.
        due: jiff::civil::Date,
    },
    /// The new date would not be later than the old one.
    #[error("{days} days bring nothing: the answer stays due on {due}")]
    ExtensionTooShort {
        /// The days asked for.
        days: u8,
        /// The last day of the answer.
        due: jiff::civil::Date,
        /// The smallest number of days that helps, if any does.
        smallest: Option<u8>,
    },
    /// The number of days is out of bounds, or the pack knows no extension `[145 ¶5(2)]`.
    #[error("an extension of {days} days is not possible under the pack of the request")]
    ExtensionImpossible {
        /// The days asked for.
        days: u8,
    },
    /// The term was not extended, or the user was told already.
    #[error("there is no extension of which the user was not told")]
    NothingToNotify,
    /// No follow-up is open: the answer was not disliked, or it was closed already.
    #[error("no follow-up is open: there is no dislike that waits for one [145 ¶6]")]
    NothingToFollowUp,
    /// Only an answer is rated `[145 ¶6]`.
    #[error("there is no answer to rate (state {})", .state.id())]
    NothingToRate {
        /// The state.
        state: RequestState,
    },
    /// A dislike says why `[145 ¶6]`.
    #[error("a dislike says why [145 ¶6]")]
    RatingReasonMissing,
    /// The act was already sent and can no longer be recalled.
    #[error("the act has already been sent: it can be corrected, not recalled")]
    AlreadySent,
    /// The workstation is read-only.
    #[error("this workstation is read-only")]
    ReadOnly,
    /// The entity was written by a newer portal and is not understood.
    #[error("the item was made by a newer portal: update the workstation to act on it")]
    NotUnderstood,
    /// There is no such item, or the account does not see it.
    #[error("no such item")]
    NoSuchItem,
    /// The id of the operation already stands for another decision.
    #[error("the operation id already stands for another decision")]
    OpIdReused,
    /// The operation was decided by another account than the one that sends it.
    #[error("the operation was decided by another account: sign in as its author")]
    ForeignOp,
}

impl Refusal {
    /// The kebab-case code of commands and the protocol.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::RoleMayNot { .. } => "role-may-not",
            Self::AlreadyAccepted { .. } => "already-accepted",
            Self::NotYetAccepted { .. } => "not-yet-accepted",
            Self::Closed { .. } => "closed",
            Self::ForeignAct { .. } => "foreign-act",
            Self::NotInState { .. } => "not-in-state",
            Self::NotInTeam { .. } => "not-in-team",
            Self::DayUnreadable => "day-unreadable",
            Self::NothingChanged => "nothing-changed",
            Self::TemplateIncomplete { .. } => "template-incomplete",
            Self::OpensTooSoon { .. } => "opens-too-soon",
            Self::ClosesTooSoon { .. } => "closes-too-soon",
            Self::OpeningPassed => "opening-passed",
            Self::LinkMissing => "link-missing",
            Self::NoticeAhead { .. } => "notice-ahead",
            Self::NotLater { .. } => "not-later",
            Self::StillOpen { .. } => "still-open",
            Self::QuestionsOpen { .. } => "questions-open",
            Self::ConferenceOver { .. } => "conference-over",
            Self::ExpertMissing => "expert-missing",
            Self::ExpertTooLate { .. } => "expert-too-late",
            Self::ExpertPassed => "expert-passed",
            Self::MergeImpossible { .. } => "merge-impossible",
            Self::LoginNameUnfit => "login-name-unfit",
            Self::HoldsNoConferences => "holds-no-conferences",
            Self::LoginNameTaken { .. } => "login-name-taken",
            Self::AlreadyExtended => "already-extended",
            Self::NothingToCorrect { .. } => "nothing-to-correct",
            Self::NotOffered { .. } => "not-offered",
            Self::ReasonMissing => "reason-missing",
            Self::CheckUnmet { .. } => "check-unmet",
            Self::UnknownReason { .. } => "unknown-reason",
            Self::ForwardInstead => "forward-instead",
            Self::NotAGroundOfReturn { .. } => "not-a-ground-of-return",
            Self::NotAboutRequester { .. } => "not-about-requester",
            Self::MotiveMissing => "motive-missing",
            Self::MotiveTooLong { .. } => "motive-too-long",
            Self::LateReasonMissing { .. } => "late-reason-missing",
            Self::AddresseeMissing => "addressee-missing",
            Self::UnknownAddressee { .. } => "unknown-addressee",
            Self::AddresseeTakesNone { .. } => "addressee-takes-none",
            Self::AddresseeIsSelf => "addressee-is-self",
            Self::AddresseePassedIt { .. } => "addressee-passed-it",
            Self::TextMissing => "text-missing",
            Self::RequisiteMissing { .. } => "requisite-missing",
            Self::WrongLanguage { .. } => "wrong-language",
            Self::Repeated => "repeated",
            Self::GroundMissing => "ground-missing",
            Self::UnknownGround { .. } => "unknown-ground",
            Self::SecretMissing { .. } => "secret-missing",
            Self::UnknownSecret { .. } => "unknown-secret",
            Self::SecretForeign => "secret-foreign",
            Self::ReviewMissing { .. } => "review-missing",
            Self::ReviewForeign => "review-foreign",
            Self::ApprovalMissing => "approval-missing",
            Self::ExtensionTooLate { .. } => "extension-too-late",
            Self::ExtensionTooShort { .. } => "extension-too-short",
            Self::ExtensionImpossible { .. } => "extension-impossible",
            Self::NothingToNotify => "nothing-to-notify",
            Self::NothingToFollowUp => "nothing-to-follow-up",
            Self::NothingToRate { .. } => "nothing-to-rate",
            Self::RatingReasonMissing => "rating-reason-missing",
            Self::AlreadySent => "already-sent",
            Self::ReadOnly => "read-only",
            Self::NotUnderstood => "not-understood",
            Self::NoSuchItem => "no-such-item",
            Self::OpIdReused => "op-id-reused",
            Self::ForeignOp => "foreign-op",
        }
    }

    /// The clause that forbids the act, where the law does.
    #[must_use]
    pub fn clause(&self) -> Option<&str> {
        match self {
            Self::AlreadyExtended
            | Self::ApprovalMissing
            | Self::ExtensionTooLate { .. }
            | Self::ExtensionTooShort { .. }
            | Self::ExtensionImpossible { .. } => Some("145 ¶5(2)"),
            Self::TemplateIncomplete { .. } | Self::OpensTooSoon { .. } => Some("145 ¶7"),
            Self::LinkMissing => Some("145 ¶8(1)"),
            Self::HoldsNoConferences => Some("Law art. 17(6)"),
            Self::ClosesTooSoon { .. } | Self::QuestionsOpen { .. } => Some("145 ¶9"),
            Self::RequisiteMissing { .. } => Some("Law art. 11 ¶14"),
            Self::WrongLanguage { .. } => Some("Law art. 11 ¶12"),
            Self::Repeated => Some("Law art. 11 ¶15"),
            Self::GroundMissing | Self::UnknownGround { .. } => Some("Law art. 11 ¶16"),
            Self::SecretMissing { .. } | Self::UnknownSecret { .. } => Some("Law art. 5 ¶3"),
            Self::ReasonMissing | Self::MotiveMissing => Some("145 ¶4(3)"),
            Self::NothingToFollowUp | Self::NothingToRate { .. } | Self::RatingReasonMissing => {
                Some("145 ¶6")
            }
            Self::AddresseeMissing => Some("145 ¶4(2)"),
            Self::AddresseeTakesNone { .. } => Some("145 ¶2(4)"),
            Self::ForwardInstead | Self::AddresseeIsSelf | Self::AddresseePassedIt { .. } => {
                Some("Law art. 11 ¶11")
            }
            Self::NotAGroundOfReturn { .. } => Some("Law art. 3"),
            Self::LateReasonMissing { clause, .. } => Some(clause),
            Self::RoleMayNot { .. }
            | Self::ForeignAct { .. }
            | Self::NotInState { .. }
            | Self::NotInTeam { .. }
            | Self::DayUnreadable
            | Self::NothingChanged
            | Self::OpeningPassed
            | Self::NoticeAhead { .. }
            | Self::NotLater { .. }
            | Self::StillOpen { .. }
            | Self::ConferenceOver { .. }
            | Self::ExpertMissing
            | Self::ExpertTooLate { .. }
            | Self::ExpertPassed
            | Self::MergeImpossible { .. }
            | Self::LoginNameUnfit
            | Self::LoginNameTaken { .. }
            | Self::AlreadyAccepted { .. }
            | Self::NotYetAccepted { .. }
            | Self::Closed { .. }
            | Self::NothingToCorrect { .. }
            | Self::NotOffered { .. }
            | Self::CheckUnmet { .. }
            | Self::UnknownReason { .. }
            | Self::NotAboutRequester { .. }
            | Self::MotiveTooLong { .. }
            | Self::UnknownAddressee { .. }
            | Self::TextMissing
            | Self::SecretForeign
            | Self::ReviewMissing { .. }
            | Self::ReviewForeign
            | Self::NothingToNotify
            | Self::AlreadySent
            | Self::ReadOnly
            | Self::NotUnderstood
            | Self::NoSuchItem
            | Self::OpIdReused
            | Self::ForeignOp => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_the_tag_of_the_json() {
        let refusal = Refusal::Closed {
            act: Act::Accept,
            state: RequestState::Returned,
        };
        let json = serde_json::to_value(&refusal).unwrap();
        assert_eq!(json["code"], refusal.code());
        assert_eq!(serde_json::from_value::<Refusal>(json).unwrap(), refusal);
    }
}
