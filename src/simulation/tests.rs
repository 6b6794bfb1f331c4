//! A fixed set of seeds, any number of others, and the broken stores that must be found.

use std::ops::Range;

use super::mutant::Mutation;
use super::site::Store;
use super::world::World;

/// Seeds of one test of the fixed set.
const BLOCK: u64 = 270;

/// Seeds in which a broken store must be found.
const PATIENCE: u64 = 100;

/// Plays a seed; a violation with what happened before it.
async fn play(seed: u64, store: Store) -> Result<(), String> {
    let mut world = World::of(seed, store).await;
    let played = world.play().await;
    played.map_err(|violation| {
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

async fn all_of(seeds: Range<u64>) {
    all_on(Store::File(Mutation::None), seeds).await;
}

async fn all_on(store: Store, seeds: Range<u64>) {
    for seed in seeds {
        if let Err(violation) = play(seed, store).await {
            panic!("{violation}");
        }
    }
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
                all_of($block * BLOCK..($block + 1) * BLOCK).await;
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
    all_on(store, from..from + seeds).await;
    println!("{seeds} worlds from {from}: every act once, every replica equal");
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
