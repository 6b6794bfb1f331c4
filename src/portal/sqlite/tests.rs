//! The file by itself: what every store promises is asked in `storage/conformance.rs`.

use super::*;
use crate::domain::ids::Version;
use crate::portal::rig::morning;
use crate::portal::storage::{Place, Put};

fn request() -> Write {
    Write {
        puts: vec![Put {
            key: EntityKey {
                kind: EntityKind::Request,
                id: "1".to_owned(),
            },
            expected: None,
            version: Version(1),
            holder: "060340000178".to_owned(),
            urgency: 0,
            place: Place::default(),
            body: Some("{}".to_owned()),
            at: morning(),
            by: None,
        }],
        ..Write::default()
    }
}

#[test]
fn a_foreign_a_newer_and_a_broken_file_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("portal.db");
    drop(Sqlite::open(&path).unwrap());
    let change = |sql: &str| {
        crate::sqlite::open(&path, OpenFlags::default())
            .unwrap()
            .execute_batch(sql)
            .unwrap();
    };
    change("PRAGMA user_version = 99");
    let newer = Sqlite::open(&path).err();
    assert_eq!(
        newer,
        Some(StorageError::Newer {
            found: 99,
            known: 4
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
    let store = Sqlite::open(&dir.path().join("portal.db")).unwrap();
    store.commit(request()).await.unwrap();
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
