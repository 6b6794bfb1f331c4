//! The schema grows from its first version without losing anything.

use rusqlite::Connection;

use super::*;

fn tables(connection: &Connection) -> Vec<String> {
    connection
        .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY sql")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

#[test]
fn every_older_schema_is_brought_to_the_newest() {
    let mut fresh = crate::sqlite::in_memory().unwrap();
    migrate(&mut fresh).unwrap();
    for start in 1..=MIGRATIONS.len() {
        let mut old = crate::sqlite::in_memory().unwrap();
        for step in &MIGRATIONS[..start] {
            old.execute_batch(step).unwrap();
        }
        old.pragma_update(None, "user_version", u32::try_from(start).unwrap())
            .unwrap();
        migrate(&mut old).unwrap();
        assert_eq!(version(&old).unwrap(), NEWEST, "from {start}");
        assert_eq!(tables(&old), tables(&fresh), "from {start}");
    }
    assert_eq!(usize::try_from(NEWEST).unwrap(), MIGRATIONS.len());
}

#[test]
fn the_lines_of_an_older_program_are_counted() {
    let mut old = crate::sqlite::in_memory().unwrap();
    for step in &MIGRATIONS[..10] {
        old.execute_batch(step).unwrap();
    }
    old.execute_batch(
        "INSERT INTO word VALUES(1, 'new'), (2, 'return'), (3, 'mortgage'), (4, 'kk'), (5, 'me');
         INSERT INTO entity SELECT value, 'request', value, 1, 1, 0, 0, NULL
           FROM json_each('[1, 2, 3, 4]');
         INSERT INTO item VALUES
           (1, 0, 20260319, 0, 1, 0, 1, 2, 3, 4, 5, 0, 0, 0, NULL, 0),
           (2, 0, 20260320, 0, 2, 0, 1, NULL, 3, NULL, NULL, 0, 0, 0, NULL, 0),
           (3, 1, 20260320, 0, 3, 0, NULL, NULL, 3, 4, 5, 0, 0, 0, NULL, 0),
           (4, 0, 99999999, 2, 4, 0, 1, 2, 3, 4, 5, 0, 0, 0, NULL, 0);
         PRAGMA user_version = 10",
    )
    .unwrap();
    migrate(&mut old).unwrap();
    for (field, facet) in crate::store::item::FIELDS {
        let column = facet.field();
        let differ = format!(
            "SELECT count(*) FROM (
               SELECT closed, kind, value, n FROM facet WHERE field = {field}
               EXCEPT SELECT closed, kind, ifnull({column}, -1), count(*) FROM item
                 GROUP BY closed, kind, {column})"
        );
        let wrong: u32 = old.query_row(&differ, [], |row| row.get(0)).unwrap();
        assert_eq!(wrong, 0, "{column}");
        let kept = format!("SELECT sum(n) FROM facet WHERE field = {field}");
        let lines: u32 = old.query_row(&kept, [], |row| row.get(0)).unwrap();
        assert_eq!(lines, 4, "{column}");
    }
}

#[test]
fn what_an_older_program_did_not_understand_gets_its_lines() {
    let mut old = crate::sqlite::in_memory().unwrap();
    for step in &MIGRATIONS[..5] {
        old.execute_batch(step).unwrap();
    }
    old.execute_batch("INSERT INTO meta VALUES('projected', '1:x'); PRAGMA user_version = 5")
        .unwrap();
    migrate(&mut old).unwrap();
    let projected = "SELECT count(*) FROM meta WHERE key = 'projected'";
    let drawn: u32 = old.query_row(projected, [], |row| row.get(0)).unwrap();
    assert_eq!(drawn, 0);
}

#[test]
fn what_an_older_program_put_into_a_package_is_beyond_recall() {
    let mut old = crate::sqlite::in_memory().unwrap();
    for step in &MIGRATIONS[..9] {
        old.execute_batch(step).unwrap();
    }
    let op = "INSERT INTO outbox(op_id, kind, id, op, actor, state, queued_at, decided_at,
                packaged_at) VALUES";
    old.execute_batch(&format!(
        "{op}('a', 'request', '1', '', 'aigul', 'ready', 1, 1, 1);
         {op}('b', 'request', '2', '', 'aigul', 'ready', 1, 1, NULL);
         PRAGMA user_version = 9"
    ))
    .unwrap();
    migrate(&mut old).unwrap();
    let states: Vec<String> = old
        .prepare("SELECT state FROM outbox ORDER BY op_id")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(states, ["sending", "ready"]);
}

#[test]
fn a_newer_schema_is_left_alone() {
    let mut newer = crate::sqlite::in_memory().unwrap();
    newer
        .pragma_update(None, "user_version", NEWEST + 1)
        .unwrap();
    assert!(matches!(
        migrate(&mut newer),
        Err(StoreError::NewerSchema { found, .. }) if found == NEWEST + 1
    ));
    assert!(tables(&newer).is_empty());
}

#[test]
fn an_instance_that_only_reads_does_not_migrate() {
    let empty = crate::sqlite::in_memory().unwrap();
    assert!(matches!(
        check(&empty),
        Err(StoreError::OlderSchema { found: 0 })
    ));
}
