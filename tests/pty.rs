//! The real program on a pseudo-terminal, with a real portal process beside it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by panicking"
)]

mod pty {
    pub mod kept;
    pub mod lines;
    pub mod screen;
}

use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use portable_pty::CommandBuilder;
use pty::kept::{Kept, at_the_portal, events_at_the_portal};
use pty::lines::Lines;
use pty::screen::{Screen, awp, awp_under_a_shell, awp_without_hangup, is_private};
use rustix::process::Signal;

/// F2, the palette.
const PALETTE: &str = "\u{1b}OQ";

/// What is said of a decision in its recall window.
const HELD: &str = "can be recalled until";

/// The button of the gate that sends in spite of warnings.
const ALL_THE_SAME: &str = "Send all the same";

/// F4, F5, F7 and F8: taking over, templates, preview and the editor of the system while a letter is written.
const F4: &str = "\u{1b}OS";
const F5: &str = "\u{1b}[15~";
const F7: &str = "\u{1b}[18~";
const F8: &str = "\u{1b}[19~";

/// F10, the way out.
const QUIT: &str = "\u{1b}[21~";

/// The program ends this soon; it promises two seconds on a machine that is not busy.
const AT_ONCE: Duration = Duration::from_secs(4);

/// The demo of thirty requests, kept in a folder, once it is in step with its portal.
fn demo(mut command: CommandBuilder, keep: &Path) -> Screen {
    command.args(["demo", "--requests", "30", "--at", "2026-03-19T10:42"]);
    command.arg("--keep");
    command.arg(keep);
    let screen = Screen::start(command, 120, 40);
    screen.wait_for("in the queue").wait_for("online");
    screen
}

/// What every start of these tests says.
fn english(mut command: CommandBuilder) -> CommandBuilder {
    command.args(["--lang", "en", "--keyboard", "us"]);
    command
}

fn on(kept: &Kept, command: CommandBuilder) -> CommandBuilder {
    let mut command = english(command);
    command.arg("--data");
    command.arg(kept.data());
    command.arg("--passphrase-file");
    command.arg(kept.passphrase());
    command.arg("--config");
    command.arg(kept.data().with_file_name("config.toml"));
    command
}

/// A workstation on a kept demonstration that shows its list.
fn opened(kept: &Kept) -> Screen {
    let screen = Screen::start(on(kept, awp()), 120, 40);
    screen.wait_for("in the queue").wait_for("766030");
    screen
}

/// The number after a word of the screen.
fn number_after(text: &str, word: &str) -> String {
    let rest = text.split(word).nth(1).unwrap_or_default();
    rest.chars().take_while(char::is_ascii_digit).collect()
}

/// Accepts the next request that waits for a decision; gives its number.
fn accept_next(screen: &mut Screen) -> String {
    screen.press("na").wait_for("Accept for consideration");
    screen.wait_for("[ Accept ]");
    let text = screen.text();
    let number = number_after(&text, "Accept for consideration: No. ");
    let open = number_after(&text, "Lines not confirmed: ");
    for _ in 0..open.parse().unwrap_or(0) {
        screen.press(" ");
    }
    screen.press("\t\r").wait_for("can be recalled until");
    number
}

#[test]
fn a_decision_made_while_the_portal_is_stopped_arrives_once() {
    let folder = tempfile::tempdir().unwrap();
    let keep = folder.path().join("demo");
    let mut screen = demo(english(awp()), &keep);
    assert!(is_private(&keep.join("passphrase")) && is_private(&keep.join("password")));

    screen.press("w").wait_for("Day by day");
    screen.press("\u{1b}").wait_gone("Day by day");
    std::fs::write(keep.join("config.toml"), "recall_seconds = 1\n").unwrap();
    screen.signal(Signal::USR1);
    screen.wait_for("The settings were read");
    screen.press(PALETTE).press("Stop the portal\r");
    screen.wait_for("The portal of the demo is stopped");
    let number = accept_next(&mut screen);
    screen.press("3").wait_for("waits for the link");
    let database = keep.join("portal.db");
    assert_eq!(at_the_portal(&database, &number).1, 0);

    screen.press(PALETTE).press("Start the portal\r");
    screen.wait_for("The outbox is empty");
    assert_eq!(
        at_the_portal(&database, &number),
        ("consideration".into(), 1)
    );

    screen.press(QUIT);
    assert_eq!(screen.end(AT_ONCE).0, 0);
    screen.wait_restored();
}

/// A program that stands in for an editor: it shows the file, reads a line from the terminal and
/// writes it in the place of the blank.
const EDITOR: &str = "#!/bin/sh
grep -c . \"$1\" >/dev/null
echo \"type the answer:\"
read -r line
sed -i \"s/{[^}]*}/$line/\" \"$1\"
";

#[test]
fn a_letter_from_a_template_is_mended_sent_recalled_and_sent_again() {
    let folder = tempfile::tempdir().unwrap();
    let keep = folder.path().join("demo");
    let editor = folder.path().join("editor.sh");
    std::fs::write(&editor, EDITOR).unwrap();
    let mut command = english(awp());
    command.env("VISUAL", format!("sh {}", editor.display()));
    let mut screen = demo(command, &keep);
    let database = keep.join("portal.db");

    // Long enough to take the letter back, short enough to wait for its end.
    std::fs::write(keep.join("config.toml"), "recall_seconds = 20\n").unwrap();
    screen.signal(Signal::USR1);
    screen.wait_for("The settings were read");

    // One in time: a late letter would ask for a reason too.
    screen.press("/-overdue\r").wait_for("All work: -overdue");
    screen.press("e");
    screen.wait_for("[ Answer ]");
    let number = number_after(&screen.text(), "Answer: No. ");
    let before = events_at_the_portal(&database, &number, "answered");
    screen.press(F5).wait_for("Templates of letters");
    screen.press("\r").wait_for(&number).wait_for("{");
    // The deciding button is the last field.
    let send = "\t\t\t\t\t\r";
    screen.press(send).wait_for("Not filled in");
    screen.press("\r").wait_gone("Not filled in");
    screen.press(F8).wait_for("type the answer:");
    screen.press("17\r").wait_for("[ Answer ]");
    screen.wait_gone("{");
    screen
        .press(F7)
        .wait_for("As the user will read it")
        .wait_for("17");
    screen.press("\u{1b}").wait_gone("As the user will read it");
    send_letter(&mut screen);
    screen.press("u").wait_for("“Answer” recalled");
    assert_eq!(events_at_the_portal(&database, &number, "answered"), before);
    assert_eq!(left_behind(&keep), 0, "files of the editor");

    screen.press("e").wait_for("[ Answer ]").wait_for("17");
    send_letter(&mut screen);
    screen.wait_for("applied by the portal");
    assert_eq!(
        events_at_the_portal(&database, &number, "answered"),
        ("answered".into(), before.1 + 1)
    );
    screen.press(QUIT);
    assert_eq!(screen.end(AT_ONCE).0, 0);
}

/// To the deciding button, through whatever the gate warns of. Right after the editor of the
/// system no key decides: the program says so, and the key is pressed again.
fn send_letter(screen: &mut Screen) {
    const TOO_SOON: &str = "press the key again";
    screen.press("\t\t\t\t\t\r");
    loop {
        screen.wait_until("the letter or the gate", |seen| {
            let text = seen.contents();
            [HELD, ALL_THE_SAME, TOO_SOON]
                .iter()
                .any(|told| text.contains(told))
        });
        if !screen.text().contains(TOO_SOON) {
            break;
        }
        // Another message takes the place of the first, so that a new one is told from it.
        screen.press(F4).wait_gone(TOO_SOON);
        screen.press("\r");
    }
    if screen.text().contains(ALL_THE_SAME) {
        screen.press("\t\t\r").wait_for(HELD);
    }
}

/// Files that the editor of the system left in the private folder.
fn left_behind(keep: &Path) -> usize {
    let files = std::fs::read_dir(keep.join("workstation")).unwrap();
    let names = files.map(|file| file.unwrap().file_name());
    names
        .filter(|name| name.to_string_lossy().starts_with("letter-"))
        .count()
}

#[test]
fn a_terminal_that_goes_away_ends_the_program_although_sighup_is_ignored() {
    let kept = Kept::start();
    let mut screen = Screen::start(on(&kept, awp_without_hangup()), 120, 40);
    screen.wait_for("in the queue").wait_for("766030");
    screen.hang_up();
    assert_eq!(screen.end(AT_ONCE).0, 129);
}

#[test]
fn every_ending_signal_gives_the_terminal_back_and_keeps_what_was_typed() {
    let kept = Kept::start();
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let mut screen = Screen::start_later(on(&kept, awp()), 120, 40);
        let before = screen.settings();
        screen.spawn();
        screen.wait_for("in the queue").wait_for("766030");
        assert_ne!(screen.settings(), before);
        let typed = format!("kept-{code}");
        screen.press("nr").wait_for("Return: No.");
        screen.press("\t").press(&typed).wait_for(&typed);
        screen.signal(signal);
        assert_eq!(screen.end(AT_ONCE).0, code);
        screen.wait_restored();
        assert_eq!(screen.settings(), before);
    }
    let mut screen = opened(&kept);
    screen.press("nr").wait_for("kept-143kept-129kept-130");
}

#[test]
fn a_stopped_program_gives_the_terminal_back_and_takes_it_again() {
    let kept = Kept::start();
    let screen = opened(&kept);
    screen.signal(Signal::TSTP);
    screen.wait_until("the terminal to be given back", |screen| {
        !screen.alternate_screen()
    });
    screen.wait_stopped();
    screen.signal(Signal::CONT);
    screen.wait_until("the screen to come back", vt100::Screen::alternate_screen);
    screen.wait_for("in the queue");
}

#[test]
fn ctrl_z_goes_to_the_shell_the_program_was_started_from() {
    let kept = Kept::start();
    let mut screen = Screen::start(on(&kept, awp_under_a_shell()), 120, 40);
    screen.wait_for("in the queue").wait_for("766030");
    screen.press("\x1a").wait_for("out of the program");
    screen.press("\r");
    screen.wait_for("in the queue").wait_for("766030");
}

#[test]
fn ctrl_z_is_refused_where_no_shell_could_go_on_with_the_program() {
    let kept = Kept::start();
    let mut screen = opened(&kept);
    screen.press("\x1a");
    screen.wait_for("no shell is behind this terminal");
    screen.press(QUIT);
    assert_eq!(screen.end(AT_ONCE).0, 0);
}

#[test]
fn a_storm_of_sizes_leaves_the_screen_whole() {
    let kept = Kept::start();
    let mut screen = opened(&kept);
    for round in 0..40 {
        screen.resize(20 + round * 7 % 150, 3 + round * 5 % 50);
    }
    screen.resize(120, 40);
    screen.wait_for("in the queue").wait_for("766030");
    screen.press(QUIT);
    assert_eq!(screen.end(AT_ONCE).0, 0);
}

#[test]
fn a_key_pressed_while_the_size_changes_is_not_lost() {
    let kept = Kept::start();
    let mut screen = opened(&kept);
    // Each round meets the moment in which a reader could lose one of the two by chance only.
    for round in 0..60 {
        screen.resize(120 - round % 2, 40);
        screen.press("w").wait_for("Day by day");
        screen.press("\u{1b}").wait_gone("Day by day");
    }
}

#[test]
fn a_second_workstation_looks_only_and_leaves_the_first_alone() {
    let kept = Kept::start();
    let mut first = opened(&kept);
    let mut second = opened(&kept);
    second
        .press("na")
        .wait_for("the program is open in another window");
    second.press(QUIT);
    assert_eq!(second.end(AT_ONCE).0, 0);
    accept_next(&mut first);
}

#[test]
fn a_killed_workstation_has_every_decision_that_was_told_as_kept() {
    let kept = Kept::start();
    let mut screen = opened(&kept);
    let number = accept_next(&mut screen);
    screen.signal(Signal::KILL);
    screen.end(AT_ONCE);
    // Without a portal, too.
    kept.signal(Signal::KILL);
    let mut again = opened(&kept);
    again.press("3").wait_for(&number);
}

#[test]
fn a_wrong_passphrase_changes_nothing_and_never_touches_the_screen() {
    let kept = Kept::start();
    let mut command = english(awp());
    command.arg("--data");
    command.arg(kept.data());
    command.arg("--passphrase-file");
    command.arg(kept.password());
    let mut screen = Screen::start(command, 120, 40);
    assert_eq!(screen.end(AT_ONCE).0, 6);
    screen.wait_for("passphrase is wrong");
    screen.wait_restored();
    opened(&kept);
}

#[test]
fn a_passphrase_is_asked_for_without_being_shown() {
    let kept = Kept::start();
    let mut command = english(awp());
    command.arg("--data");
    command.arg(kept.data());
    let mut screen = Screen::start(command, 120, 40);
    screen.wait_for("Passphrase of the store");
    let passphrase = std::fs::read_to_string(kept.passphrase()).unwrap();
    screen.press(passphrase.trim()).press("\r");
    screen.wait_for("in the queue");
    assert!(!screen.text().contains(passphrase.trim()));
}

#[test]
fn a_question_for_the_passphrase_that_is_broken_off_gives_the_echo_back() {
    let kept = Kept::start();
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let mut command = english(awp());
        command.arg("--data");
        command.arg(kept.data());
        let mut screen = Screen::start_later(command, 80, 24);
        let before = screen.settings();
        screen.spawn();
        screen.wait_for("Passphrase of the store");
        screen.wait_changed(&before);
        screen.signal(signal);
        assert_eq!(screen.end(AT_ONCE).0, code);
        assert_eq!(screen.settings(), before);
    }
}

#[test]
fn without_a_terminal_the_demonstration_lists_its_queue_and_goes() {
    let temporary = tempfile::tempdir().unwrap();
    let demo = |options: &[&str]| {
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_awp"))
            .args([
                "demo",
                "--requests",
                "30",
                "--at",
                "2026-03-19T10:42",
                "--lang",
                "en",
            ])
            .args(options)
            .env("TMPDIR", temporary.path())
            .env("http_proxy", "http://127.0.0.1:9")
            .env("all_proxy", "http://127.0.0.1:9")
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        String::from_utf8(done.stdout).unwrap()
    };
    let table = demo(&[]);
    assert!(
        table.contains("766030") && table.contains("run \"awp demo\" in a terminal"),
        "{table}"
    );
    let json = demo(&["--json"]);
    let numbers: Vec<String> = json
        .lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            row["number"].as_str().unwrap().to_owned()
        })
        .collect();
    let listed = table.lines().filter_map(|line| {
        let number = line.split_whitespace().next()?;
        numbers.contains(&number.to_owned()).then_some(number)
    });
    assert!(numbers.iter().eq(listed));
    assert_eq!(temporary.path().read_dir().unwrap().count(), 0);
}

#[test]
fn the_portal_of_a_demonstration_never_outlives_it() {
    for signal in [Signal::TERM, Signal::KILL] {
        let mut kept = Kept::start();
        let address = kept.address();
        assert!(TcpStream::connect(&address).is_ok());
        kept.signal(signal);
        assert_eq!(kept.end(), (signal == Signal::TERM).then_some(143));
        let deadline = std::time::Instant::now() + pty::screen::SOON;
        while TcpStream::connect(&address).is_ok() {
            assert!(
                std::time::Instant::now() < deadline,
                "the portal still listens"
            );
        }
    }
}

#[test]
fn a_temporary_demonstration_leaves_nothing_behind() {
    let temporary = tempfile::tempdir().unwrap();
    let mut command = english(awp());
    command.args(["demo", "--requests", "5"]);
    command.env("TMPDIR", temporary.path());
    let mut screen = Screen::start(command, 80, 24);
    screen.wait_for("in the queue");
    assert_eq!(temporary.path().read_dir().unwrap().count(), 1);
    screen.press(QUIT);
    assert_eq!(screen.end(AT_ONCE).0, 0);
    assert_eq!(temporary.path().read_dir().unwrap().count(), 0);
}

#[test]
fn in_line_mode_a_whole_life_of_a_request_is_lines_and_no_cursor_is_moved() {
    let kept = Kept::start();
    let database = kept.data().with_file_name("portal.db");
    std::fs::write(
        kept.data().with_file_name("config.toml"),
        "recall_seconds = 1\n",
    )
    .unwrap();
    let number = "766026";
    let mut lines = Lines::on(&kept);
    lines.hears("766026").hears("online");
    lines.says(number).hears("No. 766026 · New");
    lines.says("accept").hears("Lines not confirmed: 3");
    lines.says("space space space tab").hears(">[ Accept ]");
    lines
        .says("")
        .hears("“Accept for consideration” applied by the portal");
    lines.says("w").hears("Day by day").hears("> ");
    lines.says("esc").hears("Under consideration");
    lines.says("answer").hears("Answer: No. 766026").hears("| ");
    lines
        .says("Сұралған тізім порталда жарияланған.")
        .hears("жарияланған");
    lines.says(".").hears(">[ Cancel ]");
    lines.says("tab").hears(">[ Answer ]");
    lines.says("").hears("“Answer” applied by the portal");
    let (code, printed) = lines.leaves();
    assert_eq!(code, Some(0));
    let is_allowed = |byte: &u8| *byte == b'\n' || !byte.is_ascii_control();
    assert!(printed.iter().all(is_allowed));
    for event in ["accepted", "answered"] {
        let (state, times) = events_at_the_portal(&database, number, event);
        assert_eq!((state.as_str(), times), ("answered", 1), "{event}");
    }
}

#[test]
fn a_script_given_at_once_is_carried_out_line_by_line_to_its_end() {
    let kept = Kept::start();
    let number = "766026";
    let mut lines = Lines::unset_on(&kept);
    lines.says("766026\naccept\nspace space space tab\n\nsync.now\n/due:today");
    let (code, printed) = lines.leaves();
    let printed = String::from_utf8(printed).unwrap();
    assert_eq!(code, Some(0), "{printed}");
    assert!(printed.contains("can be recalled until"), "{printed}");
    assert!(
        printed.contains("There is no list to filter here"),
        "{printed}"
    );
    let outbox = kept.outbox();
    let decided = outbox
        .iter()
        .filter(|op| op["number"] == number && op["act"] == "accept");
    assert_eq!(decided.count(), 1, "{outbox:?}");
}
