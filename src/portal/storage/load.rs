//! How many writes a store takes, measured; run by `./test bench` in release mode.
//!
//! Figures are printed beside their limits and nothing fails but a lost write: a busy machine is
//! no fault of the store.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::conformance::{House, op, put};
use super::{Commit, OpRecord, Storage, Write};
use crate::domain::ids::Version;

/// Writers at the same time.
const WRITERS: usize = 16;

/// Writes of each.
const WRITES: usize = 250;

/// Writes a second, at least.
const LEAST: u128 = 1000;

/// What one write of a hundred may take longer than.
const LONGEST: Duration = Duration::from_millis(100);

/// As an operation of a workstation: an entity goes on, and the result is kept with it.
async fn writer(store: Arc<dyn Storage>, writer: usize) -> Vec<Duration> {
    let mut took = Vec::with_capacity(WRITES);
    for n in 0..WRITES as u64 {
        let mut put = put(&format!("{writer}-{}", n / 5), (n % 5 > 0).then_some(n % 5));
        put.body = Some(format!("{{\"text\":\"{}\"}}", "сұрақ ".repeat(200)));
        let write = Write {
            ops: vec![OpRecord {
                version: Version(n % 5 + 1),
                receipt: "{\"decided_at\":\"2026-03-06T05:00:00Z\"}".repeat(8),
                ..op()
            }],
            puts: vec![put],
            ..Write::default()
        };
        let begun = Instant::now();
        let done = store.commit(write).await.unwrap();
        took.push(begun.elapsed());
        assert!(matches!(done, Commit::Done(_)));
    }
    took
}

async fn measure(name: &str, nodes: &[Arc<dyn Storage>]) {
    let begun = Instant::now();
    let writers = (0..WRITERS).zip(nodes.iter().cycle());
    let took = join_all(writers.map(|(n, store)| writer(Arc::clone(store), n))).await;
    let whole = begun.elapsed().as_millis().max(1);
    let mut took: Vec<Duration> = took.into_iter().flatten().collect();
    took.sort_unstable();
    let at = |per_cent: usize| took[took.len() * per_cent / 100];
    let rate = took.len() as u128 * 1000 / whole;
    println!(
        "{name:24} {rate:5} writes/s (limit {LEAST})  p50 {:6.1?}  p99 {:6.1?} (limit {LONGEST:?})",
        at(50),
        at(99),
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "measures; run by ./test bench"]
async fn the_rush_of_writes_on_either_store() {
    let (file, server) = (House::sqlite(), House::postgres().await);
    measure("SQLite", &[file.node().await]).await;
    measure("PostgreSQL, one node", &[server.node().await]).await;
    let server = House::postgres().await;
    let nodes = [server.node().await, server.node().await];
    measure("PostgreSQL, two nodes", &nodes).await;
}
