//! Every act of the law played by keys on the real loop, in Kazakh and in Russian, until the
//! portal has it in its history once.

use std::time::Duration;

use super::desk::{Desk, Site};
use super::robot::Robot;
use crate::domain::local_text::Lang;

const LANGS: [Lang; 2] = [Lang::Kk, Lang::Ru];

/// From the last text of a letter to the deciding button.
const SEND: &str = "Tab Tab Enter";

/// A request about the queue, in a language.
async fn at_a_request(lang: Lang) -> Desk {
    let text = match lang {
        Lang::Kk => "Тұрғын үй кезегіндегі орнымды білгім келеді.",
        Lang::Ru | Lang::En => "Прошу сообщить моё место в жилищной очереди.",
    };
    Desk::with_request_in(lang, text).await
}

/// A text of a letter in a language, with a clause where a reason has to name one.
const fn letter(lang: Lang) -> &'static str {
    match lang {
        Lang::Kk => "Заңның 11-бабына сәйкес хабарлаймыз: кезегіңіз 17.",
        Lang::Ru | Lang::En => "Согласно статье 11 Закона сообщаем: Ваше место 17.",
    }
}

const fn of(lang: Lang, kk: &'static str, ru: &'static str) -> &'static str {
    match lang {
        Lang::Kk => kk,
        Lang::Ru | Lang::En => ru,
    }
}

/// What the screen says once a decision is in its recall window.
const fn held(lang: Lang) -> &'static str {
    of(lang, "дейін қайтарып алуға болады", "можно отозвать до")
}

/// The word for the receipt, with which the portal's verdict is told.
const fn applied(lang: Lang) -> &'static str {
    of(lang, "түбіртек", "квитанция")
}

/// Lets the recall window pass and waits until the portal has the event once.
async fn reaches(robot: &mut Robot, portal: &Site, lang: Lang, event: &str) {
    robot.sees(held(lang)).await;
    let number = &portal.numbers[0];
    robot.waits(Duration::from_mins(2));
    robot
        .until(async || portal.events(number, event).await == 1)
        .await;
    robot.sees(applied(lang)).await;
}

/// Keys at a fresh request, and the event that has to follow.
async fn play(event: &str, does: impl Fn(&mut Robot, Lang)) {
    for lang in LANGS {
        let desk = at_a_request(lang).await;
        desk.journey(async |robot, portal| {
            robot.sees(&portal.numbers[0]).await;
            does(robot, lang);
            reaches(robot, portal, lang, event).await;
        })
        .await;
    }
}

/// Keys at a request under consideration, once the screen knows that it is.
async fn play_accepted(event: &str, does: impl Fn(&mut Robot, Lang)) {
    for lang in LANGS {
        let desk = at_a_request(lang).await;
        desk.journey(async |robot, portal| {
            robot.sees(&portal.numbers[0]).await;
            accept(robot, portal, lang).await;
            does(robot, lang);
            reaches(robot, portal, lang, event).await;
        })
        .await;
    }
}

async fn accept(robot: &mut Robot, portal: &Site, lang: Lang) {
    robot.presses("a Space Space Tab Enter");
    reaches(robot, portal, lang, "accepted").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_is_accepted() {
    play("accepted", |robot, _| {
        robot.presses("a Space Space Tab Enter");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_is_returned_with_the_model_motive() {
    play("returned", |robot, _| {
        robot.presses("r Space Tab").presses(SEND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_is_forwarded_to_a_holder_that_is_searched_for() {
    play("forwarded", |robot, lang| {
        robot.presses("f").types("050140000021").presses("Enter");
        robot.types(letter(lang)).presses(SEND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_is_answered() {
    play("answered", |robot, lang| {
        robot.presses("e").types(letter(lang)).presses(SEND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_is_told_where_the_information_is_published() {
    play("published", |robot, lang| {
        robot.presses("b").types(letter(lang)).presses(SEND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_is_refused_with_a_ground() {
    play("refused", |robot, lang| {
        robot
            .presses("x Space Tab")
            .types(letter(lang))
            .presses(SEND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_term_is_extended_with_the_approval_of_the_head() {
    play_accepted("extended", |robot, lang| {
        robot.presses("o").types("15").presses("Tab");
        for part in ["Tab", "Tab", SEND] {
            robot.types(letter(lang)).presses(part);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_is_told_of_an_extension_that_went_without_a_notice() {
    for lang in LANGS {
        let desk = at_a_request(lang).await;
        desk.journey(async |robot, portal| {
            robot.sees(&portal.numbers[0]).await;
            accept(robot, portal, lang).await;
            robot.presses("o").types("15").presses("Tab");
            robot.types(letter(lang)).presses("Tab");
            robot.types(letter(lang)).presses("Tab").presses(SEND);
            reaches(robot, portal, lang, "extended").await;
            robot.sees(of(lang, "ұзартылды", "продлён")).await;
            robot.presses("y").types(letter(lang)).presses(SEND);
            reaches(robot, portal, lang, "notified").await;
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_content_is_clarified_with_the_user() {
    play_accepted("clarified", |robot, lang| {
        robot.presses("c").types(letter(lang)).presses(SEND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_was_sent_is_corrected() {
    for lang in LANGS {
        let desk = at_a_request(lang).await;
        desk.journey(async |robot, portal| {
            robot.sees(&portal.numbers[0]).await;
            robot.presses("Enter e").types(letter(lang)).presses(SEND);
            reaches(robot, portal, lang, "answered").await;
            robot.sees(of(lang, "· Жауап берілді", "· Отвечен")).await;
            robot.presses("d").types(" 18.").presses(SEND);
            reaches(robot, portal, lang, "corrected").await;
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_from_a_template_is_kept_back_mended_sent_recalled_and_sent_again() {
    let lang = Lang::Kk;
    let desk = at_a_request(lang).await;
    desk.journey(async |robot, portal| {
        let number = portal.numbers[0].clone();
        robot.sees(&number).await;
        robot.presses("e F5 Enter").sees("Құрметті").await;
        robot.presses("Tab Tab Enter").sees("{жауаптың мәні}").await;
        robot.presses("Enter").types("Кезегіңіз – 17.");
        robot.presses("F7").sees("Кезегіңіз – 17.").await;
        robot.presses("Esc").presses(SEND);
        robot.sees(held(lang)).await;
        robot.presses("u").sees("қайтарып алынды").await;
        robot.sees("· Жаңа").await;
        robot.waits(Duration::from_mins(2)).presses("s");
        robot.presses("e").sees("Кезегіңіз – 17.").await;
        assert_eq!(portal.state(&number).await, ("new".into(), 1));
        robot.presses(SEND).sees(held(lang)).await;
        reaches(robot, portal, lang, "answered").await;
    })
    .await;
}
