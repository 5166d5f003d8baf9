//! JSON as an argument: in place, or in a file.

use serde_json::Value;

use crate::domain::text::printable;
use crate::domain::{Error, Given, Result};

/// The most bytes a content may have.
const MOST: usize = 1 << 20;

/// Reads JSON, or the file named after `@`; empty text is no content.
pub fn parse_content(typed: &str) -> Result<Given<Value>> {
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
        return Ok(Given::Cleared);
    }
    serde_json::from_str(&text).map(Given::Set).map_err(|error| {
        Error::invalid(format!("the content is no JSON: {error}"))
            .rule("CONF-1")
            .hint("write it as `'{\"depth\": 3}'`, or as `@FILE`")
    })
}

/// The same of an argument that need not be given.
pub fn content(typed: Option<&String>) -> Result<Given<Value>> {
    typed.map_or(Ok(Given::Unsaid), |typed| parse_content(typed))
}
