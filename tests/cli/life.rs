//! The whole life of a request by commands: each act at the portal, each refusal with exit 3.

use awp::wire::draft::LetterDraft;
use serde_json::Value;

use crate::desk::{Desk, Out};
use crate::portal::{BIN, OTHER_BIN, STATE_BIN, TestPortal};
use crate::queue::signed_in;

struct Life {
    portal: TestPortal,
    desk: Desk,
    number: String,
}

impl Life {
    /// A request in Kazakh at the desk of its administrator.
    fn begin() -> Self {
        let (portal, desk) = signed_in();
        let number = portal.receive("Кезектегі орнымды білгім келеді");
        desk.json(["sync"]).exits(0);
        Self {
            portal,
            desk,
            number,
        }
    }

    fn act(&self, act: &str, options: &[&str]) -> Out {
        let words = ["act", act, self.number.as_str()];
        self.desk
            .json(words.into_iter().chain(options.iter().copied()))
    }

    #[track_caller]
    fn applied(&self, act: &str, options: &[&str]) {
        let told = self.act(act, options).exits(0).object();
        assert_eq!(
            (&told["act"], &told["verdict"]),
            (&act.into(), &"applied".into())
        );
    }

    #[track_caller]
    fn refused(&self, act: &str, options: &[&str], code: &str) {
        let out = self.act(act, options).exits(3);
        assert_eq!(out.error_code(), code);
        assert_eq!(out.object()["refusal"]["code"], code);
    }

    fn shown(&self) -> Value {
        self.desk.json(["show", &self.number]).exits(0).object()
    }

    fn events(&self) -> Vec<String> {
        let shown = self.shown();
        let history = shown["history"].as_array().unwrap().iter();
        history
            .map(|entry| entry["event"].as_str().unwrap().to_owned())
            .collect()
    }
}

#[test]
fn an_extended_request_is_answered_and_the_answer_corrected() {
    let life = Life::begin();
    let text = life.desk.file("text", "Кезектегі орныңыз – 17.");
    let approval = life.desk.file("approval", "Келісемін.");
    life.refused("clarify", &["--text", &text], "not-yet-accepted");
    life.refused("correct", &["--text", &text], "nothing-to-correct");
    life.applied("accept", &[]);
    life.applied("clarify", &["--text", &text]);
    let extend = ["--days", "15", "--text", &text];
    life.refused("extend", &extend, "approval-missing");
    let unsaid = life.act("extend", &["--text", &text]).exits(2);
    assert_eq!(unsaid.error_code(), "usage");
    life.applied(
        "extend",
        &["--days", "15", "--text", &text, "--approval", &approval],
    );
    life.refused("extend", &extend, "already-extended");
    assert_eq!(life.shown()["extended"], true);
    life.refused("notify", &[], "text-missing");
    life.applied("notify", &["--text", &text]);
    life.refused("notify", &["--text", &text], "nothing-to-notify");
    life.refused("answer", &[], "text-missing");
    life.applied("answer", &["--text", &text]);
    life.refused("answer", &["--text", &text], "closed");
    life.applied("correct", &["--text", &text]);
    assert_eq!(life.shown()["state"], "answered");
    assert_eq!(
        life.events(),
        [
            "received",
            "accepted",
            "clarified",
            "extended",
            "notified",
            "answered",
            "corrected"
        ]
    );
}

#[test]
fn a_refusal_names_its_ground_and_accepts_first() {
    let life = Life::begin();
    let text = life.desk.file("text", "Бұл ақпарат заңмен қорғалған.");
    let words = ["--text", text.as_str()];
    let with = |more: &[&'static str]| [words.to_vec(), more.to_vec()].concat();
    life.refused("refuse", &words, "ground-missing");
    life.refused("refuse", &with(&["--reason", "B3"]), "secret-missing");
    life.refused("refuse", &with(&["--reason", "B4"]), "review-missing");
    // The ground is typed with the Cyrillic letter.
    let whole = with(&["--reason", "В3", "--secret", "personal", "--part"]);
    life.applied("refuse", &whole);
    assert_eq!(life.events(), ["received", "accepted", "refused"]);
    let refused = &life.shown()["history"][2];
    assert_eq!(refused["reasons"], serde_json::json!(["B3"]));
    assert_eq!(
        (&refused["secret"], &refused["part"]),
        (&"personal".into(), &true.into())
    );
    assert_eq!(refused["in_time"]["verdict"], "yes");
}

#[test]
fn a_published_answer_closes_the_request() {
    let life = Life::begin();
    let text = life.desk.file("text", "Сайтта жарияланған.");
    life.applied("already-published", &["--text", &text]);
    assert_eq!(life.shown()["state"], "answered");
    assert_eq!(life.events(), ["received", "accepted", "published"]);
}

#[test]
fn an_answer_that_was_held_and_recalled_is_a_draft_again() {
    let life = Life::begin();
    let text = life.desk.file("text", "Кезектегі орныңыз – 17.");
    life.act("answer", &["--text", &text, "--hold"]).exits(0);
    let told = life.act("recall", &[]).exits(0).object();
    assert_eq!(told["act"], "answer");
    assert_eq!(life.events(), ["received"]);
    let store = life.desk.store();
    let number = life.number.parse().unwrap();
    let draft = store.reader().draft(number, "answer").unwrap().unwrap();
    let draft = LetterDraft::read(&draft.text.0).unwrap();
    assert_eq!(draft.text.as_str(), "Кезектегі орныңыз – 17.");
}

#[test]
fn a_forwarded_request_names_its_copy_and_is_closed_here() {
    let life = Life::begin();
    let notice = life.desk.file("notice", "Сұрау салуыңыз жіберілді.");
    let to = |bin: &'static str| ["--to", bin, "--notice", notice.as_str()];
    assert_eq!(
        life.act("forward", &["--notice", &notice])
            .exits(2)
            .error_code(),
        "usage"
    );
    life.refused("forward", &["--to", OTHER_BIN], "text-missing");
    life.refused("forward", &to("990140000011"), "unknown-addressee");
    life.refused("forward", &to(BIN), "addressee-is-self");
    life.refused("forward", &to(STATE_BIN), "addressee-takes-none");
    life.applied("forward", &to(OTHER_BIN));
    life.refused("forward", &to(OTHER_BIN), "closed");
    let shown = life.shown();
    assert_eq!(shown["state"], "forwarded");
    let forwarded = &shown["history"][1];
    assert_eq!(forwarded["to"], OTHER_BIN);
    assert_eq!(forwarded["copy"], format!("{}/1", life.number));
}

#[test]
fn a_dislike_of_the_user_is_followed_up_and_closed_once() {
    let (portal, desk) = signed_in();
    let (number, token) = portal.receive_with_token("Кезектегі орнымды білгім келеді");
    desk.json(["sync"]).exits(0);
    let life = Life {
        portal,
        desk,
        number,
    };
    let text = life.desk.file("text", "Кезектегі орныңыз – 17.");
    let done = life
        .desk
        .file("done", "Пайдаланушыға қоңырау шалып түсіндірдік.");
    life.applied("answer", &["--text", &text]);
    life.refused("close", &["--text", &done], "nothing-to-follow-up");
    life.portal
        .dislikes(&life.number, &token, "Түсініксіз жауап");
    life.desk.json(["sync"]).exits(0);
    life.applied("close", &["--text", &done]);
    life.refused("close", &["--text", &done], "nothing-to-follow-up");
    let last: Vec<String> = life.events().into_iter().rev().take(2).collect();
    assert_eq!(last, ["followed-up", "rated"]);
}
