//! The exchange beside the workstation, under a paused clock.

use super::*;

/// Runs the live exchange while `act` goes on; the time of tokio runs by itself.
pub(super) async fn beside<F: Future<Output = ()>>(
    bench: &Bench,
    act: impl FnOnce(mpsc::UnboundedSender<Order>) -> F,
) {
    let (orders, inbox) = mpsc::unbounded_channel();
    tokio::select! {
        () = bench.engine.live(inbox) => {}
        () = act(orders) => {}
    }
}

/// Lets the engine work until something holds. The time of tokio stands still meanwhile: the
/// runtime is never idle, so only [`pass`] moves it, while the store's thread works for real.
pub(super) async fn until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..3_000_000 {
        if holds() {
            return;
        }
        tokio::task::yield_now().await;
        std::thread::yield_now();
    }
    panic!("{what} did not come to pass");
}

/// Lets time pass and whatever follows from it at once.
pub(super) async fn pass(seconds: u64) {
    tokio::time::advance(Duration::from_secs(seconds)).await;
    for _ in 0..20_000 {
        tokio::task::yield_now().await;
    }
}

pub(super) type Events = mpsc::UnboundedReceiver<SyncEvent>;

/// Takes the events out of a bench, so that they can be heard while it works.
pub(super) fn events(bench: &mut Bench) -> Events {
    bench.told();
    let (_, mut events) = mpsc::unbounded_channel();
    std::mem::swap(&mut bench.events, &mut events);
    events
}

/// Lets the engine work until an event is told.
pub(super) async fn hear(events: &mut Events, what: &str, is_it: impl Fn(&SyncEvent) -> bool) {
    let heard = std::cell::RefCell::new(events);
    let holds =
        || std::iter::from_fn(|| heard.borrow_mut().try_recv().ok()).any(|event| is_it(&event));
    until(what, holds).await;
}

pub(super) fn finished(event: &SyncEvent) -> bool {
    matches!(event, SyncEvent::Finished { .. })
}

#[tokio::test(start_paused = true)]
async fn the_replica_is_filled_and_then_kept_up_to_date() {
    let bench = Bench::on(Rig::new(), Fake::with_requests(5));
    bench.login().await;
    beside(&bench, |_orders| async {
        until("filling", || bench.rig.numbers("").len() == 5).await;
        bench.portal.put(request(77, 0, NOON));
        pass(60).await;
        until("the news", || bench.rig.numbers("").len() == 6).await;
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_queued_decision_is_sent_without_waiting_for_the_long_poll() {
    let bench = Bench::filled(1).await;
    beside(&bench, |orders| {
        let bench = &bench;
        async move {
            until("an open question", || bench.portal.calls().len() >= 5).await;
            bench.queue(accept(1, 1)).await;
            orders.send(Order::Look).unwrap();
            until("the sending", || bench.state(1) == OpState::Done).await;
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_failing_link_is_tried_again_and_comes_back() {
    let mut bench = Bench::filled(1).await;
    bench.portal.faults([Fault::Before, Fault::Before]);
    let mut events = events(&mut bench);
    beside(&bench, |_orders| {
        let clock = bench.clock.clone();
        async move {
            for _ in 0..2 {
                let failed = |event: &SyncEvent| {
                    matches!(
                        event,
                        SyncEvent::Failed {
                            next_try: Some(_),
                            ..
                        }
                    )
                };
                hear(&mut events, "a failure", failed).await;
                pass(0).await;
                clock.advance(Duration::from_secs(5));
                pass(5).await;
            }
            hear(&mut events, "the end", finished).await;
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn off_the_link_nothing_is_called_until_it_is_put_back() {
    let mut bench = Bench::filled(1).await;
    let mut events = events(&mut bench);
    beside(&bench, |orders| {
        let portal = bench.portal.clone();
        async move {
            hear(&mut events, "idleness", finished).await;
            orders.send(Order::Offline(true)).unwrap();
            pass(1).await;
            let calls = portal.calls().len();
            pass(600).await;
            assert_eq!(portal.calls().len(), calls);
            orders.send(Order::Offline(false)).unwrap();
            hear(&mut events, "idleness again", finished).await;
            assert!(portal.calls().len() > calls);
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn without_a_session_it_waits_for_somebody_to_sign_in() {
    let mut bench = Bench::on(Rig::new(), Fake::with_requests(2));
    beside(&bench, |orders| {
        let bench = &bench;
        async move {
            pass(600).await;
            assert!(bench.portal.calls().is_empty());
            bench.login().await;
            orders.send(Order::SignedIn).unwrap();
            until("filling", || bench.rig.numbers("").len() == 2).await;
        }
    })
    .await;
    let told = bench.told();
    assert!(told.contains(&SyncEvent::SignedOut { user: None }));
}

#[tokio::test(start_paused = true)]
async fn a_clock_moved_back_is_told_without_a_link() {
    let mut bench = Bench::filled(1).await;
    let mut events = events(&mut bench);
    bench.clock.set(at("2026-03-06T05:00:00Z"));
    bench.portal.faults([Fault::Before]);
    beside(&bench, |_orders| async move {
        let moved = SyncEvent::Clock(ClockVerdict::MovedBack { by: 7_200 });
        hear(&mut events, "the clock", |event| *event == moved).await;
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_portal_that_does_not_wait_is_not_asked_in_a_circle() {
    let mut bench = Bench::filled(1).await;
    bench.portal.impatient();
    let mut events = events(&mut bench);
    beside(&bench, |_orders| {
        let portal = bench.portal.clone();
        async move {
            hear(&mut events, "idleness", finished).await;
            let calls = portal.calls().len();
            pass(0).await;
            assert!(portal.calls().len() <= calls + 1);
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn an_answered_question_lets_the_page_through() {
    let mut bench = Bench::filled(4).await;
    for serial in [1, 2] {
        bench.portal.delete(serial);
    }
    let mut events = events(&mut bench);
    beside(&bench, |orders| {
        let reader = bench.rig.store.reader();
        async move {
            let asked = |event: &SyncEvent| matches!(event, SyncEvent::DeletionAsked(_));
            hear(&mut events, "a question", asked).await;
            assert_eq!(reader.entities().unwrap(), 4);
            orders.send(Order::AllowDeletion).unwrap();
            hear(&mut events, "the end", finished).await;
            assert_eq!(reader.entities().unwrap(), 2);
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn an_idle_minute_brings_no_event_and_no_call_but_the_open_question() {
    let mut bench = Bench::filled(1).await;
    let mut events = events(&mut bench);
    beside(&bench, |_orders| {
        let portal = bench.portal.clone();
        async move {
            hear(&mut events, "idleness", finished).await;
            pass(1).await;
            let calls = portal.calls().len();
            pass(50).await;
            assert_eq!(portal.calls().len(), calls);
            assert!(events.try_recv().is_err());
        }
    })
    .await;
}
