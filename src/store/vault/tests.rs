//! The vault: passphrases, damage, parameters.

use super::*;

fn secret(text: &str) -> SecretString {
    text.into()
}

fn made() -> (tempfile::TempDir, Vault, DataKey) {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::at(&dir.path().join("store"));
    let key = vault
        .create(&secret("тұрақты сөз"), KdfParams::TINY)
        .unwrap();
    (dir, vault, key)
}

#[test]
fn the_passphrase_gives_the_same_key_every_time() {
    let (_dir, vault, key) = made();
    assert_eq!(vault.unlock(&secret("тұрақты сөз")).unwrap().0, key.0);
}

#[test]
fn another_passphrase_is_wrong_and_the_vault_is_whole() {
    let (_dir, vault, _) = made();
    assert!(matches!(
        vault.unlock(&secret("тұрақты соз")),
        Err(StoreError::WrongPassphrase)
    ));
}

#[test]
fn every_changed_byte_of_the_file_is_damage_and_never_a_wrong_passphrase() {
    let (_dir, vault, _) = made();
    let whole = fs::read(vault.path()).unwrap();
    for at in (0..whole.len()).filter(|at| whole[*at].is_ascii_alphanumeric()) {
        let mut broken = whole.clone();
        broken[at] = if broken[at] == b'0' { b'1' } else { b'0' };
        if broken == whole || serde_json::from_slice::<serde_json::Value>(&broken).is_err() {
            continue;
        }
        fs::write(vault.path(), &broken).unwrap();
        let error = vault.unlock(&secret("тұрақты сөз")).unwrap_err();
        assert!(
            matches!(
                error,
                StoreError::VaultDamaged { .. } | StoreError::NewerVault { .. }
            ),
            "byte {at}: {error:?}"
        );
    }
}

#[test]
fn a_cut_file_is_damage() {
    let (_dir, vault, _) = made();
    let whole = fs::read(vault.path()).unwrap();
    for len in [0, 1, whole.len() / 2, whole.len() - 3] {
        fs::write(vault.path(), &whole[..len]).unwrap();
        assert_eq!(
            vault.unlock(&secret("тұрақты сөз")).unwrap_err().code(),
            "vault-damaged",
            "{len} bytes"
        );
    }
}

#[test]
fn a_vault_of_a_newer_program_says_so() {
    let (_dir, vault, _) = made();
    fs::write(vault.path(), br#"{"version":2,"something":"else"}"#).unwrap();
    assert!(matches!(
        vault.unlock(&secret("x")),
        Err(StoreError::NewerVault { found: 2, known: 1 })
    ));
}

#[test]
fn no_vault_is_told_from_a_lost_one() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::at(dir.path());
    assert_eq!(vault.params().unwrap_err().code(), "store-missing");
    fs::write(dir.path().join(crate::store::DATABASE), b"x").unwrap();
    assert_eq!(vault.params().unwrap_err().code(), "vault-damaged");
}

#[test]
fn an_existing_vault_is_never_replaced() {
    let (_dir, vault, _) = made();
    assert!(matches!(
        vault.create(&secret("жаңа"), KdfParams::TINY),
        Err(StoreError::AlreadyThere { .. })
    ));
}

#[test]
fn a_recovery_code_opens_what_the_passphrase_opens() {
    let (_dir, vault, key) = made();
    vault
        .set_slot(
            &key,
            SlotKind::Recovery,
            &secret("1234-5678"),
            KdfParams::TINY,
        )
        .unwrap();
    vault
        .set_slot(
            &key,
            SlotKind::Passphrase,
            &secret("жаңа сөз"),
            KdfParams::TINY,
        )
        .unwrap();
    for text in ["1234-5678", "жаңа сөз"] {
        assert_eq!(vault.unlock(&secret(text)).unwrap().0, key.0, "{text}");
    }
    assert!(matches!(
        vault.unlock(&secret("тұрақты сөз")),
        Err(StoreError::WrongPassphrase)
    ));
}

#[test]
fn the_default_cost_is_a_quarter_of_a_gibibyte_in_three_passes() {
    let KdfParams {
        memory_kib, passes, ..
    } = KdfParams::default();
    assert_eq!((memory_kib, passes), (262_144, 3));
}

#[test]
fn the_key_is_not_in_debug_output() {
    let (_dir, _, key) = made();
    assert_eq!(format!("{key:?}"), "DataKey(•••)");
}

#[cfg(unix)]
#[test]
fn directory_and_file_are_for_the_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let (_dir, vault, _) = made();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&vault.dir), 0o700);
    assert_eq!(mode(&vault.path()), 0o600);
}
