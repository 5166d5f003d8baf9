//! The beginning of a file: what separates its cells, where its header stands, and what it is if it is no table at all.

use serde_json::Value;

use super::format::RowFormat;
use crate::domain::sheet::SheetColumn;
use crate::domain::sheet::synonym::recognised;

/// How far a header is looked for, in lines.
const FARTHEST: usize = 20;
/// What may separate cells.
const DELIMITERS: &[u8] = b",;\t|";

/// The beginning of a file of rows.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Sample {
    /// What separates cells.
    pub delimiter: u8,
    /// The header, or the keys of the objects.
    pub headers: Vec<String>,
    /// The first rows below it.
    pub rows: Vec<Vec<String>>,
    /// How many lines stand above what looks like the header, where that is not the first line.
    pub preface: Option<usize>,
}

/// What separates the cells of a line: what it has most of, outside of quotes.
pub fn delimiter(line: &[u8]) -> u8 {
    let mut is_quoted = false;
    let mut counts = [0_usize; 4];
    for byte in line {
        match byte {
            b'"' => is_quoted = !is_quoted,
            byte if !is_quoted => {
                if let Some(count) = DELIMITERS.iter().position(|one| one == byte).and_then(|at| counts.get_mut(at)) {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    let most = DELIMITERS.iter().zip(counts).rev().max_by_key(|(_, count)| *count);
    most.filter(|(_, count)| *count > 0).map_or(b',', |(delimiter, _)| *delimiter)
}

/// What a line `sep=;` says, which spreadsheets write above the header.
pub fn separator_line(line: &[u8]) -> Option<u8> {
    match line.strip_suffix(b"\r").unwrap_or(line).strip_prefix(b"sep=")? {
        [delimiter] => Some(*delimiter),
        _ => None,
    }
}

impl Sample {
    /// Of text that begins with the header, as far as it has been read.
    pub fn of(text: &[u8], format: RowFormat, columns: &[SheetColumn], named: Option<u8>) -> Self {
        match format {
            RowFormat::Csv => Self::of_csv(text, columns, named),
            RowFormat::Json | RowFormat::Jsonl => Self::of_objects(text, format),
        }
    }

    fn of_csv(text: &[u8], columns: &[SheetColumn], named: Option<u8>) -> Self {
        let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').take(FARTHEST).collect();
        let header_at = |at: usize| -> Option<(u8, Vec<String>)> {
            let line = lines.get(at)?;
            let delimiter = named.unwrap_or_else(|| delimiter(line));
            Some((delimiter, cells(line, delimiter).pop()?))
        };
        let score = |at: usize| header_at(at).map_or(0, |(_, headers)| recognised(columns, &headers));
        let first = lines.iter().position(|line| !line.trim_ascii().is_empty()).unwrap_or(0);
        // A preface has fewer columns that are known than the header below it, and that one has two.
        let best = (first + 1..lines.len()).rev().max_by_key(|at| score(*at));
        let preface = best.filter(|at| score(first) < 2 && score(*at) > score(first).max(1));
        let begin = preface.unwrap_or(first);
        let (delimiter, headers) = header_at(begin).unwrap_or((b',', Vec::new()));
        let below = lines.get(begin + 1..).unwrap_or_default().join(&b'\n');
        Self { delimiter, headers, rows: cells(&below, delimiter), preface }
    }

    fn of_objects(text: &[u8], format: RowFormat) -> Self {
        let mut sample = Self::default();
        let objects: Vec<Value> = match format {
            RowFormat::Jsonl => serde_json::Deserializer::from_slice(text).into_iter().map_while(Result::ok).collect(),
            _ => whole_items(text),
        };
        for object in objects.iter().filter_map(Value::as_object).take(FARTHEST) {
            sample
                .headers
                .extend(object.keys().filter(|key| !sample.headers.contains(key)).cloned().collect::<Vec<_>>());
        }
        let cell = |object: &Value, key: &String| match object.get(key) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => String::new(),
            Some(value) => value.to_string(),
        };
        let rows =
            objects.iter().take(FARTHEST).map(|object| sample.headers.iter().map(|key| cell(object, key)).collect());
        sample.rows = rows.collect();
        sample
    }

    /// What stands below a header, as far as it has been read and is not empty.
    pub fn below(&self, place: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(move |row| row.get(place)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }
}

/// The objects of an array that may be cut off.
fn whole_items(text: &[u8]) -> Vec<Value> {
    let Some(begin) = text.iter().position(|byte| *byte == b'[') else { return Vec::new() };
    let mut rest = text.get(begin + 1..).unwrap_or_default();
    let mut items = Vec::new();
    loop {
        let mut stream = serde_json::Deserializer::from_slice(rest).into_iter::<Value>();
        let Some(Ok(item)) = stream.next() else { return items };
        let read = stream.byte_offset();
        items.push(item);
        rest = rest.get(read..).unwrap_or_default().trim_ascii_start();
        rest = rest.strip_prefix(b",").unwrap_or_default();
    }
}

/// The cells of lines, as far as they can be read.
fn cells(text: &[u8], delimiter: u8) -> Vec<Vec<String>> {
    let mut reader =
        ::csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text);
    let records = reader.byte_records().map_while(Result::ok);
    records.map(|record| record.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect()).collect()
}

/// What a file is that is no table of rows, with what to do about it.
pub fn foreign(begin: &[u8]) -> Option<(&'static str, &'static str)> {
    let text = String::from_utf8_lossy(begin.get(..begin.len().min(4096)).unwrap_or(begin)).to_lowercase();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let first = lines.next().unwrap_or_default();
    if begin.starts_with(b"PK\x03\x04") {
        return Some(("a workbook of a spreadsheet", "save it as `CSV UTF-8` there, and import that"));
    }
    if first.starts_with("version: ") || first.starts_with("dn: ") || first.starts_with("dn:: ") {
        return Some((
            "LDIF",
            "let the directory write CSV instead, such as: `ldapsearch … | ldif2csv`, or an export of its console as CSV",
        ));
    }
    if first.starts_with("<?xml") || first.starts_with("<!doctype") || first.starts_with("<html") {
        return Some(("XML or a web page", "export it as CSV or JSON, and import that"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::bulk::BulkKind;

    fn sample(text: &str) -> Sample {
        Sample::of(text.as_bytes(), RowFormat::Csv, BulkKind::Users.form().columns, None)
    }

    #[test]
    fn what_separates_cells_is_told_by_the_header() {
        for (line, found) in [("a,b;c,d", b','), ("a;b", b';'), ("a\tb", b'\t'), ("a|b|c", b'|'), ("a", b',')] {
            assert_eq!(delimiter(line.as_bytes()), found, "{line}");
        }
        assert_eq!(delimiter(b"\"x,y,z\";b"), b';');
        assert_eq!(separator_line(b"sep=;\r"), Some(b';'));
        assert_eq!(separator_line(b"sep=\t"), Some(b'\t'));
        assert_eq!(separator_line(b"sep=ab"), None);
    }

    #[test]
    fn a_header_is_found_below_a_preface() {
        let found = sample("Personnel list;;\nas of;2026-11-01;\n\nSurname;Given Name;E-Mail\nKeller;Ann;a@x\n");
        assert_eq!((found.preface, found.delimiter, found.headers.len()), (Some(3), b';', 3));
        assert_eq!(found.below(0).collect::<Vec<_>>(), ["Keller"]);
        assert_eq!(sample("login,title\na@x,login\n").preface, None);
        assert_eq!(sample("version:v1.0\nlogin,title\na@x,b\n").preface, Some(1));
    }

    #[test]
    fn what_is_no_table_is_named() {
        assert_eq!(foreign(b"# x\nversion: 1\n\ndn: cn=a\n").unwrap().0, "LDIF");
        assert!(foreign(b"version:v1.0\nlogin\n").is_none() && foreign(b"login\n").is_none());
    }
}
