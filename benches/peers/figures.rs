//! What is measured, in the order of the table, and the goals of the workstation.

use std::collections::BTreeMap;

/// The figures of one program; what it does not do is not among them.
pub type Figures = BTreeMap<Measure, f64>;

/// What is measured. Times are in milliseconds, memory in MB (10⁶ bytes), sizes in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// From the start, of the workstation from the unwrapped key, until the list stands.
    Usable,
    /// From the start until the list stands, with everything.
    UsableFromStart,
    /// Memory once the list stands (PSS).
    Memory,
    /// Memory after everything that was measured (PSS).
    MemoryLater,
    /// The most memory the process ever had (`VmHWM`).
    Peak,
    /// A row down at the bottom, where the list scrolls.
    Scroll,
    /// The slowest of a hundred of these.
    ScrollSlow,
    /// Bytes of one of these.
    ScrollBytes,
    /// Bytes of the detail that follows.
    DetailBytes,
    /// When the detail follows.
    Detail,
    /// A row up or down where nothing scrolls.
    Move,
    /// The slowest of a hundred of these.
    MoveSlow,
    /// Bytes of one of these.
    MoveBytes,
    /// A page down.
    Page,
    /// The slowest of a hundred of these.
    PageSlow,
    /// Bytes of one of these.
    PageBytes,
    /// From the first to the last row.
    End,
    /// From the last key of a word to the item that has it.
    Search,
    /// From the first letter to that item, where each letter asks and all are typed at once.
    SearchAtOnce,
    /// From the last key of a word to the list of the items that have it.
    Filter,
    /// From the key to the text of the item.
    Open,
    /// The same before the selection has rested so long that its item is read.
    OpenAtOnce,
    /// Processor time while nothing happens, in milliseconds a second.
    IdleCpu,
    /// Wake-ups a second while nothing happens.
    IdleSwitches,
    /// Bytes while nothing happens, in five seconds.
    IdleBytes,
}

impl Measure {
    /// Every measure, in the order of the table.
    pub const ALL: [Self; 25] = [
        Self::Usable,
        Self::UsableFromStart,
        Self::Memory,
        Self::MemoryLater,
        Self::Peak,
        Self::Scroll,
        Self::ScrollSlow,
        Self::ScrollBytes,
        Self::DetailBytes,
        Self::Detail,
        Self::Move,
        Self::MoveSlow,
        Self::MoveBytes,
        Self::Page,
        Self::PageSlow,
        Self::PageBytes,
        Self::End,
        Self::Search,
        Self::SearchAtOnce,
        Self::Filter,
        Self::Open,
        Self::OpenAtOnce,
        Self::IdleCpu,
        Self::IdleSwitches,
        Self::IdleBytes,
    ];

    /// What the table calls it, with its unit.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Usable => "usable list (awp: key open), ms",
            Self::UsableFromStart => "usable list from exec, ms",
            Self::Memory => "memory, list stands, MB",
            Self::MemoryLater => "memory, after all this, MB",
            Self::Peak => "memory, peak, MB",
            Self::Scroll => "down, scrolling, p50 ms",
            Self::ScrollSlow => "down, scrolling, p99 ms",
            Self::ScrollBytes => "down, scrolling, bytes",
            Self::DetailBytes => "  the detail later, bytes",
            Self::Detail => "  the detail later, ms",
            Self::Move => "up, down, p50 ms",
            Self::MoveSlow => "up, down, p99 ms",
            Self::MoveBytes => "up, down, bytes",
            Self::Page => "page down, p50 ms",
            Self::PageSlow => "page down, p99 ms",
            Self::PageBytes => "page down, bytes",
            Self::End => "jump to end, ms",
            Self::Search => "search a word, ms",
            Self::SearchAtOnce => "  all letters at once, ms",
            Self::Filter => "filter by a word, ms",
            Self::Open => "open an item, ms",
            Self::OpenAtOnce => "  at once after a move, ms",
            Self::IdleCpu => "idle, CPU ms/s",
            Self::IdleSwitches => "idle, wake-ups/s",
            Self::IdleBytes => "idle, bytes in 5 s",
        }
    }

    /// The most the workstation may need with so many items; `None` where no goal is set.
    pub const fn goal(self, items: u32) -> Option<f64> {
        let many = items > 100_000;
        match self {
            Self::Usable => Some(if many { 150.0 } else { 100.0 }),
            Self::Memory => Some(if many { 80.0 } else { 60.0 }),
            Self::Scroll => Some(0.4),
            Self::ScrollSlow => Some(1.0),
            Self::ScrollBytes => Some(170.0),
            Self::DetailBytes => Some(2_800.0),
            Self::Page => Some(0.9),
            Self::PageBytes => Some(4_000.0),
            Self::End => Some(if many { 2.0 } else { 1.0 }),
            Self::Search | Self::Filter => Some(if many { 50.0 } else { 15.0 }),
            Self::Open => Some(if many { 1.5 } else { 1.3 }),
            Self::IdleCpu | Self::IdleSwitches | Self::IdleBytes => Some(0.0),
            Self::UsableFromStart
            | Self::MemoryLater
            | Self::Peak
            | Self::Detail
            | Self::Move
            | Self::MoveSlow
            | Self::MoveBytes
            | Self::PageSlow
            | Self::SearchAtOnce
            | Self::OpenAtOnce => None,
        }
    }
}
