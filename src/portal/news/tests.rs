//! Listeners of a node: who is woken, and that nobody is remembered for longer than they listen.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::*;
use crate::domain::act::Role;
use crate::portal::rig::{BIN, OTHER_BIN, Rig};

fn holder(bin: &str) -> Audience {
    Audience::Holder(bin.to_owned())
}

/// Whether a listener has been woken already.
fn woken(listener: &mut Listener) -> bool {
    let mut cx = Context::from_waker(Waker::noop());
    matches!(pin!(listener.hear()).poll(&mut cx), Poll::Ready(_))
}

#[tokio::test]
async fn a_write_wakes_the_audience_that_sees_it_and_no_other() {
    let rig = Rig::new().await;
    let intake = rig.sign_in(Role::Intake).await;
    let news = &rig.portal.news;
    let mut own = news.listen(&holder(BIN));
    let mut other = news.listen(&holder(OTHER_BIN));
    let mut moderators = news.listen(&Audience::Moderators(BIN.to_owned()));
    let mut operator = news.listen(&Audience::Operator);
    rig.receive(&intake, BIN, "Сұрақ").await;
    let told = own.hear().await;
    assert_eq!(
        told.head.unwrap().seq,
        rig.storage.head().await.unwrap().seq
    );
    for others in [&mut other, &mut moderators, &mut operator] {
        assert!(!woken(others));
    }
    // The one woken next is the other: its own write comes behind the first.
    rig.receive(&intake, OTHER_BIN, "Сұрақ").await;
    other.hear().await;
    assert!(!woken(&mut own));
}

#[tokio::test]
async fn whoever_comes_while_the_rows_are_asked_for_is_woken_too() {
    let rig = Rig::new().await;
    let news = &rig.portal.news;
    let mut early = news.listen(&holder(BIN));
    let asked = HashSet::from([holder(BIN)]);
    let mut late = news.listen(&holder(OTHER_BIN));
    news.wake(&asked, &[], rig.storage.head().await.unwrap());
    assert!(woken(&mut late));
    assert!(!woken(&mut early));
}

#[tokio::test]
async fn writes_that_come_together_are_told_once() {
    let rig = Rig::new().await;
    let intake = rig.sign_in(Role::Intake).await;
    let mut listener = rig.portal.news.listen(&holder(BIN));
    for _ in 0..3 {
        rig.receive(&intake, BIN, "Сұрақ").await;
    }
    let last = rig.storage.head().await.unwrap().seq;
    let mut times = 0;
    while listener
        .hear()
        .await
        .head
        .is_none_or(|head| head.seq < last)
    {
        times += 1;
    }
    assert!(times < 2, "told {} times of three writes", times + 1);
}

#[tokio::test]
async fn whoever_goes_is_forgotten_and_the_last_ends_the_telling() {
    let rig = Rig::new().await;
    let news = &rig.portal.news;
    let listeners = [
        news.listen(&holder(BIN)),
        news.listen(&holder(BIN)),
        news.listen(&holder(OTHER_BIN)),
    ];
    assert_eq!(news.audiences(), 2);
    let [one, two, three] = listeners;
    drop(three);
    assert_eq!(news.audiences(), 1);
    drop(one);
    assert_eq!(news.audiences(), 1);
    drop(two);
    assert_eq!(news.audiences(), 0);
    while news.board().telling {
        tokio::task::yield_now().await;
    }
    // Whoever comes next is told again.
    let intake = rig.sign_in(Role::Intake).await;
    let mut again = news.listen(&holder(BIN));
    rig.receive(&intake, BIN, "Сұрақ").await;
    again.hear().await;
}

#[tokio::test]
async fn a_write_of_another_process_is_told_once_it_is_noticed() {
    let rig = Rig::new().await;
    let mut listener = rig.portal.news.listen(&holder(BIN));
    let other = rig.other_process();
    let node = Rig::over(Arc::new(other), rig.clock.clone(), rig.portal.config).await;
    let intake = node.sign_in(Role::Intake).await;
    node.receive(&intake, BIN, "Сұрақ").await;
    assert!(!woken(&mut listener));
    rig.storage.head().await.unwrap();
    listener.hear().await;
    assert_eq!(rig.portal.news.lag(), Duration::ZERO);
}
