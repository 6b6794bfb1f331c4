//! Writes: whole or not at all, and only on what they were decided on.

use super::*;

pub(super) async fn a_write_happens_whole_or_not_at_all(house: &House) {
    let store = house.node().await;
    done(store.as_ref(), write(vec![put("1", None)])).await;
    for half in [
        vec![put("2", None), put("1", None)],
        vec![put("3", None), put("1", Some(7))],
        vec![put("1", Some(1)), put("4", Some(1))],
    ] {
        assert_eq!(store.commit(write(half)).await, Ok(Commit::Stale));
    }
    let rows = store.all(EntityKind::Request).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].version, Version(1));
    assert_eq!(store.head().await.unwrap().seq, Seq(1));
}

pub(super) async fn an_operation_is_stored_with_its_effect_or_neither(house: &House) {
    let store = house.node().await;
    let record = op();
    let with_op = |id: &str| Write {
        ops: vec![record.clone()],
        once: vec![Once {
            what: format!("vote/{id}"),
            who: [7; 32],
        }],
        requester_tokens: vec![(id.to_owned(), [9; 32])],
        serial_at_least: Some(900_000),
        ..write(vec![put(id, None)])
    };
    assert_eq!(
        store.commit(with_op("1")).await,
        Ok(Commit::Done(vec![Seq(1)]))
    );
    assert_eq!(store.commit(with_op("2")).await, Ok(Commit::Stale));
    let wanted = Wanted {
        ops: vec![record.op_id],
        keys: vec![key("1"), key("2")],
        ..Wanted::default()
    };
    let known = store.known(wanted).await.unwrap();
    let stored = known.ops[0].as_ref().unwrap();
    assert_eq!((stored.seq, &stored.key), (Seq(1), &key("1")));
    assert_eq!((stored.digest, stored.effective_at), ([7; 32], morning()));
    assert!(known.entities[0].is_some() && known.entities[1].is_none());
    let once = Once {
        what: "vote/2".to_owned(),
        who: [7; 32],
    };
    assert_eq!(store.happened(once).await, Ok(false));
    assert_eq!(store.requester_token("2".to_owned()).await, Ok(None));
    assert_eq!(store.head().await.unwrap().seq, Seq(1));
}

pub(super) async fn a_result_without_its_entity_is_refused(house: &House) {
    let store = house.node().await;
    let lost = |puts| Write {
        ops: vec![OpRecord { put: 1, ..op() }],
        ..write(puts)
    };
    let one = store.commit(lost(vec![put("1", None)])).await;
    assert_eq!(one, Ok(Commit::Stale));
    assert_eq!(store.commit(lost(vec![])).await, Ok(Commit::Stale));
    assert!(row(store.as_ref(), "1").await.is_none());
}

pub(super) async fn an_entity_never_changes_its_holder(house: &House) {
    let store = house.node().await;
    done(store.as_ref(), write(vec![put("1", None)])).await;
    let mut moved = put("1", Some(1));
    moved.holder = "090540000423".to_owned();
    assert_eq!(store.commit(write(vec![moved])).await, Ok(Commit::Stale));
}

pub(super) async fn an_entity_put_twice_by_one_write_goes_on_from_itself(house: &House) {
    let store = house.node().await;
    let twice = write(vec![put("1", None), put("2", None), put("1", Some(1))]);
    assert_eq!(done(store.as_ref(), twice).await, [Seq(1), Seq(2), Seq(3)]);
    let first = row(store.as_ref(), "1").await.unwrap();
    assert_eq!((first.version, first.seq), (Version(2), Seq(3)));
}

pub(super) async fn a_write_without_entities_gives_no_sequence(house: &House) {
    let store = house.node().await;
    done(store.as_ref(), write(vec![put("1", None)])).await;
    let bare = Write {
        once: vec![Once {
            what: "question/K-1".to_owned(),
            who: [1; 32],
        }],
        serial_at_least: Some(770_000),
        ..Write::default()
    };
    assert_eq!(store.commit(bare).await, Ok(Commit::Done(vec![])));
    assert_eq!(store.head().await.unwrap().seq, Seq(1));
    let next = store.reserve_serials(ItemKind::Request, 1).await;
    assert_eq!(next, Ok(770_001));
}

pub(super) async fn a_write_holds_only_while_what_it_was_decided_on_stands(house: &House) {
    let store = house.node().await;
    done(store.as_ref(), write(vec![child("1", None)])).await;
    let family = |seq| Write {
        families: vec![("K-1".to_owned(), Seq(seq)), ("K-2".to_owned(), Seq(0))],
        ..write(vec![put("9", None)])
    };
    assert_eq!(store.commit(family(0)).await, Ok(Commit::Stale));
    let guarded = |id, version| Write {
        guards: vec![(key(id), Version(version))],
        ..write(vec![put("8", None)])
    };
    assert_eq!(store.commit(guarded("1", 2)).await, Ok(Commit::Stale));
    assert_eq!(store.commit(guarded("5", 1)).await, Ok(Commit::Stale));
    done(store.as_ref(), guarded("1", 1)).await;
    done(store.as_ref(), family(1)).await;
}

pub(super) async fn a_write_that_contradicts_itself_does_not_stand(house: &House) {
    let store = house.node().await;
    done(store.as_ref(), write(vec![put("1", None)])).await;
    let guarded = |guards: &[u64], expected| Write {
        guards: guards.iter().map(|one| (key("1"), Version(*one))).collect(),
        ..write(vec![put("1", expected)])
    };
    for never in [
        guarded(&[1, 2], Some(1)),
        guarded(&[2], Some(1)),
        guarded(&[1], None),
    ] {
        assert_eq!(store.commit(never).await, Ok(Commit::Stale));
    }
    done(store.as_ref(), guarded(&[1, 1], Some(1))).await;
}

pub(super) async fn what_happens_once_happens_once(house: &House) {
    let store = house.node().await;
    let once = Once {
        what: "vote/Q-1".to_owned(),
        who: [7; 32],
    };
    let voted = |id: &str| Write {
        once: vec![once.clone()],
        ..write(vec![put(id, None)])
    };
    assert_eq!(store.happened(once.clone()).await, Ok(false));
    done(store.as_ref(), voted("1")).await;
    assert_eq!(store.commit(voted("2")).await, Ok(Commit::Stale));
    assert_eq!(store.happened(once.clone()).await, Ok(true));
    let other = Once {
        who: [8; 32],
        ..once
    };
    assert_eq!(store.happened(other).await, Ok(false));
}

pub(super) async fn numbers_go_on_behind_those_given_from_outside(house: &House) {
    let store = house.node().await;
    let next = |count| store.reserve_serials(ItemKind::Request, count);
    assert_eq!(next(2).await, Ok(766_001));
    let given = |least, id| Write {
        serial_at_least: Some(least),
        ..write(vec![put(id, None)])
    };
    done(store.as_ref(), given(800_000, "800000")).await;
    done(store.as_ref(), given(700_000, "700000")).await;
    assert_eq!(next(1).await, Ok(800_001));
}

pub(super) async fn each_kind_of_item_has_numbers_of_its_own(house: &House) {
    let store = house.node().await;
    assert_eq!(store.reserve_serials(ItemKind::Topic, 2).await, Ok(1));
    assert_eq!(store.reserve_serials(ItemKind::Topic, 1).await, Ok(3));
    assert_eq!(store.reserve_serials(ItemKind::Question, 1).await, Ok(1));
}

pub(super) async fn the_token_of_a_request_is_kept_with_it(house: &House) {
    let store = house.node().await;
    let received = Write {
        requester_tokens: vec![("766001".to_owned(), [3; 32])],
        ..write(vec![put("766001", None)])
    };
    done(store.as_ref(), received).await;
    let token = |number: &str| store.requester_token(number.to_owned());
    assert_eq!(token("766001").await, Ok(Some([3; 32])));
    assert_eq!(token("766002").await, Ok(None));
}

pub(super) async fn many_entities_are_written_in_one_go(house: &House) {
    let store = house.node().await;
    let puts: Vec<Put> = (0..700).map(|n| put(&n.to_string(), None)).collect();
    let seqs = done(store.as_ref(), write(puts)).await;
    assert_eq!((seqs[0], seqs[699]), (Seq(1), Seq(700)));
    assert_eq!(row(store.as_ref(), "699").await.unwrap().seq, Seq(700));
}

pub(super) async fn what_was_written_is_there_after_reopening(house: &House) {
    let first = house.node().await;
    done(first.as_ref(), write(vec![put("1", None)])).await;
    let head = first.head().await.unwrap();
    drop(first);
    assert_eq!(house.node().await.head().await.unwrap(), head);
}

pub(super) async fn a_refusal_is_kept_and_the_operation_is_not_applied_after_it(house: &House) {
    let store = house.node().await;
    let record = op();
    let refusal = Write {
        refusals: vec![refused(record.op_id)],
        ..Write::default()
    };
    assert_eq!(done(store.as_ref(), refusal.clone()).await, []);
    // A copy of it is refused once more, and nothing else happens.
    assert_eq!(done(store.as_ref(), refusal).await, []);
    let wanted = Wanted {
        ops: vec![op().op_id, record.op_id],
        ..Wanted::default()
    };
    let known = store.known(wanted).await.unwrap();
    let kept = StoredRefusal {
        digest: [7; 32],
        refusal: "{}".to_owned(),
    };
    assert_eq!(known.refusals, [None, Some(kept)]);
    assert_eq!(known.ops, [None, None]);
    let late = Write {
        ops: vec![record],
        ..write(vec![put("1", None)])
    };
    assert_eq!(store.commit(late).await, Ok(Commit::Stale));
    assert!(row(store.as_ref(), "1").await.is_none());
}

pub(super) async fn an_operation_that_was_applied_is_not_refused_after_it(house: &House) {
    let store = house.node().await;
    let record = op();
    let refusal = Write {
        refusals: vec![refused(record.op_id)],
        ..Write::default()
    };
    let applied = Write {
        ops: vec![record],
        ..write(vec![put("1", None)])
    };
    done(store.as_ref(), applied).await;
    assert_eq!(store.commit(refusal).await, Ok(Commit::Stale));
}

pub(super) async fn an_old_refusal_is_forgotten(house: &House) {
    let store = house.node().await;
    let record = op();
    let refusal = Write {
        refusals: vec![refused(record.op_id)],
        ..Write::default()
    };
    done(store.as_ref(), refusal).await;
    let forget = |before| Retention {
        tombstones_before: morning(),
        ops_before: before,
        tokens_before: morning(),
    };
    let kept = async || {
        let wanted = Wanted {
            ops: vec![record.op_id],
            ..Wanted::default()
        };
        store.known(wanted).await.unwrap().refusals[0].is_some()
    };
    store.maintain(forget(morning())).await.unwrap();
    assert!(kept().await);
    store.maintain(forget(later(1))).await.unwrap();
    assert!(!kept().await);
}
