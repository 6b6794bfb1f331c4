//! When the program must be woken although nothing happens.

use jiff::{SignedDuration, Timestamp};

use super::model::Model;
use super::overlay::Overlay;

const MINUTE: i64 = 60;

impl Model {
    /// The next instant at which something changes by itself: the minute of the clock, the rest
    /// of the selection, a message that leaves, a recall window that ends, a draft to be saved,
    /// an answer given up. The shell sends `Msg::Clock` then.
    ///
    /// `None` only while the program is ending.
    #[must_use]
    pub fn next_wake(&self, now: Timestamp) -> Option<Timestamp> {
        if self.quitting {
            return None;
        }
        let into_minute = now.as_second().rem_euclid(MINUTE);
        let whole = Timestamp::from_second(now.as_second()).unwrap_or(now);
        let minute = whole
            .checked_add(SignedDuration::from_secs(MINUTE - into_minute))
            .ok();
        let draft = self.overlays.iter().find_map(|overlay| match overlay {
            Overlay::Return(form) => form.save_at,
            Overlay::Compose(composer) => composer.save_at,
            Overlay::Note(note) => note.save_at,
            Overlay::Item(form) => form.save_at,
            Overlay::Reading(reading) => reading.save_at,
            Overlay::Accept(_)
            | Overlay::Why(_)
            | Overlay::Help(_)
            | Overlay::Palette(_)
            | Overlay::Confirm(_)
            | Overlay::Filter(_)
            | Overlay::Message(_)
            | Overlay::Related(_)
            | Overlay::Colleagues(_)
            | Overlay::Absence(_)
            | Overlay::Handover(_)
            | Overlay::Search(_)
            | Overlay::Views(_)
            | Overlay::Acts(_)
            | Overlay::Moved(_)
            | Overlay::Holders(_)
            | Overlay::KeyboardCheck(_)
            | Overlay::Law(_)
            | Overlay::Groups(_)
            | Overlay::Export(_)
            | Overlay::Package(_)
            | Overlay::Settings(_)
            | Overlay::ProfileMoves(_)
            | Overlay::Batch(_)
            | Overlay::Gate(_)
            | Overlay::Preview(_)
            | Overlay::Request(_)
            | Overlay::Decision(_)
            | Overlay::Templates(_) => None,
        });
        [
            minute,
            self.detail.read_at,
            self.detail.show_at,
            self.notice.as_ref().and_then(|notice| notice.until),
            self.held.iter().map(|held| held.until).min(),
            draft,
            self.editing.renew_at,
            self.views.count_at(),
            self.house.next_end(now),
            self.type_ahead.until,
            self.prefix
                .map(|prefix| prefix.shows_at)
                .filter(|at| *at > now),
        ]
        .into_iter()
        .flatten()
        .min()
        .map(|at| at.max(now))
    }
}
