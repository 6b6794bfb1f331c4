//! The composer: every act whose text the user reads is written here.
//!
//! Responsible for what is chosen and typed, in which parts and in which order; judged is the
//! command it makes, by `domain::decide`. A letter about a request in both languages has a page
//! for each. Invariant: Cancel comes before the deciding button, and no key of a text presses it.

mod command;
pub mod plan;

use jiff::Timestamp;
use serde::Serialize;

use super::batch::Items;
use super::directory::Directory;
use super::editor::Editor;
use super::effect::DraftKey;
use super::field::LineField;
use super::form::{Focus, Lateness};
use super::typed;
use crate::domain::act::Act;
use crate::domain::ids::{ItemKind, Number};
use crate::domain::letter::Signatory;
use crate::domain::local_text::{Lang, LocalText};
use crate::domain::refusal::Refusal;
use crate::domain::request::TextLang;
use crate::domain::text::CitizenText;
use crate::i18n::reader;
use crate::wire::draft::LetterDraft;
use crate::wire::ops::Base;

/// One ground of a refusal in the composer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroundLine {
    /// The id, `B3`.
    pub id: String,
    /// The clause.
    pub clause: String,
    /// The official wording.
    pub text: LocalText,
    /// A day of review is asked for.
    pub temporary: bool,
    /// The kind of restricted information is asked for.
    pub asks_secret: bool,
    /// Chosen.
    pub marked: bool,
}

/// What a letter says in one language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Page {
    /// The language.
    pub lang: Lang,
    /// The text so far.
    pub text: Editor,
    /// It was written or edited by hand.
    pub touched: bool,
}

/// A part of the composer, from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// The grounds of a refusal.
    Grounds,
    /// The kind of restricted information.
    Secret,
    /// Whether only a part is withheld.
    Portion,
    /// The day of review.
    ReviewOn,
    /// By how many days a term is extended.
    Days,
    /// The holder forwarded to.
    Addressee,
    /// The text in a language.
    Text(Lang),
    /// The recorded approval of the head.
    Approval,
    /// The notice of an extension.
    Notice,
    /// The reason for lateness.
    Late,
    /// Who signs.
    Signatory,
}

impl Section {
    /// The part of a field; none of a button.
    #[must_use]
    pub const fn of(focus: Focus) -> Option<Self> {
        Some(match focus {
            Focus::Line(_) => Self::Grounds,
            Focus::Secret => Self::Secret,
            Focus::Portion => Self::Portion,
            Focus::ReviewOn => Self::ReviewOn,
            Focus::Days => Self::Days,
            Focus::Search => Self::Addressee,
            Focus::Text(lang) => Self::Text(lang),
            Focus::Approval => Self::Approval,
            Focus::Notice => Self::Notice,
            Focus::LateReason => Self::Late,
            Focus::Signatory => Self::Signatory,
            Focus::Motive | Focus::Cancel | Focus::Submit => return None,
        })
    }

    /// Whether the part has more to show than its one line.
    #[must_use]
    pub const fn opens(self) -> bool {
        matches!(
            self,
            Self::Grounds
                | Self::Addressee
                | Self::Text(_)
                | Self::Approval
                | Self::Notice
                | Self::Late
        )
    }
}

/// The holder a request is forwarded to, being looked for.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Search {
    /// What is looked for.
    pub query: LineField,
    /// Places in the directory, best first.
    pub found: Vec<usize>,
    /// Index of the selected one.
    pub selected: usize,
    /// BIN of the chosen one.
    pub chosen: Option<String>,
}

/// One act being composed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Composer {
    /// The act.
    pub act: Act,
    /// The request.
    pub number: Number,
    /// What the decision is based on.
    pub base: Base,
    /// The items of one act on many; empty for an act on one.
    pub batch: Items,
    /// The language of the request.
    pub asked: TextLang,
    /// The texts, one for each language that is wanted.
    pub pages: Vec<Page>,
    /// The grounds of a refusal; none of another act.
    pub grounds: Vec<GroundLine>,
    /// The kinds of restricted information to choose from.
    pub secrets: Vec<(String, LocalText)>,
    /// The chosen kind, by index.
    pub secret: Option<usize>,
    /// Only a part is withheld.
    pub part: bool,
    /// The day of review as typed.
    pub review_on: LineField,
    /// The days of an extension as typed.
    pub days: LineField,
    /// The addressee of a forward.
    pub search: Search,
    /// The approval of the head, where an administrator records it.
    pub approval: Option<Editor>,
    /// The approval that was taken from what the head said as its reader.
    pub recorded: Option<String>,
    /// The notice of an extension.
    pub notice: Option<Editor>,
    /// Present when the last day has passed.
    pub late: Option<Lateness>,
    /// Who may sign.
    pub signatories: Vec<Signatory>,
    /// Who signs, by index.
    pub signatory: usize,
    /// The focus.
    pub focus: Focus,
    /// Why the last attempt was refused.
    pub refusal: Option<Refusal>,
    /// When what was typed is to be saved; at most a second after typing.
    pub save_at: Option<Timestamp>,
    /// Something was chosen or typed that a draft would keep.
    pub touched: bool,
    /// Drafts that are being looked for.
    pub drafts_asked: Vec<DraftKey>,
}

impl Composer {
    /// The parts that are asked for now, from top to bottom.
    #[must_use]
    pub fn sections(&self) -> Vec<Section> {
        let texts = self.pages.iter().map(|page| Section::Text(page.lang));
        let mut sections = Vec::new();
        // Only requests have grounds, terms to extend and addressees.
        let act = Some(self.act).filter(|_| self.number.kind == ItemKind::Request);
        match act.unwrap_or(Act::Answer) {
            Act::Refuse | Act::Return => sections.extend(self.refusal_sections()),
            Act::Extend => sections.push(Section::Days),
            Act::Forward => sections.push(Section::Addressee),
            Act::Accept
            | Act::Answer
            | Act::AlreadyPublished
            | Act::Notify
            | Act::Clarify
            | Act::Correct
            | Act::Close
            | Act::Withdraw
            | Act::Plan
            | Act::Send
            | Act::Publish
            | Act::Announce
            | Act::Decline
            | Act::Assign
            | Act::Draft
            | Act::Merge
            | Act::Part
            | Act::Grant
            | Act::Revoke
            | Act::Read => {}
        }
        sections.extend(texts);
        sections.extend(self.approval.as_ref().map(|_| Section::Approval));
        sections.extend(self.notice.as_ref().map(|_| Section::Notice));
        sections.extend(self.late.as_ref().map(|_| Section::Late));
        if self.is_letter() && self.signatories.len() > 1 {
            sections.push(Section::Signatory);
        }
        sections
    }

    fn refusal_sections(&self) -> impl Iterator<Item = Section> {
        let marked = |test: fn(&GroundLine) -> bool| {
            self.grounds.iter().any(|line| line.marked && test(line))
        };
        let asks_secret = marked(|line| line.asks_secret);
        [
            (Section::Grounds, true),
            (Section::Secret, asks_secret),
            (Section::Portion, asks_secret),
            (Section::ReviewOn, marked(|line| line.temporary)),
        ]
        .into_iter()
        .filter_map(|(section, asked)| asked.then_some(section))
    }

    /// The fields in the order of Tab.
    #[must_use]
    pub fn fields(&self) -> Vec<Focus> {
        let mut fields = Vec::new();
        for section in self.sections() {
            match section {
                Section::Grounds => fields.extend((0..self.grounds.len()).map(Focus::Line)),
                Section::Secret => fields.push(Focus::Secret),
                Section::Portion => fields.push(Focus::Portion),
                Section::ReviewOn => fields.push(Focus::ReviewOn),
                Section::Days => fields.push(Focus::Days),
                Section::Addressee => fields.push(Focus::Search),
                Section::Text(lang) => fields.push(Focus::Text(lang)),
                Section::Approval => fields.push(Focus::Approval),
                Section::Notice => fields.push(Focus::Notice),
                Section::Late => fields.push(Focus::LateReason),
                Section::Signatory => fields.push(Focus::Signatory),
            }
        }
        fields.extend([Focus::Cancel, Focus::Submit]);
        fields
    }

    /// The part the focus is in; none on the buttons.
    #[must_use]
    pub const fn section(&self) -> Option<Section> {
        Section::of(self.focus)
    }

    /// Sends the focus to a part, or to Cancel if it is not asked for.
    pub fn focus_on(&mut self, section: Section) {
        let fields = self.fields();
        let field = fields
            .into_iter()
            .find(|field| Section::of(*field) == Some(section));
        self.focus = field.unwrap_or(Focus::Cancel);
    }

    /// The page the focus is on, else the first one.
    #[must_use]
    pub fn page(&self) -> Option<&Page> {
        let own = self
            .pages
            .iter()
            .find(|page| self.focus == Focus::Text(page.lang));
        own.or_else(|| self.pages.first())
    }

    /// The page that has the focus.
    #[must_use]
    pub fn page_in_focus(&self) -> Option<&Page> {
        let mut pages = self.pages.iter();
        pages.find(|page| self.focus == Focus::Text(page.lang))
    }

    /// The language the letter is in; of two pages the first with a text.
    #[must_use]
    pub fn lang(&self) -> Lang {
        let written = self.pages.iter().find(|page| !page.text.is_blank());
        written
            .or_else(|| self.pages.first())
            .map_or_else(Lang::default, |page| page.lang)
    }

    /// The several-line editor of a part.
    #[must_use]
    pub fn editor(&self, section: Section) -> Option<&Editor> {
        match section {
            Section::Text(lang) => {
                let page = self.pages.iter().find(|page| page.lang == lang)?;
                Some(&page.text)
            }
            Section::Approval => self.approval.as_ref(),
            Section::Notice => self.notice.as_ref(),
            Section::Late => self.late.as_ref().map(|late| &late.reason),
            Section::Grounds
            | Section::Secret
            | Section::Portion
            | Section::ReviewOn
            | Section::Days
            | Section::Addressee
            | Section::Signatory => None,
        }
    }

    /// The same, to be written into.
    pub fn editor_mut(&mut self, section: Section) -> Option<&mut Editor> {
        match section {
            Section::Text(lang) => {
                let page = self.pages.iter_mut().find(|page| page.lang == lang)?;
                Some(&mut page.text)
            }
            Section::Approval => self.approval.as_mut(),
            Section::Notice => self.notice.as_mut(),
            Section::Late => self.late.as_mut().map(|late| &mut late.reason),
            Section::Grounds
            | Section::Secret
            | Section::Portion
            | Section::ReviewOn
            | Section::Days
            | Section::Addressee
            | Section::Signatory => None,
        }
    }

    /// The one-line field under the focus.
    pub const fn line_mut(&mut self) -> Option<&mut LineField> {
        match self.focus {
            Focus::Days => Some(&mut self.days),
            Focus::ReviewOn => Some(&mut self.review_on),
            Focus::Search => Some(&mut self.search.query),
            Focus::Line(_)
            | Focus::Motive
            | Focus::Text(_)
            | Focus::Secret
            | Focus::Portion
            | Focus::Approval
            | Focus::Notice
            | Focus::LateReason
            | Focus::Signatory
            | Focus::Cancel
            | Focus::Submit => None,
        }
    }

    /// What a second reader is given of a page: its text, of an extension also by how many days.
    #[must_use]
    pub fn wording(&self, page: &Page) -> String {
        let (text, days) = (page.text.text(), self.days.text().trim());
        reader::wording(self.act, page.lang, days, &text)
    }

    /// The chosen grounds.
    #[must_use]
    pub fn chosen_grounds(&self) -> Vec<&GroundLine> {
        self.grounds.iter().filter(|line| line.marked).collect()
    }

    /// The chosen kind of restricted information.
    #[must_use]
    pub fn chosen_secret(&self) -> Option<&(String, LocalText)> {
        self.secrets.get(self.secret?)
    }

    /// The part that a refusal is about; none if it is about the act as a whole.
    #[must_use]
    pub fn part_refused(&self, refusal: &Refusal) -> Option<Section> {
        use Refusal as R;
        let about_text = matches!(
            refusal,
            R::TextMissing | R::MotiveMissing | R::MotiveTooLong { .. } | R::WrongLanguage { .. }
        );
        if about_text {
            return self.pages.first().map(|page| Section::Text(page.lang));
        }
        let parts = [
            (
                Section::Late,
                matches!(refusal, R::LateReasonMissing { .. }),
            ),
            (
                Section::Grounds,
                matches!(refusal, R::GroundMissing | R::UnknownGround { .. }),
            ),
            (
                Section::Secret,
                matches!(refusal, R::SecretMissing { .. } | R::UnknownSecret { .. }),
            ),
            (
                Section::ReviewOn,
                matches!(refusal, R::ReviewMissing { .. } | R::ReviewForeign),
            ),
            (Section::Approval, matches!(refusal, R::ApprovalMissing)),
            (
                Section::Days,
                matches!(
                    refusal,
                    R::ExtensionTooShort { .. } | R::ExtensionImpossible { .. }
                ),
            ),
            (
                Section::Addressee,
                matches!(
                    refusal,
                    R::AddresseeMissing
                        | R::UnknownAddressee { .. }
                        | R::AddresseeTakesNone { .. }
                        | R::AddresseeIsSelf
                        | R::AddresseePassedIt { .. }
                ),
            ),
        ];
        parts
            .into_iter()
            .find_map(|(section, meant)| meant.then_some(section))
    }

    /// Whether it is a letter with requisites `[law art. 11 ¶14]`.
    const fn is_letter(&self) -> bool {
        self.act.is_letter() && matches!(self.number.kind, ItemKind::Request)
    }

    /// What its drafts are kept as, one for each page.
    #[must_use]
    pub fn draft_keys(&self) -> Vec<DraftKey> {
        // A letter to many has none: it is about no single item.
        let pages = self.pages.iter().filter(|_| self.batch.is_empty());
        pages.map(|page| self.draft_key(page.lang)).collect()
    }

    /// A letter has a draft in each language; other acts have one.
    fn draft_key(&self, lang: Lang) -> DraftKey {
        DraftKey {
            number: self.number,
            act: self.act,
            lang: if self.is_letter() {
                lang
            } else {
                Lang::default()
            },
        }
    }

    /// What is kept when the composer is left or the program ends.
    #[must_use]
    pub fn drafts(&self) -> Vec<(DraftKey, LetterDraft)> {
        self.pages
            .iter()
            .filter(|_| self.batch.is_empty())
            .filter(|page| page.touched || self.pages.len() == 1)
            .map(|page| (self.draft_key(page.lang), self.draft(page)))
            .collect()
    }

    fn draft(&self, page: &Page) -> LetterDraft {
        let text = |editor: &Editor| CitizenText::parse(&editor.text()).unwrap_or_default();
        let written = |editor: Option<&Editor>| {
            let editor = editor.filter(|editor| !editor.is_blank())?;
            Some(text(editor))
        };
        let grounds = self.chosen_grounds();
        LetterDraft {
            reasons: grounds.iter().map(|line| line.id.clone()).collect(),
            text: text(&page.text),
            notice: written(self.notice.as_ref()),
            approval: written(self.approval.as_ref()),
            late_reason: written(self.late.as_ref().map(|late| &late.reason)),
            days: self.days.text().trim().parse().ok(),
            to: self.search.chosen.clone(),
            secret: self.chosen_secret().map(|(id, _)| id.clone()),
            part: self.part,
            review_on: typed::day(self.review_on.text()),
            touched: page.touched,
        }
    }

    /// Takes a draft into the page it belongs to; whatever was chosen is chosen again.
    pub fn restore(&mut self, key: DraftKey, draft: &LetterDraft, directory: &Directory) {
        let at = self.draft_keys().iter().position(|own| *own == key);
        let Some(page) = at.and_then(|at| self.pages.get_mut(at)) else {
            return;
        };
        page.text = Editor::new(draft.text.as_str());
        page.touched = true;
        self.touched = true;
        for line in &mut self.grounds {
            line.marked |= draft.reasons.contains(&line.id);
        }
        if let Some(secret) = &draft.secret {
            self.secret = self.secrets.iter().position(|(id, _)| id == secret);
        }
        self.part |= draft.part;
        if let Some(day) = draft.review_on {
            self.review_on = LineField::new(&format!("{}", day.strftime("%d.%m.%Y")));
        }
        if let Some(days) = draft.days {
            self.days = LineField::new(&days.to_string());
        }
        if let Some(to) = &draft.to {
            self.search.chosen = directory.by_bin(to).map(|holder| holder.bin.clone());
        }
        self.restore_others(draft);
    }

    fn restore_others(&mut self, draft: &LetterDraft) {
        let late = self.late.as_mut().map(|late| &mut late.reason);
        for (editor, text) in [
            (self.approval.as_mut(), &draft.approval),
            (self.notice.as_mut(), &draft.notice),
            (late, &draft.late_reason),
        ] {
            if let (Some(editor), Some(text)) = (editor, text) {
                *editor = Editor::new(text.as_str());
            }
        }
    }
}
