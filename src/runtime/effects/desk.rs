//! Orders about the desks of items: given at once over the link, or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use secrecy::SecretString;

use crate::app::house::{DeskFailure, House, Mate};
use crate::app::msg::Msg;
use crate::domain::desk::{DeskOrder, DeskRefusal, Lease};
use crate::domain::ids::{DeviceId, Number};
use crate::store::{Reader, StoreError};
use crate::sync::client::Client;
use crate::sync::transport::TransportError;
use crate::wire::desk::{AbsenceRequest, DeskRequest};
use crate::wire::feed::{EntityKey, EntityKind};

/// The end of the program waits so long for a release; a lease ends by itself anyway.
const RELEASE_WITHIN: Duration = Duration::from_millis(400);

/// What is needed to give an order.
#[derive(Clone)]
pub(super) struct Desk {
    pub(super) client: Client,
    pub(super) reader: Reader,
    pub(super) device: DeviceId,
    /// The leases taken in this run; the replica may not know of the last one yet.
    pub(super) held: Arc<Mutex<BTreeSet<Number>>>,
}

impl Desk {
    /// Gives an order and tells what became of it; `now` is the portal's time.
    pub(super) async fn give(self, number: Number, order: DeskOrder, now: Timestamp) -> Msg {
        let result = self.ask(number, &order, now).await;
        Msg::Desk {
            number,
            order,
            result,
        }
    }

    async fn ask(
        &self,
        number: Number,
        order: &DeskOrder,
        now: Timestamp,
    ) -> Result<Option<Lease>, DeskFailure> {
        let access = self.access()?;
        let request = DeskRequest {
            entity: EntityKey {
                kind: EntityKind::Request,
                id: number.to_string(),
            },
            device: self.device,
            order: order.clone(),
        };
        match self.client.desk(&access, &request).await {
            Ok(desk) => {
                let lease = desk.lease.as_ref();
                self.note(
                    number,
                    lease.is_some_and(|lease| lease.device == self.device),
                );
                Ok(desk.foreign_lease(self.device, now).cloned())
            }
            Err(error) => Err(failure(&error)),
        }
    }

    /// Says who does the work of a colleague.
    pub(super) async fn absence(&self, request: &AbsenceRequest) -> Result<(), DeskFailure> {
        let access = self.access()?;
        let told = self.client.absence(&access, request).await;
        told.map(|_colleague| ()).map_err(|error| failure(&error))
    }

    pub(super) fn access(&self) -> Result<SecretString, DeskFailure> {
        let session = self.reader.session().ok().flatten();
        let access = session.and_then(|session| session.access);
        let (access, _until) = access.ok_or(DeskFailure::NoLink)?;
        Ok(access)
    }

    fn note(&self, number: Number, held: bool) {
        let mut all = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held {
            all.insert(number);
        } else {
            all.remove(&number);
        }
    }

    /// Releases what this installation still holds: at the end, and after a crash.
    pub(super) async fn release_all(self, now: Timestamp) {
        let marks = self.reader.desk_marks(now).unwrap_or_default();
        let own = marks.into_iter().filter(|mark| {
            let lease = mark.lease.as_ref();
            lease.is_some_and(|lease| lease.device == self.device)
        });
        let mut numbers: BTreeSet<Number> = own.map(|mark| mark.number).collect();
        numbers.extend(&*self.held.lock().unwrap_or_else(PoisonError::into_inner));
        let release = async {
            for number in numbers {
                let released = self.ask(number, &DeskOrder::Release, now).await;
                if released.is_err() {
                    break;
                }
            }
        };
        if tokio::time::timeout(RELEASE_WITHIN, release).await.is_err() {
            tracing::info!("leases were left to end by themselves");
        }
    }
}

fn failure(error: &TransportError) -> DeskFailure {
    let refusal = error.problem.as_deref().and_then(DeskRefusal::of_code);
    refusal.map_or(DeskFailure::NoLink, DeskFailure::Refused)
}

/// The colleagues and what they sit at; leases of this installation are no marks.
pub(super) fn house(
    reader: &Reader,
    device: DeviceId,
    now: Timestamp,
) -> Result<House, StoreError> {
    let open: BTreeMap<_, _> = reader.open_by_owner()?.into_iter().collect();
    let mates = reader.colleagues()?.into_iter().map(|colleague| {
        let count = open.get(&Some(colleague.user.clone())).copied();
        Mate {
            open: u64::try_from(count.unwrap_or(0)).unwrap_or(u64::MAX),
            colleague,
        }
    });
    let colleagues = mates.collect();
    let mut marks = BTreeMap::new();
    for mut mark in reader.desk_marks(now)? {
        mark.lease = mark.lease.filter(|lease| lease.device != device);
        if mark.lease.is_some() || !mark.waiting.is_empty() {
            marks.insert(mark.number, mark);
        }
    }
    Ok(House { colleagues, marks })
}
