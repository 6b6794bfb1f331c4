//! Plays a scenario: its keys on the real loop, its citizens and colleagues at the real portal
//! over HTTP, its clock by hand.

use std::path::Path;

use futures_util::future::join_all;
use serde_json::{Value, json};
use uuid::Uuid;

use super::desk::{Desk, Site};
use super::robot::{PATIENCE, Robot};
use crate::clock::Clock as _;
use crate::domain::act::Role;
use crate::domain::command::Command;
use crate::domain::ids::{DeviceId, Number, OpId, UserName, Version};
use crate::domain::local_text::Lang;
use crate::domain::question::Question;
use crate::portal::rig::stage::person;
use crate::portal::rig::{BIN, PASSWORD};
use crate::portal::storage::EntityRow;
use crate::training::scenario::{Answered, Application, Counts, Questions, Scenario, Stands, Step};
use crate::wire::feed::{EntityKey, EntityKind};
use crate::wire::ops::{Base, MAX_BATCH, Op, OpsRequest};

/// Plays a file of `scenarios/` in a language.
pub(super) async fn play(file: &str, lang: Lang) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    let scenario = Scenario::read(file, &text).unwrap_or_else(|error| panic!("{error}"));
    let desk = Desk::on_a_day(scenario.starts, lang).await;
    desk.journey(async |robot, site| {
        let portal = Portal::of(site, lang);
        for part in &scenario.parts {
            for placed in &part.steps {
                let title = part.title.get(lang);
                robot.place = format!("{file}:{} ({title}): ", placed.line);
                step(robot, &portal, &placed.step).await;
            }
        }
    })
    .await;
}

async fn step(robot: &mut Robot, portal: &Portal<'_>, step: &Step) {
    let place = robot.place.clone();
    match step {
        Step::Clock(local) => {
            let now = robot.clock.now();
            let at = crate::domain::zone::instant(*local).unwrap();
            robot.waits(at.duration_since(now).try_into().unwrap());
        }
        Step::Wait(time) => {
            robot.waits(*time);
        }
        Step::Press(keys) => {
            robot.strikes(keys);
        }
        Step::Type(words) => {
            robot.types(words.get(portal.lang));
        }
        Step::See(words) => {
            robot.sees(words.get(portal.lang)).await;
        }
        Step::Gone(words) => {
            robot.sees_no(words.get(portal.lang)).await;
        }
        Step::Topic(topic) => portal.applies(topic).await,
        Step::Questions(questions) => portal.asks(questions).await,
        Step::Operator(act) => {
            let (number, command) = act.order();
            portal.acts(Role::Operator, [number], &command).await;
        }
        Step::Moderator(act) => {
            let (numbers, command) = (act.questions().numbers(), act.order(portal.lang));
            portal.acts(Role::Moderator, numbers, &command).await;
        }
        Step::State(stands) => portal.holds(&place, robot, || portal.stands(stands)).await,
        Step::Counts(counts) => portal.holds(&place, robot, || portal.counts(counts)).await,
        Step::Answered(answered) => {
            portal
                .holds(&place, robot, || portal.answered(answered))
                .await;
        }
    }
}

/// The portal of a scenario: spoken to over HTTP, looked into directly.
struct Portal<'s> {
    site: &'s Site,
    lang: Lang,
    http: reqwest::Client,
}

impl<'s> Portal<'s> {
    fn of(site: &'s Site, lang: Lang) -> Self {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { site, lang, http }
    }

    async fn sends(&self, path: &str, token: &str, body: &Value) -> Value {
        let request = self.http.post(format!("{}{path}", self.site.url()));
        let request = request.bearer_auth(token).json(body);
        let reply = request.send().await.unwrap();
        let status = reply.status();
        let text = reply.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    async fn signs_in(&self, role: Role) -> String {
        let tokens = self.site.rig.login(role.id(), PASSWORD, Uuid::nil()).await;
        tokens.ok()["access_token"].as_str().unwrap().to_owned()
    }

    async fn applies(&self, topic: &Application) {
        let intake = self.signs_in(Role::Intake).await;
        let body = json!({
            "holder": BIN, "category": "mortgage", "title": topic.title.get(self.lang),
            "text": topic.text.get(self.lang), "applicant": person(topic.person),
        });
        self.sends("/v1/public/topics", &intake, &body).await;
    }

    /// The senders hand over at the same time, each one question after the other.
    async fn asks(&self, questions: &Questions) {
        let intake = self.signs_in(Role::Intake).await;
        let path = format!("/v1/public/conferences/{}/questions", questions.to);
        let senders = usize::from(questions.senders.get());
        let hands_over = async |first: usize| {
            for n in questions.people.numbers().skip(first).step_by(senders) {
                let text = questions.text.of_person(self.lang, n);
                let body = json!({"text": text, "asker": person(n)});
                self.sends(&path, &intake, &body).await;
            }
        };
        join_all((0..senders).map(hands_over)).await;
    }

    async fn acts(&self, role: Role, on: impl IntoIterator<Item = Number>, command: &Command) {
        let token = self.signs_in(role).await;
        let rules_hash = self.site.rig.rules_hash().await;
        let numbers: Vec<Number> = on.into_iter().collect();
        for numbers in numbers.chunks(MAX_BATCH) {
            let rows = self.rows(numbers).await;
            let op = |(number, row): (&Number, &EntityRow)| Op {
                op_id: OpId(Uuid::now_v7()),
                entity: EntityKey::of(*number),
                base: Base::Version(Version(row.version.0)),
                command: command.clone(),
                actor: UserName(role.id().to_owned()),
                device: DeviceId(Uuid::nil()),
                rules_hash: rules_hash.clone(),
                decided_at: self.site.rig.clock.now(),
                clock_offset: 0,
            };
            let ops = numbers.iter().zip(&rows).map(op).collect();
            let ops = serde_json::to_value(OpsRequest { ops }).unwrap();
            let reply = self.sends("/v1/ops", &token, &ops).await;
            for (number, result) in numbers.iter().zip(reply["results"].as_array().unwrap()) {
                assert_eq!(result["verdict"], "applied", "{number}: {result}");
            }
        }
    }

    /// The rows of items, which are all there.
    async fn rows(&self, numbers: &[Number]) -> Vec<EntityRow> {
        let keys = numbers.iter().copied().map(EntityKey::of).collect();
        let rows = self.site.rig.storage.entities(keys).await.unwrap();
        let found = numbers.iter().zip(rows);
        found
            .map(|(number, row)| row.unwrap_or_else(|| panic!("the portal has no {number}")))
            .collect()
    }

    /// Looks again after every write of the portal until something is so.
    async fn holds(&self, place: &str, robot: &Robot, is: impl AsyncFn() -> Result<(), String>) {
        let mut writes = self.site.rig.storage.watch();
        let mut wrong = String::new();
        let holds = async {
            loop {
                writes.borrow_and_update();
                let Err(why) = is().await else {
                    break;
                };
                wrong = why;
                writes.changed().await.unwrap();
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, holds).await.is_ok();
        let screen = robot.glass.text();
        assert!(in_time, "{place}{wrong}; the screen is:\n{screen}");
    }

    async fn stands(&self, stands: &Stands) -> Result<(), String> {
        let numbers: Vec<Number> = stands.of.numbers().collect();
        let keys = numbers.iter().copied().map(EntityKey::of).collect();
        let rows = self.site.rig.storage.entities(keys).await.unwrap();
        for (number, row) in numbers.iter().zip(rows) {
            let body: Value =
                row.map_or(Value::Null, |row| serde_json::from_str(&row.body).unwrap());
            if body["state"] != stands.is.id() {
                return Err(format!("{number} is {} there", body["state"]));
            }
        }
        Ok(())
    }

    async fn counts(&self, counts: &Counts) -> Result<(), String> {
        let rows = self.site.rig.storage.all(EntityKind::Question).await;
        let questions: Vec<Question> = rows.unwrap().iter().map(question).collect();
        let questions = questions.iter().filter(|one| one.conference == counts.of);
        let states: Vec<_> = questions.map(|question| question.state).collect();
        let found = counts.questions.iter().map(|(state, _)| {
            let there = states.iter().filter(|one| *one == state);
            (*state, there.count())
        });
        let found: Vec<_> = found.collect();
        if found == counts.questions {
            Ok(())
        } else {
            Err(format!("the questions are {found:?} there"))
        }
    }

    /// Every asker has the answer, and one record of it in the history of their own question.
    async fn answered(&self, answered: &Answered) -> Result<(), String> {
        let numbers: Vec<Number> = answered.of.numbers().collect();
        for question in self.rows(&numbers).await.iter().map(question) {
            let number = question.number;
            let Some(answer) = question.answer else {
                return Err(format!("{number} is not answered"));
            };
            let history = question.history.iter();
            let records = history.filter(|entry| entry.event.id() == "answered");
            let found = (answer.text.as_str(), answer.late, records.count());
            if found != (answered.text.get(self.lang), answered.late, 1) {
                return Err(format!("{number} is answered with {found:?}"));
            }
        }
        Ok(())
    }
}

fn question(row: &EntityRow) -> Question {
    serde_json::from_str(&row.body).unwrap()
}
