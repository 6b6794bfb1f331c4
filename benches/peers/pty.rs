//! A program in a terminal of 120×40 whose every chunk of output is stamped as it arrives.
//!
//! A thread reads and stamps, nothing else. The emulator runs over the chunks afterwards, once
//! the program is quiet, so that it never delays a stamp and takes no time from the program.
//! The time of an answer is that of the chunk from which on the part of the screen that is looked
//! at stays as it ends up.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{Read as _, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::Outcome;

/// Columns of the terminal.
pub const COLUMNS: u16 = 120;
/// Rows of the terminal.
pub const ROWS: u16 = 40;

/// How long a program may take to start, or to end.
const PATIENCE: Duration = Duration::from_mins(10);
/// How long it may take for what a key asks.
const SOON: Duration = Duration::from_mins(1);

/// Bytes that arrived at once.
struct Chunk {
    at: Instant,
    bytes: Vec<u8>,
}

/// A part of the screen, in cells.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Its first row.
    pub top: u16,
    /// How many rows.
    pub rows: u16,
    /// Its first column.
    pub left: u16,
    /// How many columns.
    pub columns: u16,
}

impl Part {
    fn holds(self, rows: impl Iterator<Item = String>) -> impl Iterator<Item = String> {
        rows.skip(usize::from(self.top))
            .take(usize::from(self.rows))
    }
}

/// What came of a key.
#[derive(Debug, Clone, Copy)]
pub struct Answer {
    /// From writing the key to the chunk from which on the part stays as it ends up.
    pub took: Duration,
    /// All bytes until the program was quiet.
    pub bytes: usize,
}

/// The terminal with its program.
pub struct Terminal {
    /// Right before the program was started.
    pub started: Instant,
    /// Its process.
    pub pid: u32,
    writer: Box<dyn Write + Send>,
    chunks: Receiver<Chunk>,
    parser: vt100::Parser,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    /// Starts a program.
    ///
    /// # Errors
    /// There is no terminal, or no such program.
    pub fn spawn(command: CommandBuilder) -> Outcome<Self> {
        let size = PtySize {
            rows: ROWS,
            cols: COLUMNS,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size)?;
        let chunks = stamped(pair.master.try_clone_reader()?);
        let writer = pair.master.take_writer()?;
        let cells = |count| NonZero::new(count).ok_or("no cells");
        let parser = vt100::Parser::new(cells(ROWS)?, cells(COLUMNS)?, 0);
        let started = Instant::now();
        let child = pair.slave.spawn_command(command)?;
        Ok(Self {
            started,
            pid: child.process_id().ok_or("a program without a process")?,
            writer,
            chunks,
            parser,
            child,
            _master: pair.master,
        })
    }

    /// Types keys; when.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn press(&mut self, keys: &str) -> Outcome<Instant> {
        let at = Instant::now();
        self.writer.write_all(keys.as_bytes())?;
        self.writer.flush()?;
        Ok(at)
    }

    /// What comes until nothing came for `quiet`; waits for the first chunk until `end`.
    fn collect(&self, quiet: Duration, end: Instant) -> Outcome<Vec<Chunk>> {
        let mut chunks = Vec::new();
        let mut most = end.saturating_duration_since(Instant::now());
        loop {
            match self.chunks.recv_timeout(most) {
                Ok(chunk) => chunks.push(chunk),
                Err(RecvTimeoutError::Disconnected) if chunks.is_empty() => {
                    return Err(format!("the program ended; its screen:\n{}", self.text()).into());
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    return Ok(chunks);
                }
            }
            if Instant::now() >= end {
                return Ok(chunks);
            }
            most = quiet;
        }
    }

    /// Takes what comes until the program was quiet for so long; how many bytes, and when the
    /// first of them came.
    ///
    /// # Errors
    /// The program ended.
    pub fn settle(&mut self, quiet: Duration) -> Outcome<(usize, Option<Instant>)> {
        let chunks = self.collect(quiet, Instant::now() + quiet)?;
        for chunk in &chunks {
            self.parser.process(&chunk.bytes);
        }
        let bytes = chunks.iter().map(|chunk| chunk.bytes.len()).sum();
        Ok((bytes, chunks.first().map(|chunk| chunk.at)))
    }

    /// Types keys that may change nothing and waits until `until` holds and the program is quiet.
    ///
    /// # Errors
    /// That did not happen in time; the error shows the screen.
    pub fn bring(
        &mut self,
        keys: &str,
        part: Part,
        quiet: Duration,
        until: &dyn Fn(&Self) -> bool,
    ) -> Outcome<()> {
        let begin = self.press(keys)?;
        self.settle(quiet)?;
        if !until(self) {
            self.watch(begin, SOON, (part, quiet), until)?;
        }
        Ok(())
    }

    /// Types keys and waits until `part` is another one, `until` holds and the program is quiet.
    ///
    /// # Errors
    /// That did not happen in time; the error shows the screen.
    pub fn answer(
        &mut self,
        keys: &str,
        part: Part,
        quiet: Duration,
        until: &dyn Fn(&Self) -> bool,
    ) -> Outcome<Answer> {
        let before = self.look(part);
        let begin = self.press(keys)?;
        self.watch(begin, SOON, (part, quiet), &|terminal| {
            terminal.look(part) != before && until(terminal)
        })
    }

    /// Waits until a program that was just started shows what `until` holds for and is quiet.
    ///
    /// # Errors
    /// That did not happen in time; the error shows the screen.
    pub fn ready(
        &mut self,
        part: Part,
        quiet: Duration,
        until: &dyn Fn(&Self) -> bool,
    ) -> Outcome<Answer> {
        self.watch(self.started, PATIENCE, (part, quiet), until)
    }

    /// Waits until `until` holds and the program is quiet, at most for so long from `begin` on.
    fn watch(
        &mut self,
        begin: Instant,
        most: Duration,
        (part, quiet): (Part, Duration),
        until: &dyn Fn(&Self) -> bool,
    ) -> Outcome<Answer> {
        let end = begin + most;
        let mut looks = Vec::new();
        let mut bytes = 0;
        loop {
            for chunk in self.collect(quiet, end)? {
                self.parser.process(&chunk.bytes);
                bytes += chunk.bytes.len();
                looks.push((chunk.at, self.look(part)));
            }
            if until(self) {
                break;
            }
            if Instant::now() >= end {
                return Err(format!("not in time; the screen:\n{}", self.text()).into());
            }
        }
        let last = looks.last().map(|look| look.1);
        let stays = looks.iter().rev().take_while(|look| Some(look.1) == last);
        let at = stays.last().map_or(begin, |look| look.0);
        let took = at.saturating_duration_since(begin);
        Ok(Answer { took, bytes })
    }

    /// Everything on the screen.
    pub fn text(&self) -> String {
        self.parser.screen().contents()
    }

    /// The rows of a part.
    pub fn rows(&self, part: Part) -> Vec<String> {
        let rows = self.parser.screen().rows(part.left, part.columns);
        part.holds(rows).collect()
    }

    /// Whether a part shows a text; blanks do not count, so that neither columns nor the grouping
    /// of digits matter.
    pub fn shows(&self, part: Part, text: &str) -> bool {
        dense(&self.rows(part).concat()).contains(&dense(text))
    }

    /// Signs and looks of a part, as one number.
    pub fn look(&self, part: Part) -> u64 {
        let rows = self.parser.screen().rows_formatted(part.left, part.columns);
        let mut hasher = DefaultHasher::new();
        for row in part.holds(rows) {
            row.hash(&mut hasher);
        }
        hasher.finish()
    }

    /// Listens for so long; how many bytes came.
    ///
    /// # Errors
    /// The program ended.
    pub fn listen(&mut self, time: Duration) -> Outcome<usize> {
        let end = Instant::now() + time;
        let mut bytes = 0;
        while Instant::now() < end {
            for chunk in self.collect(Duration::ZERO, end)? {
                self.parser.process(&chunk.bytes);
                bytes += chunk.bytes.len();
            }
        }
        Ok(bytes)
    }

    /// Types what leaves the program and waits for its end, in which it stores what it knows.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn leave(mut self, keys: &str) -> Outcome<()> {
        self.press(keys)?;
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end && self.collect(Duration::ZERO, end).is_ok() {}
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // One that ended already needs no end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A text without its blanks.
fn dense(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).collect()
}

/// Reads a terminal in a thread of its own that only stamps what it reads.
fn stamped(mut reader: Box<dyn std::io::Read + Send>) -> Receiver<Chunk> {
    let (send, chunks) = channel();
    std::thread::spawn(move || {
        let mut buffer = vec![0_u8; 65_536];
        while let Ok(read @ 1..) = reader.read(&mut buffer) {
            let at = Instant::now();
            let bytes = buffer.get(..read).unwrap_or_default().to_vec();
            if send.send(Chunk { at, bytes }).is_err() {
                break;
            }
        }
    });
    chunks
}
