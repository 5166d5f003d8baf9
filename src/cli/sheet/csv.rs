//! Records of CSV, as spreadsheets write it.

use std::cell::RefCell;
use std::io::{BufRead, Read};
use std::rc::Rc;

use ::csv::{ByteRecord, ReaderBuilder, StringRecord};

use super::lines::{LineReader, Lines};
use super::source::{Head, Numbered, SheetFile};
use crate::cli::render::csv::untamed;
use crate::domain::sheet::{Layout, Place, Values};
use crate::domain::{Error, Result};

/// Reads each record below the header.
pub fn each(mut reader: Box<dyn BufRead + '_>, rows: &mut Numbered<'_>) -> Result<()> {
    let first = rows.file.skipped() as u64 + 1;
    let begin = reader.fill_buf().map_err(|error| rows.broken(first, Error::invalid(error.to_string())))?;
    let delimiter = rows.file.delimiter_of(header_line(begin));
    let lines = Rc::new(RefCell::new(Lines::default()));
    let mut csv = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(LineReader::new(
        reader,
        first,
        Rc::clone(&lines),
    ));
    let names = match csv.headers() {
        Ok(names) => names.clone(),
        Err(error) => return Err(not_csv(rows, first, &error)),
    };
    let (layout, header) = rows.layout().with_header(names.iter());
    *rows.file.head.borrow_mut() = Head { names, delimiter };
    if layout.names_rows() {
        let read = records(rows, &Rc::new(layout), &mut csv, &lines);
        return if header.is_empty() { read } else { rows.wrong_beside(first, header, read) };
    }
    Err(rows.wrong(first, header))
}

/// Reads the records that stand below the header.
fn records<R: Read>(
    rows: &mut Numbered<'_>,
    layout: &Rc<Layout>,
    csv: &mut ::csv::Reader<R>,
    lines: &RefCell<Lines>,
) -> Result<()> {
    let names = rows.file.head.borrow().names.clone();
    let (mut record, mut last, mut line) = (ByteRecord::new(), ByteRecord::new(), None);
    loop {
        match csv.read_byte_record(&mut record) {
            Ok(true) => {
                // The last one is whole only if the file ends well.
                if let Some(line) = line {
                    hand_on(rows, layout, &names, Place::Line(line), &last)?;
                }
                line = Some(lines.borrow_mut().of(record.position().map_or(0, ::csv::Position::byte)));
                std::mem::swap(&mut record, &mut last);
            }
            Ok(false) => break,
            Err(error) => {
                let line = rows.file.skipped() as u64 + csv.position().line();
                return Err(not_csv(rows, line, &error));
            }
        }
    }
    let lines = lines.borrow();
    if !lines.quotes.is_multiple_of(2) {
        // A quote that is never closed swallows the rest of the file.
        let error = Error::invalid("a quote is not closed").hint("write a quote inside quotes twice: `\"5\"\" disk\"`");
        return Err(rows.broken(lines.last_quote, error));
    }
    let Some(line) = line else { return Ok(()) };
    if lines.is_open && last.len() < names.len() {
        let error = Error::invalid("the file ends in the middle of a row")
            .hint("is it cut off? If not, end the last line, or write the cells that it lacks");
        return Err(rows.broken(line, error));
    }
    hand_on(rows, layout, &names, Place::Line(line), &last)
}

/// Whether the header names a column.
pub fn has_column(file: &SheetFile, mut reader: Box<dyn BufRead + '_>, column: &str) -> bool {
    let delimiter = file.delimiter_of(header_line(reader.fill_buf().unwrap_or_default()));
    let mut csv = ReaderBuilder::new().delimiter(delimiter).from_reader(reader);
    csv.headers().is_ok_and(|names| file.layout().with_header(names.iter()).0.has(column))
}

fn hand_on(
    rows: &mut Numbered<'_>,
    layout: &Rc<Layout>,
    names: &StringRecord,
    place: Place,
    record: &ByteRecord,
) -> Result<()> {
    if record.iter().all(<[u8]>::is_empty) {
        return Ok(());
    }
    let tame = |record: StringRecord| {
        if rows.file.is_tame { record.iter().map(untamed).collect() } else { record }
    };
    let record = match StringRecord::from_byte_record(record.clone()) {
        Ok(record) => tame(record),
        Err(_) => {
            let record = tame(StringRecord::from_byte_record_lossy(record.clone()));
            return rows.row(layout, place, Values::Record(record), Some(not_utf8()));
        }
    };
    // What stands there is not told: it may be the rest of a secret.
    let stray = |(at, text): (usize, &str)| !text.is_empty() && names.get(at).is_none_or(|name| name.trim().is_empty());
    let wrong = record.iter().enumerate().any(stray).then(|| {
        Error::invalid("there are more cells than columns")
            .hint("put a cell that holds a separator into quotes: `\"Head, Sales\"`")
    });
    rows.row(layout, place, Values::Record(record), wrong)
}

/// The first line that is not empty.
fn header_line(begin: &[u8]) -> &[u8] {
    let mut lines = begin.split(|byte| matches!(byte, b'\n' | b'\r'));
    lines.find(|line| !line.is_empty()).unwrap_or_default()
}

fn not_csv(rows: &Numbered<'_>, line: u64, error: &::csv::Error) -> Error {
    if matches!(error.kind(), ::csv::ErrorKind::Utf8 { .. }) {
        return rows.broken(line, not_utf8());
    }
    rows.broken(line, Error::invalid(format!("the CSV cannot be read: {error}")))
}

fn not_utf8() -> Error {
    Error::invalid("the line is not UTF-8")
        .expects("text in UTF-8")
        .hint("save the file as `CSV UTF-8`, or convert it: `iconv -f WINDOWS-1252 -t UTF-8 FILE`")
}
