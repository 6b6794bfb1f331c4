//! The one function that changes the program.

use super::effect::Effect;
use super::model::{Model, Start};
use super::msg::Msg;

/// The program at its start and the first orders.
#[must_use]
pub fn start(start: Start) -> (Model, Vec<Effect>) {
    let _ = start;
    unreachable!()
}

/// Takes one message.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let _ = (model, msg);
    Vec::new()
}
