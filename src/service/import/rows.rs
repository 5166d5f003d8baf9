//! Rows of CSV, JSON or JSON lines, each with its place in the file.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::text::printable;
use crate::domain::words::{nearest, words};
use crate::domain::{Error, Result};

words! {
    /// The form of a file of rows.
    RowFormat is "format" {
        Csv = "csv",
        Json = "json",
        Jsonl = "jsonl",
    }
}

/// One row: its cells by column, all of them text; what is empty or null is left out.
#[derive(Debug)]
pub struct Row {
    /// Its number: the line it begins on, or its place in an array.
    pub number: u64,
    /// How that is written: `7` for a line, `row 7` in an array.
    place: String,
    cells: BTreeMap<&'static str, String>,
}

/// The rows of a file, and what could not be read.
#[derive(Debug, Default)]
pub struct Rows {
    /// Those that could be read.
    pub rows: Vec<Row>,
    /// One for each that could not, with its number.
    pub mistakes: Vec<(u64, String)>,
}

/// Takes the cells of one row, and collects every mistake in them with its column.
pub struct Cells<'r> {
    row: &'r Row,
    mistakes: Vec<(&'static str, Error)>,
}

impl Row {
    /// Its cells, to be taken one by one.
    pub const fn cells(&self) -> Cells<'_> {
        Cells { row: self, mistakes: Vec::new() }
    }

    /// A mistake in this row, with its place in the file.
    pub fn mistake(&self, file: &str, column: &str, error: &Error) -> String {
        let rule = error.rule.map(|rule| format!(" ({rule})")).unwrap_or_default();
        let column = if column.is_empty() { String::new() } else { format!("{column}: ") };
        format!("{file}:{}: {column}{}{rule}", self.place, error.message)
    }
}

impl<'r> Cells<'r> {
    /// What a cell that must be there means.
    pub fn need<T>(&mut self, column: &'static str, parse: impl FnOnce(&'r str) -> Result<T>) -> Option<T> {
        if self.row.cells.contains_key(column) {
            return self.take(column, parse);
        }
        self.mistakes.push((column, Error::invalid("the value is missing")));
        None
    }

    /// What a cell means that may be empty.
    pub fn take<T>(&mut self, column: &'static str, parse: impl FnOnce(&'r str) -> Result<T>) -> Option<T> {
        match parse(self.row.cells.get(column)?) {
            Ok(value) => Some(value),
            Err(error) => {
                self.mistakes.push((column, error));
                None
            }
        }
    }

    /// Every mistake, with its place in the file.
    pub fn mistakes(&self, file: &str) -> Vec<String> {
        self.mistakes.iter().map(|(column, error)| self.row.mistake(file, column, error)).collect()
    }
}

/// Reads rows of the given columns.
///
/// # Errors
/// `invalid` for text that is no such file, or for a header that does not fit.
pub fn read(file: &str, text: &str, format: RowFormat, columns: &'static [&'static str]) -> Result<Rows> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = Reader { file, columns, rows: Rows::default() };
    match format {
        RowFormat::Csv => reader.csv(text)?,
        RowFormat::Json => reader.json(text)?,
        RowFormat::Jsonl => reader.jsonl(text),
    }
    Ok(reader.rows)
}

struct Reader<'f> {
    file: &'f str,
    columns: &'static [&'static str],
    rows: Rows,
}

impl Reader<'_> {
    fn csv(&mut self, text: &str) -> Result<()> {
        self.check_quotes(text)?;
        let head = text.lines().next().unwrap_or_default();
        let delimiter = if head.contains(';') && !head.contains(',') { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
        let broken = |file: &str, error: &csv::Error| {
            let line = error.position().map_or(1, csv::Position::line);
            format!("{file}:{line}: the CSV cannot be read: {error}")
        };
        let header = reader.headers().map_err(|error| Error::invalid(broken(self.file, &error)))?.clone();
        let columns = self.header(&header)?;
        let mut place = Place { text, byte: 0, line: 1 };
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let line = place.of(record.position().map_or(0, csv::Position::byte));
                    self.record(&columns, &record, line);
                }
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    self.rows.mistakes.push((line, broken(self.file, &error)));
                }
            }
        }
        Ok(())
    }

    /// A quote that is never closed would swallow the rest of the file.
    fn check_quotes(&self, text: &str) -> Result<()> {
        if text.bytes().filter(|byte| *byte == b'"').count() % 2 == 0 {
            return Ok(());
        }
        let before = text.rsplit_once('"').map_or("", |(before, _)| before);
        let line = 1 + before.bytes().filter(|byte| *byte == b'\n').count();
        Err(Error::invalid(format!("{}:{line}: a quote is not closed", self.file))
            .hint("write a quote inside quotes twice: `\"5\"\" disk\"`"))
    }

    /// The column of each cell; spreadsheets leave empty ones behind.
    fn header(&self, header: &csv::StringRecord) -> Result<Vec<Option<&'static str>>> {
        let mut columns: Vec<Option<&'static str>> = Vec::with_capacity(header.len());
        for name in header {
            let column = if name.trim().is_empty() { None } else { Some(self.column(name)?) };
            if column.is_some() && columns.contains(&column) {
                return Err(Error::invalid(format!(
                    "{}:1: the column `{}` stands there twice",
                    self.file,
                    printable(name)
                ))
                .hint("leave one of them out"));
            }
            columns.push(column);
        }
        Ok(columns)
    }

    fn record(&mut self, columns: &[Option<&'static str>], record: &csv::StringRecord, line: u64) {
        let mut cells = BTreeMap::new();
        for (at, text) in record.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let Some(column) = columns.get(at).copied().flatten() else {
                let text = printable(text);
                self.rows.mistakes.push((line, format!("{}:{line}: `{text}` stands in no column", self.file)));
                return;
            };
            cells.insert(column, text.to_owned());
        }
        if !cells.is_empty() {
            self.rows.rows.push(Row { number: line, place: line.to_string(), cells });
        }
    }

    fn json(&mut self, text: &str) -> Result<()> {
        let values: Vec<Value> = serde_json::from_str(text).map_err(|error| {
            Error::invalid(format!("{}:{}: the JSON cannot be read: {error}", self.file, error.line()))
        })?;
        for (at, value) in (1..).zip(&values) {
            self.object(at, format!("row {at}"), value);
        }
        Ok(())
    }

    fn jsonl(&mut self, text: &str) {
        for (at, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            match serde_json::from_str(line) {
                Ok(value) => self.object(at, at.to_string(), &value),
                Err(error) => {
                    self.rows.mistakes.push((at, format!("{}:{at}: the JSON cannot be read: {error}", self.file)));
                }
            }
        }
    }

    fn object(&mut self, number: u64, place: String, value: &Value) {
        match self.cells(value) {
            Ok(cells) => self.rows.rows.push(Row { number, place, cells }),
            Err(error) => self.rows.mistakes.push((number, format!("{}:{place}: {}", self.file, error.message))),
        }
    }

    fn cells(&self, value: &Value) -> Result<BTreeMap<&'static str, String>> {
        let Value::Object(map) = value else { return Err(Error::invalid("an object is expected")) };
        let mut cells = BTreeMap::new();
        let mut seen = Vec::new();
        for (name, value) in map {
            let column = self.column(name)?;
            if seen.contains(&column) {
                return Err(Error::invalid(format!("`{column}` stands there twice")));
            }
            seen.push(column);
            match value {
                Value::Null => {}
                Value::String(text) if text.is_empty() => {}
                Value::String(text) => drop(cells.insert(column, text.clone())),
                Value::Number(_) | Value::Bool(_) => drop(cells.insert(column, value.to_string())),
                Value::Array(_) | Value::Object(_) => {
                    return Err(Error::invalid(format!("`{column}` is a single value")));
                }
            }
        }
        Ok(cells)
    }

    /// A column, whatever the case and the separators of its header.
    fn column(&self, typed: &str) -> Result<&'static str> {
        let fold = |name: &str| name.trim().to_lowercase().replace([' ', '-', '_'], "");
        let typed_folded = fold(typed);
        self.columns.iter().find(|column| fold(column) == typed_folded).copied().ok_or_else(|| {
            Error::invalid(format!("there is no column `{}`", printable(typed)))
                .hint_maybe(nearest(typed, self.columns.iter().copied()).map(|near| format!("did you mean `{near}`?")))
                .hint(format!("columns: {}", self.columns.join(", ")))
        })
    }
}

/// Where a reader has come to in a text.
struct Place<'t> {
    text: &'t str,
    byte: usize,
    line: u64,
}

impl Place<'_> {
    /// The line of a byte that comes later; line ends that stand there are gone over.
    fn of(&mut self, byte: u64) -> u64 {
        let rest = self.text.as_bytes().get(self.byte..).unwrap_or_default();
        let until = usize::try_from(byte).unwrap_or(usize::MAX).saturating_sub(self.byte);
        let passed = (0_usize..).zip(rest).take_while(|(at, byte)| *at < until || matches!(byte, b'\r' | b'\n'));
        let (mut count, mut lines) = (0, 0);
        for (_, byte) in passed {
            count += 1;
            lines += u64::from(*byte == b'\n');
        }
        self.byte += count;
        self.line += lines;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[&str] = &["asset", "last_seen"];

    fn cells(text: &str, format: RowFormat) -> Vec<(String, Option<String>, Option<String>)> {
        let rows = read("f", text, format, COLUMNS).unwrap();
        assert!(rows.mistakes.is_empty(), "{:?}", rows.mistakes);
        let text = |row: &Row, column| row.cells.get(column).cloned();
        rows.rows.iter().map(|row| (row.place.clone(), text(row, "asset"), text(row, "last_seen"))).collect()
    }

    #[test]
    fn the_three_forms_say_the_same() {
        let some = |text: &str| Some(text.to_owned());
        let at = |text: &str| text.to_owned();
        let csv = "\u{feff}Asset;Last Seen;\r\n007;\"a\r\nb\"\r\n;\r\n8;;\r\n";
        assert_eq!(cells(csv, RowFormat::Csv), [(at("2"), some("007"), some("a\r\nb")), (at("5"), some("8"), None)]);
        let json = r#"[{"asset": "007", "last-seen": null}, {"asset": 8}]"#;
        assert_eq!(cells(json, RowFormat::Json), [(at("row 1"), some("007"), None), (at("row 2"), some("8"), None)]);
        let jsonl = "{\"asset\": \"007\"}\n\n{\"ASSET\": 8}\n";
        assert_eq!(cells(jsonl, RowFormat::Jsonl), [(at("1"), some("007"), None), (at("3"), some("8"), None)]);
    }

    #[test]
    fn a_header_that_does_not_fit_stops_everything() {
        let wrong = |text: &str, format| read("f", text, format, COLUMNS).unwrap_err();
        let error = wrong("asset,last_sen\n", RowFormat::Csv);
        assert_eq!(
            (error.message.as_str(), error.hints[0].as_str()),
            ("there is no column `last_sen`", "did you mean `last_seen`?")
        );
        assert!(wrong("asset,Asset\na,b\n", RowFormat::Csv).message.contains("stands there twice"));
        assert!(wrong("asset\n\"a\nb\n", RowFormat::Csv).message.starts_with("f:2: a quote is not closed"));
        assert!(wrong("[", RowFormat::Json).message.starts_with("f:1: the JSON cannot be read"));
    }

    #[test]
    fn every_row_that_cannot_be_read_is_told_with_its_place() {
        let mistakes = |text: &str, format| -> Vec<String> {
            let read = read("f", text, format, COLUMNS).unwrap();
            read.mistakes.into_iter().map(|(_, mistake)| mistake).collect()
        };
        assert_eq!(
            mistakes("asset\na,b\nc\nd,e\n", RowFormat::Csv),
            ["f:2: `b` stands in no column", "f:4: `e` stands in no column"]
        );
        let lines = mistakes("{\"asset\": 1}\n{\n{\"color\": 1}\n", RowFormat::Jsonl);
        assert!(lines[0].starts_with("f:2: the JSON cannot be read") && lines[1] == "f:3: there is no column `color`");
        let rows = mistakes("[1, {\"asset\": [1]}, {\"asset\": 1, \"Asset\": 2}]", RowFormat::Json);
        assert_eq!(
            rows,
            [
                "f:row 1: an object is expected",
                "f:row 2: `asset` is a single value",
                "f:row 3: `asset` stands there twice"
            ]
        );
    }
}
