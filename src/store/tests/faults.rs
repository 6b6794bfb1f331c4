//! Damage, second instances, secrets on the disk.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use secrecy::ExposeSecret;

use super::*;
use crate::domain::act::Role;
use crate::wire::auth::{Account, Tokens};

#[test]
fn a_second_instance_reads_and_says_who_writes() {
    let rig = Rig::new();
    rig.pull(1, vec![request(1, 1, NOON)]);
    let second = Store::open(rig.dir.path(), &rig.key, OpenMode::Write).unwrap();
    assert_eq!(
        second.access(),
        Access::ReadTaken {
            by: Some(std::process::id())
        }
    );
    assert_eq!(second.reader().rows(&query("")).unwrap().total, 1);
    // What the first one takes in is seen by the second.
    rig.pull(2, vec![request(2, 2, NOON)]);
    assert_eq!(second.reader().rows(&query("")).unwrap().total, 2);
    let filtered = || second.reader().rows(&query("кезек")).unwrap().total;
    assert_eq!(filtered(), 2);
    rig.pull(3, vec![request(3, 3, NOON)]);
    assert_eq!(filtered(), 3);
    let refused = second.queue(accept(1, 1), None).wait();
    assert!(matches!(refused, Err(StoreError::ReadOnly)));
}

#[test]
fn a_lock_file_left_behind_locks_nobody_out() {
    let rig = Rig::new();
    let Rig { dir, key, store } = rig;
    drop(store);
    fs::write(dir.path().join("lock"), b"99999").unwrap();
    let store = Store::open(dir.path(), &key, OpenMode::Write).unwrap();
    assert_eq!(store.access(), Access::Write);
}

#[test]
fn an_instance_that_asked_to_read_never_writes() {
    let rig = Rig::new();
    let reading = Store::open(rig.dir.path(), &rig.key, OpenMode::Read).unwrap();
    assert_eq!(reading.access(), Access::ReadAsked);
    assert!(matches!(
        reading.set_setting("a", "b").wait(),
        Err(StoreError::ReadOnly)
    ));
}

#[test]
fn a_damaged_database_is_told_from_a_wrong_passphrase() {
    let rig = Rig::new();
    let Rig { dir, key, store } = rig;
    drop(store);
    let path = dir.path().join(DATABASE);
    let mut bytes = fs::read(&path).unwrap();
    for byte in bytes.iter_mut().take(600).skip(100) {
        *byte ^= 0x55;
    }
    fs::write(&path, bytes).unwrap();
    let error = Store::open(dir.path(), &key, OpenMode::Write).unwrap_err();
    assert_eq!(error.code(), "store-damaged");
}

#[test]
fn damage_in_the_middle_of_the_database_is_found_by_the_check() {
    let rig = Rig::new();
    rig.pull(200, (1..=200).map(|n| request(n, n, NOON)).collect());
    let Rig { dir, key, store } = rig;
    drop(store);
    let path = dir.path().join(DATABASE);
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x55;
    fs::write(&path, bytes).unwrap();
    let checked =
        Store::open(dir.path(), &key, OpenMode::Read).and_then(|store| store.reader().check());
    assert_eq!(checked.unwrap_err().code(), "store-damaged");
}

#[test]
fn a_database_that_became_empty_is_damaged_and_not_begun_anew() {
    let rig = Rig::new();
    rig.pull(2, vec![request(1, 1, NOON)]);
    let Rig { dir, key, store } = rig;
    drop(store);
    fs::write(dir.path().join(DATABASE), b"").unwrap();
    for mode in [OpenMode::Write, OpenMode::Read] {
        let error = Store::open(dir.path(), &key, mode).unwrap_err();
        assert_eq!(error.code(), "store-damaged");
    }
    assert_eq!(fs::metadata(dir.path().join(DATABASE)).unwrap().len(), 0);
}

#[test]
fn a_whole_database_passes_the_check() {
    let rig = Rig::new();
    rig.pull(2, vec![request(1, 1, NOON)]);
    rig.store.reader().check().unwrap();
}

#[test]
fn the_database_of_another_vault_is_damaged_not_mis_read() {
    let (one, two) = (Rig::new(), Rig::new());
    let error = Store::open(one.dir.path(), &two.key, OpenMode::Read).unwrap_err();
    assert_eq!(error.code(), "store-damaged");
}

#[test]
fn a_missing_database_is_made_only_by_one_who_writes() {
    let dir = tempfile::tempdir().unwrap();
    let key = Vault::at(dir.path())
        .create(&"сөз".into(), KdfParams::TINY)
        .unwrap();
    let error = Store::open(dir.path(), &key, OpenMode::Read).unwrap_err();
    assert_eq!(error.code(), "store-missing");
}

#[test]
fn the_files_are_for_their_owner_only_and_hold_nothing_readable() {
    let rig = Rig::new();
    let text = "өте-құпия-мәтін";
    rig.pull(1, vec![change("1", 1, 1, body(1, NOON, "new", text))]);
    for entry in fs::read_dir(rig.dir.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode & 0o077, 0, "{:?} {mode:o}", entry.file_name());
        let bytes = fs::read(entry.path()).unwrap();
        let found = bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes());
        assert!(!found, "{:?}", entry.file_name());
    }
}

#[test]
fn a_job_that_fails_leaves_no_trace() {
    let rig = Rig::new();
    rig.pull(1, vec![request(1, 1, NOON)]);
    rig.store.queue(accept(1, 1), None).wait().unwrap();
    let mut other = returning(1, 1);
    other.op_id = id(1);
    assert!(rig.store.queue(other, None).wait().is_err());
    assert_eq!(rig.state_of(1), "consideration");
    assert_eq!(rig.store.reader().outbox().unwrap().len(), 1);
}

#[test]
fn a_full_disk_is_said_as_such_and_loses_nothing_before_it() {
    let rig = Rig::new();
    rig.pull(1, vec![request(1, 1, NOON)]);
    rig.store
        .submit(|tx, _| Ok(tx.execute_batch("PRAGMA max_page_count = 1")?))
        .wait()
        .unwrap();
    let many: Vec<_> = (2..2_000).map(|n| request(n, n, NOON)).collect();
    let error = rig
        .store
        .apply_changes(page(2_000, many))
        .wait()
        .unwrap_err();
    assert_eq!(error.code(), "disk-full");
    assert_eq!(rig.numbers(""), ["1"]);
    assert_eq!(
        rig.store.reader().cursor().unwrap().unwrap().seq(),
        Some(Seq(1))
    );
}

#[test]
fn signing_out_removes_the_tokens_and_keeps_the_name() {
    let rig = Rig::new();
    let tokens = Tokens {
        access_token: "access".into(),
        access_expires_at: at(NOON),
        refresh_token: "refresh".into(),
        account: Account {
            user: UserName("aigul".into()),
            role: Role::Administrator,
            holder: Some(HOLDER.into()),
        },
        portal_keys: None,
    };
    rig.store
        .set_session("https://portal.example/", &tokens)
        .wait()
        .unwrap();
    let rig = rig.reopened();
    let session = rig.store.reader().session().unwrap().unwrap();
    assert_eq!(session.refresh_token.unwrap().expose_secret(), "refresh");
    assert_eq!(session.account, tokens.account);
    rig.store.clear_session().wait().unwrap();
    let session = rig.store.reader().session().unwrap().unwrap();
    assert!(session.refresh_token.is_none() && session.access.is_none());
    assert_eq!(session.account.user, UserName("aigul".into()));
}

#[test]
fn an_installation_keeps_its_id() {
    let rig = Rig::new();
    let device = rig.store.device().wait().unwrap();
    let rig = rig.reopened();
    assert_eq!(rig.store.device().wait().unwrap(), device);
}

#[test]
fn only_the_last_samples_of_the_clock_are_kept() {
    let rig = Rig::new();
    for offset in 0..20 {
        let sample = OffsetSample {
            at: at(NOON),
            offset,
        };
        rig.store.note_exchange(sample).wait().unwrap();
    }
    let state = rig.store.reader().sync_state().unwrap();
    assert_eq!(state.offsets(), (11..20).collect::<Vec<_>>());
}
