//! The roles a cell of the screen can play; a theme gives each its look.
//!
//! A role says what is meant ("this deadline has passed"), never how it looks. Names are dotted:
//! where a theme is silent about `table.row.selected`, it is asked for `table.row`, then
//! `table`, then `text`.

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident = $name:literal,)*) => {
        /// What a cell means.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Role {
            $($(#[$doc])* $role,)*
        }

        impl Role {
            /// Every role.
            pub const ALL: &'static [Self] = &[$(Self::$role,)*];

            /// The dotted name of theme files.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$role => $name,)*
                }
            }
        }
    };
}

roles! {
    /// Running text; what every other role falls back to.
    Text = "text",
    /// What the eye should find first.
    TextStrong = "text.strong",
    /// What explains the rest.
    TextMuted = "text.muted",
    /// What cannot be done here.
    TextDisabled = "text.disabled",
    /// Something to look out for; its words say what.
    TextWarning = "text.warning",
    /// The header line.
    Header = "header",
    /// The program's name in the header.
    HeaderMark = "header.mark",
    /// A count in the header that wants action.
    HeaderAlarm = "header.alarm",
    /// A tab.
    Tab = "tab",
    /// The tab that is open.
    TabSelected = "tab.selected",
    /// Lines around and between parts.
    Border = "border",
    /// The title of a part.
    Title = "border.title",
    /// Where in a long list one is.
    Scroll = "border.scroll",
    /// The name of a key.
    Key = "key",
    /// What the key does.
    KeyLabel = "key.label",
    /// What the key would do, if it could be done here.
    KeyDisabled = "key.disabled",
    /// A row of a list.
    Row = "table.row",
    /// The number cell of the selected row.
    RowSelected = "table.row.selected",
    /// The mark before the selected row.
    RowMarker = "table.row.marker",
    /// The mark of an item with an unsent act.
    RowPending = "table.row.pending",
    /// The mark of an item with an owner.
    RowOwner = "table.row.owner",
    /// Somebody writes about the item.
    RowWriting = "table.row.writing",
    /// The term has passed.
    Overdue = "deadline.overdue",
    /// The term ends today.
    Today = "deadline.today",
    /// The term ends within two working days.
    Soon = "deadline.soon",
    /// There is time.
    Later = "deadline.later",
    /// The cautious date beside the last one.
    Safe = "deadline.safe",
    /// The portal answers.
    Online = "status.online",
    /// The portal does not answer; work goes on.
    Offline = "status.offline",
    /// Something the user has to see to.
    Alarm = "status.alarm",
    /// The name of a field.
    Label = "form.label",
    /// A field.
    Field = "form.field",
    /// The field that takes what is typed.
    FieldFocused = "form.field.focused",
    /// A check that is met.
    CheckMet = "form.check",
    /// A check that is not met.
    CheckFailed = "form.check.failed",
    /// A button.
    Button = "form.button",
    /// The button Enter presses.
    ButtonFocused = "form.button.focused",
    /// Something was done.
    Notice = "notice",
    /// Something was refused.
    NoticeRefusal = "notice.refusal",
    /// Something failed.
    NoticeFailure = "notice.failure",
    /// A day that counts.
    LedgerCounted = "ledger.counted",
    /// A day that is passed over.
    LedgerSkipped = "ledger.skipped",
    /// The day a term ends.
    LedgerResult = "ledger.result",
}

impl Role {
    /// How many roles there are.
    pub const COUNT: usize = Self::ALL.len();

    /// The role's place in tables of styles.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The role of a line of a list that is chosen or not.
    #[must_use]
    pub const fn row(chosen: bool) -> Self {
        if chosen { Self::RowSelected } else { Self::Row }
    }

    /// The role of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }

    /// The names a theme is asked for, the most exact first.
    pub fn fallbacks(self) -> impl Iterator<Item = &'static str> {
        let own = std::iter::successors(Some(self.name()), |name| {
            name.rsplit_once('.').map(|(parent, _)| parent)
        });
        own.chain(std::iter::once(Self::Text.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_falls_back_through_its_parents_to_text() {
        let names: Vec<&str> = Role::RowSelected.fallbacks().collect();
        assert_eq!(names, ["table.row.selected", "table.row", "table", "text"]);
    }

    #[test]
    fn names_are_unique_and_indexes_are_places() {
        for (at, role) in Role::ALL.iter().enumerate() {
            assert_eq!(role.index(), at);
            assert_eq!(Role::named(role.name()), Some(*role));
        }
    }
}
