//! The workstation in line mode, spoken with over pipes.

use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::kept::Kept;

/// So long an answer is waited for on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// Somebody who types lines and reads what is printed.
pub struct Lines {
    child: Child,
    input: Option<ChildStdin>,
    chunks: Receiver<Vec<u8>>,
    printed: Vec<u8>,
    /// How much of it has been waited for already.
    heard: usize,
}

impl Lines {
    /// Sits down at a kept demonstration.
    pub fn on(kept: &Kept) -> Self {
        Self::with(kept, &["--keyboard", "us"])
    }

    /// The same where nobody has said which layout is on the keyboard.
    pub fn unset_on(kept: &Kept) -> Self {
        Self::with(kept, &[])
    }

    fn with(kept: &Kept, options: &[&str]) -> Self {
        let config = kept.data().with_file_name("config.toml");
        let mut child = Command::new(env!("CARGO_BIN_EXE_awp"))
            .args(["--plain", "--lang", "en"])
            .args(options)
            .arg("--data")
            .arg(kept.data())
            .arg("--passphrase-file")
            .arg(kept.passphrase())
            .arg("--config")
            .arg(config)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut output = child.stdout.take().unwrap();
        let (send, chunks) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(read @ 1..) = output.read(&mut buffer) {
                if send.send(buffer[..read].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            input: child.stdin.take(),
            child,
            chunks,
            printed: Vec::new(),
            heard: 0,
        }
    }

    /// Types a line.
    pub fn says(&mut self, line: &str) -> &mut Self {
        let input = self.input.as_mut().unwrap();
        writeln!(input, "{line}").unwrap();
        input.flush().unwrap();
        self
    }

    /// Waits until something is printed that has not been waited for yet.
    pub fn hears(&mut self, what: &str) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let text = String::from_utf8_lossy(&self.printed[self.heard..]).into_owned();
            if let Some(at) = text.find(what) {
                self.heard += at + what.len();
                return self;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            match self.chunks.recv_timeout(left) {
                Ok(chunk) => self.printed.extend(chunk),
                Err(end) => panic!("waited for {what:?} ({end}); printed was:\n{text}"),
            }
        }
    }

    /// Ends the input, waits for the end of the program; gives its code and all it printed.
    pub fn leaves(mut self) -> (Option<i32>, Vec<u8>) {
        drop(self.input.take());
        let code = self.child.wait().unwrap().code();
        self.printed.extend(self.chunks.iter().flatten());
        (code, std::mem::take(&mut self.printed))
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
