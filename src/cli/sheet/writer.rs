//! Writing rows.

use std::io::Write;

use serde_json::{Map, Value};

use super::format::RowFormat;
use crate::cli::render::closing::io_error;
use crate::cli::render::csv::Dialect;
use crate::domain::Result;
use crate::domain::cell::{csv, join};
use crate::domain::sheet::{CellForm, SheetColumn};

/// Writes rows of the same columns.
pub struct RowWriter<W: Write> {
    out: W,
    format: RowFormat,
    columns: Vec<&'static SheetColumn>,
    dialect: Dialect,
    count: usize,
}

impl<W: Write> RowWriter<W> {
    /// Begins a file.
    pub fn new(mut out: W, format: RowFormat, columns: Vec<&'static SheetColumn>, dialect: Dialect) -> Result<Self> {
        match format {
            RowFormat::Csv => dialect.write_header(&mut out, columns.iter().map(|column| column.name.to_owned()))?,
            RowFormat::Json => out.write_all(b"[").map_err(io_error)?,
            RowFormat::Jsonl => {}
        }
        Ok(Self { out, format, columns, dialect, count: 0 })
    }

    /// Writes a row: a value for each column.
    pub fn row(&mut self, values: Vec<Value>) -> Result<()> {
        let first = self.count == 0;
        self.count += 1;
        if self.format == RowFormat::Csv {
            return self.dialect.write(
                &mut self.out,
                self.columns.iter().zip(&values).map(|(column, value)| cell(column.form, value)),
            );
        }
        let object: Map<String, Value> = self.columns.iter().map(|column| column.name.to_owned()).zip(values).collect();
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
    pub fn finish(mut self) -> Result<usize> {
        if self.format == RowFormat::Json {
            let end = if self.count == 0 { "]\n" } else { "\n]\n" };
            self.out.write_all(end.as_bytes()).map_err(io_error)?;
        }
        self.out.flush().map_err(io_error)?;
        Ok(self.count)
    }
}

/// A value as a cell: pairs as a list of `key=value`, JSON as its text.
fn cell(form: CellForm, value: &Value) -> String {
    match (form, value) {
        (_, Value::Null) => String::new(),
        (CellForm::Json, value) => value.to_string(),
        (CellForm::List, Value::Object(pairs)) => {
            join(pairs.iter().map(|(key, value)| format!("{key}={}", csv(value))))
        }
        (_, other) => csv(other),
    }
}
