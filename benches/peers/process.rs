//! What the kernel says of a program: memory, processor time, wake-ups; and of a folder: when a
//! file in it was opened.
//!
//! Memory, time and wake-ups are those of a process with all its descendants.

use std::fs;
use std::mem::MaybeUninit;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::fs::inotify;

use crate::Outcome;

/// What a program used since it was started.
#[derive(Debug, Clone, Copy, Default)]
pub struct Usage {
    /// Processor time.
    pub cpu: Duration,
    /// How often one of its threads went to sleep by itself, each time to be woken.
    pub switches: u64,
}

/// What a program used so far.
pub fn usage(pid: u32) -> Usage {
    let mut used = Usage::default();
    for task in family(pid).into_iter().flat_map(tasks) {
        let time = fs::read_to_string(format!("{task}/schedstat")).unwrap_or_default();
        let nanos = time
            .split_whitespace()
            .next()
            .and_then(|word| word.parse().ok());
        used.cpu += Duration::from_nanos(nanos.unwrap_or_default());
        used.switches += field(&format!("{task}/status"), "voluntary_ctxt_switches:");
    }
    used
}

/// The memory of a program in MB, what it shares with others counted in parts (PSS).
pub fn memory(pid: u32) -> f64 {
    let sizes = family(pid).into_iter();
    megabytes(
        sizes
            .map(|pid| field(&format!("/proc/{pid}/smaps_rollup"), "Pss:"))
            .sum(),
    )
}

/// The most memory the process itself ever had, in MB (`VmHWM`).
pub fn peak(pid: u32) -> f64 {
    megabytes(field(&format!("/proc/{pid}/status"), "VmHWM:"))
}

/// The load of the machine over 1, 5 and 15 minutes.
pub fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace()
        .take(3)
        .collect::<Vec<_>>()
        .join(" ")
}

fn megabytes(kibibytes: u64) -> f64 {
    kibibytes as f64 * 1024.0 / 1e6
}

/// A process and its descendants.
fn family(pid: u32) -> Vec<u32> {
    let mut all = vec![pid];
    let mut next = 0;
    while let Some(&pid) = all.get(next) {
        next += 1;
        for task in tasks(pid) {
            let children = fs::read_to_string(format!("{task}/children")).unwrap_or_default();
            all.extend(
                children
                    .split_whitespace()
                    .filter_map(|word| word.parse::<u32>().ok()),
            );
        }
    }
    all
}

/// The folders of the threads of a process.
fn tasks(pid: u32) -> Vec<String> {
    let Ok(tasks) = fs::read_dir(format!("/proc/{pid}/task")) else {
        return Vec::new();
    };
    let tasks = tasks.filter_map(Result::ok);
    tasks
        .map(|task| task.path().display().to_string())
        .collect()
}

/// The number after a name at the head of a line.
fn field(file: &str, name: &str) -> u64 {
    let text = fs::read_to_string(file).unwrap_or_default();
    let rest = text.lines().find_map(|line| line.strip_prefix(name));
    let word = rest.and_then(|rest| rest.split_whitespace().next());
    word.and_then(|word| word.parse().ok()).unwrap_or_default()
}

/// Tells when a file of a folder is opened for the first time from now on.
///
/// # Errors
/// The folder cannot be watched.
pub fn opening(folder: &Path, file: &'static str) -> Outcome<Receiver<Instant>> {
    let watch = inotify::init(inotify::CreateFlags::CLOEXEC)?;
    inotify::add_watch(&watch, folder, inotify::WatchFlags::OPEN)?;
    let (send, opened) = channel();
    std::thread::spawn(move || {
        let mut buffer = [MaybeUninit::uninit(); 4096];
        let mut events = inotify::Reader::new(watch, &mut buffer);
        while let Ok(event) = events.next() {
            let at = Instant::now();
            if event
                .file_name()
                .is_some_and(|name| name.to_bytes() == file.as_bytes())
            {
                // Nobody may listen any more.
                let _ = send.send(at);
                break;
            }
        }
    });
    Ok(opened)
}
