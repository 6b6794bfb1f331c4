//! A fixed set of seeds, any number of others, and the broken stores that must be found.

use std::ops::Range;

use super::mutant::Mutation;
use super::world::World;

/// Seeds of one test of the fixed set.
const BLOCK: u64 = 270;

/// Seeds in which a broken store must be found.
const PATIENCE: u64 = 100;

/// Plays a seed; a violation with what happened before it.
async fn play(seed: u64, mutation: Mutation) -> Result<(), String> {
    let mut world = World::of(seed, mutation).await;
    let played = world.play().await;
    played.map_err(|violation| {
        let told = world.told.join("\n  ");
        let again = format!("./test sim --from {seed} --seeds 1");
        format!("seed {seed}: {violation}\n  {told}\nplay it again: {again}")
    })
}

async fn all_of(seeds: Range<u64>) {
    for seed in seeds {
        if let Err(violation) = play(seed, Mutation::None).await {
            panic!("{violation}");
        }
    }
}

#[tokio::test]
async fn a_few_worlds_end_with_every_act_once_and_every_replica_equal() {
    all_of(0..6).await;
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
    all_of(from..from + seeds).await;
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
        if play(seed, mutation).await.is_err() {
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
