//! The words for the profile of a holder: its fields, their values, what is wrong with them.

use super::Texts;
use crate::domain::calendar::Profile as Week;
use crate::domain::holder::Timeliness;
use crate::domain::hours::WorkingHours;
use crate::domain::letter::Signatory;
use crate::domain::local_text::Lang;
use crate::domain::profile::{Fault, FaultKind, Field, HolderProfile};
use crate::domain::rules::{HolderKind, Reading};
use crate::domain::term::{BeforeRule, DayCounting, ExtensionBase, RollRule};

/// The name of a field, as a label: `Мемлекеттің үлесі`.
#[must_use]
pub fn field(texts: &Texts, field: Field) -> String {
    texts
        .by_id(&format!("profile-field-{}", field.id()), None)
        .unwrap_or_else(|| field.id().to_owned())
}

/// What is wrong and what to do, as the end of a sentence.
#[must_use]
pub fn fault_kind(texts: &Texts, kind: FaultKind) -> String {
    texts
        .by_id(&format!("profile-fault-{}", kind.code()), None)
        .unwrap_or_else(|| kind.to_string())
}

/// A fault with the name of its field.
#[must_use]
pub fn fault(texts: &Texts, fault: Fault) -> String {
    texts.profile_fault(fault_kind(texts, fault.kind), field(texts, fault.field))
}

/// Faults one after another.
#[must_use]
pub fn faults(texts: &Texts, all: &[Fault]) -> String {
    let told: Vec<String> = all.iter().map(|one| fault(texts, *one)).collect();
    told.join("; ")
}

/// A kind of holder: `мемлекеттік орган`.
#[must_use]
pub fn kind(texts: &Texts, kind: HolderKind) -> String {
    match kind {
        HolderKind::Sb => texts.profile_kind_sb(),
        HolderKind::Qp => texts.profile_kind_qp(),
        HolderKind::Si => texts.profile_kind_si(),
        HolderKind::Br => texts.profile_kind_br(),
        HolderKind::Sm => texts.profile_kind_sm(),
        HolderKind::Ec => texts.profile_kind_ec(),
        HolderKind::Pf => texts.profile_kind_pf(),
    }
}

/// The value of a field in the language of the texts.
#[must_use]
pub fn value(texts: &Texts, field: Field, of: &HolderProfile) -> String {
    let switches = &of.switches;
    match field {
        Field::Kind => kind(texts, of.kind),
        Field::StateShare => texts.profile_share(of.state_share),
        Field::Address => said(texts, of.address.get(texts.lang())),
        Field::Signatories => signatories(texts, &of.signatories),
        Field::Blog => said(
            texts,
            match texts.lang() {
                Lang::Kk => &of.blog.kk,
                Lang::Ru | Lang::En => &of.blog.ru,
            },
        ),
        Field::Hours => hours(texts, of.hours),
        Field::DraftDays => texts.profile_draft_days(of.draft_days),
        Field::Timeliness => match of.timeliness {
            Timeliness::Receipt => texts.profile_timeliness_receipt(),
            Timeliness::Decision => texts.profile_timeliness_decision(),
        },
        Field::Week => match switches.profile {
            Week::FiveDay => texts.profile_week_five_day(),
            Week::SixDay => texts.profile_week_six_day(),
        },
        Field::DayCounting => match switches.day_counting {
            DayCounting::AfterStart => texts.profile_day_counting_after_start(),
            DayCounting::FromStart => texts.profile_day_counting_from_start(),
        },
        Field::CutOff => switches.cut_off.strftime("%H:%M").to_string(),
        Field::Roll => match switches.roll {
            RollRule::NextWorkingDay => texts.profile_roll_next_working_day(),
            RollRule::PreviousWorkingDay => texts.profile_roll_previous_working_day(),
            RollRule::None => texts.profile_roll_none(),
        },
        Field::Before => match switches.before {
            BeforeRule::Lenient => texts.profile_before_lenient(),
            BeforeRule::Strict => texts.profile_before_strict(),
        },
        Field::ExtensionBase => match switches.extension_base {
            ExtensionBase::Raw => texts.profile_extension_base_raw(),
            ExtensionBase::Latest => texts.profile_extension_base_latest(),
        },
        Field::Red => match switches.red {
            None => texts.profile_red_as_pack(),
            Some(Reading::Safe) => texts.profile_red_safe(),
            Some(Reading::Latest) => texts.profile_red_latest(),
        },
    }
}

/// A text on one line, or that there is none.
fn said(texts: &Texts, text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        texts.profile_none()
    } else {
        line
    }
}

fn signatories(texts: &Texts, all: &[Signatory]) -> String {
    let lang = texts.lang();
    let told: Vec<String> = all
        .iter()
        .map(|one| format!("{}, {}", one.name, one.position.get(lang)))
        .collect();
    said(texts, &told.join("; "))
}

fn hours(texts: &Texts, of: WorkingHours) -> String {
    let at = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
    let (start, end) = (at(of.start), at(of.end));
    match of.pause {
        Some(pause) => texts.profile_hours(end, at(pause.from), start, at(pause.to)),
        None => texts.profile_hours_no_pause(end, start),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_and_every_fault_is_worded_in_every_language() {
        for lang in Lang::ALL {
            let texts = Texts::of(lang);
            for one in Field::ALL {
                assert_ne!(field(texts, one), one.id(), "{lang:?}");
            }
            for one in FaultKind::ALL {
                let id = format!("profile-fault-{}", one.code());
                assert!(texts.by_id(&id, None).is_some(), "{lang:?} {id}");
            }
        }
    }

    #[test]
    fn the_most_a_fault_names_is_the_most_there_is() {
        use crate::domain::profile::{MAX_DRAFT_DAYS, MAX_SIGNATORIES};
        for lang in Lang::ALL {
            let texts = Texts::of(lang);
            let told = fault_kind(texts, FaultKind::DraftDays);
            assert!(told.contains(&MAX_DRAFT_DAYS.to_string()), "{told}");
            let told = fault_kind(texts, FaultKind::TooManySignatories);
            assert!(told.contains(&MAX_SIGNATORIES.to_string()), "{told}");
        }
    }
}
