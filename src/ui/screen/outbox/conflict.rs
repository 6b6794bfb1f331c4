//! Two decisions side by side: what both come from, what was decided here, what the portal has.
//!
//! Where the two differ is marked by a sign, in texts by brackets, so that it is seen without
//! colour too.

use crate::app::Model;
use crate::domain::conflict::{Aspect, Conflict, Shown};
use crate::domain::privacy::mask_text;
use crate::domain::similar::{Piece, laid_over};
use crate::i18n::{Texts, words as codes};
use crate::theme::Role;
use crate::ui::text;
use crate::ui::widget::sheet::Sheet;
use crate::ui::words;

/// In front of what differs.
const DIFFERS: &str = "≠ ";
const SAME: &str = "  ";

/// From this width on the three sides stand beside each other.
const WIDE: u16 = 66;
/// The column of what is compared.
const ASPECT: u16 = 20;

/// Writes a conflict onto a sheet.
pub(super) fn fill(sheet: &mut Sheet<'_>, (model, texts): (&Model, &Texts), conflict: &Conflict) {
    let width = sheet.width();
    let sides = [
        texts.conflict_base(),
        texts.conflict_mine(),
        texts.conflict_portal(),
    ];
    if width >= WIDE {
        beside(sheet, width, (model, texts), conflict, &sides);
    } else {
        below(sheet, (model, texts), conflict, &sides);
    }
    fill_texts(sheet, texts, conflict);
}

/// One line an aspect, the sides in columns.
fn beside(
    sheet: &mut Sheet<'_>,
    width: u16,
    (model, texts): (&Model, &Texts),
    conflict: &Conflict,
    sides: &[String; 3],
) {
    let column = (width - ASPECT) / 3;
    let [base, mine, portal] = sides;
    let head = [base, mine, portal].map(|side| cell(&format!("{SAME}{side}"), column));
    let lead = cell("", ASPECT);
    sheet.text(format!("{lead}{}", head.concat()).into(), Role::TextMuted);
    for one in conflict.compared() {
        let marks = if one.differs() {
            [SAME, DIFFERS, DIFFERS]
        } else {
            [SAME; 3]
        };
        let values = [one.base, one.mine, one.portal];
        let cells = values.iter().zip(marks).map(|(value, mark)| {
            let told = told(model, texts, conflict, *value, false);
            cell(&format!("{mark}{told}"), column)
        });
        let line: String = std::iter::once(cell(&aspect(texts, one.aspect), ASPECT))
            .chain(cells)
            .collect();
        sheet.text(line.trim_end().to_owned().into(), Role::Text);
    }
}

/// A text in a column, cut or filled up.
fn cell(words: &str, width: u16) -> String {
    text::pad(&text::truncate(words, width.saturating_sub(1)), width)
}

/// One line a side, below the name of the aspect.
fn below(
    sheet: &mut Sheet<'_>,
    (model, texts): (&Model, &Texts),
    conflict: &Conflict,
    sides: &[String; 3],
) {
    sheet.title(texts.conflict_title());
    let widest = sides.iter().map(|side| text::width(side)).max();
    let width = usize::from(widest.unwrap_or_default());
    for one in conflict.compared() {
        sheet.text(aspect(texts, one.aspect).into(), Role::TextMuted);
        let values = [one.base, one.mine, one.portal];
        for (side, (name, value)) in sides.iter().zip(values).enumerate() {
            let differs = side > 0 && one.differs();
            let mark = if differs { DIFFERS } else { SAME };
            let gap = " ".repeat(width.saturating_sub(usize::from(text::width(name))) + 2);
            let told = told(model, texts, conflict, value, true);
            let role = if differs {
                Role::TextStrong
            } else {
                Role::Text
            };
            sheet.text(format!("{mark}{name}{gap}{told}").into(), role);
        }
    }
}

fn aspect(texts: &Texts, aspect: Aspect) -> String {
    match aspect {
        Aspect::State => texts.conflict_state(),
        Aspect::LastAct => texts.conflict_last_act(),
        Aspect::Owner => texts.conflict_owner(),
        Aspect::Extended => texts.conflict_extended(),
        Aspect::Expert => texts.conflict_expert(),
    }
}

fn told(model: &Model, texts: &Texts, conflict: &Conflict, value: Shown<'_>, when: bool) -> String {
    let kind = conflict.portal.number().kind;
    match value {
        Shown::None => "–".to_owned(),
        Shown::State(state) => codes::state_word(texts, kind, state.id()),
        Shown::Act { event, by, at } => {
            let event = codes::event_on(texts, kind, event);
            let event = match by {
                Some(user) => texts.request_history_by(event, user.0.as_str()),
                None => event,
            };
            if when {
                format!("{event} · {}", words::moment(texts, model.today(), at))
            } else {
                event
            }
        }
        Shown::User(user) => user.0.clone(),
        Shown::Name(name) => name.to_owned(),
        Shown::Yes(true) => texts.conflict_yes(),
        Shown::Yes(false) => texts.conflict_no(),
    }
}

/// The two texts, each with the words that the other one has not in brackets.
fn fill_texts(sheet: &mut Sheet<'_>, texts: &Texts, conflict: &Conflict) {
    let side = |text: Option<&crate::domain::text::CitizenText>| {
        text.map(|text| mask_text(text.as_str()))
            .unwrap_or_default()
    };
    let (mine, portal) = (side(conflict.text()), side(conflict.written()));
    let pieces = laid_over(&mine, &portal);
    let marked = |own: fn(&Piece<'_>) -> Option<bool>| -> String {
        let words = pieces.iter().filter_map(|piece| {
            let (Piece::Same(words) | Piece::Left(words) | Piece::Right(words)) = piece;
            own(piece).map(|differs| set_off(words, differs))
        });
        words.collect()
    };
    let both = !mine.is_empty() && !portal.is_empty();
    if !mine.is_empty() {
        sheet.title(texts.conflict_text_mine());
        let words = marked(|piece| match piece {
            Piece::Same(_) => Some(false),
            Piece::Left(_) => Some(true),
            Piece::Right(_) => None,
        });
        sheet.text(if both { words } else { mine.clone() }.into(), Role::Text);
    }
    if !portal.is_empty() {
        sheet.title(texts.conflict_text_portal());
        let words = marked(|piece| match piece {
            Piece::Same(_) => Some(false),
            Piece::Left(_) => None,
            Piece::Right(_) => Some(true),
        });
        sheet.text(if both { words } else { portal.clone() }.into(), Role::Text);
    }
}

/// Words that the other text has not, in brackets; white space is none.
fn set_off(words: &str, differs: bool) -> String {
    if differs && !words.trim().is_empty() {
        format!("[{words}]")
    } else {
        words.to_owned()
    }
}
