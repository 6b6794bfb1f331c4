//! The loop alone: a core, a screen in memory, a carrier that only notes.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEventKind};
use jiff::Timestamp;
use ratatui::backend::TestBackend;
use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::time::Instant;

use super::*;
use crate::app::detail::READ_REST;
use crate::app::list::ListId;
use crate::app::update::start;
use crate::app::update::tests::{Robot, start_with};
use crate::config::SlowLink;
use crate::runtime::pace::{Drain, Meter};

/// A clock that runs with the paused time of the test.
struct TokioClock {
    start: Timestamp,
    began: Instant,
}

impl Clock for TokioClock {
    fn now(&self) -> Timestamp {
        let ran = jiff::SignedDuration::try_from(self.began.elapsed()).unwrap();
        self.start + ran
    }
}

#[derive(Clone, Default)]
struct Notes {
    frames: Rc<RefCell<usize>>,
    orders: Rc<RefCell<Vec<Effect>>>,
    finished: Rc<RefCell<bool>>,
    /// What the next frame tells.
    tells: Rc<RefCell<Option<Msg>>>,
    /// What stands everywhere on the screen, and what is shown.
    under: Option<(Target, Place)>,
    /// What the frames took.
    meter: Meter,
}

impl View<TestBackend> for Notes {
    fn draw(
        &mut self,
        terminal: &mut Terminal<TestBackend>,
        _model: &Model,
    ) -> Result<Option<Msg>, Infallible> {
        *self.frames.borrow_mut() += 1;
        self.meter.add(Drain {
            bytes: 60,
            ..Drain::default()
        });
        terminal.draw(|_frame| {})?;
        Ok(self.tells.borrow_mut().take())
    }

    fn under(&self, _column: u16, _row: u16) -> Option<(Option<Target>, Place)> {
        self.under.map(|(target, place)| (Some(target), place))
    }
}

impl Carry for Notes {
    fn carry(&mut self, effect: Effect) {
        self.orders.borrow_mut().push(effect);
    }

    fn reload(&mut self) {}

    async fn finish(&mut self) {
        *self.finished.borrow_mut() = true;
    }
}

/// The ends of the loop that a test holds.
struct Ends {
    keys: UnboundedSender<Event>,
    signals: UnboundedSender<Signal>,
    messages: UnboundedSender<Msg>,
    notes: Notes,
}

impl Ends {
    fn press(&self, c: char) {
        let event = KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
        self.keys.send(Event::Key(event)).unwrap();
    }

    fn click(&self) {
        self.keys
            .send(Event::Mouse(MouseEvent {
                kind: MouseEventKind::Down(MouseButton::Left),
                column: 0,
                row: 0,
                modifiers: KeyModifiers::NONE,
            }))
            .unwrap();
    }

    /// How often rows of the requests were asked for.
    fn turned_to_requests(&self) -> usize {
        let orders = self.notes.orders.borrow();
        let turned = orders.iter().filter(|order| {
            matches!(order, Effect::LoadWindow { query, .. } if query.list == ListId::Requests)
        });
        turned.count()
    }

    fn frames(&self) -> usize {
        *self.notes.frames.borrow()
    }
}

type TestShell<I> = Shell<TestBackend, I, Notes, Notes>;

fn shell() -> (
    TestShell<impl Stream<Item = io::Result<Given>> + Unpin>,
    Ends,
) {
    let (keys, mut pressed) = mpsc::unbounded_channel();
    let (signal, signals) = mpsc::unbounded_channel();
    let (message, messages) = mpsc::unbounded_channel();
    let notes = Notes::default();
    let shell = Shell {
        terminal: Terminal::new(TestBackend::new(80, 24)).unwrap(),
        input: futures_util::stream::poll_fn(move |cx| {
            pressed
                .poll_recv(cx)
                .map(|event| event.map(|event| Ok(Given::from(event))))
        }),
        clock: Arc::new(TokioClock {
            start: start_with((80, 24)).now,
            began: Instant::now(),
        }),
        messages,
        signals,
        view: notes.clone(),
        carrier: notes.clone(),
        tty: None,
        editor: None,
        pace: Pace::default(),
    };
    let ends = Ends {
        keys,
        signals: signal,
        messages: message,
        notes,
    };
    (shell, ends)
}

/// A shell on whose screen the tab of the requests stands everywhere.
fn shell_on_a_tab() -> (
    TestShell<impl Stream<Item = io::Result<Given>> + Unpin>,
    Ends,
) {
    let (mut shell, ends) = shell();
    shell.view.under = Some((Target::Tab(1), model().place()));
    (shell, ends)
}

fn model_with_a_mouse() -> Model {
    let mut model = model();
    model.terminal.mouse = true;
    model
}

fn model() -> Model {
    start(start_with((80, 24))).0
}

#[tokio::test(start_paused = true)]
async fn an_idle_hour_draws_once_a_minute_and_no_more() {
    let (shell, ends) = shell();
    let hour = tokio::time::sleep(Duration::from_hours(1));
    tokio::select! {
        _ = shell.run(model(), Vec::new()) => panic!("it ended by itself"),
        () = hour => {}
    }
    assert!((60..=62).contains(&ends.frames()), "{}", ends.frames());
}

#[tokio::test(start_paused = true)]
async fn a_failure_that_a_frame_tells_is_on_the_next_frame_at_once() {
    let (shell, ends) = shell();
    let failure = Failure {
        code: FailureCode::Theme,
        detail: "own.toml:3".to_owned(),
    };
    *ends.notes.tells.borrow_mut() = Some(Msg::Failed(failure));
    let moment = tokio::time::sleep(Duration::from_millis(50));
    tokio::select! {
        _ = shell.run(model(), Vec::new()) => panic!("it ended by itself"),
        () = moment => {}
    }
    assert_eq!(ends.frames(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_waits_is_taken_before_one_frame_is_drawn() {
    let (shell, ends) = shell();
    for _ in 0..200 {
        ends.press('j');
    }
    let moment = tokio::time::sleep(Duration::from_millis(50));
    tokio::select! {
        _ = shell.run(model(), Vec::new()) => panic!("it ended by itself"),
        () = moment => {}
    }
    assert!(ends.frames() <= 3, "{} frames", ends.frames());
}

/// A model that is told what its link is.
fn on_a_link(link: SlowLink) -> Model {
    let mut model = model();
    model.terminal.slow_link = link;
    // Nothing is on its way.
    model.home.asked = None;
    model
}

/// A second of keys, one every ten milliseconds.
async fn frames_in_a_second_of_keys(link: SlowLink) -> usize {
    let (mut shell, ends) = shell();
    shell.pace = Pace::new(SlowLink::Auto, ends.notes.meter.clone());
    let second = async {
        for _ in 0..100 {
            ends.press('j');
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::select! {
        _ = shell.run(on_a_link(link), Vec::new()) => panic!("it ended by itself"),
        () = second => {}
    }
    ends.frames()
}

#[tokio::test(start_paused = true)]
async fn on_a_slow_link_keys_are_taken_first_and_few_frames_are_drawn() {
    let frames = frames_in_a_second_of_keys(SlowLink::Slow).await;
    assert!((4..=5).contains(&frames), "{frames} frames");
    let frames = frames_in_a_second_of_keys(SlowLink::Auto).await;
    assert!(frames >= 100, "{frames} frames");
}

#[tokio::test(start_paused = true)]
async fn a_key_after_a_rest_is_seen_at_once_on_a_slow_link_and_the_last_one_in_time() {
    let (mut shell, ends) = shell();
    shell.pace = Pace::new(SlowLink::Auto, ends.notes.meter.clone());
    let typing = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let before = ends.frames();
        ends.press('j');
        tokio::time::sleep(Duration::from_millis(5)).await;
        assert_eq!(ends.frames(), before + 1);
        ends.press('j');
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(ends.frames(), before + 1);
        tokio::time::sleep(Duration::from_millis(60)).await;
        assert_eq!(ends.frames(), before + 2);
    };
    tokio::select! {
        _ = shell.run(on_a_link(SlowLink::Slow), Vec::new()) => panic!("it ended by itself"),
        () = typing => {}
    }
}

#[tokio::test(start_paused = true)]
async fn an_ending_signal_ends_with_its_code_after_the_disk() {
    for exit in [Exit::Hangup, Exit::Interrupted, Exit::Terminated] {
        let (shell, ends) = shell();
        ends.signals.send(Signal::End(exit)).unwrap();
        let ended = shell.run(model(), Vec::new()).await;
        assert_eq!(ended, Ended::Told(exit));
        assert!(*ends.notes.finished.borrow());
    }
}

#[tokio::test(start_paused = true)]
async fn a_terminal_without_input_any_more_is_a_hangup() {
    let (shell, mut ends) = shell();
    drop(std::mem::replace(
        &mut ends.keys,
        mpsc::unbounded_channel().0,
    ));
    let ended = shell.run(model(), Vec::new()).await;
    assert_eq!(ended, Ended::Told(Exit::Hangup));
    assert!(*ends.notes.finished.borrow());
}

#[tokio::test(start_paused = true)]
async fn a_frame_waits_for_rows_on_their_way_but_not_long() {
    let (shell, ends) = shell();
    let looking = async {
        tokio::time::sleep(Duration::from_millis(10)).await;
        assert_eq!(ends.frames(), 0);
        tokio::time::sleep(Duration::from_millis(10)).await;
        assert_eq!(ends.frames(), 1);
        ends.press('l');
        tokio::time::sleep(Duration::from_millis(1)).await;
        assert_eq!(ends.frames(), 2, "it has waited once");
    };
    tokio::select! {
        _ = shell.run(model(), Vec::new()) => panic!("it ended by itself"),
        () = looking => {}
    }
}

#[tokio::test(start_paused = true)]
async fn a_frame_that_tells_of_itself_is_no_stale_one() {
    let (shell, ends) = shell_on_a_tab();
    *ends.notes.tells.borrow_mut() = Some(Msg::Measured {
        detail: 3,
        overlay: 0,
    });
    let clicking = async {
        tokio::time::sleep(Duration::from_millis(30)).await;
        ends.click();
        tokio::time::sleep(Duration::from_millis(30)).await;
        assert_eq!(ends.turned_to_requests(), 1);
    };
    tokio::select! {
        _ = shell.run(model_with_a_mouse(), Vec::new()) => panic!("it ended by itself"),
        () = clicking => {}
    }
}

#[tokio::test(start_paused = true)]
async fn an_item_that_was_read_ahead_makes_no_frame_stale() {
    let mut robot = Robot::at_work(10);
    robot.rest().keys("j");
    robot.slow = true;
    robot.wait(READ_REST);
    let asked = robot.pending.pop_back().unwrap();
    let answer = robot.world.answer(&asked).unwrap();
    let mut model = robot.model;
    model.terminal.mouse = true;
    model.terminal.slow_link = SlowLink::Slow;
    let (mut shell, ends) = shell_on_a_tab();
    shell.pace = Pace::new(SlowLink::Auto, ends.notes.meter.clone());
    let before = ends.turned_to_requests();
    let clicking = async {
        tokio::time::sleep(Duration::from_millis(30)).await;
        ends.messages.send(answer).unwrap();
        tokio::time::sleep(Duration::from_millis(30)).await;
        ends.click();
        tokio::time::sleep(Duration::from_millis(30)).await;
        assert_eq!(ends.turned_to_requests(), before + 1);
    };
    tokio::select! {
        _ = shell.run(model, Vec::new()) => panic!("it ended by itself"),
        () = clicking => {}
    }
}

#[tokio::test(start_paused = true)]
async fn a_click_on_what_no_frame_shows_any_more_does_nothing() {
    let (shell, ends) = shell_on_a_tab();
    let clicking = async {
        let frame = Duration::from_millis(30);
        tokio::time::sleep(frame).await;
        ends.press('~');
        ends.click();
        tokio::time::sleep(frame).await;
        assert_eq!(
            ends.turned_to_requests(),
            0,
            "the key came before the click"
        );
        ends.click();
        tokio::time::sleep(frame).await;
        assert_eq!(ends.turned_to_requests(), 1, "the frame was seen");
    };
    tokio::select! {
        _ = shell.run(model_with_a_mouse(), Vec::new()) => panic!("it ended by itself"),
        () = clicking => {}
    }
}
