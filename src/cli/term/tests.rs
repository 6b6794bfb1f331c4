//! `term`, `calendar` and `rules` as a script sees them.

use std::io::Write;
use std::sync::{Arc, Mutex};

use clap::Parser;
use serde_json::Value;

use super::*;
use crate::cli::{Cli, Command, Output};

#[derive(Clone, Default)]
struct Page(Arc<Mutex<Vec<u8>>>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Page {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// A configuration directory of its own for one test.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("config.toml"), "").unwrap();
        Self { folder }
    }

    fn with(self, file: &str, text: &str) -> Self {
        let path = self.folder.path().join("rules").join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    fn run(&self, line: &str, input: &str) -> (String, Result<(), CliError>) {
        let page = Page::default();
        let output = Output::new(Box::new(page.clone()), Box::new(std::io::sink()), false);
        let config = self.folder.path().join("config.toml");
        let words = ["awp", "--config", config.to_str().unwrap()];
        let cli = Cli::try_parse_from(words.into_iter().chain(line.split(' '))).unwrap();
        let cx = Context::new(cli.global, output).unwrap();
        let result = play(&cli.command.unwrap(), &cx, input);
        (page.text(), result)
    }
}

fn play(command: &Command, cx: &Context, input: &str) -> Result<(), CliError> {
    if let Command::Term(args) = command {
        if args.from == ["-"] {
            return Question::new(args, cx)?.answer_lines(input.as_bytes());
        }
        return run(args, cx);
    }
    if let Command::Calendar(args) = command {
        return crate::cli::calendar::run(args, cx);
    }
    if let Command::Rules(args) = command {
        return crate::cli::rules::run(args, cx);
    }
    Ok(())
}

fn objects(line: &str) -> Vec<Value> {
    let (text, result) = Desk::new().run(line, "");
    result.unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn refused(line: &str) -> (u8, String) {
    let (text, result) = Desk::new().run(line, "");
    assert_eq!(text, "", "nothing is printed before an error");
    let error = result.unwrap_err();
    (error.exit as u8, error.code)
}

#[test]
fn the_object_of_a_term_has_its_agreed_fields() {
    let terms = objects("term --rule answer --from 2026-03-06 --json --lang ru");
    let term = terms[0].as_object().unwrap();
    let mut fields: Vec<&str> = term.keys().map(String::as_str).collect();
    fields.sort_unstable();
    let agreed = "clause from latest ledger pack raw registered rule safe status";
    assert_eq!(fields.join(" "), agreed);
    assert_eq!(term["latest"], "2026-03-26");
    assert_eq!(term["registered"], Value::Null);
    let last = term["ledger"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (last["why"].as_str(), last["date"].as_str()),
        (Some("roll"), Some("2026-03-26"))
    );
    assert_eq!(last["source"], "Civil Code art. 175");
    assert!(last["text"].as_str().unwrap().contains("срок оканчивается"));
}

#[test]
fn several_starts_give_one_object_each() {
    let terms = objects("term --rule return --json --from 2026-03-06 2025-01-03T10:00");
    let latest: Vec<&str> = terms
        .iter()
        .map(|term| term["latest"].as_str().unwrap())
        .collect();
    assert_eq!(latest, ["2026-03-10", "2025-01-05"]);
}

#[test]
fn errors_end_with_their_agreed_codes() {
    for (line, exit, code) in [
        (
            "term --rule rating --from 2024-03-06",
            2,
            "rule-has-no-term",
        ),
        (
            "term --rule question --from 2020-03-06",
            2,
            "rule-has-no-term",
        ),
        (
            "term --rule return --from 2022-03-06",
            3,
            "rule-not-in-force",
        ),
        (
            "term --rule return --pack law401 --from 2026-03-06",
            3,
            "rule-not-in-force",
        ),
        (
            "term --rule answer --from 2027-12-30",
            1,
            "calendar-missing",
        ),
        (
            "term --rule answer --from 2026-03-06 2027-12-30",
            1,
            "calendar-missing",
        ),
        ("term --rule nonsense --from 2026-03-06", 2, "usage"),
        (
            "term --rule extension --days 16 --from 2026-03-06",
            2,
            "usage",
        ),
        (
            "term --rule extension --days 0 --from 2026-03-06",
            2,
            "usage",
        ),
        ("term --rule answer --from tomorrow", 2, "bad-input"),
        (
            "calendar days --from 2027-12-31 --to 2028-01-01",
            1,
            "calendar-missing",
        ),
        (
            "calendar days --from 2027-12-31 --to 2027-12-30",
            2,
            "usage",
        ),
        ("calendar show 2030", 1, "calendar-missing"),
        ("rules show nonsense", 1, "not-found"),
    ] {
        assert_eq!(refused(line), (exit, code.to_owned()), "{line}");
    }
}

#[test]
fn on_standard_input_a_bad_line_is_told_and_the_rest_go_on() {
    let input = "2026-03-06\nnonsense\n2022-01-01\n2028-01-01\n2025-01-03";
    let (text, result) = Desk::new().run("term --rule return --json --from -", input);
    assert_eq!(result, Ok(()));
    let told: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(told.len(), 5);
    assert_eq!(told[0]["latest"], "2026-03-10");
    assert_eq!(
        (&told[1]["from"], &told[1]["error"]["code"]),
        (&"nonsense".into(), &"bad-input".into())
    );
    assert_eq!(told[2]["error"]["code"], "rule-not-in-force");
    assert_eq!(told[3]["error"]["code"], "calendar-missing");
    assert_eq!(told[4]["latest"], "2025-01-05");
}

#[test]
fn a_day_of_the_calendar_has_its_agreed_fields() {
    let days = objects("calendar days --from 2025-01-03 --to 2025-01-05 --json --lang en");
    assert_eq!(days.len(), 3);
    assert_eq!(days[2]["working"], true);
    assert_eq!(days[2]["why"], "moved-work");
    assert_eq!(
        days[2]["source"],
        "order of the Minister of Labour № 436 of 21.11.2024"
    );
    let six = objects("calendar days --from 2025-01-03 --to 2025-01-05 --profile six-day --json");
    let working: Vec<bool> = six
        .iter()
        .map(|day| day["working"].as_bool().unwrap())
        .collect();
    assert_eq!(working, [true, true, false]);
}

#[test]
fn the_check_of_the_calendar_warns_and_ends_well() {
    let years = objects("calendar check --json --lang en");
    assert_eq!(years.len(), 7);
    let code = |year: usize| years[year]["warnings"][0]["code"].clone();
    assert_eq!(code(5), "no-transfer-order");
    assert_eq!(years[0]["working_days"], 245);
}

#[test]
fn the_list_of_rules_has_every_pack_and_a_rule_shows_its_clause() {
    let packs = objects("rules list --json");
    let ids: Vec<&str> = packs
        .iter()
        .map(|pack| pack["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        ids,
        [
            "order145-2021",
            "order145-2023",
            "law401",
            "standard177",
            "standard606"
        ]
    );
    let shown = objects("rules show return --json");
    assert_eq!((shown.len(), &shown[0]["clause"]), (1, &"145 ¶4(3)".into()));
}

#[test]
fn own_files_are_laid_over_the_built_in_rules() {
    let year = "year = 2028\nsource = { kk = \"а\", ru = \"а\", en = \"a\" }\n";
    let desk = Desk::new().with("calendar/2028.toml", year);
    let (text, result) = desk.run("term --rule return --json --from 2027-12-31", "");
    assert_eq!(result, Ok(()));
    assert!(text.contains(r#""latest":"2028-01-03""#), "{text}");
}

#[test]
fn an_own_file_with_an_unknown_field_is_an_error_with_its_line() {
    let year = "year = 2028\nholidays = 3\n";
    let desk = Desk::new().with("calendar/2028.toml", year);
    let (_, result) = desk.run("calendar check --lang en", "");
    let error = result.unwrap_err();
    assert_eq!(
        error.message,
        "rules/calendar/2028.toml:2: unknown field “holidays”"
    );
    assert_eq!(error.hint.unwrap(), "Remove the field or correct its name.");
}

#[test]
fn without_json_a_term_reads_as_text() {
    let (text, result) =
        Desk::new().run("term --rule refusal --from 2026-03-06T18:31 --lang kk", "");
    assert_eq!(result, Ok(()));
    assert!(text.contains("Тіркелді: 2026 ж. 10 наурыз, сс"), "{text}");
    assert!(text.contains("Соңғы күн: 2026 ж. 17 наурыз, сс"), "{text}");
    assert!(text.contains("ішкі ереже ретінде сақталған"), "{text}");
}
