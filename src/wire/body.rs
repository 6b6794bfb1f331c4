//! The body of an entity on its way: kept as the text that came, read by whoever needs it.
//!
//! A replica that is filled stores most bodies as they are. Taking each apart and putting it
//! together again would cost more than all the rest.

use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

/// JSON text; `null` of an entity that is gone.
///
/// ```
/// use awp::wire::body::Body;
/// let body: Body = serde_json::from_str(r#"{"number": 5}"#).unwrap();
/// assert_eq!(body.text(), r#"{"number": 5}"#);
/// assert_eq!(body.value()["number"], 5);
/// ```
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Body(Box<RawValue>);

impl Body {
    /// The text as it came.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.get()
    }

    /// What it says, in whatever form.
    #[must_use]
    pub fn value(&self) -> Value {
        self.read().unwrap_or_default()
    }

    /// What it says, if that is of this form.
    ///
    /// # Errors
    /// It is of another form.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.text())
    }
}

impl Default for Body {
    fn default() -> Self {
        Self(RawValue::NULL.to_owned())
    }
}

impl FromStr for Body {
    type Err = serde_json::Error;

    fn from_str(json: &str) -> Result<Self, Self::Err> {
        RawValue::from_string(json.to_owned()).map(Self)
    }
}

impl From<Value> for Body {
    fn from(value: Value) -> Self {
        // Writing a value to a text cannot fail.
        serde_json::value::to_raw_value(&value).map_or_else(|_impossible| Self::default(), Self)
    }
}

/// Equal are bodies that say the same, however they are written.
impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text() || self.value() == other.value()
    }
}
