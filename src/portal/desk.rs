//! What colleagues do among themselves: desks of items, absences, the list of colleagues.
//!
//! Each is an entity of the feed of its own holder, written on the version it was decided on.
//! Nothing here touches a request.

use axum::http::StatusCode;
use jiff::Timestamp;

use super::Portal;
use super::feed::Scope;
use super::problem::{ApiProblem, ApiResult};
use super::storage::{AccountRow, Commit, EntityRow, Place, Put, Storage, StorageError, Write};
use crate::domain::act::Role;
use crate::domain::colleague::{Absence, Colleague};
use crate::domain::desk::{Desk, DeskContext, DeskRefusal};
use crate::domain::ids::{Number, UserName, Version};
use crate::domain::request::Request;
use crate::wire::desk::{AbsenceRequest, DeskRequest};
use crate::wire::feed::{EntityKey, EntityKind};

/// Others may write the same entity this often in between.
const TRIES: usize = 8;

/// Carries out an order about an item.
///
/// # Errors
/// The item is not the caller's, the order cannot be, or the store failed.
pub async fn order(
    portal: &Portal,
    account: &AccountRow,
    scope: &Scope,
    asked: &DeskRequest,
) -> ApiResult<Desk> {
    let key = EntityKey {
        kind: EntityKind::Desk,
        id: asked.entity.id.clone(),
    };
    for _ in 0..TRIES {
        let keys = vec![asked.entity.clone(), key.clone()];
        let mut rows = portal.storage.entities(keys).await?.into_iter();
        let (item, there) = (rows.next().flatten(), rows.next().flatten());
        let (number, closed) = item_of(asked, item.as_ref(), scope)?;
        let colleagues = colleagues(portal.storage.as_ref(), scope.holder()).await?;
        let mut desk = match &there {
            Some(row) if !row.deleted => read::<Desk>(row)?,
            Some(_) | None => Desk::new(number),
        };
        let now = portal.clock.now();
        let changed = desk
            .apply(
                &asked.order,
                &DeskContext {
                    user: &account.user,
                    role: account.role,
                    device: asked.device,
                    now,
                    closed,
                    colleagues: &colleagues,
                },
            )
            .map_err(refused)?;
        if !changed {
            return Ok(desk);
        }
        let put = put(
            key.clone(),
            there.as_ref().map(|row| row.version),
            scope.holder(),
            &desk,
            now,
        )?;
        if commit(portal.storage.as_ref(), put, &account.user).await? {
            return Ok(desk);
        }
    }
    Err(ApiProblem::of_status(StatusCode::SERVICE_UNAVAILABLE))
}

/// Says that somebody is away, or takes it back.
///
/// # Errors
/// The days or the substitute cannot be, the role only looks, or the store failed.
pub async fn absence(
    portal: &Portal,
    account: &AccountRow,
    scope: &Scope,
    asked: &AbsenceRequest,
) -> ApiResult<Colleague> {
    if !matches!(account.role, Role::Administrator | Role::Head) {
        return Err(refused(DeskRefusal::RoleOnlyLooks));
    }
    for _ in 0..TRIES {
        let key = colleague_key(scope.holder(), &asked.user);
        let row = portal.storage.entities(vec![key.clone()]).await?;
        let row = row.into_iter().flatten().find(|row| !row.deleted);
        let row = row.filter(|row| row.holder == scope.holder());
        let row = row.ok_or_else(|| refused(DeskRefusal::NoSuchColleague))?;
        let mut colleague: Colleague = read(&row)?;
        match &asked.substitute {
            Some(substitute) => {
                let absence = Absence {
                    substitute: substitute.clone(),
                    from: asked.from,
                    to: asked.to,
                    set_by: account.user.clone(),
                };
                let house = colleagues(portal.storage.as_ref(), scope.holder()).await?;
                colleague.check_absence(&absence, &house).map_err(refused)?;
                colleague.absences.push(absence);
                colleague.absences.sort_by_key(|absence| absence.from);
            }
            None => colleague
                .absences
                .retain(|absence| absence.to < asked.from || asked.to < absence.from),
        }
        let now = portal.clock.now();
        let put = put(key, Some(row.version), scope.holder(), &colleague, now)?;
        if commit(portal.storage.as_ref(), put, &account.user).await? {
            return Ok(colleague);
        }
    }
    Err(ApiProblem::of_status(StatusCode::SERVICE_UNAVAILABLE))
}

/// Makes an account known to the colleagues of its holder; what they said about it stays.
///
/// # Errors
/// The store failed.
pub async fn introduce(
    storage: &dyn Storage,
    account: &AccountRow,
    at: Timestamp,
) -> Result<(), StorageError> {
    let works = matches!(
        account.role,
        Role::Administrator | Role::Head | Role::Moderator
    );
    let Some(holder) = account.holder.as_ref().filter(|_| works) else {
        return Ok(());
    };
    let key = colleague_key(holder, &account.user);
    let row = storage.entities(vec![key.clone()]).await?;
    let row = row.into_iter().flatten().next();
    let known = row.as_ref().filter(|row| !row.deleted);
    let known = known.and_then(|row| serde_json::from_str::<Colleague>(&row.body).ok());
    if known
        .as_ref()
        .is_some_and(|known| known.role == account.role)
    {
        return Ok(());
    }
    let colleague = Colleague {
        user: account.user.clone(),
        role: account.role,
        absences: known.map(|known| known.absences).unwrap_or_default(),
    };
    let put = put(
        key,
        row.as_ref().map(|row| row.version),
        holder,
        &colleague,
        at,
    )?;
    // Another node that introduces the same account at the same moment is as good.
    commit(storage, put, &account.user).await.map(drop)
}

/// The write that makes a new account known to its colleagues; what they said about an earlier
/// one of that name does not stay.
///
/// # Errors
/// The colleague cannot be written as JSON.
pub fn joining(
    there: Option<Version>,
    account: &AccountRow,
    at: Timestamp,
) -> Result<Put, StorageError> {
    let holder = account.holder.as_deref().unwrap_or_default();
    let key = colleague_key(holder, &account.user);
    let colleague = Colleague {
        user: account.user.clone(),
        role: account.role,
        absences: vec![],
    };
    put(key, there, holder, &colleague, at)
}

/// The write that takes an account from the list of colleagues.
#[must_use]
pub fn leaving(key: EntityKey, there: Version, holder: &str, at: Timestamp) -> Put {
    Put {
        key,
        expected: Some(there),
        version: Version(there.0 + 1),
        holder: holder.to_owned(),
        urgency: i64::MIN + 1,
        place: Place::default(),
        body: None,
        at,
        by: None,
    }
}

/// The colleagues of a holder.
async fn colleagues(storage: &dyn Storage, holder: &str) -> Result<Vec<Colleague>, StorageError> {
    let rows = storage.all(EntityKind::Colleague).await?;
    let own = rows.iter().filter(|row| row.holder == holder);
    Ok(own
        .filter_map(|row| serde_json::from_str(&row.body).ok())
        .collect())
}

/// An account that moved to another holder is another colleague there.
#[must_use]
pub fn colleague_key(holder: &str, user: &UserName) -> EntityKey {
    EntityKey {
        kind: EntityKind::Colleague,
        id: format!("{holder}:{user}"),
    }
}

/// The number of the item asked about, and whether it is closed.
fn item_of(
    asked: &DeskRequest,
    row: Option<&EntityRow>,
    scope: &Scope,
) -> ApiResult<(Number, bool)> {
    let nothing = || refused(DeskRefusal::NoSuchItem);
    let number: Number = asked.entity.id.parse().map_err(|_unreadable| nothing())?;
    let row = row
        .filter(|row| !row.deleted && row.holder == scope.holder())
        .filter(|row| row.key.kind == EntityKind::Request)
        .ok_or_else(nothing)?;
    let request: Request = read(row)?;
    Ok((number, request.state.is_closed()))
}

fn read<T: serde::de::DeserializeOwned>(row: &EntityRow) -> ApiResult<T> {
    serde_json::from_str(&row.body).map_err(|error| {
        tracing::error!(%error, kind = row.key.kind.id(), "an entity cannot be read");
        ApiProblem::of_status(StatusCode::INTERNAL_SERVER_ERROR)
    })
}

fn put(
    key: EntityKey,
    there: Option<Version>,
    holder: &str,
    body: &impl serde::Serialize,
    at: Timestamp,
) -> Result<Put, StorageError> {
    let body =
        serde_json::to_string(body).map_err(|error| StorageError::Failed(error.to_string()))?;
    Ok(Put {
        key,
        expected: there,
        version: Version(there.map_or(1, |version| version.0 + 1)),
        holder: holder.to_owned(),
        // Behind the rules and before the items: the lines are drawn with them.
        urgency: i64::MIN + 1,
        place: Place::default(),
        body: Some(body),
        at,
        by: None,
    })
}

async fn commit(storage: &dyn Storage, mut put: Put, by: &UserName) -> Result<bool, StorageError> {
    put.by = Some(by.clone());
    let write = Write {
        puts: vec![put],
        ..Write::default()
    };
    Ok(matches!(storage.commit(write).await?, Commit::Done(_)))
}

fn refused(refusal: DeskRefusal) -> ApiProblem {
    let status = match refusal {
        DeskRefusal::NoSuchItem => StatusCode::NOT_FOUND,
        DeskRefusal::RoleOnlyLooks => StatusCode::FORBIDDEN,
        DeskRefusal::NoSuchColleague
        | DeskRefusal::NotAnAdministrator
        | DeskRefusal::Closed
        | DeskRefusal::ReaderIsAuthor
        | DeskRefusal::ReadingText
        | DeskRefusal::NothingToRead
        | DeskRefusal::ReadingReplaced
        | DeskRefusal::RemarkMissing
        | DeskRefusal::AbsenceBackwards
        | DeskRefusal::AbsenceOverlaps
        | DeskRefusal::SubstituteIsSelf
        | DeskRefusal::SubstituteOfOtherRole
        | DeskRefusal::SubstituteCycle => StatusCode::CONFLICT,
    };
    ApiProblem::new(status, refusal.code(), &refusal.to_string())
}
