//! A world: rounds of random deeds under random weather, then quiet and a look at everything.

use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::sync::mpsc;

use super::check::{self, Violation};
use super::fault::{Fault, Weather, draw};
use super::link::{Call, Reply, Sent};
use super::site::{PEOPLE, Site, Store};
use super::tally::Tally;
use super::workstation::{Deed, Workstation};
use crate::clock::Clock as _;
use crate::dice::Dice;
use crate::store::StoreError;
use crate::sync::engine::SyncFailure;
use crate::sync::status::FailureKind;
use crate::sync::transport::{Reached, TransportError};
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
    calls: mpsc::UnboundedReceiver<Call>,
    /// Calls that were given up and have not arrived yet.
    late: Vec<Call>,
    /// Calls that arrive at the same moment as the next one.
    beside: Vec<Call>,
    weather: Weather,
    pub(super) tally: Tally,
    /// What happened, for the reader of a violation.
    pub(super) told: Vec<String>,
}

/// How an exchange ended.
type Ended = (usize, Result<(), SyncFailure>);

impl World {
    /// The world of a seed.
    pub(super) async fn of(seed: u64, store: Store) -> Self {
        let (sender, calls) = mpsc::unbounded_channel();
        let stations = PEOPLE
            .into_iter()
            .enumerate()
            .map(|(from, person)| Workstation::new(from, person, sender.clone()))
            .collect();
        Self {
            dice: Dice::of(seed, 0),
            site: Site::new(store).await,
            stations,
            calls,
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
        let held = self.dice.chance(30) || self.weather == Weather::Calm;
        let stations = std::mem::take(&mut self.stations);
        let outcome = {
            let mut running: FuturesUnordered<_> = asked
                .iter()
                .map(|at| async { (*at, stations[*at].exchange(held).await) })
                .collect();
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
        let mut waiting: Vec<Call> = Vec::new();
        let mut ended = Vec::new();
        let mut last = Vec::new();
        for _ in 0..MOST_CALLS {
            while waiting.len() < running.len() {
                tokio::select! {
                    biased;
                    Some(done) = running.next() => ended.push(done),
                    Some(call) = self.calls.recv() => waiting.push(call),
                }
            }
            waiting.sort_by_key(|call| call.from);
            if waiting.is_empty() {
                ended.sort_by_key(|(at, _)| *at);
                return Ok(ended);
            }
            let call = self.one_of(&mut waiting);
            last.push(format!("{} {}", PEOPLE[call.from].0, call.sent.path));
            self.meet(&call, &mut waiting);
            self.answer(call).await;
            for call in std::mem::take(&mut self.beside) {
                let reply = self.site.hear(&call.sent).await;
                let _ = call.reply.send(Ok(reply));
            }
        }
        let circle = last.split_off(MOST_CALLS - 8).join(", ");
        Err(format!("an exchange goes in a circle: {circle}"))
    }

    /// Some of the others arrive at the same moment: the more often, the more they may meet.
    fn meet(&mut self, call: &Call, waiting: &mut Vec<Call>) {
        for other in std::mem::take(waiting) {
            let alike = other.sent.path == call.sent.path;
            if self.dice.chance(if alike { 70 } else { 20 }) {
                self.beside.push(other);
            } else {
                waiting.push(other);
            }
        }
    }

    fn one_of(&mut self, waiting: &mut Vec<Call>) -> Call {
        let turn = i64::try_from(waiting.len() - 1).unwrap();
        let turn = usize::try_from(self.dice.between(0, turn)).unwrap();
        waiting.swap_remove(turn)
    }

    /// What can happen to the portal between any two calls of an exchange.
    async fn interrupt(&mut self) {
        let what = match self.dice.between(0, 119) {
            0 | 1 => {
                self.site.restart().await;
                "the portal restarts in the middle"
            }
            2 if self.site.restore().await => "the portal falls back in the middle",
            3 => {
                self.site.back_up().await;
                "the portal is backed up in the middle"
            }
            4 => {
                let Some((user, _)) = self.dice.one(&PEOPLE) else {
                    return;
                };
                self.site.revoke(user).await;
                "all sessions of one end in the middle"
            }
            _ => return,
        };
        self.happened(what);
    }

    fn happened(&mut self, what: &'static str) {
        self.told.push(what.to_owned());
        self.tally.count(what);
    }

    /// Answers one call as the weather lets it.
    async fn answer(&mut self, call: Call) {
        if self.weather == Weather::Rough {
            self.interrupt().await;
        }
        if !self.late.is_empty() && self.dice.chance(30) {
            let call = self.late.remove(0);
            if self.dice.chance(50) {
                self.beside.push(call);
            } else {
                self.site.hear(&call.sent).await;
            }
        }
        let fault = draw(&mut self.dice, self.weather);
        self.tally.count(fault.name());
        if fault != Fault::None {
            let who = PEOPLE[call.from].0;
            let path = call.sent.path.split('?').next().unwrap_or_default();
            self.told.push(format!("{who}: {path} {fault:?}"));
        }
        let lost = |kind, reached| Err(TransportError::new(kind, reached));
        let sent = &call.sent;
        let answer = match fault {
            Fault::None => Ok(self.hear(sent).await),
            Fault::Before => lost(FailureKind::Unreachable, Reached::No),
            Fault::After => {
                self.hear(sent).await;
                lost(FailureKind::Timeout, Reached::Perhaps)
            }
            Fault::Twice => {
                if self.dice.chance(50) {
                    let again = Call::given_up(call.from, sent.clone());
                    self.beside.push(again);
                } else {
                    self.hear(sent).await;
                }
                Ok(self.hear(sent).await)
            }
            Fault::Late => {
                self.late.push(Call::given_up(call.from, sent.clone()));
                lost(FailureKind::Timeout, Reached::Perhaps)
            }
            Fault::Cut => {
                let mut reply = self.hear(sent).await;
                let half = reply.body.len() / 2;
                reply.body.truncate(half);
                Ok(reply)
            }
            Fault::Status { code, heard } => {
                if heard {
                    self.hear(sent).await;
                }
                Ok(Reply::bare(code))
            }
            Fault::Gone(problem) => Ok(Site::gone(problem)),
            Fault::Busy => Ok(Reply::bare(429)),
            Fault::Slow(seconds) => {
                let time = Duration::from_secs(seconds.into());
                self.pass(time / 2);
                let reply = self.hear(sent).await;
                self.pass(time / 2);
                Ok(reply)
            }
        };
        // A workstation that ended meanwhile does not hear it.
        let _ = call.reply.send(answer);
    }

    /// The portal hears a call, and at the same moment those that arrive beside it.
    async fn hear(&mut self, sent: &Sent) -> Reply {
        let beside = std::mem::take(&mut self.beside);
        if beside.is_empty() {
            return self.site.hear(sent).await;
        }
        self.tally.count("calls at once");
        let (replies, others): (Vec<_>, Vec<_>) = beside
            .into_iter()
            .map(|call| (call.reply, call.sent))
            .unzip();
        let all: Vec<&Sent> = std::iter::once(sent).chain(&others).collect();
        let mut heard = self.site.hear_at_once(&all, &mut self.dice).await;
        let rest = heard.split_off(1);
        for (reply, answer) in replies.into_iter().zip(rest) {
            let _ = reply.send(Ok(answer));
        }
        heard.remove(0)
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

    fn pass(&self, time: Duration) {
        self.site.wait(time);
        for station in &self.stations {
            station.clock.advance(time);
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
