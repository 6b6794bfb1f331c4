//! The measurements: what is typed, and what of it is counted.
//!
//! Each key waits until the frame of the one before has arrived and the program is quiet. In the
//! workstation the detail follows the selection after a rest that such keys do not give it; it
//! is measured on its own.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::awp::{self, Station};
use super::data::{BEHIND, FREQUENT, GREETING, SOUGHT};
use super::figures::{Figures, Measure};
use super::process;
use super::program::Program;
use super::pty::{Answer, Terminal};
use crate::Outcome;

/// Keys of a kind that come often.
const KEYS: usize = 200;
/// Page keys.
const PAGES: usize = 100;
/// What is done seldom.
const TIMES: usize = 15;
/// Rows that a selection goes up and down without scrolling.
const ROUND: usize = 15;
/// More rows than any list shows.
const BELOW: usize = 60;
/// The detail has come, or does not come, after so long.
const DETAIL: Duration = Duration::from_millis(600);
/// A program that is this long without bytes and nearly without work has loaded everything.
const LOADED: Duration = Duration::from_millis(500);
/// How long it is listened to a program that has nothing to do.
const IDLE: Duration = Duration::from_secs(5);
/// So much before that it must have been quiet.
const CALM: Duration = Duration::from_secs(2);
/// Nobody opens what they have not looked at, be it for so long after its row was selected.
const LOOK: Duration = Duration::from_millis(40);

/// The figures of the workstation.
///
/// # Errors
/// It could not be driven.
pub fn workstation(station: &Station) -> Outcome<Figures> {
    let program = &station.program;
    let opened = process::opening(&station.data, awp::REPLICA)?;
    let mut terminal = program.start()?;
    let mut figures = started(program, &mut terminal)?;
    let unwrapped = opened
        .try_recv()?
        .saturating_duration_since(terminal.started);
    if let Some(all) = figures.get(&Measure::UsableFromStart).copied() {
        figures.insert(Measure::Usable, all - millis(unwrapped));
    }
    terminal.answer(awp::REQUESTS, program.body, program.quiet, &|terminal| {
        program.at_top(terminal)
    })?;
    program.rest(&mut terminal)?;
    let length = awp::length(&terminal).unwrap_or_default();
    println!("awp lists the {length} open ones of its requests; it searches all of them");
    let mut session = Session::new(program, &mut terminal, figures);
    session.lists();
    session.note("detail", details);
    session.note("search", search);
    session.note("search at once", search_at_once);
    session.note("filter", |session| {
        filter(
            session,
            |terminal, _, count| awp::is_filtered(terminal, count),
            &station.matches,
        )
    });
    session.note("open", open_request);
    session.note("open at once", open_request_at_once);
    session.end()
}

/// The figures of another program.
///
/// # Errors
/// It could not be driven.
pub fn rival(program: &Program, matches: &[u32]) -> Outcome<Figures> {
    let mut terminal = program.start()?;
    let mut figures = started(program, &mut terminal)?;
    if let Some(all) = figures.get(&Measure::UsableFromStart).copied() {
        figures.insert(Measure::Usable, all);
    }
    let list = program.list;
    let is_filtered = move |terminal: &Terminal, word: &str, count: u32| {
        let rows = terminal.rows(list);
        let seen = rows.iter().filter(|row| row.contains(word)).count();
        seen >= usize::try_from(count).unwrap_or(BELOW).min(ROUND)
    };
    let mut session = Session::new(program, &mut terminal, figures);
    session.lists();
    session.note("search", search);
    session.note("filter", |session| filter(session, is_filtered, matches));
    session.note("open", open_text);
    session.end()
}

/// Waits for the list of a program that was just started.
fn started(program: &Program, terminal: &mut Terminal) -> Outcome<Figures> {
    let is_usable = |terminal: &Terminal| program.at_top(terminal);
    let answer = terminal.ready(program.list, program.quiet, &is_usable)?;
    // What is loaded behind the first rows is no part of the start, but of the memory.
    loop {
        let before = process::usage(terminal.pid).cpu;
        let (bytes, _) = terminal.settle(LOADED)?;
        let cpu = process::usage(terminal.pid).cpu.saturating_sub(before);
        if bytes == 0 && cpu < LOADED / 20 {
            break;
        }
    }
    Ok(Figures::from([
        (Measure::UsableFromStart, millis(answer.took)),
        (Measure::Memory, process::memory(terminal.pid)),
    ]))
}

/// A program that is being measured.
struct Session<'a> {
    program: &'a Program,
    terminal: &'a mut Terminal,
    figures: Figures,
}

impl<'a> Session<'a> {
    fn new(program: &'a Program, terminal: &'a mut Terminal, figures: Figures) -> Self {
        Self {
            program,
            terminal,
            figures,
        }
    }

    /// What every list does, and doing nothing.
    fn lists(&mut self) {
        self.note("idle", idle);
        self.note("move", moves);
        self.note("scroll", scrolls);
        self.note("page", pages);
        self.note("end", ends);
    }

    /// Measures one thing; what fails is told, and the others go on.
    fn note(&mut self, name: &str, measure: impl FnOnce(&mut Self) -> Outcome<()>) {
        eprintln!("   {name}");
        if let Err(error) = measure(self) {
            println!("{name}: {error}");
        }
    }

    fn end(mut self) -> Outcome<Figures> {
        self.program.rest(self.terminal)?;
        let memory = process::memory(self.terminal.pid);
        self.keep(Measure::MemoryLater, memory);
        self.keep(Measure::Peak, process::peak(self.terminal.pid));
        Ok(self.figures)
    }

    /// Types a key and waits for another look of the list.
    fn key(&mut self, key: &str) -> Outcome<Answer> {
        self.program.answer(self.terminal, key, &|_| true)
    }

    fn go_to_top(&mut self) -> Outcome<()> {
        self.program.go_to_top(self.terminal)
    }

    fn keep(&mut self, measure: Measure, value: f64) {
        self.figures.insert(measure, value);
    }
}

/// A row down and up again where nothing scrolls.
fn moves(session: &mut Session<'_>) -> Outcome<()> {
    session.go_to_top()?;
    let keys = &session.program.keys;
    let down = std::iter::repeat_n(keys.down, ROUND);
    let up = std::iter::repeat_n(keys.up, ROUND);
    let mut answers = Vec::new();
    for key in down.chain(up).cycle().take(KEYS) {
        answers.push(session.key(key)?);
    }
    let (times, bytes) = sorted(&answers);
    session.keep(Measure::Move, at(&times, 0.5));
    session.keep(Measure::MoveSlow, at(&times, 0.99));
    session.keep(Measure::MoveBytes, at(&bytes, 0.5));
    Ok(())
}

/// A row down with the selection at the bottom.
fn scrolls(session: &mut Session<'_>) -> Outcome<()> {
    session.go_to_top()?;
    let down = session.program.keys.down;
    session.terminal.press(&down.repeat(BELOW))?;
    session.program.rest(session.terminal)?;
    let mut answers = Vec::new();
    for _ in 0..KEYS {
        answers.push(session.key(down)?);
    }
    let (times, bytes) = sorted(&answers);
    session.keep(Measure::Scroll, at(&times, 0.5));
    session.keep(Measure::ScrollSlow, at(&times, 0.99));
    session.keep(Measure::ScrollBytes, at(&bytes, 0.5));
    Ok(())
}

/// The detail that follows the selection once it rests.
fn details(session: &mut Session<'_>) -> Outcome<()> {
    session.go_to_top()?;
    session.terminal.settle(DETAIL)?;
    let mut answers = Vec::new();
    for _ in 0..TIMES {
        let begin = Instant::now();
        session.key(session.program.keys.down)?;
        let (bytes, came) = session.terminal.settle(DETAIL)?;
        if let Some(came) = came {
            let took = came.saturating_duration_since(begin);
            answers.push(Answer { took, bytes });
        }
    }
    let (times, bytes) = sorted(&answers);
    session.keep(Measure::Detail, at(&times, 0.5));
    session.keep(Measure::DetailBytes, at(&bytes, 0.5));
    Ok(())
}

fn pages(session: &mut Session<'_>) -> Outcome<()> {
    session.go_to_top()?;
    let mut answers = Vec::new();
    for _ in 0..PAGES {
        answers.push(session.key(session.program.keys.page)?);
    }
    let (times, bytes) = sorted(&answers);
    session.keep(Measure::Page, at(&times, 0.5));
    session.keep(Measure::PageSlow, at(&times, 0.99));
    session.keep(Measure::PageBytes, at(&bytes, 0.5));
    Ok(())
}

fn ends(session: &mut Session<'_>) -> Outcome<()> {
    let mut answers = Vec::new();
    for _ in 0..TIMES {
        session.go_to_top()?;
        answers.push(session.key(session.program.keys.last)?);
    }
    session.keep(Measure::End, at(&sorted(&answers).0, 0.5));
    Ok(())
}

/// A word that stands in one item, each time another one; until its item is seen. Where each
/// letter asks, all but the last have their answer before it is typed.
fn search(session: &mut Session<'_>) -> Outcome<()> {
    sought(session, Measure::Search, |session, (lead, last), until| {
        let (program, terminal) = (session.program, &mut *session.terminal);
        if program.search.asks_with_each_letter() {
            terminal.bring(&lead, program.body, program.quiet, until)?;
        } else {
            terminal.press(&lead)?;
        }
        program.rest(terminal)?;
        terminal.answer(&last, program.body, program.quiet, until)
    })
}

/// A word typed so fast that no letter waits for the answer to the one before.
fn search_at_once(session: &mut Session<'_>) -> Outcome<()> {
    sought(
        session,
        Measure::SearchAtOnce,
        |session, (lead, last), until| {
            let (program, terminal) = (session.program, &mut *session.terminal);
            terminal.answer(&(lead + &last), program.body, program.quiet, until)
        },
    )
}

/// Looks for each word as `types` says and keeps the median of what that took.
fn sought(
    session: &mut Session<'_>,
    measure: Measure,
    types: impl Fn(&mut Session<'_>, (String, String), &dyn Fn(&Terminal) -> bool) -> Outcome<Answer>,
) -> Outcome<()> {
    let program = session.program;
    let mut answers = Vec::new();
    for word in SOUGHT {
        session.go_to_top()?;
        let sought = format!("{word} {BEHIND}");
        let until = |terminal: &Terminal| program.has_found(terminal, &sought);
        answers.push(types(session, program.search.keys(word), &until)?);
        session.terminal.press(program.search.leave)?;
        program.rest(session.terminal)?;
    }
    session.keep(measure, at(&sorted(&answers).0, 0.5));
    Ok(())
}

/// A word that stands in one item of a thousand, each time another one; `is_filtered` is told the
/// word and how many have it.
fn filter(
    session: &mut Session<'_>,
    is_filtered: impl Fn(&Terminal, &str, u32) -> bool,
    matches: &[u32],
) -> Outcome<()> {
    let Some(asking) = &session.program.filter else {
        return Ok(());
    };
    let mut answers = Vec::new();
    for (word, count) in FREQUENT.into_iter().zip(matches) {
        session.go_to_top()?;
        let until = |terminal: &Terminal| is_filtered(terminal, word, *count);
        let program = session.program;
        let (lead, last) = asking.keys(word);
        session.terminal.press(&lead)?;
        program.rest(session.terminal)?;
        answers.push(program.answer(session.terminal, &last, &until)?);
        program.answer(session.terminal, asking.leave, &|terminal| !until(terminal))?;
    }
    session.keep(Measure::Filter, at(&sorted(&answers).0, 0.5));
    Ok(())
}

/// Opens a mail or a commit until its text is seen.
fn open_text(session: &mut Session<'_>) -> Outcome<()> {
    let body = session.program.body;
    open(session, (Measure::Open, LOOK), |_| {
        Box::new(move |terminal| terminal.shows(body, GREETING))
    })
}

/// Opens a request that has been looked at, whose detail has not followed the selection yet.
fn open_request(session: &mut Session<'_>) -> Outcome<()> {
    open(session, (Measure::Open, LOOK), is_request_open)
}

/// Opens a request as soon as the frame of the move to it is there.
fn open_request_at_once(session: &mut Session<'_>) -> Outcome<()> {
    open(
        session,
        (Measure::OpenAtOnce, Duration::ZERO),
        is_request_open,
    )
}

fn is_request_open(terminal: &Terminal) -> Seen {
    let number = awp::selected(terminal).unwrap_or_default();
    Box::new(move |terminal| awp::is_open(terminal, &number))
}

type Seen = Box<dyn Fn(&Terminal) -> bool>;

fn open(
    session: &mut Session<'_>,
    (measure, look): (Measure, Duration),
    seen: impl Fn(&Terminal) -> Seen,
) -> Outcome<()> {
    session.go_to_top()?;
    let program = session.program;
    let mut answers = Vec::new();
    for _ in 0..TIMES {
        session.key(program.keys.down)?;
        let is_open = seen(session.terminal);
        if is_open(session.terminal) {
            return Err("the item is seen before it is opened".into());
        }
        let terminal = &mut *session.terminal;
        terminal.listen(look)?;
        answers.push(terminal.answer(program.keys.open, program.body, program.quiet, &is_open)?);
        program.rest(terminal)?;
        terminal.press(program.keys.back)?;
        program.rest(terminal)?;
    }
    session.keep(measure, at(&sorted(&answers).0, 0.5));
    Ok(())
}

/// Nothing happens; never across a change of the minute, which some clocks show.
fn idle(session: &mut Session<'_>) -> Outcome<()> {
    let terminal = &mut *session.terminal;
    terminal.listen(CALM)?;
    let second = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() % 60;
    if second < 2 || second > 58 - IDLE.as_secs() {
        terminal.listen(Duration::from_secs(62 - second))?;
    }
    let before = process::usage(terminal.pid);
    if before.cpu.is_zero() {
        return Err("the kernel does not tell of processor time".into());
    }
    let bytes = terminal.listen(IDLE)?;
    let after = process::usage(terminal.pid);
    let seconds = IDLE.as_secs_f64();
    let cpu = after.cpu.saturating_sub(before.cpu);
    let switches = after.switches.saturating_sub(before.switches);
    session.keep(Measure::IdleCpu, millis(cpu) / seconds);
    session.keep(Measure::IdleSwitches, switches as f64 / seconds);
    session.keep(Measure::IdleBytes, bytes as f64);
    Ok(())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Times in milliseconds and sizes in bytes, each from the least to the most.
fn sorted(answers: &[Answer]) -> (Vec<f64>, Vec<f64>) {
    let mut times: Vec<f64> = answers.iter().map(|answer| millis(answer.took)).collect();
    let mut bytes: Vec<f64> = answers.iter().map(|answer| answer.bytes as f64).collect();
    times.sort_by(f64::total_cmp);
    bytes.sort_by(f64::total_cmp);
    (times, bytes)
}

/// The figure that a share of all is not greater than; not a number where there is none.
fn at(sorted: &[f64], share: f64) -> f64 {
    let rank = (sorted.len().saturating_sub(1)) as f64 * share;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a list that is in memory"
    )]
    let place = rank.round() as usize;
    sorted.get(place).copied().unwrap_or(f64::NAN)
}
