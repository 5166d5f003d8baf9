//! The values that conditions compare with, typed by their key.

use super::key::Holds;
use crate::domain::address::AddressRange;
use crate::domain::error::{Error, Result};
use crate::domain::moment::Moment;
use crate::domain::text::{self, printable};
use crate::domain::words::{fold, nearest};

/// One value of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// Nothing.
    Absent,
    Number(i64),
    Flag(bool),
    Moment(Moment),
    Addresses(AddressRange),
    /// Text as typed, and in the form in which it is compared.
    Text {
        typed: String,
        key: String,
    },
    /// The place of a word in its vocabulary.
    Listed(usize),
}

impl Word {
    /// Reads a value for a key that holds such.
    pub fn read(key: &str, holds: Holds, typed: &str) -> Result<Self> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(Self::Absent);
        }
        match holds {
            Holds::Number => typed.parse().map(Self::Number).map_err(|_| unfit(key, typed, "a whole number")),
            Holds::Flag => match fold(typed).as_str() {
                "yes" | "true" | "on" | "1" => Ok(Self::Flag(true)),
                "no" | "false" | "off" | "0" => Ok(Self::Flag(false)),
                _ => Err(unfit(key, typed, "`yes` or `no`")),
            },
            Holds::Time(_) => typed.parse().map(Self::Moment).map_err(|error: Error| as_usage(key, error)),
            Holds::Address => typed.parse().map(Self::Addresses).map_err(|error: Error| as_usage(key, error)),
            Holds::Word(words) => listed(key, typed, words).map(Self::Listed),
            Holds::Text | Holds::NameOf(_) | Holds::KeptNameOf(_) | Holds::Parts => Ok(Self::text(typed)),
        }
    }

    /// Part of a text, whatever the key holds.
    pub fn text(typed: &str) -> Self {
        Self::Text { typed: typed.to_owned(), key: text::key(typed) }
    }
}

fn unfit(key: &str, typed: &str, wanted: &str) -> Error {
    Error::usage(format!("`{key}` cannot be compared with `{}`", printable(typed)))
        .hint(format!("compare it with {wanted}"))
}

/// What the value is not, as an error of the grammar.
fn as_usage(key: &str, error: Error) -> Error {
    let told = Error::usage(format!("`{key}`: {}", error.message));
    error.hints.iter().cloned().fold(told, Error::hint)
}

/// More words than these are not listed whole.
const MANY: usize = 24;

fn listed(key: &str, typed: &str, words: &[&str]) -> Result<usize> {
    let folded = fold(typed);
    words.iter().position(|word| fold(word) == folded).ok_or_else(|| {
        let near = nearest(&folded, words.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        let error = Error::usage(format!("`{key}` is never `{}`", printable(typed))).hint_maybe(near);
        if words.len() > MANY { error } else { error.hint(format!("it is one of: {}", words.join(", "))) }
    })
}
