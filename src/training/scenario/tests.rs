//! What a trainer may write, and what is told about the rest.

use jiff::civil::date;

use super::*;

const HEAD: &str = "title = \"Күн\"\nstarts = \"2026-03-16T10:00\"\n";

/// A scenario of one part with these steps, the first on line 6.
fn with(steps: &str) -> Result<Scenario, ScenarioError> {
    let text = format!("{HEAD}[[part]]\ntitle = \"Таң\"\nsteps = [\n{steps}\n]\n");
    Scenario::read("day.toml", &text)
}

fn steps(written: &str) -> Vec<Step> {
    let scenario = with(written).unwrap();
    let part = scenario.parts.into_iter().next().unwrap();
    part.steps.into_iter().map(|placed| placed.step).collect()
}

fn refused(steps: &str) -> String {
    with(steps).unwrap_err().to_string()
}

#[test]
fn every_scenario_of_the_house_is_one() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut read = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let scenario = Scenario::read(&name, &std::fs::read_to_string(&path).unwrap());
        assert!(scenario.is_ok(), "{}", scenario.unwrap_err());
        read += 1;
    }
    assert!(read > 0);
}

#[test]
fn a_good_one_is_read_with_the_lines_of_its_steps() {
    let scenario = with("{ clock = \"2026-03-26T09:00\" },\n{ wait = \"1h 30m\" },").unwrap();
    assert_eq!(scenario.starts, date(2026, 3, 16).at(10, 0, 0, 0));
    let expected = [
        (6, Step::Clock(date(2026, 3, 26).at(9, 0, 0, 0))),
        (7, Step::Wait(Duration::from_mins(90))),
    ];
    let placed = expected.map(|(line, step)| Placed { line, step });
    assert_eq!(scenario.parts[0].steps, placed);
}

#[test]
fn keys_are_written_by_name_and_repeated_by_a_star() {
    let tab = Key::new(crate::app::key::KeyCode::Tab);
    let keys = vec![
        Key::char('C'),
        tab,
        tab,
        Key::f(4),
        Key::char('c').with_ctrl(),
    ];
    assert_eq!(
        steps("{ press = \"C Tab*2 F4 Ctrl+c\" }"),
        [Step::Press(keys)]
    );
    let star = Step::Press(vec![Key::char('*'), Key::char(' ')]);
    assert_eq!(steps("{ press = \"* Space\" }"), [star]);
}

#[test]
fn a_text_is_one_for_both_languages_or_one_for_each() {
    let both = steps("{ see = \"K-1\" }, { see = { kk = \"Ашық\", ru = \"Открыта {n}\" } }");
    let [Step::See(one), Step::See(each)] = &both[..] else {
        panic!("{both:?}");
    };
    assert_eq!((one.get(Lang::Kk), one.get(Lang::Ru)), ("K-1", "K-1"));
    assert_eq!(each.get(Lang::Kk), "Ашық");
    assert_eq!(each.of_person(Lang::Ru, 7), "Открыта 7");
}

#[test]
fn an_act_of_a_colleague_is_an_order_about_each_item() {
    let written = "{ moderator = { merge = { questions = \"Q-2..Q-4\", into = \"Q-1\" } } }";
    let acts = steps(written);
    let [Step::Moderator(act)] = &acts[..] else {
        panic!("{acts:?}");
    };
    let numbers: Vec<String> = act
        .questions()
        .numbers()
        .map(|one| one.to_string())
        .collect();
    assert_eq!(numbers, ["Q-2", "Q-3", "Q-4"]);
    let into = "Q-1".parse().unwrap();
    let merge = Command::Question(QuestionCommand::MergeQuestion { into });
    assert_eq!(act.order(Lang::Kk), merge);
}

#[test]
fn a_wrong_field_is_told_with_file_line_and_what_there_is() {
    let topic = "{ topic = { title = \"Ипотека\", txt = \"Шарттар\", person = 1 } }";
    assert_eq!(
        refused(topic),
        "day.toml:6: unknown field: txt (use one of title, text, person)"
    );
    let missing = refused("{ topic = { title = \"Ипотека\", person = 1 } }");
    assert_eq!(missing, "day.toml:6: missing field: text (add it)");
}

#[test]
fn a_wrong_step_is_told_with_the_steps_there_are() {
    let error = refused("{ press = \"C\" },\n{ juggle = \"C\" }");
    assert!(error.starts_with("day.toml:7: unknown word: juggle (use one of clock, wait, press"));
}

#[test]
fn whatever_else_cannot_be_meant_is_told_on_its_line() {
    for (step, told) in [
        ("{ press = \"Tob\" }", "no key is called Tob"),
        ("{ press = \"Tab*0\" }", "no key is called Tab*0"),
        ("{ press = \" \" }", "no key is pressed"),
        ("{ wait = \"soon\" }", "not a span of time: \"soon\""),
        ("{ wait = \"-2m\" }", "not a span of time"),
        ("{ see = \"\" }", "a text is empty"),
        ("{ see = { kk = \"Ашық\" } }", "missing field: ru"),
        (
            "{ state = { of = \"K-1\", is = \"ajar\" } }",
            "a conference never stands at \"ajar\" (draft,",
        ),
        (
            "{ state = { of = \"Q-9..Q-4\", is = \"new\" } }",
            "not items in a row",
        ),
        (
            "{ state = { of = \"Q-9..K-14\", is = \"new\" } }",
            "not items in a row",
        ),
        (
            "{ counts = { of = \"Q-1\", new = 1 } }",
            "Q-1 is no conference",
        ),
        (
            "{ counts = { of = \"K-1\", old = 1 } }",
            "unknown field: old",
        ),
        (
            "{ operator = { accept = \"K-1\" } }",
            "unknown word: accept",
        ),
        (
            "{ clock = \"2026-03-16T09:59\" }",
            "go back from 2026-03-16T10:00:00 to 2026-03-16T09:59:00",
        ),
    ] {
        let error = refused(step);
        assert!(
            error.starts_with("day.toml:6: ") && error.contains(told),
            "{step}: {error}"
        );
    }
    let late = refused("{ wait = \"2m\" },\n{ clock = \"2026-03-16T10:01\" }");
    assert!(
        late.starts_with("day.toml:7: the clock would go back"),
        "{late}"
    );
    let empty = Scenario::read("day.toml", HEAD).unwrap_err().to_string();
    assert_eq!(
        empty,
        "day.toml: nothing happens (add a [[part]] with steps)"
    );
}
