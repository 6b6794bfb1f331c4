//! The engine against a portal that fails by plan: nothing is lost, nothing happens twice.

mod fake;
mod faults;
mod orders;
mod stream;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use super::*;
use crate::clock::ManualClock;
use crate::domain::ids::Number;
use crate::store::tests::{HOLDER, NOON, Rig, accept, at, body, id, request, returning};
use crate::sync::status::ClockVerdict;
use crate::wire::replica::OpState;
use fake::{Fake, Fault};

/// An engine on a store, signed in to a fake portal.
struct Bench {
    rig: Rig,
    portal: Fake,
    clock: Arc<ManualClock>,
    engine: Engine<Fake>,
    events: mpsc::UnboundedReceiver<SyncEvent>,
}

impl Bench {
    fn on(rig: Rig, portal: Fake) -> Self {
        Self::with_pages(rig, portal, 3)
    }

    fn with_pages(rig: Rig, portal: Fake, page: u32) -> Self {
        let clock = Arc::new(ManualClock::at(at(NOON)));
        let (to, events) = mpsc::unbounded_channel();
        let settings = Settings {
            page,
            largest_page: page,
            ..Settings::default()
        };
        let engine = Engine::new(
            rig.store.clone(),
            portal.clone(),
            clock.clone(),
            to,
            settings,
        );
        Self {
            rig,
            portal,
            clock,
            engine,
            events,
        }
    }

    /// Signed in, with the first requests of the portal in the replica.
    async fn filled(requests: u64) -> Self {
        let bench = Self::on(Rig::new(), Fake::with_requests(requests));
        bench.login().await;
        bench.exchange().await.unwrap();
        bench
    }

    async fn login(&self) {
        let user = UserName("aigul".into());
        self.engine
            .login("http://127.0.0.1/", user, "құпия сөз".into())
            .await
            .unwrap();
    }

    async fn exchange(&self) -> Result<Report, SyncFailure> {
        self.engine.exchange(Exchange::default()).await
    }

    /// The program is killed and started again: a new engine on a reopened store.
    fn restarted(self) -> Self {
        let Self {
            rig,
            portal,
            engine,
            ..
        } = self;
        drop(engine);
        Self::on(rig.reopened(), portal)
    }

    async fn queue(&self, op: crate::wire::ops::Op) {
        self.rig.store.queue(op, None).await.unwrap();
    }

    fn state(&self, n: u128) -> OpState {
        let entry = self.rig.store.reader().operation(id(n)).unwrap();
        entry.unwrap().state
    }

    fn told(&mut self) -> Vec<SyncEvent> {
        std::iter::from_fn(|| self.events.try_recv().ok()).collect()
    }
}

#[tokio::test]
async fn the_first_exchange_fills_the_replica() {
    let bench = Bench::on(Rig::new(), Fake::with_requests(7));
    bench.login().await;
    let report = bench.exchange().await.unwrap();
    assert_eq!(report.pulled, 7);
    assert_eq!(bench.rig.numbers("").len(), 7);
    assert_eq!(report.cursor, bench.rig.store.reader().cursor().unwrap());
}

#[tokio::test]
async fn a_second_exchange_brings_only_what_is_new() {
    let bench = Bench::filled(5).await;
    bench.portal.put(request(99, 0, NOON));
    assert_eq!(bench.exchange().await.unwrap().pulled, 1);
    assert_eq!(bench.exchange().await.unwrap().pulled, 0);
}

#[tokio::test]
async fn a_decision_arrives_and_leaves_the_overlay_in_one_exchange() {
    let bench = Bench::filled(2).await;
    bench.queue(accept(1, 1)).await;
    let report = bench.exchange().await.unwrap();
    assert_eq!(report.pushed, 1);
    assert_eq!(report.verdicts.get("applied"), Some(&1));
    assert_eq!(bench.state(1), OpState::Done);
    assert_eq!(bench.rig.state_of(1), "consideration");
    assert_eq!(bench.portal.applied(), [id(1)]);
}

#[tokio::test]
async fn a_held_decision_is_sent_only_after_its_window_or_when_asked_for() {
    let bench = Bench::filled(2).await;
    let until = at("2026-03-06T07:01:00Z");
    for (n, serial) in [(1, 1), (2, 2)] {
        let queued = bench.rig.store.queue(accept(n, serial), Some(until));
        queued.await.unwrap();
    }
    assert_eq!(bench.exchange().await.unwrap().pushed, 0);
    bench.clock.advance(Duration::from_mins(1));
    assert_eq!(bench.exchange().await.unwrap().pushed, 2);
    let later = at("2026-03-06T09:00:00Z");
    let queued = bench.rig.store.queue(returning(3, 2), Some(later));
    queued.await.unwrap();
    let asked = Exchange {
        send_held: true,
        ..Exchange::default()
    };
    assert_eq!(bench.engine.exchange(asked).await.unwrap().pushed, 1);
}

#[tokio::test]
async fn a_conflict_keeps_what_stands_at_the_portal() {
    let bench = Bench::filled(1).await;
    bench.queue(returning(1, 1)).await;
    bench.portal.change(1, "consideration");
    let report = bench.exchange().await.unwrap();
    assert_eq!(report.verdicts.get("conflict"), Some(&1));
    assert_eq!(bench.state(1), OpState::Conflict);
    let item = bench.rig.store.reader().item(Number::request(1)).unwrap();
    let item = item.unwrap();
    assert!(item.row.conflict && !item.row.pending);
    assert_eq!(bench.rig.state_of(1), "consideration");
}

#[tokio::test]
async fn without_a_login_nothing_is_tried() {
    let bench = Bench::on(Rig::new(), Fake::with_requests(1));
    let failure = bench.exchange().await.unwrap_err();
    assert_eq!(failure.code(), "not-signed-in");
    assert!(bench.portal.calls().is_empty());
}

#[tokio::test]
async fn an_operation_of_another_user_waits_for_that_user() {
    let bench = Bench::filled(1).await;
    let mut foreign = accept(1, 1);
    foreign.actor = UserName("dauren".into());
    bench.queue(foreign).await;
    assert_eq!(bench.exchange().await.unwrap().pushed, 0);
    assert_eq!(bench.state(1), OpState::Ready);
}

#[tokio::test]
async fn a_local_clock_that_is_an_hour_off_is_told() {
    let mut bench = Bench::filled(1).await;
    bench.clock.advance(Duration::from_hours(1));
    bench.exchange().await.unwrap();
    let off = SyncEvent::Clock(ClockVerdict::Off { offset: -3_600 });
    assert!(bench.told().contains(&off));
    bench.clock.set(at(NOON));
    bench.exchange().await.unwrap();
    assert!(
        bench
            .told()
            .contains(&SyncEvent::Clock(ClockVerdict::Right))
    );
}

#[tokio::test]
async fn an_answer_that_slept_with_the_computer_says_nothing_of_the_clock() {
    let mut bench = Bench::filled(1).await;
    bench.told();
    bench.portal.sleeps(&bench.clock, Duration::from_hours(8));
    bench.exchange().await.unwrap();
    let told = bench.told();
    assert!(
        !told
            .iter()
            .any(|event| matches!(event, SyncEvent::Clock(_)))
    );
    let offsets = bench.rig.store.reader().sync_state().unwrap().offsets();
    assert!(offsets.iter().all(|offset| *offset == 0), "{offsets:?}");
}
