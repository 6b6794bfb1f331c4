//! Reads: who sees what, in which order, as of which moment.

use super::*;

const OTHER: &str = "090540000423";

/// One entity of every kind for each holder, shared and not, with ids that matter.
async fn everything(store: &dyn Storage) {
    let kinds = [
        "request",
        "topic",
        "conference",
        "question",
        "access",
        "circular",
        "votes",
        "holder",
        "policy",
        "pack",
        "calendar",
        "desk",
        "colleague",
        "rules-change",
        "profile-change",
        "of-tomorrow",
    ];
    let mut puts = Vec::new();
    for kind in kinds {
        for holder in ["", HOLDER, OTHER] {
            for (id, shared) in [
                ("766001", false),
                ("K-1", true),
                ("Q-1", false),
                ("k", true),
            ] {
                let mut put = put(&format!("{id}{holder}"), None);
                put.key.kind = EntityKind::from(kind);
                put.holder = holder.to_owned();
                put.place.shared = shared;
                put.body = (id != "k" || kind != "votes").then(|| "{}".to_owned());
                puts.push(put);
            }
        }
    }
    done(store, write(puts)).await;
}

pub(super) async fn every_audience_sees_what_the_rule_says(house: &House) {
    let store = house.node().await;
    everything(store.as_ref()).await;
    let every = [
        Audience::Everybody,
        Audience::Holder(HOLDER.to_owned()),
        Audience::Holder(OTHER.to_owned()),
        Audience::Holder("960240000033".to_owned()),
        Audience::Holder(String::new()),
        Audience::Moderators(HOLDER.to_owned()),
        Audience::Moderators(OTHER.to_owned()),
        Audience::Operator,
    ];
    // Each row is read past the audiences, by its key.
    let mut rows = Vec::new();
    for kind in [
        "request",
        "topic",
        "conference",
        "question",
        "access",
        "circular",
        "votes",
        "holder",
        "policy",
        "pack",
        "calendar",
        "desk",
        "colleague",
        "rules-change",
        "profile-change",
        "of-tomorrow",
    ] {
        for holder in ["", HOLDER, OTHER] {
            let key = |id: &str| EntityKey {
                kind: EntityKind::from(kind),
                id: format!("{id}{holder}"),
            };
            let keys = vec![key("766001"), key("K-1"), key("Q-1"), key("k")];
            rows.extend(store.entities(keys).await.unwrap().into_iter().flatten());
        }
    }
    assert_eq!(rows.len(), 16 * 3 * 4);
    rows.sort_by_key(|row| row.seq);
    for audience in every {
        let by_rule: Vec<&EntityRow> = rows.iter().filter(|row| audience.sees(row)).collect();
        let (page, _) = store
            .changes(audience.clone(), Seq(0), EVERYTHING)
            .await
            .unwrap();
        let keys = |rows: &[&EntityRow]| -> Vec<String> {
            rows.iter().map(|row| row.key.to_string()).collect()
        };
        let seen: Vec<&EntityRow> = page.rows.iter().collect();
        assert_eq!(keys(&seen), keys(&by_rule), "changes of {audience:?}");

        let live = by_rule.iter().filter(|row| !row.deleted).count();
        let (page, _) = store
            .snapshot(audience.clone(), None, EVERYTHING)
            .await
            .unwrap();
        assert_eq!(page.rows.len(), live, "snapshot of {audience:?}");
        assert!(page.rows.iter().all(|row| audience.sees(row)));
        assert_eq!(store.count(audience).await, Ok(live as u64));
    }
}

pub(super) async fn marks_are_of_whoever_is_listened_for(house: &House) {
    let store = house.node().await;
    everything(store.as_ref()).await;
    let (all, _) = store
        .changes(Audience::Operator, Seq(0), EVERYTHING)
        .await
        .unwrap();
    assert!(!all.rows.is_empty());
    let listened = |holders: &[&str], operator| Listened {
        holders: holders.iter().map(|&bin| bin.to_owned()).collect(),
        operator,
    };
    for (of, audience) in [
        (listened(&[], false), Audience::Everybody),
        (listened(&[HOLDER], false), holder()),
        (
            listened(&[OTHER], false),
            Audience::Holder(OTHER.to_owned()),
        ),
        (listened(&[], true), Audience::Operator),
        (listened(&[HOLDER, OTHER], true), Audience::Operator),
        (
            listened(&[HOLDER, OTHER], true),
            Audience::Moderators(OTHER.to_owned()),
        ),
    ] {
        let (page, head) = store
            .changes(audience.clone(), Seq(0), EVERYTHING)
            .await
            .unwrap();
        let (marks, marked) = store.marks(of.clone(), Seq(0), 10_000).await.unwrap();
        assert_eq!(marked, head);
        let told = |key: &EntityKey| key.to_string();
        let seen: std::collections::BTreeSet<String> = marks
            .iter()
            .filter(|mark| audience.sees_mark(mark))
            .map(|mark| told(&mark.key))
            .collect();
        let rows: std::collections::BTreeSet<String> =
            page.rows.iter().map(|row| told(&row.key)).collect();
        assert_eq!(seen, rows, "{of:?} for {audience:?}");
        let (none, _) = store.marks(of.clone(), head.seq, 10).await.unwrap();
        assert_eq!(none, []);
        assert_eq!(store.marks(of, Seq(0), 3).await.unwrap().0.len(), 3);
    }
    // Whoever nobody listens for is not even looked at.
    let (marks, _) = store
        .marks(listened(&[HOLDER], false), Seq(0), 10_000)
        .await
        .unwrap();
    assert!(marks.iter().all(|mark| mark.holder != OTHER));
}

pub(super) async fn pages_go_on_where_the_last_one_ended(house: &House) {
    let store = house.node().await;
    let mut puts: Vec<Put> = (0..5).map(|n| put(&n.to_string(), None)).collect();
    puts[1].holder = String::new();
    done(store.as_ref(), write(puts)).await;
    let two = PageLimit {
        rows: 2,
        bytes: usize::MAX,
    };
    let mut since = Seq(0);
    let mut seen = Vec::new();
    loop {
        let (page, head) = store.changes(holder(), since, two).await.unwrap();
        assert_eq!(head.seq, Seq(5));
        seen.extend(page.rows.iter().map(|row| row.seq.0));
        if !page.more {
            break;
        }
        since = page.rows.last().unwrap().seq;
    }
    assert_eq!(seen, [1, 2, 3, 4, 5]);
    let few = PageLimit { rows: 9, bytes: 3 };
    let (page, _) = store.changes(holder(), Seq(0), few).await.unwrap();
    assert_eq!((page.rows.len(), page.more), (2, true));
}

pub(super) async fn a_snapshot_has_the_most_urgent_first(house: &House) {
    let store = house.node().await;
    let urgent = |id: &str, urgency| Put {
        urgency,
        ..put(id, None)
    };
    let mut rules = urgent("r", i64::MIN);
    rules.holder = String::new();
    let gone = Put {
        body: None,
        ..urgent("gone", -9)
    };
    let puts = vec![urgent("b", 5), urgent("a", 5), urgent("c", -1), rules, gone];
    done(store.as_ref(), write(puts)).await;
    let mut after = None;
    let mut seen = Vec::new();
    loop {
        let one = PageLimit { rows: 1, bytes: 1 };
        let (page, place) = store.snapshot(holder(), after, one).await.unwrap();
        seen.extend(page.rows.iter().map(|row| row.key.id.clone()));
        if !page.more {
            break;
        }
        after = place;
    }
    assert_eq!(seen, ["r", "c", "a", "b"]);
}

pub(super) async fn what_is_asked_together_is_of_one_moment_and_in_order(house: &House) {
    let store = house.node().await;
    let record = op();
    let first = Write {
        ops: vec![record.clone()],
        ..write(vec![
            child("Q-10", None),
            child("Q-9", None),
            put("K-1", None),
        ])
    };
    done(store.as_ref(), first).await;
    let gone = Put {
        body: None,
        ..child("Q-8", None)
    };
    done(store.as_ref(), write(vec![gone])).await;
    let wanted = Wanted {
        ops: vec![OpId(uuid::Uuid::nil()), record.op_id],
        keys: vec![key("none"), key("K-1"), key("Q-8"), key("K-1")],
        parents: vec!["K-2".to_owned(), "K-1".to_owned()],
    };
    let known = store.known(wanted).await.unwrap();
    assert!(known.ops[0].is_none() && known.ops[1].is_some());
    let there: Vec<bool> = known.entities.iter().map(Option::is_some).collect();
    assert_eq!(there, [false, true, true, true]);
    let ids =
        |rows: &[EntityRow]| -> Vec<String> { rows.iter().map(|row| row.key.id.clone()).collect() };
    assert_eq!(ids(&known.children[0]), [] as [&str; 0]);
    assert_eq!(ids(&known.children[1]), ["Q-9", "Q-10"]);
}

pub(super) async fn what_wakes_is_found_when_its_moment_has_come(house: &House) {
    let store = house.node().await;
    let wakes = |id: &str| Put {
        place: Place {
            wakes_at: Some(morning()),
            ..Place::default()
        },
        ..put(id, None)
    };
    done(
        store.as_ref(),
        write(vec![wakes("1"), wakes("3"), put("2", None)]),
    )
    .await;
    assert!(store.due(later(-1), None, 9).await.unwrap().is_empty());
    let due = store.due(morning(), None, 1).await.unwrap();
    assert_eq!(due[0].key.id, "1");
    let next = store.due(morning(), Some(key("1")), 9).await.unwrap();
    assert_eq!(next.len(), 1);
    assert_eq!(next[0].key.id, "3");
}

pub(super) async fn the_highest_copy_of_a_request_is_found(house: &House) {
    let store = house.node().await;
    let ids = [
        "766001",
        "766001/2",
        "766001/11",
        "7660010",
        "766002",
        "766003/x",
    ];
    let puts = ids.iter().map(|id| put(id, None)).collect();
    done(store.as_ref(), write(puts)).await;
    let serials = vec![766_001, 766_002, 766_003, 1];
    assert_eq!(store.highest_copies(serials).await, Ok(vec![11, 0, 0, 0]));
}

pub(super) async fn the_newest_of_the_rules_is_known(house: &House) {
    let store = house.node().await;
    assert_eq!(store.rules_seq().await, Ok(Seq(0)));
    let mut pack = put("2026", None);
    pack.key.kind = EntityKind::Calendar;
    done(store.as_ref(), write(vec![put("1", None), pack])).await;
    done(store.as_ref(), write(vec![put("2", None)])).await;
    assert_eq!(store.rules_seq().await, Ok(Seq(2)));
}

pub(super) async fn a_kind_is_walked_through_in_order(house: &House) {
    let store = house.node().await;
    // Byte by byte: capitals before small letters, Latin before Cyrillic.
    let ids = ["б", "b", "B", "a/1", "a"];
    let mut puts: Vec<Put> = ids.iter().map(|id| put(id, None)).collect();
    puts.push(Put {
        body: None,
        ..put("c", None)
    });
    done(store.as_ref(), write(puts)).await;
    let walked = |after: &str, limit| store.walk(EntityKind::Request, after.to_owned(), limit);
    let ids =
        |rows: Vec<EntityRow>| -> Vec<String> { rows.into_iter().map(|row| row.key.id).collect() };
    assert_eq!(ids(walked("", 2).await.unwrap()), ["B", "a"]);
    assert_eq!(ids(walked("a", 9).await.unwrap()), ["a/1", "b", "б"]);
    let all = store.all(EntityKind::Request).await.unwrap();
    assert_eq!(ids(all), ["B", "a", "a/1", "b", "б"]);
}

pub(super) async fn old_tombstones_go_and_the_floor_rises(house: &House) {
    let store = house.node().await;
    let gone = |id: &str, at| Put {
        body: None,
        at,
        ..put(id, None)
    };
    let old = Write {
        ops: vec![op()],
        ..write(vec![
            gone("1", later(-100)),
            put("2", None),
            gone("3", morning()),
        ])
    };
    let id = old.ops[0].op_id;
    done(store.as_ref(), old).await;
    let retention = |before| Retention {
        tombstones_before: before,
        ops_before: before,
        tokens_before: before,
    };
    store.maintain(retention(later(-50))).await.unwrap();
    assert!(row(store.as_ref(), "1").await.is_none());
    assert!(row(store.as_ref(), "2").await.is_some());
    assert!(
        row(store.as_ref(), "3")
            .await
            .is_some_and(|row| row.deleted)
    );
    let head = store.head().await.unwrap();
    assert_eq!((head.floor, head.seq), (Seq(1), Seq(3)));
    let known = || {
        store.known(Wanted {
            ops: vec![id],
            ..Wanted::default()
        })
    };
    assert!(known().await.unwrap().ops[0].is_some());
    store.maintain(retention(later(1))).await.unwrap();
    assert!(known().await.unwrap().ops[0].is_none());
    assert_eq!(store.head().await.unwrap().floor, Seq(3));
    // Nothing is old: the floor stays.
    store.maintain(retention(later(-50))).await.unwrap();
    assert_eq!(store.head().await.unwrap().floor, Seq(3));
}

pub(super) async fn an_epoch_has_a_new_name(house: &House) {
    let store = house.node().await;
    let before = store.head().await.unwrap();
    let named = store.rotate_epoch().await.unwrap();
    let after = store.head().await.unwrap();
    assert_ne!(before.epoch, after.epoch);
    assert_eq!((named, after.seq), (after.epoch, before.seq));
}

pub(super) async fn a_text_with_a_nul_is_the_name_of_nothing(house: &House) {
    let store = house.node().await;
    done(store.as_ref(), write(vec![put("1", None)])).await;
    let nul = "1\0".to_owned();
    let rows = store.entities(vec![key(&nul), key("1")]).await.unwrap();
    assert!(rows[0].is_none() && rows[1].is_some());
    let user = UserName(nul.clone());
    assert!(store.account(user.clone()).await.unwrap().is_none());
    assert_eq!(store.revoke(Some(user), morning()).await, Ok(0));
    assert_eq!(store.requester_token(nul.clone()).await, Ok(None));
    let wanted = Wanted {
        parents: vec![nul.clone()],
        ..Wanted::default()
    };
    assert!(store.known(wanted).await.unwrap().children[0].is_empty());
    let guarded = Write {
        guards: vec![(key(&nul), Version(1))],
        ..write(vec![put("2", None)])
    };
    assert_eq!(store.commit(guarded).await, Ok(Commit::Stale));
}
