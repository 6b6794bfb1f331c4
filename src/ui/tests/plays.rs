//! What a person does to reach the places of the program; goldens, pictures and the tour share it.

use super::answers::{found_alike, hits, house, movement, outcome, profile, reading};
use super::fixture::Desk;
use crate::app::form::Focus;
use crate::app::house::HandoverLine;
use crate::app::key::{Key, KeyCode};
use crate::app::keyboard_check::KeyboardCheck;
use crate::app::msg::{Msg, Outcome};
use crate::app::overlay::Overlay;
use crate::app::views::View;
use crate::domain::act::Act;
use crate::domain::filter::{Facet, Group, Test};
use crate::domain::ids::{CategoryId, Number, OpId, UserName};
use crate::domain::refusal::Refusal;
use crate::wire::profile::ProfileRequest;

/// From a workstation as it opens to a place of it.
pub(super) type Play = fn(&mut Desk);

/// What has the focus in the form on top.
pub(super) fn focus(desk: &Desk) -> Option<Focus> {
    desk.model.overlays.last().and_then(Overlay::focus)
}

/// To the button that decides.
pub(super) fn to_the_button(desk: &mut Desk) -> &mut Desk {
    let fields = desk.model.overlays.last().map(Overlay::fields);
    for _ in fields.unwrap_or_default() {
        if focus(desk) != Some(Focus::Submit) {
            desk.key(KeyCode::Tab);
        }
    }
    assert_eq!(focus(desk), Some(Focus::Submit));
    desk
}

/// The requests alone, at the end of their list.
pub(super) fn requests(desk: &mut Desk) {
    desk.keys("2").key(KeyCode::End).rest();
}

/// A request that is forwarded to another holder.
pub(super) fn forward(desk: &mut Desk) {
    desk.down(3).keys("f").keys("желі").key(KeyCode::Enter);
    desk.keys("Хабарлама").key(KeyCode::BackTab);
}

/// A term that is extended.
pub(super) fn extend(desk: &mut Desk) {
    desk.down(8).key(KeyCode::Enter).rest().keys("o");
    desk.keys("15").key(KeyCode::Tab);
}

/// A refusal with two grounds.
pub(super) fn refuse(desk: &mut Desk) {
    desk.key(KeyCode::Enter).rest().keys("x");
    desk.key(KeyCode::Down).key(KeyCode::Down);
    desk.key(Key::char(' ')).key(KeyCode::Down);
    desk.key(Key::char(' '));
}

/// The request beside its letter.
pub(super) fn beside(desk: &mut Desk) {
    answer(desk);
    desk.key(Key::f(11));
}

/// The beginning of an answer.
pub(super) fn answer(desk: &mut Desk) {
    desk.key(KeyCode::Enter).rest().keys("e");
    desk.keys("Тіркелді: 17.");
}

/// The templates of an answer.
pub(super) fn templates(desk: &mut Desk) {
    desk.key(KeyCode::Enter).rest().keys("e").key(Key::f(5));
}

/// Requests alike, side by side.
pub(super) fn related(desk: &mut Desk) {
    desk.select(766_301).keys("i");
    desk.tell(found_alike());
}

/// A note that stays on this computer.
pub(super) fn note(desk: &mut Desk) {
    desk.key(KeyCode::Enter).rest().keys("z");
    desk.keys("Айгүлге хабарласу");
}

/// What was decided lately.
pub(super) fn acts(desk: &mut Desk) {
    desk.keys("v");
    let entries = desk.model.outbox.entries.clone();
    desk.tell(Msg::Acts(entries));
}

/// Why the portal did not take a decision.
pub(super) fn message(desk: &mut Desk) {
    desk.tell(Msg::Verdict {
        op_id: OpId(uuid::Uuid::from_u128(2)),
        number: Number::request(766_291),
        act: Act::Accept,
        outcome: Outcome::Rejected(Refusal::AlreadyAccepted { act: Act::Accept }),
    });
    desk.keys("m");
}

/// The terms that a moved day moved.
pub(super) fn moved(desk: &mut Desk) {
    desk.keys("M");
    desk.tell(Msg::Movement(Box::new(movement())));
}

/// The outbox.
pub(super) fn outbox(desk: &mut Desk) {
    desk.keys("3");
}

/// A decision of the outbox in full.
pub(super) fn decision(desk: &mut Desk) {
    desk.keys("3").keys("i");
}

/// The outbox on its way into a file.
pub(super) fn package(desk: &mut Desk) {
    desk.keys("3").rest().keys("E");
}

/// Receipts on their way out of a file.
pub(super) fn receipts(desk: &mut Desk) {
    desk.keys("3").rest().keys("R");
}

/// The keys of this place.
pub(super) fn help(desk: &mut Desk) {
    desk.key(Key::f(1));
}

/// Every command by its name.
pub(super) fn palette(desk: &mut Desk) {
    desk.key(Key::f(2));
}

/// What the filter line offers.
pub(super) fn filter(desk: &mut Desk) {
    desk.keys("/overdue category:тұр").key(KeyCode::Down);
}

/// The question before leaving with something unsent.
pub(super) fn quit(desk: &mut Desk) {
    desk.key(Key::f(10));
}

/// Two colleagues; one of them writes about a request, another text waits for a reader.
pub(super) fn house_told(desk: &mut Desk) {
    desk.tell(Msg::House(Box::new(house())));
}

/// The colleagues.
pub(super) fn colleagues(desk: &mut Desk) {
    house_told(desk);
    desk.keys("A");
}

/// A text read as its second reader.
pub(super) fn second_reading(desk: &mut Desk) {
    let number = Number::request(766_288);
    desk.given_to_read(number, reading(None));
    desk.model.user = Some(UserName("administrator-1".into()));
    house_told(desk);
    desk.select(766_288).keys("R").keys("Күні қате");
}

/// The days on which somebody stands in for a colleague.
pub(super) fn absence(desk: &mut Desk) {
    colleagues(desk);
    desk.down(2).key(KeyCode::F(5));
}

/// The open work of a colleague on one sheet.
pub(super) fn handover(desk: &mut Desk) {
    colleagues(desk);
    desk.key(KeyCode::F(7));
    let rows = (0..4).filter_map(|at| desk.model.home.window.row(at).cloned());
    let lines = rows.enumerate().map(|(at, row)| HandoverLine {
        row,
        draft: at == 1,
    });
    let lines = lines.collect();
    let Some(Overlay::Handover(state)) = desk.model.overlays.last() else {
        return;
    };
    let revision = state.asked;
    desk.tell(Msg::Handover { revision, lines });
}

/// What a search found.
pub(super) fn search(desk: &mut Desk) {
    desk.keys("S").keys("кез");
    let Some(Overlay::Search(state)) = desk.model.overlays.last() else {
        return;
    };
    let revision = state.asked.unwrap();
    let found = hits();
    desk.tell(Msg::Found { revision, found });
    desk.key(KeyCode::Down);
}

/// Two saved views and how many items each has.
pub(super) fn views_told(desk: &mut Desk) {
    let view = |name: &str, filter: &str| View {
        name: name.into(),
        filter: filter.into(),
    };
    desk.tell(Msg::Views(vec![
        view("Ипотека", "category:mortgage"),
        view("Бүгін", "due:today"),
    ]));
    for items in [12, 3] {
        let (_, revision) = desk.model.views.counting.unwrap();
        desk.tell(Msg::ViewCount { revision, items });
    }
}

/// The saved views, one of them getting another name.
pub(super) fn views(desk: &mut Desk) {
    views_told(desk);
    desk.keys("4").rest().keys("V").key(KeyCode::F(5));
}

/// The settings with the profile as the portal told it.
pub(super) fn settings(desk: &mut Desk) {
    desk.keys("P");
    let view = profile(desk.model.holder.as_ref().unwrap());
    desk.tell(Msg::Profile(Box::new(Ok(view))));
}

/// The profile of the holder.
pub(super) fn holder_profile(desk: &mut Desk) {
    settings(desk);
    desk.key(KeyCode::Tab).down(11).key(KeyCode::Right);
}

/// What a change of the profile would move.
pub(super) fn profile_moves(desk: &mut Desk) {
    settings(desk);
    desk.key(KeyCode::Tab).down(1).key(KeyCode::Enter);
    desk.key(KeyCode::Home)
        .key(KeyCode::Delete)
        .key(KeyCode::Delete);
    desk.keys("100")
        .key(KeyCode::Enter)
        .down(11)
        .key(KeyCode::Right);
    let (change, view) = {
        let state = desk.model.open_settings().unwrap();
        (state.change().unwrap(), state.view.clone().unwrap())
    };
    let request = ProfileRequest {
        base_version: view.base_version,
        change,
        dry_run: true,
    };
    desk.tell(Msg::ProfileChanged {
        request: Box::new(request),
        result: Box::new(Ok(outcome())),
    });
}

/// The second of two keys.
pub(super) fn which_key(desk: &mut Desk) {
    desk.keys("g").rest().rest();
}

/// The check of the keyboard, as the first start makes it.
pub(super) fn keyboard_check(desk: &mut Desk) {
    let check = Overlay::KeyboardCheck(KeyboardCheck::default());
    desk.model.overlays.push(check);
}

/// What all work has in common, by category.
pub(super) fn groups(desk: &mut Desk) {
    desk.keys("F").key(KeyCode::Tab).key(KeyCode::Tab);
    let category = |id: &str| Test::Category(CategoryId(id.into()));
    let counted = [
        (category("mortgage"), 412),
        (category("social"), 287),
        (category("transport"), 96),
        (category("construction"), 31),
        (Facet::Category.lacking(), 7),
        (category("education"), 1),
    ];
    // The first answer is to the field that was passed.
    for _ in 0..2 {
        let groups = counted.clone().map(|(test, items)| Group { test, items });
        let Some(Overlay::Groups(state)) = desk.model.overlays.last() else {
            return;
        };
        let (revision, _) = state.asked.unwrap();
        desk.tell(Msg::Groups {
            revision,
            groups: groups.into(),
        });
    }
    desk.key(KeyCode::Down);
}

/// The rules by their clause.
pub(super) fn law(desk: &mut Desk) {
    desk.keys("gl").keys("145 ¶4");
}

/// The conferences of a moderator.
pub(super) fn conferences(desk: &mut Desk) {
    desk.keys("C").down(1);
}

/// The topic applications of a holder.
pub(super) fn topics(desk: &mut Desk) {
    desk.keys("O").rest();
}

/// The questions of the open conference.
pub(super) fn inbox(desk: &mut Desk) {
    desk.keys("C").rest().keys("i").down(1);
}

/// The last minutes of a conference, the portal out of reach.
pub(super) fn last_minutes(desk: &mut Desk) {
    desk.keys("C").rest().keys("i").rest();
    desk.last_minutes();
}

/// A question that was let in, given to an expert.
pub(super) fn question_form(desk: &mut Desk) {
    desk.keys("C").rest().keys("i").down(2).keys("o");
    desk.keys("Заң басқармасы");
}

/// The answer to a question.
pub(super) fn question_answer(desk: &mut Desk) {
    desk.keys("C").rest().keys("i").down(3).keys("e");
}

/// The form of annex 1.
pub(super) fn annex(desk: &mut Desk) {
    desk.keys("C").down(1).keys("e");
    for _ in 0..7 {
        desk.key(KeyCode::Tab);
    }
}

/// A conference on its way into a file.
pub(super) fn export(desk: &mut Desk) {
    desk.keys("C").rest().keys("E").key(KeyCode::Tab);
}

/// What the Operator opens with.
pub(super) fn operator(desk: &mut Desk) {
    desk.down(1);
}

/// The applications for access.
pub(super) fn access(desk: &mut Desk) {
    desk.keys("D").rest();
}

/// Access granted under a login name.
pub(super) fn access_grant(desk: &mut Desk) {
    desk.keys("D").rest().keys("a").keys("aigul");
}

/// What the Operator told holders.
pub(super) fn circulars(desk: &mut Desk) {
    desk.keys("I").rest();
}

/// A circular while it is written.
pub(super) fn circular_form(desk: &mut Desk) {
    desk.keys("W").rest();
    desk.key(KeyCode::Tab);
    desk.keys("Оқыту 26.03, сағат 15:00-де.");
}

/// The holders and their administrators.
pub(super) fn holders(desk: &mut Desk) {
    desk.keys("B").rest();
}
