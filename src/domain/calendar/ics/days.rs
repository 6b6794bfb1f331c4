//! From content lines to days.

use jiff::ToSpan;
use jiff::civil::Date;

use super::lines::{ContentLine, unfold};
use super::{DayKind, IcsChoices, IcsDay, IcsError, IcsProblem};
use crate::domain::local_text::LocalText;

/// Longer than any run of holidays: such an event is a vacation or a mistake.
const LONGEST: i32 = 15;

/// What makes an event repeat, or stand for one time of a repetition.
const REPEATS: [&str; 4] = ["RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"];

pub(super) fn read(text: &str, choices: &IcsChoices) -> Result<Vec<IcsDay>, IcsError> {
    let lines = unfold(text)?;
    let first = lines.first().map_or(1, |line| line.line);
    let at_first = |problem| IcsError {
        line: first,
        problem,
    };
    let opens = lines
        .first()
        .is_some_and(|line| line.name == "BEGIN" && is(line, "VCALENDAR"));
    if !opens {
        return Err(at_first(IcsProblem::NotACalendar));
    }
    let mut days: Vec<IcsDay> = Vec::new();
    for event in events(&lines)? {
        for day in event.days(choices)? {
            if days.iter().any(|other| other.date == day.date) {
                return Err(IcsError {
                    line: day.line,
                    problem: IcsProblem::Twice(day.date.to_string()),
                });
            }
            days.push(day);
        }
    }
    if days.is_empty() {
        return Err(at_first(IcsProblem::Empty));
    }
    days.sort_by_key(|day| day.date);
    Ok(days)
}

fn is(line: &ContentLine, word: &str) -> bool {
    line.value.trim().eq_ignore_ascii_case(word)
}

/// The events of a calendar. Zones and alarms say nothing about a whole day and are passed
/// over; tasks and journals are no days.
fn events(lines: &[ContentLine]) -> Result<Vec<Event<'_>>, IcsError> {
    let mut open: Vec<&ContentLine> = Vec::new();
    let mut events: Vec<Event<'_>> = Vec::new();
    for line in lines {
        let unfinished = |line: &ContentLine| line.error(IcsProblem::Unfinished(name(line)));
        match line.name.as_str() {
            "BEGIN" => {
                if open.len() == 1 {
                    match name(line).as_str() {
                        "VEVENT" => events.push(Event {
                            begin: line,
                            lines: Vec::new(),
                        }),
                        "VTIMEZONE" => {}
                        other => {
                            let problem = IcsProblem::OtherComponent(other.to_owned());
                            return Err(line.error(problem));
                        }
                    }
                } else if open.is_empty() && line.line != lines.first().map_or(0, |line| line.line)
                {
                    return Err(unfinished(line));
                }
                open.push(line);
            }
            "END" => match open.pop() {
                Some(begun) if name(begun) == name(line) => {}
                Some(begun) => return Err(unfinished(begun)),
                None => return Err(unfinished(line)),
            },
            _ => {
                let in_event = open.len() == 2 && open.get(1).is_some_and(|one| is(one, "VEVENT"));
                if let (true, Some(event)) = (in_event, events.last_mut()) {
                    event.lines.push(line);
                }
            }
        }
    }
    match open.pop() {
        Some(begun) => Err(begun.error(IcsProblem::Unfinished(name(begun)))),
        None => Ok(events),
    }
}

fn name(line: &ContentLine) -> String {
    line.value.trim().to_uppercase()
}

struct Event<'l> {
    begin: &'l ContentLine,
    lines: Vec<&'l ContentLine>,
}

impl<'l> Event<'l> {
    /// The one line of a name.
    fn one(&self, name: &str) -> Result<Option<&'l ContentLine>, IcsError> {
        let mut all = self.lines.iter().filter(|line| line.name == name);
        let first = all.next().copied();
        match all.next() {
            Some(again) => Err(again.error(IcsProblem::Twice(name.to_owned()))),
            None => Ok(first),
        }
    }

    fn days(&self, choices: &IcsChoices) -> Result<Vec<IcsDay>, IcsError> {
        let mut repeats = self.lines.iter();
        if let Some(line) = repeats.find(|line| REPEATS.contains(&line.name.as_str())) {
            return Err(line.error(IcsProblem::Recurrence(line.name.clone())));
        }
        let (first, last) = self.range()?;
        let status = self.one("STATUS")?;
        let cancelled = status.is_some_and(|line| is(line, "CANCELLED"));
        let kind = if cancelled {
            None
        } else {
            Some(self.kind(choices)?)
        };
        let summary = self.one("SUMMARY")?.map(ContentLine::text);
        let name = self.texts("X-AWP-NAME", summary.as_deref());
        let is_named = matches!(kind, Some(DayKind::Holiday | DayKind::DayOff));
        let day = IcsDay {
            date: first,
            kind,
            name: match name {
                Some(name) => name,
                None if is_named => return Err(self.begin.error(IcsProblem::NameMissing)),
                None => same(""),
            },
            act: self.texts("X-AWP-ACT", choices.act.as_deref()),
            estimate: status.is_some_and(|line| is(line, "TENTATIVE")),
            line: self.begin.line,
        };
        let dates = first.series(1.day()).take_while(|date| *date <= last);
        Ok(dates
            .map(|date| IcsDay {
                date,
                ..day.clone()
            })
            .collect())
    }

    /// First and last day.
    fn range(&self) -> Result<(Date, Date), IcsError> {
        let Some(start) = self.one("DTSTART")? else {
            return Err(self.begin.error(IcsProblem::NoStart));
        };
        let first = date(start)?;
        let length = match (self.one("DTEND")?, self.one("DURATION")?) {
            (Some(end), None) => {
                let days = first.until(date(end)?).map(|span| span.get_days());
                let length = days.map_err(|_far| end.error(IcsProblem::TooLong(end.text())))?;
                // Some programs write the day itself for an event of one day.
                if length == 0 { 1 } else { length }
            }
            (None, Some(duration)) => days_of(duration)?,
            (None, None) => 1,
            (Some(_), Some(duration)) => {
                return Err(duration.error(IcsProblem::Twice("DTEND".to_owned())));
            }
        };
        let shown = || length.to_string();
        match length {
            ..=0 => Err(start.error(IcsProblem::EndBeforeStart(shown()))),
            1..=LONGEST => {
                let last = first.checked_add((length - 1).days());
                let last = last.map_err(|_far| start.error(IcsProblem::BadDate(start.text())))?;
                Ok((first, last))
            }
            _ => Err(start.error(IcsProblem::TooLong(shown()))),
        }
    }

    fn kind(&self, choices: &IcsChoices) -> Result<DayKind, IcsError> {
        if let Some(line) = self.one("X-AWP-DAY")? {
            return DayKind::of(&line.value)
                .ok_or_else(|| line.error(IcsProblem::UnknownKind(line.text())));
        }
        let categories = self.lines.iter().filter(|line| line.name == "CATEGORIES");
        let words = categories.flat_map(|line| line.value.split(','));
        let mut kinds: Vec<DayKind> = words.filter_map(DayKind::of).collect();
        kinds.dedup();
        match kinds[..] {
            [kind] => Ok(kind),
            [] => choices.plain.ok_or_else(|| {
                let summary = self.lines.iter().find(|line| line.name == "SUMMARY");
                let told = summary.map_or_else(String::new, |line| line.text());
                self.begin.error(IcsProblem::KindMissing(told))
            }),
            [..] => Err(self.begin.error(IcsProblem::Twice("CATEGORIES".to_owned()))),
        }
    }

    /// A text in the three languages: from the lines of a name, else from what is left over.
    fn texts(&self, name: &str, fallback: Option<&str>) -> Option<LocalText> {
        let of = |lang: Option<&str>| {
            let mut lines = self.lines.iter().filter(|line| line.name == name);
            let found = lines.find(|line| {
                let own = line.parameter("LANGUAGE");
                own.map(str::to_lowercase).as_deref() == lang
            });
            found
                .map(|line| line.text())
                .filter(|text| !text.is_empty())
        };
        let rest = of(None)
            .or_else(|| fallback.map(str::to_owned))
            .filter(|text| !text.is_empty());
        let (kk, ru, en) = (of(Some("kk")), of(Some("ru")), of(Some("en")));
        let rest = rest.or_else(|| ru.clone()).or_else(|| kk.clone());
        let rest = rest.or_else(|| en.clone())?;
        Some(LocalText {
            kk: kk.unwrap_or_else(|| rest.clone()),
            ru: ru.unwrap_or_else(|| rest.clone()),
            en: en.unwrap_or(rest),
        })
    }
}

/// One text for all languages.
pub(super) fn same(text: &str) -> LocalText {
    LocalText {
        kk: text.to_owned(),
        ru: text.to_owned(),
        en: text.to_owned(),
    }
}

/// `20261130`; an hour is an error, because a day begins and ends by the zone of somebody.
fn date(line: &ContentLine) -> Result<Date, IcsError> {
    let text = line.value.trim();
    if text.contains('T') || line.parameter("VALUE").is_some_and(|value| value != "DATE") {
        return Err(line.error(IcsProblem::NotAllDay(text.to_owned())));
    }
    let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .then(|| Date::strptime("%Y%m%d", text).ok())
        .flatten()
        .ok_or_else(|| line.error(IcsProblem::BadDate(text.to_owned())))
}

/// `P1D`, `P2W`.
fn days_of(line: &ContentLine) -> Result<i32, IcsError> {
    let text = line.value.trim();
    let bad = || line.error(IcsProblem::BadDate(text.to_owned()));
    let body = text.strip_prefix('P').ok_or_else(bad)?;
    let (number, each) = match (body.strip_suffix('D'), body.strip_suffix('W')) {
        (Some(days), _) => (days, 1),
        (None, Some(weeks)) => (weeks, 7),
        (None, None) => return Err(bad()),
    };
    let number: u8 = number.parse().map_err(|_not_a_number| bad())?;
    Ok(i32::from(number) * each)
}
