//! What must hold for the whole table.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::app::keymap::Chord;
use crate::domain::local_text::Lang;
use crate::i18n::Texts;

fn active(place: &[Scope]) -> impl Iterator<Item = &'static Action> {
    ACTIONS.iter().filter(|action| action.is_at(place))
}

#[test]
fn every_id_and_every_name_stands_once() {
    let ids: BTreeSet<_> = ACTIONS.iter().map(|action| action.id).collect();
    let names: BTreeSet<_> = ACTIONS.iter().map(|action| action.name).collect();
    assert_eq!((ids.len(), names.len()), (ACTIONS.len(), ACTIONS.len()));
    for action in ACTIONS {
        assert_eq!(super::action(action.id).name, action.name);
    }
}

#[test]
fn no_key_stands_twice_at_one_place() {
    for place in Scope::places() {
        let mut seen: Vec<(Chord, &str)> = Vec::new();
        for action in active(&place) {
            for chord in action.keys {
                if let Some((_, other)) = seen.iter().find(|(known, _)| known.clashes(*chord)) {
                    panic!("{chord} is {other} and {} at {place:?}", action.name);
                }
                seen.push((*chord, action.name));
            }
        }
    }
}

#[test]
fn no_two_commands_of_a_place_have_one_name_in_any_language() {
    for lang in Lang::ALL {
        for place in Scope::places() {
            let mut seen = BTreeMap::new();
            for action in active(&place).filter(|action| action.in_palette) {
                let title = Texts::of(lang).by_id(&action.title_id(), None).unwrap();
                if let Some(other) = seen.insert(title.to_lowercase(), action.name) {
                    panic!("{title:?} is {other} and {} at {place:?}", action.name);
                }
            }
        }
    }
}

#[test]
fn every_action_is_reachable_without_letters() {
    for action in ACTIONS {
        let named = action.keys.iter().any(|chord| chord.is_named());
        let space = action.keys.contains(&Chord::Produced(' '));
        assert!(named || space || action.in_palette, "{}", action.name);
    }
}

#[test]
fn a_digit_is_never_the_only_way() {
    for action in ACTIONS {
        let digits = action
            .keys
            .iter()
            .filter(|chord| matches!(chord, Chord::Pos('0'..='9')));
        if digits.count() > 0 {
            assert!(
                action.in_palette || action.keys.len() > 1,
                "{}",
                action.name
            );
        }
    }
}

#[test]
fn every_action_and_scope_has_its_words_in_every_language() {
    for lang in Lang::ALL {
        let texts = Texts::of(lang);
        for action in ACTIONS {
            for id in [action.title_id(), action.hint_id()] {
                assert!(texts.by_id(&id, None).is_some(), "{id} in {lang:?}");
            }
        }
        for scope in Scope::ALL {
            assert!(
                texts
                    .by_id(&format!("scope-{}", scope.name()), None)
                    .is_some()
            );
        }
    }
}

#[test]
fn a_title_fits_the_footer_and_a_hint_a_line_of_eighty_columns() {
    for lang in Lang::ALL {
        let texts = Texts::of(lang);
        for action in ACTIONS {
            let title = texts.by_id(&action.title_id(), None).unwrap();
            let hint = texts.by_id(&action.hint_id(), None).unwrap();
            assert!(title.chars().count() <= 20, "{title}");
            assert!(
                hint.chars().count() <= 72,
                "{} {hint}",
                hint.chars().count()
            );
        }
    }
}

#[test]
fn every_scope_has_an_action() {
    for scope in Scope::ALL {
        assert!(
            ACTIONS.iter().any(|action| action.scopes.contains(&scope)),
            "{scope:?}"
        );
    }
}

#[test]
fn every_overlay_can_be_left_with_esc() {
    use crate::app::key::KeyCode;
    for place in Scope::places() {
        let over = !place.contains(&Scope::Global);
        assert!(
            !over || active(&place).any(|action| action.keys.contains(&Chord::Named(KeyCode::Esc))),
            "{place:?}"
        );
    }
}
