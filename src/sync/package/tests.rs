//! The outbox goes into a file and its receipts come back, as if over the link.

use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::Value;

use super::*;
use crate::domain::act::Role;
use crate::domain::ids::{Seq, Version};
use crate::domain::refusal::Refusal;
use crate::package::SecretKeys;
use crate::store::tests::{HOLDER, NOON, Rig, accept, at, id, page, receipt, request, returning};
use crate::wire::auth::{Account, Tokens};
use crate::wire::feed::{Change, Cursor};
use crate::wire::ops::{OpResult, Verdict};
use crate::wire::package::{PublicKeys, ReadOutboxBody};

/// A workstation that has signed in once, and the keys of its portal.
struct Bench {
    rig: Rig,
    portal: SecretKeys,
}

fn tokens(user: &str, portal: Option<PublicKeys>) -> Tokens {
    Tokens {
        access_token: SecretString::from("a"),
        access_expires_at: at(NOON),
        refresh_token: SecretString::from("r"),
        account: Account {
            user: UserName(user.into()),
            role: Role::Administrator,
            holder: Some(HOLDER.into()),
        },
        portal_keys: portal,
    }
}

impl Bench {
    /// With the requests 1, 2 and 3.
    async fn new() -> Self {
        let bench = Self {
            rig: Rig::new(),
            portal: SecretKeys::generate().unwrap(),
        };
        bench.signs_in("aigul").await;
        bench
            .pull(3, (1..=3).map(|n| request(n, n, NOON)).collect())
            .await;
        bench
    }

    async fn pull(&self, seq: u64, changes: Vec<Change>) {
        self.rig
            .store
            .apply_changes(page(seq, changes))
            .await
            .unwrap();
    }

    async fn signs_in(&self, user: &str) {
        let tokens = tokens(user, Some(self.portal.public().unwrap()));
        let store = &self.rig.store;
        store.device_keys().await.unwrap();
        store
            .set_session("http://127.0.0.1", &tokens)
            .await
            .unwrap();
    }

    async fn queue(&self, op: Op) {
        self.rig.store.queue(op, None).await.unwrap();
    }

    async fn export(&self) -> Result<Exported, CarryError> {
        export(&self.rig.store, at(NOON), false).await
    }

    async fn import(&self, file: &[u8]) -> Result<Imported, CarryError> {
        import(&self.rig.store, file, at(NOON)).await
    }

    /// What the portal reads.
    async fn read(&self, file: &[u8]) -> ReadOutboxBody {
        let keys = self.rig.store.device_keys().await.unwrap();
        let opened = package::open(file, Content::Outbox, &self.portal).unwrap();
        opened.by(&keys.public().unwrap()).unwrap()
    }

    async fn body(&self, results: Vec<OpResult>) -> ReceiptsBody {
        ReceiptsBody {
            id: Uuid::from_u128(7),
            user: UserName("aigul".into()),
            device: self.rig.store.device().await.unwrap(),
            epoch: "e1".into(),
            server_time: at(NOON),
            results,
            rules: vec![],
        }
    }

    async fn sealed(&self, body: &ReceiptsBody) -> Vec<u8> {
        let keys = self.rig.store.device_keys().await.unwrap();
        let to = keys.public().unwrap();
        package::seal(Content::Receipts, body, &self.portal, &to).unwrap()
    }

    async fn receipts(&self, results: Vec<OpResult>) -> Vec<u8> {
        self.sealed(&self.body(results).await).await
    }

    fn states(&self) -> Vec<OpState> {
        let outbox = self.rig.store.reader().outbox().unwrap();
        outbox.iter().map(|entry| entry.state).collect()
    }

    fn state(&self, n: u128) -> OpState {
        let entry = self.rig.store.reader().operation(id(n)).unwrap();
        entry.unwrap().state
    }

    async fn recall(&self, n: u128) -> Result<Op, Refusal> {
        self.rig.store.recall(id(n), at(NOON)).await.unwrap()
    }

    async fn epoch(&self, epoch: &str) {
        let mut page = page(4, vec![]);
        page.cursor = Cursor(format!("{epoch}.4.h{HOLDER}"));
        self.rig.store.apply_changes(page).await.unwrap();
    }

    async fn exchanged(&self, at: Timestamp) {
        let sample = crate::store::OffsetSample { at, offset: 0 };
        self.rig.store.note_exchange(sample).await.unwrap();
    }
}

fn applied(n: u128) -> OpResult {
    OpResult {
        op_id: id(n),
        verdict: Verdict::Applied {
            version: Version(2),
            seq: Seq(9),
            receipt: receipt(),
        },
    }
}

fn rejected(n: u128) -> OpResult {
    OpResult {
        op_id: id(n),
        verdict: Verdict::Rejected {
            refusal: Refusal::NoSuchItem,
        },
    }
}

fn conflict(n: u128) -> OpResult {
    OpResult {
        op_id: id(n),
        verdict: Verdict::Conflict {
            current: Value::Null,
            version: Version(3),
            by: None,
            at: None,
        },
    }
}

fn busy(n: u128) -> OpResult {
    OpResult {
        op_id: id(n),
        verdict: Verdict::Retry {
            after: 1,
            reason: "busy".into(),
        },
    }
}

#[tokio::test]
async fn the_portal_reads_what_was_decided_in_its_order() {
    let bench = Bench::new().await;
    bench.queue(accept(1, 2)).await;
    bench.queue(accept(2, 1)).await;
    let made = bench.export().await.unwrap();
    assert_eq!((made.ops, made.held, made.left), (2, 0, 0));
    let body = bench.read(&made.file).await;
    let ops: Vec<Op> = body
        .ops
        .into_iter()
        .map(|op| serde_json::from_value(op).unwrap())
        .collect();
    assert_eq!(ops, [accept(1, 2), accept(2, 1)]);
    assert_eq!(body.id, made.id);
    assert_eq!(body.user, UserName("aigul".into()));
    assert_eq!(body.device, bench.rig.store.device().await.unwrap());
    assert_eq!(body.protocol, PROTOCOL);
}

#[tokio::test]
async fn what_is_in_a_package_is_beyond_recall() {
    let bench = Bench::new().await;
    bench.queue(accept(1, 1)).await;
    bench.export().await.unwrap();
    assert_eq!(bench.recall(1).await, Err(Refusal::AlreadySent));
    let entry = bench.rig.store.reader().operation(id(1)).unwrap().unwrap();
    assert!(entry.packaged_at.is_some());
}

#[tokio::test]
async fn it_stays_beyond_recall_when_the_link_comes_and_does_not_take_it() {
    let bench = Bench::new().await;
    bench.queue(accept(1, 1)).await;
    bench.export().await.unwrap();
    let store = &bench.rig.store;
    // A try that certainly did not arrive, and one that the portal put off.
    store.mark_sending(vec![id(1)], at(NOON)).await.unwrap();
    store
        .mark_unsent(vec![id(1)], "unreachable", false)
        .await
        .unwrap();
    assert_eq!(bench.recall(1).await, Err(Refusal::AlreadySent));
    store
        .record_verdicts(vec![busy(1)], at(NOON))
        .await
        .unwrap();
    assert_eq!(bench.state(1), OpState::Sending);
    assert_eq!(bench.recall(1).await, Err(Refusal::AlreadySent));
}

#[tokio::test]
async fn what_can_still_be_recalled_waits_unless_it_is_asked_for() {
    let bench = Bench::new().await;
    bench.queue(accept(1, 1)).await;
    let store = &bench.rig.store;
    let later = Some(at("2026-03-06T07:01:00Z"));
    store.queue(accept(2, 2), later).await.unwrap();
    let made = bench.export().await.unwrap();
    assert_eq!((made.ops, made.held), (1, 1));
    assert_eq!(bench.state(2), OpState::Held);
    assert!(bench.recall(2).await.is_ok());
    store.queue(accept(3, 3), later).await.unwrap();
    let made = export(store, at(NOON), true).await.unwrap();
    assert_eq!((made.ops, made.held), (2, 0));
}

#[tokio::test]
async fn a_package_goes_on_over_the_link_under_the_same_ids() {
    let bench = Bench::new().await;
    bench.queue(accept(1, 1)).await;
    bench.export().await.unwrap();
    let user = UserName("aigul".into());
    let sendable = bench.rig.store.reader().sendable(&user, 9).unwrap();
    assert_eq!(sendable[0].op, accept(1, 1));
}

#[tokio::test]
async fn a_second_package_holds_the_first_until_its_receipts_are_here() {
    let bench = Bench::new().await;
    bench.queue(accept(1, 1)).await;
    bench.export().await.unwrap();
    bench.queue(accept(2, 2)).await;
    assert_eq!(bench.export().await.unwrap().ops, 2);
    let receipts = bench.receipts(vec![applied(1)]).await;
    bench.import(&receipts).await.unwrap();
    assert_eq!(bench.export().await.unwrap().ops, 1);
}

#[tokio::test]
async fn a_package_is_no_larger_than_the_portal_takes() {
    let bench = Bench::new().await;
    let large = |n: u128| {
        let mut op = accept(n, 1);
        op.rules_hash = "h".repeat(400_000);
        op
    };
    for n in 1..=5 {
        bench.queue(large(n)).await;
    }
    let made = bench.export().await.unwrap();
    assert_eq!((made.ops, made.left), (3, 2));
    assert!(made.file.len() <= MOST_OUTBOX_BYTES);
    assert_eq!(bench.state(4), OpState::Ready);
    assert!(bench.recall(5).await.is_ok());
}

#[tokio::test]
async fn what_one_package_cannot_hold_stays_recallable() {
    let bench = Bench::new().await;
    let mut op = accept(1, 1);
    op.rules_hash = "h".repeat(MOST_OUTBOX_BYTES);
    bench.queue(op).await;
    let made = bench.export().await;
    let expected = PackageError::TooLarge;
    assert!(matches!(made, Err(CarryError::Package(error)) if error == expected));
    assert!(bench.recall(1).await.is_ok());
}

#[tokio::test]
async fn nothing_is_written_without_anything_to_send() {
    let bench = Bench::new().await;
    let made = bench.export().await;
    assert!(matches!(made, Err(CarryError::Nothing { held: 0 })));
}

#[tokio::test]
async fn nothing_is_written_for_a_portal_that_never_told_its_keys() {
    let bench = Bench::new().await;
    bench.queue(accept(1, 1)).await;
    let store = &bench.rig.store;
    let elsewhere = tokens("aigul", None);
    store
        .set_session("http://127.0.0.1:1", &elsewhere)
        .await
        .unwrap();
    assert!(matches!(
        bench.export().await,
        Err(CarryError::NoPortalKeys)
    ));
    assert!(bench.recall(1).await.is_ok());
}

#[tokio::test]
async fn a_portal_that_says_nothing_of_its_keys_keeps_those_it_said() {
    let bench = Bench::new().await;
    bench.queue(accept(1, 1)).await;
    let store = &bench.rig.store;
    let older = tokens("aigul", None);
    store.set_session("http://127.0.0.1", &older).await.unwrap();
    assert!(bench.export().await.is_ok());
}

#[tokio::test]
async fn whoever_signed_out_writes_nothing() {
    let bench = Bench::new().await;
    bench.queue(accept(1, 1)).await;
    bench.rig.store.clear_session().await.unwrap();
    assert!(matches!(bench.export().await, Err(CarryError::SignedOut)));
}

#[tokio::test]
async fn decisions_of_another_account_stay_here() {
    let bench = Bench::new().await;
    bench.queue(accept(1, 1)).await;
    bench.signs_in("zhanar").await;
    let made = bench.export().await;
    assert!(matches!(made, Err(CarryError::Nothing { .. })));
    assert_eq!(bench.states(), [OpState::Ready]);
}

#[tokio::test]
async fn receipts_end_the_story_as_verdicts_over_the_link_do() {
    let bench = Bench::new().await;
    for n in 1..=3 {
        bench.queue(accept(n, u64::try_from(n).unwrap())).await;
    }
    bench.export().await.unwrap();
    let receipts = bench.receipts(vec![applied(1), rejected(2), conflict(3)]);
    let imported = bench.import(&receipts.await).await.unwrap();
    assert_eq!(imported.taken.len(), 3);
    let states: Vec<OpState> = (1..=3).map(|n| bench.state(n)).collect();
    assert_eq!(
        states,
        [OpState::Applied, OpState::Rejected, OpState::Conflict]
    );
    // Once the feed has passed it, it is done.
    bench.pull(9, vec![]).await;
    assert_eq!(bench.state(1), OpState::Done);
}

#[tokio::test]
async fn the_same_receipts_change_nothing_a_second_time() {
    let bench = Bench::new().await;
    bench.queue(accept(1, 1)).await;
    bench.queue(returning(2, 2)).await;
    bench.export().await.unwrap();
    let receipts = bench.receipts(vec![applied(1), conflict(2)]).await;
    bench.import(&receipts).await.unwrap();
    let before = bench.rig.store.reader().outbox().unwrap();
    let again = bench.import(&receipts).await.unwrap();
    assert_eq!(bench.rig.store.reader().outbox().unwrap(), before);
    assert_eq!(again.taken.len(), 2);
}

#[tokio::test]
async fn receipts_of_an_unknown_operation_are_told_and_do_no_harm() {
    let bench = Bench::new().await;
    let receipts = bench.receipts(vec![applied(8)]).await;
    let imported = bench.import(&receipts).await.unwrap();
    assert_eq!(imported.taken[0].entry, None);
}

#[tokio::test]
async fn receipts_of_another_account_or_workstation_are_refused() {
    let bench = Bench::new().await;
    bench.queue(accept(1, 1)).await;
    bench.export().await.unwrap();
    let body = bench.body(vec![applied(1)]).await;
    let user = ReceiptsBody {
        user: UserName("zhanar".into()),
        ..body.clone()
    };
    let device = ReceiptsBody {
        device: DeviceId(Uuid::from_u128(5)),
        ..body
    };
    for body in [user, device] {
        let file = bench.sealed(&body).await;
        let refused = bench.import(&file).await;
        assert!(matches!(refused, Err(CarryError::OthersReceipts)));
    }
    assert_eq!(bench.state(1), OpState::Sending);
}

#[tokio::test]
async fn receipts_that_the_portal_did_not_sign_are_refused() {
    let bench = Bench::new().await;
    bench.queue(accept(1, 1)).await;
    bench.export().await.unwrap();
    let forged = Bench {
        portal: SecretKeys::generate().unwrap(),
        rig: Rig::new(),
    };
    let body = bench.body(vec![applied(1)]).await;
    let to = bench.rig.store.device_keys().await.unwrap();
    let to = to.public().unwrap();
    let file = package::seal(Content::Receipts, &body, &forged.portal, &to).unwrap();
    let refused = bench.import(&file).await;
    let expected = PackageError::NotGenuine;
    assert!(matches!(refused, Err(CarryError::Package(error)) if error == expected));
    assert_eq!(bench.state(1), OpState::Sending);
}

#[tokio::test]
async fn receipts_from_before_a_restore_are_refused_and_younger_ones_are_not() {
    let bench = Bench::new().await;
    bench.queue(accept(1, 1)).await;
    bench.export().await.unwrap();
    let receipts = bench.receipts(vec![applied(1)]).await;
    // The link came back for a moment: the portal has another epoch since.
    bench.epoch("e2").await;
    bench.exchanged(at("2026-03-06T08:00:00Z")).await;
    let refused = bench.import(&receipts).await;
    assert!(matches!(refused, Err(CarryError::BeforeRestore)));
    assert_eq!(bench.state(1), OpState::Sending);
    // And was restored again after that.
    let body = ReceiptsBody {
        epoch: "e3".into(),
        server_time: at("2026-03-06T09:00:00Z"),
        ..bench.body(vec![applied(1)]).await
    };
    bench.import(&bench.sealed(&body).await).await.unwrap();
    assert_eq!(bench.state(1), OpState::Applied);
    // The next exchange tells of the restore, and the decision is offered again.
    bench.epoch("e3").await;
    assert_eq!(bench.state(1), OpState::Sending);
}

#[tokio::test]
async fn a_package_says_when_it_was_made_by_the_portals_clock() {
    let bench = Bench::new().await;
    bench.queue(accept(1, 1)).await;
    let sample = crate::store::OffsetSample {
        at: at(NOON),
        offset: 3600,
    };
    bench.rig.store.note_exchange(sample).await.unwrap();
    let made = bench.export().await.unwrap();
    let body = bench.read(&made.file).await;
    assert_eq!(body.made_at, at("2026-03-06T08:00:00Z"));
}

#[tokio::test]
async fn the_keys_of_a_workstation_outlive_a_restart() {
    let rig = Rig::new();
    let keys = rig.store.device_keys().await.unwrap().to_keep();
    let rig = rig.reopened();
    assert_eq!(rig.store.device_keys().await.unwrap().to_keep(), keys);
}
