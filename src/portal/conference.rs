//! What the portal does with conferences by itself: begins drafts, opens and closes on the hour.

use std::sync::atomic::Ordering;

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
        number: Number::new(ItemKind::Conference, serial),
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
    /// A conference that cannot be looked at keeps no other one from its hour.
    ///
    /// # Errors
    /// The store failed; the first failure, after all others were looked at.
    pub async fn tick(&self) -> Result<usize, StorageError> {
        let now = self.clock.now();
        let head = self.storage.head().await?;
        let unchanged = self.looked_at.load(Ordering::Relaxed) == head.seq.0;
        let (mut moved, mut failed, mut after) = (0, None, None);
        loop {
            let rows = self.storage.due(now, after.take(), AT_ONCE).await?;
            for row in &rows {
                match self.look_at(row, now, unchanged).await {
                    Ok(true) => moved += 1,
                    Ok(false) => {}
                    Err(error) => failed = failed.or(Some(error)),
                }
            }
            if rows.len() < AT_ONCE {
                break;
            }
            after = rows.last().map(|row| row.key.clone());
        }
        if let Some(error) = failed {
            return Err(error);
        }
        self.looked_at.store(head.seq.0, Ordering::Relaxed);
        Ok(moved)
    }

    /// Does with one conference what is due; whether it moved. One that waits for its last
    /// answer cannot have got it while nothing was written since the last look.
    async fn look_at(
        &self,
        row: &EntityRow,
        now: Timestamp,
        unchanged: bool,
    ) -> Result<bool, StorageError> {
        if row.key.kind.item() != Some(ItemKind::Conference) {
            return Ok(false);
        }
        let Ok(conference) = serde_json::from_str::<Conference>(&row.body) else {
            tracing::error!("a conference cannot be read");
            return Ok(false);
        };
        if unchanged && conference.state == ConferenceState::Closing {
            return Ok(false);
        }
        self.move_on(row, conference, now).await
    }

    async fn move_on(
        &self,
        row: &EntityRow,
        mut conference: Conference,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let storage = self.storage.as_ref();
        let asked = asked(storage, &row.key.id).await?;
        let portal = conference::Portal {
            now,
            open_questions: asked.open,
            answered_late: asked.answered_late,
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
            families: vec![(row.key.id.clone(), asked.newest)],
            ..Write::default()
        };
        // Stale: a question came or was answered in between; the next look sees it.
        Ok(matches!(storage.commit(write).await?, Commit::Done(_)))
    }
}

/// What is known of the questions of a conference.
struct Asked {
    /// Neither answered nor declined.
    open: u32,
    /// An answer came after the end.
    answered_late: bool,
    /// The newest sequence among all of them.
    newest: Seq,
}

async fn asked(storage: &dyn Storage, id: &str) -> Result<Asked, StorageError> {
    let wanted = Wanted {
        parents: vec![id.to_owned()],
        ..Wanted::default()
    };
    let children = storage.known(wanted).await?.children;
    let rows: Vec<EntityRow> = children.into_iter().flatten().collect();
    let questions: Vec<Option<Question>> = rows.iter().map(question).collect();
    let is_open = |one: &&Option<Question>| keeps_open(one.as_ref());
    let answers = questions
        .iter()
        .flatten()
        .filter_map(|one| one.answer.as_ref());
    Ok(Asked {
        open: u32::try_from(questions.iter().filter(is_open).count()).unwrap_or(u32::MAX),
        answered_late: answers.into_iter().any(|answer| answer.late),
        newest: rows.iter().map(|row| row.seq).max().unwrap_or(Seq(0)),
    })
}

/// The question of a row; `None` if it cannot be read.
pub(super) fn question(row: &EntityRow) -> Option<Question> {
    serde_json::from_str(&row.body).ok()
}

/// Whether a question keeps its conference from closing. One that cannot be read does: a
/// conference never closes over it unseen.
pub(super) fn keeps_open(question: Option<&Question>) -> bool {
    question.is_none_or(|one| one.state.is_open())
}

/// A fact of the portal's own clock is judged at the hour that was set, also when the portal
/// stood still then.
fn stamp(conference: &Conference, event: &Event, now: Timestamp) -> Stamp {
    let form = conference.valid_form();
    let hour = match event {
        Event::Opened => form.opening(),
        Event::TimeOver { .. } => form.closing(),
        // One that had to wait for its last answer is closed now and not at its hour.
        Event::Closed { .. } if conference.state == ConferenceState::Open => form.closing(),
        Event::Closed { .. }
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
        effective_at: hour.unwrap_or(now),
        ..Stamp::of_portal(now)
    }
}
