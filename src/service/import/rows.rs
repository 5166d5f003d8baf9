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
    /// The line on which it begins.
    pub line: u64,
    cells: BTreeMap<&'static str, String>,
}

impl Row {
    /// The text of a cell.
    pub fn get(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(String::as_str)
    }

    /// The text of a cell that must be there.
    ///
    /// # Errors
    /// `invalid` if it is empty.
    pub fn need(&self, column: &'static str) -> Result<&str> {
        self.get(column).ok_or_else(|| Error::invalid(format!("`{column}` is missing")))
    }

    /// A mistake found in this row: at the column whose value it quotes, else at the row itself.
    pub fn mistake(&self, file: &str, error: &Error) -> String {
        let quoted = |(_, text): &(&&str, &String)| error.message.contains(&format!("`{}`", printable(text)));
        let place = self.cells.iter().find(quoted).map(|(column, _)| format!("{column}: ")).unwrap_or_default();
        let rule = error.rule.map(|rule| format!(" ({rule})")).unwrap_or_default();
        format!("{file}:{}: {place}{}{rule}", self.line, error.message)
    }
}

/// Reads rows of the given columns.
///
/// # Errors
/// `invalid` for text that is no such file, or for a column that is none.
pub fn read(file: &str, text: &str, format: RowFormat, columns: &'static [&'static str]) -> Result<Vec<Row>> {
    let text = text.trim_start_matches('\u{feff}');
    let reader = Reader { file, columns };
    match format {
        RowFormat::Csv => reader.csv(text),
        RowFormat::Json => reader.json(text),
        RowFormat::Jsonl => reader.jsonl(text),
    }
}

struct Reader<'f> {
    file: &'f str,
    columns: &'static [&'static str],
}

impl Reader<'_> {
    fn csv(&self, text: &str) -> Result<Vec<Row>> {
        let head = text.lines().next().unwrap_or_default();
        let delimiter = if head.contains(';') && !head.contains(',') { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
        let broken = |error: csv::Error| {
            let line = error.position().map_or(1, csv::Position::line);
            Error::invalid(format!("{}:{line}: the CSV cannot be read: {error}", self.file))
        };
        let header = reader.headers().map_err(broken)?.clone();
        let mut columns = Vec::with_capacity(header.len());
        for name in &header {
            // Spreadsheets leave empty columns behind.
            columns.push(if name.trim().is_empty() { None } else { Some(self.column(name, 1)?) });
        }
        let mut rows = Vec::new();
        let mut place = Place { text, byte: 0, line: 1 };
        for record in reader.records() {
            let record = record.map_err(broken)?;
            let line = place.of(record.position().map_or(0, csv::Position::byte));
            let mut cells = BTreeMap::new();
            for (at, text) in record.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                let column = columns.get(at).copied().flatten().ok_or_else(|| {
                    Error::invalid(format!("{}:{line}: `{}` stands in no column", self.file, printable(text)))
                        .hint("quote cells that hold the delimiter")
                })?;
                cells.insert(column, text.to_owned());
            }
            rows.extend((!cells.is_empty()).then_some(Row { line, cells }));
        }
        Ok(rows)
    }

    fn json(&self, text: &str) -> Result<Vec<Row>> {
        let values: Vec<Value> = serde_json::from_str(text).map_err(|error| self.broken(error.line(), &error))?;
        // A place inside the array is told by the number of the row.
        (1..).zip(&values).map(|(line, value)| self.object(line, value)).collect()
    }

    fn jsonl(&self, text: &str) -> Result<Vec<Row>> {
        let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        lines
            .map(|(line, text)| {
                let value = serde_json::from_str(text)
                    .map_err(|error| self.broken(usize::try_from(line).unwrap_or_default(), &error))?;
                self.object(line, &value)
            })
            .collect()
    }

    fn broken(&self, line: usize, error: &serde_json::Error) -> Error {
        Error::invalid(format!("{}:{line}: the JSON cannot be read: {error}", self.file))
    }

    fn object(&self, line: u64, value: &Value) -> Result<Row> {
        let Value::Object(map) = value else {
            return Err(Error::invalid(format!("{}:{line}: an object is expected", self.file)));
        };
        let mut cells = BTreeMap::new();
        for (name, value) in map {
            let column = self.column(name, line)?;
            match value {
                Value::Null => {}
                Value::String(text) if text.is_empty() => {}
                Value::String(text) => {
                    cells.insert(column, text.clone());
                }
                Value::Number(_) | Value::Bool(_) => {
                    cells.insert(column, value.to_string());
                }
                Value::Array(_) | Value::Object(_) => {
                    return Err(Error::invalid(format!("{}:{line}: `{column}` is a single value", self.file)));
                }
            }
        }
        Ok(Row { line, cells })
    }

    /// A column, whatever the case and the separators of its header.
    fn column(&self, typed: &str, line: u64) -> Result<&'static str> {
        let fold = |name: &str| name.trim().to_lowercase().replace([' ', '-', '_'], "");
        let typed_folded = fold(typed);
        self.columns.iter().find(|column| fold(column) == typed_folded).copied().ok_or_else(|| {
            Error::invalid(format!("{}:{line}: there is no column `{}`", self.file, printable(typed)))
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

    fn cells(text: &str, format: RowFormat) -> Vec<(u64, Option<String>, Option<String>)> {
        let rows = read("f", text, format, COLUMNS).unwrap();
        let text = |row: &Row, column| row.get(column).map(str::to_owned);
        rows.iter().map(|row| (row.line, text(row, "asset"), text(row, "last_seen"))).collect()
    }

    #[test]
    fn the_three_forms_say_the_same() {
        let some = |text: &str| Some(text.to_owned());
        let csv = "\u{feff}Asset;Last Seen;\r\n007;\"a\r\nb\"\r\n;\r\n8;;\r\n";
        assert_eq!(cells(csv, RowFormat::Csv), [(2, some("007"), some("a\r\nb")), (5, some("8"), None)]);
        let json = r#"[{"asset": "007", "last-seen": null}, {"asset": 8}]"#;
        assert_eq!(cells(json, RowFormat::Json), [(1, some("007"), None), (2, some("8"), None)]);
        let jsonl = "{\"asset\": \"007\"}\n\n{\"ASSET\": 8}\n";
        assert_eq!(cells(jsonl, RowFormat::Jsonl), [(1, some("007"), None), (3, some("8"), None)]);
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        let wrong = |text: &str, format| read("f", text, format, COLUMNS).unwrap_err();
        let error = wrong("asset,last_sen\n", RowFormat::Csv);
        assert_eq!(
            (error.message.as_str(), error.hints[0].as_str()),
            ("f:1: there is no column `last_sen`", "did you mean `last_seen`?")
        );
        assert!(wrong("asset\na,b\n", RowFormat::Csv).message.starts_with("f:2: `b` stands in no column"));
        assert!(wrong("{\"asset\": 1}\n{", RowFormat::Jsonl).message.starts_with("f:2: the JSON cannot be read"));
        assert!(wrong("[1]", RowFormat::Json).message.contains("an object is expected"));
        assert!(wrong("[{\"asset\": [1]}]", RowFormat::Json).message.contains("single value"));
    }
}
