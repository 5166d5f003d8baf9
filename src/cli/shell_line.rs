//! A command line as a shell reads it.

use crate::domain::text::printable;
use crate::domain::{Error, Result};

/// Splits a command line as a shell does, the program's name left out.
pub fn split(line: &str) -> Result<Vec<String>> {
    let mut words = shell_words::split(line)
        .map_err(|error| Error::usage(format!("`{}` cannot be read: {error}", printable(line))))?;
    if words.first().is_some_and(|word| word == "provost") {
        words.remove(0);
    }
    Ok(words)
}
