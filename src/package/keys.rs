//! The keys of a workstation or of a portal: one that signs, one that unseals.

use std::fmt;

use aws_lc_rs::agreement::{PrivateKey, X25519};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use rustls::crypto::hpke::HpkePrivateKey;
use zeroize::Zeroizing;

use super::PackageError;
use crate::wire::package::{PublicKey, PublicKeys};

/// Bytes of one secret.
const HALF: usize = 32;

/// Two secrets: the seed of an Ed25519 key and an X25519 key. Wiped when they are dropped.
pub struct SecretKeys {
    sign: Zeroizing<[u8; HALF]>,
    seal: Zeroizing<[u8; HALF]>,
}

impl fmt::Debug for SecretKeys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SecretKeys")
    }
}

impl SecretKeys {
    /// Bytes of both together.
    pub const BYTES: usize = 2 * HALF;

    /// New keys.
    ///
    /// # Errors
    /// The machine gave no random numbers.
    pub fn generate() -> Result<Self, PackageError> {
        let mut keys = Self {
            sign: Zeroizing::new([0; HALF]),
            seal: Zeroizing::new([0; HALF]),
        };
        // Every 32 bytes are a seed of the one kind and, clamped where it is used, a key of the
        // other.
        getrandom::fill(keys.sign.as_mut()).map_err(|_no_source| PackageError::Sealing)?;
        getrandom::fill(keys.seal.as_mut()).map_err(|_no_source| PackageError::Sealing)?;
        Ok(keys)
    }

    /// Keys that were kept; `None` if these bytes are none.
    #[must_use]
    pub fn kept(bytes: &[u8]) -> Option<Self> {
        let (sign, seal) = bytes.split_at_checked(HALF)?;
        Some(Self {
            sign: Zeroizing::new(sign.try_into().ok()?),
            seal: Zeroizing::new(seal.try_into().ok()?),
        })
    }

    /// The bytes to keep, where only their owner reads.
    #[must_use]
    pub fn to_keep(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([self.sign.as_slice(), self.seal.as_slice()].concat())
    }

    /// What others may know.
    ///
    /// # Errors
    /// The keys cannot be used.
    pub fn public(&self) -> Result<PublicKeys, PackageError> {
        let pair = self.pair()?;
        let sign = pair.public_key().as_ref().try_into();
        let seal = PrivateKey::from_private_key(&X25519, self.seal.as_slice())
            .map_err(|_rejected| PackageError::Sealing)?
            .compute_public_key()
            .map_err(|_failed| PackageError::Sealing)?;
        Ok(PublicKeys {
            sign: PublicKey(sign.map_err(|_longer| PackageError::Sealing)?),
            seal: PublicKey(
                seal.as_ref()
                    .try_into()
                    .map_err(|_longer| PackageError::Sealing)?,
            ),
        })
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, PackageError> {
        Ok(self.pair()?.sign(message).as_ref().to_vec())
    }

    pub(super) fn unsealing(&self) -> HpkePrivateKey {
        // Wipes its copy itself.
        HpkePrivateKey::from(self.seal.to_vec())
    }

    fn pair(&self) -> Result<Ed25519KeyPair, PackageError> {
        Ed25519KeyPair::from_seed_unchecked(self.sign.as_slice())
            .map_err(|_rejected| PackageError::Sealing)
    }
}

/// Checks a signature.
pub(super) fn verify(
    author: &PublicKeys,
    message: &[u8],
    signature: &[u8],
) -> Result<(), PackageError> {
    UnparsedPublicKey::new(&ED25519, author.sign.0)
        .verify(message, signature)
        .map_err(|_wrong| PackageError::NotGenuine)
}
