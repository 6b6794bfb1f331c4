//! What goes wrong around the commands: nothing is lost, nothing is done twice.

use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener};
use std::process::Command;
use std::sync::mpsc;
use std::thread;

use crate::desk::{Desk, called};
use crate::portal::{BIN, TestPortal};
use crate::queue::{MORNING, sign_in, signed_in};

fn with_request() -> (TestPortal, Desk, String) {
    let (portal, desk) = signed_in();
    let number = portal.receive("Кезек қалай жүреді?");
    desk.json(["sync"]).exits(0);
    (portal, desk, number)
}

fn events_at(portal: &TestPortal, number: &str) -> Vec<String> {
    let other = Desk::with_vault();
    sign_in(&other, portal, "aigul");
    other.json(["sync"]).exits(0);
    let shown = other.json(["show", number]).exits(0).object();
    let history = shown["history"].as_array().unwrap().clone();
    history
        .iter()
        .map(|entry| entry["event"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn an_act_without_the_portal_is_queued_and_arrives_once() {
    let (mut portal, desk, number) = with_request();
    portal.stop();
    let out = desk.json(["act", "accept", &number]).exits(5);
    assert_eq!(out.error_code(), "unreachable");
    assert_eq!(out.object()["verdict"], "queued");
    let told = desk.run(["--lang", "en", "sync"]).exits(5);
    assert!(told.err.contains("no connection"), "{}", told.err);
    portal.start();
    let sent = desk.json(["sync"]).exits(0).object();
    assert_eq!(sent["verdicts"]["applied"], 1, "{sent}");
    assert_eq!(desk.json(["sync"]).exits(0).object()["pushed"], 0);
    assert_eq!(events_at(&portal, &number), ["received", "accepted"]);
    assert_eq!(desk.json(["list", "outbox"]).exits(0).out, "");
}

#[test]
fn an_unsent_act_can_be_recalled_while_the_portal_is_away() {
    let (mut portal, desk, number) = with_request();
    portal.stop();
    desk.json(["act", "accept", &number]).exits(5);
    let recalled = desk.json(["act", "recall", &number]).exits(0).object();
    assert_eq!(recalled["verdict"], "recalled");
    portal.start();
    assert_eq!(desk.json(["sync"]).exits(0).object()["pushed"], 0);
    assert_eq!(events_at(&portal, &number), ["received"]);
}

#[test]
fn a_killed_instance_loses_no_acknowledged_decision() {
    let (portal, desk, number) = with_request();
    let mut child = desk
        .command()
        .arg("--passphrase-file")
        .arg(desk.dir.path().join("passphrase"))
        .args(["act", "accept", &number, "--hold", "--json"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = [0_u8; 1];
    // The first byte of the answer means: it is on the disk.
    child.stdout.take().unwrap().read_exact(&mut told).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let sent = desk.json(["sync", "--now"]).exits(0).object();
    assert_eq!(sent["verdicts"]["applied"], 1);
    assert_eq!(events_at(&portal, &number), ["received", "accepted"]);
}

#[test]
fn a_second_instance_reads_and_does_not_write() {
    let (_portal, desk, number) = with_request();
    let lock = fs::OpenOptions::new()
        .write(true)
        .open(desk.data().join("lock"))
        .unwrap();
    lock.lock().unwrap();
    assert_eq!(desk.json(["list"]).exits(0).objects().len(), 1);
    desk.json(["show", &number]).exits(0);
    for args in [vec!["act", "accept", &number], vec!["sync"], vec!["logout"]] {
        let out = desk.json(&args).exits(1);
        assert_eq!(out.error_code(), "store-locked", "{args:?}");
    }
    drop(lock);
    desk.json(["act", "accept", &number]).exits(0);
}

#[test]
fn a_damaged_database_exits_6_and_is_left_as_it_is() {
    let (_portal, desk, _number) = with_request();
    let path = desk.data().join("replica.db");
    for side in ["replica.db-wal", "replica.db-shm"] {
        let _ = fs::remove_file(desk.data().join(side));
    }
    let whole = fs::read(&path).unwrap();
    for at in [100, whole.len() / 2] {
        let mut bytes = whole.clone();
        let end = (at + 4096).min(bytes.len());
        for byte in &mut bytes[at..end] {
            *byte ^= 0x5a;
        }
        // Every page: a page that a list does not read could stay unnoticed.
        for page in bytes.chunks_mut(4096).skip(1) {
            page[2000] ^= 0x5a;
        }
        fs::write(&path, &bytes).unwrap();
        let out = desk.json(["list"]).exits(6);
        assert_eq!(out.error_code(), "store-damaged");
        assert!(out.error()["hint"].is_string());
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}

/// A server that answers every call with the same bytes; gives its address.
fn answering(answer: &'static [u8]) -> (String, mpsc::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (alive, ended) = mpsc::channel::<()>();
    thread::spawn(move || {
        for stream in listener.incoming() {
            if matches!(ended.try_recv(), Err(mpsc::TryRecvError::Disconnected)) {
                return;
            }
            let mut stream = stream.unwrap();
            let mut seen = Vec::new();
            let mut part = [0_u8; 4096];
            // To the end of the head; the body of these small calls comes with it or after it.
            while !seen.windows(4).any(|four| four == b"\r\n\r\n") {
                match stream.read(&mut part) {
                    Ok(read) if read > 0 => seen.extend_from_slice(&part[..read]),
                    _ => break,
                }
            }
            let _ = stream.write_all(answer);
            let _ = stream.shutdown(Shutdown::Write);
            let _ = stream.read(&mut part);
        }
    });
    (format!("http://{address}"), alive)
}

/// Puts another server in the place of the portal, as a captive network does.
fn sent_to(desk: &Desk, number: &str, answer: &'static [u8]) -> crate::desk::Out {
    let (url, _alive) = answering(answer);
    let key = awp::store::Vault::at(&desk.data())
        .unlock(&crate::desk::PASSPHRASE.into())
        .unwrap();
    let store = awp::store::Store::open(&desk.data(), &key, awp::store::OpenMode::Write).unwrap();
    let session = store.reader().session().unwrap().unwrap();
    let (access_token, access_expires_at) = session.access.unwrap();
    let tokens = awp::wire::auth::Tokens {
        access_token,
        access_expires_at,
        refresh_token: session.refresh_token.unwrap(),
        account: session.account,
        portal_keys: None,
    };
    store.set_session(&url, &tokens).wait().unwrap();
    drop(store);
    desk.json(["act", "accept", number])
}

#[test]
fn answers_that_make_no_sense_leave_the_act_in_the_outbox() {
    for answer in [
        b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            .as_slice(),
        b"HTTP/1.1 200 OK\r\ncontent-length: 19\r\nconnection: close\r\n\r\n<html>Sign in</html",
        b"HTTP/1.1 200 OK\r\ncontent-length: 999\r\nconnection: close\r\n\r\n{\"results\":[",
        b"HTTP/1.1 302 Found\r\nlocation: http://captive.example/\r\ncontent-length: 0\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"",
    ] {
        let (portal, desk, number) = with_request();
        let out = sent_to(&desk, &number, answer).exits(5);
        assert_eq!(out.object()["verdict"], "queued");
        let op = desk.json(["list", "outbox"]).exits(0).object();
        assert_eq!(op["pending"], true);
        // Back at the real portal it arrives once.
        sign_in(&desk, &portal, "aigul");
        desk.json(["sync"]).exits(0);
        assert_eq!(events_at(&portal, &number), ["received", "accepted"]);
    }
}

#[test]
fn an_expired_access_token_is_renewed_on_the_way() {
    let (portal, desk, number) = with_request();
    portal.clock("2026-03-06T09:00:00Z");
    desk.json(["act", "accept", &number]).exits(0);
}

#[test]
fn an_expired_session_keeps_the_decision_for_the_same_user() {
    let (portal, desk, number) = with_request();
    portal.clock("2026-04-20T05:00:00Z");
    let out = desk.json(["act", "accept", &number]).exits(5);
    assert_eq!(out.object()["verdict"], "queued");
    assert_eq!(desk.json(["sync"]).exits(1).error_code(), "signed-out");
    assert_eq!(desk.json(["list"]).exits(0).objects().len(), 1);
    sign_in(&desk, &portal, "aigul");
    desk.json(["sync"]).exits(0);
    assert_eq!(events_at(&portal, &number), ["received", "accepted"]);
}

#[test]
fn another_account_does_not_send_what_was_decided_before_it() {
    let (mut portal, desk, number) = with_request();
    portal.stop();
    desk.json(["act", "accept", &number]).exits(5);
    portal.start();
    let password = desk.file("password", crate::portal::PASSWORD);
    let url = portal.url();
    let words = [
        "login",
        "--portal",
        &url,
        "--user",
        "head",
        "--password-file",
        &password,
    ];
    let out = desk.json(words).exits(0);
    assert!(out.err.contains("aigul"), "{}", out.err);
    assert_eq!(desk.json(["sync"]).exits(0).object()["pushed"], 0);
    sign_in(&desk, &portal, "aigul");
    assert_eq!(
        desk.json(["sync"]).exits(0).object()["verdicts"]["applied"],
        1
    );
    assert_eq!(events_at(&portal, &number), ["received", "accepted"]);
}

#[test]
fn a_full_disk_changes_nothing_and_says_so() {
    let (portal, desk, number) = with_request();
    let full = desk.dir.path().join("full");
    fs::create_dir(&full).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=4m,mode=0700", "tmpfs"])
        .arg(&full)
        .status()
        .is_ok_and(|status| status.success());
    if !mounted {
        // Only root can make a small disk; elsewhere the case is not reachable.
        return;
    }
    let result = std::panic::catch_unwind(|| {
        for file in fs::read_dir(desk.data()).unwrap() {
            let path = file.unwrap().path();
            fs::copy(&path, full.join(path.file_name().unwrap())).unwrap();
        }
        // No room is left.
        let mut filler = fs::File::create(full.join("filler")).unwrap();
        while filler.write_all(&[0; 4096]).is_ok() {}
        drop(filler);
        let mut command = crate::desk::bare(desk.dir.path());
        command
            .args(["--json", "--config"])
            .arg(desk.config())
            .arg("--data")
            .arg(&full)
            .arg("--passphrase-file")
            .arg(desk.dir.path().join("passphrase"))
            .args(["act", "accept", &number]);
        let out = called(&mut command).exits(1);
        assert_eq!(out.error_code(), "disk-full", "{}", out.err);
        fs::remove_file(full.join("filler")).unwrap();
        called(&mut command).exits(0);
    });
    Command::new("umount").arg(&full).status().unwrap();
    result.unwrap();
    assert_eq!(events_at(&portal, &number), ["received", "accepted"]);
}

#[test]
fn hostile_text_of_a_citizen_moves_no_cursor() {
    let (portal, desk) = signed_in();
    let number = portal.receive("Сәлем\u{1b}[2J\u{1b}]0;ұрлық\u{7}\u{202e}кері\u{9b}31m");
    desk.json(["sync"]).exits(0);
    let out = desk.run(["show", &number]).exits(0).out;
    assert!(out.contains("Сәлем") && out.contains("[U+202E]"), "{out}");
    assert!(!out.chars().any(|c| c.is_control() && c != '\n'), "{out:?}");
}

#[test]
fn a_clock_an_hour_off_decides_at_the_portal_s_time() {
    // The clocks of the tests are months apart, which is the same fault, only larger.
    let (portal, desk, number) = with_request();
    let told = desk.json(["act", "accept", &number]).exits(0).object();
    let effective = told["receipt"]["effective_at"].as_str().unwrap();
    assert!(effective.starts_with("2026-03-06T05:"), "{told}");
    drop(portal);
    assert_eq!(BIN.len(), 12);
    assert!(MORNING.ends_with('Z'));
}
