# Dates
date-weekdays = Mon Tue Wed Thu Fri Sat Sun
date-months = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
date-long = { $weekday } { $day } { $month } { $year }
date-day-month = { $weekday } { $day } { $month }
date-short = { $date } { $weekday }
# Time left
# Ledger lines
ledger-working = { $date } – working day
ledger-weekend = { $date } – weekend
ledger-holiday = { $date } – holiday: { $name }, { $source }
ledger-day-off = { $date } – day off that never moves: { $name }, { $source }
ledger-shifted = { $date } – day off for the holiday of { $moved }: { $name }, { $source }
ledger-moved-off = { $date } – day off, moved from { $moved }, { $source }
ledger-moved-work = { $date } – working day, moved from { $moved }, { $source }
ledger-roll = { $date } – the term ends on this working day: { $moved } is not a working day, { $source }
ledger-estimate = { $text } (estimated date)
# Term
term-heading = { $title } – { $clause } ({ $pack })
term-kept-after-repeal = Repealed { $date }, kept as internal rule: { $act }
term-from = Counted from: { $date }
term-registered = Registered: { $date }
term-raw = End by the calendar: { $date }
term-safe = Safe date: { $date }
term-latest = Latest date: { $date }
term-ledger = Day by day:
term-not-in-force = Rule “{ $rule }” is not in force on { $date }.
term-not-in-force-hint = “awp rules show { $rule }” tells which packs have it.
term-not-in-pack = Pack { $pack } has no rule “{ $rule }”.
term-has-no-term = Rule “{ $rule }” has no computable term.
term-has-no-term-hint = “awp rules list” tells the rules that have one.
term-bad-days = An extension is 1 to { $most } days, { $given } given.
term-no-days = --days is only for the rule “extension”.
term-unknown-rule = There is no rule “{ $rule }”.
term-unknown-pack = There is no pack “{ $pack }”.
term-unknown-hint = “awp rules list” tells packs and rules.
term-bad-start = Not a date or time: “{ $text }”.
term-bad-start-hint = For example 2026-03-06, 2026-03-06T18:30 or 2026-03-06T13:30Z.
# Calendar
calendar-missing = There is no calendar data for { $date }.
calendar-missing-hint = Add the file of { $year }: { $folder }/calendar/{ $year }.toml
calendar-missing-year-hint = Add the data of { $year }.
calendar-bad-range = The date of --to is before that of --from.
calendar-heading = { $year } – working days: { $days }
calendar-warning = Note: { $text }
calendar-check-year = { $year } – working days: { $days }, transfers: { $transfers }
calendar-check-gap = { $year } is missing between loaded years.
# Rules
rules-in-force = { $from } – { $until }
rules-approx = approx. { $date }
rules-always = …
rules-repealed = Repealed { $date }: { $act }
rules-unverified = The numbering of the clauses was not checked against the full text.
rules-our-reading = our reading
rules-duty = duty
rules-last-day = last day for the act
rules-not-found = There is no pack, rule, check, ground or category “{ $id }”.
rules-error = { $place }: { $problem }
rules-problem-unknown-file = no file of rules has this name
rules-problem-unknown-field = unknown field “{ $subject }”
rules-problem-missing-field = missing field “{ $subject }”
rules-problem-bad-value = the value cannot be read: { $subject }
rules-problem-name-differs = the name of the file differs from “{ $subject }” inside
rules-problem-duplicate = “{ $subject }” is given twice
rules-problem-empty-text = the text of “{ $subject }” is empty in a language
rules-problem-dangling = “{ $subject }” refers to nothing
rules-problem-contradiction = the date { $subject } contradicts the rest
rules-problem-missing-file = the list is missing
rules-remedy-unknown-file = Use packs/ID.toml, calendar/YEAR.toml, checklist-a.toml, grounds-b.toml or categories.toml.
rules-remedy-unknown-field = Remove the field or correct its name.
rules-remedy-missing-field = Add the field.
rules-remedy-bad-value = Correct the value.
rules-remedy-name-differs = Rename the file or correct the id.
rules-remedy-duplicate = Remove one of the two.
rules-remedy-empty-text = Give the text in Kazakh, Russian and English.
rules-remedy-dangling = Correct the id or add what it names.
rules-remedy-contradiction = Correct the date.
rules-remedy-missing-file = Add the file.
rules-unreadable = The file { $path } cannot be read: { $cause }
rules-unreadable-hint = Check that the file exists and may be read.
# The difference of two packs
rules-packs-hint = Packs there are: { $packs }.
rules-diff-none = { $first } and { $second } do not differ.
rules-diff-heading = { $first } → { $second }
rules-diff-pack = The pack itself
rules-diff-added = + { $id }: added
rules-diff-removed = − { $id }: removed
rules-diff-changed = ~ { $id }: changed
rules-diff-field = { $name }: { $value }
rules-diff-moved = { $name }: { $old } → { $new }
rules-diff-nothing = none
rules-diff-yes = yes
rules-field-act = the act
rules-field-source = taken from
rules-field-precedence = standing
rules-field-rests-on = rests on
rules-field-red = turns red
rules-field-roll-source = ground of the roll
rules-field-numbering-unverified = numbering not checked
rules-field-note = remark
rules-field-in-force = in force
rules-field-repeal = the repeal
rules-field-clause = its clause
rules-field-also = see also
rules-field-who = whose
rules-field-nature = kind
rules-field-count = term
rules-field-our-reading = our reading
rules-field-short = in short
rules-field-title = content
rules-field-period = how often
rules-field-working-days = working days
rules-field-items = whose, item
rules-value-administrator = administrator
rules-value-holder = information holder
rules-value-head = head
rules-value-operator = Operator
rules-value-user = information user
rules-value-duty = duty
rules-value-last-day = last day for the act
rules-value-safe = safe date
rules-value-latest = latest date
rules-value-continuous = at all times
rules-value-regularly = regularly
rules-value-daily = daily
rules-value-weekly = weekly
rules-value-quarterly = quarterly
rules-value-half-yearly = each half-year
rules-value-yearly = yearly
rules-value-once = once
rules-value-before = before the event
rules-value-within = after the occasion
rules-value-around-event = around the event
rules-value-per-draft = with every draft
rules-value-per-list = as the list says
rules-value-per-its-rules = by its own rules
rules-value-on-occurrence = whenever it happens
rules-start-receipt = receipt
rules-start-registration = registration
rules-start-extension = the extension
rules-start-launch = the launch
rules-start-submission = the submission
rules-start-start = the start
rules-start-first-day = the first day
rules-start-previous-notice = the previous notice
rules-start-knowledge = the day it became known
rules-count-working-days-after = { $days ->
    [one] { $days } working day
   *[other] { $days } working days
} after { $from }
rules-count-calendar-days = { $days ->
    [one] { $days } calendar day
   *[other] { $days } calendar days
} from { $from }
rules-count-extension = up to { $days } calendar days more ({ $of })
rules-count-not-less-than-before = at least { $days ->
    [one] { $days } working day
   *[other] { $days } working days
} before { $from }
rules-count-lasts = lasts at least { $days ->
    [one] { $days } working day
   *[other] { $days } working days
} from { $from }
rules-count-months = { $days ->
    [one] { $days } month
   *[other] { $days } months
} from { $from }
rules-count-largest-gap = at most { $days ->
    [one] { $days } calendar day
   *[other] { $days } calendar days
} after { $from }
rules-count-none = no term that could be computed
# A calendar file
ics-problem-not-a-calendar = this is no calendar file
ics-remedy-not-a-calendar = The file has to begin with BEGIN:VCALENDAR.
ics-problem-unfinished = { $subject } is not closed or stands in the wrong place
ics-remedy-unfinished = Each BEGIN needs its END.
ics-problem-bad-line = the line cannot be read: “{ $subject }”
ics-remedy-bad-line = A line reads NAME:VALUE.
ics-problem-other-component = { $subject } is no day
ics-remedy-other-component = Leave only VEVENT in the file.
ics-problem-recurrence = the event repeats ({ $subject })
ics-remedy-recurrence = Write the day of each year as a VEVENT of its own.
ics-problem-no-start = the event has no first day
ics-remedy-no-start = Add DTSTART;VALUE=DATE:YYYYMMDD.
ics-problem-not-all-day = “{ $subject }” is no whole day
ics-remedy-not-all-day = Make it an all-day event: DTSTART;VALUE=DATE:YYYYMMDD.
ics-problem-bad-date = “{ $subject }” is neither a date nor a length in days
ics-remedy-bad-date = Write a date as YYYYMMDD, a length as P1D.
ics-problem-end-before-start = the event ends before it begins
ics-remedy-end-before-start = Correct the dates of DTSTART and DTEND.
ics-problem-too-long = the event is too long: { $subject } days
ics-remedy-too-long = No holiday is longer than 15 days: split the event or remove it.
ics-problem-twice = “{ $subject }” is given twice
ics-remedy-twice = Remove one of the two.
ics-problem-kind-missing = the kind of the day is not given: “{ $subject }”
ics-remedy-kind-missing = Add X-AWP-DAY:holiday, day-off, moved-off or moved-work; if all such days are alike: --as holiday or --as day-off.
ics-problem-unknown-kind = there is no kind of day “{ $subject }”
ics-remedy-unknown-kind = Write holiday, day-off, moved-off or moved-work.
ics-problem-name-missing = the day has no name
ics-remedy-name-missing = Add SUMMARY.
ics-problem-act-missing = no act is named for { $subject }
ics-remedy-act-missing = Add X-AWP-ACT or give --act “name, number, date”.
ics-problem-unpaired = the moved day { $subject } has no other half
ics-remedy-unpaired = Each moved-off needs its moved-work.
ics-problem-nothing-to-cancel = { $subject } was neither a holiday nor a moved day
ics-remedy-nothing-to-cancel = Correct the date or remove the event.
ics-problem-year-unknown = there are no data of { $subject }
ics-remedy-year-unknown = If the file has every day off of the year, give --whole-year.
ics-problem-contradiction = { $subject } contradicts the other days of the year
ics-remedy-contradiction = No day is named twice; a freed day was worked, a worked day was a weekend.
ics-problem-empty = the file has no day
ics-remedy-empty = Add a VEVENT.
rules-file-too-long = the file is larger than { $limit } MB
calendar-import-one-year = --out takes one year, and the calendar has several.
calendar-import-unwritten = The file { $path } was not written: { $cause }
calendar-import-year = { $year } – working days: { $days } (before: { $was })
calendar-import-new-year = { $year } added – working days: { $days }
calendar-import-written = Written: { $path }
calendar-import-own-only = It applies to term, calendar and rules on this computer. A workstation counts with the calendar of its portal: “awp portal rules apply”.
