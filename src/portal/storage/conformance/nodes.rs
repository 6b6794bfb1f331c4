//! Many at once, on one node and on two.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::join_all;

use super::accounts::{DEVICE, signed_in, tokens};
use super::*;

/// How many of many attempts were carried out; none may fail.
fn carried_out(attempts: &[Result<Commit, StorageError>]) -> usize {
    let done = attempts.iter().filter(|one| match one.as_ref().unwrap() {
        Commit::Done(_) => true,
        Commit::Stale => false,
    });
    done.count()
}

pub(super) async fn of_many_writes_on_one_version_one_succeeds(house: &House) {
    let (one, other) = (house.node().await, house.node().await);
    done(one.as_ref(), write(vec![put("1", None)])).await;
    let writes = (0..32).map(|n| {
        let store = if n % 2 == 0 { &one } else { &other };
        store.commit(write(vec![put("1", Some(1))]))
    });
    assert_eq!(carried_out(&join_all(writes).await), 1);
    assert_eq!(one.head().await.unwrap().seq, Seq(2));
}

pub(super) async fn no_reader_misses_a_row_while_many_write(house: &House) {
    const WRITERS: usize = 8;
    const WRITES: usize = 40;
    let (one, other) = (house.node().await, house.node().await);
    let over = Arc::new(AtomicBool::new(false));
    let reader = {
        let (store, over) = (house.node().await, Arc::clone(&over));
        async move {
            let (mut since, mut seen) = (Seq(0), BTreeSet::new());
            loop {
                // Looked at before the page is read: the last page is read after the last write.
                let last = over.load(Ordering::SeqCst);
                let (page, head) = store.changes(holder(), since, EVERYTHING).await.unwrap();
                for row in &page.rows {
                    assert!(row.seq > since && row.seq <= head.seq);
                    seen.insert(row.key.id.clone());
                }
                since = head.seq;
                if last {
                    return (seen, since);
                }
            }
        }
    };
    let writers = (0..WRITERS).map(|writer| {
        let store = Arc::clone(if writer % 2 == 0 { &one } else { &other });
        async move {
            for n in 0..WRITES {
                let ids = [format!("{writer}-{n}-a"), format!("{writer}-{n}-b")];
                // Writes of one and of two rows, so that they take differently long.
                let puts = ids.iter().take(1 + n % 2).map(|id| put(id, None)).collect();
                done(store.as_ref(), write(puts)).await;
            }
        }
    });
    let writing = async {
        join_all(writers).await;
        over.store(true, Ordering::SeqCst);
    };
    let ((seen, last), ()) = futures_util::future::join(reader, writing).await;
    assert_eq!(seen.len(), WRITERS * WRITES * 3 / 2);
    assert_eq!(last, Seq(seen.len() as u64), "sequences have no gap");
}

pub(super) async fn of_two_that_rely_on_a_family_and_change_it_one_gives_way(house: &House) {
    let (one, other) = (house.node().await, house.node().await);
    for round in 0..20 {
        let name = |what: &str| format!("{what}-{round}");
        let parent = name("K");
        let close = Write {
            families: vec![(parent.clone(), Seq(0))],
            ..write(vec![put(&name("closed"), None)])
        };
        let mut asked = child(&name("Q"), None);
        asked.place.parent = Some(parent);
        let ask = write(vec![asked]);
        let (closed, asked) =
            futures_util::future::join(one.commit(close), other.commit(ask)).await;
        let (closed, asked) = (closed.unwrap(), asked.unwrap());
        let Commit::Done(asked) = asked else {
            panic!("a question relies on nothing");
        };
        // Closed over a question only if the question came after.
        if let Commit::Done(closed) = closed {
            assert!(closed < asked, "round {round}: closed over a question");
        }
    }
}

pub(super) async fn of_two_nodes_that_refuse_and_apply_an_operation_one_gives_way(house: &House) {
    let (one, other) = (house.node().await, house.node().await);
    for round in 0..40 {
        let op_id = OpId(uuid::Uuid::from_u128(round + 1));
        let apply = Write {
            ops: vec![OpRecord { op_id, ..op() }],
            ..write(vec![put(&format!("R-{round}"), None)])
        };
        let refuse = Write {
            refusals: vec![refused(op_id)],
            ..Write::default()
        };
        let (applied, refused) =
            futures_util::future::join(one.commit(apply), other.commit(refuse)).await;
        let stands = |commit| matches!(commit, Ok(Commit::Done(_)));
        let stand = u8::from(stands(applied)) + u8::from(stands(refused));
        assert_eq!(stand, 1, "round {round}");
    }
}

pub(super) async fn a_guard_holds_against_whoever_changes_the_entity(house: &House) {
    let (one, other) = (house.node().await, house.node().await);
    for round in 0..20 {
        let name = |what: &str| format!("{what}-{round}");
        done(one.as_ref(), write(vec![put(&name("K"), None)])).await;
        let ask = Write {
            guards: vec![(key(&name("K")), Version(1))],
            ..write(vec![put(&name("Q"), None)])
        };
        let close = write(vec![put(&name("K"), Some(1))]);
        let (asked, closed) =
            futures_util::future::join(one.commit(ask), other.commit(close)).await;
        let Commit::Done(closed) = closed.unwrap() else {
            panic!("nothing else changes the conference");
        };
        if let Commit::Done(asked) = asked.unwrap() {
            assert!(asked < closed, "round {round}: asked after the closing");
        }
    }
}

pub(super) async fn one_operation_sent_to_two_nodes_is_applied_once(house: &House) {
    let (one, other) = (house.node().await, house.node().await);
    for round in 0..20 {
        let record = op();
        let sent = |node: &str| Write {
            ops: vec![record.clone()],
            ..write(vec![put(&format!("{round}-{node}"), None)])
        };
        let both = [one.commit(sent("a")), other.commit(sent("b"))];
        assert_eq!(carried_out(&join_all(both).await), 1);
    }
    assert_eq!(one.head().await.unwrap().seq, Seq(20));
    assert_eq!(one.count(holder()).await, Ok(20));
}

pub(super) async fn what_happens_once_happens_once_on_two_nodes(house: &House) {
    let (one, other) = (house.node().await, house.node().await);
    let vote = |n: usize| Once {
        what: format!("vote/Q-{}", n % 3),
        who: [7; 32],
    };
    // Each write marks two things, in both orders.
    let votes = (0..24).map(|n| {
        let store = if n % 2 == 0 { &one } else { &other };
        store.commit(Write {
            once: vec![vote(n), vote(n + 1)],
            ..write(vec![put(&n.to_string(), None)])
        })
    });
    assert_eq!(carried_out(&join_all(votes).await), 1);
}

pub(super) async fn no_number_is_given_twice(house: &House) {
    let (one, other) = (house.node().await, house.node().await);
    for kind in [ItemKind::Request, ItemKind::Conference] {
        let given = (0..40).map(|n| {
            let store = if n % 2 == 0 { &one } else { &other };
            store.reserve_serials(kind, 1 + n % 3)
        });
        let mut seen = BTreeSet::new();
        for (n, first) in (0..).zip(join_all(given).await) {
            for serial in first.clone().unwrap()..first.unwrap() + 1 + n % 3 {
                assert!(seen.insert(serial), "{serial} was given twice");
            }
        }
    }
}

pub(super) async fn writes_of_many_rows_in_any_order_do_not_lock_each_other_out(house: &House) {
    let (one, other) = (house.node().await, house.node().await);
    let ids: Vec<String> = (0..12).map(|n| n.to_string()).collect();
    let puts = ids.iter().map(|id| put(id, None)).collect();
    done(one.as_ref(), write(puts)).await;
    for version in 1..6 {
        let attempts = (0..8).map(|n| {
            let mut puts: Vec<Put> = ids.iter().map(|id| put(id, Some(version))).collect();
            puts.rotate_left(n * 5 % 12);
            if n % 3 == 0 {
                puts.reverse();
            }
            let guards = puts.split_off(9);
            let guards = guards.iter().map(|put| (put.key.clone(), Version(1)));
            let store = if n % 2 == 0 { &one } else { &other };
            store.commit(Write {
                guards: guards.filter(|_| version == 1).collect(),
                ..write(puts)
            })
        });
        let attempts = join_all(attempts).await;
        assert!(carried_out(&attempts) <= 2, "each writes most of the rows");
        // Those that were left out go on from where the others are.
        for id in &ids {
            let now = row(one.as_ref(), id).await.unwrap().version.0;
            if now == version {
                done(one.as_ref(), write(vec![put(id, Some(version))])).await;
            }
        }
    }
}

pub(super) async fn of_two_that_spend_one_token_the_second_is_a_repetition(house: &House) {
    let (one, other) = (house.node().await, house.node().await);
    signed_in(one.as_ref(), "aliya").await;
    for first in (10..90).step_by(5) {
        let user = UserName("aliya".to_owned());
        let opened = one.open_session(user, DEVICE, tokens(first), morning());
        opened.await.unwrap();
        let spend = |store: &Arc<dyn Storage>, from: u8, to: u8| {
            let store = Arc::clone(store);
            async move {
                let turned = store.rotate(tokens(from).refresh, DEVICE, tokens(to), morning());
                matches!(turned.await.unwrap(), Rotation::Done(_))
            }
        };
        let both = [
            spend(&one, first, first + 1),
            spend(&other, first, first + 2),
        ];
        assert_eq!(join_all(both).await, [true, true]);
        // One of the two new tokens serves; the other was spent when it was asked for again.
        let turned = [
            spend(&one, first + 1, first + 3).await,
            spend(&one, first + 2, first + 4).await,
        ];
        assert!(turned != [true, true], "both tokens of a session serve");
    }
}

pub(super) async fn what_is_known_is_of_one_moment_while_others_write(house: &House) {
    const WRITES: usize = 60;
    let (one, other) = (house.node().await, house.node().await);
    let records: Vec<OpRecord> = (0..WRITES).map(|_| op()).collect();
    let writing = async {
        for (n, record) in records.iter().enumerate() {
            let with_op = Write {
                ops: vec![record.clone()],
                ..write(vec![child(&n.to_string(), None)])
            };
            done(one.as_ref(), with_op).await;
        }
    };
    let reading = async {
        loop {
            let known = other.known(Wanted {
                ops: records.iter().map(|record| record.op_id).collect(),
                keys: (0..WRITES).map(|n| key(&n.to_string())).collect(),
                parents: vec!["K-1".to_owned()],
            });
            let known = known.await.unwrap();
            let ops = known.ops.iter().flatten().count();
            let entities = known.entities.iter().flatten().count();
            assert_eq!((ops, ops), (entities, known.children[0].len()));
            if ops == WRITES {
                break;
            }
        }
    };
    futures_util::future::join(writing, reading).await;
}

pub(super) async fn the_writes_of_another_process_are_noticed(house: &House) {
    let (one, other) = (house.node().await, house.node().await);
    let news = one.watch();
    done(other.as_ref(), write(vec![put("1", None)])).await;
    assert!(!news.has_changed().unwrap());
    one.head().await.unwrap();
    assert!(news.has_changed().unwrap());
    assert_eq!(*other.watch().borrow(), Seq(1));
}

pub(super) async fn nodes_may_open_a_new_database_at_the_same_moment(house: &House) {
    let nodes = join_all((0..4).map(|_| house.node())).await;
    let puts = nodes.iter().zip(0..).map(|(node, n)| {
        let id: i32 = n;
        node.commit(write(vec![put(&id.to_string(), None)]))
    });
    assert_eq!(carried_out(&join_all(puts).await), 4);
}
