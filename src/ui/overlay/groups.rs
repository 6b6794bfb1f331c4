//! The groups of a list: what they are counted by, and how many items each has.

use std::fmt::Write as _;

use ratatui::layout::Rect;

use super::Stage;
use crate::app::groups::{GroupsState, facets};
use crate::app::pointer::Target;
use crate::domain::filter::Group;
use crate::domain::ids::ItemKind;
use crate::i18n::groups;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::text;
use crate::ui::widget::frame::{self, Place};

/// Columns of a count and of the bar that shows its share.
const COUNT: u16 = 9;
const BAR: u16 = 16;

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, shown: &GroupsState) {
    let texts = stage.texts;
    // The field is named in words as well: line mode tells no styles.
    let mut title = format!(
        "{} · {}",
        texts.groups_title(),
        groups::by(texts, shown.facet)
    );
    if shown.groups.is_some() {
        let _ = write!(title, " · {}", shown.items());
    }
    let area = stage.framed(canvas, stage.layout.palette(), &title);
    let inner = frame::inside(area);
    tabs(canvas, stage, inner, shown);
    let mut rule = Pen::at(inner, 1);
    if shown.within.is_empty() {
        canvas.line(&mut rule, frame::across(canvas), Role::Border);
    } else {
        canvas.write(&mut rule, &format!(" {} ", shown.within), Role::TextMuted);
    }
    let rows = stage.layout.palette_rows();
    let most = shown.groups().iter().map(|group| group.items).max();
    let seen = shown.groups().iter().enumerate().skip(shown.top);
    for (line, (index, group)) in (0..rows).zip(seen) {
        let pen = Pen::at(inner, line.saturating_add(2));
        canvas.target_row(pen, Target::Line(index));
        let share = share(group.items, most.unwrap_or(1));
        let line = (group, share, shown.list.kind());
        row(canvas, stage, pen, line, index == shown.selected);
    }
    if shown.groups().is_empty() {
        let told = match (&shown.groups, shown.asked) {
            (Some(_), _) => texts.groups_none(),
            (None, Some(_)) => texts.groups_counting(),
            (None, None) => texts.groups_uncounted(),
        };
        canvas.write(&mut Pen::at(inner, 2).skip(1), &told, Role::TextMuted);
    }
    let wide = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let place = Place {
        top: wide(shown.top),
        shown: u64::from(rows),
        total: wide(shown.groups().len()),
    };
    frame::scroll(canvas, area, place);
}

/// What the items can be grouped by; what they are grouped by stands out.
fn tabs(canvas: &mut Canvas<'_>, stage: &Stage<'_>, inner: Rect, shown: &GroupsState) {
    let facets = facets(shown.list).into_iter();
    let tabs: Vec<_> = facets
        .map(|facet| (facet == shown.facet, groups::by(stage.texts, facet)))
        .collect();
    let columns: u16 = tabs.iter().map(|(_, tab)| text::width(tab) + 3).sum();
    // Where there is little room the names stand without blanks around them.
    let around = if columns <= inner.width { " " } else { "" };
    let mut pen = Pen::at(inner, 0);
    for (chosen, tab) in tabs {
        let role = if chosen { Role::TabSelected } else { Role::Tab };
        canvas.write(&mut pen, &format!("{around}{tab}{around}"), role);
        pen = pen.skip(1);
    }
}

fn row(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    mut pen: Pen,
    (group, share, kind): (&Group, u16, Option<ItemKind>),
    selected: bool,
) {
    let marker = canvas.marker(selected);
    canvas.cell(&mut pen, 2, marker, Role::RowMarker);
    let (rules, today) = (&stage.model.rules.set, stage.model.today());
    let name = groups::name(stage.texts, rules, today, kind, &group.test);
    let named = pen.room().saturating_sub(COUNT + BAR + 1);
    canvas.cell(&mut pen, named, &name, Role::row(selected));
    let count = format!("{:>width$} ", group.items, width = usize::from(COUNT) - 1);
    canvas.cell(&mut pen, COUNT, &count, Role::row(selected));
    if !canvas.theme().bare() {
        let sign = if canvas.theme().ascii() { "#" } else { "■" };
        canvas.write(&mut pen, &sign.repeat(usize::from(share)), Role::TextMuted);
    }
}

/// How long the bar of a group is: at least one sign, so that nothing looks like nothing.
fn share(items: u64, most: u64) -> u16 {
    let signs = items.saturating_mul(u64::from(BAR)).div_ceil(most.max(1));
    u16::try_from(signs).unwrap_or(BAR).min(BAR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::list::ListId;
    use crate::domain::local_text::Lang;
    use crate::i18n::Texts;

    #[test]
    fn every_field_is_named_in_full_on_the_smallest_screen() {
        for lang in Lang::ALL {
            let names = facets(ListId::Home).into_iter();
            let widths = names.map(|facet| text::width(&groups::by(Texts::of(lang), facet)) + 1);
            assert!(widths.sum::<u16>() <= 58, "{lang:?}");
        }
    }

    #[test]
    fn the_largest_group_fills_the_bar_and_the_smallest_is_seen() {
        for (items, most, signs) in [(9, 9, BAR), (1, 1_000_000, 1), (5, 10, BAR / 2), (0, 0, 0)] {
            assert_eq!(share(items, most), signs, "{items} of {most}");
        }
    }
}
