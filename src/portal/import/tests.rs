//! Files as other systems and hands make them.

use super::*;
use crate::domain::request::Request;
use crate::portal::rig::{BIN, Rig, STATE_BODY};
use crate::wire::feed::EntityKind;

const HEADER: &str =
    "number,received_at,holder,category,text,lang,name,iin,bin,address,email,phone,signature";

struct Outcome {
    told: Vec<Rejection>,
    done: Imported,
    stored: Vec<Request>,
}

async fn bring(text: &[u8], format: Format) -> (Rig, Result<Outcome, ImportError>) {
    let rig = Rig::new().await;
    let mut told = Vec::new();
    let reject = |rejection: &Rejection| told.push(rejection.clone());
    let done = import(
        rig.storage.as_ref(),
        rig.clock.as_ref(),
        text,
        format,
        reject,
    )
    .await;
    let rows = rig.storage.all(EntityKind::Request).await.unwrap();
    let stored = rows
        .iter()
        .map(|row| serde_json::from_str(&row.body).unwrap())
        .collect();
    let outcome = done.map(|done| Outcome { told, done, stored });
    (rig, outcome)
}

async fn csv(body: &str) -> Outcome {
    bring(format!("{HEADER}\n{body}").as_bytes(), Format::Csv)
        .await
        .1
        .unwrap()
}

fn row(number: &str, text: &str) -> String {
    format!("{number},2026-03-05T10:00,{BIN},mortgage,{text},,Есенова Айгүл,900101300017,,,,,eds\n")
}

fn codes(outcome: &Outcome) -> Vec<(u64, &str, Option<&str>)> {
    let told = outcome.told.iter();
    told.map(|one| (one.line, one.code.as_str(), one.field.as_deref()))
        .collect()
}

#[tokio::test]
async fn a_good_file_is_taken_whole() {
    let quoted = "\"Бірінші жол,\r\nекінші \"\"жол\"\"\"";
    let outcome = csv(&format!(
        "{}{}{}",
        row("", "Сұрақ"),
        row("700100", quoted),
        row("", "Тағы")
    ))
    .await;
    assert_eq!(
        outcome.done,
        Imported {
            accepted: 3,
            rejected: 0
        }
    );
    let numbers: Vec<_> = outcome
        .stored
        .iter()
        .map(|one| one.number.to_string())
        .collect();
    assert_eq!(numbers, ["700100", "766001", "766002"]);
    assert_eq!(
        outcome.stored[0].text.as_str(),
        "Бірінші жол,\nекінші \"жол\""
    );
    assert_eq!(
        outcome.stored[0].received_at.to_string(),
        "2026-03-05T05:00:00Z"
    );
    assert_eq!(outcome.stored[0].state.id(), "new");
}

#[tokio::test]
async fn byte_order_mark_and_carriage_returns_are_no_matter() {
    let text = format!(
        "\u{feff}{HEADER}\r\n\r\n{}",
        row("1", "Сұрақ").replace('\n', "\r\n")
    );
    let outcome = bring(text.as_bytes(), Format::Csv).await.1.unwrap();
    assert_eq!(
        outcome.done,
        Imported {
            accepted: 1,
            rejected: 0
        }
    );
    assert_eq!(
        outcome.stored[0].requester.signature,
        crate::domain::person::Signature::Eds
    );
}

#[tokio::test]
async fn a_bad_line_is_told_and_the_rest_go_on() {
    let bad_lines: [(String, &str, Option<&str>); 17] = [
        (row("1", "а\"б"), "bad-quote", None),
        (row("1", "\"а\"б"), "bad-quote", None),
        ("1,2,3\n".to_owned(), "wrong-columns", None),
        (row("1", "а,б"), "wrong-columns", None),
        (row("x1", "Сұрақ"), "bad-number", Some("number")),
        (row("K-12", "Сұрақ"), "bad-number", Some("number")),
        (row("0", "Сұрақ"), "bad-number", Some("number")),
        (row("1", ""), "missing", Some("text")),
        (
            row("1", "Сұрақ").replace("2026-03-05T10:00", ""),
            "missing",
            Some("received_at"),
        ),
        (
            row("1", "Сұрақ").replace("2026-03-05T10:00", "вчера"),
            "bad-time",
            Some("received_at"),
        ),
        (
            row("1", "Сұрақ").replace("2026-03-05", "2026-04-05"),
            "in-the-future",
            Some("received_at"),
        ),
        (
            row("1", "Сұрақ").replace("2026-03-05", "1998-03-05"),
            "calendar-missing",
            Some("received_at"),
        ),
        (
            row("1", "Сұрақ").replace(BIN, STATE_BODY),
            "holder-takes-no-requests",
            Some("holder"),
        ),
        (
            row("1", "Сұрақ").replace(BIN, "1"),
            "not-twelve-digits",
            Some("holder"),
        ),
        (
            row("1", "Сұрақ").replace("mortgage", "Ипотека"),
            "unknown-category",
            Some("category"),
        ),
        (
            row("1", "Сұрақ").replace("900101300017", "9001"),
            "not-twelve-digits",
            Some("iin"),
        ),
        (
            row("1", "Сұрақ").replace(",eds", ",ЭЦП"),
            "bad-signature",
            Some("signature"),
        ),
    ];
    for (bad, code, field) in bad_lines {
        let outcome = csv(&format!("{}{bad}{}", row("", "Бірінші"), row("", "Соңғы"))).await;
        assert_eq!(codes(&outcome), [(3, code, field)], "{bad}");
        assert_eq!(
            outcome.done,
            Imported {
                accepted: 2,
                rejected: 1
            },
            "{bad}"
        );
        assert_eq!(outcome.stored.len(), 2, "{bad}");
    }
}

#[tokio::test]
async fn a_forgotten_quote_does_not_swallow_the_file() {
    let body = format!(
        "{}{}{}{}",
        row("1", "Бір"),
        row("2", "\"Екі"),
        row("3", "\"Үш\""),
        row("4", "Төрт")
    );
    let outcome = csv(&body).await;
    assert_eq!(codes(&outcome), [(3, "bad-quote", None)]);
    assert_eq!(outcome.done.accepted, 3);
    let outcome = csv(&format!("{}{}", row("1", "Бір"), row("2", "\"Екі"))).await;
    assert_eq!(codes(&outcome), [(3, "unclosed-quote", None)]);
    assert_eq!(outcome.done.accepted, 1);
}

#[tokio::test]
async fn a_number_that_is_taken_is_told_and_nothing_else_is_lost() {
    let body = format!(
        "{}{}{}{}",
        row("500", "Бір"),
        row("500", "Екі"),
        row("", "Үш"),
        row("501", "Төрт")
    );
    let (rig, outcome) = bring(format!("{HEADER}\n{body}").as_bytes(), Format::Csv).await;
    let outcome = outcome.unwrap();
    assert_eq!(codes(&outcome), [(3, "number-taken", Some("number"))]);
    assert_eq!(outcome.stored.len(), 3);
    assert_eq!(rig.storage.all(EntityKind::Request).await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_header_that_is_not_ours_takes_nothing() {
    for (header, error) in [
        ("", HeaderError::Missing),
        (
            "received_at;holder;text",
            HeaderError::Unknown("received_at;holder;text".to_owned()),
        ),
        (
            "received_at,holder,category,text,colour",
            HeaderError::Unknown("colour".to_owned()),
        ),
        (
            "received_at,holder,category,text,text",
            HeaderError::Twice("text".to_owned()),
        ),
        ("received_at,holder,text", HeaderError::Absent("category")),
        ("received_at,\"holder", HeaderError::Broken),
    ] {
        let (rig, outcome) = bring(
            format!("{header}\n{}", row("", "а"))
                .trim_start()
                .as_bytes(),
            Format::Csv,
        )
        .await;
        let found = outcome.err();
        if header.is_empty() {
            assert!(matches!(
                found,
                Some(ImportError::Header(HeaderError::Unknown(_)))
            ));
        } else {
            assert!(
                matches!(&found, Some(ImportError::Header(told)) if *told == error),
                "{header}: {found:?}"
            );
        }
        assert!(
            rig.storage
                .all(EntityKind::Request)
                .await
                .unwrap()
                .is_empty()
        );
    }
    let empty = bring(b"", Format::Csv).await.1.err();
    assert!(matches!(
        empty,
        Some(ImportError::Header(HeaderError::Missing))
    ));
}

#[tokio::test]
async fn json_lines_have_the_same_columns_and_the_same_checks() {
    let good = format!(
        r#"{{"number":700200,"received_at":"2026-03-05","holder":"{BIN}","category":"health","text":"Сұрақ","iin":null}}"#
    );
    let text = format!(
        "{good}\n\n{{\"text\":1}}\n{{\"colour\":\"red\"}}\nnot json\n[1]\n{}\n",
        good.replace("700200", "700201")
            .replace("health", "weather"),
    );
    let outcome = bring(text.as_bytes(), Format::Ndjson).await.1.unwrap();
    assert_eq!(
        codes(&outcome),
        [
            (3, "bad-json", Some("text")),
            (4, "unknown-column", None),
            (5, "bad-json", None),
            (6, "bad-json", None),
            (7, "unknown-category", Some("category")),
        ]
    );
    assert_eq!(
        outcome.done,
        Imported {
            accepted: 1,
            rejected: 5
        }
    );
    assert_eq!(
        outcome.stored[0].received_at.to_string(),
        "2026-03-05T04:00:00Z"
    );
}

#[tokio::test]
async fn what_is_not_utf8_or_too_long_is_one_bad_line() {
    let mut text = format!("{HEADER}\n{}", row("1", "Бір")).into_bytes();
    let at = text.len();
    text.extend_from_slice(row("2", "ЕКІ").as_bytes());
    let cell = text[at..]
        .windows(6)
        .position(|bytes| bytes == "ЕКІ".as_bytes())
        .unwrap();
    text[at + cell] = 0xff;
    text.extend_from_slice(row("3", &"а".repeat(1_200_000)).as_bytes());
    text.extend_from_slice(row("4", "Төрт").as_bytes());
    let outcome = bring(&text, Format::Csv).await.1.unwrap();
    assert_eq!(
        codes(&outcome),
        [(3, "not-utf8", Some("text")), (4, "too-long", None)]
    );
    assert_eq!(outcome.done.accepted, 2);
}

#[tokio::test]
async fn nothing_told_repeats_what_stands_in_the_record() {
    let outcome = csv(&row("1", "ҚұпияМәтін").replace("900101300017", "987654321")).await;
    let told = serde_json::to_string(&outcome.told).unwrap();
    assert!(
        !told.contains("987654321") && !told.contains("ҚұпияМәтін"),
        "{told}"
    );
}

#[tokio::test]
async fn a_thousand_records_are_taken_in_order() {
    let body: String = (0..1200)
        .map(|index| row("", &format!("Сұрақ {index}")))
        .collect();
    let outcome = csv(&body).await;
    assert_eq!(outcome.done.accepted, 1200);
    for (index, request) in outcome.stored.iter().enumerate() {
        assert_eq!(request.text.as_str(), format!("Сұрақ {index}"));
    }
}
