//! Writing rows.

use std::io::Write;

use serde_json::{Map, Value};

use super::format::RowFormat;
use crate::cli::render::csv::Dialect;
use crate::cli::render::output::io_error;
use crate::domain::Result;

/// Writes rows of the same columns.
pub struct RowWriter<W: Write> {
    out: W,
    format: RowFormat,
    columns: Vec<String>,
    dialect: Dialect,
    count: usize,
}

impl<W: Write> RowWriter<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// `unusable` if it cannot be written.
    pub fn new(mut out: W, format: RowFormat, columns: Vec<String>, dialect: Dialect) -> Result<Self> {
        match format {
            RowFormat::Csv => dialect.write(&mut out, columns.iter().cloned())?,
            RowFormat::Json => out.write_all(b"[").map_err(io_error)?,
            RowFormat::Jsonl => {}
        }
        Ok(Self { out, format, columns, dialect, count: 0 })
    }

    /// Writes a row: a value for each column.
    ///
    /// # Errors
    /// `unusable` if it cannot be written.
    pub fn row(&mut self, values: Vec<Value>) -> Result<()> {
        let first = self.count == 0;
        self.count += 1;
        if self.format == RowFormat::Csv {
            return self.dialect.write(&mut self.out, values.iter().map(cell));
        }
        let object: Map<String, Value> = self.columns.iter().cloned().zip(values).collect();
        let between = match (self.format, first) {
            (RowFormat::Json, true) => "\n  ",
            (RowFormat::Json, false) => ",\n  ",
            _ => "",
        };
        self.out.write_all(between.as_bytes()).map_err(io_error)?;
        serde_json::to_writer(&mut self.out, &object).map_err(|error| io_error(error.into()))?;
        if self.format == RowFormat::Jsonl { self.out.write_all(b"\n").map_err(io_error) } else { Ok(()) }
    }

    /// Ends the file; tells how many rows it has.
    ///
    /// # Errors
    /// `unusable` if it cannot be written.
    pub fn finish(mut self) -> Result<usize> {
        if self.format == RowFormat::Json {
            let end = if self.count == 0 { "]\n" } else { "\n]\n" };
            self.out.write_all(end.as_bytes()).map_err(io_error)?;
        }
        self.out.flush().map_err(io_error)?;
        Ok(self.count)
    }
}

/// A value as a cell: pairs as a list of `key=value`.
fn cell(value: &Value) -> String {
    match value {
        Value::Object(pairs) if pairs.values().all(Value::is_string) && !pairs.contains_key("frequency") => {
            let pair = |(key, value): (&String, &Value)| format!("{key}={}", value.as_str().unwrap_or_default());
            crate::domain::cell::join(pairs.iter().map(pair))
        }
        other => crate::domain::cell::csv(other),
    }
}
