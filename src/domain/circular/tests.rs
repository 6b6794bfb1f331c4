//! Who reads a circular, and who sends one.

use super::*;
use crate::domain::decide::may_send;

#[test]
fn a_circular_is_read_once_by_the_holder() {
    for role in Role::ALL {
        for state in CircularState::ALL {
            for act in Act::ALL {
                let lawful = act == Act::Read
                    && state == CircularState::New
                    && matches!(role, Role::Administrator | Role::Head);
                assert_eq!(permit(role, state, act).is_ok(), lawful, "{role:?} {act:?}");
            }
        }
    }
}

#[test]
fn only_the_operator_sends_one_and_it_says_something() {
    let text = CitizenText::parse("Оқыту бейсенбіде").unwrap();
    for role in Role::ALL {
        assert_eq!(may_send(role, &text).is_ok(), role == Role::Operator);
    }
    let blank = CitizenText::default();
    assert_eq!(may_send(Role::Operator, &blank), Err(Refusal::TextMissing));
}
