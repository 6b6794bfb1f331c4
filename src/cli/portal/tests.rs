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
        ("postgres://localhost/portal", "not-available"),
    ] {
        let error = portal(dir.path(), &["migrate", "--database", database])
            .2
            .unwrap_err();
        assert_eq!(error.code, code);
        assert!(error.hint.is_some());
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
