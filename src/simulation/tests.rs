//! A fixed set of seeds, any number of others, and the broken stores that must be found.

use std::ops::Range;

use super::mutant::Mutation;
use super::site::Store;
use super::tally::Tally;
use super::world::World;

/// Seeds of one test of the fixed set.
const BLOCK: u64 = 500;

/// Seeds in which a broken store must be found.
const PATIENCE: u64 = 100;

/// What has to happen in a hundred worlds on a file, at the least: a world in which it never does
/// promises nothing of it.
const HAPPENS: [(&str, u64); 23] = [
    ("answers that were cut", 80),
    ("answers that were lost", 200),
    ("calls at once", 900),
    ("calls that came late", 150),
    ("calls that came twice", 75),
    ("calls that were slow", 140),
    ("commands that are broken off", 15),
    ("decisions that are done", 450),
    ("decisions that wait for a choice", 8),
    ("decisions that were settled", 50),
    ("decisions that were taken back", 50),
    ("lines that broke before", 140),
    ("programs that end in a deed", 12),
    ("programs that end in an exchange", 100),
    ("questions that stay open", 150),
    ("replicas that start over", 35),
    ("rests that end in time", 120),
    ("signs of a stream", 1500),
    ("the calendar changes", 50),
    ("the portal falls back", 8),
    ("the portal falls back in the middle", 12),
    ("the portal restarts in the middle", 50),
    ("workstations that are closed", 150),
];

/// Names the seed when its world ends in a panic.
struct Named(u64);

impl Drop for Named {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("seed {}", self.0);
        }
    }
}

/// Plays a seed and tells how often what happened; a violation with what happened before it.
async fn play(seed: u64, store: Store) -> Result<Tally, String> {
    let _named = Named(seed);
    let mut world = World::of(seed, store).await;
    let played = world.play().await;
    let tally = std::mem::take(&mut world.tally);
    played.map(|()| tally).map_err(|violation| {
        let told = world.told.join("\n  ");
        let on = if store == Store::Server {
            " --store server"
        } else {
            ""
        };
        let again = format!("./test sim --from {seed} --seeds 1{on}");
        format!("seed {seed}: {violation}\n  {told}\nplay it again: {again}")
    })
}

async fn all_of(seeds: Range<u64>) -> Tally {
    all_on(Store::File(Mutation::None), seeds).await
}

async fn all_on(store: Store, seeds: Range<u64>) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        match play(seed, store).await {
            Ok(counts) => tally.take(counts),
            Err(violation) => panic!("{violation}"),
        }
    }
    tally
}

#[tokio::test(start_paused = true)]
async fn a_few_worlds_end_with_every_act_once_and_every_replica_equal() {
    all_of(0..6).await;
}

#[tokio::test(start_paused = true)]
async fn a_seed_is_played_again_exactly() {
    let told = async |seed| {
        let mut world = World::of(seed, Store::File(Mutation::None)).await;
        world.play().await.unwrap();
        world.told
    };
    for seed in 10..14 {
        let (once, again) = (told(seed).await, told(seed).await);
        let same = once
            .iter()
            .zip(&again)
            .take_while(|(one, other)| one == other);
        let same = same.count();
        let rest = |told: &[String]| told[same..].iter().take(3).cloned().collect::<Vec<_>>();
        let before = &once[same.saturating_sub(16)..same];
        assert_eq!(rest(&once), rest(&again), "seed {seed} after {before:#?}");
    }
}

#[tokio::test(start_paused = true)]
async fn on_a_server_with_two_nodes_every_act_is_applied_once_too() {
    all_on(Store::Server, 0..2).await;
}

/// Whatever the link does, every act is applied once and every replica is equal: the fixed set,
/// in builds that are quick enough for it.
mod fixed_set {
    use super::*;

    macro_rules! blocks {
        ($($name:ident: $block:expr,)+) => {$(
            #[tokio::test(start_paused = true)]
            #[ignore = "thousands of worlds: ./test plays them in an optimised build"]
            async fn $name() {
                let tally = all_of($block * BLOCK..($block + 1) * BLOCK).await;
                let least = HAPPENS.map(|(what, in_a_hundred)| (what, in_a_hundred * BLOCK / 100));
                assert_eq!(tally.falls_short(&least), None, "\n{tally}");
            }
        )+};
    }

    blocks! {
        first: 0,
        second: 1,
        third: 2,
        fourth: 3,
    }

    #[tokio::test(start_paused = true)]
    #[ignore = "worlds on a server take their time: ./test plays them in an optimised build"]
    async fn on_a_server() {
        all_on(Store::Server, 2..62).await;
    }
}

/// The seeds that `./test sim` asks for.
#[tokio::test(start_paused = true)]
#[ignore = "./test sim plays as many worlds as it is asked for"]
async fn asked_for() {
    let number = |name: &str, usual: u64| {
        let text = asked(name);
        text.map_or(usual, |text| text.parse().expect(name))
    };
    let (from, seeds) = (number("AWP_SIM_FROM", 0), number("AWP_SIM_SEEDS", 1_000));
    let store = match asked("AWP_SIM_STORE").as_deref() {
        Some("server") => Store::Server,
        None | Some("file") => Store::File(Mutation::None),
        Some(other) => panic!("no such store: {other}"),
    };
    let tally = all_on(store, from..from + seeds).await;
    println!("{seeds} worlds from {from}: every act once, every replica equal\n{tally}");
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test command hands over what its user asked for"
)]
fn asked(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Plays worlds from a seed on, of which one near it finds the fault.
async fn is_found(mutation: Mutation, from: u64) {
    for seed in from..from + PATIENCE {
        let played = play(seed, Store::File(mutation)).await;
        // An exchange without end is a defect too, and not the one that is looked for.
        if played.is_err_and(|violation| !violation.contains("goes in a circle")) {
            return;
        }
    }
    panic!("{mutation:?} was not found in {PATIENCE} worlds from {from}");
}

#[tokio::test(start_paused = true)]
async fn sequences_from_a_serial_column_are_found() {
    is_found(Mutation::SerialSequence, 0).await;
}

#[tokio::test(start_paused = true)]
async fn results_written_apart_from_their_effect_are_found() {
    is_found(Mutation::ResultsApart, 0).await;
}

#[tokio::test(start_paused = true)]
async fn results_that_are_not_kept_are_found() {
    is_found(Mutation::ResultsForgotten, 0).await;
}

#[tokio::test(start_paused = true)]
async fn writes_over_what_another_one_wrote_meanwhile_are_found() {
    is_found(Mutation::LastOneWins, 50).await;
}
