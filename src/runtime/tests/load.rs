//! Figures of a rush: 500 questions while five moderators are connected.
//!
//! One portal over HTTP on a database on the disk, five replicas exchanged live; on one of them
//! the whole workstation runs and somebody moves about and writes. The portal's clock runs ten
//! times as fast as the watch, so that the ten minutes of the rush pass in one. Figures are
//! printed beside their limits and nothing fails but a lost question, because a busy machine is
//! no fault of the program; `./test bench` runs it.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::json;
use tokio::sync::mpsc;

use super::desk::{Desk, Site};
use super::robot::{Glass, PATIENCE, Robot};
use crate::clock::ManualClock;
use crate::domain::act::Role;
use crate::domain::row::{Inbox, InboxOrder};
use crate::portal::rig::BIN;
use crate::portal::rig::stage::person;
use crate::store::Store;
use crate::sync::engine::Order;
use crate::sync::status::SyncEvent;

const QUESTIONS: usize = 500;
/// Asked before the rush, so that there is a list to move about in.
const BEFORE: u32 = 50;
/// How much faster the portal's clock runs than the watch.
const FASTER: u32 = 10;
/// The pause between two questions, by the watch: 500 in a minute.
const EVERY: Duration = Duration::from_millis(120);
/// The pause between two keys: nobody presses more than twenty a second.
const KEY_EVERY: Duration = Duration::from_millis(50);
const SENDERS: usize = 3;
/// How long after the last question the rest may take to arrive.
const REST: Duration = Duration::from_secs(10);

/// What a workstation had, and when: so many questions from then on.
type Arrivals = Arc<Mutex<Vec<(Instant, usize)>>>;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a bench: prints figures and takes a minute"]
async fn the_rush_of_500_questions_on_five_workstations() {
    let desk = Desk::at_conference(BEFORE).await;
    let seats = seats(desk.site()).await;
    let (screen, own) = (Arrivals::default(), Arrivals::default());
    let mut keys = Vec::new();
    let mut taken = Vec::new();
    desk.journey(async |robot, site| {
        robot.sees("Conferences 1").await;
        robot.presses("C").sees("(50)").await;
        robot.presses("i").sees("50 of 50 left").await;
        robot.sees("1 / 50").await;
        let clock = Arc::clone(&site.rig.clock);
        let glass = robot.glass.clone();
        let seen = Arc::clone(&screen);
        let rush = async {
            let taken = asks(site).await;
            let all = usize::try_from(BEFORE).unwrap() + QUESTIONS;
            let there = async || {
                while !every(&seats, &own).iter().all(|count| *count >= all) {
                    tokio::time::sleep(EVERY).await;
                }
            };
            let _ = tokio::time::timeout(REST, there()).await;
            taken
        };
        tokio::select! {
            done = rush => taken = done,
            () = runs(clock) => {}
            () = looks(glass, seen) => {}
            () = polls(desk.onlooker(), Arc::clone(&own)) => {}
            () = works(robot, &mut keys) => {}
        }
    })
    .await;
    report(&taken, &keys, &seats, [&screen, &own]);
}

/// A moderator without a screen: a replica that is exchanged live.
struct Seat {
    arrivals: Arrivals,
    /// The exchange ends when this does.
    _orders: mpsc::UnboundedSender<Order>,
    _folder: tempfile::TempDir,
}

async fn seats(site: &Site) -> Vec<Seat> {
    let mut seats = Vec::new();
    for user in ["moderator-2", "moderator-3", "moderator-4", "moderator-5"] {
        site.rig.add(user, Role::Moderator, Some(BIN)).await;
        let folder = tempfile::tempdir().unwrap();
        let (tell, told) = mpsc::unbounded_channel();
        let (store, engine) = site.replica(folder.path(), user, tell).await;
        let (orders, ordered) = mpsc::unbounded_channel();
        let arrivals = Arrivals::default();
        site.handle.spawn(async move { engine.live(ordered).await });
        site.handle.spawn(notes(store, told, Arc::clone(&arrivals)));
        seats.push(Seat {
            arrivals,
            _orders: orders,
            _folder: folder,
        });
    }
    seats
}

/// Counts what is in the replica whenever something came into it.
async fn notes(store: Store, mut told: mpsc::UnboundedReceiver<SyncEvent>, arrivals: Arrivals) {
    let reader = store.reader();
    while let Some(event) = told.recv().await {
        if matches!(event, SyncEvent::Changed { .. }) {
            let count = reader.inbox(inbox()).unwrap().times.len();
            arrivals.lock().unwrap().push((Instant::now(), count));
        }
    }
}

/// The portal's clock runs.
async fn runs(clock: Arc<ManualClock>) {
    let mut before = Instant::now();
    loop {
        tokio::time::sleep(Duration::from_millis(5)).await;
        let now = Instant::now();
        clock.advance((now - before) * FASTER);
        before = now;
    }
}

/// Reads from the screen how many questions it tells of; none while the inbox is covered.
async fn looks(glass: Glass, seen: Arrivals) {
    let mut frames = glass.frames.subscribe();
    let mut last = usize::MAX;
    while frames.changed().await.is_ok() {
        let at = *frames.borrow_and_update();
        let count = told(&glass).unwrap_or(0);
        if count != last {
            seen.lock().unwrap().push((at, count));
            last = count;
        }
    }
}

/// "550 of 550 left".
fn told(glass: &Glass) -> Option<usize> {
    let text = glass.text();
    let (before, _) = text.split_once(" left · ")?;
    before.rsplit(' ').next()?.parse().ok()
}

/// Looks into the replica of the workstation now and then, as another instance does.
async fn polls(store: Store, arrivals: Arrivals) {
    let reader = store.reader();
    loop {
        let count = reader.inbox(inbox()).unwrap().times.len();
        arrivals.lock().unwrap().push((Instant::now(), count));
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}

fn inbox() -> Inbox {
    Inbox {
        conference: "K-1".parse().unwrap(),
        order: InboxOrder::NextUp,
        hide_done: true,
        until: None,
    }
}

/// The rush; gives when the portal had taken each question.
async fn asks(site: &Site) -> Vec<Instant> {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/v1/public/conferences/K-1/questions", site.url());
    let begin = tokio::time::Instant::now();
    let (http, url) = (&http, &url);
    let sends = async |first: usize| {
        let mut taken = Vec::new();
        for n in (first..QUESTIONS).step_by(SENDERS) {
            let due = EVERY * u32::try_from(n).unwrap();
            tokio::time::sleep_until(begin + due).await;
            let number = u32::try_from(n).unwrap() + 1_000;
            let text = format!("Кезек қашан жылжиды және қандай құжаттар керек, {number}?");
            let body = json!({"text": text, "asker": person(number)});
            let request = http.post(url).bearer_auth(&site.intake).json(&body);
            let reply = request.send().await.unwrap();
            assert!(reply.status().is_success(), "{}", reply.status());
            taken.push(Instant::now());
        }
        taken
    };
    let mut taken: Vec<Instant> = join_all((0..SENDERS).map(sends)).await.concat();
    taken.sort();
    taken
}

/// Somebody moves about in the inbox and writes an answer, over and over.
async fn works(robot: &mut Robot, keys: &mut Vec<Duration>) {
    loop {
        for key in ["Down", "Up"] {
            for _ in 0..20 {
                let was = marker(robot);
                presses(robot, keys, key, |robot| marker(robot) != was).await;
            }
        }
        robot.presses("e").sees("Answer the question: No.").await;
        for letter in "құжаттар-мамырда-қаралады,".chars() {
            let was = written(robot);
            let is_there = |robot: &Robot| written(robot) != was;
            presses(robot, keys, &letter.to_string(), is_there).await;
        }
        robot
            .presses("Esc")
            .sees_no("Answer the question: No.")
            .await;
    }
}

/// The line of the selection.
fn marker(robot: &Robot) -> Option<usize> {
    let text = robot.glass.text();
    text.lines().position(|line| line.contains('▸'))
}

/// What stands in the left half of the screen.
fn written(robot: &Robot) -> String {
    let text = robot.glass.text();
    let left = text.lines().skip(3).map(|line| line.chars().take(60));
    left.flatten().collect()
}

/// Presses a key and notes how long it took until a frame with what it does was drawn.
async fn presses(
    robot: &mut Robot,
    keys: &mut Vec<Duration>,
    key: &str,
    is_done: impl Fn(&Robot) -> bool,
) {
    tokio::time::sleep(KEY_EVERY).await;
    let mut frames = robot.glass.frames.subscribe();
    let pressed = Instant::now();
    robot.presses(key);
    let done = async {
        loop {
            frames.changed().await.unwrap();
            let drawn = *frames.borrow_and_update();
            if is_done(robot) {
                return drawn;
            }
        }
    };
    let drawn = tokio::time::timeout(PATIENCE, done).await;
    let screen = robot.glass.text();
    let drawn = drawn.unwrap_or_else(|_| panic!("{key} did nothing; the screen is:\n{screen}"));
    keys.push(drawn.saturating_duration_since(pressed));
}

/// How many questions each workstation has now.
fn every(seats: &[Seat], own: &Arrivals) -> Vec<usize> {
    let arrivals = seats.iter().map(|seat| &seat.arrivals).chain([own]);
    let last = |arrivals: &Arrivals| {
        arrivals
            .lock()
            .unwrap()
            .last()
            .map_or(0, |(_, count)| *count)
    };
    arrivals.map(last).collect()
}

/// From the portal's answer to the sender until the workstation had so many.
fn delays(taken: &[Instant], arrivals: &Arrivals) -> Vec<Duration> {
    let arrivals = arrivals.lock().unwrap();
    let before = usize::try_from(BEFORE).unwrap();
    let delay = |(n, taken): (usize, &Instant)| {
        let wanted = before + n + 1;
        let later = arrivals.partition_point(|(at, _)| at <= taken);
        let now = later.checked_sub(1).and_then(|at| arrivals.get(at));
        if now.is_some_and(|(_, count)| *count >= wanted) {
            return Some(Duration::ZERO);
        }
        // What was covered at any moment between says nothing.
        let mut since = now.into_iter().chain(&arrivals[later..]);
        let (at, count) = since.find(|(_, count)| *count == 0 || *count >= wanted)?;
        (*count > 0).then(|| at.saturating_duration_since(*taken))
    };
    taken.iter().enumerate().filter_map(delay).collect()
}

fn row(figure: &str, measured: &str, limit: &str) {
    println!("{figure:<58} {measured:>12}   {limit}");
}

fn spread(figure: &str, mut spans: Vec<Duration>, limit: &str) {
    spans.sort();
    let last = spans.len().saturating_sub(1);
    for (name, at, limit) in [
        ("p50", last / 2, ""),
        ("p99", last * 99 / 100, limit),
        ("most", last, ""),
    ] {
        let measured = spans.get(at).map_or_else(String::new, |span| {
            format!("{:.1} ms", span.as_secs_f64() * 1e3)
        });
        row(&format!("{figure}, {name}"), &measured, limit);
    }
}

fn report(taken: &[Instant], keys: &[Duration], seats: &[Seat], [screen, own]: [&Arrivals; 2]) {
    let took = taken.last().unwrap().duration_since(taken[0]).as_secs_f64();
    println!("\n{:<58} {:>12}   limit", "figure", "measured");
    let pauses = f64::from(u32::try_from(taken.len()).unwrap()) - 1.0;
    let rate = format!("{:.0} / min", pauses / took * 60.0);
    row("questions handed over", &rate, "50 / min are asked for");
    row("keys pressed meanwhile", &keys.len().to_string(), "");
    spread("key to frame", keys.to_vec(), "<= 10 ms");
    spread(
        "question to the screen",
        delays(taken, screen),
        "<= 2000 ms",
    );
    let behind = delays(taken, own);
    spread("question to the replica behind it", behind, "<= 2000 ms");
    let replicas = seats.iter().map(|seat| delays(taken, &seat.arrivals));
    let replicas = replicas.flatten().collect();
    spread(
        "question to the four other replicas",
        replicas,
        "<= 2000 ms",
    );
    let all = usize::try_from(BEFORE).unwrap() + QUESTIONS;
    let lost: Vec<usize> = every(seats, screen)
        .iter()
        .map(|count| all - count)
        .collect();
    row("lost, on each workstation", &format!("{lost:?}"), "0");
    assert!(lost.iter().all(|lost| *lost == 0), "{lost:?}");
}
