//! The questions of a conference as a moderator lists them.

use super::*;
use crate::domain::command::{CircularCommand, Command, ConferenceCommand, QuestionCommand};
use crate::domain::filter::Facet;
use crate::domain::ids::ItemKind;
use crate::domain::question::Expert;
use crate::domain::row::{Inbox, InboxOrder};
use crate::wire::draft::LetterDraft;

const CONFERENCE: &str = "K-12";

fn entity(kind: EntityKind, id: &str, seq: u64, body: Value) -> Change {
    Change {
        key: EntityKey {
            kind,
            id: id.to_owned(),
        },
        ..change("x", seq, seq, body)
    }
}

fn history(events: &[(&str, &str)]) -> Value {
    let entry = |(event, when): &(&str, &str)| {
        json!({"event": event, "text": "Сәуірде", "late": false, "reason": "spam",
            "stamp": {"by": null, "role": null, "decided_at": when, "received_at": when,
                "effective_at": when, "op": null}})
    };
    events.iter().map(entry).collect()
}

fn question(serial: u64, state: &str, text: &str, events: &[(&str, &str)]) -> Change {
    let body = json!({
        "number": format!("Q-{serial}"), "conference": CONFERENCE, "holder": HOLDER,
        "asked_at": "2026-03-06T04:00:00Z", "pack": "order145-2023", "lang": "kk",
        "text": text, "asker": {"signature": "account"}, "state": state,
        "history": history(events),
    });
    entity(
        EntityKind::from("question"),
        &format!("Q-{serial}"),
        serial,
        body,
    )
}

fn filled() -> Rig {
    let rig = Rig::new();
    let votes = json!({"conference": CONFERENCE, "counts": {"2": 7, "3": 1}});
    let changes = vec![
        question(1, "new", "Кезек қашан жылжиды?", &[]),
        question(2, "accepted", "Телефоным 8 (701) 000-11-22", &[]),
        question(3, "new", "Құжаттар туралы", &[]),
        question(
            4,
            "declined",
            "Сатып алыңыз",
            &[("declined", "2026-03-06T05:00:00Z")],
        ),
        entity(EntityKind::from("votes"), CONFERENCE, 5, votes),
    ];
    rig.pull(5, changes);
    rig
}

/// The conference, on Friday 6 March until 18:30.
fn held(state: &str, seq: u64) -> Change {
    let text = json!({"kk": "Кезек", "ru": "Очередь"});
    let form = json!({"opens": "2026-03-06", "closes": "2026-03-06", "opens_at": "09:00:00",
        "closes_at": "18:30:00", "name": text, "short": text, "description": text});
    let body = json!({
        "number": CONFERENCE, "holder": HOLDER, "created_at": "2026-03-02T05:00:00Z",
        "pack": "order145-2023", "state": state, "form": form,
        "sent": {"form": form, "version": 1, "at": "2026-03-02T06:00:00Z"},
    });
    entity(EntityKind::from("conference"), CONFERENCE, seq, body)
}

/// Two circulars, one of which a colleague reads.
fn circulars() -> [Change; 2] {
    let circular = |serial: u64, owner: Value| {
        let number = Number::new(ItemKind::Circular, serial).to_string();
        let body = json!({
            "number": number, "holder": HOLDER, "sent_at": "2026-03-05T05:00:00Z",
            "pack": "order145-2023", "lang": "ru", "text": "О приёме", "state": "new",
            "owner": owner,
        });
        entity(EntityKind::from("circular"), &number, serial, body)
    };
    [circular(21, json!("aigul")), circular(22, Value::Null)]
}

#[test]
fn in_every_list_what_a_group_counts_is_what_its_filter_shows() {
    let rig = filled();
    let [first, second] = circulars();
    rig.pull(22, vec![held("open", 8), first, second]);
    let scopes = [
        (Scope::Home, 3),
        (Scope::Kind(ItemKind::Conference), 1),
        (Scope::Kind(ItemKind::Circular), 2),
        (Scope::Inbox(inbox(InboxOrder::NextUp)), 3),
    ];
    let reader = rig.store.reader();
    for (scope, items) in scopes {
        let of = |expression: &str| RowQuery {
            scope,
            ..query(expression)
        };
        assert_eq!(reader.total(&of("")).unwrap(), items, "{scope:?}");
        for facet in Facet::ALL {
            let mut counted = 0;
            for group in reader.groups(&of(""), facet).unwrap() {
                let mut narrowed = of("");
                narrowed.filter = narrowed.filter.and(group.test.clone());
                let shown = reader.total(&narrowed).unwrap();
                assert_eq!(
                    u64::try_from(shown),
                    Ok(group.items),
                    "{scope:?} {}",
                    group.test
                );
                counted += shown;
            }
            // By state closed items are counted too.
            assert!(counted >= items, "{scope:?} {facet:?}: {counted}");
        }
    }
}

fn inbox(order: InboxOrder) -> Inbox {
    Inbox {
        conference: CONFERENCE.parse().unwrap(),
        order,
        hide_done: true,
        until: None,
    }
}

fn listed(rig: &Rig, inbox: Inbox) -> Vec<u64> {
    let query = RowQuery {
        scope: Scope::Inbox(inbox),
        ..query("")
    };
    let rows = rig.store.reader().rows(&query).unwrap().rows;
    rows.iter().map(|row| row.number.serial).collect()
}

#[test]
fn questions_come_by_age_by_votes_or_starred_ones_first() {
    let rig = filled();
    assert_eq!(listed(&rig, inbox(InboxOrder::Age)), [1, 2, 3]);
    assert_eq!(listed(&rig, inbox(InboxOrder::Votes)), [2, 3, 1]);
    rig.store.star("Q-3".parse().unwrap()).wait().unwrap();
    assert_eq!(listed(&rig, inbox(InboxOrder::NextUp))[0], 3);
    rig.store.star("Q-3".parse().unwrap()).wait().unwrap();
    assert_eq!(listed(&rig, inbox(InboxOrder::NextUp))[0], 1);
}

#[test]
fn done_ones_are_hidden_or_shown_and_later_ones_wait() {
    let rig = filled();
    let with_done = Inbox {
        hide_done: false,
        ..inbox(InboxOrder::Age)
    };
    assert_eq!(listed(&rig, with_done), [1, 2, 3, 4]);
    let until = Inbox {
        until: Some(2),
        ..inbox(InboxOrder::Age)
    };
    assert_eq!(listed(&rig, until), [1, 2]);
}

#[test]
fn a_question_that_arrives_late_waits_though_its_number_is_lower() {
    let rig = Rig::new();
    rig.pull(1, vec![question(5, "new", "Кезек қашан жылжиды?", &[])]);
    let all = inbox(InboxOrder::Age);
    let newest = rig.store.reader().inbox(all).unwrap().newest;
    rig.pull(2, vec![question(2, "new", "Құжаттар туралы", &[])]);
    let until = Inbox {
        until: Some(newest),
        ..all
    };
    assert_eq!(listed(&rig, until), [5]);
    assert_eq!(rig.store.reader().inbox(until).unwrap().new, 1);
}

#[test]
fn only_what_would_be_listed_counts_as_new() {
    let rig = filled();
    let until = |hide_done| Inbox {
        until: Some(1),
        hide_done,
        ..inbox(InboxOrder::Age)
    };
    let new = |inbox| rig.store.reader().inbox(inbox).unwrap().new;
    assert_eq!((new(until(true)), new(until(false))), (2, 3));
}

#[test]
fn a_line_masks_what_a_citizen_wrote_of_themselves() {
    let rig = filled();
    let query = RowQuery {
        scope: Scope::Kind(ItemKind::Question),
        ..query("")
    };
    let rows = rig.store.reader().rows(&query).unwrap().rows;
    let of = |serial| rows.iter().find(|row| row.number.serial == serial).unwrap();
    let title = of(2).caption.title.clone().unwrap();
    assert_eq!(title.kk, "Телефоным • (•••) •••-••-22");
    assert_eq!(of(2).caption.weight, 7);
}

#[test]
fn a_correction_does_not_settle_a_question_again() {
    let rig = filled();
    let events = [
        ("answered", "2026-03-06T05:00:00Z"),
        ("corrected", "2026-03-06T06:30:00Z"),
    ];
    rig.pull(6, vec![question(6, "answered", "Кезек", &events)]);
    let facts = rig.store.reader().inbox(inbox(InboxOrder::Age)).unwrap();
    let settled: Vec<_> = facts.times.iter().filter_map(|time| time.1).collect();
    assert_eq!(settled, [at("2026-03-06T05:00:00Z"); 2]);
}

#[test]
fn a_conference_is_counted_down_on_its_last_day_as_long_as_it_takes_answers() {
    let rig = filled();
    let endings = |now: &str| rig.store.reader().endings(at(now)).unwrap();
    // The portal has not told yet that it opened: it is counted by the clock.
    rig.pull(6, vec![held("announced", 6)]);
    assert!(endings("2026-03-06T03:59:00Z").is_empty());
    let ending = endings("2026-03-06T05:00:00Z")[0];
    assert_eq!(ending.conference, CONFERENCE.parse().unwrap());
    assert_eq!(
        (ending.closes, ending.open),
        (at("2026-03-06T13:30:00Z"), 3)
    );
    assert!(endings("2026-03-05T05:00:00Z").is_empty());
    rig.pull(7, vec![held("closing", 7)]);
    assert_eq!(endings("2026-03-07T05:00:00Z").len(), 1);
    rig.pull(8, vec![held("closed", 8)]);
    assert!(endings("2026-03-06T14:00:00Z").is_empty());
}

#[test]
fn what_is_done_with_questions_goes_first_and_is_missed_on_the_day_of_their_conference() {
    let rig = filled();
    rig.pull(
        7,
        vec![held("open", 6), request(1, 7, "2026-03-06T05:00:00Z")],
    );
    rig.store.queue(accept(1, 1), None).wait().unwrap();
    let unsent_due = || rig.store.reader().counts(TODAY).unwrap().unsent_due_today;
    let before = unsent_due();
    let command = Command::Question(QuestionCommand::AcceptQuestion);
    let question = Op {
        entity: EntityKey::of("Q-1".parse().unwrap()),
        ..op(2, 1, command)
    };
    rig.store.queue(question, None).wait().unwrap();
    let user = UserName("aigul".into());
    let sent = rig.store.reader().sendable(&user, 9).unwrap();
    let order: Vec<_> = sent.iter().map(|entry| entry.op.op_id).collect();
    assert_eq!(order, [id(2), id(1)]);
    assert_eq!(unsent_due() - before, 1);
}

fn about(n: u128, number: &str, command: Command) -> Op {
    Op {
        entity: EntityKey::of(number.parse().unwrap()),
        ..op(n, 1, command)
    }
}

#[test]
fn an_answer_waits_behind_the_later_end_that_was_decided_before_it() {
    let rig = filled();
    rig.pull(6, vec![held("open", 6)]);
    let longer = ConferenceCommand::ProlongConference {
        closes: date(2026, 3, 10),
        reason: CitizenText::parse("Сұрақ көп").unwrap(),
    };
    let answer = QuestionCommand::AnswerQuestion {
        text: CitizenText::parse("Сәуірде").unwrap(),
    };
    let longer = about(1, CONFERENCE, Command::Conference(longer));
    let answer = about(2, "Q-1", Command::Question(answer));
    for op in [longer, answer] {
        rig.store.queue(op, None).wait().unwrap();
    }
    let user = UserName("aigul".into());
    let sent = rig.store.reader().sendable(&user, 9).unwrap();
    let order: Vec<_> = sent.iter().map(|entry| entry.op.op_id).collect();
    assert_eq!(order, [id(1), id(2)]);
}

#[test]
fn of_two_circulars_one_is_recalled_and_comes_back_as_it_was_typed() {
    let rig = filled();
    let circular = |n, text: &str| Op {
        entity: EntityKey::new_of(ItemKind::Circular),
        ..op(
            n,
            1,
            Command::Circular(CircularCommand::SendCircular {
                to: Some(HOLDER.to_owned()),
                text: CitizenText::parse(text).unwrap(),
            }),
        )
    };
    let window = Some(at("2026-03-06T07:01:00Z"));
    for one in [circular(1, "Бірінші хат"), circular(2, "Екінші хат")] {
        rig.store.queue(one, window).wait().unwrap();
    }
    let now = at("2026-03-06T07:00:30Z");
    rig.store.recall(id(1), now).wait().unwrap().unwrap();
    let states: Vec<_> = rig.store.reader().outbox().unwrap();
    assert_eq!(states.len(), 1);
    assert_eq!(states[0].op.op_id, id(2));
    let number = Number::unnumbered(ItemKind::Circular);
    let draft = rig.store.reader().draft(number, "send").unwrap().unwrap();
    let kept = LetterDraft::read(&draft.text.0).unwrap();
    let kept: Value = serde_json::from_str(kept.text.as_str()).unwrap();
    assert_eq!(kept, json!({"to": HOLDER, "circular": "Бірінші хат"}));
}

#[test]
fn a_small_form_comes_back_with_its_lines_after_a_recall() {
    let rig = filled();
    rig.pull(6, vec![held("open", 6)]);
    let expert = Expert {
        name: "Заң басқармасы".into(),
        due: Some(date(2026, 3, 6).at(16, 0, 0, 0)),
    };
    let assign = Command::Question(QuestionCommand::AssignQuestion { expert });
    let window = Some(at("2026-03-06T07:01:00Z"));
    rig.store
        .queue(about(1, "Q-2", assign), window)
        .wait()
        .unwrap();
    let now = at("2026-03-06T07:00:30Z");
    rig.store.recall(id(1), now).wait().unwrap().unwrap();
    let draft = rig.store.reader().draft("Q-2".parse().unwrap(), "assign");
    let kept = LetterDraft::read(&draft.unwrap().unwrap().text.0).unwrap();
    let kept: Value = serde_json::from_str(kept.text.as_str()).unwrap();
    assert_eq!(
        kept,
        json!({"expert": "Заң басқармасы", "until": "06.03.2026 16:00"})
    );
}
