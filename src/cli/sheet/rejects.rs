//! The file of rows that could not be taken in, in the form of the one they came from.

use std::cell::RefCell;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde_json::Value;
use tempfile::NamedTempFile;

use super::format::RowFormat;
use super::source::{Head, SheetFile};
use crate::cli::render::csv::Dialect;
use crate::domain::sheet::column::{ADDED, folded};
use crate::domain::sheet::{Mistake, Row, Values};
use crate::domain::text::printable;
use crate::domain::{Error, Kind, Result};
use crate::service::bulk::import::Rejects;

/// A file beside its place, which it takes once everything is in.
pub struct RejectsFile {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
    format: RowFormat,
    head: Rc<RefCell<Head>>,
    count: usize,
}

impl RejectsFile {
    /// Begins the file, readable by its owner alone.
    ///
    /// # Errors
    /// `unusable` if it cannot be written.
    pub fn beside(path: &Path, source: &SheetFile) -> Result<Self> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = NamedTempFile::new_in(folder).map_err(|error| unwritable(path, &error))?;
        Ok(Self {
            path: path.to_owned(),
            file: BufWriter::new(file),
            format: source.format,
            head: Rc::clone(&source.head),
            count: 0,
        })
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// `unusable` if it cannot be put there.
    pub fn keep(self) -> Result<()> {
        let path = self.path;
        let file = self.file.into_inner().map_err(|error| unwritable(&path, error.error()))?;
        file.persist(&path).map_err(|error| unwritable(&path, &error.error)).map(drop)
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
                dialect(&head).write(&mut self.file, names.map(str::to_owned))
            }
            RowFormat::Json => self.write(b"["),
            RowFormat::Jsonl => Ok(()),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.file.write_all(bytes).map_err(|error| unwritable(&self.path, &error))
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
                let cells = own.map(|(at, _)| cells.get(at).unwrap_or_default()).chain([code, why.as_str()]);
                dialect(&head).write(&mut self.file, cells.map(str::to_owned))
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
        let path = self.path.clone();
        let written = self.file.flush().and_then(|()| self.file.get_ref().as_file().sync_all());
        written.map_err(|error| unwritable(&path, &error))
    }
}

fn dialect(head: &Head) -> Dialect {
    Dialect { delimiter: head.delimiter, ..Dialect::EXACT }
}

/// A mistake without its place, which is another one in the new file.
fn placeless(mistake: &Mistake) -> String {
    Mistake { file: None, ..mistake.clone() }.to_string()
}

/// The error for a file that cannot be written.
pub fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    Error::new(Kind::Unusable, format!("`{}` cannot be written: {error}", printable(&path.display().to_string())))
        .hint("name a file in a folder that you may write to")
}
