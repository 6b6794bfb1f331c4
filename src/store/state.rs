//! Small facts kept beside the replica: the place in the feed, clock samples, settings seen.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::error::StoreError;
use super::{Reply, Store};
use crate::domain::ids::DeviceId;
use crate::wire::feed::Cursor;
use crate::wire::replica::DeletionQuestion;

const SYNC: &str = "sync";
const DEVICE: &str = "device";

/// At most this many clock samples are kept; the median of so few forgets a bad one quickly.
const SAMPLES: usize = 9;

/// Where the replica stands against the portal.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SyncState {
    /// The place in the feed; `None` before the first snapshot is complete.
    pub cursor: Option<Cursor>,
    /// The epoch of the last page that was taken; outlives the place in the feed, so that no way
    /// of starting over hides that the portal was restored.
    pub epoch: Option<String>,
    /// The snapshot under way.
    pub snapshot: Option<SnapshotState>,
    /// The number of the last snapshot begun.
    pub sweep: u64,
    /// The last exchange that went through, by the workstation's clock.
    pub last_exchange: Option<Timestamp>,
    /// The last samples of the clock offset.
    pub samples: Vec<OffsetSample>,
    /// The latest moment the workstation's clock has shown.
    pub high_water: Option<Timestamp>,
    /// A deletion that waits for an answer.
    pub question: Option<DeletionQuestion>,
}

impl SyncState {
    /// The offsets of the samples, in seconds.
    #[must_use]
    pub fn offsets(&self) -> Vec<i64> {
        self.samples.iter().map(|sample| sample.offset).collect()
    }
}

/// A snapshot under way; it goes on after a restart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotState {
    /// The token of the next page; `None` for the first.
    pub next: Option<String>,
    /// Where the feed goes on afterwards, told by the first page.
    pub cursor: Option<Cursor>,
    /// Entities received.
    pub received: u64,
    /// Entities of the whole snapshot.
    pub total: u64,
    /// The replica was wiped before, so nothing can be deleted by surprise.
    pub wiped: bool,
}

/// One comparison of the clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffsetSample {
    /// When, by the workstation's clock.
    pub at: Timestamp,
    /// Portal clock minus workstation clock, in seconds.
    pub offset: i64,
}

/// Reads a fact.
pub(super) fn meta(connection: &Connection, key: &str) -> Result<Option<String>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?)
}

/// Writes a fact.
pub(super) fn set_meta(tx: &Connection, key: &str, value: &str) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO meta VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
    )?
    .execute([key, value])?;
    Ok(())
}

/// Reads where the replica stands.
pub(super) fn sync_state(connection: &Connection) -> Result<SyncState, StoreError> {
    let Some(text) = meta(connection, SYNC)? else {
        return Ok(SyncState::default());
    };
    serde_json::from_str(&text).map_err(|_not_ours| StoreError::Unexpected { what: "sync state" })
}

/// Writes where the replica stands.
pub(super) fn set_sync_state(tx: &Connection, state: &SyncState) -> Result<(), StoreError> {
    let text = serde_json::to_string(state)
        .map_err(|_impossible| StoreError::Unexpected { what: "sync state" })?;
    set_meta(tx, SYNC, &text)
}

impl Store {
    /// The random id of this installation, made when it is first asked for.
    pub fn device(&self) -> Reply<DeviceId> {
        if let Ok(Some(device)) = self.reader().device() {
            return Reply::ready(Ok(device));
        }
        self.submit(|tx, _| {
            if let Some(device) = device(tx)? {
                return Ok(device);
            }
            let mut bytes = [0; 16];
            getrandom::fill(&mut bytes).map_err(|_no_source| StoreError::Randomness)?;
            let fresh = uuid::Builder::from_random_bytes(bytes).into_uuid();
            set_meta(tx, DEVICE, &fresh.to_string())?;
            Ok(DeviceId(fresh))
        })
    }

    /// Notes a comparison of the clocks and the moment of a good exchange.
    pub fn note_exchange(&self, sample: OffsetSample) -> Reply<()> {
        self.submit(move |tx, _| {
            let mut state = sync_state(tx)?;
            state.last_exchange = Some(sample.at);
            // Not the maximum: the portal has just said how far this moment can be trusted.
            state.high_water = Some(sample.at);
            state.samples.push(sample);
            let surplus = state.samples.len().saturating_sub(SAMPLES);
            state.samples.drain(..surplus);
            set_sync_state(tx, &state)
        })
    }

    /// Notes the moment the clock shows, so that a clock moved back is recognised later.
    pub fn note_clock(&self, now: Timestamp) -> Reply<()> {
        self.submit(move |tx, _| {
            let mut state = sync_state(tx)?;
            state.high_water = state.high_water.max(Some(now));
            set_sync_state(tx, &state)
        })
    }

    /// Forgets the clock's past, after the user said that the clock is right now.
    pub fn forget_clock(&self, now: Timestamp) -> Reply<()> {
        self.submit(move |tx, _| {
            let mut state = sync_state(tx)?;
            state.high_water = Some(now);
            state.samples.clear();
            set_sync_state(tx, &state)
        })
    }

    /// Notes, or takes back, a deletion that waits for an answer.
    pub fn set_question(&self, question: Option<DeletionQuestion>) -> Reply<()> {
        self.submit(move |tx, _| {
            let mut state = sync_state(tx)?;
            state.question = question;
            set_sync_state(tx, &state)
        })
    }

    /// Keeps a setting or a mark of what was seen.
    pub fn set_setting(&self, key: &str, value: &str) -> Reply<()> {
        let (key, value) = (setting_key(key), value.to_owned());
        self.submit(move |tx, _| set_meta(tx, &key, &value))
    }
}

/// Reads the id of this installation.
pub(super) fn device(connection: &Connection) -> Result<Option<DeviceId>, StoreError> {
    Ok(meta(connection, DEVICE)?
        .and_then(|text| Uuid::parse_str(&text).ok())
        .map(DeviceId))
}

/// Settings live beside the facts of the store under a name of their own.
pub(super) fn setting_key(key: &str) -> String {
    format!("setting.{key}")
}
