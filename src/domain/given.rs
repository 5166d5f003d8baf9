//! What is said of a field: nothing, that it is to be empty, or a value (USER-10).

use std::collections::HashSet;
use std::fmt::Display;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::text::key;

/// What is said of a field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Given<T> {
    /// Nothing: it stays as it is.
    #[default]
    Unsaid,
    /// It is to be empty.
    Cleared,
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

    /// The value that something new cannot do without.
    ///
    /// # Errors
    /// `invalid`, code of its kind, where it is missing.
    pub fn needed(&self, what: &str) -> crate::domain::Result<&T> {
        match self {
            Self::Set(value) => Ok(value),
            Self::Unsaid | Self::Cleared => Err(crate::domain::Error::invalid(format!("it needs {what}"))),
        }
    }

    /// The same with its value turned into another.
    pub fn map<U>(self, turn: impl FnOnce(T) -> U) -> Given<U> {
        match self {
            Self::Unsaid => Given::Unsaid,
            Self::Cleared => Given::Cleared,
            Self::Set(value) => Given::Set(turn(value)),
        }
    }

    /// This, or what another says if this says nothing.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        if self.is_said() { self } else { other }
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

impl<T: Display> Given<T> {
    /// Writes what is said into a field.
    pub fn write(&self, field: &mut Option<String>) {
        match self {
            Self::Unsaid => {}
            Self::Cleared => *field = None,
            Self::Set(value) => *field = Some(value.to_string()),
        }
    }

    /// Whether a field becomes another one by it.
    pub fn differs_from(&self, field: &Option<String>) -> bool {
        self.is_said() && self.text() != *field
    }

    /// What a new field holds.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Set(value) => Some(value.to_string()),
            Self::Unsaid | Self::Cleared => None,
        }
    }
}

impl<T: Default> Given<T> {
    /// What is to be there, if anything is said: cleared, it is empty.
    pub fn or_empty(self) -> Option<T> {
        self.said().map(Option::unwrap_or_default)
    }
}

/// What is said of a list of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Members {
    /// These, and no others.
    Exactly(Vec<String>),
    /// Some more, and some fewer.
    Edit {
        /// Those that come.
        add: Vec<String>,
        /// Those that go.
        remove: Vec<String>,
    },
}

impl Members {
    /// Some more and some fewer, if there are any.
    pub fn edit(add: Vec<String>, remove: Vec<String>) -> Given<Self> {
        if add.is_empty() && remove.is_empty() { Given::Unsaid } else { Given::Set(Self::Edit { add, remove }) }
    }
}

impl Given<Members> {
    /// Who comes and who goes, as against who is there.
    pub fn changes(&self, present: &[String]) -> (Vec<String>, Vec<String>) {
        match self {
            Self::Unsaid => (Vec::new(), Vec::new()),
            Self::Cleared => (Vec::new(), present.to_vec()),
            Self::Set(Members::Exactly(names)) => (beyond(names, present), beyond(present, names)),
            Self::Set(Members::Edit { add, remove }) => (add.clone(), remove.clone()),
        }
    }
}

/// Names given for something new: none say nothing.
impl From<Vec<String>> for Given<Members> {
    fn from(names: Vec<String>) -> Self {
        if names.is_empty() { Self::Unsaid } else { Self::Set(Members::Exactly(names)) }
    }
}

/// What is in one list and not in another, compared as names are.
pub fn beyond(these: &[String], those: &[String]) -> Vec<String> {
    let those: HashSet<String> = those.iter().map(|name| key(name)).collect();
    these.iter().filter(|name| !those.contains(&key(name))).cloned().collect()
}

/// The list as a row says it.
impl Serialize for Members {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Exactly(names) | Self::Edit { add: names, .. } => names.serialize(serializer),
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

impl<T> From<T> for Given<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl<T> From<Option<T>> for Given<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Unsaid, Self::Set)
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
