//! A store whose calls are timed and whose failures are counted.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use tokio::sync::watch;

use super::super::metrics::Metrics;
use super::{
    Access, AccountRow, Answer, Audience, Commit, DeviceKeys, Digest, EntityRow, Head, KnownRows,
    Listened, Mark, Once, Page, PageLimit, PoolUse, Retention, Rotation, SnapshotPlace, Storage,
    TokenPair, Wanted, Write,
};
use crate::domain::ids::{DeviceId, ItemKind, Seq, UserName};
use crate::package::SecretKeys;
use crate::wire::feed::{EntityKey, EntityKind};
use crate::wire::package::PublicKeys;

/// Passes every call on and tells the metrics.
pub struct Measured {
    inner: Arc<dyn Storage>,
    metrics: Arc<Metrics>,
}

impl Measured {
    /// Measures a store.
    #[must_use]
    pub fn new(inner: Arc<dyn Storage>, metrics: Arc<Metrics>) -> Self {
        Self { inner, metrics }
    }

    fn around<'a, T: Send + 'a>(
        &'a self,
        call: &'static str,
        answer: Answer<'a, T>,
    ) -> Answer<'a, T> {
        Box::pin(async move {
            let begun = Instant::now();
            let answered = answer.await;
            let failed = answered.as_ref().err();
            self.metrics.call(call, begun.elapsed(), failed);
            answered
        })
    }
}

/// Every call of a [`Storage`] goes to `inner`, through `around` with its name.
macro_rules! passed_on {
    ($type:ty: $($name:ident($($argument:ident: $kind:ty),*) -> $answer:ty;)+) => {
        impl Storage for $type {
            fn watch(&self) -> watch::Receiver<Seq> {
                self.inner.watch()
            }

            fn pool(&self) -> Option<PoolUse> {
                self.inner.pool()
            }

            $(fn $name(&self, $($argument: $kind),*) -> Answer<'_, $answer> {
                self.around(stringify!($name), self.inner.$name($($argument),*))
            })+
        }
    };
}

/// The calls of a [`Storage`], for a type with `inner` and `around`.
macro_rules! storage_around {
    ($type:ty) => {
        passed_on! { $type:
            head() -> Head;
            changes(audience: Audience, since: Seq, limit: PageLimit) -> (Page, Head);
            marks(of: Listened, since: Seq, limit: usize) -> (Vec<Mark>, Head);
            snapshot(audience: Audience, after: Option<SnapshotPlace>, limit: PageLimit)
                -> (Page, Option<SnapshotPlace>);
            count(audience: Audience) -> u64;
            entities(keys: Vec<EntityKey>) -> Vec<Option<EntityRow>>;
            all(kind: EntityKind) -> Vec<EntityRow>;
            walk(kind: EntityKind, after: String, limit: usize) -> Vec<EntityRow>;
            rules_seq() -> Seq;
            known(wanted: Wanted) -> KnownRows;
            due(now: Timestamp, after: Option<EntityKey>, limit: usize) -> Vec<EntityRow>;
            happened(once: Once) -> bool;
            highest_copies(serials: Vec<u64>) -> Vec<u16>;
            requester_token(number: String) -> Option<Digest>;
            set_first_password(user: UserName, password: String) -> bool;
            commit(write: Write) -> Commit;
            reserve_serials(kind: ItemKind, count: u64) -> u64;
            account(user: UserName) -> Option<AccountRow>;
            add_account(account: AccountRow, at: Timestamp) -> bool;
            change_account(account: AccountRow) -> bool;
            open_session(user: UserName, device: DeviceId, tokens: TokenPair, at: Timestamp) -> ();
            rotate(presented: Digest, device: DeviceId, tokens: TokenPair, at: Timestamp)
                -> Rotation;
            close_session(refresh: Digest, at: Timestamp) -> ();
            revoke(user: Option<UserName>, at: Timestamp) -> u64;
            access(token: Digest) -> Option<Access>;
            keep_device_keys(user: UserName, device: DeviceId, keys: PublicKeys, at: Timestamp)
                -> ();
            device_keys(user: UserName, device: DeviceId) -> Option<DeviceKeys>;
            portal_keys() -> Option<SecretKeys>;
            keep_portal_keys(keys: SecretKeys, at: Timestamp) -> SecretKeys;
            rotate_epoch() -> String;
            backup(to: PathBuf) -> ();
            restore(from: PathBuf) -> bool;
            maintain(retention: Retention) -> ();
        }
    };
}

storage_around!(Measured);

#[cfg(test)]
pub(crate) mod held {
    //! A store whose calls are held back.

    use std::pin::Pin;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    /// Decides how long a call waits before it goes on.
    pub(crate) trait Hold: Send + Sync {
        /// Ends when the call may go on.
        fn before(&self, call: &'static str) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
    }

    /// Passes every call on when it may go on.
    pub(crate) struct Held {
        inner: Arc<dyn Storage>,
        hold: Arc<dyn Hold>,
    }

    impl Held {
        pub(crate) fn new(inner: Arc<dyn Storage>, hold: Arc<dyn Hold>) -> Self {
            Self { inner, hold }
        }

        fn around<'a, T: Send + 'a>(
            &'a self,
            call: &'static str,
            answer: Answer<'a, T>,
        ) -> Answer<'a, T> {
            Box::pin(async move {
                self.hold.before(call).await;
                answer.await
            })
        }
    }

    storage_around!(Held);

    /// Holds nothing until it is told to hold everything for ever.
    #[derive(Default)]
    pub(crate) struct Stall(AtomicBool);

    impl Stall {
        pub(crate) fn begin(&self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }

    impl Hold for Stall {
        fn before(&self, _call: &'static str) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
            if self.0.load(Ordering::Relaxed) {
                Box::pin(std::future::pending())
            } else {
                Box::pin(std::future::ready(()))
            }
        }
    }
}
