//! Lists: rows streamed where the form allows.

use std::cell::Cell;
use std::io::Write;
use std::rc::Rc;

use serde::Serialize;
use serde_json::Value;

use super::closing::io_error;
use super::style::Style;
use super::tabular::Tabular;
use super::{cell, table};
use crate::cli::globals::OutputFormat;
use crate::cli::list_args::keys;
use crate::domain::query::key::find;
use crate::domain::{Error, Result};
use crate::service::listing::{Request, Sink};
use crate::store::listing::Column;

type Produce<'a> = Box<dyn FnOnce(&Request, &mut ListPrinter<'_>) -> Result<()> + 'a>;

/// A list that is read while it is printed.
pub struct Listing<'a> {
    columns: &'static [Column],
    shown: &'static [&'static str],
    mark: fn(&str, String, &Value) -> String,
    is_faint: fn(&Value) -> bool,
    request: Request,
    produce: Produce<'a>,
    code: Rc<Cell<u8>>,
}

impl<'a> Listing<'a> {
    /// A list of rows that `rows` hands to its sink.
    pub fn new<T: Serialize + Tabular>(
        request: Request,
        rows: impl FnOnce(&Request, Sink<'_, T>) -> Result<()> + 'a,
    ) -> Self {
        Self {
            columns: T::COLUMNS,
            shown: T::SHOWN,
            mark: T::mark,
            is_faint: T::is_faint,
            request,
            produce: Box::new(move |request, printer| rows(request, &mut |row| printer.row(&row))),
            code: Rc::default(),
        }
    }

    /// Ends with the exit code that the rows come to while they are read.
    #[must_use]
    pub fn ending_with(self, code: Rc<Cell<u8>>) -> Self {
        Self { code, ..self }
    }

    /// Reads and prints the list; gives the exit code.
    pub fn print(self, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
        let code = Rc::clone(&self.code);
        let mut printer = ListPrinter::new(&self, style, out)?;
        (self.produce)(&self.request, &mut printer)?;
        printer.finish(err)?;
        if !style.quiet {
            for notice in self.request.notices.borrow().iter() {
                // Whoever closed standard error does not want to be told.
                let _ = writeln!(err, "{}", style.notice(notice));
            }
        }
        Ok(code.get())
    }
}

/// Takes rows one by one and prints them.
pub struct ListPrinter<'p> {
    style: &'p Style,
    out: &'p mut dyn Write,
    mark: fn(&str, String, &Value) -> String,
    is_faint: fn(&Value) -> bool,
    fields: Vec<String>,
    printed: usize,
    kept: Vec<Value>,
    /// The memory in which a row is put together.
    line: Vec<u8>,
}

impl<'p> ListPrinter<'p> {
    fn new(listing: &Listing<'_>, style: &'p Style, out: &'p mut dyn Write) -> Result<Self> {
        Ok(Self {
            style,
            out,
            mark: listing.mark,
            is_faint: listing.is_faint,
            fields: fields(style, listing)?,
            printed: 0,
            kept: Vec::new(),
            line: Vec::new(),
        })
    }

    /// Whether a row goes out as it comes, every key in its own order.
    fn is_plain(&self) -> bool {
        self.style.fields.is_empty() && matches!(self.style.format, OutputFormat::Json | OutputFormat::Jsonl)
    }

    /// Takes one row.
    pub fn row<T: Serialize>(&mut self, row: &T) -> Result<()> {
        if self.is_plain() {
            self.separate()?;
            self.json(row)?;
            self.printed += 1;
            return Ok(());
        }
        let value =
            serde_json::to_value(row).map_err(|error| Error::internal("a row could not be read").source(error))?;
        if self.style.format.is_table() {
            self.kept.push(value);
            return Ok(());
        }
        self.emit(&value)?;
        self.printed += 1;
        Ok(())
    }

    /// What stands before a row.
    fn separate(&mut self) -> Result<()> {
        let text = match (self.style.format, self.printed) {
            (OutputFormat::Json, 0) => "[\n",
            (OutputFormat::Json, _) => ",\n",
            (OutputFormat::Jsonl, 0) => "",
            (OutputFormat::Jsonl, _) => "\n",
            _ => "",
        };
        self.out.write_all(text.as_bytes()).map_err(io_error)
    }

    fn emit(&mut self, row: &Value) -> Result<()> {
        match self.style.format {
            OutputFormat::Csv => {
                if self.printed == 0 {
                    self.style.csv().write_header(self.out, self.fields.iter().cloned())?;
                }
                self.style.csv().write(self.out, self.fields.iter().map(|key| cell::csv(&cell::at_path(row, key))))
            }
            _ => {
                self.separate()?;
                let chosen = if self.style.fields.is_empty() { row.clone() } else { choose(row, &self.fields) };
                self.json(&chosen)
            }
        }
    }

    /// Writes a row at once: it consists of many small pieces.
    fn json<T: Serialize>(&mut self, row: &T) -> Result<()> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, row).map_err(|error| io_error(error.into()))?;
        self.out.write_all(&self.line).map_err(io_error)
    }

    fn finish(mut self, err: &mut dyn Write) -> Result<()> {
        if self.style.format.is_table() {
            let kept = std::mem::take(&mut self.kept);
            return self.finish_table(&kept, err);
        }
        let end = match (self.style.format, self.printed) {
            (OutputFormat::Json, 0) => "[]\n",
            (OutputFormat::Json, _) => "\n]\n",
            (OutputFormat::Csv, 0) => return self.style.csv().write_header(self.out, self.fields.iter().cloned()),
            (OutputFormat::Csv, _) | (_, 0) => "",
            _ => "\n",
        };
        self.out.write_all(end.as_bytes()).map_err(io_error)
    }

    fn finish_table(self, rows: &[Value], err: &mut dyn Write) -> Result<()> {
        if rows.is_empty() {
            if !self.style.quiet {
                // Whoever closed standard error does not want to be told.
                let _ = writeln!(err, "nothing to list");
            }
            return Ok(());
        }
        let cells = rows.iter().map(|row| {
            let cells =
                self.fields.iter().map(|key| (self.mark)(key, cell::text(&cell::at_path(row, key)), row)).collect();
            (cells, (self.is_faint)(row))
        });
        let text = table::columns(self.style, &self.fields, cells.collect());
        self.out.write_all(text.as_bytes()).map_err(io_error)
    }
}

/// The keys that are printed: those asked for, or the form's own.
fn fields(style: &Style, listing: &Listing<'_>) -> Result<Vec<String>> {
    if !style.fields.is_empty() {
        let named = |typed: &String| find(typed, keys(listing.columns)).map(|_| typed.trim().to_owned());
        return style.fields.iter().map(named).collect();
    }
    let own = listing.columns.iter().map(|column| column.key.name).filter(|key| !key.contains('.'));
    let chosen = own.filter(|key| style.format != OutputFormat::Table || listing.shown.contains(key));
    Ok(chosen.map(str::to_owned).collect())
}

/// An object of the chosen keys, in their order.
pub fn choose(row: &Value, fields: &[String]) -> Value {
    Value::Object(fields.iter().map(|key| (key.clone(), cell::at_path(row, key))).collect())
}
