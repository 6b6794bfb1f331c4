//! What is kept of the keys of a workstation.

use super::AccountRow;
use crate::wire::package::PublicKeys;

/// The keys of a workstation as an account last signed in there.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceKeys {
    /// Its public keys.
    pub keys: PublicKeys,
    /// The sessions of the account there were ended on the portal or by a logout.
    pub revoked: bool,
    /// The account as it is now.
    pub account: AccountRow,
}
