//! What stands on the paper, in which order, and what is masked.

use jiff::Timestamp;

use super::*;
use crate::domain::act::Role;
use crate::domain::annex::{self, ConferenceForm, FormText};
use crate::domain::conference::{Conference, ConferenceState, SentForm};
use crate::domain::history::{Entry, Stamp};
use crate::domain::local_text::Lang;
use crate::domain::person::Requester;
use crate::domain::question::{self, Answer, DeclineReason, Event, Question, QuestionState};
use crate::domain::rules::PackId;
use crate::domain::text::CitizenText;
use crate::domain::zone;

pub(super) fn text(text: &str) -> CitizenText {
    CitizenText::parse(text).unwrap()
}

pub(super) fn at(local: &str) -> Timestamp {
    zone::instant(local.parse().unwrap()).unwrap()
}

/// A filled form without English, whose description has two lines.
pub(super) fn form() -> ConferenceForm {
    let description = FormText {
        kk: text(
            "Тұрғын үй кезегінің тәртібі мен мерзімдері туралы.\nҚұжаттар тізімі және өтініш беру жолы.",
        ),
        ru: text(
            "О порядке и сроках жилищной очереди.\nПеречень документов и способ подачи заявления.",
        ),
        en: CitizenText::default(),
    };
    ConferenceForm {
        description,
        ..annex::tests::form()
    }
}

/// A conference whose form was sent and that is open.
pub(super) fn held(form: ConferenceForm) -> Conference {
    Conference {
        number: "K-1".parse().unwrap(),
        holder: "990240000018".into(),
        created_at: at("2026-03-17T10:00"),
        pack: PackId::from("order145-2023"),
        topic: None,
        form: form.clone(),
        sent: Some(SentForm {
            version: 2,
            form,
            at: at("2026-03-17T11:00"),
        }),
        team: vec![],
        state: ConferenceState::Open,
        remarks: None,
        notice: None,
        owner: None,
        history: vec![],
        unknown: serde_json::Map::new(),
    }
}

fn question(number: &str, state: QuestionState, words: &str) -> Question {
    Question {
        conference: "K-1".parse().unwrap(),
        text: text(words),
        asker: Requester {
            name: Some(Private("Азамат Есімов".into())),
            ..Requester::of_account()
        },
        draft: Some(text("жоба")),
        ..question::tests::question(number, state)
    }
}

fn answered(number: &str, words: &str, late: bool, with: Option<&str>) -> Question {
    let answer = Answer {
        text: text("Кезек сәуірде жылжиды."),
        at: at("2026-03-27T12:00"),
        late,
        with: with.map(|with| with.parse().unwrap()),
    };
    Question {
        answer: Some(answer),
        ..question(number, QuestionState::Answered, words)
    }
}

/// One of every fate.
pub(super) fn asked() -> Vec<Question> {
    let mut declined = question("Q-3", QuestionState::Declined, "Сатып алыңыз!");
    declined.history.push(Entry {
        event: Event::Declined {
            reason: DeclineReason::Spam,
            note: Some(text("ішкі")),
        },
        stamp: Stamp {
            role: Some(Role::Moderator),
            ..Stamp::of_portal(at("2026-03-26T11:00"))
        },
    });
    vec![
        answered(
            "Q-1",
            "ЖСН-ім 900101300017, кезек қашан жылжиды?",
            false,
            None,
        ),
        answered("Q-2", "Кезек қашан жылжиды", true, Some("Q-1")),
        declined,
        question("Q-4", QuestionState::Accepted, "Құжат керек пе?"),
    ]
}

fn names(sheet: &Sheet) -> Vec<&str> {
    fn name(block: &Block) -> Option<&str> {
        if let Block::Row { name, .. } = block {
            Some(name)
        } else {
            None
        }
    }
    sheet.blocks.iter().filter_map(name).collect()
}

fn shown(form: ConferenceForm, asked: Option<&[Question]>, seen: Seen, lang: Lang) -> String {
    text::render(&conference(&held(form), asked, seen, lang))
}

#[test]
fn the_rows_stand_in_the_order_of_the_annex_and_english_only_where_it_is_given() {
    let plain = conference(&held(form()), None, Seen::Whole, Lang::Kk);
    assert_eq!(
        names(&plain),
        [
            "Ашылу күні",
            "Жабылу күні",
            "Атауы (қазақ тілінде)",
            "Атауы (орыс тілінде)",
            "Қысқаша сипаттама (қазақ тілінде)",
            "Қысқаша сипаттама (орыс тілінде)",
            "Сипаттамасы (қазақ тілінде)",
            "Сипаттамасы (орыс тілінде)",
            "Тегі",
            "Аты",
            "Әкесінің аты (болған жағдайда)",
            "ЖСН",
            "Лауазымы",
            "Жұмыс e-mail-ы",
            "Телефоны",
        ]
    );
    let mut english = form();
    english.name.en = text("Housing queue");
    let sheet = conference(&held(english.clone()), None, Seen::Whole, Lang::Ru);
    assert_eq!(names(&sheet).len(), 18);
    assert_eq!(names(&sheet)[4], "Название (на английском языке)");
    let words = shown(english, None, Seen::Whole, Lang::Ru);
    let missing = "Описание (на английском языке): ____________________ (не заполнено)";
    assert!(words.contains(missing), "{words}");
}

#[test]
fn every_field_that_is_missing_is_a_blank_line_but_for_the_patronymic() {
    let empty = ConferenceForm::default();
    let words = shown(empty, None, Seen::Whole, Lang::Kk);
    assert_eq!(words.matches("(толтырылмаған)").count(), 14, "{words}");
    assert!(words.contains("Әкесінің аты (болған жағдайда): –"));
}

#[test]
fn a_draft_is_printed_as_it_is_being_written_and_names_no_version() {
    let mut draft = held(form());
    draft.state = ConferenceState::Returned;
    draft.form.name.kk = text("Жаңа атау");
    let words = text::render(&conference(&draft, None, Seen::Whole, Lang::Kk));
    assert!(
        words.contains("Жаңа атау") && !words.contains("нұсқасы"),
        "{words}"
    );
}

#[test]
fn people_are_masked_unless_everything_was_asked_for() {
    let secrets = [
        "Сейітова",
        "Айгүл",
        "900101300017",
        "a.seitova",
        "7172",
        "Азамат",
    ];
    let masked = shown(form(), Some(&asked()), Seen::Masked, Lang::Kk);
    for secret in secrets {
        assert!(!masked.contains(secret), "{secret} in {masked}");
    }
    assert!(masked.contains("Жеке деректер жасырылған"));
    let whole = shown(form(), Some(&asked()), Seen::Whole, Lang::Kk);
    assert!(whole.contains("Сейітова") && whole.contains("ЖСН-ім 900101300017"));
    // The public does not see who asks.
    assert!(!whole.contains("Азамат") && !whole.contains("жасырылған"));
    let withheld = shown(form().redacted(), None, Seen::Withheld, Lang::Ru);
    assert!(!withheld.contains("не заполнено"), "{withheld}");
}

#[test]
fn the_questions_are_what_the_public_sees() {
    let words = shown(form(), Some(&asked()), Seen::Masked, Lang::Ru);
    for there in [
        "Всего: 4. Отвечено: 2. Отклонено: 1. Без ответа: 1.",
        "Вопрос Q-1, 26.03.2026:\nЖСН-ім ••••••••••17, кезек қашан жылжиды?",
        "Ответ, 27.03.2026:\nКезек сәуірде жылжиды.",
        "Ответ дан 27.03.2026: см. ответ на вопрос Q-1.",
        "Q-3 – спам",
    ] {
        assert!(words.contains(there), "{there} in {words}");
    }
    for hidden in ["Сатып алыңыз", "ішкі", "Құжат керек", "жоба"] {
        assert!(!words.contains(hidden), "{hidden} in {words}");
    }
    let none = shown(form(), Some(&[]), Seen::Masked, Lang::Ru);
    assert!(none.contains("Вопросов не задано."));
}

#[test]
fn the_text_in_kazakh_and_in_russian() {
    let of = |lang| shown(form(), Some(&asked()), Seen::Masked, lang);
    insta::assert_snapshot!("annex1-kk", of(Lang::Kk));
    insta::assert_snapshot!("annex1-ru", of(Lang::Ru));
    assert_eq!(of(Lang::En), of(Lang::Ru));
}
