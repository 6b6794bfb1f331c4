//! Files that stand in for the link: signed by who made them, sealed for who may open them.
//!
//! Responsible for the keys, for sealing and opening, and for telling exactly why a file is not
//! one that can be used. What the bodies mean is [`crate::wire::package`]; who may say what is
//! decided where they are taken in.
//!
//! A file is an [`Envelope`]. Its `sealed` is HPKE (RFC 9180, base mode, X25519, HKDF-SHA256,
//! ChaCha20-Poly1305): the encapsulated key, then the ciphertext of an Ed25519 signature and the
//! exact bytes of the body. The signature is over the purpose, the key of the recipient and those
//! bytes, so that a body is of no use for another purpose or at another place. Who reads only the
//! file learns its kind, its length and a pseudonym of the recipient.
//!
//! Invariants: nothing of a body is handed out as genuine before [`Opened::by`] has checked the
//! signature; secrets are in no `Debug`, no error, no log.

mod keys;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::crypto::aws_lc_rs::hpke::DH_KEM_X25519_HKDF_SHA256_CHACHA20_POLY1305 as SUITE;
use rustls::crypto::hpke::{EncapsulatedSecret, Hpke as _, HpkePublicKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::wire::package::{Content, Envelope, PublicKeys, VERSION};

pub use keys::SecretKeys;

/// Bytes of a signature.
const SIGNATURE: usize = 64;

/// Bytes of an encapsulated key.
const ENCAPSULATED: usize = 32;

/// Why a file cannot be used, or not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// It has more bytes than such a file ever has.
    #[error("the file is too large")]
    TooLarge,
    /// It is not a file of this program.
    #[error("this is not a package")]
    NotAPackage,
    /// It was written by another version of the program.
    #[error("the package has the form {found}, this program reads {VERSION}")]
    OtherVersion {
        /// The version in the file.
        found: u64,
    },
    /// It ends too early.
    #[error("the package is cut short")]
    CutShort,
    /// It is a package, but not of what is asked for.
    #[error("the package holds {}", .found.id())]
    OtherContent {
        /// What it holds.
        found: Content,
    },
    /// It is sealed for somebody else.
    #[error("the package is for another recipient")]
    NotForUs,
    /// It was changed on its way.
    #[error("the package is damaged")]
    Damaged,
    /// It was not signed with the key it should be signed with.
    #[error("the signature of the package is not the expected one")]
    NotGenuine,
    /// Its body is of a form that this program does not know.
    #[error("the body of the package is not understood")]
    NotUnderstood,
    /// The machine gave no random numbers, or a key cannot be used.
    #[error("the package could not be sealed")]
    Sealing,
}

impl PackageError {
    /// The kebab-case code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "package-too-large",
            Self::NotAPackage => "not-a-package",
            Self::OtherVersion { .. } => "package-version",
            Self::CutShort => "package-cut-short",
            Self::OtherContent { .. } => "package-content",
            Self::NotForUs => "package-not-for-us",
            Self::Damaged => "package-damaged",
            Self::NotGenuine => "package-not-genuine",
            Self::NotUnderstood => "package-not-understood",
            Self::Sealing => "package-sealing",
        }
    }
}

/// Signs a body, seals it for a recipient and gives the bytes of the file.
///
/// ```
/// use awp::package::{SecretKeys, open, seal};
/// use awp::wire::package::Content;
/// let (author, reader) = (SecretKeys::generate().unwrap(), SecretKeys::generate().unwrap());
/// let file = seal(Content::Outbox, &"the body", &author, &reader.public().unwrap()).unwrap();
/// let opened = open(&file, Content::Outbox, &reader).unwrap();
/// let body: String = opened.by(&author.public().unwrap()).unwrap();
/// assert_eq!(body, "the body");
/// ```
///
/// # Errors
/// [`PackageError::Sealing`]; [`PackageError::TooLarge`] if nobody would take the file.
pub fn seal<T: Serialize>(
    content: Content,
    body: &T,
    author: &SecretKeys,
    recipient: &PublicKeys,
) -> Result<Vec<u8>, PackageError> {
    let body = serde_json::to_vec(body).map_err(|_impossible| PackageError::Sealing)?;
    let body = Zeroizing::new(body);
    let signature = author.sign(&signed(content, recipient, &body))?;
    let plain = Zeroizing::new([signature.as_slice(), &body].concat());
    let to = recipient.fingerprint();
    let key = HpkePublicKey(recipient.seal.0.to_vec());
    let (EncapsulatedSecret(mut sealed), ciphertext) = SUITE
        .seal(purpose(content), to.as_bytes(), &plain, &key)
        .map_err(|_no_key| PackageError::Sealing)?;
    sealed.extend_from_slice(&ciphertext);
    let envelope = Envelope {
        awp_package: VERSION,
        content,
        to,
        sealed: STANDARD.encode(sealed),
    };
    let mut file = serde_json::to_vec(&envelope).map_err(|_impossible| PackageError::Sealing)?;
    file.push(b'\n');
    if file.len() > content.most_bytes() {
        return Err(PackageError::TooLarge);
    }
    Ok(file)
}

/// Opens a file that was sealed for these keys.
///
/// # Errors
/// Everything but [`PackageError::NotGenuine`] and [`PackageError::Sealing`].
pub fn open(file: &[u8], content: Content, keys: &SecretKeys) -> Result<Opened, PackageError> {
    let envelope = read(file, content)?;
    let own = keys.public()?;
    if envelope.to != own.fingerprint() {
        return Err(PackageError::NotForUs);
    }
    let sealed = STANDARD
        .decode(envelope.sealed.as_bytes())
        .map_err(|_not_base64| PackageError::Damaged)?;
    let (encapsulated, ciphertext) = sealed
        .split_at_checked(ENCAPSULATED)
        .ok_or(PackageError::Damaged)?;
    let plain = SUITE
        .open(
            &EncapsulatedSecret(encapsulated.to_vec()),
            purpose(content),
            envelope.to.as_bytes(),
            ciphertext,
            &keys.unsealing(),
        )
        .map_err(|_changed| PackageError::Damaged)?;
    if plain.len() < SIGNATURE {
        return Err(PackageError::Damaged);
    }
    Ok(Opened {
        plain: Zeroizing::new(plain),
        content,
        recipient: own,
    })
}

/// Whether a file has the form of a package of this kind, for whomever it is; without any key.
///
/// # Errors
/// What is wrong with its form.
pub fn recognise(file: &[u8], content: Content) -> Result<(), PackageError> {
    read(file, content).map(drop)
}

/// A file that was opened; who made it is not proved yet.
pub struct Opened {
    plain: Zeroizing<Vec<u8>>,
    content: Content,
    recipient: PublicKeys,
}

impl Opened {
    /// What the body says before anybody has proved to have written it: to find out whose key
    /// the proof has to be made with, and for nothing else.
    ///
    /// # Errors
    /// [`PackageError::NotUnderstood`].
    pub fn claimed<T: DeserializeOwned>(&self) -> Result<T, PackageError> {
        let (_, body) = self.parts()?;
        serde_json::from_slice(body).map_err(|_other| PackageError::NotUnderstood)
    }

    /// The body, if it was signed with the key of this author.
    ///
    /// # Errors
    /// [`PackageError::NotGenuine`], [`PackageError::NotUnderstood`].
    pub fn by<T: DeserializeOwned>(&self, author: &PublicKeys) -> Result<T, PackageError> {
        let (signature, body) = self.parts()?;
        let message = signed(self.content, &self.recipient, body);
        keys::verify(author, &message, signature)?;
        self.claimed()
    }

    fn parts(&self) -> Result<(&[u8], &[u8]), PackageError> {
        self.plain
            .split_at_checked(SIGNATURE)
            .ok_or(PackageError::Damaged)
    }
}

/// Reads the envelope strictly, each mistake as its own.
fn read(file: &[u8], content: Content) -> Result<Envelope, PackageError> {
    if file.len() > content.most_bytes() {
        return Err(PackageError::TooLarge);
    }
    // Some programs put a mark in front of texts they pass on.
    let text = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file);
    let value: serde_json::Value = serde_json::from_slice(text).map_err(|error| {
        if error.is_eof() && text.trim_ascii_start().starts_with(b"{") {
            PackageError::CutShort
        } else {
            PackageError::NotAPackage
        }
    })?;
    let version = value
        .get("awp_package")
        .and_then(serde_json::Value::as_u64)
        .ok_or(PackageError::NotAPackage)?;
    if version != VERSION {
        return Err(PackageError::OtherVersion { found: version });
    }
    let envelope: Envelope =
        serde_json::from_value(value).map_err(|_other| PackageError::NotUnderstood)?;
    if envelope.content != content {
        return Err(PackageError::OtherContent {
            found: envelope.content,
        });
    }
    Ok(envelope)
}

/// What a file is for, mixed into the seal and the signature.
const fn purpose(content: Content) -> &'static [u8] {
    match content {
        Content::Outbox => b"awp-package/1 outbox\n",
        Content::Receipts => b"awp-package/1 receipts\n",
    }
}

/// The bytes that are signed.
fn signed(content: Content, recipient: &PublicKeys, body: &[u8]) -> Zeroizing<Vec<u8>> {
    let recipient = [recipient.sign.0, recipient.seal.0].concat();
    Zeroizing::new([purpose(content), &recipient, body].concat())
}

#[cfg(test)]
mod tests;
