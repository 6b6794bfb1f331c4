//! The watchdog of a terminal that goes away.
//!
//! A program whose SIGHUP is ignored (`nohup`, some service managers) is not told that its
//! terminal closed, and crossterm's reader then spins on the dead descriptor. A thread waits in
//! `poll(2)` for hang-up or error, without a timeout: it costs nothing until it happens.
//! Not here: what is done then; the watchdog calls what it was given, once.

use std::fs::File;
use std::io::{self, PipeReader, PipeWriter};
use std::os::fd::{AsFd, OwnedFd};
use std::thread;

use rustix::event::{PollFd, PollFlags, poll};

/// A watch over a terminal; it ends when dropped.
pub struct Watchdog {
    _stop: PipeWriter,
}

impl Watchdog {
    /// Watches the terminal of the process.
    ///
    /// # Errors
    /// There is no terminal to watch, or no thread can be started.
    pub fn of_the_terminal(gone: impl FnOnce() + Send + 'static) -> io::Result<Self> {
        let tty = match File::options().read(true).open("/dev/tty") {
            Ok(file) => OwnedFd::from(file),
            Err(_) => io::stdin().as_fd().try_clone_to_owned()?,
        };
        Self::of(tty, gone)
    }

    /// Watches a descriptor.
    ///
    /// # Errors
    /// No thread can be started.
    pub fn of(tty: OwnedFd, gone: impl FnOnce() + Send + 'static) -> io::Result<Self> {
        let (stopped, stop) = io::pipe()?;
        thread::Builder::new()
            .name("awp-hangup".into())
            .spawn(move || {
                if wait(&tty, &stopped) {
                    gone();
                }
            })?;
        Ok(Self { _stop: stop })
    }
}

/// Waits; whether the terminal went away (else the watch was ended).
fn wait(tty: &OwnedFd, stopped: &PipeReader) -> bool {
    loop {
        // No event is asked for: the kernel reports hang-up and error all the same.
        let mut fds = [
            PollFd::new(tty, PollFlags::empty()),
            PollFd::new(stopped, PollFlags::empty()),
        ];
        match poll(&mut fds, None) {
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => continue,
            Err(_) => return false,
        }
        let [tty_fd, stop_fd] = &fds;
        if !stop_fd.revents().is_empty() {
            return false;
        }
        let events = tty_fd.revents();
        if events.contains(PollFlags::NVAL) {
            return false;
        }
        if events.intersects(PollFlags::HUP | PollFlags::ERR) {
            return true;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    const SOON: Duration = Duration::from_secs(10);

    #[test]
    fn the_end_of_the_other_side_is_noticed() {
        let (ours, theirs) = std::os::unix::net::UnixStream::pair().unwrap();
        let (tell, told) = mpsc::channel();
        let _watch = Watchdog::of(ours.into(), move || tell.send(()).unwrap()).unwrap();
        drop(theirs);
        assert_eq!(told.recv_timeout(SOON), Ok(()));
    }

    #[test]
    fn a_closed_pseudo_terminal_is_noticed() {
        use std::os::unix::fs::OpenOptionsExt as _;
        let size = portable_pty::PtySize::default();
        let pty = portable_pty::native_pty_system().openpty(size).unwrap();
        let noctty = i32::try_from(rustix::fs::OFlags::NOCTTY.bits()).unwrap();
        let tty = File::options()
            .read(true)
            .custom_flags(noctty)
            .open(pty.master.tty_name().unwrap())
            .unwrap();
        let (tell, told) = mpsc::channel();
        let _watch = Watchdog::of(tty.into(), move || tell.send(()).unwrap()).unwrap();
        drop(pty);
        assert_eq!(told.recv_timeout(SOON), Ok(()));
    }

    #[test]
    fn an_ended_watch_tells_nothing() {
        let (ours, _theirs) = std::os::unix::net::UnixStream::pair().unwrap();
        let (tell, told) = mpsc::channel::<()>();
        let watch = Watchdog::of(ours.into(), move || {
            let _ = tell.send(());
        })
        .unwrap();
        drop(watch);
        // The sender goes with the thread, untold.
        assert_eq!(
            told.recv_timeout(SOON),
            Err(mpsc::RecvTimeoutError::Disconnected)
        );
    }
}
