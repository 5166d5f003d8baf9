//! A file of rows, opened as often as it is read.

use std::cell::RefCell;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor};
use std::rc::Rc;

use serde_json::{Map, Value};

use super::format::RowFormat;
use super::sample::{Sample, delimiter, foreign, separator_line};
use super::{csv, json};
use crate::cli::context::Context;
use crate::domain::mistake::Mistake;
use crate::domain::sheet::column::folded;
use crate::domain::sheet::row::no_column;
use crate::domain::sheet::{Flaw, Layout, Place, Row, Values, refusal};
use crate::domain::text::printable;
use crate::domain::{Error, Result};
use crate::service::bulk::sheet::Rows;

/// How much is read at a time, in bytes.
const BUFFER: usize = 1 << 16;

/// Where the bytes come from.
enum Bytes {
    /// A file, read as a stream.
    File,
    /// Standard input, read to its end before any lock is taken.
    Memory(Vec<u8>),
}

/// What stands above the records of CSV, once it has been read.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// The header.
    pub names: ::csv::StringRecord,
    /// What separates cells.
    pub delimiter: u8,
}

/// A file of rows.
pub struct SheetFile {
    name: String,
    bytes: Bytes,
    /// Its form.
    pub format: RowFormat,
    /// Whether cells were kept from a spreadsheet, and are to be what they were before.
    pub is_tame: bool,
    layout: Rc<Layout>,
    /// How many lines stand above the header.
    skipped: usize,
    /// What separates cells, where the file says so itself.
    delimiter: Option<u8>,
    /// The head of CSV.
    pub head: Rc<RefCell<Head>>,
}

impl SheetFile {
    /// A file, or `-` for standard input.
    pub fn new(cx: &Context<'_>, name: &str, format: RowFormat, layout: Layout) -> Result<Self> {
        let bytes = match name {
            "-" => Bytes::Memory(cx.read_stdin_bytes()?),
            // What is no file can be read once only, such as a pipe.
            _ if std::fs::metadata(name).is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) => {
                Bytes::Memory(std::fs::read(name).map_err(|error| unreadable(name, &error))?)
            }
            _ => Bytes::File,
        };
        let (name, layout) = (name.to_owned(), Rc::new(layout));
        let is_tame = cx.globals.spreadsheet;
        let mut file = Self { name, bytes, format, is_tame, layout, skipped: 0, delimiter: None, head: Rc::default() };
        file.skip(0)?;
        Ok(file)
    }

    /// Reads from below so many lines on, and from below a line that says what separates cells.
    pub fn skip(&mut self, lines: usize) -> Result<()> {
        self.skipped = lines;
        self.delimiter = None;
        let mut reader = self.open()?;
        if self.format == RowFormat::Csv {
            let begin = reader.fill_buf().map_err(|error| unreadable(&self.name, &error))?;
            let delimiter = begin.split(|byte| *byte == b'\n').next().and_then(separator_line);
            drop(reader);
            self.skipped += usize::from(delimiter.is_some());
            self.delimiter = delimiter;
        }
        Ok(())
    }

    /// Calls columns otherwise.
    pub fn relayout(&mut self, layout: Layout) {
        self.layout = Rc::new(layout);
    }

    /// How cells stand for columns.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The beginning of the file, as far as it is read at once.
    pub fn sample(&self) -> Result<Sample> {
        let mut reader = self.open()?;
        let begin = reader.fill_buf().map_err(|error| unreadable(&self.name, &error))?;
        if let Some((what, advice)) = foreign(begin) {
            return Err(
                Error::invalid(format!("`{}` is {what}, which is not read", printable(&self.name))).hint(advice)
            );
        }
        Ok(Sample::of(begin, self.format, self.layout.columns, self.delimiter))
    }

    /// How many lines stand above the header.
    pub const fn skipped(&self) -> usize {
        self.skipped
    }

    /// What separates cells in a line of CSV.
    pub fn delimiter_of(&self, line: &[u8]) -> u8 {
        self.delimiter.unwrap_or_else(|| delimiter(line))
    }

    /// The file that is read, if it is one.
    pub fn path(&self) -> Option<&std::path::Path> {
        matches!(self.bytes, Bytes::File).then(|| std::path::Path::new(&self.name))
    }

    fn open(&self) -> Result<Box<dyn BufRead + '_>> {
        let mut reader: Box<dyn BufRead + '_> = match &self.bytes {
            Bytes::Memory(bytes) => Box::new(Cursor::new(bytes)),
            Bytes::File => {
                let unreadable = |error: std::io::Error| {
                    Error::usage(format!("`{}` cannot be read: {error}", printable(&self.name)))
                };
                let file = File::open(&self.name).map_err(unreadable)?;
                if file.metadata().map_err(unreadable)?.is_dir() {
                    return Err(Error::usage(format!("`{}` is a folder", printable(&self.name))).hint("name a file"));
                }
                Box::new(BufReader::with_capacity(BUFFER, file))
            }
        };
        let begin = reader.fill_buf().map_err(|error| unreadable(&self.name, &error))?;
        if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..] = begin {
            return Err(Error::invalid(format!("`{}` is UTF-16, not UTF-8", printable(&self.name)))
                .hint("save it as `CSV UTF-8` in the spreadsheet")
                .hint("or convert it: `iconv -f UTF-16 -t UTF-8 FILE`"));
        }
        if begin.starts_with(&[0xef, 0xbb, 0xbf]) {
            reader.consume(3);
        }
        for _ in 0..self.skipped {
            reader.skip_until(b'\n').map_err(|error| unreadable(&self.name, &error))?;
        }
        let is_empty = reader.fill_buf().is_ok_and(|begin| begin.trim_ascii().is_empty());
        if is_empty && self.format != RowFormat::Jsonl {
            let error = Error::invalid("the file is empty").expects("a header or an array");
            let error = error.hint("`provost import KIND --template` shows what it holds");
            return Err(wrong(&self.name, 1, vec![error.into()]));
        }
        Ok(reader)
    }
}

impl Rows for SheetFile {
    fn name(&self) -> &str {
        &self.name
    }

    fn may_say(&self, column: &str) -> Result<bool> {
        match self.format {
            RowFormat::Csv => Ok(self.layout.is_filled(column) || csv::has_column(self, self.open()?, column)),
            RowFormat::Json | RowFormat::Jsonl => Ok(true),
        }
    }

    fn each(&self, sink: &mut dyn FnMut(Row) -> Result<()>) -> Result<()> {
        let unseen = self.layout.renamed().map(str::to_owned).collect();
        let (reader, mut rows) = (self.open()?, Numbered { file: self, count: 0, unseen, sink });
        match self.format {
            RowFormat::Csv => csv::each(reader, &mut rows),
            RowFormat::Json => json::each_in_array(reader, &mut rows).and_then(|()| rows.check_renamed()),
            RowFormat::Jsonl => json::each_on_line(reader, &mut rows).and_then(|()| rows.check_renamed()),
        }
    }
}

/// Rows on their way, numbered as they come.
pub struct Numbered<'f> {
    pub file: &'f SheetFile,
    count: usize,
    /// Keys that were to be called otherwise, and that no object had yet.
    unseen: Vec<String>,
    sink: &'f mut dyn FnMut(Row) -> Result<()>,
}

impl Numbered<'_> {
    /// How cells stand for columns.
    pub fn layout(&self) -> Rc<Layout> {
        Rc::clone(&self.file.layout)
    }

    /// Hands a row on, with what is wrong with it as a whole.
    pub fn row(&mut self, layout: &Rc<Layout>, place: Place, values: Values, wrong: Option<Error>) -> Result<()> {
        if let Values::Object(object) = &values {
            self.unseen.retain(|key| object.keys().all(|name| folded(name) != folded(key)));
        }
        let mut row = Row::new(layout, place, self.count, values);
        row.is_garbled = wrong.is_some();
        row.flaws.extend(wrong.map(Flaw::from));
        self.count += 1;
        (self.sink)(row)
    }

    /// Hands on what cannot be read, as a row that says so.
    pub fn unreadable(&mut self, place: Place, what: Value, error: Error) -> Result<()> {
        let layout = self.layout();
        let mut row = Row::new(&layout, place, self.count, Values::Object(Map::new()));
        row.values = Values::Object(Map::from_iter([("unreadable".to_owned(), what)]));
        row.flaws = vec![error.into()];
        row.is_garbled = true;
        self.count += 1;
        (self.sink)(row)
    }

    /// Refuses to call a key otherwise that no object has.
    fn check_renamed(&self) -> Result<()> {
        if self.count == 0 || self.unseen.is_empty() {
            return Ok(());
        }
        let flaws = self.unseen.iter().map(|key| no_column(key, std::iter::empty()).into());
        Err(self.wrong(1, flaws.collect()))
    }

    /// The error for a file that cannot be read on, with its place.
    pub fn broken(&self, line: u64, error: Error) -> Error {
        self.wrong(line, vec![error.into()])
    }

    /// The error for mistakes on a line, and that for what came after it.
    pub fn wrong_beside(&self, line: u64, flaws: Vec<Flaw>, read: Result<()>) -> Result<()> {
        let mut error = self.wrong(line, flaws);
        match read {
            Err(other) if other.mistakes.is_empty() => return Err(other),
            Err(mut other) => error.mistakes.append(&mut other.mistakes),
            Ok(()) => {}
        }
        Err(error)
    }

    /// The error for several mistakes on a line, such as in a header.
    pub fn wrong(&self, line: u64, flaws: Vec<Flaw>) -> Error {
        wrong(&self.file.name, line, flaws)
    }
}

fn unreadable(file: &str, error: &std::io::Error) -> Error {
    Error::usage(format!("`{}` cannot be read: {error}", printable(file)))
}

/// The error for mistakes that are no row's.
fn wrong(file: &str, line: u64, flaws: Vec<Flaw>) -> Error {
    refusal(file, flaws.iter().map(|flaw| Mistake::at(file, Place::Line(line), flaw)).collect())
}
