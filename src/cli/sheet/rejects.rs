//! The file of rows that could not be taken in, in the form of the one they came from.

use std::cell::RefCell;
use std::io::Write;
use std::path::Path;
use std::rc::Rc;

use serde_json::Value;

use super::format::RowFormat;
use super::source::{Head, SheetFile};
use super::target::TargetFile;
use crate::cli::context::Context;
use crate::cli::render::closing::io_error;
use crate::cli::render::csv::Dialect;
use crate::domain::Result;
use crate::domain::mistake::Mistake;
use crate::domain::sheet::column::{ADDED, folded};
use crate::domain::sheet::{Row, Values};
use crate::service::bulk::sheet::Rejects;

/// Rows on their way into a file.
pub struct RejectsFile {
    file: TargetFile,
    format: RowFormat,
    head: Rc<RefCell<Head>>,
    is_tame: bool,
    count: usize,
}

impl RejectsFile {
    /// Begins the file.
    pub fn beside(cx: &Context<'_>, path: &Path, source: &SheetFile) -> Result<Self> {
        let file = TargetFile::begin(cx, path, source.path())?;
        Ok(Self { file, format: source.format, head: Rc::clone(&source.head), is_tame: source.is_tame, count: 0 })
    }

    /// Puts the file in its place.
    pub fn keep(self) -> Result<()> {
        self.file.keep()
    }

    fn dialect(&self, head: &Head) -> Dialect {
        Dialect { delimiter: head.delimiter, is_tame: self.is_tame }
    }

    /// The header as it was, without the columns that are added.
    fn is_own(name: &str) -> bool {
        !ADDED.iter().any(|added| folded(added) == folded(name))
    }

    fn begin(&mut self) -> Result<()> {
        match self.format {
            RowFormat::Csv => {
                let head = self.head.borrow().clone();
                let names = head.names.iter().filter(|name| Self::is_own(name)).chain(ADDED);
                self.dialect(&head).write_header(&mut self.file, names.map(str::to_owned))
            }
            RowFormat::Json => self.write(b"["),
            RowFormat::Jsonl => Ok(()),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.file.write_all(bytes).map_err(io_error)
    }
}

impl Rejects for RejectsFile {
    fn put(&mut self, row: &Row, mistakes: &[Mistake]) -> Result<()> {
        if self.count == 0 {
            self.begin()?;
        }
        self.count += 1;
        let code = mistakes.first().map_or("invalid", |first| first.code);
        let why = mistakes.iter().map(placeless).collect::<Vec<_>>().join("; ");
        match &row.values {
            Values::Record(cells) => {
                let head = self.head.borrow().clone();
                let own = head.names.iter().enumerate().filter(|(_, name)| Self::is_own(name));
                // Cells beyond the columns come last, so that nothing is lost.
                let stray = cells.iter().skip(head.names.len());
                let cells =
                    own.map(|(at, _)| cells.get(at).unwrap_or_default()).chain([code, why.as_str()]).chain(stray);
                self.dialect(&head).write(&mut self.file, cells.map(str::to_owned))
            }
            Values::Object(object) => {
                let mut object = object.clone();
                object.retain(|name, _| Self::is_own(name));
                for (name, text) in ADDED.into_iter().zip([code, &why]) {
                    object.insert(name.to_owned(), Value::from(text));
                }
                let before = match (self.format, self.count) {
                    (RowFormat::Json, 1) => "\n",
                    (RowFormat::Json, _) => ",\n",
                    _ => "",
                };
                let after = if self.format == RowFormat::Jsonl { "\n" } else { "" };
                self.write(format!("{before}{}{after}", Value::Object(object)).as_bytes())
            }
        }
    }

    fn flush(&mut self) -> Result<()> {
        if self.count == 0 {
            self.begin()?;
        }
        if self.format == RowFormat::Json {
            self.write(b"\n]\n")?;
        }
        self.file.settle()
    }
}

/// A mistake without its place, which is another one in the new file.
fn placeless(mistake: &Mistake) -> String {
    Mistake { file: None, ..mistake.clone() }.to_string()
}
