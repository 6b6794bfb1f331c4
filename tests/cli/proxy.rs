//! A network that fails: a TCP proxy that delays, cuts, drops and swallows by a seed.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

/// How long a delayed answer waits, and how long a swallowed one is held.
const DELAY: Duration = Duration::from_millis(40);
const HOLD: Duration = Duration::from_millis(300);

/// What happens to one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    /// Closed before a byte went on.
    Dropped,
    /// Everything arrives, later.
    Delayed,
    /// The request arrives and so much of the answer comes back.
    Cut(usize),
    /// Nothing goes on and nothing comes back, until the caller is left.
    Swallowed,
}

struct Plan {
    seed: u64,
    connections: AtomicU64,
    faulty: AtomicBool,
    /// Connections are swallowed for as long as this holds, whatever the seed says.
    swallowing: AtomicBool,
    upstream: Mutex<SocketAddr>,
}

/// A running proxy; its thread ends with the process.
pub struct Proxy {
    plan: Arc<Plan>,
    address: SocketAddr,
}

impl Proxy {
    /// A proxy in front of `http://…`; faultless at first.
    pub fn before(url: &str, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let plan = Arc::new(Plan {
            seed,
            connections: AtomicU64::new(0),
            faulty: AtomicBool::new(false),
            swallowing: AtomicBool::new(false),
            upstream: Mutex::new(address_of(url)),
        });
        let shared = Arc::clone(&plan);
        thread::spawn(move || {
            for caller in listener.incoming().flatten() {
                let plan = Arc::clone(&shared);
                thread::spawn(move || plan.pass(caller));
            }
        });
        Self { plan, address }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Whether connections fail from now on, by the seed.
    pub fn faulty(&self, faulty: bool) {
        self.plan.faulty.store(faulty, Ordering::Relaxed);
    }

    /// Whether every connection is swallowed.
    pub fn swallowing(&self, swallowing: bool) {
        self.plan.swallowing.store(swallowing, Ordering::Relaxed);
    }

    /// Connections go to another portal from now on.
    pub fn turn_to(&self, url: &str) {
        *self.plan.upstream.lock().unwrap() = address_of(url);
    }
}

fn address_of(url: &str) -> SocketAddr {
    url.trim_start_matches("http://").parse().unwrap()
}

/// Waits without being woken.
fn wait(time: Duration) {
    let (_never, nothing) = mpsc::channel::<()>();
    let _ = nothing.recv_timeout(time);
}

impl Plan {
    fn next(&self) -> Fault {
        let n = self.connections.fetch_add(1, Ordering::Relaxed);
        if self.swallowing.load(Ordering::Relaxed) {
            return Fault::Swallowed;
        }
        if !self.faulty.load(Ordering::Relaxed) {
            return Fault::None;
        }
        // splitmix64: the same seed gives the same faults in the same order.
        let mut z = self
            .seed
            .wrapping_add(n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        match (z ^ (z >> 31)) % 8 {
            0 => Fault::Dropped,
            1 => Fault::Delayed,
            2 => Fault::Cut(0),
            3 => Fault::Cut(60),
            4 => Fault::Cut(400),
            5 => Fault::Swallowed,
            _ => Fault::None,
        }
    }

    fn pass(&self, caller: TcpStream) {
        let fault = self.next();
        if fault == Fault::Dropped {
            return;
        }
        if fault == Fault::Swallowed {
            wait(HOLD);
            while self.swallowing.load(Ordering::Relaxed) {
                wait(DELAY);
            }
            return;
        }
        let upstream = *self.upstream.lock().unwrap();
        let Ok(portal) = TcpStream::connect(upstream) else {
            return;
        };
        if fault == Fault::Delayed {
            wait(DELAY);
        }
        let (from, to) = (caller.try_clone().unwrap(), portal.try_clone().unwrap());
        let asking = thread::spawn(move || pump(from, to, usize::MAX));
        let most = match fault {
            Fault::Cut(most) => most,
            Fault::None | Fault::Delayed | Fault::Dropped | Fault::Swallowed => usize::MAX,
        };
        pump(portal, caller, most);
        let _ = asking.join();
    }
}

/// Passes on at most so many bytes, then ends both ways.
fn pump(mut from: TcpStream, mut to: TcpStream, most: usize) {
    let mut left = most;
    let mut some = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut some) {
        let passed = read.min(left);
        if to.write_all(&some[..passed]).is_err() || passed < read {
            break;
        }
        left -= passed;
    }
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}
