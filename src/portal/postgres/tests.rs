//! What only a server can do: nodes that share it, connections that go away, foreign databases.
//! What every store promises is asked in `storage/conformance.rs`.

use std::net::TcpListener;
use std::time::Duration;

use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use tokio_postgres::SimpleQueryMessage;

use super::rig::Fresh;
use super::*;
use crate::domain::act::Role;
use crate::domain::ids::{OpId, Version};
use crate::portal::directory;
use crate::portal::rig::stage::Stage;
use crate::portal::rig::{BIN, PASSWORD, Rig, STATE_BODY, holder, morning};
use crate::portal::serve;
use crate::portal::storage::{OpRecord, Place, Put};

fn put(id: &str) -> Put {
    Put {
        key: EntityKey {
            kind: EntityKind::Request,
            id: id.to_owned(),
        },
        expected: None,
        version: Version(1),
        holder: BIN.to_owned(),
        urgency: 0,
        place: Place::default(),
        body: Some("{}".to_owned()),
        at: morning(),
        by: None,
    }
}

fn write(id: &str) -> Write {
    Write {
        puts: vec![put(id)],
        ops: vec![OpRecord {
            op_id: OpId(uuid::Uuid::now_v7()),
            digest: [7; 32],
            put: 0,
            version: Version(1),
            receipt: "{}".to_owned(),
            effective_at: morning(),
            received_at: morning(),
        }],
        ..Write::default()
    }
}

async fn nodes(fresh: &Fresh) -> (Rig, Rig) {
    let (one, other) = (fresh.node().await, fresh.node().await);
    Rig::two(Arc::new(one), Arc::new(other)).await
}

/// The only value of the only row.
fn only(rows: &[SimpleQueryMessage]) -> i64 {
    let value = |message: &SimpleQueryMessage| {
        let SimpleQueryMessage::Row(row) = message else {
            return None;
        };
        row.get(0).unwrap().parse().ok()
    };
    rows.iter().find_map(value).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_on_one_node_wakes_a_long_poll_on_another() {
    let fresh = Fresh::new().await;
    let (one, other) = nodes(&fresh).await;
    let (intake, admin) = (
        one.sign_in(Role::Intake).await,
        one.sign_in(Role::Administrator).await,
    );
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    let serving = serve(other.portal.clone(), socket, None);
    let calling = async {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let head = one.storage.head().await.unwrap();
        let (epoch, seq) = (head.epoch, head.seq.0);
        let url = format!("http://{address}/v1/changes?wait=50&since={epoch}.{seq}.h{BIN}");
        let poll = async {
            let reply = client.get(url).bearer_auth(&admin).send().await.unwrap();
            reply.json::<Value>().await.unwrap()
        };
        let received = async {
            // The poll is under way, or it finds the row at once; both are an answer.
            let livez = format!("http://{address}/livez");
            client.get(livez).send().await.unwrap();
            one.receive(&intake, BIN, "Сұрақ").await
        };
        // Far less than the wait of the poll: it was woken.
        let both = tokio::time::timeout(Duration::from_secs(10), join(poll, received));
        let (page, number) = both.await.unwrap();
        other.portal.close();
        (page, number)
    };
    let (served, (page, number)) = join(serving, calling).await;
    served.unwrap();
    assert_eq!(page["changes"][0]["id"], number.as_str(), "{page}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operation_sent_to_two_nodes_at_once_is_applied_once() {
    let fresh = Fresh::new().await;
    let (one, other) = nodes(&fresh).await;
    let intake = one.sign_in(Role::Intake).await;
    let admin = one.sign_in(Role::Administrator).await;
    for _ in 0..8 {
        let number = one.receive(&intake, BIN, "Сұрақ").await;
        let op = [one.op(&number, "accept", json!({})).await];
        let (first, second) = join(one.ops(&admin, &op), other.ops(&admin, &op)).await;
        let mut verdicts = [&first[0], &second[0]].map(|one| one["verdict"].as_str().unwrap());
        verdicts.sort_unstable();
        assert_eq!(verdicts, ["applied", "same"]);
        assert_eq!(first[0]["seq"], second[0]["seq"]);
        assert_eq!(first[0]["receipt"], second[0]["receipt"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_node_changes_counts_on_the_other_at_once() {
    let fresh = Fresh::new().await;
    let (one, other) = nodes(&fresh).await;
    let bins = |rig: &Rig| {
        let (portal, storage) = (rig.portal.clone(), rig.storage.clone());
        async move {
            portal
                .directory
                .current(storage.as_ref())
                .await
                .unwrap()
                .bins()
        }
    };
    assert!(!bins(&other).await.contains(&STATE_BODY.to_owned()));
    let added = holder(STATE_BODY, crate::domain::rules::HolderKind::Sb);
    directory::put_holder(one.storage.as_ref(), &added, morning())
        .await
        .unwrap();
    assert!(bins(&other).await.contains(&STATE_BODY.to_owned()));

    let admin = one.sign_in(Role::Administrator).await;
    assert_eq!(other.get("/v1/changes", Some(&admin)).await.status, 200);
    one.storage.revoke(None, morning()).await.unwrap();
    assert_eq!(other.get("/v1/changes", Some(&admin)).await.status, 401);
    let login = other.login("administrator", PASSWORD, uuid::Uuid::nil());
    let tokens = login.await.ok();
    let again = tokens["access_token"].as_str();
    assert_eq!(one.get("/v1/changes", again).await.status, 200);
}

/// What became of each of many writes handed over at the same moment.
async fn together(store: &Postgres, writes: Vec<Write>) -> Vec<Result<Commit, StorageError>> {
    join_all(writes.into_iter().map(|one| store.commit(one))).await
}

#[tokio::test]
async fn writes_that_wait_at_the_same_moment_share_a_transaction() {
    let fresh = Fresh::new().await;
    let store = fresh.node().await;
    let writes = (0..60).map(|n| write(&n.to_string())).collect();
    let done = together(&store, writes).await;
    for (one, seq) in done.into_iter().zip(1..) {
        assert_eq!(one, Ok(Commit::Done(vec![Seq(seq)])), "each has its own");
    }
    let rows = fresh
        .run("SELECT count(DISTINCT xmin::text) FROM entities WHERE kind = 'request'")
        .await;
    assert!(only(&rows) <= 3, "{} transactions", only(&rows));
}

#[tokio::test]
async fn a_write_that_does_not_stand_takes_nothing_of_its_neighbours_with_it() {
    let fresh = Fresh::new().await;
    let store = fresh.node().await;
    let writes = (0..30).map(|n| match n {
        // Nothing is there that could have a version.
        17 => Write {
            puts: vec![Put {
                expected: Some(Version(4)),
                ..put("17")
            }],
            ..Write::default()
        },
        // The server takes no text with this in it.
        23 => write("\0"),
        _ => write(&n.to_string()),
    });
    let done = together(&store, writes.collect()).await;
    for (n, one) in done.iter().enumerate() {
        match n {
            17 => assert_eq!(*one, Ok(Commit::Stale)),
            23 => assert!(matches!(one, Err(StorageError::Failed(_))), "{one:?}"),
            _ => assert!(matches!(one, Ok(Commit::Done(_))), "{n}: {one:?}"),
        }
    }
    assert_eq!(store.count(Audience::Holder(BIN.to_owned())).await, Ok(28));
}

#[tokio::test]
async fn a_result_without_an_entity_does_not_find_that_of_a_neighbour() {
    let fresh = Fresh::new().await;
    let store = fresh.node().await;
    let orphan = Write {
        puts: vec![],
        ..write("orphan")
    };
    let writes = (0..4).map(|n| write(&n.to_string())).chain([orphan]);
    let done = together(&store, writes.chain([write("last")]).collect()).await;
    assert_eq!(done[4], Ok(Commit::Stale));
    assert!(matches!(done[5], Ok(Commit::Done(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_that_tick_at_once_open_a_conference_once() {
    let fresh = Fresh::new().await;
    let (one, other) = nodes(&fresh).await;
    let stage = Stage::on(one).await;
    for (role, id, action, args) in [
        ("administrator", "new", "create-conference", Value::Null),
        (
            "administrator",
            "K-1",
            "plan-conference",
            json!({"form": crate::portal::rig::stage::form()}),
        ),
        ("administrator", "K-1", "send-template", Value::Null),
        ("operator", "K-1", "publish-conference", Value::Null),
    ] {
        Stage::applied(&stage.act(role, id, action, args).await);
    }
    let before = stage.version("K-1").await;
    stage.clock("2026-03-16T09:00").await;
    let (first, second) = join(stage.rig.portal.tick(), other.portal.tick()).await;
    assert_eq!(first.unwrap() + second.unwrap(), 1);
    assert_eq!(stage.version("K-1").await, before + 1);
    assert_eq!(stage.body("K-1").await["state"], "open");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_went_away_are_replaced() {
    let fresh = Fresh::new().await;
    let store = fresh.node().await;
    let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()";
    for round in 0..3 {
        fresh.run(kill).await;
        store.head().await.unwrap();
        fresh.run(kill).await;
        let done = store.commit(write(&round.to_string())).await;
        assert!(matches!(done, Ok(Commit::Done(_))), "{done:?}");
    }
    assert_eq!(store.count(Audience::Holder(BIN.to_owned())).await, Ok(3));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_that_the_server_undid_is_tried_again() {
    let fresh = Fresh::new().await;
    let store = fresh.node().await;
    fresh
        .run(
            "CREATE SEQUENCE tries;
             CREATE FUNCTION undo() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                 IF nextval('tries') < 3 THEN
                     RAISE EXCEPTION USING ERRCODE = '40P01';
                 END IF;
                 RETURN NEW;
             END $$;
             CREATE TRIGGER undo BEFORE INSERT ON entities
                 FOR EACH ROW EXECUTE FUNCTION undo();",
        )
        .await;
    assert_eq!(
        store.commit(write("1")).await,
        Ok(Commit::Done(vec![Seq(1)]))
    );
    assert_eq!(only(&fresh.run("SELECT last_value FROM tries").await), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_of_unknown_outcome_is_not_repeated() {
    let fresh = Fresh::new().await;
    let store = fresh.node().await;
    fresh
        .run(
            "CREATE SEQUENCE tries;
             CREATE FUNCTION go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                 PERFORM nextval('tries'), pg_terminate_backend(pg_backend_pid());
                 RETURN NEW;
             END $$;
             CREATE CONSTRAINT TRIGGER go AFTER INSERT ON entities
                 DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION go();",
        )
        .await;
    let done = store.commit(write("1")).await;
    assert!(
        matches!(&done, Err(StorageError::Busy(text)) if text.contains("not known")),
        "{done:?}"
    );
    assert_eq!(only(&fresh.run("SELECT last_value FROM tries").await), 1);
    fresh.run("DROP TRIGGER go ON entities").await;
    assert!(matches!(
        store.commit(write("1")).await,
        Ok(Commit::Done(_))
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_who_goes_away_leaves_no_transaction_open() {
    let fresh = Fresh::new().await;
    let store = fresh.node().await;
    for id in 0..20 {
        let mut commit = store.commit(write(&id.to_string()));
        // Begun, and dropped before its answer.
        assert!(futures_util::poll!(&mut commit).is_pending());
    }
    let all = || store.count(Audience::Holder(BIN.to_owned()));
    let done = async {
        while all().await != Ok(20) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), done)
        .await
        .unwrap();
    let open = "SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
    assert_eq!(only(&fresh.run(open).await), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_has_ended_leaves_no_connection() {
    let fresh = Fresh::new().await;
    let (one, other) = nodes(&fresh).await;
    drop(other);
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let serving = serve(one.portal.clone(), socket, None);
    let closing = async {
        one.receive(&one.sign_in(Role::Intake).await, BIN, "Сұрақ")
            .await;
        one.portal.close();
    };
    let (served, ()) = join(serving, closing).await;
    served.unwrap();
    drop(one);
    let left = "SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let gone = async { while only(&fresh.run(left).await) > 0 {} };
    tokio::time::timeout(Duration::from_secs(20), gone)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_foreign_and_a_newer_database_are_refused() {
    let fresh = Fresh::new().await;
    fresh.run("CREATE TABLE invoices (id bigint)").await;
    let foreign = Postgres::open(fresh.target()).await.err();
    assert!(matches!(foreign, Some(StorageError::Damaged(_))));
    assert_eq!(Postgres::is_there(fresh.target()).await, Ok(false));
    fresh.run("DROP TABLE invoices").await;
    drop(fresh.node().await);
    assert_eq!(Postgres::is_there(fresh.target()).await, Ok(true));
    fresh.run("UPDATE portal_schema SET version = 99").await;
    let newer = Postgres::open(fresh.target()).await.err();
    let known = 3;
    assert_eq!(newer, Some(StorageError::Newer { found: 99, known }));
}

#[tokio::test]
async fn a_database_that_is_not_there_is_told_with_its_place() {
    let fresh = Fresh::new().await;
    let nowhere = fresh.target().clone().with_database("nowhere");
    let error = Postgres::open(&nowhere).await.err();
    assert!(
        matches!(&error, Some(StorageError::Unreachable(text)) if text.contains("/nowhere: 3D000")),
        "{error:?}"
    );
    let login = Login::default();
    let silent = Target::read("postgres://awp:s3cret@127.0.0.1:1/portal", &login).unwrap();
    let error = Postgres::open(&silent).await.err();
    assert!(
        matches!(&error, Some(StorageError::Unreachable(text))
            if text.contains("127.0.0.1/portal") && !text.contains("s3cret")),
        "{error:?}"
    );
}

#[tokio::test]
async fn what_the_server_refuses_about_data_is_told_without_the_data() {
    let fresh = Fresh::new().await;
    let store = fresh.node().await;
    let twice = |id: &str| Write {
        requester_tokens: vec![("secret-number".to_owned(), [1; 32])],
        ..write(id)
    };
    store.commit(twice("1")).await.unwrap();
    let error = store.commit(twice("2")).await.unwrap_err().to_string();
    assert!(error.contains("requester_tokens"), "{error}");
    assert!(!error.contains("secret-number"), "{error}");
}
