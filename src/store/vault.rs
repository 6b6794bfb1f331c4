//! The vault: a small file that keeps the data key of the replica, wrapped under a passphrase.
//!
//! Responsible for making, opening and rewriting `vault.json`. It never sees the database.
//! The data key is random and never changes; each slot wraps it with XChaCha20-Poly1305 under
//! Argon2id of its own secret, so a passphrase is changed without touching the database.
//!
//! Invariants: the file is written whole or not at all (temporary file, fsync, rename, fsync
//! of the directory) and readable by its owner only; a damaged file is recognised by its
//! checksum before any secret is tried, so "wrong passphrase" is never said of a broken file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::error::StoreError;

#[cfg(test)]
mod tests;

/// The format this program writes.
const FORMAT: u32 = 1;

/// Never spend more memory than this on a header, whatever it claims: 4 GiB.
const MOST_MEMORY_KIB: u32 = 4 * 1024 * 1024;

/// The name of the vault inside the directory of a store.
pub const FILE: &str = "vault.json";

/// The 32 bytes that encrypt the database; wiped from memory when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DataKey([u8; 32]);

impl DataKey {
    /// The key as the literal that SQLCipher takes without deriving anything from it.
    pub(super) fn pragma_literal(&self) -> Zeroizing<String> {
        let mut literal = Zeroizing::new(String::with_capacity(67));
        literal.push_str("x'");
        for byte in self.0 {
            for half in [byte >> 4, byte & 15] {
                literal.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
            }
        }
        literal.push('\'');
        literal
    }
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("DataKey(•••)")
    }
}

/// The cost of turning a passphrase into a key with Argon2id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KdfParams {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl KdfParams {
    /// 256 MiB, three passes, one lane: about 0.6 s.
    pub const DEFAULT: Self = Self {
        memory_kib: 256 * 1024,
        passes: 3,
        lanes: 1,
    };

    /// The least Argon2id takes. Protects nothing: for tests and throw-away stores only.
    pub const TINY: Self = Self {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
    };
}

impl Default for KdfParams {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// What a slot of the vault is opened with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlotKind {
    /// The daily passphrase.
    Passphrase,
    /// The recovery code that lies in a safe.
    Recovery,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Slot {
    kind: SlotKind,
    kdf: KdfParams,
    salt: String,
    nonce: String,
    wrapped: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Header {
    version: u32,
    id: Uuid,
    slots: Vec<Slot>,
    /// SHA-256 of everything above: tells damage from a wrong passphrase.
    checksum: String,
}

/// A vault on disk.
///
/// ```
/// use awp::store::{KdfParams, Vault};
/// let dir = tempfile::tempdir().unwrap();
/// let vault = Vault::at(dir.path());
/// vault.create(&"құпия сөз".into(), KdfParams::TINY).unwrap();
/// assert!(vault.unlock(&"құпия сөз".into()).is_ok());
/// assert_eq!(vault.unlock(&"other".into()).unwrap_err().code(), "passphrase");
/// ```
#[derive(Debug, Clone)]
pub struct Vault {
    dir: PathBuf,
}

impl Vault {
    /// The vault of the store in `dir`; nothing is read yet.
    #[must_use]
    pub fn at(dir: &Path) -> Self {
        Self {
            dir: dir.to_path_buf(),
        }
    }

    /// Whether the file is there, damaged or not.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.path().exists()
    }

    /// Makes the directory (owner only) and a vault with a new random data key.
    ///
    /// # Errors
    /// A vault is already there; the directory cannot be written; the disk is full.
    pub fn create(&self, passphrase: &SecretString, kdf: KdfParams) -> Result<DataKey, StoreError> {
        make_private_dir(&self.dir)?;
        if self.exists() || self.dir.join(super::DATABASE).exists() {
            return Err(StoreError::AlreadyThere {
                dir: self.dir.clone(),
            });
        }
        let mut key = DataKey([0; 32]);
        randomise(&mut key.0)?;
        let id = Uuid::from_bytes(random::<16>()?);
        let slot = Slot::wrap(SlotKind::Passphrase, id, &key, passphrase, kdf)?;
        self.write(&Header::new(id, vec![slot]))?;
        Ok(key)
    }

    /// Opens the vault with a secret of any of its slots.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::VaultDamaged`], [`StoreError::NewerVault`] or,
    /// of a whole vault, [`StoreError::WrongPassphrase`].
    pub fn unlock(&self, secret: &SecretString) -> Result<DataKey, StoreError> {
        let header = self.read()?;
        header
            .slots
            .iter()
            .find_map(|slot| slot.unwrap(header.id, secret).transpose())
            .unwrap_or(Err(StoreError::WrongPassphrase))
    }

    /// Adds a slot of the given kind or replaces it, for a new passphrase or a recovery code.
    ///
    /// # Errors
    /// As [`Vault::unlock`]; the old file stays when the new one cannot be written.
    pub fn set_slot(
        &self,
        key: &DataKey,
        kind: SlotKind,
        secret: &SecretString,
        kdf: KdfParams,
    ) -> Result<(), StoreError> {
        let mut header = self.read()?;
        header.slots.retain(|slot| slot.kind != kind);
        header
            .slots
            .push(Slot::wrap(kind, header.id, key, secret, kdf)?);
        self.write(&Header::new(header.id, header.slots))
    }

    /// The cost of the passphrase slot.
    ///
    /// # Errors
    /// The vault is missing, damaged or newer.
    pub fn params(&self) -> Result<KdfParams, StoreError> {
        let header = self.read()?;
        header
            .slots
            .iter()
            .find(|slot| slot.kind == SlotKind::Passphrase)
            .map(|slot| slot.kdf)
            .ok_or(StoreError::VaultDamaged {
                reason: "no passphrase slot",
            })
    }

    fn path(&self) -> PathBuf {
        self.dir.join(FILE)
    }

    fn read(&self) -> Result<Header, StoreError> {
        let path = self.path();
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return if self.dir.join(super::DATABASE).exists() {
                    Err(StoreError::VaultDamaged {
                        reason: "the file is gone",
                    })
                } else {
                    Err(StoreError::Missing {
                        dir: self.dir.clone(),
                    })
                };
            }
            Err(error) => return Err(StoreError::io("reading the vault", path, error)),
        };
        let found = version_of(&text)?;
        if found > FORMAT {
            return Err(StoreError::NewerVault {
                found,
                known: FORMAT,
            });
        }
        let header: Header =
            serde_json::from_slice(&text).map_err(|_not_a_header| StoreError::VaultDamaged {
                reason: "not a vault header",
            })?;
        if header.checksum != header.sum() {
            return Err(StoreError::VaultDamaged {
                reason: "the checksum does not agree",
            });
        }
        Ok(header)
    }

    fn write(&self, header: &Header) -> Result<(), StoreError> {
        let mut text =
            serde_json::to_vec_pretty(header).map_err(|_impossible| StoreError::Unexpected {
                what: "vault header",
            })?;
        text.push(b'\n');
        let temporary = self.dir.join("vault.json.new");
        let fail = |error| StoreError::io("writing the vault", &temporary, error);
        let mut file = private_file(&temporary).map_err(fail)?;
        file.write_all(&text).map_err(fail)?;
        file.sync_all().map_err(fail)?;
        fs::rename(&temporary, self.path()).map_err(fail)?;
        File::open(&self.dir)
            .and_then(|dir| dir.sync_all())
            .map_err(|error| StoreError::io("writing the vault", &self.dir, error))
    }
}

impl Header {
    fn new(id: Uuid, slots: Vec<Slot>) -> Self {
        let mut header = Self {
            version: FORMAT,
            id,
            slots,
            checksum: String::new(),
        };
        header.checksum = header.sum();
        header
    }

    fn sum(&self) -> String {
        let mut sum = Sha256::new();
        sum.update(self.version.to_be_bytes());
        sum.update(self.id.as_bytes());
        for slot in &self.slots {
            sum.update(slot.associated(self.id));
            for part in [&slot.nonce, &slot.wrapped] {
                sum.update(part.as_bytes());
                sum.update([0]);
            }
        }
        BASE64.encode(sum.finalize())
    }
}

impl Slot {
    fn wrap(
        kind: SlotKind,
        id: Uuid,
        key: &DataKey,
        secret: &SecretString,
        kdf: KdfParams,
    ) -> Result<Self, StoreError> {
        let nonce = random::<24>()?;
        let mut slot = Self {
            kind,
            kdf,
            salt: BASE64.encode(random::<16>()?),
            nonce: BASE64.encode(nonce),
            wrapped: String::new(),
        };
        let wrapped = slot
            .cipher(secret)?
            .encrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: &key.0,
                    aad: &slot.associated(id),
                },
            )
            .map_err(|_never| StoreError::Unexpected {
                what: "vault cipher",
            })?;
        slot.wrapped = BASE64.encode(wrapped);
        Ok(slot)
    }

    /// `None` when the secret does not fit this slot.
    fn unwrap(&self, id: Uuid, secret: &SecretString) -> Result<Option<DataKey>, StoreError> {
        const MALFORMED: StoreError = StoreError::VaultDamaged {
            reason: "a malformed slot",
        };
        let decode = |text: &str| BASE64.decode(text).map_err(|_not_base64| MALFORMED);
        let nonce: [u8; 24] = decode(&self.nonce)?
            .try_into()
            .map_err(|_wrong_length| MALFORMED)?;
        let wrapped = decode(&self.wrapped)?;
        let opened = self.cipher(secret)?.decrypt(
            &XNonce::from(nonce),
            Payload {
                msg: &wrapped,
                aad: &self.associated(id),
            },
        );
        let Ok(opened) = opened.map(Zeroizing::new) else {
            return Ok(None);
        };
        let mut key = DataKey([0; 32]);
        if opened.len() != key.0.len() {
            return Err(MALFORMED);
        }
        key.0.copy_from_slice(&opened);
        Ok(Some(key))
    }

    fn cipher(&self, secret: &SecretString) -> Result<XChaCha20Poly1305, StoreError> {
        const UNUSABLE: StoreError = StoreError::VaultDamaged {
            reason: "unusable cost parameters",
        };
        if self.kdf.memory_kib > MOST_MEMORY_KIB {
            return Err(UNUSABLE);
        }
        let params = Params::new(
            self.kdf.memory_kib,
            self.kdf.passes,
            self.kdf.lanes,
            Some(32),
        )
        .map_err(|_out_of_range| UNUSABLE)?;
        let salt = BASE64
            .decode(&self.salt)
            .map_err(|_not_base64| StoreError::VaultDamaged {
                reason: "a malformed slot",
            })?;
        let mut derived = Zeroizing::new([0_u8; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(secret.expose_secret().as_bytes(), &salt, &mut *derived)
            .map_err(|_out_of_range| UNUSABLE)?;
        XChaCha20Poly1305::new_from_slice(&*derived).map_err(|_never| StoreError::Unexpected {
            what: "vault cipher",
        })
    }

    /// Binds the wrapped key to its vault, its slot and its cost.
    fn associated(&self, id: Uuid) -> Vec<u8> {
        let KdfParams {
            memory_kib,
            passes,
            lanes,
        } = self.kdf;
        let kind = match self.kind {
            SlotKind::Passphrase => "passphrase",
            SlotKind::Recovery => "recovery",
        };
        format!(
            "awp-vault-{FORMAT}\0{id}\0{kind}\0{memory_kib}\0{passes}\0{lanes}\0{}\0",
            self.salt
        )
        .into_bytes()
    }
}

fn version_of(text: &[u8]) -> Result<u32, StoreError> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    serde_json::from_slice::<Versioned>(text)
        .map(|header| header.version)
        .map_err(|_not_json| StoreError::VaultDamaged {
            reason: "not a vault header",
        })
}

fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    randomise(&mut bytes)?;
    Ok(bytes)
}

fn randomise(bytes: &mut [u8]) -> Result<(), StoreError> {
    getrandom::fill(bytes).map_err(|_no_source| StoreError::Randomness)
}

/// Makes a directory that only its owner can look into; an existing one is left as it is.
pub(super) fn make_private_dir(dir: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(dir)
        .map_err(|error| StoreError::io("making the directory of the store", dir, error))
}

/// Opens a file for writing that only its owner can read, making it if needed.
pub(super) fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
