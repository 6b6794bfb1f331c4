//! A file opens where it should and nowhere else, and says why when it does not.

use super::*;
use crate::wire::package::MOST_OUTBOX_BYTES;

struct Two {
    author: SecretKeys,
    reader: SecretKeys,
}

impl Two {
    fn new() -> Self {
        Self {
            author: SecretKeys::generate().unwrap(),
            reader: SecretKeys::generate().unwrap(),
        }
    }

    fn file(&self) -> Vec<u8> {
        let reader = self.reader.public().unwrap();
        seal(Content::Outbox, &"Сапар", &self.author, &reader).unwrap()
    }

    fn opened(&self, file: &[u8]) -> Result<Opened, PackageError> {
        open(file, Content::Outbox, &self.reader)
    }

    fn error(&self, file: &[u8]) -> PackageError {
        self.opened(file).map(drop).unwrap_err()
    }

    /// The file with one of its parts replaced.
    fn with(&self, field: &str, value: impl Into<serde_json::Value>) -> Vec<u8> {
        let mut envelope: serde_json::Value = serde_json::from_slice(&self.file()).unwrap();
        envelope[field] = value.into();
        serde_json::to_vec(&envelope).unwrap()
    }
}

#[test]
fn a_body_comes_out_as_it_went_in() {
    let two = Two::new();
    let opened = two.opened(&two.file()).unwrap();
    let body: String = opened.by(&two.author.public().unwrap()).unwrap();
    assert_eq!(body, "Сапар");
}

#[test]
fn keys_that_were_kept_are_the_same_keys() {
    let keys = SecretKeys::generate().unwrap();
    let kept = SecretKeys::kept(&keys.to_keep()).unwrap();
    assert_eq!(kept.public(), keys.public());
    assert!(SecretKeys::kept(&[0; SecretKeys::BYTES - 1]).is_none());
    assert!(SecretKeys::kept(&[0; SecretKeys::BYTES + 1]).is_none());
}

#[test]
fn the_debug_of_secrets_shows_none() {
    let keys = SecretKeys::kept(&[0x41; SecretKeys::BYTES]).unwrap();
    assert_eq!(format!("{keys:?}"), "SecretKeys");
}

#[test]
fn a_file_tells_nothing_of_its_body_and_is_another_one_each_time() {
    let two = Two::new();
    let (one, other) = (two.file(), two.file());
    assert_ne!(one, other);
    let text = String::from_utf8(one).unwrap();
    assert!(text.is_ascii() && text.starts_with("{\"awp_package\":1,\"content\":\"outbox\""));
    let author = two.author.public().unwrap();
    assert!(!text.contains(&author.fingerprint()));
}

#[test]
fn a_file_for_somebody_else_does_not_open() {
    let two = Two::new();
    let stranger = SecretKeys::generate().unwrap();
    let opened = open(&two.file(), Content::Outbox, &stranger).map(drop);
    assert_eq!(opened, Err(PackageError::NotForUs));
    // Not even when it claims to be for them.
    let claimed = two.with("to", stranger.public().unwrap().fingerprint());
    let opened = open(&claimed, Content::Outbox, &stranger).map(drop);
    assert_eq!(opened, Err(PackageError::Damaged));
}

#[test]
fn a_file_cut_at_any_place_is_told_as_cut() {
    let two = Two::new();
    let file = two.file();
    for end in [2, 20, file.len() / 2, file.len() - 3] {
        assert_eq!(two.error(&file[..end]), PackageError::CutShort, "{end}");
    }
}

#[test]
fn a_changed_byte_of_the_seal_is_damage() {
    let two = Two::new();
    let envelope: Envelope = serde_json::from_slice(&two.file()).unwrap();
    let sealed = STANDARD.decode(&envelope.sealed).unwrap();
    for place in [0, ENCAPSULATED, sealed.len() / 2, sealed.len() - 1] {
        let mut changed = sealed.clone();
        changed[place] ^= 1;
        let file = two.with("sealed", STANDARD.encode(changed));
        assert_eq!(two.error(&file), PackageError::Damaged, "{place}");
    }
    assert_eq!(
        two.error(&two.with("sealed", "AAAA")),
        PackageError::Damaged
    );
    assert_eq!(two.error(&two.with("sealed", "Ә")), PackageError::Damaged);
}

#[test]
fn what_another_key_signed_is_not_genuine() {
    let two = Two::new();
    let opened = two.opened(&two.file()).unwrap();
    let stranger = SecretKeys::generate().unwrap().public().unwrap();
    let by: Result<String, _> = opened.by(&stranger);
    assert_eq!(by, Err(PackageError::NotGenuine));
}

#[test]
fn a_body_taken_over_for_another_recipient_is_not_genuine() {
    let two = Two::new();
    let opened = two.opened(&two.file()).unwrap();
    let (signature, body) = opened.parts().unwrap();
    // The first recipient hands the body on with the signature it came with.
    let other = SecretKeys::generate().unwrap();
    let handed_on = Opened {
        plain: Zeroizing::new([signature, body].concat()),
        content: Content::Outbox,
        recipient: other.public().unwrap(),
    };
    let by: Result<String, _> = handed_on.by(&two.author.public().unwrap());
    assert_eq!(by, Err(PackageError::NotGenuine));
}

#[test]
fn a_body_changed_under_its_signature_is_not_genuine() {
    let two = Two::new();
    let opened = two.opened(&two.file()).unwrap();
    let mut plain = opened.plain.clone();
    let last = plain.len() - 2;
    plain[last] ^= 1;
    let changed = Opened { plain, ..opened };
    let by: Result<String, _> = changed.by(&two.author.public().unwrap());
    assert_eq!(by, Err(PackageError::NotGenuine));
}

#[test]
fn an_outbox_is_not_taken_for_receipts() {
    let two = Two::new();
    let opened = open(&two.file(), Content::Receipts, &two.reader).map(drop);
    let found = Content::Outbox;
    assert_eq!(opened, Err(PackageError::OtherContent { found }));
    // Its seal does not open under the other name either.
    let renamed = two.with("content", "receipts");
    let opened = open(&renamed, Content::Receipts, &two.reader).map(drop);
    assert_eq!(opened, Err(PackageError::Damaged));
}

#[test]
fn another_version_is_refused_older_or_newer() {
    let two = Two::new();
    for found in [0, 2] {
        let error = two.error(&two.with("awp_package", found));
        assert_eq!(error, PackageError::OtherVersion { found });
    }
}

#[test]
fn what_is_no_package_is_told_as_none() {
    let two = Two::new();
    for text in [
        "",
        "hello",
        "[1]",
        "{}",
        "{\"awp_package\":\"1\"}",
        "%PDF-1.7",
    ] {
        assert_eq!(
            two.error(text.as_bytes()),
            PackageError::NotAPackage,
            "{text}"
        );
    }
    let unknown_field = two.with("more", 1);
    assert_eq!(two.error(&unknown_field), PackageError::NotUnderstood);
    let large = vec![b' '; MOST_OUTBOX_BYTES + 1];
    assert_eq!(two.error(&large), PackageError::TooLarge);
}

#[test]
fn a_mark_in_front_and_new_ends_of_lines_do_no_harm() {
    let two = Two::new();
    let mut file = b"\xEF\xBB\xBF".to_vec();
    file.extend(two.file());
    file.extend(b"\r\n");
    assert!(two.opened(&file).is_ok());
}
