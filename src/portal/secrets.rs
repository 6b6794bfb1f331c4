//! Passwords and tokens: how they are made, kept and compared.
//!
//! Passwords are Argon2id hashes, tokens are 32 random bytes kept as SHA-256. Hashing costs
//! 64 MiB each, so at most as many run at once as the machine has cores.

use std::num::NonZero;
use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;
use tokio::sync::{OnceCell, Semaphore};

use super::storage::Digest;

/// What one password hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes.
    pub passes: u32,
}

impl Cost {
    /// What a portal uses: 64 MiB, three passes.
    pub const FULL: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
    };

    /// As little as the algorithm takes, for tests.
    pub const LEAST: Self = Self {
        memory_kib: 8,
        passes: 1,
    };
}

/// A password could not be hashed or a random number not be drawn.
#[derive(Debug, thiserror::Error)]
#[error("the machine gave no memory or no random numbers: {0}")]
pub struct SecretError(String);

/// Hashes and checks passwords.
pub struct Passwords {
    cost: Cost,
    permits: Arc<Semaphore>,
    /// Checked for unknown names, so that they answer no faster than known ones.
    decoy: OnceCell<String>,
}

impl Passwords {
    /// Hashing at a cost, as many at once as there are cores.
    #[must_use]
    pub fn new(cost: Cost) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        Self {
            cost,
            permits: Arc::new(Semaphore::new(cores)),
            decoy: OnceCell::new(),
        }
    }

    /// The hash of a new password in PHC form.
    ///
    /// # Errors
    /// No memory or no random numbers.
    pub async fn hash(&self, password: &SecretString) -> Result<String, SecretError> {
        let (password, cost) = (password.clone(), self.cost);
        self.heavy(move || {
            let params = Params::new(cost.memory_kib, cost.passes, 1, None)
                .map_err(|error| SecretError(error.to_string()))?;
            let mut salt = [0; 16];
            getrandom::fill(&mut salt).map_err(|error| SecretError(error.to_string()))?;
            Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
                .hash_password_with_salt(password.expose_secret().as_bytes(), &salt)
                .map(|hash| hash.to_string())
                .map_err(|error| SecretError(error.to_string()))
        })
        .await
    }

    /// Whether a password belongs to a hash; without a hash the same time is spent for `false`.
    ///
    /// # Errors
    /// No memory or no random numbers.
    pub async fn verify(
        &self,
        password: &SecretString,
        hash: Option<String>,
    ) -> Result<bool, SecretError> {
        let known = hash.is_some();
        let hash = if let Some(hash) = hash {
            hash
        } else {
            let decoy = self
                .decoy
                .get_or_try_init(async || self.hash(&SecretString::from("decoy")).await)
                .await?;
            decoy.clone()
        };
        let password = password.clone();
        self.heavy(move || {
            let hash = PasswordHash::new(&hash).map_err(|error| SecretError(error.to_string()))?;
            let password = password.expose_secret().as_bytes();
            Ok(known && Argon2::default().verify_password(password, &hash).is_ok())
        })
        .await
    }

    async fn heavy<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> Result<T, SecretError> + Send + 'static,
    ) -> Result<T, SecretError> {
        let permit = Arc::clone(&self.permits)
            .acquire_owned()
            .await
            .map_err(|closed| SecretError(closed.to_string()))?;
        tokio::task::spawn_blocking(move || {
            let result = job();
            drop(permit);
            result
        })
        .await
        .map_err(|error| SecretError(error.to_string()))?
    }
}

/// A new random token and the digest under which it is kept.
///
/// # Errors
/// The machine gave no random numbers.
pub fn token() -> Result<(SecretString, Digest), SecretError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| SecretError(error.to_string()))?;
    let text = URL_SAFE_NO_PAD.encode(bytes);
    let digest = digest(&text);
    Ok((SecretString::from(text), digest))
}

/// The digest of a token as presented.
#[must_use]
pub fn digest(token: &str) -> Digest {
    Sha256::digest(token.as_bytes()).into()
}

/// Compares two digests in constant time.
#[must_use]
pub fn same(one: &Digest, other: &Digest) -> bool {
    one.ct_eq(other).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_belongs_to_its_hash_only() {
        let passwords = Passwords::new(Cost::LEAST);
        let hash = passwords.hash(&"құпия сөз".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        let verify = |word: &str, hash: &str| {
            let (word, hash) = (SecretString::from(word), hash.to_owned());
            let passwords = &passwords;
            async move { passwords.verify(&word, Some(hash)).await.unwrap() }
        };
        assert!(verify("құпия сөз", &hash).await);
        assert!(!verify("құпия сөз ", &hash).await);
        assert!(!passwords.verify(&"decoy".into(), None).await.unwrap());
    }

    #[test]
    fn tokens_differ_and_are_found_by_their_digest() {
        let ((one, kept), (other, _)) = (token().unwrap(), token().unwrap());
        assert_ne!(one.expose_secret(), other.expose_secret());
        assert!(same(&digest(one.expose_secret()), &kept));
        assert!(!same(&digest(other.expose_secret()), &kept));
    }
}
