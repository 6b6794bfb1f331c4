//! Journeys: the real loop on a real portal over HTTP, with a clock moved by hand and a robot
//! at the keys.

mod acts;
mod colleagues;
mod conference;
mod day;
mod desk;
mod layouts;
mod live;
mod load;
mod package;
mod player;
mod pointer;
mod profile;
mod robot;
mod rules;
mod themes;
mod views;

use std::time::Duration;

use desk::Desk;

use crate::cli::Exit;
use crate::config::Config;
use crate::domain::local_text::Lang;
use crate::runtime::event_loop::Ended;

const MINUTE: Duration = Duration::from_mins(1);

/// Accepting: two lines no data can answer are confirmed, then the button.
const ACCEPT: &str = "a Space Space Tab Enter";

/// Returning, up to the motive.
const MOTIVE: &str = "r Tab";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_arrives_at_the_portal_comes_to_the_screen_by_itself() {
    let desk = Desk::with_requests(2).await;
    desk.journey(async |robot, portal| {
        robot
            .sees(&portal.numbers[0])
            .await
            .sees(&portal.numbers[1])
            .await;
        robot.sees("online").await;
        let number = portal.receives("Қашан жауап бересіздер?").await;
        robot.sees(&number).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_made_without_the_portal_reaches_it_once() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, portal| {
        let number = portal.numbers[0].clone();
        robot.sees(&number).await.sees("online").await;
        robot
            .presses("F2")
            .types("Stop the portal")
            .presses("Enter");
        robot.sees("The portal of the demo is stopped").await;
        robot.presses(ACCEPT).sees("can be recalled until").await;
        robot.waits(MINUTE + MINUTE).presses("3");
        robot.sees("waits for the link").await;
        assert_eq!(portal.state(&number).await, ("new".into(), 1));
        robot
            .presses("F2")
            .types("Start the portal")
            .presses("Enter");
        robot.sees("applied by the portal").await;
        robot.sees("The outbox is empty").await;
        assert_eq!(portal.state(&number).await, ("consideration".into(), 2));
        assert_eq!(portal.events(&number, "accepted").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recalled_decision_never_reaches_the_portal() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, portal| {
        let number = portal.numbers[0].clone();
        robot.sees(&number).await;
        robot.presses(ACCEPT).sees("can be recalled until").await;
        robot.presses("u").sees("” recalled").await;
        robot.waits(MINUTE + MINUTE).presses("s 3");
        robot.sees("The outbox is empty").await;
        assert_eq!(portal.state(&number).await, ("new".into(), 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_typed_when_the_end_came_is_there_again() {
    let desk = Desk::with_requests(1).await;
    let ended = desk
        .journey(async |robot, portal| {
            robot.sees(&portal.numbers[0]).await;
            robot.presses(MOTIVE).types("Мекенжайды көрсетіңіз");
            robot.sees("Мекенжайды көрсетіңіз").await;
        })
        .await;
    assert_eq!(ended, Ended::Told(Exit::Terminated));
    desk.journey(async |robot, portal| {
        robot.sees(&portal.numbers[0]).await;
        robot.presses("r").sees("Мекенжайды көрсетіңіз").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_typed_is_on_the_disk_a_second_later() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, portal| {
        robot.sees(&portal.numbers[0]).await;
        robot.presses(MOTIVE).types("Қолы жоқ");
        robot.sees("Қолы жоқ").await.waits(Duration::from_secs(1));
        robot
            .until(async || desk.draft(&portal.numbers[0]).contains("Қолы жоқ"))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_instance_looks_only_and_says_so() {
    let desk = Desk::with_requests(1).await;
    let _first = desk.store();
    desk.journey(async |robot, portal| {
        robot.sees(&portal.numbers[0]).await;
        robot
            .presses("a")
            .sees("the program is open in another window")
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_language_is_changed_and_stays() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, portal| {
        robot
            .sees(&portal.numbers[0])
            .await
            .presses("l")
            .sees("Басты")
            .await;
        robot
            .until(async || desk.config().is_some_and(|config| config.lang.is_some()))
            .await;
    })
    .await;
    assert_eq!(
        desk.config(),
        Some(Config {
            lang: Some(Lang::Kk),
            ..Config::default()
        })
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_size_of_the_window_is_survived_and_the_list_comes_back() {
    let desk = Desk::with_requests(2).await;
    desk.journey(async |robot, portal| {
        robot.sees(&portal.numbers[0]).await;
        for (width, height) in [
            (1, 1),
            (0, 0),
            (300, 3),
            (59, 15),
            (60, 16),
            (500, 200),
            (120, 40),
        ] {
            robot.resizes(width, height);
        }
        robot.sees(&portal.numbers[1]).await.presses("q");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_user_leaves_with_the_key_of_the_footer() {
    let desk = Desk::with_requests(1).await;
    let ended = desk
        .journey(async |robot, portal| {
            robot.sees(&portal.numbers[0]).await.presses("F10");
            robot.leaves().await;
        })
        .await;
    assert_eq!(ended, Ended::Quit);
}
