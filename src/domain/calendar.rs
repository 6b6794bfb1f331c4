//! Calendar.
use serde::{Deserialize, Serialize};
/// Week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// Five-day.
    #[default]
    FiveDay,
    /// Six-day.
    SixDay,
}
