//! A portal filled for trials, demonstrations and tests: the same seed gives the same portal.
//!
//! Every request passes the same checks as one from outside, and every decision in its history
//! was taken by the same `decide`. Nothing here reads a clock or the system's random numbers:
//! all moments lie relative to the one given. No account is made.
//!
//! Of 200 requests about 60 % are closed, several are overdue by hundreds of days, several wait
//! for a decision past their term, some end today, some have just come in, some of them at night
//! or on a free day.

mod ages;
mod conference;
mod corpus;
mod holders;
mod operator;
mod sender;
mod story;

use jiff::Timestamp;

use super::desk;
use super::directory::{self, DirectoryCache, DirectoryError};
use super::entity::put_of;
use super::intake;
use super::storage::{AccountRow, Commit, Storage, StorageError, Write};
use crate::dice::Dice;
use crate::domain::act::Role;
use crate::domain::ids::{ItemKind, Number, UserName};
use crate::domain::motive::{Motives, MotivesError};
use crate::wire::intake::NewRequest;
use ages::Plan;
use corpus::Corpus;

pub use holders::MAIN_HOLDER;

/// Requests written in one transaction.
const BATCH: usize = 1000;

/// What is to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed {
    /// Everything follows from this number.
    pub seed: u64,
    /// How many requests to the main holder.
    pub requests: u64,
    /// A conference with its questions, a draft and topics are made too.
    pub conference: bool,
    /// The present moment of the made portal; nothing in it is later.
    pub at: Timestamp,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Seeded {
    /// Requests.
    pub requests: u64,
    /// Of these, open ones.
    pub open: u64,
    /// BIN of the main holder.
    pub holder: String,
}

/// Why a portal was not filled, or only in part.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The store failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The rules in the store cannot be used.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// The texts of the seed are not valid.
    #[error("the texts of the seed cannot be used: {0}")]
    Corpus(#[from] toml::de::Error),
    /// The motives of the seed are not valid.
    #[error(transparent)]
    Motives(#[from] MotivesError),
    /// A request made here did not pass the intake.
    #[error("a made request was not accepted: {field}: {code}")]
    NotAccepted {
        /// The field.
        field: String,
        /// Why.
        code: String,
    },
    /// Others write to the same portal.
    #[error("numbers of the seed are taken already: seed an empty portal")]
    NumbersTaken,
}

/// Fills a portal.
///
/// # Errors
/// The store failed, or something made here did not pass the checks.
pub async fn seed(storage: &dyn Storage, seed: Seed) -> Result<Seeded, SeedError> {
    directory::plant(storage, seed.at).await?;
    for holder in holders::all() {
        directory::put_holder(storage, &holder, seed.at).await?;
    }
    for worker in story::WORKERS {
        // Known to colleagues; nobody signs in under these names.
        let known = AccountRow {
            user: UserName(worker.to_owned()),
            role: Role::Administrator,
            holder: Some(MAIN_HOLDER.to_owned()),
            password: String::new(),
            disabled: true,
        };
        desk::introduce(storage, &known, seed.at).await?;
    }
    let directory = DirectoryCache::default().current(storage).await?;
    let corpus = Corpus::read()?;
    let motives = Motives::builtin()?;
    let plans = ages::plan(seed, &directory);
    let first = storage
        .reserve_serials(ItemKind::Request, seed.requests)
        .await?;
    let mut write = Write::default();
    let mut open = 0;
    for (index, plan) in plans.iter().enumerate() {
        let offset = u64::try_from(index).unwrap_or(u64::MAX);
        let number = Number::request(first.saturating_add(offset));
        let mut dice = Dice::of(seed.seed, offset);
        let new = draft(plan, offset, &corpus, &mut dice);
        let checked =
            intake::check(new, plan.received_at, seed.at, &directory).map_err(not_accepted)?;
        let mut request = checked.numbered(number);
        story::tell(&mut request, plan, seed.at, &directory, &motives, &mut dice);
        open += u64::from(!request.state.is_closed());
        write.puts.push(put_of(&request.into(), &directory)?);
        let full = write.puts.len() == BATCH || index + 1 == plans.len();
        if full && storage.commit(std::mem::take(&mut write)).await? == Commit::Stale {
            return Err(SeedError::NumbersTaken);
        }
    }
    if seed.conference {
        conference::play(storage, seed, &directory, &corpus).await?;
        operator::play(storage, seed, &directory, &corpus).await?;
    }
    Ok(Seeded {
        requests: seed.requests,
        open,
        holder: MAIN_HOLDER.to_owned(),
    })
}

fn draft(plan: &Plan, index: u64, corpus: &Corpus, dice: &mut Dice) -> NewRequest {
    let sender = sender::Kind::pick(plan, dice);
    let text = corpus.pick(index, sender, dice);
    let requester = sender::make(sender, text, plan.received_at, corpus, dice);
    NewRequest {
        holder: MAIN_HOLDER.to_owned(),
        category: text.category.clone(),
        text: corpus.fill(&text.words, plan.received_at, dice),
        lang: Some(text.lang),
        requester,
    }
}

fn not_accepted(errors: Vec<crate::wire::problem::FieldError>) -> SeedError {
    let (field, code) = errors
        .into_iter()
        .next()
        .map_or_else(Default::default, |error| (error.field, error.code));
    SeedError::NotAccepted { field, code }
}

#[cfg(test)]
mod tests;
