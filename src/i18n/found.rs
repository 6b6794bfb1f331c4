//! Where a search found something, in words.

use super::{Texts, words};
use crate::domain::search::Place;

/// The name of a place.
#[must_use]
pub fn place(texts: &Texts, place: Place) -> String {
    match place {
        Place::Request => texts.search_place_request(),
        Place::Answer => texts.search_place_answer(),
        Place::Note => texts.search_place_note(),
        Place::Draft(act) => texts.search_place_draft(words::act(texts, act)),
        Place::Template => texts.search_place_template(),
    }
}
