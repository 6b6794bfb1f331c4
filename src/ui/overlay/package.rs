//! The form that writes the outbox into a file or takes receipts out of one.

use ratatui::layout::Position;

use super::{Stage, form};
use crate::app::form::Focus;
use crate::app::package_form::{PackageForm, PackageWhat};
use crate::app::pointer::Target;
use crate::app::words;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::text;
use crate::ui::widget::{field, frame};

const WIDTH: u16 = 72;

pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    of: &PackageForm,
) -> Option<Position> {
    let texts = stage.texts;
    let (title, about, button) = match of.what {
        PackageWhat::Outbox => (
            texts.package_export_title(),
            texts.package_export_about(),
            texts.package_write(),
        ),
        PackageWhat::Receipts => (
            texts.package_receipts_title(),
            texts.package_receipts_about(),
            texts.package_read(),
        ),
    };
    let (told, role) = match of.trouble {
        Some(trouble) => {
            let told = words::package_trouble(trouble, of.file.text(), texts);
            (told, Role::NoticeRefusal)
        }
        None => (about, Role::TextMuted),
    };
    let room = stage.layout.overlay(WIDTH, 3).width.saturating_sub(4);
    let told: Vec<&str> = text::wrap(&told, room).collect();
    let rows = u16::try_from(told.len()).unwrap_or(u16::MAX);
    let area = stage.framed(canvas, stage.layout.overlay(WIDTH, rows + 5), &title);
    let inner = frame::inside(area);

    let typing = of.focus == Focus::Line(0);
    let mut pen = Pen::at(inner, 0);
    canvas.target_row(pen, Target::Field(Focus::Line(0)));
    let marker = canvas.marker(typing);
    canvas.cell(&mut pen, 1, marker, Role::RowMarker);
    let label = format!("{}: ", texts.package_file());
    canvas.write(&mut pen, &label, Role::Label);
    let place = field::line(canvas, pen, &of.file, form::field_role(typing));
    for (at, words) in (1..).zip(told) {
        let mut pen = Pen::at(inner, at).skip(1);
        canvas.write(&mut pen, words, role);
    }
    let pen = Pen::at(inner, inner.height.saturating_sub(1));
    form::buttons(canvas, stage, pen, of.focus, &button);
    typing.then_some(place)
}
