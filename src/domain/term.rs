//! Terms.
use serde::{Deserialize, Serialize};
/// Switches.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Switches {}
