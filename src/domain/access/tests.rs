//! Who decides on applications for access, and what follows.

use super::*;
use crate::domain::command::{AccessCommand, Command};
use crate::domain::decide::{Around, DecideContext};
use crate::domain::holder::Policy;
use crate::domain::rules::RuleSet;
use crate::domain::text::CitizenText;
use crate::domain::work::{Fact, Work};

fn access(state: AccessState) -> Access {
    let applicant = serde_json::json!({
        "name": "Сейітова Айгүл", "iin": "900101300017", "signature": "eds",
    });
    Access {
        number: "A-4".parse().unwrap(),
        holder: "990240000018".into(),
        holder_name: LocalText {
            kk: "Қор".into(),
            ru: "Фонд".into(),
            en: "Fund".into(),
        },
        submitted_at: "2026-03-16T05:00:00Z".parse().unwrap(),
        pack: PackId::from("order145-2023"),
        applicant: serde_json::from_value(applicant).unwrap(),
        position: "бас маман".into(),
        role: Role::Administrator,
        state,
        account: None,
        owner: None,
        history: vec![],
        unknown: serde_json::Map::new(),
    }
}

fn decided(state: AccessState, command: AccessCommand) -> Result<Vec<Fact>, Refusal> {
    let cx = DecideContext {
        rules: &RuleSet::builtin().unwrap(),
        policy: &Policy::default(),
        role: Role::Operator,
        effective_at: "2026-03-17T05:00:00Z".parse().unwrap(),
        received_at: None,
        around: Around::default(),
    };
    Work::from(access(state)).decide(&Command::Access(command), &cx)
}

fn text(text: &str) -> CitizenText {
    CitizenText::parse(text).unwrap()
}

#[test]
fn the_operator_alone_grants_refuses_and_revokes_each_in_its_state() {
    for role in Role::ALL {
        for state in AccessState::ALL {
            for act in Act::ALL {
                let in_state = match state {
                    AccessState::New => matches!(act, Act::Grant | Act::Refuse),
                    AccessState::Granted => act == Act::Revoke,
                    AccessState::Refused | AccessState::Revoked => false,
                };
                assert_eq!(
                    permit(role, state, act).is_ok(),
                    in_state && role == Role::Operator,
                    "{role:?} {state:?} {act:?}"
                );
            }
        }
    }
}

#[test]
fn access_is_given_under_a_fit_login_name() {
    for (name, fit) in [
        ("aigul.s", true),
        ("әйгүл", true),
        ("", false),
        ("two words", false),
        ("a/b", false),
        ("Aigul", false),
        // The first letter is Cyrillic.
        ("аigul", false),
    ] {
        let user = UserName(name.into());
        let given = decided(AccessState::New, AccessCommand::GrantAccess { user });
        let refused = given == Err(Refusal::LoginNameUnfit);
        assert_eq!(refused, !fit, "{name}");
    }
}

#[test]
fn a_refusal_and_a_revocation_are_reasoned() {
    let refuse = AccessCommand::RefuseAccess { motive: text(" ") };
    assert_eq!(
        decided(AccessState::New, refuse),
        Err(Refusal::MotiveMissing)
    );
    let revoke = AccessCommand::RevokeAccess { reason: text(" ") };
    assert_eq!(
        decided(AccessState::Granted, revoke),
        Err(Refusal::MotiveMissing)
    );
}

#[test]
fn an_application_survives_its_json_and_its_redacted_body_names_nobody() {
    let mut one = access(AccessState::New);
    let stamp = Stamp::of_portal(one.submitted_at);
    let motive = text("Өтінімде қол жоқ");
    one.apply(Event::Refused { motive }, stamp);
    let json = serde_json::to_value(&one).unwrap();
    assert_eq!(serde_json::from_value::<Access>(json).unwrap(), one);
    let redacted = serde_json::to_string(&one.redacted()).unwrap();
    for word in ["Сейітова", "900101300017", "Өтінімде"] {
        assert!(!redacted.contains(word), "{word}");
    }
}
