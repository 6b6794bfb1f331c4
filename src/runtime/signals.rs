//! Signals of the operating system as values, and the last resort when the loop does not end.
//!
//! SIGTERM, SIGHUP and SIGINT end the program after drafts and outbox are safe; SIGTSTP stops
//! it with the terminal given back, SIGCONT takes the terminal again; SIGUSR1 reads the settings
//! again. A thread turns them into [`Signal`]s; nothing runs inside a signal handler.
//! Invariant: two seconds after an ending signal or a hang-up the process is gone.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use nix::unistd::{Pid, getpgid, getpgrp, getppid, getsid};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGUSR1};
use signal_hook::iterator::{Handle, Signals};
use tokio::sync::mpsc::UnboundedSender;

use crate::cli::Exit;
use crate::runtime::prompt;
use crate::runtime::tty::Tty;

/// How long the loop may take to end after it was told to.
pub const GRACE: Duration = Duration::from_millis(1500);

/// Something the operating system asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// End, with this code.
    End(Exit),
    /// Give the terminal back and stop.
    Stop,
    /// Going on after a stop: the terminal may have been used by others.
    Continue,
    /// Read the settings again.
    Reload,
}

impl Signal {
    const fn of(number: i32) -> Option<Self> {
        match number {
            SIGTERM => Some(Self::End(Exit::Terminated)),
            SIGHUP => Some(Self::End(Exit::Hangup)),
            SIGINT => Some(Self::End(Exit::Interrupted)),
            SIGTSTP => Some(Self::Stop),
            SIGCONT => Some(Self::Continue),
            SIGUSR1 => Some(Self::Reload),
            _ => None,
        }
    }
}

/// The listener; it ends when dropped.
pub struct Listener {
    handle: Handle,
}

impl Listener {
    /// Sends the signals of the process to `to`.
    ///
    /// # Errors
    /// The handlers cannot be installed.
    pub fn start(to: UnboundedSender<Signal>, last_resort: &LastResort) -> io::Result<Self> {
        let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT, SIGUSR1])?;
        prompt::hand_signals_over();
        let handle = signals.handle();
        let last_resort = last_resort.clone();
        thread::Builder::new()
            .name("awp-signals".into())
            .spawn(move || {
                for signal in signals.forever().filter_map(Signal::of) {
                    if let Signal::End(exit) = signal {
                        last_resort.arm(exit);
                    }
                    if to.send(signal).is_err() {
                        break;
                    }
                }
            })?;
        Ok(Self { handle })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.handle.close();
    }
}

/// Ends the process when the loop did not end in [`GRACE`] after it was told to, for example
/// because the terminal does not take any more bytes.
#[derive(Clone)]
pub struct LastResort {
    tty: Option<Tty>,
    armed: Arc<AtomicBool>,
    done: Arc<AtomicBool>,
}

impl LastResort {
    /// A last resort that gives this terminal back.
    #[must_use]
    pub fn new(tty: Tty) -> Self {
        Self::of(Some(tty))
    }

    /// A last resort of line mode, which has taken no terminal.
    #[must_use]
    pub fn without_terminal() -> Self {
        Self::of(None)
    }

    fn of(tty: Option<Tty>) -> Self {
        Self {
            tty,
            armed: Arc::default(),
            done: Arc::default(),
        }
    }

    /// Starts the countdown; a second call does not start another.
    pub fn arm(&self, exit: Exit) {
        if self.armed.swap(true, Ordering::SeqCst) {
            return;
        }
        let (tty, done) = (self.tty.clone(), self.done.clone());
        let countdown = thread::Builder::new()
            .name("awp-end".into())
            .spawn(move || {
                let (_never, wait) = mpsc::channel::<()>();
                let _ = wait.recv_timeout(GRACE);
                if done.load(Ordering::SeqCst) {
                    return;
                }
                // The terminal may be what hangs: leaving gets a moment of its own.
                let (left, has_left) = mpsc::channel();
                let _ = thread::Builder::new().spawn(move || {
                    tty.iter().for_each(Tty::leave);
                    let _ = left.send(());
                });
                let _ = has_left.recv_timeout(Duration::from_millis(300));
                end(exit);
            });
        if countdown.is_err() {
            end(exit);
        }
    }

    /// The loop ended by itself.
    pub fn disarm(&self) {
        self.done.store(true, Ordering::SeqCst);
    }
}

#[expect(clippy::exit, reason = "the loop did not end although it was told to")]
fn end(exit: Exit) {
    tracing::error!(code = exit as u8, "the loop did not end in time");
    std::process::exit(i32::from(exit as u8));
}

/// Whether a shell can go on with this process after a stop: somebody of the same session, but of
/// another group, started it or the head of its group. A login without a shell, or a window made
/// for this program alone, would stand still for ever.
///
/// Numbers are compared as they come: in a container the session, the group and the parent may
/// stand outside of what the process can see, and each is then 0.
#[must_use]
pub fn has_shell() -> bool {
    let (session, group) = (getsid(None).ok(), getpgrp());
    let leads_on = |parent: Pid| {
        is_seen(parent)
            && getsid(Some(parent)).ok() == session
            && getpgid(Some(parent)).is_ok_and(|of| of != group)
    };
    leads_on(getppid()) || parent_of(group).is_some_and(leads_on)
}

/// Whether the number names a process: asked about 0, the system would tell of the asker.
fn is_seen(process: Pid) -> bool {
    process.as_raw() > 0
}

/// The parent of a process, where the system tells it.
fn parent_of(process: Pid) -> Option<Pid> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name stands in brackets and may hold anything; state and parent follow.
    let (_, rest) = stat.rsplit_once(')')?;
    Some(Pid::from_raw(rest.split_whitespace().nth(1)?.parse().ok()?))
}

/// Asks all processes of the job to stop, this one too, which hears of it as of any other stop: a
/// shell takes the terminal back only when a script that runs the program stands still as well.
pub fn stop_job() {
    let asked = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
    if let Err(error) = asked {
        tracing::warn!(%error, "cannot stop");
    }
}

/// Stops the process as the default action of SIGTSTP does; returns when it goes on.
pub fn stop() {
    // The handler stays installed; only SIGSTOP stops without asking it.
    if let Err(error) =
        rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::STOP)
    {
        tracing::warn!(%error, "cannot stop");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_of_an_end_are_128_and_the_signal() {
        for number in [SIGTERM, SIGHUP, SIGINT] {
            let Some(Signal::End(exit)) = Signal::of(number) else {
                panic!("{number} ends");
            };
            assert_eq!(i32::from(exit as u8), 128 + number);
        }
    }
}
