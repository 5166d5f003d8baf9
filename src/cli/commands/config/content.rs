//! The free-form content of a configuration, as an argument.

use serde_json::Value;

use crate::domain::text::printable;
use crate::domain::{Error, Result};

/// The most bytes a content may have.
const MOST: usize = 1 << 20;

/// Reads JSON, or the file named after `@`; empty text is no content.
///
/// # Errors
/// `usage` if the file cannot be read; `invalid` if it is no JSON or too long.
pub fn parse(typed: &str) -> Result<Option<Value>> {
    let text = match typed.strip_prefix('@') {
        Some(path) => std::fs::read_to_string(path)
            .map_err(|error| Error::usage(format!("`{}` cannot be read: {error}", printable(path))))?,
        None => typed.to_owned(),
    };
    if text.len() > MOST {
        return Err(
            Error::invalid(format!("the content has {} bytes; at most {MOST} are allowed", text.len())).rule("CONF-1")
        );
    }
    if text.trim().is_empty() {
        return Ok(None);
    }
    serde_json::from_str(&text).map(Some).map_err(|error| {
        Error::invalid(format!("the content is no JSON: {error}"))
            .rule("CONF-1")
            .hint("write it as `--content '{\"depth\": 3}'` or `--content @FILE`")
    })
}
