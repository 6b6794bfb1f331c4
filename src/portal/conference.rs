//! What the portal does with conferences by itself: begins drafts, opens and closes on the hour.

use jiff::Timestamp;

use super::Portal;
use super::directory::Directory;
use super::entity::put_of;
use super::storage::{Commit, EntityRow, Put, Storage, StorageError, Wanted, Write};
use crate::domain::annex::ConferenceForm;
use crate::domain::conference::{self, Conference, ConferenceState, Event};
use crate::domain::history::Stamp;
use crate::domain::ids::{ItemKind, Number, Seq, Version};
use crate::domain::question::Question;
use crate::domain::zone;

/// Conferences looked at in one go.
const AT_ONCE: usize = 100;

/// The draft of a conference; `None` if no rules apply on its day.
#[must_use]
pub fn begun(
    serial: u64,
    holder: &str,
    topic: Option<Number>,
    stamp: Stamp,
    directory: &Directory,
) -> Option<Conference> {
    let created_at = stamp.received_at.unwrap_or(stamp.effective_at);
    let policy = directory.policy(holder);
    let pack = directory
        .rules
        .pin(zone::date(created_at), policy.after_repeal)?;
    let mut begun = Conference {
        number: Number {
            kind: ItemKind::Conference,
            serial,
            copy: None,
        },
        holder: holder.to_owned(),
        created_at,
        pack,
        topic,
        form: ConferenceForm::default(),
        sent: None,
        team: vec![],
        state: ConferenceState::Draft,
        remarks: None,
        notice: None,
        owner: stamp.by.clone(),
        history: vec![],
        unknown: serde_json::Map::new(),
    };
    begun.apply(Event::Created { topic }, stamp);
    Some(begun)
}

impl Portal {
    /// Opens, closes and puts away what is due by the portal's clock; gives how many
    /// conferences moved. Another node may do the same at the same moment.
    ///
    /// # Errors
    /// The store failed.
    pub async fn tick(&self) -> Result<usize, StorageError> {
        let now = self.clock.now();
        let mut moved = 0;
        for row in self.storage.due(now, AT_ONCE).await? {
            if row.key.kind.item() == Some(ItemKind::Conference) && self.move_on(&row, now).await? {
                moved += 1;
            }
        }
        Ok(moved)
    }

    async fn move_on(&self, row: &EntityRow, now: Timestamp) -> Result<bool, StorageError> {
        let storage = self.storage.as_ref();
        let Ok(mut conference) = serde_json::from_str::<Conference>(&row.body) else {
            tracing::error!(id = row.key.id, "a conference cannot be read");
            return Ok(false);
        };
        let (open_questions, newest) = open_questions(storage, &row.key.id).await?;
        let portal = conference::Portal {
            now,
            open_questions,
        };
        let mut version = row.version;
        while let Some(event) = conference::own_event(&conference, portal) {
            let stamp = stamp(&conference, &event, now);
            conference.apply(event, stamp);
            version = Version(version.0 + 1);
        }
        if version == row.version {
            return Ok(false);
        }
        let directory = self.directory.current(storage).await?;
        let put = Put {
            expected: Some(row.version),
            version,
            at: now,
            by: None,
            ..put_of(&conference.into(), &directory)?
        };
        let write = Write {
            puts: vec![put],
            families: vec![(row.key.id.clone(), newest)],
            ..Write::default()
        };
        // Stale: a question came or was answered in between; the next look sees it.
        Ok(matches!(storage.commit(write).await?, Commit::Done(_)))
    }
}

/// How many questions of a conference are neither answered nor declined, and the newest
/// sequence among all of them.
async fn open_questions(storage: &dyn Storage, id: &str) -> Result<(u32, Seq), StorageError> {
    let wanted = Wanted {
        parents: vec![id.to_owned()],
        ..Wanted::default()
    };
    let children = storage.known(wanted).await?.children;
    let rows: Vec<EntityRow> = children.into_iter().flatten().collect();
    let newest = rows.iter().map(|row| row.seq).max().unwrap_or(Seq(0));
    // One that cannot be read counts as open: a conference never closes over it unseen.
    let is_open = |row: &EntityRow| {
        serde_json::from_str::<Question>(&row.body).map_or(true, |one| one.state.is_open())
    };
    let open = rows.iter().filter(|row| is_open(row)).count();
    Ok((u32::try_from(open).unwrap_or(u32::MAX), newest))
}

/// A fact of the portal's own clock is judged at the hour that was set, also when the portal
/// stood still then.
fn stamp(conference: &Conference, event: &Event, now: Timestamp) -> Stamp {
    let form = conference.valid_form();
    let hour = match event {
        Event::Opened => form.opening(),
        Event::TimeOver { .. } | Event::Closed { late: false } => form.closing(),
        Event::Closed { late: true }
        | Event::Created { .. }
        | Event::Planned { .. }
        | Event::Sent { .. }
        | Event::Returned { .. }
        | Event::Reopened { .. }
        | Event::Published
        | Event::Announced { .. }
        | Event::Prolonged { .. }
        | Event::Archived => None,
    };
    Stamp {
        by: None,
        role: None,
        decided_at: now,
        received_at: Some(now),
        effective_at: hour.unwrap_or(now),
        op: None,
        outside_window: false,
        basis: None,
    }
}
