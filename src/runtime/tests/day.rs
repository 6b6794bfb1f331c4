//! A day of a conference from the topic to the last late answer, in both official languages.

use super::player::play;
use crate::domain::local_text::Lang;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_day_of_a_conference_is_played_in_kazakh() {
    play("conference-day.toml", Lang::Kk).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_day_of_a_conference_is_played_in_russian() {
    play("conference-day.toml", Lang::Ru).await;
}
