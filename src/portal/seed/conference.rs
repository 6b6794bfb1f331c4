//! A conference in the midst of its questions, a draft, and topics that wait.
//!
//! Every act was decided by the same `decide`; what it refuses does not happen here either.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::Deserialize;

use super::corpus::Corpus;
use super::{MAIN_HOLDER, Seed, SeedError, sender};
use crate::dice::Dice;
use crate::domain::act::Role;
use crate::domain::annex::{ConferenceForm, FormText, Officer};
use crate::domain::command::{Command, ConferenceCommand, QuestionCommand};
use crate::domain::conference::{Conference, Event};
use crate::domain::decide::{Around, DecideContext};
use crate::domain::history::Stamp;
use crate::domain::ids::{ItemKind, Number, UserName};
use crate::domain::person::Requester;
use crate::domain::privacy::Private;
use crate::domain::question::{DeclineReason, Expert, Question};
use crate::domain::request::TextLang;
use crate::domain::text::CitizenText;
use crate::domain::work::Work;
use crate::domain::zone;
use crate::portal::conference::begun;
use crate::portal::directory::Directory;
use crate::portal::entity::put_of;
use crate::portal::intake::received;
use crate::portal::storage::{Commit, Storage, Write};
use crate::portal::topics;
use crate::wire::intake::NewTopic;

/// The account that prepared and moderates it.
const MODERATOR: &str = "administrator-1";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    form: Form,
    draft: Draft,
    answer: InBoth,
    topic: Vec<Topic>,
    question: Vec<Asked>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    name_kk: String,
    name_ru: String,
    short_kk: String,
    short_ru: String,
    description_kk: String,
    description_ru: String,
    position: String,
    email: String,
    phone: String,
    link: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    name_kk: String,
    name_ru: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InBoth {
    kk: String,
    ru: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Topic {
    lang: TextLang,
    title: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    lang: TextLang,
    text: String,
}

/// Adds the conference, the draft and the topics to a portal that was filled before.
///
/// # Errors
/// The store failed, or the texts of the seed are not valid.
pub(super) async fn play(
    storage: &dyn Storage,
    seed: Seed,
    directory: &Directory,
    corpus: &Corpus,
) -> Result<(), SeedError> {
    let texts: Texts = toml::from_str(include_str!("conference.toml"))?;
    let stage = Stage {
        at: seed.at,
        directory,
    };
    let mut works = Vec::new();
    let first = storage.reserve_serials(ItemKind::Conference, 2).await?;
    let questions = u64::try_from(texts.question.len()).unwrap_or(u64::MAX);
    let first_question = storage
        .reserve_serials(ItemKind::Question, questions)
        .await?;
    if let Some(conference) = stage.conference(first, &texts.form) {
        let count = i32::try_from(texts.question.len()).unwrap_or(i32::MAX);
        let places = (0..).zip(&texts.question);
        for (serial, (place, one)) in (first_question..).zip(places) {
            let mut dice = Dice::of(seed.seed, serial.wrapping_add(1 << 32));
            let asker = sender::person(one.lang, corpus, &mut dice);
            let question = stage.question(serial, &conference, (one, asker), (place, count));
            works.push(stage.treated(question, &conference, place, &texts.answer));
        }
        works.push(conference.into());
    }
    works.extend(stage.draft(first + 1, &texts.draft).map(Work::from));
    let first_topic = storage
        .reserve_serials(
            ItemKind::Topic,
            u64::try_from(texts.topic.len()).unwrap_or(0),
        )
        .await?;
    for (serial, topic) in (first_topic..).zip(texts.topic) {
        let mut dice = Dice::of(seed.seed, serial.wrapping_add(1 << 33));
        let applicant = sender::person(topic.lang, corpus, &mut dice);
        works.extend(stage.topic(serial, topic, applicant));
    }
    let puts = works.iter().map(|work| put_of(work, directory));
    let write = Write {
        puts: puts.collect::<Result<_, _>>()?,
        ..Write::default()
    };
    match storage.commit(write).await? {
        Commit::Stale => Err(SeedError::NumbersTaken),
        Commit::Done(_) => Ok(()),
    }
}

struct Stage<'a> {
    at: Timestamp,
    directory: &'a Directory,
}

impl Stage<'_> {
    /// The last working day whose opening has passed, and the next one after today; `None`
    /// without calendar data.
    fn days(&self, opens_at: jiff::civil::Time) -> Option<(Date, Date)> {
        let rules = &self.directory.rules;
        let policy = self.directory.policy(MAIN_HOLDER);
        let now = zone::local(self.at);
        let working = |day: Date| rules.calendar.is_working(day, policy.profile()).ok();
        let mut opens = now.date();
        while opens.to_datetime(opens_at) > now || !working(opens)? {
            opens = opens.yesterday().ok()?;
        }
        let mut closes = now.date().tomorrow().ok()?;
        while !working(closes)? {
            closes = closes.tomorrow().ok()?;
        }
        Some((opens, closes))
    }

    /// A conference that was prepared in time and is open now.
    fn conference(&self, serial: u64, texts: &Form) -> Option<Conference> {
        let mut form = filled(texts);
        let (opens, closes) = self.days(form.opens_at)?;
        (form.opens, form.closes) = (Some(opens), Some(closes));
        let opening = form.opening()?;
        let days_before = |days: i64| opening.checked_sub((days * 24).hours()).ok();
        let created = days_before(15)?;
        let conference = begun(
            serial,
            MAIN_HOLDER,
            None,
            stamp(created, Role::Administrator),
            self.directory,
        )?;
        let mut work = Work::from(conference);
        let plan = ConferenceCommand::PlanConference {
            form: Box::new(form),
            team: vec![],
        };
        self.act(&mut work, plan, Role::Administrator, created)?;
        let sent = days_before(14)?;
        self.act(
            &mut work,
            ConferenceCommand::SendTemplate,
            Role::Administrator,
            sent,
        )?;
        let published = days_before(9)?;
        self.act(
            &mut work,
            ConferenceCommand::PublishConference,
            Role::Operator,
            published,
        )?;
        let told = days_before(7)?;
        let announce = ConferenceCommand::AnnounceConference {
            link: texts.link.clone(),
            on: zone::date(told),
            late_reason: None,
        };
        self.act(&mut work, announce, Role::Administrator, told)?;
        let Work::Conference(mut conference) = work else {
            return None;
        };
        conference.apply(Event::Opened, Stamp::of_portal(opening));
        Some(*conference)
    }

    /// A conference whose template was only begun.
    fn draft(&self, serial: u64, texts: &Draft) -> Option<Conference> {
        let begun_at = self.at.checked_sub(20.hours()).ok()?;
        let stamp = stamp(begun_at, Role::Administrator);
        let conference = begun(serial, MAIN_HOLDER, None, stamp, self.directory)?;
        let mut work = Work::from(conference);
        let plan = ConferenceCommand::PlanConference {
            form: Box::new(ConferenceForm {
                name: in_both(&texts.name_kk, &texts.name_ru),
                ..ConferenceForm::default()
            }),
            team: vec![],
        };
        self.act(&mut work, plan, Role::Administrator, begun_at)?;
        work.conference().cloned()
    }

    fn topic(&self, serial: u64, topic: Topic, applicant: Requester) -> Option<Work> {
        let new = NewTopic {
            holder: MAIN_HOLDER.to_owned(),
            category: "mortgage".to_owned(),
            title: topic.title,
            text: topic.text,
            applicant,
        };
        let submitted = self.at.checked_sub(26.hours()).ok()?;
        let mut checked = topics::check(new, submitted, self.directory).ok()?;
        checked.number = Number::new(ItemKind::Topic, serial);
        checked.apply(crate::domain::topic::Event::Submitted, received(submitted));
        Some(checked.into())
    }

    /// A question as it was asked, at its place between the opening and now.
    fn question(
        &self,
        serial: u64,
        conference: &Conference,
        (one, asker): (&Asked, Requester),
        (place, count): (i32, i32),
    ) -> Question {
        let opening = conference.valid_form().opening().unwrap_or(self.at);
        let span = self.at.duration_since(opening);
        let asked_at = opening.checked_add(span * place / count).unwrap_or(self.at);
        let number = Number::new(ItemKind::Question, serial);
        let words = (one.lang, text(&one.text));
        let mut question = Question::new(number, conference, asker, words, asked_at);
        question.apply(crate::domain::question::Event::Asked, received(asked_at));
        question
    }

    /// The question with what was done about it: the older half is settled, of the rest some are
    /// let through, some are with an expert.
    fn treated(
        &self,
        question: Question,
        conference: &Conference,
        place: i32,
        answer: &InBoth,
    ) -> Work {
        let when = question
            .asked_at
            .checked_add(SignedDuration::from_mins(12))
            .unwrap_or(self.at)
            .min(self.at);
        let lang = question.lang;
        let mut work = Work::from(question);
        let accept = QuestionCommand::AcceptQuestion;
        let commands = if place < 10 && place % 5 == 4 {
            vec![QuestionCommand::DeclineQuestion {
                reason: DeclineReason::Repeat,
                note: None,
            }]
        } else if place < 10 {
            vec![accept, answered(lang, answer)]
        } else if place % 3 == 0 {
            let expert = Expert {
                name: "Заң басқармасы".to_owned(),
                due: conference.valid_form().closes_on(),
            };
            vec![accept, QuestionCommand::AssignQuestion { expert }]
        } else if place % 3 == 1 {
            vec![accept]
        } else {
            vec![]
        };
        for command in commands {
            let around = Around {
                conference: Some(conference),
                ..Around::default()
            };
            // What is refused does not happen.
            let _ = self.decide(
                &mut work,
                &Command::Question(command),
                (Role::Administrator, when),
                around,
            );
        }
        work
    }

    fn act(
        &self,
        work: &mut Work,
        command: ConferenceCommand,
        role: Role,
        when: Timestamp,
    ) -> Option<()> {
        let command = Command::Conference(command);
        self.decide(work, &command, (role, when), Around::default())
    }

    fn decide(
        &self,
        work: &mut Work,
        command: &Command,
        (role, when): (Role, Timestamp),
        around: Around<'_>,
    ) -> Option<()> {
        let policy = self.directory.policy(MAIN_HOLDER);
        let cx = DecideContext {
            rules: &self.directory.rules,
            policy: &policy,
            role,
            effective_at: when,
            received_at: Some(when),
            around,
        };
        for fact in work.decide(command, &cx).ok()? {
            work.apply(fact, stamp(when, role));
        }
        Some(())
    }
}

fn filled(texts: &Form) -> ConferenceForm {
    ConferenceForm {
        name: in_both(&texts.name_kk, &texts.name_ru),
        short: in_both(&texts.short_kk, &texts.short_ru),
        description: in_both(&texts.description_kk, &texts.description_ru),
        officer: Officer {
            surname: Private("Ерлан".to_owned()),
            name: Private("Мөлдір".to_owned()),
            iin: Private("900101300017".to_owned()),
            position: texts.position.clone(),
            email: Private(texts.email.clone()),
            phone: Private(texts.phone.clone()),
            ..Officer::default()
        },
        ..ConferenceForm::default()
    }
}

fn answered(lang: TextLang, answer: &InBoth) -> QuestionCommand {
    let own = match lang {
        TextLang::Kk | TextLang::Mixed => &answer.kk,
        TextLang::Ru | TextLang::En => &answer.ru,
    };
    QuestionCommand::AnswerQuestion { text: text(own) }
}

fn in_both(kk: &str, ru: &str) -> FormText {
    FormText {
        kk: text(kk),
        ru: text(ru),
        ..FormText::default()
    }
}

fn stamp(when: Timestamp, role: Role) -> Stamp {
    Stamp {
        by: Some(UserName(author(role).to_owned())),
        role: Some(role),
        ..Stamp::of_portal(when)
    }
}

/// The account that acts in a role.
const fn author(role: Role) -> &'static str {
    match role {
        Role::Operator => "operator",
        Role::Administrator
        | Role::Head
        | Role::Moderator
        | Role::Trainer
        | Role::Support
        | Role::Intake => MODERATOR,
    }
}

fn text(raw: &str) -> CitizenText {
    CitizenText::parse(raw).unwrap_or_default()
}
