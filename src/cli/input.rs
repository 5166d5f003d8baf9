//! What a command reads from standard input.

use std::io::{BufRead, Read as _};

use serde_json::Value;

use super::context::Context;
use crate::domain::text::printable;
use crate::domain::{Error, Result};

/// The longest line that is read from standard input, in bytes.
const LONGEST_LINE: u64 = 1 << 20;

impl Context<'_> {
    /// Every byte on standard input.
    pub fn read_stdin_bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.stdin
            .borrow_mut()
            .read_to_end(&mut bytes)
            .map_err(|error| Error::usage(format!("standard input cannot be read: {error}")))?;
        Ok(bytes)
    }

    /// Everything on standard input.
    pub fn read_stdin(&self) -> Result<String> {
        utf8("-", self.read_stdin_bytes()?)
    }

    /// Everything in a file; `-` stands for standard input.
    pub fn read_file(&self, file: &str) -> Result<String> {
        if file == "-" {
            return self.read_stdin();
        }
        let bytes = std::fs::read(file)
            .map_err(|error| Error::usage(format!("`{}` cannot be read: {error}", printable(file))))?;
        utf8(file, bytes)
    }

    /// Each line of standard input that is not empty, with its number, as it comes.
    pub fn each_line(&self, mut work: impl FnMut(usize, &str) -> Result<()>) -> Result<()> {
        let mut stdin = self.stdin.borrow_mut();
        let mut stdin: &mut dyn BufRead = &mut **stdin;
        let mut bytes = Vec::new();
        for at in 1.. {
            bytes.clear();
            let read = (&mut stdin).take(LONGEST_LINE).read_until(b'\n', &mut bytes);
            if read.map_err(|error| Error::usage(format!("standard input cannot be read: {error}")))? == 0 {
                break;
            }
            if bytes.len() as u64 == LONGEST_LINE {
                return Err(Error::invalid("the line is too long").at_line(at));
            }
            let line = std::str::from_utf8(&bytes)
                .map_err(|_| Error::invalid("the line is not UTF-8").hint("convert it to UTF-8").at_line(at))?;
            if !line.trim().is_empty() {
                work(at, line)?;
            }
        }
        Ok(())
    }

    /// Objects as named; `-` stands for those on standard input, one a line or as JSON lines, of which `key` is taken.
    pub fn objects(&self, named: Vec<impl Into<String>>, key: &str) -> Result<Vec<String>> {
        let mut objects = Vec::with_capacity(named.len());
        let mut reads = false;
        for name in named.into_iter().map(Into::into) {
            if name == "-" {
                reads = true;
                objects.extend(from_lines(&self.read_stdin()?, key)?);
            } else {
                objects.push(name);
            }
        }
        if objects.is_empty() && reads {
            // A list with nothing in it is nothing to do.
            self.is_idle.set(true);
            return Ok(objects);
        }
        if objects.is_empty() {
            return Err(Error::usage("nothing is named").hint("name at least one object, or `-` for standard input"));
        }
        Ok(objects)
    }
}

/// The bytes of a file as text.
fn utf8(file: &str, bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|error| {
        let before = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
        let line = 1 + before.filter(|byte| **byte == b'\n').count();
        Error::invalid(format!("{}:{line}: the line is not UTF-8", printable(file)))
            .hint("save it as UTF-8, or convert it: `iconv -f WINDOWS-1252 -t UTF-8 FILE`")
    })
}

/// Names one a line, JSON lines, or a JSON array of objects.
fn from_lines(text: &str, key: &str) -> Result<Vec<String>> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('[') {
        let rows: Vec<Value> = serde_json::from_str(text)
            .map_err(|error| Error::invalid(format!("standard input is no JSON array: {error}")))?;
        return rows.iter().enumerate().map(|(at, row)| named(row, key, &format!("row {}", at + 1))).collect();
    }
    if let Some(form) = printed_form(text, key) {
        return Err(Error::usage(format!("standard input is {form}: objects are read one a line, or as JSON lines"))
            .hint("let the list print them: `-o jsonl`, or `--json`"));
    }
    let lines = text.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty());
    lines
        .map(|(at, line)| {
            if !line.starts_with('{') {
                return Ok(line.to_owned());
            }
            let place = format!("line {}", at + 1);
            let row: Value = serde_json::from_str(line)
                .map_err(|error| Error::invalid(format!("{place} of standard input is no JSON: {error}")))?;
            named(&row, key, &place)
        })
        .collect()
}

/// What a list was printed as, where it is none that is read: its header names the key beside others.
fn printed_form(text: &str, key: &str) -> Option<&'static str> {
    let header = text.lines().next()?.trim();
    let is_header = |words: Vec<&str>| {
        let is_key = |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte == b'.');
        words.len() > 1 && words.contains(&key) && words.iter().all(is_key)
    };
    if is_header(header.split([',', ';', '\t']).collect()) {
        return Some("CSV");
    }
    is_header(header.split_whitespace().collect()).then_some("a printed table")
}

/// What a JSON object names by the key.
fn named(row: &Value, key: &str, place: &str) -> Result<String> {
    match row.get(key) {
        Some(Value::String(name)) => Ok(name.clone()),
        Some(Value::Number(id)) => Ok(id.to_string()),
        _ => Err(Error::invalid(format!("{place} of standard input has no key `{key}`"))
            .hint(format!("give objects with `{key}`, or names one a line"))),
    }
}
