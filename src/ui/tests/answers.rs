//! What the shell tells the overlays of the tests.

use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

use crate::app::house::{House, Mate};
use crate::app::msg::Msg;
use crate::app::overlay::RelatedAnswer;
use crate::domain::act::{Act, Role};
use crate::domain::colleague::{Absence, Colleague};
use crate::domain::desk::{DeskMark, Lease, Reading, Said, Waiting};
use crate::domain::holder::{Holder, Policy};
use crate::domain::ids::{CategoryId, DeviceId, Number, UserName};
use crate::domain::letter::Signatory;
use crate::domain::local_text::{Lang, LocalText};
use crate::domain::moved::Moved;
use crate::domain::profile::{Field, HolderProfile};
use crate::domain::request::RequestState;
use crate::domain::rules::RuleId;
use crate::domain::search::{Found, Hit, Place, Query};
use crate::domain::similar::Related;
use crate::domain::text::CitizenText;
use crate::wire::feed::{EntityKey, EntityKind};
use crate::wire::profile::{LastChange, ProfileOutcome, ProfileView};
use crate::wire::replica::Movement;
use crate::wire::rules_change::RulesChange;

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// What is found for request 766301: one alike and answered, one more of the same author.
pub(super) fn found_alike() -> Msg {
    let number = Number::request(766_301);
    let of = |serial: u64, percent: u8, text: &str, answer: Option<&str>| Related {
        number: Number::request(serial),
        state: RequestState::Answered,
        received_at: time("2026-02-18T09:14:00+05:00"),
        category: CategoryId("mortgage".into()),
        percent,
        same_author: percent < 50,
        text: CitizenText::parse(text).unwrap(),
        answer: answer.map(|text| CitizenText::parse(text).unwrap()),
    };
    let alike = "Құрметті бірінші басшы!\n\nИпотека бойынша тұрғын үй кезегіндегі орнымның \
        қашан өзгергенін түсіндіріп беруіңізді сұраймын. Бүгін 77-орын көрсетіліп тұр.";
    let found = vec![
        of(
            766_102,
            81,
            alike,
            Some("Орныңыз – 77. Кезек 16.02 күні қайта есептелді."),
        ),
        of(765_001, 12, "Жол жөндеу қашан басталады?", None),
    ];
    Msg::Related(RelatedAnswer {
        number,
        found,
        partial: false,
    })
}

/// Three colleagues: one writes about a request, one is away, a text waits for the third.
pub(super) fn house() -> House {
    let name = |text: &str| UserName(text.into());
    let mate = |user: &str, role, open, absences| Mate {
        colleague: Colleague {
            user: name(user),
            role,
            absences,
        },
        open,
    };
    let away = Absence {
        substitute: name("administrator-2"),
        from: date(2026, 3, 16),
        to: date(2026, 3, 31),
        set_by: name("head"),
    };
    let mark = |serial, lease: Option<&str>, reader: Option<&str>| DeskMark {
        number: Number::request(serial),
        lease: lease.map(|user| Lease {
            user: name(user),
            device: DeviceId(Uuid::from_u128(2)),
            until: time("2026-03-19T10:47:00+05:00"),
            taken_from: None,
        }),
        waiting: reader
            .map(|reader| Waiting {
                author: name("administrator-2"),
                reader: name(reader),
            })
            .into_iter()
            .collect(),
    };
    let marks = [
        mark(766_301, Some("administrator-2"), None),
        mark(766_288, None, Some("administrator-1")),
    ];
    House {
        colleagues: vec![
            mate("administrator-1", Role::Administrator, 14, vec![]),
            mate("administrator-2", Role::Administrator, 3, vec![]),
            mate("administrator-3", Role::Administrator, 8, vec![away]),
            mate("head", Role::Head, 0, vec![]),
        ],
        marks: marks.map(|mark| (mark.number, mark)).into_iter().collect(),
    }
}

/// What a search for `кез` found in the replica.
pub(super) fn hits() -> Found {
    let hit = |place, serial, state, text: &str| Hit {
        place,
        number: Some(Number::request(serial)),
        state,
        at: Some(time("2026-03-05T10:00:00+05:00")),
        title: None,
        snippet: Query::parse("кез").unwrap().touch(text).unwrap(),
    };
    let new = Some(RequestState::New);
    let answered = Some(RequestState::Answered);
    Found {
        hits: vec![
            hit(
                Place::Request,
                766_301,
                new,
                "Тұрғын үй кезегіндегі орнымның неге өзгергенін \
                түсіндіріп беруіңізді сұраймын. Өткен айда жеке кабинетте 412-орын тұрған еді.",
            ),
            hit(Place::Request, 766_288, new, "Кезек туралы мәлімет"),
            hit(
                Place::Answer,
                751_932,
                answered,
                "Сіздің кезегіңіз 17, ол 2026 жылғы 2 наурызда \
                қайта есептелді.",
            ),
            hit(Place::Note, 766_297, None, "Кезек бөліміне қоңырау шалу"),
            hit(
                Place::Draft(Act::Answer),
                766_288,
                None,
                "Кезек тәртібі туралы хабарлаймыз",
            ),
        ],
        more: true,
        partial: false,
    }
}

/// A text that was given to a second reader, and what they said of it.
pub(super) fn reading(remark: Option<&str>) -> Reading {
    let text = "Сіздің № 766288 сұрау салуыңызға жауап береміз.\n\nКезек 2026 жылғы 2 наурызда \
        қайта есептелді; орныңыз тіркелген құжаттарға сәйкес анықталды.";
    Reading {
        by: UserName("administrator-2".into()),
        reader: UserName("administrator-1".into()),
        act: Act::Answer,
        lang: Lang::Kk,
        text: CitizenText::parse(text).unwrap(),
        asked_at: time("2026-03-19T10:15:00+05:00"),
        said: remark.map(|remark| Said {
            good: false,
            remark: CitizenText::parse(remark).unwrap(),
            at: time("2026-03-19T10:31:00+05:00"),
        }),
    }
}

/// What a day off in the coming week moved.
pub(super) fn movement() -> Movement {
    let line = |serial, rule: RuleId, old, new| Moved {
        number: Number::request(serial),
        rule,
        drives: true,
        old,
        new,
    };
    let day = |day| Some(date(2026, 3, day));
    let moved = vec![
        line(766_301, RuleId::RETURN, day(5), day(6)),
        line(766_305, RuleId::EXTENSION_NOTICE, day(11), day(12)),
        line(766_318, RuleId::ANSWER, None, day(26)),
    ];
    Movement {
        total: moved.len(),
        moved,
        rules_hash: None,
        change: Some(RulesChange {
            at: time("2026-03-06T04:30:00Z"),
            by: "Оператор".to_owned(),
            files: Vec::new(),
            changed: vec![EntityKey {
                kind: EntityKind::Calendar,
                id: "2026".to_owned(),
            }],
            open: 9,
            moved: 3,
            hash_before: String::new(),
            hash_after: String::new(),
        }),
    }
}

/// The profile of a holder as the portal tells it, once changed.
pub(super) fn profile(holder: &Holder) -> ProfileView {
    let position = |kk: &str, ru: &str| LocalText {
        kk: kk.to_owned(),
        ru: ru.to_owned(),
        en: ru.to_owned(),
    };
    let mut profile = HolderProfile::of(holder, &Policy::default());
    profile.signatories = vec![Signatory {
        name: "Сериков А. Б.".to_owned(),
        position: position("басқарма төрағасы", "председатель правления"),
    }];
    ProfileView {
        base_version: 4,
        bin: holder.bin.clone(),
        name: holder.name.clone(),
        takes_requests: true,
        profile,
        last: Some(LastChange {
            at: time("2026-03-02T06:15:00Z"),
            by: UserName("basshy".to_owned()),
        }),
    }
}

/// What counting from the day of the start would move.
pub(super) fn outcome() -> ProfileOutcome {
    let moved = movement().moved;
    ProfileOutcome {
        applied: false,
        version: 4,
        changed: vec![Field::StateShare, Field::DayCounting],
        takes_requests: false,
        open: 9,
        items: 3,
        moved,
    }
}
