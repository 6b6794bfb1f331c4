//! What a change of rules moved is told once and can be looked at later.

use super::*;
use crate::domain::calendar::Transfer;
use crate::domain::rules::RuleId;
use crate::wire::replica::ResetKind;
use crate::wire::rules_change::RulesChange;

fn entity(kind: EntityKind, id: &str, version: u64, seq: u64, body: Value) -> Change {
    Change {
        key: EntityKey {
            kind,
            id: id.to_owned(),
        },
        ..change("x", version, seq, body)
    }
}

/// All rules of a portal, as the first version of their entities.
fn of_portal(rules: &RuleSet) -> Vec<Change> {
    let body = |data: Result<Value, serde_json::Error>| data.unwrap();
    let packs = rules.packs.iter().map(|pack| {
        let data = body(serde_json::to_value(pack));
        entity(EntityKind::Pack, &pack.id.0, 1, 1, data)
    });
    let years = rules.calendar.years().map(|year| {
        let data = body(serde_json::to_value(year));
        entity(EntityKind::Calendar, &year.year.to_string(), 1, 1, data)
    });
    packs.chain(years).collect()
}

/// Tuesday 10 March 2026 becomes free against Saturday 14 March.
fn tuesday_off(seq: u64) -> Change {
    let mut year = RuleSet::builtin()
        .unwrap()
        .calendar
        .year(2026)
        .unwrap()
        .clone();
    let act = year.source.clone();
    let (off, work) = (date(2026, 3, 10), date(2026, 3, 14));
    year.transfers.push(Transfer { off, work, act });
    let data = serde_json::to_value(year).unwrap();
    entity(EntityKind::Calendar, "2026", 2, seq, data)
}

/// The record of the change to the rules of a hash.
fn record(seq: u64, hash_after: String) -> Change {
    let record = RulesChange {
        at: at(NOON),
        by: "operator".to_owned(),
        files: Vec::new(),
        changed: Vec::new(),
        open: 1,
        moved: 1,
        hash_before: String::new(),
        hash_after,
    };
    let data = serde_json::to_value(record).unwrap();
    entity(EntityKind::RulesChange, "first", 1, seq, data)
}

fn hash_of_tuesday_off() -> String {
    let rules = RuleSet::builtin().unwrap();
    let year = tuesday_off(4).body.read().unwrap();
    let calendar = rules.calendar.with(vec![year]).unwrap();
    RuleSet { calendar, ..rules }.hash()
}

fn of_a_portal_with_items() -> Rig {
    let rig = Rig::new();
    rig.pull(1, of_portal(&RuleSet::builtin().unwrap()));
    let closed = change("2", 1, 3, body(2, NOON, "answered", "Мәтін"));
    let applied = rig.pull(3, vec![request(1, 2, NOON), closed]);
    assert_eq!(applied.moved, 0);
    rig
}

#[test]
fn the_move_of_an_open_item_is_told_and_kept_over_a_restart() {
    let rig = of_a_portal_with_items();
    let applied = rig.pull(5, vec![tuesday_off(4), record(5, hash_of_tuesday_off())]);
    assert_eq!(applied.moved, 1);
    let movement = rig.reopened().store.reader().movement().unwrap();
    assert_eq!(movement.total, 1);
    let moved = &movement.moved[0];
    assert_eq!(
        (moved.number, &moved.rule),
        (Number::request(1), &RuleId::RETURN)
    );
    let days = (moved.old.unwrap(), moved.new.unwrap());
    assert_eq!(days, (date(2026, 3, 10), date(2026, 3, 11)));
    assert_eq!(movement.change.unwrap().by, "operator");
}

#[test]
fn a_replica_that_is_being_filled_has_no_moved_terms() {
    let rig = Rig::new();
    let mut first = of_portal(&RuleSet::builtin().unwrap());
    first.retain(|change| change.key.id != "2026");
    first.extend([tuesday_off(4), request(1, 6, NOON)]);
    assert_eq!(rig.pull(6, first).moved, 0);
    assert_eq!(rig.store.reader().movement().unwrap().total, 0);
}

#[test]
fn a_change_that_moves_nothing_leaves_the_list_of_the_one_before() {
    let rig = of_a_portal_with_items();
    rig.pull(4, vec![tuesday_off(4)]);
    let mut year = RuleSet::builtin()
        .unwrap()
        .calendar
        .year(2021)
        .unwrap()
        .clone();
    year.warnings.clear();
    year.holidays[0].estimate = true;
    let far = entity(
        EntityKind::Calendar,
        "2021",
        2,
        5,
        serde_json::to_value(year).unwrap(),
    );
    let applied = rig.pull(5, vec![far]);
    assert!(applied.rules_changed);
    assert_eq!(applied.moved, 0);
    assert_eq!(rig.store.reader().movement().unwrap().total, 1);
}

#[test]
fn another_account_does_not_see_what_moved_for_the_one_before() {
    let rig = of_a_portal_with_items();
    rig.pull(4, vec![tuesday_off(4)]);
    rig.store.reset(ResetKind::ScopeChanged).wait().unwrap();
    assert_eq!(rig.store.reader().movement().unwrap().total, 0);
}

#[test]
fn a_move_by_a_policy_is_not_put_down_to_a_change_of_the_calendar() {
    let rig = of_a_portal_with_items();
    rig.pull(5, vec![tuesday_off(4), record(5, hash_of_tuesday_off())]);
    let six_day = json!({"switches": {"profile": "six-day"}});
    let applied = rig.pull(6, vec![entity(EntityKind::Policy, HOLDER, 1, 6, six_day)]);
    assert_eq!(applied.moved, 1);
    assert_eq!(rig.store.reader().movement().unwrap().change, None);
}

#[test]
fn rules_that_come_by_another_way_move_terms_and_are_known_when_the_feed_tells_of_them() {
    let rig = of_a_portal_with_items();
    let cursor = rig.store.reader().cursor().unwrap();
    let mut rules = of_portal(&RuleSet::builtin().unwrap());
    rules.push(tuesday_off(4));
    let applied = rig.store.apply_rules(rules, false).wait().unwrap();
    assert_eq!((applied.changed, applied.moved), (1, 1));
    let here = rig.store.reader().rules().unwrap().hash();
    assert_eq!(here, hash_of_tuesday_off());
    assert_eq!(rig.store.reader().cursor().unwrap(), cursor);
    assert!(!rig.pull(4, vec![tuesday_off(4)]).rules_changed);
}

#[test]
fn rules_of_a_portal_that_counts_anew_replace_those_that_are_here() {
    let rig = of_a_portal_with_items();
    rig.pull(4, vec![tuesday_off(4)]);
    let mut restored = of_portal(&RuleSet::builtin().unwrap());
    let lost = restored.pop().unwrap();
    let applied = rig.store.apply_rules(restored.clone(), false).wait();
    assert_eq!(applied.unwrap().changed, 0, "the versions here are newer");
    let applied = rig.store.apply_rules(restored, true).wait().unwrap();
    assert!(applied.rules_changed);
    assert_eq!(applied.moved, 1, "Tuesday is a working day again");
    assert_eq!(rig.store.reader().stored(&lost.key).unwrap(), None);
}

#[test]
fn nothing_but_rules_comes_with_rules() {
    let rig = of_a_portal_with_items();
    let foreign = request(1, 9, NOON);
    let applied = rig.store.apply_rules(vec![foreign], false).wait();
    assert_eq!(applied.unwrap().changed, 0);
}
