//! The Operator by commands: access to the workstation, circulars.

use crate::conference::Day;

#[test]
fn the_operator_grants_and_revokes_access_by_command() {
    let day = Day::begin();
    day.portal.applies_for_access();
    let operator = &day.operator;
    operator.json(["sync"]).exits(0);
    let listed = operator.json(["list", "access"]).exits(0).object();
    assert_eq!(
        (&listed["number"], &listed["state"]),
        (&"A-1".into(), &"new".into())
    );
    let shown = operator.run(["show", "A-1"]).exits(0);
    assert!(!shown.out.contains(crate::portal::IIN), "{}", shown.out);
    let without = Day::act(operator, &["grant", "A-1"]).exits(2);
    assert_eq!(without.error_code(), "usage");
    let taken = Day::act(operator, &["grant", "A-1", "--to", "moderator"]).exits(3);
    assert_eq!(taken.object()["refusal"]["code"], "login-name-taken");
    Day::applied(operator, &["grant", "A-1", "--to", "bolat"]);
    let reason = operator.file("reason.txt", "Қызметтен кетті");
    Day::applied(operator, &["revoke", "A-1", "--text", &reason]);
    let admin = Day::act(&day.admin, &["grant", "A-1", "--to", "x"]);
    assert_eq!(admin.exits(1).error_code(), "not-found");
}

#[test]
fn a_circular_reaches_the_holder_and_is_marked_as_read_by_command() {
    let day = Day::begin();
    let text = day
        .operator
        .file("circular.txt", "Оқыту бейсенбіде 15:00-де");
    Day::applied(&day.operator, &["send", "new", "--text", &text]);
    day.admin.json(["sync"]).exits(0);
    let listed = day.admin.json(["list", "circulars"]).exits(0).object();
    let number = listed["number"].as_str().unwrap().to_owned();
    assert_eq!(listed["title"], "Оқыту бейсенбіде 15:00-де");
    Day::applied(&day.admin, &["read", &number]);
    day.operator.json(["sync"]).exits(0);
    let read = day.operator.json(["show", &number]).exits(0).object();
    assert_eq!(read["state"], "read");
    let own = day.admin.file("own.txt", "Хат");
    let refused = Day::act(&day.admin, &["send", "new", "--text", &own]).exits(3);
    assert_eq!(refused.object()["refusal"]["code"], "role-may-not");
}

#[test]
fn a_circular_is_held_if_asked_for_and_goes_to_known_holders_only() {
    let day = Day::begin();
    let text = day.operator.file("circular.txt", "Хат");
    let unknown = ["send", "new", "--text", &text, "--to", "000000000000"];
    let refused = Day::act(&day.operator, &unknown).exits(3);
    assert_eq!(refused.object()["refusal"]["code"], "unknown-addressee");
    let foreign = ["send", "new", "--text", &text, "--until", "2026-03-20"];
    assert_eq!(
        Day::act(&day.operator, &foreign).exits(2).error_code(),
        "usage"
    );
    let held = Day::act(&day.operator, &["send", "new", "--text", &text, "--hold"]).exits(0);
    assert_eq!(held.object()["verdict"], "held");
    day.admin.json(["sync"]).exits(0);
    assert!(
        day.admin
            .json(["list", "circulars"])
            .exits(0)
            .objects()
            .is_empty()
    );
}
