//! A fixed set of seeds, any number of others, and the broken stores that must be found.

use std::ops::Range;

use super::mutant::Mutation;
use super::site::Store;
use super::tally::Tally;
use super::world::World;

/// Seeds of one test of the fixed set.
const BLOCK: u64 = 270;

/// Seeds in which a broken store must be found.
const PATIENCE: u64 = 100;

/// What has to happen in a hundred worlds on a file, at the least: a world in which it never does
/// promises nothing of it.
const HAPPENS: [(&str, u64); 18] = [
    ("answers that were cut", 40),
    ("answers that were lost", 110),
    ("calls at once", 700),
    ("calls that came late", 70),
    ("calls that came twice", 35),
    ("calls that were slow", 80),
    ("decisions that are done", 400),
    ("decisions that wait for a choice", 4),
    ("decisions that were settled", 50),
    ("decisions that were taken back", 50),
    ("lines that broke before", 80),
    ("programs that end in a deed", 15),
    ("programs that end in an exchange", 70),
    ("replicas that start over", 40),
    ("the calendar changes", 45),
    ("the portal falls back", 8),
    ("the portal falls back in the middle", 4),
    ("the portal restarts in the middle", 25),
];

/// Plays a seed and tells how often what happened; a violation with what happened before it.
async fn play(seed: u64, store: Store) -> Result<Tally, String> {
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

#[tokio::test]
async fn a_few_worlds_end_with_every_act_once_and_every_replica_equal() {
    all_of(0..6).await;
}

#[tokio::test]
async fn on_a_server_with_two_nodes_every_act_is_applied_once_too() {
    all_on(Store::Server, 0..2).await;
}

/// Whatever the link does, every act is applied once and every replica is equal: the fixed set,
/// in builds that are quick enough for it.
mod fixed_set {
    use super::*;

    macro_rules! blocks {
        ($($name:ident: $block:expr,)+) => {$(
            #[tokio::test]
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

    #[tokio::test]
    #[ignore = "worlds on a server take their time: ./test plays them in an optimised build"]
    async fn on_a_server() {
        all_on(Store::Server, 2..62).await;
    }
}

/// The seeds that `./test sim` asks for.
#[tokio::test]
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

async fn is_found(mutation: Mutation) {
    for seed in 0..PATIENCE {
        let played = play(seed, Store::File(mutation)).await;
        // An exchange without end is a defect too, and not the one that is looked for.
        if played.is_err_and(|violation| !violation.contains("goes in a circle")) {
            return;
        }
    }
    panic!("{mutation:?} was not found in {PATIENCE} worlds");
}

#[tokio::test]
async fn sequences_from_a_serial_column_are_found() {
    is_found(Mutation::SerialSequence).await;
}

#[tokio::test]
async fn results_written_apart_from_their_effect_are_found() {
    is_found(Mutation::ResultsApart).await;
}

#[tokio::test]
async fn results_that_are_not_kept_are_found() {
    is_found(Mutation::ResultsForgotten).await;
}

#[tokio::test]
async fn writes_over_what_another_one_wrote_meanwhile_are_found() {
    is_found(Mutation::LastOneWins).await;
}
