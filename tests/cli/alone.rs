//! What works, and fails clearly, without a portal.

use std::fs;

use serde_json::Value;

use crate::desk::{Desk, bare, called};

#[test]
fn help_speaks_the_language_asked_for() {
    let desk = Desk::empty();
    for (lang, word) in [
        ("kk", "Қолданылуы"),
        ("ru", "Использование"),
        ("en", "Usage"),
    ] {
        let out = desk.run(["--lang", lang, "act", "--help"]).exits(0);
        assert!(out.out.contains(word), "{}", out.out);
        assert!(out.err.is_empty());
    }
}

#[test]
fn the_language_comes_from_the_option_then_the_file_then_the_locale_then_kazakh() {
    let desk = Desk::empty();
    let usage = |args: &[&str], locale: &str| {
        let mut command = desk.command();
        command.env("LANG", locale).args(args).arg("--help");
        called(&mut command).out
    };
    assert!(usage(&[], "ru_KZ.UTF-8").contains("Использование"));
    assert!(usage(&[], "de_DE.UTF-8").contains("Қолданылуы"));
    fs::write(desk.config(), "lang = \"kk\"\n").unwrap();
    assert!(usage(&[], "ru_KZ.UTF-8").contains("Қолданылуы"));
    assert!(usage(&["--lang", "en"], "ru_KZ.UTF-8").contains("Usage"));
}

#[test]
fn a_wrong_call_exits_2_with_a_code_and_a_hint() {
    let desk = Desk::empty();
    for args in [
        vec!["--nonsense"],
        vec!["lsit"],
        vec!["list", "everything"],
        vec!["list", "--limit", "0"],
        vec!["act", "burn", "766301"],
        vec!["show"],
        vec!["sync", "--limit", "x"],
        vec!["login", "--portal", "https://portal.example"],
    ] {
        let out = desk.json(&args).exits(2);
        assert_eq!(out.error_code(), "usage", "{args:?}");
        assert!(out.error()["hint"].is_string(), "{args:?}");
        assert!(out.out.is_empty(), "{args:?}");
    }
}

#[test]
fn a_command_of_the_store_says_so_when_there_is_none() {
    let desk = Desk::empty();
    for args in [
        vec!["list"],
        vec!["show", "766301"],
        vec!["why", "766301"],
        vec!["act", "accept", "766301"],
        vec!["sync"],
        vec!["logout"],
    ] {
        let out = desk.json(&args).exits(1);
        assert_eq!(out.error_code(), "store-missing", "{args:?}");
        assert!(!desk.data().exists(), "{args:?} left something behind");
    }
}

#[test]
fn without_a_terminal_and_without_a_file_the_secret_is_asked_for_by_name() {
    let desk = Desk::with_vault();
    let mut command = desk.command();
    command.args(["list", "--json"]);
    let out = called(&mut command).exits(2);
    assert!(out.err.contains("--passphrase-file"), "{}", out.err);
}

#[test]
fn a_passphrase_file_that_is_missing_or_empty_is_told_by_path() {
    let desk = Desk::with_vault();
    let empty = desk.file("empty", "\n");
    for path in [empty.as_str(), "/nonexistent/passphrase"] {
        let mut command = desk.command();
        command.args(["list", "--json", "--passphrase-file", path]);
        let out = called(&mut command).exits(1);
        assert_eq!(out.error_code(), "bad-input");
        assert!(out.err.contains(path), "{}", out.err);
    }
}

#[test]
fn a_configuration_that_is_not_there_sends_nobody_to_a_line_of_it() {
    let desk = Desk::with_vault();
    let mut command = bare(desk.data().as_path());
    command.args(["list", "--json", "--config", "/nonexistent/config.toml"]);
    let error = called(&mut command).exits(2).error();
    assert_eq!(error["code"], "bad-config");
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("/nonexistent/config.toml")
    );
    let hint = error["hint"].as_str().unwrap();
    assert!(hint.contains("path") && !hint.contains("line"), "{hint}");
}

#[test]
fn a_wrong_passphrase_exits_6_and_names_no_secret() {
    let desk = Desk::with_vault();
    let file = desk.file("wrong", "басқа сөз\n");
    let mut command = desk.command();
    command.args(["list", "--json", "--passphrase-file", &file]);
    let out = called(&mut command).exits(6);
    assert_eq!(out.error_code(), "passphrase");
    assert!(!out.err.contains("басқа"));
}

#[test]
fn a_damaged_vault_is_told_apart_from_a_wrong_passphrase() {
    let desk = Desk::with_vault();
    let path = desk.data().join("vault.json");
    let text = fs::read_to_string(&path).unwrap();
    for damaged in [
        text.replace("\"id\": \"", "\"id\": \"0"),
        text.chars().take(40).collect(),
    ] {
        fs::write(&path, damaged).unwrap();
        let out = desk.json(["list"]).exits(6);
        assert_eq!(out.error_code(), "vault-damaged");
    }
}

#[test]
fn an_act_of_later_versions_or_of_another_kind_of_item_is_refused_as_such() {
    let desk = Desk::empty();
    let out = desk.json(["act", "withdraw", "766301"]).exits(3);
    assert_eq!(out.error_code(), "not-offered");
    for (word, number) in [("send", "766301"), ("forward", "K-1"), ("close", "T-1")] {
        let out = desk.json(["act", word, number]).exits(3);
        assert_eq!(out.error_code(), "foreign-act", "{word}");
    }
}

#[test]
fn an_option_of_another_act_is_a_wrong_call_that_names_it() {
    let desk = Desk::empty();
    for (act, given) in [
        ("accept", vec!["--reason", "A1"]),
        ("accept", vec!["--text", "/nonexistent/text"]),
        ("accept", vec!["--late-reason", "Ауырдым"]),
        ("accept", vec!["--days", "3"]),
        ("return", vec!["--to", "123456789012"]),
        ("return", vec!["--part"]),
        ("return", vec!["--notice", "/nonexistent/text"]),
        ("recall", vec!["--hold"]),
        ("recall", vec!["--reason", "A1"]),
    ] {
        let words = ["act", act, "766301"].into_iter();
        let out = desk.json(words.chain(given.iter().copied())).exits(2);
        assert_eq!(out.error_code(), "usage", "{act} {given:?}");
        let message = out.error()["message"].to_string();
        assert!(message.contains(given[0]), "{message}");
    }
    // What belongs to an act that is not carried out changes nothing about that.
    let withdraw = ["act", "withdraw", "766301", "--to", "123456789012"];
    assert_eq!(desk.json(withdraw).exits(3).error_code(), "not-offered");
}

#[test]
fn a_number_that_is_none_is_bad_input() {
    let desk = Desk::with_vault();
    for args in [["show", "12a"], ["why", "12a"]] {
        assert_eq!(desk.json(args).exits(2).error_code(), "bad-input");
    }
}

#[test]
fn read_only_refuses_what_would_change_something() {
    let desk = Desk::with_vault();
    for args in [
        vec!["act", "accept", "766301"],
        vec!["sync"],
        vec!["logout"],
        vec!["login", "--portal", "http://127.0.0.1:9", "--user", "a"],
    ] {
        let out = desk
            .json(args.iter().copied().chain(["--read-only"]))
            .exits(3);
        assert_eq!(out.error_code(), "read-only", "{args:?}");
    }
}

#[test]
fn a_login_speaks_plain_http_to_this_computer_only() {
    let desk = Desk::with_vault();
    let password = desk.file("password", "x\n");
    for portal in [
        "http://portal.example",
        "portal.example",
        "https://me:secret@portal.example",
    ] {
        let out = desk.json([
            "login",
            "--portal",
            portal,
            "--user",
            "a",
            "--password-file",
            &password,
        ]);
        let out = out.exits(2);
        assert_eq!(out.error_code(), "bad-input", "{portal}");
        assert!(!out.err.contains("secret"), "{}", out.err);
    }
}

#[test]
fn doctor_needs_no_store_and_tells_one_object_a_check() {
    let desk = Desk::empty();
    let out = desk.json(["doctor"]).exits(0);
    let checks = out.objects();
    let names: Vec<&str> = checks
        .iter()
        .map(|check| check["check"].as_str().unwrap())
        .collect();
    for name in [
        "versions", "config", "zone", "rules", "calendar", "data", "clock", "terminal",
    ] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    assert!(checks.iter().all(|check| check["state"] != "failure"));
}

#[test]
fn doctor_warns_of_files_that_others_can_read_and_fails_on_a_bad_configuration() {
    use std::os::unix::fs::PermissionsExt;

    let desk = Desk::with_vault();
    let vault = desk.data().join("vault.json");
    fs::set_permissions(&vault, fs::Permissions::from_mode(0o644)).unwrap();
    let found = |checks: Vec<Value>, name: &str| {
        checks
            .into_iter()
            .find(|check| check["check"] == name)
            .unwrap_or_default()
    };
    let permissions = found(desk.json(["doctor"]).exits(0).objects(), "permissions");
    assert_eq!(permissions["state"], "warning");
    fs::write(desk.config(), "colour = 1\n").unwrap();
    let config = found(desk.json(["doctor"]).exits(1).objects(), "config");
    assert_eq!(config["state"], "failure");
}

#[test]
fn doctor_names_the_own_template_that_cannot_be_used() {
    let desk = Desk::empty();
    let folder = desk.config().with_file_name("templates");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("own.toml"), "[[template]]\nid = 1\n").unwrap();
    let checks = desk.json(["doctor"]).exits(0).objects();
    let check = checks.iter().find(|check| check["check"] == "templates");
    let check = check.unwrap();
    assert_eq!(check["state"], "warning");
    let message = check["message"].as_str().unwrap();
    assert!(message.contains("own.toml"), "{message}");
}

#[test]
fn doctor_names_the_line_of_the_own_theme_that_cannot_be_used() {
    let desk = Desk::empty();
    let themes = |checks: Vec<serde_json::Value>| {
        let mut checks = checks.into_iter();
        checks.find(|check| check["check"] == "themes")
    };
    assert_eq!(themes(desk.json(["doctor"]).exits(0).objects()), None);
    let folder = desk.config().with_file_name("themes");
    fs::create_dir_all(&folder).unwrap();
    let own = folder.join("own.toml");
    fs::write(
        &own,
        "inherits = \"dark\"\n[roles]\n\"text\" = { fg = \"rad\" }\n",
    )
    .unwrap();
    let check = themes(desk.json(["doctor"]).exits(0).objects()).unwrap();
    assert_eq!(check["state"], "warning");
    let message = check["message"].as_str().unwrap();
    assert!(message.contains("own.toml:3: "), "{message}");
    fs::write(&own, "inherits = \"dark\"\n").unwrap();
    let check = themes(desk.json(["doctor"]).exits(0).objects()).unwrap();
    assert_eq!(check["state"], "ok");
}

#[test]
fn doctor_sees_a_damaged_vault_without_the_passphrase() {
    let desk = Desk::with_vault();
    fs::write(desk.data().join("vault.json"), "{}").unwrap();
    let mut command = desk.command();
    command.args(["doctor", "--json"]);
    let out = called(&mut command).exits(1);
    assert!(out.out.contains("\"vault\""), "{}", out.out);
}

#[test]
fn the_printed_configuration_is_a_valid_one_line_by_line() {
    let desk = Desk::empty();
    for lang in ["kk", "ru", "en"] {
        let sample = desk.run(["--lang", lang, "print", "config"]).exits(0).out;
        let live: Vec<&str> = sample
            .lines()
            .filter_map(|line| line.strip_prefix('#'))
            .filter(|line| !line.starts_with(' '))
            .collect();
        let live = live.join("\n");
        fs::write(desk.config(), &live).unwrap();
        desk.run(["doctor"]).exits(0);
        assert!(live.contains("recall_seconds = 60"), "{live}");
        fs::write(desk.config(), "").unwrap();
    }
}

#[test]
fn keys_and_theme_are_printed_without_a_store() {
    let desk = Desk::empty();
    let keys = desk.json(["print", "keys"]).exits(0).objects();
    assert!(
        keys.iter()
            .any(|key| key["id"] == "help.toggle" || key["keys"][0] == "F1")
    );
    let theme = desk.run(["print", "theme"]).exits(0).out;
    assert!(
        theme.contains("[roles]") || theme.contains("[palette]"),
        "{theme}"
    );
    for name in [
        "default",
        "light",
        "dark",
        "contrast",
        "colour-blind",
        "mono",
    ] {
        let file = desk.json(["--theme", name, "print", "theme"]).exits(0);
        let printed = &file.objects()[0];
        let source = printed["source"].as_str().unwrap();
        assert!(source.contains("[roles]"), "{name}: {source}");
        assert_eq!(printed["file"], format!("themes/{name}.toml"));
    }
    let unknown = desk.json(["--theme", "neon", "print", "theme"]).exits(2);
    assert_eq!(unknown.error_code(), "bad-input");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let desk = Desk::empty();
    let days = ["--from", "2021-01-01", "--to", "2026-12-31", "--json"];
    let (first, code, err) = desk.head(["calendar", "days"].into_iter().chain(days));
    assert!(first.contains("2021-01-01"), "{first}");
    assert_eq!((code, err.as_str()), (0, ""));
}

#[test]
fn a_home_is_not_needed_when_both_places_are_given() {
    let desk = Desk::empty();
    let mut command = desk.command();
    command.env_remove("HOME").args(["doctor", "--json"]);
    called(&mut command).exits(0);
    let mut command = bare(desk.dir.path());
    command.env("HOME", "").args(["doctor"]);
    assert!(called(&mut command).code <= 1);
}

#[test]
fn two_packs_are_compared_rule_by_rule_and_an_unknown_one_names_those_there_are() {
    let desk = Desk::empty();
    let out = desk
        .json(["rules", "diff", "order145-2021", "order145-2023"])
        .exits(0);
    let found: Vec<Value> = out
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let answer = found.iter().find(|one| one["id"] == "answer").unwrap();
    assert_eq!(answer["change"], "added");
    let count = answer["fields"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["field"] == "count");
    assert_eq!(count.unwrap()["new"]["days"], 15);

    let shown = desk.run([
        "--lang",
        "ru",
        "rules",
        "diff",
        "order145-2021",
        "order145-2023",
    ]);
    assert!(
        shown
            .exits(0)
            .out
            .contains("срок: 15 календарных дней, от поступления")
    );

    let out = desk
        .json(["rules", "diff", "order145-2021", "order146"])
        .exits(1);
    assert_eq!(out.error_code(), "not-found");
    assert!(
        out.error()["hint"].as_str().unwrap().contains("law401"),
        "{}",
        out.err
    );
}

/// Monday 30 November 2026 against Saturday 5 December.
const MOVED_DAY: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261130\r\n\
    X-AWP-DAY:moved-off\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261205\r\n\
    X-AWP-DAY:moved-work\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[test]
fn a_moved_day_of_a_calendar_file_moves_the_terms_of_this_computer() {
    let desk = Desk::empty();
    let file = desk.file("moved.ics", MOVED_DAY);
    let latest = || {
        let out = desk.json(["term", "--rule", "return", "--from", "2026-11-27"]);
        let term: Value = serde_json::from_str(&out.exits(0).out).unwrap();
        term["latest"].as_str().unwrap().to_owned()
    };
    assert_eq!(latest(), "2026-11-30");

    let out = desk.json(["calendar", "import", &file]).exits(1);
    assert!(
        out.error()["hint"].as_str().unwrap().contains("--act"),
        "{}",
        out.err
    );
    let args = ["calendar", "import", &file, "--act", "Приказ № 1"];
    let tried = desk.json(args.into_iter().chain(["--dry-run"])).exits(0);
    assert_eq!(latest(), "2026-11-30");

    let out = desk.json(args).exits(0);
    let told: Vec<Value> = out
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(told.len(), 3);
    assert_eq!(tried.out.lines().count(), 3);
    assert_eq!(
        (&told[0]["date"], &told[0]["working"]),
        (&"2026-11-30".into(), &false.into())
    );
    assert_eq!(
        (&told[1]["why"], &told[1]["was_working"]),
        (&"moved-work".into(), &false.into())
    );
    assert_eq!(
        (&told[2]["working_days"], &told[2]["was"]),
        (&247.into(), &247.into())
    );
    assert_eq!(latest(), "2026-12-01");
}

#[test]
fn a_calendar_file_is_refused_with_its_line_and_what_to_do() {
    let desk = Desk::empty();
    let text = MOVED_DAY.replace("X-AWP-DAY:moved-off\r\n", "RRULE:FREQ=YEARLY\r\n");
    let file = desk.file("yearly.ics", &text);
    let out = desk
        .run(["--lang", "ru", "calendar", "import", &file])
        .exits(1);
    assert!(out.err.contains("yearly.ics:4"), "{}", out.err);
    assert!(out.err.contains("отдельным VEVENT"), "{}", out.err);
}
