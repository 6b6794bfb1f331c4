//! The commands of the portal as a script sees them.

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use clap::Parser;

use crate::cli::{Cli, CliError, Command, Context, Exit, Output};

#[derive(Clone, Default)]
struct Shown(Arc<Mutex<Vec<u8>>>);

impl Write for Shown {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Shown {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// Runs `awp portal …` in a directory; gives what was printed and how it ended.
fn portal(dir: &Path, words: &[&str]) -> (String, String, Result<(), CliError>) {
    let data = dir.display().to_string();
    let database = format!("sqlite:{data}/portal.db");
    let mut line = vec!["awp", "--lang", "en", "--data", &data, "portal"];
    line.extend(words);
    if !words.contains(&"--database") {
        line.extend(["--database", &database]);
    }
    let cli = Cli::try_parse_from(line).unwrap();
    let (out, err) = (Shown::default(), Shown::default());
    let output = Output::new(Box::new(out.clone()), Box::new(err.clone()), false);
    let cx = Context::new(cli.global, output).unwrap();
    let Some(Command::Portal(args)) = cli.command else {
        panic!("not a portal command");
    };
    let result = super::run(&args, &cx);
    (out.text(), err.text(), result)
}

fn password(dir: &Path, word: &str) -> String {
    let file = dir.join("password");
    std::fs::write(&file, format!("{word}\n")).unwrap();
    file.display().to_string()
}

#[test]
fn a_portal_is_seeded_and_an_account_added() {
    let dir = tempfile::tempdir().unwrap();
    let seed = [
        "seed",
        "--requests",
        "12",
        "--at",
        "2026-03-19T10:42",
        "--json",
    ];
    let (out, _, done) = portal(dir.path(), &seed);
    done.unwrap();
    let made: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&made["requests"], &made["holder"]),
        (&12.into(), &"060340000178".into())
    );
    let file = password(dir.path(), "good-password");
    let add = [
        "user",
        "add",
        "aliya",
        "--role",
        "administrator",
        "--holder",
        "060340000178",
    ];
    let words = [&add[..], &["--password-file", &file]].concat();
    let (out, err, done) = portal(dir.path(), &words);
    done.unwrap();
    assert!(out.contains("aliya"), "{out}");
    assert_eq!(err, "");
    let error = portal(dir.path(), &words).2.unwrap_err();
    assert_eq!(
        (error.exit, error.code.as_str()),
        (Exit::Failure, "name-taken")
    );
    let (out, _, done) = portal(dir.path(), &["token", "revoke", "aliya", "--json"]);
    done.unwrap();
    assert_eq!(out, "{\"revoked\":0}\n");
}

#[test]
fn an_account_that_cannot_be_is_refused_with_its_reason() {
    let dir = tempfile::tempdir().unwrap();
    let file = password(dir.path(), "good-password");
    let short = dir.path().join("short");
    std::fs::write(&short, "short\n").unwrap();
    let short = short.display().to_string();
    for (name, role, holder, file, code) in [
        ("aliya", "administrator", None, &file, "holder-missing"),
        (
            "aliya",
            "operator",
            Some("060340000178"),
            &file,
            "holder-given",
        ),
        ("aliya", "support", Some("12"), &file, "bad-holder"),
        ("a b", "operator", None, &file, "bad-name"),
        ("aliya", "operator", None, &short, "short-password"),
    ] {
        let mut words = vec!["user", "add", name, "--role", role, "--password-file", file];
        words.extend(holder.into_iter().flat_map(|bin| ["--holder", bin]));
        let error = portal(dir.path(), &words).2.unwrap_err();
        assert_eq!(error.code, code);
        assert!(!error.message.is_empty());
    }
}

#[test]
fn an_import_tells_each_rejected_record_and_the_counts_last() {
    let dir = tempfile::tempdir().unwrap();
    portal(dir.path(), &["seed", "--requests", "0"]).2.unwrap();
    let file = dir.path().join("old.csv");
    let rows = "received_at,holder,category,text,iin\n\
                2026-03-05,060340000178,mortgage,Сұрақ,900101300017\n\
                2026-03-05,060340000178,mortgage,Сұрақ,9001\n\
                2026-03-05,060340000178\n";
    std::fs::write(&file, rows).unwrap();
    let (out, _, done) = portal(dir.path(), &["import", &file.display().to_string()]);
    done.unwrap();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(
        lines,
        [
            r#"{"line":3,"code":"not-twelve-digits","field":"iin","message":"“iin” must have exactly 12 digits."}"#,
            r#"{"line":4,"code":"wrong-columns","field":null,"message":"The record has more or fewer cells than the header."}"#,
            r#"{"accepted":1,"rejected":2}"#,
        ]
    );
    std::fs::write(&file, "received_at,holder,category,text,colour\n").unwrap();
    let error = portal(dir.path(), &["import", &file.display().to_string()])
        .2
        .unwrap_err();
    assert_eq!(error.code, "bad-input");
    assert!(error.message.contains("colour"));
}

#[test]
fn every_code_of_a_rejected_record_has_words_in_every_language() {
    use crate::domain::local_text::Lang;
    use crate::i18n::Texts;
    let mut codes = std::collections::BTreeSet::new();
    for source in [
        include_str!("../../portal/import.rs"),
        include_str!("../../portal/import/csv.rs"),
        include_str!("../../portal/import/record.rs"),
        include_str!("../../portal/intake.rs"),
    ] {
        let quoted = source.split('"').skip(1).step_by(2);
        let kebab = |word: &&str| {
            word.contains('-')
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b == b'-' || b.is_ascii_digit())
        };
        codes.extend(quoted.filter(kebab).filter(|word| *word != "not-accepted"));
    }
    codes.insert("missing");
    assert!(codes.len() >= 18, "{codes:?}");
    let mut args = fluent::FluentArgs::new();
    args.set("field", "iin");
    for lang in Lang::ALL {
        for code in &codes {
            let id = format!("portal-fault-{code}");
            assert!(
                Texts::of(lang).by_id(&id, Some(&args)).is_some(),
                "{lang:?} {id}"
            );
        }
    }
}

#[test]
fn a_copy_is_a_portal_of_its_own_and_never_overwrites() {
    let dir = tempfile::tempdir().unwrap();
    portal(dir.path(), &["seed", "--requests", "3"]).2.unwrap();
    let copy = dir.path().join("copy.db").display().to_string();
    portal(dir.path(), &["backup", &copy]).2.unwrap();
    let database = format!("sqlite:{copy}");
    let (out, _, done) = portal(
        dir.path(),
        &["epoch", "rotate", "--database", &database, "--json"],
    );
    done.unwrap();
    assert!(out.starts_with("{\"epoch\":"), "{out}");
    let error = portal(dir.path(), &["backup", &copy]).2.unwrap_err();
    assert_eq!(error.code, "file-exists");
}

#[test]
fn a_portal_moves_to_a_server_and_back() {
    let server = tokio::runtime::Runtime::new()
        .unwrap()
        .block_on(crate::portal::postgres::rig::Fresh::new());
    let server_side = format!("postgres:{}", server.text());
    let dir = tempfile::tempdir().unwrap();
    let on = |words: &[&str], database: &str| {
        let database = ["--database", database];
        portal(dir.path(), &[words, &database].concat())
    };
    portal(dir.path(), &["seed", "--requests", "9"]).2.unwrap();
    let copy = dir.path().join("copy.db").display().to_string();
    portal(dir.path(), &["backup", &copy]).2.unwrap();

    let none = on(&["rules", "log"], &server_side).2.unwrap_err();
    assert_eq!(none.code, "not-found");
    let (out, _, done) = on(&["restore", &copy, "--json"], &server_side);
    done.unwrap();
    assert!(out.contains("\"epoch\":"), "{out}");
    let again = on(&["restore", &copy], &server_side).2.unwrap_err();
    assert_eq!(again.code, "not-empty");
    assert!(again.hint.is_some());
    on(&["rules", "log"], &server_side).2.unwrap();

    let back = dir.path().join("back.db").display().to_string();
    on(&["backup", &back], &server_side).2.unwrap();
    let file = format!("sqlite:{}", dir.path().join("second.db").display());
    on(&["restore", &back], &file).2.unwrap();
    let taken = on(&["restore", &back], &file).2.unwrap_err();
    assert_eq!(taken.code, "not-empty");
    let nowhere = on(&["restore", "none.db"], &file).2.unwrap_err();
    assert_eq!(nowhere.code, "not-found");
}

#[test]
fn a_database_that_cannot_be_used_is_told_plainly() {
    let dir = tempfile::tempdir().unwrap();
    let foreign = dir.path().join("notes.txt");
    std::fs::write(
        &foreign,
        "not a database at all, but long enough to look at twice ".repeat(40),
    )
    .unwrap();
    let foreign = format!("sqlite:{}", foreign.display());
    let nowhere = format!("sqlite:{}/no/such/portal.db", dir.path().display());
    for (database, code) in [
        (foreign.as_str(), "database-damaged"),
        (nowhere.as_str(), "database-failed"),
        (
            "postgres://awp:s3cret@127.0.0.1:1/portal",
            "database-unreachable",
        ),
        ("postgres://awp:s3cret@db:port/portal", "usage"),
    ] {
        let error = portal(dir.path(), &["migrate", "--database", database])
            .2
            .unwrap_err();
        assert_eq!(error.code, code);
        assert!(error.hint.is_some());
        assert!(!error.message.contains("s3cret"), "{}", error.message);
    }
}

#[test]
fn a_portal_does_not_serve_the_world_without_tls() {
    let dir = tempfile::tempdir().unwrap();
    let error = portal(dir.path(), &["serve", "--listen", "0.0.0.0:0"])
        .2
        .unwrap_err();
    assert_eq!(error.code, "tls-required");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let error = portal(dir.path(), &["serve", "--listen", &address])
        .2
        .unwrap_err();
    assert_eq!(error.code, "socket");
}

/// Monday 30 November 2026 against Saturday 5 December.
const MOVED_DAY: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261130\r\n\
    X-AWP-DAY:moved-off\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261205\r\n\
    X-AWP-DAY:moved-work\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

fn objects(out: &str) -> Vec<serde_json::Value> {
    let lines = out.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn seeded(dir: &Path) {
    let at = ["--at", "2026-11-27T10:00"];
    let seed = [&["seed", "--requests", "60"][..], &at].concat();
    portal(dir, &seed).2.unwrap();
}

#[test]
fn a_moved_day_is_looked_at_then_applied_once_and_recorded() {
    let dir = tempfile::tempdir().unwrap();
    seeded(dir.path());
    let file = dir.path().join("moved.ics");
    std::fs::write(&file, MOVED_DAY).unwrap();
    let file = file.display().to_string();
    let apply = ["rules", "apply", &file, "--act", "Приказ № 1", "--json"];

    let (out, _, done) = portal(dir.path(), &[&apply[..], &["--dry-run"]].concat());
    done.unwrap();
    let previewed = objects(&out);
    let sum = previewed.last().unwrap();
    assert_eq!(sum["applied"], false);
    assert!(sum["moved"].as_u64().unwrap() > 0, "{sum}");
    let moved = previewed.iter().find(|one| one["old"] == "2026-11-30");
    assert_eq!(moved.unwrap()["new"], "2026-12-01");
    let (out, _, _) = portal(dir.path(), &["rules", "log", "--json"]);
    assert_eq!(out, "");

    let apply = [&apply[..], &["--by", "Оператор"]].concat();
    let (out, _, done) = portal(dir.path(), &apply);
    done.unwrap();
    let applied = objects(&out);
    assert_eq!(applied.last().unwrap()["applied"], true);
    assert_eq!(applied.len(), previewed.len());
    let (out, _, _) = portal(dir.path(), &["rules", "log", "--json"]);
    let [record] = &objects(&out)[..] else {
        panic!("{out}")
    };
    assert_eq!(
        (&record["by"], &record["moved"]),
        (&"Оператор".into(), &sum["moved"])
    );
    assert_eq!(record["files"][0]["name"], "moved.ics");
    assert_eq!(record["files"][0]["sha256"].as_str().unwrap().len(), 64);

    let (out, _, done) = portal(dir.path(), &apply);
    done.unwrap();
    assert_eq!(objects(&out).last().unwrap()["applied"], false);
    let (out, _, _) = portal(dir.path(), &["rules", "log"]);
    assert_eq!(out.lines().count(), 2, "{out}");
}

#[test]
fn a_pack_in_use_is_refused_with_the_way_that_is_open() {
    let dir = tempfile::tempdir().unwrap();
    seeded(dir.path());
    let text = include_str!("../../../rules/packs/order145-2023.toml");
    let file = dir.path().join("pack.toml");
    std::fs::write(&file, text.replace("days = 15", "days = 10")).unwrap();
    let file = file.display().to_string();
    let error = portal(dir.path(), &["rules", "apply", &file, "--dry-run"])
        .2
        .unwrap_err();
    assert_eq!(
        (error.exit, error.code.as_str()),
        (Exit::Refused, "refused")
    );
    assert!(error.message.contains("answer.count"), "{}", error.message);
    assert!(error.hint.unwrap().contains("id"));
}

#[test]
fn a_file_of_rules_is_refused_by_its_own_name_and_line() {
    let dir = tempfile::tempdir().unwrap();
    seeded(dir.path());
    let file = dir.path().join("week.toml");
    std::fs::write(&file, "year = 2027\nsource = 7\n").unwrap();
    let file = file.display().to_string();
    let error = portal(dir.path(), &["rules", "apply", &file, "--dry-run"])
        .2
        .unwrap_err();
    assert_eq!(error.code, "bad-input");
    assert!(error.message.contains("week.toml:2"), "{}", error.message);
}

#[test]
fn a_preview_makes_no_database() {
    let dir = tempfile::tempdir().unwrap();
    let words = ["rules", "apply", "moved.ics", "--dry-run"];
    let error = portal(dir.path(), &words).2.unwrap_err();
    assert_eq!(error.code, "not-found");
    assert!(!dir.path().join("portal.db").exists());
}

/// Every option of the portal's commands.
fn options(command: &clap::Command, found: &mut Vec<String>) {
    let longs = command.get_arguments().filter_map(clap::Arg::get_long);
    found.extend(longs.map(|long| format!("--{long}")));
    command
        .get_subcommands()
        .for_each(|sub| options(sub, found));
}

#[test]
fn the_page_for_administrators_names_options_that_there_are() {
    use clap::CommandFactory;
    let mut known = Vec::new();
    options(&Cli::command(), &mut known);
    let page = include_str!("../../../docs/deployment.md");
    let ours = page.lines().filter(|line| !line.contains("useradd"));
    let words = ours.flat_map(|line| line.split(|c: char| !c.is_ascii_lowercase() && c != '-'));
    let named: Vec<&str> = words
        .filter(|word| word.starts_with("--") && !word.starts_with("---"))
        .collect();
    assert!(named.contains(&"--connections") && named.contains(&"--metrics-listen"));
    for word in named {
        assert!(
            known.iter().any(|option| option == word),
            "{word} is no option"
        );
    }
    assert!(page.contains(&format!("| {}, one more", crate::portal::CONNECTIONS)));
}

#[test]
fn the_service_starts_the_portal_by_a_command_that_is_understood() {
    let unit = include_str!("../../../docs/awp-portal.service");
    let start = unit
        .lines()
        .find_map(|line| line.strip_prefix("ExecStart="))
        .unwrap();
    let cli = Cli::try_parse_from(start.split_whitespace()).unwrap();
    let Some(Command::Portal(args)) = cli.command else {
        panic!("not a portal command");
    };
    let super::PortalAction::Serve(serve) = args.action else {
        panic!("it serves nothing");
    };
    assert!(serve.listen.ip().is_loopback() && serve.metrics_listen.is_some());
    let files = unit
        .lines()
        .find_map(|line| line.strip_prefix("LimitNOFILE="));
    assert!(files.unwrap().parse::<usize>().unwrap() >= serve.connections + 128);
}

#[test]
fn a_load_on_an_empty_portal_loses_and_doubles_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let load = [
        "load",
        "--workstations",
        "3",
        "--acts",
        "10",
        "--intake",
        "5",
        "--streams",
        "4",
        "--json",
    ];
    let (out, err, done) = portal(dir.path(), &load);
    done.unwrap();
    assert!(err.contains("made-up"), "{err}");
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&told["acts"], &told["refused"]),
        (&30.into(), &0.into()),
        "{told}"
    );
    assert_eq!(
        (&told["lost"], &told["doubled"]),
        (&0.into(), &0.into()),
        "{told}"
    );
    assert_eq!(
        (&told["streams"], &told["streams_told"]),
        (&4.into(), &4.into()),
        "{told}"
    );
    assert!(
        told["ms"]["feed_lag"]["count"].as_u64().unwrap() > 0,
        "{told}"
    );
    // Another trial among the requests of this one is refused, unless it is asked for.
    let error = portal(dir.path(), &load).2.unwrap_err();
    assert_eq!(error.code, "not-empty");
    let again = [&load[..], &["--yes-this-is-a-test-portal"]].concat();
    portal(dir.path(), &again).2.unwrap();
}
