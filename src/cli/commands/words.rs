//! Turning words of the command line into domain types.

use std::str::FromStr;

pub use crate::domain::words::{optional, parse_all};
use crate::domain::{Error, Result};

/// A word that may be missing, or empty to clear what it sets (USER-10).
pub fn clearable<T: FromStr<Err = Error>>(word: Option<&String>) -> Result<Option<Option<T>>> {
    word.map(|word| if word.trim().is_empty() { Ok(None) } else { word.parse().map(Some) }).transpose()
}

/// `KEY=VALUE` pairs.
pub fn pairs(words: &[String]) -> Result<Vec<(&str, &str)>> {
    words.iter().map(|word| pair(word)).collect()
}

fn pair(word: &str) -> Result<(&str, &str)> {
    word.split_once('=').ok_or_else(|| {
        Error::usage(format!("`{}` is no pair", crate::domain::text::printable(word))).hint("write it as `key=value`")
    })
}
