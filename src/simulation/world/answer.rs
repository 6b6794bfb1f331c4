//! What becomes of one call: what happens before it, its fault, those that arrive beside it.

use std::time::Duration;

use super::super::fault::{Fault, Weather, draw};
use super::super::link::{Call, Reply, Sent};
use super::super::site::{PEOPLE, Site};
use super::World;
use crate::sync::status::FailureKind;
use crate::sync::transport::{Reached, TransportError};

impl World {
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

    /// Answers one call as the weather lets it.
    pub(super) async fn answer(&mut self, call: Call) {
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
        let path = call.sent.path.split('?').next().unwrap_or_default();
        let starts_over = ["/v1/changes", "/v1/snapshot"];
        if !matches!(fault, Fault::Gone(_)) || starts_over.contains(&path) {
            self.tally.count(fault.name());
        }
        let who = PEOPLE[call.from].0;
        self.told.push(format!("{who}: {path} {fault:?}"));
        if !call.sent.wait.is_zero() {
            self.tally.count("questions that stay open");
            let most = i64::try_from(call.sent.wait.as_secs()).unwrap();
            let wait = u64::try_from(self.dice.between(1, most)).unwrap();
            self.pass(Duration::from_secs(wait)).await;
        }
        if path == "/v1/stream" {
            self.tally.count("signs of a stream");
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
                self.pass(time / 2).await;
                let reply = self.hear(sent).await;
                self.pass(time / 2).await;
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

    /// Time passes for everybody, in the middle of what they do.
    pub(super) async fn pass(&mut self, time: Duration) {
        // Nobody knows here when these go on by themselves: their users come before.
        let waits = |call: &Call| call.is_rest() && call.sent.wait.is_zero();
        let (come, waiting): (Vec<_>, Vec<_>) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(waits);
        self.waiting = waiting;
        for call in come {
            call.end_rest();
        }
        self.site.wait(time);
        for clock in &self.clocks {
            clock.advance(time);
        }
        tokio::time::advance(time).await;
    }
}
