//! The run itself: workstations that act and read, an intake, open streams, and the reckoning.

mod act;
mod read;
mod reckon;
mod streams;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use self::act::Actor;
use self::read::{Acks, Reader};
use self::reckon::Acknowledged;
use self::streams::Streams;
use super::figures::Figures;
use super::seat::{CallError, Signed, Site};
use super::stage::{Seat, Stage, mark, new_request};
use crate::domain::ids::Number;
use crate::wire::feed::ChangesPage;
use crate::wire::intake::RequestCreated;

/// How long what is under way when the time is over may be tried again.
const GRACE: Duration = Duration::from_mins(1);

/// Polls that find nothing, at the end.
const POLLS: usize = 300;

/// What is run.
pub(super) struct Course {
    pub(super) url: String,
    /// Requests a second.
    pub(super) intake: usize,
    pub(super) streams: usize,
    /// The most time acts are sent.
    pub(super) most: Duration,
}

/// What a task brings home.
#[derive(Default)]
struct Done {
    figures: Figures,
    acknowledged: Acknowledged,
}

type Tasks = JoinSet<Result<Done, CallError>>;

/// Runs the course and reckons up.
pub(super) async fn drive(course: Course, stage: Stage) -> Result<Figures, CallError> {
    let site = Arc::new(Site::new(course.url, Instant::now() + course.most + GRACE)?);
    let seats = signed(&site, &stage.seats).await?;
    let intakes = signed(&site, &stage.intakes).await?;
    let streams = Streams::open(&seats, course.streams).await?;
    let (acks, readers) = readers(&seats).await?;
    let (over, caught_up) = (CancellationToken::new(), CancellationToken::new());
    let (mut acting, mut beside, mut reading) = (Tasks::new(), Tasks::new(), Tasks::new());
    for reader in readers {
        reading.spawn(reader.follow(caught_up.clone()));
    }
    for (n, one) in intakes.iter().enumerate() {
        // Each of them takes its share of the requests of a second.
        let share = (course.intake + n) / intakes.len();
        let holders = stage.holders.clone();
        beside.spawn(hand_over(one.clone(), share, holders, over.clone()));
    }
    let begun = Instant::now();
    for (n, (one, seat)) in seats.iter().zip(stage.seats).enumerate() {
        let actor = Actor {
            signed: one.clone(),
            requests: seat.requests,
            rules_hash: stage.rules_hash.clone(),
            until: begun + course.most,
            colleagues: colleagues(&acks, &seats, n),
        };
        acting.spawn(actor.work());
    }
    let mut done = Done::default();
    gather(acting, &mut done).await?;
    done.figures.took = begun.elapsed();
    over.cancel();
    gather(beside, &mut done).await?;
    drop(acks);
    caught_up.cancel();
    gather(reading, &mut done).await?;
    let (mut figures, mut acknowledged) = (done.figures, done.acknowledged);
    if let Some(intake) = intakes.first() {
        let told = streams.tell(&seats, intake, &stage.holders).await?;
        (figures.streams, figures.told) = (told.open, told.told);
        acknowledged.requests.extend(told.requests);
    }
    if let Some(seat) = seats.first() {
        empty_polls(seat, &mut figures).await?;
    }
    figures.memory = memory(&site).await;
    (figures.lost, figures.doubled) = acknowledged.reckon(&seats).await?;
    Ok(figures)
}

async fn signed(site: &Arc<Site>, seats: &[Seat]) -> Result<Vec<Signed>, CallError> {
    let mut signed = Vec::with_capacity(seats.len());
    for seat in seats {
        signed.push(Signed::sign_in(Arc::clone(site), seat).await?);
    }
    Ok(signed)
}

/// A reader of each workstation, and where it hears what others were told of their acts.
async fn readers(seats: &[Signed]) -> Result<(Vec<Acks>, Vec<Reader>), CallError> {
    let (mut acks, mut readers) = (Vec::new(), Vec::new());
    for seat in seats {
        let (told, hears) = mpsc::unbounded_channel();
        acks.push(told);
        readers.push(Reader::begin(seat.clone(), hears).await?);
    }
    Ok((acks, readers))
}

/// The readers of the other workstations of the same holder.
fn colleagues(acks: &[Acks], seats: &[Signed], own: usize) -> Vec<Acks> {
    let holder = seats.get(own).map(|seat| seat.holder);
    let others = acks.iter().zip(seats).enumerate();
    others
        .filter(|(n, (_, seat))| *n != own && Some(seat.holder) == holder)
        .map(|(_, (acks, _))| acks.clone())
        .collect()
}

async fn gather(mut tasks: Tasks, done: &mut Done) -> Result<(), CallError> {
    while let Some(ended) = tasks.join_next().await {
        // A task ends early only with the runtime.
        let Ok(one) = ended else { continue };
        let one = one?;
        done.figures.take(one.figures);
        done.acknowledged.take(one.acknowledged);
    }
    Ok(())
}

/// Hands over requests at an even pace until it is over.
async fn hand_over(
    intake: Signed,
    a_second: usize,
    holders: Vec<String>,
    over: CancellationToken,
) -> Result<Done, CallError> {
    let mut done = Done::default();
    let Ok(a_second @ 1..) = u32::try_from(a_second) else {
        return Ok(done);
    };
    let mut pace = tokio::time::interval(Duration::from_secs(1) / a_second);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for holder in holders.iter().cycle() {
        tokio::select! {
            _ = pace.tick() => {}
            () = over.cancelled() => break,
        }
        let answered = received(&intake, holder).await?;
        done.figures.intake.add(answered.took);
        done.acknowledged
            .requests
            .push((answered.mark, answered.tries));
    }
    Ok(done)
}

/// A request that was handed over.
struct Received {
    mark: String,
    /// How often it was sent: a portal that was not heard may have taken it each time.
    tries: u64,
    number: Number,
    took: Duration,
}

async fn received(intake: &Signed, holder: &str) -> Result<Received, CallError> {
    let (path, mark) = ("/v1/public/requests", mark());
    let request = new_request(holder, &mark);
    let answered = intake.post::<RequestCreated>(path, &request).await?;
    Ok(Received {
        mark,
        tries: answered.failures + 1,
        number: answered.body.number,
        took: answered.took,
    })
}

/// Asks for changes where there are none.
async fn empty_polls(seat: &Signed, figures: &mut Figures) -> Result<(), CallError> {
    let mut cursor = read::snapshot(seat, |_entity| ()).await?;
    for _ in 0..POLLS {
        let path = format!("/v1/changes?since={}", cursor.0);
        let page = seat.get::<ChangesPage>(&path).await?;
        if page.body.changes.is_empty() {
            figures.polls.add(page.took);
        }
        cursor = page.body.cursor;
    }
    Ok(())
}

/// What the portal says of its memory, where it tells its metrics.
async fn memory(site: &Site) -> Option<u64> {
    let asked = site
        .http
        .get(format!("{}/metrics", site.url))
        .send()
        .await
        .ok()?;
    let text = asked.text().await.ok()?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("awp_memory_bytes "))?;
    line.parse().ok()
}
