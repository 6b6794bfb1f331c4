//! What is said of a topic, a conference or a question besides what every item has.

use jiff::civil::DateTime;

use super::{Detail, fact};
use crate::domain::annex::{ConferenceForm, Field, Finding, Part, Weight, findings};
use crate::domain::conference::Conference;
use crate::domain::local_text::Lang;
use crate::domain::privacy::mask_text;
use crate::domain::question::{Question, Tally};
use crate::domain::topic::Topic;
use crate::i18n::{date, words as codes};
use crate::theme::Role;
use crate::ui::widget::sheet::{Sheet, Span};
use crate::ui::{text, words};

/// Columns of the name of a part in the matrix.
const PART: u16 = 22;

/// Columns of a language in the matrix.
const LANG: u16 = 6;

impl<'a> Detail<'a> {
    fn moment(&self, at: DateTime) -> String {
        date::moment(self.texts, self.today(), at)
    }

    pub(super) fn topic(&self, sheet: &mut Sheet<'a>, topic: &'a Topic) {
        let texts = self.texts;
        let at = words::moment(texts, self.today(), topic.submitted_at);
        sheet.text(texts.request_received(at).into(), Role::Text);
        self.category(sheet);
        if let Some(number) = topic.conference {
            let kind = codes::kind_title(texts, number.kind);
            fact(sheet, &kind, number.to_string().into());
        }
    }

    pub(super) fn question(&self, sheet: &mut Sheet<'a>, question: &'a Question) {
        let texts = self.texts;
        let at = words::moment(texts, self.today(), question.asked_at);
        sheet.text(texts.request_received(at).into(), Role::Text);
        let kind = codes::kind_title(texts, question.conference.kind);
        fact(sheet, &kind, question.conference.to_string().into());
        self.category(sheet);
        if let Some(into) = question.into {
            fact(sheet, &texts.question_into(), into.to_string().into());
        }
        if let Some(expert) = &question.expert {
            let due = expert.due.map(|due| format!(" – {}", self.moment(due)));
            let named = format!("{}{}", expert.name, due.unwrap_or_default());
            fact(sheet, &texts.question_expert(), named.into());
        }
        if let Some(draft) = &question.draft {
            sheet.title(texts.question_draft());
            sheet.hanging("│ ", mask_text(draft.as_str()).into(), Role::Text);
        }
        if let Some(answer) = &question.answer {
            sheet.title(texts.question_answer());
            if answer.late {
                sheet.text(texts.question_late().into(), Role::TextWarning);
            }
            sheet.hanging("│ ", mask_text(answer.text.as_str()).into(), Role::Text);
        }
    }

    pub(super) fn conference(&self, sheet: &mut Sheet<'a>, conference: &'a Conference) {
        let texts = self.texts;
        let form = conference.valid_form();
        if let Some(at) = form.opens_on() {
            fact(sheet, &texts.conference_opens(), self.moment(at).into());
        }
        if let Some(at) = form.closes_on() {
            fact(sheet, &texts.conference_closes(), self.moment(at).into());
        }
        if let Some(sent) = &conference.sent {
            let version = sent.version.to_string();
            fact(sheet, &texts.conference_version(), version.into());
        }
        if let Some(number) = conference.topic {
            let kind = codes::kind_title(texts, number.kind);
            fact(sheet, &kind, number.to_string().into());
        }
        if !form.officer.position.is_empty() {
            let officer = &form.officer;
            let named = format!(
                "{} {}, {}",
                officer.surname.0, officer.name.0, officer.position
            );
            fact(sheet, &texts.conference_officer(), named.into());
        }
        if let Some(notice) = &conference.notice {
            let told = format!("{} – {}", self.day(notice.on), notice.link);
            fact(sheet, &texts.conference_notice(), told.into());
        }
        if let Some(tally) = &self.shown.item.around.tally {
            self.tally(sheet, tally);
        }
        if let Some(remarks) = &conference.remarks {
            sheet.title(texts.conference_remarks());
            sheet.hanging("│ ", mask_text(remarks.as_str()).into(), Role::TextWarning);
        }
        if conference.state.is_editable() {
            self.completeness(sheet, conference);
        }
    }

    /// How the questions stand; declining has no ground in the law, so it is told by reason.
    fn tally(&self, sheet: &mut Sheet<'a>, tally: &Tally) {
        let texts = self.texts;
        let wide = u64::from;
        let mut told =
            texts.conference_tally(wide(tally.answered), wide(tally.asked), wide(tally.open));
        if tally.late > 0 {
            told = format!("{told} · {}", texts.conference_tally_late(wide(tally.late)));
        }
        fact(sheet, &texts.conference_questions(), told.into());
        if tally.all_declined() > 0 {
            let reasons = tally.declined.iter();
            let reasons: Vec<String> = reasons
                .map(|(reason, count)| format!("{} – {count}", codes::decline(texts, *reason)))
                .collect();
            let told = format!("{} ({})", tally.all_declined(), reasons.join(", "));
            fact(sheet, &texts.conference_declined(), told.into());
        }
    }

    /// The matrix of texts and languages, and what keeps the form from being sent.
    fn completeness(&self, sheet: &mut Sheet<'a>, conference: &'a Conference) {
        let (texts, rules) = (self.texts, &self.model.rules);
        let form = &conference.form;
        let found = findings(
            form,
            &conference.pack,
            self.today(),
            &rules.set,
            &rules.policy,
        );
        sheet.title(texts.conference_completeness());
        matrix(sheet, texts, form, &found);
        for finding in &found {
            let role = match finding.weight() {
                Weight::Error => Role::TextWarning,
                Weight::Warning => Role::TextMuted,
            };
            let line = codes::finding(texts, finding);
            sheet.hanging("  ", line.into(), role);
        }
        if found.is_empty() {
            sheet.text(texts.conference_complete().into(), Role::Text);
        }
    }

    pub(super) fn form_texts(&self, sheet: &mut Sheet<'a>, form: &'a ConferenceForm) {
        let lang = self.texts.lang();
        let parts = [
            (&form.name, Role::TextStrong),
            (&form.short, Role::Text),
            (&form.description, Role::Text),
        ];
        let mut any = false;
        for (part, role) in parts {
            let text = part.best(lang);
            if !text.is_blank() {
                any = true;
                sheet.text(text.as_str().into(), role);
            }
        }
        if !any {
            let hint = self.texts.conference_form_empty();
            sheet.text(hint.into(), Role::TextMuted);
        }
    }
}

/// One row a part, one column a language: `+` complete, `!` wrong, `-` missing, `.` left out.
pub(crate) fn matrix(
    sheet: &mut Sheet<'_>,
    texts: &crate::i18n::Texts,
    form: &ConferenceForm,
    found: &[Finding],
) {
    let mut head: Vec<Span<'_>> = vec![(text::pad("", PART).into(), Role::TextMuted)];
    for lang in Lang::ALL {
        head.push((text::pad(lang.code(), LANG).into(), Role::TextMuted));
    }
    sheet.words(head);
    for part in Part::ALL {
        let name = codes::part(texts, part);
        let mut line: Vec<Span<'_>> = vec![(text::pad(&name, PART).into(), Role::Text)];
        for lang in Lang::ALL {
            let (mark, role) = mark(form, found, part, lang);
            line.push((text::pad(mark, LANG).into(), role));
        }
        sheet.words(line);
    }
}

fn mark(form: &ConferenceForm, found: &[Finding], part: Part, lang: Lang) -> (&'static str, Role) {
    let field = Field::Text(part, lang);
    let wrong = found
        .iter()
        .any(|finding| finding.field == field && finding.weight() == Weight::Error);
    let blank = form.part(part).get(lang).is_blank();
    match (wrong, blank) {
        (true, true) => ("-", Role::TextWarning),
        (true, false) => ("!", Role::TextWarning),
        (false, true) => (".", Role::TextMuted),
        (false, false) => ("+", Role::TextStrong),
    }
}
