//! The stage of a load run: holders, accounts and requests that belong to nobody.

use std::sync::Arc;

use secrecy::SecretString;
use uuid::Uuid;

use crate::clock::{Clock, SystemClock};
use crate::domain::act::Role;
use crate::domain::holder::{BlogTexts, Holder};
use crate::domain::ids::{ItemKind, Number, UserName};
use crate::domain::letter::Signatory;
use crate::domain::local_text::LocalText;
use crate::domain::person::{Contacts, Requester, Signature, check_digit_of};
use crate::domain::rules::HolderKind;
use crate::portal::accounts::{self, AccountError, NewAccount};
use crate::portal::directory::{Directory, DirectoryCache, DirectoryError, plant, put_holder};
use crate::portal::entity::put_of;
use crate::portal::intake;
use crate::portal::secrets::{Cost, Passwords};
use crate::portal::storage::{Commit, Storage, StorageError, Write};
use crate::wire::intake::NewRequest;

/// Workstations of one holder.
const OF_A_HOLDER: usize = 4;

/// Acts on one request.
pub(super) const ROUNDS: usize = 5;

/// Requests of one write.
const AT_ONCE: usize = 200;

/// Requests a second of one account of the intake; a portal takes ten.
const OF_AN_INTAKE: usize = 8;

/// One who signs in.
pub(super) struct Seat {
    pub(super) user: UserName,
    pub(super) password: SecretString,
    /// The place of its holder; workstations of one place see each other's acts.
    pub(super) holder: usize,
    /// The requests it acts on.
    pub(super) requests: Vec<Number>,
}

/// Everybody, and what they work on.
pub(super) struct Stage {
    pub(super) seats: Vec<Seat>,
    pub(super) intakes: Vec<Seat>,
    /// The BIN of each holder.
    pub(super) holders: Vec<String>,
    /// Under which rules acts are decided.
    pub(super) rules_hash: String,
}

/// Why a stage was not set.
#[derive(Debug, thiserror::Error)]
pub(super) enum StageError {
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    #[error(transparent)]
    Account(#[from] AccountError),
    #[error("a made-up request was not accepted")]
    NotAccepted,
}

/// Sets the stage for so many workstations, with requests for `acts` of each.
pub(super) async fn set(
    storage: &dyn Storage,
    workstations: usize,
    acts: usize,
    intake: usize,
) -> Result<Stage, StageError> {
    let now = SystemClock.now();
    plant(storage, now).await?;
    let holders = bins(workstations.div_ceil(OF_A_HOLDER));
    for bin in &holders {
        put_holder(storage, &holder(bin), now).await?;
    }
    let directory = DirectoryCache::default().current(storage).await?;
    let run = Uuid::now_v7().simple().to_string();
    // What it takes to try a password is no matter of this run.
    let passwords = Passwords::new(Cost::LEAST);
    let mut stage = Stage {
        seats: Vec::with_capacity(workstations),
        intakes: Vec::new(),
        rules_hash: directory.hash.clone(),
        holders,
    };
    for n in 0..workstations {
        let place = n / OF_A_HOLDER;
        let bin = stage.holders.get(place).cloned().unwrap_or_default();
        let user = format!("load-{run}-{n}");
        let mut seat = seat(storage, &passwords, user, Some(bin.clone())).await?;
        seat.holder = place;
        seat.requests = requests(storage, &directory, &bin, acts.div_ceil(ROUNDS)).await?;
        stage.seats.push(seat);
    }
    for n in 0..intake.div_ceil(OF_AN_INTAKE).max(1) {
        let user = format!("load-{run}-intake-{n}");
        stage
            .intakes
            .push(seat(storage, &passwords, user, None).await?);
    }
    Ok(stage)
}

/// Numbers of the right form that no register has given: their last five digits count up.
fn bins(count: usize) -> Vec<String> {
    let bin = |serial: u32| {
        let digit = |power: u32| serial / 10_u32.pow(power) % 10;
        let first = [9, 9, 1, 2, 4, 0, 9, digit(3), digit(2), digit(1), digit(0)];
        let check = check_digit_of(&first)?;
        let digits = first.iter().chain([&check]);
        Some(digits.map(u32::to_string).collect::<String>())
    };
    (0..10_000).filter_map(bin).take(count).collect()
}

fn holder(bin: &str) -> Holder {
    let text = |text: &str| LocalText {
        kk: text.to_owned(),
        ru: text.to_owned(),
        en: text.to_owned(),
    };
    Holder {
        bin: bin.to_owned(),
        name: text(&format!("LOAD {bin}")),
        kind: HolderKind::Qp,
        state_share: 50,
        address: text("-"),
        signatories: vec![Signatory {
            name: "-".to_owned(),
            position: text("-"),
        }],
        blog: BlogTexts::default(),
    }
}

async fn seat(
    storage: &dyn Storage,
    passwords: &Passwords,
    user: String,
    holder: Option<String>,
) -> Result<Seat, StageError> {
    let user = UserName(user);
    let password: SecretString = Uuid::new_v4().to_string().into();
    let new = NewAccount {
        user: user.clone(),
        role: holder
            .as_ref()
            .map_or(Role::Intake, |_| Role::Administrator),
        holder,
        password: password.clone(),
    };
    accounts::add(storage, passwords, &SystemClock, new).await?;
    Ok(Seat {
        user,
        password,
        holder: 0,
        requests: Vec::new(),
    })
}

/// What the mark of a request begins with.
pub(super) const MARK: &str = "load-";

/// A mark by which a request is known again, whatever number it was given.
pub(super) fn mark() -> String {
    format!("{MARK}{}", Uuid::now_v7().simple())
}

/// A request as a citizen might write it, from nobody; its mark is the first word.
pub(super) fn new_request(holder: &str, mark: &str) -> NewRequest {
    NewRequest {
        holder: holder.to_owned(),
        category: "mortgage".to_owned(),
        text: format!("{mark} {}", "Бұл сынақ сұрауы. ".repeat(30)),
        lang: None,
        requester: Requester {
            name: None,
            iin: None,
            bin: None,
            letter: None,
            representative: None,
            contacts: Contacts::default(),
            signature: Signature::Account,
        },
    }
}

/// So many requests to a holder, some hundreds a write.
async fn requests(
    storage: &dyn Storage,
    directory: &Arc<Directory>,
    holder: &str,
    count: usize,
) -> Result<Vec<Number>, StageError> {
    let now = SystemClock.now();
    let checked = intake::check(new_request(holder, "stage"), now, now, directory);
    let checked = checked.map_err(|_faults| StageError::NotAccepted)?;
    let mut numbers = Vec::with_capacity(count);
    while numbers.len() < count {
        let some = (count - numbers.len()).min(AT_ONCE);
        let serials = u64::try_from(some).unwrap_or(0);
        let first = storage.reserve_serials(ItemKind::Request, serials).await?;
        let given: Vec<Number> = (first..first + serials).map(Number::request).collect();
        let put = |number: &Number| put_of(&checked.clone().numbered(*number).into(), directory);
        let write = Write {
            puts: given.iter().map(put).collect::<Result<_, _>>()?,
            ..Write::default()
        };
        if storage.commit(write).await? == Commit::Stale {
            return Err(StageError::NotAccepted);
        }
        numbers.extend(given);
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::person::check_bin;

    #[test]
    fn every_made_up_bin_is_of_the_right_form_and_no_two_are_the_same() {
        let bins = bins(200);
        assert_eq!(bins.len(), 200);
        assert!(bins.iter().all(|bin| check_bin(bin).is_ok()), "{bins:?}");
        assert!(bins.is_sorted_by(|one, next| one < next));
    }
}
