//! Requests alike and those of the same author, side by side with the one looked at.
//!
//! Words that only one of two texts has are set off by style and by brackets, so that they are
//! seen without colour too.

use ratatui::layout::Rect;

use super::Stage;
use crate::app::overlay::RelatedState;
use crate::app::pointer::Target;
use crate::domain::privacy::mask_text;
use crate::domain::similar::{Piece, Related, laid_over};
use crate::i18n::words as codes;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::widget::frame::{self, Place};
use crate::ui::widget::sheet::Sheet;
use crate::ui::words;

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, list: &RelatedState) {
    let texts = stage.texts;
    let title = texts.related_title(list.number.to_string());
    stage.beside(canvas, stage.layout.related(), &title);
    let area = stage.place(stage.layout.related());
    let inner = frame::inside(area);
    let Some(found) = &list.found else {
        let words = texts.queue_loading();
        canvas.write(&mut Pen::at(inner, 0).skip(1), &words, Role::TextMuted);
        return;
    };
    if found.is_empty() {
        let (words, role) = if list.partial {
            (texts.search_partial(), Role::TextWarning)
        } else {
            (texts.related_none(), Role::TextMuted)
        };
        canvas.write(&mut Pen::at(inner, 0).skip(1), &words, role);
        return;
    }
    let rows = stage.layout.related_rows();
    let seen = found.iter().enumerate().skip(list.top);
    for (line, (index, one)) in (0..rows).zip(seen) {
        canvas.target_row(Pen::at(inner, line), Target::Line(index));
        row(
            canvas,
            stage,
            Pen::at(inner, line),
            one,
            index == list.selected,
        );
    }
    let framed = Rect {
        height: rows + 2,
        ..area
    };
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let place = Place {
        top: count(list.top),
        shown: u64::from(rows),
        total: count(found.len()),
    };
    frame::scroll(canvas, framed, place);
    if let Some(one) = list.selected() {
        let below = Rect {
            y: inner.y.saturating_add(rows),
            height: inner.height.saturating_sub(rows),
            ..inner
        };
        compare(canvas, stage, below, one);
    }
}

fn row(canvas: &mut Canvas<'_>, stage: &Stage<'_>, mut pen: Pen, one: &Related, selected: bool) {
    let (texts, model) = (stage.texts, stage.model);
    let marker = canvas.marker(selected);
    canvas.cell(&mut pen, 2, marker, Role::RowMarker);
    let role = Role::row(selected);
    canvas.cell(&mut pen, 10, &one.number.to_string(), role);
    canvas.cell(&mut pen, 6, &format!("{} %", one.percent), Role::Row);
    let author = if one.same_author {
        texts.related_same_author()
    } else {
        String::new()
    };
    canvas.cell(&mut pen, 14, &author, Role::TextMuted);
    let linked = model
        .item()
        .is_some_and(|item| item.linked.contains(&one.number));
    let link = if linked {
        texts.related_linked()
    } else {
        String::new()
    };
    canvas.cell(&mut pen, 12, &link, Role::TextStrong);
    let stands = codes::state(texts, one.state);
    canvas.cell(&mut pen, 18, &stands, Role::Row);
    let received = words::moment(texts, model.today(), one.received_at);
    canvas.cell(&mut pen, 20, &received, Role::TextMuted);
    let category = words::category(model, texts, &one.category);
    canvas.write(&mut pen, category, Role::TextMuted);
}

/// The text of the request looked at on the left, the other one on the right.
fn compare(canvas: &mut Canvas<'_>, stage: &Stage<'_>, area: Rect, one: &Related) {
    let Some(item) = stage.model.item() else {
        return;
    };
    let texts = stage.texts;
    let left = area.width / 2;
    let halves = [
        Rect {
            width: left.saturating_sub(1),
            ..area
        },
        Rect {
            x: area.x.saturating_add(left),
            width: area.width - left,
            ..area
        },
    ];
    let (mine, theirs) = (
        mask_text(item.request().map_or("", |request| request.text.as_str())),
        mask_text(one.text.as_str()),
    );
    let pieces = laid_over(&mine, &theirs);
    let side = |mine: bool| -> String {
        pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Same(words) => Some((*words).to_owned()),
                Piece::Left(words) => mine.then(|| set_off(words)),
                Piece::Right(words) => (!mine).then(|| set_off(words)),
            })
            .collect()
    };
    let number = texts.request_number(item.number().to_string());
    let mut sheet = Sheet::new(halves[0].width);
    sheet.title(number);
    marked(&mut sheet, &side(true));
    sheet.draw(canvas, halves[0], 0);
    let mut sheet = Sheet::new(halves[1].width);
    sheet.title(texts.request_number(one.number.to_string()));
    marked(&mut sheet, &side(false));
    if let Some(answer) = &one.answer {
        sheet.title(texts.related_answer());
        sheet.text(mask_text(answer.as_str()).into(), Role::Text);
    }
    sheet.draw(canvas, halves[1], 0);
}

/// Words that the other text has not, in brackets; white space is none.
fn set_off(words: &str) -> String {
    if words.trim().is_empty() {
        words.to_owned()
    } else {
        format!("[{words}]")
    }
}

fn marked(sheet: &mut Sheet<'_>, text: &str) {
    sheet.text(text.to_owned().into(), Role::Text);
}
