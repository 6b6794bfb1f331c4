//! A conference written into a file: text and PDF, masked and revealed, never over another file.

use std::fs;

use crate::conference::Day;
use crate::desk::{Desk, Out};

fn export(desk: &Desk, words: &[&str]) -> Out {
    desk.json(
        ["export", "conference"]
            .into_iter()
            .chain(words.iter().copied()),
    )
}

fn place(desk: &Desk, name: &str) -> String {
    desk.dir.path().join(name).display().to_string()
}

/// A conference with an answered, a declined and an open question; the desk has them all.
fn day() -> Day {
    let day = Day::begin();
    day.open();
    for (n, text) in [
        (1, "ЖСН-ім 900101300017, кезек қашан жылжиды?"),
        (2, "Сатып алыңыз!"),
        (3, "Құжат керек пе?"),
    ] {
        day.portal.ask("K-1", n, text);
    }
    Day::applied(&day.moderator, &["accept", "Q-1"]);
    let answer = day.moderator.file("answer", "Кезек сәуірде жылжиды.");
    Day::applied(&day.moderator, &["answer", "Q-1", "--text", &answer]);
    Day::applied(&day.moderator, &["decline", "Q-2", "--reason", "spam"]);
    day
}

#[test]
fn a_conference_is_written_as_text_and_as_pdf_with_people_masked_until_a_reason_is_given() {
    let day = day();
    let desk = &day.moderator;
    let text = place(desk, "K-1.txt");
    let told = export(desk, &["K-1", "--lang", "kk", "--out", &text]).exits(0);
    let told = told.object();
    assert_eq!(told["format"], "txt");
    assert_eq!(told["masked"], true);
    assert_eq!(told["lang"], "kk");
    let form = fs::read_to_string(&text).unwrap();
    for there in [
        "№ 145",
        "Ашылу күні: 26.03.2026 (сағат 09:00)",
        "С•••••••",
        "бас маман",
    ] {
        assert!(form.contains(there), "{there} in {form}");
    }
    for hidden in [
        "Сейітова",
        "900101300017",
        "a.seitova",
        "Сұрақтар мен жауаптар",
    ] {
        assert!(!form.contains(hidden), "{hidden} in {form}");
    }
    // What is there stays as it is.
    let again = export(desk, &["K-1", "--out", &text]).exits(1);
    assert_eq!(again.error_code(), "file-exists");
    assert_eq!(fs::read_to_string(&text).unwrap(), form);

    let masked = export(desk, &["K-1", "--questions", "--lang", "ru", "--out", "-"]).exits(0);
    assert!(
        masked.out.contains("Кезек сәуірде жылжиды."),
        "{}",
        masked.out
    );
    assert!(masked.out.contains("ЖСН-ім ••••••••••17"), "{}", masked.out);
    assert!(masked.out.contains("Q-2 – спам") && masked.out.contains("Без ответа: 1"));
    assert!(!masked.out.contains("Сатып") && !masked.out.contains("Құжат"));

    let whole = place(desk, "whole.txt");
    let words = [
        "K-1",
        "--questions",
        "--reveal",
        "Операторға",
        "--out",
        &whole,
    ];
    let told = export(desk, &words).exits(0).object();
    assert_eq!(told["masked"], false);
    // English has no form of the annex: it is the Russian one.
    assert_eq!(told["lang"], "ru");
    let form = fs::read_to_string(&whole).unwrap();
    assert!(form.contains("Сейітова") && form.contains("ЖСН-ім 900101300017"));

    let pdf = place(desk, "K-1.pdf");
    let told = export(desk, &["K-1", "--out", &pdf]).exits(0).object();
    let bytes = fs::read(&pdf).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    assert_eq!(told["bytes"].as_u64(), u64::try_from(bytes.len()).ok());
    let piped = desk
        .command()
        .arg("--passphrase-file")
        .arg(desk.dir.path().join("passphrase"))
        .args([
            "export",
            "conference",
            "K-1",
            "--format",
            "pdf",
            "--out",
            "-",
        ])
        .output()
        .unwrap();
    assert!(piped.status.success() && piped.stdout.starts_with(b"%PDF-"));
}

#[test]
fn a_wrong_export_says_what_where_and_what_now() {
    let day = Day::begin();
    let desk = &day.admin;
    Day::applied(desk, &["plan", "new"]);
    desk.json(["sync"]).exits(0);
    let code = |words: &[&str], exit| export(desk, words).exits(exit).error_code();
    assert_eq!(code(&["K-1", "--out", "form"], 2), "usage");
    assert_eq!(code(&["Q-1", "--out", "-"], 2), "bad-input");
    assert_eq!(code(&["K-9", "--out", "-"], 1), "not-found");
    let nowhere = place(desk, "none/K-1.txt");
    let error = export(desk, &["K-1", "--out", &nowhere]).exits(1).error();
    assert_eq!(error["code"], "not-written");
    assert!(error["message"].as_str().unwrap().contains(&nowhere));
    assert!(error["hint"].as_str().is_some());
    assert_eq!(
        code(&["K-1", "--reveal", " ", "--out", "-"], 2),
        "bad-input"
    );
    // An empty draft is a form to be filled by hand.
    let empty = export(desk, &["K-1", "--lang", "ru", "--out", "-"]).exits(0);
    assert_eq!(
        empty.out.matches("(не заполнено)").count(),
        14,
        "{}",
        empty.out
    );
}
