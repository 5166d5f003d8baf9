//! Turning words of the command line into domain types.

pub use crate::domain::words::{optional, parse_all};
use crate::domain::{Error, Result};

/// `KEY=VALUE` pairs.
pub fn pairs(words: &[String]) -> Result<Vec<(&str, &str)>> {
    words.iter().map(|word| pair(word)).collect()
}

fn pair(word: &str) -> Result<(&str, &str)> {
    word.split_once('=').ok_or_else(|| {
        Error::usage(format!("`{}` is no pair", crate::domain::text::printable(word))).hint("write it as `key=value`")
    })
}
