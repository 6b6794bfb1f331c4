//! A secret asked for on the terminal without being shown.
//!
//! The terminal does not echo meanwhile; a signal that ends the program gives it back first.
//! Afterwards ending signals do again what they do by default, until the workstation listens.

use std::fs::File;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};

use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag::register_conditional_default;
use signal_hook::iterator::{Handle, Signals};

const ENDING: [i32; 3] = [SIGHUP, SIGINT, SIGTERM];

/// Whether ending signals do what they do by default; unset before the first prompt.
static DEFAULT: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// Asks for a secret on the terminal of the process.
///
/// # Errors
/// There is no terminal, or it cannot be read.
pub fn hidden(prompt: &str) -> io::Result<String> {
    let held = Held::hold()?;
    let secret = rpassword::prompt_password(prompt);
    drop(held);
    secret
}

/// Ending signals are listened to elsewhere from now on.
pub fn hand_signals_over() {
    if let Some(default) = DEFAULT.get() {
        default.store(false, Ordering::SeqCst);
    }
}

/// The terminal while it does not echo.
struct Held {
    handle: Handle,
    listening: Option<JoinHandle<()>>,
}

impl Held {
    fn hold() -> io::Result<Self> {
        let tty = File::options().read(true).write(true).open("/dev/tty")?;
        let before = tcgetattr(&tty)?;
        hand_signals_over();
        let mut signals = Signals::new(ENDING)?;
        let handle = signals.handle();
        let listening = thread::Builder::new()
            .name("awp-prompt".into())
            .spawn(move || {
                if let Some(number) = signals.forever().next() {
                    // A terminal that went away needs nothing.
                    let _ = tcsetattr(&tty, OptionalActions::Now, &before);
                    end(number);
                }
            })?;
        Ok(Self {
            handle,
            listening: Some(listening),
        })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.handle.close();
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
        let default = DEFAULT.get_or_init(|| {
            let default = Arc::new(AtomicBool::new(false));
            for number in ENDING {
                if let Err(error) = register_conditional_default(number, Arc::clone(&default)) {
                    tracing::warn!(%error, number, "the signal is not heard");
                }
            }
            default
        });
        default.store(true, Ordering::SeqCst);
    }
}

#[expect(clippy::exit, reason = "nothing is open yet but the question")]
fn end(number: i32) -> ! {
    std::process::exit(128 + number);
}
