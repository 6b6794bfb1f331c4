//! What a decision makes besides changing its item: drafts of conferences, copies of requests.

use jiff::Timestamp;

use super::{Judge, Pending, code, ready, rejected, retry};
use crate::domain::act::Role;
use crate::domain::decide::effective;
use crate::domain::history::Stamp;
use crate::domain::ids::{Number, Version};
use crate::domain::refusal::Refusal;
use crate::domain::request::Event;
use crate::domain::topic;
use crate::domain::work::{Fact, Work};
use crate::portal::entity::put_of;
use crate::portal::storage::Put;
use crate::portal::{conference, forward};
use crate::wire::ops::{Op, Receipt};

impl Judge<'_> {
    /// Begins the draft of a conference that has no number yet.
    pub(super) fn begin(&mut self, op: &Op) -> Pending {
        let role = self.sender.account.role;
        if role != Role::Administrator {
            let act = op.command.act();
            return rejected(Refusal::RoleMayNot { role, act });
        }
        let holder = self.sender.scope.holder().to_owned();
        let known = self.directory.holder(&holder);
        if known.is_some_and(|holder| !holder.holds_conferences()) {
            return rejected(Refusal::HoldsNoConferences);
        }
        let receipt = self.receipt_of_new(op);
        let stamp = self.stamp(op, receipt.effective_at, false);
        match self.draft(&holder, None, stamp) {
            Some(index) => self.record(op, index, Version(1), receipt),
            None => ready(retry("calendar-missing")),
        }
    }

    /// The receipt of an operation that makes something new: no version before it bounds its time.
    pub(super) fn receipt_of_new(&self, op: &Op) -> Receipt {
        let received_at = self.sender.received_at;
        let judged = effective(op.decided_at, op.clock_offset, Timestamp::MIN, received_at);
        Receipt {
            code: code(op.op_id),
            received_at,
            effective_at: judged.at,
            late_on_receipt: false,
            outside_window: false,
        }
    }

    /// Puts the draft of a conference; `None` if no rules apply today or no number is left.
    fn draft(&mut self, holder: &str, topic: Option<Number>, stamp: Stamp) -> Option<usize> {
        let serial = self.conferences.next()?;
        let begun = conference::begun(serial, holder, topic, stamp, self.directory)?;
        let put = put_of(&begun.into(), self.directory).ok()?;
        self.write.puts.push(put);
        Some(self.write.puts.len() - 1)
    }

    /// What a decision makes besides changing its item: the copy of a forwarded request, the
    /// draft of an accepted topic. Their numbers go into the facts; `None` if a day is unknown.
    pub(super) fn make(&mut self, op: &Op, facts: &mut [Fact], stamp: &Stamp) -> Option<Vec<Put>> {
        let mut made = Vec::new();
        for fact in facts {
            match fact {
                Fact::Request(Event::Forwarded { to, copy, .. }) => {
                    let (number, put) = self.copy(op, to)?;
                    *copy = Some(number);
                    made.push(put);
                }
                Fact::Topic(topic::Event::Accepted { conference, .. }) => {
                    let holder = self.sender.scope.holder().to_owned();
                    let topic = op.entity.number();
                    let index = self.draft(&holder, topic, stamp.clone())?;
                    let key = self.write.puts.get(index).map(|put| put.key.number());
                    *conference = key.flatten();
                }
                Fact::Access(event) => {
                    let work = self.bench.get(&op.entity).map(|desk| desk.work.clone());
                    if let Some(Work::Access(access)) = work {
                        made.extend(self.staff(&access, event).ok()?);
                    }
                }
                Fact::Request(_)
                | Fact::Topic(_)
                | Fact::Conference(_)
                | Fact::Question(_)
                | Fact::Circular(_) => {}
            }
        }
        Some(made)
    }

    /// The copy that a forward makes at the other holder.
    fn copy(&mut self, op: &Op, to: &str) -> Option<(Number, Put)> {
        let desk = self.bench.get(&op.entity)?;
        let request = desk.work.request()?;
        let serial = request.number.serial;
        let next = self.copies.get(&serial).copied().unwrap_or(0) + 1;
        let at = self.sender.received_at;
        let copied = forward::copy_of(request, next, to, at, self.directory).ok()?;
        self.copies.insert(serial, next);
        let number = copied.number;
        Some((number, put_of(&copied.into(), self.directory).ok()?))
    }
}
