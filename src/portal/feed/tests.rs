//! Cursors, tokens and scopes by themselves.

use super::*;
use crate::domain::ids::UserName;

const BIN: &str = "060340000178";

fn head(epoch: &str, seq: u64, floor: u64) -> Head {
    Head {
        epoch: epoch.to_owned(),
        seq: Seq(seq),
        floor: Seq(floor),
    }
}

fn account(role: Role) -> AccountRow {
    AccountRow {
        user: UserName("aliya".to_owned()),
        role,
        holder: role.has_holder().then(|| BIN.to_owned()),
        password: String::new(),
        disabled: false,
    }
}

fn scope(role: Role) -> Scope {
    Scope::of(&account(role)).unwrap()
}

#[test]
fn a_cursor_is_read_back_by_whom_it_was_given_to() {
    let (head, scope) = (head("e1", 42, 0), scope(Role::Administrator));
    let given = cursor(&head, Seq(42), &scope);
    assert_eq!(given.0, format!("e1.42.h{BIN}"));
    assert_eq!(place(&given, &head, &scope), Ok(Seq(42)));
}

#[test]
fn scopes_differ_by_what_is_seen_and_by_nothing_else() {
    let tag = |role| scope(role).tag();
    assert_eq!(tag(Role::Administrator), tag(Role::Head));
    assert_ne!(tag(Role::Administrator), tag(Role::Support));
    assert_ne!(tag(Role::Administrator), tag(Role::Moderator));
    assert_ne!(tag(Role::Operator), tag(Role::Trainer));
    assert!(Scope::of(&account(Role::Intake)).is_none());
}

#[test]
fn a_changed_scope_is_told_before_anything_else() {
    let given = cursor(&head("old", 900, 0), Seq(900), &scope(Role::Administrator));
    assert_eq!(
        place(&given, &head("new", 5, 0), &scope(Role::Support)),
        Err(BadPlace::Reset(reset::SCOPE_CHANGED))
    );
}

#[test]
fn the_beginning_of_the_feed_never_expires() {
    let (head, scope) = (head("e1", 42, 30), scope(Role::Head));
    let at = |seq| place(&cursor(&head, Seq(seq), &scope), &head, &scope);
    assert_eq!(at(0), Ok(Seq(0)));
    assert_eq!(at(29), Err(BadPlace::Reset(reset::CURSOR_EXPIRED)));
    assert_eq!(at(30), Ok(Seq(30)));
    assert_eq!(at(43), Err(BadPlace::Reset(reset::EPOCH_CHANGED)));
}

#[test]
fn a_snapshot_token_survives_its_journey() {
    let (head, scope) = (head("e1", 42, 0), scope(Role::Head));
    let after = SnapshotPlace {
        urgency: i64::MIN,
        kind: "request".to_owned(),
        id: "766301/1".to_owned(),
    };
    let token = SnapshotToken::new(&head, &scope, Seq(40), 7, after.clone());
    let read = SnapshotToken::read(&token.text(), &head, &scope).unwrap();
    assert_eq!((read.after(), read.cut, read.total), (after, 40, 7));
    assert_eq!(
        SnapshotToken::read("nonsense", &head, &scope),
        Err(BadPlace::Unreadable)
    );
}

#[test]
fn a_body_that_cannot_be_cleaned_does_not_go_out() {
    use crate::domain::ids::Version;
    use crate::wire::feed::EntityKey;
    let row = |kind: &str, body: &str| EntityRow {
        key: EntityKey {
            kind: EntityKind::from(kind),
            id: "1".to_owned(),
        },
        version: Version(1),
        seq: Seq(1),
        deleted: false,
        holder: BIN.to_owned(),
        shared: false,
        body: body.to_owned(),
        updated_at: Timestamp::UNIX_EPOCH,
        updated_by: None,
    };
    let support = scope(Role::Support);
    assert_eq!(support.body(&row("request", r#"{"name":"Есенова"}"#)), "{}");
    assert_eq!(
        support.body(&row("petition", r#"{"name":"Есенова"}"#)),
        "{}"
    );
    assert_eq!(support.body(&row("policy", r#"{"a":1}"#)), r#"{"a":1}"#);
    let record = row("rules-change", r#"{"by":"operator"}"#);
    assert_eq!(support.body(&record), record.body);
    let full = scope(Role::Head);
    assert_eq!(full.body(&row("petition", r#"{"a":1}"#)), r#"{"a":1}"#);
}
