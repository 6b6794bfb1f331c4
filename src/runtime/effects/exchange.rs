//! The exchange with the portal as the carrier of orders speaks to it.

use tokio::sync::mpsc::UnboundedSender;

/// Something the exchange is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Exchange now; acts in their recall window stay.
    Now,
    /// A decision was put into the outbox.
    Queued,
    /// The answer to the question whether the replica may be reset.
    Answer(bool),
    /// The program ends.
    Stop,
}

/// The asking side of the exchange.
#[derive(Debug, Clone)]
pub struct Exchange {
    wishes: UnboundedSender<Wish>,
}

impl Exchange {
    /// A handle whose wishes go to `wishes`.
    #[must_use]
    pub const fn new(wishes: UnboundedSender<Wish>) -> Self {
        Self { wishes }
    }

    /// Asks; an exchange that ended does not hear it.
    pub fn ask(&self, wish: Wish) {
        let _ = self.wishes.send(wish);
    }
}
