//! Lists: rows streamed where the form allows, narrowed, ordered and cut as asked.

use std::cell::Cell;
use std::io::Write;
use std::rc::Rc;

use clap::Args;
use serde::Serialize;
use serde_json::Value;

use super::closing::io_error;
use super::filter::{Filter, Sort, check_key};
use super::style::Style;
use super::tabular::{ListColumn, Tabular};
use super::{cell, table};
use crate::cli::globals::OutputFormat;
use crate::domain::{Error, Kind, Result};

/// The flags of every list.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "List options")]
pub struct ListArgs {
    /// Show only rows that fit, such as `role=scanner` (repeatable)
    #[arg(long, value_name = "COND")]
    pub filter: Vec<String>,
    /// Order by these keys; a `-` before one reverses it
    #[arg(long, value_name = "KEYS", value_delimiter = ',', allow_hyphen_values = true)]
    pub sort: Vec<String>,
    /// Show at most this many rows
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Leave out this many rows first
    #[arg(long, value_name = "N")]
    pub offset: Option<usize>,
}

type Produce<'a> = Box<dyn FnOnce(&mut ListPrinter<'_>) -> Result<()> + 'a>;

/// A list that is read while it is printed.
pub struct Listing<'a> {
    columns: &'static [ListColumn],
    mark: fn(&str, String, &Value) -> String,
    is_faint: fn(&Value) -> bool,
    args: ListArgs,
    produce: Produce<'a>,
    code: Rc<Cell<u8>>,
}

impl<'a> Listing<'a> {
    /// A list of rows that `rows` hands to its sink.
    pub fn new<T: Serialize + Tabular>(
        args: ListArgs,
        rows: impl FnOnce(&mut dyn FnMut(T) -> Result<()>) -> Result<()> + 'a,
    ) -> Self {
        Self {
            columns: T::COLUMNS,
            mark: T::mark,
            is_faint: T::is_faint,
            args,
            produce: Box::new(move |printer| rows(&mut |row| printer.row(&row))),
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
        match (self.produce)(&mut printer) {
            Err(error) if error.code == ENOUGH => {}
            result => result?,
        }
        printer.finish(err)?;
        Ok(code.get())
    }
}

/// The code of the signal that no further row is wanted.
const ENOUGH: &str = "enough";

/// Takes rows one by one and prints them.
pub struct ListPrinter<'p> {
    style: &'p Style,
    out: &'p mut dyn Write,
    mark: fn(&str, String, &Value) -> String,
    is_faint: fn(&Value) -> bool,
    filters: Vec<Filter>,
    sort: Sort,
    fields: Vec<String>,
    limit: usize,
    offset: usize,
    seen: usize,
    printed: usize,
    kept: Vec<Value>,
    /// The memory in which a row is put together.
    line: Vec<u8>,
}

impl<'p> ListPrinter<'p> {
    fn new(listing: &Listing<'_>, style: &'p Style, out: &'p mut dyn Write) -> Result<Self> {
        let (columns, args) = (listing.columns, &listing.args);
        let filters = args.filter.iter().map(|typed| Filter::parse(typed, columns)).collect::<Result<_>>()?;
        Ok(Self {
            style,
            out,
            mark: listing.mark,
            is_faint: listing.is_faint,
            filters,
            sort: Sort::parse(&args.sort, columns)?,
            fields: fields(style, columns)?,
            limit: args.limit.unwrap_or(usize::MAX),
            offset: args.offset.unwrap_or(0),
            seen: 0,
            printed: 0,
            kept: Vec::new(),
            line: Vec::new(),
        })
    }

    /// Whether a row goes out as it comes, every key in its own order.
    fn is_plain(&self) -> bool {
        self.filters.is_empty()
            && self.sort.is_empty()
            && self.style.fields.is_empty()
            && matches!(self.style.format, OutputFormat::Json | OutputFormat::Jsonl)
    }

    /// Takes one row.
    pub fn row<T: Serialize>(&mut self, row: &T) -> Result<()> {
        if self.is_plain() {
            return self.counted(|printer| {
                printer.separate()?;
                printer.json(row)
            });
        }
        let value =
            serde_json::to_value(row).map_err(|error| Error::internal("a row could not be read").source(error))?;
        for filter in &self.filters {
            if !filter.fits(&value)? {
                return Ok(());
            }
        }
        if !self.sort.is_empty() || self.style.format == OutputFormat::Table {
            self.kept.push(value);
            return if self.sort.is_empty() && self.kept.len() >= self.limit.saturating_add(self.offset) {
                Err(enough())
            } else {
                Ok(())
            };
        }
        self.counted(|printer| printer.emit(&value))
    }

    /// Leaves out rows before the offset and stops after the limit.
    fn counted(&mut self, print: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        self.seen += 1;
        if self.seen <= self.offset {
            return Ok(());
        }
        if self.printed >= self.limit {
            return Err(enough());
        }
        print(self)?;
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
                    self.style.csv().write(self.out, self.fields.iter().cloned())?;
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
        let mut kept = std::mem::take(&mut self.kept);
        self.sort.apply(&mut kept);
        let kept: Vec<Value> = kept.into_iter().skip(self.offset).take(self.limit).collect();
        if self.style.format == OutputFormat::Table {
            return self.finish_table(&kept, err);
        }
        for row in &kept {
            self.emit(row)?;
            self.printed += 1;
        }
        let end = match (self.style.format, self.printed) {
            (OutputFormat::Json, 0) => "[]\n",
            (OutputFormat::Json, _) => "\n]\n",
            (OutputFormat::Csv, 0) => return self.style.csv().write(self.out, self.fields.iter().cloned()),
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

fn enough() -> Error {
    Error::new(Kind::Interrupted, "enough rows").code(ENOUGH)
}

/// The keys that are printed: those asked for, or the form's own.
fn fields(style: &Style, columns: &[ListColumn]) -> Result<Vec<String>> {
    if !style.fields.is_empty() {
        return style.fields.iter().map(|key| check_key(key, columns)).collect();
    }
    let nested = |column: &&ListColumn| column.key.contains('.');
    let own = columns.iter().filter(|column| !nested(column));
    let chosen = own.filter(|column| style.format != OutputFormat::Table || column.shown);
    Ok(chosen.map(|column| column.key.to_owned()).collect())
}

/// An object of the chosen keys, in their order.
pub fn choose(row: &Value, fields: &[String]) -> Value {
    Value::Object(fields.iter().map(|key| (key.clone(), cell::at_path(row, key))).collect())
}
