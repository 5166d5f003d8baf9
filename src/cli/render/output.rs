//! What a command gives back, and how it is printed.

use std::io::Write;

use serde::Serialize;
use serde_json::Value;

use super::closing::io_error;
use super::list::{Listing, choose};
use super::style::Style;
use super::tree::Tree;
use super::{cell, table};
use crate::cli::globals::OutputFormat;
use crate::domain::words::nearest;
use crate::domain::{Error, Result};

/// What a command gives back.
pub enum Output<'a> {
    /// A list, read while it is printed.
    List(Listing<'a>),
    Object(Value),
    /// A change: its report, the same in words, and its notices.
    Change {
        report: Value,
        /// The report in words.
        lines: Vec<String>,
        /// What else the caller should know.
        notices: Vec<String>,
        /// Secrets that are shown this once; on standard output they stand alone.
        secrets: Vec<String>,
        /// What a person is told beside it at the end, such as how long it took.
        postscript: Option<String>,
        /// The exit code.
        code: u8,
    },
    /// An answer: an object, how a person reads it, and the exit code.
    Answer {
        /// The object.
        value: Value,
        /// The same for a person; none: as an object is shown.
        tree: Option<Tree>,
        /// The exit code.
        code: u8,
    },
    /// Text as it stands, for people.
    Text(String),
    /// Work that prints while it runs, and gives the exit code.
    Work(Work<'a>),
}

/// Work that prints while it runs, and gives the exit code.
pub type Work<'a> = Box<dyn FnOnce(&Style, &mut dyn Write, &mut dyn Write) -> Result<u8> + 'a>;

impl Output<'_> {
    /// Whether somebody reads it, so that it may be paged: never what a change or a secret prints.
    pub const fn is_read(&self) -> bool {
        matches!(self, Self::List(_) | Self::Object(_) | Self::Answer { .. } | Self::Text(_))
    }

    /// Whether it holds secrets that are printed once.
    pub fn reveals(&self) -> bool {
        matches!(self, Self::Change { secrets, .. } if !secrets.is_empty())
    }
}

/// A result as a JSON value.
pub fn to_value<T: Serialize>(value: &T) -> Result<Value> {
    serde_json::to_value(value).map_err(|error| Error::internal("a result could not be read").source(error))
}

/// Prints what a command gave back; gives the exit code.
pub fn print(output: Output<'_>, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
    match output {
        Output::List(listing) => listing.print(style, out, err),
        Output::Object(value) => print_value(&value, style, out, &|value| table::object(style, value)).map(|()| 0),
        Output::Answer { value, tree, code } => {
            let text = |value: &Value| match &tree {
                Some(tree) => tree.text(style),
                None => table::object(style, value),
            };
            print_value(&value, style, out, &text)?;
            Ok(code)
        }
        Output::Change { report, lines, notices, secrets, postscript, code } => {
            let text: String = lines.iter().map(|line| style.fitted(&cell::safe(line)) + "\n").collect();
            if style.format != OutputFormat::Table {
                print_value(&report, style, out, &|_| String::new())?;
                return Ok(code);
            }
            // Whoever closed standard error does not want to be told.
            if !style.quiet {
                for notice in notices {
                    let _ = writeln!(err, "{}", style.notice(&notice));
                }
                if secrets.is_empty() {
                    print_value(&report, style, out, &|_| text.clone())?;
                } else {
                    let _ = err.write_all(text.as_bytes());
                }
            }
            if let Some(postscript) = postscript.filter(|_| !style.quiet) {
                let _ = writeln!(err, "{postscript}");
            }
            for secret in secrets {
                writeln!(out, "{secret}").map_err(io_error)?;
            }
            Ok(code)
        }
        Output::Work(work) => work(style, out, err),
        Output::Text(text) => out.write_all(text.as_bytes()).map_err(io_error).map(|()| 0),
    }
}

fn print_value(value: &Value, style: &Style, out: &mut dyn Write, as_text: &dyn Fn(&Value) -> String) -> Result<()> {
    let chosen = if style.fields.is_empty() { None } else { Some(chosen(value, &style.fields)?) };
    let value = chosen.as_ref().unwrap_or(value);
    match style.format {
        OutputFormat::Table | OutputFormat::Wide if chosen.is_some() => {
            out.write_all(table::object(style, value).as_bytes()).map_err(io_error)
        }
        OutputFormat::Table | OutputFormat::Wide => out.write_all(as_text(value).as_bytes()).map_err(io_error),
        OutputFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, value).map_err(|error| io_error(error.into()))?;
            out.write_all(b"\n").map_err(io_error)
        }
        OutputFormat::Jsonl => writeln!(out, "{value}").map_err(io_error),
        OutputFormat::Csv => {
            let Value::Object(map) = value else { return Ok(()) };
            style.csv().write_header(out, map.keys().cloned())?;
            style.csv().write(out, map.values().map(cell::csv))
        }
    }
}

/// Checks that a report has the keys asked for.
pub fn check_fields<T: Serialize>(report: &T, fields: &[String]) -> Result<()> {
    chosen(&to_value(report)?, fields).map(drop)
}

/// The chosen keys of an object; each must be there.
fn chosen(value: &Value, fields: &[String]) -> Result<Value> {
    for field in fields {
        let mut level = value;
        for part in field.trim().split('.') {
            let inner = match level {
                Value::Array(items) => items.first().unwrap_or(&Value::Null),
                other => other,
            };
            level = match inner {
                Value::Object(map) => {
                    map.get(part).ok_or_else(|| no_key(part, map.keys().map(String::as_str).collect()))?
                }
                Value::Null => break,
                _ => return Err(no_key(part, Vec::new())),
            };
        }
    }
    let fields: Vec<String> = fields.iter().map(|field| field.trim().to_owned()).collect();
    Ok(choose(value, &fields))
}

fn no_key(part: &str, keys: Vec<&str>) -> Error {
    let valid = if keys.is_empty() { "none here".to_owned() } else { keys.join(", ") };
    Error::usage(format!("there is no key `{}`; valid keys: {valid}", cell::safe(part)))
        .hint_maybe(nearest(part, keys.iter().copied()).map(|key| format!("did you mean `{key}`?")))
}
