//! What every store promises, asked of each of them.
//!
//! A test is a function over [`House`], a database that can be opened by several nodes; the list
//! at the end makes one test a store of it.

mod accounts;
mod copies;
mod feed;
mod keys;
mod nodes;
mod writes;

use std::sync::Arc;

use super::*;
use crate::portal::postgres::rig::Fresh;
use crate::portal::rig::morning;
use crate::portal::sqlite::Sqlite;

/// A database of one test.
pub(crate) enum House {
    Sqlite(tempfile::TempDir),
    Postgres(Box<Fresh>),
}

impl House {
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    pub(crate) async fn postgres() -> Self {
        Self::Postgres(Box::new(Fresh::new().await))
    }

    /// The store as one more process has it.
    pub(crate) async fn node(&self) -> Arc<dyn Storage> {
        match self {
            Self::Sqlite(dir) => Arc::new(Sqlite::open(&dir.path().join("portal.db")).unwrap()),
            Self::Postgres(fresh) => Arc::new(fresh.node().await),
        }
    }
}

const HOLDER: &str = "060340000178";

fn key(id: &str) -> EntityKey {
    EntityKey {
        kind: EntityKind::Request,
        id: id.to_owned(),
    }
}

pub(super) fn put(id: &str, expected: Option<u64>) -> Put {
    Put {
        key: key(id),
        expected: expected.map(Version),
        version: Version(expected.unwrap_or(0) + 1),
        holder: HOLDER.to_owned(),
        urgency: 0,
        place: Place::default(),
        body: Some("{}".to_owned()),
        at: morning(),
        by: None,
    }
}

/// A child of K-1.
fn child(id: &str, expected: Option<u64>) -> Put {
    Put {
        place: Place {
            parent: Some("K-1".to_owned()),
            ..Place::default()
        },
        ..put(id, expected)
    }
}

fn write(puts: Vec<Put>) -> Write {
    Write {
        puts,
        ..Write::default()
    }
}

pub(super) fn op() -> OpRecord {
    OpRecord {
        op_id: OpId(uuid::Uuid::now_v7()),
        digest: [7; 32],
        put: 0,
        version: Version(1),
        receipt: "{}".to_owned(),
        effective_at: morning(),
        received_at: morning(),
    }
}

pub(super) fn refused(op_id: OpId) -> RefusalRecord {
    RefusalRecord {
        op_id,
        digest: [7; 32],
        refusal: "{}".to_owned(),
        received_at: morning(),
    }
}

async fn done(store: &dyn Storage, write: Write) -> Vec<Seq> {
    match store.commit(write).await.unwrap() {
        Commit::Done(seqs) => seqs,
        Commit::Stale => panic!("stale"),
    }
}

async fn row(store: &dyn Storage, id: &str) -> Option<EntityRow> {
    store.entities(vec![key(id)]).await.unwrap().remove(0)
}

const EVERYTHING: PageLimit = PageLimit {
    rows: 1000,
    bytes: usize::MAX,
};

fn holder() -> Audience {
    Audience::Holder(HOLDER.to_owned())
}

fn later(seconds: i64) -> Timestamp {
    let after = jiff::SignedDuration::from_secs(seconds);
    morning().checked_add(after).unwrap()
}

/// One test a store of each function.
macro_rules! on_both_stores {
    ($($room:ident: $($test:ident),+ $(,)?;)+) => {
        mod on_sqlite {
            $($(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$room::$test(&super::House::sqlite()).await;
            })+)+
        }

        mod on_postgres {
            $($(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$room::$test(&super::House::postgres().await).await;
            })+)+
        }
    };
}

on_both_stores! {
    writes:
        a_write_happens_whole_or_not_at_all,
        an_operation_is_stored_with_its_effect_or_neither,
        a_refusal_is_kept_and_the_operation_is_not_applied_after_it,
        an_operation_that_was_applied_is_not_refused_after_it,
        an_old_refusal_is_forgotten,
        a_result_without_its_entity_is_refused,
        an_entity_never_changes_its_holder,
        an_entity_put_twice_by_one_write_goes_on_from_itself,
        a_write_without_entities_gives_no_sequence,
        a_write_holds_only_while_what_it_was_decided_on_stands,
        a_write_that_contradicts_itself_does_not_stand,
        what_happens_once_happens_once,
        numbers_go_on_behind_those_given_from_outside,
        each_kind_of_item_has_numbers_of_its_own,
        the_token_of_a_request_is_kept_with_it,
        many_entities_are_written_in_one_go,
        what_was_written_is_there_after_reopening;
    feed:
        every_audience_sees_what_the_rule_says,
        marks_are_of_whoever_is_listened_for,
        pages_go_on_where_the_last_one_ended,
        a_snapshot_has_the_most_urgent_first,
        what_is_asked_together_is_of_one_moment_and_in_order,
        what_wakes_is_found_when_its_moment_has_come,
        the_highest_copy_of_a_request_is_found,
        the_newest_of_the_rules_is_known,
        a_kind_is_walked_through_in_order,
        old_tombstones_go_and_the_floor_rises,
        an_epoch_has_a_new_name,
        a_text_with_a_nul_is_the_name_of_nothing;
    accounts:
        an_account_is_added_once_and_changed,
        an_account_is_opened_and_closed_by_a_write,
        a_first_password_is_given_once,
        a_session_goes_on_with_each_refresh,
        a_lost_answer_may_be_asked_for_again,
        a_spent_token_ends_its_session,
        a_session_ends_by_logout_and_by_revocation,
        ended_tokens_are_forgotten;
    keys:
        the_keys_of_a_workstation_are_those_it_gave_last,
        keys_end_with_the_sessions_and_come_back_with_a_login,
        keys_end_with_the_account_and_with_a_stolen_token,
        a_portal_has_one_pair_of_keys_whoever_makes_them;
    copies:
        a_copy_fills_a_store_of_either_kind,
        a_store_with_data_is_not_filled,
        a_file_that_is_no_copy_fills_nothing,
        a_copy_overwrites_nothing;
    nodes:
        of_many_writes_on_one_version_one_succeeds,
        no_reader_misses_a_row_while_many_write,
        of_two_that_rely_on_a_family_and_change_it_one_gives_way,
        of_two_nodes_that_refuse_and_apply_an_operation_one_gives_way,
        a_guard_holds_against_whoever_changes_the_entity,
        one_operation_sent_to_two_nodes_is_applied_once,
        what_happens_once_happens_once_on_two_nodes,
        no_number_is_given_twice,
        writes_of_many_rows_in_any_order_do_not_lock_each_other_out,
        of_two_that_spend_one_token_the_second_is_a_repetition,
        what_is_known_is_of_one_moment_while_others_write,
        the_writes_of_another_process_are_noticed,
        nodes_may_open_a_new_database_at_the_same_moment;
}
