//! The portal's own keys: made when they are first asked for, the same on every node.

use super::Portal;
use super::storage::{Storage, StorageError};
use crate::clock::Clock;
use crate::package::{PackageError, SecretKeys};
use crate::wire::package::PublicKeys;

/// The secret keys, made if there are none yet.
///
/// # Errors
/// The store failed, or the machine gave no random numbers.
pub(super) async fn secret(
    storage: &dyn Storage,
    clock: &dyn Clock,
) -> Result<SecretKeys, StorageError> {
    if let Some(keys) = storage.portal_keys().await? {
        return Ok(keys);
    }
    let fresh = SecretKeys::generate().map_err(|error| unusable(&error))?;
    // Another node may have been quicker: then its keys are the portal's.
    storage.keep_portal_keys(fresh, clock.now()).await
}

/// What workstations are told.
///
/// # Errors
/// As [`secret`].
pub(super) async fn public(portal: &Portal) -> Result<PublicKeys, StorageError> {
    let secret = secret(portal.storage.as_ref(), portal.clock.as_ref()).await?;
    secret.public().map_err(|error| unusable(&error))
}

fn unusable(error: &PackageError) -> StorageError {
    StorageError::Failed(error.to_string())
}
