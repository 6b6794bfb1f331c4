//! The help: keys, titles and explanations straight from the table of actions.

use super::Stage;
use crate::app::action::{ACTIONS, Action, Scope, disabled};
use crate::app::overlay::HelpState;
use crate::app::words;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::ui::canvas::Canvas;
use crate::ui::text;
use crate::ui::widget::sheet::Sheet;

const KEYS: u16 = 16;

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, help: &HelpState) -> u16 {
    let texts = stage.texts;
    let title = if help.all {
        texts.help_title_all()
    } else {
        texts.help_title()
    };
    let theme = canvas.theme();
    stage.scrolled(canvas, &title, help.scroll, |sheet| {
        if stage.layout.paper {
            line_mode(sheet, texts);
        }
        for scope in Scope::ALL
            .iter()
            .filter(|scope| help.all || help.scopes.contains(scope))
        {
            scope_keys(sheet, stage, *scope, help.all);
        }
        sheet.title(texts.help_signs());
        for (role, words) in [
            (Role::RowMarker, texts.help_sign_selected()),
            (Role::Overdue, texts.help_sign_overdue()),
            (Role::Today, texts.help_sign_today()),
            (Role::RowPending, texts.help_sign_pending()),
            (Role::RowOwner, texts.help_sign_owner()),
            (Role::RowWriting, texts.help_sign_writing()),
        ] {
            let mark = theme.mark(role).to_owned();
            sheet.words(vec![
                (mark.into(), role),
                (format!("  {words}").into(), Role::Text),
            ]);
        }
        sheet.text(texts.help_duty().into(), Role::Text);
        sheet.text(texts.help_countdown().into(), Role::Text);
    })
}

/// How lines are typed.
fn line_mode(sheet: &mut Sheet<'_>, texts: &Texts) {
    sheet.title(texts.help_lines());
    for words in [
        texts.help_lines_keys(),
        texts.help_lines_names(),
        texts.help_lines_text(),
        texts.help_lines_again(),
    ] {
        sheet.text(words.into(), Role::Text);
    }
}

fn scope_keys(sheet: &mut Sheet<'_>, stage: &Stage<'_>, scope: Scope, all: bool) {
    let mut here = ACTIONS
        .iter()
        .filter(|action| action.scopes.contains(&scope))
        .peekable();
    if here.peek().is_none() {
        return;
    }
    sheet.title(words::scope(scope, stage.texts));
    for action in here {
        action_lines(sheet, stage, action, all);
    }
}

fn action_lines(sheet: &mut Sheet<'_>, stage: &Stage<'_>, action: &Action, all: bool) {
    let texts = stage.texts;
    let keys = text::pad(&stage.model.keys.label(action), KEYS);
    let reason = if all {
        None
    } else {
        disabled(stage.model, action.id)
    };
    let (key, label) = if reason.is_some() {
        (Role::KeyDisabled, Role::KeyDisabled)
    } else {
        (Role::Key, Role::TextStrong)
    };
    sheet.words(vec![
        (format!("{keys}  ").into(), key),
        (words::title(action, texts).into(), label),
    ]);
    let hint = words::hint(action, texts);
    let lead = " ".repeat(usize::from(KEYS) + 2);
    sheet.indented(KEYS + 2, &format!("{lead}{hint}"), Role::TextMuted);
    if let Some(reason) = reason {
        let why = texts.help_disabled(words::disabled(&reason, texts));
        sheet.indented(KEYS + 2, &format!("{lead}{why}"), Role::TextDisabled);
    }
}
