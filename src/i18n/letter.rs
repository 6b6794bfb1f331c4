//! A letter as the citizen reads it, in its own language whatever the screens speak.
//!
//! One place makes it: the preview of the workstation and whatever shows a sent letter agree.
//! What the law asks of a letter stands around the text: holder and address, number and day of
//! registration, position and name of the signatory `[law art. 11 ¶14]`; of a refusal also its
//! grounds and the way to complain `[law art. 11 ¶17, art. 18]`.

use jiff::civil::Date;

use super::{Texts, date, words};
use crate::domain::command::{Command, RefuseArgs};
use crate::domain::holder::Holder;
use crate::domain::letter::{Requisites, language_of};
use crate::domain::local_text::Lang;
use crate::domain::request::Request;
use crate::domain::rules::RuleSet;

/// What a letter is made from.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// What is decided.
    pub command: &'a Command,
    /// About what.
    pub request: &'a Request,
    /// Whose letter it is.
    pub holder: Option<&'a Holder>,
    /// The holder forwarded to.
    pub addressee: Option<&'a Holder>,
    /// The last day of the answer after the decision, where an extension moves it.
    pub answer_due: Option<Date>,
    /// For the wording of grounds.
    pub rules: &'a RuleSet,
}

impl Letter<'_> {
    /// The language it is written in.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.requisites().map_or_else(
            || language_of(self.request.lang, Lang::default()),
            |requisites| requisites.lang,
        )
    }

    const fn requisites(&self) -> Option<&Requisites> {
        match self.command {
            Command::Answer { requisites, .. }
            | Command::AlreadyPublished { requisites, .. }
            | Command::Correct { requisites, .. } => Some(requisites),
            Command::Refuse(args) => Some(&args.requisites),
            Command::Accept { .. }
            | Command::Return { .. }
            | Command::Forward { .. }
            | Command::Extend { .. }
            | Command::Notify { .. }
            | Command::Clarify { .. }
            | Command::Close { .. }
            | Command::Topic(_)
            | Command::Conference(_)
            | Command::Question(_)
            | Command::Access(_)
            | Command::Circular(_) => None,
        }
    }

    /// The letter, paragraph by paragraph; a blank one stands for a gap.
    ///
    /// Empty for an act that tells the user nothing in writing.
    #[must_use]
    pub fn paragraphs(&self) -> Vec<String> {
        let Some(text) = self.text() else {
            return Vec::new();
        };
        let texts = Texts::of(self.lang());
        let mut lines = self.head(texts);
        lines.push(String::new());
        lines.extend(text.lines().map(str::to_owned));
        let closing = self.closing(texts);
        if !closing.is_empty() {
            lines.push(String::new());
            lines.extend(closing);
        }
        lines.push(String::new());
        lines.extend(self.signature(texts));
        lines
    }

    fn text(&self) -> Option<&str> {
        let text = match self.command {
            Command::Accept { .. }
            | Command::Close { .. }
            | Command::Topic(_)
            | Command::Conference(_)
            | Command::Question(_)
            | Command::Access(_)
            | Command::Circular(_) => return None,
            Command::Return { motive, .. } => motive,
            Command::Extend { notice, .. } => notice.as_ref()?,
            Command::Refuse(args) => &args.motive,
            Command::Answer { text, .. }
            | Command::AlreadyPublished { text, .. }
            | Command::Correct { text, .. }
            | Command::Notify { text, .. }
            | Command::Clarify { text }
            | Command::Forward { notice: text, .. } => text,
        };
        Some(text.as_str())
    }

    fn head(&self, texts: &Texts) -> Vec<String> {
        let request = self.request;
        let (holder, address) = match (self.requisites(), self.holder) {
            (Some(requisites), _) => (requisites.holder.clone(), requisites.address.clone()),
            (None, Some(holder)) => (
                holder.name.get(texts.lang()).to_owned(),
                holder.address.get(texts.lang()).to_owned(),
            ),
            (None, None) => (String::new(), String::new()),
        };
        let name = request.requester.name.as_ref();
        let to = name.map(|name| texts.letter_to(name.0.as_str()));
        let subject = texts.letter_subject(
            words::act(texts, self.command.act()),
            request.number.to_string(),
            date::numeric(request.registered_on),
        );
        [Some(holder), Some(address), Some(String::new()), to]
            .into_iter()
            .flatten()
            .chain([subject])
            .collect()
    }

    /// What follows the text because the law or the act says so.
    fn closing(&self, texts: &Texts) -> Vec<String> {
        match self.command {
            Command::Refuse(args) => self.grounds(texts, args),
            Command::Forward { .. } => self
                .addressee
                .map(|to| {
                    let (name, address) = (to.name.get(texts.lang()), to.address.get(texts.lang()));
                    texts.letter_forwarded(address.to_owned(), name.to_owned())
                })
                .into_iter()
                .collect(),
            Command::Extend { .. } | Command::Notify { .. } => self
                .answer_due
                .map(|due| texts.letter_answer_due(date::long(texts, due)))
                .into_iter()
                .collect(),
            Command::Return { reasons, .. } => {
                let mut clauses = vec!["145 ¶4(3)".to_owned()];
                for id in reasons {
                    let item = self.rules.checklist.item(&id.0);
                    let clause = item.map(|item| words::clause(texts, &item.clause));
                    clauses.extend(clause.filter(|clause| !clauses.contains(clause)));
                }
                vec![texts.letter_basis(clauses.join(", "))]
            }
            Command::Accept { .. }
            | Command::Answer { .. }
            | Command::AlreadyPublished { .. }
            | Command::Clarify { .. }
            | Command::Close { .. }
            | Command::Correct { .. }
            | Command::Topic(_)
            | Command::Conference(_)
            | Command::Question(_)
            | Command::Access(_)
            | Command::Circular(_) => Vec::new(),
        }
    }

    fn grounds(&self, texts: &Texts, args: &RefuseArgs) -> Vec<String> {
        let mut lines = Vec::new();
        for id in &args.grounds {
            if let Some(ground) = self.rules.grounds.ground(&id.0) {
                let clause = words::clause(texts, &ground.clause);
                let wording = ground.text.get(texts.lang());
                lines.push(texts.letter_ground(clause, wording.to_owned()));
            }
        }
        let secret = args.secret.as_deref();
        if let Some(secret) = secret.and_then(|id| self.rules.grounds.secret(id)) {
            let kind = secret.text.get(texts.lang()).to_owned();
            lines.push(texts.letter_secret(kind));
        }
        if args.part {
            lines.push(texts.letter_part());
        }
        if let Some(day) = args.review_on {
            lines.push(texts.letter_review_on(date::long(texts, day)));
        }
        lines.push(texts.letter_complaint());
        lines
    }

    fn signature(&self, texts: &Texts) -> Vec<String> {
        match self.requisites() {
            Some(requisites) => {
                let position = requisites.position.clone();
                vec![texts.letter_signature(position, requisites.signatory.clone())]
            }
            None => vec![texts.letter_sent_by()],
        }
    }
}
