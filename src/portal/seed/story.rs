//! What happened to a request before the present moment.
//!
//! Acceptances and returns are decided by the same `decide` as everybody's; what it refuses does
//! not happen here either. Nothing happens after the present moment: a request too young for its
//! fate stays where it has got to.

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::super::directory::Directory;
use super::ages::{Fate, Plan};
use crate::dice::Dice;
use crate::domain::act::Role;
use crate::domain::checklist::{Status, precheck};
use crate::domain::command::Command;
use crate::domain::decide::{Around, DecideContext, decide, last_day};
use crate::domain::history::{InTime, Stamp};
use crate::domain::ids::{CheckId, UserName};
use crate::domain::motive::Motives;
use crate::domain::request::{Event, Request, TextLang};
use crate::domain::rules::RuleId;
use crate::domain::text::CitizenText;
use crate::domain::zone;

/// The accounts that worked before the portal was made.
pub(super) const WORKERS: [&str; 3] = ["administrator-1", "administrator-2", "administrator-3"];

/// Gives a request its history.
pub(super) fn tell(
    request: &mut Request,
    plan: &Plan,
    at: Timestamp,
    directory: &Directory,
    motives: &Motives,
    dice: &mut Dice,
) {
    let mut teller = Teller {
        request,
        at,
        directory,
        worker: UserName(
            dice.one(&WORKERS)
                .map_or("administrator-1", |name| *name)
                .to_owned(),
        ),
    };
    teller.tell(plan, motives, dice);
}

struct Teller<'a> {
    request: &'a mut Request,
    at: Timestamp,
    directory: &'a Directory,
    worker: UserName,
}

impl Teller<'_> {
    fn tell(&mut self, plan: &Plan, motives: &Motives, dice: &mut Dice) {
        let received = plan.received_at;
        if plan.fate == Fate::New {
            return;
        }
        if plan.fate == Fate::Withdrawn {
            let later = SignedDuration::from_mins(dice.between(40, 4000));
            if let Some(when) = self.possible(received.checked_add(later).ok()) {
                let stamp = stamp(when, None, Some(Role::Intake));
                self.request.apply(Event::Withdrawn, stamp);
            }
            return;
        }
        let Some(opened) = self.at_work(received, 0, dice) else {
            return;
        };
        let stamp = stamp(opened, Some(self.worker.clone()), Some(Role::Administrator));
        self.request.apply(Event::Opened, stamp);
        if dice.chance(70) {
            self.request.owner = Some(self.worker.clone());
        }
        match plan.fate {
            Fate::New | Fate::Moderation | Fate::Withdrawn => {}
            Fate::Returned => self.give_back(opened, motives, dice),
            Fate::Consideration => {
                self.accept(opened, dice);
            }
            Fate::Answered => {
                if let Some(accepted) = self.accept(opened, dice) {
                    self.answer(accepted, dice);
                }
            }
        }
    }

    /// A moment that has already been.
    fn possible(&self, when: Option<Timestamp>) -> Option<Timestamp> {
        when.filter(|when| *when < self.at)
    }

    /// A moment within working hours, `days` days or more after another.
    fn at_work(&self, after: Timestamp, days: i64, dice: &mut Dice) -> Option<Timestamp> {
        let policy = self.directory.policy(&self.request.holder);
        let calendar = &self.directory.rules.calendar;
        let minute = dice.between(9 * 60 + 5, 18 * 60 + 20);
        let hour = i8::try_from(minute / 60).ok()?;
        let time = Time::new(hour, i8::try_from(minute % 60).ok()?, 0, 0).ok()?;
        let first = zone::date(after).checked_add(days.days()).ok()?;
        let moment = (0..15_i64).find_map(|more| {
            let day = first.checked_add(more.days()).ok()?;
            let working = calendar.is_working(day, policy.switches.profile).ok()?;
            let moment = zone::instant(day.to_datetime(time)).ok()?;
            (working && moment > after).then_some(moment)
        });
        self.possible(moment)
    }

    /// Decides as an administrator; what is refused does not happen.
    fn decide(&mut self, command: &Command, when: Timestamp) -> Option<Timestamp> {
        let policy = self.directory.policy(&self.request.holder);
        let cx = DecideContext {
            rules: &self.directory.rules,
            policy: &policy,
            role: Role::Administrator,
            effective_at: when,
            received_at: Some(when),
            around: Around {
                addressee: command
                    .addressee()
                    .and_then(|bin| self.directory.holder(bin)),
                ..Around::default()
            },
        };
        let events = decide(self.request, command, &cx).ok()?;
        let stamp = stamp(when, Some(self.worker.clone()), Some(Role::Administrator));
        for event in events {
            self.request.apply(event, stamp.clone());
        }
        Some(when)
    }

    fn accept(&mut self, opened: Timestamp, dice: &mut Dice) -> Option<Timestamp> {
        let days = i64::from(dice.chance(30));
        let when = self.at_work(opened, days, dice)?;
        let confirmed = precheck(&self.request.requester)
            .into_iter()
            .filter(|finding| matches!(finding.status, Status::Met | Status::Ask))
            .map(|finding| finding.check)
            .collect();
        self.decide(&Command::Accept { confirmed }, when)
    }

    fn give_back(&mut self, opened: Timestamp, motives: &Motives, dice: &mut Dice) {
        let days = if dice.chance(85) {
            0
        } else {
            dice.between(2, 30)
        };
        let Some(when) = self.at_work(opened, days, dice) else {
            return;
        };
        let found = precheck(&self.request.requester);
        let of = |status: Status| -> Vec<CheckId> {
            let found = found.iter().filter(|finding| finding.status == status);
            let checks = found.map(|finding| finding.check.clone());
            checks
                .filter(|check| !matches!(check.0.as_str(), "A7" | "A8"))
                .collect()
        };
        // What the data only doubt, a person can still find missing.
        let failed = Some(of(Status::Failed))
            .filter(|failed| !failed.is_empty())
            .unwrap_or_else(|| of(Status::Doubt));
        let motive = motives.draft(&failed, self.request.lang);
        let policy = self.directory.policy(&self.request.holder);
        let due = last_day(
            self.request,
            &RuleId::RETURN,
            &self.directory.rules,
            &policy,
        );
        let late = due.is_some_and(|(due, _)| zone::date(when) > due);
        let command = Command::Return {
            reasons: failed,
            motive: text(&motive),
            late_reason: late.then(|| text(late_reason(self.request.lang))),
        };
        self.decide(&command, when);
    }

    fn answer(&mut self, accepted: Timestamp, dice: &mut Dice) {
        let days = if dice.chance(85) {
            dice.between(1, 11)
        } else {
            dice.between(16, 90)
        };
        if let Some(when) = self.at_work(accepted, days, dice) {
            let stamp = stamp(when, Some(self.worker.clone()), Some(Role::Administrator));
            let answer = text(answer_text(self.request.lang));
            let answered = Event::Answered {
                answer,
                requisites: None,
                in_time: InTime::NoTerm,
            };
            self.request.apply(answered, stamp);
        }
    }
}

fn stamp(when: Timestamp, by: Option<UserName>, role: Option<Role>) -> Stamp {
    Stamp {
        by,
        role,
        ..Stamp::of_portal(when)
    }
}

fn text(raw: &str) -> CitizenText {
    CitizenText::parse(raw).unwrap_or_default()
}

const fn late_reason(lang: TextLang) -> &'static str {
    match lang {
        TextLang::Kk | TextLang::Mixed => {
            "Сұрау салу жауапты маман еңбекке уақытша жарамсыз болған кезде келіп түсті."
        }
        TextLang::Ru | TextLang::En => {
            "Запрос поступил во время временной нетрудоспособности ответственного специалиста."
        }
    }
}

const fn answer_text(lang: TextLang) -> &'static str {
    match lang {
        TextLang::Kk | TextLang::Mixed => {
            "Құрметті ақпарат пайдаланушы!\n\nСұрау салуыңыз қаралды. Сұралған мәліметтер қоса \
             беріліп отыр.\n\nЖауаппен келіспеген жағдайда Заңның 18-бабына сәйкес шағым жасауға \
             құқығыңыз бар."
        }
        TextLang::Ru | TextLang::En => {
            "Уважаемый пользователь информации!\n\nВаш запрос рассмотрен. Запрошенные сведения \
             прилагаются.\n\nВ случае несогласия с ответом Вы вправе обжаловать его в \
             соответствии со статьёй 18 Закона."
        }
    }
}
