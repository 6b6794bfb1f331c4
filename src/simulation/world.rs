//! A world: rounds of random deeds under random weather, then quiet and a look at everything.

mod answer;

use std::sync::Arc;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt as _, StreamExt as _};
use tokio::sync::{Notify, mpsc};

use super::check::{self, Violation};
use super::fault::Weather;
use super::link::Call;
use super::part::{How, Part};
use super::site::{PEOPLE, Site, Store};
use super::tally::Tally;
use super::turns::Turns;
use super::workstation::{Deed, Workstation};
use crate::clock::{Clock as _, ManualClock};
use crate::dice::Dice;
use crate::store::StoreError;
use crate::sync::engine::SyncFailure;
use crate::wire::replica::OpState;

/// Rounds of a world.
const ROUNDS: usize = 7;

/// Exchanges in which a quiet world has to come to rest.
const QUIET: usize = 6;

/// Calls of one exchange after which it goes in a circle.
const MOST_CALLS: usize = 400;

/// The workstations, the portal and what is on its way between them.
pub(super) struct World {
    dice: Dice,
    site: Site,
    stations: Vec<Workstation>,
    /// The clocks of the workstations.
    clocks: Vec<Arc<ManualClock>>,
    /// How each takes part in the exchange.
    parts: Vec<How>,
    /// Has each leave its program.
    leave: Vec<Arc<Notify>>,
    /// Time stands still but when the world says so.
    _still: Still,
    /// Told when the world has taken too long.
    stuck: Arc<Notify>,
    calls: mpsc::UnboundedReceiver<Call>,
    /// Calls that wait for their turn.
    waiting: Vec<Call>,
    /// Calls that were given up and have not arrived yet.
    late: Vec<Call>,
    /// Calls that arrive at the same moment as the next one.
    beside: Vec<Call>,
    weather: Weather,
    pub(super) tally: Tally,
    /// What happened, for the reader of a violation.
    pub(super) told: Vec<String>,
}

/// How long a world may take, by the clock on the wall: one that takes longer waits for itself.
const LONGEST: Duration = Duration::from_mins(3);

/// Timers run by [`tokio::time::advance`] alone, also while nothing but threads works: a paused
/// clock goes on by itself unless a blocking task is open.
struct Still(#[expect(dead_code, reason = "the task ends with it")] std::sync::mpsc::Sender<()>);

impl Still {
    /// Gives what is told when the world has taken too long.
    fn begin() -> (Self, Arc<Notify>) {
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let stuck = Arc::new(Notify::new());
        let tell = Arc::clone(&stuck);
        tokio::task::spawn_blocking(move || {
            if ended.recv_timeout(LONGEST) == Err(RecvTimeoutError::Timeout) {
                tell.notify_one();
                let _ = ended.recv();
            }
        });
        (Self(end), stuck)
    }
}

/// How an exchange ended.
type Ended = (usize, Result<(), SyncFailure>);

impl World {
    /// The world of a seed.
    pub(super) async fn of(seed: u64, store: Store) -> Self {
        let (sender, calls) = mpsc::unbounded_channel();
        let stations: Vec<_> = PEOPLE
            .into_iter()
            .enumerate()
            .map(|(from, person)| Workstation::new(from, person, sender.clone()))
            .collect();
        let clocks = stations.iter().map(|station| station.clock.clone());
        let once = How::Once { send_held: false };
        let (still, stuck) = Still::begin();
        Self {
            clocks: clocks.collect(),
            parts: vec![once; PEOPLE.len()],
            leave: vec![Arc::default(); PEOPLE.len()],
            _still: still,
            dice: Dice::of(seed, 0),
            site: Site::new(store, Turns::new(Arc::clone(&stuck))).await,
            stuck,
            stations,
            calls,
            waiting: Vec::new(),
            late: Vec::new(),
            beside: Vec::new(),
            weather: Weather::Rough,
            tally: Tally::default(),
            told: Vec::new(),
        }
    }

    /// Plays it to its end.
    pub(super) async fn play(&mut self) -> Result<(), Violation> {
        for round in 0..ROUNDS {
            self.told.push(format!("round {round}"));
            self.happen().await;
            self.deeds().await;
            let asked: Vec<usize> = (0..self.stations.len())
                .filter(|_| self.dice.chance(75))
                .collect();
            self.exchange(&asked).await?;
        }
        self.rest().await?;
        check::all(&self.site, &self.stations).await?;
        self.reckon();
        Ok(())
    }

    /// What happens by itself between two exchanges.
    async fn happen(&mut self) {
        let dice = &mut self.dice;
        self.site.wait(Duration::from_secs(
            u64::try_from(dice.between(5, 5400)).unwrap(),
        ));
        for station in &self.stations {
            if dice.chance(12) {
                station.jump(self.site.clock.now(), dice);
                self.told
                    .push(format!("{}: the clock jumps", station.user.0));
            } else {
                station.clock.advance(Duration::from_mins(1));
            }
        }
        match dice.between(0, 13) {
            0..=2 => {
                let words = format!("Кезек туралы {}", dice.between(1, 1_000_000));
                self.site.receive(&words).await;
                self.happened("a request comes in");
            }
            3 => {
                self.site.restart().await;
                self.happened("the portal restarts");
            }
            4 | 5 => {
                self.site.back_up().await;
                self.happened("the portal is backed up");
            }
            6 if self.site.restore().await => self.happened("the portal falls back"),
            7 => {
                if let Some((user, _)) = dice.one(&PEOPLE) {
                    self.site.revoke(user).await;
                    self.told.push(format!("{user}: all sessions end"));
                    self.tally.count("all sessions of one end");
                }
            }
            8 => self.site.tick().await,
            9 | 10 => {
                self.site.change_rules(dice).await;
                self.happened("the calendar changes");
            }
            _ => {}
        }
    }

    /// What the users do.
    async fn deeds(&mut self) {
        for station in &mut self.stations {
            for _ in 0..self.dice.between(0, 3) {
                let deed = match self.dice.between(0, 9) {
                    0..=5 => Deed::Decide,
                    6 => Deed::Recall,
                    7 | 8 => Deed::Settle,
                    _ => Deed::Type,
                };
                if self.dice.chance(4) {
                    station
                        .store
                        .end_after(self.dice.between(0, 2), self.dice.chance(50));
                }
                let done = station.act(deed, &mut self.dice).await;
                self.told
                    .push(format!("{}: {deed:?} {}", station.user.0, told(&done)));
                if matches!(done, Err(StoreError::Closed)) {
                    self.tally.count("programs that end in a deed");
                    station.restart();
                }
            }
            station.store.end_never();
        }
    }

    /// Users look at what waits for their choice.
    async fn settle(&mut self) {
        for station in &mut self.stations {
            let done = station.act(Deed::Settle, &mut self.dice).await;
            self.told
                .push(format!("{}: Settle {}", station.user.0, told(&done)));
        }
    }

    /// Exchanges of several workstations, their calls interleaved.
    async fn exchange(&mut self, asked: &[usize]) -> Result<(), Violation> {
        for at in asked {
            if self.weather == Weather::Rough && self.dice.chance(25) {
                let station = &self.stations[*at];
                station
                    .store
                    .end_after(self.dice.between(0, 12), self.dice.chance(50));
            }
        }
        let send_held = self.dice.chance(30) || self.weather == Weather::Calm;
        let once = How::Once { send_held };
        for at in asked {
            let live = self.dice.chance(if self.weather == Weather::Calm {
                10
            } else {
                40
            });
            self.parts[*at] = if live { How::Live } else { once };
            self.leave[*at] = Arc::default();
        }
        let mut stations = std::mem::take(&mut self.stations);
        let outcome = {
            let mut running = FuturesUnordered::new();
            for (at, station) in stations.iter_mut().enumerate() {
                if asked.contains(&at) {
                    let (how, leave) = (self.parts[at], Arc::clone(&self.leave[at]));
                    let part = Part { how, leave };
                    running.push(async move { (at, station.take_part(part).await) });
                }
            }
            self.serve(&mut running).await
        };
        self.stations = stations;
        for (at, done) in outcome? {
            let station = &mut self.stations[at];
            let line = done.as_ref().map_or_else(SyncFailure::code, |()| "done");
            self.told
                .push(format!("{}: exchange {line}", station.user.0));
            if done.is_err_and(|failure| Workstation::has_crashed(&failure)) {
                self.tally.count("programs that end in an exchange");
                station.restart();
            }
            station.store.end_never();
        }
        Ok(())
    }

    /// Gives turns until every exchange has ended.
    async fn serve<F: Future<Output = Ended>>(
        &mut self,
        running: &mut FuturesUnordered<F>,
    ) -> Result<Vec<Ended>, Violation> {
        self.waiting.clear();
        let mut ended = Vec::new();
        let mut last = Vec::new();
        for _ in 0..MOST_CALLS {
            self.gather(running, &mut ended).await;
            if self.waiting.is_empty() {
                ended.sort_by_key(|(at, _)| *at);
                return Ok(ended);
            }
            let call = self.one_of_the_waiting();
            last.push(format!("{} {}", PEOPLE[call.from].0, call.sent.path));
            if self.leaves(&call) {
                continue;
            }
            if call.is_rest() {
                self.wake(call).await;
                continue;
            }
            self.meet(&call);
            self.answer(call).await;
            for call in std::mem::take(&mut self.beside) {
                let reply = self.site.hear(&call.sent).await;
                let _ = call.reply.send(Ok(reply));
            }
        }
        let circle = last.split_off(MOST_CALLS - 8).join(", ");
        Err(format!("an exchange goes in a circle: {circle}"))
    }

    /// Waits until everybody who still runs waits for a turn.
    async fn gather<F: Future<Output = Ended>>(
        &mut self,
        running: &mut FuturesUnordered<F>,
        ended: &mut Vec<Ended>,
    ) {
        loop {
            // Time may have passed: who waited for an answer may have given it up.
            while let Some(Some(done)) = running.next().now_or_never() {
                ended.push(done);
            }
            while let Ok(call) = self.calls.try_recv() {
                self.waiting.push(call);
            }
            self.waiting.retain(|call| !call.reply.is_closed());
            self.waiting.sort_by_key(|call| call.from);
            let mut asking = self
                .waiting
                .iter()
                .map(|call| call.from)
                .collect::<Vec<_>>();
            asking.dedup();
            if asking.len() >= running.len() {
                return;
            }
            tokio::select! {
                biased;
                () = self.stuck.notified() => panic!("the workstations wait for each other"),
                Some(done) = running.next() => ended.push(done),
                Some(call) = self.calls.recv() => self.waiting.push(call),
            }
        }
    }

    /// Whether a program is left in the middle of what it does; what it asked last arrives all the
    /// same, now and then.
    fn leaves(&mut self, call: &Call) -> bool {
        let (often, what) = match (self.parts[call.from], self.weather) {
            (How::Live, _) => (8, "workstations that are closed"),
            (How::Once { .. }, Weather::Rough) => (2, "commands that are broken off"),
            (How::Once { .. }, Weather::Calm) => (0, ""),
        };
        let leaves = self.dice.chance(often);
        if leaves {
            self.leave[call.from].notify_one();
            self.happened(what);
            if !call.is_rest() && self.dice.chance(50) {
                self.late.push(Call::given_up(call.from, call.sent.clone()));
            }
        }
        leaves
    }

    /// Who rests goes on when the time has come, or when somebody comes before.
    async fn wake(&mut self, call: Call) {
        let (who, wait) = (PEOPLE[call.from].0, call.sent.wait);
        self.told.push(format!("{who}: rests {wait:?}"));
        if self.dice.chance(50) && !call.sent.wait.is_zero() {
            self.tally.count("rests that end in time");
            self.pass(call.sent.wait + Duration::from_secs(1)).await;
        } else {
            self.tally.count("rests that somebody ends");
            call.end_rest();
        }
    }

    /// Some of the others arrive at the same moment: the more often, the more they may meet.
    fn meet(&mut self, call: &Call) {
        for other in std::mem::take(&mut self.waiting) {
            let alike = other.sent.path == call.sent.path;
            let together = self.dice.chance(if alike { 70 } else { 20 });
            if together && !other.is_rest() && other.sent.wait.is_zero() {
                self.beside.push(other);
            } else {
                self.waiting.push(other);
            }
        }
    }

    fn one_of_the_waiting(&mut self) -> Call {
        let last = i64::try_from(self.waiting.len() - 1).unwrap();
        let turn = usize::try_from(self.dice.between(0, last)).unwrap();
        self.waiting.remove(turn)
    }

    fn happened(&mut self, what: &'static str) {
        self.told.push(what.to_owned());
        self.tally.count(what);
    }

    /// What became of the decisions.
    fn reckon(&mut self) {
        let outcomes = self.stations.iter().flat_map(Workstation::outcomes);
        for state in outcomes.collect::<Vec<_>>() {
            self.tally.count(match state {
                OpState::Done => "decisions that are done",
                OpState::Conflict => "decisions that wait for a choice",
                OpState::Rejected => "decisions that are refused",
                OpState::Recalled => "decisions that were taken back",
                OpState::Dropped => "decisions that were settled",
                OpState::Held | OpState::Ready | OpState::Sending | OpState::Applied => {
                    "decisions that wait behind a choice"
                }
            });
        }
    }

    /// The weather clears; what is late arrives; everybody exchanges until nothing is left to do.
    async fn rest(&mut self) -> Result<(), Violation> {
        self.weather = Weather::Calm;
        for call in std::mem::take(&mut self.late) {
            self.site.hear(&call.sent).await;
        }
        let everybody: Vec<usize> = (0..self.stations.len()).collect();
        for round in 0..QUIET {
            if (1..3).contains(&round) {
                self.settle().await;
            }
            self.site.wait(Duration::from_mins(2));
            let now = self.site.clock.now();
            for station in &self.stations {
                station.clock.set(now);
            }
            self.exchange(&everybody).await?;
        }
        Ok(())
    }
}

fn told(done: &Result<(), StoreError>) -> &str {
    done.as_ref().map_or_else(StoreError::code, |()| "done")
}
