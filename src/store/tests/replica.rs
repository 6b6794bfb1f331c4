//! Pages of the feed and snapshots.

use super::*;
use crate::domain::ids::CategoryId;
use crate::wire::replica::ResetKind;

#[test]
fn a_page_is_seen_in_lists_with_the_date_that_drives_it() {
    let rig = Rig::new();
    rig.pull(2, vec![request(766_301, 1, "2026-03-06T05:00:00Z")]);
    let window = rig.store.reader().rows(&query("")).unwrap();
    let row = &window.rows[0];
    assert_eq!(window.total, 1);
    assert_eq!(row.act.as_ref().unwrap().as_str(), "return");
    assert_eq!(row.due, Some(date(2026, 3, 10)));
    assert_eq!(row.category, CategoryId("mortgage".into()));
}

#[test]
fn the_same_page_twice_changes_nothing() {
    let rig = Rig::new();
    let changes = vec![request(1, 1, NOON), request(2, 2, NOON)];
    assert_eq!(rig.pull(2, changes.clone()).changed, 2);
    let again = rig.pull(2, changes);
    assert_eq!((again.changed, again.known), (0, 2));
    assert_eq!(rig.numbers(""), ["1", "2"]);
}

#[test]
fn the_newer_version_wins_whatever_comes_last() {
    let rig = Rig::new();
    let newer = change("1", 3, 9, body(1, NOON, "consideration", "жаңа"));
    rig.pull(9, vec![newer]);
    rig.pull(9, vec![request(1, 5, NOON)]);
    assert_eq!(rig.state_of(1), "consideration");
}

#[test]
fn a_deleted_entity_leaves_lists_counts_and_the_search() {
    let rig = Rig::new();
    rig.pull(2, vec![request(1, 1, NOON), request(2, 2, NOON)]);
    rig.pull(3, vec![gone(1, 2, 3)]);
    assert_eq!(rig.numbers("кезек"), ["2"]);
    assert_eq!(rig.store.reader().counts(TODAY).unwrap().open, 1);
    assert_eq!(rig.store.reader().item(Number::request(1)).unwrap(), None);
}

#[test]
fn a_page_that_tells_an_item_several_times_is_searched_by_its_last_text() {
    let told = |version, text| change("1", version, version, body(1, NOON, "new", text));
    let rig = Rig::new();
    rig.pull(2, vec![told(1, "бірінші"), told(2, "екінші")]);
    assert_eq!(rig.numbers("екінші"), ["1"]);
    assert!(rig.numbers("бірінші").is_empty());
    rig.pull(4, vec![told(3, "үшінші"), told(4, "төртінші")]);
    assert_eq!(rig.numbers("төртінші"), ["1"]);
    assert!(rig.numbers("екінші").is_empty() && rig.numbers("үшінші").is_empty());
}

#[test]
fn an_item_that_is_changed_and_deleted_in_one_page_leaves_no_text() {
    let told = |version, text| change("1", version, version, body(1, NOON, "new", text));
    let rig = Rig::new();
    rig.pull(1, vec![told(1, "бірінші")]);
    rig.pull(3, vec![told(2, "екінші"), gone(1, 3, 3)]);
    // The place of the deleted item is free: a text left behind would name another one.
    rig.pull(4, vec![change("2", 1, 4, body(2, NOON, "new", "басқа"))]);
    assert!(rig.numbers("бірінші").is_empty() && rig.numbers("екінші").is_empty());
    assert_eq!(rig.numbers("басқа"), ["2"]);
}

#[test]
fn an_entity_that_left_the_scope_and_came_back_is_there_again() {
    let rig = Rig::new();
    rig.pull(1, vec![request(1, 1, NOON)]);
    rig.pull(2, vec![gone(1, 1, 2)]);
    rig.pull(3, vec![request(1, 3, NOON)]);
    assert_eq!(rig.numbers(""), ["1"]);
}

#[test]
fn what_a_newer_portal_wrote_is_kept_and_shown_without_a_state() {
    let rig = Rig::new();
    let strange = body(1, NOON, "levitating", "Мәтін");
    rig.pull(1, vec![change("1", 1, 1, strange)]);
    let item = rig
        .store
        .reader()
        .item(Number::request(1))
        .unwrap()
        .unwrap();
    assert!(item.request().is_none() && item.row.is_unreadable() && item.row.is_open());
    assert_eq!(item.row.category, CategoryId("mortgage".into()));
    let counts = rig.store.reader().counts(TODAY).unwrap();
    assert_eq!((counts.open, counts.overdue), (1, 0));
}

#[test]
fn kinds_of_a_newer_portal_are_stored_and_not_shown() {
    let rig = Rig::new();
    let mut balloon = change("1", 1, 1, serde_json::json!({"a": 1}));
    balloon.key.kind = EntityKind::Unknown("balloon".into());
    rig.pull(1, vec![balloon]);
    assert_eq!(rig.store.reader().entities().unwrap(), 1);
    assert!(rig.numbers("").is_empty());
}

#[test]
fn a_snapshot_goes_on_after_a_restart_and_drops_what_it_does_not_name() {
    let rig = Rig::new();
    rig.pull(1, vec![request(9, 1, NOON), request(1, 1, NOON)]);
    rig.store.reset(ResetKind::CursorExpired).wait().unwrap();
    let named = vec![request(1, 1, NOON), request(2, 5, NOON)];
    rig.fill(Some("t2"), 7, named);
    let rig = rig.reopened();
    let state = rig.store.begin_snapshot().wait().unwrap();
    assert_eq!((state.next.as_deref(), state.received), (Some("t2"), 2));
    assert_eq!(rig.store.reader().cursor().unwrap(), None);
    rig.fill(None, 8, vec![request(3, 6, NOON)]);
    assert_eq!(rig.numbers(""), ["1", "2", "3"]);
    // The feed goes on where the first page was cut.
    assert_eq!(
        rig.store.reader().cursor().unwrap().unwrap().seq(),
        Some(Seq(7))
    );
}

#[test]
fn a_change_of_scope_wipes_the_replica_and_keeps_outbox_and_drafts() {
    let rig = Rig::new();
    rig.pull(1, vec![request(1, 1, NOON)]);
    rig.store.queue(accept(1, 1), None).wait().unwrap();
    rig.store
        .save_draft(super::outbox::draft(1, "Жоба"))
        .wait()
        .unwrap();
    rig.store.reset(ResetKind::ScopeChanged).wait().unwrap();
    let reader = rig.store.reader();
    assert_eq!(reader.entities().unwrap(), 0);
    assert_eq!(reader.counts(TODAY).unwrap().open, 0);
    assert!(rig.numbers("кезек").is_empty());
    assert_eq!(reader.outbox().unwrap().len(), 1);
    assert_eq!(reader.drafts().unwrap().len(), 1);
    // The pending decision is laid over the item as soon as it comes back.
    rig.fill(None, 2, vec![request(1, 1, NOON)]);
    assert_eq!(rig.numbers("state:consideration"), ["1"]);
    assert_eq!(rig.store.derived_wrongly().wait().unwrap(), [""; 0]);
}

#[test]
fn after_a_restored_portal_older_versions_are_taken() {
    let rig = Rig::new();
    rig.pull(
        9,
        vec![change("1", 5, 9, body(1, NOON, "answered", "Мәтін"))],
    );
    rig.store.reset(ResetKind::EpochChanged).wait().unwrap();
    rig.fill(None, 4, vec![request(1, 4, NOON)]);
    assert_eq!(rig.state_of(1), "moderation");
}

/// A policy under which Saturday is worked.
fn six_day_week(seq: u64) -> Change {
    let policy = serde_json::json!({"switches": {"profile": "six-day"}});
    Change {
        key: EntityKey {
            kind: EntityKind::Policy,
            id: HOLDER.into(),
        },
        ..change("x", 1, seq, policy)
    }
}

const SATURDAY: Date = date(2026, 3, 7);

#[test]
fn a_change_of_the_rules_moves_the_dates_of_open_items() {
    let rig = Rig::new();
    rig.pull(1, vec![request(1, 1, NOON)]);
    let applied = rig.pull(2, vec![six_day_week(2)]);
    assert!(applied.rules_changed);
    let window = rig.store.reader().rows(&query("")).unwrap();
    assert_eq!(window.rows[0].due, Some(SATURDAY));
}

#[test]
fn a_line_that_was_prepared_under_older_rules_is_computed_anew() {
    let rig = Rig::new();
    rig.store.begin_snapshot().wait().unwrap();
    let early = rig.prepared(None, 2, vec![request(1, 1, NOON)]);
    rig.fill(Some("t2"), 2, vec![six_day_week(2)]);
    rig.store.apply_snapshot_page(early).wait().unwrap();
    let window = rig.store.reader().rows(&query("")).unwrap();
    assert_eq!(window.rows[0].due, Some(SATURDAY));
}

#[test]
fn lines_that_are_added_moved_and_removed_in_one_page_are_counted_as_they_end() {
    let rig = Rig::new();
    let closed = |version, seq| change("1", version, seq, body(1, NOON, "answered", "Мәтін"));
    let changes = vec![
        request(1, 1, NOON),
        closed(2, 2),
        request(2, 3, NOON),
        gone(2, 2, 4),
        request(3, 5, NOON),
    ];
    rig.pull(5, changes);
    let reader = rig.store.reader();
    assert_eq!(reader.counts(TODAY).unwrap().open, 1);
    assert_eq!(reader.rows(&query("")).unwrap().total, 1);
    assert_eq!(rig.numbers("state:answered"), ["1"]);
}

#[test]
fn a_page_tells_beforehand_how_much_it_would_delete() {
    let rig = Rig::new();
    rig.pull(4, (1..=4).map(|n| request(n, n, NOON)).collect());
    let effect = rig
        .store
        .reader()
        .effect_of(&[gone(1, 2, 5), gone(2, 2, 6), gone(77, 1, 7)])
        .unwrap();
    assert_eq!(effect, PageEffect { deleting: 2, of: 4 });
    rig.store.reset(ResetKind::CursorExpired).wait().unwrap();
    let last = rig.prepared(None, 9, vec![request(1, 1, NOON)]);
    let effect = rig.store.reader().effect_of_last_page(&last).unwrap();
    assert_eq!(effect, PageEffect { deleting: 3, of: 4 });
}
