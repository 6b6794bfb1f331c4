//! The store by itself: what it promises whatever is written.

use std::sync::Arc;

use super::*;
use crate::domain::ids::{OpId, Version};
use crate::portal::rig::morning;
use crate::portal::storage::{OpRecord, Place, Put};

fn store(dir: &tempfile::TempDir) -> Sqlite {
    Sqlite::open(&dir.path().join("portal.db")).unwrap()
}

fn put(id: &str, expected: Option<u64>) -> Put {
    Put {
        key: EntityKey {
            kind: EntityKind::Request,
            id: id.to_owned(),
        },
        expected: expected.map(Version),
        version: Version(expected.unwrap_or(0) + 1),
        holder: "060340000178".to_owned(),
        urgency: 0,
        place: Place::default(),
        body: Some("{}".to_owned()),
        at: morning(),
        by: None,
    }
}

fn write(puts: Vec<Put>) -> Write {
    Write {
        puts,
        ..Write::default()
    }
}

fn op() -> OpRecord {
    OpRecord {
        op_id: OpId(uuid::Uuid::now_v7()),
        digest: [7; 32],
        put: 0,
        version: Version(1),
        receipt: "{}".to_owned(),
        effective_at: morning(),
        received_at: morning(),
    }
}

#[tokio::test]
async fn a_write_happens_whole_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(&dir);
    store.commit(write(vec![put("1", None)])).await.unwrap();
    let half = store
        .commit(write(vec![put("2", None), put("1", None)]))
        .await;
    assert_eq!(half, Ok(Commit::Stale));
    assert_eq!(store.all(EntityKind::Request).await.unwrap().len(), 1);
    assert_eq!(store.head().await.unwrap().seq, Seq(1));
}

#[tokio::test]
async fn an_operation_is_stored_with_its_effect_or_neither() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(&dir);
    let record = op();
    let with_op = |id: &str| Write {
        ops: vec![record.clone()],
        ..write(vec![put(id, None)])
    };
    assert_eq!(
        store.commit(with_op("1")).await,
        Ok(Commit::Done(vec![Seq(1)]))
    );
    assert_eq!(store.commit(with_op("2")).await, Ok(Commit::Stale));
    let key = |id: &str| put(id, None).key;
    let wanted = Wanted {
        ops: vec![record.op_id],
        keys: vec![key("1"), key("2")],
        ..Wanted::default()
    };
    let known = store.known(wanted).await.unwrap();
    let (ops, rows) = (known.ops, known.entities);
    assert_eq!(ops[0].as_ref().map(|op| op.seq), Some(Seq(1)));
    assert!(rows[0].is_some() && rows[1].is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_writes_on_one_version_one_succeeds() {
    let dir = tempfile::tempdir().unwrap();
    let store = Arc::new(store(&dir));
    store.commit(write(vec![put("1", None)])).await.unwrap();
    let writes: Vec<_> = (0..32)
        .map(|_| store.commit(write(vec![put("1", Some(1))])))
        .collect();
    let done = futures_util::future::join_all(writes).await;
    let succeeded = done
        .iter()
        .filter(|one| matches!(one, Ok(Commit::Done(_))))
        .count();
    assert_eq!(succeeded, 1);
    assert_eq!(store.head().await.unwrap().seq, Seq(2));
}

#[tokio::test]
async fn an_entity_never_changes_its_holder() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(&dir);
    store.commit(write(vec![put("1", None)])).await.unwrap();
    let mut moved = put("1", Some(1));
    moved.holder = "090540000423".to_owned();
    assert_eq!(store.commit(write(vec![moved])).await, Ok(Commit::Stale));
}

#[tokio::test]
async fn numbers_go_on_behind_those_given_from_outside() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(&dir);
    assert_eq!(
        store.reserve_serials(ItemKind::Request, 2).await,
        Ok(766_001)
    );
    let given = Write {
        serial_at_least: Some(800_000),
        ..write(vec![put("800000", None)])
    };
    store.commit(given).await.unwrap();
    assert_eq!(
        store.reserve_serials(ItemKind::Request, 1).await,
        Ok(800_001)
    );
}

#[tokio::test]
async fn what_was_written_is_there_after_reopening() {
    let dir = tempfile::tempdir().unwrap();
    let first = store(&dir);
    first.commit(write(vec![put("1", None)])).await.unwrap();
    let head = first.head().await.unwrap();
    drop(first);
    assert_eq!(store(&dir).head().await.unwrap(), head);
}

#[tokio::test]
async fn the_writes_of_another_process_are_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let (one, other) = (store(&dir), store(&dir));
    let news = one.watch();
    other.commit(write(vec![put("1", None)])).await.unwrap();
    assert!(!news.has_changed().unwrap());
    one.head().await.unwrap();
    assert!(news.has_changed().unwrap());
}

#[test]
fn a_foreign_a_newer_and_a_broken_file_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("portal.db");
    drop(Sqlite::open(&path).unwrap());
    let change = |sql: &str| Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    change("PRAGMA user_version = 99");
    let newer = Sqlite::open(&path).err();
    assert_eq!(
        newer,
        Some(StorageError::Newer {
            found: 99,
            known: 2
        })
    );
    change("PRAGMA application_id = 1");
    assert!(matches!(
        Sqlite::open(&path).err(),
        Some(StorageError::Damaged(_))
    ));
    std::fs::write(&path, "noise ".repeat(1000)).unwrap();
    assert!(matches!(
        Sqlite::open(&path).err(),
        Some(StorageError::Damaged(_))
    ));
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_reads_the_database_and_its_copies() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let store = store(&dir);
    store.commit(write(vec![put("1", None)])).await.unwrap();
    store.backup(dir.path().join("copy.db")).await.unwrap();
    let files = std::fs::read_dir(dir.path()).unwrap();
    let mut seen = 0;
    for file in files.map(Result::unwrap) {
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{:?}", file.file_name());
        seen += 1;
    }
    assert!(seen >= 2);
}

#[tokio::test]
async fn a_write_holds_only_while_what_it_was_decided_on_stands() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(&dir);
    let child = |id: &str| Put {
        place: Place {
            parent: Some("K-1".to_owned()),
            ..Place::default()
        },
        ..put(id, None)
    };
    store.commit(write(vec![child("1")])).await.unwrap();
    let family = |seq| Write {
        families: vec![("K-1".to_owned(), Seq(seq))],
        ..write(vec![put("9", None)])
    };
    assert_eq!(store.commit(family(0)).await, Ok(Commit::Stale));
    let guarded = |version| Write {
        guards: vec![(put("1", None).key, Version(version))],
        ..write(vec![put("8", None)])
    };
    assert_eq!(store.commit(guarded(2)).await, Ok(Commit::Stale));
    assert!(matches!(
        store.commit(guarded(1)).await,
        Ok(Commit::Done(_))
    ));
    assert!(matches!(store.commit(family(1)).await, Ok(Commit::Done(_))));
}

#[tokio::test]
async fn what_happens_once_happens_once() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(&dir);
    let once = Once {
        what: "vote/Q-1".to_owned(),
        who: [7; 32],
    };
    let voted = |id: &str| Write {
        once: vec![once.clone()],
        ..write(vec![put(id, None)])
    };
    assert_eq!(store.happened(once.clone()).await, Ok(false));
    assert!(matches!(
        store.commit(voted("1")).await,
        Ok(Commit::Done(_))
    ));
    assert_eq!(store.commit(voted("2")).await, Ok(Commit::Stale));
    assert_eq!(store.happened(once).await, Ok(true));
}

#[tokio::test]
async fn each_kind_of_item_has_numbers_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(&dir);
    assert_eq!(store.reserve_serials(ItemKind::Topic, 2).await, Ok(1));
    assert_eq!(store.reserve_serials(ItemKind::Topic, 1).await, Ok(3));
    assert_eq!(store.reserve_serials(ItemKind::Question, 1).await, Ok(1));
}

#[tokio::test]
async fn what_wakes_is_found_when_its_moment_has_come() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(&dir);
    let wakes = Put {
        place: Place {
            wakes_at: Some(morning()),
            ..Place::default()
        },
        ..put("1", None)
    };
    store
        .commit(write(vec![wakes, put("2", None)]))
        .await
        .unwrap();
    let before = morning()
        .checked_sub(jiff::SignedDuration::from_secs(1))
        .unwrap();
    assert!(store.due(before, None, 9).await.unwrap().is_empty());
    let due = store.due(morning(), None, 9).await.unwrap();
    assert_eq!(due.len(), 1);
    assert_eq!(due[0].key.id, "1");
}
