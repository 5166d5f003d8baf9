//! Turning words of the command line into domain types.

use std::str::FromStr;

use crate::domain::{Error, Result};

/// A word that may be missing.
///
/// # Errors
/// Whatever the type refuses.
pub fn optional<T: FromStr<Err = Error>>(word: Option<&String>) -> Result<Option<T>> {
    word.map(|word| word.parse()).transpose()
}

/// A word that may be missing, or empty to clear what it sets (USER-10).
///
/// # Errors
/// Whatever the type refuses.
pub fn clearable<T: FromStr<Err = Error>>(word: Option<&String>) -> Result<Option<Option<T>>> {
    word.map(|word| if word.trim().is_empty() { Ok(None) } else { word.parse().map(Some) }).transpose()
}

/// Several words.
///
/// # Errors
/// Whatever the type refuses.
pub fn words<T: FromStr<Err = Error>>(words: &[String]) -> Result<Vec<T>> {
    words.iter().map(|word| word.parse()).collect()
}

/// `KEY=VALUE` pairs.
///
/// # Errors
/// `usage` for a word without `=`.
pub fn pairs(words: &[String]) -> Result<Vec<(&str, &str)>> {
    words.iter().map(|word| pair(word)).collect()
}

fn pair(word: &str) -> Result<(&str, &str)> {
    word.split_once('=').ok_or_else(|| {
        Error::usage(format!("`{}` is no pair", crate::domain::text::printable(word))).hint("write it as `key=value`")
    })
}
