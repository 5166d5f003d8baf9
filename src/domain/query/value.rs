//! What stands under a key, in the form in which it is compared.

use std::cmp::Ordering;

use super::key::Holds;
use crate::domain::address::AddressRange;
use crate::domain::text;
use crate::domain::time::Time;

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Absent,
    Number(i64),
    Flag(bool),
    Time(Time),
    Addresses(AddressRange),
    /// In the form in which names are compared.
    Text(String),
    /// The place of a word in its vocabulary.
    Listed(usize),
    Many(Vec<Self>),
}

impl Value {
    /// Text, if there is any.
    pub fn text(text: Option<&str>) -> Self {
        text.map_or(Self::Absent, |text| Self::Text(text::key(text)))
    }

    /// What is printed under a key that holds such.
    pub fn of_json(holds: Holds, printed: &serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match printed {
            Json::Null => Self::Absent,
            Json::Array(items) => Self::Many(items.iter().map(|item| Self::of_json(holds, item)).collect()),
            Json::Object(_) if matches!(holds, Holds::Text | Holds::NameOf(_) | Holds::KeptNameOf(_)) => {
                let name = ["name", "login", "project"].iter().find_map(|key| printed.get(key));
                name.map_or(Self::Absent, |name| Self::of_json(holds, name))
            }
            Json::Object(parts) if parts.is_empty() => Self::Absent,
            Json::Bool(flag) if holds == Holds::Flag => Self::Flag(*flag),
            Json::Number(number) if holds == Holds::Number => number.as_i64().map_or(Self::Absent, Self::Number),
            Json::String(text) => Self::of_text(holds, text),
            other => Self::Text(text::key(&other.to_string())),
        }
    }

    fn of_text(holds: Holds, printed: &str) -> Self {
        match holds {
            Holds::Time(_) => Time::parse_absolute(printed).map_or(Self::Absent, Self::Time),
            Holds::Address => printed.parse().map_or(Self::Absent, Self::Addresses),
            Holds::Word(words) => {
                words.iter().position(|word| *word == printed).map_or_else(|| Self::text(Some(printed)), Self::Listed)
            }
            _ => Self::text(Some(printed)),
        }
    }

    /// Whether nothing stands there; an empty list is nothing.
    pub const fn is_absent(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::Many(items) => items.is_empty(),
            _ => false,
        }
    }

    /// The order of rows: what is absent comes last, whichever way.
    pub fn order(&self, other: &Self, is_falling: bool) -> Ordering {
        match (self.is_absent(), other.is_absent()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => {
                let order = self.compare(other);
                if is_falling { order.reverse() } else { order }
            }
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (Self::Flag(a), Self::Flag(b)) => a.cmp(b),
            (Self::Time(a), Self::Time(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Listed(a), Self::Listed(b)) => a.cmp(b),
            (Self::Addresses(a), Self::Addresses(b)) => (a.first(), a.last()).cmp(&(b.first(), b.last())),
            (Self::Many(a), Self::Many(b)) => {
                let first = a.iter().zip(b).map(|(a, b)| a.compare(b)).find(|order| order.is_ne());
                first.unwrap_or_else(|| a.len().cmp(&b.len()))
            }
            _ => self.rank().cmp(&other.rank()),
        }
    }

    /// Values of different types keep together; a key has one type but where words were not listed.
    const fn rank(&self) -> u8 {
        match self {
            Self::Absent => 0,
            Self::Number(_) => 1,
            Self::Flag(_) => 2,
            Self::Time(_) => 3,
            Self::Addresses(_) => 4,
            Self::Listed(_) => 5,
            Self::Text(_) => 6,
            Self::Many(_) => 7,
        }
    }
}
