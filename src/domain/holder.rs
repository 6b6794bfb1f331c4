//! Holders of information and the policy each sets for itself.
//!
//! A holder's kind and state share decide what may be addressed to it; its policy holds the
//! choices the law leaves open. Both are entities of the portal's feed.

use serde::{Deserialize, Serialize};

use super::calendar::Profile;
use super::hours::WorkingHours;
use super::letter::Signatory;
use super::local_text::LocalText;
use super::rules::{AfterRepeal, HolderKind};
use super::term::Switches;

/// A holder of information as the portal's directory knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Business identification number; public, the key of the directory.
    pub bin: String,
    /// Official name.
    pub name: LocalText,
    /// Kind under the openness standard.
    pub kind: HolderKind,
    /// Share of the state in per cent, 0–100.
    pub state_share: u8,
    /// Postal address, printed in every answer `[law art. 11 ¶14]`.
    pub address: LocalText,
    /// Who signs its letters, the usual one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatories: Vec<Signatory>,
}

impl Holder {
    /// Whether the blog platform may take requests for this holder: only quasi-public entities
    /// with a state share below 100 % `[145 ¶2(1), (4)]`.
    #[must_use]
    pub fn takes_requests(&self) -> bool {
        self.kind == HolderKind::Qp && self.state_share < 100
    }
}

/// Which of two moments decides whether an act was in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timeliness {
    /// The receipt of the act by the portal.
    #[default]
    Receipt,
    /// The moment of the decision at the workstation.
    Decision,
}

/// The choices of one holder.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// What applies to requests received after the repeal of Order № 145.
    pub after_repeal: AfterRepeal,
    /// Working hours, which the remaining time counts.
    pub hours: WorkingHours,
    /// The working week and the readings of the counting rules.
    pub switches: Switches,
    /// Which moment decides timeliness.
    pub timeliness: Timeliness,
}

impl Policy {
    /// Five- or six-day week.
    #[must_use]
    pub const fn profile(&self) -> Profile {
        self.switches.profile
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(kind: HolderKind, state_share: u8) -> Holder {
        let text = LocalText {
            kk: "а".into(),
            ru: "а".into(),
            en: "a".into(),
        };
        Holder {
            bin: "990240000018".into(),
            name: text.clone(),
            kind,
            state_share,
            address: text,
            signatories: vec![],
        }
    }

    #[test]
    fn only_quasi_public_entities_below_a_hundred_per_cent_take_requests() {
        assert!(holder(HolderKind::Qp, 99).takes_requests());
        assert!(!holder(HolderKind::Qp, 100).takes_requests());
        assert!(!holder(HolderKind::Sb, 0).takes_requests());
    }
}
