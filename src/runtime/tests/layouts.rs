//! The same hands on the real loop in every layout, with letters and with the second set: what
//! the portal has in its history afterwards is the same.

use std::time::Duration;

use super::desk::{Desk, Site};
use super::robot::Robot;
use crate::app::key::Key;
use crate::app::keymap::tests::typed_in;
use crate::config::Keyboard;

/// What is pressed, by the place of letters and by the names of keys.
enum Hands {
    Letters,
    FunctionKeys,
}

impl Hands {
    /// Looks at the dates of the next item, accepts it and goes to other screens.
    fn accept(&self, robot: &mut Robot, keyboard: Keyboard) {
        let letters = |places: &str| -> Vec<Key> {
            let places = places.chars();
            places
                .map(|place| typed_in(place, false, keyboard))
                .collect()
        };
        match self {
            Self::Letters => {
                robot.strikes(&letters("nw")).presses("Esc");
                robot
                    .strikes(&letters("a"))
                    .presses("Space Space Tab Enter");
                robot.strikes(&letters("gogh"));
            }
            Self::FunctionKeys => {
                robot.presses("F12 F3 Esc F4 Space Space Tab Enter");
                robot.presses("Tab Tab");
            }
        }
    }

    /// Goes to the top, opens the next item and answers it.
    fn answer(&self, robot: &mut Robot, keyboard: Keyboard) {
        match self {
            Self::Letters => {
                let places = "ggne".chars();
                let letters: Vec<Key> = places
                    .map(|place| typed_in(place, false, keyboard))
                    .collect();
                robot.strikes(&letters);
            }
            Self::FunctionKeys => {
                robot.presses("Home F12 F11");
            }
        }
        robot.types(ANSWER).presses("Tab Tab Enter");
    }
}

/// The answer to the next item, typed by the hands.
const ANSWER: &str = "Кезегіңіз – 17. Согласно статье 11 Закона.";

/// What happened to each request, in order, with the versions it got.
async fn log(portal: &Site) -> Vec<String> {
    let mut all = Vec::new();
    for number in &portal.numbers {
        let body = portal.body("request", number).await;
        let history = body["history"].as_array().unwrap();
        let events = history.iter();
        all.extend(events.map(|entry| format!("{number} {}", entry["event"])));
        if body.to_string().contains(ANSWER) {
            all.push(format!("{number} {ANSWER}"));
        }
    }
    all
}

/// Two requests decided by these hands on a keyboard with a layout.
async fn decided(hands: Hands, keyboard: Keyboard) -> Vec<String> {
    let mut desk = Desk::with_requests(2).await;
    desk.has_keyboard(keyboard);
    let told = std::cell::RefCell::new(Vec::new());
    Box::pin(desk.journey(async |robot, portal| {
        robot.sees("online").await;
        for (nth, event) in ["accepted", "answered"].into_iter().enumerate() {
            if nth == 0 {
                hands.accept(robot, keyboard);
            } else {
                hands.answer(robot, keyboard);
            }
            robot.sees("can be recalled until").await;
            robot.waits(Duration::from_mins(2));
            let numbers = &portal.numbers;
            robot
                .until(async || {
                    let mut times = 0;
                    for number in numbers {
                        times += portal.events(number, event).await;
                    }
                    times == 1
                })
                .await;
            robot.sees("applied by the portal").await;
        }
        *told.borrow_mut() = log(portal).await;
    }))
    .await;
    told.into_inner()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_session_leaves_the_same_history_in_every_layout_and_with_function_keys() {
    let expected = decided(Hands::Letters, Keyboard::Us).await;
    let has = |event: &str| expected.iter().any(|line| line.contains(event));
    assert!(
        has("accepted") && has("answered") && has(ANSWER),
        "{expected:?}"
    );
    for keyboard in Keyboard::ALL {
        for hands in [Hands::Letters, Hands::FunctionKeys] {
            assert_eq!(
                Box::pin(decided(hands, keyboard)).await,
                expected,
                "{keyboard:?}"
            );
        }
    }
}
