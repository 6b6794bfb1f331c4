//! A conference by commands: the draft, the Operator, the questions, the last answer.

use serde_json::{Value, json};

use crate::desk::{Desk, Out};
use crate::portal::TestPortal;
use crate::queue::{sign_in, signed_in};

/// The form of annex 1 as a file.
const FORM: &str = r#"
opens = "2026-03-26"
closes = "2026-03-27"
closes_at = "18:00"

[name]
kk = "Тұрғын үй кезегі"
ru = "Жилищная очередь"

[short]
kk = "Кезек туралы сұрақтар"
ru = "Вопросы об очереди"

[description]
kk = "Тұрғын үй кезегінің тәртібі мен мерзімдері туралы"
ru = "О порядке и сроках жилищной очереди"

[officer]
surname = "Сейітова"
name = "Айгүл"
iin = "900101300017"
position = "бас маман"
email = "a.seitova@example.kz"
phone = "8 (7172) 00-00-00"
"#;

/// A house, its Operator and the portal of both.
pub struct Day {
    pub portal: TestPortal,
    pub admin: Desk,
    pub operator: Desk,
    pub moderator: Desk,
}

impl Day {
    /// Tuesday 17 March 2026, the last safe day for a conference on the 26th.
    pub fn begin() -> Self {
        let (portal, admin) = signed_in();
        portal.clock("2026-03-17T05:00:00Z");
        portal.operator("operator");
        portal.moderator("moderator");
        let desk = |user: &str| {
            let desk = Desk::with_vault();
            sign_in(&desk, &portal, user);
            desk
        };
        let (operator, moderator) = (desk("operator"), desk("moderator"));
        Self {
            portal,
            admin,
            operator,
            moderator,
        }
    }

    pub fn act(desk: &Desk, words: &[&str]) -> Out {
        desk.json(["sync"]).exits(0);
        desk.json(["act"].into_iter().chain(words.iter().copied()))
    }

    #[track_caller]
    pub fn applied(desk: &Desk, words: &[&str]) {
        let told = Self::act(desk, words).exits(0).object();
        assert_eq!(told["verdict"], "applied", "{told}");
    }

    #[track_caller]
    fn refused(desk: &Desk, words: &[&str], code: &str) -> Value {
        let out = Self::act(desk, words).exits(3);
        assert_eq!(out.error_code(), code);
        out.object()["refusal"].clone()
    }

    fn shown(desk: &Desk, number: &str) -> Value {
        desk.json(["sync"]).exits(0);
        desk.json(["show", number]).exits(0).object()
    }

    /// A conference that was sent, published and announced, on the hour of its opening.
    pub fn open(&self) {
        let form = self.admin.file("form.toml", FORM);
        Self::applied(&self.admin, &["plan", "new"]);
        Self::applied(&self.admin, &["plan", "K-1", "--form", &form]);
        Self::applied(&self.admin, &["send", "K-1"]);
        Self::applied(&self.operator, &["publish", "K-1"]);
        let link = "https://example.kz/news/1";
        Self::applied(
            &self.moderator,
            &["announce", "K-1", "--link", link, "--on", "2026-03-17"],
        );
        self.portal.clock("2026-03-26T04:00:00Z");
        self.portal.tick();
    }
}

#[test]
fn a_conference_lives_from_the_draft_to_the_last_answer_by_commands() {
    let day = Day::begin();
    day.open();
    assert_eq!(Day::shown(&day.moderator, "K-1")["state"], "open");
    for (n, text) in [
        (1, "Кезек қашан жылжиды?"),
        (2, "Кезек қашан жылжиды"),
        (3, "Сатып алыңыз!"),
    ] {
        day.portal.ask("K-1", n, text);
    }
    let rows = {
        day.moderator.json(["sync"]).exits(0);
        day.moderator.json(["list", "questions"]).exits(0).objects()
    };
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0]["parent"], "K-1");
    let conferences = day
        .moderator
        .json(["list", "conferences"])
        .exits(0)
        .objects();
    assert_eq!(conferences[0]["open_questions"], 3);
    assert_eq!(conferences[0]["act"], "question");
    Day::applied(&day.moderator, &["merge", "Q-2", "--into", "Q-1"]);
    Day::applied(&day.moderator, &["decline", "Q-3", "--reason", "spam"]);
    Day::applied(&day.moderator, &["accept", "Q-1"]);
    Day::applied(
        &day.moderator,
        &[
            "assign",
            "Q-1",
            "--to",
            "Мәдина",
            "--until",
            "2026-03-26T16:00",
        ],
    );
    let early = Day::refused(&day.moderator, &["close", "K-1"], "still-open");
    assert_eq!(early["until"], "2026-03-27T18:00:00");
    // The clock of the computer is known to the second: a minute later nobody doubts.
    day.portal.clock("2026-03-27T13:01:00Z");
    day.portal.tick();
    let open = Day::refused(&day.moderator, &["close", "K-1"], "questions-open");
    assert_eq!(open["numbers"], json!(["Q-1"]));
    assert_eq!(open["clause"], "145 ¶9");
    let answer = day.moderator.file("answer", "Кезек сәуірде жылжиды.");
    Day::applied(&day.moderator, &["answer", "Q-1", "--text", &answer]);
    day.portal.tick();
    let merged = Day::shown(&day.moderator, "Q-2");
    assert_eq!(merged["state"], "answered");
    assert_eq!(
        (&merged["answer"]["with"], &merged["answer"]["late"]),
        (&json!("Q-1"), &json!(true))
    );
    assert_eq!(Day::shown(&day.admin, "K-1")["state"], "closed");
}

#[test]
fn a_form_is_returned_corrected_and_sent_again_as_a_new_version() {
    let day = Day::begin();
    let form = day.admin.file("form.toml", FORM);
    Day::applied(&day.admin, &["plan", "new"]);
    let fields = Day::refused(&day.admin, &["send", "K-1"], "template-incomplete");
    assert_eq!(fields["fields"][0], "opens");
    Day::applied(&day.admin, &["plan", "K-1", "--form", &form]);
    Day::applied(&day.admin, &["send", "K-1"]);
    Day::refused(
        &day.admin,
        &["plan", "K-1", "--form", &form],
        "not-in-state",
    );
    let remarks = day.operator.file("remarks", "Сипаттамасын толықтырыңыз.");
    Day::applied(&day.operator, &["return", "K-1", "--text", &remarks]);
    let shown = Day::shown(&day.admin, "K-1");
    assert_eq!(
        (&shown["state"], &shown["act"]),
        (&json!("returned"), &json!("template"))
    );
    assert_eq!(
        (&shown["due"], &shown["safe"]),
        (&json!("2026-03-18"), &json!("2026-03-17"))
    );
    let better = FORM.replace("Кезек туралы сұрақтар", "Кезек тәртібі туралы сұрақтар");
    let better = day.admin.file("better.toml", better);
    Day::applied(&day.admin, &["plan", "K-1", "--form", &better]);
    Day::applied(&day.admin, &["send", "K-1"]);
    let seen = Day::shown(&day.operator, "K-1");
    assert_eq!(seen["form_version"], 2);
    assert_eq!(seen["form"]["short"]["kk"], "Кезек тәртібі туралы сұрақтар");
}

#[test]
fn a_form_file_with_a_fault_is_told_by_its_line() {
    let day = Day::begin();
    Day::applied(&day.admin, &["plan", "new"]);
    let bad = day
        .admin
        .file("bad.toml", FORM.replace("[short]", "[shorts]"));
    let out = Day::act(&day.admin, &["plan", "K-1", "--form", &bad]).exits(2);
    let message = out.error()["message"].as_str().unwrap().to_owned();
    assert!(
        message.contains("bad.toml") && message.contains("10"),
        "{message}"
    );
}

#[test]
fn a_topic_is_accepted_into_a_draft_or_refused_with_reasons() {
    let day = Day::begin();
    day.portal.propose("Ипотека шарттары");
    day.portal.propose("Жолдар");
    day.admin.json(["sync"]).exits(0);
    let topics = day.admin.json(["list", "topics"]).exits(0).objects();
    assert_eq!(
        (&topics[0]["number"], &topics[0]["act"]),
        (&json!("T-1"), &json!("topic"))
    );
    assert_eq!(topics[0]["due"], "2026-03-27");
    Day::applied(&day.admin, &["accept", "T-1"]);
    assert_eq!(Day::shown(&day.admin, "T-1")["conference"], "K-1");
    assert_eq!(Day::shown(&day.admin, "K-1")["state"], "draft");
    Day::refused(&day.admin, &["refuse", "T-2"], "motive-missing");
    let motive = day
        .admin
        .file("motive", "Жолдар біздің құзыретімізге жатпайды.");
    Day::applied(&day.admin, &["refuse", "T-2", "--text", &motive]);
    Day::refused(&day.admin, &["forward", "T-2"], "foreign-act");
}

#[test]
fn people_are_masked_in_the_lines_of_questions_until_a_reason_is_given() {
    let day = Day::begin();
    day.open();
    day.portal
        .ask("K-1", 7, "Менің ЖСН-ім 900101300017, қашан?");
    let list = {
        day.moderator.json(["sync"]).exits(0);
        day.moderator.json(["list", "questions"]).exits(0)
    };
    assert!(!list.out.contains("900101300017"), "{}", list.out);
    let shown = day.moderator.json(["show", "Q-1"]).exits(0);
    assert!(
        !shown.out.contains("900101300017") && !shown.out.contains("Азамат"),
        "{}",
        shown.out
    );
    let revealed = day
        .moderator
        .json(["show", "Q-1", "--reveal", "жауап беру үшін"])
        .exits(0);
    assert!(revealed.out.contains("900101300017"));
}
