//! Why this date: the conclusion of a term and its ledger, day by day, with sources.

use jiff::civil::Date;

use super::Stage;
use crate::app::detail::Item;
use crate::app::overlay::WhyState;
use crate::domain::clock::Clock;
use crate::domain::rules::{Nature, PackStatus, Reading};
use crate::i18n::{date, ledger, words};
use crate::theme::Role;
use crate::ui::canvas::Canvas;
use crate::ui::countdown::Countdown;
use crate::ui::widget::sheet::Sheet;

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, why: &WhyState) -> u16 {
    let texts = stage.texts;
    let clocks = stage.model.shown().map_or(&[][..], |shown| &shown.clocks);
    let passed = canvas.mark(Role::LedgerSkipped);
    let title = texts.why_title(why.number.to_string());
    stage.scrolled(canvas, &title, why.scroll, |sheet| {
        let Some(clock) = clocks.get(why.clock.min(clocks.len().saturating_sub(1))) else {
            sheet.text(texts.why_no_clocks().into(), Role::Text);
            return;
        };
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let at = texts.why_clocks(count(why.clock + 1), count(clocks.len()));
        conclusion(sheet, stage, clock, at);
        sheet.title(texts.why_days());
        days(sheet, stage, clock, passed);
    })
}

fn conclusion(sheet: &mut Sheet<'_>, stage: &Stage<'_>, clock: &Clock, at: String) {
    let (texts, lang) = (stage.texts, stage.texts.lang());
    let term = &clock.term;
    let pack = stage.model.rules.set.pack(&term.pack);
    let rule = pack.and_then(|pack| pack.rule(&term.rule));
    let name = rule.map_or(clock.rule.as_str(), |rule| rule.title.get(lang));
    let nature = match clock.nature {
        Nature::Duty => texts.why_duty(),
        Nature::LastDay => texts.why_last_day(),
    };
    let countdown = Countdown::new(stage.model, texts);
    let standing = stage
        .model
        .item()
        .and_then(Item::request)
        .map(|request| request.state);
    let (remaining, urgency) = match standing {
        Some(standing) => countdown.clock(clock, standing),
        None => countdown.to(term.due()),
    };
    sheet.ends(
        vec![
            (at.into(), Role::TextMuted),
            (format!(" · {nature}").into(), Role::TextMuted),
        ],
        (remaining.into(), urgency),
    );
    sheet.text(name.to_owned().into(), Role::TextStrong);
    let act = pack.map_or(term.pack.0.as_str(), |pack| pack.act.get(lang));
    let mut source = format!("{} – {act}", words::clause(texts, &term.clause));
    if term.status == PackStatus::KeptAfterRepeal {
        source = format!("{source} – {}", texts.request_pack_kept());
    }
    sheet.text(source.into(), Role::TextMuted);
    let in_words = |day: Date| date::long(texts, day);
    sheet.text(texts.why_from(in_words(term.from)).into(), Role::Text);
    if let Some(registered) = term.registered {
        sheet.text(
            texts.why_registered(in_words(registered)).into(),
            Role::Text,
        );
    }
    if let Some(raw) = term.raw {
        sheet.text(texts.why_raw(in_words(raw)).into(), Role::Text);
    }
    let weight = |reading: Reading| {
        if term.red == reading {
            Role::TextStrong
        } else {
            Role::Safe
        }
    };
    if term.safe != term.latest {
        sheet.text(
            texts.why_safe(in_words(term.safe)).into(),
            weight(Reading::Safe),
        );
    }
    sheet.text(
        texts.why_latest(in_words(term.latest)).into(),
        weight(Reading::Latest),
    );
}

/// One line a day: counted days are numbered, the day the term ends stands out.
fn days(sheet: &mut Sheet<'_>, stage: &Stage<'_>, clock: &Clock, passed: &str) {
    let mut counted = 0;
    for line in &clock.term.ledger.lines {
        let number = if line.counted {
            counted += 1;
            format!("{counted:>3}  ")
        } else {
            format!("  {passed}  ")
        };
        let role = if line.date == clock.term.latest {
            Role::LedgerResult
        } else if line.counted {
            Role::LedgerCounted
        } else {
            Role::LedgerSkipped
        };
        let words = format!("{number}{}", ledger::line(stage.texts, line));
        sheet.indented(5, &words, role);
    }
}
