//! The keys of packages.

use super::accounts::{DEVICE, signed_in, tokens};
use super::*;
use crate::wire::package::PublicKey;

/// Keys by number.
pub(super) fn keys(n: u8) -> PublicKeys {
    PublicKeys {
        sign: PublicKey([n; 32]),
        seal: PublicKey([100 + n; 32]),
    }
}

fn aliya() -> UserName {
    UserName("aliya".to_owned())
}

async fn kept(store: &dyn Storage, device: DeviceId) -> Option<(PublicKeys, bool)> {
    let found = store.device_keys(aliya(), device).await.unwrap()?;
    assert!(found.account.user == aliya());
    Some((found.keys, found.revoked))
}

pub(super) async fn give(store: &dyn Storage, device: DeviceId, n: u8) {
    let given = store.keep_device_keys(aliya(), device, keys(n), morning());
    given.await.unwrap();
}

pub(super) async fn the_keys_of_a_workstation_are_those_it_gave_last(house: &House) {
    let store = house.node().await;
    signed_in(store.as_ref(), "aliya").await;
    assert_eq!(kept(store.as_ref(), DEVICE).await, None);
    give(store.as_ref(), DEVICE, 1).await;
    give(store.as_ref(), DEVICE, 2).await;
    assert_eq!(kept(store.as_ref(), DEVICE).await, Some((keys(2), false)));
    let other = UserName("somebody".to_owned());
    assert!(store.device_keys(other, DEVICE).await.unwrap().is_none());
}

pub(super) async fn keys_end_with_the_sessions_and_come_back_with_a_login(house: &House) {
    let store = house.node().await;
    let other = DeviceId(uuid::Uuid::max());
    signed_in(store.as_ref(), "aliya").await;
    for device in [DEVICE, other] {
        give(store.as_ref(), device, 1).await;
    }
    let closed = store.close_session(tokens(1).refresh, morning());
    closed.await.unwrap();
    assert_eq!(kept(store.as_ref(), DEVICE).await, Some((keys(1), true)));
    assert_eq!(kept(store.as_ref(), other).await, Some((keys(1), false)));
    give(store.as_ref(), DEVICE, 2).await;
    assert_eq!(kept(store.as_ref(), DEVICE).await, Some((keys(2), false)));
    // The other one has no session that is still remembered.
    store.revoke(Some(aliya()), morning()).await.unwrap();
    for device in [DEVICE, other] {
        assert!(kept(store.as_ref(), device).await.unwrap().1);
    }
}

pub(super) async fn keys_end_with_the_account_and_with_a_stolen_token(house: &House) {
    let store = house.node().await;
    signed_in(store.as_ref(), "aliya").await;
    give(store.as_ref(), DEVICE, 1).await;
    let elsewhere = DeviceId(uuid::Uuid::max());
    let stolen = store.rotate(tokens(1).refresh, elsewhere, tokens(2), morning());
    assert!(stolen.await == Ok(Rotation::Reused));
    assert!(kept(store.as_ref(), DEVICE).await.unwrap().1);
    give(store.as_ref(), DEVICE, 1).await;
    let close = Write {
        accounts: vec![AccountChange::Close(aliya())],
        ..write(vec![put("A-1", None)])
    };
    done(store.as_ref(), close).await;
    let found = store.device_keys(aliya(), DEVICE).await.unwrap().unwrap();
    assert!(found.revoked && found.account.disabled);
}

pub(super) async fn a_portal_has_one_pair_of_keys_whoever_makes_them(house: &House) {
    let (one, other) = (house.node().await, house.node().await);
    assert!(one.portal_keys().await.unwrap().is_none());
    let fresh = || SecretKeys::generate().unwrap();
    let (first, second) = tokio::join!(
        one.keep_portal_keys(fresh(), morning()),
        other.keep_portal_keys(fresh(), morning())
    );
    let first = first.unwrap().to_keep();
    assert_eq!(first, second.unwrap().to_keep());
    let read = other.portal_keys().await.unwrap().unwrap();
    assert_eq!(read.to_keep(), first);
}
