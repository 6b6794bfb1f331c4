//! What goes wrong on the link, drawn from the dice.

use crate::dice::Dice;

/// What happens to one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nothing.
    None,
    /// The line breaks before the portal hears anything.
    Before,
    /// The portal does everything, the answer is lost.
    After,
    /// Something on the way sends the call twice; the second answer arrives.
    Twice,
    /// The caller gives up; the portal hears the call later, behind others.
    Late,
    /// The answer ends in its middle.
    Cut,
    /// A gateway answers so; the portal has heard the call or not.
    Status {
        /// The status.
        code: u16,
        /// Whether the portal has heard it all the same.
        heard: bool,
    },
    /// The portal wants the replica to start over.
    Gone(&'static str),
    /// The portal asks to wait.
    Busy,
    /// The call takes so many seconds.
    Slow(u16),
}

impl Fault {
    /// Its name in the tally.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::None => "calls that went well",
            Self::Before => "lines that broke before",
            Self::After => "answers that were lost",
            Self::Twice => "calls that came twice",
            Self::Late => "calls that came late",
            Self::Cut => "answers that were cut",
            Self::Status { heard: true, .. } => "statuses of a gateway, heard",
            Self::Status { heard: false, .. } => "statuses of a gateway, not heard",
            Self::Gone(_) => "replicas that start over",
            Self::Busy => "calls that have to wait",
            Self::Slow(_) => "calls that were slow",
        }
    }
}

/// How often something goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weather {
    /// Never.
    Calm,
    /// In every third call.
    Rough,
}

/// Draws what happens to the next call.
pub(super) fn draw(dice: &mut Dice, weather: Weather) -> Fault {
    if weather == Weather::Calm || !dice.chance(34) {
        return Fault::None;
    }
    match dice.between(0, 15) {
        0 | 1 => Fault::Before,
        2..=4 => Fault::After,
        5 => Fault::Twice,
        6 | 7 => Fault::Late,
        8 => Fault::Cut,
        9 => Fault::Status {
            code: 500,
            heard: dice.chance(50),
        },
        10 => Fault::Status {
            code: 503,
            heard: dice.chance(50),
        },
        11 => Fault::Status {
            code: 401,
            heard: false,
        },
        12 => Fault::Gone(
            dice.one(&["cursor-expired", "epoch-changed", "scope-changed"])
                .copied()
                .unwrap_or("cursor-expired"),
        ),
        13 => Fault::Busy,
        _ => Fault::Slow(u16::try_from(dice.between(1, 1200)).unwrap_or(1)),
    }
}
