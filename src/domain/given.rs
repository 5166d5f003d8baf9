//! What is said of a field: nothing, that it is to be empty, or a value (USER-10).

use std::str::FromStr;

use serde::{Serialize, Serializer};

/// What is said of a field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Given<T> {
    /// Nothing: it stays as it is.
    #[default]
    Unsaid,
    /// It is to be empty.
    Cleared,
    /// It is to be this.
    Set(T),
}

impl<T> Given<T> {
    /// Whether anything is said.
    pub const fn is_said(&self) -> bool {
        !matches!(self, Self::Unsaid)
    }

    /// The value, if one is said.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Unsaid | Self::Cleared => None,
        }
    }

    /// The same of what the value holds.
    pub const fn as_ref(&self) -> Given<&T> {
        match self {
            Self::Unsaid => Given::Unsaid,
            Self::Cleared => Given::Cleared,
            Self::Set(value) => Given::Set(value),
        }
    }

    /// What is to be there, if anything is said.
    pub fn said(self) -> Option<Option<T>> {
        match self {
            Self::Unsaid => None,
            Self::Cleared => Some(None),
            Self::Set(value) => Some(Some(value)),
        }
    }
}

/// An empty text clears.
impl<T: FromStr> FromStr for Given<T> {
    type Err = T::Err;
    fn from_str(typed: &str) -> Result<Self, T::Err> {
        if typed.trim().is_empty() { Ok(Self::Cleared) } else { typed.parse().map(Self::Set) }
    }
}

impl<T> From<Option<Self>> for Given<T> {
    fn from(given: Option<Self>) -> Self {
        given.unwrap_or_default()
    }
}

/// As text that says the same: empty where it is cleared.
impl<T: Serialize> Serialize for Given<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unsaid => serializer.serialize_none(),
            Self::Cleared => serializer.serialize_str(""),
            Self::Set(value) => value.serialize(serializer),
        }
    }
}
