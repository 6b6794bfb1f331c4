//! What the form on the screen would decide, for the deciding button and for the preview.

use jiff::Timestamp;
use jiff::civil::Date;

use super::detail::Item;
use super::hold::{end_of_act, hold_until};
use super::model::Model;
use super::overlay::Overlay;
use crate::domain::act::Act;
use crate::domain::clock::Extended;
use crate::domain::command::Command;
use crate::domain::decide::last_day;
use crate::domain::holder::Holder;
use crate::domain::refusal::Refusal;
use crate::domain::request::Request;
use crate::domain::rules::RuleId;
use crate::i18n::letter::Letter;

impl Model {
    /// The holder a letter about a request comes from.
    #[must_use]
    pub fn holder_of(&self, request: &Request) -> Option<&Holder> {
        let listed = self.rules.directory.by_bin(&request.holder);
        listed.or_else(|| {
            let own = self.holder.as_ref();
            own.filter(|holder| holder.bin == request.holder)
        })
    }

    /// The end of the recall window of an act on the shown item decided now, by the portal's
    /// clock; `now` itself where there is none.
    #[must_use]
    pub fn recall_until(&self, act: Act) -> Timestamp {
        let end = self.item().and_then(|item| self.end_of_act(item, act));
        hold_until(self.portal_now(), self.recall_seconds, end)
    }

    /// Until when an act on an item comes in time.
    #[must_use]
    pub fn end_of_act(&self, item: &Item, act: Act) -> Option<Timestamp> {
        let conference = item.around.conference.as_deref();
        let rules = (self.rules.set.as_ref(), &self.rules.policy);
        end_of_act((&item.work, conference), act, rules)
    }

    /// The command that the topmost form makes; `None` without a form.
    #[must_use]
    pub fn composed(&self) -> Option<Result<Command, Refusal>> {
        let request = self.item().and_then(Item::request);
        let holder = || request.and_then(|request| self.holder_of(request));
        self.overlays.iter().rev().find_map(|overlay| {
            if let Overlay::Accept(form) = overlay {
                Some(Ok(form.command()))
            } else if let Overlay::Return(form) = overlay {
                Some(form.command())
            } else if let Overlay::Item(form) = overlay {
                Some(form.command())
            } else {
                Some(overlay.composer()?.command(holder()))
            }
        })
    }

    /// The letter a command would be, as the user reads it, paragraph by paragraph.
    #[must_use]
    pub fn letter(&self, command: &Command) -> Vec<String> {
        let Some(request) = self.item().and_then(Item::request) else {
            let written = command.written().map(|(_, text)| text.as_str());
            return written
                .into_iter()
                .flat_map(str::lines)
                .map(str::to_owned)
                .collect();
        };
        let addressee = command.addressee();
        let letter = Letter {
            command,
            request,
            holder: self.holder_of(request),
            addressee: addressee.and_then(|bin| self.rules.directory.by_bin(bin)),
            answer_due: self.answer_due(request, command),
            rules: &self.rules.set,
        };
        letter.paragraphs()
    }

    /// The last day of the answer once the term is extended.
    fn answer_due(&self, request: &Request, command: &Command) -> Option<Date> {
        let mut extended = request.clone();
        if let Command::Extend { days, .. } = command {
            extended.extension = Some(Extended {
                at: self.portal_now(),
                days: *days,
                notice_sent: true,
            });
        }
        extended.extension?;
        let rules = &self.rules;
        let last = last_day(&extended, &RuleId::ANSWER, &rules.set, &rules.policy);
        last.map(|(due, _)| due)
    }
}
