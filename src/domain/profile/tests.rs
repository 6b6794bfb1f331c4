//! What a change of a profile does, and what it may not say.

use jiff::civil::time;

use super::*;

fn text(text: &str) -> LocalText {
    LocalText {
        kk: text.to_owned(),
        ru: text.to_owned(),
        en: String::new(),
    }
}

fn signatory(name: &str, position: &str) -> Signatory {
    Signatory {
        name: name.to_owned(),
        position: text(position),
    }
}

fn profile() -> HolderProfile {
    HolderProfile {
        kind: HolderKind::Qp,
        state_share: 40,
        address: text("Астана, Мәңгілік Ел, 8"),
        signatories: vec![signatory("А. Серікова", "Басқарма төрағасы")],
        blog: BlogTexts::default(),
        hours: WorkingHours::default(),
        switches: Switches::default(),
        timeliness: Timeliness::default(),
        draft_days: 2,
    }
}

fn blog(kk: &str, ru: &str) -> ProfileChange {
    ProfileChange {
        blog: Some(BlogTexts {
            kk: kk.to_owned(),
            ru: ru.to_owned(),
        }),
        ..ProfileChange::default()
    }
}

fn hours(start: i8, end: i8, pause: Option<(i8, i8)>) -> ProfileChange {
    let at = |hour| time(hour, 0, 0, 0);
    ProfileChange {
        hours: Some(Hours {
            start: at(start),
            end: at(end),
            pause: pause.map(|(from, to)| Pause {
                from: at(from),
                to: at(to),
            }),
        }),
        ..ProfileChange::default()
    }
}

fn signed(signatories: Vec<Signatory>) -> ProfileChange {
    ProfileChange {
        signatories: Some(signatories),
        ..ProfileChange::default()
    }
}

fn address(kk: &str, ru: &str) -> ProfileChange {
    ProfileChange {
        address: Some(LocalText {
            kk: kk.to_owned(),
            ru: ru.to_owned(),
            en: String::new(),
        }),
        ..ProfileChange::default()
    }
}

fn cut_off(hour: i8) -> ProfileChange {
    ProfileChange {
        switches: SwitchesChange {
            cut_off: Some(time(hour, 0, 0, 0)),
            ..SwitchesChange::default()
        },
        ..ProfileChange::default()
    }
}

fn share(state_share: u8) -> ProfileChange {
    ProfileChange {
        state_share: Some(state_share),
        ..ProfileChange::default()
    }
}

fn drafts(draft_days: u16) -> ProfileChange {
    ProfileChange {
        draft_days: Some(draft_days),
        ..ProfileChange::default()
    }
}

#[test]
fn every_field_is_refused_for_its_own_fault() {
    let long = "ә".repeat(MAX_LINE + 1);
    let many = vec![signatory("А. С.", "Төраға"); MAX_SIGNATORIES + 1];
    let table = [
        (share(101), Field::StateShare, FaultKind::Percent),
        (
            address("  ", "г. Астана"),
            Field::Address,
            FaultKind::BothLanguages,
        ),
        (
            address("Астана", ""),
            Field::Address,
            FaultKind::BothLanguages,
        ),
        (
            address("Астана", "А\u{1b}[2J"),
            Field::Address,
            FaultKind::Text,
        ),
        (address(&long, "Астана"), Field::Address, FaultKind::Text),
        (signed(vec![]), Field::Signatories, FaultKind::NoSignatory),
        (
            signed(many),
            Field::Signatories,
            FaultKind::TooManySignatories,
        ),
        (
            signed(vec![signatory(" ", "Төраға")]),
            Field::Signatories,
            FaultKind::Signatory,
        ),
        (
            signed(vec![signatory("А. С.", "")]),
            Field::Signatories,
            FaultKind::Signatory,
        ),
        (
            signed(vec![signatory(&long, "Төраға")]),
            Field::Signatories,
            FaultKind::Text,
        ),
        (blog("Блог", ""), Field::Blog, FaultKind::BothLanguages),
        (
            blog(&"ә".repeat(MAX_BLOG + 1), "б"),
            Field::Blog,
            FaultKind::Text,
        ),
        (hours(9, 9, None), Field::Hours, FaultKind::Hours),
        (hours(10, 9, None), Field::Hours, FaultKind::Hours),
        (hours(9, 18, Some((14, 13))), Field::Hours, FaultKind::Hours),
        (hours(9, 18, Some((8, 13))), Field::Hours, FaultKind::Hours),
        (hours(9, 18, Some((9, 18))), Field::Hours, FaultKind::Hours),
        (hours(19, 22, None), Field::CutOff, FaultKind::CutOff),
        (cut_off(9), Field::CutOff, FaultKind::CutOff),
        (
            drafts(MAX_DRAFT_DAYS + 1),
            Field::DraftDays,
            FaultKind::DraftDays,
        ),
    ];
    for (change, field, kind) in table {
        assert_eq!(
            change.on(&profile()),
            Err(vec![Fault { field, kind }]),
            "{change:?}"
        );
    }
}

#[test]
fn every_edge_is_accepted() {
    for change in [
        share(0),
        share(100),
        drafts(0),
        drafts(MAX_DRAFT_DAYS),
        cut_off(10),
        hours(8, 17, None),
        hours(9, 18, Some((9, 13))),
        blog("", ""),
        blog("Бірінші жол\nекінші", "Первая строка"),
        address(&"ә".repeat(MAX_LINE), "Астана"),
        signed(vec![signatory("А. С.", "Төраға"); MAX_SIGNATORIES]),
        ProfileChange::default(),
    ] {
        assert!(change.on(&profile()).is_ok(), "{change:?}");
    }
}

#[test]
fn faults_are_told_all_at_once_in_the_order_of_the_profile() {
    let change = ProfileChange {
        state_share: Some(200),
        draft_days: Some(99),
        signatories: Some(vec![]),
        ..ProfileChange::default()
    };
    let faults = change.on(&profile()).unwrap_err();
    let fields: Vec<Field> = faults.iter().map(|fault| fault.field).collect();
    assert_eq!(
        fields,
        [Field::StateShare, Field::Signatories, Field::DraftDays]
    );
}

#[test]
fn what_a_change_does_not_name_is_neither_touched_nor_judged() {
    let old = HolderProfile {
        signatories: vec![],
        ..profile()
    };
    let new = drafts(3).on(&old).unwrap();
    assert_eq!(
        new,
        HolderProfile {
            draft_days: 3,
            ..old
        }
    );
}

#[test]
fn an_english_text_that_is_left_out_repeats_the_russian_one() {
    let new = address("Астана қ.", "г. Астана").on(&profile()).unwrap();
    assert_eq!(new.address.en, "г. Астана");
}

#[test]
fn the_change_between_two_profiles_leads_from_one_to_the_other() {
    let old = profile();
    let new = HolderProfile {
        state_share: 60,
        switches: Switches {
            profile: Week::SixDay,
            red: Some(Reading::Safe),
            ..Switches::default()
        },
        ..profile()
    };
    let change = ProfileChange::between(&old, &new);
    assert_eq!(change.switches.red, Some(Red::Safe));
    assert_eq!((change.kind, change.hours), (None, None));
    let found = change.on(&old).unwrap();
    assert_eq!(
        changed(&old, &found),
        [Field::StateShare, Field::Week, Field::Red]
    );
    let back = ProfileChange::between(&new, &old);
    assert_eq!(back.on(&found).unwrap().switches, old.switches);
}

#[test]
fn a_whole_profile_survives_its_own_toml() {
    let old = HolderProfile {
        hours: WorkingHours {
            pause: None,
            ..WorkingHours::default()
        },
        blog: BlogTexts {
            kk: "Сұрағыңызды жазыңыз.".to_owned(),
            ru: "Задайте вопрос.".to_owned(),
        },
        ..profile()
    };
    let written = toml::to_string(&ProfileChange::whole(&old)).unwrap();
    let read: ProfileChange = toml::from_str(&written).unwrap();
    assert_eq!(read, ProfileChange::whole(&old), "{written}");
}

#[test]
fn an_unknown_name_of_a_change_is_an_error() {
    for told in [
        "share = 4",
        "[switches]\nrolls = \"none\"",
        "[hours]\nstart = \"09:00:00\"",
    ] {
        assert!(toml::from_str::<ProfileChange>(told).is_err(), "{told}");
    }
}

#[test]
fn administrator_and_head_change_the_profile_and_nobody_else() {
    let may: Vec<Role> = Role::ALL
        .into_iter()
        .filter(|role| may_change(*role))
        .collect();
    assert_eq!(may, [Role::Administrator, Role::Head]);
}

#[test]
fn every_line_that_is_typed_takes_back_what_it_has_written() {
    let mut of = profile();
    of.blog = BlogTexts {
        kk: "Бірінші\nекінші".to_owned(),
        ru: "Первая\nвторая".to_owned(),
    };
    for line in Line::all(&of) {
        if let Some(written) = line.written(&of) {
            let mut new = of.clone();
            line.take(&written, &mut new).unwrap();
            assert_eq!(new, of, "{line:?} {written:?}");
        }
    }
}

#[test]
fn every_line_is_either_typed_or_chosen() {
    let of = profile();
    for line in Line::all(&of) {
        let mut new = of.clone();
        assert_eq!(
            line.choose(true, &mut new),
            line.written(&of).is_none(),
            "{line:?}"
        );
        if line.written(&of).is_none() {
            assert_eq!(changed(&of, &new), [line.field()], "{line:?}");
            line.choose(false, &mut new);
            assert_eq!(new, of, "{line:?}");
        }
    }
}

#[test]
fn what_is_typed_is_read_as_it_is_meant() {
    let mut of = profile();
    Line::Field(Field::Hours)
        .take("08:00-17:00", &mut of)
        .unwrap();
    assert_eq!((of.hours.start, of.hours.pause), (time(8, 0, 0, 0), None));
    Line::Field(Field::StateShare)
        .take("60 %", &mut of)
        .unwrap();
    assert_eq!(of.state_share, 60);
    Line::Signatory(1)
        .take("Б. Ораз; Басшы; Руководитель", &mut of)
        .unwrap();
    Line::Signatory(0).take("", &mut of).unwrap();
    assert_eq!(of.signatories[0].name, "Б. Ораз");
    assert_eq!(of.signatories[0].position.en, "Руководитель");
    Line::AddressRu.take("г. Астана, 9", &mut of).unwrap();
    assert_eq!(of.address.ru, "г. Астана, 9");
}

#[test]
fn what_cannot_be_read_is_a_fault_of_its_field_and_changes_nothing() {
    for (line, text, kind) in [
        (Line::Field(Field::Hours), "тоғыздан", FaultKind::Unreadable),
        (
            Line::Field(Field::Hours),
            "09:00–18:30, түскі ас",
            FaultKind::Unreadable,
        ),
        (Line::Field(Field::CutOff), "25:00", FaultKind::Unreadable),
        (Line::Field(Field::StateShare), "көп", FaultKind::Percent),
        (Line::Field(Field::DraftDays), "-1", FaultKind::DraftDays),
        (Line::Signatory(0), "А. Серікова", FaultKind::Unreadable),
        (Line::Field(Field::Kind), "QP", FaultKind::Unreadable),
    ] {
        let mut of = profile();
        let fault = Fault {
            field: line.field(),
            kind,
        };
        assert_eq!(line.take(text, &mut of), Err(fault), "{text}");
        assert_eq!(of, profile(), "{text}");
    }
}
