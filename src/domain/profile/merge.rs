//! Two changes of one profile that were made at the same time.

use super::{ProfileChange, SwitchesChange};

impl ProfileChange {
    /// What it names without the fields that another change names too, and whether there were any.
    ///
    /// ```
    /// use awp::domain::profile::ProfileChange;
    /// let mine = ProfileChange { draft_days: Some(3), state_share: Some(50), ..Default::default() };
    /// let theirs = ProfileChange { draft_days: Some(4), ..Default::default() };
    /// let (left, met) = mine.without(&theirs);
    /// assert_eq!((left.draft_days, left.state_share, met), (None, Some(50), true));
    /// ```
    #[must_use]
    pub fn without(self, theirs: &Self) -> (Self, bool) {
        fn left<T: PartialEq>(met: &mut bool, mine: Option<T>, theirs: Option<&T>) -> Option<T> {
            let both = mine.is_some() && theirs.is_some() && mine.as_ref() != theirs;
            *met |= both;
            mine.filter(|_| !both)
        }
        let mut met = false;
        let (mine, other) = (self.switches, &theirs.switches);
        let switches = SwitchesChange {
            profile: left(&mut met, mine.profile, other.profile.as_ref()),
            day_counting: left(&mut met, mine.day_counting, other.day_counting.as_ref()),
            cut_off: left(&mut met, mine.cut_off, other.cut_off.as_ref()),
            roll: left(&mut met, mine.roll, other.roll.as_ref()),
            before: left(&mut met, mine.before, other.before.as_ref()),
            extension_base: left(&mut met, mine.extension_base, other.extension_base.as_ref()),
            red: left(&mut met, mine.red, other.red.as_ref()),
        };
        let change = Self {
            kind: left(&mut met, self.kind, theirs.kind.as_ref()),
            state_share: left(&mut met, self.state_share, theirs.state_share.as_ref()),
            timeliness: left(&mut met, self.timeliness, theirs.timeliness.as_ref()),
            draft_days: left(&mut met, self.draft_days, theirs.draft_days.as_ref()),
            address: left(&mut met, self.address, theirs.address.as_ref()),
            blog: left(&mut met, self.blog, theirs.blog.as_ref()),
            hours: left(&mut met, self.hours, theirs.hours.as_ref()),
            switches,
            signatories: left(&mut met, self.signatories, theirs.signatories.as_ref()),
        };
        (change, met)
    }
}
