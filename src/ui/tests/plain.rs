//! Line mode: what is told, and what is not told twice.

use super::fixture::Desk;
use crate::app::key::KeyCode;
use crate::app::layout::Layout;
use crate::app::msg::{Msg, Outcome};
use crate::domain::act::Act;
use crate::domain::ids::{Number, OpId};
use crate::domain::local_text::Lang;
use crate::domain::text::CitizenText;
use crate::i18n::Texts;
use crate::ui::plain::Told;

struct Listener {
    desk: Desk,
    told: Told,
}

impl Listener {
    /// Somebody who has heard what there is at the start.
    fn new(lang: Lang) -> Self {
        Self::at(Desk::new(lang, (80, 24)))
    }

    fn at(mut desk: Desk) -> Self {
        desk.model.layout = Layout::of_paper();
        let mut listener = Self {
            desk,
            told: Told::default(),
        };
        listener.hears();
        listener
    }

    fn hears(&mut self) -> Vec<String> {
        let texts = Texts::of(self.desk.model.lang);
        self.told.news(&self.desk.model, texts).lines
    }

    fn types(&mut self, line: &str) -> Vec<String> {
        let text = CitizenText::parse(line).unwrap();
        self.desk.tell(Msg::Line(text));
        self.desk.rest();
        self.hears()
    }
}

#[test]
fn a_move_tells_the_row_that_is_reached_and_nothing_else() {
    let mut listener = Listener::new(Lang::Kk);
    let heard = listener.types("j");
    let rows = heard.iter().filter(|line| line.starts_with('>')).count();
    assert_eq!((rows, heard.len()), (1, 2), "{heard:#?}");
    assert_eq!(listener.hears(), [""; 0]);
}

#[test]
fn what_was_told_is_not_told_again_when_one_comes_back() {
    let mut listener = Listener::new(Lang::Ru);
    let whole = listener.types("766301").len();
    listener.types("a");
    let back = listener.types("esc");
    assert!(whole > 20 && back.len() < 5, "{back:#?}");
    assert!(listener.types("=").len() + 1 >= whole);
}

#[test]
fn a_form_is_told_in_full_and_a_marked_line_by_itself() {
    let mut listener = Listener::new(Lang::Kk);
    listener.types("766301");
    let form = listener.types("a");
    assert!(
        form.iter().any(|line| line.contains("[ Қабылдау ]")),
        "{form:#?}"
    );
    let marked = listener.types("space");
    assert!(
        marked.iter().any(|line| line.contains("[x]")),
        "{marked:#?}"
    );
    assert!(marked.len() <= 4, "{marked:#?}");
}

#[test]
fn no_line_has_a_frame_or_a_control_character() {
    for lang in Lang::ALL {
        let mut listener = Listener::new(lang);
        for line in [
            "766301", "w", "esc", "a", "esc", "r", ":esc", "f2", ":esc", "3", "f1",
        ] {
            for told in listener.types(line) {
                let foreign = |c: char| c.is_control() || ('\u{2500}'..='\u{259f}').contains(&c);
                assert!(!told.chars().any(foreign), "{lang:?} {line}: {told}");
            }
        }
    }
}

#[test]
fn the_clock_alone_is_no_news_nor_is_a_countdown_before_it_presses() {
    let mut listener = Listener::at(Desk::at_conference(Lang::Kk, (80, 24)));
    for _ in 0..3 {
        let later = listener.desk.model.now + jiff::SignedDuration::from_mins(1);
        listener.desk.tell(Msg::Clock(later));
        let heard = listener.hears();
        let state = heard.iter().filter(|line| line.contains("АЖО"));
        assert_eq!(state.count(), 0, "{heard:#?}");
    }
    listener.desk.last_minutes();
    let heard = listener.hears();
    assert!(heard.iter().any(|line| line.contains("АЖО")), "{heard:#?}");
}

#[test]
fn a_refusal_is_told_each_time_and_not_again_while_it_stands() {
    let mut listener = Listener::new(Lang::Kk);
    let first = listener.types("zzzz zzzz");
    assert_eq!(listener.hears(), [""; 0]);
    assert_eq!(listener.types("zzzz zzzz"), first);
}

#[test]
fn of_another_clock_all_is_told() {
    let mut listener = Listener::new(Lang::Kk);
    listener.types("766301");
    listener.types("w");
    let other = listener.types("tab");
    let again = listener.types("=");
    assert!(again.len() > 5);
    assert_eq!(other, again);
}

#[test]
fn words_of_the_portal_cannot_move_the_cursor() {
    let mut listener = Listener::new(Lang::Kk);
    listener.desk.tell(Msg::Verdict {
        op_id: OpId(uuid::Uuid::nil()),
        number: Number::request(766_301),
        act: Act::Accept,
        outcome: Outcome::Applied {
            receipt: "a\u{1b}]52;c;eA==\u{7}".into(),
        },
    });
    let heard = listener.hears();
    assert!(
        heard.iter().any(|line| line.contains("52;c;eA==")),
        "{heard:#?}"
    );
    assert!(
        !heard.iter().any(|line| line.contains(char::is_control)),
        "{heard:#?}"
    );
}

#[test]
fn the_help_says_how_lines_are_typed() {
    let mut listener = Listener::new(Lang::Kk);
    listener.desk.key(KeyCode::F(1));
    let heard = listener.hears();
    assert!(
        heard.iter().any(|line| line.contains("Жолдық режим")),
        "{heard:#?}"
    );
}

#[test]
fn of_another_item_and_of_another_list_everything_is_told() {
    let mut listener = Listener::new(Lang::Kk);
    listener.types("766301");
    let other = listener.types("766302");
    let again = listener.types("=");
    assert_eq!(other.last(), again.last());
    assert!(other.len() >= again.len() - 1, "{other:#?}");
    listener.types("esc");
    let filtered = listener.types("/lang:ru");
    assert_eq!(filtered, listener.types("="));
}
