//! Accounts, sessions and tokens.

use super::*;

fn account(user: &str) -> AccountRow {
    AccountRow {
        user: UserName(user.to_owned()),
        role: Role::Administrator,
        holder: Some(HOLDER.to_owned()),
        password: "$argon2id$".to_owned(),
        disabled: false,
    }
}

/// A pair of tokens by number.
pub(super) fn tokens(n: u8) -> TokenPair {
    TokenPair {
        access: [n; 32],
        access_expires: later(900),
        refresh: [100 + n; 32],
        refresh_expires: later(86_400),
    }
}

fn refresh(n: u8) -> Digest {
    tokens(n).refresh
}

pub(super) const DEVICE: DeviceId = DeviceId(uuid::Uuid::nil());

pub(super) async fn signed_in(store: &dyn Storage, user: &str) {
    assert!(store.add_account(account(user), morning()).await.unwrap());
    let user = UserName(user.to_owned());
    let opened = store.open_session(user, DEVICE, tokens(1), morning());
    opened.await.unwrap();
}

async fn may_read(store: &dyn Storage, n: u8) -> bool {
    store.access(tokens(n).access).await.unwrap().is_some()
}

pub(super) async fn an_account_is_added_once_and_changed(house: &House) {
    let store = house.node().await;
    let added = || store.add_account(account("aliya"), morning());
    assert_eq!(added().await, Ok(true));
    assert_eq!(added().await, Ok(false));
    let moved = AccountRow {
        role: Role::Operator,
        holder: None,
        ..account("aliya")
    };
    assert_eq!(store.change_account(moved.clone()).await, Ok(true));
    assert_eq!(store.change_account(account("nobody")).await, Ok(false));
    let read = store.account(moved.user.clone()).await.unwrap();
    assert!(read == Some(moved));
}

pub(super) async fn an_account_is_opened_and_closed_by_a_write(house: &House) {
    let store = house.node().await;
    let change = |id: &str, change| Write {
        accounts: vec![change],
        ..write(vec![put(id, None)])
    };
    let open = || AccountChange::Open(account("aliya"));
    done(store.as_ref(), change("A-1", open())).await;
    let taken = store.commit(change("A-2", open())).await;
    assert_eq!(taken, Ok(Commit::Stale));
    assert!(row(store.as_ref(), "A-2").await.is_none());
    let user = account("aliya").user;
    let opened = store.open_session(user.clone(), DEVICE, tokens(1), morning());
    opened.await.unwrap();
    assert!(may_read(store.as_ref(), 1).await);
    let close = AccountChange::Close(user.clone());
    done(store.as_ref(), change("A-3", close)).await;
    assert!(!may_read(store.as_ref(), 1).await);
    let rotated = store.rotate(refresh(1), DEVICE, tokens(2), morning()).await;
    assert!(rotated == Ok(Rotation::Revoked));
    assert!(store.account(user).await.unwrap().unwrap().disabled);
}

pub(super) async fn a_first_password_is_given_once(house: &House) {
    let store = house.node().await;
    let empty = AccountRow {
        password: String::new(),
        ..account("aliya")
    };
    let user = empty.user.clone();
    store.add_account(empty, morning()).await.unwrap();
    let given = || store.set_first_password(user.clone(), "hash".to_owned());
    assert_eq!(given().await, Ok(true));
    assert_eq!(given().await, Ok(false));
}

pub(super) async fn a_session_goes_on_with_each_refresh(house: &House) {
    let store = house.node().await;
    signed_in(store.as_ref(), "aliya").await;
    let rotate = |from, to, at| store.rotate(refresh(from), DEVICE, tokens(to), at);
    assert!(rotate(1, 2, morning()).await == Ok(Rotation::Done(account("aliya"))));
    let access = store.access(tokens(2).access).await.unwrap().unwrap();
    assert_eq!(access.expires_at, later(900));
    assert!(access.account == account("aliya") && access.digest == tokens(2).access);
    assert!(
        may_read(store.as_ref(), 1).await,
        "the old access token serves to its end"
    );
    assert!(rotate(2, 3, later(90_000)).await == Ok(Rotation::Expired));
    assert!(rotate(9, 4, morning()).await == Ok(Rotation::Unknown));
}

pub(super) async fn a_lost_answer_may_be_asked_for_again(house: &House) {
    let store = house.node().await;
    signed_in(store.as_ref(), "aliya").await;
    let rotate = |from, to| store.rotate(refresh(from), DEVICE, tokens(to), morning());
    assert!(matches!(rotate(1, 2).await, Ok(Rotation::Done(_))));
    assert!(matches!(rotate(1, 3).await, Ok(Rotation::Done(_))));
    // The one whose answer was lost is spent with it.
    assert!(rotate(2, 4).await == Ok(Rotation::Reused));
    assert!(rotate(3, 5).await == Ok(Rotation::Revoked));
}

pub(super) async fn a_spent_token_ends_its_session(house: &House) {
    let store = house.node().await;
    signed_in(store.as_ref(), "aliya").await;
    let rotate = |from, to| store.rotate(refresh(from), DEVICE, tokens(to), morning());
    assert!(matches!(rotate(1, 2).await, Ok(Rotation::Done(_))));
    assert!(matches!(rotate(2, 3).await, Ok(Rotation::Done(_))));
    assert!(rotate(1, 4).await == Ok(Rotation::Reused));
    assert!(!may_read(store.as_ref(), 3).await);
    let other = DeviceId(uuid::Uuid::max());
    let user = account("aliya").user;
    let opened = store.open_session(user, DEVICE, tokens(5), morning());
    opened.await.unwrap();
    let stolen = store.rotate(refresh(5), other, tokens(6), morning()).await;
    assert!(stolen == Ok(Rotation::Reused));
    assert!(!may_read(store.as_ref(), 5).await);
}

pub(super) async fn a_session_ends_by_logout_and_by_revocation(house: &House) {
    let store = house.node().await;
    signed_in(store.as_ref(), "aliya").await;
    let user = account("aliya").user;
    for n in [2, 3] {
        let opened = store.open_session(user.clone(), DEVICE, tokens(n), morning());
        opened.await.unwrap();
    }
    store.close_session(refresh(1), morning()).await.unwrap();
    store.close_session([77; 32], morning()).await.unwrap();
    assert!(!may_read(store.as_ref(), 1).await);
    assert!(may_read(store.as_ref(), 2).await);
    let nobody = UserName("nobody".to_owned());
    assert_eq!(store.revoke(Some(nobody), morning()).await, Ok(0));
    assert_eq!(store.revoke(Some(user), morning()).await, Ok(2));
    assert_eq!(store.revoke(None, morning()).await, Ok(0));
    assert!(!may_read(store.as_ref(), 3).await);
}

pub(super) async fn ended_tokens_are_forgotten(house: &House) {
    let store = house.node().await;
    signed_in(store.as_ref(), "aliya").await;
    let retention = Retention {
        tombstones_before: morning(),
        ops_before: morning(),
        tokens_before: later(1000),
    };
    store.maintain(retention).await.unwrap();
    assert!(!may_read(store.as_ref(), 1).await);
    let rotate = |n| store.rotate(refresh(1), DEVICE, tokens(n), morning());
    assert!(matches!(rotate(2).await, Ok(Rotation::Done(_))));
    let all = Retention {
        tokens_before: later(100_000),
        ..retention
    };
    store.maintain(all).await.unwrap();
    assert!(rotate(3).await == Ok(Rotation::Unknown));
}
