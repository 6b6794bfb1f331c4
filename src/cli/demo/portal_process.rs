//! The portal of the demonstration: a separate process that never outlives us.
//!
//! Started from the same program on a loopback port, stopped and started again on the same port
//! and database. Its standard input is a pipe that only we hold: when we end, however that
//! happens, the pipe closes and the portal ends with it.

use std::io::{self, BufRead, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;

/// How long the portal may take to say that it is ready.
const READY_WITHIN: Duration = Duration::from_secs(30);

/// How a portal is started.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The program.
    pub program: PathBuf,
    /// The SQLite file.
    pub database: PathBuf,
    /// The moment its clock starts at, as told by [`crate::clock::Clock`]; `None` for the real one.
    pub at: Option<Timestamp>,
}

/// What the portal prints when it listens.
#[derive(Debug, Deserialize)]
struct Ready {
    listen: String,
}

/// A portal that runs.
pub struct PortalProcess {
    child: Child,
    /// Closed last: its end is what ends the portal.
    _alive: Option<ChildStdin>,
    address: String,
}

impl PortalProcess {
    /// Starts the portal and waits until it listens; `address` is `127.0.0.1:0` for any port.
    ///
    /// # Errors
    /// The program cannot be started, ends, or does not get ready in time.
    pub fn start(plan: &Plan, address: &str) -> io::Result<Self> {
        let mut command = Command::new(&plan.program);
        command
            .args(["portal", "serve", "--exit-with-parent", "--listen", address])
            .arg("--database")
            .arg(format!("sqlite:{}", plan.database.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        if let Some(at) = plan.at {
            command.arg("--at").arg(at.to_string());
        }
        // A Ctrl+C at the terminal is for the workstation, which then stops the portal.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        let alive = child.stdin.take();
        match ready(&mut child) {
            Ok(address) => Ok(Self {
                child,
                _alive: alive,
                address,
            }),
            Err(error) => {
                let _ = child.kill();
                let _ = child.wait();
                Err(error)
            }
        }
    }

    /// The address it listens at, `127.0.0.1:PORT`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The URL a workstation logs in to.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for PortalProcess {
    fn drop(&mut self) {
        // Its database survives a kill: each write is one transaction.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits for the line that says where the portal listens.
fn ready(child: &mut Child) -> io::Result<String> {
    let out = child
        .stdout
        .take()
        .ok_or_else(|| io::Error::other("the portal has no output"))?;
    let (tell, told) = mpsc::channel();
    thread::Builder::new()
        .name("awp-demo-portal".into())
        .spawn(move || {
            let mut out = BufReader::new(out);
            let mut line = String::new();
            let read = out.read_line(&mut line);
            let _ = tell.send(read.map(|_| line));
            // What it prints later is read and dropped, so that it never waits for us.
            let _ = io::copy(&mut out.by_ref(), &mut io::sink());
        })?;
    let line = told
        .recv_timeout(READY_WITHIN)
        .map_err(|error| io::Error::new(io::ErrorKind::TimedOut, error))??;
    let ready: Ready = serde_json::from_str(&line)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    Ok(ready.listen)
}
