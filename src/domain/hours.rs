//! Hours.
use serde::{Deserialize, Serialize};
/// Working hours.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WorkingHours {}
