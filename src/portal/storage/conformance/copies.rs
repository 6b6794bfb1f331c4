//! Copies: of either kind of store into either kind.

use super::accounts::{DEVICE, signed_in, tokens};
use super::keys::{give, keys};
use super::*;

/// An operation that was refused.
const REFUSED: OpId = OpId(uuid::Uuid::from_u128(4));

/// A bit of everything a store holds.
async fn filled(store: &dyn Storage) -> OpId {
    signed_in(store, "aliya").await;
    give(store, DEVICE, 1).await;
    let own = store.keep_portal_keys(SecretKeys::generate().unwrap(), morning());
    own.await.unwrap();
    let record = op();
    let once = Once {
        what: "vote/Q-1".to_owned(),
        who: [7; 32],
    };
    let wakes = Put {
        place: Place {
            wakes_at: Some(morning()),
            shared: true,
            parent: None,
        },
        by: Some(UserName("aliya".to_owned())),
        ..put("2", None)
    };
    let gone = Put {
        body: None,
        at: later(-100),
        ..put("3", None)
    };
    let first = Write {
        ops: vec![record.clone()],
        once: vec![once],
        requester_tokens: vec![("766001".to_owned(), [3; 32])],
        serial_at_least: Some(800_000),
        ..write(vec![child("Q-1", None), wakes, gone])
    };
    done(store, first).await;
    let retention = Retention {
        tombstones_before: later(-50),
        ops_before: later(-50),
        tokens_before: later(-50),
    };
    store.maintain(retention).await.unwrap();
    store.reserve_serials(ItemKind::Topic, 5).await.unwrap();
    let refusal = RefusalRecord {
        op_id: REFUSED,
        digest: [7; 32],
        refusal: "{}".to_owned(),
        received_at: morning(),
    };
    let refused = Write {
        refusals: vec![refusal],
        ..Write::default()
    };
    done(store, refused).await;
    let many = (0..3000).map(|n| Put {
        body: Some(format!("{{\"n\":{n}}}")),
        ..put(&format!("n{n}"), None)
    });
    done(store, write(many.collect())).await;
    record.op_id
}

async fn is_as(copy: &dyn Storage, of: &dyn Storage, id: OpId) {
    let (head, there) = (copy.head().await.unwrap(), of.head().await.unwrap());
    assert_eq!((head.seq, head.floor), (there.seq, there.floor));
    assert_ne!(head.epoch, there.epoch, "every replica starts over");
    assert_eq!(*copy.watch().borrow(), head.seq);
    let mut since = Seq(0);
    loop {
        let (page, _) = copy.changes(holder(), since, EVERYTHING).await.unwrap();
        let (of, _) = of.changes(holder(), since, EVERYTHING).await.unwrap();
        assert!(page.rows == of.rows);
        let Some(last) = page.rows.last() else { break };
        since = last.seq;
    }
    let wanted = Wanted {
        ops: vec![id, REFUSED],
        parents: vec!["K-1".to_owned()],
        ..Wanted::default()
    };
    let known = copy.known(wanted.clone()).await.unwrap();
    let before = of.known(wanted).await.unwrap();
    assert_eq!(known.ops, before.ops);
    assert!(known.refusals[1].is_some() && known.refusals == before.refusals);
    assert!(known.ops[0].is_some() && known.children == before.children);
    let once = Once {
        what: "vote/Q-1".to_owned(),
        who: [7; 32],
    };
    assert_eq!(copy.happened(once).await, Ok(true));
    let token = copy.requester_token("766001".to_owned()).await;
    assert_eq!(token, Ok(Some([3; 32])));
    assert_eq!(copy.due(morning(), None, 9).await.unwrap().len(), 1);
    let user = UserName("aliya".to_owned());
    let device = copy.device_keys(user, DEVICE).await.unwrap().unwrap();
    assert!(device.keys == keys(1) && !device.revoked);
    let own = async |store: &dyn Storage| store.portal_keys().await.unwrap().unwrap().to_keep();
    assert_eq!(own(copy).await, own(of).await);
}

/// It goes on from where the copy was made.
async fn goes_on(copy: &dyn Storage) {
    let serial = |kind| copy.reserve_serials(kind, 1);
    assert_eq!(serial(ItemKind::Request).await, Ok(800_001));
    assert_eq!(serial(ItemKind::Topic).await, Ok(6));
    let seq = copy.head().await.unwrap().seq;
    let next = done(copy, write(vec![put("new", None)])).await;
    assert_eq!(next, [Seq(seq.0 + 1)]);
    assert!(copy.access(tokens(1).access).await.unwrap().is_some());
    let rotated = copy.rotate(tokens(1).refresh, DEVICE, tokens(2), morning());
    assert!(matches!(rotated.await, Ok(Rotation::Done(_))));
    let user = UserName("aliya".to_owned());
    let opened = copy.open_session(user, DEVICE, tokens(3), morning());
    opened.await.unwrap();
}

pub(super) async fn a_copy_fills_a_store_of_either_kind(house: &House) {
    let store = house.node().await;
    let id = filled(store.as_ref()).await;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("copy.db");
    store.backup(file.clone()).await.unwrap();
    // The copy is a portal's database by itself.
    let itself = Sqlite::open(&file).unwrap();
    assert_eq!(itself.head().await, store.head().await);
    drop(itself);
    for other in [House::sqlite(), House::postgres().await] {
        let copy = other.node().await;
        // Keys that somebody asked for meanwhile give way to those of the copy.
        let early = copy.keep_portal_keys(SecretKeys::generate().unwrap(), morning());
        early.await.unwrap();
        assert_eq!(copy.restore(file.clone()).await, Ok(true));
        is_as(copy.as_ref(), store.as_ref(), id).await;
        goes_on(copy.as_ref()).await;
    }
}

pub(super) async fn a_store_with_data_is_not_filled(house: &House) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("copy.db");
    let elsewhere = House::sqlite();
    let other = elsewhere.node().await;
    signed_in(other.as_ref(), "other").await;
    other.backup(file.clone()).await.unwrap();
    let store = house.node().await;
    done(store.as_ref(), write(vec![put("1", None)])).await;
    let before = store.head().await;
    assert_eq!(store.restore(file.clone()).await, Ok(false));
    assert_eq!(store.head().await, before);
    let other = store.account(UserName("other".to_owned())).await;
    assert!(other.unwrap().is_none());
}

pub(super) async fn a_file_that_is_no_copy_fills_nothing(house: &House) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("notes.txt");
    std::fs::write(&file, "noise ".repeat(1000)).unwrap();
    let store = house.node().await;
    assert!(store.restore(file).await.is_err());
    assert!(store.restore(dir.path().join("none.db")).await.is_err());
    assert_eq!(store.head().await.unwrap().seq, Seq(0));
    done(store.as_ref(), write(vec![put("1", None)])).await;
}

pub(super) async fn a_copy_overwrites_nothing(house: &House) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("copy.db");
    let store = house.node().await;
    store.backup(file.clone()).await.unwrap();
    let before = std::fs::read(&file).unwrap();
    done(store.as_ref(), write(vec![put("1", None)])).await;
    assert!(store.backup(file.clone()).await.is_err());
    assert!(std::fs::read(&file).unwrap() == before);
}
