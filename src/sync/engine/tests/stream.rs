//! News on the portal's stream, and what happens when it does not work.

use super::fake::Stream;
use super::orders::{beside, events, finished, hear, pass, until};
use super::*;

fn count(portal: &Fake, name: &str) -> usize {
    let calls = portal.calls();
    calls.iter().filter(|call| **call == name).count()
}

#[tokio::test(start_paused = true)]
async fn news_on_the_stream_are_read_at_once_and_the_stream_stays_open() {
    let mut bench = Bench::filled(2).await;
    bench.portal.streams(Stream::Speaks);
    let mut told = events(&mut bench);
    beside(&bench, |_orders| {
        let bench = &bench;
        async move {
            hear(&mut told, "idleness", finished).await;
            for serial in [77, 78, 79] {
                pass(1).await;
                bench.portal.put(request(serial, 0, NOON));
                pass(1).await;
                let there = || bench.rig.numbers("").contains(&serial.to_string());
                until("the news", there).await;
            }
            assert_eq!(count(&bench.portal, "stream"), 1);
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_stream_whose_words_are_kept_back_gives_way_to_a_long_poll() {
    let mut bench = Bench::filled(2).await;
    bench.portal.streams(Stream::Mute);
    let mut told = events(&mut bench);
    beside(&bench, |_orders| {
        let bench = &bench;
        async move {
            hear(&mut told, "idleness", finished).await;
            pass(11).await;
            until("the stream to be given up", || {
                bench.portal.calls().last() == Some(&"changes")
            })
            .await;
            bench.portal.put(request(77, 0, NOON));
            pass(60).await;
            until("the news", || bench.rig.numbers("").len() == 3).await;
            assert_eq!(count(&bench.portal, "stream"), 1);
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_ends_is_opened_again() {
    let mut bench = Bench::filled(2).await;
    bench.portal.streams(Stream::Ends);
    let mut told = events(&mut bench);
    beside(&bench, |_orders| {
        let bench = &bench;
        async move {
            hear(&mut told, "idleness", finished).await;
            for serial in [77, 78] {
                pass(1).await;
                bench.portal.put(request(serial, 0, NOON));
                pass(1).await;
                let there = || bench.rig.numbers("").contains(&serial.to_string());
                until("the news", there).await;
            }
            assert!(count(&bench.portal, "stream") >= 2);
        }
    })
    .await;
}
