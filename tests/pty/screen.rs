//! A pseudo-terminal with a program on it, read as a person reads: wait for a text, press a key.
//!
//! Nothing sleeps: every wait ends when bytes arrive or the deadline passes.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};

/// How long a screen may take to show what is waited for; far more than it needs.
pub const SOON: Duration = Duration::from_secs(30);

struct Seen {
    parser: vt100::Parser,
    bytes: usize,
    ended: bool,
    /// The reader lets go of the terminal at the next bytes.
    let_go: bool,
}

/// A terminal with a program on it.
pub struct Screen {
    seen: Arc<(Mutex<Seen>, Condvar)>,
    writer: Option<Box<dyn Write + Send>>,
    master: Option<Box<dyn MasterPty + Send>>,
    /// Kept open so that the settings of the terminal can be read after the program ended.
    slave: Option<Box<dyn SlavePty + Send>>,
    command: Option<CommandBuilder>,
    child: Option<Box<dyn Child + Send + Sync>>,
}

/// The program under test.
pub fn awp() -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_awp"));
    clean(&mut command);
    command
}

/// The same program run by a shell that ignores SIGHUP, as `nohup` does.
pub fn awp_without_hangup() -> CommandBuilder {
    let mut command = CommandBuilder::new("/bin/sh");
    command.args(["-c", "trap '' HUP; exec \"$0\" \"$@\""]);
    command.arg(env!("CARGO_BIN_EXE_awp"));
    clean(&mut command);
    command
}

/// The same program run by a shell with jobs, which goes on with it after a line is typed.
pub fn awp_under_a_shell() -> CommandBuilder {
    let mut command = CommandBuilder::new("/bin/sh");
    let jobs = "\"$0\" \"$@\"; echo; echo out of the program; read -r line; fg";
    command.args(["-m", "-c", jobs]);
    command.arg(env!("CARGO_BIN_EXE_awp"));
    clean(&mut command);
    command
}

fn clean(command: &mut CommandBuilder) {
    for name in ["NO_COLOR", "COLORTERM", "LC_ALL", "LC_MESSAGES", "AWP_LOG"] {
        command.env_remove(name);
    }
    command.env("TERM", "xterm-256color");
    command.env("LANG", "en_US.UTF-8");
}

impl Screen {
    /// Starts a program on a terminal of `columns` × `rows`.
    pub fn start(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let mut screen = Self::start_later(command, columns, rows);
        screen.spawn();
        screen
    }

    /// A terminal on which the program does not run yet.
    pub fn start_later(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let pty = native_pty_system().openpty(size(columns, rows)).unwrap();
        let mut reader = pty.master.try_clone_reader().unwrap();
        let writer = pty.master.take_writer().unwrap();
        let seen = Arc::new((
            Mutex::new(Seen {
                parser: vt100::Parser::new(cells(rows), cells(columns), 0),
                bytes: 0,
                ended: false,
                let_go: false,
            }),
            Condvar::new(),
        ));
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut buffer = vec![0; 64 * 1024];
            loop {
                let count = reader.read(&mut buffer).unwrap_or(0);
                let mut seen = shared.0.lock().unwrap();
                let bytes = buffer.get(..count).unwrap_or_default();
                seen.parser.process(bytes);
                seen.bytes += count;
                seen.ended = count == 0;
                shared.1.notify_all();
                if count == 0 || seen.let_go {
                    break;
                }
            }
        });
        Self {
            seen,
            writer: Some(writer),
            master: Some(pty.master),
            slave: Some(pty.slave),
            command: Some(command),
            child: None,
        }
    }

    /// Starts the program.
    pub fn spawn(&mut self) {
        let command = self.command.take().unwrap();
        self.child = Some(self.slave.as_ref().unwrap().spawn_command(command).unwrap());
    }

    /// The process id of the program.
    pub fn pid(&self) -> u32 {
        self.child.as_ref().unwrap().process_id().unwrap()
    }

    /// What is on the screen.
    pub fn text(&self) -> String {
        self.seen.0.lock().unwrap().parser.screen().contents()
    }

    /// Waits until the screen shows a text.
    #[track_caller]
    pub fn wait_for(&self, what: &str) -> &Self {
        self.wait_until(&format!("{what:?} to be shown"), |screen| {
            screen.contents().contains(what)
        })
    }

    /// Waits until the screen no longer shows a text.
    #[track_caller]
    pub fn wait_gone(&self, what: &str) -> &Self {
        self.wait_until(&format!("{what:?} to go"), |screen| {
            !screen.contents().contains(what)
        })
    }

    /// Waits until the screen is as asked.
    #[track_caller]
    pub fn wait_until(&self, what: &str, is: impl Fn(&vt100::Screen) -> bool) -> &Self {
        let deadline = Instant::now() + SOON;
        let mut seen = self.seen.0.lock().unwrap();
        while !is(seen.parser.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let ended = if seen.ended {
                    " (the program ended)"
                } else {
                    ""
                };
                panic!(
                    "waited for {what}{ended}; the screen is:\n{}",
                    seen.parser.screen().contents()
                );
            }
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
        drop(seen);
        self
    }

    /// Types bytes as the terminal would send them.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
        self
    }

    /// Changes the size of the terminal.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.seen
            .0
            .lock()
            .unwrap()
            .parser
            .screen_mut()
            .set_size(cells(rows), cells(columns));
        self.master
            .as_ref()
            .unwrap()
            .resize(size(columns, rows))
            .unwrap();
    }

    /// Closes the terminal as a lost connection does.
    pub fn hang_up(&mut self) {
        self.seen.0.lock().unwrap().let_go = true;
        // The redrawing wakes the reader, which then drops its side.
        self.master.as_ref().unwrap().resize(size(77, 23)).unwrap();
        self.writer = None;
        self.slave = None;
        self.master = None;
    }

    /// The settings of the terminal (termios), for comparison.
    pub fn settings(&self) -> String {
        format!("{:?}", self.master.as_ref().unwrap().get_termios().unwrap())
    }

    /// Waits until the settings of the terminal are others.
    #[track_caller]
    pub fn wait_changed(&self, before: &str) {
        let deadline = Instant::now() + SOON;
        while self.settings() == before {
            assert!(Instant::now() < deadline, "the settings stay as they were");
            std::thread::yield_now();
        }
    }

    /// Waits until the terminal is back on its first screen with a visible cursor and no mode
    /// left; what the program wrote last may come after its end is known.
    #[track_caller]
    pub fn wait_restored(&self) -> &Self {
        self.wait_until("the terminal to be given back", |screen| {
            !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
        })
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_raw(i32::try_from(self.pid()).unwrap()).unwrap();
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// Waits until the program is stopped, as a shell does before it goes on.
    #[track_caller]
    pub fn wait_stopped(&self) {
        let deadline = Instant::now() + SOON;
        let stat = format!("/proc/{}/stat", self.pid());
        let is_stopped = || {
            let stat = std::fs::read_to_string(&stat).unwrap();
            stat.rsplit(") ").next().unwrap().starts_with('T')
        };
        while !is_stopped() {
            assert!(Instant::now() < deadline, "the program does not stop");
            std::thread::yield_now();
        }
    }

    /// Waits for the end of the program; its exit code and how long it took.
    #[track_caller]
    pub fn end(&mut self, within: Duration) -> (u32, Duration) {
        let started = Instant::now();
        let child = self.child.as_mut().unwrap();
        let mut killer = child.clone_killer();
        let (tell, told) = std::sync::mpsc::channel::<()>();
        let watch = std::thread::spawn(move || {
            if told.recv_timeout(within).is_err() {
                let _ = killer.kill();
            }
        });
        let code = child.wait().unwrap().exit_code();
        let took = started.elapsed();
        let _ = tell.send(());
        watch.join().unwrap();
        assert!(
            took <= within,
            "the program had to be killed after {took:?}"
        );
        (code, took)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

/// Whether a file with a secret is readable by its owner only.
pub fn is_private(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(file)
        .unwrap()
        .permissions()
        .mode()
        .trailing_zeros()
        >= 6
}
