//! What each action does, once it is possible.

use super::travel::{self, Travel};
use super::{
    away, batch, compose, desk, detail, export, filter, forms, groups, inbox, input, law, moved,
    navigate, operations, operator, overlay, package, preferences, reading, related, search,
    settings, template, views,
};
use crate::app::action::ActionId;
use crate::app::effect::{Effect, Settle};
use crate::app::model::{Model, Screen};
use crate::app::overlay::Question;
use crate::app::package_form::PackageWhat;

/// Carries an action out.
pub(super) type Way = fn(&mut Model, ActionId, &mut Vec<Effect>);

/// What an action does; every action is in the table.
pub(super) fn of(action: ActionId) -> Option<Way> {
    let way = WAYS.iter().find(|(one, _)| *one == action);
    way.map(|(_, way)| *way)
}

const WAYS: &[(ActionId, Way)] = {
    use ActionId as Id;
    &[
        (Id::Accept, input::open_about),
        (Id::Return, input::open_about),
        (Id::Forward, input::open_about),
        (Id::Answer, input::open_about),
        (Id::Publish, input::open_about),
        (Id::Refuse, input::open_about),
        (Id::Extend, input::open_about),
        (Id::Notify, input::open_about),
        (Id::Clarify, input::open_about),
        (Id::Correct, input::open_about),
        (Id::FollowUp, input::open_about),
        (Id::TopicAccept, input::open_about),
        (Id::TopicRefuse, input::open_about),
        (Id::TemplateFill, input::open_about),
        (Id::TemplateSend, input::open_about),
        (Id::TemplateReturn, input::open_about),
        (Id::ConferencePublish, input::open_about),
        (Id::ConferenceAnnounce, input::open_about),
        (Id::ConferenceExtend, input::open_about),
        (Id::ConferenceClose, input::open_about),
        (Id::TemplateReopen, input::open_about),
        (Id::QuestionAccept, input::open_about),
        (Id::QuestionDecline, input::open_about),
        (Id::QuestionAnswer, input::open_about),
        (Id::QuestionDraft, input::open_about),
        (Id::QuestionAssign, input::open_about),
        (Id::QuestionMerge, input::open_about),
        (Id::QuestionPart, input::open_about),
        (Id::QuestionCorrect, input::open_about),
        (Id::AccessGrant, input::open_about),
        (Id::AccessRefuse, input::open_about),
        (Id::AccessRevoke, input::open_about),
        (Id::CircularRead, input::open_about),
        (Id::Note, input::open_about),
        (Id::CopyText, input::open_about),
        (Id::Related, input::open_about),
        (Id::Colleagues, input::open_about),
        (Id::Reading, input::open_about),
        (Id::Why, input::open_about),
        (Id::Down, |model, _, out| {
            travel::travel(model, Travel::Down, out);
        }),
        (Id::Up, |model, _, out| {
            travel::travel(model, Travel::Up, out);
        }),
        (Id::PageDown, |model, _, out| {
            travel::travel(model, Travel::PageDown, out);
        }),
        (Id::PageUp, |model, _, out| {
            travel::travel(model, Travel::PageUp, out);
        }),
        (Id::First, |model, _, out| {
            travel::travel(model, Travel::First, out);
        }),
        (Id::Last, |model, _, out| {
            travel::travel(model, Travel::Last, out);
        }),
        (Id::Home, |model, _, out| {
            navigate::show(model, Screen::Home, out);
        }),
        (Id::Requests, |model, _, out| {
            views::all_requests(model, out);
        }),
        (Id::Topics, |model, _, out| {
            navigate::show(model, Screen::Topics, out);
        }),
        (Id::Conferences, |model, _, out| {
            navigate::show(model, Screen::Conferences, out);
        }),
        (Id::Accesses, |model, _, out| {
            navigate::show(model, Screen::Access, out);
        }),
        (Id::Circulars, |model, _, out| {
            navigate::show(model, Screen::Circulars, out);
        }),
        (Id::Holders, |model, _, out| operator::holders(model, out)),
        (Id::CircularNew, |model, _, out| operator::write(model, out)),
        (Id::ConferenceNew, |model, _, _| {
            overlay::ask(model, Question::BeginConference);
        }),
        (Id::ConferenceInbox, |model, _, out| {
            inbox::open(model, out);
        }),
        (Id::ConferenceExport, |model, _, _| export::open(model)),
        (Id::Star, |model, _, out| inbox::star(model, out)),
        (Id::InboxOrder, |model, _, out| inbox::order(model, out)),
        (Id::InboxDone, |model, _, out| inbox::done(model, out)),
        (Id::InboxNew, |model, _, out| inbox::show_new(model, out)),
        (Id::Outbox, |model, _, out| {
            navigate::show(model, Screen::Outbox, out);
        }),
        (Id::NextTab, navigate::tab),
        (Id::PreviousTab, navigate::tab),
        (Id::Open, |model, _, out| {
            navigate::open(model, out);
        }),
        (Id::Back, |model, _, out| {
            navigate::back(model, out);
        }),
        (Id::Next, |model, _, out| {
            navigate::next(model, out);
        }),
        (Id::Sync, |model, _, out| {
            operations::sync(model, out);
        }),
        (Id::Recall, |model, _, out| {
            operations::recall(model, out);
        }),
        (Id::Drop, |model, _, out| {
            operations::choose(model, Settle::Drop, out);
        }),
        (Id::Again, |model, _, out| {
            operations::choose(model, Settle::Again, out);
        }),
        (Id::Keep, |model, _, out| {
            operations::choose(model, Settle::KeepDraft, out);
        }),
        (Id::ShowDecision, |model, _, _| {
            overlay::show_decision(model);
        }),
        (Id::OutboxExport, |model, _, _| {
            package::open(model, PackageWhat::Outbox);
        }),
        (Id::OutboxReceipts, |model, _, _| {
            package::open(model, PackageWhat::Receipts);
        }),
        (Id::StopPortal, |_, _, out| {
            out.push(Effect::StopPortal);
        }),
        (Id::StartPortal, |_, _, out| {
            out.push(Effect::StartPortal);
        }),
        (Id::Language, |model, _, out| {
            settings::language(model, out);
        }),
        (Id::KeyboardCheck, |model, _, _| {
            settings::check_keyboard(model);
        }),
        (Id::Theme, |model, _, out| {
            settings::theme(model, out);
        }),
        (Id::Keyboard, |model, _, out| {
            settings::keyboard(model, out);
        }),
        (Id::ClearFilter, |model, _, out| {
            overlay::clear_filter(model, out);
        }),
        (Id::Quit, |model, _, out| {
            overlay::quit(model, out);
        }),
        (Id::Help, |model, _, _| {
            overlay::help(model);
        }),
        (Id::HelpAll, |model, _, _| {
            overlay::help_all(model);
        }),
        (Id::Palette, |model, _, _| {
            overlay::open_palette(model);
        }),
        (Id::Message, |model, _, _| {
            overlay::message(model);
        }),
        (Id::Filter, |model, _, _| {
            overlay::open_filter(model);
        }),
        (Id::TakeCandidate, |model, _, _| {
            filter::take(model);
        }),
        (Id::NextClock, |model, action, _| {
            overlay::other_clock(model, action);
        }),
        (Id::PreviousClock, |model, action, _| {
            overlay::other_clock(model, action);
        }),
        (Id::Close, |model, _, out| {
            overlay::close(model, out);
        }),
        (Id::Cancel, |model, _, out| {
            overlay::cancel(model, out);
        }),
        (Id::Activate, |model, _, out| {
            overlay::activate(model, out);
        }),
        (Id::NextPart, |model, action, _| {
            overlay::other_field(model, action);
        }),
        (Id::PreviousPart, |model, action, _| {
            overlay::other_field(model, action);
        }),
        (Id::NextField, |model, action, _| {
            overlay::other_field(model, action);
        }),
        (Id::PreviousField, |model, action, _| {
            overlay::other_field(model, action);
        }),
        (Id::Toggle, |model, _, _| {
            forms::toggle(model);
        }),
        (Id::ReturnInstead, |model, _, out| {
            forms::return_instead(model, out);
        }),
        (Id::Acts, |model, _, out| {
            overlay::acts(model, out);
        }),
        (Id::GiveToNobody, |model, _, out| {
            desk::give_to_nobody(model, out);
        }),
        (Id::Watch, |model, _, out| {
            desk::watch(model, out);
        }),
        (Id::TakeOver, |model, _, out| {
            desk::take_over(model, out);
        }),
        (Id::AskReader, |model, _, _| {
            reading::choose_reader(model);
        }),
        (Id::ReadGood, |model, _, out| {
            reading::say(model, true, out);
        }),
        (Id::SendBack, |model, _, out| {
            reading::say(model, false, out);
        }),
        (Id::Settings, |model, _, out| {
            preferences::open(model, out);
        }),
        (Id::OtherPart, |model, _, out| {
            preferences::other_part(model, out);
        }),
        (Id::NextValue, preferences::other_value),
        (Id::PreviousValue, preferences::other_value),
        (Id::SendProfile, |model, _, out| {
            preferences::send(model, out);
        }),
        (Id::Absence, |model, _, _| {
            away::open(model);
        }),
        (Id::TakeBack, |model, _, out| {
            away::take_back(model, out);
        }),
        (Id::Handover, |model, _, out| {
            away::handover(model, out);
        }),
        (Id::Views, |model, _, _| views::open(model)),
        (Id::View1, |model, _, out| views::open_view(model, 0, out)),
        (Id::View2, |model, _, out| views::open_view(model, 1, out)),
        (Id::View3, |model, _, out| views::open_view(model, 2, out)),
        (Id::View4, |model, _, out| views::open_view(model, 3, out)),
        (Id::View5, |model, _, out| views::open_view(model, 4, out)),
        (Id::View6, |model, _, out| views::open_view(model, 5, out)),
        (Id::SaveView, |model, _, _| views::save(model)),
        (Id::RenameView, |model, _, _| views::rename(model)),
        (Id::DeleteView, |model, _, out| views::delete(model, out)),
        (Id::EarlierView, |model, _, out| views::earlier(model, out)),
        (Id::CopyNumber, |model, _, out| {
            detail::copy_number(model, out);
        }),
        (Id::Suspend, |_, _, out| out.push(Effect::Suspend)),
        (Id::WiderList, |model, _, out| {
            navigate::share(model, model.layout.share.wider(), out);
        }),
        (Id::NarrowerList, |model, _, out| {
            navigate::share(model, model.layout.share.narrower(), out);
        }),
        (Id::Groups, |model, _, out| groups::open(model, out)),
        (Id::NextFacet, groups::other_facet),
        (Id::PreviousFacet, groups::other_facet),
        (Id::Law, |model, _, _| {
            law::open(model);
        }),
        (Id::Search, |model, _, _| {
            search::open(model);
        }),
        (Id::Moved, |model, _, out| {
            moved::open(model, out);
        }),
        (Id::Link, |model, _, out| {
            related::link(model, out);
        }),
        (Id::AnswerTogether, |model, _, out| {
            related::answer_together(model, out);
        }),
        (Id::Mark, |model, _, out| {
            batch::mark(model, out);
        }),
        (Id::MarkRange, |model, _, _| {
            batch::mark_range(model);
        }),
        (Id::MarkAll, |model, _, out| {
            batch::mark_all(model, out);
        }),
        (Id::Template, |model, _, _| {
            template::pick(model);
        }),
        (Id::NextBlank, |model, _, _| {
            template::go_to_blank(model);
        }),
        (Id::Preview, |model, _, _| {
            overlay::preview(model);
        }),
        (Id::ShowRequest, |model, _, _| {
            overlay::show_request(model);
        }),
        (Id::ExternalEditor, |model, _, out| {
            compose::edit_outside(model, out);
        }),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::ACTIONS;

    #[test]
    fn every_action_has_one_way() {
        for action in ACTIONS {
            let ways = WAYS.iter().filter(|(one, _)| *one == action.id);
            assert_eq!(ways.count(), 1, "{}", action.name);
        }
    }
}
